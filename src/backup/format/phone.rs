//! The document of Concordium's file-based phone wallets, in every dialect (`docs/formats/mobile-wallet.md`). No record is
//! lost, and no key kept that does not fit, without being named.

mod account;
mod carry;
mod decode;
mod encode;
mod environment;
mod fields;
mod identity;
mod members;
mod rebuild;

use serde_json::Value;

pub(super) use account::{blank as blank_account, credential as credential_of};
pub use carry::carry;
pub(super) use decode::check_version;
pub use encode::encode;
pub(in crate::backup) use environment::name_of;
pub(super) use environment::read as read_environment;
pub(super) use fields::PhoneFields;

use crate::backup::carried::Carried;
use crate::backup::document::Document;
use crate::backup::envelope::NewEnvelope;
use crate::backup::json::{Members, says};
use crate::backup::writes::{NewLock, Occasion, Writes};
use crate::backup::{BackupError, password};
use crate::crypto::entropy::Entropy;
use crate::crypto::kdf::Pbkdf2Rounds;
use crate::model::{Format, GenesisHash, Wallet};
use crate::secret::{Password, Plaintext};

/// Most identities that are read. Each took a check of somebody's passport, and each costs the curve some work.
pub const MAX_IDENTITIES: usize = 64;
/// Most accounts that are read, of all identities together: as many as a wallet holds with their keys.
pub const MAX_ACCOUNTS: usize = crate::model::MAX_WITH_KEYS;
/// Most entries of the address book that are read.
pub const MAX_RECIPIENTS: usize = crate::record::MAX_ENTRIES;
/// Longest text in a record, in bytes.
pub const MAX_TEXT: usize = crate::record::MAX_TEXT;

/// The type that phone wallets write into their documents.
const TYPE: &str = "concordium-mobile-wallet-data";
const VERSION: u64 = 1;
/// The word for a network that phones have none for, where the file said none either.
pub(in crate::backup) const NO_NETWORK: &str = "local";

/// What a credential's policy is when nothing is known about it.
pub(super) const BLANK_POLICY: &str = r#"{"createdAt":"","revealedAttributes":{},"validTo":""}"#;

/// Members of an identity that have a place in its record.
const OF_IDENTITY: [&str; 6] =
    ["accounts", "identityObject", "identityProvider", "name", "nextAccountNumber", "privateIdObjectData"];

/// How it is recognised: by its type, or by its lists where the type was damaged.
pub(super) const DOCUMENT: Document = Document {
    format: Format::PhoneWallet,
    is: |members| {
        let has_list = |value: &Value| ["identities", "recipients"].iter().any(|list| value.get(*list).is_some());
        says(members, "type", TYPE) || members.get("value").is_some_and(has_list)
    },
    read: decode::decode,
};

/// Puts back what every document of a phone begins with, where damaged blocks took it: which lists it has says what it is.
pub(super) fn put_frame_right(document: &mut Value) {
    let Some(members) = document.as_object_mut() else { return };
    put_lists_into_value(members);
    let Some(lists) = members.get_mut("value").and_then(Value::as_object_mut) else { return };
    if !["identities", "recipients"].iter().any(|list| lists.contains_key(*list)) {
        return;
    }
    lists.entry("identities").or_insert_with(|| Value::Array(Vec::new()));
    members.entry("type").or_insert_with(|| TYPE.into());
    members.entry("v").or_insert_with(|| VERSION.into());
}

/// Without the place where it begins, `value` is not seen, and its lists seem to lie in the document itself, as those of the Desktop Wallet do.
fn put_lists_into_value(members: &mut Members) {
    let is_of_phone =
        |identity: &Value| ["privateIdObjectData", "accounts"].iter().any(|it| identity.get(*it).is_some());
    let identities = members.get("identities").and_then(Value::as_array);
    let has_lists = members.contains_key("recipients") || identities.is_some_and(|list| list.iter().any(is_of_phone));
    if !has_lists || members.contains_key("value") {
        return;
    }
    let mut value = Members::new();
    for (here, there) in [("identities", "identities"), ("recipients", "recipients"), ("addressBook", "recipients")] {
        if let Some(list) = members.remove(here) {
            value.insert(there.into(), list);
        }
    }
    members.insert("value".into(), Value::Object(value));
}

/// How whole wallets are written: identities and accounts whose keys are here, in one file.
pub(super) struct PhoneFile;

impl Writes for PhoneFile {
    fn takes(&self, password: &Password) -> bool {
        password::is_long_enough_on_phones(password)
    }

    fn carry(&self, wallet: &Wallet, network: GenesisHash) -> Carried {
        carry(wallet, network)
    }

    /// Without an identity no phone opens it.
    fn is_empty(&self, carried: &Wallet, network: GenesisHash) -> bool {
        carried.networks.get(&network).is_none_or(|records| records.identities.is_empty())
    }

    fn documents(&self, carried: &Wallet, network: GenesisHash) -> Result<Vec<Plaintext>, BackupError> {
        if self.is_empty(carried, network) {
            return Err(BackupError::NothingForPhone);
        }
        Ok(vec![encode(carried, network)])
    }

    fn lock(&self, entropy: &mut dyn Entropy) -> Box<dyn NewLock> {
        Box::new(NewEnvelope::for_phones(Pbkdf2Rounds::ON_PHONES, entropy))
    }

    fn file_name(&self, _: Occasion) -> String {
        "concordium-backup.concordiumwallet".into()
    }
}

//! The document of the Concordium Desktop Wallet, in every dialect it ever wrote (`docs/formats/desktop-wallet.md`). No
//! record is lost without being named.

mod carry;
mod decode;
mod encode;
mod lists;
mod placeholders;
mod row;

use serde_json::{Map, Value};

pub use carry::carry;
pub(super) use decode::decode;
pub(super) use lists::DesktopLists;

pub use encode::{MAX_NEW_PER_FILE, encode, parts};

use crate::backup::BackupError;
use crate::backup::carried::Carried;
use crate::backup::document::Document;
use crate::backup::envelope::NewEnvelope;
use crate::backup::part::Part;
use crate::backup::writes::{NewLock, Occasion, Writes};
use crate::crypto::entropy::Entropy;
use crate::crypto::kdf::Pbkdf2Rounds;
use crate::model::{Format, GenesisHash, Wallet};
use crate::secret::Plaintext;

/// How it is recognised: by the lists that every version writes.
pub(super) const DOCUMENT: Document = Document {
    format: Format::DesktopWallet,
    is: |members| LISTS.iter().any(|list| members.get(*list).is_some_and(Value::is_array)),
    read: |document, notices| decode(DesktopLists::of_values(document)?, notices),
};

/// The lists that every version writes.
const LISTS: [&str; 5] = ["wallets", "identities", "accounts", "credentials", "addressBook"];
/// The list that only later ones do.
const COSIGNERS: &str = "externalCredentials";

/// How whole wallets are written: what its importer takes, in as many files as that needs.
pub(super) struct DesktopFile;

impl Writes for DesktopFile {
    fn carry(&self, wallet: &Wallet, network: GenesisHash) -> Carried {
        carry(wallet, network)
    }

    fn files(&self, carried: &Wallet, network: GenesisHash) -> usize {
        parts(carried, network)
    }

    fn documents(&self, carried: &Wallet, network: GenesisHash) -> Result<Vec<Plaintext>, BackupError> {
        Ok(encode(carried, network))
    }

    fn lock(&self, entropy: &mut dyn Entropy) -> Box<dyn NewLock> {
        Box::new(NewEnvelope::for_desktop(Pbkdf2Rounds::WRITTEN, entropy))
    }

    fn file_name(&self, occasion: Occasion) -> String {
        match occasion.part {
            Part::WHOLE => "wallet-export.json".into(),
            Part { number, of } => format!("wallet-export-{number}-of-{of}.json"),
        }
    }
}

/// Most entries in one list.
pub const MAX_ENTRIES: usize = crate::record::MAX_ENTRIES;
/// Longest text in a record, in bytes.
pub const MAX_TEXT: usize = crate::record::MAX_TEXT;

/// What a credential's policy is when nothing is known about it.
const BLANK_POLICY: &str = r#"{"validTo":"","createdAt":"","revealedAttributes":{}}"#;

/// A transaction filter in the one form both directions agree on; `None` if it is not the text of an object.
fn filter_text(text: &str) -> Option<String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(filter)) => Some(Value::Object(filter).to_string()),
        Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) | Err(_) => None,
    }
}

/// The filter as the object that stands in the file; empty if it is none.
fn filter_object(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}

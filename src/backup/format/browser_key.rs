//! The unencrypted file with the keys of a single account, as browser and phone wallets write it (`docs/formats/mobile-wallet.md`).
//! This module knows its few members; it refuses to take the keys of nobody.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::phone::{self, Fields, Said, blank_account, check_version};
use super::{DocumentError, placed};
use crate::backup::contents::Contents;
use crate::backup::json::wiped::{Wiped, text_of};
use crate::backup::tally::{Kind, Tally};
use crate::custody;
use crate::fault::Notice;
use crate::model::{
    Account, AccountAddress, AccountKey, AccountKeys, CredentialId, GenesisHash, NetworkRecords, PhoneAccount,
};
use crate::secret::Plaintext;

/// What such a file says it is.
pub(in crate::backup) const TYPE: &str = "concordium-browser-wallet-account";

const VERSIONS: [u64; 2] = [0, 1];
const KNOWN: [&str; 2] = ["accountKeys", "address"];
/// The place of the credential that opened the account.
const FIRST: &str = "0";

/// A file that is in order as a whole.
#[derive(Debug)]
pub(in crate::backup) struct KeyFile {
    account: Account,
    said: Said,
    address_mended: bool,
}

impl KeyFile {
    /// Reads the members of a file of this type.
    ///
    /// # Errors
    /// [`DocumentError::PhoneVersion`], [`DocumentError::KeyFile`].
    pub(in crate::backup) fn read(members: Map<String, Value>) -> Result<Self, DocumentError> {
        let document = Wiped::new(Value::Object(members));
        let members = document.members().ok_or(DocumentError::KeyFile)?;
        check_version(members, &VERSIONS)?;
        let value = members.get("value").and_then(Value::as_object).ok_or(DocumentError::KeyFile)?;
        let fields = Fields::new(value);
        let signing = fields.secret_json("accountKeys").ok().flatten().ok_or(DocumentError::KeyFile)?;
        let keys = AccountKeys { signing, encryption: None, commitments: None };
        let address = fields.text("address").ok().flatten().and_then(|text| text.parse().ok());
        let of_credential = || Some(AccountAddress::of_first_credential(&first_credential(value)?));
        let other_members = fields.unknown(&KNOWN).map_err(|_| DocumentError::KeyFile)?;
        let key: AccountAddress = address.or_else(of_credential).ok_or(DocumentError::KeyFile)?;
        let phone = PhoneAccount {
            submission_id: String::new(),
            credential: None,
            revealed_attributes: "{}".into(),
            other_members,
        };
        let account = blank_account(AccountKey::Address(key), key.default_name(), false, Some(keys), Some(phone));
        Ok(Self {
            account,
            said: phone::read_environment(members.get("environment")),
            address_mended: address.is_none(),
        })
    }

    /// The address the keys are for.
    #[must_use]
    pub(in crate::backup) fn address(&self) -> Option<AccountAddress> {
        self.account.key.address().copied()
    }

    /// The network, if the file names one that is known.
    #[must_use]
    pub(in crate::backup) fn network(&self) -> Option<GenesisHash> {
        self.said.network().map(crate::model::Network::genesis)
    }

    /// The account as records, and what is worth knowing about it.
    pub(in crate::backup) fn open(&self, notices: &mut Vec<Notice>) -> Contents {
        let mut tally = Tally::default();
        notices.extend(self.said.notice());
        if self.address_mended {
            tally.note("phone-address-mended", Kind::Accounts, &self.account.name);
        }
        for finding in custody::check_account(None, &self.account, &[]) {
            tally.note(finding.code(), Kind::Accounts, &self.account.name);
        }
        notices.extend(tally.into_notices());
        let accounts = BTreeMap::from([(self.account.key.clone(), self.account.clone())]);
        placed(self.said.network(), NetworkRecords { accounts, ..NetworkRecords::default() })
    }
}

/// Writes the keys of an account. `None` if they are no JSON text, which no file ever brings.
pub(in crate::backup) fn encode(
    address: AccountAddress,
    keys: &AccountKeys,
    credential: Option<CredentialId>,
    environment: &str,
) -> Option<Plaintext> {
    // EXPOSE: into the document, which is wiped.
    let signing = serde_json::from_str(keys.signing.expose()).ok()?;
    let credential = credential.map(|id| id.to_string()).unwrap_or_default();
    // Moved together, not copied: `json!` would leave copies of the keys behind.
    let value = [
        ("accountKeys".into(), signing),
        ("credentials".into(), Value::Object(Map::from_iter([(FIRST.into(), credential.into())]))),
        ("address".into(), address.to_string().into()),
    ];
    let document = Wiped::new(Value::Object(Map::from_iter([
        ("type".into(), TYPE.into()),
        ("v".into(), 0.into()),
        ("environment".into(), environment.into()),
        ("value".into(), Value::Object(Map::from_iter(value))),
    ])));
    Some(Plaintext::new(text_of(document.value()).into_bytes()))
}

fn first_credential(value: &Map<String, Value>) -> Option<CredentialId> {
    value.get("credentials")?.get(FIRST)?.as_str()?.parse().ok()
}

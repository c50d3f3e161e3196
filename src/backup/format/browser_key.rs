//! The unencrypted file with the keys of a single account, as browser and phone wallets write it
//! (`docs/formats/mobile-wallet.md`). The keys of nobody are not taken.

use serde_json::{Map, Value};

use super::phone::{self, PhoneFields, blank_account, check_version};
use crate::backup::DocumentError;
use crate::backup::contents::FileContents;
use crate::backup::document::Document;
use crate::backup::json::says;
use crate::backup::json::wiped::{Wiped, text_of};
use crate::backup::noticed::Noticed;
use crate::backup::tally::Tally;
use crate::custody;
use crate::fault::Notice;
use crate::gather::Gather;
use crate::model::{
    AccountAddress, AccountKey, AccountKeys, CredentialId, Format, NetworkRecords, PhoneAccount, RecordKind,
};
use crate::secret::Plaintext;

/// What such a file says it is.
const TYPE: &str = "concordium-browser-wallet-account";

const VERSIONS: [u64; 2] = [0, 1];
const KNOWN: [&str; 2] = ["accountKeys", "address"];
/// The place of the credential that opened the account.
const FIRST: &str = "0";

/// How it is recognised.
pub(super) const DOCUMENT: Document =
    Document { format: Format::BrowserKey, is: |members| says(members, "type", TYPE), read };

/// Reads the account, with what is worth knowing about it.
///
/// # Errors
/// [`DocumentError::PhoneVersion`], [`DocumentError::KeyFile`].
fn read(document: Wiped, notices: &mut Vec<Notice>) -> Result<FileContents, DocumentError> {
    let members = document.members().ok_or(DocumentError::KeyFile)?;
    check_version(members, &VERSIONS)?;
    let value = members.get("value").and_then(Value::as_object).ok_or(DocumentError::KeyFile)?;
    let fields = PhoneFields::new(value);
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
    let said = phone::read_environment(members.get("environment"));
    notices.extend(said.noticed().as_ref().map(Notice::of));
    let mut tally = Tally::default();
    if address.is_none() {
        tally.note(Noticed::PhoneAddressMended, RecordKind::Account, &account.name);
    }
    for finding in custody::check_account(None, &account, &[]) {
        tally.note(Noticed::Found(finding), RecordKind::Account, &account.name);
    }
    notices.extend(tally.into_notices());
    let accounts = [(account.key.clone(), account.into())].into_iter().gather();
    Ok(FileContents::of(said.network(), NetworkRecords { accounts, ..NetworkRecords::default() }))
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
        ("credentials".into(), Value::Object([(FIRST.into(), credential.into())].into_iter().gather())),
        ("address".into(), address.to_string().into()),
    ];
    let document = [
        ("type".into(), TYPE.into()),
        ("v".into(), 0.into()),
        ("environment".into(), environment.into()),
        ("value".into(), Value::Object(value.into_iter().gather())),
    ];
    let document = Wiped::new(Value::Object(document.into_iter().gather()));
    Some(Plaintext::new(text_of(document.value()).into_bytes()))
}

fn first_credential(value: &Map<String, Value>) -> Option<CredentialId> {
    value.get("credentials")?.get(FIRST)?.as_str()?.parse().ok()
}

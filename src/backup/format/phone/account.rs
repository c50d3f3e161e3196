//! One account of a phone's document, from its members to a record. The keys are read and not checked (`custody` does).

use std::collections::BTreeSet;

use serde_json::Value;

use super::fields::{PhoneFields, Unreadable};
use crate::backup::noticed::Noticed;
use crate::backup::tally::Tally;
use crate::custody::{self, Deployed, Examined, Finding};
use crate::model::{
    Account, AccountAddress, AccountKey, AccountKeys, AccountSlot, AccountState, Credential, IdentityKey, PhoneAccount,
    RecordKind, Shielded,
};
use crate::secret::SecretText;

/// Members of an account that have a place in its record.
pub(super) const KNOWN: [&str; 8] = [
    "accountKeys",
    "address",
    "commitmentsRandomness",
    "credential",
    "encryptionSecretKey",
    "name",
    "revealedAttributes",
    "submissionId",
];
/// Those that have one beside `accountKeys` only.
const BESIDE_KEYS: [&str; 2] = ["commitmentsRandomness", "encryptionSecretKey"];

/// Reads an account. Which identity it belongs to is said afterwards.
pub(super) fn read(fields: &PhoneFields<'_>, tally: &mut Tally) -> Result<Account, Unreadable> {
    let signing = fields.secret_json("accountKeys")?;
    let encryption = fields.secret_text("encryptionSecretKey")?;
    let credential = fields.json("credential")?;
    let deployed = credential.as_deref().and_then(|text| custody::read_credential(text).ok()?);
    let name = fields.text("name")?;
    let address = match fields.text("address")?.map(str::parse) {
        Some(Ok(address)) => address,
        Some(Err(_)) | None => {
            let address = mended(deployed.as_ref(), encryption.as_ref()).ok_or(Unreadable("address"))?;
            tally.note(Noticed::PhoneAddressMended, RecordKind::Account, name.unwrap_or_default());
            address
        }
    };
    let name = name.map_or_else(
        || {
            let name = address.default_name();
            tally.note(Noticed::PhoneNameMissing, RecordKind::Account, &name);
            name
        },
        str::to_owned,
    );
    let submission_id = fields.text("submissionId")?.unwrap_or_default().to_owned();
    // Without signing keys the others have no place of their own.
    let known: Vec<&str> =
        KNOWN.into_iter().filter(|member| signing.is_some() || !BESIDE_KEYS.contains(member)).collect();
    let keys = match signing {
        Some(signing) => {
            Some(AccountKeys { signing, encryption, commitments: fields.secret_json("commitmentsRandomness")? })
        }
        None => None,
    };
    let is_initial = deployed.as_ref().map_or(submission_id.is_empty(), |deployed| deployed.is_initial);
    let phone = PhoneAccount {
        submission_id,
        credential,
        revealed_attributes: fields.object("revealedAttributes")?.unwrap_or_else(|| "{}".into()),
        other_members: fields.unknown(&known)?,
    };
    Ok(blank(AccountKey::Address(address), name, is_initial, keys, Some(phone)))
}

/// The address that an unreadable one must have been: that of the credential, unless the encryption key leads elsewhere.
fn mended(deployed: Option<&Deployed>, encryption: Option<&SecretText>) -> Option<AccountAddress> {
    let named = deployed.map(|deployed| deployed.id);
    let led_to = encryption.and_then(|text| custody::read_encryption_key(text)?.credential());
    let id = match (named, led_to) {
        (Some(named), Some(led_to)) => (named == led_to).then_some(named)?,
        (named, led_to) => named.or(led_to)?,
    };
    Some(AccountAddress::of_first_credential(&id))
}

/// An account as the chain has it, and nothing that a Desktop Wallet would note.
pub(in crate::backup) fn blank(
    key: AccountKey,
    name: String,
    is_initial: bool,
    keys: Option<AccountKeys>,
    phone: Option<PhoneAccount>,
) -> Account {
    let threshold = keys.as_ref().and_then(|keys| custody::read_account_keys(keys).ok()).map(|keys| keys.threshold);
    Account {
        key,
        identity: None,
        name,
        state: AccountState::Confirmed,
        signature_threshold: threshold.unwrap_or(1),
        is_initial,
        deployment: None,
        transaction_filter: "{}".into(),
        shielded: Shielded::none(),
        keys,
        phone,
        signers: BTreeSet::new(),
    }
}

/// The record of the credential that opened an account, where its id and number are certain.
pub(in crate::backup) fn credential(
    identity: IdentityKey,
    account: &Account,
    examined: &Examined,
) -> Option<Credential> {
    if examined.findings.contains(&Finding::AddressOther) {
        return None;
    }
    let policy = examined.deployed.as_ref().and_then(|deployed| deployed.policy.clone());
    Some(Credential {
        id: examined.credential?,
        identity,
        index: examined.number?,
        account: account.key.clone(),
        slot: Some(AccountSlot(0)),
        policy: policy.unwrap_or_else(|| super::BLANK_POLICY.into()),
        randomness: None,
    })
}

/// What a person calls an account, before it is read.
pub(super) fn label(account: &Value) -> &str {
    let text = |field| account.get(field).and_then(Value::as_str).filter(|text| !text.is_empty());
    text("name").or_else(|| text("address")).unwrap_or_default()
}

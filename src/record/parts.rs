//! What records are made of in more than one version, frozen with those versions.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::limits::at_most;
use super::{MAX_ENTRIES, MAX_TEXT, RecordError};
use crate::model;
use crate::model::{
    AccountAddress, AccountSlot, Common, CredentialId, CredentialIndex, IdentityIndex, KeyVersion, PairingKey,
};
use crate::secret::SecretText;

pub(super) const OUT_OF_RANGE: RecordError = RecordError::Unreadable { line: 0, column: 0 };

/// How a version has the key of an identity, to be read.
pub(super) trait ReadKey: TryInto<model::IdentityKey, Error = RecordError> {}

impl<K: TryInto<model::IdentityKey, Error = RecordError>> ReadKey for K {}

/// The same, to be written.
pub(super) trait WriteKey: for<'k> From<&'k model::IdentityKey> {}

impl<K: for<'k> From<&'k model::IdentityKey>> WriteKey for K {}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Device<'a> {
    pairing_key: PairingKey,
    kind: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(super) enum AccountKey<'a, K> {
    Address(AccountAddress),
    Unaddressed { identity: K, text: Cow<'a, str> },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum IdentityState {
    Confirmed,
    Pending,
    Rejected,
    RejectedAndWarned,
    Placeholder,
    Genesis,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AccountState {
    Confirmed,
    Pending,
    Rejected,
    Genesis,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Shielded<'a> {
    self_amounts: Cow<'a, str>,
    incoming_amounts: Cow<'a, str>,
    total_decrypted: Cow<'a, str>,
    all_decrypted: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Credential<'a, K> {
    id: CredentialId,
    identity: K,
    index: u32,
    account: AccountKey<'a, K>,
    #[serde(deserialize_with = "present")]
    slot: Option<u32>,
    policy: Cow<'a, str>,
    #[serde(deserialize_with = "present")]
    randomness: Option<Cow<'a, str>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Cosigner<'a> {
    credential: CredentialId,
    account: AccountAddress,
    note: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum ContactAddress<'a> {
    Account(AccountAddress),
    Invalid(Cow<'a, str>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Contact<'a> {
    address: ContactAddress<'a>,
    name: Cow<'a, str>,
    #[serde(deserialize_with = "present")]
    note: Option<Cow<'a, str>>,
    own_account: bool,
}

/// `null` is a value here; an absent member is not. (serde takes absence for `None` unless told otherwise.)
pub(super) fn present<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(from)
}

pub(super) fn keyed<Entry, Key: Ord, Value>(
    list: &'static str,
    entries: Vec<Entry>,
    read: impl Fn(Entry) -> Result<(Key, Value), RecordError>,
) -> Result<BTreeMap<Key, Value>, RecordError> {
    at_most(list, entries.len(), MAX_ENTRIES)?;
    let mut map = BTreeMap::new();
    for entry in entries {
        let (key, value) = read(entry)?;
        if map.insert(key, value).is_some() {
            return Err(RecordError::RepeatedKey { list });
        }
    }
    Ok(map)
}

pub(super) fn text(text: Cow<'_, str>) -> Result<String, RecordError> {
    at_most("text", text.len(), MAX_TEXT)?;
    Ok(text.into_owned())
}

pub(super) fn optional(value: Option<Cow<'_, str>>) -> Result<Option<String>, RecordError> {
    value.map(text).transpose()
}

/// The text is moved, not copied: it is wiped with the record.
pub(super) fn secret(value: Cow<'_, str>) -> Result<SecretText, RecordError> {
    text(value).map(SecretText::new)
}

pub(super) fn optional_secret(value: Option<Cow<'_, str>>) -> Result<Option<SecretText>, RecordError> {
    value.map(secret).transpose()
}

pub(super) fn borrowed(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

pub(super) fn index(number: u32) -> Result<IdentityIndex, RecordError> {
    IdentityIndex::new(number).ok_or(OUT_OF_RANGE)
}

pub(super) fn key_version(number: u8) -> Result<KeyVersion, RecordError> {
    match number {
        0 => Ok(KeyVersion::V0),
        1 => Ok(KeyVersion::V1),
        _ => Err(OUT_OF_RANGE),
    }
}

pub(super) fn devices(list: Vec<Device<'_>>) -> Result<BTreeMap<PairingKey, Common<model::Device>>, RecordError> {
    keyed("devices", list, |device| {
        let device = model::Device { kind: text(device.kind)?, ..model::Device::ledger(device.pairing_key) };
        Ok((device.pairing_key, device.into()))
    })
}

pub(super) fn credentials<K: ReadKey>(
    list: Vec<Credential<'_, K>>,
) -> Result<BTreeMap<CredentialId, Common<model::Credential>>, RecordError> {
    keyed("credentials", list, |entry| {
        let credential = model::Credential::try_from(entry)?;
        Ok((credential.id, credential.into()))
    })
}

pub(super) fn cosigners(
    list: Vec<Cosigner<'_>>,
) -> Result<BTreeMap<CredentialId, Common<model::Cosigner>>, RecordError> {
    keyed("cosigners", list, |entry| {
        let cosigner =
            model::Cosigner { account: entry.account, credential: entry.credential, note: text(entry.note)? };
        Ok((cosigner.credential, cosigner.into()))
    })
}

pub(super) fn contacts(
    list: Vec<Contact<'_>>,
) -> Result<BTreeMap<model::ContactAddress, Common<model::Contact>>, RecordError> {
    keyed("contacts", list, |entry| {
        let contact = model::Contact::try_from(entry)?;
        Ok((contact.address.clone(), contact.into()))
    })
}

impl<'a> From<&'a model::Device> for Device<'a> {
    fn from(device: &'a model::Device) -> Self {
        Self { pairing_key: device.pairing_key, kind: borrowed(&device.kind) }
    }
}

impl<'a, K: WriteKey> From<&'a model::AccountKey> for AccountKey<'a, K> {
    fn from(key: &'a model::AccountKey) -> Self {
        match key {
            model::AccountKey::Address(address) => Self::Address(*address),
            model::AccountKey::Unaddressed { identity, text } => {
                Self::Unaddressed { identity: identity.into(), text: borrowed(text) }
            }
        }
    }
}

impl<K: ReadKey> TryFrom<AccountKey<'_, K>> for model::AccountKey {
    type Error = RecordError;

    fn try_from(key: AccountKey<'_, K>) -> Result<Self, RecordError> {
        match key {
            AccountKey::Address(address) => Ok(Self::Address(address)),
            AccountKey::Unaddressed { identity, text: unaddressed } => {
                Ok(Self::Unaddressed { identity: identity.try_into()?, text: text(unaddressed)? })
            }
        }
    }
}

impl From<model::IdentityState> for IdentityState {
    fn from(state: model::IdentityState) -> Self {
        match state {
            model::IdentityState::Confirmed => Self::Confirmed,
            model::IdentityState::Pending => Self::Pending,
            model::IdentityState::Rejected => Self::Rejected,
            model::IdentityState::RejectedAndWarned => Self::RejectedAndWarned,
            model::IdentityState::Placeholder => Self::Placeholder,
            model::IdentityState::Genesis => Self::Genesis,
        }
    }
}

impl From<IdentityState> for model::IdentityState {
    fn from(state: IdentityState) -> Self {
        match state {
            IdentityState::Confirmed => Self::Confirmed,
            IdentityState::Pending => Self::Pending,
            IdentityState::Rejected => Self::Rejected,
            IdentityState::RejectedAndWarned => Self::RejectedAndWarned,
            IdentityState::Placeholder => Self::Placeholder,
            IdentityState::Genesis => Self::Genesis,
        }
    }
}

impl From<model::AccountState> for AccountState {
    fn from(state: model::AccountState) -> Self {
        match state {
            model::AccountState::Confirmed => Self::Confirmed,
            model::AccountState::Pending => Self::Pending,
            model::AccountState::Rejected => Self::Rejected,
            model::AccountState::Genesis => Self::Genesis,
        }
    }
}

impl From<AccountState> for model::AccountState {
    fn from(state: AccountState) -> Self {
        match state {
            AccountState::Confirmed => Self::Confirmed,
            AccountState::Pending => Self::Pending,
            AccountState::Rejected => Self::Rejected,
            AccountState::Genesis => Self::Genesis,
        }
    }
}

impl<'a> From<&'a model::Shielded> for Shielded<'a> {
    fn from(shielded: &'a model::Shielded) -> Self {
        Self {
            self_amounts: borrowed(&shielded.self_amounts),
            incoming_amounts: borrowed(&shielded.incoming_amounts),
            total_decrypted: borrowed(&shielded.total_decrypted),
            all_decrypted: shielded.all_decrypted,
        }
    }
}

impl TryFrom<Shielded<'_>> for model::Shielded {
    type Error = RecordError;

    fn try_from(shielded: Shielded<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            self_amounts: text(shielded.self_amounts)?,
            incoming_amounts: text(shielded.incoming_amounts)?,
            total_decrypted: text(shielded.total_decrypted)?,
            all_decrypted: shielded.all_decrypted,
        })
    }
}

impl<'a, K: WriteKey> From<&'a model::Credential> for Credential<'a, K> {
    fn from(credential: &'a model::Credential) -> Self {
        Self {
            id: credential.id,
            identity: (&credential.identity).into(),
            index: credential.index.0,
            account: (&credential.account).into(),
            slot: credential.slot.map(|AccountSlot(slot)| slot),
            policy: borrowed(&credential.policy),
            randomness: credential.randomness.as_deref().map(borrowed),
        }
    }
}

impl<K: ReadKey> TryFrom<Credential<'_, K>> for model::Credential {
    type Error = RecordError;

    fn try_from(credential: Credential<'_, K>) -> Result<Self, RecordError> {
        Ok(Self {
            id: credential.id,
            identity: credential.identity.try_into()?,
            index: CredentialIndex(credential.index),
            account: credential.account.try_into()?,
            slot: credential.slot.map(AccountSlot),
            policy: text(credential.policy)?,
            randomness: optional(credential.randomness)?,
        })
    }
}

impl<'a> From<&'a model::Cosigner> for Cosigner<'a> {
    fn from(cosigner: &'a model::Cosigner) -> Self {
        Self { credential: cosigner.credential, account: cosigner.account, note: borrowed(&cosigner.note) }
    }
}

impl<'a> Contact<'a> {
    /// An entry, and whether the account at its address is in the same records.
    pub(super) fn new(contact: &'a model::Contact, own_account: bool) -> Self {
        Self {
            address: match &contact.address {
                model::ContactAddress::Account(address) => ContactAddress::Account(*address),
                model::ContactAddress::Invalid(text) => ContactAddress::Invalid(borrowed(text)),
            },
            name: borrowed(&contact.name),
            note: contact.note.as_deref().map(borrowed),
            own_account,
        }
    }
}

impl TryFrom<Contact<'_>> for model::Contact {
    type Error = RecordError;

    fn try_from(contact: Contact<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            address: match contact.address {
                ContactAddress::Account(address) => model::ContactAddress::Account(address),
                ContactAddress::Invalid(invalid) => model::ContactAddress::Invalid(text(invalid)?),
            },
            name: text(contact.name)?,
            note: optional(contact.note)?,
        })
    }
}

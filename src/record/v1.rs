//! Version 1 of the wallet record, frozen: `docs/formats/record-v1.md` is its contract.
//! This module knows the member names; it refuses to follow the model when that changes.

mod convert;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::limits::at_most;
use super::{KIND, MAX_ENTRIES, MAX_TEXT, RecordError};
use crate::model;
use crate::model::{AccountAddress, CredentialId, GenesisHash, PairingKey};
use crate::secret::Plaintext;

pub(super) fn encode(wallet: &model::Wallet) -> Plaintext {
    let record = Record {
        record: KIND.into(),
        version: 1,
        devices: wallet.devices.values().map(Device::from).collect(),
        networks: wallet.networks.iter().map(Network::from).collect(),
    };
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    Plaintext::new(serde_json::to_vec(&record).expect("texts, numbers and lists serialise into memory"))
}

pub(super) fn decode(bytes: &[u8]) -> Result<model::Wallet, RecordError> {
    let record: Record<'_> = serde_json::from_slice(bytes)?;
    Ok(model::Wallet {
        devices: keyed("devices", record.devices, |device| {
            let device = model::Device { pairing_key: device.pairing_key, kind: text(device.kind)? };
            Ok((device.pairing_key, device))
        })?,
        networks: keyed("networks", record.networks, |network| Ok((network.genesis, network.try_into()?)))?,
    })
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Record<'a> {
    record: Cow<'a, str>,
    version: u32,
    devices: Vec<Device<'a>>,
    networks: Vec<Network<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Device<'a> {
    pairing_key: PairingKey,
    kind: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Network<'a> {
    genesis: GenesisHash,
    identities: Vec<Identity<'a>>,
    accounts: Vec<Account<'a>>,
    credentials: Vec<Credential<'a>>,
    cosigners: Vec<Cosigner<'a>>,
    contacts: Vec<Contact<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum IdentityKey {
    Ledger { device: PairingKey, index: u32, key_version: u8 },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum AccountKey<'a> {
    Address(AccountAddress),
    Unaddressed { identity: IdentityKey, text: Cow<'a, str> },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum IdentityState {
    Confirmed,
    Pending,
    Rejected,
    RejectedAndWarned,
    Placeholder,
    Genesis,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AccountState {
    Confirmed,
    Pending,
    Rejected,
    Genesis,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Identity<'a> {
    key: IdentityKey,
    name: Cow<'a, str>,
    state: IdentityState,
    #[serde(deserialize_with = "present")]
    detail: Option<Cow<'a, str>>,
    #[serde(deserialize_with = "present")]
    issuer_url: Option<Cow<'a, str>>,
    #[serde(deserialize_with = "present")]
    provider: Option<Cow<'a, str>>,
    #[serde(deserialize_with = "present")]
    object: Option<Cow<'a, str>>,
    randomness: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Account<'a> {
    key: AccountKey<'a>,
    identity: IdentityKey,
    name: Cow<'a, str>,
    state: AccountState,
    signature_threshold: u32,
    is_initial: bool,
    #[serde(deserialize_with = "present")]
    deployment: Option<Cow<'a, str>>,
    transaction_filter: Cow<'a, str>,
    shielded: Shielded<'a>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Shielded<'a> {
    self_amounts: Cow<'a, str>,
    incoming_amounts: Cow<'a, str>,
    total_decrypted: Cow<'a, str>,
    all_decrypted: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Credential<'a> {
    id: CredentialId,
    identity: IdentityKey,
    index: u32,
    account: AccountKey<'a>,
    #[serde(deserialize_with = "present")]
    slot: Option<u32>,
    policy: Cow<'a, str>,
    #[serde(deserialize_with = "present")]
    randomness: Option<Cow<'a, str>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Cosigner<'a> {
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
struct Contact<'a> {
    address: ContactAddress<'a>,
    name: Cow<'a, str>,
    #[serde(deserialize_with = "present")]
    note: Option<Cow<'a, str>>,
    own_account: bool,
}

/// `null` is a value here; an absent member is not. (serde takes absence for `None` unless told otherwise.)
fn present<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(from)
}

fn keyed<Entry, Key: Ord, Value>(
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

fn text(text: Cow<'_, str>) -> Result<String, RecordError> {
    at_most("text", text.len(), MAX_TEXT)?;
    Ok(text.into_owned())
}

fn optional(value: Option<Cow<'_, str>>) -> Result<Option<String>, RecordError> {
    value.map(text).transpose()
}

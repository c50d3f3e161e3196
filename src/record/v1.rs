//! Version 1 of the wallet record, frozen, and only read any more: `docs/formats/record-v1.md` is its contract.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Deserialize;

use super::RecordError;
use super::parts::{
    self, AccountKey, AccountState, Contact, Cosigner, Credential, Device, IdentityState, Shielded, keyed, optional,
    present, text,
};
use crate::model;
use crate::model::{GenesisHash, LedgerPath, PairingKey};

pub(super) fn decode(bytes: &[u8]) -> Result<model::Wallet, RecordError> {
    let record: Record<'_> = serde_json::from_slice(bytes)?;
    Ok(model::Wallet {
        devices: parts::devices(record.devices)?,
        networks: keyed("networks", record.networks, |network| Ok((network.genesis, network.try_into()?)))?,
        ..model::Wallet::default()
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Record<'a> {
    #[serde(rename = "record")]
    _record: Cow<'a, str>,
    #[serde(rename = "version")]
    _version: u32,
    devices: Vec<Device<'a>>,
    networks: Vec<Network<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Network<'a> {
    genesis: GenesisHash,
    identities: Vec<Identity<'a>>,
    accounts: Vec<Account<'a>>,
    credentials: Vec<Credential<'a, IdentityKey>>,
    cosigners: Vec<Cosigner<'a>>,
    contacts: Vec<Contact<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum IdentityKey {
    Ledger { device: PairingKey, index: u32, key_version: u8 },
}

#[derive(Deserialize)]
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Account<'a> {
    key: AccountKey<'a, IdentityKey>,
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

impl TryFrom<Network<'_>> for model::NetworkRecords {
    type Error = RecordError;

    fn try_from(network: Network<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            identities: keyed("identities", network.identities, |entry| {
                let identity = model::Identity::try_from(entry)?;
                Ok((identity.key, identity.into()))
            })?,
            accounts: keyed("accounts", network.accounts, |entry| {
                let account = model::Account::try_from(entry)?;
                Ok((account.key.clone(), account.into()))
            })?,
            credentials: parts::credentials(network.credentials)?,
            cosigners: parts::cosigners(network.cosigners)?,
            contacts: parts::contacts(network.contacts)?,
        })
    }
}

impl TryFrom<IdentityKey> for model::IdentityKey {
    type Error = RecordError;

    fn try_from(key: IdentityKey) -> Result<Self, RecordError> {
        let IdentityKey::Ledger { device, index, key_version } = key;
        Ok(Self::Ledger {
            device,
            path: LedgerPath::Legacy,
            index: parts::index(index)?,
            version: parts::key_version(key_version)?,
        })
    }
}

impl TryFrom<Identity<'_>> for model::Identity {
    type Error = RecordError;

    fn try_from(identity: Identity<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            key: identity.key.try_into()?,
            name: text(identity.name)?,
            state: identity.state.into(),
            detail: optional(identity.detail)?,
            issuer_url: optional(identity.issuer_url)?,
            provider: optional(identity.provider)?,
            object: optional(identity.object)?,
            randomness: text(identity.randomness)?,
            phone: None,
        })
    }
}

impl TryFrom<Account<'_>> for model::Account {
    type Error = RecordError;

    fn try_from(account: Account<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            key: account.key.try_into()?,
            identity: Some(account.identity.try_into()?),
            name: text(account.name)?,
            state: account.state.into(),
            signature_threshold: account.signature_threshold,
            is_initial: account.is_initial,
            deployment: optional(account.deployment)?,
            transaction_filter: text(account.transaction_filter)?,
            shielded: account.shielded.try_into()?,
            keys: None,
            phone: None,
            signers: BTreeSet::new(),
        })
    }
}

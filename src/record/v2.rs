//! Version 2 of the wallet record, frozen: `docs/formats/record-v2.md` is its contract. Beyond version 1 it has the newer
//! paths of a Ledger, identities from phones, accounts without an identity, and keys. It is only read any more; its
//! networks are version 3's, too.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::RecordError;
use super::parts::{
    self, AccountKey, AccountState, Contact, Cosigner, Credential, Device, IdentityState, OUT_OF_RANGE, Shielded,
    borrowed, keyed, optional, optional_secret, present, secret, text,
};
use crate::model;
use crate::model::{Coin, GenesisHash, IdCredPub, PairingKey, ProviderNumber};
use crate::secret::SecretText;

pub(super) fn decode(bytes: &[u8]) -> Result<model::Wallet, RecordError> {
    let record: Record<'_> = serde_json::from_slice(bytes)?;
    Ok(model::Wallet {
        devices: parts::devices(record.devices)?,
        networks: networks(record.networks)?,
        ..model::Wallet::default()
    })
}

pub(super) fn networks(list: Vec<Network<'_>>) -> Result<BTreeMap<GenesisHash, model::NetworkRecords>, RecordError> {
    keyed("networks", list, |network| Ok((network.genesis, network.try_into()?)))
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

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Network<'a> {
    genesis: GenesisHash,
    identities: Vec<Identity<'a>>,
    accounts: Vec<Account<'a>>,
    credentials: Vec<Credential<'a, IdentityKey>>,
    cosigners: Vec<Cosigner<'a>>,
    contacts: Vec<Contact<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(super) enum IdentityKey {
    Ledger { device: PairingKey, path: LedgerPath, index: u32, key_version: u8 },
    Phone(IdCredPub),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(super) enum LedgerPath {
    Legacy,
    Bip44 { coin: u32, provider: u32 },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PhoneIdentity<'a> {
    next_account_number: u32,
    #[serde(deserialize_with = "present")]
    environment: Option<Cow<'a, str>>,
    #[serde(deserialize_with = "present")]
    keys: Option<Cow<'a, str>>,
    other_members: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AccountKeys<'a> {
    signing: Cow<'a, str>,
    #[serde(deserialize_with = "present")]
    encryption: Option<Cow<'a, str>>,
    #[serde(deserialize_with = "present")]
    commitments: Option<Cow<'a, str>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PhoneAccount<'a> {
    submission_id: Cow<'a, str>,
    #[serde(deserialize_with = "present")]
    credential: Option<Cow<'a, str>>,
    revealed_attributes: Cow<'a, str>,
    other_members: Cow<'a, str>,
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
    #[serde(deserialize_with = "present")]
    phone: Option<PhoneIdentity<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Account<'a> {
    key: AccountKey<'a, IdentityKey>,
    #[serde(deserialize_with = "present")]
    identity: Option<IdentityKey>,
    name: Cow<'a, str>,
    state: AccountState,
    signature_threshold: u32,
    is_initial: bool,
    #[serde(deserialize_with = "present")]
    deployment: Option<Cow<'a, str>>,
    transaction_filter: Cow<'a, str>,
    shielded: Shielded<'a>,
    #[serde(deserialize_with = "present")]
    keys: Option<AccountKeys<'a>>,
    #[serde(deserialize_with = "present")]
    phone: Option<PhoneAccount<'a>>,
}

impl<'a> From<(&'a GenesisHash, &'a model::NetworkRecords)> for Network<'a> {
    fn from((genesis, records): (&'a GenesisHash, &'a model::NetworkRecords)) -> Self {
        Self {
            genesis: *genesis,
            identities: records.identities.values().map(|it| Identity::from(it.record())).collect(),
            accounts: records.accounts.values().map(|it| Account::from(it.record())).collect(),
            credentials: records.credentials.values().map(|it| Credential::from(it.record())).collect(),
            cosigners: records.cosigners.values().map(|it| Cosigner::from(it.record())).collect(),
            contacts: records
                .contacts_and_accounts()
                .map(|(contact, account)| Contact::new(contact, account.is_some()))
                .collect(),
        }
    }
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

impl From<&model::IdentityKey> for IdentityKey {
    fn from(key: &model::IdentityKey) -> Self {
        match key {
            model::IdentityKey::Ledger { device, path, index, version } => Self::Ledger {
                device: *device,
                path: (*path).into(),
                index: index.get(),
                key_version: version.number(),
            },
            model::IdentityKey::Phone(id) => Self::Phone(*id),
        }
    }
}

impl TryFrom<IdentityKey> for model::IdentityKey {
    type Error = RecordError;

    fn try_from(key: IdentityKey) -> Result<Self, RecordError> {
        match key {
            IdentityKey::Ledger { device, path, index, key_version } => Ok(Self::Ledger {
                device,
                path: path.try_into()?,
                index: parts::index(index)?,
                version: parts::key_version(key_version)?,
            }),
            IdentityKey::Phone(id) => Ok(Self::Phone(id)),
        }
    }
}

impl From<model::LedgerPath> for LedgerPath {
    fn from(path: model::LedgerPath) -> Self {
        match path {
            model::LedgerPath::Legacy => Self::Legacy,
            model::LedgerPath::Bip44 { coin, provider } => {
                Self::Bip44 { coin: coin.number(), provider: provider.get() }
            }
        }
    }
}

impl TryFrom<LedgerPath> for model::LedgerPath {
    type Error = RecordError;

    fn try_from(path: LedgerPath) -> Result<Self, RecordError> {
        match path {
            LedgerPath::Legacy => Ok(Self::Legacy),
            LedgerPath::Bip44 { coin, provider } => Ok(Self::Bip44 {
                coin: [Coin::Concordium, Coin::Test]
                    .into_iter()
                    .find(|known| known.number() == coin)
                    .ok_or(OUT_OF_RANGE)?,
                provider: ProviderNumber::new(provider).ok_or(OUT_OF_RANGE)?,
            }),
        }
    }
}

impl<'a> From<&'a model::Identity> for Identity<'a> {
    fn from(identity: &'a model::Identity) -> Self {
        Self {
            key: (&identity.key).into(),
            name: borrowed(&identity.name),
            state: identity.state.into(),
            detail: identity.detail.as_deref().map(borrowed),
            issuer_url: identity.issuer_url.as_deref().map(borrowed),
            provider: identity.provider.as_deref().map(borrowed),
            object: identity.object.as_deref().map(borrowed),
            randomness: borrowed(&identity.randomness),
            phone: identity.phone.as_ref().map(PhoneIdentity::from),
        }
    }
}

impl<'a> From<&'a model::PhoneIdentity> for PhoneIdentity<'a> {
    fn from(phone: &'a model::PhoneIdentity) -> Self {
        Self {
            next_account_number: phone.next_account_number,
            environment: phone.environment.as_deref().map(borrowed),
            keys: phone.keys.as_ref().map(exposed),
            other_members: exposed(&phone.other_members),
        }
    }
}

impl TryFrom<PhoneIdentity<'_>> for model::PhoneIdentity {
    type Error = RecordError;

    fn try_from(phone: PhoneIdentity<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            next_account_number: phone.next_account_number,
            environment: optional(phone.environment)?,
            keys: optional_secret(phone.keys)?,
            other_members: secret(phone.other_members)?,
        })
    }
}

impl<'a> From<&'a model::AccountKeys> for AccountKeys<'a> {
    fn from(keys: &'a model::AccountKeys) -> Self {
        Self {
            signing: exposed(&keys.signing),
            encryption: keys.encryption.as_ref().map(exposed),
            commitments: keys.commitments.as_ref().map(exposed),
        }
    }
}

impl TryFrom<AccountKeys<'_>> for model::AccountKeys {
    type Error = RecordError;

    fn try_from(keys: AccountKeys<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            signing: secret(keys.signing)?,
            encryption: optional_secret(keys.encryption)?,
            commitments: optional_secret(keys.commitments)?,
        })
    }
}

impl<'a> From<&'a model::PhoneAccount> for PhoneAccount<'a> {
    fn from(phone: &'a model::PhoneAccount) -> Self {
        Self {
            submission_id: borrowed(&phone.submission_id),
            credential: phone.credential.as_deref().map(borrowed),
            revealed_attributes: borrowed(&phone.revealed_attributes),
            other_members: exposed(&phone.other_members),
        }
    }
}

impl TryFrom<PhoneAccount<'_>> for model::PhoneAccount {
    type Error = RecordError;

    fn try_from(phone: PhoneAccount<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            submission_id: text(phone.submission_id)?,
            credential: optional(phone.credential)?,
            revealed_attributes: text(phone.revealed_attributes)?,
            other_members: secret(phone.other_members)?,
        })
    }
}

fn exposed(text: &SecretText) -> Cow<'_, str> {
    // EXPOSE: into a record, which is sealed before it goes anywhere.
    borrowed(text.expose())
}

impl<'a> From<&'a model::Account> for Account<'a> {
    fn from(account: &'a model::Account) -> Self {
        Self {
            key: (&account.key).into(),
            identity: account.identity.as_ref().map(IdentityKey::from),
            name: borrowed(&account.name),
            state: account.state.into(),
            signature_threshold: account.signature_threshold,
            is_initial: account.is_initial,
            deployment: account.deployment.as_deref().map(borrowed),
            transaction_filter: borrowed(&account.transaction_filter),
            shielded: (&account.shielded).into(),
            keys: account.keys.as_ref().map(AccountKeys::from),
            phone: account.phone.as_ref().map(PhoneAccount::from),
        }
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
            phone: identity.phone.map(TryInto::try_into).transpose()?,
        })
    }
}

impl TryFrom<Account<'_>> for model::Account {
    type Error = RecordError;

    fn try_from(account: Account<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            key: account.key.try_into()?,
            identity: account.identity.map(TryInto::try_into).transpose()?,
            name: text(account.name)?,
            state: account.state.into(),
            signature_threshold: account.signature_threshold,
            is_initial: account.is_initial,
            deployment: optional(account.deployment)?,
            transaction_filter: text(account.transaction_filter)?,
            shielded: account.shielded.try_into()?,
            keys: account.keys.map(TryInto::try_into).transpose()?,
            phone: account.phone.map(TryInto::try_into).transpose()?,
            signers: BTreeSet::new(),
        })
    }
}

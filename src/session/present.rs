//! From records to what the page sees.
//! This module knows the shape of views; it refuses to decide anything.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::custody::{self, Examiner};
use crate::model::{
    Account, AccountKey, AccountState, Contact, ContactAddress, Credential, GenesisHash, Identity, IdentityKey,
    IdentityState, LedgerPath, Network, NetworkRecords, Wallet,
};

use super::importing::findings_view;
use super::view::{
    AccountView, ContactView, CosignerView, CredentialView, DeviceView, IdentityKeysView, IdentityView, NoticeView,
    WalletView,
};

/// How many characters of a key are enough to tell it from others by eye.
const SHORT_KEY: usize = 8;

/// Every record, for the lists.
#[must_use]
pub fn wallet_view(wallet: &Wallet) -> WalletView {
    let networks = || wallet.networks.iter();
    WalletView {
        devices: wallet
            .devices
            .keys()
            .map(|device| DeviceView {
                id: device.to_string(),
                identities: count(
                    networks()
                        .flat_map(|(_, records)| records.identities.keys())
                        .filter(|key| key.device() == Some(*device)),
                ),
            })
            .collect(),
        identities: networks()
            .flat_map(|(genesis, records)| {
                records.identities.values().map(|identity| identity_view(*genesis, records, identity))
            })
            .collect(),
        accounts: networks()
            .flat_map(|(genesis, records)| {
                let credentials = by_account(records);
                let mut examiners = BTreeMap::new();
                records
                    .accounts
                    .values()
                    .map(|account| {
                        let own = credentials.get(&account.key).map_or(&[][..], Vec::as_slice);
                        let view = account_view(*genesis, records, account, own);
                        if account.keys.is_none() {
                            return view;
                        }
                        let examiner = examiners.entry(account.identity).or_insert_with(|| examiner(records, account));
                        let findings = examiner.account(account, own).findings;
                        AccountView { findings: findings_view(&findings, &account.name), ..view }
                    })
                    .collect::<Vec<_>>()
            })
            .collect(),
        contacts: networks()
            .flat_map(|(genesis, records)| records.contacts.values().map(|contact| contact_view(*genesis, contact)))
            .collect(),
        chain: Vec::new(),
        access: Vec::new(),
    }
}

/// The name of a network for the page: `mainnet`, `testnet` or `custom`.
#[must_use]
pub fn network_name(genesis: GenesisHash) -> &'static str {
    match Network::of(genesis) {
        Some(Network::Mainnet) => "mainnet",
        Some(Network::Testnet) => "testnet",
        Some(Network::Stagenet) => "stagenet",
        None => "custom",
    }
}

/// Names an identity in intents.
#[must_use]
pub fn identity_id(key: &IdentityKey) -> String {
    match key {
        IdentityKey::Ledger { device, path: LedgerPath::Legacy, index, version } => {
            format!("{device}:{index}:{}", version.number())
        }
        IdentityKey::Ledger { device, path: LedgerPath::Bip44 { coin, provider }, index, version } => {
            format!("{device}:{}:{provider}:{index}:{}", coin.number(), version.number())
        }
        IdentityKey::Phone(id) => id.to_string(),
    }
}

/// Names an account in intents.
#[must_use]
pub fn account_id(key: &AccountKey) -> String {
    match key {
        AccountKey::Address(address) => address.to_string(),
        AccountKey::Unaddressed { identity, text } => format!("{}:{text}", identity_id(identity)),
    }
}

/// The start of a key, enough to tell it from others by eye.
#[must_use]
pub fn short(key: &impl ToString) -> String {
    key.to_string().chars().take(SHORT_KEY).collect()
}

fn identity_view(genesis: GenesisHash, records: &NetworkRecords, identity: &Identity) -> IdentityView {
    let object = parsed(identity.object.as_deref());
    let attributes = object.as_ref().and_then(|object| object.pointer("/value/attributeList"));
    let date = |name: &str| attributes.and_then(|list| list.get(name)).and_then(Value::as_str).map(str::to_owned);
    let known = identity.state != IdentityState::Placeholder;
    IdentityView {
        id: identity_id(&identity.key),
        network: genesis.to_string(),
        name: identity.name.clone(),
        state: match identity.state {
            IdentityState::Confirmed => "confirmed",
            IdentityState::Pending => "pending",
            IdentityState::Rejected | IdentityState::RejectedAndWarned => "rejected",
            IdentityState::Placeholder => "placeholder",
            IdentityState::Genesis => "genesis",
        }
        .to_owned(),
        keys: identity_keys(identity),
        findings: identity_findings(records, identity),
        provider: parsed(identity.provider.as_deref())
            .and_then(|provider| Some(provider.pointer("/ipInfo/ipDescription/name")?.as_str()?.to_owned())),
        // A placeholder's dates are those of its recovery, not of the identity.
        created_at: date("createdAt").filter(|_| known),
        valid_to: date("validTo").filter(|_| known),
        detail: identity.detail.clone().filter(|detail| !detail.is_empty()),
        attributes: attributes
            .and_then(|list| list.get("chosenAttributes")?.as_object())
            .filter(|_| known)
            .map(|chosen| {
                chosen.iter().filter_map(|(tag, value)| Some((tag.clone(), value.as_str()?.to_owned()))).collect()
            })
            .unwrap_or_default(),
        accounts: count(records.accounts.values().filter(|account| account.identity == Some(identity.key))),
    }
}

fn account_view(
    genesis: GenesisHash,
    records: &NetworkRecords,
    account: &Account,
    credentials: &[&Credential],
) -> AccountView {
    let identity_name =
        |key: &IdentityKey| records.identities.get(key).map_or_else(String::new, |identity| identity.name.clone());
    AccountView {
        id: account_id(&account.key),
        network: genesis.to_string(),
        address: account.key.address().map(ToString::to_string),
        name: account.name.clone(),
        state: match account.state {
            AccountState::Confirmed => "confirmed",
            AccountState::Pending => "pending",
            AccountState::Rejected => "rejected",
            AccountState::Genesis => "genesis",
        }
        .to_owned(),
        identity: account.identity.as_ref().map(identity_id),
        identity_name: account.identity.as_ref().map(identity_name),
        is_initial: account.is_initial,
        signature_threshold: account.signature_threshold,
        credentials: credentials
            .iter()
            .map(|credential| {
                let policy = parsed(Some(&credential.policy));
                let date = |name: &str| {
                    let date = policy.as_ref()?.get(name)?.as_str()?;
                    (!date.is_empty()).then(|| date.to_owned())
                };
                CredentialView {
                    id: credential.id.to_string(),
                    identity_name: identity_name(&credential.identity),
                    index: credential.index.0,
                    slot: credential.slot.map(|slot| slot.0),
                    created_at: date("createdAt"),
                    valid_to: date("validTo"),
                }
            })
            .collect(),
        cosigners: records
            .cosigners
            .values()
            .filter(|cosigner| account.key.address() == Some(&cosigner.account))
            .map(|cosigner| CosignerView { id: cosigner.credential.to_string(), note: cosigner.note.clone() })
            .collect(),
        keys: account_keys(account, credentials),
        findings: Vec::new(),
    }
}

/// Who checks the keys of an account, and of all others of its identity.
fn examiner<'r>(records: &'r NetworkRecords, account: &Account) -> Examiner<'r> {
    let identity = account.identity.and_then(|key| records.identities.get(&key));
    Examiner::new(identity, custody::generator_of([account]))
}

fn identity_findings(records: &NetworkRecords, identity: &Identity) -> Vec<NoticeView> {
    if identity.phone.as_ref().is_none_or(|phone| phone.keys.is_none()) {
        return Vec::new();
    }
    let accounts = records.accounts.values().filter(|account| account.identity == Some(identity.key));
    findings_view(&custody::check_identity(identity, custody::generator_of(accounts)), &identity.name)
}

fn identity_keys(identity: &Identity) -> IdentityKeysView {
    match identity.key {
        IdentityKey::Ledger { device, path, index, version } => IdentityKeysView::Ledger {
            device: device.to_string(),
            index: index.get(),
            key_version: version.number(),
            provider: match path {
                LedgerPath::Legacy => None,
                LedgerPath::Bip44 { provider, .. } => Some(provider.get()),
            },
        },
        IdentityKey::Phone(_) if identity.phone.as_ref().is_some_and(|phone| phone.keys.is_some()) => {
            IdentityKeysView::Computer
        }
        IdentityKey::Phone(_) => IdentityKeysView::Nowhere,
    }
}

/// An account that is not finished yet is its Ledger's; a finished one is only if a credential from there is on it.
fn account_keys(account: &Account, credentials: &[&Credential]) -> &'static str {
    let is_finished = account.state == AccountState::Confirmed;
    let from_ledger = |credential: &&Credential| credential.identity.device().is_some() && credential.slot.is_some();
    let is_of_ledger = account.identity.is_some_and(|identity| identity.device().is_some());
    if account.keys.is_some() {
        "computer"
    } else if credentials.iter().any(from_ledger) || (is_of_ledger && !is_finished) {
        "ledger"
    } else {
        "nowhere"
    }
}

fn contact_view(genesis: GenesisHash, contact: &Contact) -> ContactView {
    ContactView {
        network: genesis.to_string(),
        address: contact.address.to_string(),
        valid: matches!(contact.address, ContactAddress::Account(_)),
        name: contact.name.clone(),
        note: contact.note.clone().unwrap_or_default(),
        own_account: contact.own_account,
    }
}

/// One pass over the credentials instead of one per account.
fn by_account(records: &NetworkRecords) -> BTreeMap<&AccountKey, Vec<&Credential>> {
    let mut sorted: BTreeMap<&AccountKey, Vec<&Credential>> = BTreeMap::new();
    for credential in records.credentials.values() {
        sorted.entry(&credential.account).or_default().push(credential);
    }
    sorted
}

fn parsed(json: Option<&str>) -> Option<Value> {
    serde_json::from_str(json?).ok()
}

fn count<T>(records: impl Iterator<Item = T>) -> u32 {
    saturated(records.count())
}

/// Lists are bounded far below this when they are read.
pub(crate) fn saturated(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

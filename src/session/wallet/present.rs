//! From records to what the page sees. Nothing is decided here.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::access::Receiving;
use crate::custody::{Checked, Finding};
use crate::gather::Gather;
use crate::ledger::LedgerModel;
use crate::model::{
    Account, AccountAddress, AccountState, AddressProof, Contact, ContactAddress, Credential, CredentialId,
    GenesisHash, Identity, IdentityKey, IdentityState, LedgerPath, NetworkRecords, PairingKey, Related, Validity,
    Wallet, YearMonth,
};

use super::order;
use super::view::{
    AccountView, ContactView, CosignerView, CredentialStanding, CredentialView, IdentityKeysView, IdentityView,
    LedgerView, ReceivingView,
};
use crate::session::key_search::view::PowerView;
use crate::session::keys::view::{KeysPlace, findings_view};
use crate::session::seam::ids::{account_id, identity_id, short};
use crate::session::seam::{Foreign, saturated};
use crate::session::view::{KeysTally, WalletView};
use crate::watch::Existence;
use crate::work::{self, Work};

/// What the chain said of an address since the vault was opened.
type ChainWord<'a> = &'a dyn Fn(GenesisHash, &AccountAddress) -> Option<Existence>;

/// What is known beside the records.
#[derive(Clone, Copy)]
pub(in crate::session) struct KnownBeside<'a> {
    /// What checks found about keys so far.
    pub(in crate::session) checked: &'a Checked,
    /// What the chain said of an address since the vault was opened.
    pub(in crate::session) said: ChainWord<'a>,
    /// What an account held when a node last said so, in microCCD.
    pub(in crate::session) total: &'a dyn Fn(GenesisHash, &AccountAddress) -> Option<u64>,
    /// The model that each Ledger was when it was last seen, by its name.
    pub(in crate::session) models: &'a BTreeMap<PairingKey, String>,
    /// The month that it is.
    pub(in crate::session) today: YearMonth,
}

/// Every record, for the lists; with what is known beside them. Every record is looked at once, and what belongs to it is
/// found by its name: a list of any length takes as long as it is long.
#[must_use]
pub(in crate::session) fn wallet_view(wallet: &Wallet, beside: KnownBeside<'_>) -> WalletView {
    let KnownBeside { checked, said, total, models, today } = beside;
    let mut view = WalletView { ledgers: ledgers(wallet, models), ..WalletView::default() };
    for (genesis, records) in &wallet.networks {
        let related = Related::of(records);
        for identity in records.identities.values() {
            let findings = checked.identity(*genesis, identity.key);
            view.identities.push(identity_view(*genesis, identity, &related, findings, today));
        }
        for account in records.accounts.values() {
            let findings = checked.account(*genesis, &account.key);
            view.accounts.push(account_view(*genesis, records, account, &related, findings, said));
        }
        view.contacts
            .extend(records.contacts.values().map(|contact| contact_view(*genesis, records, contact, &related, said)));
    }
    view.keys = tally(wallet, &view.accounts);
    view.has_ledger = view.keys.ledgers > 0 || view.keys.on_ledger > 0;
    view.orders = order::orders(wallet, total);
    view
}

/// Every Ledger, by its key.
fn ledgers(wallet: &Wallet, models: &BTreeMap<PairingKey, String>) -> Vec<LedgerView> {
    let mut identities: BTreeMap<PairingKey, usize> = wallet.devices.keys().map(|key| (*key, 0)).gather();
    for key in wallet.networks.values().flat_map(|records| records.identities.keys()).filter_map(IdentityKey::device) {
        *identities.entry(key).or_default() += 1;
    }
    let view = |(key, identities): (PairingKey, usize)| LedgerView {
        id: key.to_string(),
        name: wallet.devices.get(&key).map(|device| Foreign::from(&device.name)).unwrap_or_default(),
        mark: short(&key),
        model: models.get(&key).and_then(|model| LedgerModel::named(model)),
        identities: saturated(identities),
    };
    identities.into_iter().map(view).collect()
}

/// Where the keys of all these accounts are.
fn tally(wallet: &Wallet, accounts: &[AccountView]) -> KeysTally {
    let mut tally = KeysTally { ledgers: saturated(wallet.devices.len()), ..KeysTally::default() };
    for account in accounts {
        let number = match account.keys {
            KeysPlace::Ledger | KeysPlace::Both => &mut tally.on_ledger,
            KeysPlace::Computer => &mut tally.here,
            KeysPlace::Nowhere => &mut tally.watched,
        };
        *number = number.saturating_add(1);
    }
    tally
}

/// The same of a wallet of which nothing was checked or asked, for whoever has no session: the bench, and the targets of `fuzz/`.
#[must_use]
pub fn lists(wallet: &Wallet) -> WalletView {
    let (checked, models) = (Checked::default(), BTreeMap::new());
    let beside = KnownBeside {
        checked: &checked,
        said: &|_, _| None,
        total: &|_, _| None,
        models: &models,
        today: YearMonth::of(0),
    };
    wallet_view(wallet, beside)
}

fn identity_view(
    genesis: GenesisHash,
    identity: &Identity,
    related: &Related<'_>,
    findings: Option<&[Finding]>,
    today: YearMonth,
) -> IdentityView {
    let object = parsed(identity.object.as_deref());
    let attributes = object.as_ref().and_then(|object| object.pointer("/value/attributeList"));
    let date = |name: &str| attributes.and_then(|list| list.get(name)).and_then(Value::as_str).map(str::to_owned);
    let known = identity.state != IdentityState::Placeholder;
    // A placeholder's dates are those of its recovery, not of the identity.
    let valid_to = date("validTo").filter(|_| known);
    let last_month = valid_to.as_deref().and_then(|month| month.parse().ok());
    IdentityView {
        id: identity_id(&identity.key),
        network: genesis.to_string(),
        name: (&identity.name).into(),
        state: identity.state,
        keys: identity_keys(identity),
        checking: findings.is_none() && identity.phone.as_ref().is_some_and(|phone| phone.keys.is_some()),
        findings: findings_view(findings.unwrap_or_default(), &identity.name),
        provider: parsed(identity.provider.as_deref())
            .and_then(|provider| Some(provider.pointer("/ipInfo/ipDescription/name")?.as_str()?.into())),
        validity: Validity::of(last_month, today),
        valid_to,
        detail: identity.detail.as_deref().filter(|detail| !detail.is_empty()).map(Foreign::from),
        attributes: attributes
            .and_then(|list| list.get("chosenAttributes")?.as_object())
            .filter(|_| known)
            .map(|chosen| chosen.iter().filter_map(|(tag, value)| Some((tag.into(), value.as_str()?.into()))).gather())
            .unwrap_or_default(),
        accounts: saturated(related.accounts(Some(identity.key)).len()),
    }
}

fn account_view(
    genesis: GenesisHash,
    records: &NetworkRecords,
    account: &Account,
    related: &Related<'_>,
    findings: Option<&[Finding]>,
    said: ChainWord<'_>,
) -> AccountView {
    work::note(Work::Shown, 1);
    let credentials = related.credentials(&account.key);
    let address = account.key.address();
    let on_chain = address.and_then(|address| said(genesis, address));
    let is_absent = on_chain == Some(Existence::Absent);
    let identity_name = |key: &IdentityKey| {
        records.identities.get(key).map(|identity| Foreign::from(&identity.name)).unwrap_or_default()
    };
    AccountView {
        id: account_id(&account.key),
        network: genesis.to_string(),
        address: address.map(ToString::to_string),
        name: (&account.name).into(),
        state: account.state,
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
                    standing: standing(account, credential, is_absent),
                    created_at: date("createdAt"),
                    valid_to: date("validTo"),
                }
            })
            .collect(),
        cosigners: related
            .cosigners(&account.key)
            .iter()
            .map(|cosigner| CosignerView { id: cosigner.credential.to_string(), note: (&cosigner.note).into() })
            .collect(),
        receiving: receiving(account, related, on_chain.as_ref()),
        proof: address_proof(account, credentials.iter().map(|credential| &credential.id)),
        keys: account_keys(account, credentials),
        checking: findings.is_none() && account.keys.is_some(),
        findings: findings_view(findings.unwrap_or_default(), &account.name),
    }
}

/// Whether the address of an account may be offered to receive at, by the records and what the chain said last.
fn receiving(account: &Account, related: &Related<'_>, on_chain: Option<&Existence>) -> ReceivingView {
    let now = match on_chain {
        Some(Existence::There(holding)) => holding.power,
        Some(Existence::Unknown | Existence::Absent | Existence::NotChecked) | None => None,
    };
    let (own, others) = (related.credentials(&account.key), related.cosigners(&account.key));
    match Receiving::of(account, own, others, now) {
        Receiving::Open => ReceivingView::Open,
        Receiving::OthersOnRecord => ReceivingView::OthersOnRecord,
        Receiving::Withheld(power) => match PowerView::of(power) {
            Some((power, missing)) => ReceivingView::Withheld { power, missing },
            None => ReceivingView::KeysGone,
        },
    }
}

/// What ties an account's address to the person. Keys that are here are checked against it, and speak for themselves.
pub(in crate::session) fn address_proof<'c>(
    account: &Account,
    own: impl IntoIterator<Item = &'c CredentialId>,
) -> Option<AddressProof> {
    let address = account.key.address().filter(|_| account.keys.is_none())?;
    Some(AddressProof::of(address, own))
}

/// Where a credential stands: never on an account that is not there.
fn standing(account: &Account, credential: &Credential, is_absent: bool) -> CredentialStanding {
    match account.state {
        AccountState::Pending => CredentialStanding::AccountPending,
        AccountState::Rejected => CredentialStanding::AccountRejected,
        AccountState::Confirmed | AccountState::Genesis if is_absent => CredentialStanding::AccountAbsent,
        AccountState::Confirmed | AccountState::Genesis if credential.slot.is_some() => CredentialStanding::OnAccount,
        AccountState::Confirmed | AccountState::Genesis => CredentialStanding::NotOnAccount,
    }
}

fn identity_keys(identity: &Identity) -> IdentityKeysView {
    match identity.key {
        IdentityKey::Ledger { device, path, index, version } => IdentityKeysView::Ledger {
            ledger: device.to_string(),
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

/// Where the keys of one account are, by its own credentials.
pub(in crate::session) fn account_keys(account: &Account, credentials: &[&Credential]) -> KeysPlace {
    let from_ledger = |credential: &&Credential| credential.identity.device().is_some() && credential.slot.is_some();
    KeysPlace::of(account.keys.is_some(), account.is_on_ledger(credentials.iter().any(from_ledger)))
}

/// Where the keys of one account are.
pub(in crate::session) fn account_keys_of(records: &NetworkRecords, account: &Account) -> KeysPlace {
    let credentials: Vec<_> = records.credentials.values().filter(|it| it.account == account.key).collect();
    account_keys(account, &credentials)
}

fn contact_view(
    genesis: GenesisHash,
    records: &NetworkRecords,
    contact: &Contact,
    related: &Related<'_>,
    said: ChainWord<'_>,
) -> ContactView {
    let account = match &contact.address {
        ContactAddress::Account(address) => records
            .accounts
            .get(&(*address).into())
            .map(|account| receiving(account, related, said(genesis, address).as_ref())),
        ContactAddress::Invalid(_) => None,
    };
    work::note(Work::Shown, 1);
    let address = contact.address.to_string();
    ContactView {
        receiving: account.unwrap_or(ReceivingView::Open),
        network: genesis.to_string(),
        shown_address: address.as_str().into(),
        address,
        valid: matches!(contact.address, ContactAddress::Account(_)),
        name: (&contact.name).into(),
        note: contact.note.as_deref().unwrap_or_default().into(),
        own_account: records.owns(&contact.address),
    }
}

fn parsed(json: Option<&str>) -> Option<Value> {
    serde_json::from_str(json?).ok()
}

#[cfg(test)]
mod tests;

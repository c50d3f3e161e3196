//! From facts to what the page sees, and what follows from the facts of one row alone: how a credential stands, where keys are. Nothing is
//! looked up: what a row shows is in its facts.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::access::Receiving;
use crate::custody::Checked;
use crate::gather::Gather;
use crate::ledger::LedgerModel;
use crate::model::{
    AccountAddress, AccountKey, AccountState, AddressProof, ContactAddress, Credential, CredentialId, IdentityKey,
    IdentityState, LedgerPath, PairingKey, Validity, Wallet, YearMonth,
};

use super::facts::{AccountFacts, ChainWord, ContactFacts, CredentialFacts, IdentityFacts, OnNetwork};
use super::order::{self, OrdersView};
use super::view::{
    AccountView, ContactView, CosignerView, CredentialStanding, CredentialView, IdentityKeysView, IdentityView,
    LedgerView, ReceivingView,
};
use crate::session::key_search::view::PowerView;
use crate::session::keys::view::{KeysPlace, findings_view};
use crate::session::seam::ids::{account_id, identity_id, short};
use crate::session::seam::{Foreign, saturated};
use crate::session::view::{KeysTally, WalletView};
use crate::work::{self, Work};

/// The lists of a wallet of which nothing was checked or asked, for whoever has no session: the bench, and the targets of `fuzz/`.
#[must_use]
pub fn lists(wallet: &Wallet) -> WalletView {
    whole(wallet, &Checked::default(), YearMonth::of(0))
}

/// The same, with what checks found about keys so far, in some month.
pub(in crate::session) fn whole(wallet: &Wallet, checked: &Checked, today: YearMonth) -> WalletView {
    let orders = order::orders(wallet, &|_, _| None, &OrdersView::default());
    let ledgers = ledgers(wallet, &BTreeMap::new()).map(|(_, ledger)| ledger).collect();
    let mut view = WalletView { ledgers, orders, ..WalletView::default() };
    let mut tally = KeysTally::of(wallet);
    for on in OnNetwork::all(wallet) {
        view.identities.extend(on.identities(checked, today).map(|(_, facts)| identity_view(&facts)));
        for (_, facts) in on.accounts(checked, ChainWord::SILENT) {
            tally = tally.and(facts.keys);
            view.accounts.push(account_view(&facts));
        }
        view.contacts.extend(on.contacts(ChainWord::SILENT).map(|(_, facts)| contact_view(&facts)));
    }
    (view.keys, view.has_ledger) = (tally, tally.has_ledger());
    view
}

/// Every Ledger, by its key. `models`: which one each was when it was last seen, by its name.
pub(in crate::session) fn ledgers(
    wallet: &Wallet,
    models: &BTreeMap<PairingKey, String>,
) -> impl Iterator<Item = (PairingKey, LedgerView)> {
    let mut identities: BTreeMap<PairingKey, usize> = wallet.devices.keys().map(|key| (*key, 0)).gather();
    for key in wallet.networks.values().flat_map(|records| records.identities.keys()).filter_map(IdentityKey::device) {
        *identities.entry(key).or_default() += 1;
    }
    let view = |key: &PairingKey, identities| LedgerView {
        id: key.to_string(),
        name: wallet.devices.get(key).map(|device| Foreign::from(&device.name)).unwrap_or_default(),
        mark: short(key),
        model: models.get(key).and_then(|model| LedgerModel::named(model)),
        identities: saturated(identities),
    };
    identities.into_iter().map(move |(key, identities)| (key, view(&key, identities)))
}

impl KeysTally {
    /// No account is counted yet.
    pub(in crate::session) fn of(wallet: &Wallet) -> Self {
        Self { ledgers: saturated(wallet.devices.len()), ..Self::default() }
    }

    /// With one more account.
    pub(in crate::session) const fn and(mut self, keys: KeysPlace) -> Self {
        let number = match keys {
            KeysPlace::Ledger | KeysPlace::Both => &mut self.on_ledger,
            KeysPlace::Computer => &mut self.here,
            KeysPlace::Nowhere => &mut self.watched,
        };
        *number = number.saturating_add(1);
        if matches!(keys, KeysPlace::Computer | KeysPlace::Both) {
            self.with_keys = self.with_keys.saturating_add(1);
        }
        self
    }

    /// Whether a Ledger is on record, or signs for one of the accounts.
    pub(in crate::session) const fn has_ledger(&self) -> bool {
        self.ledgers > 0 || self.on_ledger > 0
    }
}

pub(in crate::session) fn identity_view(facts: &IdentityFacts<'_>) -> IdentityView {
    work::note(Work::Shown, 1);
    let object = parsed(facts.object);
    let attributes = object.as_ref().and_then(|object| object.pointer("/value/attributeList"));
    let date = |name: &str| attributes.and_then(|list| list.get(name)).and_then(Value::as_str).map(str::to_owned);
    let known = facts.state != IdentityState::Placeholder;
    // A placeholder's dates are those of its recovery, not of the identity.
    let valid_to = date("validTo").filter(|_| known);
    let last_month = valid_to.as_deref().and_then(|month| month.parse().ok());
    IdentityView {
        id: identity_id(&facts.key),
        network: facts.genesis.to_string(),
        name: facts.name.into(),
        state: facts.state,
        keys: identity_keys(facts),
        checking: facts.findings.is_none() && facts.has_keys,
        findings: findings_view(facts.findings.unwrap_or_default(), facts.name),
        provider: parsed(facts.provider)
            .and_then(|provider| Some(provider.pointer("/ipInfo/ipDescription/name")?.as_str()?.into())),
        validity: Validity::of(last_month, facts.today),
        valid_to,
        detail: facts.detail.filter(|detail| !detail.is_empty()).map(Foreign::from),
        attributes: attributes
            .and_then(|list| list.get("chosenAttributes")?.as_object())
            .filter(|_| known)
            .map(|chosen| chosen.iter().filter_map(|(tag, value)| Some((tag.into(), value.as_str()?.into()))).gather())
            .unwrap_or_default(),
        accounts: facts.accounts,
    }
}

pub(in crate::session) fn account_view(facts: &AccountFacts<'_>) -> AccountView {
    work::note(Work::Shown, 1);
    let ids = facts.credentials.iter().map(|credential| &credential.credential.id);
    AccountView {
        id: account_id(facts.key),
        network: facts.genesis.to_string(),
        address: facts.key.address().map(ToString::to_string),
        name: facts.name.into(),
        state: facts.state,
        identity: facts.identity.map(|(key, _)| identity_id(key)),
        identity_name: facts.identity.map(|(_, name)| name.into()),
        is_initial: facts.is_initial,
        signature_threshold: facts.signature_threshold,
        credentials: facts.credentials.iter().map(|credential| credential_view(facts, credential)).collect(),
        cosigners: facts
            .cosigners
            .iter()
            .map(|cosigner| CosignerView { id: cosigner.credential.to_string(), note: (&cosigner.note).into() })
            .collect(),
        receiving: receiving_view(facts.receiving),
        proof: address_proof(facts.key, facts.has_keys, ids),
        keys: facts.keys,
        checking: facts.findings.is_none() && facts.has_keys,
        findings: findings_view(facts.findings.unwrap_or_default(), facts.name),
    }
}

fn credential_view(account: &AccountFacts<'_>, facts: &CredentialFacts<'_>) -> CredentialView {
    let CredentialFacts { credential, identity_name } = facts;
    let policy = parsed(Some(&credential.policy));
    let date = |name: &str| {
        let date = policy.as_ref()?.get(name)?.as_str()?;
        (!date.is_empty()).then(|| date.to_owned())
    };
    CredentialView {
        id: credential.id.to_string(),
        identity_name: (*identity_name).into(),
        index: credential.index.0,
        standing: standing(account, credential),
        created_at: date("createdAt"),
        valid_to: date("validTo"),
    }
}

pub(in crate::session) fn contact_view(facts: &ContactFacts<'_>) -> ContactView {
    work::note(Work::Shown, 1);
    let contact = facts.contact;
    let address = contact.address.to_string();
    ContactView {
        receiving: receiving_view(facts.receiving),
        network: facts.genesis.to_string(),
        shown_address: address.as_str().into(),
        address,
        valid: matches!(contact.address, ContactAddress::Account(_)),
        name: (&contact.name).into(),
        note: contact.note.as_deref().unwrap_or_default().into(),
        own_account: facts.is_own_account,
    }
}

fn receiving_view(receiving: Receiving) -> ReceivingView {
    match receiving {
        Receiving::Open => ReceivingView::Open,
        Receiving::Unchecked => ReceivingView::Unchecked,
        Receiving::OthersOnRecord => ReceivingView::OthersOnRecord,
        Receiving::NotThere => ReceivingView::NotThere,
        Receiving::Withheld(power) => match PowerView::of(power) {
            Some((power, missing)) => ReceivingView::Withheld { power, missing },
            None => ReceivingView::KeysGone,
        },
    }
}

/// What ties an account's address to the person. Keys that are here are checked against it, and speak for themselves.
fn address_proof<'c>(
    key: &AccountKey,
    has_keys: bool,
    own: impl IntoIterator<Item = &'c CredentialId>,
) -> Option<AddressProof> {
    let address: &AccountAddress = key.address().filter(|_| !has_keys)?;
    Some(AddressProof::of(address, own))
}

/// Where a credential stands: never on an account that is not there.
fn standing(account: &AccountFacts<'_>, credential: &Credential) -> CredentialStanding {
    match account.state {
        AccountState::Pending => CredentialStanding::AccountPending,
        AccountState::Rejected => CredentialStanding::AccountRejected,
        AccountState::Confirmed | AccountState::Genesis if account.is_absent => CredentialStanding::AccountAbsent,
        AccountState::Confirmed | AccountState::Genesis if credential.slot.is_some() => CredentialStanding::OnAccount,
        AccountState::Confirmed | AccountState::Genesis => CredentialStanding::NotOnAccount,
    }
}

fn identity_keys(facts: &IdentityFacts<'_>) -> IdentityKeysView {
    match facts.key {
        IdentityKey::Ledger { device, path, index, version } => IdentityKeysView::Ledger {
            ledger: device.to_string(),
            index: index.get(),
            key_version: version.number(),
            provider: match path {
                LedgerPath::Legacy => None,
                LedgerPath::Bip44 { provider, .. } => Some(provider.get()),
            },
        },
        IdentityKey::Phone(_) if facts.has_keys => IdentityKeysView::Computer,
        IdentityKey::Phone(_) => IdentityKeysView::Nowhere,
    }
}

fn parsed(json: Option<&str>) -> Option<Value> {
    serde_json::from_str(json?).ok()
}

#[cfg(test)]
mod tests;

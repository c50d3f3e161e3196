//! Every ruling about every incoming record, gathered once: the plan shows them, tries them and carries them out.
//! This file knows which rule needs which neighbours; it decides nothing itself.

use std::collections::BTreeMap;
use std::mem;

use super::claim::Owners;
use super::contact;
use super::credential::{self, Holders, Places};
use super::doubt::Doubts;
use super::evidence::Evidence;
use super::facts::{KeysAt, OnLedger};
use super::findings;
use super::item::{Item, Subject, Verdict};
use super::namesakes::Namesakes;
use super::ruling::Ruling;
use super::sides::{Both, Sides};
use super::{account, cosigner, device, identity};
use crate::custody::Finding;
use crate::gather::Gather;
use crate::model::{
    Account, AccountKey, Common, Contact, ContactAddress, Cosigner, Credential, CredentialId, Device, GenesisHash,
    Identity, IdentityKey, PairingKey, Wallet,
};
use crate::order::InOrder as _;

/// Every ruling, by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rulings {
    pub(super) devices: Ruled<PairingKey, Device>,
    pub(super) networks: BTreeMap<GenesisHash, NetworkRulings>,
}

/// Rulings in the order of their keys, which is that of the incoming records.
pub(super) type Ruled<Key, Record> = Vec<(Key, Ruling<Record>)>;

/// Every ruling about one network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NetworkRulings {
    pub(super) identities: Ruled<IdentityKey, Identity>,
    pub(super) accounts: Ruled<AccountKey, Account>,
    pub(super) credentials: Ruled<CredentialId, Credential>,
    pub(super) cosigners: Ruled<CredentialId, Cosigner>,
    pub(super) contacts: Ruled<ContactAddress, Contact>,
    /// The placeholder here that an incoming identity takes the place of.
    pub(super) doubles: BTreeMap<IdentityKey, IdentityKey>,
}

/// Asks every rule. Beside the rulings: what a plan shows of each, sorted by subject, with what checks find about the keys that come in.
pub(super) fn weigh(current: &Wallet, incoming: &Wallet, evidence: &Evidence) -> (Rulings, Vec<Item>) {
    let devices: Ruled<_, _> = incoming_devices(incoming)
        .into_iter()
        .map(|(key, theirs)| (key, device::rule(current.devices.get(&key), &theirs)))
        .collect();
    let of_devices = devices.iter().map(|(key, ruling)| ruling.item(Subject::Device(*key)));
    let mut items: Vec<Item> = of_devices.collect();
    let mut findings: BTreeMap<Subject, Vec<Finding>> = BTreeMap::new();
    let mut networks = BTreeMap::new();
    for (network, theirs) in &incoming.networks {
        let sides = Sides::on(*network, current, theirs, evidence);
        let related = Both::of(sides);
        let rulings = NetworkRulings::of(sides, &related);
        rulings.add_items(sides, &mut items);
        findings.extend(findings::of_incoming(sides, &related, !incoming.holds_keys()));
        networks.insert(*network, rulings);
    }
    items.order_by(|a, b| a.subject.cmp(&b.subject));
    items
        .iter_mut()
        .for_each(|item| item.findings = findings.get_mut(&item.subject).map(mem::take).unwrap_or_default());
    (Rulings { devices, networks }, items)
}

impl NetworkRulings {
    fn of(sides: Sides<'_>, related: &Both<'_>) -> Self {
        let theirs = sides.theirs;
        let held = Places::of(sides.mine);
        let incoming = Places::of(theirs);
        let owners = Owners::of(sides);
        let namesakes = Namesakes::of(sides.mine, theirs);
        let doubts = Doubts::of(sides);
        let around = account::Around { owners: &owners, namesakes: &namesakes, doubts: &doubts };
        let accounts: Ruled<_, _> =
            theirs.accounts.iter().map(|(key, theirs)| (key.clone(), account::rule(sides, around, theirs))).collect();
        let contacts = theirs
            .contacts
            .iter()
            .map(|(at, theirs)| {
                let names = possible_account_names(sides, &accounts, at);
                (at.clone(), contact::rule(sides, &namesakes, theirs, &names))
            })
            .collect();
        let identities: Ruled<_, _> =
            theirs.identities.iter().map(|(key, theirs)| (*key, identity::rule(sides, related, theirs))).collect();
        let replacing = identities.iter().filter(|(_, ruling)| ruling.verdict == Verdict::ReplacesPlaceholder);
        let doubles = replacing
            .filter_map(|(key, _)| Some((*key, identity::double(sides, related, theirs.identities.get(key)?)?.key)))
            .gather();
        Self {
            identities,
            credentials: theirs
                .credentials
                .iter()
                .map(|(id, theirs)| {
                    let holders = Holders { here: &held, incoming: &incoming, owners: &owners };
                    (*id, doubts.about_credential(sides, theirs, credential::rule(sides, holders, theirs)))
                })
                .collect(),
            cosigners: theirs.cosigners.iter().map(|(id, theirs)| (*id, cosigner::rule(sides, theirs))).collect(),
            accounts,
            contacts,
            doubles,
        }
    }

    fn add_items(&self, sides: Sides<'_>, items: &mut Vec<Item>) {
        let (network, theirs) = (sides.network, sides.theirs);
        let on_ledger = OnLedger::of(sides);
        items.extend(self.identities.iter().map(|(key, ruling)| {
            let keys = theirs.identities.get(key).map(|identity| KeysAt::of_identity(identity));
            Item { keys, ..ruling.item(Subject::Identity(network, *key)) }
        }));
        items.extend(self.accounts.iter().map(|(key, ruling)| {
            let keys = theirs.accounts.get(key).map(|account| on_ledger.keys_at(account));
            Item { keys, ..ruling.item(Subject::Account(network, key.clone())) }
        }));
        items.extend(self.credentials.iter().map(|(id, ruling)| ruling.item(Subject::Credential(network, *id))));
        items.extend(self.cosigners.iter().map(|(id, ruling)| ruling.item(Subject::Cosigner(network, *id))));
        items.extend(self.contacts.iter().map(|(at, ruling)| ruling.item(Subject::Contact(network, at.clone()))));
    }
}

/// The Ledgers of a wallet, also those only its identities speak of.
fn incoming_devices(incoming: &Wallet) -> BTreeMap<PairingKey, Common<Device>> {
    let named = incoming
        .networks
        .values()
        .flat_map(|records| records.identities.keys())
        .filter_map(IdentityKey::device)
        .map(Device::ledger)
        .map(|device| (device.pairing_key, device.into()));
    let mut devices: BTreeMap<_, _> = named.gather();
    devices.extend(incoming.devices.clone());
    devices
}

fn possible_account_names<'b>(
    sides: Sides<'b>,
    accounts: &'b [(AccountKey, Ruling<Account>)],
    at: &ContactAddress,
) -> Vec<&'b str> {
    let ContactAddress::Account(address) = at else { return Vec::new() };
    let key = AccountKey::Address(*address);
    let here = sides.mine.accounts.get(&key).map(|account| account.name.as_str());
    let ruled = accounts.binary_search_by(|(ruled, _)| ruled.cmp(&key)).ok().and_then(|at| accounts.get(at));
    let written = ruled.map(|(_, ruling)| ruling.ways.as_slice()).unwrap_or_default();
    let written = written.iter().filter_map(|way| way.record.as_ref()).map(|account| account.name.as_str());
    here.into_iter().chain(written).collect()
}

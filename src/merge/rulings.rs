//! Every ruling about every incoming record, gathered once for the plan and once for its doing.
//! This file knows which rule needs which neighbours; it decides nothing itself.

use std::collections::BTreeMap;

use super::claim::Owners;
use super::contact;
use super::credential::{self, Holders, Places};
use super::doubt::Doubts;
use super::evidence::Evidence;
use super::facts::{self, RecordFacts};
use super::findings;
use super::item::{Item, Subject};
use super::namesakes::Namesakes;
use super::ruling::Ruling;
use super::sides::{Both, Sides};
use super::{account, cosigner, device, identity};
use crate::custody::Finding;
use crate::gather::Gather;
use crate::model::{
    Account, AccountKey, Contact, ContactAddress, Cosigner, Credential, CredentialId, Device, GenesisHash, Identity,
    IdentityKey, NetworkRecords, PairingKey, Wallet,
};

/// Every ruling, by key.
#[derive(Debug)]
pub(super) struct Rulings<'a> {
    pub(super) devices: Ruled<PairingKey, Device>,
    pub(super) networks: BTreeMap<GenesisHash, NetworkRulings<'a>>,
}

/// Rulings in the order of their keys, which is that of the incoming records.
type Ruled<Key, Record> = Vec<(Key, Ruling<Record>)>;

/// Every ruling about one network.
#[derive(Debug)]
pub(super) struct NetworkRulings<'a> {
    pub(super) sides: Sides<'a>,
    pub(super) related: Both<'a>,
    pub(super) identities: Ruled<IdentityKey, Identity>,
    pub(super) accounts: Ruled<AccountKey, Account>,
    pub(super) credentials: Ruled<CredentialId, Credential>,
    pub(super) cosigners: Ruled<CredentialId, Cosigner>,
    pub(super) contacts: Ruled<ContactAddress, Contact>,
}

impl<'a> Rulings<'a> {
    /// Asks every rule.
    pub(super) fn of(current: &'a Wallet, incoming: &'a Wallet, evidence: &'a Evidence) -> Self {
        let devices = incoming_devices(incoming)
            .into_iter()
            .map(|(key, theirs)| (key, device::rule(current.devices.get(&key), &theirs)))
            .collect();
        let networks = incoming
            .networks
            .iter()
            .map(|(network, theirs)| {
                let mine = current.networks.get(network).unwrap_or(&NOTHING);
                (*network, NetworkRulings::of(Sides { network: *network, mine, theirs, evidence }))
            })
            .gather();
        Self { devices, networks }
    }

    /// The rulings as a plan shows them, sorted by subject. Nothing is said about keys yet: that takes time.
    pub(super) fn items(&self) -> Vec<Item> {
        let devices =
            self.devices.iter().map(|(key, ruling)| ruling.item(Subject::Device(*key), RecordFacts::default()));
        let mut items: Vec<Item> = devices.collect();
        self.networks.values().for_each(|rulings| rulings.add_items(&mut items));
        items.sort_unstable_by(|a, b| a.subject.cmp(&b.subject));
        items
    }

    /// What checks find about the keys that come in.
    pub(super) fn findings(&self, is_watched: bool) -> BTreeMap<Subject, Vec<Finding>> {
        let of_network =
            |rulings: &NetworkRulings<'_>| findings::of_incoming(rulings.sides, &rulings.related, is_watched);
        self.networks.values().flat_map(of_network).gather()
    }

    /// Whether these items are what the rules say.
    pub(super) fn stand_by(&self, items: &[Item]) -> bool {
        let own = self.items();
        own.len() == items.len() && own.iter().zip(items).all(|(own, item)| own.promises_the_same(item))
    }
}

impl<'a> NetworkRulings<'a> {
    fn of(sides: Sides<'a>) -> Self {
        let theirs = sides.theirs;
        let related = Both::of(sides);
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
        Self {
            identities: theirs
                .identities
                .iter()
                .map(|(key, theirs)| (*key, identity::rule(sides, &related, theirs)))
                .collect(),
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
            sides,
            related,
        }
    }

    fn add_items(&self, items: &mut Vec<Item>) {
        let (network, theirs) = (self.sides.network, self.sides.theirs);
        let by_ledger = facts::with_ledgers_credential(theirs);
        items.extend(self.identities.iter().map(|(key, ruling)| {
            let facts = theirs.identities.get(key).map(RecordFacts::of_identity).unwrap_or_default();
            ruling.item(Subject::Identity(network, *key), facts)
        }));
        items.extend(self.accounts.iter().map(|(key, ruling)| {
            let facts = theirs.accounts.get(key).map(|it| RecordFacts::of_account(it, &by_ledger)).unwrap_or_default();
            ruling.item(Subject::Account(network, key.clone()), facts)
        }));
        items.extend(self.credentials.iter().map(|(id, ruling)| {
            let facts = theirs.credentials.get(id).map(RecordFacts::of_credential).unwrap_or_default();
            ruling.item(Subject::Credential(network, *id), facts)
        }));
        items.extend(self.cosigners.iter().map(|(id, ruling)| {
            let facts = theirs.cosigners.get(id).map(RecordFacts::of_cosigner).unwrap_or_default();
            ruling.item(Subject::Cosigner(network, *id), facts)
        }));
        items.extend(self.contacts.iter().map(|(at, ruling)| {
            let facts = theirs.contacts.get(at).map(RecordFacts::of_contact).unwrap_or_default();
            ruling.item(Subject::Contact(network, at.clone()), facts)
        }));
    }
}

/// What stands for a network of which nothing is recorded here.
static NOTHING: NetworkRecords = NetworkRecords {
    identities: BTreeMap::new(),
    accounts: BTreeMap::new(),
    credentials: BTreeMap::new(),
    cosigners: BTreeMap::new(),
    contacts: BTreeMap::new(),
};

/// The Ledgers of a wallet, also those only its identities speak of.
fn incoming_devices(incoming: &Wallet) -> BTreeMap<PairingKey, Device> {
    let named = incoming
        .networks
        .values()
        .flat_map(|records| records.identities.keys())
        .filter_map(IdentityKey::device)
        .map(|pairing_key| Device { pairing_key, kind: Device::LEDGER.to_owned() })
        .map(|device| (device.pairing_key, device));
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

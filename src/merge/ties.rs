//! Which records of a plan hang together: what becomes of one can depend on what becomes of others. An identity needs its Ledger, an
//! account its identity, an entry its account; of two credentials in one place one makes room. So a choice is tried with the few that it
//! can matter to, and not with a hundred thousand that it cannot.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{Item, Subject};
use super::ruling::Ruling;
use super::rulings::{Ruled, Rulings};
use crate::gather::Gather;
use crate::model::{
    AccountKey, AccountSlot, Common, ContactAddress, Credential, CredentialIndex, GenesisHash, IdentityKey,
    NetworkRecords, Wallet,
};
use crate::order::InOrder as _;

/// Which items of a plan depend on which, by their positions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ties {
    /// What is needed, and who needs it; sorted.
    below: Vec<(usize, usize)>,
    /// The same the other way round.
    above: Vec<(usize, usize)>,
}

/// What a choice can matter to.
#[derive(Debug, Default)]
pub(super) struct Matters {
    /// The items that can end otherwise.
    pub(super) touched: BTreeSet<usize>,
    /// They, and all that they depend on.
    pub(super) all: BTreeSet<usize>,
}

/// A place that one credential has at most.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    Number(GenesisHash, IdentityKey, CredentialIndex),
    Slot(GenesisHash, AccountKey, AccountSlot),
}

impl Ties {
    /// Of a plan for this wallet.
    pub(super) fn of(items: &[Item], rulings: &Rulings, current: &Wallet) -> Self {
        let mut ties = Self::default();
        let mut rooms: BTreeMap<Room, usize> = BTreeMap::new();
        for (position, item) in items.iter().enumerate() {
            for needed in needs(&item.subject, rulings, current) {
                let Some(needed) = position_of(items, &needed) else { continue };
                ties.tie(needed, position);
                // With a new credential, a phone's identity changes, too.
                if matches!(item.subject, Subject::Credential(..)) && counts(items.get(needed), rulings, current) {
                    ties.tie(position, needed);
                }
            }
            for room in rooms_of(&item.subject, rulings, current) {
                let first = *rooms.entry(room).or_insert(position);
                if first != position {
                    ties.tie(first, position);
                    ties.tie(position, first);
                }
            }
        }
        ties.below.order();
        ties.above.order();
        ties
    }

    fn tie(&mut self, needed: usize, by: usize) {
        self.below.push((needed, by));
        self.above.push((by, needed));
    }

    /// What a choice for one item can matter to.
    pub(super) fn around(&self, position: usize) -> Matters {
        let touched = closed(&self.below, std::iter::once(position).gather());
        Matters { all: closed(&self.above, touched.clone()), touched }
    }
}

/// These, and everything that leads on from them.
fn closed(arrows: &[(usize, usize)], from: BTreeSet<usize>) -> BTreeSet<usize> {
    let mut next: Vec<usize> = from.iter().copied().collect();
    let mut all = from;
    while let Some(one) = next.pop() {
        let begin = arrows.partition_point(|(tail, _)| *tail < one);
        let heads = arrows.iter().skip(begin).take_while(|(tail, _)| *tail == one).map(|(_, head)| *head);
        next.extend(heads.filter(|head| all.insert(*head)));
    }
    all
}

/// The part of a wallet that is enough to try these on: the records they are about, and those that they need.
pub(super) fn part<'s>(current: &Wallet, rulings: &Rulings, subjects: impl Iterator<Item = &'s Subject>) -> Wallet {
    let mut part = Wallet::default();
    for subject in subjects {
        copy(current, subject, &mut part);
        needs(subject, rulings, current).iter().for_each(|needed| copy(current, needed, &mut part));
        // An account takes its own entry along.
        if let Subject::Account(network, AccountKey::Address(address)) = subject {
            copy(current, &Subject::Contact(*network, ContactAddress::Account(*address)), &mut part);
        }
    }
    part
}

fn copy(from: &Wallet, subject: &Subject, to: &mut Wallet) {
    fn one<K: Ord + Clone, R: Clone>(from: &BTreeMap<K, R>, key: &K, to: &mut BTreeMap<K, R>) {
        if let Some(record) = from.get(key) {
            to.insert(key.clone(), record.clone());
        }
    }
    let Some(network) = subject.network() else {
        if let Subject::Device(key) = subject {
            one(&from.devices, key, &mut to.devices);
        }
        return;
    };
    let Some(from) = from.networks.get(&network) else { return };
    let to = to.networks.entry(network).or_default();
    match subject {
        Subject::Device(_) => {}
        Subject::Identity(_, key) => one(&from.identities, key, &mut to.identities),
        Subject::Account(_, key) => one(&from.accounts, key, &mut to.accounts),
        Subject::Credential(_, id) => one(&from.credentials, id, &mut to.credentials),
        Subject::Cosigner(_, id) => one(&from.cosigners, id, &mut to.cosigners),
        Subject::Contact(_, at) => one(&from.contacts, at, &mut to.contacts),
    }
}

/// The records that have to be there for this one, whichever way is chosen for it.
fn needs(subject: &Subject, rulings: &Rulings, current: &Wallet) -> Vec<Subject> {
    let mine = |network| current.networks.get(network);
    let ruled = |network| rulings.networks.get(network);
    match subject {
        Subject::Device(_) => Vec::new(),
        Subject::Identity(network, key) => {
            let device = key.device().map(Subject::Device);
            let double = ruled(network).and_then(|ruled| ruled.doubles.get(key));
            device.into_iter().chain(double.map(|double| Subject::Identity(*network, *double))).collect()
        }
        Subject::Account(network, key) => {
            let written = ruled(network).map(|ruled| records(&ruled.accounts, key)).unwrap_or_default();
            let here = mine(network).and_then(|records| records.accounts.get(key));
            let identities = written.into_iter().chain(here).filter_map(|account| account.identity);
            identities.map(|identity| Subject::Identity(*network, identity)).collect()
        }
        Subject::Credential(network, _) => credentials_of(subject, rulings, current)
            .into_iter()
            .flat_map(|credential| {
                let identity = Subject::Identity(*network, credential.identity);
                [identity, Subject::Account(*network, credential.account.clone())]
            })
            .collect(),
        Subject::Cosigner(network, id) => {
            let written = ruled(network).map(|ruled| records(&ruled.cosigners, id)).unwrap_or_default();
            let account = |account| Subject::Account(*network, AccountKey::Address(account));
            written.into_iter().map(|cosigner| account(cosigner.account)).collect()
        }
        Subject::Contact(network, ContactAddress::Account(address)) => {
            vec![Subject::Account(*network, AccountKey::Address(*address))]
        }
        Subject::Contact(_, ContactAddress::Invalid(_)) => Vec::new(),
    }
}

/// The places that a credential has, or would have.
fn rooms_of(subject: &Subject, rulings: &Rulings, current: &Wallet) -> BTreeSet<Room> {
    let Subject::Credential(network, _) = subject else { return BTreeSet::new() };
    let rooms = |credential: &Common<Credential>| {
        let number = Room::Number(*network, credential.identity, credential.index);
        let slot = credential.slot.map(|slot| Room::Slot(*network, credential.account.clone(), slot));
        [number].into_iter().chain(slot)
    };
    credentials_of(subject, rulings, current).into_iter().flat_map(rooms).gather()
}

/// A credential as it is here, and as each way would have it.
fn credentials_of<'r>(subject: &Subject, rulings: &'r Rulings, current: &'r Wallet) -> Vec<&'r Common<Credential>> {
    let Subject::Credential(network, id) = subject else { return Vec::new() };
    let ruled = rulings.networks.get(network).map(|ruled| records(&ruled.credentials, id)).unwrap_or_default();
    let here = current.networks.get(network).and_then(|records| records.credentials.get(id));
    ruled.into_iter().chain(here).collect()
}

/// Whether a record is an identity that counts its accounts, as a phone does.
fn counts(item: Option<&Item>, rulings: &Rulings, current: &Wallet) -> bool {
    let Some(Subject::Identity(network, key)) = item.map(|item| &item.subject) else { return false };
    let ruled = rulings.networks.get(network).map(|ruled| records(&ruled.identities, key)).unwrap_or_default();
    let here = current.networks.get(network).and_then(|records: &NetworkRecords| records.identities.get(key));
    ruled.into_iter().chain(here).any(|identity| identity.phone.is_some())
}

/// The records that the ways of a ruling would write.
fn records<'r, K: Ord, R>(ruled: &'r Ruled<K, R>, key: &K) -> Vec<&'r Common<R>> {
    let found: Option<&Ruling<R>> = find(ruled, key).map(|(_, ruling)| ruling);
    found.into_iter().flat_map(|ruling| &ruling.ways).filter_map(|way| way.record.as_ref()).collect()
}

/// The ruling about one record.
pub(super) fn find<'r, K: Ord, R>(ruled: &'r Ruled<K, R>, key: &K) -> Option<&'r (K, Ruling<R>)> {
    ruled.binary_search_by(|(ruled, _)| ruled.cmp(key)).ok().and_then(|at| ruled.get(at))
}

/// Where the item about a record stands in a plan.
pub(super) fn position_of(items: &[Item], subject: &Subject) -> Option<usize> {
    items.binary_search_by(|item| item.subject.cmp(subject)).ok()
}

//! In which order records are listed. What can be chosen is a closed list; the page draws the lists in the order that is chosen, and sorts
//! nothing.

use serde::Serialize;

use crate::model::{Account, AccountAddress, Common, GenesisHash, Identity, IdentityKey, NetworkRecords, Wallet};
use crate::order::InOrder as _;
use crate::text::place_in_list;

/// The orders of all lists. Each is a list of positions in the records of the view: position 0 is its first record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OrdersView {
    /// Of `accounts`.
    pub accounts: AccountOrdersView,
    /// Of `identities`.
    pub identities: IdentityOrdersView,
    /// Of `contacts`: by name, the person's own accounts behind all others.
    pub contacts: Vec<u32>,
}

/// By what accounts are ordered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AccountOrdersView {
    /// By name.
    pub name: Vec<u32>,
    /// By the name of the identity they are listed under; under each by name, and last those that are under none.
    pub identity: Vec<u32>,
    /// By what they held when a node last said so: the fullest first, and last those of which nobody knows.
    pub balance: Vec<u32>,
}

/// By what identities are ordered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct IdentityOrdersView {
    /// By name.
    pub name: Vec<u32>,
    /// By the Ledger they are on and their number there; last those that are on none, by name.
    pub ledger: Vec<u32>,
}

/// The orders of a wallet whose view has every record in the order of the records. `total`: what an account held, in microCCD. `before`: orders
/// from which to begin. Those from before an edit are nearly right, and quickly put right; whatever they are, what comes of it is the same.
pub(in crate::session) fn orders(
    wallet: &Wallet,
    total: &dyn Fn(GenesisHash, &AccountAddress) -> Option<u64>,
    before: &OrdersView,
) -> OrdersView {
    OrdersView {
        accounts: accounts(wallet, total, &before.accounts),
        identities: identities(wallet, &before.identities),
        contacts: contacts(wallet, &before.contacts),
    }
}

/// Of one record: its place by name. Records of one name stay in the order of the records.
type PlaceByName = (bool, String);

fn accounts(
    wallet: &Wallet,
    total: &dyn Fn(GenesisHash, &AccountAddress) -> Option<u64>,
    before: &AccountOrdersView,
) -> AccountOrdersView {
    let accounts = || all(wallet, |records| records.accounts.values());
    let names: Vec<PlaceByName> = accounts().map(|(.., account)| place_in_list(&account.name)).collect();
    let name = sorted(names.iter().collect(), &before.name);
    let rank = ranks(&name);
    let of_identity = |(_, records, account): (GenesisHash, &NetworkRecords, &Account)| {
        let key = account.identity?;
        let name = records.identities.get(&key).map(|identity| place_in_list(&identity.name))?;
        Some((name, key))
    };
    // `None` stands before everything else, so it is said first whether there is one.
    let identity = accounts().map(of_identity).zip(&rank).map(|(at, rank)| (at.is_none(), at, *rank)).collect();
    let held = |(genesis, _, account): (GenesisHash, &NetworkRecords, &Account)| {
        account.key.address().and_then(|address| total(genesis, address))
    };
    let balance = accounts().map(held).zip(&rank);
    let balance = balance.map(|(held, rank)| (held.map_or(u64::MAX, |held| u64::MAX - held), held.is_none(), *rank));
    AccountOrdersView {
        identity: sorted(identity, &before.identity),
        balance: sorted(balance.collect(), &before.balance),
        name,
    }
}

fn identities(wallet: &Wallet, before: &IdentityOrdersView) -> IdentityOrdersView {
    let identities = || all(wallet, |records| records.identities.values());
    let names: Vec<PlaceByName> = identities().map(|(.., identity)| place_in_list(&identity.name)).collect();
    let name = sorted(names.iter().collect(), &before.name);
    let rank = ranks(&name);
    let ledger = |(_, _, identity): (GenesisHash, &NetworkRecords, &Identity)| match identity.key {
        IdentityKey::Ledger { device, path, index, version } => {
            let called = wallet.devices.get(&device).map_or("", |device| &device.name);
            Some((place_in_list(called), device, path, index, version))
        }
        IdentityKey::Phone(_) => None,
    };
    let ledger = identities().map(ledger).zip(&rank).map(|(at, rank)| (at.is_none(), at, *rank)).collect();
    IdentityOrdersView { ledger: sorted(ledger, &before.ledger), name }
}

fn contacts(wallet: &Wallet, before: &[u32]) -> Vec<u32> {
    let contacts = wallet.networks.values().flat_map(NetworkRecords::contacts_and_accounts);
    sorted(contacts.map(|(contact, account)| (account.is_some(), place_in_list(&contact.name))).collect(), before)
}

/// Every record of a kind, in the order of the records.
fn all<'w, Record: 'w, Records: Iterator<Item = &'w Common<Record>>>(
    wallet: &'w Wallet,
    of: impl Fn(&'w NetworkRecords) -> Records,
) -> impl Iterator<Item = (GenesisHash, &'w NetworkRecords, &'w Record)> {
    let networks = wallet.networks.iter();
    networks.flat_map(move |(genesis, records)| of(records).map(move |record| (*genesis, records, record.record())))
}

/// Positions by their places; those of one place stay as they are. An order of as many positions may be where sorting begins.
fn sorted<At: Ord>(places: Vec<At>, before: &[u32]) -> Vec<u32> {
    let mut positions: Vec<u32> = (0..).zip(&places).map(|(position, _)| position).collect();
    if before.len() == positions.len() {
        positions.copy_from_slice(before);
    }
    positions.order_by_key(|position| (places.get(*position as usize), *position));
    positions
}

/// The other way round: where each position stands in an order.
fn ranks(order: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (rank, position) in (0..).zip(order) {
        ranks.get_mut(*position as usize).into_iter().for_each(|of_position| *of_position = rank);
    }
    ranks
}

#[cfg(test)]
mod tests;

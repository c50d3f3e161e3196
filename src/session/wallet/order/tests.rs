//! What stands before what, where names, Ledgers, amounts and networks are of every kind.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::model::{
    AccountKey, AccountState, Contact, ContactAddress, Device, IdentityIndex, KeyVersion, LedgerPath, Network,
    PairingKey, Shielded,
};

const NO_TOTAL: &dyn Fn(GenesisHash, &AccountAddress) -> Option<u64> = &|_, _| None;

/// From the beginning.
fn orders(wallet: &Wallet, total: &dyn Fn(GenesisHash, &AccountAddress) -> Option<u64>) -> OrdersView {
    super::orders(wallet, total, &OrdersView::default())
}

fn address(number: u8) -> AccountAddress {
    AccountAddress::new([number; 32])
}

fn identity_of(device: u8, index: u32, name: &str) -> Identity {
    let key = IdentityKey::Ledger {
        device: PairingKey::new([device; 32]),
        path: LedgerPath::Legacy,
        index: IdentityIndex::new(index).unwrap(),
        version: KeyVersion::V1,
    };
    Identity { name: name.into(), ..Identity::placeholder(key) }
}

fn account_of(number: u8, name: &str, identity: Option<&Identity>) -> Account {
    Account {
        key: AccountKey::Address(address(number)),
        identity: identity.map(|identity| identity.key),
        name: name.into(),
        state: AccountState::Confirmed,
        signature_threshold: 1,
        is_initial: false,
        deployment: None,
        transaction_filter: "{}".into(),
        shielded: Shielded::none(),
        keys: None,
        phone: None,
        signers: BTreeSet::new(),
    }
}

fn wallet_of(identities: &[Identity], accounts: &[Account], contacts: &[(u8, &str)]) -> Wallet {
    let contact = |(number, name): &(u8, &str)| {
        let at = ContactAddress::Account(address(*number));
        (at.clone(), Contact { address: at, name: (*name).into(), note: None }.into())
    };
    let records = NetworkRecords {
        identities: identities.iter().map(|it| (it.key, it.clone().into())).collect(),
        accounts: accounts.iter().map(|it| (it.key.clone(), it.clone().into())).collect(),
        contacts: contacts.iter().map(contact).collect(),
        ..NetworkRecords::default()
    };
    Wallet { networks: BTreeMap::from([(Network::Mainnet.genesis(), records)]), ..Wallet::default() }
}

#[test]
fn accounts_are_ordered_by_name_by_identity_and_by_what_they_hold() {
    let (work, home) = (identity_of(1, 0, "Work"), identity_of(1, 1, "home"));
    let accounts = [
        account_of(0, "Savings 10", Some(&work)),
        account_of(1, "savings 2", Some(&home)),
        account_of(2, "Ärger", None),
        account_of(3, "Zoo", Some(&home)),
        account_of(4, "", Some(&work)),
    ];
    let wallet = wallet_of(&[work, home], &accounts, &[]);
    let held = |_: GenesisHash, at: &AccountAddress| match at.bytes().first() {
        Some(0) => Some(0),
        Some(2 | 3) => Some(7),
        Some(4) => Some(u64::MAX),
        _ => None,
    };
    let orders = self::orders(&wallet, &held).accounts;
    assert_eq!(
        orders.name,
        [2, 1, 0, 3, 4],
        "marks and capitals do not count, numbers do, and what has no name is last"
    );
    assert_eq!(orders.identity, [1, 3, 0, 4, 2], "under home, under Work, under none");
    assert_eq!(orders.balance, [4, 2, 3, 0, 1], "nothing is more than nobody knows");
    assert_eq!(self::orders(&wallet, NO_TOTAL).accounts.balance, orders.name, "of none is anything known");
}

#[test]
fn identities_are_ordered_by_name_and_by_their_ledger_and_number() {
    let identities = [identity_of(1, 10, "a"), identity_of(1, 2, "b"), identity_of(2, 0, "C"), identity_of(3, 0, "d")];
    let mut wallet = wallet_of(&identities, &[], &[]);
    let named = PairingKey::new([3; 32]);
    wallet.devices.insert(named, Device { name: "Drawer".into(), ..Device::ledger(named) }.into());
    let IdentityOrdersView { name, ledger } = orders(&wallet, NO_TOTAL).identities;
    // The records are in the order of Ledgers and numbers: b, a, C, d.
    assert_eq!(name, [1, 0, 2, 3]);
    assert_eq!(ledger, [3, 0, 1, 2], "a Ledger with a name stands before those without");
}

#[test]
fn own_accounts_stand_behind_the_contacts() {
    let accounts = [account_of(5, "Anna’s own", None)];
    let wallet = wallet_of(&[], &accounts, &[(1, "bob"), (2, "Zoe"), (5, "Anna’s own"), (6, "Åse")]);
    assert_eq!(orders(&wallet, NO_TOTAL).contacts, [3, 0, 1, 2]);
}

#[test]
fn every_record_of_every_network_has_its_place_once() {
    let mut wallet = wallet_of(&[], &[account_of(1, "B", None)], &[(1, "B"), (2, "A")]);
    let more = wallet_of(&[], &[account_of(1, "A", None)], &[(1, "C")]).networks.remove(&Network::Mainnet.genesis());
    wallet.networks.insert(Network::Testnet.genesis(), more.unwrap());
    let orders = orders(&wallet, NO_TOTAL);
    let sorted = |mut order: Vec<u32>| {
        order.sort_unstable();
        order
    };
    assert_eq!(sorted(orders.accounts.name.clone()), [0, 1]);
    assert_eq!(sorted(orders.contacts.clone()), [0, 1, 2]);
}

#[test]
fn what_stood_there_before_changes_no_order() {
    let (one, other) = (identity_of(1, 0, "Work"), identity_of(2, 1, "home"));
    let names = ["b", "", "a", "B", "a", "c 10", "c 9"];
    let wallet = |skipped: usize| {
        let accounts = (0..).zip(names).map(|(number, name)| account_of(number, name, Some(&one)));
        let contacts: Vec<_> = (100..).zip(names.into_iter().rev()).skip(skipped).collect();
        wallet_of(&[one.clone(), other.clone()], &accounts.skip(skipped).collect::<Vec<_>>(), &contacts)
    };
    let held = |_: GenesisHash, at: &AccountAddress| at.bytes().first().map(|first| u64::from(first % 3));
    let mut renamed = wallet(0);
    let records = renamed.networks.values_mut().next().unwrap();
    records.accounts.values_mut().next().unwrap().name = "z".into();
    records.contacts.values_mut().next().unwrap().name = "b".into();
    let wallets = [wallet(0), renamed, wallet(1), Wallet::default()];
    for before in &wallets {
        let before = orders(before, NO_TOTAL);
        for wallet in &wallets {
            assert_eq!(super::orders(wallet, &held, &before), orders(wallet, &held));
        }
    }
}

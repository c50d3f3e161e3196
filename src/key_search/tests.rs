//! The search against a plain reference: the same chain gives the same result, whatever fails and in whatever order the answers come.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::directory::DirectoryError;
use crate::ledger::LedgerError;
use crate::model::{
    AccountSlot, Coin, CredentialId, GenesisHash, IdentityIndex, LedgerPath, ProviderNumber, YearMonth,
};
use crate::node::NodeError;
use crate::node::{Balance, CredentialKeys, CredentialOnChain, Policy};

const DEVICE: PairingKey = PairingKey::new([1; 32]);
/// Numbers that occur in tests.
const NUMBERS: u8 = 70;

/// The key at a number of Ledger's own program.
fn key(number: u8) -> VerifyKey {
    let mut bytes = [0; 32];
    bytes[..2].copy_from_slice(&[7, number]);
    VerifyKey::new(bytes)
}

fn strangers(number: u8) -> VerifyKey {
    VerifyKey::new([200 + number % 8; 32])
}

/// An account whose credentials have one key each.
fn account(name: u8, threshold: u32, keys: &[VerifyKey]) -> AccountOnChain {
    let month = YearMonth::new(2022, 1).unwrap();
    let credential = |(slot, key): (u32, &VerifyKey)| {
        let credential = CredentialOnChain {
            id: CredentialId::new([name.wrapping_add(u8::try_from(slot).unwrap().wrapping_mul(64)); 48]),
            initial: false,
            provider: 3,
            policy: Policy { created_at: month, valid_to: month, revealed: BTreeMap::new() },
            keys: CredentialKeys { keys: [(0, *key)].into(), threshold: 1 },
        };
        (AccountSlot(slot), credential)
    };
    AccountOnChain {
        address: AccountAddress::new([name; 32]),
        threshold,
        credentials: (0..).zip(keys).map(credential).collect(),
        balance: Balance::default(),
    }
}

/// A chain and a directory that may know less of it, or say what is no longer so.
#[derive(Debug, Clone, Default)]
struct World {
    accounts: Vec<AccountOnChain>,
    /// What the directory lists beside what is so: keys that were replaced since, accounts the node does not know.
    stale: Vec<(VerifyKey, AccountAddress)>,
}

impl World {
    fn listed(&self, key: &VerifyKey) -> BTreeSet<AccountAddress> {
        let on_chain = self.accounts.iter().filter(|account| has(account, key)).map(|account| account.address);
        let stale = self.stale.iter().filter(|(of, _)| of == key).map(|(_, address)| *address);
        on_chain.chain(stale).collect()
    }

    fn at(&self, address: &AccountAddress) -> Option<&AccountOnChain> {
        self.accounts.iter().find(|account| account.address == *address)
    }

    /// What is to be found: number after number, as long as one is in reach of the last one that is on an account.
    fn reference(&self) -> BTreeSet<AccountAddress> {
        let mut found = BTreeSet::new();
        let mut reach = 20;
        let mut number = 0;
        while number < reach && number < 120 {
            let on = self.accounts.iter().filter(|account| has(account, &key(number))).map(|account| account.address);
            let on: BTreeSet<_> = on.collect();
            if !on.is_empty() {
                reach = number + 1 + 20;
            }
            found.extend(on);
            number += 1;
        }
        found
    }
}

fn search() -> KeySearch {
    KeySearch::new(DEVICE, [Series::ledger_program(Coin::Concordium)])
}

/// Answers everything truly.
fn run(search: &mut KeySearch, world: &World) {
    loop {
        match search.step() {
            KeyStep::Finished => return,
            KeyStep::ReadKeys(places) => {
                for at in places {
                    search.handle(KeyEvent::Key { at, key: key(at.credential) }).unwrap();
                }
            }
            KeyStep::Ask { keys, accounts } => {
                for key in keys {
                    search.handle(KeyEvent::Listed { key, accounts: world.listed(&key) }).unwrap();
                }
                for asked in accounts {
                    search.handle(answer(world, asked)).unwrap();
                }
            }
        }
    }
}

fn answer(world: &World, asked: AccountAddress) -> KeyEvent {
    match world.at(&asked) {
        Some(account) => KeyEvent::Account { asked, account: Box::new(account.clone()) },
        None => KeyEvent::NoAccount { asked },
    }
}

fn found(search: &KeySearch) -> Vec<(AccountAddress, Power)> {
    search.found().map(|found| (found.account.address, found.power)).collect()
}

fn numbers(search: &KeySearch) -> Vec<KeyAnswer> {
    search.coverage().remove(0).numbers
}

#[test]
fn keys_lie_where_ledgers_own_program_and_the_desktop_wallet_have_them() {
    let KeyStep::ReadKeys(places) = search().step() else { panic!("keys come first") };
    assert_eq!(places.len(), 20);
    let path = LedgerPath::Bip44 { coin: Coin::Concordium, provider: ProviderNumber::FIRST };
    assert_eq!(places[19], SigningPath { path, identity: IdentityIndex::FIRST, credential: 19 });
    let desktop = KeySearch::new(DEVICE, (0..3).filter_map(IdentityIndex::new).map(Series::desktop));
    let KeyStep::ReadKeys(places) = desktop.step() else { panic!("keys come first") };
    let second = IdentityIndex::new(1).unwrap();
    assert_eq!(places.len(), 15);
    assert_eq!(places[5], SigningPath { path: LedgerPath::Legacy, identity: second, credential: 0 });
}

#[test]
fn a_gap_hides_nothing_and_every_account_under_one_key_is_found() {
    let world = World {
        accounts: vec![
            account(1, 1, &[key(0)]),
            account(2, 1, &[key(0)]),
            account(3, 1, &[key(4)]),
            account(4, 1, &[key(24)]),
            account(5, 1, &[key(45)]),
        ],
        ..World::default()
    };
    let mut search = search();
    run(&mut search, &world);
    let addresses = (1..5).map(|name| (AccountAddress::new([name; 32]), Power::Alone)).collect::<Vec<_>>();
    assert_eq!(found(&search), addresses, "number 45 is 20 behind the last one and one more");
    assert_eq!(numbers(&search).len(), 45);
    let wallet = wallet(GenesisHash::new([9; 32]), DEVICE, search.found());
    let records = &wallet.networks[&GenesisHash::new([9; 32])];
    assert_eq!((records.accounts.len(), records.contacts.len(), wallet.devices.len()), (4, 4, 1));
    let first = &records.accounts[&AccountAddress::new([1; 32]).into()];
    let signers: Vec<_> =
        first.signers.iter().map(|signer| (signer.device, signer.at.credential, signer.key)).collect();
    assert_eq!((first.identity, signers), (None, vec![(DEVICE, 0, key(0))]));
}

#[test]
fn a_key_in_a_strangers_account_makes_it_nobodys_own() {
    let world = World {
        accounts: vec![
            account(1, 1, &[strangers(0), key(0)]),
            account(2, 1, &[key(1)]),
            account(3, 2, &[strangers(0), strangers(1), key(2)]),
            account(4, 2, &[key(3), strangers(2)]),
        ],
        ..World::default()
    };
    let mut search = search();
    run(&mut search, &world);
    let powers: Vec<_> = search.found().map(|found| found.power).collect();
    let shared = [Power::OthersRule { signatures: 1 }, Power::NeedsMore { signatures: 1 }];
    assert_eq!(powers, [Power::OthersToo, Power::Alone, shared[0], shared[1]]);
}

#[test]
fn what_the_directory_lists_counts_only_where_the_node_shows_the_key() {
    let replaced = account(1, 1, &[strangers(0)]);
    let unknown = AccountAddress::new([66; 32]);
    let world = World { stale: vec![(key(0), replaced.address), (key(1), unknown)], accounts: vec![replaced] };
    let mut search = search();
    run(&mut search, &world);
    assert_eq!(found(&search), []);
    let numbers = numbers(&search);
    assert_eq!((numbers[0], numbers[1], numbers[2]), (KeyAnswer::None, KeyAnswer::NotChecked, KeyAnswer::None));
    let codes: Vec<_> = search.coverage()[0].faults.keys().copied().collect();
    assert_eq!(codes, ["key-search-contradiction"]);
}

#[test]
fn a_ledger_that_gives_one_key_for_two_places_is_not_believed() {
    let mut search = search();
    let KeyStep::ReadKeys(places) = search.step() else { panic!("keys come first") };
    search.handle(KeyEvent::Key { at: places[0], key: key(0) }).unwrap();
    let twice = search.handle(KeyEvent::Key { at: places[1], key: key(0) });
    assert_eq!(twice, Err(KeySearchError::SameKeyTwice));
    assert_eq!(search.step(), KeyStep::ReadKeys(places[1..].to_vec()), "nothing was recorded");
}

#[test]
fn however_many_accounts_there_are_a_search_ends() {
    let accounts = (0..=255).map(|number| account(number, 1, &[key(number)])).collect();
    let mut search = search();
    run(&mut search, &World { accounts, ..World::default() });
    assert_eq!(numbers(&search).len(), 120);
}

#[test]
fn an_address_is_held_against_the_keys_that_could_fit_and_no_more() {
    let check = |keys: &[VerifyKey], serves: fn(LedgerPath) -> bool| {
        let account = Box::new(account(1, 1, keys));
        AddressTrial::new(DEVICE, account, Coin::Concordium, serves)
    };
    // The key of number 3 of Ledger's own program: four keys are read, and all is said.
    let mut own = check(&[key(3)], |_| true);
    while let Some(at) = own.next() {
        own.read(at, Some(key(at.credential)));
    }
    let found = own.found().unwrap();
    assert_eq!((found.power, own.progress().0), (Power::Alone, 4));
    assert_eq!(found.signers.first().map(|signer| signer.at.credential), Some(3));

    // Another's: everything that could fit is read once, at providers 0 and 3, and below the Desktop Wallet's path.
    let mut other = check(&[strangers(0)], |_| true);
    let mut read = BTreeSet::new();
    while let Some(at) = other.next() {
        assert!(read.insert(at));
        other.read(at, Some(key(at.credential)));
    }
    assert_eq!((other.found(), other.power()), (None, Power::None));
    assert_eq!(read.len(), 20 + 25 + (25 - 5) + 25);
    assert!(
        read.iter().any(
            |at| at.path == LedgerPath::Bip44 { coin: Coin::Concordium, provider: ProviderNumber::new(3).unwrap() }
        )
    );

    // Each further provider has as many more.
    let mut issued_twice = account(1, 1, &[strangers(0), strangers(1)]);
    issued_twice.credentials.get_mut(&AccountSlot(1)).unwrap().provider = 4;
    let trial = AddressTrial::new(DEVICE, Box::new(issued_twice), Coin::Concordium, |_| true);
    assert_eq!(trial.progress().1, 65 + 25 + 25);

    // An old app has the Desktop Wallet's path alone.
    assert_eq!(check(&[strangers(0)], |path| path == LedgerPath::Legacy).progress().1, 25);
}

fn worlds() -> impl Strategy<Value = World> {
    let own = (0..NUMBERS).prop_map(key);
    let any_key = prop_oneof![3 => own, 1 => (0..8_u8).prop_map(strangers)];
    let accounts = prop::collection::vec((prop::collection::vec(any_key, 1..4), 1_u32..4), 0..12);
    let stale = prop::collection::vec((0..NUMBERS, 0..40_u8), 0..4);
    (accounts, stale).prop_map(|(accounts, stale)| {
        let accounts = (0..).zip(accounts);
        let accounts: Vec<_> = accounts
            .map(|(name, (keys, threshold))| account(name, threshold.min(u32::try_from(keys.len()).unwrap()), &keys))
            .collect();
        let stale = stale.into_iter().map(|(number, name)| (key(number), AccountAddress::new([name; 32]))).collect();
        World { accounts, stale }
    })
}

proptest! {
    /// One answer at a time, in any order, some of them failing first and asked again in the end.
    #[test]
    fn the_same_chain_gives_the_same_result_whatever_fails_and_whenever(
        world in worlds(),
        picks in prop::collection::vec((any::<Index>(), 0..4_u8), 1..200),
        stops in any::<bool>(),
    ) {
        let mut search = search();
        for (pick, luck) in picks {
            let fails = luck == 0;
            let event = match search.step() {
                KeyStep::Finished => break,
                KeyStep::ReadKeys(places) => {
                    let at = places[pick.index(places.len())];
                    if fails { KeyEvent::NoKey { at, fault: LedgerError::Silent.fault() } } else { KeyEvent::Key { at, key: key(at.credential) } }
                }
                KeyStep::Ask { keys, accounts } => {
                    let at = pick.index(keys.len() + accounts.len());
                    match (keys.get(at), fails) {
                        (Some(key), true) => KeyEvent::NotListed { key: *key, fault: DirectoryError::TimedOut.fault() },
                        (Some(key), false) => KeyEvent::Listed { key: *key, accounts: world.listed(key) },
                        (None, true) => KeyEvent::NotAnswered { asked: accounts[at - keys.len()], fault: NodeError::TimedOut.fault() },
                        (None, false) => answer(&world, accounts[at - keys.len()]),
                    }
                }
            };
            search.handle(event).unwrap();
            honest(&search, &world);
        }
        if stops {
            search.handle(KeyEvent::GiveUp).unwrap();
            prop_assert_eq!(search.step(), KeyStep::Finished);
            honest(&search, &world);
        }
        run(&mut search, &world);
        search.handle(KeyEvent::CheckAgain).unwrap();
        run(&mut search, &world);
        honest(&search, &world);
        let addresses: BTreeSet<_> = search.found().map(|found| found.account.address).collect();
        prop_assert_eq!(addresses, world.reference());
    }
}

/// What is said at any moment is so: nothing is found that is not to be found, and *none* was answered by everybody.
fn honest(search: &KeySearch, world: &World) {
    let reference = world.reference();
    for found in search.found() {
        assert!(reference.contains(&found.account.address));
    }
    for (number, said) in (0..).zip(numbers(search)) {
        let is_on_one = world.accounts.iter().any(|account| has(account, &key(number)));
        match said {
            KeyAnswer::Found => assert!(is_on_one, "number {number}"),
            KeyAnswer::None => assert!(!is_on_one, "number {number}"),
            KeyAnswer::NotChecked => {}
        }
    }
}

//! The search by keys against a plain reference, through its driver and the real reading of a directory's answers: chains with several
//! accounts under one key, other people's keys and gaps; an index that lags, lists what is no longer so, fails or talks nonsense; a node
//! that fails or denies; a Ledger that fails; stops and restarts at any moment.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::pending;

use futures_executor::block_on;
use lifeboat::access::Power;
use lifeboat::asking::Pace;
use lifeboat::directory::{self, DirectoryError, DirectoryTransport, HttpAnswer};
use lifeboat::key_search::{KeyAnswer, KeyEvent, KeySearch, KeySearchPorts, Series, drive, wallet};
use lifeboat::ledger::LedgerError;
use lifeboat::model::{
    AccountAddress, AccountKey, AccountSlot, Coin, CredentialId, GenesisHash, IdentityIndex, LedgerPath, PairingKey,
    SigningPath, VerifyKey,
};
use lifeboat::node::{AccountOnChain, CredentialKeys, Lookup, NodeError};
use proptest::prelude::*;
use serde_json::json;

use crate::fixtures::{account, credential};
use crate::turns::yield_now;

const DEVICE: PairingKey = PairingKey::new([0x3d; 32]);
const NETWORK: GenesisHash = GenesisHash::new([0x42; 32]);
/// Numbers of a series that occur on chains: some lie beyond what is looked at.
const NUMBERS: u8 = 60;

fn series() -> [(Series, u16); 3] {
    let desktop = |index| (Series::desktop(IdentityIndex::new(index).unwrap()), u16::from(Series::DESKTOP_BEYOND));
    [(Series::ledger_program(Coin::Concordium), u16::from(Series::BEYOND)), desktop(0), desktop(1)]
}

/// The key at a number of a series.
fn key(series: usize, number: u8) -> VerifyKey {
    let mut bytes = [0x11; 32];
    bytes[..2].copy_from_slice(&[u8::try_from(series).unwrap(), number]);
    VerifyKey::new(bytes)
}

fn keys_within(reaches: [u16; 3]) -> BTreeSet<VerifyKey> {
    let of = |place: usize| (0..reaches[place]).map(move |number| key(place, u8::try_from(number).unwrap()));
    (0..3).flat_map(of).collect()
}

fn place_of(series: &Series) -> usize {
    self::series().iter().position(|(one, _)| one == series).unwrap()
}

fn key_at(at: &SigningPath) -> VerifyKey {
    let series = match at.path {
        LedgerPath::Bip44 { .. } => 0,
        LedgerPath::Legacy => 1 + usize::try_from(at.identity.get()).unwrap(),
    };
    key(series, at.credential)
}

/// How one answer goes wrong. A number that stands for no fault is a true answer.
#[derive(Debug, Clone, Copy)]
enum Fault {
    Silent,
    /// HTTP 500.
    Broken,
    /// HTTP 404, as of a version that does not know the question.
    Missing,
    /// A sign-in page.
    Page,
    /// An entry about another key.
    OtherKey,
    /// An entry whose address is none.
    BadAddress,
    /// The answer breaks off.
    Cut,
    /// The node says that there is no such account.
    Denied,
}

/// A chain with its index, a node and a Ledger.
struct World {
    accounts: Vec<AccountOnChain>,
    /// How many of them, from the first, the index knows.
    indexed: Cell<usize>,
    /// What the index lists that is not so: a key that was replaced, an account of another network.
    stale: Vec<(VerifyKey, AccountAddress)>,
    /// What goes wrong next; nothing when it is used up.
    faults: RefCell<VecDeque<Option<Fault>>>,
    /// What the index answered, and what of that the node answered.
    listed: RefCell<BTreeMap<VerifyKey, BTreeSet<AccountAddress>>>,
    shown: RefCell<BTreeSet<AccountAddress>>,
}

impl World {
    fn next_fault(&self) -> Option<Fault> {
        self.faults.borrow_mut().pop_front().flatten()
    }

    fn entries(&self, key: &VerifyKey) -> BTreeSet<AccountAddress> {
        let known = self.accounts.iter().take(self.indexed.get()).filter(|account| stands_on(account, key));
        let stale = self.stale.iter().filter(|(of, _)| of == key).map(|(_, address)| *address);
        known.map(|account| account.address).chain(stale).collect()
    }

    /// What is to be found in the index as it is, and how far each series goes.
    fn reference(&self) -> (BTreeSet<AccountAddress>, [u16; 3]) {
        let mut reaches = [0; 3];
        for (place, (_, beyond)) in series().into_iter().enumerate() {
            let mut reach = beyond;
            let mut number = 0;
            while number < reach {
                let key = key(place, u8::try_from(number).unwrap());
                if self.entries(&key).iter().any(|entry| self.at(entry).is_some_and(|it| stands_on(it, &key))) {
                    reach = (number + 1 + beyond).min(120);
                }
                number += 1;
            }
            reaches[place] = reach;
        }
        // What is listed under one key by mistake may have another one that was read.
        let keys = keys_within(reaches);
        let listed: BTreeSet<_> = keys.iter().flat_map(|key| self.entries(key)).collect();
        let there = listed.iter().filter_map(|address| self.at(address));
        (there.filter(|it| keys.iter().any(|key| stands_on(it, key))).map(|it| it.address).collect(), reaches)
    }

    fn at(&self, address: &AccountAddress) -> Option<&AccountOnChain> {
        self.accounts.iter().find(|account| account.address == *address)
    }

    /// Whatever is said at any moment is so.
    fn is_told_truly(&self, search: &KeySearch) {
        let (listed, shown) = (self.listed.borrow(), self.shown.borrow());
        for found in search.found() {
            let account = self
                .accounts
                .iter()
                .find(|it| it.address == found.account.address)
                .unwrap_or_else(|| panic!("a made-up account"));
            assert!(
                found.signers.iter().all(|signer| stands_on(account, &signer.key) && key_at(&signer.at) == signer.key)
            );
            assert!(shown.contains(&account.address), "found before the node said so");
        }
        for coverage in search.coverage() {
            for (number, said) in (0..).zip(&coverage.numbers) {
                let key = key(place_of(&coverage.series), number);
                match said {
                    KeyAnswer::Found => assert!(self.accounts.iter().any(|account| stands_on(account, &key))),
                    KeyAnswer::None => {
                        let entries = listed.get(&key).unwrap_or_else(|| panic!("none, and the index did not answer"));
                        assert!(entries.iter().all(|entry| shown.contains(entry)), "none, and the node did not answer");
                        let on = |entry| self.accounts.iter().any(|it| it.address == entry && stands_on(it, &key));
                        assert!(!entries.iter().any(|entry| on(*entry)), "none, and one of them has the key");
                    }
                    KeyAnswer::NotChecked => {}
                }
            }
        }
    }
}

fn stands_on(account: &AccountOnChain, key: &VerifyKey) -> bool {
    account.credentials.values().any(|credential| credential.keys.keys.values().any(|on_it| on_it == key))
}

impl Pace for World {
    async fn sleep(&self, _: u32) {
        yield_now().await;
    }

    fn jitter(&self) -> u32 {
        5
    }
}

impl DirectoryTransport for World {
    async fn get(&self, path: &str) -> Result<HttpAnswer, DirectoryError> {
        let key: VerifyKey = path.strip_prefix("/v0/keyAccounts/").unwrap().parse().unwrap();
        yield_now().await;
        let entries = self.entries(&key);
        let entry = |address: &str, key: &VerifyKey| {
            json!({
                "address": address, "credential_index": 0, "key_index": 0, "is_simple_account": true,
                "public_key": { "schemeId": "Ed25519", "verifyKey": key.to_string() }
            })
        };
        let mut list: Vec<_> = entries.iter().map(|address| entry(&address.to_string(), &key)).collect();
        let (status, body) = match self.next_fault() {
            Some(Fault::Silent) => return Err(DirectoryError::TimedOut),
            Some(Fault::Broken) => (500, "{}".to_owned()),
            Some(Fault::Missing) => (404, "[]".to_owned()),
            Some(Fault::Page) => (200, "<html>Please sign in</html>".to_owned()),
            Some(Fault::OtherKey) => {
                list.push(entry(&AccountAddress::new([9; 32]).to_string(), &VerifyKey::new([9; 32])));
                (200, json!(list).to_string())
            }
            Some(Fault::BadAddress) => {
                list.push(entry("3FVMj8", &key));
                (200, json!(list).to_string())
            }
            Some(Fault::Cut) => (200, json!(list).to_string().trim_end_matches(']').to_owned()),
            Some(Fault::Denied) | None => {
                self.listed.borrow_mut().insert(key, entries);
                (200, json!(list).to_string())
            }
        };
        Ok(HttpAnswer { status, body: body.into_bytes() })
    }
}

impl KeySearchPorts for World {
    async fn read_keys(
        &self,
        places: &[SigningPath],
        each: &mut dyn FnMut(SigningPath, Result<VerifyKey, LedgerError>),
    ) {
        for at in places {
            yield_now().await;
            each(*at, if self.next_fault().is_some() { Err(LedgerError::Silent) } else { Ok(key_at(at)) });
        }
    }

    async fn list(&self, key: &VerifyKey) -> Result<BTreeSet<AccountAddress>, DirectoryError> {
        directory::accounts_with(self, key).await
    }

    async fn look_up(&self, address: &AccountAddress) -> Result<Lookup, NodeError> {
        yield_now().await;
        match self.next_fault() {
            Some(Fault::Denied) => return Ok(Lookup::Absent),
            Some(_) => return Err(NodeError::TimedOut),
            None => {}
        }
        let there = self.accounts.iter().find(|account| account.address == *address);
        Ok(there.map_or(Lookup::Absent, |account| {
            self.shown.borrow_mut().insert(*address);
            Lookup::Found(Box::new(account.clone()))
        }))
    }

    fn observe(&self, search: &KeySearch) {
        self.is_told_truly(search);
    }
}

/// Whose a key on a chain is.
fn any_key() -> impl Strategy<Value = VerifyKey> {
    prop_oneof![
        5 => (0..3_usize, 0..12_u8).prop_map(|(place, number)| key(place, number)),
        2 => (0..3_usize, 0..NUMBERS).prop_map(|(place, number)| key(place, number)),
        3 => (0..6_u8).prop_map(|number| VerifyKey::new([0xe0 + number; 32])),
    ]
}

fn any_account() -> impl Strategy<Value = (Vec<(Vec<VerifyKey>, u8)>, u32)> {
    let credentials = prop::collection::vec((prop::collection::vec(any_key(), 1..4), 1..4_u8), 1..4);
    (credentials, 1..4_u32)
}

fn on_chain(name: u8, (credentials, threshold): (Vec<(Vec<VerifyKey>, u8)>, u32)) -> AccountOnChain {
    let of = |(slot, (keys, threshold)): (u8, (Vec<VerifyKey>, u8))| {
        let threshold = threshold.min(u8::try_from(keys.len()).unwrap());
        let mut one = credential(CredentialId::new([name.wrapping_mul(4) + slot; 48]), false);
        one.keys = CredentialKeys { keys: (0..).zip(keys).collect(), threshold };
        (AccountSlot(slot.into()), one)
    };
    let credentials: BTreeMap<_, _> = (0..).zip(credentials).map(of).collect();
    account(threshold.min(u32::try_from(credentials.len()).unwrap()), credentials).unwrap()
}

fn any_fault() -> impl Strategy<Value = Option<Fault>> {
    let kinds = [
        Fault::Silent,
        Fault::Broken,
        Fault::Missing,
        Fault::Page,
        Fault::OtherKey,
        Fault::BadAddress,
        Fault::Cut,
        Fault::Denied,
    ];
    prop_oneof![2 => Just(None), 1 => prop::sample::select(kinds.to_vec()).prop_map(Some)]
}

/// What a person does between two goes.
#[derive(Debug, Clone, Copy)]
enum Deed {
    /// The search is stopped after so many turns, and goes on.
    Stop(u8),
    /// The tab is closed after so many turns: another search begins.
    Restart(u8),
    /// The index learns of more accounts, and another search begins.
    Index(u8),
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![any::<u8>().prop_map(Deed::Stop), any::<u8>().prop_map(Deed::Restart), (0..3_u8).prop_map(Deed::Index)]
}

fn search() -> KeySearch {
    KeySearch::new(DEVICE, series().map(|(series, _)| series))
}

async fn turns(count: u8) {
    for _ in 0..count {
        yield_now().await;
    }
}

proptest! {
    #[test]
    fn the_accounts_that_are_found_are_those_that_are_there_whatever_goes_wrong(
        accounts in prop::collection::vec(any_account(), 0..10),
        replaced in prop::collection::vec((any_key(), 0..10_usize), 0..3),
        foreign in prop::collection::vec(any_key(), 0..2),
        indexed in 0..10_usize,
        faults in prop::collection::vec(any_fault(), 0..150),
        deeds in prop::collection::vec(any_deed(), 0..5),
    ) {
        let accounts: Vec<_> = (0..).zip(accounts).map(|(name, account)| on_chain(name, account)).collect();
        let unknown = AccountAddress::new([0xfe; 32]);
        let replaced = replaced.into_iter().filter_map(|(key, at)| Some((key, accounts.get(at)?.address)));
        let stale = replaced.chain(foreign.into_iter().map(|key| (key, unknown))).collect();
        let world = World {
            indexed: Cell::new(indexed.min(accounts.len())),
            accounts,
            stale,
            faults: RefCell::new(faults.into()),
            listed: RefCell::default(),
            shown: RefCell::default(),
        };

        let mut under_way = search();
        for deed in deeds {
            match deed {
                Deed::Stop(after) => {
                    block_on(drive(&mut under_way, &world, turns(after))).unwrap();
                    under_way.handle(KeyEvent::GiveUp).unwrap();
                    world.is_told_truly(&under_way);
                    under_way.handle(KeyEvent::CheckAgain).unwrap();
                }
                Deed::Restart(after) => {
                    block_on(drive(&mut under_way, &world, turns(after))).unwrap();
                    world.is_told_truly(&under_way);
                    under_way = search();
                }
                Deed::Index(more) => {
                    world.indexed.set((world.indexed.get() + usize::from(more)).min(world.accounts.len()));
                    world.listed.borrow_mut().clear();
                    under_way = search();
                }
            }
        }
        block_on(drive(&mut under_way, &world, pending())).unwrap();
        world.is_told_truly(&under_way);

        // Nothing goes wrong any more: what was not checked is asked again, and what was answered is not.
        world.faults.borrow_mut().clear();
        under_way.handle(KeyEvent::CheckAgain).unwrap();
        block_on(drive(&mut under_way, &world, pending())).unwrap();
        world.is_told_truly(&under_way);

        let (reference, reaches) = world.reference();
        let found: BTreeSet<_> = under_way.found().map(|found| found.account.address).collect();
        prop_assert_eq!(&found, &reference);
        let coverage = under_way.coverage();
        for one in &coverage {
            let place = place_of(&one.series);
            prop_assert_eq!(one.numbers.len(), usize::from(reaches[place]));
            for (number, said) in (0..).zip(&one.numbers) {
                let key = key(place, number);
                let entries = world.entries(&key);
                let on_one = entries.iter().any(|at| world.accounts.iter().any(|it| it.address == *at && stands_on(it, &key)));
                let wanted = match (on_one, entries.contains(&unknown)) {
                    (true, _) => KeyAnswer::Found,
                    (false, true) => KeyAnswer::NotChecked,
                    (false, false) => KeyAnswer::None,
                };
                prop_assert_eq!(*said, wanted, "number {} of series {}", number, place);
            }
        }

        // What comes in, and whose it is called: its address may be given away only where every key on it was read from the Ledger.
        let ours = keys_within(reaches);
        let records = wallet(NETWORK, DEVICE, under_way.found()).networks.remove(&NETWORK).unwrap_or_default();
        prop_assert_eq!(records.accounts.len(), reference.len());
        for found in under_way.found() {
            let keys = |credential: &lifeboat::node::CredentialOnChain| credential.keys.keys.values().all(|key| ours.contains(key));
            let all_ours = found.account.credentials.values().all(keys);
            prop_assert_eq!(found.power == Power::Alone, all_ours);
            let others: BTreeSet<_> = found.account.credentials.values().filter(|it| !keys(it)).map(|it| it.id).collect();
            let told = records.cosigners.values().filter(|it| it.account == found.account.address);
            prop_assert_eq!(told.map(|it| it.credential).collect::<BTreeSet<_>>(), others);
            let account = &records.accounts[&AccountKey::Address(found.account.address)];
            prop_assert_eq!(&account.signers, &found.signers);
        }
    }
}

//! The list of accounts first: what the node learns, what is found, and what is said of the rest. Over the driver.

use crate::fixtures;
use crate::generator;
use crate::turns;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use fixtures::{account, credential};
use futures_executor::block_on;
use generator::GENERATOR;
use lifeboat::asking::Pace;
use lifeboat::chain::{derive_credential_ids, derive_prf_key};
use lifeboat::model::{AccountSlot, CredentialId, GenesisHash, IdCredPub, KeyVersion, PairingKey};
use lifeboat::node::chain_state::BlockHash;
use lifeboat::node::{AccountOnChain, BlockInfo, Lookup, NodeError};
use lifeboat::recovery::{
    Basis, Checkpoint, Command, Control, Given, Hits, Inquiry, Known, LedgerKey, NoKey, PhonePlace, Place, PlaceState,
    Plan, Recovery, RecoveryPorts, Route, Said, Scanned, Step, Track, Witness, drive,
};
use lifeboat::secret::PrfKeySeed;
use turns::yield_now;

const DEVICE: PairingKey = PairingKey::new([0x3d; 32]);
const PHONE: IdCredPub = IdCredPub::new([0x11; 48]);
const NETWORK: GenesisHash = GenesisHash::new([0x42; 32]);
const INDICES: usize = 2;
const ACCOUNTS_ON_CHAIN: u64 = 1_000;

fn basis() -> Basis {
    let plan = Plan {
        batch: 4,
        margin: 1,
        deepest: 11,
        deepest_on_request: 15,
        phone_batch: 4,
        max_indices: INDICES,
        ..Plan::standard()
    };
    Basis { plan, generator: GENERATOR.clone(), network: NETWORK, known: Known::default() }
}

fn route() -> Route {
    let phones = Track::Phones(vec![PhonePlace { identity: PHONE, max_accounts: None }]);
    Route::legacy(DEVICE).then(phones).asking(Inquiry::ListFirst)
}

fn seed(place: Place) -> PrfKeySeed {
    let byte = place.index().map_or(0xb0, |index| 0xa0 + u8::try_from(index.get()).unwrap());
    PrfKeySeed::new([byte; 32])
}

fn on_ledger(index: u32) -> Place {
    let index = lifeboat::model::IdentityIndex::new(index).unwrap();
    Place::Ledger { device: DEVICE, path: lifeboat::model::LedgerPath::Legacy, index }
}

fn id(place: Place, version: KeyVersion, number: u8) -> CredentialId {
    derive_credential_ids(&GENERATOR, &derive_prf_key(&seed(place), version), number..=number)[0].1
}

/// The chain of these tests. Far beyond every batch stands an account that only the list, or another account, leads to.
struct Chain {
    accounts: BTreeMap<CredentialId, AccountOnChain>,
    opened: BTreeSet<CredentialId>,
    /// On a stranger's account: on no list.
    shared: CredentialId,
}

fn chain() -> Chain {
    let stranger = CredentialId::new([9; 48]);
    let (first, deep) = (id(on_ledger(0), KeyVersion::V1, 0), id(on_ledger(0), KeyVersion::V0, 14));
    let (beside, phone) = (id(on_ledger(1), KeyVersion::V1, 2), id(Place::Phone(PHONE), KeyVersion::V1, 1));
    let shared = id(on_ledger(1), KeyVersion::V0, 3);
    let account = |slots: &[CredentialId]| {
        let credentials = slots.iter().map(|id| credential(*id, false));
        account(1, (0..).map(AccountSlot).zip(credentials).collect()).unwrap()
    };
    let accounts = BTreeMap::from([
        // A credential of index 1 was added to the account that index 0 opened.
        (first, account(&[first, beside])),
        (beside, account(&[first, beside])),
        (deep, account(&[deep])),
        (phone, account(&[phone])),
        (shared, account(&[stranger, shared])),
    ]);
    Chain { accounts, opened: [first, deep, phone].into(), shared }
}

struct World {
    chain: Chain,
    /// How often the list breaks off in the middle before it is read to its end.
    breaks: Cell<u32>,
    /// Whether look-ups fail until the key of another index is asked for.
    is_away: Cell<bool>,
    keys: RefCell<Vec<Place>>,
    scans: RefCell<Vec<usize>>,
    asked: RefCell<BTreeSet<CredentialId>>,
    saved: RefCell<Vec<Vec<u8>>>,
    on_observe: Box<dyn Fn(&Recovery)>,
}

impl World {
    fn new() -> Self {
        Self {
            chain: chain(),
            breaks: Cell::default(),
            is_away: Cell::default(),
            keys: RefCell::default(),
            scans: RefCell::default(),
            asked: RefCell::default(),
            saved: RefCell::default(),
            on_observe: Box::new(|_| {}),
        }
    }

    fn witness() -> Option<Witness> {
        let block = BlockInfo { hash: BlockHash([5; 32]), height: 77, slot_time_ms: 70_000 };
        Some(Witness { node: "https://node.example.com".to_owned(), block: Some(block), at: 71_000 })
    }
}

impl Pace for World {
    async fn sleep(&self, _: u32) {
        yield_now().await;
    }

    fn jitter(&self) -> u32 {
        7
    }
}

impl RecoveryPorts for World {
    async fn key(&self, place: Place) -> Result<Given, NoKey> {
        if place == on_ledger(1) {
            self.is_away.set(false);
        }
        self.keys.borrow_mut().push(place);
        yield_now().await;
        Ok(match place.device() {
            Some(device) => Given::Ledger { device, key: LedgerKey::Seed(seed(place)), is_proven: true },
            None => Given::Wallet(derive_prf_key(&seed(place), KeyVersion::V1)),
        })
    }

    async fn look_up(&self, id: &CredentialId) -> Result<Said, NodeError> {
        self.asked.borrow_mut().insert(*id);
        yield_now().await;
        if self.is_away.get() {
            return Err(NodeError::Unreachable);
        }
        let found = self.chain.accounts.get(id).map(|account| Lookup::Found(Box::new(account.clone())));
        Ok(Said { lookup: found.unwrap_or(Lookup::Absent), by: Self::witness() })
    }

    async fn scan(&self, wanted: &BTreeSet<CredentialId>, hits: &Hits) -> Result<Scanned, NodeError> {
        self.scans.borrow_mut().push(wanted.len());
        let opened: BTreeSet<CredentialId> = self.chain.opened.intersection(wanted).copied().collect();
        if let Some(early) = opened.first() {
            hits.tell(*early);
        }
        for _ in 0..10 {
            yield_now().await;
        }
        if self.breaks.get() > 0 {
            self.breaks.set(self.breaks.get() - 1);
            return Err(NodeError::Truncated);
        }
        Ok(Scanned { opened, accounts_read: ACCOUNTS_ON_CHAIN, by: Self::witness() })
    }

    fn now(&self) -> u64 {
        72_000
    }

    async fn save(&self, checkpoint: &Checkpoint) {
        self.saved.borrow_mut().push(checkpoint.encode());
        yield_now().await;
    }

    fn observe(&self, recovery: &Recovery) {
        (self.on_observe)(recovery);
    }
}

fn drive_to_the_end(recovery: &mut Recovery, world: &World, commands: &[Command]) {
    let control = Control::default();
    commands.iter().for_each(|command| control.send(command.clone()));
    block_on(drive(recovery, world, &control)).unwrap();
}

fn found(recovery: &Recovery) -> BTreeSet<CredentialId> {
    recovery.outcome().networks[&NETWORK].credentials.keys().copied().collect()
}

#[test]
fn the_node_hears_of_nothing_that_is_not_on_its_list() {
    let world = World::new();
    let mut recovery = Recovery::new(basis(), route());
    drive_to_the_end(&mut recovery, &world, &[]);
    let all_but_shared: BTreeSet<_> =
        world.chain.accounts.keys().copied().filter(|id| *id != world.chain.shared).collect();
    assert_eq!(found(&recovery), all_but_shared);
    assert!(world.asked.borrow().is_subset(&all_but_shared));
    // Two indices with both versions, and the phone's along with the second: every number there is, for the price of a list.
    // One of them stood on an account that had been found, and did not need it.
    assert_eq!(*world.scans.borrow(), [32, 47]);

    let progress = recovery.progress();
    let states: BTreeSet<PlaceState> = progress.places.iter().map(|place| place.state).collect();
    assert_eq!(states, [PlaceState::Listed].into());
    let totals = recovery.report().totals;
    assert_eq!((totals.absent, totals.not_checked, totals.found), (0, 0, 4), "not listed is not absent");
    assert_eq!(totals.unlisted + totals.beyond, 32 + 32 + 16 - 4);
    assert!(recovery.coverage().versions().all(|version| version.not_searched.to_string() == "16–255"));
}

#[test]
fn the_complete_search_finds_the_rest_without_another_approval() {
    let world = World::new();
    let mut recovery = Recovery::new(basis(), route());
    drive_to_the_end(&mut recovery, &world, &[]);
    let mut recovery =
        Recovery::resume(basis(), &Checkpoint::decode(world.saved.borrow().last().unwrap()).unwrap()).unwrap();
    let keys = world.keys.borrow().len();
    recovery.handle(Command::AskOneByOne.event().unwrap()).unwrap();
    drive_to_the_end(&mut recovery, &world, &[]);
    assert_eq!(found(&recovery), world.chain.accounts.keys().copied().collect());
    assert_eq!(world.keys.borrow().len(), keys);
    let report = recovery.report();
    assert_eq!((report.inquiry, report.totals.not_checked), (Inquiry::Complete, 0));
    assert_eq!(report.nodes[0].highest.as_ref().unwrap().height, 77);
    assert_eq!(report.began_at, Some(72_000));
}

#[test]
fn a_list_that_breaks_off_keeps_its_hits_and_claims_nothing() {
    let world = World::new();
    world.breaks.set(u32::MAX);
    let mut recovery = Recovery::new(basis(), route());
    drive_to_the_end(&mut recovery, &world, &[]);
    let totals = recovery.report().totals;
    assert_eq!((totals.absent, totals.unlisted), (0, 0));
    assert!(totals.not_checked > 0);
    // One early hit of each list, and what stands on its account.
    assert!(found(&recovery).len() >= 3);
    assert!(world.asked.borrow().iter().all(|id| world.chain.accounts.contains_key(id)));

    world.breaks.set(0);
    recovery.handle(Command::CheckAgain.event().unwrap()).unwrap();
    drive_to_the_end(&mut recovery, &world, &[]);
    assert_eq!(recovery.report().totals.not_checked, 0);
    assert_eq!(found(&recovery).len(), 4);
}

#[test]
fn a_list_that_broke_off_is_not_held_against_the_next_index() {
    let world = World::new();
    world.breaks.set(1);
    world.is_away.set(true);
    let mut recovery = Recovery::new(basis(), Route::legacy(DEVICE).asking(Inquiry::ListFirst));
    drive_to_the_end(&mut recovery, &world, &[]);
    // The node was back when the second key came: its list was read for all that is left of that one.
    assert!(world.scans.borrow().len() > 1, "{:?}", world.scans.borrow());
    let state = |at: usize| recovery.progress().places[at].state;
    assert_eq!((state(0), state(1)), (PlaceState::Incomplete, PlaceState::Listed));
}

#[test]
fn every_saved_moment_of_a_list_is_one_to_go_on_from() {
    let world = World::new();
    world.breaks.set(1);
    let mut recovery = Recovery::new(basis(), route());
    drive_to_the_end(&mut recovery, &world, &[]);
    let outcome = recovery.outcome();
    for bytes in world.saved.borrow().iter() {
        let checkpoint = Checkpoint::decode(bytes).unwrap();
        let mut resumed = Recovery::resume(basis(), &checkpoint).unwrap();
        let world = World::new();
        drive_to_the_end(&mut resumed, &world, &[]);
        assert_eq!(resumed.outcome(), outcome);
        assert_eq!(world.keys.borrow().len(), INDICES + 1 - checkpoint.places());
    }
}

#[test]
fn asking_one_by_one_does_not_wait_for_the_list() {
    let mut world = World::new();
    let control = Control::default();
    let seen = Rc::new(Cell::new(0));
    world.on_observe = Box::new({
        let (control, seen) = (control.clone(), Rc::clone(&seen));
        move |recovery| {
            if matches!(recovery.step(), Step::Scan { .. }) {
                seen.set(seen.get() + 1);
            }
            // The second time, its early hit has been looked up.
            if seen.get() == 2 {
                control.send(Command::AskOneByOne);
                seen.set(3);
            }
        }
    });
    let mut recovery = Recovery::new(basis(), route());
    block_on(drive(&mut recovery, &world, &control)).unwrap();
    assert!(found(&recovery).contains(&world.chain.shared));
    assert_eq!(world.scans.borrow().len(), 1);
    assert!(recovery.report().totals.absent > 0);
}

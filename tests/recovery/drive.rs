//! The driver over ports that fail, keep silent, refuse and crash.

use crate::fixtures;
use crate::generator;
use crate::turns;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::pending;

use fixtures::{account, credential};
use futures_executor::block_on;
use generator::GENERATOR;
use lifeboat::asking::Pace;
use lifeboat::chain::{derive_credential_ids, derive_prf_key};
use lifeboat::model::{AccountSlot, CredentialId, GenesisHash, IdCredPub, KeyVersion, PairingKey, Wallet};
use lifeboat::node::{AccountOnChain, Lookup, NodeError};
use lifeboat::recovery::{
    Basis, Checkpoint, Command, Control, Event, Given, Hits, Known, LedgerKey, NoKey, PhonePlace, Place, PlaceState,
    Plan, Recovery, RecoveryError, RecoveryPorts, Route, Said, Scanned, Step, drive,
};
use lifeboat::secret::PrfKeySeed;
use turns::yield_now;

const DEVICE: PairingKey = PairingKey::new([0x3d; 32]);
const NETWORK: GenesisHash = GenesisHash::new([0x42; 32]);
const OTHER_DEVICE: PairingKey = PairingKey::new([0x3e; 32]);
const PHONE: Place = Place::Phone(IdCredPub::new([0x11; 48]));
const LOST_PHONE: Place = Place::Phone(IdCredPub::new([0x12; 48]));
const INDICES: u32 = 4;

fn plan() -> Plan {
    Plan {
        batch: 4,
        margin: 1,
        deepest: 7,
        deepest_on_request: 7,
        max_indices: INDICES.try_into().unwrap(),
        ..Plan::standard()
    }
}

fn basis() -> Basis {
    Basis { plan: plan(), generator: GENERATOR.clone(), network: NETWORK, known: Known::default() }
}

fn new_run() -> Recovery {
    Recovery::new(basis(), Route::legacy(DEVICE))
}

fn seed(index: u32) -> PrfKeySeed {
    PrfKeySeed::new([u8::try_from(index + 1).unwrap(); 32])
}

fn id(index: u32, version: KeyVersion, number: u8) -> CredentialId {
    derive_credential_ids(&GENERATOR, &derive_prf_key(&seed(index), version), number..=number)[0].1
}

/// Two accounts under index 0, one in each version; one under index 2, number 5, behind number 3.
fn chain() -> BTreeMap<CredentialId, AccountOnChain> {
    [(0, KeyVersion::V1, 0), (0, KeyVersion::V0, 1), (2, KeyVersion::V1, 3), (2, KeyVersion::V1, 5)]
        .map(|(index, version, number)| id(index, version, number))
        .map(|id| (id, account(1, [(AccountSlot(0), credential(id, false))].into()).unwrap()))
        .into()
}

/// What the node does with a look-up.
#[derive(Clone, Copy)]
enum Node {
    Answers,
    /// Fails so often for every credential id, then answers.
    Stumbles(u32),
    Down,
    /// Knows accounts at once, and keeps silent about everything else.
    SilentAboutAbsence,
}

struct World {
    chain: BTreeMap<CredentialId, AccountOnChain>,
    node: Cell<Node>,
    failures: RefCell<BTreeMap<CredentialId, u32>>,
    look_ups: Cell<usize>,
    under_way: Cell<usize>,
    most_under_way: Cell<usize>,
    /// Indices the Ledger was asked for.
    prompts: RefCell<Vec<u32>>,
    refuse: Cell<u32>,
    same_key: Cell<bool>,
    /// The Ledger at hand, if it is not the run's: either the port notices, or only the key tells.
    /// The next key comes from another Ledger.
    other_device: Cell<bool>,
    slept: Cell<u64>,
    saved: RefCell<Vec<Vec<u8>>>,
    on_observe: Box<dyn Fn(&Recovery)>,
    /// While a checkpoint is being written.
    on_save: Box<dyn Fn(&Checkpoint)>,
}

impl World {
    fn new(node: Node) -> Self {
        Self {
            chain: chain(),
            node: Cell::new(node),
            failures: RefCell::default(),
            look_ups: Cell::default(),
            under_way: Cell::default(),
            most_under_way: Cell::default(),
            prompts: RefCell::default(),
            refuse: Cell::default(),
            same_key: Cell::default(),
            other_device: Cell::default(),
            slept: Cell::default(),
            saved: RefCell::default(),
            on_observe: Box::new(|_| {}),
            on_save: Box::new(|_| {}),
        }
    }

    fn answer(&self, id: &CredentialId) -> Lookup {
        self.chain.get(id).map_or(Lookup::Absent, |account| Lookup::Found(Box::new(account.clone())))
    }
}

impl Pace for World {
    async fn sleep(&self, milliseconds: u32) {
        self.slept.set(self.slept.get() + u64::from(milliseconds));
        yield_now().await;
    }

    fn jitter(&self) -> u32 {
        7
    }
}

impl RecoveryPorts for World {
    async fn key(&self, place: Place) -> Result<Given, NoKey> {
        let Some(index) = place.index() else {
            return match place {
                PHONE => Ok(Given::Wallet(derive_prf_key(&seed(9), KeyVersion::V1))),
                Place::Phone(_) | Place::Ledger { .. } => Err(NoKey::Missing),
            };
        };
        self.prompts.borrow_mut().push(index.get());
        yield_now().await;
        if self.refuse.get() > 0 {
            self.refuse.set(self.refuse.get() - 1);
            return Err(NoKey::Declined);
        }
        let device = if self.other_device.take() { OTHER_DEVICE } else { DEVICE };
        let key = LedgerKey::Seed(seed(if self.same_key.get() { 0 } else { index.get() }));
        Ok(Given::Ledger { device, key, is_proven: false })
    }

    async fn scan(&self, _: &BTreeSet<CredentialId>, _: &Hits) -> Result<Scanned, NodeError> {
        Err(NodeError::Unreachable)
    }

    fn now(&self) -> u64 {
        self.slept.get()
    }

    async fn look_up(&self, id: &CredentialId) -> Result<Said, NodeError> {
        self.look_ups.set(self.look_ups.get() + 1);
        self.under_way.set(self.under_way.get() + 1);
        self.most_under_way.set(self.most_under_way.get().max(self.under_way.get()));
        yield_now().await;
        self.under_way.set(self.under_way.get() - 1);
        let lookup = match self.node.get() {
            Node::Answers => Ok(self.answer(id)),
            Node::Stumbles(times) => {
                let mut failures = self.failures.borrow_mut();
                let failed = failures.entry(*id).or_default();
                *failed += 1;
                if *failed > times { Ok(self.answer(id)) } else { Err(NodeError::Overloaded) }
            }
            Node::Down => Err(NodeError::Unreachable),
            Node::SilentAboutAbsence => match self.answer(id) {
                Lookup::Found(account) => Ok(Lookup::Found(account)),
                Lookup::Absent => pending().await,
            },
        };
        Ok(Said { lookup: lookup?, by: None })
    }

    async fn save(&self, checkpoint: &Checkpoint) {
        self.saved.borrow_mut().push(checkpoint.encode());
        yield_now().await;
        (self.on_save)(checkpoint);
    }

    fn observe(&self, recovery: &Recovery) {
        (self.on_observe)(recovery);
    }
}

fn drive_to_the_end(recovery: &mut Recovery, world: &World) {
    let control = Control::default();
    // Whatever is suggested, go on.
    (0..INDICES).for_each(|_| control.send(Command::Continue));
    block_on(drive(recovery, world, &control)).unwrap();
}

fn everything() -> Wallet {
    let mut recovery = new_run();
    drive_to_the_end(&mut recovery, &World::new(Node::Answers));
    let outcome = recovery.outcome();
    assert_eq!(
        outcome.networks[&NETWORK].credentials.keys().copied().collect::<BTreeSet<_>>(),
        chain().into_keys().collect()
    );
    outcome
}

#[test]
fn all_look_ups_of_an_index_are_under_way_together() {
    let world = World::new(Node::Answers);
    let mut recovery = new_run();
    drive_to_the_end(&mut recovery, &world);
    assert_eq!(world.most_under_way.get(), 8);
    assert_eq!(*world.prompts.borrow(), [0, 1, 2, 3]);
}

#[test]
fn a_node_that_stumbles_changes_nothing_but_the_time() {
    let world = World::new(Node::Stumbles(4));
    let mut recovery = new_run();
    drive_to_the_end(&mut recovery, &world);
    assert_eq!(recovery.outcome(), everything());
    assert_eq!(recovery.report().totals.not_checked, 0);
    assert!(world.slept.get() > 0);
}

#[test]
fn a_node_that_is_down_leaves_everything_not_checked_until_it_is_back() {
    let world = World::new(Node::Down);
    let mut recovery = new_run();
    drive_to_the_end(&mut recovery, &world);
    let totals = recovery.report().totals;
    assert_eq!((totals.accounts, totals.not_checked, totals.absent), (0, 8 * INDICES, 0));
    assert!(recovery.progress().places.iter().all(|index| index.state == PlaceState::Incomplete));

    world.node.set(Node::Answers);
    recovery.handle(Event::CheckAgain).unwrap();
    drive_to_the_end(&mut recovery, &world);
    assert_eq!(recovery.outcome(), everything());
    assert_eq!(world.prompts.borrow().len(), 4, "the Ledger was not asked again");
}

#[test]
fn every_saved_moment_is_one_to_go_on_from() {
    let world = World::new(Node::Stumbles(1));
    drive_to_the_end(&mut new_run(), &world);
    let (saved, everything) = (world.saved.borrow(), everything());
    assert!(saved.len() > usize::try_from(INDICES).unwrap());
    for bytes in saved.iter() {
        let checkpoint = Checkpoint::decode(bytes).unwrap();
        let mut resumed = Recovery::resume(basis(), &checkpoint).unwrap();
        let world = World::new(Node::Answers);
        drive_to_the_end(&mut resumed, &world);
        assert_eq!(resumed.outcome(), everything);
        let asked: Vec<u32> = (u32::try_from(checkpoint.places()).unwrap()..INDICES).collect();
        assert_eq!(*world.prompts.borrow(), asked);
    }
}

#[test]
fn stopping_does_not_wait_for_answers_that_never_come() {
    let control = Control::default();
    let mut world = World::new(Node::SilentAboutAbsence);
    world.on_observe = Box::new({
        let control = control.clone();
        move |recovery| {
            if recovery.report().totals.accounts == 2 {
                control.send(Command::Stop);
            }
        }
    });
    let mut recovery = new_run();
    block_on(drive(&mut recovery, &world, &control)).unwrap();
    assert_eq!(recovery.step(), Step::Finished);
    assert_eq!(recovery.outcome().networks[&NETWORK].accounts.len(), 2);
    assert_eq!(recovery.report().totals.not_checked, 6);
    let saved = Checkpoint::decode(world.saved.borrow().last().unwrap()).unwrap();
    assert_eq!(saved, recovery.checkpoint(), "the last word is saved");
}

/// What is said while the last answer is being saved was answered with "done".
#[test]
fn what_is_said_while_the_end_is_being_saved_is_done() {
    let basis = || Basis { plan: Plan { deepest_on_request: 9, ..plan() }, ..basis() };
    let saying_at_the_end = |saves: usize, command: Command| {
        let control = Control::default();
        let mut world = World::new(Node::Answers);
        world.on_save = Box::new({
            let (control, saved) = (control.clone(), Cell::new(0));
            move |_| {
                saved.set(saved.get() + 1);
                if saved.get() == saves {
                    control.send(command.clone());
                }
            }
        });
        (0..INDICES).for_each(|_| control.send(Command::Continue));
        let mut recovery = Recovery::new(basis(), Route::legacy(DEVICE));
        block_on(drive(&mut recovery, &world, &control)).unwrap();
        (recovery, world)
    };
    let (whole, world) = saying_at_the_end(usize::MAX, Command::Stop);
    let last = world.saved.borrow().len();

    let (deeper, said) = saying_at_the_end(last, Command::LookDeeper { place: None, to: 9 });
    assert!(said.look_ups.get() > world.look_ups.get());
    assert!(deeper.coverage().versions().all(|version| version.not_searched.to_string() == "10–255"));
    let saved = Checkpoint::decode(said.saved.borrow().last().unwrap()).unwrap();
    assert_eq!(saved, deeper.checkpoint(), "the last word is saved");

    // There is nothing left to stop: the run is as whole as before.
    let (stopped, said) = saying_at_the_end(last, Command::Stop);
    assert_eq!(said.look_ups.get(), world.look_ups.get());
    assert_eq!((stopped.progress(), stopped.coverage()), (whole.progress(), whole.coverage()));
}

#[test]
fn a_refusal_waits_for_the_person_and_the_same_index_is_asked_for_again() {
    let control = Control::default();
    let mut world = World::new(Node::Answers);
    world.refuse.set(2);
    let observed = std::rc::Rc::new(Cell::new(0));
    world.on_observe = Box::new({
        let (control, observed) = (control.clone(), observed.clone());
        move |_| {
            observed.set(observed.get() + 1);
            if observed.get() == 2 {
                control.send(Command::AskAgain);
            }
            if observed.get() == 4 {
                control.send(Command::Skip);
                control.send(Command::Stop);
            }
        }
    });
    let mut recovery = new_run();
    block_on(drive(&mut recovery, &world, &control)).unwrap();
    assert_eq!(world.prompts.borrow().first_chunk(), Some(&[0, 0]));
    assert_eq!(recovery.progress().places[0].state, PlaceState::Skipped);
}

#[test]
fn one_key_for_two_indices_ends_the_drive_and_loses_nothing() {
    let world = World::new(Node::Answers);
    let mut recovery = new_run();
    world.same_key.set(true);
    let refused = block_on(drive(&mut recovery, &world, &Control::default())).unwrap_err();
    assert!(matches!(refused, RecoveryError::SameKeyTwice { .. }));
    world.same_key.set(false);
    drive_to_the_end(&mut recovery, &world);
    assert_eq!(recovery.outcome(), everything());
}

#[test]
fn an_empty_index_is_fifty_look_ups_in_one_wave() {
    let mut world = World::new(Node::Answers);
    world.chain.clear();
    let plan = Plan { max_indices: 1, ..Plan::standard() };
    let mut recovery = Recovery::new(Basis { plan, ..basis() }, Route::legacy(DEVICE));
    block_on(drive(&mut recovery, &world, &Control::default())).unwrap();
    assert_eq!((world.look_ups.get(), world.most_under_way.get()), (50, 50));
    // The key, and all answers at once: two moments worth saving.
    assert_eq!(world.saved.borrow().len(), 2);
    let not_searched: Vec<String> =
        recovery.coverage().versions().map(|version| version.not_searched.to_string()).collect();
    assert_eq!(not_searched, ["25–255", "25–255"]);
}

#[test]
fn identities_from_a_phone_ask_nobody_and_are_looked_up_together() {
    let world = World::new(Node::Answers);
    let places = [PHONE, LOST_PHONE].map(|place| {
        let Place::Phone(identity) = place else { unreachable!("a phone's") };
        PhonePlace { identity, max_accounts: Some(200) }
    });
    let plan = Plan { deepest: 255, deepest_on_request: 255, ..plan() };
    let mut recovery = Recovery::new(Basis { plan, ..basis() }, Route::phones(places.into()));
    block_on(drive(&mut recovery, &world, &Control::default())).unwrap();
    assert!(world.prompts.borrow().is_empty());
    assert_eq!((world.look_ups.get(), world.most_under_way.get()), (201, 50));
    let states: Vec<_> = recovery.progress().places.iter().map(|place| (place.place, place.state)).collect();
    assert_eq!(states, [(PHONE, PlaceState::Done), (LOST_PHONE, PlaceState::Skipped)]);
    assert!(recovery.outcome().devices.is_empty());
}

#[test]
fn another_ledger_ends_the_drive_before_its_key_gets_in() {
    let world = World::new(Node::Answers);
    let mut recovery = new_run();
    world.other_device.set(true);
    let refused = block_on(drive(&mut recovery, &world, &Control::default())).unwrap_err();
    assert_eq!(refused, RecoveryError::OtherDevice { expected: DEVICE, found: OTHER_DEVICE });
    assert_eq!(recovery.coverage().places.len(), 0);
    drive_to_the_end(&mut recovery, &world);
    assert_eq!(recovery.outcome(), everything());
}

#[test]
fn looking_deeper_asks_for_a_key_only_after_a_restart_and_only_where_it_was_said() {
    let world = World::new(Node::Answers);
    let basis = || Basis { plan: Plan { deepest_on_request: 9, ..plan() }, ..basis() };
    let mut recovery = Recovery::new(basis(), Route::legacy(DEVICE));
    drive_to_the_end(&mut recovery, &world);
    let prompts = world.prompts.borrow().len();

    let mut same = recovery.clone();
    same.handle(Command::LookDeeper { place: None, to: 9 }.event().unwrap()).unwrap();
    drive_to_the_end(&mut same, &world);
    assert_eq!(world.prompts.borrow().len(), prompts);
    assert!(same.coverage().versions().all(|version| version.not_searched.to_string() == "10–255"));

    let bytes = recovery.checkpoint().encode();
    let mut resumed = Recovery::resume(basis(), &Checkpoint::decode(&bytes).unwrap()).unwrap();
    let place = resumed.coverage().places[1].place;
    resumed.handle(Command::LookDeeper { place: Some(place), to: 9 }.event().unwrap()).unwrap();
    assert_eq!(resumed.step(), Step::AskKey { place, is_again: true });
    drive_to_the_end(&mut resumed, &world);
    assert_eq!(world.prompts.borrow()[prompts..], [1]);
    let deep: Vec<usize> = resumed.coverage().versions().map(|version| version.not_searched.len()).collect();
    assert_eq!(deep, [252, 252, 246, 246, 248, 252, 252, 252]);
}

#[test]
fn looking_deeper_can_be_given_up_and_what_was_known_stays() {
    let world = World::new(Node::Answers);
    let mut recovery =
        Recovery::new(Basis { plan: Plan { deepest_on_request: 9, ..plan() }, ..basis() }, Route::legacy(DEVICE));
    drive_to_the_end(&mut recovery, &world);
    let before = recovery.coverage();
    let bytes = recovery.checkpoint().encode();
    let basis = Basis { plan: Plan { deepest_on_request: 9, ..plan() }, ..basis() };
    let mut resumed = Recovery::resume(basis, &Checkpoint::decode(&bytes).unwrap()).unwrap();
    let control = Control::default();
    world.refuse.set(1);
    let mut world = world;
    world.on_observe = Box::new({
        let control = control.clone();
        let observed = Cell::new(0);
        move |_| {
            observed.set(observed.get() + 1);
            if observed.get() == 2 {
                control.send(Command::Skip);
            }
        }
    });
    resumed.handle(Event::LookDeeper { place: Some(before.places[0].place), to: 9 }).unwrap();
    block_on(drive(&mut resumed, &world, &control)).unwrap();
    assert_eq!(resumed.coverage(), before);
}

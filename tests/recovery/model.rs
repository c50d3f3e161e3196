//! Recovery against a plain reference: any chain, any route, any order of answers, any faults, other Ledgers, wrong keys,
//! lists, restarts at any moment.

use crate::cases::cases;
use crate::fixtures;
use crate::generator;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use fixtures::{account, credential};
use generator::GENERATOR;
use lifeboat::chain::{derive_credential_ids, derive_prf_key};
use lifeboat::model::{
    AccountKey, AccountSlot, Coin, CredentialId, CredentialIndex, GenesisHash, IdCredPub, IdentityIndex, IdentityKey,
    KeyVersion, LedgerPath, PairingKey, ProviderNumber,
};
use lifeboat::node::AccountOnChain;
use lifeboat::recovery::{
    Basis, Checkpoint, Coverage, Event, Given, Inquiry, Known, LedgerKey, PhonePlace, Place, PlaceState, Plan, Query,
    Recovery, RecoveryError, Route, Step, Track, Witness,
};
use lifeboat::secret::PrfKeySeed;
use proptest::prelude::*;

const DEVICE: PairingKey = PairingKey::new([0x3d; 32]);
const OTHER_DEVICE: PairingKey = PairingKey::new([0x3e; 32]);
const NETWORK: GenesisHash = GenesisHash::new([0x42; 32]);
/// Of each track of the Ledger.
const INDICES: usize = 4;
const BATCH: u8 = 4;
const MARGIN: u8 = 2;
const DEEPEST: u8 = 11;
const DEEPEST_ON_REQUEST: u8 = 15;
const SUGGEST_AFTER: u32 = 2;
/// What the second phone identity says about itself; the first one says nothing.
const MAX_ACCOUNTS: u8 = 5;

/// Of which place and version, and the number there.
type Numbered = ((Place, KeyVersion), usize);

/// Everything our keys make, as far as a run can ever look.
static IDS: LazyLock<BTreeMap<(Place, KeyVersion), Vec<CredentialId>>> =
    LazyLock::new(|| SEARCHES.iter().map(|(place, version)| ((*place, *version), ids(*place, *version))).collect());
/// Whose each of them is, and its number.
static OURS: LazyLock<BTreeMap<CredentialId, Numbered>> = LazyLock::new(|| {
    IDS.iter().flat_map(|(search, ids)| ids.iter().zip(0..).map(move |(id, number)| (*id, (*search, number)))).collect()
});
/// What no checkpoint may hold, in hexadecimal.
static SECRETS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let of = |place: Place| {
        let seed = seed(place);
        // EXPOSE: a test looks for the secret where it must not be.
        let keys = KeyVersion::ALL.map(|version| hex::encode(derive_prf_key(&seed, version).expose()));
        keys.into_iter().chain([hex::encode(seed.expose())])
    };
    places().flat_map(of).collect()
});
static SEARCHES: LazyLock<Vec<(Place, KeyVersion)>> =
    LazyLock::new(|| places().flat_map(|place| versions(place).iter().map(move |version| (place, *version))).collect());

fn newer() -> LedgerPath {
    LedgerPath::Bip44 { coin: Coin::Concordium, provider: ProviderNumber::new(3).unwrap() }
}

fn on_ledger(path: LedgerPath, index: usize) -> Place {
    Place::Ledger { device: DEVICE, path, index: IdentityIndex::new(index.try_into().unwrap()).unwrap() }
}

fn phones() -> Vec<PhonePlace> {
    [(1, None), (2, Some(MAX_ACCOUNTS))]
        .map(|(byte, max_accounts)| PhonePlace { identity: IdCredPub::new([byte; 48]), max_accounts })
        .into()
}

fn places() -> impl Iterator<Item = Place> {
    let ledger =
        [LedgerPath::Legacy, newer()].into_iter().flat_map(|path| (0..INDICES).map(move |it| on_ledger(path, it)));
    ledger.chain(phones().into_iter().map(|phone| Place::Phone(phone.identity)))
}

fn tracks() -> [Track; 3] {
    [Track::of(DEVICE, LedgerPath::Legacy), Track::of(DEVICE, newer()), Track::Phones(phones())]
}

fn versions(place: Place) -> &'static [KeyVersion] {
    if place.path() == Some(LedgerPath::Legacy) { &KeyVersion::ALL } else { &[KeyVersion::V1] }
}

fn seed(place: Place) -> PrfKeySeed {
    let position = places().position(|other| other == place).unwrap();
    PrfKeySeed::new([0xa0 + u8::try_from(position).unwrap(); 32])
}

fn ids(place: Place, version: KeyVersion) -> Vec<CredentialId> {
    let key = derive_prf_key(&seed(place), version);
    derive_credential_ids(&GENERATOR, &key, 0..=DEEPEST_ON_REQUEST).into_iter().map(|(_, id)| id).collect()
}

fn basis() -> Basis {
    let plan = Plan {
        batch: BATCH,
        margin: MARGIN,
        deepest: DEEPEST,
        deepest_on_request: DEEPEST_ON_REQUEST,
        phone_batch: BATCH,
        max_indices: INDICES,
        suggest_after: SUGGEST_AFTER,
        ..Plan::standard()
    };
    Basis { plan, generator: GENERATOR.clone(), network: NETWORK, known: Known::default() }
}

/// A credential of ours and how it got on the chain.
#[derive(Debug, Clone)]
struct Deployed {
    search: (Place, KeyVersion),
    number: u8,
    how: How,
}

#[derive(Debug, Clone, Copy)]
enum How {
    Initial,
    Opened,
    /// Was on somebody else's account, and is not any more.
    Removed,
    /// On an account that somebody else opened.
    Shared,
    /// Added to an account that an earlier credential of ours is on.
    Added,
}

fn deployed() -> impl Strategy<Value = Deployed> {
    let how =
        prop_oneof![Just(How::Initial), Just(How::Opened), Just(How::Removed), Just(How::Shared), Just(How::Added)];
    // Low numbers are the usual ones; high ones are reached only through others near the end of a batch, or on request.
    let number = prop_oneof![3 => 0..BATCH, 2 => 0..=DEEPEST_ON_REQUEST];
    (prop::sample::select(SEARCHES.clone()), number, how).prop_map(|(search, number, how)| Deployed {
        search,
        number,
        how,
    })
}

/// The chain, and for each of our credentials where it stands.
#[derive(Debug, Default)]
struct Chain {
    accounts: Vec<AccountOnChain>,
    of: BTreeMap<CredentialId, usize>,
}

impl Chain {
    fn new(all: &[Deployed]) -> Self {
        let mut chain = Self::default();
        for deployed in all {
            let id = IDS[&deployed.search][usize::from(deployed.number)];
            if chain.of.contains_key(&id) {
                continue;
            }
            let somebody = CredentialId::new(id.bytes().map(|byte| !byte));
            let opened = |slots: &[(u32, CredentialId, bool)]| {
                let credentials =
                    slots.iter().map(|(slot, id, initial)| (AccountSlot(*slot), credential(*id, *initial))).collect();
                account(u32::try_from(slots.len()).unwrap(), credentials).unwrap()
            };
            let (added_to, opened) = match deployed.how {
                How::Added => (chain.accounts.len().checked_sub(1), opened(&[(0, id, false)])),
                How::Initial => (None, opened(&[(0, id, true)])),
                How::Opened => (None, opened(&[(0, id, false)])),
                How::Removed => (None, opened(&[(0, somebody, false)])),
                How::Shared => (None, opened(&[(0, somebody, false), (3, id, false)])),
            };
            let at = added_to.unwrap_or(chain.accounts.len());
            if let Some(existing) = chain.accounts.get_mut(at) {
                let slot = existing.credentials.last_key_value().unwrap().0.0 + 1;
                existing.credentials.insert(AccountSlot(slot), credential(id, false));
            } else {
                chain.accounts.push(opened);
            }
            chain.of.insert(id, at);
        }
        chain
    }

    fn get(&self, id: &CredentialId) -> Option<&AccountOnChain> {
        self.of.get(id).map(|at| &self.accounts[*at])
    }

    /// Whether it opened an account: only those are on the list.
    fn is_listed(&self, id: &CredentialId) -> bool {
        self.get(id).is_some_and(|account| account.opened_by().unwrap().id == *id)
    }

    /// What stands on the accounts that these lead to.
    fn beside<'a>(&self, found: impl IntoIterator<Item = &'a CredentialId>) -> BTreeSet<CredentialId> {
        found.into_iter().flat_map(|id| self.get(id).unwrap().credentials.values().map(|it| it.id)).collect()
    }

    /// What comparing the list alone finds, the plain way: what opened an account, and what stands on those.
    fn by_list(&self) -> BTreeSet<CredentialId> {
        let mut found: BTreeSet<CredentialId> =
            IDS.values().flatten().filter(|id| self.is_listed(id)).copied().collect();
        loop {
            let beside: BTreeSet<_> = self.beside(&found).into_iter().filter(is_ours).collect();
            if beside.is_subset(&found) {
                return found;
            }
            found.extend(beside);
        }
    }

    /// What a complete search finds, the plain way: widen while there is a hit near the end, and take along what stands on the
    /// accounts that were found. `before` was found by other means; `deeper` is what the person asked for.
    fn by_search(
        &self,
        search: (Place, KeyVersion),
        before: &BTreeSet<CredentialId>,
        deeper: Option<u8>,
    ) -> BTreeSet<CredentialId> {
        let ids = &IDS[&search];
        let start = first_numbers(search.0);
        let whole = |bound: usize, ceiling: u8| {
            let (batch, ceiling) = (usize::from(BATCH), usize::from(ceiling) + 1);
            (start..).step_by(batch).find(|end| *end >= bound.min(ceiling)).unwrap().min(ceiling)
        };
        let mut found: BTreeSet<CredentialId> = before.iter().filter(|id| ids.contains(id)).copied().collect();
        loop {
            let hits = ids.iter().enumerate().filter(|(_, id)| found.contains(id)).map(|(number, _)| number);
            let end = hits
                .map(|number| whole(number + 1 + usize::from(MARGIN), DEEPEST))
                .chain(deeper.map(|deeper| whole(usize::from(deeper) + 1, DEEPEST_ON_REQUEST)))
                .fold(start, usize::max);
            let beside = self.beside(&found);
            let now: BTreeSet<CredentialId> = ids
                .iter()
                .enumerate()
                .filter(|(number, id)| (*number < end && self.of.contains_key(id)) || beside.contains(id))
                .map(|(_, id)| *id)
                .chain(found.iter().copied())
                .collect();
            if now == found {
                return found;
            }
            found = now;
        }
    }
}

fn first_numbers(place: Place) -> usize {
    let max = phones().into_iter().find(|phone| Place::Phone(phone.identity) == place).and_then(|it| it.max_accounts);
    max.map_or(usize::from(BATCH), |max| usize::from(max) + 1)
}

fn is_ours(id: &CredentialId) -> bool {
    OURS.contains_key(id)
}

/// Small reproducible randomness (SplitMix64).
struct Chaos(u64);

impl Chaos {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// A run with everything that can go wrong, and what the outside world knows about it.
struct World<'a> {
    chain: &'a Chain,
    chaos: Chaos,
    recovery: Recovery,
    /// The person may choose to have everything asked one by one, in the middle.
    may_switch: bool,
    /// Every credential id that was ever asked about or compared, by its place.
    asked: BTreeMap<Place, BTreeSet<CredentialId>>,
    told_found: BTreeSet<CredentialId>,
    told_absent: BTreeSet<CredentialId>,
    told_unlisted: BTreeSet<CredentialId>,
    told_listed: BTreeSet<CredentialId>,
    left_out: BTreeSet<Place>,
    /// Left out, and to be searched after all.
    wanted: BTreeSet<Place>,
    /// How often a place's key was taken in.
    keys_given: BTreeMap<Place, u32>,
    deeper: BTreeMap<Place, u8>,
    /// Places whose ids may be forgotten.
    restarted: BTreeSet<Place>,
    continued_at: BTreeMap<usize, Option<IdentityIndex>>,
}

impl<'a> World<'a> {
    fn new(chain: &'a Chain, chaos: u64, inquiry: Inquiry, may_switch: bool) -> Self {
        let mut chaos = Chaos(chaos);
        let mut tracks = tracks().to_vec();
        let first = tracks.remove(chaos.below(3));
        let second = tracks.remove(chaos.below(2));
        let third = tracks.remove(0);
        let route = Route::new().then(first).then(second).then(third).asking(inquiry);
        Self {
            chain,
            chaos,
            recovery: Recovery::new(basis(), route),
            may_switch,
            asked: BTreeMap::new(),
            told_found: BTreeSet::new(),
            told_absent: BTreeSet::new(),
            told_unlisted: BTreeSet::new(),
            told_listed: BTreeSet::new(),
            left_out: BTreeSet::new(),
            wanted: BTreeSet::new(),
            keys_given: BTreeMap::new(),
            deeper: BTreeMap::new(),
            restarted: BTreeSet::new(),
            continued_at: BTreeMap::new(),
        }
    }

    /// Until every place was searched, and nothing is open.
    fn run(&mut self, faults: bool) {
        for _ in 0..100_000 {
            if self.chaos.one_in(9) {
                self.restart();
            }
            if faults {
                self.meddle();
            }
            match self.recovery.step() {
                Step::AskKey { place, is_again } => self.give_key(place, is_again, faults),
                Step::Scan { wanted } => self.scan(&wanted, faults),
                Step::LookUp { batch } => self.look_up(&batch, faults),
                Step::Suggest { track, empty_in_a_row, found, .. } => {
                    self.check_suggestion(&track, empty_in_a_row, found);
                    let event = if self.chaos.one_in(3) { Event::NextTrack } else { Event::Continue };
                    self.say(event);
                }
                Step::Finished => {
                    if let Some(place) = self.left_out.pop_first() {
                        self.wanted.insert(place);
                        self.handle(Event::Revisit { place });
                    } else if self.keys_given.len() == places().count() {
                        return;
                    } else {
                        self.say(Event::Continue);
                    }
                }
            }
        }
        panic!("the run does not come to its end: {:?}", self.recovery.step());
    }

    /// Until whatever was given up is checked, too.
    fn settle(&mut self) {
        for _ in 0..100 {
            self.run(false);
            if self.recovery.report().totals.not_checked == 0 && self.recovery.step() == Step::Finished {
                return;
            }
            self.handle(Event::CheckAgain);
        }
        panic!("never settled: {:?}", self.recovery.progress());
    }

    fn handle(&mut self, event: Event) {
        self.recovery.handle(event).unwrap();
    }

    /// What the person says about going on; the empties behind it count no more.
    fn say(&mut self, event: Event) {
        if matches!(event, Event::Stop) {
            self.left_out.append(&mut self.wanted);
        }
        self.handle(event);
        self.continued_at =
            (0..3).map(|track| (track, self.on_track(track).next_back().and_then(|place| place.index()))).collect();
    }

    fn on_track(&self, track: usize) -> impl DoubleEndedIterator<Item = Place> {
        let track = tracks()[track].clone();
        let begun: BTreeSet<Place> =
            self.keys_given.keys().chain(&self.left_out).chain(&self.wanted).copied().collect();
        begun.into_iter().filter(move |place| track.holds(*place))
    }

    fn meddle(&mut self) {
        if self.chaos.one_in(12) {
            let begun: Vec<Place> = self.keys_given.keys().copied().collect();
            let to = u8::try_from(self.chaos.below(usize::from(DEEPEST_ON_REQUEST) + 1)).unwrap();
            let place = (!begun.is_empty() && !self.chaos.one_in(4)).then(|| begun[self.chaos.below(begun.len())]);
            self.handle(Event::LookDeeper { place, to });
            for place in begun.into_iter().filter(|it| place.is_none_or(|place| place == *it)) {
                let deeper = self.deeper.entry(place).or_default();
                *deeper = to.max(*deeper);
            }
        }
        if self.may_switch && self.chaos.one_in(60) {
            self.handle(Event::AskOneByOne);
        }
        if self.chaos.one_in(20) {
            let node = ["a", "b"][self.chaos.below(2)].to_owned();
            self.handle(Event::Heard(Witness { node, block: None, at: 7 }));
            self.handle(Event::Clock { now: 7 });
        }
    }

    fn give_key(&mut self, place: Place, is_again: bool, faults: bool) {
        if is_again {
            assert!(self.restarted.contains(&place) && self.deeper.contains_key(&place), "{place:?} was answered");
        } else if let Some(index) = place.index()
            && !self.wanted.contains(&place)
        {
            let track = tracks().iter().position(|track| track.holds(place)).unwrap();
            assert_eq!(usize::try_from(index.get()).unwrap(), self.on_track(track).count(), "the run skipped an index");
        }
        match self.chaos.below(if faults { 14 } else { 7 }) {
            0 => self.unchanged(|world| world.handle(Event::Declined { place })),
            1 => self.other_ledger(place),
            2 => self.wrong_index(place),
            // A late answer for another place.
            3 => {
                let answered: Vec<Place> =
                    self.keys_given.keys().filter(|other| !self.deeper.contains_key(other)).copied().collect();
                if let Some(other) = answered.first().copied() {
                    let given = self.given(other);
                    self.unchanged(|world| world.handle(Event::Key { place: other, given }));
                }
            }
            7 => {
                self.handle(Event::Skip { place });
                self.wanted.remove(&place);
                if !is_again {
                    self.left_out.insert(place);
                }
            }
            8 => self.say(Event::Stop),
            9 => self.say(Event::NextTrack),
            _ => {
                let given = self.given(place);
                self.handle(Event::Key { place, given });
                self.wanted.remove(&place);
                *self.keys_given.entry(place).or_default() += 1;
                self.restarted.remove(&place);
                self.asked.entry(place).or_default();
            }
        }
    }

    /// The right key, in one of the forms it can have.
    fn given(&mut self, place: Place) -> Given {
        let seed = seed(place);
        let key = || derive_prf_key(&seed, KeyVersion::V1);
        match place.device() {
            None => Given::Wallet(key()),
            Some(device) => {
                let is_key = place.path() != Some(LedgerPath::Legacy) && self.chaos.one_in(2);
                let key = if is_key { LedgerKey::Key(key()) } else { LedgerKey::Seed(seed) };
                Given::Ledger { device, key, is_proven: self.chaos.one_in(2) }
            }
        }
    }

    fn other_ledger(&mut self, place: Place) {
        if place.device().is_none() {
            return;
        }
        let key = LedgerKey::Seed(PrfKeySeed::new([0xee; 32]));
        let given = Given::Ledger { device: OTHER_DEVICE, key, is_proven: true };
        self.unchanged(|world| {
            let refused = world.recovery.handle(Event::Key { place, given }).unwrap_err();
            assert_eq!(refused, RecoveryError::OtherDevice { expected: DEVICE, found: OTHER_DEVICE });
            world.handle(Event::Declined { place });
        });
    }

    /// The app answers with the key of index 0, and does not say so.
    fn wrong_index(&mut self, place: Place) {
        let Some(path) = place.path() else { return };
        let mistaken = on_ledger(path, 0);
        if place == mistaken || !self.keys_given.contains_key(&mistaken) {
            return;
        }
        let given = Given::Ledger { device: DEVICE, key: LedgerKey::Seed(seed(mistaken)), is_proven: false };
        self.unchanged(|world| {
            let refused = world.recovery.handle(Event::Key { place, given }).unwrap_err();
            // One that was answered before is known by its own first key.
            let is_known = world.keys_given.contains_key(&place);
            let twice = RecoveryError::SameKeyTwice { place, earlier: mistaken };
            assert_eq!(refused, if is_known { RecoveryError::OtherKey { place } } else { twice });
        });
    }

    /// Something that must not move the run.
    fn unchanged(&mut self, change: impl FnOnce(&mut Self)) {
        let before = (self.recovery.coverage(), self.recovery.step());
        change(self);
        assert_eq!((self.recovery.coverage(), self.recovery.step()), before);
    }

    fn scan(&mut self, wanted: &[CredentialId], faults: bool) {
        assert!(!wanted.is_empty());
        for id in wanted {
            let told = [&self.told_found, &self.told_absent, &self.told_unlisted, &self.told_listed];
            assert!(told.iter().all(|told| !told.contains(id)), "compared again although answered");
            self.asked.get_mut(&place_of(id)).unwrap().insert(*id);
        }
        let (hits, misses): (Vec<_>, Vec<_>) = wanted.iter().partition(|id| self.chain.is_listed(id));
        match self.chaos.below(if faults { 8 } else { 4 }) {
            // Some hits come early, and are looked up while the list goes on.
            0 | 1 if !hits.is_empty() => {
                let early = hits[self.chaos.below(hits.len())];
                self.hit(early);
            }
            4 => self.unchanged_but_tries(|world| world.handle(Event::ScanFailed { code: "node-truncated" })),
            5 => self.handle(Event::GiveUp),
            6 => self.say(Event::Stop),
            7 => self.handle(Event::CheckAgain),
            _ => {
                hits.into_iter().for_each(|id| self.hit(id));
                self.told_unlisted.extend(&misses);
                self.handle(Event::ScanFinished { unlisted: misses });
            }
        }
    }

    fn hit(&mut self, credential_id: CredentialId) {
        self.told_listed.insert(credential_id);
        self.handle(Event::ScanHit { credential_id });
    }

    fn look_up(&mut self, batch: &[Query], faults: bool) {
        assert!(!batch.is_empty());
        for query in batch {
            let place = place_of(&query.credential_id);
            let ((_, version), number) = OURS[&query.credential_id];
            assert_eq!(usize::try_from(query.number.0).unwrap(), number);
            assert_eq!(query.identity, place.identity(version));
            let answered = [&self.told_found, &self.told_absent].iter().any(|told| told.contains(&query.credential_id));
            assert!(!answered, "asked again although answered");
            if self.recovery.inquiry() == Inquiry::ListFirst {
                let is_seen = self.told_listed.contains(&query.credential_id)
                    || self.chain.beside(&self.told_found).contains(&query.credential_id);
                assert!(is_seen, "the node is told an id it did not name first");
            }
            self.asked.get_mut(&place).unwrap().insert(query.credential_id);
        }
        let query = &batch[self.chaos.below(batch.len())];
        let id = query.credential_id;
        match self.chaos.below(if faults { 24 } else { 12 }) {
            0 => self.handle(Event::Absent { credential_id: CredentialId::new([7; 48]) }),
            1 => self.repeat_an_answer(),
            12..20 => self.unchanged_but_tries(|world| {
                world.handle(Event::Failed { credential_id: id, code: "node-timed-out" });
            }),
            20 => {
                self.handle(Event::GiveUp);
                if self.chaos.one_in(2) {
                    // The answer comes after all.
                    self.answer(id);
                }
            }
            21 => self.say(Event::Stop),
            22 => self.handle(Event::CheckAgain),
            23 if self.told_listed.contains(&id) => self.unchanged_but_tries(|world| {
                // A node that is behind denies what the list has.
                world.handle(Event::Absent { credential_id: id });
            }),
            _ => self.answer(id),
        }
    }

    /// A failure leaves everything as it was, but for how often it was tried.
    fn unchanged_but_tries(&mut self, change: impl FnOnce(&mut Self)) {
        let open = |recovery: &Recovery| match recovery.step() {
            Step::LookUp { batch } => batch.into_iter().map(|query| query.credential_id).collect(),
            Step::Scan { wanted } => wanted,
            Step::AskKey { .. } | Step::Suggest { .. } | Step::Finished => panic!("a failure moved the run"),
        };
        let before = (self.recovery.coverage(), open(&self.recovery));
        change(self);
        assert_eq!((self.recovery.coverage(), open(&self.recovery)), before);
    }

    fn answer(&mut self, id: CredentialId) {
        if let Some(account) = self.chain.get(&id) {
            self.handle(Event::Found { credential_id: id, account: Box::new(account.clone()) });
            self.told_found.insert(id);
            // What stands there besides was said by the same answer.
            let coverage = found_ids(&self.recovery.coverage());
            self.told_found.extend(self.chain.beside([&id]).intersection(&coverage));
        } else {
            self.told_absent.insert(id);
            self.handle(Event::Absent { credential_id: id });
        }
    }

    /// Answers that come twice, or that contradict the first one, change nothing.
    fn repeat_an_answer(&mut self) {
        let before = self.recovery.checkpoint();
        if let Some(id) = self.told_found.first().copied() {
            self.handle(Event::Absent { credential_id: id });
            self.handle(Event::Failed { credential_id: id, code: "node-timed-out" });
            self.handle(Event::ScanHit { credential_id: id });
        }
        if let Some(id) = self.told_absent.last().copied() {
            let account = account(1, [(AccountSlot(0), credential(id, false))].into()).unwrap();
            self.handle(Event::Found { credential_id: id, account: Box::new(account) });
            self.handle(Event::ScanHit { credential_id: id });
        }
        assert_eq!(self.recovery.checkpoint(), before);
    }

    fn restart(&mut self) {
        let bytes = self.recovery.checkpoint().encode();
        assert_no_secret(std::str::from_utf8(&bytes).unwrap());
        self.check_honesty();
        let before = (self.recovery.step(), self.recovery.report(), self.recovery.outcome());
        let checkpoint = Checkpoint::decode(&bytes).unwrap();
        assert_eq!(checkpoint.found(), self.accounts_found().len());
        self.recovery = Recovery::resume(basis(), &checkpoint).unwrap();
        self.restarted.extend(self.keys_given.keys());
        assert_eq!(self.recovery.step(), before.0);
        assert_eq!(self.recovery.report(), before.1);
        assert_eq!(self.recovery.outcome(), before.2);
        assert_eq!(self.recovery.checkpoint().encode(), bytes);
    }

    /// Nothing is claimed that nobody said; everything is in exactly one place.
    fn check_honesty(&self) {
        for place in &self.recovery.coverage().places {
            for version in &place.versions {
                let id = |number: u8| {
                    let key = (place.place, version.version.unwrap_or(KeyVersion::V1));
                    IDS[&key].get(usize::from(number)).copied()
                };
                let said = |told: &BTreeSet<CredentialId>, number| id(number).is_some_and(|id| told.contains(&id));
                assert!(
                    version.absent.iter().all(|number| said(&self.told_absent, number)),
                    "nobody said so: {version:?}"
                );
                assert!(version.unlisted.iter().all(|number| said(&self.told_unlisted, number)), "{version:?}");
                assert!(version.found.iter().all(|number| said(&self.told_found, number)), "{version:?}");
                let sets = [
                    &version.found,
                    &version.absent,
                    &version.not_checked,
                    &version.unlisted,
                    &version.under_way,
                    &version.not_searched,
                ];
                for number in 0..=u8::MAX {
                    assert_eq!(sets.iter().filter(|set| set.contains(number)).count(), 1, "{number} of {version:?}");
                }
                assert_eq!(place.is_left_out, version.not_searched.len() == 256, "{place:?}");
            }
        }
    }

    fn accounts_found(&self) -> BTreeSet<usize> {
        self.told_found.iter().map(|id| self.chain.of[id]).collect()
    }

    fn check_suggestion(&self, track: &Track, empty_in_a_row: u32, found: u32) {
        assert_eq!(usize::try_from(found).unwrap(), self.accounts_found().len());
        let track = tracks().iter().position(|it| it == track).unwrap();
        if self.told_unlisted.is_empty() {
            let row: Vec<Place> = self.on_track(track).rev().take_while(|place| self.is_empty(*place)).collect();
            assert_eq!(usize::try_from(empty_in_a_row).unwrap(), row.len());
            let continued_at = self.continued_at.get(&track).copied().flatten();
            let new = row.iter().filter(|place| continued_at.is_none_or(|at| place.index() > Some(at))).count();
            assert!(new >= usize::try_from(SUGGEST_AFTER).unwrap());
        }
    }

    /// Whether every credential id of a place was answered with "absent".
    fn is_empty(&self, place: Place) -> bool {
        self.asked.get(&place).is_some_and(|asked| !asked.is_empty() && asked.is_subset(&self.told_absent))
    }
}

fn place_of(id: &CredentialId) -> Place {
    OURS[id].0.0
}

fn found_ids(coverage: &Coverage) -> BTreeSet<CredentialId> {
    let versions =
        coverage.places.iter().flat_map(|place| place.versions.iter().map(move |version| (place.place, version)));
    versions
        .flat_map(|(place, version)| {
            let ids = &IDS[&(place, version.version.unwrap_or(KeyVersion::V1))];
            version.found.iter().map(|number| ids[usize::from(number)]).collect::<Vec<_>>()
        })
        .collect()
}

fn assert_no_secret(text: &str) {
    let text = text.to_lowercase();
    // A secret is one run of digits; most of what is there is no such run.
    for run in text.split(|letter: char| !letter.is_ascii_hexdigit()).filter(|run| run.len() >= 2 * PrfKeySeed::LEN) {
        assert!(SECRETS.iter().all(|secret| !run.contains(secret)));
    }
}

/// The outcome says what these credentials say, and nothing else.
fn check_outcome(recovery: &Recovery, chain: &Chain, expected: &BTreeSet<CredentialId>) {
    let outcome = recovery.outcome();
    let found = &outcome.networks[&NETWORK];
    let of = |id: &CredentialId| {
        let ((place, version), number) = OURS[id];
        let account = chain.get(id).unwrap();
        let slot = account.slot_of(id).map(|(slot, _)| slot);
        let index = CredentialIndex(number.try_into().unwrap());
        (place.identity(version), index, slot, AccountKey::Address(account.address))
    };
    let ours: BTreeMap<_, _> =
        found.credentials.values().map(|it| (it.id, (it.identity, it.index, it.slot, it.account.clone()))).collect();
    assert_eq!(ours, expected.iter().map(|id| (*id, of(id))).collect());

    // An identity from a phone is in the wallet already: no placeholder stands in for it.
    let identities: BTreeSet<IdentityKey> =
        ours.values().map(|(identity, ..)| *identity).filter(|identity| identity.device().is_some()).collect();
    assert_eq!(found.identities.keys().copied().collect::<BTreeSet<_>>(), identities);
    let accounts: BTreeSet<AccountKey> = ours.values().map(|(.., account)| account.clone()).collect();
    assert_eq!(found.accounts.keys().cloned().collect::<BTreeSet<_>>(), accounts);
    assert_eq!(found.contacts.len(), found.accounts.len());
    assert!(!outcome.holds_keys());

    let others: BTreeSet<CredentialId> = chain.beside(expected).into_iter().filter(|id| !is_ours(id)).collect();
    let cosigners: BTreeSet<CredentialId> = found.cosigners.keys().copied().collect();
    assert!(others.is_subset(&cosigners));
    assert!(cosigners.iter().all(|id| !expected.contains(id)));

    let report = recovery.report();
    assert_eq!(usize::try_from(report.totals.accounts).unwrap(), found.accounts.len());
    assert_eq!(usize::try_from(report.totals.found).unwrap(), expected.len());
}

fn complete_reference(world: &World<'_>, before: &BTreeSet<CredentialId>) -> BTreeSet<CredentialId> {
    let deeper = |place| world.deeper.get(&place).copied();
    SEARCHES.iter().flat_map(|search| world.chain.by_search(*search, before, deeper(search.0))).collect()
}

/// What was asked for and given up by a stop is asked for again.
fn look_deeper_again(world: &mut World<'_>) {
    for (place, to) in world.deeper.clone() {
        world.handle(Event::LookDeeper { place: Some(place), to });
    }
    world.settle();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(16)))]

    #[test]
    #[ignore = "a property over whole searches: eight seconds"]
    fn the_same_chain_gives_the_same_result_whatever_fails(
        all in prop::collection::vec(deployed(), 0..20),
        chaos in any::<u64>(),
    ) {
        let chain = Chain::new(&all);
        let mut world = World::new(&chain, chaos, Inquiry::Complete, false);
        world.run(true);
        world.settle();
        look_deeper_again(&mut world);
        let again = world.keys_given.iter().filter(|(place, _)| !world.deeper.contains_key(*place));
        prop_assert!(again.into_iter().all(|(_, keys)| *keys == 1), "one approval for each place");
        check_outcome(&world.recovery, &chain, &complete_reference(&world, &BTreeSet::new()));
        for progress in world.recovery.progress().places {
            prop_assert_eq!(progress.state, PlaceState::Done);
            prop_assert_eq!(progress.checked, progress.total);
        }
    }

    #[test]
    #[ignore = "a property over whole searches: seven seconds"]
    fn the_list_finds_what_opened_accounts_and_the_rest_is_found_one_by_one(
        all in prop::collection::vec(deployed(), 0..20),
        chaos in any::<u64>(),
    ) {
        let chain = Chain::new(&all);
        let mut world = World::new(&chain, chaos, Inquiry::ListFirst, false);
        world.run(true);
        world.settle();
        let by_list = chain.by_list();
        check_outcome(&world.recovery, &chain, &by_list);
        prop_assert!(world.told_absent.is_empty(), "the node was asked about nothing that is not there");
        prop_assert!(world.keys_given.values().all(|keys| *keys == 1), "one approval for each place");
        world.check_honesty();

        world.handle(Event::AskOneByOne);
        world.settle();
        look_deeper_again(&mut world);
        check_outcome(&world.recovery, &chain, &complete_reference(&world, &by_list));
        world.check_honesty();
    }

    #[test]
    #[ignore = "a property over whole searches: seven seconds"]
    fn changing_ones_mind_about_the_list_loses_nothing(
        all in prop::collection::vec(deployed(), 0..20),
        chaos in any::<u64>(),
    ) {
        let chain = Chain::new(&all);
        let mut world = World::new(&chain, chaos, Inquiry::ListFirst, true);
        world.run(true);
        world.handle(Event::AskOneByOne);
        world.settle();
        look_deeper_again(&mut world);
        let found = found_ids(&world.recovery.coverage());
        prop_assert!(complete_reference(&world, &world.told_listed).is_subset(&found));
        check_outcome(&world.recovery, &chain, &found);
        world.check_honesty();
    }

    #[test]
    fn a_damaged_checkpoint_never_panics(
        chaos in any::<u64>(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        let id = IDS[&(on_ledger(LedgerPath::Legacy, 0), KeyVersion::V1)][3];
        let chain = Chain::new(&[Deployed { search: SEARCHES[0], number: 3, how: How::Initial }]);
        prop_assert!(chain.get(&id).is_some());
        let mut world = World::new(&chain, chaos, Inquiry::ListFirst, true);
        let steps = world.chaos.below(60);
        for _ in 0..steps {
            match world.recovery.step() {
                Step::AskKey { place, is_again } => world.give_key(place, is_again, true),
                Step::Scan { wanted } => world.scan(&wanted, true),
                Step::LookUp { batch } => world.look_up(&batch, true),
                Step::Suggest { .. } | Step::Finished => world.say(Event::Continue),
            }
        }
        let mut bytes = world.recovery.checkpoint().encode();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        if let Ok(checkpoint) = Checkpoint::decode(&bytes) {
            let basis = Basis { network: checkpoint.network(), ..basis() };
            let mut resumed = Recovery::resume(basis, &checkpoint).unwrap();
            for event in [Event::CheckAgain, Event::LookDeeper { place: None, to: 255 }, Event::AskOneByOne, Event::Stop] {
                resumed.handle(event).unwrap();
                drop((resumed.step(), resumed.outcome(), resumed.progress(), resumed.report()));
                prop_assert!(Checkpoint::decode(&resumed.checkpoint().encode()).is_ok());
            }
        }
    }
}

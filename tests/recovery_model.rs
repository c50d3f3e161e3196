//! Recovery against a plain reference: any chain, any order of answers, any faults, restarts at any moment.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "support/recovery.rs"]
mod fixtures;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use fixtures::{account, credential, generator};
use lifeboat::chain::{Generator, derive_credential_ids, derive_prf_key};
use lifeboat::model::{
    AccountKey, AccountSlot, CredentialId, CredentialIndex, GenesisHash, IdentityIndex, IdentityKey, KeyVersion,
    LedgerPath, PairingKey,
};
use lifeboat::node::AccountOnChain;
use lifeboat::recovery::{Checkpoint, Event, IndexState, Known, Plan, Query, Recovery, Step};
use lifeboat::secret::PrfKeySeed;
use proptest::prelude::*;
use serde_json::Value;

const DEVICE: PairingKey = PairingKey::new([0x3d; 32]);
const NETWORK: GenesisHash = GenesisHash::new([0x42; 32]);
const INDICES: u32 = 7;
const BATCH: u8 = 4;
const MARGIN: u8 = 2;
const DEEPEST: u8 = 11;
const SUGGEST_AFTER: u32 = 2;

static GENERATOR: LazyLock<Generator> = LazyLock::new(generator);
static IDS: LazyLock<BTreeMap<(u32, KeyVersion), Vec<CredentialId>>> = LazyLock::new(|| {
    (0..INDICES).flat_map(|index| KeyVersion::ALL.map(|version| ((index, version), ids(index, version)))).collect()
});

fn index(number: u32) -> IdentityIndex {
    IdentityIndex::new(number).unwrap()
}

fn seed(index: u32) -> PrfKeySeed {
    PrfKeySeed::new([u8::try_from(index + 1).unwrap(); 32])
}

fn ids(index: u32, version: KeyVersion) -> Vec<CredentialId> {
    let key = derive_prf_key(&seed(index), version);
    derive_credential_ids(&GENERATOR, &key, 0..=DEEPEST).into_iter().map(|(_, id)| id).collect()
}

fn plan() -> Plan {
    Plan {
        batch: BATCH,
        margin: MARGIN,
        deepest: DEEPEST,
        max_indices: INDICES.try_into().unwrap(),
        suggest_after: SUGGEST_AFTER,
        ..Plan::standard()
    }
}

fn new_run() -> Recovery {
    Recovery::new(plan(), GENERATOR.clone(), DEVICE, NETWORK, Known::default())
}

fn identity(index: u32, version: KeyVersion) -> IdentityKey {
    IdentityKey::Ledger { device: DEVICE, path: LedgerPath::Legacy, index: self::index(index), version }
}

/// A credential of ours and how it got on the chain.
#[derive(Debug, Clone)]
struct Deployed {
    index: u32,
    version: KeyVersion,
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
    // Low numbers are the usual ones; high ones are reached only through others near the end of a batch.
    let number = prop_oneof![3 => 0..BATCH, 1 => 0..=DEEPEST];
    (0..INDICES, prop::sample::select(KeyVersion::ALL.to_vec()), number, how)
        .prop_map(|(index, version, number, how)| Deployed { index, version, number, how })
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
            let id = IDS[&(deployed.index, deployed.version)][usize::from(deployed.number)];
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

    /// What a search of one index and version reaches, the plain way: widen while there is a hit near the end.
    fn reach(&self, index: u32, version: KeyVersion) -> BTreeMap<u8, CredentialId> {
        let ids = &IDS[&(index, version)];
        let mut end = BATCH;
        loop {
            let found: BTreeMap<u8, CredentialId> = (0..end)
                .map(|number| (number, ids[usize::from(number)]))
                .filter(|(_, id)| self.of.contains_key(id))
                .collect();
            let near_the_end = found.keys().any(|number| number + MARGIN >= end);
            if !near_the_end || end > DEEPEST {
                return found;
            }
            end = (end + BATCH).min(DEEPEST + 1);
        }
    }
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
    /// Every credential id that was ever asked about, by its index.
    asked: BTreeMap<u32, BTreeSet<CredentialId>>,
    told_found: BTreeSet<CredentialId>,
    told_absent: BTreeSet<CredentialId>,
    device_prompts: BTreeMap<u32, u32>,
    continued_at: Option<u32>,
}

impl<'a> World<'a> {
    fn new(chain: &'a Chain, chaos: u64) -> Self {
        Self {
            chain,
            chaos: Chaos(chaos),
            recovery: new_run(),
            asked: BTreeMap::new(),
            told_found: BTreeSet::new(),
            told_absent: BTreeSet::new(),
            device_prompts: BTreeMap::new(),
            continued_at: None,
        }
    }

    fn run(&mut self, faults: bool) {
        loop {
            if self.chaos.one_in(6) {
                self.restart();
            }
            match self.recovery.step() {
                Step::AskDevice { index } => self.ask_device(index),
                Step::LookUp { batch } => self.look_up(&batch, faults),
                Step::Suggest { empty_in_a_row, found } => {
                    let row = self.empty_row();
                    assert_eq!(usize::try_from(empty_in_a_row).unwrap(), row.len());
                    assert!(self.since_last_time(&row) >= SUGGEST_AFTER);
                    assert_eq!(usize::try_from(found).unwrap(), self.accounts_found().len());
                    self.handle(Event::Continue);
                    self.continued_at = self.asked.keys().last().copied();
                }
                Step::Finished => {
                    if self.asked.len() == usize::try_from(INDICES).unwrap() {
                        return;
                    }
                    // The person had said stop, and now wants to look for more.
                    self.handle(Event::Continue);
                    self.continued_at = self.asked.keys().last().copied();
                }
            }
        }
    }

    fn handle(&mut self, event: Event) {
        self.recovery.handle(event).unwrap();
    }

    fn ask_device(&mut self, index: IdentityIndex) {
        assert!(self.since_last_time(&self.empty_row()) < SUGGEST_AFTER, "a suggestion was due");
        assert_eq!(usize::try_from(index.get()).unwrap(), self.asked.len(), "the cursor skipped an index");
        match self.chaos.below(8) {
            0 => self.handle(Event::Declined { index }),
            1 => self.handle(Event::Stop),
            // A late answer for another index.
            2 => self.handle(Event::Seed { index: self::index(index.get() + 1), seed: seed(index.get()) }),
            _ => {
                self.handle(Event::Seed { index, seed: seed(index.get()) });
                self.asked.insert(index.get(), BTreeSet::new());
                *self.device_prompts.entry(index.get()).or_default() += 1;
            }
        }
    }

    fn look_up(&mut self, batch: &[Query], faults: bool) {
        assert!(!batch.is_empty());
        for query in batch {
            let key = (query.identity.index().unwrap().get(), query.identity.version().unwrap());
            assert_eq!(IDS[&key][usize::try_from(query.number.0).unwrap()], query.credential_id);
            self.asked.get_mut(&key.0).unwrap().insert(query.credential_id);
            let answered = [&self.told_found, &self.told_absent].iter().any(|told| told.contains(&query.credential_id));
            assert!(!answered, "asked again although answered");
        }
        let query = &batch[self.chaos.below(batch.len())];
        let id = query.credential_id;
        match self.chaos.below(if faults { 24 } else { 12 }) {
            0 => self.handle(Event::Absent { credential_id: CredentialId::new([7; 48]) }),
            1 => self.repeat_an_answer(),
            12..20 => {
                let before: Vec<CredentialId> = batch.iter().map(|query| query.credential_id).collect();
                self.handle(Event::Failed { credential_id: id, code: "node-timed-out" });
                let Step::LookUp { batch: after } = self.recovery.step() else { panic!("a failure moved the run") };
                let after: Vec<CredentialId> = after.iter().map(|query| query.credential_id).collect();
                assert_eq!(before, after);
            }
            20 => {
                self.handle(Event::GiveUp);
                if self.chaos.one_in(2) {
                    // The answer comes after all.
                    self.answer(id);
                }
            }
            21 => self.handle(Event::Stop),
            22 => self.handle(Event::CheckAgain),
            _ => self.answer(id),
        }
    }

    fn answer(&mut self, id: CredentialId) {
        if let Some(account) = self.chain.get(&id) {
            self.told_found.insert(id);
            self.handle(Event::Found { credential_id: id, account: Box::new(account.clone()) });
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
        }
        if let Some(id) = self.told_absent.last().copied() {
            let account = account(1, [(AccountSlot(0), credential(id, false))].into()).unwrap();
            self.handle(Event::Found { credential_id: id, account: Box::new(account) });
        }
        assert_eq!(self.recovery.checkpoint(), before);
    }

    fn restart(&mut self) {
        let bytes = self.recovery.checkpoint().encode();
        assert_no_secret(std::str::from_utf8(&bytes).unwrap());
        self.assert_absence_was_said(&serde_json::from_slice(&bytes).unwrap());
        let step = self.recovery.step();
        let checkpoint = Checkpoint::decode(&bytes).unwrap();
        assert_eq!(checkpoint.found(), self.accounts_found().len());
        self.recovery =
            Recovery::resume(&checkpoint, plan(), GENERATOR.clone(), DEVICE, NETWORK, Known::default()).unwrap();
        assert_eq!(self.recovery.step(), step);
        assert_eq!(self.recovery.checkpoint().encode(), bytes);
    }

    fn assert_absence_was_said(&self, checkpoint: &Value) {
        for saved in checkpoint["indices"].as_array().unwrap() {
            for search in saved["searches"].as_array().unwrap() {
                let index = u32::try_from(saved["index"].as_u64().unwrap()).unwrap();
                let version = if search["keyVersion"] == 1 { KeyVersion::V1 } else { KeyVersion::V0 };
                for number in search["absent"].as_array().unwrap() {
                    let id = IDS[&(index, version)][usize::try_from(number.as_u64().unwrap()).unwrap()];
                    assert!(self.told_absent.contains(&id), "nobody said that {id} is absent");
                }
            }
        }
    }

    fn accounts_found(&self) -> BTreeSet<usize> {
        self.told_found.iter().map(|id| self.chain.of[id]).collect()
    }

    /// The indices at the end whose every credential id was answered with "absent".
    fn empty_row(&self) -> Vec<u32> {
        self.asked
            .iter()
            .rev()
            .take_while(|(_, asked)| !asked.is_empty() && asked.is_subset(&self.told_absent))
            .map(|(index, _)| *index)
            .collect()
    }

    fn since_last_time(&self, row: &[u32]) -> u32 {
        let since = row.iter().filter(|index| self.continued_at.is_none_or(|at| **index > at)).count();
        u32::try_from(since).unwrap()
    }
}

fn assert_no_secret(text: &str) {
    let text = text.to_lowercase();
    for index in 0..INDICES {
        // EXPOSE: a test looks for the secret where it must not be.
        assert!(!text.contains(&hex::encode(seed(index).expose())));
        for version in KeyVersion::ALL {
            assert!(!text.contains(&hex::encode(derive_prf_key(&seed(index), version).expose())));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_same_chain_gives_the_same_result_whatever_fails(
        all in prop::collection::vec(deployed(), 0..16),
        chaos in any::<u64>(),
    ) {
        let chain = Chain::new(&all);
        let mut world = World::new(&chain, chaos);
        world.run(true);
        // Whatever was given up is said, and checked again until everything has its answer.
        let mut rounds = 0;
        while world.recovery.progress().not_checked > 0 {
            world.handle(Event::CheckAgain);
            world.run(false);
            rounds += 1;
            prop_assert!(rounds < 100);
        }
        prop_assert!(world.device_prompts.values().all(|prompts| *prompts == 1), "one approval for each index");

        let outcome = world.recovery.outcome();
        let found = &outcome.networks[&NETWORK];
        let mut expected = BTreeMap::new();
        for ((index, version), _) in IDS.iter() {
            for (number, id) in chain.reach(*index, *version) {
                let account = chain.get(&id).unwrap();
                let place = (identity(*index, *version), CredentialIndex(number.into()), account.slot_of(&id).map(|it| it.0));
                expected.insert(id, (place, AccountKey::Address(account.address)));
            }
        }
        let ours: BTreeMap<_, _> = found
            .credentials
            .values()
            .map(|it| (it.id, ((it.identity, it.index, it.slot), it.account.clone())))
            .collect();
        prop_assert_eq!(&ours, &expected);

        let identities: BTreeSet<IdentityKey> = expected.values().map(|((identity, ..), _)| *identity).collect();
        prop_assert_eq!(found.identities.keys().copied().collect::<BTreeSet<_>>(), identities);
        let accounts: BTreeSet<AccountKey> = expected.values().map(|(_, account)| account.clone()).collect();
        prop_assert_eq!(found.accounts.keys().cloned().collect::<BTreeSet<_>>(), accounts);
        prop_assert_eq!(found.contacts.len(), found.accounts.len());

        let listed = expected.keys().flat_map(|id| chain.get(id).unwrap().credentials.values()).map(|it| it.id);
        let others: BTreeSet<CredentialId> = listed.filter(|id| !expected.contains_key(id) && !is_ours(id)).collect();
        let cosigners: BTreeSet<CredentialId> = found.cosigners.keys().copied().collect();
        prop_assert!(others.is_subset(&cosigners));
        prop_assert!(cosigners.iter().all(|id| !expected.contains_key(id)));

        for progress in world.recovery.progress().indices {
            prop_assert_eq!(progress.state, IndexState::Done);
            prop_assert_eq!(progress.checked, progress.total);
        }
    }

    #[test]
    fn a_damaged_checkpoint_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut recovery = new_run();
        recovery.handle(Event::Seed { index: index(0), seed: seed(0) }).unwrap();
        let id = IDS[&(0, KeyVersion::V1)][3];
        let account = account(1, [(AccountSlot(0), credential(id, true))].into()).unwrap();
        recovery.handle(Event::Found { credential_id: id, account: Box::new(account) }).unwrap();
        let mut bytes = recovery.checkpoint().encode();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        if let Ok(checkpoint) = Checkpoint::decode(&bytes)
            && let Ok(mut resumed) =
                Recovery::resume(&checkpoint, plan(), GENERATOR.clone(), checkpoint.device(), checkpoint.network(), Known::default())
        {
            resumed.handle(Event::CheckAgain).unwrap();
            resumed.handle(Event::Stop).unwrap();
            drop((resumed.step(), resumed.outcome(), resumed.progress()));
        }
    }
}

fn is_ours(id: &CredentialId) -> bool {
    IDS.values().any(|ids| ids.contains(id))
}

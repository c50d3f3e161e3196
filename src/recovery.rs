//! Finding accounts with a Ledger: what to ask next, and what the answers add up to.
//! This module decides; it refuses to ask anybody itself, to keep a key, or to take silence for an answer.
//!
//! ```text
//!            step()                                       handle()
//! Recovery ─────────▶ AskDevice · LookUp · Suggest ─ … ─▶ Seed · Found · Absent · Failed · Stop … ─▶ Recovery
//!     │ checkpoint() after every event: ids and answers, no key          outcome(): a Wallet, ready for merge
//! ```
//!
//! Invariants, each with its test: a failure never moves the cursor and never becomes an absence; an absence was said by
//! the node for exactly that credential id; the same chain gives the same result whatever fails and whenever the run is
//! taken up again; a checkpoint holds no key. The rules in words: `docs/recovery.md`.

mod checkpoint;
mod control;
mod drive;
mod error;
mod hit;
mod known;
mod outcome;
mod plan;
mod progress;
mod search;

use std::collections::BTreeMap;

pub use checkpoint::Checkpoint;
pub use control::{Command, Control};
pub use drive::{Declined, RecoveryPorts, drive};
pub use error::RecoveryError;
pub use known::Known;
pub use outcome::POLICY_UNKNOWN;
pub use plan::Plan;
pub use progress::{AccountProgress, IndexProgress, IndexState, Progress};

use crate::chain::{Generator, derive_credential_ids, derive_prf_key};
use crate::model::{
    CredentialId, CredentialIndex, GenesisHash, IdentityIndex, IdentityKey, KeyVersion, LedgerPath, PairingKey,
};
use crate::node::AccountOnChain;
use crate::secret::PrfKeySeed;
use hit::Hit;
use search::{Answer, Search};

/// A recovery run on one network with one Ledger.
#[derive(Debug, Clone)]
pub struct Recovery {
    plan: Plan,
    generator: Generator,
    device: PairingKey,
    network: GenesisHash,
    known: Known,
    records: BTreeMap<IdentityIndex, Record>,
    /// The person said stop: nothing further is asked of the Ledger.
    stopped: bool,
    /// The last index when the person last said to go on; empties up to it lead to no suggestion any more.
    continued_at: Option<IdentityIndex>,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Ask the Ledger for the PRF key seed of this identity.
    AskDevice {
        /// Which identity.
        index: IdentityIndex,
    },
    /// Ask the node about these credential ids, all at once, in any order. Never empty.
    LookUp {
        /// Everything without an answer.
        batch: Vec<Query>,
    },
    /// Ask the person whether to go on.
    Suggest {
        /// Indices without an account, in a row.
        empty_in_a_row: u32,
        /// Accounts found in total.
        found: u32,
    },
    /// Nothing to do, until [`Event::Continue`] or [`Event::CheckAgain`].
    Finished,
}

/// One question to the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What to ask about.
    pub credential_id: CredentialId,
    /// The identity whose key made it.
    pub identity: IdentityKey,
    /// Its number under that identity.
    pub number: CredentialIndex,
    /// How often asking has failed.
    pub failures: u32,
}

/// What happened. Late, repeated and unknown events change nothing.
#[derive(Debug)]
pub enum Event {
    /// The Ledger's answer. Ignored unless it is for the index that comes next; the seed is used and wiped at once.
    Seed {
        /// Which identity was asked for.
        index: IdentityIndex,
        /// The answer.
        seed: PrfKeySeed,
    },
    /// The person refused on the Ledger: the same index stays next.
    Declined {
        /// Which identity was asked for.
        index: IdentityIndex,
    },
    /// Leave this index out; it is reported as not searched. Ignored unless it comes next.
    SkipIndex {
        /// Which identity.
        index: IdentityIndex,
    },
    /// The node knows the credential id. Also counts for one that was given up.
    Found {
        /// What was asked about.
        credential_id: CredentialId,
        /// The account it leads to.
        account: Box<AccountOnChain>,
    },
    /// The node said explicitly that nothing was ever made with this credential id. Also counts for one that was given up.
    Absent {
        /// What was asked about.
        credential_id: CredentialId,
    },
    /// Asking failed; the credential id stays open.
    Failed {
        /// What was asked about.
        credential_id: CredentialId,
        /// Code of the fault.
        code: &'static str,
    },
    /// Everything open is *not checked* from now on, and the run goes on.
    GiveUp,
    /// Everything *not checked* is open again. The Ledger is not needed for that.
    CheckAgain,
    /// Go on after a suggestion, or look for more after a stop.
    Continue,
    /// End the search. What was found stays; what is open becomes *not checked*.
    Stop,
}

/// What is known about one identity index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Record {
    /// The first credential id of the index: two indices with the same one mean that the Ledger answered for the wrong
    /// identity. `None` for an index that was left out.
    fingerprint: Option<CredentialId>,
    searches: BTreeMap<KeyVersion, Search>,
}

impl Recovery {
    /// A new run, beginning at index 0. `known` is what the wallet already holds of this Ledger on this network.
    #[must_use]
    pub fn new(plan: Plan, generator: Generator, device: PairingKey, network: GenesisHash, known: Known) -> Self {
        Self {
            plan: plan.within_bounds(),
            generator,
            device,
            network,
            known,
            records: BTreeMap::new(),
            stopped: false,
            continued_at: None,
        }
    }

    /// What to do next. Does not change anything; ask again after every event.
    #[must_use]
    pub fn step(&self) -> Step {
        let batch = self.open();
        if !batch.is_empty() {
            return Step::LookUp { batch };
        }
        if self.stopped {
            return Step::Finished;
        }
        if self.suggestion_is_due() {
            return Step::Suggest { empty_in_a_row: self.empty_in_a_row(), found: self.found() };
        }
        self.next_index().map_or(Step::Finished, |index| Step::AskDevice { index })
    }

    /// Takes in what happened.
    ///
    /// # Errors
    /// [`RecoveryError::SameKeyTwice`] when the Ledger gave one key for two indices; nothing is recorded then, and the
    /// index stays next.
    pub fn handle(&mut self, event: Event) -> Result<(), RecoveryError> {
        match event {
            Event::Seed { index, seed } => return self.begin(index, &seed),
            Event::SkipIndex { index } => {
                if self.next_index() == Some(index) {
                    self.records.insert(index, Record::default());
                }
            }
            Event::Found { credential_id, account } => {
                self.settle(&credential_id, &Answer::Found(Hit::read(credential_id, &account)));
            }
            Event::Absent { credential_id } => self.settle(&credential_id, &Answer::Absent),
            Event::Failed { credential_id, code } => self.settle(&credential_id, &Answer::Failed(code)),
            Event::GiveUp => self.searches_mut().for_each(Search::give_up),
            Event::CheckAgain => self.searches_mut().for_each(Search::check_again),
            Event::Continue => {
                if self.stopped || self.suggestion_is_due() {
                    self.stopped = false;
                    self.continued_at = self.last_index();
                }
            }
            Event::Stop => {
                self.searches_mut().for_each(Search::give_up);
                self.stopped = true;
            }
            Event::Declined { index: _ } => {}
        }
        Ok(())
    }

    /// The index the Ledger is asked for next, whether or not it is its turn.
    #[must_use]
    pub fn next_index(&self) -> Option<IdentityIndex> {
        if self.stopped || self.records.len() >= self.plan.max_indices {
            return None;
        }
        self.last_index().map_or(Some(IdentityIndex::FIRST), IdentityIndex::next)
    }

    /// The Ledger this run belongs to.
    #[must_use]
    pub const fn device(&self) -> PairingKey {
        self.device
    }

    /// The network this run belongs to.
    #[must_use]
    pub const fn network(&self) -> GenesisHash {
        self.network
    }

    fn begin(&mut self, index: IdentityIndex, seed: &PrfKeySeed) -> Result<(), RecoveryError> {
        if self.next_index() != Some(index) {
            return Ok(());
        }
        let mut record = Record::default();
        for version in &self.plan.versions {
            let key = derive_prf_key(seed, *version);
            let ids = derive_credential_ids(&self.generator, &key, 0..=self.plan.deepest);
            let highest_known = self.known.highest_number(&self.identity(index, *version));
            record.fingerprint = record.fingerprint.or(ids.first().map(|(_, id)| *id));
            record.searches.insert(*version, Search::new(ids, &self.plan, highest_known));
        }
        let earlier = self
            .records
            .iter()
            .find(|(_, earlier)| earlier.fingerprint.is_some() && earlier.fingerprint == record.fingerprint);
        if let Some((earlier, _)) = earlier {
            return Err(RecoveryError::SameKeyTwice { index, earlier: *earlier });
        }
        self.records.insert(index, record);
        Ok(())
    }

    fn settle(&mut self, id: &CredentialId, answer: &Answer) {
        let plan = &self.plan;
        for search in self.records.values_mut().flat_map(|record| record.searches.values_mut()) {
            if search.settle(id, answer, plan) {
                return;
            }
        }
    }

    fn open(&self) -> Vec<Query> {
        self.searches()
            .flat_map(|(identity, search)| {
                search.open().map(move |(number, pending)| Query {
                    credential_id: pending.id,
                    identity,
                    number: CredentialIndex(number.into()),
                    failures: pending.failures,
                })
            })
            .collect()
    }

    /// By index, the usual key version first.
    fn searches(&self) -> impl Iterator<Item = (IdentityKey, &Search)> {
        self.records.iter().flat_map(|(index, record)| {
            record.searches.iter().rev().map(|(version, search)| (self.identity(*index, *version), search))
        })
    }

    fn searches_mut(&mut self) -> impl Iterator<Item = &mut Search> {
        self.records.values_mut().flat_map(|record| record.searches.values_mut())
    }

    const fn identity(&self, index: IdentityIndex, version: KeyVersion) -> IdentityKey {
        IdentityKey::Ledger { device: self.device, path: LedgerPath::Legacy, index, version }
    }

    fn last_index(&self) -> Option<IdentityIndex> {
        self.records.last_key_value().map(|(index, _)| *index)
    }

    /// Whether everything was answered, nothing was found, and the wallet knows no identity there either.
    fn is_empty(&self, index: IdentityIndex, record: &Record) -> bool {
        let known = KeyVersion::ALL.iter().any(|version| self.known.holds(&self.identity(index, *version)));
        record.fingerprint.is_some() && !known && record.searches.values().all(Search::is_empty)
    }

    /// The empty indices at the end of the run. An index that could not be checked completely, or was left out, ends the
    /// row: nobody knows that it is empty.
    fn empty_row(&self) -> impl Iterator<Item = IdentityIndex> {
        self.records.iter().rev().take_while(|(index, record)| self.is_empty(**index, record)).map(|(index, _)| *index)
    }

    fn empty_in_a_row(&self) -> u32 {
        count(self.empty_row())
    }

    fn suggestion_is_due(&self) -> bool {
        let since_last_time = self.empty_row().filter(|index| self.continued_at.is_none_or(|at| *index > at));
        self.next_index().is_some() && count(since_last_time) >= self.plan.suggest_after
    }

    fn found(&self) -> u32 {
        count(self.accounts().into_keys())
    }
}

impl Record {
    /// The usual key version first.
    fn versions(&self) -> impl Iterator<Item = (KeyVersion, &Search)> {
        self.searches.iter().rev().map(|(version, search)| (*version, search))
    }
}

/// Counts are small here; a count that does not fit is shown as the largest one.
fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

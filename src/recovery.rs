//! Finding accounts from the keys that made them: what to ask next, and what the answers add up to. It decides, and asks
//! nobody itself: whoever drives it asks. It keeps no key, and takes silence for no answer.
//!
//! ```text
//!            step()                                              handle()
//! Recovery ─────────▶ AskKey · Scan · LookUp · Suggest ─ … ─▶ Key · ScanHit · Found · Absent · Failed · Stop … ─▶ Recovery
//!     │ checkpoint() after every event: ids and answers, no key
//!     │ coverage(): what was searched, and what was not      outcome(): a Wallet, ready for merge
//! ```
//!
//! A run follows a [`Route`] of tracks from one [`Place`] to the next: a place is an index below a path of a Ledger, or an
//! identity from a phone, and what is searched there are the credential numbers its key makes.
//!
//! Invariants, each with its test: a failure never moves the run and never becomes an absence; an absence was said by the
//! node for exactly that credential id; the same chain gives the same result whatever fails and whenever the run is taken
//! up again; no key of another Ledger gets in; a checkpoint holds no key. The rules in words: `docs/recovery.md`.

mod checkpoint;
mod control;
mod coverage;
mod drive;
mod error;
mod event;
mod evidence;
mod hit;
mod keys;
mod known;
mod numbers;
mod outcome;
mod outlook;
mod place;
mod plan;
mod progress;
mod record;
mod relation;
mod report;
mod search;
mod second;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

pub use checkpoint::Checkpoint;
pub use control::{Command, Control};
pub use coverage::{Coverage, PlaceCoverage, VersionCoverage};
pub use drive::{Hits, NoKey, RecoveryPorts, Said, Scanned, drive};
pub use error::RecoveryError;
pub use event::{Event, Given, LedgerKey, Query, Step};
pub use evidence::{Testimony, Witness};
pub use known::Known;
pub use numbers::Numbers;
pub use outcome::POLICY_UNKNOWN;
pub use outlook::{Certainty, Emptiness, Outlook, WayOn};
pub use place::{Inquiry, PhonePlace, Place, Route, Track};
pub use plan::Plan;
pub use progress::{AccountProgress, PlaceProgress, PlaceState, Progress};
pub use relation::{AtHand, Holdings, Relation};
pub use report::{RunReport, Totals};
pub use second::{Agreement, SecondOpinion, SecondTotals};

use crate::chain::Generator;
use crate::gather::Gather;
use crate::model::{CredentialId, CredentialIndex, GenesisHash, IdentityKey, KeyVersion, PairingKey};
use crate::node::AccountOnChain;
use evidence::RunEvidence;
use hit::Hit;
use place::Leg;
use record::Record;
use search::{Answer, GivenUp, Reach, Search};

/// What a run stands on, beside its route.
#[derive(Debug, Clone)]
pub struct Basis {
    /// How far to look.
    pub plan: Plan,
    /// What the network's credential ids are made of.
    pub generator: Generator,
    /// Which network.
    pub network: GenesisHash,
    /// What the wallet already holds there.
    pub known: Known,
}

/// A recovery run on one network.
#[derive(Debug, Clone)]
pub struct Recovery {
    basis: Basis,
    legs: Vec<Leg>,
    inquiry: Inquiry,
    records: BTreeMap<Place, Record>,
    /// The person said stop: nothing further is begun.
    stopped: bool,
    evidence: RunEvidence,
}

impl Recovery {
    /// A new run.
    #[must_use]
    pub fn new(basis: Basis, route: Route) -> Self {
        Self {
            basis: Basis { plan: basis.plan.within_bounds(), ..basis },
            legs: route.tracks.into_iter().map(Leg::new).collect(),
            inquiry: route.inquiry,
            records: BTreeMap::new(),
            stopped: false,
            evidence: RunEvidence::default(),
        }
    }

    /// What to do next. Does not change anything; ask again after every event.
    #[must_use]
    pub fn step(&self) -> Step {
        if let Some(place) = self.next_free_place() {
            return Step::AskKey { place, is_again: false };
        }
        let batch = self.open();
        if !batch.is_empty() {
            return Step::LookUp { batch };
        }
        let wanted: Vec<_> = self.searches().flat_map(|(_, _, search)| search.matching()).collect();
        if !wanted.is_empty() {
            return Step::Scan { wanted };
        }
        if let Some((place, record)) = self.lacking() {
            return Step::AskKey { place, is_again: !record.is_left_out() };
        }
        let Some(place) = self.next_place() else { return Step::Finished };
        self.suggestion().unwrap_or(Step::AskKey { place, is_again: false })
    }

    /// Takes in what happened.
    ///
    /// # Errors
    /// [`RecoveryError::SameKeyTwice`] when the Ledger gave one key for two places, [`RecoveryError::OtherDevice`] when another
    /// Ledger gave it, [`RecoveryError::OtherKey`] when the place had another one before. Nothing is recorded then, and the
    /// place stays due.
    pub fn handle(&mut self, event: Event) -> Result<(), RecoveryError> {
        match event {
            Event::Key { place, given } => return self.take_key(place, given),
            Event::Declined { place: _ } => {}
            Event::Skip { place } => self.skip(place),
            Event::Revisit { place } => {
                if let Some(record) = self.records.get_mut(&place) {
                    record.is_wanted = record.is_left_out();
                }
            }
            Event::Found { credential_id, account } => {
                if let Some(given_up) = self.settle(&credential_id, &Answer::Found(Hit::read(credential_id, &account)))
                {
                    self.find_along(&credential_id, &account, given_up);
                }
            }
            Event::Absent { credential_id } => {
                self.settle(&credential_id, &Answer::Absent);
            }
            Event::Failed { credential_id, code } => {
                self.settle(&credential_id, &Answer::Failed(code));
            }
            Event::ScanHit { credential_id: id } => self.each_search(|search, reach| search.scan_hit(&id, reach)),
            Event::ScanFinished { unlisted } => {
                let ids: BTreeSet<_> = unlisted.into_iter().gather();
                self.each_search(|search, _| search.unlisted(&ids));
            }
            Event::ScanFailed { code } => self.each_search(|search, _| search.scan_failed(code)),
            Event::AskOneByOne => {
                self.inquiry = Inquiry::Complete;
                self.each_search(Search::ask_one_by_one);
            }
            Event::GiveUp => self.each_search(|search, _| search.give_up()),
            Event::CheckAgain => self.each_search(|search, _| search.check_again()),
            Event::LookDeeper { place, to } => self.look_deeper(place, to),
            Event::Continue => self.go_on(),
            Event::NextTrack => self.leave_track(),
            Event::Stop => self.stop(),
            Event::Heard(witness) => self.evidence.hear(&witness),
            Event::Clock { now } => self.evidence.tell_time(now),
        }
        Ok(())
    }

    /// The Ledger this run belongs to; `None` for a run over identities from a phone.
    #[must_use]
    pub fn device(&self) -> Option<PairingKey> {
        self.devices().next()
    }

    /// The network this run belongs to.
    #[must_use]
    pub const fn network(&self) -> GenesisHash {
        self.basis.network
    }

    /// How the node is asked from now on.
    #[must_use]
    pub const fn inquiry(&self) -> Inquiry {
        self.inquiry
    }

    const fn reach(&self) -> Reach<'_> {
        Reach::new(&self.basis.plan, self.inquiry)
    }

    fn settle(&mut self, id: &CredentialId, answer: &Answer) -> Option<GivenUp> {
        let reach = Reach::new(&self.basis.plan, self.inquiry);
        let mut searches = self.records.values_mut().flat_map(|record| record.searches.values_mut());
        searches.find_map(|search| search.settle(id, answer, reach))
    }

    /// What stands on an account that was found, is found: nothing is left to ask about it. In a complete search that is what
    /// the same key made (another key's ids may be forgotten by now, and the result must not depend on that); when the list
    /// comes first, what any key of the run made.
    fn find_along(&mut self, id: &CredentialId, account: &AccountOnChain, given_up: GivenUp) {
        let inquiry = self.inquiry;
        self.each_search(|search, reach| {
            let is_ours = inquiry == Inquiry::ListFirst || search.found().any(|(_, hit)| hit.id == *id);
            if is_ours {
                search.find_along(account, Reach { given_up, ..reach });
            }
        });
    }

    /// The same for a key that comes after the account: of what stands there, only so much was kept that it is asked about.
    fn open_seen(&mut self) {
        let everywhere: BTreeSet<_> = self.searches().flat_map(|(_, _, search)| record::seen(search)).gather();
        let inquiry = self.inquiry;
        self.each_search(|search, reach| match inquiry {
            Inquiry::Complete => search.open_seen(&record::seen(search), reach),
            Inquiry::ListFirst => search.open_seen(&everywhere, reach),
        });
    }

    fn look_deeper(&mut self, place: Option<Place>, to: u8) {
        let reach = Reach::new(&self.basis.plan, self.inquiry);
        for (_, record) in self.records.iter_mut().filter(|(at, _)| place.is_none_or(|place| place == **at)) {
            record.searches.values_mut().for_each(|search| search.look_deeper(to, reach));
        }
    }

    fn skip(&mut self, place: Place) {
        if self.due() != Some(place) {
            return;
        }
        let record = self.records.entry(place).or_default();
        record.is_wanted = false;
        record.searches.values_mut().for_each(Search::drop_lacking);
    }

    fn stop(&mut self) {
        self.stopped = true;
        for record in self.records.values_mut() {
            record.is_wanted = false;
            for search in record.searches.values_mut() {
                search.give_up();
                search.drop_lacking();
            }
        }
    }

    fn open(&self) -> Vec<Query> {
        self.searches()
            .flat_map(|(place, version, search)| {
                search.open().map(move |(number, credential_id, tries)| Query {
                    credential_id,
                    identity: place.identity(version),
                    number: CredentialIndex(number.into()),
                    failures: tries.failures,
                })
            })
            .collect()
    }

    /// By place, the usual key version first.
    fn searches(&self) -> impl Iterator<Item = (Place, KeyVersion, &Search)> {
        self.records
            .iter()
            .flat_map(|(place, record)| record.versions().map(|(version, search)| (*place, version, search)))
    }

    fn each_search(&mut self, mut change: impl FnMut(&mut Search, Reach<'_>)) {
        let reach = Reach::new(&self.basis.plan, self.inquiry);
        for search in self.records.values_mut().flat_map(|record| record.searches.values_mut()) {
            change(search, reach);
        }
    }

    fn found(&self) -> u32 {
        count(self.accounts().into_keys())
    }

    fn highest_known(&self, identity: &IdentityKey) -> Option<u8> {
        self.basis.known.highest_number(identity)
    }
}

/// Counts are small here; a count that does not fit is shown as the largest one.
fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

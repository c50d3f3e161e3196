//! The credential numbers of one place under one key version, and what became of each. Only the node's own word leads from
//! *open* to *absent*.
//!
//! ```text
//! complete:     open ──── the node answers ────▶ found · absent          open ◀─ check again ─▶ not checked
//! list first:   matching ─ on the list ─▶ open ─▶ found                  matching ◀─ check again ─▶ unmatched
//!               matching ─ not on it ───▶ unlisted ─ ask one by one ─▶ open
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::error::RecoveryError;
use super::hit::Hit;
use super::numbers::Numbers;
use super::place::Inquiry;
use super::plan::{Plan, end};
use crate::fault::Coded;
use crate::gather::{Gather, Rest as _};
use crate::model::{CredentialId, CredentialIndex};
use crate::node::AccountOnChain;

/// Credential ids by their numbers.
pub(super) type Ids = BTreeMap<u8, CredentialId>;

/// The numbers of one place under one key version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Search {
    /// How every number stands that is, or was, part of the search. One that is not in here was not searched.
    pub(super) numbers: BTreeMap<u8, Number>,
    /// The ids at hand. After a restart they can be fewer than the numbers.
    pub(super) ids: Ids,
    /// The search began with the numbers below this one, and is made longer in whole batches counted from here. With 25 numbers to
    /// begin with and batches of 25, an account under number 22 makes it 50 long, and so does one under 40, whichever is found
    /// first: what is searched does not depend on the order of the answers.
    pub(super) start: u16,
    /// The numbers below this one are part of a complete search.
    pub(super) end: u16,
    /// The key was here, so a number without an id has none.
    pub(super) is_loaded: bool,
}

/// How a number stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// To be compared with the list of accounts.
    Matching(Tries),
    /// Not compared; given up.
    Unmatched(Tries),
    /// No account on the list was opened by it. It was not asked about.
    Unlisted,
    /// To be asked about.
    Open(Tries),
    /// Not answered; given up.
    NotChecked(Tries),
    /// The node said that there is nothing.
    Absent,
    /// The node knows it.
    Found(Hit),
}

/// What came of asking so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tries {
    pub(super) failures: u32,
    /// Code of the last fault.
    pub(super) fault: Option<String>,
    /// The chain was seen to know it: on the list of accounts, or on an account that was found before.
    pub(super) is_listed: bool,
}

/// What came of asking once.
#[derive(Debug)]
pub(super) enum Answer {
    Found(Hit),
    Absent,
    Failed(&'static str),
}

/// How far a search may go, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach<'a> {
    pub(super) plan: &'a Plan,
    pub(super) inquiry: Inquiry,
    pub(super) given_up: GivenUp,
}

/// Whether what becomes part of the search now is given up from the start: an answer that came after giving up must not set
/// the search going again by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct GivenUp(pub(super) bool);

impl<'a> Reach<'a> {
    pub(super) const fn new(plan: &'a Plan, inquiry: Inquiry) -> Self {
        Self { plan, inquiry, given_up: GivenUp(false) }
    }

    /// How a number stands that becomes part of the search.
    fn fresh(&self) -> Number {
        let tries = Tries::default();
        match (self.inquiry, self.given_up.0) {
            (Inquiry::Complete, false) => Number::Open(tries),
            (Inquiry::Complete, true) => Number::NotChecked(tries),
            (Inquiry::ListFirst, false) => Number::Matching(tries),
            (Inquiry::ListFirst, true) => Number::Unmatched(tries),
        }
    }

    /// How a number stands that the chain was seen to know. Asking about it says nothing new to the node.
    fn listed(&self, tries: Tries) -> Number {
        let tries = Tries { is_listed: true, ..tries };
        if self.given_up.0 { Number::NotChecked(tries) } else { Number::Open(tries) }
    }
}

impl Search {
    /// Opens the first numbers; when the list comes first, all there are: comparing them costs the node nothing.
    pub(super) fn new(ids: Ids, first_numbers: u16, reach: Reach<'_>) -> Self {
        let mut search = Self { ids, start: first_numbers, end: first_numbers, is_loaded: true, ..Self::default() };
        match reach.inquiry {
            Inquiry::Complete => search.fill(reach),
            Inquiry::ListFirst => search.numbers = search.ids.keys().map(|number| (*number, reach.fresh())).gather(),
        }
        search
    }

    /// Takes the ids in again, so that the search can go deeper.
    pub(super) fn load(&mut self, ids: Ids) {
        self.ids.extend(ids);
        self.is_loaded = true;
        let ids = &self.ids;
        self.numbers.keep_only(|number, standing| !standing.wants_an_id() || ids.contains_key(number));
    }

    /// To be asked about, with what came of it so far.
    pub(super) fn open(&self) -> impl Iterator<Item = (u8, CredentialId, &Tries)> {
        self.numbers.iter().filter_map(|(number, standing)| match standing {
            Number::Open(tries) => Some((*number, *self.ids.get(number)?, tries)),
            Number::Matching(_)
            | Number::Unmatched(_)
            | Number::Unlisted
            | Number::NotChecked(_)
            | Number::Absent
            | Number::Found(_) => None,
        })
    }

    /// To be compared with the list of accounts.
    pub(super) fn matching(&self) -> impl Iterator<Item = CredentialId> {
        self.numbers.iter().filter_map(|(number, standing)| match standing {
            Number::Matching(_) => self.ids.get(number).copied(),
            Number::Open(_)
            | Number::Unmatched(_)
            | Number::Unlisted
            | Number::NotChecked(_)
            | Number::Absent
            | Number::Found(_) => None,
        })
    }

    /// What the node knows.
    pub(super) fn found(&self) -> impl Iterator<Item = (u8, &Hit)> {
        self.numbers.iter().filter_map(|(number, standing)| match standing {
            Number::Found(hit) => Some((*number, hit)),
            Number::Open(_)
            | Number::Matching(_)
            | Number::Unmatched(_)
            | Number::Unlisted
            | Number::NotChecked(_)
            | Number::Absent => None,
        })
    }

    /// The numbers that stand so.
    pub(super) fn which(&self, stands: impl Fn(&Number) -> bool) -> Numbers {
        self.numbers.iter().filter(|(_, standing)| stands(standing)).map(|(number, _)| *number).collect()
    }

    /// Whether it wants to go deeper than the ids at hand reach.
    pub(super) fn lacks_key(&self) -> bool {
        self.lacking().next().is_some()
    }

    /// Gives up going deeper than the ids at hand reach.
    pub(super) fn drop_lacking(&mut self) {
        let lacking: Vec<u8> = self.lacking().collect();
        if let Some(lowest) = lacking.first() {
            self.end = self.end.min((*lowest).into()).max(self.start);
        }
        self.numbers.keep_only(|number, _| !lacking.contains(number));
    }

    fn lacking(&self) -> impl Iterator<Item = u8> {
        let wanting = self.numbers.iter().filter(|(_, standing)| standing.wants_an_id()).map(|(number, _)| *number);
        wanting.filter(|number| !self.ids.contains_key(number))
    }

    /// Takes in an answer, if the credential id was waiting for one here; says whether it had been given up.
    pub(super) fn settle(&mut self, id: &CredentialId, answer: &Answer, reach: Reach<'_>) -> Option<GivenUp> {
        let waits = |standing: &Number| match standing {
            Number::Open(_) | Number::NotChecked(_) => true,
            Number::Matching(_) | Number::Unmatched(_) | Number::Unlisted | Number::Absent | Number::Found(_) => false,
        };
        let number = self.number_of(id, waits)?;
        let standing = self.numbers.get_mut(&number)?;
        let given_up = GivenUp(matches!(standing, Number::NotChecked(_)));
        match answer {
            Answer::Found(hit) => {
                *standing = Number::Found(hit.clone());
                self.reach_beyond(number, Reach { given_up, ..reach });
            }
            // What is on a list exists. A node that says otherwise is behind, or contradicts itself.
            Answer::Absent if standing.tries().is_some_and(|tries| tries.is_listed) => {
                standing.fail(RecoveryError::Contradiction.code())
            }
            Answer::Absent => *standing = Number::Absent,
            Answer::Failed(code) => standing.fail(code),
        }
        Some(given_up)
    }

    /// The list of accounts has it.
    pub(super) fn scan_hit(&mut self, id: &CredentialId, reach: Reach<'_>) {
        let Some(number) = self.number_of(id, |standing| {
            matches!(standing, Number::Matching(_) | Number::Unmatched(_) | Number::Unlisted)
        }) else {
            return;
        };
        let Some(standing) = self.numbers.get_mut(&number) else { return };
        let reach = Reach { given_up: GivenUp(matches!(standing, Number::Unmatched(_))), ..reach };
        *standing = reach.listed(standing.tries().cloned().unwrap_or_default());
        self.reach_beyond(number, reach);
    }

    /// The list of accounts was read to its end, and has none of these.
    pub(super) fn unlisted(&mut self, ids: &BTreeSet<CredentialId>) {
        for (number, standing) in &mut self.numbers {
            if matches!(standing, Number::Matching(_)) && self.ids.get(number).is_some_and(|id| ids.contains(id)) {
                *standing = Number::Unlisted;
            }
        }
    }

    /// The list of accounts could not be read.
    pub(super) fn scan_failed(&mut self, code: &'static str) {
        self.numbers.values_mut().filter(|it| matches!(it, Number::Matching(_))).for_each(|it| it.fail(code));
    }

    /// Finds what stands on an account that was found: the answer that led there says it all.
    pub(super) fn find_along(&mut self, account: &AccountOnChain, reach: Reach<'_>) {
        for (number, id) in self.standing_on(&account.credentials.values().map(|it| it.id).gather()) {
            let was_given_up = matches!(self.numbers.get(&number), Some(Number::NotChecked(_) | Number::Unmatched(_)));
            self.numbers.insert(number, Number::Found(Hit::read(id, account)));
            self.reach_beyond(number, Reach { given_up: GivenUp(reach.given_up.0 || was_given_up), ..reach });
        }
    }

    /// Opens what stands on accounts that were found before, whatever was known of it: it exists.
    pub(super) fn open_seen(&mut self, seen: &BTreeSet<CredentialId>, reach: Reach<'_>) {
        for (number, _) in self.standing_on(seen) {
            let tries = self.numbers.get(&number).and_then(Number::tries).cloned().unwrap_or_default();
            self.numbers.insert(number, reach.listed(tries));
            self.reach_beyond(number, reach);
        }
    }

    /// Those of the ids at hand that are among these, and were not found yet.
    fn standing_on(&self, seen: &BTreeSet<CredentialId>) -> Vec<(u8, CredentialId)> {
        let is_found = |number: &u8| matches!(self.numbers.get(number), Some(Number::Found(_)));
        let seen = self.ids.iter().filter(|(number, id)| seen.contains(id) && !is_found(number));
        seen.map(|(number, id)| (*number, *id)).collect()
    }

    /// Goes on to this number, as far as nothing but the chain ends it.
    pub(super) fn look_deeper(&mut self, to: u8, reach: Reach<'_>) {
        self.extend(end(to), end(reach.plan.deepest_on_request), reach);
    }

    /// From now on everything is asked about, one by one. What lies beyond a complete search stays as the list left it.
    pub(super) fn ask_one_by_one(&mut self, reach: Reach<'_>) {
        let search_end = self.end;
        self.numbers.keep_only(|number, standing| {
            let is_part = u16::from(*number) < search_end;
            match standing {
                Number::Matching(_) | Number::Unmatched(_) | Number::Unlisted if is_part => {
                    *standing = reach.fresh();
                    true
                }
                Number::Matching(_) | Number::Unmatched(_) => false,
                Number::Unlisted | Number::Open(_) | Number::NotChecked(_) | Number::Absent | Number::Found(_) => true,
            }
        });
        self.fill(reach);
    }

    /// Does not wait any longer for what could be answered.
    pub(super) fn give_up(&mut self) {
        for (number, standing) in &mut self.numbers {
            if self.ids.contains_key(number) {
                match standing {
                    Number::Open(tries) => *standing = Number::NotChecked(std::mem::take(tries)),
                    Number::Matching(tries) => *standing = Number::Unmatched(std::mem::take(tries)),
                    Number::Unmatched(_)
                    | Number::Unlisted
                    | Number::NotChecked(_)
                    | Number::Absent
                    | Number::Found(_) => {}
                }
            }
        }
    }

    pub(super) fn check_again(&mut self) {
        for standing in self.numbers.values_mut() {
            match standing {
                Number::NotChecked(tries) => *standing = Number::Open(std::mem::take(tries)),
                Number::Unmatched(tries) => *standing = Number::Matching(std::mem::take(tries)),
                Number::Open(_) | Number::Matching(_) | Number::Unlisted | Number::Absent | Number::Found(_) => {}
            }
        }
    }

    /// Whether everything was answered, or compared, and nothing is there.
    pub(super) fn is_empty(&self) -> bool {
        self.is_complete() && self.found().next().is_none() && !self.numbers.is_empty()
    }

    /// Whether nothing waits for an answer.
    pub(super) fn is_complete(&self) -> bool {
        self.numbers.values().all(|standing| !standing.wants_an_id())
    }

    /// How many numbers of a complete search were compared with the list only.
    pub(super) fn unlisted_numbers(&self) -> u32 {
        let part = self.numbers.iter().filter(|(number, _)| u16::from(**number) < self.end);
        super::count(part.filter(|(_, standing)| matches!(standing, Number::Unlisted)))
    }

    /// Makes room behind a number that exists.
    fn reach_beyond(&mut self, number: u8, reach: Reach<'_>) {
        self.extend(end(number) + u16::from(reach.plan.margin), end(reach.plan.deepest), reach);
    }

    /// At least up to `bound`, by whole batches, and never beyond `ceiling`.
    fn extend(&mut self, bound: u16, ceiling: u16, reach: Reach<'_>) {
        let batch = u16::from(reach.plan.batch);
        let batches = bound.min(ceiling).saturating_sub(self.start).div_ceil(batch);
        let whole = self.start.saturating_add(batches.saturating_mul(batch));
        self.end = self.end.max(whole.min(ceiling));
        self.fill(reach);
    }

    /// Makes everything part of the search that lies before its end.
    fn fill(&mut self, reach: Reach<'_>) {
        for number in (0..self.end).filter_map(|number| u8::try_from(number).ok()) {
            let joins = match self.numbers.get(&number) {
                None => !self.is_loaded || self.ids.contains_key(&number),
                Some(Number::Unlisted) => reach.inquiry == Inquiry::Complete,
                Some(
                    Number::Matching(_)
                    | Number::Unmatched(_)
                    | Number::Open(_)
                    | Number::NotChecked(_)
                    | Number::Absent
                    | Number::Found(_),
                ) => false,
            };
            if joins {
                self.numbers.insert(number, reach.fresh());
            }
        }
    }

    fn number_of(&self, id: &CredentialId, stands: impl Fn(&Number) -> bool) -> Option<u8> {
        let standing = self.numbers.iter().filter(|(_, standing)| stands(standing)).map(|(number, _)| *number);
        standing.into_iter().find(|number| self.ids.get(number) == Some(id))
    }
}

impl Number {
    /// Whether there is still something to ask about it, for which its id is needed.
    pub(super) fn wants_an_id(&self) -> bool {
        self.tries().is_some()
    }

    pub(super) const fn tries(&self) -> Option<&Tries> {
        match self {
            Self::Matching(tries) | Self::Unmatched(tries) | Self::Open(tries) | Self::NotChecked(tries) => Some(tries),
            Self::Unlisted | Self::Absent | Self::Found(_) => None,
        }
    }

    fn fail(&mut self, code: &str) {
        match self {
            Self::Matching(tries) | Self::Unmatched(tries) | Self::Open(tries) | Self::NotChecked(tries) => {
                tries.failures = tries.failures.saturating_add(1);
                tries.fault = Some(code.to_owned());
            }
            Self::Unlisted | Self::Absent | Self::Found(_) => {}
        }
    }
}

/// Credential ids as the chain module makes them. A number beyond one byte has no id on the chain.
pub(super) fn by_number(ids: Vec<(CredentialIndex, CredentialId)>) -> Ids {
    ids.into_iter().filter_map(|(number, id)| Some((u8::try_from(number.0).ok()?, id))).gather()
}

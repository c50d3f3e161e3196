//! The credential numbers of one identity under one key version, and what became of each.
//! This module knows answered, open and given up; it refuses to know any fourth way for a number to leave *open*.

use std::collections::{BTreeMap, BTreeSet};

use super::hit::Hit;
use super::plan::Plan;
use crate::model::{CredentialId, CredentialIndex};

/// Every number is in at most one of these; a number in none has no credential id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Search {
    /// Without an answer, to be asked.
    pub(super) open: BTreeMap<u8, Pending>,
    /// Without an answer, given up.
    pub(super) not_checked: BTreeMap<u8, Pending>,
    /// The node said that there is nothing.
    pub(super) absent: BTreeSet<u8>,
    /// The node knows them.
    pub(super) found: BTreeMap<u8, Hit>,
    /// Not part of the search so far. Kept because looking deeper must not need the Ledger again.
    pub(super) reserve: BTreeMap<u8, CredentialId>,
}

/// A question without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pending {
    pub(super) id: CredentialId,
    pub(super) failures: u32,
    /// Code of the last fault.
    pub(super) fault: Option<String>,
}

/// What came of asking.
#[derive(Debug)]
pub(super) enum Answer {
    Found(Hit),
    Absent,
    Failed(&'static str),
}

impl Search {
    /// Opens the first batch, and what it takes to reach beyond the highest number the wallet knows.
    pub(super) fn new(ids: Vec<(CredentialIndex, CredentialId)>, plan: &Plan, highest_known: Option<u8>) -> Self {
        let reserve = ids.into_iter().filter_map(|(number, id)| Some((u8::try_from(number.0).ok()?, id))).collect();
        let mut search = Self { reserve, ..Self::default() };
        let beyond_known = highest_known.map_or(0, |highest| u16::from(highest) + 1 + u16::from(plan.margin));
        let end = beyond_known.max(plan.batch.into());
        let later = u8::try_from(end).map_or_else(|_| BTreeMap::new(), |end| search.reserve.split_off(&end));
        let first = std::mem::replace(&mut search.reserve, later);
        search.open = first.into_iter().map(pending).collect();
        search
    }

    pub(super) fn open(&self) -> impl Iterator<Item = (u8, &Pending)> {
        self.open.iter().map(|(number, pending)| (*number, pending))
    }

    /// Takes in an answer; says whether the credential id was waiting for one here.
    pub(super) fn settle(&mut self, id: &CredentialId, answer: &Answer, plan: &Plan) -> bool {
        let waiting = if number_of(&self.open, id).is_some() { &mut self.open } else { &mut self.not_checked };
        let Some(number) = number_of(waiting, id) else { return false };
        match answer {
            Answer::Found(hit) => {
                waiting.remove(&number);
                self.found.insert(number, hit.clone());
                let deeper = deeper(number, &mut self.reserve, plan);
                // An answer that came after giving up must not set the search going again by itself.
                waiting.extend(deeper);
            }
            Answer::Absent => {
                waiting.remove(&number);
                self.absent.insert(number);
            }
            Answer::Failed(code) => {
                if let Some(pending) = waiting.get_mut(&number) {
                    pending.failures = pending.failures.saturating_add(1);
                    pending.fault = Some((*code).to_owned());
                }
            }
        }
        self.forget_reserve_when_complete();
        true
    }

    pub(super) fn give_up(&mut self) {
        self.not_checked.append(&mut self.open);
    }

    pub(super) fn check_again(&mut self) {
        self.open.append(&mut self.not_checked);
    }

    /// Whether everything was answered and nothing is there.
    pub(super) fn is_empty(&self) -> bool {
        self.is_complete() && self.found.is_empty() && !self.absent.is_empty()
    }

    pub(super) fn is_complete(&self) -> bool {
        self.open.is_empty() && self.not_checked.is_empty()
    }

    /// The highest number that was part of the search.
    pub(super) fn deepest(&self) -> Option<u8> {
        let pending = self.open.keys().chain(self.not_checked.keys());
        pending.chain(&self.absent).chain(self.found.keys()).max().copied()
    }

    fn forget_reserve_when_complete(&mut self) {
        if self.is_complete() {
            self.reserve.clear();
        }
    }
}

/// The numbers that a hit at this number adds to the search.
fn deeper(hit: u8, reserve: &mut BTreeMap<u8, CredentialId>, plan: &Plan) -> BTreeMap<u8, Pending> {
    let mut deeper = BTreeMap::new();
    while let Some((next, _)) = reserve.first_key_value()
        && u16::from(hit) + u16::from(plan.margin) >= u16::from(*next)
    {
        let later = next.checked_add(plan.batch).map_or_else(BTreeMap::new, |end| reserve.split_off(&end));
        deeper.extend(std::mem::replace(reserve, later).into_iter().map(pending));
    }
    deeper
}

fn pending((number, id): (u8, CredentialId)) -> (u8, Pending) {
    (number, Pending { id, failures: 0, fault: None })
}

fn number_of(waiting: &BTreeMap<u8, Pending>, id: &CredentialId) -> Option<u8> {
    waiting.iter().find(|(_, pending)| pending.id == *id).map(|(number, _)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> CredentialId {
        CredentialId::new([number; 48])
    }

    fn search(highest_known: Option<u8>) -> Search {
        let ids = (0..=u8::MAX).map(|number| (CredentialIndex(number.into()), id(number))).collect();
        Search::new(ids, &Plan::standard(), highest_known)
    }

    fn hit(number: u8) -> Answer {
        Answer::Found(Hit {
            id: id(number),
            account: crate::model::AccountAddress::new([number; 32]),
            threshold: 1,
            listed: BTreeMap::new(),
            policy: None,
        })
    }

    #[test]
    fn a_hit_near_the_end_leads_to_another_batch_down_to_the_last_number() {
        let plan = Plan::standard();
        let mut search = search(None);
        assert_eq!(search.deepest(), Some(24));
        search.settle(&id(19), &hit(19), &plan);
        assert_eq!(search.deepest(), Some(24), "five numbers behind it were looked up");
        search.settle(&id(20), &hit(20), &plan);
        assert_eq!(search.deepest(), Some(49));
        for number in [49, 74, 99, 124, 149, 174, 199, 224, 249] {
            search.settle(&id(number), &hit(number), &plan);
        }
        assert_eq!((search.deepest(), search.reserve.len()), (Some(255), 0));
        search.settle(&id(255), &hit(255), &plan);
        assert_eq!(search.found.len() + search.open.len(), 256);
    }

    #[test]
    fn a_number_the_wallet_knows_is_looked_up_again_and_passed() {
        assert_eq!(search(Some(3)).deepest(), Some(24));
        assert_eq!(search(Some(40)).deepest(), Some(45));
        assert_eq!(search(Some(255)).deepest(), Some(255));
    }

    #[test]
    fn a_failure_leaves_the_question_open_and_an_answer_after_giving_up_counts() {
        let plan = Plan::standard();
        let mut search = search(None);
        assert!(search.settle(&id(7), &Answer::Failed("node-timed-out"), &plan));
        assert_eq!(search.open.get(&7).map(|pending| pending.failures), Some(1));
        search.give_up();
        assert!(search.settle(&id(7), &Answer::Absent, &plan));
        assert!(!search.settle(&id(7), &hit(7), &plan), "answered once");
        assert!(search.settle(&id(24), &hit(24), &plan));
        assert!(search.open.is_empty(), "the search does not start again by itself");
        assert_eq!(search.not_checked.len(), 48);
    }
}

//! How the numbers of a place are written, and what was found under them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::gather::Gather;
use crate::model::{AccountAddress, AccountSlot, CredentialId, KeyVersion};
use crate::node::account::MAX_CREDENTIALS;
use crate::recovery::hit::{self, CredentialThere};
use crate::recovery::place::Inquiry;
use crate::recovery::search::{self, Number, Tries};

/// Longest text of a policy, in bytes. The chain's own limit is 256 attributes of 31 bytes.
const MAX_POLICY: usize = 64 << 10;
/// Longest fault code, in bytes.
const MAX_CODE: usize = 64;
/// Numbers the chain can hold.
const NUMBERS: u16 = 256;

/// Every number stands in one list at most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::recovery::checkpoint) struct Search {
    pub(in crate::recovery::checkpoint) key_version: u8,
    pub(in crate::recovery::checkpoint) start: u16,
    pub(in crate::recovery::checkpoint) end: u16,
    pub(in crate::recovery::checkpoint) matching: Vec<Pending>,
    pub(in crate::recovery::checkpoint) unmatched: Vec<Pending>,
    pub(in crate::recovery::checkpoint) unlisted: Vec<u8>,
    pub(in crate::recovery::checkpoint) open: Vec<Pending>,
    pub(in crate::recovery::checkpoint) not_checked: Vec<Pending>,
    pub(in crate::recovery::checkpoint) absent: Vec<u8>,
    pub(in crate::recovery::checkpoint) found: Vec<Hit>,
    pub(in crate::recovery::checkpoint) ids: Vec<(u8, CredentialId)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::recovery::checkpoint) struct Pending {
    pub(in crate::recovery::checkpoint) number: u8,
    pub(in crate::recovery::checkpoint) failures: u32,
    pub(in crate::recovery::checkpoint) fault: Option<String>,
    pub(in crate::recovery::checkpoint) listed: bool,
}

/// The same in both versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::recovery::checkpoint) struct Hit {
    number: u8,
    id: CredentialId,
    pub(super) account: AccountAddress,
    threshold: u32,
    listed: Vec<OnAccount>,
    policy: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OnAccount {
    slot: u32,
    id: CredentialId,
    initial: bool,
}

impl Search {
    pub(super) fn of(version: KeyVersion, search: &search::Search, inquiry: Inquiry) -> Self {
        // Ids nobody will ask for without being told to are forgotten.
        let keeps_ids = inquiry == Inquiry::ListFirst || !search.is_complete();
        let is_found = |number: &u8| matches!(search.numbers.get(number), Some(Number::Found(_)));
        let ids = search.ids.iter().filter(|(number, _)| keeps_ids && !is_found(number));
        let mut saved = Self {
            key_version: version.number(),
            start: search.start,
            end: search.end,
            ids: ids.map(|(number, id)| (*number, *id)).collect(),
            ..Self::default()
        };
        for (number, standing) in &search.numbers {
            match standing {
                Number::Matching(tries) => saved.matching.push(Pending::of(*number, tries)),
                Number::Unmatched(tries) => saved.unmatched.push(Pending::of(*number, tries)),
                Number::Unlisted => saved.unlisted.push(*number),
                Number::Open(tries) => saved.open.push(Pending::of(*number, tries)),
                Number::NotChecked(tries) => saved.not_checked.push(Pending::of(*number, tries)),
                Number::Absent => saved.absent.push(*number),
                Number::Found(hit) => saved.found.push(Hit::of(*number, hit)),
            }
        }
        saved
    }

    /// `None` when a number stands in two places, or beyond what the chain can hold.
    pub(super) fn read(&self) -> Option<search::Search> {
        if self.start > self.end || self.end > NUMBERS {
            return None;
        }
        let pending = |all: &[Pending], make: fn(Tries) -> Number| {
            all.iter().map(|saved| Some((saved.number, make(saved.tries()?)))).collect::<Option<Vec<_>>>()
        };
        let all = [
            pending(&self.matching, Number::Matching)?,
            pending(&self.unmatched, Number::Unmatched)?,
            self.unlisted.iter().map(|number| (*number, Number::Unlisted)).collect(),
            pending(&self.open, Number::Open)?,
            pending(&self.not_checked, Number::NotChecked)?,
            self.absent.iter().map(|number| (*number, Number::Absent)).collect(),
            self.found.iter().map(|saved| Some((saved.number, Number::Found(saved.read()?)))).collect::<Option<_>>()?,
        ];
        let mut numbers = BTreeMap::new();
        for (number, standing) in all.into_iter().flatten() {
            if numbers.insert(number, standing).is_some() {
                return None;
            }
        }
        let ids: BTreeMap<u8, CredentialId> = self.ids.iter().copied().gather();
        let is_once = ids.len() == self.ids.len() && ids.values().gather::<BTreeSet<_>>().len() == ids.len();
        is_once.then_some(search::Search { numbers, ids, start: self.start, end: self.end, is_loaded: false })
    }
}

impl Pending {
    fn of(number: u8, tries: &Tries) -> Self {
        Self { number, failures: tries.failures, fault: tries.fault.clone(), listed: tries.is_listed }
    }

    fn tries(&self) -> Option<Tries> {
        let is_code = self.fault.as_ref().is_none_or(|code| code.len() <= MAX_CODE);
        is_code.then(|| Tries { failures: self.failures, fault: self.fault.clone(), is_listed: self.listed })
    }
}

impl Hit {
    pub(in crate::recovery::checkpoint) const fn number(&self) -> u8 {
        self.number
    }

    fn of(number: u8, hit: &hit::Hit) -> Self {
        let listed = hit.listed.iter().map(|(slot, it)| OnAccount { slot: slot.0, id: it.id, initial: it.initial });
        Self {
            number,
            id: hit.id,
            account: hit.account,
            threshold: hit.threshold,
            listed: listed.collect(),
            policy: hit.policy.clone(),
        }
    }

    fn read(&self) -> Option<hit::Hit> {
        if self.listed.len() > MAX_CREDENTIALS {
            return None;
        }
        let listed: BTreeMap<_, _> = self
            .listed
            .iter()
            .map(|saved| (AccountSlot(saved.slot), CredentialThere { id: saved.id, initial: saved.initial }))
            .gather();
        let policy = self.policy.clone();
        let policy_is_an_object = policy.as_ref().is_none_or(|text| {
            text.len() <= MAX_POLICY && serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_ok()
        });
        let hit = hit::Hit { id: self.id, account: self.account, threshold: self.threshold, listed, policy };
        let opened_by = hit.opened_by()?;
        (policy_is_an_object
            && hit.policy.is_some() == hit.slot().is_some()
            && AccountAddress::of_first_credential(&opened_by.id) == hit.account)
            .then_some(hit)
    }
}

//! Where a run stands, derived anew whenever somebody looks. This module counts; it refuses to decide.

use std::collections::{BTreeMap, BTreeSet};

use super::search::Search;
use super::{Record, Recovery, Step, count};
use crate::model::{AccountAddress, CredentialId, CredentialIndex, IdentityIndex, IdentityKey, KeyVersion};

/// A whole run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// By index; the one the Ledger is being asked for comes last.
    pub indices: Vec<IndexProgress>,
    /// Accounts found, each counted once.
    pub found: u32,
    /// Credential ids that were given up: nobody knows about them.
    pub not_checked: u32,
    /// Empty indices at the end of the run.
    pub empty_in_a_row: u32,
    /// Whether the person said stop.
    pub stopped: bool,
}

/// One identity index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexProgress {
    /// The index.
    pub index: IdentityIndex,
    /// How far it got.
    pub state: IndexState,
    /// Credential ids with an answer, either way.
    pub checked: u32,
    /// Credential ids to look up.
    pub total: u32,
    /// Credential ids that were given up.
    pub not_checked: u32,
    /// The highest number that was part of the search, by key version.
    pub deepest: BTreeMap<KeyVersion, u8>,
    /// Code of a fault that keeps an answer away.
    pub fault: Option<String>,
    /// Accounts found from this index.
    pub accounts: Vec<AccountProgress>,
}

/// How far an index got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexState {
    /// The Ledger is asked for its key.
    AskingDevice,
    /// The node is asked about its credential ids.
    LookingUp,
    /// Every credential id has its answer.
    Done,
    /// Some credential ids were given up.
    Incomplete,
    /// Left out.
    Skipped,
}

impl IndexState {
    /// Its name on the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AskingDevice => "asking-device",
            Self::LookingUp => "looking-up",
            Self::Done => "done",
            Self::Incomplete => "incomplete",
            Self::Skipped => "skipped",
        }
    }
}

/// One account found from one index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountProgress {
    /// Its address.
    pub address: AccountAddress,
    /// The identity whose credential led to it.
    pub identity: IdentityKey,
    /// That credential's number.
    pub number: CredentialIndex,
    /// No credential of this index is on the account any more.
    pub removed: bool,
    /// The account was opened by a credential that is not known to be the person's.
    pub shared: bool,
}

impl Recovery {
    /// Where the run stands.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let own = self.own_credentials();
        let mut indices: Vec<IndexProgress> =
            self.records.iter().map(|(index, record)| self.index_progress(*index, record, &own)).collect();
        if let Step::AskDevice { index } = self.step() {
            indices.push(IndexProgress::asking(index));
        }
        Progress {
            found: self.found(),
            not_checked: indices.iter().fold(0, |sum, index| sum.saturating_add(index.not_checked)),
            indices,
            empty_in_a_row: self.empty_in_a_row(),
            stopped: self.stopped,
        }
    }

    fn index_progress(&self, index: IdentityIndex, record: &Record, own: &BTreeSet<CredentialId>) -> IndexProgress {
        let sum = |size: fn(&Search) -> usize| count(record.searches.values().flat_map(|search| 0..size(search)));
        let (open, not_checked) = (sum(|search| search.open.len()), sum(|search| search.not_checked.len()));
        let checked = sum(|search| search.absent.len() + search.found.len());
        let state = if record.fingerprint.is_none() {
            IndexState::Skipped
        } else if open > 0 {
            IndexState::LookingUp
        } else if not_checked > 0 {
            IndexState::Incomplete
        } else {
            IndexState::Done
        };
        let pending =
            record.searches.values().flat_map(|search| search.open.values().chain(search.not_checked.values()));
        IndexProgress {
            index,
            state,
            checked,
            total: checked + open + not_checked,
            not_checked,
            deepest: record
                .searches
                .iter()
                .filter_map(|(version, search)| Some((*version, search.deepest()?)))
                .collect(),
            fault: pending.into_iter().find_map(|pending| pending.fault.clone()),
            accounts: self.accounts_of(index, record, own),
        }
    }

    /// One entry per account; a credential that is on its account speaks before one that was removed.
    fn accounts_of(&self, index: IdentityIndex, record: &Record, own: &BTreeSet<CredentialId>) -> Vec<AccountProgress> {
        let mut accounts: Vec<AccountProgress> = Vec::new();
        for (version, search) in record.versions() {
            for (number, hit) in &search.found {
                let entry = AccountProgress {
                    address: hit.account,
                    identity: self.identity(index, version),
                    number: CredentialIndex((*number).into()),
                    removed: hit.slot().is_none(),
                    shared: hit.opened_by().is_none_or(|first| !own.contains(&first.id)),
                };
                match accounts.iter_mut().find(|earlier| earlier.address == entry.address) {
                    Some(earlier) if earlier.removed && !entry.removed => *earlier = entry,
                    Some(_) => {}
                    None => accounts.push(entry),
                }
            }
        }
        accounts
    }
}

impl IndexProgress {
    const fn asking(index: IdentityIndex) -> Self {
        Self {
            index,
            state: IndexState::AskingDevice,
            checked: 0,
            total: 0,
            not_checked: 0,
            deepest: BTreeMap::new(),
            fault: None,
            accounts: Vec::new(),
        }
    }
}

//! What is known about one place. The key is not in it.

use std::collections::{BTreeMap, BTreeSet};

use super::hit::Hit;
use super::search::{Number, Search};
use crate::gather::Gather;
use crate::model::{CredentialId, KeyVersion};

/// One place of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// The first credential id of the place: two places with the same one mean that the Ledger answered for the wrong
    /// identity. `None` for a place that was left out.
    pub(super) fingerprint: Option<CredentialId>,
    /// It was left out, and is wanted after all.
    pub(super) is_wanted: bool,
    pub(super) searches: BTreeMap<KeyVersion, Search>,
}

impl Record {
    /// The usual key version first.
    pub(super) fn versions(&self) -> impl Iterator<Item = (KeyVersion, &Search)> {
        self.searches.iter().rev().map(|(version, search)| (*version, search))
    }

    pub(super) const fn is_left_out(&self) -> bool {
        self.fingerprint.is_none()
    }

    /// Whether its key is needed: once more, or after all.
    pub(super) fn lacks_key(&self) -> bool {
        self.is_wanted || self.searches.values().any(Search::lacks_key)
    }

    /// Whether everything was answered, and nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        !self.is_left_out() && self.searches.values().all(Search::is_empty)
    }

    pub(super) fn is_listed_only(&self) -> bool {
        self.searches.values().any(|search| search.unlisted_numbers() > 0)
    }

    /// How many numbers stand so.
    pub(super) fn count(&self, stands: impl Fn(&Number) -> bool) -> u32 {
        super::count(self.searches.values().flat_map(|search| search.numbers.values()).filter(|it| stands(it)))
    }
}

/// Every credential id that stands on an account found by this search.
pub(super) fn seen(search: &Search) -> BTreeSet<CredentialId> {
    search.found().flat_map(|(_, hit): (u8, &Hit)| hit.listed.values().map(|listed| listed.id)).gather()
}

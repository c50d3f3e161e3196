//! Where a run stands, derived anew whenever somebody looks.

use std::collections::BTreeSet;

use super::place::Place;
use super::record::Record;
use super::search::{Number, Search};
use super::{Recovery, Step};
use crate::model::{AccountAddress, AddressProof, CredentialId, CredentialIndex, IdentityKey};

/// A whole run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// In the order of the places; the one whose key is asked for comes last, unless it was here before.
    pub places: Vec<PlaceProgress>,
}

/// One place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceProgress {
    /// Which one.
    pub place: Place,
    /// How far it got.
    pub state: PlaceState,
    /// Credential ids with an answer, either way.
    pub checked: u32,
    /// Credential ids of the search.
    pub total: u32,
    /// Credential ids that were given up.
    pub not_checked: u32,
    /// Credential ids of the search that were only compared with the list of accounts.
    pub unlisted: u32,
    /// Accounts found from this place.
    pub accounts: Vec<AccountProgress>,
}

/// How far a place got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceState {
    /// Its key is asked for.
    AskingKey,
    /// Its credential ids are compared with the list of accounts.
    Scanning,
    /// The node is asked about its credential ids.
    LookingUp,
    /// Every credential id has its answer.
    Done,
    /// Every credential id was compared with the list of accounts; those on it have their answer.
    Listed,
    /// Some credential ids were given up.
    Incomplete,
    /// Left out.
    Skipped,
}

/// One account found from one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountProgress {
    /// Its address.
    pub address: AccountAddress,
    /// The identity whose credential led to it.
    pub identity: IdentityKey,
    /// That credential's number.
    pub number: CredentialIndex,
    /// No credential of this place is on the account any more.
    pub removed: bool,
    /// The account was opened by a credential that is not known to be the person's.
    pub shared: bool,
    /// How many signatures of others it takes beside those of the person's credentials on it; 0 where none of these is on it any more.
    pub missing: u32,
    /// What ties its address to the person.
    pub proof: AddressProof,
}

impl Recovery {
    /// Where the run stands.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let own = self.own_credentials();
        let mut places: Vec<PlaceProgress> =
            self.records.iter().map(|(place, record)| self.place_progress(*place, record, &own)).collect();
        if let Step::AskKey { place, .. } = self.step() {
            match places.iter_mut().find(|progress| progress.place == place) {
                Some(progress) => progress.state = PlaceState::AskingKey,
                None => places.push(PlaceProgress::asking(place)),
            }
        }
        Progress { places }
    }

    fn place_progress(&self, place: Place, record: &Record, own: &BTreeSet<CredentialId>) -> PlaceProgress {
        let open = record.count(|it| matches!(it, Number::Open(_)));
        let matching = record.count(|it| matches!(it, Number::Matching(_)));
        let not_checked = record.count(|it| matches!(it, Number::NotChecked(_) | Number::Unmatched(_)));
        let checked = record.count(|it| matches!(it, Number::Absent | Number::Found(_)));
        let unlisted = record.searches.values().map(Search::unlisted_numbers).fold(0_u32, u32::saturating_add);
        let state = if record.is_left_out() {
            PlaceState::Skipped
        } else if open > 0 {
            PlaceState::LookingUp
        } else if matching > 0 {
            PlaceState::Scanning
        } else if not_checked > 0 {
            PlaceState::Incomplete
        } else if unlisted > 0 {
            PlaceState::Listed
        } else {
            PlaceState::Done
        };
        let total = [checked, open, matching, not_checked, unlisted].into_iter().fold(0, u32::saturating_add);
        PlaceProgress { place, state, checked, total, not_checked, unlisted, accounts: accounts_of(place, record, own) }
    }
}

/// One entry per account; a credential that is on its account speaks before one that was removed.
fn accounts_of(place: Place, record: &Record, own: &BTreeSet<CredentialId>) -> Vec<AccountProgress> {
    let mut accounts: Vec<AccountProgress> = Vec::new();
    for (version, search) in record.versions() {
        for (number, hit) in search.found() {
            let ours = super::count(hit.listed.values().filter(|listed| own.contains(&listed.id)));
            let entry = AccountProgress {
                address: hit.account,
                identity: place.identity(version),
                number: CredentialIndex(number.into()),
                removed: hit.slot().is_none(),
                missing: if ours == 0 { 0 } else { hit.threshold.saturating_sub(ours) },
                proof: AddressProof::of(&hit.account, [&hit.id]),
                shared: hit.opened_by().is_none_or(|first| !own.contains(&first.id)),
            };
            match accounts.iter_mut().find(|earlier| earlier.address == entry.address) {
                Some(earlier) => {
                    let is_derived = [earlier.proof, entry.proof].contains(&AddressProof::Derived);
                    if earlier.removed && !entry.removed {
                        *earlier = entry;
                    }
                    if is_derived {
                        earlier.proof = AddressProof::Derived;
                    }
                }
                None => accounts.push(entry),
            }
        }
    }
    accounts
}

impl PlaceProgress {
    const fn asking(place: Place) -> Self {
        Self {
            place,
            state: PlaceState::AskingKey,
            checked: 0,
            total: 0,
            not_checked: 0,
            unlisted: 0,
            accounts: Vec::new(),
        }
    }
}

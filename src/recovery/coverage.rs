//! What was searched, and what was not: for every place and key version each number the chain can hold, in exactly one way.
//! Nothing is called absent that nobody asked about.

use super::Recovery;
use super::numbers::Numbers;
use super::place::Place;
use super::record::Record;
use super::search::{Number, Search};
use crate::model::KeyVersion;

/// A whole run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The places that were searched or left out, in the order of the route.
    pub places: Vec<PlaceCoverage>,
}

/// One place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceCoverage {
    /// Which one.
    pub place: Place,
    /// It was left out.
    pub is_left_out: bool,
    /// By key version, the usual one first. An identity from a phone has one.
    pub versions: Vec<VersionCoverage>,
}

/// One key version of one place. Every number from 0 to 255 is in exactly one of the sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionCoverage {
    /// Which one; `None` for an identity from a phone, whose key has no version.
    pub version: Option<KeyVersion>,
    /// The node knows a credential with this number.
    pub found: Numbers,
    /// The node said explicitly that there is none.
    pub absent: Numbers,
    /// It was to be asked or compared, and was not: see [`Event::CheckAgain`](super::Event::CheckAgain).
    pub not_checked: Numbers,
    /// On the list of accounts there was none that it opened. The node was not asked about it by name, and it may still be a
    /// credential on somebody else's account, or one that was removed.
    pub unlisted: Numbers,
    /// To be asked or compared in this run.
    pub under_way: Numbers,
    /// Not part of the search.
    pub not_searched: Numbers,
    /// The end of the search: of what the list did not name, the numbers below this one are asked about one by one on request.
    pub end: u16,
}

impl Recovery {
    /// What was searched, and what was not.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let places = (0..self.legs.len()).flat_map(|track| self.places_on(track));
        Coverage { places: places.map(|(place, record)| self.place_coverage(place, record)).collect() }
    }

    fn place_coverage(&self, place: Place, record: &Record) -> PlaceCoverage {
        let versions = KeyVersion::ALL
            .into_iter()
            .filter(|version| {
                record.searches.contains_key(version) || self.basis.plan.versions_at(place).contains(version)
            })
            .map(|version| VersionCoverage {
                version: place.device().map(|_| version),
                ..record.searches.get(&version).map_or_else(VersionCoverage::nothing, VersionCoverage::of)
            })
            .collect();
        PlaceCoverage { place, is_left_out: record.is_left_out(), versions }
    }
}

impl VersionCoverage {
    fn nothing() -> Self {
        Self::of(&Search::default())
    }

    fn of(search: &Search) -> Self {
        let which = |stands: fn(&Number) -> bool| search.which(stands);
        Self {
            version: None,
            found: which(|it| matches!(it, Number::Found(_))),
            absent: which(|it| matches!(it, Number::Absent)),
            not_checked: which(|it| matches!(it, Number::NotChecked(_) | Number::Unmatched(_))),
            unlisted: which(|it| matches!(it, Number::Unlisted)),
            under_way: which(|it| matches!(it, Number::Open(_) | Number::Matching(_))),
            not_searched: search.which(|_| true).others(),
            end: search.end,
        }
    }
}

impl VersionCoverage {
    /// How many numbers of the search are not on the list; and how many beyond its end.
    #[must_use]
    pub fn unlisted_and_beyond(&self) -> (usize, usize) {
        let part = self.unlisted.iter().filter(|number| u16::from(*number) < self.end).count();
        (part, self.unlisted.len() - part)
    }
}

impl Coverage {
    /// All key versions of all places.
    pub fn versions(&self) -> impl Iterator<Item = &VersionCoverage> {
        self.places.iter().flat_map(|place| &place.versions)
    }
}

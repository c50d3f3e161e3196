//! What was searched, and what was not: for every place and key version each number the chain can hold, in exactly one way.
//! This module says how things stand; it refuses to call anything absent that nobody asked about.

use super::Recovery;
use super::keys::mistaken_index;
use super::numbers::Numbers;
use super::place::{Leg, Place, Track};
use super::record::{Proof, Record};
use super::search::{Number, Search};
use crate::model::KeyVersion;

/// A whole run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// By track, in the order of the route.
    pub tracks: Vec<TrackCoverage>,
}

/// One track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackCoverage {
    /// Which one.
    pub track: Track,
    /// How far the run got on it.
    pub state: TrackState,
    /// The places that were searched or left out, in their order.
    pub places: Vec<PlaceCoverage>,
    /// The first place that was not searched; everything behind it was not either. `None` where nothing is left.
    pub next: Option<Place>,
}

/// How far a run got on a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrackState {
    /// Nothing of it was searched.
    NotBegun,
    /// The run is on it, or was when it was stopped.
    Begun,
    /// The person went on to the next track, or the next one was begun.
    Left,
    /// It has no further place.
    Exhausted,
}

/// One place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceCoverage {
    /// Which one.
    pub place: Place,
    /// What shows that the key was this place's; `None` for a place that was left out.
    pub guard: Option<Guard>,
    /// By key version, the usual one first. An identity from a phone has one.
    pub versions: Vec<VersionCoverage>,
}

/// What shows that a key belongs to the place it was asked for. The answer of a Ledger does not say so itself, and the one
/// known silent mistake of an app is to give the key of index 0 (of `index / 256`, exactly).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// It is the wallet's own key.
    Wallet,
    /// The device's public key at the very path that was asked for agrees with it.
    PublicKey,
    /// It makes a credential that the wallet has on record under this place.
    OnRecord,
    /// It differs from the key of the index a mistaken app would have answered for; or it is the one of index 0, where that
    /// mistake makes no difference.
    Compared,
    /// The app's version alone. Searching index 0, too, would tell.
    VersionOnly,
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
    /// Code of a fault that keeps an answer away.
    pub fault: Option<String>,
}

impl Recovery {
    /// What was searched, and what was not.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let here = self.here();
        let tracks = self.legs.iter().enumerate().map(|(position, leg)| self.track_coverage(position, leg, here));
        Coverage { tracks: tracks.collect() }
    }

    fn track_coverage(&self, position: usize, leg: &Leg, here: Option<usize>) -> TrackCoverage {
        let places: Vec<PlaceCoverage> =
            self.places_on(position).map(|(place, record)| self.place_coverage(place, record)).collect();
        let next = self.next_on(position);
        let state = match next {
            None => TrackState::Exhausted,
            Some(_) if leg.is_left => TrackState::Left,
            Some(_) if places.is_empty() => TrackState::NotBegun,
            Some(_) if here == Some(position) => TrackState::Begun,
            Some(_) => TrackState::Left,
        };
        TrackCoverage { track: leg.track.clone(), state, places, next }
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
        PlaceCoverage { place, guard: (!record.is_left_out()).then(|| self.guard(place, record)), versions }
    }

    fn guard(&self, place: Place, record: &Record) -> Guard {
        let (path, index) = match place {
            Place::Phone(_) => return Guard::Wallet,
            Place::Ledger { path, index, .. } => (path, index),
        };
        match record.proof {
            Some(Proof::PublicKey) => return Guard::PublicKey,
            Some(Proof::OnRecord) => return Guard::OnRecord,
            None => {}
        }
        // On a newer path no app is known to make this mistake; an unknown one would do best to make it as the old ones did.
        let mistaken = mistaken_index(index);
        let is_compared = mistaken == index
            || self.records.iter().any(|(other, record)| {
                other.device() == place.device()
                    && other.path() == Some(path)
                    && other.index() == Some(mistaken)
                    && !record.is_left_out()
            });
        if is_compared { Guard::Compared } else { Guard::VersionOnly }
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
            fault: search.numbers.values().filter_map(Number::tries).find_map(|tries| tries.fault.clone()),
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
    /// All places, in the order of the route.
    pub fn places(&self) -> impl Iterator<Item = &PlaceCoverage> {
        self.tracks.iter().flat_map(|track| &track.places)
    }

    /// All key versions of all places.
    pub fn versions(&self) -> impl Iterator<Item = &VersionCoverage> {
        self.places().flat_map(|place| &place.versions)
    }
}

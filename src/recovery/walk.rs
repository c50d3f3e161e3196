//! Where a run is on its route: which place comes next, when nothing comes any more, and what the person makes of it.

use super::place::{PhonePlace, Place, Track};
use super::record::Record;
use super::{Recovery, Step, count};
use crate::model::{IdentityIndex, KeyVersion, PairingKey};

impl Recovery {
    /// The place whose key is due, whether or not it is its turn. `None` after a stop, unless the person asked for more.
    #[must_use]
    pub fn due(&self) -> Option<Place> {
        let lacking = || self.lacking().map(|(place, _)| place);
        self.next_free_place().or_else(lacking).or_else(|| self.next_place())
    }

    /// The first place that needs its key although it has been passed.
    pub(super) fn lacking(&self) -> Option<(Place, &Record)> {
        self.records.iter().find(|(_, record)| record.lacks_key()).map(|(place, record)| (*place, record))
    }

    /// The place that comes next on the route.
    pub(super) fn next_place(&self) -> Option<Place> {
        if self.stopped {
            return None;
        }
        self.here().and_then(|position| self.next_on(position))
    }

    /// The same, if its key is the wallet's own and so costs nobody anything: all of those first, so that their look-ups are
    /// under way together.
    pub(super) fn next_free_place(&self) -> Option<Place> {
        self.next_place().filter(|place| place.device().is_none())
    }

    /// Position of the leg the run is on: the first one with a place ahead.
    pub(super) fn here(&self) -> Option<usize> {
        self.legs_ahead().next()
    }

    fn legs_ahead(&self) -> impl Iterator<Item = usize> {
        let ahead = self.legs.iter().enumerate().filter(|(_, leg)| !leg.is_left).map(|(position, _)| position);
        ahead.filter(|position| self.next_on(*position).is_some())
    }

    pub(super) fn next_on(&self, position: usize) -> Option<Place> {
        match &self.legs.get(position)?.track {
            Track::Ledger { device, path, from } => {
                let last = self.last_index(position);
                let is_full = self.places_on(position).count() >= self.basis.plan.max_indices;
                let index = if is_full { None } else { last.map_or(Some(*from), IdentityIndex::next) }?;
                Some(Place::Ledger { device: *device, path: *path, index })
            }
            Track::Phones(phones) => {
                phones.iter().map(|phone| Place::Phone(phone.identity)).find(|place| !self.records.contains_key(place))
            }
        }
    }

    /// What was searched or left out on a leg, in the order of the indices.
    pub(super) fn places_on(&self, position: usize) -> impl DoubleEndedIterator<Item = (Place, &Record)> {
        let track = self.legs.get(position).map(|leg| &leg.track);
        self.records
            .iter()
            .filter(move |(place, _)| track.is_some_and(|track| track.holds(**place)))
            .map(|(place, record)| (*place, record))
    }

    fn last_index(&self, position: usize) -> Option<IdentityIndex> {
        self.places_on(position).next_back().and_then(|(place, _)| place.index())
    }

    /// Whether everything was answered, nothing was found, and the wallet knows no identity there either.
    fn is_empty(&self, place: Place, record: &Record) -> bool {
        let is_known = KeyVersion::ALL.iter().any(|version| self.basis.known.holds(&place.identity(*version)));
        !is_known && record.is_empty()
    }

    /// The empty indices at the end of a leg. An index that could not be checked completely, or was left out, ends the row:
    /// nobody knows that it is empty.
    fn empty_row(&self, position: usize) -> impl Iterator<Item = (IdentityIndex, &Record)> {
        self.places_on(position)
            .rev()
            .take_while(|(place, record)| self.is_empty(*place, record))
            .filter_map(|(place, record)| Some((place.index()?, record)))
    }

    pub(super) fn suggestion(&self) -> Option<Step> {
        let mut ahead = self.legs_ahead();
        let position = ahead.next()?;
        let leg = self.legs.get(position)?;
        let row: Vec<_> = self.empty_row(position).collect();
        let since_last_time = row.iter().filter(|(index, _)| leg.continued_at.is_none_or(|at| *index > at));
        (count(since_last_time) >= self.basis.plan.suggest_after).then(|| Step::Suggest {
            track: leg.track.clone(),
            empty_in_a_row: count(row.iter()),
            is_by_list: row.iter().any(|(_, record)| record.is_listed_only()),
            found: self.found(),
            next: ahead.next().and_then(|next| self.legs.get(next)).map(|next| next.track.clone()),
        })
    }

    pub(super) fn go_on(&mut self) {
        if self.stopped || self.suggestion().is_some() {
            self.stopped = false;
        } else if self.next_place().is_none() {
            // At the end: back to the track that was left last.
            let Some(leg) = self.legs.iter_mut().rev().find(|leg| leg.is_left) else { return };
            leg.is_left = false;
        } else {
            return;
        }
        if let Some(position) = self.here() {
            let last = self.last_index(position);
            if let Some(leg) = self.legs.get_mut(position) {
                leg.continued_at = last;
            }
        }
    }

    pub(super) fn leave_track(&mut self) {
        if let Some(position) = self.here()
            && let Some(leg) = self.legs.get_mut(position)
        {
            leg.is_left = true;
        }
    }

    /// Every Ledger on the route; as a rule there is one.
    pub(super) fn devices(&self) -> impl Iterator<Item = PairingKey> {
        self.legs.iter().filter_map(|leg| match leg.track {
            Track::Ledger { device, .. } => Some(device),
            Track::Phones(_) => None,
        })
    }

    /// What is known of an identity from a phone that is on the route.
    pub(super) fn phone_place(&self, place: Place) -> Option<&PhonePlace> {
        let Place::Phone(identity) = place else { return None };
        let phones = self.legs.iter().filter_map(|leg| match &leg.track {
            Track::Phones(phones) => Some(phones),
            Track::Ledger { .. } => None,
        });
        phones.flatten().find(|phone| phone.identity == identity)
    }
}

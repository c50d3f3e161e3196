//! Taking in a key: whose it is, what it makes, and what stands against it. The one part of the machine that sees a key. A
//! key is turned into credential ids at once and not kept; one that belongs elsewhere is refused.

use std::collections::BTreeMap;

use super::event::{Given, LedgerKey};
use super::place::Place;
use super::record::Record;
use super::search::{Ids, Search, by_number};
use super::{Recovery, RecoveryError};
use crate::chain::{derive_credential_ids, derive_prf_key};
use crate::gather::Gather;
use crate::model::{CredentialId, KeyVersion};
use crate::secret::PrfKey;

/// What a key makes.
struct Made {
    fingerprint: CredentialId,
    ids: BTreeMap<KeyVersion, Ids>,
}

impl Recovery {
    /// Takes in the key of a place that is due, or says why it is not that place's key. Nothing is recorded then.
    pub(super) fn take_key(&mut self, place: Place, given: Given) -> Result<(), RecoveryError> {
        let is_due = self.next_place() == Some(place) || self.records.get(&place).is_some_and(Record::lacks_key);
        if !is_due {
            return Ok(());
        }
        let is_proven = match (&given, place.device()) {
            (Given::Ledger { device, is_proven, .. }, Some(expected)) if *device == expected => *is_proven,
            (Given::Ledger { device, .. }, Some(expected)) => {
                return Err(RecoveryError::OtherDevice { expected, found: *device });
            }
            (Given::Wallet(_), None) => true,
            // A kind of key that such a place does not have.
            (Given::Wallet(_), Some(_)) | (Given::Ledger { .. }, None) => {
                return Err(RecoveryError::OtherKey { place });
            }
        };
        let Some(made) = self.make(place, given) else { return Ok(()) };
        match self.records.get(&place).and_then(|record| record.fingerprint) {
            Some(before) if before != made.fingerprint => return Err(RecoveryError::OtherKey { place }),
            Some(_) => {}
            None => self.refuse_key_of_another(place, &made, is_proven)?,
        }
        self.search_with(place, made);
        Ok(())
    }

    /// `None` for a key without any credential id, which does not exist.
    fn make(&self, place: Place, given: Given) -> Option<Made> {
        let keys: Vec<(KeyVersion, PrfKey)> = match given {
            Given::Ledger { key: LedgerKey::Seed(seed), .. } => {
                KeyVersion::ALL.map(|version| (version, derive_prf_key(&seed, version))).into()
            }
            Given::Ledger { key: LedgerKey::Key(key), .. } | Given::Wallet(key) => vec![(KeyVersion::V1, key)],
        };
        let ids = |key, last| by_number(derive_credential_ids(&self.basis.generator, key, 0..=last));
        // The usual version comes first, and names the place whichever versions are searched. One number in 2^247 has no id.
        let (_, usual) = keys.first()?;
        let fingerprint = *ids(usual, 1).first_key_value()?.1;
        let versions = self.basis.plan.versions_at(place);
        let wanted = keys.iter().filter(|(version, _)| versions.contains(version));
        let ids = wanted.map(|(version, key)| (*version, ids(key, self.basis.plan.deepest_on_request))).gather();
        Some(Made { fingerprint, ids })
    }

    /// An app that understands a request in another way answers with the key of another index, and does not say so.
    fn refuse_key_of_another(&self, place: Place, made: &Made, is_proven: bool) -> Result<(), RecoveryError> {
        if place.device().is_none() {
            return Ok(());
        }
        let twice = self.records.iter().find(|(earlier, record)| {
            earlier.device().is_some() && **earlier != place && record.fingerprint == Some(made.fingerprint)
        });
        // Records can be wrong; the device's public key is not.
        let on_record = || {
            let mut others = self
                .places_on_record(made)
                .filter(|other| other.device() == place.device() && other.path() == place.path() && *other != place);
            others.next().filter(|_| !is_proven)
        };
        match twice.map(|(earlier, _)| *earlier).or_else(on_record) {
            Some(earlier) => Err(RecoveryError::SameKeyTwice { place, earlier }),
            None => Ok(()),
        }
    }

    /// The places under which the wallet has credentials on record that this key makes.
    fn places_on_record(&self, made: &Made) -> impl Iterator<Item = Place> {
        made.ids.values().flat_map(Ids::values).filter_map(|id| self.basis.known.place_of(id))
    }

    fn search_with(&mut self, place: Place, made: Made) {
        let phone = self.phone_place(place);
        let first_numbers: BTreeMap<KeyVersion, u16> = made
            .ids
            .keys()
            .map(|version| {
                let highest_known = self.highest_known(&place.identity(*version));
                (*version, self.basis.plan.first_numbers(phone, highest_known))
            })
            .gather();
        let mut record = std::mem::take(self.records.entry(place).or_default());
        record.fingerprint = Some(made.fingerprint);
        record.is_wanted = false;
        for (version, ids) in made.ids {
            match record.searches.get_mut(&version) {
                Some(search) => search.load(ids),
                None => {
                    let first_numbers = first_numbers.get(&version).copied().unwrap_or_default();
                    record.searches.insert(version, Search::new(ids, first_numbers, self.reach()));
                }
            }
        }
        // What the key did not bring back cannot be looked into deeper.
        record.searches.values_mut().for_each(Search::drop_lacking);
        self.records.insert(place, record);
        self.open_seen();
    }
}

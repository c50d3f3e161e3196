//! How far a recovery run looks.

use super::place::{PhonePlace, Place};
use crate::model::{KeyVersion, LedgerPath};

/// All limits of a run, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Key versions to look for at every index of the Desktop Wallet's path.
    pub versions: Vec<KeyVersion>,
    /// The same on the newer paths. Seed-phrase wallets came after the deprecated way of making keys.
    pub newer_versions: Vec<KeyVersion>,
    /// Numbers looked up at once, per key version; at least 1.
    pub batch: u8,
    /// A hit among the last so many numbers of what was looked up leads to another batch.
    pub margin: u8,
    /// The highest number looked up without being told to.
    pub deepest: u8,
    /// The highest number looked up on request; at least [`Plan::deepest`].
    pub deepest_on_request: u8,
    /// Numbers looked up of an identity from a phone that does not say how many accounts it may have; at least 1.
    pub phone_batch: u8,
    /// Indices of one track; at most [`Plan::MAX_INDICES`].
    pub max_indices: usize,
    /// Empty indices in a row on one track until the person is asked whether to go on; at least 1.
    pub suggest_after: u32,
}

impl Plan {
    /// Ceiling of [`Plan::max_indices`], and of what a checkpoint may hold.
    pub const MAX_INDICES: usize = 10_000;

    /// What the product does: 25 numbers for each of both key versions, more where accounts reach the end of what was
    /// looked up, a suggestion after three empty indices (the Desktop Wallet's figures, and beyond them).
    #[must_use]
    pub fn standard() -> Self {
        Self {
            versions: KeyVersion::ALL.to_vec(),
            newer_versions: vec![KeyVersion::V1],
            batch: 25,
            margin: 5,
            deepest: u8::MAX,
            deepest_on_request: u8::MAX,
            phone_batch: 25,
            max_indices: Self::MAX_INDICES,
            suggest_after: 3,
        }
    }

    /// The same plan with figures that make sense.
    pub(super) fn within_bounds(self) -> Self {
        Self {
            batch: self.batch.max(1),
            deepest_on_request: self.deepest_on_request.max(self.deepest),
            phone_batch: self.phone_batch.max(1),
            max_indices: self.max_indices.min(Self::MAX_INDICES),
            suggest_after: self.suggest_after.max(1),
            ..self
        }
    }

    /// Key versions to look for at a place. An identity from a phone has one key, which stands under the usual version.
    pub(super) fn versions_at(&self, place: Place) -> &[KeyVersion] {
        match place {
            Place::Ledger { path: LedgerPath::Legacy, .. } => &self.versions,
            Place::Ledger { path: LedgerPath::Bip44 { .. }, .. } => &self.newer_versions,
            Place::Phone(_) => &[KeyVersion::V1],
        }
    }

    /// How many numbers a search begins with, from 0. `phone` is what is known of an identity from a phone.
    pub(super) fn first_numbers(&self, phone: Option<&PhonePlace>, highest_known: Option<u8>) -> u16 {
        let usual = match phone {
            // The chain's own rule is "at most", so the last number counts. None at all is no limit that anybody issued.
            Some(PhonePlace { max_accounts: Some(max @ 1..), .. }) => end(*max),
            Some(PhonePlace { max_accounts: Some(0) | None, .. }) => self.phone_batch.into(),
            None => self.batch.into(),
        };
        let beyond_known = highest_known.map_or(0, |highest| u16::from(highest) + 1 + u16::from(self.margin));
        usual.max(beyond_known).min(end(self.deepest))
    }
}

/// The number behind the last one.
pub(super) fn end(last: u8) -> u16 {
    u16::from(last) + 1
}

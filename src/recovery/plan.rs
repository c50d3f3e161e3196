//! How far a recovery run looks. This module knows the limits; it refuses to know what was found.

use crate::model::KeyVersion;

/// All limits of a run, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Key versions to look for at every index.
    pub versions: Vec<KeyVersion>,
    /// Numbers looked up at once, per key version; at least 1.
    pub batch: u8,
    /// A hit among the last so many numbers of what was looked up leads to another batch.
    pub margin: u8,
    /// The highest number ever looked up.
    pub deepest: u8,
    /// Indices of one run; at most [`Plan::MAX_INDICES`].
    pub max_indices: usize,
    /// Empty indices in a row until the person is asked whether to go on; at least 1.
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
            batch: 25,
            margin: 5,
            deepest: u8::MAX,
            max_indices: Self::MAX_INDICES,
            suggest_after: 3,
        }
    }

    /// The same plan with figures that make sense.
    pub(super) fn within_bounds(self) -> Self {
        Self {
            batch: self.batch.max(1),
            max_indices: self.max_indices.min(Self::MAX_INDICES),
            suggest_after: self.suggest_after.max(1),
            ..self
        }
    }
}

//! How much one wallet holds at most. Everything here is shown, checked, sealed and opened again as a whole: beyond this it would take more
//! than seconds, and a file could make every later unlock slow for ever.

use super::counts::{Counts, KeyCounts};
use super::wallet::{NetworkRecords, Wallet};
use crate::fault::Explain;

/// Most records of all kinds, on all networks together. People have dozens; the largest address book that is known has thousands.
pub const MAX_RECORDS: usize = 100_000;
/// Most identities and accounts whose keys are in the wallet itself: each of them is checked on the curve.
pub const MAX_WITH_KEYS: usize = 2_000;

/// How much there is of what has a ceiling.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Records of all kinds.
    pub records: usize,
    /// Identities and accounts whose keys are in the wallet.
    pub with_keys: usize,
}

/// More than one wallet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = User)]
pub enum Overload {
    /// More than [`MAX_RECORDS`].
    #[error("{found} records are more than {max}")]
    #[code("wallet-too-many-records", found, max)]
    Records {
        /// How many there would be.
        found: usize,
        /// How many there may be.
        max: usize,
    },
    /// More than [`MAX_WITH_KEYS`].
    #[error("{found} records with keys are more than {max}")]
    #[code("wallet-too-many-keys", found, max)]
    WithKeys {
        /// How many there would be.
        found: usize,
        /// How many there may be.
        max: usize,
    },
}

impl Load {
    /// Of a whole wallet.
    #[must_use]
    pub fn of(wallet: &Wallet) -> Self {
        Self { records: Counts::of(wallet).total() as usize, with_keys: KeyCounts::of(wallet).total() as usize }
    }

    /// Of the records of one network, and so many devices.
    #[must_use]
    pub fn of_records(devices: usize, records: &NetworkRecords) -> Self {
        Self {
            records: devices + Counts::default().plus(records).total() as usize,
            with_keys: KeyCounts::default().plus(records).total() as usize,
        }
    }

    /// Whether one wallet holds that much.
    ///
    /// # Errors
    /// [`Overload`].
    pub const fn check(self) -> Result<(), Overload> {
        if self.records > MAX_RECORDS {
            return Err(Overload::Records { found: self.records, max: MAX_RECORDS });
        }
        if self.with_keys > MAX_WITH_KEYS {
            return Err(Overload::WithKeys { found: self.with_keys, max: MAX_WITH_KEYS });
        }
        Ok(())
    }

    /// Whether there is more of anything than in the other.
    #[must_use]
    pub const fn exceeds(self, other: Self) -> bool {
        self.records > other.records || self.with_keys > other.with_keys
    }
}

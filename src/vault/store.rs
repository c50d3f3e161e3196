//! The joint to the browser's storage: two copies and a marker.
//! This file knows what a store must promise; it refuses to know any store.

use std::collections::BTreeMap;
use std::future::Future;

use super::standing::{Standing, WhichCopy, reconcile};
use crate::fault::{Explain, Party};

/// Where a vault is kept: **one of the joints of the engine**. The browser edge implements it, and a memory in tests.
///
/// The bytes are opaque. An implementation keeps them twice, in stores that fail in different ways, and a marker in
/// both places; it reports what it finds and decides nothing.
pub trait VaultStore {
    /// Reads both copies and the marker. A store that fails is a [`StoredCopy::Unreadable`], not an error, as long as the other
    /// one can be asked.
    fn load(&self) -> impl Future<Output = Result<Loaded, StoreError>>;

    /// Writes both copies and the marker, the first copy so that it survives a power cut before the future is ready.
    /// Reading, comparing with `expected` (by [`check_expected`]) and writing happen as one, whatever other tabs do.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] and nothing written if the stored revision is not `expected`;
    /// [`StoreError::HalfSaved`] if only one copy could be written: the record is safe, its second copy is missing.
    fn save(&self, record: &[u8], expected: Option<u64>) -> impl Future<Output = Result<(), StoreError>>;

    /// Writes one intact copy over the other, without changing the revision.
    fn mend(&self, record: &[u8], which: WhichCopy) -> impl Future<Output = Result<(), StoreError>>;

    /// Reads what lies beside the vault (`seal_aside`). One copy is enough: losing it loses no record.
    fn load_aside(&self) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>>;

    /// Writes what lies beside the vault; `None` removes it.
    fn save_aside(&self, record: Option<&[u8]>) -> impl Future<Output = Result<(), StoreError>>;

    /// Deletes both copies and the marker: a new person from now on.
    fn clear(&self) -> impl Future<Output = Result<(), StoreError>>;
}

/// What the stores answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The first store.
    pub primary: StoredCopy,
    /// The second store.
    pub secondary: StoredCopy,
    /// Whether either store remembers that there was a vault.
    pub marker: bool,
}

/// What one store answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredCopy {
    /// Nothing there.
    Missing,
    /// These bytes, intact or not.
    Present(Vec<u8>),
    /// The store failed, with the browser's name for it.
    Unreadable(String),
}

/// Why something was not stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another tab saved in between. Nothing was written.
    #[error("expected revision {expected:?}, found {found:?}")]
    ChangedElsewhere {
        /// The revision the save was made from; `None` for a new vault.
        expected: Option<u64>,
        /// The revision that is stored; `None` if there is none.
        found: Option<u64>,
    },
    /// The record is in one of the two stores.
    #[error("one of two copies could not be written: {reason}")]
    HalfSaved {
        /// The browser's name for what went wrong.
        reason: String,
    },
    /// No room left.
    #[error("the store is full")]
    Full,
    /// The store failed.
    #[error("the store failed: {reason}")]
    Failed {
        /// The browser's name for what went wrong.
        reason: String,
    },
}

/// Whether a save that expects this revision may go ahead.
///
/// A vault that was lost under an open session may be written anew from it: the session holds what the stores have lost.
/// A new vault is only ever made where nothing was stored.
///
/// # Errors
/// [`StoreError::ChangedElsewhere`].
pub fn check_expected(loaded: &Loaded, expected: Option<u64>) -> Result<(), StoreError> {
    let found = match reconcile(loaded) {
        Standing::Absent => None,
        Standing::Present { revision, .. } => Some(revision),
        Standing::Lost(_) if expected.is_some() => return Ok(()),
        Standing::Lost(_) => return Err(StoreError::ChangedElsewhere { expected, found: None }),
    };
    if found == expected { Ok(()) } else { Err(StoreError::ChangedElsewhere { expected, found }) }
}

impl Explain for StoreError {
    const CODES: &'static [&'static str] =
        &["store-changed-elsewhere", "store-half-saved", "store-full", "store-failed"];

    fn code(&self) -> &'static str {
        match self {
            Self::ChangedElsewhere { .. } => "store-changed-elsewhere",
            Self::HalfSaved { .. } => "store-half-saved",
            Self::Full => "store-full",
            Self::Failed { .. } => "store-failed",
        }
    }

    fn party(&self) -> Party {
        match self {
            Self::ChangedElsewhere { .. } => Party::User,
            Self::HalfSaved { .. } | Self::Full | Self::Failed { .. } => Party::Computer,
        }
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::HalfSaved { reason } | Self::Failed { reason } => {
                BTreeMap::from([("reason", reason.chars().take(80).collect())])
            }
            Self::ChangedElsewhere { .. } | Self::Full => BTreeMap::new(),
        }
    }
}

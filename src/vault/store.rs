//! The joint to the browser's storage, and what can be said about it.
//! This file knows what a store must promise; it knows no store.

use std::future::Future;

use crate::fault::Explain;

/// Why a store did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = Computer)]
pub enum Trouble {
    /// No room left on the disk.
    #[error("the disk is full")]
    #[code("vault-unreadable-full")]
    Full,
    /// No answer within the time that is given to a store.
    #[error("the store does not answer")]
    #[code("vault-unreadable-silent")]
    Silent,
    /// Anything else, with the browser's name for it.
    #[error("the store failed: {0}")]
    #[code("vault-unreadable", reason = short(_0))]
    Failed(String),
}

/// A table of byte strings that outlives the browser: **one of the joints of the engine**. The browser edge implements it twice (a
/// database, a folder of files), tests in memory. It decides nothing and answers in bounded time.
pub trait Cabinet {
    /// Reads what lies under a name.
    fn read(&self, name: &str) -> impl Future<Output = Result<Option<Vec<u8>>, Trouble>>;

    /// Writes under a name, if `agrees` with what lies there; ready when it survives a power cut. Nobody else writes in between.
    /// What lies under other names is not touched, whatever happens.
    fn replace(
        &self,
        name: &str,
        bytes: &[u8],
        agrees: impl FnOnce(Option<&[u8]>) -> bool,
    ) -> impl Future<Output = Result<bool, Trouble>>;

    /// The ends of what lies under a name.
    fn ends(&self, name: &str) -> impl Future<Output = Result<Option<Ends>, Trouble>>;

    /// Writes under a name, as [`Self::replace`], if what lies there has these ends; `None`: if nothing does.
    fn replace_known(
        &self,
        name: &str,
        bytes: &[u8],
        known: Option<Ends>,
    ) -> impl Future<Output = Result<bool, Trouble>>;

    /// Writes behind what lies under a name, if that has these ends; ready when it survives a power cut. What lies there already is not written
    /// over; of what was to be written a part may lie behind it.
    fn append_known(&self, name: &str, bytes: &[u8], known: Ends) -> impl Future<Output = Result<bool, Trouble>>;

    /// Removes what lies under a name, if anything does.
    fn remove(&self, name: &str) -> impl Future<Output = Result<(), Trouble>>;
}

/// What tells whether a place still holds what was written there, without reading all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// Length in bytes.
    pub length: usize,
    /// The last bytes; where there are fewer, zeros stand before them.
    pub last: [u8; Ends::LAST],
}

impl Ends {
    /// How many bytes at the end.
    pub const LAST: usize = 32;

    /// Of something so long, by its last bytes.
    #[must_use]
    pub fn new(length: usize, end: &[u8]) -> Self {
        let mut last = [0; Self::LAST];
        last.iter_mut().rev().zip(end.iter().rev()).for_each(|(to, from)| *to = *from);
        Self { length, last }
    }

    /// Of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::new(bytes.len(), bytes)
    }
}

/// A write that another vault stood in the way of.
pub(super) fn written(written: Result<bool, Trouble>) -> Result<(), Trouble> {
    if written? { Ok(()) } else { Err(Trouble::Failed("another vault".to_owned())) }
}

/// How many copies of the vault are on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Copies {
    /// One in each store.
    #[default]
    Both,
    /// Only one: the other store did not take it.
    One(Trouble),
}

impl Copies {
    /// After both stores were told to write.
    pub(super) fn of(first: Result<(), Trouble>, second: Result<(), Trouble>) -> Result<Self, StoreError> {
        match (first, second) {
            (Ok(()), Ok(())) => Ok(Self::Both),
            (Err(one), Err(other)) => Err(one.or(other).into()),
            (Err(trouble), Ok(())) | (Ok(()), Err(trouble)) => Ok(Self::One(trouble)),
        }
    }
}

impl From<Option<Trouble>> for Copies {
    fn from(trouble: Option<Trouble>) -> Self {
        trouble.map_or(Self::Both, Self::One)
    }
}

/// Why something was not stored. What was stored before is whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = Computer)]
pub enum StoreError {
    /// Another tab saved in between. Nothing was written.
    #[error("expected revision {expected:?}, found {found:?}")]
    #[code("store-changed-elsewhere", party = User)]
    ChangedElsewhere {
        /// The revision the save was made from; `None` for a new vault.
        expected: Option<u64>,
        /// The revision that is stored; `None` if there is none.
        found: Option<u64>,
    },
    /// No room left on the disk.
    #[error("the disk is full")]
    #[code("store-full")]
    Full,
    /// No answer in the time that is given to a store.
    #[error("the store does not answer")]
    #[code("store-silent")]
    Silent,
    /// The store failed.
    #[error("the store failed: {reason}")]
    #[code("store-failed", reason = short(reason))]
    Failed {
        /// The browser's name for what went wrong.
        reason: String,
    },
}

impl From<Trouble> for StoreError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Full => Self::Full,
            Trouble::Silent => Self::Silent,
            Trouble::Failed(reason) => Self::Failed { reason },
        }
    }
}

impl TryFrom<StoreError> for Trouble {
    type Error = StoreError;

    /// All but what another tab did.
    fn try_from(error: StoreError) -> Result<Self, StoreError> {
        match error {
            StoreError::Full => Ok(Self::Full),
            StoreError::Silent => Ok(Self::Silent),
            StoreError::Failed { reason } => Ok(Self::Failed(reason)),
            StoreError::ChangedElsewhere { .. } => Err(error),
        }
    }
}

impl Trouble {
    /// Of two: the one that says what a person can do.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::Full, _) | (Self::Silent, Self::Silent | Self::Failed(_)) | (Self::Failed(_), Self::Failed(_)) => {
                self
            }
            (Self::Silent | Self::Failed(_), Self::Full) | (Self::Failed(_), Self::Silent) => other,
        }
    }
}

/// The browser's name for what went wrong, as long as a sentence bears.
fn short(name: &str) -> String {
    name.chars().take(80).collect()
}

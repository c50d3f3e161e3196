//! What the stores answered, before anybody decided anything: which copy lies where, and what else remembers.
//! This file knows places and their names; what their bytes mean together is `standing`'s.

use std::cell::OnceCell;
use std::ops::Deref;
use std::rc::Rc;

use super::error::VaultError;
use super::frame::{Frame, VaultId};
use super::store::Trouble;

/// One of the two storage engines. They fail in different ways, so a vault lies in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StorageEngine {
    /// `IndexedDB`: writes all or nothing.
    Database,
    /// The origin-private file system: a write that is cut off leaves a torn file.
    Files,
}

/// A place for a copy of the vault in use. The two files are written in turn: the one with the last good copy is never written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// The record in the database.
    Database,
    /// The first file, which was once the only one.
    FileOne,
    /// The second file.
    FileTwo,
}

impl Slot {
    /// In the order in which they are written.
    pub const ALL: [Self; 3] = [Self::Database, Self::FileOne, Self::FileTwo];
    /// Both files.
    pub const FILES: [Self; 2] = [Self::FileOne, Self::FileTwo];

    /// Which engine keeps it.
    #[must_use]
    pub const fn side(self) -> StorageEngine {
        match self {
            Self::Database => StorageEngine::Database,
            Self::FileOne | Self::FileTwo => StorageEngine::Files,
        }
    }

    /// What it is called there.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Database | Self::FileOne => "vault",
            Self::FileTwo => "vault-2",
        }
    }
}

/// What one place answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredCopy {
    /// Nothing there.
    Missing,
    /// These bytes, intact or not.
    Present(StoredBytes),
    /// The store failed.
    Unreadable(Trouble),
}

/// Bytes of a place. A plan looks at them again and again; what they are worth takes a pass over them, and is found out once.
#[derive(Debug, Clone)]
pub struct StoredBytes(Rc<SeenBytes>);

#[derive(Debug)]
struct SeenBytes {
    bytes: Vec<u8>,
    seen: OnceCell<Result<IntactSpan, VaultError>>,
}

/// What bytes whose checksum fits are.
#[derive(Debug, Clone)]
struct IntactSpan {
    vault: VaultId,
    revision: u64,
    /// How many of them are intact.
    length: usize,
}

impl StoredBytes {
    /// The copy of a vault that they are, if the checksum fits.
    fn seen(&self) -> Result<Intact<'_>, VaultError> {
        let look = || {
            let intact = Intact::parse(&self.0.bytes)?;
            Ok(IntactSpan { vault: intact.vault, revision: intact.revision, length: intact.bytes.len() })
        };
        let IntactSpan { vault, revision, length } = self.0.seen.get_or_init(look).clone()?;
        let bytes = self.0.bytes.get(..length).ok_or(VaultError::Damaged)?;
        Ok(Intact { bytes, vault, revision })
    }
}

impl From<Vec<u8>> for StoredBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Rc::new(SeenBytes { bytes, seen: OnceCell::new() }))
    }
}

impl Deref for StoredBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0.bytes
    }
}

impl PartialEq for StoredBytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for StoredBytes {}

impl From<Result<Option<Vec<u8>>, Trouble>> for StoredCopy {
    fn from(read: Result<Option<Vec<u8>>, Trouble>) -> Self {
        match read {
            Ok(Some(bytes)) => Self::Present(bytes.into()),
            Ok(None) => Self::Missing,
            Err(trouble) => Self::Unreadable(trouble),
        }
    }
}

impl StoredCopy {
    /// Whether it is these bytes.
    pub(super) fn is(&self, bytes: &[u8]) -> bool {
        matches!(self, Self::Present(present) if **present == *bytes)
    }

    /// Whether this copy lies there, also where a write that was cut off has left something behind it.
    pub(super) fn holds(&self, copy: &[u8]) -> bool {
        self.examine().intact().is_some_and(|intact| intact.bytes == copy)
    }

    pub(super) fn examine(&self) -> Condition<'_> {
        match self {
            Self::Missing => Condition::Missing,
            Self::Unreadable(trouble) => Condition::Bad(VaultError::Unreadable { trouble: trouble.clone() }),
            Self::Present(stored) => match stored.seen() {
                Ok(intact) => Condition::Intact(intact),
                Err(why) => Condition::Bad(why),
            },
        }
    }
}

/// What a copy is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition<'a> {
    Missing,
    Intact(Intact<'a>),
    Bad(VaultError),
}

impl<'a> Condition<'a> {
    pub(super) const fn intact(&self) -> Option<Intact<'a>> {
        match self {
            Self::Intact(intact) => Some(*intact),
            Self::Missing | Self::Bad(_) => None,
        }
    }
}

/// A copy whose checksum fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Intact<'a> {
    /// Without what of an amendment was cut off.
    pub(super) bytes: &'a [u8],
    pub(super) vault: VaultId,
    pub(super) revision: u64,
}

impl<'a> Intact<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, VaultError> {
        Frame::parse(bytes).map(|frame| Self { bytes: frame.bytes, vault: frame.vault, revision: frame.revision })
    }

    /// Whether the other one is an earlier state of this one. A line that splits gets a new name, so the numbers tell.
    pub(super) fn follows(&self, other: &Intact<'_>) -> bool {
        self.vault == other.vault && self.revision > other.revision
    }
}

/// A state of a vault that was on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting {
    /// Which vault.
    pub vault: VaultId,
    /// Its number of saves.
    pub revision: u64,
}

/// The marker beside the two copies: what the extension's plain storage remembers. Two numbers, no secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VaultMarker {
    /// A vault was made here, and not deleted on purpose.
    pub expected: bool,
    /// What was last saved; versions before this one did not note it.
    pub last: Option<Sighting>,
}

/// Everything that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// In the database.
    pub database: StoredCopy,
    /// In the first file.
    pub file_one: StoredCopy,
    /// In the second file.
    pub file_two: StoredCopy,
    /// Vaults that were set aside, from either store.
    pub kept: Vec<Vec<u8>>,
    /// What either store says about a deletion (`Deletion`).
    pub deletions: Vec<Vec<u8>>,
    /// What the extension's plain storage remembers.
    pub marker: VaultMarker,
}

impl Loaded {
    /// Nothing anywhere.
    #[must_use]
    pub const fn nothing(marker: VaultMarker) -> Self {
        let missing = StoredCopy::Missing;
        Self {
            database: missing,
            file_one: StoredCopy::Missing,
            file_two: StoredCopy::Missing,
            kept: Vec::new(),
            deletions: Vec::new(),
            marker,
        }
    }

    /// What lies in this place.
    #[must_use]
    pub const fn at(&self, slot: Slot) -> &StoredCopy {
        match slot {
            Slot::Database => &self.database,
            Slot::FileOne => &self.file_one,
            Slot::FileTwo => &self.file_two,
        }
    }

    /// The place, to be filled.
    pub const fn at_mut(&mut self, slot: Slot) -> &mut StoredCopy {
        match slot {
            Slot::Database => &mut self.database,
            Slot::FileOne => &mut self.file_one,
            Slot::FileTwo => &mut self.file_two,
        }
    }

    /// Copies that are the same are held, and looked at, once: the vault in use lies in both stores.
    pub(super) fn sharing(mut self) -> Self {
        for slot in Slot::FILES {
            if self.database == *self.at(slot) {
                *self.at_mut(slot) = self.database.clone();
            }
        }
        self
    }

    /// Whether exactly these bytes were set aside.
    pub(super) fn is_kept(&self, bytes: &[u8]) -> bool {
        self.kept.iter().any(|kept| kept == bytes)
    }
}

//! What every lock on a file has in common: a recipe for its key, and a way to see whether a key is the right one.

use std::fmt;

use super::BackupError;
use super::json::Members;
use super::part::Part;
use super::salvage::Salvaged;
use crate::crypto::cbc::SealedBlocks;
use crate::crypto::kdf::Recipe;
use crate::fault::Notice;
use crate::model::Format;
use crate::secret::{Plaintext, SealingKey};

/// A locked file whose header is in order.
pub(super) trait Lock: fmt::Debug {
    /// What is inside; `None` where that shows after decryption.
    fn format(&self) -> Option<Format>;

    /// When it was made, as it says: milliseconds since 1970. Authentic only once it is open.
    fn created_at_ms(&self) -> Option<u64>;

    /// Which file of how many it is, as it says. Authentic only once it is open.
    fn part(&self) -> Part;

    /// How its key is made.
    fn recipe(&self) -> Recipe;

    /// What its key opens, where that may be done elsewhere as well.
    fn sealed(&self) -> Option<SealedBlocks<'_>> {
        None
    }

    /// Tries a key. `blocks`: what somebody who is faster made of [`Self::sealed`] with it. It is compared with our own cipher in places
    /// before it is believed; who decrypts wrongly is noticed, and the answer is then the same as without.
    ///
    /// # Errors
    /// [`BackupError::Damaged`], where the key is certainly right and the rest does not fit.
    fn try_key(&self, key: &SealingKey, blocks: Option<Plaintext>) -> Result<Tried, BackupError>;

    /// Why no spelling of a password opened it. `began_well`: one of them gave [`Tried::BeginsWell`].
    fn refusal(&self, began_well: bool) -> BackupError;
}

/// A kind of lock: how it is told from others, and read.
pub(super) struct LockKind {
    /// Whether these are the outer members of such a file.
    pub(super) is: fn(&Members) -> bool,
    /// Reads everything that can be read without the password.
    pub(super) read: ReadLock,
}

type ReadLock = fn(Outer<'_>, &mut Vec<Notice>) -> Result<Box<dyn Lock>, BackupError>;

/// The outer object of a file.
pub(super) struct Outer<'t> {
    /// Its text.
    pub(super) text: &'t str,
    /// The same, parsed.
    pub(super) members: Members,
}

/// What became of a key.
#[derive(Debug)]
pub(super) enum Tried {
    /// It opens the file.
    Opened(Plaintext),
    /// It does not.
    Closed,
    /// It does, and blocks of the file are damaged: what could be read all the same.
    Damaged(Salvaged),
    /// It does not, and yet the beginning reads as it should: the password is right, and what follows is damaged.
    BeginsWell,
}

/// Appends the length as eight bytes, big endian, then the bytes: no two lists of values give the same bytes.
pub(super) fn prefixed(to: &mut Vec<u8>, bytes: &[u8]) {
    to.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
    to.extend_from_slice(bytes);
}

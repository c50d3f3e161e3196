//! A file that was looked at and waits for its key. In which order keys are tried is known here. Making them can take long,
//! and whoever waits may want to stop: that is the caller's.

use super::BackupError;
use super::contents::FileContents;
use super::door::{self, Read};
use super::format::{self, lifeboat};
use super::lock::{Lock, Tried};
use super::part::Part;
use super::salvage::Salvaged;
use super::spelling::spellings;
use crate::backup::noticed::Noticed;
use crate::crypto::cbc::SealedBlocks;
use crate::crypto::kdf::{Effort, Recipe};
use crate::fault::Notice;
use crate::model::Format;
use crate::secret::{Password, Plaintext, SealingKey};

/// A file whose header is in order. Reading it took no password and no costly work.
#[derive(Debug)]
pub struct LockedFile {
    read: Read,
    notices: Vec<Notice>,
}

/// What came out of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it is.
    pub format: Format,
    /// Whether a password kept it.
    pub is_encrypted: bool,
    /// The records.
    pub contents: FileContents,
    /// Which file of an export it is; the only one, where it does not say.
    pub part: Part,
    /// What is worth knowing about it: put right, left out, unusual.
    pub notices: Vec<Notice>,
}

/// A file and the keys one password may stand for, tried one after the other.
#[derive(Debug)]
pub struct Attempt<'l> {
    locked: &'l LockedFile,
    lock: &'l dyn Lock,
    recipe: Recipe,
    /// The last one first.
    spellings: Vec<Password>,
    began_well: bool,
}

/// Opens a file that is not encrypted. Nothing is written anywhere.
///
/// # Errors
/// As [`LockedFile::read`]; [`BackupError::PasswordNeeded`] for every other file.
pub fn open_plain(bytes: &[u8]) -> Result<Opened, BackupError> {
    LockedFile::read("", bytes)?.open_plain()
}

/// Opens a file, all the work on its password at once; one that is not encrypted opens with any password. Nothing is written anywhere.
///
/// # Errors
/// As [`LockedFile::read`], then what the password and the content lead to; never a part of the records in silence.
pub fn open(bytes: &[u8], password: &Password) -> Result<Opened, BackupError> {
    let locked = LockedFile::read("", bytes)?;
    let Some(mut attempt) = locked.attempt(password)? else { return locked.open_plain() };
    while let Some(spelling) = attempt.next_spelling() {
        let key = attempt.recipe().derive(&spelling)?;
        if let Some(opened) = attempt.try_key(&key, None)? {
            return Ok(opened);
        }
    }
    Err(attempt.refusal())
}

impl LockedFile {
    /// Looks at a file. What was read of it is kept: nothing is parsed a second time. The name only helps to say what a file is that is
    /// no backup.
    ///
    /// # Errors
    /// Everything that is wrong with a file on the outside, the refused kinds included, and a key that takes too much work.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, BackupError> {
        let mut notices = Vec::new();
        let read = door::read(name, bytes, &mut notices)?;
        let locked = Self { read, notices };
        locked.effort()?;
        Ok(locked)
    }

    /// What it is; `None` where that shows after decryption.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        match &self.read {
            Read::Locked(lock) => lock.format(),
            Read::Plain(format, _) => Some(*format),
        }
    }

    /// Whether it takes a password.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.lock().is_some()
    }

    /// When it says it was made, in milliseconds since 1970.
    #[must_use]
    pub fn created_at_ms(&self) -> Option<u64> {
        self.lock()?.created_at_ms()
    }

    /// How long its key takes, for a password that has one spelling; `None` for a file that is not encrypted.
    ///
    /// # Errors
    /// [`BackupError::Kdf`], when that is more than is ever done.
    pub fn effort(&self) -> Result<Option<Effort>, BackupError> {
        Ok(self.lock().map(|lock| lock.recipe().effort(1)).transpose()?)
    }

    /// Begins to try a password: as typed, then in NFC, then in NFD. `None` for a file that is not encrypted.
    ///
    /// # Errors
    /// [`BackupError::Kdf`], before any work, when all spellings together are more than is ever done.
    pub fn attempt(&self, password: &Password) -> Result<Option<Attempt<'_>>, BackupError> {
        let Some(lock) = self.lock() else { return Ok(None) };
        let recipe = lock.recipe();
        let mut spellings: Vec<_> = spellings(password).collect();
        spellings.reverse();
        recipe.effort(spellings.len())?;
        Ok(Some(Attempt { locked: self, lock, recipe, spellings, began_well: false }))
    }

    /// Opens a file that is not encrypted.
    ///
    /// # Errors
    /// [`BackupError::PasswordNeeded`] for every other file.
    pub fn open_plain(&self) -> Result<Opened, BackupError> {
        let Read::Plain(format, contents) = &self.read else { return Err(BackupError::PasswordNeeded) };
        Ok(Opened {
            format: *format,
            is_encrypted: false,
            contents: contents.clone(),
            part: Part::WHOLE,
            notices: self.notices.clone(),
        })
    }

    /// Opens a file of ours again with the key it was sealed with.
    ///
    /// # Errors
    /// [`BackupError::CheckFailed`] if whoever knows the password would make another key of it, or it opens nothing.
    pub(super) fn open_again(&self, recipe: &Recipe, key: &SealingKey) -> Result<Opened, BackupError> {
        let lock = self.lock().filter(|lock| lock.recipe() == *recipe).ok_or(BackupError::CheckFailed)?;
        match lock.try_key(key, None)? {
            Tried::Opened(plaintext) => self.decode(lock, plaintext),
            Tried::Damaged(_) | Tried::BeginsWell | Tried::Closed => Err(BackupError::CheckFailed),
        }
    }

    fn decode(&self, lock: &dyn Lock, plaintext: Plaintext) -> Result<Opened, BackupError> {
        let mut notices = self.notices.clone();
        let part = lock.part();
        if part != Part::WHOLE {
            notices.push(Notice::of(&Noticed::Part { part: part.number, of: part.of }));
        }
        let (format, contents) = match lock.format() {
            Some(format) => (format, lifeboat::decode(&plaintext)?),
            None => format::open(plaintext, &mut notices)?,
        };
        Ok(Opened { format, is_encrypted: true, contents, part, notices })
    }

    fn lock(&self) -> Option<&dyn Lock> {
        match &self.read {
            Read::Locked(lock) => Some(&**lock),
            Read::Plain(..) => None,
        }
    }
}

impl Attempt<'_> {
    /// How the next key is made.
    #[must_use]
    pub const fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The next spelling to make a key of; `None` when all were tried.
    pub fn next_spelling(&mut self) -> Option<Password> {
        self.spellings.pop()
    }

    /// What the key opens, where somebody else may do that faster; `None` for a cipher of our own files.
    #[must_use]
    pub fn sealed(&self) -> Option<SealedBlocks<'_>> {
        self.lock.sealed()
    }

    /// Tries the key of the last spelling. `None`: it does not open the file. `blocks`: what somebody else made of [`Self::sealed`] with that
    /// key, if anybody did. It is only believed as far as it agrees with our own cipher; else the answer is the same as without.
    ///
    /// # Errors
    /// What the content leads to; never a part of the records in silence.
    pub fn try_key(&mut self, key: &SealingKey, blocks: Option<Plaintext>) -> Result<Option<Opened>, BackupError> {
        match self.lock.try_key(key, blocks)? {
            Tried::Damaged(salvaged) => self.salvaged(salvaged).map(Some),
            Tried::Opened(plaintext) => self.locked.decode(self.lock, plaintext).map(Some),
            Tried::BeginsWell => {
                self.began_well = true;
                Ok(None)
            }
            Tried::Closed => Ok(None),
        }
    }

    /// Why the password does not open the file, once every spelling was tried.
    #[must_use]
    pub fn refusal(&self) -> BackupError {
        self.lock.refusal(self.began_well)
    }

    fn salvaged(&self, salvaged: Salvaged) -> Result<Opened, BackupError> {
        let mut notices = self.locked.notices.clone();
        let (format, contents) = format::decode_salvaged(salvaged, &mut notices)?;
        Ok(Opened { format, is_encrypted: true, contents, part: Part::WHOLE, notices })
    }
}

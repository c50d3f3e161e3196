//! A file that was looked at and waits for its key.
//! This module knows in which order keys are tried; it refuses to make them: that can take long, and whoever waits may want to stop.

use super::contents::Contents;
use super::door::{Door, Tried};
use super::envelope::Part;
use super::format;
use super::spelling::spellings;
use super::{BackupError, Opened, Recognised, Source};
use crate::crypto::kdf::{Effort, Recipe};
use crate::fault::Notice;
use crate::record;
use crate::secret::{Password, Plaintext, SealingKey};

/// A file whose header is in order. Reading it took no password and no costly work.
#[derive(Debug)]
pub struct LockedFile {
    envelope: Door,
    notices: Vec<Notice>,
}

/// A file and the keys one password may stand for, tried one after the other.
#[derive(Debug)]
pub struct Attempt<'l> {
    locked: &'l LockedFile,
    recipe: Recipe,
    effort: Effort,
    /// The last one first.
    spellings: Vec<Password>,
    began_well: bool,
}

impl LockedFile {
    /// Looks at a file.
    ///
    /// # Errors
    /// Everything that is wrong with a file on the outside, the refused kinds included, and a key that takes too much work.
    pub fn read(bytes: &[u8]) -> Result<Self, BackupError> {
        let (envelope, notices) = Door::read(bytes)?;
        let locked = Self { envelope, notices };
        locked.effort()?;
        Ok(locked)
    }

    /// What it is.
    #[must_use]
    pub fn recognised(&self) -> Recognised {
        match &self.envelope {
            Door::Native(envelope) => Recognised::LifeboatBackup { created_at: Some(envelope.created_at_ms()) },
            Door::Concordium(_) => Recognised::ConcordiumEnvelope,
            Door::AccountKey(file) => Recognised::AccountKey { address: file.address(), network: file.network() },
        }
    }

    /// How long its key takes, for a password that has one spelling; `None` for a file that is not encrypted.
    ///
    /// # Errors
    /// [`BackupError::Kdf`], when that is more than is ever done.
    pub fn effort(&self) -> Result<Option<Effort>, BackupError> {
        Ok(self.envelope.recipe().map(|recipe| recipe.effort(1)).transpose()?)
    }

    /// Begins to try a password: as typed, then in NFC, then in NFD. `None` for a file that is not encrypted.
    ///
    /// # Errors
    /// [`BackupError::Kdf`], before any work, when all spellings together are more than is ever done.
    pub fn attempt(&self, password: &Password) -> Result<Option<Attempt<'_>>, BackupError> {
        let Some(recipe) = self.envelope.recipe() else { return Ok(None) };
        let mut spellings: Vec<_> = spellings(password).collect();
        spellings.reverse();
        let effort = recipe.effort(spellings.len())?;
        Ok(Some(Attempt { locked: self, recipe, effort, spellings, began_well: false }))
    }

    /// Opens a file that is not encrypted.
    ///
    /// # Errors
    /// [`BackupError::PasswordNeeded`] for every other file.
    pub fn open_plain(&self) -> Result<Opened, BackupError> {
        let Door::AccountKey(file) = &self.envelope else { return Err(BackupError::PasswordNeeded) };
        let mut notices = self.notices.clone();
        let contents = file.open(&mut notices);
        Ok(Opened { source: Source::AccountKey, contents, part: Part::WHOLE, notices })
    }

    fn decode(&self, plaintext: &Plaintext) -> Result<Opened, BackupError> {
        let mut notices = self.notices.clone();
        if let Door::Concordium(envelope) = &self.envelope {
            let part = envelope.part().unwrap_or(Part::WHOLE);
            if part != Part::WHOLE {
                notices.push(Notice::new("desktop-part").with("part", part.number).with("of", part.of));
            }
            let (source, contents) = format::read(plaintext, &mut notices)?;
            return Ok(Opened { source, contents, part, notices });
        }
        // EXPOSE: to decode it.
        let wallet = record::decode(plaintext.expose())?;
        let contents = Contents::Placed(wallet);
        Ok(Opened { source: Source::LifeboatBackup, contents, part: Part::WHOLE, notices })
    }
}

impl Attempt<'_> {
    /// How the next key is made.
    #[must_use]
    pub const fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// How long it takes if every spelling has to be tried.
    #[must_use]
    pub const fn effort(&self) -> Effort {
        self.effort
    }

    /// The next spelling to make a key of; `None` when all were tried.
    pub fn next_spelling(&mut self) -> Option<Password> {
        self.spellings.pop()
    }

    /// Tries the key of the last spelling. `None`: it does not open the file.
    ///
    /// # Errors
    /// What the content leads to; never a part of the records in silence.
    pub fn try_key(&mut self, key: &SealingKey) -> Result<Option<Opened>, BackupError> {
        let tried = match &self.locked.envelope {
            Door::Native(envelope) => envelope.try_key(key),
            Door::Concordium(envelope) => envelope.try_key(key)?,
            Door::AccountKey(_) => Tried::Closed,
        };
        match tried {
            Tried::Opened(plaintext) => self.locked.decode(&plaintext).map(Some),
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
        match &self.locked.envelope {
            Door::Concordium(envelope) => envelope.refusal(self.began_well),
            Door::Native(_) | Door::AccountKey(_) => BackupError::WrongPassword,
        }
    }
}

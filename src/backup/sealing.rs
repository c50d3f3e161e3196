//! A backup on its way, one file after the other: whoever makes it can stop between two of them. A part of the files is
//! never handed out as the whole.

use subtle::ConstantTimeEq as _;

use super::locked::LockedFile;
use super::part::Part;
use super::writes::{NewLock, Occasion, Writes};
use super::{BackupError, MIN_PASSWORD, format};
use crate::crypto::entropy::Entropy;
use crate::crypto::kdf::Recipe;
use crate::model::{Counts, Format, GenesisHash, Wallet};
use crate::secret::{Password, Plaintext, SealingKey};

/// A file, ready to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Suggested name.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// What is in it, as read back from the sealed bytes.
    pub counts: Counts,
}

/// A key that was made twice and came out the same: nobody finds years later that a computer had made a mistake in it.
pub struct CheckedKey(SealingKey);

impl CheckedKey {
    /// Takes what [`Sealing::recipe`] made of the password, both times.
    ///
    /// # Errors
    /// [`BackupError::CheckFailed`] if they differ.
    pub fn of(key: SealingKey, again: &SealingKey) -> Result<Self, BackupError> {
        // EXPOSE: to compare them.
        let same = bool::from(key.expose().ct_eq(again.expose()));
        if same { Ok(Self(key)) } else { Err(BackupError::CheckFailed) }
    }
}

/// A backup that is being made.
pub struct Sealing {
    writes: &'static dyn Writes,
    /// One for all files.
    lock: Box<dyn NewLock>,
    network: GenesisHash,
    now_ms: u64,
    /// What all files together hold.
    carried: Wallet,
    /// What is locked, one for each file, in their order.
    documents: Vec<Plaintext>,
    /// What was read back of the files so far.
    together: Wallet,
    done: usize,
}

impl Sealing {
    /// Chooses what goes in. Nothing costly is done.
    ///
    /// # Errors
    /// [`BackupError::NotWritten`]; [`BackupError::PasswordTooShort`]; [`BackupError::NothingForPhone`].
    pub fn begin(
        wallet: &Wallet,
        format: Format,
        network: GenesisHash,
        password: &Password,
        now_ms: u64,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, BackupError> {
        let writes = format::writes(format)?;
        if !writes.takes(password) {
            return Err(BackupError::PasswordTooShort { min: MIN_PASSWORD });
        }
        let carried = writes.carry(wallet, network).wallet;
        let documents = writes.documents(&carried, network)?;
        let lock = writes.lock(entropy);
        Ok(Self { writes, lock, network, now_ms, carried, documents, together: Wallet::default(), done: 0 })
    }

    /// How the key of all files is made: that is long work, and whoever makes it may want to stop.
    #[must_use]
    pub fn recipe(&self) -> Recipe {
        self.lock.recipe()
    }

    /// How many files it takes.
    #[must_use]
    pub fn files(&self) -> usize {
        self.documents.len()
    }

    /// Seals the next file, opens the result as whoever knows the password would and compares. `None` when there is no more; then all of
    /// them may be handed out.
    ///
    /// # Errors
    /// [`BackupError::CheckFailed`] if the comparison fails, which is a defect of ours.
    pub fn next(&mut self, key: &CheckedKey, entropy: &mut dyn Entropy) -> Result<Option<Sealed>, BackupError> {
        let Some(document) = self.documents.get(self.done) else { return Ok(None) };
        // At most 200 000 contacts are ever read, which makes 400 files.
        let of = u16::try_from(self.files()).map_err(|_| BackupError::CheckFailed)?;
        let number = u16::try_from(self.done + 1).map_err(|_| BackupError::CheckFailed)?;
        let occasion = Occasion { part: Part { number, of }, now_ms: self.now_ms };
        let CheckedKey(key) = key;
        let bytes = self.lock.seal(document, key, occasion, entropy);
        let opened = LockedFile::read("", &bytes).and_then(|file| file.open_again(&self.lock.recipe(), key));
        // On a network of no name a phone's file says none that is known, and the person would be asked.
        let read_back = opened.map_err(|_| BackupError::CheckFailed)?.contents.on(self.network);
        let counts = Counts::of(&read_back);
        gather(&mut self.together, read_back);
        if number == of && self.together != self.carried {
            return Err(BackupError::CheckFailed);
        }
        self.done += 1;
        Ok(Some(Sealed { file_name: self.writes.file_name(occasion), bytes, counts }))
    }
}

/// Seals a wallet, then opens the result and compares: what is handed out can be read with this password.
///
/// A Lifeboat backup is one file. A Desktop Wallet export may be several, to be imported in their order.
///
/// # Errors
/// [`BackupError::PasswordTooShort`]; [`BackupError::NothingForPhone`]; [`BackupError::CheckFailed`] if the comparison fails, which is a defect of ours.
pub fn seal(
    wallet: &Wallet,
    format: Format,
    network: GenesisHash,
    password: &Password,
    now_ms: u64,
    entropy: &mut dyn Entropy,
) -> Result<Vec<Sealed>, BackupError> {
    let mut sealing = Sealing::begin(wallet, format, network, password, now_ms, entropy)?;
    let recipe = sealing.recipe();
    let key = CheckedKey::of(recipe.derive(password)?, &recipe.derive(password)?)?;
    let mut files = Vec::new();
    while let Some(file) = sealing.next(&key, entropy)? {
        files.push(file);
    }
    Ok(files)
}

/// Adds the records of the next file. Files of one export repeat nothing.
fn gather(together: &mut Wallet, next: Wallet) {
    together.devices.extend(next.devices);
    for (genesis, rows) in next.desktop_rows {
        together.desktop_rows.entry(genesis).or_default().follow(rows);
    }
    for (genesis, records) in next.networks {
        let all = together.networks.entry(genesis).or_default();
        all.identities.extend(records.identities);
        all.accounts.extend(records.accounts);
        all.credentials.extend(records.credentials);
        all.cosigners.extend(records.cosigners);
        all.contacts.extend(records.contacts);
    }
}

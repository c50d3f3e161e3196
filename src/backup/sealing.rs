//! A backup on its way, one file after the other: whoever makes it can stop between two of them.
//! This module knows how many files there are and that they are compared in the end; it refuses to hand out a part of them as the whole.

use super::envelope::{self, Part};
use super::{BackupError, Format, MIN_PASSWORD, Sealed, desktop, gather, password, phone, read_back};
use super::{seal_native, seal_phone};
use crate::crypto::entropy::Entropy;
use crate::crypto::kdf::Pbkdf2Rounds;
use crate::model::{Counts, GenesisHash, Wallet};
use crate::secret::{Password, Plaintext};

/// A backup that is being made.
#[derive(Debug)]
pub struct Sealing {
    format: Format,
    network: GenesisHash,
    now_ms: u64,
    /// What all files together hold.
    carried: Wallet,
    /// The documents of a Desktop Wallet export, in their order.
    documents: Vec<Plaintext>,
    /// What was read back of the files so far.
    together: Wallet,
    done: usize,
}

impl Sealing {
    /// Chooses what goes in. Nothing costly is done.
    ///
    /// # Errors
    /// [`BackupError::PasswordTooShort`].
    pub fn begin(
        wallet: &Wallet,
        format: Format,
        network: GenesisHash,
        password: &Password,
        now_ms: u64,
    ) -> Result<Self, BackupError> {
        if !password::is_long_enough(password, format) {
            return Err(BackupError::PasswordTooShort { min: MIN_PASSWORD });
        }
        let (carried, documents) = match format {
            Format::Lifeboat => (wallet.clone(), Vec::new()),
            Format::PhoneWallet => (phone::carry(wallet, network).wallet, Vec::new()),
            Format::DesktopWallet => {
                let carried = desktop::carry(wallet, network).wallet;
                let documents = desktop::encode(&carried, network);
                (carried, documents)
            }
        };
        Ok(Self { format, network, now_ms, carried, documents, together: Wallet::default(), done: 0 })
    }

    /// How many files it takes.
    #[must_use]
    pub fn files(&self) -> usize {
        match self.format {
            Format::Lifeboat | Format::PhoneWallet => 1,
            Format::DesktopWallet => self.documents.len(),
        }
    }

    /// Seals the next file, opens the result with the same password and compares. `None` when there is no more; then all of them may be
    /// handed out.
    ///
    /// # Errors
    /// [`BackupError::NothingForPhone`]; [`BackupError::CheckFailed`] if the comparison fails, which is a defect of ours.
    pub fn next(&mut self, password: &Password, entropy: &mut dyn Entropy) -> Result<Option<Sealed>, BackupError> {
        if self.done == self.files() {
            return Ok(None);
        }
        let sealed = match self.format {
            Format::Lifeboat => seal_native(&self.carried, password, self.now_ms, entropy)?,
            Format::PhoneWallet => seal_phone(&self.carried, self.network, password, entropy)?,
            Format::DesktopWallet => self.next_of_desktop(password, entropy)?,
        };
        self.done += 1;
        Ok(Some(sealed))
    }

    fn next_of_desktop(&mut self, password: &Password, entropy: &mut dyn Entropy) -> Result<Sealed, BackupError> {
        // At most 200 000 contacts are ever read, which makes 400 files.
        let of = u16::try_from(self.documents.len()).map_err(|_| BackupError::CheckFailed)?;
        let number = u16::try_from(self.done + 1).map_err(|_| BackupError::CheckFailed)?;
        let document = self.documents.get(self.done).ok_or(BackupError::CheckFailed)?;
        let bytes = envelope::seal(document, password, Pbkdf2Rounds::WRITTEN, Part { number, of }, entropy);
        let read_back = read_back(&bytes, password)?;
        let counts = Counts::of(&read_back);
        gather(&mut self.together, read_back);
        if number == of && self.together != self.carried {
            return Err(BackupError::CheckFailed);
        }
        let file_name = match of {
            1 => "wallet-export.json".into(),
            _ => format!("wallet-export-{number}-of-{of}.json"),
        };
        Ok(Sealed { file_name, bytes, counts })
    }
}

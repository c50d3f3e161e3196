//! What every format has in common that whole wallets are written in.

use super::carried::Carried;
use super::part::Part;
use super::{BackupError, password};
use crate::crypto::entropy::Entropy;
use crate::crypto::kdf::Recipe;
use crate::model::{GenesisHash, Wallet};
use crate::secret::{Password, Plaintext, SealingKey};

/// A format that whole wallets are written in.
pub(super) trait Writes: Sync {
    /// Whether every program that reads the format takes this password.
    fn takes(&self, password: &Password) -> bool {
        password::is_long_enough(password)
    }

    /// Chooses what goes in, of one network where the format holds no more.
    fn carry(&self, wallet: &Wallet, network: GenesisHash) -> Carried;

    /// How many files that takes.
    fn files(&self, _carried: &Wallet, _network: GenesisHash) -> usize {
        1
    }

    /// Whether nothing goes in that such a file is opened for. Expects what [`Self::carry`] gives.
    fn is_empty(&self, carried: &Wallet, _network: GenesisHash) -> bool {
        carried.is_empty()
    }

    /// What is locked, one for each file, in their order. Expects what [`Self::carry`] gives.
    ///
    /// # Errors
    /// Where programs that read the format refuse such a file.
    fn documents(&self, carried: &Wallet, network: GenesisHash) -> Result<Vec<Plaintext>, BackupError>;

    /// What locks them: one key for all.
    fn lock(&self, entropy: &mut dyn Entropy) -> Box<dyn NewLock>;

    /// Suggested name of the file.
    fn file_name(&self, occasion: Occasion) -> String;
}

/// A lock that is not shut yet. How its key is made is settled: in the same way for every file of one export.
pub(super) trait NewLock {
    /// How its key is made.
    fn recipe(&self) -> Recipe;

    /// Shuts it: the bytes of a file. What has to be fresh for each of them is drawn here.
    fn seal(&self, document: &Plaintext, key: &SealingKey, occasion: Occasion, entropy: &mut dyn Entropy) -> Vec<u8>;
}

/// Which file it is, and when it is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occasion {
    /// Which of how many.
    pub(super) part: Part,
    /// Milliseconds since 1970.
    pub(super) now_ms: u64,
}

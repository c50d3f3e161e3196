//! What a vault holds, and its bytes by version.
//! This file knows the newest shape; what older versions held is brought up to date by the module of that version.

mod parts;
mod v1;
mod v2;

use std::collections::BTreeMap;
use std::fmt;

use super::error::VaultError;
use super::frame::Version;
use crate::model::{GenesisHash, Network, PairingKey, Wallet};
use crate::secret::Plaintext;

/// Everything that is kept from one day to the next.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The person's records.
    pub wallet: Wallet,
    /// How Lifeboat behaves.
    pub settings: Settings,
    /// What is known about the last backup.
    pub backup: BackupState,
    /// The wallet before the last import or recovery, as long as that can be taken back.
    pub undo: Option<Wallet>,
    /// The commitment key of each network (96 bytes), so that a node is asked for it once.
    pub parameters: BTreeMap<GenesisHash, Vec<u8>>,
    /// Which model each Ledger was when it was last seen: another one with the same pairing key is a replacement.
    pub models: BTreeMap<PairingKey, String>,
}

/// How Lifeboat behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The network in use.
    pub network: GenesisHash,
    /// The nodes to ask, the first one first, where that is not the public one.
    pub nodes: BTreeMap<GenesisHash, Vec<String>>,
    /// Minutes without a touch until the vault locks.
    pub auto_lock_minutes: u32,
}

/// What is known about the last backup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupState {
    /// When it was saved and read back: milliseconds since 1970.
    pub last_at: Option<u64>,
    /// Changes to the wallet since then.
    pub changes_since: u32,
}

impl Settings {
    /// Minutes without a touch until a new vault locks.
    pub const AUTO_LOCK_MINUTES: u32 = 10;
}

impl Default for Settings {
    fn default() -> Self {
        Self { network: Network::Mainnet.genesis(), nodes: BTreeMap::new(), auto_lock_minutes: Self::AUTO_LOCK_MINUTES }
    }
}

impl fmt::Debug for Contents {
    /// Settings only: records are personal, and identity objects hold documents.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contents")
            .field("settings", &self.settings)
            .field("backup", &self.backup)
            .finish_non_exhaustive()
    }
}

/// The contents in the newest version.
pub(super) fn encode(contents: &Contents) -> Plaintext {
    v2::encode(contents)
}

/// The contents of a vault of this version, brought up to date.
pub(super) fn decode(version: Version, bytes: &[u8]) -> Result<Contents, VaultError> {
    match version {
        Version::One => v1::decode(bytes),
        Version::Two => v2::decode(bytes),
    }
}

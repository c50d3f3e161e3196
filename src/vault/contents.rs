//! What a vault holds, and its bytes by version.
//! This file knows the newest shape; what older versions held is brought up to date by the module of that version.

mod parts;
mod undo;
mod v1;
mod v2;
mod v3;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub use undo::{Deed, Undo, What};

use super::error::VaultError;
use super::frame::Version;
use crate::model::{Counts, GenesisHash, Network, PairingKey, Wallet};
use crate::record::fingerprint::{self, Fingerprint};
use crate::secret::Plaintext;

/// Everything that is kept from one day to the next.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The person's records.
    pub wallet: Wallet,
    /// How Lifeboat behaves.
    pub settings: Settings,
    /// What is known about backups.
    pub backup: BackupState,
    /// The wallet before the last import, recovery or removal, as long as that can be taken back.
    pub undo: Option<Undo>,
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

/// What is known about backups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupState {
    /// The last file that was found to hold records of this wallet as they were then.
    pub last: Option<LastBackup>,
    /// Which records, as they were, some backup holds.
    pub held: BTreeSet<Fingerprint>,
}

/// A file that holds records of this wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastBackup {
    /// When it was seen to: milliseconds since 1970.
    pub at: u64,
    /// How it was seen to.
    pub seen: Seen,
}

/// How a file was seen to hold records of this wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It was saved from here, and read back.
    Saved,
    /// It was opened here.
    Opened,
}

impl Contents {
    /// Changes the wallet in a way that can be taken back, until the next change.
    pub fn replace_wallet(&mut self, wallet: Wallet, deed: Deed) {
        self.undo = Some(Undo { before: std::mem::replace(&mut self.wallet, wallet), of: Some(deed) });
    }

    /// A file holds these records, of the wallet as it is or as it was before.
    pub fn note_backup(&mut self, in_file: &BTreeSet<Fingerprint>, last: LastBackup) {
        let before = self.undo.as_ref().map(|undo| &undo.before);
        self.backup.note(in_file, [Some(&self.wallet), before], last);
    }

    /// The wallet as it would be after taking back, where that is possible.
    #[must_use]
    pub fn before(&self) -> Option<&Wallet> {
        self.undo.as_ref().map(|undo| &undo.before)
    }
}

impl BackupState {
    /// How many records of each kind no backup holds as they are.
    #[must_use]
    pub fn missing(&self, wallet: &Wallet) -> Counts {
        self.missing_beside(&BTreeSet::new(), wallet)
    }

    /// The same, once there is a file that holds these records.
    #[must_use]
    pub fn missing_beside(&self, in_file: &BTreeSet<Fingerprint>, wallet: &Wallet) -> Counts {
        let mut missing = Counts::default();
        fingerprint::each(wallet, |kind, fingerprint| {
            if !self.held.contains(&fingerprint) && !in_file.contains(&fingerprint) {
                missing.count(kind);
            }
        });
        missing
    }

    /// A file holds these records. What of them is neither in the wallet now nor could come back by an undo is forgotten, so that
    /// this never grows beyond the two. Nothing is noted if the file holds nothing of the wallet.
    pub fn note(&mut self, in_file: &BTreeSet<Fingerprint>, here: [Option<&Wallet>; 2], last: LastBackup) {
        let mut held = BTreeSet::new();
        let mut is_of_it = false;
        for wallet in here.into_iter().flatten() {
            fingerprint::each(wallet, |_, fingerprint| {
                let is_in_file = in_file.contains(&fingerprint);
                is_of_it |= is_in_file;
                if is_in_file || self.held.contains(&fingerprint) {
                    held.insert(fingerprint);
                }
            });
        }
        self.held = held;
        if is_of_it {
            self.last = Some(last);
        }
    }

    /// What versions 1 and 2 knew: when a backup was made, and how many changes there were since. Without a change it holds
    /// everything; with one, nobody knows what.
    fn of_old(last_at: Option<u64>, changes_since: u32, wallet: &Wallet) -> Self {
        let is_whole = last_at.is_some() && changes_since == 0;
        let held = if is_whole { fingerprint::all(wallet) } else { BTreeSet::new() };
        Self { last: last_at.map(|at| LastBackup { at, seen: Seen::Saved }), held }
    }
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
    v3::encode(contents)
}

/// The contents of a vault of this version, brought up to date.
pub(super) fn decode(version: Version, bytes: &[u8]) -> Result<Contents, VaultError> {
    match version {
        Version::One => v1::decode(bytes),
        Version::Two => v2::decode(bytes),
        Version::Three => v3::decode(bytes),
    }
}

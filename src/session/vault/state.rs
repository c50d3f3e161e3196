//! What is remembered of the vault between intents. Nobody outside this folder sees it.

use crate::fault::Fault;
use crate::vault::{self, Contents, End, Missing, SealedVault, Unlocked, VaultError};

use super::kept::{Keeping, Locked};
use crate::session::error::{SessionError, fault};

/// The vault, and how safely it is kept.
#[derive(Default)]
pub(super) struct Held {
    pub(super) state: VaultState,
    pub(super) keeping: Keeping,
}

/// How far the vault is open.
#[derive(Default)]
pub(super) enum VaultState {
    #[default]
    Starting,
    Absent,
    Locked(Box<Locked>),
    Opening,
    Unlocked(Box<Open>),
    Lost(VaultError),
}

/// An open vault.
pub(super) struct Open {
    pub(super) key: vault::Key,
    pub(super) contents: Contents,
    /// The record that holds these contents.
    pub(super) saved: SavedAs,
    /// These contents are known to be readable as this version seals them. What an older one sealed is another record.
    pub(super) is_read_back: bool,
    /// How many records no backup holds. Every change of the contents brings its own: counting takes a pass over all records.
    pub(super) missing: Missing,
    /// What is wrapped for a passkey.
    pub(super) passkey: Option<vault::Passkey>,
}

/// The record in the stores.
#[derive(Debug)]
pub(super) struct SavedAs {
    pub(super) revision: u64,
    /// About how many bytes it has: as much room is made for the next one.
    pub(super) bytes: usize,
    /// Where it can be amended.
    pub(super) end: Option<End>,
}

impl SavedAs {
    /// What was sealed is what is stored.
    pub(super) fn sealed(revision: u64, sealed: &SealedVault) -> Self {
        Self { revision, bytes: sealed.bytes.len(), end: Some(sealed.end.clone()) }
    }
}

impl Open {
    /// One that was made just now.
    pub(super) fn new(key: vault::Key, contents: Contents, saved: SavedAs) -> Self {
        let missing = contents.backup.missing(&contents.wallet);
        let is_read_back = saved.end.is_some();
        Self { key, contents, saved, is_read_back, missing, passkey: None }
    }

    /// One that was opened, out of so many bytes.
    pub(super) fn unlocked(unlocked: Unlocked, revision: u64, bytes: usize) -> Self {
        let Unlocked { key, contents, end } = unlocked;
        Self::new(key, contents, SavedAs { revision, bytes, end })
    }

    /// These contents from now on. Answers those from before.
    pub(super) fn replace(&mut self, contents: Contents, saved: SavedAs) -> Contents {
        self.missing = match contents.backup == self.contents.backup {
            true => contents.backup.missing_after(self.missing, &self.contents.wallet, &contents.wallet),
            false => contents.backup.missing(&contents.wallet),
        };
        self.saved = saved;
        self.is_read_back = true;
        std::mem::replace(&mut self.contents, contents)
    }
}

impl Held {
    /// The vault, while it is open.
    pub(super) fn open(&self) -> Option<&Open> {
        match &self.state {
            VaultState::Unlocked(open) => Some(open),
            VaultState::Starting
            | VaultState::Absent
            | VaultState::Locked(_)
            | VaultState::Opening
            | VaultState::Lost(_) => None,
        }
    }
}

impl VaultState {
    /// Takes what is locked out; `None`, and nothing taken, in any other state.
    pub(super) fn take_locked(&mut self) -> Option<Box<Locked>> {
        match std::mem::take(self) {
            Self::Locked(locked) => Some(locked),
            other @ (Self::Starting | Self::Absent | Self::Opening | Self::Unlocked(_) | Self::Lost(_)) => {
                *self = other;
                None
            }
        }
    }

    /// Why a vault that is not locked cannot be unlocked. Only one that is absent is called absent.
    pub(super) fn not_locked(&self) -> Fault {
        match self {
            Self::Absent => fault(SessionError::VaultAbsent),
            Self::Lost(why) => fault(why.clone()),
            Self::Starting | Self::Opening | Self::Locked(_) | Self::Unlocked(_) => fault(SessionError::OutOfStep),
        }
    }
}

//! What is remembered of the vault between intents.

use crate::fault::Fault;
use crate::model::Counts;
use crate::vault;

use crate::session::error::SessionError;
use crate::session::error::fault;
use crate::session::recovery::view::SearchSummary;
use crate::session::vault::keeping::Locked;
use crate::session::vault::view::{BackupView, Cover, last_backup};
use crate::session::view::SummaryView;

/// The vault, as far as it is open.
#[derive(Default)]
pub(in crate::session) enum Vault {
    #[default]
    Starting,
    Absent,
    Locked(Box<Locked>),
    Opening,
    Unlocked(Box<Open>),
    Lost(Fault),
}

/// An open vault.
pub(in crate::session) struct Open {
    pub(in crate::session) key: vault::Key,
    pub(in crate::session) contents: vault::Contents,
    /// Revision of the record that holds these contents.
    pub(in crate::session) revision: u64,
    /// How many records no backup holds. Every change of the contents brings its own: counting takes a pass over all records.
    pub(in crate::session) missing: Counts,
}

impl Open {
    pub(in crate::session) fn new(key: vault::Key, contents: vault::Contents, revision: u64) -> Self {
        let missing = contents.backup.missing(&contents.wallet);
        Self { key, contents, revision, missing }
    }

    /// These contents from now on. Answers those from before.
    pub(in crate::session) fn replace(&mut self, contents: vault::Contents, revision: u64) -> vault::Contents {
        self.missing = contents.backup.missing(&contents.wallet);
        self.revision = revision;
        std::mem::replace(&mut self.contents, contents)
    }

    pub(in crate::session) fn summary(&self, search: Option<SearchSummary>) -> SummaryView {
        let counts = Counts::of(&self.contents.wallet);
        let last = self.contents.backup.last;
        let cover = if self.contents.wallet.is_empty() {
            Cover::Empty
        } else if self.missing.total() == 0 {
            Cover::Covered
        } else if last.is_none() {
            Cover::Never
        } else {
            Cover::Behind
        };
        let last = last.map(last_backup);
        SummaryView { counts, backup: BackupView { cover, last, missing: self.missing }, search }
    }
}

impl Vault {
    /// What is in it, while it is open.
    pub(in crate::session) fn open(&self) -> Option<&Open> {
        match self {
            Self::Unlocked(open) => Some(open),
            Self::Starting | Self::Absent | Self::Locked(_) | Self::Opening | Self::Lost(_) => None,
        }
    }

    /// Takes what is locked out; `None`, and nothing taken, in any other state.
    pub(in crate::session) fn take_locked(&mut self) -> Option<Box<Locked>> {
        match std::mem::take(self) {
            Self::Locked(locked) => Some(locked),
            other @ (Self::Starting | Self::Absent | Self::Opening | Self::Unlocked(_) | Self::Lost(_)) => {
                *self = other;
                None
            }
        }
    }

    /// Why a vault that is not locked cannot be unlocked. Only one that is absent is called absent.
    pub(in crate::session) fn not_locked(&self) -> Fault {
        match self {
            Self::Absent => fault(SessionError::VaultAbsent),
            Self::Lost(why) => why.clone(),
            Self::Starting | Self::Opening | Self::Locked(_) | Self::Unlocked(_) => fault(SessionError::OutOfStep),
        }
    }
}

//! What is remembered of the import between intents. Nobody outside this folder sees it.

use crate::backup::{LockedFile, Opened, TooEarly, Unplaced};
use crate::crypto::kdf::Effort;
use crate::fault::{Fault, Notice};
use crate::merge::Report;
use crate::model::Wallet;
use crate::vault::FileMark;

use super::preview::{Denied, FromFile, Networks, Origin, Preview};
use crate::session::turn::Stop;

/// How far the import is.
#[derive(Default)]
pub(super) enum ImportState {
    #[default]
    Idle,
    Recognised {
        file: File,
        fault: Option<Fault>,
    },
    Opening {
        file_name: String,
        effort: Option<Effort>,
        /// Ends the work when this step is left, whichever way.
        _stop: Stop,
    },
    NetworkNeeded(Box<Placeless>),
    TooEarly(Box<Early>),
    Preview(Box<Preview>),
    Done {
        origin: Origin,
        report: Report,
        networks: Networks,
    },
}

/// A file that was recognised and waits for its password.
pub(super) struct File {
    pub(super) name: String,
    /// Length in bytes.
    pub(super) size: usize,
    /// Its SHA-256.
    pub(super) mark: FileMark,
    /// What was read of it. The keys in one that is not encrypted are wiped with it.
    pub(super) locked: LockedFile,
}

/// An opened file that does not say which network it belongs to.
pub(super) struct Placeless {
    pub(super) file: FromFile,
    pub(super) unplaced: Unplaced,
    pub(super) notices: Vec<Notice>,
    /// What it says its network is, in a word nobody knows.
    pub(super) says: Option<String>,
}

/// A later file of an export, opened before the first.
pub(super) struct Early {
    pub(super) file: FromFile,
    pub(super) incoming: Wallet,
    pub(super) notices: Vec<Notice>,
    pub(super) why: TooEarly,
}

impl ImportState {
    /// Takes the recognised file out; `None`, and nothing taken, at any other step.
    pub(super) fn take_recognised(&mut self) -> Option<File> {
        match std::mem::take(self) {
            Self::Recognised { file, .. } => Some(file),
            other @ (Self::Idle
            | Self::Opening { .. }
            | Self::NetworkNeeded(_)
            | Self::TooEarly(_)
            | Self::Preview(_)
            | Self::Done { .. }) => {
                *self = other;
                None
            }
        }
    }

    /// Takes the file without a network out; `None`, and nothing taken, at any other step.
    pub(super) fn take_placeless(&mut self) -> Option<Placeless> {
        match std::mem::take(self) {
            Self::NetworkNeeded(placeless) => Some(*placeless),
            other @ (Self::Idle
            | Self::Recognised { .. }
            | Self::Opening { .. }
            | Self::TooEarly(_)
            | Self::Preview(_)
            | Self::Done { .. }) => {
                *self = other;
                None
            }
        }
    }

    /// Takes the file that came before its first one out; `None`, and nothing taken, at any other step.
    pub(super) fn take_early(&mut self) -> Option<Early> {
        match std::mem::take(self) {
            Self::TooEarly(early) => Some(*early),
            other @ (Self::Idle
            | Self::Recognised { .. }
            | Self::Opening { .. }
            | Self::NetworkNeeded(_)
            | Self::Preview(_)
            | Self::Done { .. }) => {
                *self = other;
                None
            }
        }
    }

    /// The rows of a preview may read differently from now on.
    pub(super) fn touch(&mut self) {
        if let Self::Preview(preview) = self {
            preview.touch();
        }
    }

    /// The records of the wallet were these, and are those now.
    pub(super) fn note_records(&mut self, before: &Wallet, after: &Wallet) {
        if let Self::Preview(preview) = self {
            preview.is_stale |= before != after;
        }
    }

    /// The preview, at that step.
    pub(super) fn preview(&self) -> Option<&Preview> {
        match self {
            Self::Preview(preview) => Some(preview),
            Self::Idle
            | Self::Recognised { .. }
            | Self::Opening { .. }
            | Self::NetworkNeeded(_)
            | Self::TooEarly(_)
            | Self::Done { .. } => None,
        }
    }

    /// Takes the preview out; `None`, and nothing taken, at any other step.
    pub(super) fn take_preview(&mut self) -> Option<Box<Preview>> {
        match std::mem::take(self) {
            Self::Preview(preview) => Some(preview),
            other @ (Self::Idle
            | Self::Recognised { .. }
            | Self::Opening { .. }
            | Self::NetworkNeeded(_)
            | Self::TooEarly(_)
            | Self::Done { .. }) => {
                *self = other;
                None
            }
        }
    }

    /// What follows an opened file: the preview, or the question which network it belongs to.
    pub(super) fn opened(name: String, mark: FileMark, opened: Opened, current: &Wallet) -> Self {
        let Opened { format, is_encrypted, contents, part, notices } = opened;
        let file = FromFile { format, is_encrypted, name, mark };
        match contents {
            crate::backup::FileContents::Placed(incoming) => match crate::backup::too_early(part, &incoming, current) {
                Some(why) => Self::TooEarly(Box::new(Early { file, incoming, notices, why })),
                None => {
                    Self::Preview(Box::new(Preview::of(Origin::File(file), incoming, notices, current, Denied::new())))
                }
            },
            crate::backup::FileContents::NetworkUnknown(unplaced) => {
                let says = notices.iter().find_map(|notice| notice.fields.get("environment").cloned());
                Self::NetworkNeeded(Box::new(Placeless { file, unplaced, notices, says }))
            }
        }
    }
}

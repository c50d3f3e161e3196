//! What is remembered of the import between intents. Nobody outside this folder sees it.

use crate::backup::{Opened, TooEarly, Unplaced};
use crate::fault::{Fault, Notice};
use crate::merge::{MergeError, Report};
use crate::model::Wallet;
use crate::vault::FileMark;

use super::preview::{Denied, FromFile, Networks, Origin, Preview};
use crate::session::chosen::{ChosenFile, Opening};
use crate::session::error::{SessionError, fault};

/// How far the import is.
#[derive(Default)]
pub(super) enum ImportState {
    #[default]
    Idle,
    Recognised {
        file: ChosenFile,
        fault: Option<Fault>,
    },
    Opening(Opening),
    NetworkNeeded(Box<Placeless>),
    TooEarly(Box<Early>),
    Preview(Box<Preview>),
    Done {
        origin: Origin,
        report: Report,
        networks: Networks,
    },
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
    /// Takes out what stands at one step; `None`, and nothing taken, at any other. `at_step` answers what it took, and what is left.
    fn take<T>(&mut self, at_step: impl FnOnce(Self) -> (Option<T>, Self)) -> Option<T> {
        let (taken, left) = at_step(std::mem::take(self));
        *self = left;
        taken
    }

    /// Takes the recognised file out.
    pub(super) fn take_recognised(&mut self) -> Option<ChosenFile> {
        self.take(
            |state| {
                if let Self::Recognised { file, .. } = state { (Some(file), Self::Idle) } else { (None, state) }
            },
        )
    }

    /// Takes the file without a network out.
    pub(super) fn take_placeless(&mut self) -> Option<Placeless> {
        self.take(|state| {
            if let Self::NetworkNeeded(placeless) = state { (Some(*placeless), Self::Idle) } else { (None, state) }
        })
    }

    /// Takes the file that came before its first one out.
    pub(super) fn take_early(&mut self) -> Option<Early> {
        self.take(|state| if let Self::TooEarly(early) = state { (Some(*early), Self::Idle) } else { (None, state) })
    }

    /// Takes the preview out.
    pub(super) fn take_preview(&mut self) -> Option<Box<Preview>> {
        self.take(|state| if let Self::Preview(preview) = state { (Some(preview), Self::Idle) } else { (None, state) })
    }

    /// Plans the preview once more, for the wallet as it is and with what is known now. Any other step stays.
    pub(super) fn plan_anew(&mut self, current: &Wallet) {
        if let Some(preview) = self.take_preview() {
            *self = Self::Preview(Box::new(preview.anew(current)));
        }
    }

    /// The preview, to choose in. One that was planned for another wallet is planned anew, and nothing is chosen in it yet: the person has not seen it.
    pub(super) fn fresh_preview(&mut self, current: &Wallet) -> Result<&mut Preview, Fault> {
        if self.preview().is_some_and(|preview| preview.is_stale) {
            self.plan_anew(current);
            return Err(fault(MergeError::StalePlan));
        }
        if let Self::Preview(preview) = self { Ok(preview) } else { Err(fault(SessionError::OutOfStep)) }
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
            | Self::Opening(_)
            | Self::NetworkNeeded(_)
            | Self::TooEarly(_)
            | Self::Done { .. } => None,
        }
    }

    /// The preview of what is in a file.
    pub(super) fn file(file: FromFile, incoming: Wallet, notices: Vec<Notice>, current: &Wallet) -> Self {
        Self::Preview(Box::new(Preview::of(Origin::File(file), incoming, notices, current, Denied::new())))
    }

    /// What follows an opened file: the preview, or the question which network it belongs to.
    pub(super) fn opened(name: String, mark: FileMark, opened: Opened, current: &Wallet) -> Self {
        let Opened { format, is_encrypted, contents, part, notices } = opened;
        let file = FromFile { format, is_encrypted, name, mark };
        match contents {
            crate::backup::FileContents::Placed(incoming) => match crate::backup::too_early(part, &incoming, current) {
                Some(why) => Self::TooEarly(Box::new(Early { file, incoming, notices, why })),
                None => Self::file(file, incoming, notices, current),
            },
            crate::backup::FileContents::NetworkUnknown(unplaced) => {
                let says = notices.iter().find_map(|notice| notice.fields.get("environment").cloned());
                Self::NetworkNeeded(Box::new(Placeless { file, unplaced, notices, says }))
            }
        }
    }
}

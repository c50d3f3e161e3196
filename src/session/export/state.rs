//! What is remembered of the export between intents. Nobody outside this folder sees it.

use std::cell::RefCell;

use crate::vault::KnownBackup;

use crate::session::turn::{Turn, Turns};

/// What is being made, and what was handed out.
#[derive(Default)]
pub(super) struct ExportState {
    turns: Turns,
    /// How far the backup under way is.
    pub(super) sealing: Option<SealingProgress>,
    /// The backup handed out last, until it is noted as saved.
    pub(super) handed_out: Option<KnownBackup>,
}

/// A key file on offer, or on its way.
#[derive(Default)]
pub(super) struct KeyOffer {
    pub(super) turns: Turns,
    /// Where it can be downloaded from.
    pub(super) url: RefCell<Option<String>>,
}

/// How far a backup is that is being made.
#[derive(Debug, Clone, Copy)]
pub(super) struct SealingProgress {
    pub(super) done: usize,
    pub(super) files: usize,
}

impl ExportState {
    /// A backup is begun; one that is under way is given up.
    pub(super) fn begin(&mut self) -> Turn {
        self.sealing = Some(SealingProgress { done: 0, files: 1 });
        self.turns.begin()
    }

    /// None is under way any more.
    pub(super) fn end(&mut self) {
        self.sealing = None;
        self.turns.end();
    }
}

impl Drop for ExportState {
    /// Whoever still makes one has nobody to make it for.
    fn drop(&mut self) {
        self.turns.end();
    }
}

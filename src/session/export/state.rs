//! What is remembered of the export between intents.

use crate::session::export::view::ExportView;
use crate::session::seam::saturated;
use std::collections::BTreeSet;

use crate::record::fingerprint::Fingerprint;

/// The export flow.
#[derive(Default)]
pub(in crate::session) struct ExportFlow {
    /// Changes with every backup that is begun.
    pub(in crate::session) ticket: u64,
    /// How far the one under way is.
    pub(in crate::session) sealing: Option<Progress>,
    /// SHA-256 of the files handed out last, until they are noted as saved.
    pub(in crate::session) handed_out: Vec<[u8; 32]>,
    /// The records that those files hold together.
    pub(in crate::session) held: BTreeSet<Fingerprint>,
}

/// How far a backup is that is being made.
#[derive(Debug, Clone, Copy)]
pub(in crate::session) struct Progress {
    pub(in crate::session) done: usize,
    pub(in crate::session) files: usize,
}

impl ExportFlow {
    /// The flow as the page sees it.
    pub(in crate::session) fn view(&self) -> ExportView {
        self.sealing.map_or(ExportView::Idle, |progress| ExportView::Sealing {
            done: saturated(progress.done),
            files: saturated(progress.files),
        })
    }
}

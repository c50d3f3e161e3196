//! What the session remembers between intents, and how it looks from outside.

use crate::custody::Checked;
use crate::vault::Contents;

use crate::session::export::state::ExportFlow;
use crate::session::import::state::ImportFlow;
use crate::session::import::view::ImportView;
use crate::session::nodes::networks::networks;
use crate::session::recovery::RecoveryFlow;
use crate::session::seam::saturated;
use crate::session::seam::{Foreign, millis};
use crate::session::{chain, import, keys};

/// Everything the session remembers.
#[derive(Default)]
pub(super) struct State {
    pub(super) import: ImportFlow,
    pub(super) export: ExportFlow,
    /// What the chain said about addresses, since the vault was opened.
    pub(super) chain: chain::Known,
    /// What the chain made of keys that are here, since the vault was opened.
    pub(super) keys: keys::Known,
    pub(super) recovery: RecoveryFlow,
    /// What checks found about the keys here.
    pub(super) checked: Checked,
}

impl State {
    /// Forgets what was decrypted, or learned about it, beside the vault itself.
    pub(super) fn forget_decrypted(&mut self) {
        self.import = ImportFlow::Idle;
        self.export = ExportFlow::default();
        self.checked.clear();
        self.keys.clear();
        chain::forget(&mut self.chain);
    }

    pub(super) fn import_view(&self, contents: Option<&Contents>) -> ImportView {
        match &self.import {
            ImportFlow::Idle => ImportView::Idle,
            ImportFlow::Recognised { file, fault } => ImportView::Recognised {
                file_name: file.name.as_str().into(),
                size: millis(file.size as u64),
                format: file.locked.format(),
                encrypted: file.locked.is_encrypted(),
                created_at: file.locked.created_at_ms().map(millis),
                effort: file.locked.effort().ok().flatten(),
                fault: fault.clone(),
            },
            ImportFlow::Opening { file_name, effort, .. } => {
                ImportView::Opening { file_name: file_name.into(), effort: *effort }
            }
            ImportFlow::NetworkNeeded(placeless) => ImportView::NetworkNeeded {
                file_name: placeless.file.name.as_str().into(),
                says: placeless.says.as_deref().map(Foreign::from),
                networks: contents.map(networks).unwrap_or_default(),
            },
            ImportFlow::TooEarly(early) => ImportView::TooEarly {
                file_name: early.file.name.as_str().into(),
                part: early.why.part.number.into(),
                of: early.why.part.of.into(),
                waiting: saturated(early.why.waiting),
            },
            ImportFlow::Preview(preview) => {
                let nothing = Contents::default();
                let contents = contents.unwrap_or(&nothing);
                import::preview_view(preview, contents)
            }
            ImportFlow::Done { origin, report, networks } => ImportView::Done {
                networks: import::placed_view(networks, contents.map(|contents| contents.settings.network)),
                origin: origin.view(),
                report: import::report_view(report),
                can_undo: contents.is_some_and(|contents| contents.undo.is_some()),
            },
        }
    }
}

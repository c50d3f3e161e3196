//! The import as the page sees it.

use crate::merge::Report;
use crate::model::{Format, GenesisHash};
use crate::vault::Contents;

use super::ImportFlow;
use super::preview::{Networks, Preview};
use super::state::ImportState;
use super::view::{ImportView, PlacedView, ReportView};
use crate::session::keys::compare_view;
use crate::session::nodes::networks::networks;
use crate::session::ports::Ports;
use crate::session::seam::{Foreign, millis, saturated};

impl<P: Ports + 'static> ImportFlow<P> {
    /// The flow as the page sees it.
    pub(in crate::session) fn view(&self) -> ImportView {
        let nothing = Contents::default();
        let contents = self.vault.contents().ok();
        let contents = contents.as_deref().unwrap_or(&nothing);
        match &*self.state.borrow() {
            ImportState::Idle => ImportView::Idle,
            ImportState::Recognised { file, fault } => ImportView::Recognised {
                file_name: file.name.as_str().into(),
                size: millis(file.size as u64),
                format: file.locked.format(),
                encrypted: file.locked.is_encrypted(),
                keys_in_clear: !file.locked.is_encrypted() && file.locked.format().is_none_or(Format::may_hold_keys),
                created_at: file.locked.created_at_ms().map(millis),
                effort: file.effort(),
                fault: fault.clone(),
            },
            ImportState::Opening(opening) => {
                ImportView::Opening { file_name: opening.name.as_str().into(), effort: opening.effort }
            }
            ImportState::NetworkNeeded(placeless) => ImportView::NetworkNeeded {
                file_name: placeless.file.name.as_str().into(),
                says: placeless.says.as_deref().map(Foreign::from),
                networks: networks(contents),
            },
            ImportState::TooEarly(early) => ImportView::TooEarly {
                file_name: early.file.name.as_str().into(),
                part: early.why.part.number.into(),
                of: early.why.part.of.into(),
                waiting: saturated(early.why.waiting),
            },
            ImportState::Preview(preview) => preview_view(preview, contents),
            ImportState::Done { origin, report, networks } => ImportView::Done {
                networks: placed_view(networks, contents.settings.network),
                origin: origin.view(),
                report: report_view(report),
                can_undo: contents.undo.is_some(),
            },
        }
    }
}

/// The preview as the page sees it, without its rows.
pub(super) fn preview_view(preview: &Preview, contents: &Contents) -> ImportView {
    ImportView::Preview {
        compare: preview.with_keys.map(|accounts| compare_view(accounts, &preview.compared, contents)),
        holds_keys: preview.holds_keys,
        watch_only: preview.watch_only,
        origin: preview.origin.view(),
        networks: placed_view(&preview.networks, contents.settings.network),
        overload: preview.foresight.overload().cloned(),
        notices: preview.notices(),
        begun: preview.brought.is_some(),
        revision: preview.revision(),
        answer: preview.rows.answer(),
        groups: preview.rows.groups(&preview.left_out),
        outlook: preview.foresight.sums(),
    }
}

/// The networks that records are of, as the page sees them.
fn placed_view(networks: &Networks, in_use: GenesisHash) -> Vec<PlacedView> {
    let view = |(genesis, accounts): (&GenesisHash, &u32)| PlacedView {
        network: genesis.to_string(),
        in_use: *genesis == in_use,
        accounts: *accounts,
    };
    networks.iter().map(view).collect()
}

/// The report as the page sees it.
fn report_view(report: &Report) -> ReportView {
    ReportView {
        added: report.added,
        updated: report.updated,
        unchanged: report.unchanged,
        left_out: report.left_out,
        refused: report.reasons(),
        outcome: report.outcome(),
    }
}

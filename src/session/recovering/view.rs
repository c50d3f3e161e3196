//! A run as the page sees it.
//! This module turns a run's values into views; it refuses to decide anything.

use std::collections::BTreeMap;

use crate::model::{IdentityIndex, KeyVersion, LedgerPath, NetworkRecords, Wallet};
use crate::node::BlockInfo;
use crate::recovery::{
    AccountProgress, Coverage, Place, PlaceCoverage, PlaceProgress, PlaceState, Step, VersionCoverage,
};
use crate::session::present::{identity_id, saturated};
use crate::session::state::millis;
use crate::session::view::{
    BlockView, CoverageView, FoundView, PlaceView, RecoveryView, ResumableView, RunView, SearchReport, SuggestionView,
};

use super::{Active, Phase, RecoveryFlow};

/// Names a place in intents: like the identity that has its key, under the usual key version.
pub(super) fn place_id(place: Place) -> String {
    identity_id(&place.identity(KeyVersion::V1))
}

impl RecoveryFlow {
    /// The flow as the page sees it.
    pub(in crate::session) fn view(&self, wallet: &Wallet) -> RecoveryView {
        match self {
            Self::Idle => RecoveryView::Idle { resumable: None },
            Self::Resumable(saved) => RecoveryView::Idle {
                resumable: Some(ResumableView {
                    from: origin(saved.checkpoint.device().is_some()),
                    network: saved.checkpoint.network().to_string(),
                    saved_at: millis(saved.saved_at),
                    indices: saturated(saved.checkpoint.places()),
                    found: saturated(saved.checkpoint.found()),
                }),
            },
            Self::Active(active) => {
                let run = active.view(wallet);
                match active.phase {
                    Phase::Running => RecoveryView::Running { run },
                    Phase::Overview(_, ref fault) => RecoveryView::Overview { run, fault: fault.clone() },
                }
            }
        }
    }
}

impl Active {
    /// The report as the page puts it into words; `None` before there is anything to say.
    pub(super) fn search_report(&self, wallet: &Wallet, now: u64) -> Option<SearchReport> {
        let report = self.report.as_ref()?;
        let blocks = report.nodes.iter().flat_map(|node| node.lowest.iter().chain(&node.highest));
        Some(SearchReport {
            began_at: millis(report.began_at.unwrap_or(now)),
            made_at: millis(now),
            run: self.view(wallet),
            blocks: blocks
                .map(|block| (block.height, block))
                .collect::<BTreeMap<_, _>>()
                .into_values()
                .map(block_view)
                .collect(),
            nodes: report.nodes.iter().map(|node| node.node.clone()).collect(),
        })
    }

    fn view(&self, wallet: &Wallet) -> RunView {
        let records = wallet.networks.get(&self.network);
        let progress = self.progress.as_ref();
        let coverage = self.report.as_ref().map(|report| &report.coverage);
        let from_ledger = self.from_ledger;
        RunView {
            network: self.network.to_string(),
            from: origin(from_ledger),
            device: from_ledger.then(|| self.device.clone()),
            relation: self.relation,
            node: self.node.clone(),
            scan: self.scan.clone(),
            places: progress
                .map(|progress| progress.places.as_slice())
                .unwrap_or_default()
                .iter()
                .map(|place| place_view(place, coverage, records))
                .collect(),
            found: progress.map_or(0, |progress| progress.found),
            not_checked: progress.map_or(0, |progress| progress.not_checked),
            unlisted: progress.map_or(0, |progress| progress.unlisted),
            suggestion: match &self.step {
                Some(Step::Suggest { empty_in_a_row, found, next, .. }) => {
                    Some(SuggestionView { empty_in_a_row: *empty_in_a_row, found: *found, has_next: next.is_some() })
                }
                Some(Step::AskKey { .. } | Step::Scan { .. } | Step::LookUp { .. } | Step::Finished) | None => None,
            },
        }
    }
}

const fn origin(is_ledger: bool) -> &'static str {
    if is_ledger { "ledger" } else { "phone" }
}

fn place_view(progress: &PlaceProgress, coverage: Option<&Coverage>, records: Option<&NetworkRecords>) -> PlaceView {
    let covered = coverage.and_then(|coverage| coverage.places().find(|covered| covered.place == progress.place));
    let not_searched =
        |covered: &PlaceCoverage| covered.versions.iter().any(|version| !version.not_searched.is_empty());
    PlaceView {
        id: place_id(progress.place),
        index: progress.place.index().map(IdentityIndex::get),
        provider: match progress.place.path() {
            Some(LedgerPath::Bip44 { provider, .. }) => Some(provider.get()),
            Some(LedgerPath::Legacy) | None => None,
        },
        state: progress.state.name(),
        checked: progress.checked,
        total: progress.total,
        not_checked: progress.not_checked,
        coverage: covered.map(|covered| covered.versions.iter().map(coverage_view).collect()).unwrap_or_default(),
        can_look_deeper: progress.state != PlaceState::Skipped && covered.is_some_and(not_searched),
        identity_name: records.and_then(|records| {
            let of = |version| records.identities.get(&progress.place.identity(version));
            Some(of(KeyVersion::V0).or_else(|| of(KeyVersion::V1))?.name.as_str().into())
        }),
        accounts: progress.accounts.iter().map(|found| found_view(found, records)).collect(),
    }
}

fn coverage_view(version: &VersionCoverage) -> CoverageView {
    let searched = [&version.found, &version.absent, &version.not_checked, &version.unlisted, &version.under_way];
    let deepest = searched.into_iter().flat_map(|numbers| numbers.iter()).max();
    CoverageView {
        key_version: version.version.map_or(1, KeyVersion::number),
        deepest: deepest.map(u32::from),
        found: saturated(version.found.len()),
        absent: saturated(version.absent.len()),
        not_checked: saturated(version.not_checked.len()),
        unlisted: saturated(version.unlisted.len()),
        not_searched: saturated(version.not_searched.len()),
    }
}

fn found_view(found: &AccountProgress, records: Option<&NetworkRecords>) -> FoundView {
    FoundView {
        address: found.address.to_string(),
        known_as: records
            .and_then(|records| records.accounts.get(&found.address.into()))
            .map(|account| account.name.clone()),
        credential_index: found.number.0,
        key_version: found.identity.version().map_or(1, KeyVersion::number),
        removed: found.removed,
        shared: found.shared,
    }
}

fn block_view(block: &BlockInfo) -> BlockView {
    BlockView { hash: block.hash.to_string(), height: millis(block.height), made_at: millis(block.slot_time_ms) }
}

//! A run as the page sees it.

use std::collections::BTreeMap;

use crate::gather::Gather;
use crate::ledger::DeviceRequest;
use crate::model::{AccountAddress, IdentityIndex, KeyVersion, LedgerPath, NetworkRecords, Wallet};
use crate::node::BlockInfo;
use crate::recovery::{
    AccountProgress, Agreement, Coverage, Emptiness, Inquiry, Outlook, Place, PlaceCoverage, PlaceProgress, PlaceState,
    Step, VersionCoverage,
};

use super::opinion::Second;
use super::state::{Active, Phase, RecoveryState};
use super::view::{
    BlockView, CoverageView, FoundView, PlaceView, RecoveryView, ResumableView, RowState, RunView, SearchFrom,
    SearchReport, SearchState, SearchSummary, SuggestionView,
};
use crate::session::seam::ids::identity_id;
use crate::session::seam::{millis, saturated};

/// Names a place in intents: like the identity that has its key, under the usual key version.
pub(super) fn place_id(place: Place) -> String {
    identity_id(&place.identity(KeyVersion::V1))
}

impl RecoveryState {
    /// What the Ledger wants of the person for a search under way; nothing once the search asks the person itself.
    pub(super) fn ledger_asks(&self) -> Option<DeviceRequest> {
        let active = self.active().filter(|_| self.is_running())?;
        let is_suggesting = matches!(active.step, Some(Step::Suggest { .. }));
        active.device.view().request.filter(|_| active.from_ledger && !is_suggesting)
    }

    /// How the search stands, if there is one; its findings are in no wallet and no backup.
    pub(super) fn summary(&self) -> Option<SearchSummary> {
        match self {
            Self::Idle => None,
            Self::Resumable(saved) => {
                Some(SearchSummary { state: SearchState::Waiting, found: saturated(saved.checkpoint.found()) })
            }
            Self::Active(active) => Some(SearchSummary {
                state: match active.phase {
                    Phase::Running { .. } => SearchState::Running,
                    Phase::Overview(..) => SearchState::Resting,
                },
                found: active.report.as_ref().map_or(0, |report| report.totals.accounts),
            }),
        }
    }

    /// The flow as the page sees it.
    pub(super) fn view(&self, wallet: &Wallet, nodes: &[String]) -> RecoveryView {
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
                let run = active.view(wallet, nodes);
                match active.phase {
                    Phase::Running { .. } => RecoveryView::Running { run },
                    Phase::Overview(_, ref fault) => RecoveryView::Overview { run, fault: fault.clone() },
                }
            }
        }
    }
}

impl Active {
    /// The report as the page puts it into words; `None` before there is anything to say.
    pub(super) fn search_report(&self, wallet: &Wallet, nodes: &[String], now: u64) -> Option<SearchReport> {
        let report = self.report.as_ref()?;
        let blocks = report.nodes.iter().flat_map(|node| node.lowest.iter().chain(&node.highest));
        Some(SearchReport {
            began_at: millis(report.began_at.unwrap_or(now)),
            made_at: millis(now),
            run: self.view(wallet, nodes),
            blocks: blocks
                .map(|block| (block.height, block))
                .gather::<BTreeMap<_, _>>()
                .into_values()
                .map(block_view)
                .collect(),
            nodes: report.nodes.iter().map(|node| node.node.clone()).collect(),
        })
    }

    fn view(&self, wallet: &Wallet, nodes: &[String]) -> RunView {
        let records = wallet.networks.get(&self.network);
        let progress = self.progress.as_ref();
        let coverage = self.report.as_ref().map(|report| &report.coverage);
        let from_ledger = self.from_ledger;
        let asked = self.device.view().request.filter(|_| from_ledger);
        let is_broken_off = matches!(self.phase, Phase::Overview(_, Some(_)));
        let nothing = Outlook::nothing();
        let outlook = self.report.as_ref().map_or(nothing, |report| Outlook::of(report, is_broken_off));
        let suggestion = self.suggestion();
        let verdicts = self.second.as_ref().map(Second::by_account).unwrap_or_default();
        let is_complete = self.report.as_ref().is_some_and(|report| report.inquiry == Inquiry::Complete);
        RunView {
            network: self.network.to_string(),
            from: origin(from_ledger),
            device: from_ledger.then(|| self.device.view()),
            relation: self.relation,
            node: self.node.view(),
            scan: self.scan.clone(),
            places: progress
                .map(|progress| progress.places.as_slice())
                .unwrap_or_default()
                .iter()
                .map(|place| place_view(place, asked, coverage, records, &verdicts, is_complete))
                .collect(),
            ways: match (&suggestion, &self.phase) {
                (Some(suggestion), _) => outlook.ways_on(suggestion.has_next),
                (None, Phase::Overview(..)) => outlook.ways_at_rest(from_ledger),
                (None, Phase::Running { .. }) => Vec::new(),
            },
            outlook,
            second: self.second.as_ref().map(Second::view),
            other_nodes: self.other_nodes(nodes),
            suggestion,
        }
    }

    fn suggestion(&self) -> Option<SuggestionView> {
        let (step, report) = (self.step.as_ref()?, self.report.as_ref()?);
        match step {
            Step::Suggest { empty_in_a_row, next, .. } => Some(SuggestionView {
                empty_in_a_row: *empty_in_a_row,
                emptiness: Emptiness::of(step, report)?,
                has_next: next.is_some(),
            }),
            Step::AskKey { .. } | Step::Scan { .. } | Step::LookUp { .. } | Step::Finished => None,
        }
    }

    /// Those of the network's nodes that did not answer in this run.
    fn other_nodes(&self, nodes: &[String]) -> Vec<String> {
        let heard = self.report.iter().flat_map(|report| &report.nodes).map(|node| &node.node);
        let now = self.node.view().url;
        let heard: Vec<&String> = heard.chain([&now]).collect();
        nodes.iter().filter(|url| !heard.contains(url)).cloned().collect()
    }
}

const fn origin(is_ledger: bool) -> SearchFrom {
    if is_ledger { SearchFrom::Ledger } else { SearchFrom::Phone }
}

fn place_view(
    progress: &PlaceProgress,
    asked: Option<DeviceRequest>,
    coverage: Option<&Coverage>,
    records: Option<&NetworkRecords>,
    verdicts: &BTreeMap<AccountAddress, Agreement>,
    is_complete: bool,
) -> PlaceView {
    let covered = coverage.and_then(|coverage| coverage.places.iter().find(|covered| covered.place == progress.place));
    let not_searched = |covered: &PlaceCoverage| {
        covered.versions.iter().any(|version| {
            // When the list comes first, it names whatever lies deeper, too.
            !version.not_searched.is_empty() || (is_complete && version.unlisted_and_beyond().1 > 0)
        })
    };
    PlaceView {
        id: place_id(progress.place),
        index: progress.place.index().map(IdentityIndex::get),
        provider: match progress.place.path() {
            Some(LedgerPath::Bip44 { provider, .. }) => Some(provider.get()),
            Some(LedgerPath::Legacy) | None => None,
        },
        state: RowState::of(progress.state, asked),
        checked: progress.checked,
        total: progress.total,
        not_checked: progress.not_checked,
        unlisted: progress.unlisted,
        coverage: covered.map(|covered| covered.versions.iter().map(coverage_view).collect()).unwrap_or_default(),
        can_look_deeper: progress.state != PlaceState::Skipped && covered.is_some_and(not_searched),
        identity_name: records.and_then(|records| {
            let of = |version| records.identities.get(&progress.place.identity(version));
            Some(of(KeyVersion::V0).or_else(|| of(KeyVersion::V1))?.name.as_str().into())
        }),
        accounts: progress.accounts.iter().map(|found| found_view(found, records, verdicts)).collect(),
    }
}

fn coverage_view(version: &VersionCoverage) -> CoverageView {
    let (unlisted, beyond) = version.unlisted_and_beyond();
    let searched = [&version.found, &version.absent, &version.not_checked, &version.under_way];
    let searched = searched.into_iter().flat_map(|numbers| numbers.iter());
    let part = version.unlisted.iter().filter(|number| u16::from(*number) < version.end);
    let deepest = searched.chain(part).max();
    CoverageView {
        key_version: version.version.map_or(1, KeyVersion::number),
        deepest: deepest.map(u32::from),
        found: saturated(version.found.len()),
        absent: saturated(version.absent.len()),
        not_checked: saturated(version.not_checked.len()),
        unlisted: saturated(unlisted),
        beyond: saturated(beyond),
        not_searched: saturated(version.not_searched.len()),
    }
}

fn found_view(
    found: &AccountProgress,
    records: Option<&NetworkRecords>,
    verdicts: &BTreeMap<AccountAddress, Agreement>,
) -> FoundView {
    FoundView {
        address: found.address.to_string(),
        known_as: records
            .and_then(|records| records.accounts.get(&found.address.into()))
            .map(|account| (&account.name).into()),
        credential_index: found.number.0,
        key_version: found.identity.version().map_or(1, KeyVersion::number),
        removed: found.removed,
        shared: found.shared,
        proof: found.proof,
        second: verdicts.get(&found.address).copied(),
    }
}

fn block_view(block: &BlockInfo) -> BlockView {
    BlockView { hash: block.hash.to_string(), height: millis(block.height), made_at: millis(block.slot_time_ms) }
}

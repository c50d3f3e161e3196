//! A run as the page sees it.

use std::collections::BTreeMap;

use crate::gather::Gather;
use crate::ledger::DeviceRequest;
use crate::model::{AccountAddress, IdentityIndex, KeyVersion, LedgerPath, NetworkRecords, Wallet};
use crate::node::BlockInfo;
use crate::recovery::{
    AccountProgress, Agreement, Coverage, Emptiness, Inquiry, Outlook, Place, PlaceCoverage, PlaceProgress, PlaceState,
    Step,
};

use super::opinion::Second;
use super::state::{Active, Phase, RecoveryState};
use super::view::{
    BlockView, FoundView, PlaceView, RecoveryView, ResumableView, RowState, RunView, SearchFrom, SearchReport,
    SearchState, SearchSummary, SuggestionView,
};
use super::{covered, found};
use crate::session::balances::Balances;
use crate::session::balances::view::BalanceView;
use crate::session::seam::ids::identity_id;
use crate::session::seam::{Foreign, millis, saturated};

/// What is known beside a run.
pub(super) struct Beside<'a> {
    pub(super) wallet: &'a Wallet,
    /// Of the run's network, by the settings.
    pub(super) nodes: &'a [String],
    pub(super) balances: &'a Balances,
}

/// What nodes said of accounts, beside the run.
struct SaidOfAccounts<'a> {
    /// Another node, by account.
    verdicts: &'a BTreeMap<AccountAddress, Agreement>,
    /// The one that was asked: what an account holds.
    holds: &'a dyn Fn(&AccountAddress) -> Option<BalanceView>,
}

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
            Self::Idle | Self::Unreadable(_) => None,
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
    pub(super) fn view(&self, beside: &Beside<'_>) -> RecoveryView {
        match self {
            Self::Idle => RecoveryView::Idle { resumable: None, fault: None },
            Self::Unreadable(why) => RecoveryView::Idle { resumable: None, fault: Some(why.clone()) },
            Self::Resumable(saved) => RecoveryView::Idle {
                fault: None,
                resumable: Some(ResumableView {
                    from: origin(saved.checkpoint.device().is_some()),
                    network: saved.checkpoint.network().to_string(),
                    saved_at: millis(saved.saved_at),
                    indices: saturated(saved.checkpoint.places()),
                    found: saturated(saved.checkpoint.found()),
                }),
            },
            Self::Active(active) => {
                let run = active.view(beside);
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
    pub(super) fn search_report(&self, beside: &Beside<'_>, now: u64) -> Option<SearchReport> {
        let report = self.report.as_ref()?;
        let blocks = report.nodes.iter().flat_map(|node| node.lowest.iter().chain(&node.highest));
        Some(SearchReport {
            began_at: millis(report.began_at.unwrap_or(now)),
            made_at: millis(now),
            run: self.view(beside),
            blocks: blocks
                .map(|block| (block.height, block))
                .gather::<BTreeMap<_, _>>()
                .into_values()
                .map(block_view)
                .collect(),
            nodes: report.nodes.iter().map(|node| node.node.clone()).collect(),
        })
    }

    fn view(&self, beside: &Beside<'_>) -> RunView {
        let records = beside.wallet.networks.get(&self.network);
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
        let said =
            SaidOfAccounts { verdicts: &verdicts, holds: &|address| beside.balances.view(self.network, address) };
        let found = progress.map(|progress| progress.places.as_slice()).unwrap_or_default();
        let places: Vec<PlaceView> =
            found.iter().map(|place| place_view(place, asked, coverage, records, &said, is_complete)).collect();
        let deeper = places.iter().filter(|place| place.can_look_deeper).flat_map(|place| &place.coverage);
        RunView {
            network: self.network.to_string(),
            from: origin(from_ledger),
            device: from_ledger.then(|| self.device.view()),
            relation: self.relation,
            node: self.node.view(),
            scan: self.scan.clone(),
            deeper_from: covered::goes_on_at(deeper),
            findings: found::findings(
                found,
                |address| beside.balances.total(self.network, address),
                |found| found_view(found, records, &said),
            ),
            places,
            ways: match (&suggestion, &self.phase) {
                (Some(suggestion), _) => outlook.ways_on(suggestion.has_next),
                (None, Phase::Overview(..)) => outlook.ways_at_rest(from_ledger),
                (None, Phase::Running { .. }) => Vec::new(),
            },
            outlook,
            second: self.second.as_ref().map(Second::view),
            other_nodes: self.other_nodes(beside.nodes),
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
    said: &SaidOfAccounts<'_>,
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
        coverage: covered.map(|covered| covered::lines(progress.place, &covered.versions)).unwrap_or_default(),
        is_nothing: found::is_nothing(progress),
        can_look_deeper: progress.state != PlaceState::Skipped && covered.is_some_and(not_searched),
        identity_name: records.and_then(|records| {
            let of = |version| records.identities.get(&progress.place.identity(version));
            Some(of(KeyVersion::V0).or_else(|| of(KeyVersion::V1))?.name.as_str().into())
        }),
        accounts: progress.accounts.iter().map(|found| found_view(found, records, said)).collect(),
    }
}

fn found_view(found: &AccountProgress, records: Option<&NetworkRecords>, said: &SaidOfAccounts<'_>) -> FoundView {
    let known_as =
        records.and_then(|records| records.accounts.get(&found.address.into())).map(|account| account.name.as_str());
    FoundView {
        address: found.address.to_string(),
        name: known_as.map_or_else(|| found.address.default_name().into(), Foreign::from),
        known_as: known_as.map(Foreign::from),
        credential_index: found.number.0,
        key_version: found.identity.version().map_or(1, KeyVersion::number),
        removed: found.removed,
        shared: found.shared,
        missing: found.missing,
        proof: found.proof,
        second: said.verdicts.get(&found.address).copied(),
        balance: (said.holds)(&found.address),
    }
}

fn block_view(block: &BlockInfo) -> BlockView {
    BlockView { hash: block.hash.to_string(), height: millis(block.height), made_at: millis(block.slot_time_ms) }
}

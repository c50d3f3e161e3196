//! The rows of a preview: which there are. The page asks for those it draws, a hundred at a time; a file may have a hundred thousand.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::fault::{Coded, Notice};
use crate::gather::Gather;
use crate::merge::{Item, MergePlan, Verdict};
use crate::model::RecordKind;

use super::view::GroupView;
use crate::session::seam::saturated;

/// Most rows that are answered at once.
pub const AT_ONCE: usize = 100;

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RowFilter {
    /// All.
    All,
    /// Those that are not here yet.
    New,
    /// Those that are here, and would change.
    Differs,
    /// Those that are here as they are.
    Same,
    /// Those that need a look.
    Problems,
}

impl RowFilter {
    /// The one that shows records of which this is known.
    const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::New => Self::New,
            Verdict::Same => Self::Same,
            Verdict::NameDiffers
            | Verdict::NoteDiffers
            | Verdict::ReplacesPlaceholder
            | Verdict::Completes
            | Verdict::Repairs => Self::Differs,
            Verdict::Alike | Verdict::Doubted | Verdict::Conflict | Verdict::CannotImport => Self::Problems,
        }
    }

    /// Every one that shows it. What is wrong with keys needs a look, whatever else the record is.
    fn all_of(item: &Item) -> BTreeSet<Self> {
        let finding = (!item.findings.is_empty()).then_some(Self::Problems);
        [Self::All, Self::of(item.verdict)].into_iter().chain(finding).gather()
    }
}

/// Where the rows of a plan are, by kind and filter: found without a look at the others.
#[derive(Debug, Default)]
pub(super) struct Rows {
    positions: BTreeMap<(RecordKind, RowFilter), Vec<u32>>,
    /// What is said at one of them at least.
    said: BTreeSet<&'static str>,
}

impl Rows {
    pub(super) fn of(plan: &MergePlan) -> Self {
        let mut rows = Self::default();
        for (position, item) in plan.items.iter().enumerate() {
            for filter in RowFilter::all_of(item) {
                rows.positions.entry((item.subject.kind(), filter)).or_default().push(saturated(position));
            }
            rows.said.extend(item.findings.iter().map(|finding| finding.code()));
        }
        rows
    }

    /// Whether this is said at a row: then it is not said about the file as a whole.
    pub(super) fn says(&self, notice: &Notice) -> bool {
        self.said.contains(notice.code)
    }

    /// Where those of a kind are that a filter shows, from one on; at most [`AT_ONCE`].
    pub(super) fn page(&self, shown: (RecordKind, RowFilter), from: u32) -> impl Iterator<Item = u32> {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let positions = self.positions.get(&shown).map(Vec::as_slice).unwrap_or_default();
        positions.iter().skip(from).take(AT_ONCE).copied()
    }

    /// How many there are of each kind, and how many of them each filter shows.
    pub(super) fn groups(&self) -> Vec<GroupView> {
        let kinds: BTreeSet<RecordKind> = self.positions.keys().map(|(kind, _)| *kind).gather();
        let count = |kind, filter| self.positions.get(&(kind, filter)).map_or(0, |all| saturated(all.len()));
        let group = |kind| GroupView {
            kind,
            all: count(kind, RowFilter::All),
            new: count(kind, RowFilter::New),
            differs: count(kind, RowFilter::Differs),
            same: count(kind, RowFilter::Same),
            problems: count(kind, RowFilter::Problems),
        };
        kinds.into_iter().map(group).collect()
    }
}

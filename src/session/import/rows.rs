//! The rows of a preview: which there are. The page asks for those it draws, a hundred at a time; a file may have a hundred thousand.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::fault::{Coded, Notice};
use crate::gather::Gather;
use crate::merge::{Folds, Item, MergePlan, Verdict};
use crate::model::{Counts, RecordKind};

use super::view::{AnswerView, GroupView, Upshot};
use crate::session::seam::saturated;

/// Most rows that are answered at once.
pub const AT_ONCE: usize = 100;

/// Which rows are shown. Every row is in exactly one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RowFilter {
    /// Those that need a look.
    Problems,
    /// Those that are here, and would change.
    Differs,
    /// Those that are not here yet.
    New,
    /// Those that are here as they are.
    Same,
}

impl RowFilter {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Problems, Self::Differs, Self::New, Self::Same];

    /// The one that shows an item. What is wrong with keys needs a look, whatever else the record is.
    const fn of(item: &Item) -> Self {
        if !item.findings.is_empty() {
            return Self::Problems;
        }
        match item.verdict {
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
}

/// Where the rows of a plan are, by kind and filter: found without a look at the others. What is part of another record has no row.
#[derive(Debug, Default)]
pub(super) struct Rows {
    positions: BTreeMap<(RecordKind, RowFilter), Vec<u32>>,
    /// What is said at one of them at least.
    said: BTreeSet<&'static str>,
    /// How many of a kind come in by themselves, and can be left out.
    leavable: BTreeMap<RecordKind, u32>,
    /// How many cannot come in.
    impossible: u32,
}

impl Rows {
    pub(super) fn of(plan: &MergePlan, folds: &Folds) -> Self {
        let mut rows = Self::default();
        for (position, item) in plan.items.iter().enumerate() {
            rows.said.extend(item.findings.iter().map(|finding| finding.code()));
            if folds.is_part(position) {
                continue;
            }
            let kind = item.subject.kind();
            rows.positions.entry((kind, RowFilter::of(item))).or_default().push(saturated(position));
            rows.impossible += u32::from(item.verdict == Verdict::CannotImport);
            if item.comes_in() {
                *rows.leavable.entry(kind).or_default() += 1;
            }
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
        self.at(shown).iter().skip(from).take(AT_ONCE).copied()
    }

    /// Where all rows of a kind are.
    pub(super) fn of_kind(&self, kind: RecordKind) -> impl Iterator<Item = u32> {
        RowFilter::ALL.into_iter().flat_map(move |filter| self.at((kind, filter)).iter().copied())
    }

    /// How many there are of each kind, how many of them each filter shows, and how many of those that can be left out are.
    pub(super) fn groups(&self, left_out: &BTreeMap<RecordKind, u32>) -> Vec<GroupView> {
        let kinds: BTreeSet<RecordKind> = self.positions.keys().map(|(kind, _)| *kind).gather();
        let count = |kind, filter| saturated(self.at((kind, filter)).len());
        let group = |kind| GroupView {
            kind,
            new: count(kind, RowFilter::New),
            differs: count(kind, RowFilter::Differs),
            same: count(kind, RowFilter::Same),
            problems: count(kind, RowFilter::Problems),
            leavable: self.leavable.get(&kind).copied().unwrap_or_default(),
            left_out: left_out.get(&kind).copied().unwrap_or_default(),
        };
        kinds.into_iter().map(group).collect()
    }

    /// What is there in one sentence, and its numbers.
    pub(super) fn answer(&self) -> AnswerView {
        let mut holds = Counts::default();
        let mut view = AnswerView { kind: Upshot::Empty, holds, new: 0, differs: 0, same: 0, problems: 0 };
        for ((kind, filter), positions) in &self.positions {
            let number = saturated(positions.len());
            holds = holds.and(Counts::of_kind(*kind, number));
            let sum = match filter {
                RowFilter::Problems => &mut view.problems,
                RowFilter::Differs => &mut view.differs,
                RowFilter::New => &mut view.new,
                RowFilter::Same => &mut view.same,
            };
            *sum = sum.saturating_add(number);
        }
        let all = holds.total();
        view.holds = holds;
        view.kind = match all {
            0 => Upshot::Empty,
            _ if self.impossible == all => Upshot::Impossible,
            _ if view.problems > 0 => Upshot::NeedsLook,
            _ if view.new == all => Upshot::AllNew,
            _ if view.same == all => Upshot::AllHere,
            _ => Upshot::Mixed,
        };
        view
    }

    fn at(&self, shown: (RecordKind, RowFilter)) -> &[u32] {
        self.positions.get(&shown).map(Vec::as_slice).unwrap_or_default()
    }
}

//! What a run has shown, and what it has not: the one place behind every sentence about "no account". It has no words, and
//! calls nothing absent that nobody asked about.

use serde::Serialize;

use super::Step;
use super::report::{RunReport, Totals};
use crate::node::MAX_LAG_SECONDS;

/// What a run has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Outlook {
    /// Accounts found, each counted once.
    pub accounts: u32,
    /// Those of them whose address follows from no credential of the person's: that they are theirs is the node's word.
    pub unproven: u32,
    /// Credential ids of which the node said that nothing was made with them.
    pub absent: u32,
    /// Credential ids nobody knows about, because asking failed or was given up.
    pub not_checked: u32,
    /// Credential ids of the search that are not on the list of accounts, and that the node was not asked about:
    /// [`WayOn::AskOneByOne`] asks about exactly these.
    pub unlisted: u32,
    /// The same beyond the end of the search.
    pub beyond: u32,
    /// Credential ids beyond the end of the search that nobody compared with anything.
    pub not_searched: u32,
    /// Places that were left out.
    pub left_out: u32,
    /// How much that means where nothing was found.
    pub certainty: Certainty,
}

/// How much it means that nothing more was found. The first of these that holds: whatever comes earlier is the larger doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Questions are without an answer.
    NotChecked,
    /// Nothing was searched, or something was left out, or the search did not come to its end.
    Partial,
    /// What was not found is not on the list of accounts. Nobody was asked about it.
    NotListed,
    /// The node answered every question, but its last block was old when it was first asked: what is young may be missing.
    Behind,
    /// The node answered every question. Only this is "no account".
    Answered,
}

/// What can be done next. Lists of these have the likeliest wish first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum WayOn {
    /// Ask again what got no answer.
    CheckAgain,
    /// Ask about each credential that is not on the list of accounts.
    AskOneByOne,
    /// Keep what was found.
    Add,
    /// Look at what would be kept.
    Preview,
    /// Go on with the next track.
    NextTrack,
    /// Go on with the next index.
    Continue,
    /// Search no further for now.
    Stop,
}

/// Why it is time to ask the person whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Emptiness {
    /// The node said of every number of the last indices that there is no account.
    NoAccount,
    /// The same, by a node whose last block was old.
    Behind,
    /// Numbers of the last indices are not on the list of accounts; nobody was asked about them.
    NotListed,
}

impl Outlook {
    /// Before anything was searched.
    #[must_use]
    pub const fn nothing() -> Self {
        Self {
            accounts: 0,
            unproven: 0,
            absent: 0,
            not_checked: 0,
            unlisted: 0,
            beyond: 0,
            not_searched: 0,
            left_out: 0,
            certainty: Certainty::Partial,
        }
    }

    /// Weighs a report. `is_broken_off` says that a fault ended the run.
    #[must_use]
    pub fn of(report: &RunReport, is_broken_off: bool) -> Self {
        let Totals {
            accounts, unproven, absent, not_checked, unlisted, beyond, not_searched, left_out, places, ..
        } = report.totals;
        let is_partial = places == 0 || left_out > 0 || !report.is_settled || is_broken_off;
        let certainty = if not_checked > 0 {
            Certainty::NotChecked
        } else if is_partial {
            Certainty::Partial
        } else if unlisted > 0 {
            Certainty::NotListed
        } else if is_behind(report) {
            Certainty::Behind
        } else {
            Certainty::Answered
        };
        Self { accounts, unproven, absent, not_checked, unlisted, beyond, not_searched, left_out, certainty }
    }

    /// What can be done when the run asks whether to go on.
    #[must_use]
    pub fn ways_on(&self, has_next: bool) -> Vec<WayOn> {
        let mut ways = self.questions_left();
        if has_next {
            ways.push(WayOn::NextTrack);
        }
        // Whoever found what they had goes home; whoever found nothing looks further.
        ways.extend(match (self.accounts, has_next) {
            (0, _) | (_, true) => [WayOn::Continue, WayOn::Stop],
            (_, false) => [WayOn::Stop, WayOn::Continue],
        });
        ways
    }

    /// What can be done when the run has come to rest: first, to keep what was found. Only a Ledger has further indices.
    #[must_use]
    pub fn ways_at_rest(&self, is_from_ledger: bool) -> Vec<WayOn> {
        let keep: &[WayOn] = if self.accounts > 0 { &[WayOn::Add, WayOn::Preview] } else { &[] };
        let mut ways = [keep, &self.questions_left()].concat();
        if is_from_ledger {
            ways.push(WayOn::Continue);
        }
        ways
    }

    fn questions_left(&self) -> Vec<WayOn> {
        let again = (self.not_checked > 0).then_some(WayOn::CheckAgain);
        let each = (self.unlisted > 0).then_some(WayOn::AskOneByOne);
        again.into_iter().chain(each).collect()
    }
}

impl Emptiness {
    /// Of the indices that led to a suggestion; `None` at any other step.
    #[must_use]
    pub fn of(step: &Step, report: &RunReport) -> Option<Self> {
        match step {
            Step::Suggest { is_by_list: true, .. } => Some(Self::NotListed),
            Step::Suggest { is_by_list: false, .. } if is_behind(report) => Some(Self::Behind),
            Step::Suggest { is_by_list: false, .. } => Some(Self::NoAccount),
            Step::AskKey { .. } | Step::Scan { .. } | Step::LookUp { .. } | Step::Finished => None,
        }
    }
}

/// Whether an answer may be about a block that was old when it was given: of a node that was examined and first answered later, nothing
/// better is known.
fn is_behind(report: &RunReport) -> bool {
    report.nodes.iter().any(|node| {
        let made_at = node.lowest.map_or(node.since, |block| block.slot_time_ms);
        node.since.saturating_sub(made_at) > MAX_LAG_SECONDS * 1000
    })
}

//! What there is to say about a run when it is over, or at any moment before: for a page, and for a text to keep. They are
//! values: the page has the words. None of them is secret.

use super::Recovery;
use super::coverage::Coverage;
use super::evidence::Testimony;
use super::place::Inquiry;
use crate::model::AddressProof;

/// A run in plain values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunReport {
    /// How the node was asked, in the end.
    pub inquiry: Inquiry,
    /// Who answered, and about which blocks.
    pub nodes: Vec<Testimony>,
    /// When it began, in milliseconds since 1970.
    pub began_at: Option<u64>,
    /// Everything that was begun has its answer, or was given up.
    pub is_settled: bool,
    /// What was searched, and what was not.
    pub coverage: Coverage,
    /// Sums over the coverage.
    pub totals: Totals,
}

/// Sums over a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Places whose key was there.
    pub places: u32,
    /// Places that were left out.
    pub left_out: u32,
    /// Accounts, each counted once.
    pub accounts: u32,
    /// Those of them whose address follows from no credential of the person's: that they are theirs is the node's word.
    pub unproven: u32,
    /// Credential ids the node knows.
    pub found: u32,
    /// Credential ids of which the node said that nothing was made with them.
    pub absent: u32,
    /// Credential ids nobody knows about, because asking failed or was given up.
    pub not_checked: u32,
    /// Credential ids of the search that were compared with the list of accounts, and not asked about.
    pub unlisted: u32,
    /// The same beyond the end of the search.
    pub beyond: u32,
    /// Credential ids beyond the end of the search that were not even compared.
    pub not_searched: u32,
}

impl Recovery {
    /// What there is to say about the run.
    #[must_use]
    pub fn report(&self) -> RunReport {
        let coverage = self.coverage();
        let found = self.accounts();
        let unproven = found.iter().filter(|(address, found)| {
            AddressProof::of(address, found.credentials.iter().map(|it| &it.hit.id)) == AddressProof::Word
        });
        let totals =
            Totals { accounts: super::count(found.keys()), unproven: super::count(unproven), ..Totals::of(&coverage) };
        let is_settled = coverage.versions().all(|version| version.under_way.is_empty());
        RunReport {
            inquiry: self.inquiry,
            nodes: self.evidence.testimonies.clone(),
            began_at: self.evidence.began_at,
            is_settled,
            totals,
            coverage,
        }
    }
}

impl Totals {
    fn of(coverage: &Coverage) -> Self {
        let count = |left_out: bool| super::count(coverage.places.iter().filter(|it| it.is_left_out == left_out));
        let sum = |numbers: fn(&super::VersionCoverage) -> usize| {
            super::count(coverage.versions().flat_map(|version| 0..numbers(version)))
        };
        Self {
            places: count(false),
            left_out: count(true),
            accounts: 0,
            unproven: 0,
            found: sum(|it| it.found.len()),
            absent: sum(|it| it.absent.len()),
            not_checked: sum(|it| it.not_checked.len()),
            unlisted: sum(|it| it.unlisted_and_beyond().0),
            beyond: sum(|it| it.unlisted_and_beyond().1),
            not_searched: sum(|it| it.not_searched.len()),
        }
    }
}

//! What there is to say about a run when it is over, or at any moment before: for a page, and for a text to keep.
//! This module gathers values; it refuses to find words for them, and holds nothing secret to begin with.

use super::Recovery;
use super::coverage::Coverage;
use super::evidence::{Hardware, ListRead, Testimony};
use super::place::{Inquiry, Place};
use crate::model::{
    AccountAddress, AccountSlot, AddressProof, CredentialId, CredentialIndex, GenesisHash, KeyVersion, PairingKey,
};

/// A run in plain values. Credential ids and addresses are public, but together they tell whose accounts belong together:
/// a saved report is private, not secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Version of the engine that made it.
    pub engine: &'static str,
    /// Which network.
    pub network: GenesisHash,
    /// The Ledger it was made with.
    pub device: Option<PairingKey>,
    /// Models and app versions of that Ledger, as they were seen. More than one model: a new Ledger with the same phrase.
    pub hardware: Vec<Hardware>,
    /// Other Ledgers that were offered. Nothing of theirs was used.
    pub strangers: Vec<PairingKey>,
    /// How the node was asked, in the end.
    pub inquiry: Inquiry,
    /// Who answered, about which blocks, and how much of it.
    pub nodes: Vec<Testimony>,
    /// Lists of accounts that were read to their end.
    pub lists: Vec<ListRead>,
    /// When it began, in milliseconds since 1970.
    pub began_at: Option<u64>,
    /// When it last changed.
    pub last_at: Option<u64>,
    /// The person said stop.
    pub is_stopped: bool,
    /// Everything that was begun has its answer, or was given up.
    pub is_settled: bool,
    /// What was searched, and what was not.
    pub coverage: Coverage,
    /// What was found, by address.
    pub accounts: Vec<ReportedAccount>,
    /// Sums over the coverage.
    pub totals: Totals,
}

/// An account that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedAccount {
    /// Its address.
    pub address: AccountAddress,
    /// How many credentials must sign there.
    pub threshold: u32,
    /// It was opened by a credential that is not known to be the person's.
    pub is_shared: bool,
    /// What ties its address to the person.
    pub proof: AddressProof,
    /// The wallet's credentials that lead to it, in the order of the search. Never empty.
    pub credentials: Vec<ReportedCredential>,
}

/// A credential that leads to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedCredential {
    /// Its id.
    pub id: CredentialId,
    /// The place whose key made it.
    pub place: Place,
    /// The version of that key; `None` for an identity from a phone.
    pub version: Option<KeyVersion>,
    /// Its number there.
    pub number: CredentialIndex,
    /// Where it stands on the account; `None` when it was removed.
    pub slot: Option<AccountSlot>,
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
    pub fn report(&self) -> Report {
        let coverage = self.coverage();
        let own = self.own_credentials();
        let accounts: Vec<ReportedAccount> = self
            .accounts()
            .into_iter()
            .filter_map(|(address, found)| {
                let leading = found.leading()?;
                Some(ReportedAccount {
                    address,
                    threshold: leading.hit.threshold,
                    proof: AddressProof::of(&address, found.credentials.iter().map(|credential| &credential.hit.id)),
                    is_shared: leading.hit.opened_by().is_none_or(|first| !own.contains(&first.id)),
                    credentials: found
                        .credentials
                        .iter()
                        .map(|credential| ReportedCredential {
                            id: credential.hit.id,
                            place: credential.place,
                            version: credential.place.device().map(|_| credential.version),
                            number: CredentialIndex(credential.number.into()),
                            slot: credential.hit.slot(),
                        })
                        .collect(),
                })
            })
            .collect();
        let totals = Totals::of(&coverage, accounts.len());
        let is_settled = coverage.versions().all(|version| version.under_way.is_empty());
        Report {
            engine: env!("CARGO_PKG_VERSION"),
            network: self.network(),
            device: self.device(),
            hardware: self.evidence.hardware.clone(),
            strangers: self.evidence.strangers.clone(),
            inquiry: self.inquiry,
            nodes: self.evidence.testimonies.clone(),
            lists: self.evidence.lists.clone(),
            began_at: self.evidence.began_at,
            last_at: self.evidence.last_at,
            is_stopped: self.stopped,
            is_settled,
            totals,
            coverage,
            accounts,
        }
    }
}

impl Totals {
    fn of(coverage: &Coverage, accounts: usize) -> Self {
        let count = |left_out: bool| super::count(coverage.places().filter(|it| it.guard.is_none() == left_out));
        let sum = |numbers: fn(&super::VersionCoverage) -> usize| {
            super::count(coverage.versions().flat_map(|version| 0..numbers(version)))
        };
        Self {
            places: count(false),
            left_out: count(true),
            accounts: u32::try_from(accounts).unwrap_or(u32::MAX),
            found: sum(|it| it.found.len()),
            absent: sum(|it| it.absent.len()),
            not_checked: sum(|it| it.not_checked.len()),
            unlisted: sum(|it| it.unlisted_and_beyond().0),
            beyond: sum(|it| it.unlisted_and_beyond().1),
            not_searched: sum(|it| it.not_searched.len()),
        }
    }
}

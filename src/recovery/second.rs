//! What another node says about what a run was told: one node that lies, or is behind, does not say it alone. Which of two
//! nodes is right nobody decides here, and silence is neither word.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Recovery;
use super::search::Number;
use crate::model::{AccountAddress, CredentialId};
use crate::node::Lookup;

/// Another node's word on a run, as far as it goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecondOpinion(BTreeMap<CredentialId, AskedTwice>);

/// One credential id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct AskedTwice {
    /// The account the run was told of; `None` when it was told that there is none.
    first: Option<AccountAddress>,
    second: Option<Agreement>,
}

/// What the other node says about one account, or one credential id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// The same.
    Agrees,
    /// Nobody knows: it could not be asked.
    NotChecked,
    /// Something else: one of the two is wrong.
    Contradicts,
}

/// Sums over a second opinion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SecondTotals {
    /// Credential ids to ask about.
    pub total: u32,
    /// Those with an answer, or given up.
    pub asked: u32,
    /// Accounts the other node knows as well.
    pub agreed: u32,
    /// Accounts the run was told of, and that the other node denies or finds somewhere else.
    pub denied: u32,
    /// Credential ids the run was told nothing is made with, and with which the other node knows an account.
    pub hidden: u32,
    /// Credential ids the other node could not be asked about.
    pub not_checked: u32,
}

impl SecondOpinion {
    /// Everything a run was told, to be asked once more: what was found, and what is absent as far as its ids are at hand.
    #[must_use]
    pub fn of(run: &Recovery) -> Self {
        let mut entries = BTreeMap::new();
        for (_, _, search) in run.searches() {
            for (number, standing) in &search.numbers {
                let told = match standing {
                    Number::Found(hit) => Some((hit.id, Some(hit.account))),
                    Number::Absent => search.ids.get(number).map(|id| (*id, None)),
                    Number::Matching(_)
                    | Number::Unmatched(_)
                    | Number::Unlisted
                    | Number::Open(_)
                    | Number::NotChecked(_) => None,
                };
                if let Some((id, first)) = told {
                    entries.insert(id, AskedTwice { first, second: None });
                }
            }
        }
        Self(entries)
    }

    /// What the other node is to be asked about.
    pub fn questions(&self) -> impl Iterator<Item = CredentialId> {
        self.0.iter().filter(|(_, entry)| entry.second.is_none()).map(|(id, _)| *id)
    }

    /// Takes in an answer; `None` is a question that failed.
    pub fn answer(&mut self, id: &CredentialId, said: Option<&Lookup>) {
        let Some(entry) = self.0.get_mut(id) else { return };
        let agrees = |said| if said == entry.first { Agreement::Agrees } else { Agreement::Contradicts };
        entry.second = Some(match said {
            Some(Lookup::Found(account)) => agrees(Some(account.address)),
            Some(Lookup::Absent) => agrees(None),
            None => Agreement::NotChecked,
        });
    }

    /// What the other node says about each account the run was told of: the worst of what it says about the credentials that led there.
    #[must_use]
    pub fn by_account(&self) -> BTreeMap<AccountAddress, Agreement> {
        let mut accounts = BTreeMap::new();
        for entry in self.0.values() {
            if let (Some(account), Some(second)) = (entry.first, entry.second) {
                let worst = accounts.entry(account).or_insert(second);
                *worst = second.max(*worst);
            }
        }
        accounts
    }

    /// Sums.
    #[must_use]
    pub fn totals(&self) -> SecondTotals {
        let accounts = self.by_account();
        let mut totals = SecondTotals { total: super::count(self.0.keys()), ..SecondTotals::default() };
        for entry in self.0.values() {
            totals.asked += u32::from(entry.second.is_some());
            totals.not_checked += u32::from(entry.second == Some(Agreement::NotChecked));
            totals.hidden += u32::from(entry.first.is_none() && entry.second == Some(Agreement::Contradicts));
        }
        let count = |verdict| super::count(accounts.values().filter(|worst| **worst == verdict));
        SecondTotals { agreed: count(Agreement::Agrees), denied: count(Agreement::Contradicts), ..totals }
    }
}

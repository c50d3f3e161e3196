//! What a merge did, counted by kind.
//! This file counts; it refuses to decide.

use super::item::Kind;
use crate::fault::Notice;

/// Numbers of records, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ledgers.
    pub devices: u32,
    /// Identities, placeholders included.
    pub identities: u32,
    /// Accounts.
    pub accounts: u32,
    /// Own credentials.
    pub credentials: u32,
    /// Other people's credentials on shared accounts.
    pub cosigners: u32,
    /// Address book.
    pub contacts: u32,
}

impl Counts {
    /// All of them together.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.devices + self.identities + self.accounts + self.credentials + self.cosigners + self.contacts
    }

    fn count(&mut self, kind: Kind) {
        let number = match kind {
            Kind::Device => &mut self.devices,
            Kind::Identity => &mut self.identities,
            Kind::Account => &mut self.accounts,
            Kind::Credential => &mut self.credentials,
            Kind::Cosigner => &mut self.cosigners,
            Kind::Contact => &mut self.contacts,
        };
        *number = number.saturating_add(1);
    }
}

/// What a merge did. Every item of the plan is counted once; a record that changed along with another one
/// (an account and its own contact share their name) is counted as updated besides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Records that are new.
    pub added: Counts,
    /// Records that changed.
    pub updated: Counts,
    /// Records that stayed as they were.
    pub unchanged: Counts,
    /// Records left out by choice, or because what they belong to was left out.
    pub left_out: Counts,
    /// Records that could not be imported, and why.
    pub refused: Vec<Notice>,
}

impl Report {
    /// Whether the wallet is another one now.
    #[must_use]
    pub const fn changed_anything(&self) -> bool {
        self.added.total() + self.updated.total() > 0
    }

    pub(super) fn note(&mut self, kind: Kind, fate: Fate) {
        match fate {
            Fate::Added => self.added.count(kind),
            Fate::Updated => self.updated.count(kind),
            Fate::Unchanged => self.unchanged.count(kind),
            Fate::LeftOut => self.left_out.count(kind),
            Fate::Refused(why) => self.refused.push(why),
        }
    }
}

/// What became of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    Added,
    Updated,
    Unchanged,
    LeftOut,
    Refused(Notice),
}

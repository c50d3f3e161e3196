//! What a merge did, counted by kind.
//! This file counts; it refuses to decide.

use super::item::Kind;
use crate::fault::Notice;
use crate::model::Counts;

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
            Fate::Added => count(&mut self.added, kind),
            Fate::Updated => count(&mut self.updated, kind),
            Fate::Unchanged => count(&mut self.unchanged, kind),
            Fate::LeftOut => count(&mut self.left_out, kind),
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

fn count(counts: &mut Counts, kind: Kind) {
    let number = match kind {
        Kind::Device => &mut counts.devices,
        Kind::Identity => &mut counts.identities,
        Kind::Account => &mut counts.accounts,
        Kind::Credential => &mut counts.credentials,
        Kind::Cosigner => &mut counts.cosigners,
        Kind::Contact => &mut counts.contacts,
    };
    *number = number.saturating_add(1);
}

//! What a merge did, record by record and counted by kind.

use std::collections::BTreeMap;

use serde::Serialize;

use super::item::Subject;
use super::reason::Reason;
use crate::fault::{Coded, Notice};
use crate::model::{Counts, GenesisHash, NetworkRecords, RecordKind};

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
    pub refused: Vec<Reason>,
}

/// What becomes of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is new.
    Added,
    /// It is another one than before.
    Updated,
    /// It is here, and was so before.
    Unchanged,
    /// It stays out: by choice, or because what it belongs to stays out.
    LeftOut,
    /// It cannot come in.
    Refused,
}

/// What became of every record of the plan, and of those that changed along with them.
#[derive(Debug, Default)]
pub(super) struct Fates {
    pub(super) of: BTreeMap<Subject, Fate>,
    refused: Vec<Reason>,
    besides: Vec<RecordKind>,
}

impl Fates {
    pub(super) fn note(&mut self, subject: Subject, fate: Fate) {
        self.of.insert(subject, fate);
    }

    pub(super) fn refuse(&mut self, why: Option<Reason>) {
        self.refused.extend(why);
    }

    /// What became of records that had to make room for others, or changed along with them, after their own turn.
    pub(super) fn come_true(&mut self, network: GenesisHash, mine: &NetworkRecords, done: &NetworkRecords) {
        for (subject, fate) in &mut self.of {
            if subject.network() != Some(network) || *fate == Fate::Refused {
                continue;
            }
            let (is_there, is_same) = match subject {
                Subject::Device(_) => continue,
                Subject::Identity(_, key) => compared(&mine.identities, &done.identities, key),
                Subject::Account(_, key) => compared(&mine.accounts, &done.accounts, key),
                Subject::Credential(_, id) => compared(&mine.credentials, &done.credentials, id),
                Subject::Cosigner(_, id) => compared(&mine.cosigners, &done.cosigners, id),
                Subject::Contact(_, at) => compared(&mine.contacts, &done.contacts, at),
            };
            match fate {
                Fate::Added | Fate::Updated | Fate::Unchanged if !is_there => *fate = Fate::LeftOut,
                Fate::Unchanged | Fate::LeftOut if is_there && !is_same => *fate = Fate::Updated,
                Fate::Updated if is_same => *fate = Fate::Unchanged,
                Fate::Added | Fate::Updated | Fate::Unchanged | Fate::LeftOut | Fate::Refused => {}
            }
        }
    }

    /// A record that changed along with another one.
    pub(super) fn changed_along(&mut self, subject: Subject) {
        // One that has an item of its own is counted there.
        if self.of.get(&subject).is_none_or(|fate| *fate == Fate::Refused) {
            self.besides.push(subject.kind());
        }
    }
}

/// What became of an import as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ReportOutcome {
    /// All that was chosen was written.
    Everything,
    /// Some of it was written; some could not be imported.
    InPart,
    /// Everything was here before.
    Unchanged,
    /// Nothing was written, as nothing of it could be imported.
    Refused,
}

impl Report {
    /// Whether the wallet is another one now.
    #[must_use]
    pub const fn changed_anything(&self) -> bool {
        self.added.total() + self.updated.total() > 0
    }

    /// What became of the whole.
    #[must_use]
    pub const fn outcome(&self) -> ReportOutcome {
        match (self.changed_anything(), self.refused.is_empty()) {
            (true, true) => ReportOutcome::Everything,
            (true, false) => ReportOutcome::InPart,
            (false, true) => ReportOutcome::Unchanged,
            (false, false) => ReportOutcome::Refused,
        }
    }

    /// What could not be imported, equal reasons once: with `count`, and the facts of the first.
    #[must_use]
    pub fn reasons(&self) -> Vec<Notice> {
        let mut reasons: Vec<(&Reason, u32)> = Vec::new();
        for refused in &self.refused {
            match reasons.iter_mut().find(|(reason, _)| reason.code() == refused.code()) {
                Some((_, count)) => *count = count.saturating_add(1),
                None => reasons.push((refused, 1)),
            }
        }
        let counted = |(reason, count): (&Reason, u32)| {
            let notice = Notice::of(reason);
            if count > 1 { notice.with("count", count) } else { notice }
        };
        reasons.into_iter().map(counted).collect()
    }

    pub(super) fn of(fates: &Fates) -> Self {
        let mut report = Self { refused: fates.refused.clone(), ..Self::default() };
        for (subject, fate) in &fates.of {
            match fate {
                Fate::Added => report.added.count(subject.kind()),
                Fate::Updated => report.updated.count(subject.kind()),
                Fate::Unchanged => report.unchanged.count(subject.kind()),
                Fate::LeftOut => report.left_out.count(subject.kind()),
                Fate::Refused => {}
            }
        }
        fates.besides.iter().for_each(|kind| report.updated.count(*kind));
        report
    }
}

/// Whether a record is there in the end, and is what it was.
fn compared<K: Ord, R: PartialEq>(mine: &BTreeMap<K, R>, done: &BTreeMap<K, R>, key: &K) -> (bool, bool) {
    let is = done.get(key);
    (is.is_some(), is == mine.get(key))
}

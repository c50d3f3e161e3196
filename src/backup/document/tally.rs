//! What was put right or left out, counted and named.
//! This module collects; it refuses to grow with what it collects.

use std::collections::BTreeMap;

use crate::fault::Notice;
use crate::fault::legible::Names;

/// The kinds of record, by the names Lifeboat has for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::backup) enum Kind {
    Devices,
    Identities,
    Accounts,
    Credentials,
    Cosigners,
    Contacts,
}

impl Kind {
    pub(in crate::backup) const fn name(self) -> &'static str {
        match self {
            Self::Devices => "devices",
            Self::Identities => "identities",
            Self::Accounts => "accounts",
            Self::Credentials => "credentials",
            Self::Cosigners => "cosigners",
            Self::Contacts => "contacts",
        }
    }
}

/// What notices tell apart: their code, the kind of record and the field.
type Subject = (&'static str, Option<Kind>, Option<&'static str>);

/// What happened while a document was read or prepared.
#[derive(Debug, Default)]
pub(in crate::backup) struct Tally(BTreeMap<Subject, Names>);

impl Tally {
    /// One more record to which this happened, by its name.
    pub(in crate::backup) fn note(&mut self, code: &'static str, kind: Kind, name: &str) {
        self.add((code, Some(kind), None), name);
    }

    /// One more record in which this happened to a field.
    pub(in crate::backup) fn note_field(&mut self, code: &'static str, kind: Kind, field: &'static str, name: &str) {
        self.add((code, Some(kind), Some(field)), name);
    }

    /// One more thing that is no record.
    pub(in crate::backup) fn note_other(&mut self, code: &'static str, name: &str) {
        self.add((code, None, None), name);
    }

    fn add(&mut self, subject: Subject, name: &str) {
        self.0.entry(subject).or_default().add(name);
    }

    /// One notice for each code, kind and field: `count`, `names` (the first ten), `kind`, `field`.
    pub(in crate::backup) fn into_notices(self) -> Vec<Notice> {
        self.0
            .into_iter()
            .map(|((code, kind, field), names)| {
                let notice = Notice::new(code).with("count", names.count()).with("names", names.text());
                let notice = kind.map_or(notice.clone(), |kind| notice.with("kind", kind.name()));
                field.map_or(notice.clone(), |field| notice.with("field", field))
            })
            .collect()
    }
}

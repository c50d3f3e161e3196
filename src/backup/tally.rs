//! What was put right or left out, counted and named.
//! This module collects; it refuses to grow with what it collects.

use std::collections::BTreeMap;

use super::omission::{Omission, Omitted};
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

/// What is told apart: what happened, the kind of record and the field.
type Subject<What> = (What, Option<Kind>, Option<&'static str>);

/// What happened while a document was read (by the code of a notice) or prepared (an [`Omission`]).
#[derive(Debug)]
pub(in crate::backup) struct Tally<What = &'static str>(BTreeMap<Subject<What>, Names>);

impl<What: Ord> Default for Tally<What> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<What: Ord> Tally<What> {
    /// One more record to which this happened, by its name.
    pub(in crate::backup) fn note(&mut self, what: What, kind: Kind, name: &str) {
        self.add((what, Some(kind), None), name);
    }

    /// One more record in which this happened to a field.
    pub(in crate::backup) fn note_field(&mut self, what: What, kind: Kind, field: &'static str, name: &str) {
        self.add((what, Some(kind), Some(field)), name);
    }

    fn add(&mut self, subject: Subject<What>, name: &str) {
        self.0.entry(subject).or_default().add(name);
    }

    /// `count`, `names` (the first ten), `kind`, `field`: for each thing, kind and field once.
    fn facts(self) -> impl Iterator<Item = (What, BTreeMap<&'static str, String>)> {
        self.0.into_iter().map(|((what, kind, field), names)| {
            let mut fields = BTreeMap::from([("count", names.count().to_string()), ("names", names.text())]);
            fields.extend(kind.map(|kind| ("kind", kind.name().to_owned())));
            fields.extend(field.map(|field| ("field", field.to_owned())));
            (what, fields)
        })
    }
}

impl Tally<Omission> {
    /// What the files leave behind.
    pub(in crate::backup) fn into_omitted(self) -> Vec<Omitted> {
        self.facts().map(|(code, fields)| Omitted { code, fields }).collect()
    }
}

impl Tally {
    /// One more thing that is no record.
    pub(in crate::backup) fn note_other(&mut self, code: &'static str, name: &str) {
        self.add((code, None, None), name);
    }

    /// One notice for each code, kind and field.
    pub(in crate::backup) fn into_notices(self) -> Vec<Notice> {
        self.facts().map(|(code, fields)| Notice { code, fields }).collect()
    }
}

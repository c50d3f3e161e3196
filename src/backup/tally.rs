//! What was put right or left out, counted and named. It does not grow with what it collects.

use std::collections::BTreeMap;

use super::noticed::Noticed;
use super::omission::{Omission, Omitted};
use crate::fault::legible::Names;
use crate::fault::{Coded, Facts, Fields, Notice};
use crate::model::RecordKind;

/// What is told apart: what happened, the kind of record and the field.
type ToldApart<What> = (What, Option<RecordKind>, Option<&'static str>);

/// What happened while a document was read ([`Noticed`]) or prepared ([`Omission`]).
#[derive(Debug)]
pub(in crate::backup) struct Tally<What = Noticed>(BTreeMap<ToldApart<What>, Names>);

impl<What: Ord> Default for Tally<What> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<What: Ord> Tally<What> {
    /// One more record to which this happened, by its name.
    pub(in crate::backup) fn note(&mut self, what: What, kind: RecordKind, name: &str) {
        self.add((what, Some(kind), None), name);
    }

    /// One more record in which this happened to a field.
    pub(in crate::backup) fn note_field(&mut self, what: What, kind: RecordKind, field: &'static str, name: &str) {
        self.add((what, Some(kind), Some(field)), name);
    }

    fn add(&mut self, subject: ToldApart<What>, name: &str) {
        self.0.entry(subject).or_default().add(name);
    }

    /// `count`, `names` (the first ten), `kind`, `field`: for each thing, kind and field once.
    fn facts(self) -> impl Iterator<Item = (What, Fields)> {
        self.0.into_iter().map(|((what, kind, field), names)| {
            let mut facts = Facts::default();
            facts.add("count", names.count());
            facts.add("names", names.text());
            kind.into_iter().for_each(|kind| facts.add("kind", kind.plural()));
            field.into_iter().for_each(|field| facts.add("field", field));
            (what, facts.into_fields())
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
    pub(in crate::backup) fn note_other(&mut self, what: Noticed, name: &str) {
        self.add((what, None, None), name);
    }

    /// One notice for each thing, kind and field, in the order of their codes.
    pub(in crate::backup) fn into_notices(self) -> Vec<Notice> {
        let mut notices: Vec<Notice> = Vec::new();
        for (what, fields) in self.facts() {
            let code = what.code();
            let at = notices.partition_point(|other| other.code <= code);
            notices.insert(at, Notice { code, fields });
        }
        notices
    }
}

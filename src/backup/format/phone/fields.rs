//! The members of one entity of a phone's document, looked at one by one and never copied without need. A value may be far
//! from what it should be; ids and keys are not guessed at.

use serde_json::{Map, Value};

use super::MAX_TEXT;
use crate::backup::json::wiped::{Unknown, secret_text_of, text_of};
use crate::backup::noticed::Noticed;
use crate::backup::tally::Tally;
use crate::model::RecordKind;
use crate::secret::SecretText;

/// The member that cannot be read, and for which nothing can stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::backup) struct Unreadable(pub(in crate::backup) &'static str);

/// The members of one entity.
pub(in crate::backup) struct PhoneFields<'d> {
    members: &'d Map<String, Value>,
}

impl<'d> PhoneFields<'d> {
    pub(in crate::backup) fn new(members: &'d Map<String, Value>) -> Self {
        Self { members }
    }

    /// The value, unless it is absent or null.
    pub(in crate::backup) fn value(&self, field: &str) -> Option<&'d Value> {
        self.members.get(field).filter(|value| !value.is_null())
    }

    /// A text; nothing where it is absent, null or something else.
    pub(in crate::backup) fn text(&self, field: &'static str) -> Result<Option<&'d str>, Unreadable> {
        let text = self.value(field).and_then(Value::as_str);
        if text.is_some_and(|text| text.len() > MAX_TEXT) { Err(Unreadable(field)) } else { Ok(text) }
    }

    /// The JSON text of a value.
    pub(in crate::backup) fn json(&self, field: &'static str) -> Result<Option<String>, Unreadable> {
        self.value(field).map(|value| bounded(field, text_of(value))).transpose()
    }

    /// The JSON text of a value that must be an object to mean anything.
    pub(in crate::backup) fn object(&self, field: &'static str) -> Result<Option<String>, Unreadable> {
        self.value(field).filter(|value| value.is_object()).map(|value| bounded(field, text_of(value))).transpose()
    }

    /// The JSON text of a value that is a secret.
    pub(in crate::backup) fn secret_json(&self, field: &'static str) -> Result<Option<SecretText>, Unreadable> {
        self.value(field).map(|value| bounded_secret(field, secret_text_of(value))).transpose()
    }

    /// A secret text as it is; of anything else the JSON text.
    pub(in crate::backup) fn secret_text(&self, field: &'static str) -> Result<Option<SecretText>, Unreadable> {
        match self.value(field) {
            Some(Value::String(text)) => bounded_secret(field, SecretText::new(text.clone())).map(Some),
            Some(_) | None => self.secret_json(field),
        }
    }

    /// An object of what has no name here.
    pub(in crate::backup) fn unknown(&self, known: &[&str]) -> Result<SecretText, Unreadable> {
        bounded_secret("otherMembers", secret_text_of(&Unknown { members: self.members, known }))
    }

    /// A whole number of 32 bits.
    pub(in crate::backup) fn index(&self, field: &str) -> Option<u32> {
        self.value(field)?.as_u64().and_then(|number| u32::try_from(number).ok())
    }
}

fn bounded(field: &'static str, text: String) -> Result<String, Unreadable> {
    if text.len() > MAX_TEXT { Err(Unreadable(field)) } else { Ok(text) }
}

fn bounded_secret(field: &'static str, text: SecretText) -> Result<SecretText, Unreadable> {
    // EXPOSE: to measure it.
    if text.expose().len() > MAX_TEXT { Err(Unreadable(field)) } else { Ok(text) }
}

/// Says that a record was left out because of one of its members.
pub(super) fn left_out(tally: &mut Tally, kind: RecordKind, unreadable: Unreadable, name: &str) {
    tally.note_field(Noticed::PhoneLeftOutUnreadable, kind, unreadable.0, name);
}

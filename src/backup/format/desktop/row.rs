//! One entity of the document, taken apart field by field. A value may be far from what it should be; ids are not guessed
//! at.

use serde_json::{Map, Value};

use super::MAX_TEXT;
use crate::backup::noticed::Noticed;
use crate::backup::tally::Tally;
use crate::model::RecordKind;

/// Why a record is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeftOut {
    /// This field cannot be read, and nothing can stand in for it.
    Unreadable(&'static str),
    /// What it belongs to is not in the file.
    Orphan,
}

/// One entity. PhoneFields are taken out; what is left over at the end is unknown.
pub(super) struct Row<'t> {
    pub(super) kind: RecordKind,
    fields: Map<String, Value>,
    label: String,
    pub(super) tally: &'t mut Tally,
}

impl<'t> Row<'t> {
    /// `label_field` holds what the person calls this record; `None` if the value is not an object.
    pub(super) fn new(kind: RecordKind, value: Value, label_field: &str, tally: &'t mut Tally) -> Option<Self> {
        let Value::Object(fields) = value else {
            tally.note_field(Noticed::DesktopLeftOutUnreadable, kind, "", "");
            return None;
        };
        let label = fields.get(label_field).and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Self { kind, fields, label, tally })
    }

    /// What the person calls this record.
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// Says that a value was put right.
    pub(super) fn put_right(&mut self, field: &'static str) {
        self.tally.note_field(Noticed::DesktopPutRight, self.kind, field, &self.label);
    }

    /// Counts this record among those to which this happened.
    pub(super) fn note(&mut self, what: Noticed) {
        self.tally.note(what, self.kind, &self.label);
    }

    /// A text, or nothing where it is absent or null. Objects and numbers become their JSON text.
    pub(super) fn optional_text(&mut self, field: &'static str) -> Result<Option<String>, LeftOut> {
        let text = match self.fields.remove(field) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) => text,
            Some(other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_))) => {
                self.put_right(field);
                other.to_string()
            }
        };
        if text.len() > MAX_TEXT { Err(LeftOut::Unreadable(field)) } else { Ok(Some(text)) }
    }

    /// An object as its JSON text, or the text that stands in its place; nothing where it is absent.
    pub(super) fn object_text(&mut self, field: &'static str) -> Result<Option<String>, LeftOut> {
        let text = match self.fields.remove(field) {
            None => return Ok(None),
            Some(Value::String(text)) => text,
            Some(other) => other.to_string(),
        };
        if text.len() > MAX_TEXT { Err(LeftOut::Unreadable(field)) } else { Ok(Some(text)) }
    }

    /// A text; `default` where it is absent, and with a notice where it is null.
    pub(super) fn text_or(&mut self, field: &'static str, default: &str) -> Result<String, LeftOut> {
        if self.is_null(field) {
            self.put_right(field);
        }
        Ok(self.optional_text(field)?.unwrap_or_else(|| default.to_owned()))
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, field: &'static str) -> Result<String, LeftOut> {
        self.optional_text(field)?.ok_or(LeftOut::Unreadable(field))
    }

    /// A whole number, or nothing where it is absent or null. Digits in a text are taken for the number.
    pub(super) fn optional_number(&mut self, field: &'static str) -> Result<Option<i64>, LeftOut> {
        match self.fields.remove(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Number(number)) => {
                let digits = number.to_string();
                let whole = digits.strip_suffix(".0").unwrap_or(&digits);
                whole.parse().map(Some).map_err(|_| LeftOut::Unreadable(field))
            }
            Some(Value::String(digits)) => {
                let number = digits.parse().map_err(|_| LeftOut::Unreadable(field))?;
                self.put_right(field);
                Ok(Some(number))
            }
            Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => Err(LeftOut::Unreadable(field)),
        }
    }

    /// A whole number of 32 bits that must be there.
    pub(super) fn index(&mut self, field: &'static str) -> Result<u32, LeftOut> {
        self.optional_index(field)?.ok_or(LeftOut::Unreadable(field))
    }

    /// A whole number of 32 bits, or nothing where it is absent or null.
    pub(super) fn optional_index(&mut self, field: &'static str) -> Result<Option<u32>, LeftOut> {
        let number = self.optional_number(field)?;
        number.map(|number| u32::try_from(number).map_err(|_| LeftOut::Unreadable(field))).transpose()
    }

    /// Yes or no, also as 1 or 0; `default` where it is absent, and with a notice where it is anything else.
    pub(super) fn boolean_or(&mut self, field: &'static str, default: bool) -> bool {
        match self.fields.remove(field) {
            None => default,
            Some(Value::Bool(value)) => value,
            Some(Value::Number(number)) if number.as_u64() == Some(1) => true,
            Some(Value::Number(number)) if number.as_u64() == Some(0) => false,
            Some(Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_)) => {
                self.put_right(field);
                default
            }
        }
    }

    /// Whether the field is there at all.
    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// Whether the field is there and null.
    pub(super) fn is_null(&self, field: &str) -> bool {
        self.fields.get(field).is_some_and(Value::is_null)
    }

    /// Drops fields of older versions that mean nothing today. Says whether there were any.
    pub(super) fn drop_old(&mut self, fields: &[&str]) -> bool {
        fields.iter().filter(|field| self.fields.remove(**field).is_some()).count() > 0
    }

    /// Names what is left over.
    pub(super) fn finish(self) {
        for field in self.fields.keys() {
            self.tally.note(Noticed::DesktopUnknownFields, self.kind, field);
        }
    }
}

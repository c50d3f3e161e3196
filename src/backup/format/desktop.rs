//! The document of the Concordium Desktop Wallet, in every dialect it ever wrote (`docs/formats/desktop-wallet.md`).
//! This module knows its names and habits; it refuses to lose a record without naming it.

mod carry;
mod decode;
mod encode;
mod placeholders;
mod row;

use serde_json::{Map, Value};

pub use carry::carry;
pub(super) use decode::decode;
pub use encode::{MAX_NEW_PER_FILE, encode, parts};

/// Most entries in one list.
pub const MAX_ENTRIES: usize = crate::record::MAX_ENTRIES;
/// Longest text in a record, in bytes.
pub const MAX_TEXT: usize = crate::record::MAX_TEXT;

/// What a credential's policy is when nothing is known about it.
const BLANK_POLICY: &str = r#"{"validTo":"","createdAt":"","revealedAttributes":{}}"#;

/// A transaction filter in the one form both directions agree on; `None` if it is not the text of an object.
fn filter_text(text: &str) -> Option<String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(filter)) => Some(Value::Object(filter).to_string()),
        Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) | Err(_) => None,
    }
}

/// The filter as the object that stands in the file; empty if it is none.
fn filter_object(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}

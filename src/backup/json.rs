//! Foreign JSON on its way in: half characters are mended, keys are wiped.

pub(super) mod surrogates;
pub(super) mod wiped;

use serde_json::{Map, Value};

/// The members of an object.
pub(super) type Members = Map<String, Value>;

/// Deepest nesting of a file, and of what is inside.
pub(super) const MAX_NESTING: usize = 64;

/// Whether a member is this text.
pub(super) fn says(members: &Members, member: &str, text: &str) -> bool {
    members.get(member).and_then(Value::as_str) == Some(text)
}

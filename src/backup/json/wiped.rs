//! Parsed JSON that holds keys: its texts are wiped when it is dropped, and texts made from it leave no copies behind.

use std::fmt;
use std::io;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value};
use zeroize::Zeroize;

use crate::secret::SecretText;

/// A value whose texts are wiped when it is dropped.
pub(in crate::backup) struct Wiped(Value);

impl Wiped {
    pub(in crate::backup) fn new(value: Value) -> Self {
        Self(value)
    }

    pub(in crate::backup) fn value(&self) -> &Value {
        &self.0
    }

    /// The value itself, where nothing in it is secret.
    pub(in crate::backup) fn into_value(mut self) -> Value {
        std::mem::take(&mut self.0)
    }

    /// Changes it in place.
    pub(in crate::backup) fn change<R>(&mut self, change: impl FnOnce(&mut Value) -> R) -> R {
        change(&mut self.0)
    }

    /// A JSON text, if it is an object; without members that are null, at any depth: phones write none, and not all of them read them.
    pub(in crate::backup) fn object(text: &str) -> Option<Self> {
        let mut value = Self(serde_json::from_str(text).ok()?);
        without_nulls(&mut value.0);
        value.0.is_object().then_some(value)
    }

    /// The members, if it is an object.
    pub(in crate::backup) fn members(&self) -> Option<&Map<String, Value>> {
        self.0.as_object()
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

impl fmt::Debug for Wiped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wiped(…)")
    }
}

/// Nesting is bounded before a value is parsed.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(list) => list.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(without_nulls),
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(without_nulls);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The JSON text of a value, in a buffer of exactly its length: a growing one would leave pieces behind.
pub(in crate::backup) fn text_of(value: &impl Serialize) -> String {
    let mut length = ByteCount(0);
    let mut bytes = Vec::new();
    let written = serde_json::to_writer(&mut length, value).and_then(|()| {
        bytes.reserve_exact(length.0);
        serde_json::to_writer(&mut bytes, value)
    });
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    written.expect("texts, numbers and lists serialise into memory");
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    String::from_utf8(bytes).expect("serde_json writes UTF-8")
}

/// The same as a secret.
pub(in crate::backup) fn secret_text_of(value: &impl Serialize) -> SecretText {
    SecretText::new(text_of(value))
}

/// An object without the members that are known by name: what is kept for making a file again.
pub(in crate::backup) struct Unknown<'a> {
    pub(in crate::backup) members: &'a Map<String, Value>,
    pub(in crate::backup) known: &'a [&'a str],
}

impl Serialize for Unknown<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for (name, value) in self.members.iter().filter(|(name, _)| !self.known.contains(&name.as_str())) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

struct ByteCount(usize);

impl io::Write for ByteCount {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_as_long_as_its_buffer() {
        let text = text_of(&json!({ "key": ["\u{1f980}\"\n", 1.5, null] }));
        assert_eq!(text, r#"{"key":["🦀\"\n",1.5,null]}"#);
        assert_eq!(text.capacity(), text.len());
    }

    #[test]
    fn what_is_known_by_name_is_not_kept_twice() {
        let Value::Object(members) = json!({ "name": "n", "later": [1], "__proto__": {} }) else { unreachable!() };
        assert_eq!(text_of(&Unknown { members: &members, known: &["name"] }), r#"{"__proto__":{},"later":[1]}"#);
    }

    #[test]
    fn nulls_go_at_any_depth() {
        let mut value = json!({ "a": null, "b": [{ "c": null, "d": 1 }, null], "e": "null" });
        without_nulls(&mut value);
        assert_eq!(value, json!({ "b": [{ "d": 1 }, null], "e": "null" }));
    }

    #[test]
    fn texts_are_wiped_at_any_depth() {
        let mut value = json!({ "a": ["secret", { "b": "secret" }] });
        wipe(&mut value);
        assert_eq!(value, json!({ "a": ["", { "b": "" }] }));
    }
}

//! Documents of phones compared without what does not matter.

use serde_json::Value;

/// The same document with its lists in one order.
pub(crate) fn sorted(document: &Value) -> Value {
    let mut document = document.clone();
    let by_text = |list: &mut Value| list.as_array_mut().unwrap().sort_by_key(Value::to_string);
    for identity in document["value"]["identities"].as_array_mut().unwrap() {
        by_text(&mut identity["accounts"]);
    }
    by_text(&mut document["value"]["identities"]);
    by_text(&mut document["value"]["recipients"]);
    document
}

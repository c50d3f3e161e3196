//! Values as plain JavaScript.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// A value as plain JavaScript: maps as objects, bytes as `Uint8Array`.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    let plain = serde_wasm_bindgen::Serializer::json_compatible().serialize_bytes_as_arrays(false);
    // Views hold only numbers, texts, lists and bytes, which always have a JavaScript form.
    value.serialize(&plain).unwrap_or(JsValue::NULL)
}

/// The same as JSON, for what is long and goes on to another thread: a text is handed over in one piece, and its reader makes the values.
pub(crate) fn to_text(value: &impl Serialize) -> JsValue {
    // As above: what has a JavaScript form is JSON, but for bytes, and there are none in rows.
    serde_json::to_string(value).map_or(JsValue::NULL, |text| JsValue::from_str(&text))
}

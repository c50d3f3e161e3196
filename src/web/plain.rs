//! Values as plain JavaScript.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// A value as plain JavaScript: maps as objects, bytes as `Uint8Array`.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    let plain = serde_wasm_bindgen::Serializer::json_compatible().serialize_bytes_as_arrays(false);
    // Views hold only numbers, texts, lists and bytes, which always have a JavaScript form.
    value.serialize(&plain).unwrap_or(JsValue::NULL)
}

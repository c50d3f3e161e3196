//! Lets `serde-wasm-bindgen` hand out a `Uint8Array` instead of an array of numbers.

use serde::Serializer;

pub(in crate::session) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bytes(bytes)
}

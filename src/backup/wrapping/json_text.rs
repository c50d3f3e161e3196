//! The file as a text in JSON, as programs keep it that store settings or messages: `"{\"cipherText\":…}"`, with or without its quotes.

use zeroize::Zeroizing;

use super::Unwrapped;
use crate::backup::noticed::Noticed;

pub(super) fn unwrap(bytes: &[u8]) -> Vec<Unwrapped> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\0');
    let inner = if text.starts_with('"') {
        serde_json::from_str::<String>(text).ok()
    } else if text.starts_with("{\\\"") {
        serde_json::from_str::<String>(&Zeroizing::new(["\"", text, "\""].concat())).ok()
    } else {
        None
    };
    inner.map(|inner| Unwrapped::new(inner, Noticed::WasJsonText)).into_iter().collect()
}

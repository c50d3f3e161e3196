//! Manifests as JavaScript writes them.
#![expect(clippy::string_slice, clippy::expect_used, reason = "tests")]

/// JSON as JavaScript writes it: half a character stands alone as an escape. It becomes U+FFFD, as in UTF-8.
pub(crate) fn javascript_json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|_| {
        let mut mended = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            let unit = |from: usize| u16::from_str_radix(rest.get(from + 2..from + 6)?, 16).ok();
            let is_unit = rest[at..].starts_with("\\u");
            let pair = rest.get(at + 6..at + 8) == Some("\\u") && matches!(unit(at + 6), Some(0xDC00..=0xDFFF));
            let (len, text) = match unit(at) {
                Some(0xD800..=0xDBFF) if is_unit && pair => (12, &rest[at..at + 12]),
                Some(0xD800..=0xDFFF) if is_unit => (6, "\\ufffd"),
                Some(_) if is_unit => (6, &rest[at..at + 6]),
                _ => (2, &rest[at..at + 2]),
            };
            mended.push_str(&rest[..at]);
            mended.push_str(text);
            rest = &rest[at + len..];
        }
        mended.push_str(rest);
        serde_json::from_str(&mended).expect("JSON")
    })
}

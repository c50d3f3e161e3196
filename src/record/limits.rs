//! Ceilings on JSON before and after it is parsed.
//! This module counts; it refuses to interpret.

use super::RecordError;

/// How deeply arrays and objects nest, without parsing. Right for JSON; for anything else merely a number.
pub(crate) fn nesting(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let (mut in_text, mut escaped) = (false, false);
    for byte in bytes {
        match (in_text, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => in_text = !in_text,
            (false, b'[' | b'{') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            (true | false, _) => {}
        }
    }
    deepest
}

/// Refuses `found` above `max`, by name.
pub(super) fn at_most(what: &'static str, found: usize, max: usize) -> Result<(), RecordError> {
    if found > max { Err(RecordError::TooLong { what, found, max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::nesting;

    #[test]
    fn brackets_count_outside_of_texts_only() {
        assert_eq!(nesting(b"7"), 0);
        assert_eq!(nesting(br#"{"a":[1,[2]],"b":[]}"#), 3);
        assert_eq!(nesting(br#"["[[[\"[[[", []]"#), 2);
        assert_eq!(nesting(b"]]]["), 1);
    }
}

//! The file as a text in JSON, as programs keep it that store settings or messages: `"{\"cipherText\":…}"`, with or without its quotes.

use zeroize::Zeroizing;

use super::Unwrapped;
use crate::backup::noticed::Noticed;

pub(super) fn unwrap(bytes: &[u8]) -> Vec<Unwrapped> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\0');
    let inner = match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(inner) => Some(inner),
        None => text.starts_with("{\\\"").then_some(text),
    };
    let inner = inner.and_then(unescaped);
    inner.map(|inner| Unwrapped::new(inner, Noticed::WasJsonText)).into_iter().collect()
}

/// What a text in JSON says (RFC 8259, section 7), in one buffer that does not grow: it may hold keys. `None` if it ends before.
fn unescaped(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    // No escape is shorter than what it stands for.
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        plain.extend_from_slice(before.as_bytes());
        if before.contains('"') {
            return None;
        }
        let mut letters = escape.chars();
        let letter = match letters.next()? {
            letter @ ('"' | '\\' | '/') => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = unit(&mut letters)?;
                let mut second = letters.clone();
                match (first, second.next(), second.next()) {
                    (0xd800..=0xdbff, Some('\\'), Some('u')) => {
                        let units = [first, unit(&mut second)?];
                        letters = second;
                        char::decode_utf16(units).next()?.ok()?
                    }
                    (first, _, _) => char::from_u32(first.into())?,
                }
            }
            _ => return None,
        };
        plain.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        rest = letters.as_str();
    }
    plain.extend_from_slice(rest.as_bytes());
    (!rest.contains('"')).then_some(plain)
}

fn unit(letters: &mut std::str::Chars<'_>) -> Option<u16> {
    let digits = letters.as_str().get(..4)?;
    *letters = letters.as_str().get(4..)?.chars();
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn a_text_says_the_same_as_to_a_reader_of_json() {
        for text in [
            r#"{\"a\":\"b\\/\n\u00e9\ud83e\udd80x\"}"#,
            "plain \u{1f980}",
            r"\ud83e",
            r"\ud83e\u0041",
            r"\x",
            r"\",
            r#"a"b"#,
            r"\u12",
        ] {
            let read = serde_json::from_str::<String>(&format!("\"{text}\"")).ok();
            assert_eq!(unescaped(text).map(|text| String::from_utf8(text.to_vec()).unwrap()), read, "{text}");
        }
    }
}

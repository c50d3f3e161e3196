//! What an editor or a mail program makes of a text while it is typed, pasted or sent: curly quotation marks, blanks of another kind, lines
//! broken in the middle, a comma behind the last member. In a locked file that can be meant in one way only: its texts are base64 and a few
//! known words.

use zeroize::Zeroizing;

use super::{Accept, Unwrapped};
use crate::backup::noticed::Noticed;

pub(super) fn unwrap(bytes: &[u8]) -> Vec<Unwrapped> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let mut straightened = Zeroizing::new(String::with_capacity(text.len()));
    for letter in text.chars().filter_map(straight) {
        if matches!(letter, '}' | ']') {
            let end = straightened.trim_end().trim_end_matches(',').len();
            straightened.truncate(end);
        }
        straightened.push(letter);
    }
    let straight = straightened.as_str();
    if straight == text {
        return Vec::new();
    }
    let (Some(begin), Some(end)) = (straight.find('{'), straight.rfind('}')) else { return Vec::new() };
    let inner = straight.get(begin..=end).unwrap_or_default();
    vec![Unwrapped::copied(inner.as_bytes(), Noticed::WasTypedOver).accept(Accept::Locked)]
}

/// The letter that a program wrote; `None` for one that it did not write.
fn straight(letter: char) -> Option<char> {
    match letter {
        '\u{201c}'..='\u{201f}'
        | '\u{ab}'
        | '\u{bb}'
        | '\u{2033}'
        | '\u{2036}'
        | '\u{ff02}'
        | '\u{300c}'
        | '\u{300d}'
        | '\u{2018}'..='\u{201b}'
        | '\'' => Some('"'),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        // Invisible ones, and the ends of lines: a locked file has no text in which a line could end.
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\r' | '\n' => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_over_is_straight_again() {
        let found = unwrap("Hi \u{201e}x\u{201d} {\u{201d}a\u{201c}:\u{a0}\u{ab}AB\r\nCD\u{bb}\u{200b}} me".as_bytes());
        assert_eq!(found[0].bytes.as_slice(), br#"{"a": "ABCD"}"#);
        assert_eq!(unwrap(b"{'a':{\"b\":1,},\n}")[0].bytes.as_slice(), br#"{"a":{"b":1}}"#);
        assert!(unwrap(br#"{"a":1}"#).is_empty());
    }
}

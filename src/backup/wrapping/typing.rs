//! What an editor or a mail program makes of a text while it is typed, pasted or sent: curly quotation marks, blanks of another kind, lines
//! broken in the middle. In a locked file that can be meant in one way only: its texts are base64 and a few known words.

use zeroize::Zeroizing;

use super::Unwrapped;
use crate::backup::noticed::Noticed;

pub(super) fn unwrap(bytes: &[u8]) -> Vec<Unwrapped> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let mut straightened = Zeroizing::new(String::with_capacity(text.len()));
    straightened.extend(text.chars().filter_map(straight));
    let straight = straightened.as_str();
    if straight == text {
        return Vec::new();
    }
    let (Some(begin), Some(end)) = (straight.find('{'), straight.rfind('}')) else { return Vec::new() };
    let inner = straight.get(begin..=end).unwrap_or_default();
    vec![Unwrapped::new(inner, Noticed::WasTypedOver).locked_only()]
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
        | '\u{300d}' => Some('"'),
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
        assert!(unwrap(br#"{"a":1}"#).is_empty());
    }
}

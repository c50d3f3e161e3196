//! The file in rich text, as word processors save it (RTF 1.9): letters that mean something there are escaped, and formatting is added.

use zeroize::Zeroizing;

use super::Unwrapped;
use crate::backup::noticed::Noticed;

/// Whether it begins like rich text.
pub(in crate::backup) fn is_rich_text(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{\\rtf")
}

pub(super) fn unwrap(bytes: &[u8]) -> Vec<Unwrapped> {
    if !is_rich_text(bytes) {
        return Vec::new();
    }
    let plain = Zeroizing::new(plain(bytes));
    let begin = plain.windows(2).position(|two| two == b"{\"");
    let end = plain.iter().rposition(|byte| *byte == b'}');
    // Without an object it may still be something to be named.
    let inner = match (begin, end) {
        (Some(begin), Some(end)) => plain.get(begin..=end).unwrap_or_default(),
        (None, _) | (_, None) => &plain,
    };
    vec![Unwrapped::copied(inner, Noticed::WasRichText)]
}

/// The letters of the text, groups and control words taken away.
fn plain(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        rest = match rest {
            [b'\\', escaped @ (b'{' | b'}' | b'\\'), rest @ ..] => {
                plain.push(*escaped);
                rest
            }
            [b'\\', b'\'', high, low, rest @ ..] => {
                plain.extend(windows_1252(*high, *low));
                rest
            }
            [b'\\', rest @ ..] => control(rest),
            // A line break means nothing here.
            [b'{' | b'}' | b'\r' | b'\n', rest @ ..] => rest,
            [byte, rest @ ..] => {
                plain.push(*byte);
                rest
            }
            [] => return plain,
        };
    }
}

/// Passes over a control word, its number and the blank that ends it; or a control symbol.
fn control(bytes: &[u8]) -> &[u8] {
    let word = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if word == 0 {
        return bytes.get(1..).unwrap_or_default();
    }
    let after = bytes.get(word..).unwrap_or_default();
    let number = after.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
    let after = after.get(number..).unwrap_or_default();
    after.strip_prefix(b" ").unwrap_or(after)
}

/// A quotation mark is what a backup needs of it; the curly ones of this code page stand for it.
fn windows_1252(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    match digit(high)? * 16 + digit(low)? {
        0x84 | 0x93 | 0x94 => Some(b'"'),
        byte => u8::try_from(byte).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_stay() {
        let text = br#"{\rtf1\ansi{\fonttbl\f0 Helvetica;}
\f0\fs24 \{"a":\'93b\\c"\par
\}}"#;
        let found = unwrap(text);
        assert_eq!(found[0].bytes.as_slice(), br#"{"a":"b\c"}"#);
        assert!(unwrap(b"{\"a\":1}").is_empty());
    }
}

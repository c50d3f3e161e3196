//! The same password from another keyboard: accents composed or not. Nothing else is guessed at, such as blanks or
//! capitals.

use crate::secret::Password;
use crate::text::unicode::{nfc, nfd};

/// A text in UTF-8 grows no more than this by being normalised (Unicode Standard Annex #15, maximum expansion factors).
const MOST_GROWTH: usize = 3;

/// The password as typed, then in NFC, then in NFD; each only where it differs.
pub(super) fn spellings(typed: &Password) -> impl Iterator<Item = Password> {
    // EXPOSE: to write it another way.
    let text = typed.expose();
    let composed = (!nfc(text).eq(text.chars())).then(|| written(nfc(text), text.len()));
    let decomposed = (!nfd(text).eq(text.chars())).then(|| written(nfd(text), text.len()));
    [Some(typed.clone()), composed, decomposed].into_iter().flatten()
}

/// Where there is room for all of it from the beginning: a text that grows leaves what it grew out of behind.
fn written(spelling: impl Iterator<Item = char>, typed_bytes: usize) -> Password {
    let mut text = String::with_capacity(typed_bytes.saturating_mul(MOST_GROWTH));
    text.extend(spelling);
    Password::new(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(typed: &str) -> Vec<String> {
        // EXPOSE: a password made up in a test.
        spellings(&Password::new(typed.into())).map(|password| password.expose().to_owned()).collect()
    }

    #[test]
    fn there_is_room_for_every_spelling() {
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            for spelled in [nfc(&text).collect::<String>(), nfd(&text).collect()] {
                assert!(spelled.len() <= MOST_GROWTH * text.len(), "{character:?}");
            }
        }
    }

    #[test]
    fn only_what_differs_is_tried() {
        assert_eq!(texts("plain"), ["plain"]);
        assert_eq!(texts("\u{e9}"), ["\u{e9}", "e\u{301}"]);
        assert_eq!(texts("e\u{301}"), ["e\u{301}", "\u{e9}"]);
        assert_eq!(texts("\u{e9}e\u{301}"), ["\u{e9}e\u{301}", "\u{e9}\u{e9}", "e\u{301}e\u{301}"]);
    }
}

//! The same password from another keyboard: accents composed or not. Nothing else is guessed at, such as blanks or
//! capitals.

use crate::secret::Password;
use crate::text::unicode::{nfc, nfd};

/// The password as typed, then in NFC, then in NFD; each only where it differs.
pub(super) fn spellings(typed: &Password) -> impl Iterator<Item = Password> {
    // EXPOSE: to write it another way.
    let text = typed.expose();
    let composed = (!nfc(text).eq(text.chars())).then(|| Password::new(nfc(text).collect()));
    let decomposed = (!nfd(text).eq(text.chars())).then(|| Password::new(nfd(text).collect()));
    [Some(typed.clone()), composed, decomposed].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(typed: &str) -> Vec<String> {
        // EXPOSE: a password made up in a test.
        spellings(&Password::new(typed.into())).map(|password| password.expose().to_owned()).collect()
    }

    #[test]
    fn only_what_differs_is_tried() {
        assert_eq!(texts("plain"), ["plain"]);
        assert_eq!(texts("\u{e9}"), ["\u{e9}", "e\u{301}"]);
        assert_eq!(texts("e\u{301}"), ["e\u{301}", "\u{e9}"]);
        assert_eq!(texts("\u{e9}e\u{301}"), ["\u{e9}e\u{301}", "\u{e9}\u{e9}", "e\u{301}e\u{301}"]);
    }
}

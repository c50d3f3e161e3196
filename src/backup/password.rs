//! Whether a password is long enough for whoever has to read the file. It counts characters as other programs count them,
//! and judges no strength.

use super::MIN_PASSWORD;
use crate::secret::Password;
use crate::text::unicode::{is_mark, nfc};

/// Whether the Desktop Wallet and Android take it: they count UTF-16 units.
pub(super) fn is_long_enough(password: &Password) -> bool {
    // EXPOSE: to count it.
    password.expose().encode_utf16().take(MIN_PASSWORD).count() >= MIN_PASSWORD
}

/// Whether iPhones take it as well: they count what a person sees as one character.
pub(super) fn is_long_enough_on_phones(password: &Password) -> bool {
    // EXPOSE: to count it.
    is_long_enough(password) && seen(password.expose()) >= MIN_PASSWORD
}

/// How many characters a person sees, or fewer (Unicode Standard Annex #29, without its tables): marks, joiners and what they join, shades
/// of skin and second halves of flags do not count.
fn seen(text: &str) -> usize {
    let (mut count, mut is_joined, mut is_half_flag) = (0, false, false);
    let mut is_after_return = false;
    for char in nfc(text) {
        let is_flag = matches!(char, '\u{1f1e6}'..='\u{1f1ff}');
        let continues = is_joined
            || is_mark(char)
            || matches!(char, '\u{200c}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
            || (is_flag && is_half_flag)
            || (char == '\n' && is_after_return);
        count += usize::from(!continues);
        is_joined = char == '\u{200d}';
        is_half_flag = is_flag && !is_half_flag;
        is_after_return = char == '\r';
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_counts_what_a_person_sees() {
        for (text, expected) in [
            ("", 0),
            ("abc", 3),
            ("e\u{301}e\u{301}", 2),
            ("🦀🦀🦀", 3),
            ("👩\u{200d}👩\u{200d}👧\u{200d}👦", 1),
            ("👍🏽", 1),
            ("❤\u{fe0f}❤", 2),
            ("🇩🇰🇩🇪", 2),
            ("한국어", 3),
            ("a\r\nb", 3),
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }

    #[test]
    fn only_the_phone_format_asks_for_more() {
        let crabs = Password::new("🦀🦀🦀".into());
        assert!(is_long_enough(&crabs) && !is_long_enough_on_phones(&crabs));
        assert!(is_long_enough_on_phones(&Password::new("000000".into())));
        assert!(!is_long_enough_on_phones(&Password::new("00000".into())));
    }
}

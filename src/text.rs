//! Text that somebody else wrote: the characters in it that nobody sees, and names that look like one another.
//!
//! A name from a file can hold characters that are not drawn, or that turn the direction of what stands behind them. Nobody could tell
//! such a name from the one it imitates. Names that become records are cleaned ([`clean`]); whatever else is drawn has them spelled out
//! ([`shown`]). What makes a script or a picture whole (joiners between Arabic or Indian letters, families of emoji, flags, the chosen
//! form of a character) is no such character.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode::{is_ignorable, is_mark, nfkc, nfkd, skeleton};

pub(crate) mod unicode;

/// As many characters of a name are compared. Who reads further?
const LOOKED_AT: usize = 200;

/// `text` as a name of ours would be: on one line, with nothing in it that is not seen, and no blanks around it.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(is_blank);
    if trimmed.is_ascii() && !trimmed.contains(|char: char| char.is_ascii_control()) {
        return Cow::Borrowed(trimmed);
    }
    let mut clean = String::with_capacity(trimmed.len());
    for (char, sight) in sights(trimmed) {
        match sight {
            Sight::Seen => clean.push(char),
            Sight::Break if clean.ends_with(is_blank) => {}
            Sight::Break => clean.push(' '),
            Sight::Hidden => {}
        }
    }
    // What stood around a hidden character at the edge.
    let clean = clean.trim_matches(is_blank);
    if clean == text { Cow::Borrowed(text) } else { Cow::Owned(clean.to_owned()) }
}

/// `text` on one line, with what is not seen spelled out: `[U+202E]`.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    if sights(text).all(|(_, sight)| sight == Sight::Seen) {
        return Cow::Borrowed(text);
    }
    let spelled = sights(text).map(|(char, sight)| match sight {
        Sight::Seen => char.to_string(),
        Sight::Break => " ".to_owned(),
        Sight::Hidden => format!("[U+{:04X}]", u32::from(char)),
    });
    Cow::Owned(spelled.collect())
}

/// What a name looks like: two names with one of these in common are hard to tell apart. Empty for a name of which nothing is seen.
///
/// UTS 39 (skeletons) after NFKC, without blanks and invisible characters, and in one case. Twice, because a capital can look like what
/// its small letter does not: `I` is drawn like `l`, and Cyrillic `В` like `B`.
#[must_use]
pub fn looks(name: &str) -> Vec<String> {
    let is_drawn = |char: &char| !is_blank(*char) && !char.is_control() && !is_ignorable(*char);
    let plain: String = if name.is_ascii() {
        name.chars().filter(is_drawn).take(LOOKED_AT).collect()
    } else {
        nfkc(name).filter(is_drawn).take(LOOKED_AT).collect()
    };
    let small = |text: &str| match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => text.to_uppercase().to_lowercase(),
    };
    let drawn = |text: &str| small(&drawn_alike(text));
    let (as_written, in_small) = (drawn(&plain), drawn(&small(&plain)));
    if as_written == in_small {
        return Some(as_written).into_iter().filter(|text| !text.is_empty()).collect();
    }
    vec![as_written, in_small]
}

/// The skeleton. Most letters of most names are ASCII's, and each of those has its own whatever stands beside it: they are looked up once.
fn drawn_alike(text: &str) -> String {
    static OF_ASCII: LazyLock<Vec<String>> =
        LazyLock::new(|| (0..128_u8).map(|byte| skeleton(&char::from(byte).to_string())).collect());
    if !text.is_ascii() {
        return skeleton(text);
    }
    text.bytes().filter_map(|byte| OF_ASCII.get(usize::from(byte))).map(String::as_str).collect()
}

/// Where a name stands in a list: compare these. As people look names up, in any language: large and small letters are alike, letters
/// with marks stand with those without (`ä` with `a`), and numbers are in the order of their value (`Savings 2` before `Savings 10`).
/// A name of which nothing is left stands behind all others.
#[must_use]
pub fn place_in_list(name: &str) -> (bool, String) {
    if name.is_ascii() {
        return place_of(name.chars().take(LOOKED_AT));
    }
    place_of(nfkd(name).filter(|char| !is_mark(*char) && !is_ignorable(*char)).take(LOOKED_AT))
}

fn place_of(mut letters: impl Iterator<Item = char>) -> (bool, String) {
    let mut place = String::new();
    let mut next = letters.next();
    while let Some(letter) = next {
        if letter.is_ascii_digit() {
            let mut digits = String::new();
            while let Some(digit) = next.filter(char::is_ascii_digit) {
                if !(digits.is_empty() && digit == '0') {
                    digits.push(digit);
                }
                next = letters.next();
            }
            // The more digits, the larger the number: their count stands before them. `LOOKED_AT` is one character.
            place.push('0');
            place.extend(u32::try_from(digits.len()).ok().and_then(|count| char::from_u32(u32::from('0') + count)));
            place.push_str(&digits);
        } else {
            if is_blank(letter) || letter.is_control() {
                if !place.is_empty() && !place.ends_with(' ') {
                    place.push(' ');
                }
            } else if letter.is_ascii() {
                place.push(letter.to_ascii_lowercase());
            } else {
                // Twice: `ß` is `SS` in capitals.
                letter.to_uppercase().flat_map(char::to_lowercase).for_each(|small| place.push(small));
            }
            next = letters.next();
        }
    }
    (place.is_empty(), place)
}

/// Whether a character is seen where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    Seen,
    /// Ends a line or moves along it.
    Break,
    Hidden,
}

fn sights(text: &str) -> impl Iterator<Item = (char, Sight)> + '_ {
    let mut chars = text.chars().peekable();
    let mut before = Before::default();
    std::iter::from_fn(move || {
        let char = chars.next()?;
        let sight = sight(char, before, chars.peek().copied());
        before = before.then(char, sight);
        Some((char, sight))
    })
}

/// What was seen last.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    /// The last character that is drawn by itself.
    base: Option<char>,
    /// Whether a flag is being spelled.
    in_flag: bool,
}

impl Before {
    fn then(self, char: char, sight: Sight) -> Self {
        match sight {
            Sight::Seen if !is_ignorable(char) => Self { base: Some(char), in_flag: char == BLACK_FLAG },
            Sight::Seen => self,
            Sight::Break | Sight::Hidden => Self::default(),
        }
    }
}

/// Subdivisions have their flags spelled behind it, in characters that are not drawn.
const BLACK_FLAG: char = '\u{1f3f4}';
const KEYCAP: char = '\u{20e3}';

fn sight(char: char, before: Before, next: Option<char>) -> Sight {
    if matches!(char, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
        return Sight::Break;
    }
    if char.is_control() || matches!(char, '\u{fff9}'..='\u{fffb}') {
        return Sight::Hidden;
    }
    if !is_ignorable(char) {
        return Sight::Seen;
    }
    let is_needed = before.base.is_some_and(|base| match char {
        '\u{200c}' | '\u{200d}' => joins(base) && next.is_some_and(|next| joins(next) && !is_ignorable(next)),
        '\u{fe0e}' | '\u{fe0f}' if base.is_ascii() => next == Some(KEYCAP),
        '\u{fe0e}' | '\u{fe0f}' => !base.is_alphanumeric(),
        '\u{180b}'..='\u{180d}' | '\u{180f}' => matches!(base, '\u{1820}'..='\u{18aa}'),
        '\u{e0100}'..='\u{e01ef}' | '\u{fe00}'..='\u{fe02}' => is_han(base),
        '\u{e0020}'..='\u{e007f}' => before.in_flag,
        _ => false,
    });
    if is_needed { Sight::Seen } else { Sight::Hidden }
}

/// Whether joiners have a meaning beside it: in scripts from Arabic on, and between pictures. Latin, Greek and Cyrillic come before.
fn joins(char: char) -> bool {
    char >= '\u{600}' && !is_blank(char) && !char.is_control()
}

const fn is_han(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// What leaves a gap and nothing else.
fn is_blank(char: char) -> bool {
    char.is_whitespace() || char == '\u{2800}'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn assert_alike(one: &str, other: &str) {
        let (left, right) = (looks(one), looks(other));
        assert!(left.iter().any(|look| right.contains(look)), "{one:?} {left:?} and {other:?} {right:?}");
    }

    #[track_caller]
    fn assert_distinct(one: &str, other: &str) {
        let (left, right) = (looks(one), looks(other));
        assert!(!left.iter().any(|look| right.contains(look)), "{one:?} {left:?} and {other:?} {right:?}");
    }

    proptest! {
        #[test]
        fn names_in_ascii_look_and_stand_as_all_others_do(name in "[ -~\\t\\n]{0,40}") {
            prop_assert_eq!(drawn_alike(&name), skeleton(&name));
            let letters = nfkd(&name).filter(|char| !is_mark(*char) && !is_ignorable(*char)).take(LOOKED_AT);
            prop_assert_eq!(place_in_list(&name), place_of(letters));
            prop_assert_eq!(&name, &nfkc(&name).collect::<String>());
        }
    }

    #[test]
    fn names_that_a_person_cannot_tell_apart_look_alike() {
        for other in [
            "Exchange",
            "EXCHANGE",
            "  Exchange",
            "Exchange\u{0}",
            "\u{202e}Exchange",
            "Ex\u{200b}change",
            "Ex\u{ad}change",
            "Ex\u{a0}change",
            "\u{2800}Exchange",
            "Ехсhаngе",
            "ＥＸＣＨＡＮＧＥ",
            "𝐄𝐱𝐜𝐡𝐚𝐧𝐠𝐞",
            "Exchange\u{e0041}",
        ] {
            assert_alike("Exchange", other);
        }
        assert_alike("Bill", "BiIl");
        assert_alike("Bob 1", "bob l");
        assert_alike("Kоla", "KOLA");
        assert_alike("Вank", "bank");
        assert_alike("O2", "02");
        assert_alike("modern", "modem");
        assert_alike("Straße", "STRASSE");
    }

    #[test]
    fn names_that_differ_are_not_said_to_look_alike() {
        for (one, other) in [
            ("Main", "Savings"),
            ("Account 1", "Account 2"),
            ("Alice", "Alica"),
            ("محفظة", "حفظة"),
            ("李", "王"),
            ("é", "e"),
        ] {
            assert_distinct(one, other);
        }
        assert!(looks("\u{200b}\u{202e} \u{0}").is_empty());
        assert!(looks("").is_empty());
    }

    #[test]
    fn what_nobody_sees_is_cleaned_away_or_spelled_out() {
        let cases = [
            ("Exchange", "Exchange", "Exchange"),
            ("  Exchange\u{a0}", "Exchange", "  Exchange\u{a0}"),
            ("Ex\u{0}ch\u{202e}ange", "Exchange", "Ex[U+0000]ch[U+202E]ange"),
            ("Ex\u{200b}\u{200d}\u{feff}change", "Exchange", "Ex[U+200B][U+200D][U+FEFF]change"),
            ("two\r\nlines", "two lines", "two  lines"),
            ("\u{2066} Bob\u{2069}\t", "Bob", "[U+2066] Bob[U+2069] "),
            ("A\u{fe0f}", "A", "A[U+FE0F]"),
            ("1\u{fe0f}", "1", "1[U+FE0F]"),
            ("\u{e0041}x", "x", "[U+E0041]x"),
            ("\u{3164}", "", "[U+3164]"),
        ];
        for (text, cleaned, spelled) in cases {
            assert_eq!((clean(text).as_ref(), shown(text).as_ref()), (cleaned, spelled), "{text:?}");
        }
    }

    #[test]
    fn what_makes_a_script_or_a_picture_whole_stays() {
        for text in [
            "👩\u{200d}👩\u{200d}👧",
            "👩\u{200d}❤\u{fe0f}\u{200d}👨",
            "1\u{fe0f}\u{20e3}",
            "☎\u{fe0f} Büro",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष",
            "葛\u{e0100}城",
            "محفظة",
            "Ünïcödé",
        ] {
            assert_eq!((clean(text).as_ref(), shown(text).as_ref()), (text, text));
        }
    }

    proptest! {
        #[test]
        fn a_clean_name_is_clean_and_looks_as_before(text in prop_oneof![
            any::<String>(), "[a \u{200b}\u{200d}\u{202e}\u{0}\n\u{e0041}\u{1f3f4}\u{fe0f}\u{643}]{0,12}",
        ]) {
            let cleaned = clean(&text).into_owned();
            prop_assert_eq!(clean(&cleaned), cleaned.clone());
            prop_assert_eq!(shown(&cleaned), cleaned.clone());
            prop_assert_eq!(looks(&cleaned), looks(&text));
            let spelled = shown(&text).into_owned();
            prop_assert_eq!(shown(&spelled), spelled.clone());
        }
    }

    #[test]
    fn names_stand_where_people_look_for_them() {
        let sorted = ["", "\u{200b}", "10", "2", "Zoo", "zoo 2", "Ärger", "arm", "Straße 2", "STRASSE 10", "ا", "أب"];
        let mut names = sorted;
        names.sort_by_cached_key(|name| place_in_list(name));
        assert_eq!(
            names,
            ["2", "10", "Ärger", "arm", "Straße 2", "STRASSE 10", "Zoo", "zoo 2", "ا", "أب", "", "\u{200b}"]
        );
        assert_eq!(place_in_list(" Ａnna  7"), place_in_list("anna 007"), "wide letters, blanks and noughts");
        assert!(place_in_list("a9") < place_in_list(&format!("a1{}", "0".repeat(150))));
    }
}

//! What Unicode says of characters: normal forms (UAX 15), marks, and what is drawn alike (UTS 39).
//!
//! The tables of what is drawn alike and of marks are written by `build.rs`; everything here is compared with the crates it has them from.

use std::iter;
use std::sync::LazyLock;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

// MARKS, IGNORABLE, ALIKE, DRAWN.
include!(concat!(env!("OUT_DIR"), "/unicode.rs"));

/// Letters and marks in one character where there is one.
pub(crate) fn nfc(text: &str) -> impl Iterator<Item = char> + '_ {
    ComposingNormalizerBorrowed::new_nfc().normalize_iter(text.chars())
}

/// Letters and marks apart.
pub(crate) fn nfd(text: &str) -> impl Iterator<Item = char> + '_ {
    DecomposingNormalizerBorrowed::new_nfd().normalize_iter(text.chars())
}

/// As [`nfc`], and without what is only another way of writing: wide letters, ligatures.
pub(crate) fn nfkc(text: &str) -> impl Iterator<Item = char> + '_ {
    ComposingNormalizerBorrowed::new_nfkc().normalize_iter(text.chars())
}

/// As [`nfd`], and without what is only another way of writing.
pub(crate) fn nfkd(text: &str) -> impl Iterator<Item = char> + '_ {
    DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars())
}

/// Whether it stands over, under or around the character before it (general category `Mark`).
pub(crate) fn is_mark(char: char) -> bool {
    static MARKED: LazyLock<Vec<char>> = LazyLock::new(|| walk(MARKS).collect());
    !char.is_ascii() && has_turned(&MARKED, char)
}

/// Unicode's `Default_Ignorable_Code_Point`: skeletons leave out exactly these.
pub(super) fn is_ignorable(char: char) -> bool {
    static IGNORED: LazyLock<Vec<char>> = LazyLock::new(|| walk(IGNORABLE).collect());
    !char.is_ascii() && has_turned(&IGNORED, char)
}

/// What a text looks like: two with the same skeleton are drawn alike.
pub(super) fn skeleton(text: &str) -> String {
    static LETTERS: LazyLock<Vec<(char, &str)>> = LazyLock::new(|| walk(ALIKE).zip(DRAWN.split('\n')).collect());
    let mut drawn = String::with_capacity(text.len());
    for char in nfd(text).filter(|char| !is_ignorable(*char)) {
        let found = LETTERS.binary_search_by_key(&char, |(letter, _)| *letter);
        match found.ok().and_then(|at| LETTERS.get(at)) {
            Some((_, alike)) => drawn.push_str(alike),
            None => drawn.push(char),
        }
    }
    nfd(&drawn).collect()
}

/// The characters that so many steps lead to.
fn walk(steps: &str) -> impl Iterator<Item = char> + '_ {
    let mut at = 0;
    let mut steps = steps.chars();
    iter::from_fn(move || {
        at += u32::from(steps.next()?);
        char::from_u32(at)
    })
}

fn has_turned(turns: &[char], char: char) -> bool {
    turns.partition_point(|turn| *turn <= char) % 2 == 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::is_combining_mark;
    use unicode_security::confusable_detection;

    use super::*;

    fn of_the_crates(text: &str) -> [String; 5] {
        let skeleton = confusable_detection::skeleton(text).collect();
        [text.nfc().collect(), text.nfd().collect(), text.nfkc().collect(), text.nfkd().collect(), skeleton]
    }

    fn of_ours(text: &str) -> [String; 5] {
        [nfc(text).collect(), nfd(text).collect(), nfkc(text).collect(), nfkd(text).collect(), skeleton(text)]
    }

    #[test]
    #[ignore = "a million characters"]
    fn every_character_is_what_the_crates_say() {
        for char in '\0'..=char::MAX {
            assert_eq!(of_ours(&char.to_string()), of_the_crates(&char.to_string()), "{char:?}");
            assert_eq!(is_mark(char), is_combining_mark(char), "{char:?}");
            assert_eq!(
                is_ignorable(char),
                confusable_detection::skeleton(&char.to_string()).next().is_none(),
                "{char:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_text_is_what_the_crates_say(
            text in prop_oneof![any::<String>(), "[a-zA-Z\u{300}-\u{36f}\u{1100}-\u{11ff}\u{ac00}-\u{ac20}\u{5b0}-\u{670}\u{1e00}-\u{1eff}\u{fb00}-\u{fb40}]{0,24}"],
        ) {
            prop_assert_eq!(of_ours(&text), of_the_crates(&text));
        }
    }
}

//! What one translation has to keep of its English sentence.

use std::collections::BTreeSet;

/// Names that stand in every language as they are: of programs, devices and things of the chain, and what is read on a Ledger's screen.
pub(crate) const NAMES: &[&str] = &[
    "AirDrop",
    "Android",
    "Brave",
    "CCD",
    "Chrome",
    "Chromium",
    "Concordium",
    "CryptoX",
    "CSV",
    "Desktop Wallet",
    "Edge",
    "Flatpak",
    "GnuPG",
    "HTTP",
    "iPhone",
    "JSON",
    "LEI",
    "Ledger",
    "Ledger Live",
    "Ledger Wallet",
    "Lifeboat",
    "Linux",
    "Mainnet",
    "MetaMask",
    "Nano",
    "Flex",
    "Stax",
    "Snap",
    "Testnet",
    "USB",
    "Web3 ID",
    "Windows",
    "ZIP",
];
/// What is typed or read on a computer as it stands, and looks like words.
const VERBATIM: [&str; 2] = ["lifeboat-backup", "config backup import"];
/// Ends of a text behind which only closing marks may stand.
const ENDS: [char; 5] = ['.', '!', '?', '…', '؟'];
const CLOSING: [char; 8] = ['”', '"', '’', ')', '»', '“', '›', '‘'];

/// The names in a text's braces.
#[must_use]
pub fn braces(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

/// Whether a text says by itself what it is about: it ends as a sentence does. What follows a colon stands elsewhere.
#[must_use]
pub fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(|letter: char| CLOSING.contains(&letter) || letter.is_whitespace()).ends_with(ENDS)
}

/// How many a text speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// Of no number of things that has forms.
    None,
    /// Of so few that they may be said in words.
    InWords,
    /// Of any number: it has to be said where English says it.
    Any,
}

/// What is wrong with a translation, whatever its language.
pub(crate) fn faults(english: &str, translated: &str, number: Number) -> Vec<String> {
    let mut faults = Vec::new();
    if translated.trim().is_empty() {
        return vec!["is empty".to_owned()];
    }
    if translated.trim() != translated {
        faults.push("begins or ends with a space".to_owned());
    }
    let [mut asked, mut said] = [english, translated].map(braces);
    match number {
        Number::None => {}
        Number::InWords => {
            asked.remove("count");
            said.remove("count");
        }
        Number::Any => {
            // Its singular may say "one" where the others say how many.
            if !asked.contains("count") {
                said.remove("count");
            }
        }
    }
    if asked != said {
        faults.push(format!("has other facts: {said:?} for {asked:?}"));
    }
    let opened = |text: &str| (text.matches('{').count(), text.matches('}').count());
    if opened(translated).0 != opened(translated).1 {
        faults.push("has a brace too many".to_owned());
    }
    if is_sentence(english) != is_sentence(translated) {
        faults.push(format!(
            "is {}",
            if is_sentence(english) { "no whole sentence" } else { "a sentence, and English is none" }
        ));
    }
    if english.ends_with(':') != translated.ends_with(':') {
        faults.push("has a colon at its end, or has none, other than English".to_owned());
    }
    for mark in ['"', '\'', '`', '<', '>', '\n', '\t'] {
        if translated.contains(mark) && !english.contains(mark) {
            faults.push(format!("has {mark:?}, and English has not"));
        }
    }
    for name in names_in(english) {
        if !translated.contains(name) {
            faults.push(format!("leaves the name {name} out"));
        }
    }
    faults
}

/// Whether there is nothing in a text that could be translated: names, numbers, what the program fills in.
pub(crate) fn is_only_names(text: &str) -> bool {
    !without_names(text).contains(char::is_alphabetic)
}

/// Whether a text is one of those names and nothing else.
pub(crate) fn is_a_name(text: &str) -> bool {
    NAMES.contains(&text) || text == "Lifeboat for Concordium"
}

/// A text without names, and without what the program fills in.
pub(crate) fn without_names(text: &str) -> String {
    let mut rest = text.to_owned();
    for fact in braces(text) {
        rest = rest.replace(&format!("{{{fact}}}"), " ");
    }
    for verbatim in VERBATIM {
        rest = rest.replace(verbatim, " ");
    }
    rest = rest.split(' ').filter(|word| !is_of_a_computer(word)).collect::<Vec<_>>().join(" ");
    let mut names: Vec<&str> = names_in(text).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for name in names {
        rest = rest.replace(name, " ");
    }
    rest
}

/// Whether a word is a file's name, an ending of one, or an address on the net: those stand in every language as they are.
fn is_of_a_computer(word: &str) -> bool {
    let follows =
        |at: usize| word.get(at + 1..).is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()));
    word.contains("://") || word.match_indices('.').any(|(at, _)| follows(at))
}

fn names_in(text: &str) -> impl Iterator<Item = &'static str> {
    NAMES.iter().copied().filter(|name| {
        text.match_indices(name).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            let after = text.get(at + name.len()..).unwrap_or_default();
            !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
        })
    })
}

/// What stands in a text's quotes, without what is filled in.
pub(crate) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('“')
        .skip(1)
        .filter_map(|rest| rest.split_once('”'))
        .map(|(quoted, _)| quoted)
        .filter(|quoted| !quoted.contains('{'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translation_keeps_facts_names_and_the_end() {
        let said = |english, translated| faults(english, translated, Number::None).join("; ");
        assert_eq!(said("Open {file} with your Ledger.", "Öffnen Sie {file} mit Ihrem Ledger."), "");
        assert_eq!(said("Your Ledger?", "جهاز Ledger الخاص بك؟"), "");
        assert_eq!(said("Address of {name}:", "Adresse de {name} :"), "");
        assert_eq!(said("Hello {name}", "Hallo {nom}"), "has other facts: {\"nom\"} for {\"name\"}");
        assert_eq!(said("Hello {name}", "Hallo {name"), "has other facts: {} for {\"name\"}; has a brace too many");
        assert_eq!(said("Done.", "Fertig"), "is no whole sentence");
        assert_eq!(said("Done", "Fertig!"), "is a sentence, and English is none");
        assert_eq!(said("Names:", "Namen"), "has a colon at its end, or has none, other than English");
        assert_eq!(
            said("Close Ledger Live", "Programm schließen"),
            "leaves the name Ledger out; leaves the name Ledger Live out"
        );
        assert_eq!(said("Your “name”", "Ihr \"Name\""), "has '\"', and English has not");
        assert_eq!(said("Name", " "), "is empty");
        assert_eq!(said("Name", "Name "), "begins or ends with a space");
    }

    #[test]
    fn a_number_may_be_a_word_where_there_are_few() {
        assert_eq!(faults("{count} days", "يومان", Number::InWords), [""; 0]);
        assert_eq!(faults("One day", "{count} jour", Number::InWords), [""; 0]);
        assert_eq!(faults("{count} days", "Tage", Number::Any), ["has other facts: {} for {\"count\"}"]);
        assert_eq!(faults("A day", "{count} Tag", Number::None), ["has other facts: {\"count\"} for {}"]);
    }

    #[test]
    fn names_of_files_are_no_words() {
        assert_eq!(without_names("Choose wallet-export.json or ….concordiumwallet here."), "Choose or here.");
        assert_eq!(without_names("It begins with lifeboat-backup. Look."), "It begins with  . Look.");
    }

    #[test]
    fn names_are_no_words() {
        assert!(is_only_names("{amount} CCD · Ledger Live 2"));
        assert!(!is_only_names("{count} accounts"));
    }
}

//! What whoever translates the texts finds beside them, and what a translation has to keep.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use translations::{Catalogue, Language, Ordered, braces, is_sentence};

use crate::rooms::{read, texts as said_in};

#[test]
fn a_text_that_is_no_sentence_tells_whoever_translates_it_where_it_stands() {
    let file: Value = serde_json::from_str(&read("extension/_locales/en/messages.json")).unwrap();
    let mut fragments = 0;
    for (key, entry) in file.as_object().unwrap() {
        let message = entry["message"].as_str().unwrap();
        if is_sentence(message) {
            continue;
        }
        fragments += 1;
        let Some(description) = entry["description"].as_str() else {
            panic!("{key} is “{message}”: give it a description that says where it stands and what it does");
        };
        for field in braces(message).iter().filter(|field| *field != "count") {
            assert!(
                description.contains(&format!("{{{field}}}")),
                "{key}: its description does not say what {{{field}}} is"
            );
        }
    }
    assert!(fragments > 100, "only {fragments} were found: this test reads them wrongly");
}

/// Whether a text that a language does not say yet, or says of English that was changed since, fails this test.
const OPEN_TEXTS_FAIL: bool = true;

#[test]
fn every_language_says_the_same_things() {
    let catalogue = Catalogue::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut wrong = Vec::new();
    for language in catalogue.translated() {
        wrong.extend(catalogue.faults(&language).unwrap().into_iter().map(|fault| format!("{language}: {fault}")));
        let open = catalogue.open(&language).unwrap().0;
        if OPEN_TEXTS_FAIL {
            wrong.extend(
                open.iter().map(|(key, _)| format!("{language}: {key} is open: cargo xtask texts open {language}")),
            );
        } else if !open.is_empty() {
            eprintln!("warning: {} texts are open in {language}", open.len());
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_language_has_its_folder_and_every_folder_its_language() {
    let languages: Ordered<Language> = serde_json::from_str(&read("extension/languages.json")).unwrap();
    let folders = fs::read_dir("extension/_locales").unwrap();
    let folders: BTreeSet<String> = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(folders, languages.0.into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>());
}

/// What `docs/words.md` says is never said: the last column of the table under this heading.
fn never_said() -> Vec<String> {
    let words = read("docs/words.md");
    let (_, table) = words.split_once("## What the texts say").unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| **"));
    let last = rows.filter_map(|row| row.trim_end_matches('|').rsplit('|').next());
    last.flat_map(|never| never.split(';')).map(|phrase| phrase.trim().to_lowercase()).collect()
}

#[test]
fn each_thing_has_one_name_in_the_texts() {
    let never = never_said();
    assert!(never.len() > 12, "the table is read wrongly: {never:?}");
    let mut wrong = Vec::new();
    for (key, text) in said_in("en") {
        // Names of other programs' pages and files are quoted as they stand there.
        let text = text.to_lowercase();
        wrong.extend(
            never.iter().filter(|phrase| text.contains(phrase.as_str())).map(|phrase| format!("{key}: {phrase}")),
        );
    }
    assert_eq!(wrong, [""; 0], "docs/words.md has the word for it");
}

#[test]
fn whoever_looks_for_ledgers_program_finds_it_under_the_name_it_has() {
    let languages: Ordered<Language> = serde_json::from_str(&read("extension/languages.json")).unwrap();
    let said = languages.0.iter().flat_map(|(language, _)| said_in(language));
    let old: Vec<String> =
        said.filter(|(_, text)| text.contains("Ledger Live")).map(|(key, text)| format!("{key}: {text}")).collect();
    assert!(old.len() > 30, "only {} were found: this test reads them wrongly", old.len());
    let alone: Vec<&String> = old.iter().filter(|text| !text.contains("Ledger Wallet")).collect();
    assert!(alone.is_empty(), "nothing has been called Ledger Live since 2025: {alone:#?}");
}

//! What whoever translates the texts finds beside them, and what a translation has to keep.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::rooms::{braces, read, texts as said_in};

/// The forms a count can take in any language (CLDR).
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Whether a text says by itself what it is about: it ends as a sentence does. What follows a colon stands elsewhere.
fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', ')']).ends_with(['.', '!', '?', '…'])
}

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

/// What is wrong with a translation: texts that are not there or that nobody asks for, and other facts than the sentence has. A language may need
/// more forms for a count than English, or one only; a number may be a word in them.
fn faults(english: &BTreeMap<String, String>, translated: &BTreeMap<String, String>) -> Vec<String> {
    let plural =
        |key: &str| Some(format!("{}_other", key.rsplit_once('_').filter(|(_, form)| FORMS.contains(form))?.0));
    let facts = |text: &str| -> BTreeSet<String> { braces(text).into_iter().filter(|fact| fact != "count").collect() };
    let is_needed =
        |key: &&String| !key.ends_with("_one") || !plural(key).is_some_and(|key| english.contains_key(&key));
    let missing = english.keys().filter(is_needed).filter(|key| !translated.contains_key(*key));
    let mut faults: Vec<String> = missing.map(|key| format!("{key}: is not said")).collect();
    for (key, text) in translated {
        let original = english.get(key).or_else(|| english.get(&plural(key)?));
        match original {
            None => faults.push(format!("{key}: nothing says this")),
            Some(_) if text.trim().is_empty() => faults.push(format!("{key}: is empty")),
            Some(original) if facts(text) != facts(original) => {
                faults.push(format!("{key}: has other facts, {:?} for {:?}", facts(text), facts(original)));
            }
            Some(_) => {}
        }
    }
    faults
}

#[test]
fn every_language_says_the_same_things() {
    let english = said_in("en");
    for entry in fs::read_dir("extension/_locales").unwrap() {
        let language = entry.unwrap().file_name().into_string().unwrap();
        assert_eq!(faults(&english, &said_in(&language)), [""; 0], "{language}");
    }
}

#[test]
fn a_translation_may_have_other_forms_and_neither_lacks_nor_invents_anything() {
    let said =
        |texts: &[(&str, &str)]| texts.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    let english = said(&[
        ("days_one", "{count} day left"),
        ("days_other", "{count} days left"),
        ("hello", "Hello, {name}"),
        ("step_one", "One"),
    ]);
    let polish = said(&[
        ("days_few", "{count} dni"),
        ("days_other", "{count} dnia"),
        ("hello", "{name}, witaj"),
        ("step_one", "Jeden"),
    ]);
    assert_eq!(faults(&english, &polish), [""; 0]);
    let wrong = said(&[("hello", "Witaj, {imię}"), ("hello_few", "Witajcie"), ("days_other", " ")]);
    assert_eq!(
        faults(&english, &wrong),
        [
            "step_one: is not said",
            "days_other: is empty",
            "hello: has other facts, {\"imię\"} for {\"name\"}",
            "hello_few: nothing says this",
        ]
    );
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

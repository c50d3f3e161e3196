//! What whoever translates the texts finds beside them, and what a translation has to keep.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use super::{braces, read, texts as said_in};

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

/// What is wrong with a translation: texts nobody asks for, and facts that nobody provides.
fn faults(english: &BTreeMap<String, String>, translated: &BTreeMap<String, String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, text) in translated {
        // A language may need more forms for a count than English has.
        let plural =
            key.rsplit_once('_').filter(|(_, form)| FORMS.contains(form)).map(|(stem, _)| format!("{stem}_other"));
        let Some(original) = english.get(key).or_else(|| english.get(&plural?)) else {
            faults.push(format!("{key}: nothing says this"));
            continue;
        };
        let unknown: BTreeSet<String> = braces(text).difference(&braces(original)).cloned().collect();
        if !unknown.is_empty() {
            faults.push(format!("{key}: nothing provides {unknown:?}"));
        }
    }
    faults
}

#[test]
fn every_language_speaks_of_what_there_is() {
    let english = said_in("en");
    for entry in fs::read_dir("extension/_locales").unwrap() {
        let language = entry.unwrap().file_name().into_string().unwrap();
        assert_eq!(faults(&english, &said_in(&language)), [""; 0], "{language}");
    }
}

#[test]
fn a_translation_may_lack_texts_and_have_more_forms_but_invents_nothing() {
    let said =
        |texts: &[(&str, &str)]| texts.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    let english = said(&[("days_one", "{count} day"), ("days_other", "{count} days"), ("hello", "Hello, {name}")]);
    let polish = said(&[("days_few", "{count} dni"), ("days_many", "{count} dni")]);
    assert_eq!(faults(&english, &polish), [""; 0]);
    let wrong = said(&[("hello", "Witaj, {imię}"), ("hello_few", "Witajcie"), ("bye", "Pa")]);
    assert_eq!(
        faults(&english, &wrong),
        ["bye: nothing says this", "hello: nothing provides {\"imię\"}", "hello_few: nothing says this"]
    );
}

//! The codes of faults and notices, as the engine lists them, against the sentences people read.

use std::collections::{BTreeMap, BTreeSet};

use lifeboat::session::seam::codes;
use serde_json::Value;

/// The sentences of a code, by the end of their key: what to do about it, and the forms for a single record and for several.
const FORMS: [&str; 4] = ["", "_advice", "_one", "_other"];

#[test]
fn a_code_is_said_once_and_in_kebab_case() {
    let mut seen = BTreeSet::new();
    for code in codes::faults().chain(codes::notices()) {
        assert!(code.name.split('-').all(|word| !word.is_empty() && word.bytes().all(is_plain)), "{}", code.name);
        assert!(seen.insert(code.name), "{} is said by two", code.name);
    }
}

#[test]
fn every_code_has_its_words_and_every_word_its_code() {
    let mut texts = texts();
    let faults =
        codes::faults().flat_map(|code| ["", "_advice"].map(|end| (code, format!("{}{end}", key("fault", code.name)))));
    for (code, key) in faults.chain(codes::notices().map(|code| (code, key("notice", code.name)))) {
        assert!(texts.contains_key(&key), "no words for {}: {key}", code.name);
    }
    for (kind, code) in codes::faults().map(|code| ("fault", code)).chain(codes::notices().map(|code| ("notice", code)))
    {
        for key in FORMS.map(|form| format!("{}{form}", key(kind, code.name))) {
            let Some(text) = texts.remove(&key) else { continue };
            for fact in braces(&text) {
                assert!(
                    code.fields.contains(&fact),
                    "{key} wants {{{fact}}}, and {} tells only of {:?}",
                    code.name,
                    code.fields
                );
            }
        }
    }
    assert!(texts.is_empty(), "nothing says these any more: {:?}", texts.keys());
}

fn is_plain(letter: u8) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit()
}

fn key(kind: &str, code: &str) -> String {
    format!("{kind}_{}", code.replace('-', "_"))
}

/// The texts that faults and notices are said in, by key.
fn texts() -> BTreeMap<String, String> {
    let file: Value = serde_json::from_str(include_str!("../../extension/_locales/en/messages.json")).unwrap();
    let texts =
        file.as_object().unwrap().iter().map(|(key, text)| (key.clone(), text["message"].as_str().unwrap().to_owned()));
    texts.filter(|(key, _)| key.starts_with("fault_") || key.starts_with("notice_")).collect()
}

/// The names in a text's braces.
fn braces(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The pieces of help by code; `None` for a fault whose advice says all there is to say.
fn helped(table: &str) -> BTreeMap<&str, Option<&str>> {
    let rows = table.lines().filter_map(|line| line.trim().strip_prefix('\'')?.strip_suffix(',')?.split_once("': "));
    rows.map(|(code, topic)| (code, topic.strip_prefix('\'').and_then(|topic| topic.strip_suffix('\'')))).collect()
}

#[test]
fn every_fault_leads_to_a_piece_of_help_that_is_there() {
    let table = read("extension/ui/help-of-fault.ts");
    let rows = helped(&table);
    let (help, page) = (read("extension/ui/help.ts"), read("extension/page/app/help.tsx"));
    for code in codes::faults() {
        let topic = rows.get(code.name).unwrap_or_else(|| panic!("nothing is decided about {}", code.name));
        let Some(topic) = topic else { continue };
        assert!(help.contains(&format!("'{topic}'")), "{}: there is no {topic}", code.name);
        let answer = [format!("\n  {topic}: {{ title:"), format!("\n  '{topic}': {{ title:")];
        assert!(answer.iter().any(|row| page.contains(row)), "{}: nothing is said of {topic}", code.name);
    }
    assert_eq!(rows.len(), codes::faults().count(), "a row for what is no fault");
}

/// What an advice asks for that takes more than its sentence to do, and the pieces of help that say how.
const ASKED_FOR: [(&str, &[&str]); 4] = [
    ("update lifeboat", &["update"]),
    ("ledger wallet (earlier", &["app", "ledger", "linux"]),
    ("update the concordium app", &["app"]),
    ("tell us", &["ask", "update", "file", "node"]),
];

#[test]
fn what_an_advice_asks_for_is_answered_by_the_help_behind_it() {
    let table = read("extension/ui/help-of-fault.ts");
    let (rows, texts) = (helped(&table), texts());
    let mut asked = [0; ASKED_FOR.len()];
    for code in codes::faults() {
        let advice = texts[&format!("{}_advice", key("fault", code.name))].to_lowercase();
        for ((phrase, topics), count) in ASKED_FOR.iter().zip(&mut asked) {
            if !advice.contains(phrase) {
                continue;
            }
            *count += 1;
            let topic =
                rows[code.name].unwrap_or_else(|| panic!("{} asks to {phrase}, and no help says how", code.name));
            assert!(topics.contains(&topic), "{} asks to {phrase}, and leads to {topic}", code.name);
        }
    }
    assert!(asked.iter().all(|count| *count > 1), "the advices are read wrongly: {asked:?}");
}

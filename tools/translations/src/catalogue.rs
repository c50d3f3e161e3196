//! All texts in all languages, as they lie in the repository: what is open in a language, what is wrong with it, and how translations come in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::family::Family;
use crate::judge::{self, Number};
use crate::ordered::Ordered;
use crate::words::Glossary;

/// A text as it stands in `_locales/<language>/messages.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What a person reads.
    pub message: String,
    /// English only: where it stands, what it does, what each {fact} is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Translations only: the mark of the English it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub english: Option<String>,
}

/// A row of `extension/languages.json`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// What it calls itself.
    pub name: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// The forms that whole numbers below a million take in it.
    pub forms: Vec<String>,
}

/// A text that a language needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its name, `_few` and the like included.
    pub key: String,
    /// The English that it says.
    pub english: String,
    /// Where it stands.
    pub description: Option<String>,
    number: Number,
}

/// A text that waits to be translated, as whoever translates gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Open {
    /// What it says in English.
    pub english: String,
    /// Where it stands, and which form of a number it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What was said here before the English changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// What became of translations that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The language's file as it is now.
    pub file: String,
    /// How many were taken.
    pub taken: usize,
    /// Those that were not, and why.
    pub refused: Vec<String>,
}

/// The texts of every language.
#[derive(Debug)]
pub struct Catalogue {
    folder: PathBuf,
    languages: Ordered<Language>,
    english: Ordered<Entry>,
    by_key: BTreeMap<String, String>,
    said: BTreeMap<String, BTreeMap<String, Entry>>,
    words: BTreeMap<String, Glossary>,
}

impl Catalogue {
    /// Reads those of a repository.
    ///
    /// # Errors
    /// A file that is not there, or that has another shape.
    pub fn read(root: &Path) -> Result<Self> {
        let folder = root.join("extension/_locales");
        let languages: Ordered<Language> = json(&root.join("extension/languages.json"))?;
        let english: Ordered<Entry> = json(&folder.join("en/messages.json"))?;
        let mut catalogue = Self::new(folder, languages, english);
        for language in catalogue.translated() {
            let of_language = catalogue.folder.join(&language);
            let entries: BTreeMap<String, Entry> = json(&of_language.join("messages.json"))?;
            let glossary = of_language.join("glossary.toml");
            let words = fs::read_to_string(&glossary).with_context(|| glossary.display().to_string())?;
            let words = toml::from_str(&words).with_context(|| glossary.display().to_string())?;
            catalogue.said.insert(language.clone(), entries);
            catalogue.words.insert(language, words);
        }
        Ok(catalogue)
    }

    fn new(folder: PathBuf, languages: Ordered<Language>, english: Ordered<Entry>) -> Self {
        let mut by_key = BTreeMap::new();
        for (key, entry) in &english.0 {
            by_key.insert(key.clone(), entry.message.clone());
        }
        Self { folder, languages, english, by_key, said: BTreeMap::new(), words: BTreeMap::new() }
    }

    /// Every language but English.
    #[must_use]
    pub fn translated(&self) -> Vec<String> {
        self.languages.0.iter().map(|(name, _)| name.clone()).filter(|name| name != "en").collect()
    }

    /// How many texts a language has.
    #[must_use]
    pub fn count(&self, language: &str) -> usize {
        self.said.get(language).map_or(0, BTreeMap::len)
    }

    /// Every text that a language needs, in the order of the English ones; the forms of one number stand together. What is a name in
    /// English is one everywhere.
    ///
    /// # Errors
    /// A language that is not in `languages.json`.
    pub fn needed(&self, language: &str) -> Result<Vec<Text>> {
        let Some(Language { forms, .. }) = self.languages.get(language) else {
            bail!("{language} is not in extension/languages.json")
        };
        let mut texts = Vec::new();
        let mut done = Vec::new();
        for (key, entry) in &self.english.0 {
            match Family::of(key, &self.by_key) {
                None if judge::is_a_name(&entry.message) => {}
                None => texts.push(self.text(key, key, Number::None)),
                Some(family) if done.contains(&family) => {}
                Some(family) => {
                    let counts = |key: &str| self.by_key.get(key).is_some_and(|text| text.contains("{count}"));
                    for form in family.needed(forms, counts(&family.other)) {
                        let source = if form == "one" { &family.one } else { &family.other };
                        let number = if matches!(form, "zero" | "one" | "two") { Number::InWords } else { Number::Any };
                        texts.push(self.text(&family.key(form), source, number));
                    }
                    done.push(family);
                }
            }
        }
        Ok(texts)
    }

    fn text(&self, key: &str, source: &str, number: Number) -> Text {
        let english = self.by_key.get(source).cloned().unwrap_or_default();
        let description = self.english.get(source).and_then(|entry| entry.description.clone());
        Text { key: key.to_owned(), english, description, number }
    }

    /// What a language does not say yet, or says of English that was changed since.
    ///
    /// # Errors
    /// A language that is not in `languages.json`.
    pub fn open(&self, language: &str) -> Result<Ordered<Open>> {
        let nothing = BTreeMap::new();
        let said = self.said.get(language).unwrap_or(&nothing);
        let mut open = Vec::new();
        for text in self.needed(language)? {
            let before = said.get(&text.key);
            if before.is_some_and(|entry| entry.english.as_deref() == Some(&mark(&text.english))) {
                continue;
            }
            let description = match (self.form(&text.key), text.description) {
                (Some(form), Some(description)) => Some(format!("{description} (Form “{form}” of a number.)")),
                (Some(form), None) => Some(format!("Form “{form}” of a number.")),
                (None, description) => description,
            };
            open.push((
                text.key,
                Open { english: text.english, description, before: before.map(|entry| entry.message.clone()) },
            ));
        }
        Ok(Ordered(open))
    }

    fn form(&self, key: &str) -> Option<&'static str> {
        let stem = crate::family::FORMS.iter().find_map(|form| key.strip_suffix(form)?.strip_suffix('_'));
        let candidates = [Some(key.to_owned()), stem.map(|stem| format!("{stem}_other")), stem.map(str::to_owned)];
        candidates.into_iter().flatten().find_map(|name| Family::of(&name, &self.by_key)?.form_of(key))
    }

    /// What is wrong with what a language says. What it does not say yet is [`Self::open`].
    ///
    /// # Errors
    /// A language that is not in `languages.json`.
    pub fn faults(&self, language: &str) -> Result<Vec<String>> {
        let nothing = BTreeMap::new();
        let said = self.said.get(language).unwrap_or(&nothing);
        let needed = self.needed(language)?;
        let mut faults = Vec::new();
        for key in said.keys().filter(|key| needed.iter().all(|text| text.key != **key)) {
            faults.push(format!("{key}: nothing says this"));
        }
        let messages = messages(said);
        for text in &needed {
            let Some(entry) = said.get(&text.key) else { continue };
            let of_today = entry.english.as_deref() == Some(&mark(&text.english));
            // A translation of another sentence is told as open, and is not to be held to this one.
            if of_today {
                faults.extend(self.faults_of(language, text, &entry.message, &messages));
            }
        }
        Ok(faults)
    }

    fn faults_of(&self, language: &str, text: &Text, said: &str, all: &BTreeMap<&str, &str>) -> Vec<String> {
        let Text { key, english, number, .. } = text;
        let mut faults = judge::faults(english, said, *number);
        if let Some(words) = self.words.get(language) {
            if said == english && !judge::is_only_names(english) && !words.is_same(english) {
                faults.push(
                    "is English still (if it is the same word, it belongs into `same` in glossary.toml)".to_owned(),
                );
            }
            faults.extend(words.faults(english, said));
        }
        for quoted in judge::quoted(english) {
            let labels = self.by_key.iter().filter(|(_, message)| *message == quoted);
            let labels: Vec<&str> = labels.filter_map(|(label, _)| all.get(label.as_str()).copied()).collect();
            if !labels.is_empty() && !labels.iter().any(|label| said.contains(label)) {
                faults.push(format!("speaks of “{quoted}”, which is called “{}” here", labels.join("” or “")));
            }
        }
        faults.into_iter().map(|fault| format!("{key}: {fault}")).collect()
    }

    /// Takes translations in, each by its key; those with a fault are refused, and the others are taken.
    ///
    /// # Errors
    /// A language that is not in `languages.json`.
    pub fn merge(&self, language: &str, translations: &BTreeMap<String, String>) -> Result<Merged> {
        let mut entries = self.said.get(language).cloned().unwrap_or_default();
        let needed = self.needed(language)?;
        let mut all = messages(&entries);
        all.extend(translations.iter().map(|(key, said)| (key.as_str(), said.as_str())));
        let mut refused = Vec::new();
        let mut accepted = Vec::new();
        for (key, said) in translations {
            let Some(text) = needed.iter().find(|text| text.key == *key) else {
                refused.push(format!("{key}: nothing says this"));
                continue;
            };
            let faults = self.faults_of(language, text, said, &all);
            if faults.is_empty() {
                accepted.push((
                    key,
                    Entry { message: said.clone(), description: None, english: Some(mark(&text.english)) },
                ));
            }
            refused.extend(faults);
        }
        let taken = accepted.len();
        for (key, entry) in accepted {
            entries.insert(key.clone(), entry);
        }
        // In the order of the English ones; what nobody asks for any more is left out.
        let file: Vec<_> =
            needed.into_iter().filter_map(|Text { key, .. }| entries.remove(&key).map(|entry| (key, entry))).collect();
        Ok(Merged { file: format!("{}\n", serde_json::to_string_pretty(&Ordered(file))?), taken, refused })
    }

    /// Where a language's texts lie.
    #[must_use]
    pub fn path(&self, language: &str) -> PathBuf {
        self.folder.join(language).join("messages.json")
    }
}

fn messages(entries: &BTreeMap<String, Entry>) -> BTreeMap<&str, &str> {
    let mut messages = BTreeMap::new();
    for (key, entry) in entries {
        messages.insert(key.as_str(), entry.message.as_str());
    }
    messages
}

/// What tells one English sentence from another: the first eight digits of its SHA-256.
fn mark(english: &str) -> String {
    hex::encode(Sha256::digest(english)).chars().take(8).collect()
}

fn json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(message: &str) -> Entry {
        Entry { message: message.to_owned(), description: None, english: None }
    }

    /// Polish and Arabic have more forms than English.
    fn catalogue() -> Catalogue {
        let languages = r#"{"en":{"name":"English","direction":"ltr","forms":["one","other"]},
            "pl":{"name":"Polski","direction":"ltr","forms":["one","few","many","other"]}}"#;
        let english = [
            ("days_one", "{count} day left"),
            ("days_other", "{count} days left"),
            ("hello", "Hello, {name}"),
            ("step_one", "One"),
            ("press", "Press “One” on your Ledger."),
        ];
        let english = Ordered(english.map(|(key, text)| (key.to_owned(), entry(text))).into());
        Catalogue::new(PathBuf::new(), serde_json::from_str(languages).unwrap(), english)
    }

    fn translations(texts: &[(&str, &str)]) -> BTreeMap<String, String> {
        let mut translations = BTreeMap::new();
        for (key, text) in texts {
            translations.insert((*key).to_owned(), (*text).to_owned());
        }
        translations
    }

    fn with(mut catalogue: Catalogue, file: &str) -> Catalogue {
        catalogue.said.insert("pl".to_owned(), serde_json::from_str(file).unwrap());
        catalogue.words.insert("pl".to_owned(), Glossary::default());
        catalogue
    }

    fn open(catalogue: &Catalogue) -> Vec<String> {
        catalogue.open("pl").unwrap().0.into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn a_language_is_asked_for_the_forms_that_it_has() {
        let catalogue = catalogue();
        assert_eq!(open(&catalogue), ["days_one", "days_few", "days_many", "days_other", "hello", "step_one", "press"]);
        let few = catalogue.open("pl").unwrap().get("days_few").cloned().unwrap();
        assert_eq!(
            (few.english.as_str(), few.description.as_deref()),
            ("{count} days left", Some("Form “few” of a number."))
        );
    }

    #[test]
    fn what_is_right_is_taken_and_the_rest_is_refused_by_name() {
        let catalogue = with(catalogue(), "{}");
        let merged = catalogue
            .merge(
                "pl",
                &translations(&[
                    ("press", "Naciśnij „Jeden” na Ledger."),
                    ("days_few", "{count} dni"),
                    ("step_one", "Jeden"),
                    ("hello", "Witaj, {imię}"),
                    ("hello_few", "Witajcie"),
                ]),
            )
            .unwrap();
        assert_eq!(merged.taken, 3);
        assert_eq!(
            merged.refused,
            ["hello: has other facts: {\"imię\"} for {\"name\"}", "hello_few: nothing says this"]
        );
        let catalogue = with(catalogue, &merged.file);
        assert_eq!(open(&catalogue), ["days_one", "days_many", "days_other", "hello"]);
        assert_eq!(catalogue.faults("pl").unwrap(), [""; 0]);
        let order: Ordered<Entry> = serde_json::from_str(&merged.file).unwrap();
        assert_eq!(order.0.into_iter().map(|(key, _)| key).collect::<Vec<_>>(), ["days_few", "step_one", "press"]);
    }

    #[test]
    fn english_that_changes_opens_its_translation_again() {
        let said = catalogue().merge("pl", &translations(&[("step_one", "Jeden")])).unwrap().file;
        let mut changed = catalogue();
        changed.english.0.iter_mut().find(|(key, _)| key == "step_one").unwrap().1 = entry("Step one");
        let changed = with(Catalogue::new(PathBuf::new(), changed.languages, changed.english), &said);
        let open = changed.open("pl").unwrap().get("step_one").cloned();
        assert_eq!(open.unwrap().before.as_deref(), Some("Jeden"));
        assert_eq!(changed.faults("pl").unwrap(), [""; 0]);
    }

    #[test]
    fn a_button_is_called_what_it_is_called_and_english_is_no_translation() {
        let catalogue = with(catalogue(), "{}");
        let refused = |texts: &[(&str, &str)]| catalogue.merge("pl", &translations(texts)).unwrap().refused;
        assert_eq!(
            refused(&[("step_one", "Jeden"), ("press", "Naciśnij „Dwa” na Ledger.")]),
            ["press: speaks of “One”, which is called “Jeden” here"]
        );
        assert_eq!(refused(&[("step_one", "One")]).len(), 1);
    }

    #[test]
    fn what_nothing_asks_for_any_more_is_told_and_goes_with_the_next_merge() {
        let catalogue = with(catalogue(), r#"{"gone":{"message":"Precz","english":"00000000"}}"#);
        assert_eq!(catalogue.faults("pl").unwrap(), ["gone: nothing says this"]);
        assert_eq!(catalogue.merge("pl", &BTreeMap::new()).unwrap().file, "{}\n");
    }
}

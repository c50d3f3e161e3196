//! The words of a language: one name per thing, and the texts that are the same in English.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::judge::without_names;

/// What stands in `_locales/<language>/glossary.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Glossary {
    /// Whole texts that are as in English, because the language says it so.
    #[serde(default)]
    same: Vec<String>,
    /// By the English word.
    #[serde(default)]
    words: BTreeMap<String, Word>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    /// The word as it stands alone.
    word: String,
    /// Pieces of which one stands wherever English says the word. Without any the sentence may say it otherwise.
    #[serde(default)]
    forms: Vec<String>,
    /// What is never said for it.
    #[serde(default)]
    never: Vec<String>,
}

impl Glossary {
    pub(crate) fn is_same(&self, text: &str) -> bool {
        self.same.iter().any(|same| same == text)
    }

    /// What a translation says with other words than these. What is filled in and names of programs are nobody's words.
    pub(crate) fn faults(&self, english: &str, translated: &str) -> Vec<String> {
        let [mut english, said] = [english, translated].map(|text| without_names(text).to_lowercase());
        let mut faults = Vec::new();
        for (name, Word { word, forms, .. }) in self.longest_first(&mut english) {
            if !forms.is_empty() && !forms.iter().any(|form| said.contains(&form.to_lowercase())) {
                faults.push(format!("English says “{name}”, which is “{word}” here"));
            }
        }
        for Word { word, never, .. } in self.words.values() {
            let wrong = never.iter().filter(|never| begins_a_word(&said, &never.to_lowercase()));
            faults.extend(wrong.map(|never| format!("says “{never}”: the word is “{word}”")));
        }
        faults
    }

    /// The words that a text has, without those that are only a part of a longer one of ours.
    fn longest_first<'a>(&'a self, text: &mut String) -> Vec<(&'a str, &'a Word)> {
        let mut names: Vec<_> = self.words.iter().map(|(name, word)| (name.as_str(), word)).collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        names.retain(|(name, _)| {
            let several = name.strip_suffix('y').map(|stem| format!("{stem}ies"));
            let is_there = several.is_some_and(|several| take_out(text, &several));
            take_out(text, name) || is_there
        });
        names
    }
}

/// Whether the word stands in the text, alone or with the ending of several; where it does, it is taken out.
fn take_out(text: &mut String, word: &str) -> bool {
    let mut rest = String::new();
    let mut found = false;
    let mut tail = text.as_str();
    while let Some((before, after)) = tail.split_once(word) {
        let ends = after.strip_prefix("es").or_else(|| after.strip_prefix('s')).unwrap_or(after);
        let is_word = !before.ends_with(char::is_alphanumeric)
            && (!after.starts_with(char::is_alphanumeric) || !ends.starts_with(char::is_alphanumeric));
        found |= is_word;
        rest.push_str(before);
        rest.push_str(if is_word { "\u{0}" } else { word });
        tail = after;
    }
    rest.push_str(tail);
    *text = rest;
    found
}

fn begins_a_word(text: &str, phrase: &str) -> bool {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(phrase)) {
        let before = text.get(..from + at).unwrap_or_default();
        if !before.ends_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '.' | '/')) {
            return true;
        }
        from += at + phrase.len();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german() -> Glossary {
        toml::from_str(
            "same = ['Name']\n[words.password]\nword = 'Passwort'\nforms = ['passwort', 'passwörter']\n\
             [words.'unlock password']\nword = 'Entsperrpasswort'\nforms = ['entsperrpasswort']\nnever = ['Masterpasswort']\n\
             [words.backup]\nword = 'Sicherung'\nforms = ['sicherung']\nnever = ['Backup']\n[words.identity]\nword = 'Identität'\nforms = ['identität']\n[words.save]\nword = 'speichern'\n",
        )
        .unwrap()
    }

    #[test]
    fn a_word_is_said_with_its_own_name() {
        let german = german();
        assert_eq!(german.faults("The passwords of your backups", "Die Passwörter Ihrer Sicherungen"), [""; 0]);
        assert_eq!(
            german.faults("Your unlock password", "Ihr Passwort"),
            ["English says “unlock password”, which is “Entsperrpasswort” here"]
        );
        assert_eq!(german.faults("Your unlock password", "Ihr Entsperrpasswort"), [""; 0]);
        assert_eq!(german.faults("A backup", "Eine Sicherung (Backup)"), ["says “Backup”: the word is “Sicherung”"]);
        assert_eq!(german.faults("The file lifeboat-backup.json", "Die Sicherung lifeboat-backup.json"), [""; 0]);
        assert_eq!(german.faults("Two identities", "Zwei Namen").len(), 1);
        assert_eq!(german.faults("Save {backup} for the {identity}", "{backup} für {identity} aufheben"), [""; 0]);
        assert_eq!(german.faults("Backupper", "Etwas anderes"), [""; 0]);
    }
}

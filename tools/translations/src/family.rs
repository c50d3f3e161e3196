//! Which texts are the forms of one number of things.
//!
//! Most are `<stem>_one` and `<stem>_other`. A notice has a text of its own name: it speaks of one record where there is a
//! `<stem>_other`, and of several where there is a `<stem>_one`. A language adds `<stem>_zero`, `_two`, `_few` and `_many` where it has them.

use std::collections::BTreeMap;

/// The forms a number can take in any language, as Unicode's CLDR names them.
pub(crate) const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The forms of one number of things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Family {
    stem: String,
    pub(crate) one: String,
    pub(crate) other: String,
    is_notice: bool,
}

impl Family {
    /// The family that an English text belongs to.
    pub(crate) fn of(key: &str, english: &BTreeMap<String, String>) -> Option<Self> {
        let stem = ["_one", "_other"].into_iter().find_map(|form| key.strip_suffix(form)).unwrap_or(key);
        // `…_other` may be the whole name of a text, that of a notice above all.
        [stem, key].into_iter().find_map(|stem| Self::at(stem, english).filter(|family| family.has(key)))
    }

    fn at(stem: &str, english: &BTreeMap<String, String>) -> Option<Self> {
        let [one, other] = ["one", "other"].map(|form| format!("{stem}_{form}"));
        let is_notice = stem.starts_with("notice_") && english.contains_key(stem);
        let (one, other) = match (is_notice, english.contains_key(&one), english.contains_key(&other)) {
            (_, true, true) => (one, other),
            (true, true, false) => (one, stem.to_owned()),
            (true, false, true) => (stem.to_owned(), other),
            (true | false, _, _) => return None,
        };
        Some(Self { stem: stem.to_owned(), one, other, is_notice })
    }

    fn has(&self, key: &str) -> bool {
        self.one == key || self.other == key
    }

    /// The text for one form.
    pub(crate) fn key(&self, form: &str) -> String {
        match form {
            "one" => self.one.clone(),
            "other" => self.other.clone(),
            form => format!("{}_{form}", self.stem),
        }
    }

    /// The forms that a language needs of it. Where the number is not said, two of them will do; a notice is never about nothing.
    pub(crate) fn needed<'a>(&self, forms: &'a [String], says_number: bool) -> Vec<&'a str> {
        let is_needed = |form: &&str| match *form {
            "one" | "other" => true,
            "zero" => says_number && !self.is_notice,
            _ => says_number,
        };
        forms.iter().map(String::as_str).filter(is_needed).collect()
    }

    /// The form that a key of this family is for.
    pub(crate) fn form_of<'a>(&self, key: &str) -> Option<&'a str> {
        FORMS.into_iter().find(|form| self.key(form) == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(keys: &[&str]) -> BTreeMap<String, String> {
        let mut english = BTreeMap::new();
        for key in keys {
            english.insert((*key).to_owned(), String::new());
        }
        english
    }

    #[test]
    fn a_name_that_ends_like_a_form_is_no_form() {
        let english =
            english(&["step_one", "noun_other", "notice_key_other", "notice_key_other_one", "days_one", "days_other"]);
        for alone in ["step_one", "noun_other"] {
            assert_eq!(Family::of(alone, &english), None, "{alone}");
        }
        let notice = Family::of("notice_key_other", &english).unwrap();
        assert_eq!((notice.one.as_str(), notice.other.as_str()), ("notice_key_other_one", "notice_key_other"));
        assert_eq!(Family::of("notice_key_other_one", &english), Some(notice));
        assert_eq!(Family::of("days_one", &english), Family::of("days_other", &english));
    }

    #[test]
    fn a_notice_speaks_of_one_or_of_several() {
        let english = english(&["notice_a", "notice_a_other", "notice_b", "notice_b_one"]);
        let forms = FORMS.map(str::to_owned);
        let [a, b] = ["notice_a", "notice_b"].map(|key| Family::of(key, &english).unwrap());
        assert_eq!(
            (a.key("one"), a.key("few"), a.key("other")),
            ("notice_a".into(), "notice_a_few".into(), "notice_a_other".into())
        );
        assert_eq!(
            (b.key("one"), b.key("two"), b.key("other")),
            ("notice_b_one".into(), "notice_b_two".into(), "notice_b".into())
        );
        assert_eq!(a.needed(&forms, true), ["one", "two", "few", "many", "other"]);
        assert_eq!(b.needed(&forms, false), ["one", "other"]);
    }
}

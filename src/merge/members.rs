//! Members that no known version writes, out of two records of one thing. They are filled and never emptied, and nobody
//! looks into them: nobody knows what is in there.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::ruling::is_blank;
use crate::secret::SecretText;

/// The members of both; where both have one, `base` says what it holds.
pub(super) fn united(base: &SecretText, other: &SecretText) -> SecretText {
    // EXPOSE: both are cut into members and put together again; only their names are copied besides.
    let (mine, theirs) = (base.expose(), other.expose());
    if is_blank(theirs) {
        return base.clone();
    }
    if is_blank(mine) {
        return other.clone();
    }
    let (Some(mut all), Some(theirs)) = (members(mine), members(theirs)) else { return base.clone() };
    let known = all.len();
    for (name, member) in theirs {
        all.entry(name).or_insert(member);
    }
    if all.len() == known { base.clone() } else { SecretText::new(std::mem::take(&mut *written(&all))) }
}

fn members(object: &str) -> Option<BTreeMap<String, &RawValue>> {
    serde_json::from_str(object).ok()
}

fn written(members: &BTreeMap<String, &RawValue>) -> Zeroizing<String> {
    let length = members.iter().map(|(name, member)| 6 * name.len() + member.get().len() + 4).sum::<usize>();
    // Long enough from the start: growing would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(length + 2));
    let mut separator = '{';
    for (name, member) in members {
        text.push(std::mem::replace(&mut separator, ','));
        text.push_str(&serde_json::Value::from(name.as_str()).to_string());
        text.push(':');
        text.push_str(member.get());
    }
    text.push('}');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn together(base: &str, other: &str) -> String {
        let united = united(&SecretText::new(base.into()), &SecretText::new(other.into()));
        // EXPOSE: made up for the test.
        united.expose().to_owned()
    }

    #[test]
    fn members_of_both_are_kept_and_mine_count_where_both_have_one() {
        assert_eq!(
            together(r#"{"b":1.50,"a":{"x":[ 1]}}"#, r#"{"b":2,"c\"é":null}"#),
            r#"{"a":{"x":[ 1]},"b":1.50,"c\"é":null}"#
        );
        assert_eq!(together(r#"{ "a": 1 }"#, r#"{"a":2}"#), r#"{ "a": 1 }"#);
        assert_eq!(together("{}", r#"{"a":2}"#), r#"{"a":2}"#);
        assert_eq!(together(r#"{"a":2}"#, ""), r#"{"a":2}"#);
    }

    #[test]
    fn what_is_no_object_stays_as_it_is() {
        assert_eq!(together("[1]", r#"{"a":2}"#), "[1]");
        assert_eq!(together(r#"{"a":2}"#, "[1]"), r#"{"a":2}"#);
    }

    #[test]
    fn bringing_the_same_in_again_changes_nothing() {
        let once = together(r#"{"b":1}"#, r#"{"a":2,"c":3}"#);
        assert_eq!(together(&once, r#"{"a":2,"c":3}"#), once);
    }
}

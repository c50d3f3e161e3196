//! Whether two texts hold the same keys, however they are written. Which of two different keys is right, this does not say.
//!
//! Order of members, spaces and the case of hexadecimal do not count. A text that is not what phones write is the same as an equal one only.

use std::collections::BTreeMap;

use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::written::{AciText, Hexadecimal};
use crate::secret::SecretText;

/// Whether both are the same keys of an identity (`privateIdObjectData`), the randomness of its signature included.
#[must_use]
pub fn hold_the_same(one: &SecretText, other: &SecretText) -> bool {
    // EXPOSE: to compare them; nothing is copied.
    match (SignedHolderText::read(one.expose()), SignedHolderText::read(other.expose())) {
        (Some(one), Some(other)) => one == other,
        (None, None) => are_equal(one, other),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Whether both are the same key of a shielded balance (`encryptionSecretKey`).
#[must_use]
pub fn decrypt_the_same(one: &SecretText, other: &SecretText) -> bool {
    // EXPOSE: to compare them.
    Hexadecimal(one.expose()) == Hexadecimal(other.expose())
}

/// Whether both open the same commitments (`commitmentsRandomness`).
#[must_use]
pub fn open_the_same(one: &SecretText, other: &SecretText) -> bool {
    // EXPOSE: to compare them; nothing is copied.
    match (CommitmentsText::read(one.expose()), CommitmentsText::read(other.expose())) {
        (Some(one), Some(other)) => one == other,
        (None, None) => are_equal(one, other),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn are_equal(one: &SecretText, other: &SecretText) -> bool {
    // EXPOSE: to compare them, in constant time.
    one.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
}

#[derive(PartialEq, Deserialize)]
struct SignedHolderText<'a> {
    #[serde(borrow)]
    aci: AciText<'a>,
    randomness: Option<Hexadecimal<'a>>,
}

impl<'a> SignedHolderText<'a> {
    fn read(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// Members that are missing are missing on both sides, or the two differ.
#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CommitmentsText<'a> {
    #[serde(borrow)]
    attributes_rand: Option<BTreeMap<&'a str, Hexadecimal<'a>>>,
    cred_counter_rand: Option<Hexadecimal<'a>>,
    id_cred_sec_rand: Option<Hexadecimal<'a>>,
    max_accounts_rand: Option<Hexadecimal<'a>>,
    prf_rand: Option<Hexadecimal<'a>>,
}

impl<'a> CommitmentsText<'a> {
    fn read(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(of: fn(&SecretText, &SecretText) -> bool, one: &str, other: &str) -> bool {
        let [one, other] = [one, other].map(|text| SecretText::new(text.into()));
        assert_eq!(of(&one, &other), of(&other, &one));
        of(&one, &other)
    }

    #[test]
    fn the_keys_of_an_identity_are_compared_by_what_they_are() {
        let text = r#"{"aci":{"credentialHolderInformation":{"idCredSecret":"ab"},"prfKey":"cd"},"randomness":"ef"}"#;
        let same = r#"{ "randomness": "EF", "aci": { "prfKey": "CD", "credentialHolderInformation": { "idCredSecret": "AB" } } }"#;
        assert!(compare(hold_the_same, text, same));
        for part in ["ab", "cd", "ef"] {
            assert!(!compare(hold_the_same, text, &text.replace(part, "00")), "{part}");
            assert!(!compare(hold_the_same, text, &text.replace(part, "")), "{part}");
        }
        assert!(!compare(hold_the_same, text, "unreadable"));
        assert!(compare(hold_the_same, "unreadable", "unreadable"));
        assert!(!compare(hold_the_same, "unreadable", "Unreadable"));
    }

    #[test]
    fn the_case_of_hexadecimal_does_not_count() {
        assert!(compare(decrypt_the_same, "00aB", "00Ab"));
        assert!(!compare(decrypt_the_same, "00ab", "00ac"));
        assert!(!compare(decrypt_the_same, "00ab", "00ab00"));
    }

    #[test]
    fn commitments_are_compared_by_what_opens_them() {
        let text = r#"{"attributesRand":{"dob":"11","sex":"12"},"credCounterRand":"13","prfRand":"14"}"#;
        let same = r#"{"prfRand":"14","credCounterRand":"13","attributesRand":{"sex":"12","dob":"11"}}"#;
        assert!(compare(open_the_same, text, same));
        for part in ["dob", "11", "13", "14"] {
            assert!(!compare(open_the_same, text, &text.replace(part, "99")), "{part}");
        }
        assert!(!compare(open_the_same, text, r#"{"attributesRand":{"dob":"11","sex":"12"},"credCounterRand":"13"}"#));
        assert!(compare(open_the_same, "{}", "{ }"));
    }
}

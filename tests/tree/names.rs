//! A word has one meaning: no two types are called the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::rooms::{sources, without_tests};

#[test]
fn no_two_types_share_a_name() {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in
        sources("src", &["rs"]).into_iter().filter(|(path, _)| !is_frozen(path) && !path.ends_with("/tests.rs"))
    {
        for name in types(without_tests(&text)) {
            places.entry(name.to_owned()).or_default().insert(path.clone());
        }
    }
    assert!(places.len() > 300, "only {} types were found: this test reads them wrongly", places.len());
    places.retain(|_, places| places.len() > 1);
    assert!(places.is_empty(), "these mean two things each:\n{places:#?}");
}

/// What is written down for ever has the names of what it writes: `v1::Account` is an account as the first version has it. A
/// version's own file says so by its number; `parts` and `form` are what several versions share.
fn is_frozen(path: &str) -> bool {
    let is_version = |name: &str| name.strip_prefix('v').is_some_and(|number| number.parse::<u32>().is_ok());
    let mut names = path.trim_end_matches(".rs").split('/');
    names.any(is_version)
        || ["src/record/parts.rs", "src/vault/contents/parts.rs"].contains(&path)
        || path.starts_with("src/recovery/checkpoint/form")
}

/// The types of a file, whoever may see them. Those that stand further in are of the trait or the function around them.
fn types(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        // `pub(in crate::session) struct`.
        let line = if line.starts_with("pub(") { line.split_once(") ")?.1 } else { line.trim_start_matches("pub ") };
        let (kind, rest) = line.split_once(' ')?;
        let name = rest.split(|letter: char| !letter.is_alphanumeric()).next()?;
        (["struct", "enum", "trait", "type", "union"].contains(&kind) && !name.is_empty()).then_some(name)
    })
}

#[test]
fn every_kind_of_type_is_seen() {
    let text = "pub struct One<'a>(u8);\nstruct Two;\npub(in crate::session) enum Three {\n    Not,\n}\npub(super) trait Four: Send {\n    type Not;\n}\ntype Five = u8;\n// struct Not\n";
    assert_eq!(types(text).collect::<Vec<_>>(), ["One", "Two", "Three", "Four", "Five"]);
}

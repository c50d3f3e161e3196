//! Looking at every file of a folder, also after one that is not as it should be.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Checks every one, and fails at the end with all that is wrong, by name: the first difference hides no other.
pub(crate) fn every<Case, Found>(
    cases: impl IntoIterator<Item = (String, Case)>,
    check: impl Fn(&Case) -> Found,
) -> Vec<(String, Found)> {
    let mut found = Vec::new();
    let mut differences = Vec::new();
    for (name, case) in cases {
        match catch_unwind(AssertUnwindSafe(|| check(&case))) {
            Ok(outcome) => found.push((name, outcome)),
            Err(panic) => {
                let text = panic.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words");
                differences.push(format!("{name}: {text}"));
            }
        }
    }
    let all = found.len() + differences.len();
    assert!(differences.is_empty(), "{} of {all} differ:\n{}", differences.len(), differences.join("\n"));
    found
}

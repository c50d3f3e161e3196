//! Every dependency's licence against a list: what we ship and build with may be used by everybody.
//! It knows SPDX expressions as far as they occur; an unknown licence is a failure, not a guess.

use std::fs;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::project::Project;

/// Licences that ask no more than attribution (MPL-2.0: of changes to the file itself; a test tool has it).
const ACCEPTED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    "CC-BY-4.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// The crates of Cargo.lock.
pub(crate) fn crates(project: &Project) -> Result<()> {
    let packages =
        project.metadata().get("packages").and_then(Value::as_array).context("cargo metadata names no packages")?;
    judge(packages.iter().map(|package| (text(package, "name"), text(package, "license"))))
}

/// The packages of package-lock.json, development tools included.
pub(crate) fn npm(project: &Project) -> Result<()> {
    let lock: Value = serde_json::from_slice(&fs::read(project.path("package-lock.json"))?)?;
    let packages = lock.get("packages").and_then(Value::as_object).context("package-lock.json names no packages")?;
    judge(packages.iter().map(|(path, package)| (path.as_str(), text(package, "license"))))
}

fn judge<'a>(packages: impl Iterator<Item = (&'a str, &'a str)>) -> Result<()> {
    let refused: Vec<String> = packages
        .filter(|(_, licence)| !accepted(licence))
        .map(|(name, licence)| format!("{name} ({})", if licence.is_empty() { "no licence" } else { licence }))
        .collect();
    if refused.is_empty() { Ok(()) } else { bail!("not on the list: {}", refused.join(", ")) }
}

/// `A OR B` wants one, `A AND B` wants both; parentheses as far as they occur, around one whole side.
fn accepted(expression: &str) -> bool {
    let expression = expression.trim();
    if let Some(parts) = split(expression, " AND ") {
        return parts.iter().all(|part| accepted(part));
    }
    if let Some(parts) = split(expression, " OR ").or_else(|| split(expression, "/")) {
        return parts.iter().any(|part| accepted(part));
    }
    match expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => accepted(inner),
        None => ACCEPTED.contains(&expression),
    }
}

/// The parts between separators that stand outside of parentheses; `None` when there is no such separator.
fn split<'a>(expression: &'a str, separator: &str) -> Option<Vec<&'a str>> {
    let mut parts = Vec::new();
    let mut rest = expression;
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|tail| tail.find(separator)).map(|at| from + at) {
        let (before, after) = (rest.get(..found)?, rest.get(found + separator.len()..)?);
        if before.matches('(').count() == before.matches(')').count() {
            parts.push(before);
            rest = after;
            from = 0;
        } else {
            from = found + separator.len();
        }
    }
    if parts.is_empty() {
        return None;
    }
    parts.push(rest);
    Some(parts)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_wants_one_and_a_sum_wants_both() {
        assert!(accepted("MIT"));
        assert!(accepted("MIT/Apache-2.0"));
        assert!(accepted("MIT OR Apache-2.0 OR LGPL-2.1-or-later"));
        assert!(accepted("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(accepted("Apache-2.0 WITH LLVM-exception OR MIT"));
        assert!(!accepted("GPL-3.0-only"));
        assert!(!accepted("MIT AND GPL-3.0-only"));
        assert!(!accepted("(MIT AND AGPL-3.0-only) OR LGPL-3.0-only"));
        assert!(!accepted(""));
    }
}

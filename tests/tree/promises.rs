//! Every promise of SECURITY.md names the test that holds it.

use std::fs;
use std::path::Path;

/// The pairs `file` · `test` of the cells in the last column.
fn named(table: &str) -> Vec<(&str, &str)> {
    let cells = table.lines().filter_map(|row| row.strip_prefix("| ")?.strip_suffix(" |")?.rsplit_once(" | "));
    cells.flat_map(|(_, tests)| tests.split("`, `")).filter_map(|test| test.split_once("` · `")).collect()
}

#[test]
fn every_promise_names_a_test_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let (_, rest) =
        page.split_once("## Each promise, and the test that holds it\n").expect("SECURITY.md has the table");
    let (section, _) = rest.split_once("\n## ").expect("another section follows");
    let rows = section.lines().filter(|line| line.starts_with("| ")).count() - 1;
    let mut missing = Vec::new();
    let tests = named(section);
    for (file, test) in &tests {
        let (file, test) = (file.trim_matches('`'), test.trim_matches('`'));
        let source = fs::read_to_string(root.join(file)).unwrap_or_default();
        let is_rust = Path::new(file).extension().is_some_and(|end| end == "rs");
        let is_there = if is_rust {
            source.contains(&format!("fn {test}("))
        } else {
            source.contains(&format!("test('{test}'")) || source.contains(&format!("'{test}',"))
        };
        if !is_there {
            missing.push(format!("{file} · {test}"));
        }
    }
    assert!(rows > 0 && tests.len() >= rows, "{rows} promises, {} tests", tests.len());
    let without: Vec<&str> = section
        .lines()
        .skip_while(|line| !line.starts_with("|---"))
        .skip(1)
        .filter(|line| line.starts_with("| ") && !line.contains("` · `"))
        .collect();
    assert!(without.is_empty(), "promises without a test: {without:?}");
    assert!(missing.is_empty(), "tests that are not there: {missing:#?}");
}

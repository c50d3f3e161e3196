//! Documents that say where something is: it is there. What was decided once, and what changed when, is history and stays as it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::rooms::root;

const FOLDERS: &[&str] =
    &["arithmetic", "benches", "derive", "docs", "extension", "fuzz", "proto", "src", "tests", "tools"];
/// The engine's rooms are named without the folder they are all in, and the page's without theirs.
const ROOMS: &[&str] = &["backup", "ledger", "merge", "node", "page", "record", "recovery", "session", "vault", "web"];
const OF_HISTORY: &[&str] = &["CHANGELOG.md", "docs/decisions"];

/// The paths in a text: between backticks, from the top of the repository. A pattern, or a name to be put in, is none.
fn paths(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let is_path = |word: &&str| {
        word.split_once('/').is_some_and(|(folder, _)| FOLDERS.contains(&folder) || ROOMS.contains(&folder))
            && !word.contains(['<', '*', '{', '…', ' ', '\n'])
    };
    quoted.filter(is_path).collect()
}

fn documents(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        let is_ours =
            !["target", "node_modules", "dist", "demo-pictures"].contains(&name.as_str()) && !name.starts_with('.');
        if path.is_dir() && is_ours && !OF_HISTORY.contains(&name.as_str()) {
            documents(&path, found);
        } else if name.ends_with(".md") && !OF_HISTORY.contains(&name.as_str()) {
            found.push(name);
        }
    }
}

#[test]
fn what_a_document_points_to_is_there() {
    let mut found = Vec::new();
    documents(&root(), &mut found);
    let mut checked = 0;
    for document in &found {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for path in paths(&text) {
            // A place in a file, or a heading, may follow.
            let file = path.split(['#', ':']).next().unwrap();
            let is_there = ["", "src", "extension"].iter().any(|folder| root().join(folder).join(file).exists());
            assert!(is_there, "{document} points to {path}, which is not there");
            checked += 1;
        }
    }
    assert!(checked > 30, "only {checked} were found: this test reads them wrongly");
}

#[test]
fn the_browser_tests_are_all_in_the_table_of_their_readme() {
    let readme = fs::read_to_string(root().join("tests/e2e/README.md")).unwrap();
    let (_, table) = readme.split_once("| file | shows |\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let first = rows.map(|row| row.split('|').nth(1).unwrap());
    let named: BTreeSet<_> =
        first.flat_map(|names| names.split('`').skip(1).step_by(2)).map(|name| format!("{name}.test.mjs")).collect();
    let files = fs::read_dir(root().join("tests/e2e")).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(named, files.filter(|name| name.ends_with(".test.mjs")).collect());
}

#[test]
fn a_path_is_told_from_other_words() {
    let text = "`src/merge.rs`, `tests/<name>.rs`, `m/44'/919'`, `src/{a,b}`, src/not/quoted, `cargo xtask`, `docs/node.md#lists`, `session/turn.rs`";
    assert_eq!(paths(text), ["src/merge.rs", "docs/node.md#lists", "session/turn.rs"]);
}

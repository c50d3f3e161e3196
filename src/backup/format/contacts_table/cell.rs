//! What a spreadsheet would take for a formula, and how it is kept from that without being lost.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a line end is run by spreadsheets, not shown, and quotation marks do not help
//! (OWASP, "CSV injection"): an apostrophe before it does. A spreadsheet that splits at another sign begins a new cell there, so what stands
//! behind any separator is kept from it, too. What is written so reads back as exactly what it was.

use std::borrow::Cow;

/// What the apostrophe stands before. Full-width signs are run as well, where East Asian keyboards write them.
const RUN: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// Behind one of these a cell may begin.
const SEPARATORS: [char; 5] = [',', ';', '\t', '\r', '\n'];
const GUARD: char = '\'';

/// A text as it is written.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    let places: Vec<usize> = beginnings(text).filter(|at| is_run(rest(text, *at))).collect();
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut guarded = String::with_capacity(text.len() + places.len());
    let mut places = places.into_iter().peekable();
    for (at, letter) in text.char_indices() {
        if places.next_if_eq(&at).is_some() {
            guarded.push(GUARD);
        }
        guarded.push(letter);
    }
    Cow::Owned(guarded)
}

/// A text as it was before it was written. What another program wrote without apostrophes stays as it is.
pub(super) fn unguarded(cell: &str) -> Cow<'_, str> {
    let guards: Vec<usize> =
        beginnings(cell).filter(|at| rest(cell, *at).strip_prefix(GUARD).is_some_and(is_run)).collect();
    if guards.is_empty() {
        return Cow::Borrowed(cell);
    }
    let mut guards = guards.into_iter().peekable();
    Cow::Owned(
        cell.char_indices().filter(|(at, _)| guards.next_if_eq(at).is_none()).map(|(_, letter)| letter).collect(),
    )
}

/// Where a cell may begin: at the beginning, and behind every separator.
fn beginnings(text: &str) -> impl Iterator<Item = usize> + '_ {
    let behind = text.char_indices().filter(|(_, letter)| SEPARATORS.contains(letter));
    [0].into_iter().chain(behind.map(|(at, separator)| at + separator.len_utf8()))
}

/// Whether a spreadsheet would run it, or it would be taken for a guard of ours.
fn is_run(text: &str) -> bool {
    text.starts_with(GUARD) || text.trim_start_matches([' ', '"']).starts_with(RUN)
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("  =1+1", "'  =1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-5", "'-5"),
            ("＝cmd", "'＝cmd"),
            ("a;=1+1", "a;'=1+1"),
            ("a, -5", "a,' -5"),
            ("a\n+1", "a\n'+1"),
            ("a;\"=1", "a;'\"=1"),
            ("\t=1", "'\t'=1"),
            ("'quoted'", "''quoted'"),
            ("It’s fine = yes", "It’s fine = yes"),
            ("a-b, c", "a-b, c"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), written, "{text:?}");
            assert_eq!(unguarded(written), text, "{written:?}");
        }
        assert_eq!(unguarded("'plain"), "'plain", "another program's apostrophe");
        assert_eq!(unguarded("=1+1"), "=1+1", "another program guards nothing");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_and_nothing_in_it_is_run(text in "[-=+@' ,;\t\r\n\u{ff1d}\"a-c\u{e9}]{0,24}") {
            let written = guarded(&text);
            prop_assert_eq!(unguarded(&written), text.as_str());
            for at in beginnings(&written) {
                // A line end is itself a separator: what stands behind it is looked at for itself.
                let cell = rest(&written, at).trim_start_matches([' ', '"']);
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\u{ff1d}']), "{written:?}");
            }
        }

        #[test]
        fn any_text_reads_back(text in any::<String>()) {
            let written = guarded(&text);
            prop_assert_eq!(unguarded(&written), text.as_str());
        }
    }
}

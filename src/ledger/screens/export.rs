//! The pages of a key export.

use super::{Gesture, ScreenPage, Style, page, right_until, tap};
use crate::ledger::model::Body;
use crate::model::LedgerPath;

/// The way to "yes", and the way to "no".
pub(super) fn pages(style: Style, body: Body, path: LedgerPath, label: &str) -> [Vec<ScreenPage>; 2] {
    let is_newer = matches!(path, LedgerPath::Bip44 { .. });
    match body {
        Body::Buttons => buttons(style, is_newer, label),
        Body::Touch => touch(style, is_newer, label),
    }
}

/// A page for each thing that is said, a page that agrees, and a page that refuses behind it.
fn buttons(style: Style, is_newer: bool, label: &str) -> [Vec<ScreenPage>; 2] {
    let phrase = phrase(style, is_newer);
    let (said, yes, no): (&[&[&str]], &str, &str) = match style {
        Style::Old | Style::Accept => (&[&["Recover credentials", label]], "Accept", "Decline"),
        Style::AcceptKeys if !is_newer => (&[&["Recover credentials", label]], "Accept", "Decline"),
        // "Decline" was not walked to.
        Style::AcceptKeys => {
            (&[&["Export", "private keys for"], &["Account C... Discovery", label]], "Accept", "Decline")
        }
        Style::Review | Style::ReviewPurpose => {
            (&[&["Review operation", phrase], &["Credentials ID", label]], "Sign operation", "Reject operation")
        }
    };
    let turned = said.iter().map(|lines| page(lines, Gesture::Right));
    let refused = said.first().map(|lines| page(lines, right_until(no)));
    [
        turned.chain([page(&[yes], Gesture::Both)]).collect(),
        refused.into_iter().chain([page(&[no], Gesture::Both)]).collect(),
    ]
}

fn touch(style: Style, is_newer: bool, label: &str) -> [Vec<ScreenPage>; 2] {
    let phrase = phrase(style, is_newer);
    let question = format!("{phrase}?");
    let (first, second, last): (&[&str], &str, &[&str]) = match style {
        Style::AcceptKeys if is_newer => (&["Export Private Key"], "Account Cred Discovery", &["Accept"]),
        Style::Old | Style::Accept | Style::AcceptKeys => (&["Export Private Key"], "Recover credentials", &["Accept"]),
        Style::Review | Style::ReviewPurpose => {
            (&["Review operation", phrase], "Credentials ID", &["Sign operation", &question])
        }
    };
    let hold = Gesture::Hold { words: "Hold to sign".into() };
    [
        vec![page(first, Gesture::Swipe), page(&[second, label], Gesture::Swipe), page(last, hold)],
        vec![page(first, tap("Reject")), page(&["Reject operation?"], tap("Yes, reject"))],
    ]
}

const fn phrase(style: Style, is_newer: bool) -> &'static str {
    match style {
        Style::ReviewPurpose if is_newer => "to discover credentials",
        Style::Old | Style::Accept | Style::AcceptKeys | Style::Review | Style::ReviewPurpose => {
            "to recover credentials"
        }
    }
}

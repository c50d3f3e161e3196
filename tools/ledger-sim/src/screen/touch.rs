//! What stands on a touch screen, page by page: recorded on a Flex with 5.4.0, walked through on one with 5.1.3; a Stax has
//! the same source. A swipe turns pages, "yes" is a finger that stays, "no" is on every page and asks once more.

use super::{Area, Choice, Keys, Page, Pages, Purpose, Subject};
use crate::version::Wording;

/// Letters of a long text on one line. The device wraps by the width of its font, which is not modelled.
const LINE: usize = 17;

const HOLD: &str = "Hold to sign";
const REJECT: &str = "Reject";
const CANCEL: &str = "Cancel";
const QUIT: &str = "Quit app";

pub(super) fn home() -> Pages {
    let lines = ["Concordium", "This app enables signing", "transactions on the", "Concordium network.", QUIT];
    Pages::new(vec![page(lines.map(str::to_owned).to_vec(), vec![tap(QUIT, Choice::Quit)], false)])
}

pub(super) fn dashboard() -> Pages {
    Pages::new(vec![page(vec!["Concordium".into()], vec![tap("Concordium", Choice::OpenApp)], false)])
}

pub(super) fn other_app(name: &str) -> Pages {
    Pages::new(vec![page(vec![name.into(), QUIT.into()], vec![tap(QUIT, Choice::Quit)], false)])
}

/// The system's question was not recorded.
pub(super) fn open_app() -> Pages {
    let lines = vec!["Open app".into(), "Concordium".into(), "Confirm".into(), CANCEL.into()];
    Pages::new(vec![page(lines, vec![tap("Confirm", Choice::Approve), tap(CANCEL, Choice::Reject)], false)])
}

/// A sentence that goes away by itself.
pub(crate) fn said<const N: usize>(lines: [&str; N]) -> Pages {
    Pages::new(vec![page(lines.map(str::to_owned).to_vec(), Vec::new(), false)])
}

pub(super) fn export(wording: Wording, purpose: Purpose, subject: &Subject) -> Pages {
    // The text of a legacy path begins with a blank.
    let label = if subject.provider.is_some() { subject.label() } else { format!(" {}", subject.label()) };
    let (first, second, last): (Vec<String>, &str, Vec<String>) = match wording {
        Wording::Old | Wording::Rewrite | Wording::OtherLine => {
            (vec!["Export Private Key".into()], purpose.title(), vec!["Accept".into()])
        }
        Wording::Review => {
            let what = purpose.phrase().trim_start_matches("to ");
            let question = vec!["Sign operation".into(), format!("{}?", purpose.phrase())];
            (vec!["Review operation to ".into(), what.into()], "Credentials ID", question)
        }
    };
    // Behind the three pages: what "Reject" leads to.
    let reject = tap(REJECT, Choice::Turn(3));
    let with = |mut lines: Vec<String>, below: &[&str]| {
        lines.extend(below.iter().map(|line| (*line).to_owned()));
        lines
    };
    let question = ["Reject operation?", "Go back to operation", "Yes, reject"];
    let answers = vec![tap("Go back to operation", Choice::Turn(0)), tap("Yes, reject", Choice::Reject)];
    Pages::new(vec![
        page(with(first, &["Swipe to review", REJECT, "1 of 3"]), vec![reject], true),
        page(with(vec![second.into(), label], &[REJECT, "2 of 3"]), vec![reject], true),
        page(with(last, &[REJECT, "3 of 3", HOLD]), vec![reject, hold(HOLD, Choice::Approve)], true),
        page(question.map(str::to_owned).to_vec(), answers, false),
    ])
}

pub(super) fn public_key(label: &str) -> Pages {
    two_pages("Public Key", vec!["Address".into(), label.into()], "Confirm")
}

pub(super) fn compare(key: &[u8; 32]) -> Pages {
    let mut lines = vec!["Compare".to_owned()];
    lines.extend(broken(&hex::encode(key)));
    two_pages("Compare", lines, "Confirm")
}

pub(super) fn verify_address(wording: Wording, label: &str, address: &str) -> Pages {
    let yes = match wording {
        Wording::Old | Wording::Rewrite | Wording::OtherLine => "Approve",
        Wording::Review => "Confirm",
    };
    let mut lines = vec!["Address".to_owned()];
    lines.extend(broken(address));
    lines.extend(["Identity".to_owned(), label.to_owned()]);
    two_pages("Verify Address", lines, yes)
}

fn two_pages(title: &str, mut second: Vec<String>, yes: &'static str) -> Pages {
    let cancel = tap(CANCEL, Choice::Reject);
    let first = [title, "Swipe to continue", CANCEL, "1 of 2"].map(str::to_owned).to_vec();
    second.extend([CANCEL, "2 of 2", yes].map(str::to_owned));
    Pages::new(vec![page(first, vec![cancel], true), page(second, vec![cancel, tap(yes, Choice::Approve)], true)])
}

const fn page(lines: Vec<String>, areas: Vec<Area>, turns: bool) -> Page {
    Page { lines, keys: Keys::Touch { turns, areas } }
}

const fn tap(word: &'static str, choice: Choice) -> Area {
    Area { word, held: false, choice }
}

const fn hold(word: &'static str, choice: Choice) -> Area {
    Area { word, held: true, choice }
}

fn broken(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(LINE).map(|line| line.iter().collect()).collect()
}

//! What stands on the screen of a Ledger with two buttons, page by page: recorded on a Nano S Plus with 4.1.2, 5.1.3 and
//! 5.4.0, walked through on 5.5.3 and 5.6.0 of the other line. Both buttons on a page that names something do nothing; "yes"
//! and "no" are pages of their own.

use super::{Choice, Keys, Page, Pages, Purpose, Subject, font};
use crate::version::Wording;

/// Lines of a long text on one page.
const LINES: usize = 3;
/// Letters on a line where the app breaks a text by their number: addresses in the old app.
const OLD_ADDRESS_LINE: usize = 10;
/// The same for keys in hexadecimal, in every app.
const KEY_LINE: usize = 16;

/// What stands before the old app whenever it is opened.
pub(crate) fn start() -> Pages {
    let lines = ["Pending", "Ledger review"].map(str::to_owned).to_vec();
    Pages::new(vec![Page { lines, keys: Keys::OnlyBoth(Choice::Begin) }])
}

/// An error in a build made for debugging. Both buttons end the app.
pub(crate) fn error(word: u16) -> Pages {
    let word = format!("e=0x{word:04X}");
    Pages::new(vec![page(["App error", &word, " ", "LR=0xC0DE2522"], Choice::Quit)])
}

pub(super) fn home(version: &str) -> Pages {
    Pages::new(vec![
        page(["Concordium", "is ready"], Choice::None),
        page(["Version", version], Choice::None),
        page(["Quit"], Choice::Quit),
    ])
}

pub(super) fn dashboard() -> Pages {
    Pages::new(vec![page(["Concordium", "Open app"], Choice::OpenApp)])
}

pub(super) fn other_app(name: &str) -> Pages {
    Pages::new(vec![page([name, "is ready"], Choice::None), page(["Quit"], Choice::Quit)])
}

/// The system's question was not recorded: it agrees where it asks.
pub(super) fn open_app() -> Pages {
    Pages::new(vec![page(["Open app", "Concordium"], Choice::Approve), page(["Cancel"], Choice::Reject)])
}

pub(super) fn export(wording: Wording, purpose: Purpose, subject: &Subject) -> Pages {
    // The text of a legacy path begins with a blank, which the device gives a line of its own.
    let named = |title: &str| match subject.provider {
        None => vec![title.to_owned(), " ".to_owned(), subject.label()],
        Some(_) => vec![title.to_owned(), subject.label()],
    };
    let silent = |lines: Vec<String>| Page { lines, keys: Keys::Buttons(Choice::None) };
    let mut pages = match wording {
        Wording::Old => vec![silent(vec![purpose.title().into(), format!("ID #{}", subject.identity)])],
        Wording::OtherLine if purpose.is_of_keys() => {
            // A title that is too wide for its line is shortened in its middle.
            let title = if purpose == Purpose::Discover { "Account C... Discovery" } else { purpose.title() };
            vec![page(["Export", "private keys for"], Choice::None), silent(named(title))]
        }
        Wording::Rewrite | Wording::OtherLine => vec![silent(named(purpose.title()))],
        Wording::Review => {
            vec![page(["Review operation", purpose.phrase()], Choice::None), silent(named("Credentials ID"))]
        }
    };
    let (yes, no) = match wording {
        Wording::Old | Wording::Rewrite | Wording::OtherLine => ("Accept", "Decline"),
        Wording::Review => ("Sign operation", "Reject operation"),
    };
    pages.push(page([yes], Choice::Approve));
    pages.push(page([no], Choice::Reject));
    Pages::new(pages)
}

/// The page that names the key is also the one that accepts.
pub(super) fn public_key(label: &str) -> Pages {
    Pages::new(vec![page(["Public key", label], Choice::Approve), page(["Decline"], Choice::Reject)])
}

pub(super) fn compare(key: &[u8; 32]) -> Pages {
    Pages::new(long_text("Compare", &by_number(&hex::encode(key), KEY_LINE), Choice::Home))
}

pub(super) fn verify_address(wording: Wording, label: &str, address: &str) -> Pages {
    let lines = match wording {
        Wording::Old => by_number(address, OLD_ADDRESS_LINE),
        Wording::Rewrite | Wording::OtherLine | Wording::Review => font::lines(address),
    };
    let mut pages = vec![page(["Verify Address", label], Choice::None)];
    pages.extend(long_text("Address", &lines, Choice::None));
    pages.push(page(["Approve"], Choice::Approve));
    pages.push(page(["Reject"], Choice::Reject));
    Pages::new(pages)
}

fn page<const N: usize>(lines: [&str; N], choice: Choice) -> Page {
    Page { lines: lines.into_iter().map(str::to_owned).collect(), keys: Keys::Buttons(choice) }
}

fn by_number(text: &str, letters: usize) -> Vec<String> {
    let letters_of: Vec<char> = text.chars().collect();
    letters_of.chunks(letters).map(|line| line.iter().collect()).collect()
}

fn long_text(title: &str, lines: &[String], choice: Choice) -> Vec<Page> {
    let count = lines.len().div_ceil(LINES);
    lines
        .chunks(LINES)
        .enumerate()
        .map(|(index, lines)| {
            let title = if count == 1 { title.to_owned() } else { format!("{title} ({}/{count})", index + 1) };
            Page { lines: std::iter::once(title).chain(lines.iter().cloned()).collect(), keys: Keys::Buttons(choice) }
        })
        .collect()
}

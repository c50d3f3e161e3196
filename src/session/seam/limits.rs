//! Writes the limits that page and engine share, and what a wallet is written as, from where the engine has them: the page says them
//! before anything is sent.
//! A stale `extension/engine.limits.ts` fails the test; `LIFEBOAT_BLESS=1 cargo test -p lifeboat typescript` writes it anew.

use std::fmt::Write as _;

use crate::backup;

use super::typescript::assert_written;
use crate::session::import::rows;
use crate::session::vault::password;
use crate::session::wallet::editing;

const HEADER: &str = "\
// The limits that page and engine share, and what a wallet is written as; written from src/session by a test: do not edit.
// `LIFEBOAT_BLESS=1 cargo test -p lifeboat typescript` writes it anew.
";

#[test]
fn typescript_limits_are_those_of_the_engine() {
    let mut text = String::from(HEADER);
    let mut limit = |doc: &str, name: &str, value: usize| {
        write!(text, "\n/** {doc} */\nexport const {name} = {value};\n").expect("writing to a string");
    };
    limit(
        "Most characters of the name of an account or an identity. The Desktop Wallet takes no more.",
        "LONGEST_NAME",
        editing::NAME_CEILING,
    );
    limit("Most characters of a contact's name.", "LONGEST_CONTACT_NAME", editing::CONTACT_NAME_CEILING);
    limit("Most characters of a contact's note.", "LONGEST_NOTE", editing::NOTE_CEILING);
    limit("Most bytes of a file.", "LARGEST_FILE", backup::MAX_FILE);
    limit("Most rows of a preview that are answered at once.", "ROWS_AT_ONCE", rows::AT_ONCE);
    limit("Fewest characters of Unicode of an unlock password.", "SHORTEST_UNLOCK_PASSWORD", password::PASSWORD_FLOOR);
    limit("Fewest UTF-16 units of a file's password.", "SHORTEST_FILE_PASSWORD", backup::MIN_PASSWORD);
    let formats: Vec<String> = backup::format::written()
        .map(|format| format!("'{}'", serde_json::to_value(format).unwrap().as_str().unwrap()))
        .collect();
    let formats = formats.join(", ");
    write!(
        text,
        "\n/** What a whole wallet is written as, as it is offered. */\nexport const WRITTEN = [{formats}] as const;\n"
    )
    .expect("writing to a string");
    assert_written("extension/engine.limits.ts", &text);
}

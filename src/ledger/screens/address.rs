//! The pages of an address. How many it takes on a Nano depends on the width of its letters.

use super::{Gesture, ScreenPage, Style, page, right_until, tap};
use crate::ledger::model::Body;

/// Letters on a line here. The device has its own breaks.
const LINE: usize = 17;

/// The way to "yes", and the way to "no".
pub(super) fn pages(style: Style, body: Body, label: &str, address: &str) -> [Vec<ScreenPage>; 2] {
    let letters: Vec<char> = address.chars().collect();
    let broken: Vec<String> = letters.chunks(LINE).map(|line| line.iter().collect()).collect();
    let mut lines = vec!["Address"];
    lines.extend(broken.iter().map(String::as_str));
    match body {
        Body::Buttons => {
            let first = ["Verify Address", label];
            [
                vec![
                    page(&first, Gesture::Right),
                    page(&lines, right_until("Approve")),
                    page(&["Approve"], Gesture::Both),
                ],
                vec![page(&first, right_until("Reject")), page(&["Reject"], Gesture::Both)],
            ]
        }
        Body::Touch => {
            let yes = match style {
                Style::Old | Style::Accept | Style::AcceptKeys => "Approve",
                Style::Review | Style::ReviewPurpose => "Confirm",
            };
            lines.extend(["Identity", label]);
            [
                vec![page(&["Verify Address"], Gesture::Swipe), page(&lines, tap(yes))],
                vec![page(&["Verify Address"], tap("Cancel"))],
            ]
        }
    }
}

//! A hand that knows the device: it reads the screen, turns page after page, and chooses where the words say so.
//! For whatever only needs a device that somebody answers. It does what a person can do, and nothing else: there is no way
//! to a page but through the pages before it.

use crate::model::Body;
use crate::screen::Gesture;

/// More pages than any question has.
pub(crate) const MOST_PAGES: usize = 12;

/// What a hand does next on its way to "yes" (or to "no"), seeing these lines.
pub(crate) fn next(body: Body, lines: &[String], agrees: bool) -> Gesture {
    let says = |word: &str| lines.iter().any(|line| line == word);
    let is_on = |words: &[&str]| words.iter().any(|word| says(word));
    match (body, agrees) {
        (Body::Buttons, true) if is_on(&["Accept", "Sign operation", "Approve", "Public key", "Open app"]) => {
            Gesture::Both
        }
        (Body::Buttons, false) if is_on(&["Decline", "Reject operation", "Reject", "Cancel"]) => Gesture::Both,
        (Body::Buttons, true | false) => Gesture::Right,
        (Body::Touch, true) if says("Hold to sign") => Gesture::Hold("Hold to sign".into()),
        (Body::Touch, true) => {
            let button = ["Confirm", "Approve"].into_iter().find(|word| says(word));
            button.map_or(Gesture::Swipe, |word| Gesture::Tap(word.into()))
        }
        (Body::Touch, false) => {
            let button = ["Yes, reject", "Reject", "Cancel"].into_iter().find(|word| says(word));
            button.map_or(Gesture::Swipe, |word| Gesture::Tap(word.into()))
        }
    }
}

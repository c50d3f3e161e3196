//! The house itself: its rooms, its names, its texts, and the lists that must agree.
#![expect(clippy::panic, clippy::string_slice, clippy::unwrap_used, reason = "tests")]

mod circles;
mod codes;
mod docs;
mod fuzz_corpora;
mod names;
mod promises;
mod rooms;
mod seam;
mod texts;

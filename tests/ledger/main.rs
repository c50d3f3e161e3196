//! The dialogue with a Ledger: the versions of its app, its screens, and the simulated device against recordings.
#![expect(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests"
)]

#[path = "../support/cases.rs"]
mod cases;
#[path = "../support/every.rs"]
mod every;
#[path = "../support/mod.rs"]
mod support;

mod engine;
mod hid;
mod screens;
mod sim;
mod vectors;

//! The search for accounts: its rules, its model, its checkpoints.
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]

#[path = "../support/cases.rs"]
mod cases;
#[path = "../support/every.rs"]
mod every;
#[path = "../support/recovery.rs"]
mod fixtures;
#[path = "../support/generator.rs"]
mod generator;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/turns.rs"]
mod turns;

mod desktop;
mod drive;
mod key_model;
mod list;
mod model;
mod outlook;
mod places;
mod rules;
mod vectors;

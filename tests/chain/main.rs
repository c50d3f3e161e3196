//! What a node answers, and what is made of it.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

#[path = "../support/cases.rs"]
mod cases;
#[path = "../support/counting.rs"]
mod counting;
#[path = "../support/every.rs"]
mod every;
#[path = "../support/recovery.rs"]
mod fixtures;
#[path = "../support/phone.rs"]
mod phone;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/turns.rs"]
mod turns;

mod custody;
mod vectors;
mod watch;

//! What an import plans, and what comes of it.
#![expect(clippy::indexing_slicing, clippy::panic, clippy::print_stdout, clippy::unwrap_used, reason = "tests")]

#[path = "../support/cases.rs"]
mod cases;
#[path = "../support/counting.rs"]
mod counting;
#[path = "../support/every.rs"]
mod every;
#[path = "../support/key_material.rs"]
mod key_material;
#[path = "../support/phone.rs"]
mod phone;
#[path = "../support/mod.rs"]
mod support;

mod desktop;
mod files;
mod keys_and_phones;
mod properties;

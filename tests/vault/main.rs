//! The vault: its seal, its keeper, its vectors.
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]

#[path = "../support/cabinet.rs"]
mod cabinet;
#[path = "../support/cases.rs"]
mod cases;
#[path = "../support/wallets.rs"]
mod wallets;

mod again;
mod amending;
mod keeper;
mod passkey;
mod seal;
mod standing;
mod vectors;

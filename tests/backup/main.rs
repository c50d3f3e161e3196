//! Every file format: what is read, what is written, and what a file of each kind may do.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "tests"
)]

#[path = "../support/cases.rs"]
mod cases;
#[path = "../support/counting.rs"]
mod counting;
#[path = "../support/desktop_wallet.rs"]
mod desktop_wallet;
#[path = "../support/every.rs"]
mod every;
#[path = "../support/javascript.rs"]
mod javascript;
#[path = "../support/phone.rs"]
mod phone;
#[path = "../support/phone_document.rs"]
mod phone_document;
#[path = "../support/phone_sorted.rs"]
mod phone_sorted;
#[path = "../support/strict_phone.rs"]
mod strict_phone;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/wallets.rs"]
mod wallets;

mod carry;
mod contacts_table;
mod desktop;
mod document;
mod elsewhere;
mod envelope;
mod foreign_keys;
mod genesis_key;
mod interop;
mod native;
mod people_hold;
mod phone_carry;
mod phone_corpus;
mod phone_faults;
mod phone_types;
mod record;
mod salvage;

/// Of a row of cases, one in so many belongs to the quick ring: for `step_by`.
fn stride() -> usize {
    usize::try_from(8 / cases::cases(8)).unwrap()
}

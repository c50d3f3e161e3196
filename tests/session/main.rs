//! Whole sessions: what the page asks, and what it sees.
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]

#[path = "../support/session.rs"]
mod bench;

mod backup;
mod balances;
mod check;
mod flows;
mod keeping;
mod key_search;
mod keys;
mod ledger;
mod lists;
mod locking;
mod nodes;
mod passkey;
mod phone;
mod preview;
mod rows;
mod search;
mod told;
mod work;

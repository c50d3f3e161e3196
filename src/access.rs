//! Whether the Ledger at hand can sign for the wallet's accounts. Records, chain and Ledger are joined in plain values; the
//! keys are read, and the chain is asked, by whoever holds the plan. [`Power`] is what keys can do on an account of which no record
//! says whose it is, and what everybody else can.
//!
//! ```text
//! AccessPlan::new(wallet, chain) ─ worth_reading(read so far) ─▶ KeyQuestion … ─ read from the Ledger ─▶ again, until nothing is
//!                                ─ accounts() ─▶ access(read): what the Ledger can do for each
//! ```

mod plan;
mod power;
mod receiving;
mod signing;

pub use plan::{AccessPlan, KeyQuestion, KeysRead, PlannedAccount};
pub use power::Power;
pub use receiving::{Receiving, keys_it_rests_on};
pub use signing::Access;

#[cfg(test)]
mod tests;

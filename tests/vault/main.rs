//! The vault: its seal, its keeper, its vectors.

#[path = "../support/cabinet.rs"]
mod cabinet;

mod keeper;
mod seal;
mod standing;
mod vectors;

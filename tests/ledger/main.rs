//! The dialogue with a Ledger: the versions of its app, its screens, and the simulated device against recordings.

#[path = "../support/every.rs"]
mod every;
#[path = "../support/mod.rs"]
mod support;

mod engine;
mod hid;
mod screens;
mod sim;
mod vectors;

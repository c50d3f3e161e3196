//! The Ledger: the desk at which one sits at a time, and what is done there outside of a search.

pub(super) mod access;
pub(super) mod desk;
pub(super) mod task;

//! The open vault: making, opening, writing, locking and deleting it, and how safely it is kept.

pub mod keeping;
pub(super) mod opening;
pub(super) mod password;
pub(super) mod presence;

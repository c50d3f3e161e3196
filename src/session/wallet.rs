//! Records as they are shown, named and removed.

pub(in crate::session) mod editing;
pub mod present;
mod removing;

//! Records as they are shown, named and removed.

mod editing;
pub mod present;
mod removing;

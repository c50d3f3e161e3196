//! The commands of the device, one file each.
//! Each knows its bytes, per app version where they differ; none knows how bytes travel.

mod ask;
mod exchange;
pub mod export_key;
pub mod open_app;
mod path;
pub mod public_key;
pub mod running;
pub mod verify_address;
mod witness;

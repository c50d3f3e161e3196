//! The engine of Lifeboat for Concordium.
//!
//! It makes encrypted backups, imports the files people already hold, and finds accounts again with a Ledger.
//! Layers, each knowing only those below it:
//!
//! ```text
//! web
//! session
//! recovery   key_search   watch   backup   vault   merge   removal
//! access     custody      asking  directory
//! ledger     node     chain   record
//! crypto     model
//! secret     fault        work
//! text       gather   order
//! ```
//!
//! Below `session` there is no clock, no randomness, no browser: what decides is plain, and what has to wait is `async` over a joint that
//! is handed to it. `web` is the only edge.
//! Keys, passwords and Ledger answers never leave the engine: not in a log, an error, a snapshot or a message.

pub mod access;
pub mod asking;
pub mod backup;
pub mod chain;
pub mod crypto;
pub mod custody;
pub mod directory;
pub mod fault;
mod gather;
pub mod key_search;
pub mod ledger;
pub mod merge;
pub mod model;
pub mod node;
mod order;
pub mod record;
pub mod recovery;
pub mod removal;
pub mod secret;
pub mod session;
pub mod text;
pub mod vault;
pub mod watch;
#[cfg(target_arch = "wasm32")]
pub mod web;
mod work;

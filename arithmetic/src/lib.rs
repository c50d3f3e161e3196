//! The engine's long calculations, written out for the types it uses. What stands here is compiled once and for speed,
//! while the engine is compiled for size, and in a build for tests for nothing at all: code with type parameters is compiled where it is used,
//! and there it would run up to ten times as long.
//! What the numbers mean is not known here.

mod base58;
mod cipher;
mod curve;
mod password;

pub use base58::{base58_decode, base58_encode};
pub use cipher::{cbc_open_blocks, cbc_seal, gcm_open, gcm_seal, gcm_seal_in_place};
pub use curve::{batch_inverse, inverse, multiple, multiples, table};
pub use password::{pbkdf2_sha256, pbkdf2_sha512};

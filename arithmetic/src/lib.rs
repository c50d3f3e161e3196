//! The engine's long calculations, written out for the types it uses. What stands here is compiled once and for speed, also in a
//! build for tests: code with type parameters is compiled where it is used, and there it would run ten times as long.
//! What the numbers mean is not known here.

mod curve;
mod password;

pub use curve::{batch_inverse, inverse, multiple, multiples, table};
pub use password::{pbkdf2_sha256, pbkdf2_sha512};

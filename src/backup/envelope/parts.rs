//! The parts of a file that is locked in the way the wallets share, and the words it has for them.

use crate::crypto::cbc::BLOCK_LEN;
use crate::crypto::kdf::{Pbkdf2Hash, Pbkdf2Rounds};

/// Longest salt that is taken, in bytes. The wallets write 16 or 32.
pub const MAX_SALT: usize = 1024;
pub(super) const CIPHER: &str = "AES-256";
pub(super) const DERIVATION: &str = "PBKDF2WithHmacSHA256";

/// How it is locked, and what is locked.
#[derive(Debug)]
pub(super) struct LockParts {
    pub(super) rounds: Pbkdf2Rounds,
    pub(super) hash: Pbkdf2Hash,
    pub(super) salt: Vec<u8>,
    pub(super) iv: [u8; BLOCK_LEN],
    pub(super) ciphertext: Vec<u8>,
}

pub(super) fn hash_name(hash: Pbkdf2Hash) -> &'static str {
    match hash {
        Pbkdf2Hash::Sha256 => "sha256",
        Pbkdf2Hash::Sha512 => "sha512",
    }
}

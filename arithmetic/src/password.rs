//! PBKDF2-HMAC (RFC 8018 §5.2).

use sha2::{Sha256, Sha512};

/// Over SHA-256.
pub fn pbkdf2_sha256(password: &[u8], salt: &[u8], rounds: u32, key: &mut [u8; 32]) {
    pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, rounds, key);
}

/// Over SHA-512.
pub fn pbkdf2_sha512(password: &[u8], salt: &[u8], rounds: u32, key: &mut [u8; 32]) {
    pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, rounds, key);
}

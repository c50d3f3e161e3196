//! What lies beside the vault under the same key: the checkpoint of an interrupted recovery.
//!
//! It changes with every answer of a node, far more often than the vault, and losing it loses no record: so it is kept
//! apart, once. Format: `4C 42 41 53 49 44 45 01` ("LBASIDE", version 1), a nonce of 12 bytes, then AES-256-GCM of the bytes
//! with the first eight as associated data.

use super::error::VaultError;
use super::{Key, aead};
use crate::crypto::entropy::{Entropy, generate_bytes};
use crate::secret::Plaintext;

const MAGIC: [u8; 8] = *b"LBASIDE\x01";
const NONCE_LEN: usize = 12;

/// Seals bytes that belong beside the vault.
#[must_use]
pub fn seal_aside(key: &Key, bytes: &Plaintext, entropy: &mut dyn Entropy) -> Vec<u8> {
    let nonce: [u8; NONCE_LEN] = generate_bytes(entropy);
    // EXPOSE: to be sealed.
    let sealed = aead::seal(&key.sealing, &nonce, &MAGIC, bytes.expose());
    [MAGIC.as_slice(), &nonce, &sealed].concat()
}

/// Opens what [`seal_aside`] sealed.
///
/// # Errors
/// [`VaultError::Damaged`] whatever is wrong with it: another password, another version, a flipped bit.
pub fn open_aside(key: &Key, sealed: &[u8]) -> Result<Plaintext, VaultError> {
    let rest = sealed.strip_prefix(&MAGIC).ok_or(VaultError::Damaged)?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>().ok_or(VaultError::Damaged)?;
    aead::open(&key.sealing, nonce, &MAGIC, rest).map_err(|_| VaultError::Damaged)
}

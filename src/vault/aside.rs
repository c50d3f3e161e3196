//! What is sealed under the vault's key and is not the vault: the checkpoint of an interrupted recovery, which lies beside it, and what was
//! unfinished when it locked, which lies nowhere: the page has it until the vault is open again.
//!
//! The checkpoint changes with every answer of a node, far more often than the vault, and losing it loses no record: so it is kept
//! apart, once. Format: `4C 42 41 53 49 44 45 01` ("LBASIDE", version 1), a nonce of 12 bytes, then AES-256-GCM of the bytes
//! with the first eight as associated data. The unfinished is `4C 42 4F 50 45 4E 00 01` ("LBOPEN") in front of the same.

use super::error::VaultError;
use super::{Key, aead};
use crate::crypto::entropy::{Entropy, generate_bytes};
use crate::secret::Plaintext;

const ASIDE: [u8; 8] = *b"LBASIDE\x01";
const UNFINISHED: [u8; 8] = *b"LBOPEN\0\x01";
const NONCE_LEN: usize = 12;

/// Seals bytes that belong beside the vault.
#[must_use]
pub fn seal_aside(key: &Key, bytes: &Plaintext, entropy: &mut dyn Entropy) -> Vec<u8> {
    seal(key, ASIDE, bytes, entropy)
}

/// Opens what [`seal_aside`] sealed.
///
/// # Errors
/// [`VaultError::Damaged`] whatever is wrong with it: another password, another version, a flipped bit.
pub fn open_aside(key: &Key, sealed: &[u8]) -> Result<Plaintext, VaultError> {
    open(key, ASIDE, sealed)
}

/// Seals what was unfinished when the vault locked.
#[must_use]
pub fn seal_unfinished(key: &Key, bytes: &Plaintext, entropy: &mut dyn Entropy) -> Vec<u8> {
    seal(key, UNFINISHED, bytes, entropy)
}

/// Opens what [`seal_unfinished`] sealed.
///
/// # Errors
/// As [`open_aside`].
pub fn open_unfinished(key: &Key, sealed: &[u8]) -> Result<Plaintext, VaultError> {
    open(key, UNFINISHED, sealed)
}

fn seal(key: &Key, magic: [u8; 8], bytes: &Plaintext, entropy: &mut dyn Entropy) -> Vec<u8> {
    let nonce: [u8; NONCE_LEN] = generate_bytes(entropy);
    // EXPOSE: to be sealed.
    let sealed = aead::seal(&key.sealing, &nonce, &magic, bytes.expose());
    [magic.as_slice(), &nonce, &sealed].concat()
}

fn open(key: &Key, magic: [u8; 8], sealed: &[u8]) -> Result<Plaintext, VaultError> {
    let rest = sealed.strip_prefix(&magic).ok_or(VaultError::Damaged)?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>().ok_or(VaultError::Damaged)?;
    aead::open(&key.sealing, nonce, &magic, rest).map_err(|_| VaultError::Damaged)
}

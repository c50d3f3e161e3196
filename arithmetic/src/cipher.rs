//! AES-256 as files and the vault are locked with it: GCM (NIST SP 800-38D) and CBC (NIST SP 800-38A).

use aes::Aes256;
use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, AeadInOut, KeyInit, Payload};
use cbc::cipher::block_padding::{NoPadding, Pkcs7};
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};

/// Encrypts and authenticates; the tag of 16 bytes stands behind. `None` beyond 64 GiB.
#[must_use]
pub fn gcm_seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], plaintext: &[u8]) -> Option<Vec<u8>> {
    Aes256Gcm::new(key.into()).encrypt(nonce.into(), Payload { msg: plaintext, aad }).ok()
}

/// Encrypts where it lies; answers the tag. `None` beyond 64 GiB.
#[must_use]
pub fn gcm_seal_in_place(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], message: &mut [u8]) -> Option<[u8; 16]> {
    Aes256Gcm::new(key.into()).encrypt_inout_detached(nonce.into(), aad, message.into()).ok().map(Into::into)
}

/// Decrypts what [`gcm_seal`] made. `None` if the tag does not fit.
#[must_use]
pub fn gcm_open(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    Aes256Gcm::new(key.into()).decrypt(nonce.into(), Payload { msg: sealed, aad }).ok()
}

/// Encrypts, with PKCS#7 padding (RFC 5652 §6.3).
#[must_use]
pub fn cbc_seal(key: &[u8; 32], iv: &[u8; 16], plaintext: &[u8]) -> Vec<u8> {
    cbc::Encryptor::<Aes256>::new(key.into(), iv.into()).encrypt_padded_vec::<Pkcs7>(plaintext)
}

/// Decrypts, and leaves the last block as it is. `None` if there are not whole blocks.
#[must_use]
pub fn cbc_open_blocks(key: &[u8; 32], iv: &[u8; 16], sealed: &[u8]) -> Option<Vec<u8>> {
    cbc::Decryptor::<Aes256>::new(key.into(), iv.into()).decrypt_padded_vec::<NoPadding>(sealed).ok()
}

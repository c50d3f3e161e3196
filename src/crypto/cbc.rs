//! AES-256-CBC with PKCS#7 padding: what locks foreign files (NIST SP 800-38A, RFC 5652 §6.3). Nothing here is
//! authenticated: it is for nothing of our own.

use crate::secret::{Plaintext, SealingKey};

/// Length of a block, and of the initialisation vector, in bytes.
pub const BLOCK_LEN: usize = 16;

/// Not whole blocks, or the padding does not fit: another key, or changed bytes. A fitting padding proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the padding does not fit")]
pub struct CbcError;

/// Encrypts; the result is longer by 1 to 16 bytes.
#[must_use]
pub fn seal(key: &SealingKey, iv: &[u8; BLOCK_LEN], plaintext: &[u8]) -> Vec<u8> {
    // EXPOSE: the cipher's key schedule is made from it.
    lifeboat_arithmetic::cbc_seal(key.expose(), iv, plaintext)
}

/// Decrypts.
///
/// # Errors
/// [`CbcError`]; one wrong key in 256 goes unnoticed here.
pub fn open(key: &SealingKey, iv: &[u8; BLOCK_LEN], sealed: &[u8]) -> Result<Plaintext, CbcError> {
    // EXPOSE: the cipher's key schedule is made from it.
    lifeboat_arithmetic::cbc_open(key.expose(), iv, sealed).map(Plaintext::new).ok_or(CbcError)
}

/// Decrypts every block, with what fills up the last one, whatever that is.
///
/// # Errors
/// [`CbcError`] if there are not whole blocks.
pub fn open_blocks(key: &SealingKey, iv: &[u8; BLOCK_LEN], sealed: &[u8]) -> Result<Plaintext, CbcError> {
    // EXPOSE: the cipher's key schedule is made from it.
    lifeboat_arithmetic::cbc_open_blocks(key.expose(), iv, sealed).map(Plaintext::new).ok_or(CbcError)
}

/// Decrypts the first block alone, whatever the padding at the end.
///
/// # Errors
/// [`CbcError`] if there is none.
pub fn open_first_block(key: &SealingKey, iv: &[u8; BLOCK_LEN], sealed: &[u8]) -> Result<Plaintext, CbcError> {
    let block = sealed.first_chunk::<BLOCK_LEN>().ok_or(CbcError)?;
    open_blocks(key, iv, block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_published_cipher() {
        // NIST SP 800-38A, F.2.5, first block.
        let bytes = |text: &str| hex::decode(text).unwrap();
        let key = SealingKey::new(
            bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4").try_into().unwrap(),
        );
        let iv = bytes("000102030405060708090a0b0c0d0e0f").try_into().unwrap();
        let plain = bytes("6bc1bee22e409f96e93d7e117393172a");
        let sealed = seal(&key, &iv, &plain);
        assert_eq!(hex::encode(&sealed[..BLOCK_LEN]), "f58c4c04d6e5f1ba779eabfb5f7bfbd6");
        // EXPOSE: a published test vector.
        assert_eq!(open(&key, &iv, &sealed).unwrap().expose(), plain);
        assert_eq!(open_first_block(&key, &iv, &sealed).unwrap().expose(), plain);
        assert_eq!(open(&key, &iv, &sealed[..BLOCK_LEN + 1]).unwrap_err(), CbcError);
        assert_eq!(open(&key, &iv, &[]).unwrap_err(), CbcError);
    }
}

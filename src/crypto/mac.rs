//! HMAC-SHA256 (RFC 2104) under a key of its own: what lets us notice a changed foreign file.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::secret::SealingKey;

/// Length of a tag, and of a checksum, in bytes.
pub const TAG_LEN: usize = 32;

/// The tag of `message`, under a key derived from `key` for `purpose` (HKDF-Expand, RFC 5869 §2.3, one block).
#[must_use]
pub fn tag(key: &SealingKey, purpose: &[u8], message: &[u8]) -> [u8; TAG_LEN] {
    authenticator(key, purpose, message).finalize().into_bytes().into()
}

/// Whether `found` is the tag of `message`; takes the same time either way.
#[must_use]
pub fn fits(key: &SealingKey, purpose: &[u8], message: &[u8], found: &[u8; TAG_LEN]) -> bool {
    authenticator(key, purpose, message).verify(found.into()).is_ok()
}

/// SHA-256: tells a damaged file from a wrong password, and protects against nobody.
#[must_use]
pub fn checksum(message: &[u8]) -> [u8; TAG_LEN] {
    Sha256::digest(message).into()
}

/// The SHA-256 of what is still growing: bytes are taken in as they come, and are not needed again.
#[derive(Debug, Clone, Default)]
pub struct GrowingChecksum(Sha256);

impl GrowingChecksum {
    /// So many bytes more.
    pub fn take(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The checksum of everything up to here.
    #[must_use]
    pub fn so_far(&self) -> [u8; TAG_LEN] {
        self.0.clone().finalize().into()
    }
}

impl PartialEq for GrowingChecksum {
    fn eq(&self, other: &Self) -> bool {
        self.so_far() == other.so_far()
    }
}

impl Eq for GrowingChecksum {}

fn authenticator(key: &SealingKey, purpose: &[u8], message: &[u8]) -> Hmac<Sha256> {
    // EXPOSE: one key for two uses would be a mistake: the second is derived from the first.
    let derived = keyed(key.expose()).chain_update(purpose).chain_update([1]).finalize().into_bytes();
    keyed(&derived).chain_update(message)
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length (RFC 2104 §2)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_hmac_under_an_expanded_key() {
        // RFC 5869, A.1: with L = 32 the first block of OKM is what the tag is made under.
        let prk = "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5";
        let okm = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf";
        let key = SealingKey::new(hex::decode(prk).unwrap().try_into().unwrap());
        let purpose = hex::decode("f0f1f2f3f4f5f6f7f8f9").unwrap();
        let expected: [u8; TAG_LEN] =
            keyed(&hex::decode(okm).unwrap()).chain_update(b"message").finalize().into_bytes().into();
        assert_eq!(tag(&key, &purpose, b"message"), expected);
        assert!(fits(&key, &purpose, b"message", &expected));
        assert!(!fits(&key, &purpose, b"messagf", &expected));
        assert!(!fits(&key, b"other", b"message", &expected));
    }

    #[test]
    fn it_is_the_published_hmac() {
        // RFC 4231, test case 2.
        let tag = keyed(b"Jefe").chain_update(b"what do ya want for nothing?").finalize().into_bytes();
        assert_eq!(hex::encode(tag), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}

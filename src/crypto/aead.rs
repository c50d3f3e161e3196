//! AES-256-GCM: what seals our own files and the vault (NIST SP 800-38D). Nonces are the caller's.

use crate::secret::{Plaintext, SealingKey};

/// Length of a nonce in bytes. Never used twice with one key.
pub const NONCE_LEN: usize = 12;
/// Length of the tag at the end of the sealed bytes.
pub const TAG_LEN: usize = 16;

/// The tag does not fit: another key, another nonce, other associated data, or changed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the authentication tag does not fit")]
pub struct AeadError;

/// Encrypts `plaintext`; the result is as long plus [`TAG_LEN`]. `aad` is authenticated, not contained.
#[must_use]
pub fn seal(key: &SealingKey, nonce: &[u8; NONCE_LEN], aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
    // EXPOSE: the cipher's key schedule is made from it (and wiped with it).
    let sealed = lifeboat_arithmetic::gcm_seal(key.expose(), nonce, aad, plaintext);
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    sealed.expect("AES-GCM refuses only messages beyond 64 GiB, which no address space of ours holds")
}

/// The same where the message lies, behind room for a header that is authenticated: a large message is never held twice.
///
/// # Panics
/// Without room for the header: what lies where it belongs would leave here as it is.
#[must_use]
pub fn seal_behind(key: &SealingKey, nonce: &[u8; NONCE_LEN], header: &[u8], room_and_message: Plaintext) -> Vec<u8> {
    let mut bytes = room_and_message.into_bytes();
    #[expect(clippy::expect_used, reason = "whoever packs a message makes room for its header")]
    let (front, message) = bytes.split_at_mut_checked(header.len()).expect("room for the header");
    front.copy_from_slice(header);
    // EXPOSE: the cipher's key schedule is made from it (and wiped with it).
    let tag = lifeboat_arithmetic::gcm_seal_in_place(key.expose(), nonce, header, message);
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    let tag = tag.expect("AES-GCM refuses only messages beyond 64 GiB, which no address space of ours holds");
    bytes.extend_from_slice(&tag);
    bytes
}

/// Decrypts what [`seal`] made with the same key, nonce and associated data.
///
/// # Errors
/// [`AeadError`] if anything differs in a single bit.
pub fn open(key: &SealingKey, nonce: &[u8; NONCE_LEN], aad: &[u8], sealed: &[u8]) -> Result<Plaintext, AeadError> {
    // EXPOSE: the cipher's key schedule is made from it (and wiped with it).
    lifeboat_arithmetic::gcm_open(key.expose(), nonce, aad, sealed).map(Plaintext::new).ok_or(AeadError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_published_cipher() {
        // The GCM specification (McGrew, Viega), appendix B, test case 16.
        let bytes = |text: &str| hex::decode(text).unwrap();
        let key = SealingKey::new(
            bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308").try_into().unwrap(),
        );
        let nonce = bytes("cafebabefacedbaddecaf888").try_into().unwrap();
        let aad = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let plain = bytes(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        );
        let sealed = seal(&key, &nonce, &aad, &plain);
        assert_eq!(
            hex::encode(&sealed),
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
        );
        let room_and_plain = Plaintext::new([&*vec![0; aad.len()], &*plain].concat());
        assert_eq!(seal_behind(&key, &nonce, &aad, room_and_plain), [&*aad, &*sealed].concat());
        // EXPOSE: a published test vector.
        assert_eq!(open(&key, &nonce, &aad, &sealed).unwrap().expose(), plain);
        assert_eq!(open(&key, &nonce, b"", &sealed).unwrap_err(), AeadError);
        assert_eq!(open(&key, &nonce, &aad, b"").unwrap_err(), AeadError);
    }
}

//! A passkey that opens the vault beside the unlock password: the vault's key, wrapped once more, under what the passkey makes of a fixed input
//! (`docs/formats/passkey-v1.md`). It lies beside the vault; losing it costs nothing but typing the password. Who asks the passkey is not known here.

use hkdf::Hkdf;
use sha2::Sha256;

use super::error::VaultError;
use super::frame::{Frame, SALT_LEN};
use super::{Key, Unlocked, aead, open_frame};
use crate::crypto::aead::{NONCE_LEN, TAG_LEN};
use crate::crypto::entropy::{Entropy, generate_bytes};
use crate::secret::{PasskeySecret, SealingKey};

/// Longest credential id that is taken, in bytes (WebAuthn level 3, §4).
const LONGEST_CREDENTIAL: usize = 1023;
/// Length of what the passkey is asked for, in bytes.
pub const INPUT_LEN: usize = 32;

const MAGIC: [u8; 8] = *b"LBPASSK\x01";
const INFO: &[u8] = b"lifeboat passkey v1";
const WRAPPED_LEN: usize = SealingKey::LEN + TAG_LEN;

/// A vault's key, wrapped for a passkey. No secret: it says which passkey to ask, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    salt: [u8; SALT_LEN],
    /// What the browser is to ask for.
    pub input: [u8; INPUT_LEN],
    /// Which passkey it is.
    pub credential: Vec<u8>,
    nonce: [u8; NONCE_LEN],
    wrapped: [u8; WRAPPED_LEN],
}

impl Passkey {
    /// Wraps the key of a vault. `secret` is what the passkey `credential` made of `input`.
    ///
    /// # Errors
    /// [`VaultError::PasskeyUnusable`] if the credential's name is empty or too long.
    pub fn wrap(
        key: &Key,
        credential: Vec<u8>,
        input: [u8; INPUT_LEN],
        secret: &PasskeySecret,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, VaultError> {
        if !(1..=LONGEST_CREDENTIAL).contains(&credential.len()) {
            return Err(VaultError::PasskeyUnusable);
        }
        let nonce = generate_bytes(entropy);
        let mut passkey = Self { salt: key.salt, input, credential, nonce, wrapped: [0; WRAPPED_LEN] };
        // EXPOSE: the key itself is what is sealed.
        let sealed = aead::seal(&wrapping(secret, &key.salt), &nonce, &passkey.head(), key.sealing.expose());
        passkey.wrapped = sealed.try_into().map_err(|_| VaultError::PasskeyUnusable)?;
        Ok(passkey)
    }

    /// Out of its bytes; `None` for anything else. Another version is none that can be used here.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&MAGIC)?;
        let (salt, rest) = rest.split_first_chunk()?;
        let (input, rest) = rest.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (credential, rest) = rest.split_at_checked(length)?;
        let (nonce, rest) = rest.split_first_chunk()?;
        let is_named = (1..=LONGEST_CREDENTIAL).contains(&length);
        is_named.then_some(Self {
            salt: *salt,
            input: *input,
            credential: credential.to_vec(),
            nonce: *nonce,
            wrapped: rest.try_into().ok()?,
        })
    }

    /// As they are stored.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        [self.head().as_slice(), &self.nonce, &self.wrapped].concat()
    }

    /// Whether it is of this vault as it is: another password has another key.
    #[must_use]
    pub fn is_of(&self, vault: &[u8]) -> bool {
        let frame = Frame::parse(vault).and_then(|frame| frame.of_known_version());
        frame.is_ok_and(|frame| frame.header.salt == self.salt)
    }

    /// The same for a vault that is open.
    #[must_use]
    pub fn is_under(&self, key: &Key) -> bool {
        self.salt == key.salt
    }

    /// Opens a vault with what the passkey made of `input`.
    ///
    /// # Errors
    /// [`VaultError::WrongPasskey`] if that is not what the key was wrapped with; else as [`super::unlock`].
    pub fn unlock(&self, vault: &[u8], secret: &PasskeySecret) -> Result<Unlocked, VaultError> {
        let frame = Frame::parse(vault)?.of_known_version()?;
        let sealing = self.unwrapped(secret)?;
        let key = Key { sealing, cost: frame.header.cost, salt: self.salt };
        // The key of another password, or of another vault.
        let of_passkey = |error| if error == VaultError::WrongPassword { VaultError::WrongPasskey } else { error };
        open_frame(key, frame).map_err(of_passkey)
    }

    /// The same passkey for the key of another password, if this is what it made.
    ///
    /// # Errors
    /// [`VaultError::WrongPasskey`] if it is not.
    pub fn wrap_anew(&self, key: &Key, secret: &PasskeySecret, entropy: &mut dyn Entropy) -> Result<Self, VaultError> {
        self.unwrapped(secret)?;
        Self::wrap(key, self.credential.clone(), self.input, secret, entropy)
    }

    fn unwrapped(&self, secret: &PasskeySecret) -> Result<SealingKey, VaultError> {
        let opened = aead::open(&wrapping(secret, &self.salt), &self.nonce, &self.head(), &self.wrapped);
        let opened = opened.map_err(|_| VaultError::WrongPasskey)?;
        // EXPOSE: it is a key again.
        let bytes = <[u8; SealingKey::LEN]>::try_from(opened.expose()).map_err(|_| VaultError::WrongPasskey)?;
        Ok(SealingKey::new(bytes))
    }

    /// All that stands before the nonce: authenticated, not contained.
    fn head(&self) -> Vec<u8> {
        let length = u16::try_from(self.credential.len()).unwrap_or(u16::MAX).to_be_bytes();
        [MAGIC.as_slice(), &self.salt, &self.input, &length, &self.credential].concat()
    }
}

/// HKDF-SHA256 (RFC 5869) of what the passkey made, for this vault and this use.
fn wrapping(secret: &PasskeySecret, salt: &[u8; SALT_LEN]) -> SealingKey {
    let mut key = zeroize::Zeroizing::new([0; SealingKey::LEN]);
    // EXPOSE: the key is derived from it.
    let derived = Hkdf::<Sha256>::new(Some(salt), secret.expose()).expand(INFO, &mut *key);
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    derived.expect("HKDF makes up to 255 blocks (RFC 5869 §2.3)");
    SealingKey::new(*key)
}

//! The signing keys of an account, out of the text they are kept in. Nothing is signed with them.

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use serde::Deserialize;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::gather::Gather;
use crate::model::{AccountKeys, VerifyKey};
use crate::secret::SignKey;

/// Most keys of one account that are read. The chain allows more; nobody has them.
pub const MAX_KEYS: usize = 256;

/// The signing keys of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKeys {
    /// How many credentials must sign.
    pub threshold: u32,
    /// Keys by their credential's place on the account.
    pub credentials: BTreeMap<u32, KeyPairs>,
}

/// The signing keys of one credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPairs {
    /// How many of its keys must sign.
    pub threshold: u32,
    /// Keys by their place on the credential.
    pub keys: BTreeMap<u32, KeyPair>,
}

/// A signing key and the public key that stands beside it.
#[derive(Debug, Clone)]
pub struct KeyPair {
    /// `None` if it is not 32 bytes.
    pub sign: Option<SignKey>,
    /// `None` if it is not 32 bytes.
    pub verify: Option<VerifyKey>,
}

/// Why a text holds no signing keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// Not the shape that phones write.
    #[error("not the shape of an account's keys")]
    Shape,
    /// The shape, with no key in it.
    #[error("no key")]
    Empty,
    /// More than [`MAX_KEYS`].
    #[error("more than {MAX_KEYS} keys")]
    TooMany,
}

/// Reads the signing keys of an account. Keys of the wrong length are `None` in their place.
///
/// # Errors
/// [`KeysError`], when there is nothing to sign with.
pub fn read_account_keys(keys: &AccountKeys) -> Result<SigningKeys, KeysError> {
    // EXPOSE: to read the keys in it; their texts are borrowed, not copied.
    let text: AccountText<'_> = serde_json::from_str(keys.signing.expose()).map_err(|_| KeysError::Shape)?;
    match text.keys.values().map(|credential| credential.keys.len()).sum() {
        0 => return Err(KeysError::Empty),
        1..=MAX_KEYS => {}
        _ => return Err(KeysError::TooMany),
    }
    let credentials = text.keys.into_iter().map(|(place, keys)| (place, keys.into())).gather();
    Ok(SigningKeys { threshold: text.threshold, credentials })
}

impl SigningKeys {
    /// Every key with the places of its credential and of itself.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32, &KeyPair)> {
        self.credentials
            .iter()
            .flat_map(|(credential, held)| held.keys.iter().map(move |(place, pair)| (*credential, *place, pair)))
    }

    /// Whether these keys alone are as many as must sign.
    #[must_use]
    pub fn suffice(&self) -> bool {
        let complete = self.credentials.values().filter(|held| held.suffice()).count();
        u32::try_from(complete).is_ok_and(|complete| complete >= self.threshold.max(1))
    }
}

impl KeyPairs {
    fn suffice(&self) -> bool {
        u32::try_from(self.keys.len()).is_ok_and(|held| held >= self.threshold.max(1))
    }
}

impl KeyPair {
    /// The public key that the signing key stands for.
    #[must_use]
    pub fn derived(&self) -> Option<VerifyKey> {
        // EXPOSE: to compute its public key; the library wipes its copy.
        let sign = SigningKey::from_bytes(self.sign.as_ref()?.expose());
        Some(VerifyKey::new(sign.verifying_key().to_bytes()))
    }
}

impl PartialEq for KeyPair {
    fn eq(&self, other: &Self) -> bool {
        let same_sign = match (&self.sign, &other.sign) {
            // EXPOSE: to compare them, in constant time.
            (Some(one), Some(other)) => one.expose().ct_eq(other.expose()).into(),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same_sign && self.verify == other.verify
    }
}

impl Eq for KeyPair {}

/// The shape of the text. Unknown members do no harm; those that are missing do.
#[derive(Deserialize)]
struct AccountText<'a> {
    #[serde(borrow)]
    keys: BTreeMap<u32, CredentialText<'a>>,
    threshold: u32,
}

#[derive(Deserialize)]
struct CredentialText<'a> {
    #[serde(borrow)]
    keys: BTreeMap<u32, KeyText<'a>>,
    threshold: u32,
}

/// Hexadecimal has no escapes, so that texts can be borrowed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeyText<'a> {
    sign_key: Option<&'a str>,
    verify_key: Option<&'a str>,
}

impl From<CredentialText<'_>> for KeyPairs {
    fn from(text: CredentialText<'_>) -> Self {
        let keys = text.keys.into_iter().map(|(place, key)| (place, key.into())).gather();
        Self { threshold: text.threshold, keys }
    }
}

impl From<KeyText<'_>> for KeyPair {
    fn from(text: KeyText<'_>) -> Self {
        Self {
            sign: text.sign_key.and_then(bytes_32).map(|bytes| SignKey::new(*bytes)),
            verify: text.verify_key.and_then(|text| text.parse().ok()),
        }
    }
}

/// 32 bytes out of their hexadecimal text.
pub(super) fn bytes_32(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text, bytes.as_mut_slice()).ok()?;
    Some(bytes)
}

//! The key of an account's shielded balance: the network's generator, then a secret scalar. No balance is decrypted.

use zeroize::Zeroizing;

use crate::chain::{self, ChainError, Generator};
use crate::model::CredentialId;
use crate::secret::{EncryptionScalar, SecretText};

/// The key of a shielded balance.
#[derive(Debug, Clone)]
pub struct EncryptionKey {
    /// What stands in front: the network's generator, or why it is none.
    pub generator: Result<Generator, ChainError>,
    /// The secret.
    pub scalar: EncryptionScalar,
}

/// Reads `encryptionSecretKey`. `None` if it is not 80 bytes, or no scalar stands at its end.
#[must_use]
pub fn read_encryption_key(text: &SecretText) -> Option<EncryptionKey> {
    let mut bytes = Zeroizing::new([0; CredentialId::LEN + EncryptionScalar::LEN]);
    // EXPOSE: to decode it into bytes that are wiped.
    hex::decode_to_slice(text.expose(), bytes.as_mut_slice()).ok()?;
    let (generator, scalar) = bytes.split_first_chunk::<{ CredentialId::LEN }>()?;
    let scalar = <&[u8; EncryptionScalar::LEN]>::try_from(scalar).ok()?;
    if !chain::is_scalar(scalar) {
        return None;
    }
    let known = Generator::of_mainnet_and_testnet();
    // Nearly always the known one: parsing it again would cost a check of the group for every account.
    let generator = if known.bytes() == *generator { Ok(known) } else { Generator::parse_point(generator) };
    Some(EncryptionKey { generator, scalar: EncryptionScalar::new(*scalar) })
}

impl EncryptionKey {
    /// The credential id this key leads to. A generator that is none is taken for that of mainnet and testnet.
    #[must_use]
    pub fn credential(&self) -> Option<CredentialId> {
        let generator = self.generator.clone().unwrap_or_else(|_| Generator::of_mainnet_and_testnet());
        // EXPOSE: to multiply the generator by it.
        chain::multiple_of(&generator, self.scalar.expose())
    }
}

//! What can be wrong with the shared envelope.

use std::fmt;

use crate::fault::Explain;

/// A member that must be there. Each says itself that it is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Explain)]
#[code(party = File)]
pub enum Member {
    /// `cipherText`
    #[code("envelope-missing-ciphertext", member = self)]
    CipherText,
    /// `metadata`
    #[code("envelope-missing-metadata", member = self)]
    Metadata,
    /// `metadata.iterations`
    #[code("envelope-missing-iterations", member = self)]
    Iterations,
    /// `metadata.salt`
    #[code("envelope-missing-salt", member = self)]
    Salt,
    /// `metadata.initializationVector`
    #[code("envelope-missing-vector", member = self)]
    InitializationVector,
    /// `metadata.encryptionMethod`
    #[code("envelope-missing-encryption-method", member = self)]
    EncryptionMethod,
    /// `metadata.keyDerivationMethod`
    #[code("envelope-missing-key-derivation-method", member = self)]
    KeyDerivationMethod,
}

impl Member {
    /// Those that say how it is locked.
    pub(super) const OF_METADATA: [Self; 5] =
        [Self::Iterations, Self::Salt, Self::InitializationVector, Self::EncryptionMethod, Self::KeyDerivationMethod];

    /// Its name in the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CipherText => "cipherText",
            Self::Metadata => "metadata",
            Self::Iterations => "iterations",
            Self::Salt => "salt",
            Self::InitializationVector => "initializationVector",
            Self::EncryptionMethod => "encryptionMethod",
            Self::KeyDerivationMethod => "keyDerivationMethod",
        }
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is wrong with the envelope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = File)]
pub enum EnvelopeError {
    /// A member is absent, null, empty or of another type.
    #[error("{0} is missing")]
    #[code(transparent)]
    Missing(Member),
    /// A member is not base64.
    #[error("{0} is not base64")]
    #[code("envelope-not-base64", member = _0)]
    NotBase64(Member),
    /// Rounds that are not a whole number.
    #[error("the number of rounds is not a number")]
    #[code("envelope-rounds-unreadable")]
    RoundsUnreadable,
    /// Rounds outside 1 to [`crate::crypto::kdf::Pbkdf2Rounds::MAX`].
    #[error("{rounds} rounds are not between 1 and {max}")]
    #[code("envelope-rounds-refused", rounds, max)]
    RoundsRefused {
        /// What the file says.
        rounds: String,
        /// The most that is taken.
        max: u32,
    },
    /// A key length that is not 32 bytes.
    #[error("keys of {found} bytes are not known here")]
    #[code("envelope-key-length", found)]
    KeyLength {
        /// What the file says.
        found: String,
    },
    /// Another cipher.
    #[error("{name} is not known here")]
    #[code("envelope-unknown-cipher", name)]
    UnknownCipher {
        /// Its name.
        name: String,
    },
    /// Another way to make the key.
    #[error("{name} is not known here")]
    #[code("envelope-unknown-derivation", name)]
    UnknownDerivation {
        /// Its name.
        name: String,
    },
    /// Another hash.
    #[error("{name} is not known here")]
    #[code("envelope-unknown-hash", name)]
    UnknownHash {
        /// Its name.
        name: String,
    },
    /// An initialisation vector that is not one block.
    #[error("an initialisation vector of {bytes} bytes")]
    #[code("envelope-vector-length", bytes)]
    VectorLength {
        /// Its length.
        bytes: usize,
    },
    /// A salt longer than any wallet writes.
    #[error("a salt of {bytes} bytes")]
    #[code("envelope-salt-length", bytes)]
    SaltLength {
        /// Its length.
        bytes: usize,
    },
    /// Encrypted bytes that are not whole blocks: some are missing.
    #[error("{bytes} encrypted bytes are not whole blocks")]
    #[code("envelope-not-whole-blocks", bytes)]
    NotWholeBlocks {
        /// How many there are.
        bytes: usize,
    },
    /// Without authentication these two cannot be told apart.
    #[error("the password does not fit, or the file is damaged")]
    #[code("envelope-wrong-password-or-damaged", party = User)]
    WrongPasswordOrDamaged,
}

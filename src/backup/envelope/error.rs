//! What can be wrong with the shared envelope.
//! This module names each fault; it refuses to lump them together as "invalid".

use std::collections::BTreeMap;
use std::fmt;

use crate::fault::{Explain, Party};

/// A member that must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    /// `cipherText`
    CipherText,
    /// `metadata`
    Metadata,
    /// `metadata.iterations`
    Iterations,
    /// `metadata.salt`
    Salt,
    /// `metadata.initializationVector`
    InitializationVector,
    /// `metadata.encryptionMethod`
    EncryptionMethod,
    /// `metadata.keyDerivationMethod`
    KeyDerivationMethod,
}

impl Member {
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// A member is absent, null, empty or of another type.
    #[error("{0} is missing")]
    Missing(Member),
    /// A member is not base64.
    #[error("{0} is not base64")]
    NotBase64(Member),
    /// Rounds that are not a whole number.
    #[error("the number of rounds is not a number")]
    RoundsUnreadable,
    /// Rounds outside 1 to [`crate::crypto::kdf::Pbkdf2Rounds::MAX`].
    #[error("{rounds} rounds are not between 1 and {max}")]
    RoundsRefused {
        /// What the file says.
        rounds: String,
        /// The most that is taken.
        max: u32,
    },
    /// A key length that is not 32 bytes.
    #[error("keys of {found} bytes are not known here")]
    KeyLength {
        /// What the file says.
        found: String,
    },
    /// Another cipher.
    #[error("{name} is not known here")]
    UnknownCipher {
        /// Its name.
        name: String,
    },
    /// Another way to make the key.
    #[error("{name} is not known here")]
    UnknownDerivation {
        /// Its name.
        name: String,
    },
    /// Another hash.
    #[error("{name} is not known here")]
    UnknownHash {
        /// Its name.
        name: String,
    },
    /// An initialisation vector that is not one block.
    #[error("an initialisation vector of {bytes} bytes")]
    VectorLength {
        /// Its length.
        bytes: usize,
    },
    /// A salt longer than any wallet writes.
    #[error("a salt of {bytes} bytes")]
    SaltLength {
        /// Its length.
        bytes: usize,
    },
    /// Encrypted bytes that are not whole blocks: some are missing.
    #[error("{bytes} encrypted bytes are not whole blocks")]
    NotWholeBlocks {
        /// How many there are.
        bytes: usize,
    },
    /// Without authentication these two cannot be told apart.
    #[error("the password does not fit, or the file is damaged")]
    WrongPasswordOrDamaged,
}

impl Explain for EnvelopeError {
    const CODES: &'static [&'static str] = &[
        "envelope-missing-ciphertext",
        "envelope-missing-metadata",
        "envelope-missing-iterations",
        "envelope-missing-salt",
        "envelope-missing-vector",
        "envelope-missing-encryption-method",
        "envelope-missing-key-derivation-method",
        "envelope-not-base64",
        "envelope-rounds-unreadable",
        "envelope-rounds-refused",
        "envelope-key-length",
        "envelope-unknown-cipher",
        "envelope-unknown-derivation",
        "envelope-unknown-hash",
        "envelope-vector-length",
        "envelope-salt-length",
        "envelope-not-whole-blocks",
        "envelope-wrong-password-or-damaged",
    ];

    fn code(&self) -> &'static str {
        match self {
            Self::Missing(Member::CipherText) => "envelope-missing-ciphertext",
            Self::Missing(Member::Metadata) => "envelope-missing-metadata",
            Self::Missing(Member::Iterations) => "envelope-missing-iterations",
            Self::Missing(Member::Salt) => "envelope-missing-salt",
            Self::Missing(Member::InitializationVector) => "envelope-missing-vector",
            Self::Missing(Member::EncryptionMethod) => "envelope-missing-encryption-method",
            Self::Missing(Member::KeyDerivationMethod) => "envelope-missing-key-derivation-method",
            Self::NotBase64(_) => "envelope-not-base64",
            Self::RoundsUnreadable => "envelope-rounds-unreadable",
            Self::RoundsRefused { .. } => "envelope-rounds-refused",
            Self::KeyLength { .. } => "envelope-key-length",
            Self::UnknownCipher { .. } => "envelope-unknown-cipher",
            Self::UnknownDerivation { .. } => "envelope-unknown-derivation",
            Self::UnknownHash { .. } => "envelope-unknown-hash",
            Self::VectorLength { .. } => "envelope-vector-length",
            Self::SaltLength { .. } => "envelope-salt-length",
            Self::NotWholeBlocks { .. } => "envelope-not-whole-blocks",
            Self::WrongPasswordOrDamaged => "envelope-wrong-password-or-damaged",
        }
    }

    fn party(&self) -> Party {
        match self {
            Self::WrongPasswordOrDamaged => Party::User,
            Self::Missing(_)
            | Self::NotBase64(_)
            | Self::RoundsUnreadable
            | Self::RoundsRefused { .. }
            | Self::KeyLength { .. }
            | Self::UnknownCipher { .. }
            | Self::UnknownDerivation { .. }
            | Self::UnknownHash { .. }
            | Self::VectorLength { .. }
            | Self::SaltLength { .. }
            | Self::NotWholeBlocks { .. } => Party::File,
        }
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::Missing(member) | Self::NotBase64(member) => BTreeMap::from([("member", member.to_string())]),
            Self::RoundsRefused { rounds, max } => {
                BTreeMap::from([("rounds", rounds.clone()), ("max", max.to_string())])
            }
            Self::KeyLength { found } => BTreeMap::from([("found", found.clone())]),
            Self::UnknownCipher { name } | Self::UnknownDerivation { name } | Self::UnknownHash { name } => {
                BTreeMap::from([("name", name.clone())])
            }
            Self::VectorLength { bytes } | Self::SaltLength { bytes } | Self::NotWholeBlocks { bytes } => {
                BTreeMap::from([("bytes", bytes.to_string())])
            }
            Self::RoundsUnreadable | Self::WrongPasswordOrDamaged => BTreeMap::new(),
        }
    }
}

//! What a check of keys can find.
//! This module knows every finding and how bad it is; it refuses to know the words.

use crate::fault::Notice;

/// Every code a [`Finding`] has, for the tests of the texts: as a notice it names the records it is about.
pub const NOTICES: &[&str] = &[
    "keys-missing",
    "keys-unreadable",
    "keys-sign-key-unreadable",
    "keys-sign-key-other",
    "keys-verify-key-other",
    "keys-more-signers",
    "keys-address-other",
    "keys-unusual-place",
    "keys-encryption-missing",
    "keys-encryption-unreadable",
    "keys-encryption-other",
    "keys-generator-not-a-point",
    "keys-generator-other",
    "keys-credential-missing",
    "keys-credential-unreadable",
    "keys-credential-unknown",
    "keys-prf-other",
    "keys-identity-missing",
    "keys-identity-unreadable",
    "keys-identity-other",
    "keys-identity-prf-unreadable",
    "keys-identity-prf-other",
];

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// With these keys alone nothing can be signed for the account.
    BreaksSigning,
    /// Signing works.
    WorthKnowing,
}

/// One finding about an account's keys or an identity's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// An account of a phone without keys.
    KeysMissing,
    /// The text of the keys is not what phones write, or holds no key.
    KeysUnreadable,
    /// A signing key that is not 32 bytes.
    SignKeyUnreadable,
    /// A signing key that stands for another public key than the one beside it.
    SignKeyOther,
    /// A public key that is not the one the credential put on the chain.
    VerifyKeyOther,
    /// Fewer keys than must sign.
    MoreSigners,
    /// The address is not that of the credential.
    AddressOther,
    /// A key elsewhere than at credential 0, key 0: phones use no other.
    UnusualPlace,
    /// No key for the shielded balance.
    EncryptionMissing,
    /// A key for the shielded balance that is not 80 bytes, or no scalar.
    EncryptionUnreadable,
    /// A key for the shielded balance that does not lead to the credential.
    EncryptionOther,
    /// The generator in front of that key is no point of the group.
    GeneratorNotAPoint,
    /// The generator in front of that key is not that of mainnet and testnet.
    GeneratorOther,
    /// The phone left the credential out.
    CredentialMissing,
    /// The credential cannot be read.
    CredentialUnreadable,
    /// Nothing says which credential opened the account, so the address cannot be checked.
    CredentialUnknown,
    /// The identity's PRF key does not lead to the credential.
    PrfOther,
    /// An identity of a phone without keys.
    IdentityMissing,
    /// The identity's keys are not what phones write.
    IdentityUnreadable,
    /// The identity's secret stands for another public key.
    IdentityOther,
    /// The identity's PRF key is not readable.
    IdentityPrfUnreadable,
    /// The identity's PRF key does not lead to the credential the identity was issued with.
    IdentityPrfOther,
}

impl Finding {
    /// Stable kebab-case code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::KeysMissing => "keys-missing",
            Self::KeysUnreadable => "keys-unreadable",
            Self::SignKeyUnreadable => "keys-sign-key-unreadable",
            Self::SignKeyOther => "keys-sign-key-other",
            Self::VerifyKeyOther => "keys-verify-key-other",
            Self::MoreSigners => "keys-more-signers",
            Self::AddressOther => "keys-address-other",
            Self::UnusualPlace => "keys-unusual-place",
            Self::EncryptionMissing => "keys-encryption-missing",
            Self::EncryptionUnreadable => "keys-encryption-unreadable",
            Self::EncryptionOther => "keys-encryption-other",
            Self::GeneratorNotAPoint => "keys-generator-not-a-point",
            Self::GeneratorOther => "keys-generator-other",
            Self::CredentialMissing => "keys-credential-missing",
            Self::CredentialUnreadable => "keys-credential-unreadable",
            Self::CredentialUnknown => "keys-credential-unknown",
            Self::PrfOther => "keys-prf-other",
            Self::IdentityMissing => "keys-identity-missing",
            Self::IdentityUnreadable => "keys-identity-unreadable",
            Self::IdentityOther => "keys-identity-other",
            Self::IdentityPrfUnreadable => "keys-identity-prf-unreadable",
            Self::IdentityPrfOther => "keys-identity-prf-other",
        }
    }

    /// The same as a notice about one record.
    #[must_use]
    pub fn notice(self, name: &str) -> Notice {
        Notice::new(self.code()).with("count", 1).with("names", name)
    }

    /// How bad it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::KeysMissing
            | Self::KeysUnreadable
            | Self::SignKeyUnreadable
            | Self::SignKeyOther
            | Self::VerifyKeyOther
            | Self::MoreSigners
            | Self::AddressOther => Severity::BreaksSigning,
            Self::UnusualPlace
            | Self::EncryptionMissing
            | Self::EncryptionUnreadable
            | Self::EncryptionOther
            | Self::GeneratorNotAPoint
            | Self::GeneratorOther
            | Self::CredentialMissing
            | Self::CredentialUnreadable
            | Self::CredentialUnknown
            | Self::PrfOther
            | Self::IdentityMissing
            | Self::IdentityUnreadable
            | Self::IdentityOther
            | Self::IdentityPrfUnreadable
            | Self::IdentityPrfOther => Severity::WorthKnowing,
        }
    }
}

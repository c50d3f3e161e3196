//! What a check of keys can find.

use crate::fault::{Coded, Notice};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// With these keys alone nothing can be signed for the account.
    BreaksSigning,
    /// Signing works.
    WorthKnowing,
}

/// One finding about an account's keys or an identity's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Coded)]
#[code(with("count", "names"))]
pub enum Finding {
    /// An account of a phone without keys.
    #[code("keys-missing")]
    KeysMissing,
    /// The text of the keys is not what phones write, or holds no key.
    #[code("keys-unreadable")]
    KeysUnreadable,
    /// A signing key that is not 32 bytes.
    #[code("keys-sign-key-unreadable")]
    SignKeyUnreadable,
    /// A signing key that stands for another public key than the one beside it.
    #[code("keys-sign-key-other")]
    SignKeyOther,
    /// A public key that is not the one the credential put on the chain.
    #[code("keys-verify-key-other")]
    VerifyKeyOther,
    /// Fewer keys than must sign.
    #[code("keys-more-signers")]
    MoreSigners,
    /// The address is not that of the credential.
    #[code("keys-address-other")]
    AddressOther,
    /// A key elsewhere than at credential 0, key 0: phones use no other.
    #[code("keys-unusual-place")]
    UnusualPlace,
    /// No key for the shielded balance.
    #[code("keys-encryption-missing")]
    EncryptionMissing,
    /// A key for the shielded balance that is not 80 bytes, or no scalar.
    #[code("keys-encryption-unreadable")]
    EncryptionUnreadable,
    /// A key for the shielded balance that does not lead to the credential.
    #[code("keys-encryption-other")]
    EncryptionOther,
    /// The generator in front of that key is no point of the group.
    #[code("keys-generator-not-a-point")]
    GeneratorNotAPoint,
    /// The generator in front of that key is not that of mainnet and testnet.
    #[code("keys-generator-other")]
    GeneratorOther,
    /// The phone left the credential out.
    #[code("keys-credential-missing")]
    CredentialMissing,
    /// The credential cannot be read.
    #[code("keys-credential-unreadable")]
    CredentialUnreadable,
    /// Nothing says which credential opened the account, so the address cannot be checked.
    #[code("keys-credential-unknown")]
    CredentialUnknown,
    /// The identity's PRF key does not lead to the credential.
    #[code("keys-prf-other")]
    PrfOther,
    /// An identity of a phone without keys.
    #[code("keys-identity-missing")]
    IdentityMissing,
    /// The identity's keys are not what phones write.
    #[code("keys-identity-unreadable")]
    IdentityUnreadable,
    /// The identity's secret stands for another public key.
    #[code("keys-identity-other")]
    IdentityOther,
    /// The identity's PRF key is not readable.
    #[code("keys-identity-prf-unreadable")]
    IdentityPrfUnreadable,
    /// The identity's PRF key does not lead to the credential the identity was issued with.
    #[code("keys-identity-prf-other")]
    IdentityPrfOther,
}

impl Finding {
    /// The same as a notice about one record.
    #[must_use]
    pub fn notice(self, name: &str) -> Notice {
        Notice::of(&self).with("count", 1).with("names", name)
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

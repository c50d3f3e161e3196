//! Why a vault is not open, each with somebody who can act.

use std::collections::BTreeMap;

use super::store::Trouble;
use crate::crypto::kdf::KdfError;
use crate::fault::{Explain, Party};
use crate::record::RecordError;

/// Why a vault cannot be read, or not with this password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// There was a vault here, and both copies are gone.
    #[error("both copies of the vault are gone")]
    Missing,
    /// The checksum does not fit.
    #[error("the vault is damaged")]
    Damaged,
    /// The browser could not read its own storage.
    #[error("the store could not be read: {trouble}")]
    Unreadable {
        /// What went wrong.
        trouble: Trouble,
    },
    /// Made by a newer Lifeboat.
    #[error("vault version {found} is newer than {supported}")]
    NewerVersion {
        /// What the vault says.
        found: u32,
        /// The newest that can be read.
        supported: u32,
    },
    /// The tag does not fit under the key of this password.
    #[error("the password does not open the vault")]
    WrongPassword,
    /// The tag does not fit under the key in hand: the password was changed in another tab.
    #[error("the vault was sealed under another key")]
    KeyChanged,
    /// Opened, but not what `docs/formats/vault-v1.md` says.
    #[error("the contents of the vault cannot be read")]
    ContentsUnreadable,
    /// Opened, but a wallet record in it cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The key could not be derived.
    #[error(transparent)]
    Kdf(#[from] KdfError),
}

impl Explain for VaultError {
    /// Without those of the record and of the key derivation, which keep their own.
    const CODES: &'static [&'static str] = &[
        "vault-missing",
        "vault-damaged",
        "vault-unreadable",
        "vault-unreadable-full",
        "vault-unreadable-silent",
        "vault-newer-version",
        "vault-wrong-password",
        "vault-key-changed",
        "vault-contents-unreadable",
    ];

    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "vault-missing",
            Self::Damaged => "vault-damaged",
            Self::Unreadable { trouble: Trouble::Failed(_) } => "vault-unreadable",
            Self::Unreadable { trouble: Trouble::Full } => "vault-unreadable-full",
            Self::Unreadable { trouble: Trouble::Silent } => "vault-unreadable-silent",
            Self::NewerVersion { .. } => "vault-newer-version",
            Self::WrongPassword => "vault-wrong-password",
            Self::KeyChanged => "vault-key-changed",
            Self::ContentsUnreadable => "vault-contents-unreadable",
            Self::Record(error) => error.code(),
            Self::Kdf(error) => error.code(),
        }
    }

    fn party(&self) -> Party {
        match self {
            Self::Missing | Self::Damaged | Self::Unreadable { .. } => Party::Computer,
            Self::NewerVersion { .. } | Self::WrongPassword | Self::KeyChanged => Party::User,
            Self::ContentsUnreadable => Party::Us,
            Self::Record(error) => error.party(),
            Self::Kdf(error) => error.party(),
        }
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::Unreadable { trouble: Trouble::Failed(reason) } => {
                BTreeMap::from([("reason", reason.chars().take(80).collect())])
            }
            Self::NewerVersion { found, supported } => {
                BTreeMap::from([("found", found.to_string()), ("supported", supported.to_string())])
            }
            Self::Record(error) => error.fields(),
            Self::Kdf(error) => error.fields(),
            Self::Unreadable { trouble: Trouble::Full | Trouble::Silent }
            | Self::Missing
            | Self::Damaged
            | Self::WrongPassword
            | Self::KeyChanged
            | Self::ContentsUnreadable => BTreeMap::new(),
        }
    }
}

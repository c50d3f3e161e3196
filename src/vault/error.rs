//! Why a vault is not open, each with somebody who can act.

use super::store::Trouble;
use crate::crypto::kdf::KdfError;
use crate::fault::Explain;
use crate::record::RecordError;

/// Why a vault cannot be read, or not with this password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = Computer)]
pub enum VaultError {
    /// There was a vault here, and both copies are gone.
    #[error("both copies of the vault are gone")]
    #[code("vault-missing")]
    Missing,
    /// The checksum does not fit.
    #[error("the vault is damaged")]
    #[code("vault-damaged")]
    Damaged,
    /// The browser could not read its own storage.
    #[error("the store could not be read: {trouble}")]
    #[code(transparent)]
    Unreadable {
        /// What went wrong.
        trouble: Trouble,
    },
    /// Made by a newer Lifeboat.
    #[error("vault version {found} is newer than {supported}")]
    #[code("vault-newer-version", party = User, found, supported)]
    NewerVersion {
        /// What the vault says.
        found: u32,
        /// The newest that can be read.
        supported: u32,
    },
    /// The tag does not fit under the key of this password.
    #[error("the password does not open the vault")]
    #[code("vault-wrong-password", party = User)]
    WrongPassword,
    /// What the passkey made does not open the vault.
    #[error("the passkey does not open the vault")]
    #[code("vault-wrong-passkey", party = User)]
    WrongPasskey,
    /// The browser's answer is no passkey that can be used.
    #[error("the passkey cannot be used")]
    #[code("vault-passkey-unusable", party = Computer)]
    PasskeyUnusable,
    /// Opened, but not what `docs/formats/vault-v1.md` says.
    #[error("the contents of the vault cannot be read")]
    #[code("vault-contents-unreadable", party = Us)]
    ContentsUnreadable,
    /// Opened, but a wallet record in it cannot be read.
    #[error(transparent)]
    #[code(transparent)]
    Record(#[from] RecordError),
    /// The key could not be derived.
    #[error(transparent)]
    #[code(transparent)]
    Kdf(#[from] KdfError),
}

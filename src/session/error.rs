//! What can be wrong with a request of the page itself.

use std::collections::BTreeMap;

use crate::fault::{Explain, Fault, Party};

/// A request that cannot be done as asked. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// A vault is here already.
    #[error("there is a vault already")]
    VaultExists,
    /// The request needs an open vault.
    #[error("the vault is locked")]
    VaultLocked,
    /// There is no vault to open.
    #[error("there is no vault")]
    VaultAbsent,
    /// Shorter than the floor.
    #[error("the password has fewer than {floor} characters")]
    PasswordTooShort {
        /// Fewest characters.
        floor: usize,
    },
    /// The request belongs to a step the flow is not at.
    #[error("the flow is at another step")]
    OutOfStep,
    /// The network is none of those the settings list.
    #[error("unknown network")]
    UnknownNetwork,
    /// The node is none of those that are asked.
    #[error("unknown node")]
    UnknownNode,
    /// More nodes than are ever asked.
    #[error("more than {ceiling} nodes")]
    TooManyNodes {
        /// Most nodes of a network.
        ceiling: usize,
    },
    /// The unlock password was asked for once more, and this is not it.
    #[error("not the unlock password")]
    NotTheUnlockPassword,
    /// What is asked for holds keys: only whoever knows the unlock password gets it.
    #[error("the unlock password is needed")]
    UnlockPasswordNeeded,
    /// The record has nothing of the kind that could be removed.
    #[error("nothing to remove")]
    NothingToRemove,
    /// Beyond the ceiling of a wallet: it could not be backed up.
    #[error("the wallet would have {bytes} bytes, more than {max}")]
    WalletTooLarge {
        /// How long it would be.
        bytes: usize,
        /// Most bytes.
        max: usize,
    },
    /// The record is not (or no longer) there.
    #[error("unknown record")]
    UnknownRecord,
    /// A name may not be empty.
    #[error("the name is empty")]
    NameEmpty,
    /// Longer than the ceiling.
    #[error("the text has more than {ceiling} characters")]
    TextTooLong {
        /// Most characters.
        ceiling: usize,
    },
    /// Not an account address.
    #[error("not an account address")]
    AddressInvalid,
    /// The address book has this address already.
    #[error("the address is in the address book already")]
    ContactExists {
        /// The name it has there.
        name: String,
    },
    /// An own account's contact is renamed with the account and not deleted here.
    #[error("the contact is an own account")]
    ContactIsOwnAccount,
    /// Minutes outside of the allowed range.
    #[error("the auto-lock time is out of range")]
    AutoLockOutOfRange,
    /// No device would show this account's address truly: it was made the old way, or on no Ledger.
    #[error("no device shows this address")]
    CannotShowAddress,
    /// A search was asked for that searches nothing.
    #[error("nowhere to look")]
    NowhereToLook,
    /// The browser gave no address to download from.
    #[error("the file cannot be offered")]
    CannotOffer,
    /// What was read back from the disk is not what was made.
    #[error("the saved file differs from the backup")]
    ReadBackDiffers,
    /// The wallet changed since the import; taking it back would take the changes, too.
    #[error("the import can no longer be taken back")]
    UndoGone,
    /// A recovery is running; it has to stop first.
    #[error("a recovery is running")]
    RecoveryRunning,
    /// The page sent something the engine does not understand.
    #[error("the request cannot be read")]
    BadRequest,
}

impl Explain for SessionError {
    const CODES: &'static [&'static str] = &[
        "vault-exists",
        "vault-locked",
        "vault-absent",
        "password-too-short",
        "out-of-step",
        "unknown-network",
        "unknown-node",
        "too-many-nodes",
        "not-the-unlock-password",
        "unlock-password-needed",
        "nothing-to-remove",
        "wallet-too-large",
        "unknown-record",
        "name-empty",
        "text-too-long",
        "address-invalid",
        "contact-exists",
        "contact-is-own-account",
        "auto-lock-out-of-range",
        "cannot-show-address",
        "nowhere-to-look",
        "cannot-offer",
        "read-back-differs",
        "undo-gone",
        "recovery-running",
        "bad-request",
    ];

    fn code(&self) -> &'static str {
        match self {
            Self::VaultExists => "vault-exists",
            Self::VaultLocked => "vault-locked",
            Self::VaultAbsent => "vault-absent",
            Self::PasswordTooShort { .. } => "password-too-short",
            Self::OutOfStep => "out-of-step",
            Self::UnknownNetwork => "unknown-network",
            Self::UnknownNode => "unknown-node",
            Self::TooManyNodes { .. } => "too-many-nodes",
            Self::NotTheUnlockPassword => "not-the-unlock-password",
            Self::UnlockPasswordNeeded => "unlock-password-needed",
            Self::NothingToRemove => "nothing-to-remove",
            Self::WalletTooLarge { .. } => "wallet-too-large",
            Self::UnknownRecord => "unknown-record",
            Self::NameEmpty => "name-empty",
            Self::TextTooLong { .. } => "text-too-long",
            Self::AddressInvalid => "address-invalid",
            Self::ContactExists { .. } => "contact-exists",
            Self::ContactIsOwnAccount => "contact-is-own-account",
            Self::AutoLockOutOfRange => "auto-lock-out-of-range",
            Self::CannotShowAddress => "cannot-show-address",
            Self::NowhereToLook => "nowhere-to-look",
            Self::CannotOffer => "cannot-offer",
            Self::ReadBackDiffers => "read-back-differs",
            Self::UndoGone => "undo-gone",
            Self::RecoveryRunning => "recovery-running",
            Self::BadRequest => "bad-request",
        }
    }

    fn party(&self) -> Party {
        match self {
            Self::BadRequest | Self::OutOfStep => Party::Us,
            Self::ReadBackDiffers | Self::CannotOffer => Party::Computer,
            Self::WalletTooLarge { .. } => Party::File,
            Self::VaultExists
            | Self::VaultLocked
            | Self::VaultAbsent
            | Self::PasswordTooShort { .. }
            | Self::UnknownNetwork
            | Self::CannotShowAddress
            | Self::NowhereToLook
            | Self::UnknownNode
            | Self::TooManyNodes { .. }
            | Self::NotTheUnlockPassword
            | Self::UnlockPasswordNeeded
            | Self::NothingToRemove
            | Self::UnknownRecord
            | Self::NameEmpty
            | Self::TextTooLong { .. }
            | Self::AddressInvalid
            | Self::ContactExists { .. }
            | Self::ContactIsOwnAccount
            | Self::AutoLockOutOfRange
            | Self::UndoGone
            | Self::RecoveryRunning => Party::User,
        }
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::PasswordTooShort { floor } => BTreeMap::from([("floor", floor.to_string())]),
            Self::TextTooLong { ceiling } | Self::TooManyNodes { ceiling } => {
                BTreeMap::from([("ceiling", ceiling.to_string())])
            }
            Self::WalletTooLarge { bytes, max } => {
                let mib = |bytes: usize| bytes.div_ceil(1024 * 1024).to_string();
                BTreeMap::from([("found", mib(*bytes)), ("max", mib(*max))])
            }
            Self::ContactExists { name } => BTreeMap::from([("name", name.clone())]),
            Self::VaultExists
            | Self::VaultLocked
            | Self::VaultAbsent
            | Self::OutOfStep
            | Self::UnknownNetwork
            | Self::UnknownNode
            | Self::NotTheUnlockPassword
            | Self::UnlockPasswordNeeded
            | Self::NothingToRemove
            | Self::UnknownRecord
            | Self::NameEmpty
            | Self::AddressInvalid
            | Self::ContactIsOwnAccount
            | Self::AutoLockOutOfRange
            | Self::CannotShowAddress
            | Self::NowhereToLook
            | Self::CannotOffer
            | Self::ReadBackDiffers
            | Self::UndoGone
            | Self::RecoveryRunning
            | Self::BadRequest => BTreeMap::new(),
        }
    }
}

/// Any error of the core, as the page gets it.
pub(super) fn fault(error: impl Explain) -> Fault {
    error.fault()
}

//! What can be wrong with a request of the page itself.

use crate::fault::{Explain, Fault, Remedy};

/// A request that cannot be done as asked. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = User)]
pub enum SessionError {
    /// A vault is here already.
    #[error("there is a vault already")]
    #[code("vault-exists")]
    VaultExists,
    /// The request needs an open vault.
    #[error("the vault is locked")]
    #[code("vault-locked")]
    VaultLocked,
    /// There is no vault to open.
    #[error("there is no vault")]
    #[code("vault-absent")]
    VaultAbsent,
    /// Shorter than the floor.
    #[error("the password has fewer than {floor} characters")]
    #[code("password-too-short", floor)]
    PasswordTooShort {
        /// Fewest characters.
        floor: usize,
    },
    /// The request belongs to a step the flow is not at.
    #[error("the flow is at another step")]
    #[code("out-of-step", party = Us)]
    OutOfStep,
    /// The network is none of those the settings list.
    #[error("unknown network")]
    #[code("unknown-network")]
    UnknownNetwork,
    /// The node is none of those that are asked.
    #[error("unknown node")]
    #[code("unknown-node")]
    UnknownNode,
    /// More nodes than are ever asked.
    #[error("more than {ceiling} nodes")]
    #[code("too-many-nodes", ceiling)]
    TooManyNodes {
        /// Most nodes of a network.
        ceiling: usize,
    },
    /// The unlock password was asked for once more, and this is not it.
    #[error("not the unlock password")]
    #[code("not-the-unlock-password")]
    NotTheUnlockPassword,
    /// What is asked for holds keys: only whoever knows the unlock password gets it.
    #[error("the unlock password is needed")]
    #[code("unlock-password-needed")]
    UnlockPasswordNeeded,
    /// The record has nothing of the kind that could be removed.
    #[error("nothing to remove")]
    #[code("nothing-to-remove")]
    NothingToRemove,
    /// Beyond the ceiling of a wallet: it could not be backed up.
    #[error("the wallet would have {bytes} bytes, more than {max}")]
    #[code("wallet-too-large", party = File, found = mib(*bytes), max = mib(*max))]
    WalletTooLarge {
        /// How long it would be.
        bytes: usize,
        /// Most bytes.
        max: usize,
    },
    /// The record is not (or no longer) there.
    #[error("unknown record")]
    #[code("unknown-record")]
    UnknownRecord,
    /// A name may not be empty.
    #[error("the name is empty")]
    #[code("name-empty")]
    NameEmpty,
    /// Longer than the ceiling.
    #[error("the text has more than {ceiling} characters")]
    #[code("text-too-long", ceiling)]
    TextTooLong {
        /// Most characters.
        ceiling: usize,
    },
    /// Not an account address.
    #[error("not an account address")]
    #[code("address-invalid")]
    AddressInvalid,
    /// The address book has this address already.
    #[error("the address is in the address book already")]
    #[code("contact-exists", name)]
    ContactExists {
        /// The name it has there.
        name: String,
    },
    /// An own account's contact is renamed with the account and not deleted here.
    #[error("the contact is an own account")]
    #[code("contact-is-own-account")]
    ContactIsOwnAccount,
    /// Minutes outside of the allowed range.
    #[error("the auto-lock time is out of range")]
    #[code("auto-lock-out-of-range")]
    AutoLockOutOfRange,
    /// No device would show this account's address truly: it was made the old way, or on no Ledger.
    #[error("no device shows this address")]
    #[code("cannot-show-address")]
    CannotShowAddress,
    /// The node said explicitly that there is no such account.
    #[error("there is no such account")]
    #[code("no-such-account")]
    NoSuchAccount,
    /// A search was asked for that searches nothing.
    #[error("nowhere to look")]
    #[code("nowhere-to-look")]
    NowhereToLook,
    /// The browser gave no address to download from.
    #[error("the file cannot be offered")]
    #[code("cannot-offer", party = Computer)]
    CannotOffer,
    /// What was read back from the disk is not what was made.
    #[error("the saved file differs from the backup")]
    #[code("read-back-differs", party = Computer)]
    ReadBackDiffers,
    /// The wallet changed since the import; taking it back would take the changes, too.
    #[error("the import can no longer be taken back")]
    #[code("undo-gone")]
    UndoGone,
    /// A recovery is running; it has to stop first.
    #[error("a recovery is running")]
    #[code("recovery-running")]
    RecoveryRunning,
    /// The page sent something the engine does not understand.
    #[error("the request cannot be read")]
    #[code("bad-request", party = Us)]
    BadRequest,
}

fn mib(bytes: usize) -> usize {
    bytes.div_ceil(1024 * 1024)
}

/// Any error of the core, as the page gets it.
pub(super) fn fault(error: impl Explain) -> Fault {
    error.fault()
}

/// What cannot be done beside a search: whoever is told so can stop it where they are told.
pub(super) fn search_in_the_way() -> Fault {
    fault(SessionError::RecoveryRunning).with_remedy(Remedy::StopSearch)
}

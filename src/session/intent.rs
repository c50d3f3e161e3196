//! What the page may ask of the engine. Parsed once, here; every text has a ceiling where it is used.

use serde::{Deserialize, Deserializer};

use crate::model::Format;
use crate::secret::Password;

/// One request of the page. Answers are `Reply` values; flows report through snapshots.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Intent {
    /// Make a new, empty vault. Refused when there is one.
    CreateVault {
        /// The unlock password.
        #[serde(deserialize_with = "typed")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
    },
    /// Open the vault.
    Unlock {
        /// The unlock password.
        #[serde(deserialize_with = "typed")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
    },
    /// Open one of several vaults, or the older one that is left, and make it the one in use. What it takes the place of is set aside.
    UnlockChosen {
        /// Its number in `KeepingView.vaults`.
        vault: u32,
        /// Its unlock password.
        #[serde(deserialize_with = "typed")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
    },
    /// Write the copy of the vault that could not be written, now.
    CompleteCopies,
    /// Forget the key.
    Lock,
    /// Delete every vault here, for ever.
    ResetVault,
    /// The person touched something: auto-lock starts anew.
    Touch,

    /// Recognise a file.
    ImportFile {
        /// Its name.
        file_name: String,
        /// Its bytes.
        #[serde(with = "bytes")]
        #[cfg_attr(test, ts(type = "Uint8Array"))]
        bytes: Vec<u8>,
    },
    /// Open the recognised file, which is not encrypted: an account-key file.
    ImportOpen,
    /// Open the recognised file.
    ImportPassword {
        /// The file's password.
        #[serde(deserialize_with = "typed")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
    },
    /// Say which network an old file belongs to.
    ImportNetwork {
        /// Genesis hash.
        genesis: String,
    },
    /// Go on with a later file of an export although the first one was not opened.
    ImportEarly,
    /// Take the file's keys in, or leave them out and only watch.
    ImportWatchOnly {
        /// Whether to leave every key out.
        watch: bool,
    },
    /// Choose what happens with one record of the preview.
    ImportChoose {
        /// Which record.
        item: u32,
        /// Position in its `choices`.
        choice: u32,
    },
    /// Compare the keys in the preview with the chain. The node learns which addresses are of interest.
    ImportCompare,
    /// Write what the preview shows.
    ImportApply,
    /// Forget the file, or the recovery result.
    ImportCancel,
    /// Take the last import or recovery back.
    ImportUndo,

    /// What would an export hold? Answers `ExportPreview`.
    ExportPreview {
        /// The format.
        format: Format,
    },
    /// Make a backup. Answers `SealedFile[]`.
    ExportSeal {
        /// The format.
        format: Format,
        /// The backup's own password.
        #[serde(deserialize_with = "typed")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
        /// The unlock password, where `ExportPreview.keys.asksForPassword` says so.
        #[serde(default, deserialize_with = "typed_if_any")]
        #[cfg_attr(test, ts(type = "string | null"))]
        unlock_password: Option<Password>,
    },
    /// Gives up a backup that is being made: between two files.
    ExportCancel,
    /// The files of the last `export-seal` were saved. With bytes, they are compared, and the backup is noted.
    ExportSaved {
        /// What was read back from the disk, where the browser lets the page read it.
        #[serde(default, with = "bytes_list")]
        #[cfg_attr(test, ts(type = "Uint8Array[]"))]
        read_back: Vec<Vec<u8>>,
    },

    /// Hand out the keys of one account, unencrypted, after the unlock password. Answers `KeyFile`.
    ExportAccountKey {
        /// Genesis hash.
        network: String,
        /// `AccountView.id`.
        id: String,
        /// The unlock password.
        #[serde(deserialize_with = "typed")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
    },
    /// The key file was saved, or is not wanted any more: it cannot be had again without the password.
    ExportAccountKeyDone,

    /// Start a recovery run on the network in use.
    RecoveryStart {
        /// Where to look.
        route: RecoveryRoute,
        /// Read the list of all accounts first and compare here, so that the node learns less.
        private_scan: bool,
    },
    /// Go on with the interrupted run.
    RecoveryResume,
    /// Throw the interrupted run away.
    RecoveryDiscard,
    /// Go on after a suggestion to stop, or after the overview.
    RecoveryContinue,
    /// Look at numbers beyond those of the plan.
    RecoveryLookDeeper {
        /// `PlaceView.id`; `None` for every place.
        place: Option<String>,
    },
    /// After a private scan: ask the node about every credential id that the list did not answer for.
    RecoveryComplete,
    /// Leave out the index that was refused on the Ledger.
    RecoverySkipIndex,
    /// Leave the path that brings nothing any more, and go on with the next one.
    RecoveryNextPath,
    /// Ask a node although it may not know young accounts.
    RecoveryUseNodeAnyway,
    /// Stop; what was found is kept.
    RecoveryStop,
    /// Ask the node again about everything that could not be checked.
    RecoveryCheckAgain,
    /// Ask the Ledger again after a refusal.
    RecoveryAskAgain,
    /// From the overview: ask another node about everything the search was told.
    RecoveryAskAnother {
        /// One of `RunView.otherNodes`.
        url: String,
    },
    /// From the overview to the preview.
    RecoveryPreview,
    /// What was searched, found and not checked, for saving. Answers `SearchReport`.
    RecoveryReport,
    /// The identity providers of the network in use, from the node. Answers `ProviderView[]`.
    ListProviders,
    /// Open the Concordium app on a Ledger that shows its dashboard.
    OpenApp,
    /// The question that was left on a Ledger's screen is answered there: nothing more has to be said about it.
    LedgerSettled,
    /// Compare the keys of the Ledger at hand with those on the chain, for every account on a Ledger of the network in use.
    CheckAccess,
    /// Show an account's address on the Ledger, to be compared with the one on the page.
    ShowAddress {
        /// Genesis hash.
        network: String,
        /// `AccountView.id`.
        id: String,
    },
    /// Stop what is under way with the Ledger outside of a recovery.
    DeviceCancel,
    /// Ask the node which accounts and contacts of the network in use are on the chain, and what they hold.
    CheckChain,
    /// The page was granted access to a Ledger, or one was plugged in.
    DevicesChanged,

    /// Rename an account, and its contact.
    RenameAccount {
        /// Genesis hash.
        network: String,
        /// `AccountView.id`.
        id: String,
        /// The new name.
        name: String,
    },
    /// Rename an identity.
    RenameIdentity {
        /// Genesis hash.
        network: String,
        /// `IdentityView.id`.
        id: String,
        /// The new name.
        name: String,
    },
    /// What would removing it take along? Answers `RemovalView`.
    RemovalPreview {
        /// What.
        target: RemovalTarget,
    },
    /// Remove it. `ImportUndo` takes that back, until the next change.
    Remove {
        /// What.
        target: RemovalTarget,
    },

    /// Add or change a contact.
    SaveContact {
        /// Genesis hash.
        network: String,
        /// The address it had before; `None` for a new contact.
        previous_address: Option<String>,
        /// The address.
        address: String,
        /// The name.
        name: String,
        /// The note.
        note: String,
    },
    /// What is there to know about a name that is typed for an address? Answers `NameCheck`.
    CheckName {
        /// Genesis hash.
        network: String,
        /// The address, as far as it is typed.
        address: String,
        /// The name.
        name: String,
    },
    /// Delete a contact.
    DeleteContact {
        /// Genesis hash.
        network: String,
        /// Its address.
        address: String,
    },

    /// Work on another network.
    UseNetwork {
        /// Genesis hash.
        genesis: String,
    },
    /// Ask another node. Its genesis hash is read first; an unknown one becomes a custom network. Answers `NetworkView`.
    UseNode {
        /// `https://…`, or `http://` on this computer.
        url: String,
    },
    /// Ask one more node of the network in use when the others cannot answer. Answers `NetworkView`.
    AddNode {
        /// As with `UseNode`.
        url: String,
    },
    /// Ask this node no longer. With the last one gone, the public node is asked again.
    RemoveNode {
        /// Genesis hash.
        network: String,
        /// `NodeView.url`.
        url: String,
    },
    /// Change the unlock password, and with it how strongly it guards the vault.
    ChangePassword {
        /// The one that opens the vault now.
        #[serde(deserialize_with = "typed")]
        #[cfg_attr(test, ts(type = "string"))]
        current: Password,
        /// The one that opens it from now on.
        #[serde(deserialize_with = "typed")]
        #[cfg_attr(test, ts(type = "string"))]
        new: Password,
    },
    /// Change when the vault locks by itself.
    SetAutoLock {
        /// Minutes, 1 to 120.
        minutes: u32,
    },
}

/// Who is behind an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Somebody clicked, typed or chose something just now: auto-lock starts anew.
    Person,
    /// The page or the browser sends it by itself: it says nothing about anybody being here.
    Machine,
}

impl Intent {
    /// Who sends this. A new intent has to say so here; one that a page may send without a click is a machine's.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::Lock
            | Self::DevicesChanged
            | Self::ExportPreview { .. }
            | Self::RemovalPreview { .. }
            | Self::ExportAccountKeyDone
            | Self::ListProviders
            | Self::RecoveryReport => Actor::Machine,
            Self::CreateVault { .. }
            | Self::Unlock { .. }
            | Self::UnlockChosen { .. }
            | Self::CompleteCopies
            | Self::ResetVault
            | Self::Touch
            | Self::ImportFile { .. }
            | Self::ImportOpen
            | Self::ImportPassword { .. }
            | Self::ImportNetwork { .. }
            | Self::ImportEarly
            | Self::ImportWatchOnly { .. }
            | Self::ImportChoose { .. }
            | Self::ImportCompare
            | Self::ImportApply
            | Self::ImportCancel
            | Self::ImportUndo
            | Self::ExportSeal { .. }
            | Self::ExportCancel
            | Self::ExportSaved { .. }
            | Self::ExportAccountKey { .. }
            | Self::RecoveryStart { .. }
            | Self::RecoveryResume
            | Self::RecoveryDiscard
            | Self::RecoveryContinue
            | Self::RecoveryLookDeeper { .. }
            | Self::RecoveryComplete
            | Self::RecoverySkipIndex
            | Self::RecoveryNextPath
            | Self::RecoveryUseNodeAnyway
            | Self::RecoveryStop
            | Self::RecoveryCheckAgain
            | Self::RecoveryAskAgain
            | Self::RecoveryAskAnother { .. }
            | Self::RecoveryPreview
            | Self::OpenApp
            | Self::LedgerSettled
            | Self::CheckAccess
            | Self::ShowAddress { .. }
            | Self::DeviceCancel
            | Self::CheckChain
            | Self::RenameAccount { .. }
            | Self::RenameIdentity { .. }
            | Self::Remove { .. }
            | Self::SaveContact { .. }
            | Self::CheckName { .. }
            | Self::DeleteContact { .. }
            | Self::UseNetwork { .. }
            | Self::UseNode { .. }
            | Self::AddNode { .. }
            | Self::RemoveNode { .. }
            | Self::ChangePassword { .. }
            | Self::SetAutoLock { .. } => Actor::Person,
        }
    }
}

/// What can be removed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "what", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum RemovalTarget {
    /// The keys of an account that are on this computer. It stays, watched or on its Ledger.
    AccountKeys {
        /// Genesis hash.
        network: String,
        /// `AccountView.id`.
        id: String,
    },
    /// An account.
    Account {
        /// Genesis hash.
        network: String,
        /// `AccountView.id`.
        id: String,
    },
    /// The keys of an identity from a phone.
    IdentityKeys {
        /// Genesis hash.
        network: String,
        /// `IdentityView.id`.
        id: String,
    },
    /// An identity, and the accounts that are only its own.
    Identity {
        /// Genesis hash.
        network: String,
        /// `IdentityView.id`.
        id: String,
    },
}

/// Where a recovery looks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "from", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum RecoveryRoute {
    /// On a Ledger.
    Ledger {
        /// Below the path of the Desktop Wallet.
        legacy: bool,
        /// Below the newer paths: of these identity providers.
        providers: Vec<u32>,
    },
    /// With the keys of the identities that came from a phone.
    Phone,
}

/// A password is one from its first moment: whatever becomes of the intent, it is wiped.
fn typed<'de, D: Deserializer<'de>>(from: D) -> Result<Password, D::Error> {
    String::deserialize(from).map(Password::new)
}

/// The same, where there may be none.
fn typed_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Password>, D::Error> {
    Option::<String>::deserialize(from).map(|text| text.map(Password::new))
}

/// Bytes arrive as a `Uint8Array`.
mod bytes {
    use serde::de::{Deserializer, Error, Visitor};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a Uint8Array")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }

            fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
                Ok(bytes)
            }
        }

        from.deserialize_byte_buf(Bytes)
    }
}

/// Several files' bytes.
mod bytes_list {
    use serde::Deserialize;
    use serde::de::Deserializer;

    #[derive(Deserialize)]
    struct Item(#[serde(with = "super::bytes")] Vec<u8>);

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Vec<u8>>, D::Error> {
        Ok(Vec::<Item>::deserialize(from)?.into_iter().map(|item| item.0).collect())
    }
}

//! What the page sees of the export.

use serde::Serialize;

use crate::fault::Notice;
use crate::model::Counts;

use crate::session::import::view::Waiting;
use crate::session::seam::{Foreign, byte_array};

/// The export flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "step", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ExportView {
    /// Nothing under way.
    Idle,
    /// Encrypting, then opening the result again with the same password, one file after the other.
    Sealing {
        /// Files that are ready.
        done: u32,
        /// Files it takes.
        files: u32,
    },
    /// Made and handed out; whether it is on a disk, nobody has seen yet.
    Unsaved {
        /// How many files it is.
        files: u32,
    },
}

impl ExportView {
    /// What waits, if anything.
    pub(in crate::session) const fn waits(&self) -> Option<Waiting> {
        match self {
            Self::Idle | Self::Sealing { .. } => None,
            Self::Unsaved { .. } => Some(Waiting::UnsavedBackup),
        }
    }
}

/// What an export of a format would hold (answer to `preview`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ExportPreview {
    /// What goes in.
    pub counts: Counts,
    /// Names of the accounts that go in.
    pub account_names: Vec<Foreign>,
    /// What the format cannot carry, by name: the file is no backup of it.
    pub omissions: Vec<Notice>,
    /// What is in the file and written otherwise, by name: nothing of it is lost.
    pub otherwise: Vec<Notice>,
    /// How many files it takes.
    pub files: u32,
    /// Whether nothing goes in that such a file is opened for: it is not made.
    pub is_empty: bool,
    /// Which keys go in.
    pub keys: KeysInFile,
    /// What would be in no backup even then.
    pub missing_after: Counts,
}

/// A sealed backup, opened again by the engine before it is handed out (answer to `seal`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SealedFile {
    /// Suggested file name.
    pub file_name: String,
    /// The file.
    #[serde(serialize_with = "byte_array::serialize")]
    #[cfg_attr(test, ts(type = "Uint8Array"))]
    pub bytes: Vec<u8>,
    /// First 16 hexadecimal characters of its SHA-256, in groups of four.
    pub fingerprint: String,
    /// What all files of this export hold together.
    pub together: Counts,
}

/// The keys of one account in a file, unencrypted (answer to `account-key`). The content itself is not in here: a page can
/// have it saved, and has no need to read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeyFile {
    /// Suggested file name.
    pub file_name: String,
    /// Where the browser can download it from, until `account-key-done`, the next one, or lock.
    pub url: String,
    /// What is worth knowing about it.
    pub notices: Vec<Notice>,
}

/// Which keys a file would hold. Accounts of a Ledger never have any in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeysInFile {
    /// Accounts whose keys go in.
    pub accounts: u32,
    /// Identities whose keys go in.
    pub identities: u32,
    /// Whether the unlock password is asked for before the file is made: it holds keys, or members that may be.
    pub asks_for_password: bool,
}

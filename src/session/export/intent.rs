//! What the page asks of the export.

use serde::{Deserialize, Serialize};

use crate::model::Format;
use crate::secret::Password;

use super::view::{ExportPreview, KeyFile, SealedFile};
use crate::session::seam::actor::Actor;
use crate::session::seam::arriving;

/// What the page asks of an export.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum ExportIntent {
    /// What would an export hold? Answers `ExportPreview`.
    Preview {
        /// The format.
        format: Format,
    },
    /// Make a backup. Answers `SealedFile[]`.
    Seal {
        /// The format.
        format: Format,
        /// The backup's own password.
        #[serde(deserialize_with = "arriving::password")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
        /// The unlock password, where `ExportPreview.keys.asksForPassword` says so.
        #[serde(default, deserialize_with = "arriving::password_if_any")]
        #[cfg_attr(test, ts(type = "string | null"))]
        unlock_password: Option<Password>,
    },
    /// Gives up a backup that is being made: between two files.
    Cancel,
    /// The files of the last `seal` were saved. With bytes, they are compared, and the backup is noted.
    Saved {
        /// What was read back from the disk, where the browser lets the page read it.
        #[serde(default, with = "arriving::bytes_list")]
        #[cfg_attr(test, ts(type = "Uint8Array[]"))]
        read_back: Vec<Vec<u8>>,
    },
    /// The files of the last `seal` are not wanted any more.
    Drop,
    /// Hand out the keys of one account, unencrypted, after the unlock password. Answers `KeyFile`.
    AccountKey {
        /// Genesis hash.
        network: String,
        /// `AccountView.id`.
        id: String,
        /// The unlock password.
        #[serde(deserialize_with = "arriving::password")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
    },
    /// The key file was saved, or is not wanted any more: it cannot be had again without the password.
    AccountKeyDone,
}

impl ExportIntent {
    /// Who sends this. A new intent has to say so here; one that a page may send without a click is a machine's.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::Preview { .. } | Self::AccountKeyDone => Actor::Machine,
            Self::Seal { .. } | Self::Cancel | Self::Drop | Self::Saved { .. } | Self::AccountKey { .. } => {
                Actor::Person
            }
        }
    }
}

/// The answer to a question about a backup that worked.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum ExportReply {
    /// Nothing to say; the snapshot tells.
    Done,
    /// To `Preview`.
    Preview(ExportPreview),
    /// To `Seal`.
    Sealed(Vec<SealedFile>),
    /// To `AccountKey`.
    KeyFile(KeyFile),
}

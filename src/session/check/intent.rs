//! What the page asks of a check.

use serde::{Deserialize, Serialize};

use super::view::{BackupFileView, SheetView};
use crate::secret::Password;
use crate::session::seam::actor::Actor;
use crate::session::seam::arriving;

/// What the page asks of a check of a backup.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum CheckIntent {
    /// Which backups are known? Answers `BackupFileView[]`, the newest first.
    Backups,
    /// What belongs on a recovery sheet? Answers `SheetView`.
    Sheet,
    /// Recognise a file.
    File {
        /// Its name.
        file_name: String,
        /// Its bytes.
        #[serde(with = "arriving::bytes")]
        #[cfg_attr(test, ts(type = "Uint8Array"))]
        bytes: Vec<u8>,
    },
    /// Open the recognised file, which is not encrypted.
    Open,
    /// Open the recognised file.
    Password {
        /// The file's password.
        #[serde(deserialize_with = "arriving::password")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
    },
    /// Ask the chain whether it knows the accounts in the file. The node learns which addresses are of interest.
    Chain,
    /// Note that this file was checked. Only this writes.
    Remember,
    /// Forget the file.
    Cancel,
}

impl CheckIntent {
    /// Who sends this. A new intent has to say so here; one that a page may send without a click is a machine's.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::Backups | Self::Sheet => Actor::Machine,
            Self::File { .. } | Self::Open | Self::Password { .. } | Self::Chain | Self::Remember | Self::Cancel => {
                Actor::Person
            }
        }
    }
}

/// The answer to a question about backups that worked.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum CheckReply {
    /// Nothing to say; the snapshot tells.
    Done,
    /// To `Backups`.
    Backups(Vec<BackupFileView>),
    /// To `Sheet`.
    Sheet(SheetView),
}

//! What the page asks of the import.

use serde::{Deserialize, Serialize};

use crate::model::RecordKind;
use crate::secret::Password;

use super::rows::RowFilter;
use super::view::ItemView;
use crate::session::seam::actor::Actor;
use crate::session::seam::arriving;
use crate::session::vault::view::UndoView;

/// What the page asks of an import.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum ImportIntent {
    /// Recognise a file.
    File {
        /// Its name.
        file_name: String,
        /// Its bytes.
        #[serde(with = "arriving::bytes")]
        #[cfg_attr(test, ts(type = "Uint8Array"))]
        bytes: Vec<u8>,
    },
    /// Open the recognised file, which is not encrypted: an account-key file.
    Open,
    /// Open the recognised file.
    Password {
        /// The file's password.
        #[serde(deserialize_with = "arriving::password")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
    },
    /// Say which network an old file belongs to.
    Network {
        /// Genesis hash.
        genesis: String,
    },
    /// Go on with a later file of an export although the first one was not opened.
    Early,
    /// Take the file's keys in, or leave them out and only watch.
    WatchOnly {
        /// Whether to leave every key out.
        watch: bool,
    },
    /// Rows of the preview, a page of them.
    Rows {
        /// Of which kind.
        kind: RecordKind,
        /// Which of them.
        filter: RowFilter,
        /// The first one, counted from 0.
        from: u32,
    },
    /// Choose what happens with one record of the preview.
    Choose {
        /// Which record.
        item: u32,
        /// Position in its `choices`.
        choice: u32,
    },
    /// Leave all records of a kind out, or bring them in as if nothing had been chosen.
    ChooseAll {
        /// Which kind.
        kind: RecordKind,
        /// Whether to leave them out.
        out: bool,
    },
    /// Compare the keys in the preview with the chain. The node learns which addresses are of interest.
    Compare,
    /// Write what the preview shows.
    Apply,
    /// Forget the file, or the recovery result.
    Cancel,
    /// Take the last import or recovery back.
    Undo,
}

impl ImportIntent {
    /// Who sends this. A new intent has to say so here; one that a page may send without a click is a machine's.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            // The page draws what it was told; nobody needs to be there for that.
            Self::Rows { .. } => Actor::Machine,
            Self::File { .. }
            | Self::Open
            | Self::Password { .. }
            | Self::Network { .. }
            | Self::Early
            | Self::WatchOnly { .. }
            | Self::Choose { .. }
            | Self::ChooseAll { .. }
            | Self::Compare
            | Self::Apply
            | Self::Cancel
            | Self::Undo => Actor::Person,
        }
    }
}

/// The answer to a question about an import that worked.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum ImportReply {
    /// Nothing to say; the snapshot tells.
    Done,
    /// To `Rows`.
    Rows(Vec<ItemView>),
    /// To `Undo`.
    Undone(UndoView),
}

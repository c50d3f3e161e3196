//! What the page asks of the records.

use serde::{Deserialize, Serialize};

use super::view::{NameCheck, RemovalView, TableFile};
use crate::backup::Separator;
use crate::session::seam::actor::Actor;

/// What the page asks of the records.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum WalletIntent {
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
    /// Name a Ledger, or take its name away.
    RenameLedger {
        /// `LedgerView.id`.
        id: String,
        /// The new name; empty for none.
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
    /// Make a table of the contacts of a network, for a spreadsheet. Answers `TableFile`.
    ContactsTable {
        /// Genesis hash.
        network: String,
        /// What the spreadsheets of the person's language expect between cells.
        separator: Separator,
    },
    /// Delete a contact.
    DeleteContact {
        /// Genesis hash.
        network: String,
        /// Its address.
        address: String,
    },
}

impl WalletIntent {
    /// Who sends this. A new intent has to say so here; one that a page may send without a click is a machine's.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::RemovalPreview { .. } => Actor::Machine,
            Self::RenameAccount { .. }
            | Self::RenameIdentity { .. }
            | Self::RenameLedger { .. }
            | Self::Remove { .. }
            | Self::SaveContact { .. }
            | Self::CheckName { .. }
            | Self::ContactsTable { .. }
            | Self::DeleteContact { .. } => Actor::Person,
        }
    }
}

/// What is to be removed, or to lose its keys.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemovalTarget {
    /// What of it.
    pub what: Removable,
    /// Genesis hash.
    pub network: String,
    /// `AccountView.id` or `IdentityView.id`.
    pub id: String,
}

/// What can be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Removable {
    /// The keys of an account that are on this computer. It stays, watched or on its Ledger.
    AccountKeys,
    /// An account.
    Account,
    /// The keys of an identity from a phone.
    IdentityKeys,
    /// An identity, and the accounts that are only its own.
    Identity,
}

/// The answer to a question about the records that worked.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum WalletReply {
    /// Nothing to say; the snapshot tells.
    Done,
    /// To `RemovalPreview`.
    Removal(RemovalView),
    /// To `CheckName`.
    Name(NameCheck),
    /// To `ContactsTable`.
    Table(TableFile),
}

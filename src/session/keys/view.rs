//! Where keys are, what the chain makes of them, and what removing something would take along.

use serde::Serialize;

use crate::fault::Fault;
use crate::model::Counts;
use crate::session::view::{LastBackupView, Millis};

/// Where what signs for an account, or what makes an identity, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum KeysPlace {
    /// In this wallet.
    Computer,
    /// On a Ledger.
    Ledger,
    /// On a Ledger, and further keys are in this wallet.
    Both,
    /// Nowhere here: it can be watched, not signed for.
    Nowhere,
}

impl KeysPlace {
    /// The place, from the two there are.
    #[must_use]
    pub const fn of(computer: bool, ledger: bool) -> Self {
        match (computer, ledger) {
            (true, true) => Self::Both,
            (true, false) => Self::Computer,
            (false, true) => Self::Ledger,
            (false, false) => Self::Nowhere,
        }
    }
}

/// What the chain makes of keys that are here, or in a file. Only the chain ties a key to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum KeysCheck {
    /// Nobody asked.
    NotCompared,
    /// The node is being asked.
    Asking,
    /// They are the account's, and sign for it.
    Sign,
    /// They are the account's, and further signers must sign, too.
    NeedMore,
    /// The account has other keys: these cannot sign for it.
    Differ,
    /// There is no such account.
    NoAccount,
    /// The node could not be asked.
    Failed,
}

/// What the chain makes of the keys of one account.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeysCheckView {
    /// What is known.
    pub state: KeysCheck,
    /// With `need-more`: how many further signers.
    pub signers: u32,
    /// When the answer came.
    pub at: Option<Millis>,
    /// Why the node could not be asked.
    pub fault: Option<Fault>,
}

/// The same of an account of the wallet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AccountKeysCheck {
    /// Genesis hash.
    pub network: String,
    /// `AccountView.id`.
    pub account: String,
    /// What the chain makes of its keys.
    pub check: KeysCheckView,
}

/// How far the keys of a preview are compared with the chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CompareView {
    /// Accounts that come in with keys.
    pub accounts: u32,
    /// Of those, how many the chain has an answer for.
    pub compared: u32,
    /// Whether the node is being asked.
    pub asking: bool,
    /// The node that is asked, or would be.
    pub node_url: String,
    /// Whether that is a node of the person's own, which is asked without a question.
    pub own_node: bool,
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

/// Whether a backup has what is about to be removed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum BackupCover {
    /// No backup is known.
    None,
    /// None has it as it is now.
    Behind {
        /// The last one there is.
        last: LastBackupView,
    },
    /// A backup has it.
    Covered {
        /// The last one there is.
        last: LastBackupView,
    },
}

/// What removing something would take along (answer to `removal-preview`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RemovalView {
    /// Records that go.
    pub gone: Counts,
    /// Names of the accounts among them.
    pub accounts: Vec<String>,
    /// Accounts whose keys go from this computer.
    pub keys: u32,
    /// Identities whose keys go from this computer.
    pub identity_keys: u32,
    /// Accounts that stay, listed elsewhere.
    pub relisted: u32,
    /// Whether a search finds the records again. It finds no keys.
    pub is_found_again: bool,
    /// Of an account whose keys go and that stays: where keys are then.
    pub keys_left: Option<KeysPlace>,
    /// Whether a backup has what goes.
    pub backup: BackupCover,
}

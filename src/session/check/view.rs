//! What the page sees of a check.

use serde::Serialize;

use crate::crypto::kdf::Effort;
use crate::fault::{Fault, Notice};
use crate::merge::Comparison;
use crate::model::{Counts, Format};

use crate::session::keys::view::KeysPlace;
use crate::session::seam::{Foreign, Millis};
use crate::session::vault::view::BackupSeen;

/// A check of a backup: nothing of it is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "step", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum CheckView {
    /// No file chosen.
    Idle,
    /// What the file is, before any password.
    Recognised {
        /// Its name.
        file_name: Foreign,
        /// Its size in bytes.
        size: f64,
        /// What it is; `None` where that shows after decryption.
        format: Option<Format>,
        /// Whether it takes a password to open it.
        encrypted: bool,
        /// The last attempt's failure.
        fault: Option<Fault>,
    },
    /// The key is being derived and the file decrypted.
    Opening {
        /// Its name.
        file_name: Foreign,
        /// How long that takes; `None` for a file that is not encrypted.
        effort: Option<Effort>,
    },
    /// It opens, and this is in it.
    Checked {
        /// Its name.
        file_name: Foreign,
        /// Its size in bytes.
        size: f64,
        /// What it is.
        format: Format,
        /// Whether a password keeps it.
        encrypted: bool,
        /// First 16 hexadecimal characters of its SHA-256, in groups of four.
        fingerprint: String,
        /// When the backup was made, if the file says so.
        created_at: Option<Millis>,
        /// Genesis hash of the network it is held against, where the file does not say which it is of.
        assumed: Option<String>,
        /// What is in it.
        holds: Counts,
        /// How it compares with the wallet.
        comparison: Comparison,
        /// Records that only the wallet has.
        lacking: Counts,
        /// The accounts among them, by name.
        lacking_accounts: Vec<Foreign>,
        /// Records that both have, and the file not as they are now.
        differing: Counts,
        /// Records that only the file has.
        beyond: Counts,
        /// Things worth knowing about the file.
        notices: Vec<Notice>,
        /// The nodes that would be asked whether the chain knows its accounts; empty where there is nothing to ask.
        asks: Vec<String>,
        /// What the chain said about its accounts; `None` until it is asked.
        chain: Option<Box<ChainWordView>>,
        /// Whether the list of backups knows of this check.
        remembered: bool,
    },
}

/// What the chain said about the accounts in a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ChainWordView {
    /// How many are asked about.
    pub accounts: u32,
    /// The chain knows them.
    pub found: u32,
    /// The chain says that there are none.
    pub absent: u32,
    /// They could not be asked about.
    pub failed: u32,
    /// Why the last of these was not.
    pub fault: Option<Fault>,
}

/// A backup that is known here (answer to `backups`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BackupFileView {
    /// What its first file was called.
    pub name: Foreign,
    /// How many files it is.
    pub files: u32,
    /// Of its first file: 16 hexadecimal characters of the SHA-256, in groups of four.
    pub fingerprint: String,
    /// What it is written as.
    pub format: Format,
    /// When it was first seen.
    pub at: Millis,
    /// How.
    pub seen: BackupSeen,
    /// When its bytes were last seen to be right; `None` if never.
    pub checked: Option<Millis>,
    /// What it holds.
    pub holds: Counts,
    /// Records of the wallet that it does not hold as they are now.
    pub lacks: Counts,
}

/// What belongs on a recovery sheet (answer to `sheet`): what to look for and where, and nothing that opens anything.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SheetView {
    /// When it is drawn up.
    pub at: Millis,
    /// The Ledgers.
    pub ledgers: Vec<SheetLedgerView>,
    /// Networks that have records.
    pub networks: Vec<SheetNetworkView>,
    /// The backups, the newest first.
    pub backups: Vec<BackupFileView>,
}

/// A Ledger on a recovery sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SheetLedgerView {
    /// The start of its id.
    pub id: String,
    /// The person's name for it; empty where nobody gave one.
    pub name: Foreign,
    /// Which model it was when it was last seen; `None` if it never was.
    pub model: Option<String>,
}

/// A network on a recovery sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SheetNetworkView {
    /// Genesis hash.
    pub network: String,
    /// Its identities.
    pub identities: Vec<SheetIdentityView>,
    /// Its accounts that have an address.
    pub accounts: Vec<SheetAccountView>,
}

/// An identity on a recovery sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SheetIdentityView {
    /// Its name.
    pub name: Foreign,
    /// Its number on its Ledger; `None` from a phone.
    pub number: Option<u32>,
    /// The start of its Ledger's id; `None` from a phone.
    pub ledger: Option<String>,
}

/// An account on a recovery sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SheetAccountView {
    /// Its name.
    pub name: Foreign,
    /// Base58check.
    pub address: String,
    /// Where its keys are.
    pub keys: KeysPlace,
}

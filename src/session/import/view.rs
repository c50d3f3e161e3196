//! What the page sees of the import.

use serde::Serialize;

use crate::crypto::kdf::Effort;
use crate::fault::{Fault, Notice};
use crate::merge::{self, Choice, Fate, ReportOutcome};
use crate::model::{AddressProof, Counts, Format, RecordKind};
use crate::recovery::Agreement;

use crate::session::keys::view::{CompareView, KeysCheckView, KeysPlace};
use crate::session::nodes::view::NetworkView;
use crate::session::seam::{Foreign, Millis};

/// The import flow, and the end of the recovery flow: both end in the same preview.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "step", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ImportView {
    /// No file chosen.
    Idle,
    /// What the file is, before any password.
    Recognised {
        /// Its name.
        file_name: Foreign,
        /// Its size in bytes.
        size: f64,
        /// What it is; `None` where that shows after decryption: the Desktop Wallet, phones and key files share a lock.
        format: Option<Format>,
        /// Whether it takes a password to open it.
        encrypted: bool,
        /// Whether keys may be in it that anybody can use who has it.
        keys_in_clear: bool,
        /// When the backup was made, if the file says so.
        created_at: Option<Millis>,
        /// How long the work on its password takes; `None` for a file that is not encrypted.
        effort: Option<Effort>,
        /// The last attempt's failure: wrong password or damaged file.
        fault: Option<Fault>,
    },
    /// The key is being derived and the file decrypted. Cancelling ends that at once.
    Opening {
        /// Its name.
        file_name: Foreign,
        /// How long that takes; `None` for a file that is not encrypted.
        effort: Option<Effort>,
    },
    /// An old file that does not say which network it belongs to.
    NetworkNeeded {
        /// Its name.
        file_name: Foreign,
        /// What the file says its network is, in its own word, when it says something unknown.
        says: Option<Foreign>,
        /// What can be answered.
        networks: Vec<NetworkView>,
    },
    /// A later file of an export, whose accounts come with the first one, which was not opened yet.
    TooEarly {
        /// Its name.
        file_name: Foreign,
        /// Which file it is.
        part: u32,
        /// Of how many.
        of: u32,
        /// How many of its records would be lost.
        waiting: u32,
    },
    /// What would change.
    Preview {
        /// Where its records come from.
        origin: OriginView,
        /// Whether the file has keys in it.
        holds_keys: bool,
        /// Whether they are left out.
        watch_only: bool,
        /// How far they are compared with the chain; `None` if no account comes in with keys.
        compare: Option<CompareView>,
        /// The networks its records are of.
        networks: Vec<PlacedView>,
        /// Why it cannot be brought in, with what is chosen now: more than one wallet holds.
        overload: Option<Fault>,
        /// Things worth knowing about the file as a whole.
        notices: Vec<Notice>,
        /// Whether something of it was written already: what asked nothing. Else nothing is.
        begun: bool,
        /// Another one whenever a row may read differently: rows are asked for as they are drawn, and asked for again then.
        revision: u32,
        /// What came in, in one sentence.
        answer: AnswerView,
        /// How many rows there are, by kind.
        groups: Vec<GroupView>,
        /// What the choices as they stand come to: records added, changed, kept and left out.
        outlook: OutlookView,
    },
    /// Written.
    Done {
        /// Where its records came from.
        origin: OriginView,
        /// What was done.
        report: ReportView,
        /// The networks its records are of.
        networks: Vec<PlacedView>,
        /// Whether it can still be taken back.
        can_undo: bool,
    },
}

/// Where incoming records come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "from", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum OriginView {
    /// Out of a file.
    File {
        /// What it is.
        format: Format,
        /// Whether keys may be in it that anybody can use who has it.
        keys_in_clear: bool,
        /// Its name.
        name: Foreign,
    },
    /// A search found them.
    Recovery,
    /// A search by public keys.
    Keys,
}

/// A network that incoming records are of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlacedView {
    /// Genesis hash.
    pub network: String,
    /// Whether it is the one in use: only its records are shown in the lists.
    pub in_use: bool,
    /// Accounts of it.
    pub accounts: u32,
}

/// What came in, in one sentence, and its numbers: of records that stand for themselves, and not of their parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    /// The sentence.
    pub kind: Upshot,
    /// What there is.
    pub holds: Counts,
    /// How many of it are not here yet.
    pub new: u32,
    /// Are here, and would change.
    pub differs: u32,
    /// Are here as they are.
    pub same: u32,
    /// Need a look.
    pub problems: u32,
}

/// What a preview says in one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Upshot {
    /// There is nothing in it.
    Empty,
    /// Everything is new.
    AllNew,
    /// Everything is here as it is.
    AllHere,
    /// Nothing needs a look.
    Mixed,
    /// Something needs a look.
    NeedsLook,
    /// Nothing of it can come in.
    Impossible,
}

/// How many rows of a kind each filter shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// Which kind.
    pub kind: RecordKind,
    /// Not here yet.
    pub new: u32,
    /// Here, and would change.
    pub differs: u32,
    /// Here as they are.
    pub same: u32,
    /// In need of a look.
    pub problems: u32,
    /// Those that come in by themselves, and can be left out.
    pub leavable: u32,
    /// How many of these are left out.
    pub left_out: u32,
}

/// One record of the preview.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ItemView {
    /// Names it in intents.
    pub id: u32,
    /// What it is.
    pub kind: RecordKind,
    /// Genesis hash; `None` for a device.
    pub network: Option<String>,
    /// What it will be called, with the choices as they stand; of a record that stays out, what it is called in the file. The start of
    /// its key for what has no name; empty for a credential, which goes by its number and its account.
    pub title: Foreign,
    /// Address, pairing key or credential id. Empty for an identity, which goes by its number and its Ledger.
    pub subtitle: Foreign,
    /// What is part of it, and has no row of its own: it comes in, and stays out, with it.
    pub parts: Counts,
    /// The number of an identity on its Ledger, or of a credential under its identity.
    pub number: Option<u32>,
    /// The Ledger of an identity (the start of its key), or the account of a credential.
    pub at: Option<String>,
    /// What that account is called, if it has a name.
    pub at_name: Option<Foreign>,
    /// Of an identity or account: where its keys will be, with the choice in force.
    pub keys: Option<KeysPlace>,
    /// Of an account that comes in with keys: what the chain makes of them.
    pub keys_check: Option<KeysCheckView>,
    /// What is wrong with its keys (`notice_<code>`).
    pub findings: Vec<Notice>,
    /// Of an account: what ties its address to the person; `None` where its keys speak for themselves.
    pub proof: Option<AddressProof>,
    /// Of an account that a search found: what another node says about it, as far as one was asked.
    pub second: Option<Agreement>,
    /// What is known about it.
    pub status: merge::Verdict,
    /// Why, or what differs (`notice_<code>`).
    pub reason: Option<Notice>,
    /// What is worth knowing besides (`notice_<code>`).
    pub remarks: Vec<Notice>,
    /// What the person can choose from: always starts with the default.
    pub choices: Vec<ChoiceView>,
    /// Which of `choices` is in force.
    pub chosen: u32,
    /// What becomes of it, with all choices as they stand: it may stay out with what it belongs to.
    pub fate: Fate,
}

/// What an import would do, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OutlookView {
    /// Records that would be new.
    pub added: u32,
    /// Records that would change.
    pub changed: u32,
    /// Records that would stay as they are.
    pub kept: u32,
    /// Records that would stay out.
    pub left_out: u32,
}

/// One thing that can be done with a record of the preview.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ChoiceView {
    /// What is done.
    pub code: Choice,
    /// The name, note or value this choice ends in, when there is one.
    pub outcome: Option<Foreign>,
}

/// What an import or a recovery did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    /// Records that are new.
    pub added: Counts,
    /// Records that changed.
    pub updated: Counts,
    /// Records that were already here.
    pub unchanged: Counts,
    /// Records left out by choice.
    pub left_out: Counts,
    /// Why records could not be imported; equal reasons are counted.
    pub refused: Vec<Notice>,
    /// What became of the whole.
    pub outcome: ReportOutcome,
}

/// What waits for a word of the person, and goes when the page is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Waiting {
    /// A backup was made and is on no disk yet.
    UnsavedBackup,
    /// A file was chosen and is not open yet.
    ChosenFile,
    /// A file was read, and nothing of it is in the wallet.
    ReadFile,
    /// What a search found was looked at, and is not in the wallet.
    Findings,
}

impl ImportView {
    /// What waits, if anything.
    pub(in crate::session) const fn waits(&self) -> Option<Waiting> {
        match self {
            Self::Idle | Self::Done { .. } => None,
            Self::Recognised { .. } | Self::Opening { .. } | Self::NetworkNeeded { .. } | Self::TooEarly { .. } => {
                Some(Waiting::ChosenFile)
            }
            Self::Preview { origin: OriginView::File { .. }, .. } => Some(Waiting::ReadFile),
            Self::Preview { origin: OriginView::Recovery | OriginView::Keys, .. } => Some(Waiting::Findings),
        }
    }
}

//! What the page sees of the records.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::fault::Notice;
use crate::ledger::LedgerModel;
use crate::model::{AccountState, AddressProof, Counts, IdentityState, Validity};

use crate::session::key_search::view::PowerView;
use crate::session::keys::view::KeysPlace;
use crate::session::seam::{Foreign, byte_array};
use crate::session::vault::view::LastBackupView;

/// One identity.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct IdentityView {
    /// Names it in intents.
    pub id: String,
    /// Genesis hash.
    pub network: String,
    /// The person's name for it.
    pub name: Foreign,
    /// How far its issuing got.
    pub state: IdentityState,
    /// Where its keys are.
    pub keys: IdentityKeysView,
    /// Its keys are here and not checked yet: its row follows once more when they are.
    pub checking: bool,
    /// What is wrong with its keys (`notice_<code>`).
    pub findings: Vec<Notice>,
    /// The identity provider's name, when known.
    pub provider: Option<Foreign>,
    /// `YYYYMM`, when known: it is valid until the end of that month.
    pub valid_to: Option<String>,
    /// Whether it still is.
    pub validity: Validity,
    /// The identity provider's words on a rejection.
    pub detail: Option<Foreign>,
    /// Attribute tag → value, when the identity object is here.
    pub attributes: BTreeMap<Foreign, Foreign>,
    /// Accounts listed under it.
    pub accounts: u32,
}

/// Where the keys of an identity are.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "place", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum IdentityKeysView {
    /// On a Ledger.
    Ledger {
        /// Which: `LedgerView.id`.
        ledger: String,
        /// Its number there.
        index: u32,
        /// 0 or 1.
        key_version: u8,
        /// The identity provider's number, for an identity of a seed-phrase wallet (the newer path).
        provider: Option<u32>,
    },
    /// In this wallet: it came from a phone.
    Computer,
    /// Nowhere here: it came from a phone and is only watched.
    Nowhere,
}

/// One Ledger.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LedgerView {
    /// Its pairing key, hexadecimal. Names it in intents.
    pub id: String,
    /// The person's name for it; empty where nobody gave one.
    pub name: Foreign,
    /// The start of its key: tells it from others that have no name.
    pub mark: String,
    /// The model it was when it was last seen.
    pub model: Option<LedgerModel>,
    /// Identities on it, on all networks.
    pub identities: u32,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Names it in intents.
    pub id: String,
    /// Genesis hash.
    pub network: String,
    /// Base58check; `None` for a record that never got an address.
    pub address: Option<String>,
    /// The person's name for it.
    pub name: Foreign,
    /// How far its making got.
    pub state: AccountState,
    /// The identity it is listed under; `None` for one that came alone, as its keys.
    pub identity: Option<String>,
    /// That identity's name.
    pub identity_name: Option<Foreign>,
    /// Made together with its identity.
    pub is_initial: bool,
    /// How many credentials must sign.
    pub signature_threshold: u32,
    /// Own credentials on it.
    pub credentials: Vec<CredentialView>,
    /// Other signers.
    pub cosigners: Vec<CosignerView>,
    /// Whether its address may be offered to receive at.
    pub receiving: ReceivingView,
    /// What ties its address to the person; `None` where there is no address, or its keys are here and speak for themselves.
    pub proof: Option<AddressProof>,
    /// Where what signs for it is.
    pub keys: KeysPlace,
    /// Its keys are here and not checked yet: its row follows once more when they are.
    pub checking: bool,
    /// What is wrong with its keys (`notice_<code>`).
    pub findings: Vec<Notice>,
}

/// Whether the address of an account may be offered to receive at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "may", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ReceivingView {
    /// It is the person's, or the chain said that nobody else can sign for it.
    Open,
    /// It is here because of keys that are said to be on it, and the chain was not asked since the vault was opened.
    Unchecked,
    /// It was found by a key with other people's keys on it, and the chain was not asked since.
    OthersOnRecord,
    /// It is here because of keys that are said to be on it, and the chain said that it has no such account.
    NotThere,
    /// It was found by a key, and the chain has other people's keys on it.
    Withheld {
        /// What the Ledger can do there, and what others can. Never `alone`.
        power: PowerView,
        /// With `needs-more` and `others-rule`: how many signatures are missing.
        missing: u32,
    },
    /// It was found by a key that the chain does not have there any more.
    KeysGone,
}

/// One own credential.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CredentialView {
    /// Credential id, hexadecimal.
    pub id: String,
    /// The identity whose keys made it.
    pub identity_name: Foreign,
    /// Its number under that identity.
    pub index: u32,
    /// Where it stands.
    pub standing: CredentialStanding,
    /// `YYYYMM`, when known.
    pub created_at: Option<String>,
    /// `YYYYMM`, when known.
    pub valid_to: Option<String>,
}

/// Where an own credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum CredentialStanding {
    /// On the account.
    OnAccount,
    /// Not, or no longer, on the account.
    NotOnAccount,
    /// The account is not made yet.
    AccountPending,
    /// The account was refused.
    AccountRejected,
    /// The chain was asked, and has no such account.
    AccountAbsent,
}

/// Somebody else's credential on a shared account.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CosignerView {
    /// Credential id, hexadecimal.
    pub id: String,
    /// The person's note; may be empty.
    pub note: Foreign,
}

/// One contact.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    /// Genesis hash.
    pub network: String,
    /// The address, or what stood in its place. Names the contact in intents; not to be drawn.
    pub address: String,
    /// The same, to be drawn.
    pub shown_address: Foreign,
    /// Whether that is a valid account address.
    pub valid: bool,
    /// The person's name for it.
    pub name: Foreign,
    /// The person's note; may be empty.
    pub note: Foreign,
    /// One of the person's own accounts: renamed there, not deletable here.
    pub own_account: bool,
    /// Of an own account: whether its address may be offered to receive at. Everybody else's may be given away.
    pub receiving: ReceivingView,
}

/// What there is to know about a name while it is typed (answer to `check-name`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NameCheck {
    /// What would be kept of it, where that is not what was typed.
    pub kept: Option<Foreign>,
    /// Who else is called so, or nearly so.
    pub alike: Option<NamesakeView>,
}

/// Somebody else of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NamesakeView {
    /// What it is called.
    pub name: Foreign,
    /// The address it stands under.
    pub at: Foreign,
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
    pub accounts: Vec<Foreign>,
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

/// Contacts as a table, read again by the engine before it is handed out (answer to `contacts-table`). It holds no key.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TableFile {
    /// Suggested file name.
    pub file_name: String,
    /// The file.
    #[serde(serialize_with = "byte_array::serialize")]
    #[cfg_attr(test, ts(type = "Uint8Array"))]
    pub bytes: Vec<u8>,
    /// How many contacts are in it.
    pub contacts: u32,
    /// What is not.
    pub omissions: Vec<Notice>,
}

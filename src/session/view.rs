//! What the page sees. Plain values, derived anew for every snapshot; the page never edits a record.
//! No key, password, Ledger answer or decrypted document is ever in here.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::backup::Omitted;
use crate::crypto::kdf::Effort;
use crate::fault::Fault;
use crate::ledger::{DeviceRequest, LedgerModel, Picture, ScreenPage, Screens};
use crate::merge::{self, Changes, Choice, Fate, Kind, Outcome};
use crate::model::{AccountState, AddressProof, Counts, Format, IdentityState, Network, Wallet};
use crate::recovery::{Emptiness, Outlook, PlaceState, SecondTotals, Verdict, WayOn};
use crate::text;
use crate::vault::{Deed, Undo, What};

use super::state::millis;
use super::vault::keeping::KeepingView;

pub use super::keys::view::{
    AccountKeysCheck, BackupCover, CompareView, KeysCheck, KeysCheckView, KeysInFile, KeysPlace, RemovalView,
};

/// Milliseconds since 1970.
pub type Millis = f64;

/// Text that somebody else wrote, or a person long ago: what nobody would see in it is spelled out. The page draws it with a direction
/// of its own (`extension/ui/foreign.tsx`); its TypeScript type is a text that says where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Foreign(#[cfg_attr(test, ts(type = "string & { readonly foreign?: never }"))] String);

impl Foreign {
    /// As it is drawn.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq<&str> for Foreign {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl From<&str> for Foreign {
    fn from(text: &str) -> Self {
        Self(text::shown(text).into_owned())
    }
}

impl From<String> for Foreign {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&String> for Foreign {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

/// Small, and sent on every change.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Grows by one with every snapshot.
    pub revision: u32,
    /// Whether the vault is open.
    pub vault: VaultView,
    /// When the vault locks unless a person does something until then, in milliseconds since 1970; `None` while it is not open.
    pub locks_at: Option<f64>,
    /// How safely it is kept.
    pub keeping: KeepingView,
    /// `None` while the vault is not open.
    pub settings: Option<SettingsView>,
    /// `None` while the vault is not open.
    pub summary: Option<SummaryView>,
    /// The import flow.
    pub import: ImportView,
    /// The export flow.
    pub export: ExportView,
    /// The recovery flow.
    pub recovery: RecoveryView,
    /// The Ledger outside of a recovery.
    pub device: DeviceTaskView,
    /// A question that may still be on a Ledger's screen, although nobody waits for it.
    pub left_asking: Option<LeftAskingView>,
}

/// The vault as the lock screen sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum VaultView {
    /// The store is being read.
    Starting,
    /// Nothing was ever stored here: a new person.
    Absent,
    /// There is a vault; it wants its password.
    Locked {
        /// One of the two stored copies was damaged and has been mended from the other.
        mended: bool,
    },
    /// The key is being derived (about a fifth of a second).
    Opening,
    /// Open.
    Unlocked,
    /// Something was stored here, and neither copy can be read any more.
    Lost {
        /// Why.
        fault: Fault,
    },
    /// Another tab took over; this one may only ask to take it back.
    Elsewhere,
}

/// Settings, as far as the page shows them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// Genesis hash of the network in use.
    pub network: String,
    /// Every network that can be chosen.
    pub networks: Vec<NetworkView>,
    /// Minutes without a touch until the vault locks.
    pub auto_lock_minutes: u32,
    /// What can be chosen for that, shortest first; the one in force is among them.
    pub auto_lock_offered: Vec<u32>,
    /// Whether the unlock password guards this vault as strongly as a new one; if not, changing it (or typing it again) does.
    pub password_is_of_today: bool,
}

/// One network.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// Genesis hash, hexadecimal.
    pub genesis: String,
    /// Which of those the product ships with; `None` for another one.
    pub name: Option<Network>,
    /// The node that is asked first.
    pub node_url: String,
    /// Whether that node is the one the product ships with.
    pub public_node: bool,
    /// Every node of this network, in the order they are asked.
    pub nodes: Vec<NodeView>,
}

/// What the popup and the start page show.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SummaryView {
    /// Records on all networks.
    pub counts: Counts,
    /// What backups hold of them.
    pub backup: BackupView,
    /// A search that waits, runs or has come to rest, and whose findings are not in the wallet.
    pub search: Option<SearchSummary>,
}

/// What backups hold of the records here: a backup covers what is in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    /// In one word.
    pub cover: Cover,
    /// The last file that was seen to hold records of this wallet.
    pub last: Option<LastBackupView>,
    /// Records that no such file holds as they are now.
    pub missing: Counts,
}

/// How well backups cover the wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Cover {
    /// There is nothing to cover.
    Empty,
    /// There is no backup.
    Never,
    /// There is one, and it does not hold everything as it is now.
    Behind,
    /// Every record, as it is now, is in a backup.
    Covered,
}

/// A file that holds records of this wallet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LastBackupView {
    /// When that was seen.
    pub at: Millis,
    /// How.
    pub seen: BackupSeen,
}

/// How a file was seen to hold records of this wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum BackupSeen {
    /// It was saved from here and read back.
    Saved,
    /// It was opened here.
    Opened,
}

/// A search whose findings are not in the wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SearchSummary {
    /// How it stands.
    pub state: SearchState,
    /// Accounts it has found so far.
    pub found: u32,
}

/// How a search stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SearchState {
    /// It was interrupted and can go on.
    Waiting,
    /// It is under way, or waits for the person.
    Running,
    /// It has come to rest; what it found can be looked at and kept.
    Resting,
}

/// All records; sent only when they changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WalletView {
    /// Ledgers.
    pub devices: Vec<DeviceView>,
    /// On every network; each says on which.
    pub identities: Vec<IdentityView>,
    /// On every network; each says on which.
    pub accounts: Vec<AccountView>,
    /// On every network; each says on which.
    pub contacts: Vec<ContactView>,
    /// What the chain said about addresses here, since the vault was opened.
    pub chain: Vec<ChainFactView>,
    /// What the accounts here hold together, by the same answers.
    pub totals: Vec<TotalsView>,
    /// What the Ledger at hand can sign for, since the vault was opened.
    pub access: Vec<AccessView>,
    /// What the chain makes of the keys that are here, account by account.
    pub keys_checks: Vec<AccountKeysCheck>,
    /// What taking the last import, recovery or removal back would do; `None` when there is nothing to take back any more.
    pub undo: Option<UndoView>,
}

/// What taking something back does (also the answer to `import-undo`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UndoView {
    /// What is taken back; `None` where it is not known any more (an older Lifeboat kept it).
    pub deed: Option<DeedView>,
    /// Records that go again.
    pub taken_away: Counts,
    /// Records that come back.
    pub put_back: Counts,
    /// Records that are again what they were.
    pub changed_back: Counts,
}

impl UndoView {
    pub(super) fn of(undo: &Undo, now: &Wallet) -> Self {
        let Changes { added, removed, changed, .. } = Changes::between(now, &undo.before);
        let deed = undo.of.as_ref().map(DeedView::from);
        Self { deed, taken_away: removed, put_back: added, changed_back: changed }
    }
}

/// A deed that can be taken back.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "what", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum DeedView {
    /// Records of a file came in.
    File {
        /// What it was.
        format: Format,
        /// Its name; empty if nothing of it can be seen.
        name: Foreign,
        /// When they came in.
        at: Millis,
    },
    /// What a search had found came in.
    Recovery {
        /// When it came in.
        at: Millis,
    },
    /// Keys or records were removed.
    Removal {
        /// When they were.
        at: Millis,
    },
}

impl From<&Deed> for DeedView {
    fn from(deed: &Deed) -> Self {
        let at = millis(deed.at);
        match &deed.what {
            What::File { format, name } => Self::File { format: *format, name: name.as_str().into(), at },
            What::Recovery => Self::Recovery { at },
            What::Removal => Self::Removal { at },
        }
    }
}

/// One Ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    /// Its pairing key, hexadecimal.
    pub id: String,
    /// Number of identities on it.
    pub identities: u32,
}

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
    /// Its keys are here and not checked yet: another view of all records follows when they are.
    pub checking: bool,
    /// What is wrong with its keys (`notice_<code>`).
    pub findings: Vec<NoticeView>,
    /// The identity provider's name, when known.
    pub provider: Option<Foreign>,
    /// `YYYYMM`, when known.
    pub created_at: Option<String>,
    /// `YYYYMM`, when known.
    pub valid_to: Option<String>,
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
        /// Pairing key of the Ledger.
        device: String,
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
    /// What ties its address to the person; `None` where there is no address, or its keys are here and speak for themselves.
    pub proof: Option<AddressProof>,
    /// Where what signs for it is.
    pub keys: KeysPlace,
    /// Its keys are here and not checked yet: another view of all records follows when they are.
    pub checking: bool,
    /// What is wrong with its keys (`notice_<code>`).
    pub findings: Vec<NoticeView>,
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
    /// Its place on the account; `None` when it is not, or no longer, there.
    pub slot: Option<u32>,
    /// What that means.
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
}

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
    /// What would change; nothing is written yet.
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
        notices: Vec<NoticeView>,
        /// Every record of the file, sorted by kind.
        items: Vec<ItemView>,
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
        /// Whether a password keeps it: whoever has one that is not encrypted can use the keys in it.
        encrypted: bool,
        /// Its name.
        name: Foreign,
    },
    /// A search found them.
    Recovery,
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

/// Something worth knowing; the page has the words (`notice_<code>`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// Numbers and names for the sentence.
    pub fields: BTreeMap<&'static str, String>,
}

/// One record of the preview.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ItemView {
    /// Names it in intents.
    pub id: u32,
    /// What it is.
    pub kind: Kind,
    /// Genesis hash; `None` for a device.
    pub network: Option<String>,
    /// What it will be called, with the choices as they stand; of a record that stays out, what it is called in the file. The start of
    /// its key for what has no name; empty for a credential, which goes by its number and its account.
    pub title: Foreign,
    /// Address, pairing key or credential id. Empty for an identity, which goes by its number and its Ledger.
    pub subtitle: Foreign,
    /// The number of an identity on its Ledger, or of a credential under its identity.
    pub number: Option<u32>,
    /// The Ledger of an identity (the start of its key), or the account of a credential.
    pub at: Option<String>,
    /// Of an identity or account: where its keys will be, with the choice in force.
    pub keys: Option<KeysPlace>,
    /// Of an account that comes in with keys: what the chain makes of them.
    pub keys_check: Option<KeysCheckView>,
    /// What is wrong with its keys (`notice_<code>`).
    pub findings: Vec<NoticeView>,
    /// Of an account: what ties its address to the person; `None` where its keys speak for themselves.
    pub proof: Option<AddressProof>,
    /// Of an account that a search found: what another node says about it, as far as one was asked.
    pub second: Option<Verdict>,
    /// What is known about it.
    pub status: merge::Verdict,
    /// Why, or what differs (`merge_<code>`).
    pub reason: Option<NoticeView>,
    /// What is worth knowing besides (`merge_<code>`).
    pub remarks: Vec<NoticeView>,
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
    pub refused: Vec<NoticeView>,
    /// What became of the whole.
    pub outcome: Outcome,
}

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
}

/// What an export of a format would hold (answer to `export-preview`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ExportPreview {
    /// What goes in.
    pub counts: Counts,
    /// Names of the accounts that go in.
    pub account_names: Vec<Foreign>,
    /// What the format cannot carry, by name.
    pub omissions: Vec<Omitted>,
    /// How many files it takes.
    pub files: u32,
    /// Which keys go in.
    pub keys: KeysInFile,
    /// What would be in no backup even then.
    pub missing_after: Counts,
}

/// A sealed backup, opened again by the engine before it is handed out (answer to `export-seal`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SealedFile {
    /// Suggested file name.
    pub file_name: String,
    /// The file.
    #[serde(with = "serde_bytes_as_array")]
    #[cfg_attr(test, ts(type = "Uint8Array"))]
    pub bytes: Vec<u8>,
    /// First 16 hexadecimal characters of its SHA-256, in groups of four.
    pub fingerprint: String,
    /// What is in it, as read back from the sealed bytes.
    pub counts: Counts,
    /// What all files of this export hold together.
    pub together: Counts,
}

/// Lets `serde-wasm-bindgen` hand out a `Uint8Array` instead of an array of numbers.
mod serde_bytes_as_array {
    use serde::Serializer;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(bytes)
    }
}

/// The keys of one account in a file, unencrypted (answer to `export-account-key`). The content itself is not in here: a page can
/// have it saved, and has no need to read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeyFile {
    /// Suggested file name.
    pub file_name: String,
    /// Where the browser can download it from, until `export-account-key-done`, the next one, or lock.
    pub url: String,
    /// What is worth knowing about it.
    pub notices: Vec<NoticeView>,
}

/// The recovery flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "step", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum RecoveryView {
    /// Not running.
    Idle {
        /// A run that was interrupted and can go on.
        resumable: Option<ResumableView>,
    },
    /// Running, or waiting for the person.
    Running {
        /// Where it stands.
        run: RunView,
    },
    /// Stopped or finished; the overview. Leads to the preview (`ImportView::Preview`) or back to looking for more.
    Overview {
        /// Where it stands.
        run: RunView,
        /// What ended the search, if that was not the person: then it did not come to its end.
        fault: Option<Fault>,
    },
}

/// An interrupted run.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ResumableView {
    /// Genesis hash.
    pub network: String,
    /// Whose keys it searches with.
    pub from: SearchFrom,
    /// When it was last saved.
    pub saved_at: Millis,
    /// Indices finished.
    pub indices: u32,
    /// Accounts found.
    pub found: u32,
}

/// Whose keys a search uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SearchFrom {
    /// Those of a Ledger.
    Ledger,
    /// Those of identities from a phone, which are in the wallet.
    Phone,
}

/// What the Ledger at hand is to the wallet. By its pairing key, which is public: a Ledger can be told from others by it, and whoever
/// wants to can play it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RelationView {
    /// No Ledger is known yet.
    First,
    /// A Ledger of this wallet.
    Known,
    /// Another Ledger with the same recovery phrase.
    Replaced,
    /// The accounts here belong to another Ledger.
    Other,
}

/// A recovery run.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    /// Genesis hash.
    pub network: String,
    /// Whose keys it searches with.
    pub from: SearchFrom,
    /// The Ledger and what the person must do with it; `None` when none is needed.
    pub device: Option<DeviceStateView>,
    /// What the Ledger at hand is to the wallet; `None` while nobody knows.
    pub relation: Option<RelationView>,
    /// The node.
    pub node: NodeStateView,
    /// Reading the list of all accounts, when that was asked for.
    pub scan: Option<ScanView>,
    /// In the order they were asked.
    pub places: Vec<PlaceView>,
    /// What all of them together have shown.
    pub outlook: Outlook,
    /// What can be done now that the run has come to rest, or asks; the likeliest wish first.
    pub ways: Vec<WayOn>,
    /// What another node says about it, when one was asked.
    pub second: Option<SecondView>,
    /// Nodes of this network, by the settings, that did not take part in the run: they can be asked for a second opinion.
    pub other_nodes: Vec<String>,
    /// Set when it is time to ask the person whether to go on.
    pub suggestion: Option<SuggestionView>,
}

/// A question on a Ledger's screen that nobody waits for any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LeftAskingView {
    /// The model, if it is known.
    pub model: Option<LedgerModel>,
    /// Its pages, and how to refuse it.
    pub screens: Screens,
}

/// The Ledger as the flow sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DeviceStateView {
    /// What the person must do now, if anything.
    pub request: Option<DeviceRequest>,
    /// What the picture of it shows.
    pub picture: Picture,
    /// The pages of the question on its screen, while it asks one of ours.
    pub screens: Option<Screens>,
    /// The page the old app begins with, where it may be what keeps this Ledger from answering.
    pub start_page: Option<ScreenPage>,
    /// The identity number the question is about.
    pub index: Option<u32>,
    /// It goes on only when the person says so.
    pub waits_for_click: bool,
    /// It has been asking for so long that the question may be gone.
    pub is_late: bool,
    /// Its model, once known.
    pub model: Option<LedgerModel>,
    /// Version of the Concordium app, once known.
    pub app_version: Option<String>,
    /// What went wrong last, if it explains the request.
    pub fault: Option<Fault>,
}

/// How a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum NodeState {
    /// Nothing was asked yet.
    Unknown,
    /// It is being asked.
    Asking,
    /// It answers.
    Ready,
    /// It is asked more slowly, because it was too much.
    Busy,
    /// It does not answer, or may not be asked.
    Failing,
}

/// The node as the flow sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NodeStateView {
    /// Its URL.
    pub url: String,
    /// How it is.
    pub state: NodeState,
    /// Height of its last finalised block.
    pub height: Option<f64>,
    /// Seconds its last finalised block is behind the clock of this computer.
    pub lag_seconds: Option<f64>,
    /// Whether that is so much that young accounts may be missed.
    pub lagging: bool,
    /// What went wrong last.
    pub fault: Option<Fault>,
}

/// Reading the list of all accounts.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ScanView {
    /// How far it got.
    pub state: ScanState,
    /// Accounts read so far.
    pub accounts_read: f64,
    /// What went wrong.
    pub fault: Option<Fault>,
}

/// How far reading the list of all accounts got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ScanState {
    /// It waits for the keys of another index.
    Waiting,
    /// It is being read.
    Reading,
    /// It was read to its end.
    Done,
    /// It broke off.
    Failed,
}

/// Another node's word on what a run was told.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SecondView {
    /// Its URL.
    pub url: String,
    /// Whether it is still being asked.
    pub asking: bool,
    /// What it said.
    pub totals: SecondTotals,
    /// Why the last question that failed did.
    pub fault: Option<Fault>,
}

/// One place whose key is searched: an identity of a Ledger, or one from a phone.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlaceView {
    /// Names it in intents.
    pub id: String,
    /// Its number on the Ledger; `None` for an identity from a phone.
    pub index: Option<u32>,
    /// The identity provider's number, below the newer path of a Ledger.
    pub provider: Option<u32>,
    /// How far it got.
    pub state: PlaceState,
    /// Credential ids answered for, either way.
    pub checked: u32,
    /// Credential ids to look up.
    pub total: u32,
    /// Credential ids that could not be asked about.
    pub not_checked: u32,
    /// Credential ids of the search that are not on the list of accounts, and were not asked about.
    pub unlisted: u32,
    /// What was and what was not searched, by key version.
    pub coverage: Vec<CoverageView>,
    /// Whether looking deeper would look at anything that was not looked at yet.
    pub can_look_deeper: bool,
    /// Name of the identity, when the wallet knows it.
    pub identity_name: Option<Foreign>,
    /// Accounts found.
    pub accounts: Vec<FoundView>,
}

/// What was searched with one key.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CoverageView {
    /// 0 or 1.
    pub key_version: u8,
    /// The highest number that was part of the search; `None` when none was.
    pub deepest: Option<u32>,
    /// Numbers the node knows.
    pub found: u32,
    /// Numbers of which the node said that there is nothing.
    pub absent: u32,
    /// Numbers that could not be asked about.
    pub not_checked: u32,
    /// Numbers of the search that the list of accounts did not name, and that were not asked about.
    pub unlisted: u32,
    /// The same beyond the end of the search.
    pub beyond: u32,
    /// Numbers beyond the search that nobody compared with anything.
    pub not_searched: u32,
}

/// One account found on the chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FoundView {
    /// Its address.
    pub address: String,
    /// Its name in the wallet, when it is already there.
    pub known_as: Option<String>,
    /// Number of the credential that led to it.
    pub credential_index: u32,
    /// 0 or 1.
    pub key_version: u8,
    /// The credential was removed from the account: it can be watched, not signed for.
    pub removed: bool,
    /// The account was opened by somebody else's credential.
    pub shared: bool,
    /// What ties the address to the person.
    pub proof: AddressProof,
    /// What another node says about it, when one was asked.
    pub second: Option<Verdict>,
}

/// The moment to ask whether to go on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SuggestionView {
    /// Indices in a row where nothing was found.
    pub empty_in_a_row: u32,
    /// What that means.
    pub emptiness: Emptiness,
    /// Whether another path (another identity provider) follows, which can be gone on with instead.
    pub has_next: bool,
}

/// An identity provider of a network (answer to `list-providers`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ProviderView {
    /// Its number on the network.
    pub number: u32,
    /// What it calls itself.
    pub name: Foreign,
}

/// What a recovery did (answer to `recovery-report`): facts for the page's words. Addresses and credential numbers, no key.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SearchReport {
    /// When the run began.
    pub began_at: Millis,
    /// When the report was made.
    pub made_at: Millis,
    /// The run, as it stands.
    pub run: RunView,
    /// The blocks at which the node was asked: first and last.
    pub blocks: Vec<BlockView>,
    /// Every node that was asked.
    pub nodes: Vec<String>,
}

/// A block.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BlockView {
    /// Its hash.
    pub hash: String,
    /// Its height.
    pub height: f64,
    /// When it was made.
    pub made_at: Millis,
}

/// What the chain has of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ChainState {
    /// The node is being asked.
    Asking,
    /// An account.
    Exists,
    /// Nothing: the node said so.
    Absent,
    /// Nobody knows: the node could not be asked.
    NotChecked,
}

/// What the chain says about one address.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ChainFactView {
    /// Genesis hash.
    pub network: String,
    /// The address.
    pub address: String,
    /// In one word.
    pub state: ChainState,
    /// What it holds, when it exists.
    pub balance: Option<BalanceView>,
    /// When the answer came.
    pub at: Option<Millis>,
    /// Why it could not be checked.
    pub fault: Option<Fault>,
}

/// What the person's own accounts on one network hold, by who can move it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TotalsView {
    /// Genesis hash.
    pub network: String,
    /// What the person alone can move.
    pub alone: SumView,
    /// What it takes others for as well: not in the first.
    pub together: SumView,
    /// On accounts the person's credential was removed from: not in the first.
    pub others: SumView,
    /// Whether every account has its answer.
    pub is_whole: bool,
}

/// What some accounts hold together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SumView {
    /// How many accounts.
    pub accounts: u32,
    /// MicroCCD, decimal.
    pub total: String,
}

/// Amounts in microCCD, decimal: JavaScript numbers are too small for them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BalanceView {
    /// All of it.
    pub total: String,
    /// What can be spent.
    pub at_disposal: String,
    /// At stake, or cooling down after that.
    pub staked: String,
    /// Released later.
    pub locked: String,
}

/// What the Ledger at hand is for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum AccessState {
    /// Nobody asked yet.
    Unknown,
    /// It signs for it alone.
    CanSign,
    /// It signs for it, and others must sign, too.
    NeedsMore,
    /// Its credential was taken off the account.
    Removed,
    /// The account has other keys.
    KeysDiffer,
    /// The account belongs to another Ledger.
    OtherLedger,
    /// It could not be checked.
    NotChecked,
}

/// Whether the Ledger at hand can sign for an account.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AccessView {
    /// Genesis hash.
    pub network: String,
    /// `AccountView.id`.
    pub account: String,
    /// In one word.
    pub state: AccessState,
    /// With `needs-more`: how many further signers it takes.
    pub missing: u32,
    /// Whether the Ledger can show the address for comparison.
    pub can_show_address: bool,
    /// Why it could not be checked.
    pub fault: Option<Fault>,
}

/// What is under way with the Ledger outside of a recovery.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "task", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum DeviceTaskView {
    /// Nothing.
    None,
    /// Keys are compared with the chain.
    CheckingAccess {
        /// The Ledger and what the person must do with it.
        device: DeviceStateView,
    },
    /// An address is on the Ledger's screen, or about to be.
    ShowingAddress {
        /// The Ledger and what the person must do with it.
        device: DeviceStateView,
        /// The account.
        account: String,
        /// The address to compare with.
        address: String,
        /// `None` while nobody decided; then whether the person said on the Ledger that it is the same.
        confirmed: Option<bool>,
    },
}

/// One node of a network.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NodeView {
    /// Its URL.
    pub url: String,
    /// Whether it is the one the product ships with.
    pub public: bool,
}

//! What the page sees of a search.

use serde::Serialize;

use crate::fault::Fault;
use crate::ledger::DeviceRequest;
use crate::model::AddressProof;
use crate::recovery::{Agreement, Emptiness, Outlook, PlaceState, SecondTotals, WayOn};

pub use super::covered::{CoverageView, CoveredKeys, RangeView};
pub use super::found::{FindingsView, NothingView};
use crate::session::balances::view::BalanceView;
use crate::session::ledger::view::DeviceStateView;
use crate::session::nodes::view::NodeStateView;
use crate::session::seam::{Foreign, Millis};

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

/// The recovery flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "step", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum RecoveryView {
    /// Not running.
    Idle {
        /// A run that was interrupted and can go on.
        resumable: Option<ResumableView>,
        /// Why one that was interrupted cannot.
        fault: Option<Fault>,
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
    /// What came of all of them.
    pub findings: FindingsView,
    /// The number of a credential at which a deeper look would go on; `None` where there is nothing deeper.
    pub deeper_from: Option<u32>,
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
    pub state: RowState,
    /// Credential ids answered for, either way.
    pub checked: u32,
    /// Credential ids to look up.
    pub total: u32,
    /// Credential ids that could not be asked about.
    pub not_checked: u32,
    /// Credential ids of the search that are not on the list of accounts, and were not asked about.
    pub unlisted: u32,
    /// What was and what was not searched, line by line.
    pub coverage: Vec<CoverageView>,
    /// Whether looking deeper would look at anything that was not looked at yet.
    pub can_look_deeper: bool,
    /// Name of the identity, when the wallet knows it.
    pub identity_name: Option<Foreign>,
    /// The node said of everything here that there is nothing.
    pub is_nothing: bool,
    /// Accounts found.
    pub accounts: Vec<FoundView>,
}

/// How far a place got, and what its row says of the Ledger: what the panel says, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RowState {
    /// Its turn comes next: nobody is asked about it yet, or not until the Ledger or the node is ready.
    Next,
    /// The question for its key is on the Ledger's screen.
    AskingDevice,
    /// That question was refused.
    Refused,
    /// Its credential ids are compared with the list of accounts.
    Scanning,
    /// The node is asked about its credential ids.
    LookingUp,
    /// Every credential id has its answer.
    Done,
    /// Every credential id was compared with the list of accounts; those on it have their answer.
    Listed,
    /// Some credential ids were given up.
    Incomplete,
    /// Left out.
    Skipped,
}

impl RowState {
    /// What a row says while this is asked of the person; `None`: nothing is.
    pub(super) const fn of(state: PlaceState, asked: Option<DeviceRequest>) -> Self {
        match state {
            PlaceState::AskingKey => match asked {
                Some(DeviceRequest::ConfirmKeyExport) => Self::AskingDevice,
                Some(DeviceRequest::ApproveAgain) => Self::Refused,
                Some(
                    DeviceRequest::GrantAccess
                    | DeviceRequest::ConnectDevice
                    | DeviceRequest::UnlockDevice
                    | DeviceRequest::OpenConcordiumApp
                    | DeviceRequest::InstallApp
                    | DeviceRequest::UpdateApp
                    | DeviceRequest::UpdateLifeboat
                    | DeviceRequest::CloseOtherPrograms
                    | DeviceRequest::CloseDeviceMenu
                    | DeviceRequest::ConfirmOpening
                    | DeviceRequest::ConfirmAddress
                    | DeviceRequest::TryAgain
                    | DeviceRequest::DecideOnDevice
                    | DeviceRequest::LookAtDevice,
                )
                | None => Self::Next,
            },
            PlaceState::Scanning => Self::Scanning,
            PlaceState::LookingUp => Self::LookingUp,
            PlaceState::Done => Self::Done,
            PlaceState::Listed => Self::Listed,
            PlaceState::Incomplete => Self::Incomplete,
            PlaceState::Skipped => Self::Skipped,
        }
    }
}

/// One account found on the chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FoundView {
    /// Its address.
    pub address: String,
    /// What it is called: in the wallet, or else by the beginning of its address.
    pub name: Foreign,
    /// Its name in the wallet, when it is already there.
    pub known_as: Option<Foreign>,
    /// Number of the credential that led to it.
    pub credential_index: u32,
    /// 0 or 1.
    pub key_version: u8,
    /// The credential was removed from the account: it can be watched, not signed for.
    pub removed: bool,
    /// The account was opened by somebody else's credential.
    pub shared: bool,
    /// How many signatures of others it takes beside the person's.
    pub missing: u32,
    /// What ties the address to the person.
    pub proof: AddressProof,
    /// What another node says about it, when one was asked.
    pub second: Option<Agreement>,
    /// What it held when a node last said so; `None` if none did since the vault was opened.
    pub balance: Option<BalanceView>,
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

/// An identity provider of a network (answer to `providers`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ProviderView {
    /// Its number on the network.
    pub number: u32,
    /// What it calls itself.
    pub name: Foreign,
}

/// What a recovery did (answer to `report`): facts for the page's words. Addresses and credential numbers, no key.
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

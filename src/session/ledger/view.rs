//! What the page sees of the Ledger.

use serde::Serialize;

use crate::fault::Fault;
use crate::ledger::{DeviceRequest, LedgerModel, Picture, ScreenPage, Screens};

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

/// The Ledger calls the person, who may look at another tab: the tab's title and its sign say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum LedgerCall {
    /// A question of ours is on its screen.
    Approve,
    /// An address is on its screen, to be compared.
    Compare,
    /// Something has to be done before it can be asked.
    Attend,
}

impl From<DeviceRequest> for LedgerCall {
    fn from(request: DeviceRequest) -> Self {
        match request {
            DeviceRequest::ConfirmKeyExport | DeviceRequest::ConfirmOpening => Self::Approve,
            DeviceRequest::ConfirmAddress => Self::Compare,
            DeviceRequest::GrantAccess
            | DeviceRequest::ConnectDevice
            | DeviceRequest::UnlockDevice
            | DeviceRequest::OpenConcordiumApp
            | DeviceRequest::InstallApp
            | DeviceRequest::UpdateApp
            | DeviceRequest::UpdateLifeboat
            | DeviceRequest::CloseOtherPrograms
            | DeviceRequest::CloseDeviceMenu
            | DeviceRequest::ApproveAgain
            | DeviceRequest::TryAgain
            | DeviceRequest::DecideOnDevice
            | DeviceRequest::LookAtDevice => Self::Attend,
        }
    }
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
    /// It has some of the keys of a credential, too few to sign for it.
    HasSome,
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
    /// With `needs-more` and `has-some`: how many further signers it takes.
    pub missing: u32,
    /// With `has-some`: how many keys of its credential it has, of how many, and how many must sign.
    pub keys: Option<KeysHeldView>,
    /// Whether the Ledger can show the address for comparison.
    pub address: AddressOnLedger,
    /// Why it could not be checked.
    pub fault: Option<Fault>,
}

/// How many keys of a credential a Ledger has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeysHeldView {
    /// This many.
    pub held: u32,
    /// Of so many.
    pub of: u32,
    /// So many must sign.
    pub needed: u32,
}

/// Whether a Ledger can show the address of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum AddressOnLedger {
    /// It shows the one that is on the chain.
    Shown,
    /// Its identity was made the older way: it would show another one.
    Older,
    /// The address does not follow from a credential of the Ledger: somebody else opened the account, or a phone did.
    NotOfLedger,
}

impl DeviceTaskView {
    /// What is asked of the person, if anything.
    pub(in crate::session) fn asks(&self) -> Option<DeviceRequest> {
        match self {
            Self::None => None,
            Self::CheckingAccess { device } | Self::FindingByKey { device } => device.request,
            Self::ShowingAddress { device, confirmed, .. } => device.request.filter(|_| confirmed.is_none()),
        }
    }
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
    /// Public keys are read, to find accounts by.
    FindingByKey {
        /// The Ledger and what the person must do with it.
        device: DeviceStateView,
    },
    /// An address is on the Ledger's screen, or about to be.
    ShowingAddress {
        /// The Ledger and what the person must do with it.
        device: DeviceStateView,
        /// Genesis hash: the same address may stand on two networks.
        network: String,
        /// The account.
        account: String,
        /// The address to compare with.
        address: String,
        /// `None` while nobody decided; then whether the person said on the Ledger that it is the same.
        confirmed: Option<bool>,
    },
}

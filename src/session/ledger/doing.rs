//! What the Ledger is wanted for outside of a search.

use super::slot::DeviceSlot;
use super::view::DeviceTaskView;
use crate::model::GenesisHash;

/// What the Ledger is wanted for. One thing at a time.
#[derive(Default)]
pub(super) enum Doing {
    #[default]
    Nothing,
    /// Its keys are compared with the chain's.
    CheckingAccess { device: DeviceSlot },
    /// Keys are read from it, to find accounts by.
    FindingByKey { device: DeviceSlot },
    /// It shows an address.
    ShowingAddress {
        device: DeviceSlot,
        network: GenesisHash,
        account: String,
        address: String,
        confirmed: Option<bool>,
    },
}

impl Doing {
    /// The task as the page sees it.
    pub(super) fn view(&self) -> DeviceTaskView {
        match self {
            Self::Nothing => DeviceTaskView::None,
            Self::CheckingAccess { device } => DeviceTaskView::CheckingAccess { device: device.view() },
            Self::FindingByKey { device } => DeviceTaskView::FindingByKey { device: device.view() },
            Self::ShowingAddress { device, network, account, address, confirmed } => DeviceTaskView::ShowingAddress {
                network: network.to_string(),
                device: device.view(),
                account: account.clone(),
                address: address.clone(),
                confirmed: *confirmed,
            },
        }
    }
}

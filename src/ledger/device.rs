//! What a person can be asked to do with the Ledger, and when the program tries again.
//! This module knows the requests; it refuses to know what leads to them ([`super::state`]) and their sentences, which
//! live in the page's texts.

use crate::model::IdentityIndex;

/// What the person must do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceRequest {
    /// Choose the Ledger in the browser's dialog.
    GrantAccess,
    /// Plug the Ledger in, or plug it in again.
    ConnectDevice,
    /// Enter the PIN.
    UnlockDevice,
    /// Open the Concordium app.
    OpenConcordiumApp,
    /// Install the Concordium app.
    InstallApp,
    /// Update the Concordium app.
    UpdateApp,
    /// Update this program: the app is newer.
    UpdateLifeboat,
    /// Close whatever else holds the Ledger.
    CloseOtherPrograms,
    /// Leave the Ledger's own menu.
    CloseDeviceMenu,
    /// Agree on the Ledger that the Concordium app is opened.
    ConfirmOpening,
    /// Compare the index on the Ledger's screen, and agree. On a newer path the screen names the identity provider, too.
    ConfirmKeyExport {
        /// The index the screen must show.
        index: IdentityIndex,
    },
    /// Compare the address on the Ledger's screen with the one here.
    ConfirmAddress,
    /// The person refused (or seems to have): ask again when they want to.
    ApproveAgain,
    /// What the Ledger said made no sense: begin anew with it.
    TryAgain,
    /// A question from earlier may still be on the Ledger's screen: answer it there first.
    DecideOnDevice,
}

impl DeviceRequest {
    /// Its stable name, as the page knows it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GrantAccess => "grant-access",
            Self::ConnectDevice => "connect-device",
            Self::UnlockDevice => "unlock-device",
            Self::OpenConcordiumApp => "open-concordium-app",
            Self::InstallApp => "install-app",
            Self::UpdateApp => "update-app",
            Self::UpdateLifeboat => "update-lifeboat",
            Self::CloseOtherPrograms => "close-other-programs",
            Self::CloseDeviceMenu => "close-device-menu",
            Self::ConfirmOpening => "confirm-opening",
            Self::ConfirmKeyExport { .. } => "confirm-key-export",
            Self::ConfirmAddress => "confirm-address",
            Self::ApproveAgain => "approve-again",
            Self::TryAgain => "try-again",
            Self::DecideOnDevice => "decide-on-device",
        }
    }
}

/// When to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// By itself, now and then, beginning with [`super::identify`]: the person acts on the device, and it goes on.
    Automatically,
    /// Only on a click: a prompt may be open, or the person said no, or another program is at work.
    WhenPersonSaysSo,
    /// It would end the same way.
    Never,
}

/// The model's name, from the product id of the USB device. The low byte says which interfaces are on and can change
/// when an app opens.
#[must_use]
pub const fn model_of(product_id: u16) -> Option<&'static str> {
    match product_id >> 8 {
        0x10 => Some("Nano S"),
        0x40 => Some("Nano X"),
        0x50 => Some("Nano S Plus"),
        0x60 => Some("Stax"),
        0x70 => Some("Flex"),
        0x80 => Some("Nano Gen5"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_told_by_the_high_byte() {
        assert_eq!(model_of(0x5011), Some("Nano S Plus"));
        assert_eq!(model_of(0x5000), Some("Nano S Plus"));
        assert_eq!(model_of(0x4015), Some("Nano X"));
        assert_eq!(model_of(0x0001), None);
    }
}

//! What a person can be asked to do with the Ledger, and when the program tries again. What leads to a request is in
//! [`super::state`]; its sentence is in the page's texts.

use serde::Serialize;

/// What the person must do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
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
    /// Compare what the Ledger's screen calls the identity, and agree: [`super::Screens`] has its pages.
    ConfirmKeyExport,
    /// Compare the address on the Ledger's screen with the one here.
    ConfirmAddress,
    /// The person refused (or seems to have): ask again when they want to.
    ApproveAgain,
    /// What the Ledger said made no sense: begin anew with it.
    TryAgain,
    /// A question from earlier may still be on the Ledger's screen: answer it there first.
    DecideOnDevice,
    /// Look at its screen: the old app's first page stands there and has to be left, or a question nobody waits for.
    LookAtDevice,
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

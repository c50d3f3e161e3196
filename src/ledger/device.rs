//! What every silence, status word and fault of the device means, and what the person can do about it.
//! This module knows the closed list; it refuses to know sentences, which live in the page's texts.

use std::collections::BTreeMap;

use super::app::version::AppVersion;
use super::transport::{Patience, TransportError};
use crate::fault::{Explain, Party};
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
    /// Update the Concordium app.
    UpdateApp,
    /// Close whatever else holds the Ledger.
    CloseOtherPrograms,
    /// Leave the Ledger's own menu.
    CloseDeviceMenu,
    /// Compare the index on the Ledger's screen, and agree.
    ConfirmKeyExport {
        /// The index the screen must show.
        index: IdentityIndex,
    },
    /// The person refused (or seems to have): ask again when they want to.
    ApproveAgain,
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
            Self::UpdateApp => "update-app",
            Self::CloseOtherPrograms => "close-other-programs",
            Self::CloseDeviceMenu => "close-device-menu",
            Self::ConfirmKeyExport { .. } => "confirm-key-export",
            Self::ApproveAgain => "approve-again",
            Self::DecideOnDevice => "decide-on-device",
        }
    }
}

/// When to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// By itself, now and then, beginning with [`super::identify`]: the person acts on the device, and it goes on.
    Automatically,
    /// Only on a click: a prompt may be open, or the person said no.
    WhenPersonSaysSo,
    /// It would end the same way.
    Never,
}

/// Why the dialogue with the device stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The request never arrived, or its answer never came.
    #[error(transparent)]
    Transport(TransportError),
    /// The PIN is not entered.
    #[error("the device is locked")]
    Locked,
    /// The device's own menu is in front.
    #[error("the device's menu is open")]
    MenuOpen,
    /// The person said no on the device.
    #[error("refused on the device")]
    Refused,
    /// The device left the bus while a prompt was open: unplugged, or the app refused the request by ending.
    #[error("disconnected while a prompt was open")]
    MayHaveRefused,
    /// Nobody pressed a button in time; the prompt may still be there.
    #[error("the prompt was not answered in time")]
    Undecided,
    /// The dashboard answered.
    #[error("no app is open")]
    NoAppOpen,
    /// Another app answered.
    #[error("another app is open: {name}")]
    OtherApp {
        /// Its name.
        name: String,
    },
    /// The app was there a moment ago and does not take its own commands any more.
    #[error("the app does not answer its own commands (status {status:04X})")]
    AppClosed {
        /// The status word.
        status: u16,
    },
    /// A version without the commands used here.
    #[error("app version {found} is too old")]
    AppTooOld {
        /// Its version.
        found: AppVersion,
    },
    /// The app refused the request itself: a defect of ours, or a version that changed its commands.
    #[error("the app does not understand the request (status {status:04X})")]
    NotUnderstood {
        /// The status word.
        status: u16,
    },
    /// A status word without a known meaning.
    #[error("unknown status {status:04X}")]
    UnknownStatus {
        /// The status word.
        status: u16,
    },
    /// Success, and not the shape of this command's answer.
    #[error("not an answer to {command}")]
    BadAnswer {
        /// Which command.
        command: &'static str,
    },
    /// One index gave two keys: not the device (or the recovery phrase) of before.
    #[error("another device")]
    OtherDevice,
}

impl LedgerError {
    /// What a failed exchange means, given what was waited for.
    #[must_use]
    pub const fn of_transport(error: TransportError, patience: Patience) -> Self {
        match (error, patience) {
            (TransportError::Disconnected, Patience::Person) => Self::MayHaveRefused,
            (TransportError::TimedOut, Patience::Person) => Self::Undecided,
            (error, Patience::Quick | Patience::Person) => Self::Transport(error),
        }
    }

    /// What a status word means; `None` for success.
    #[must_use]
    pub const fn of_status(status: u16) -> Option<Self> {
        match status {
            0x9000 => None,
            // 5515 everywhere; 6804 and 530C on older firmware. Newer apps also use 6B0C for a trusted name that does not
            // match, in a command that is not used here.
            0x5515 | 0x6804 | 0x530C | 0x6B0C => Some(Self::Locked),
            0x6901 => Some(Self::MenuOpen),
            0x6985 | 0x5501 => Some(Self::Refused),
            0x6E00 | 0x6E01 | 0x6D00 | 0x6D02 | 0x6511 | 0x650F => Some(Self::AppClosed { status }),
            0x6A80 | 0x6A87 | 0x6982 | 0x6B00..=0x6B0B => Some(Self::NotUnderstood { status }),
            _ => Some(Self::UnknownStatus { status }),
        }
    }

    /// What the person must do now; `None` when nothing they do would help.
    #[must_use]
    pub const fn request(&self) -> Option<DeviceRequest> {
        match self {
            Self::Transport(error) => match error {
                TransportError::Unsupported => None,
                TransportError::NotGranted => Some(DeviceRequest::GrantAccess),
                TransportError::NotConnected | TransportError::Disconnected | TransportError::BadFrame => {
                    Some(DeviceRequest::ConnectDevice)
                }
                TransportError::OpenFailed => Some(DeviceRequest::CloseOtherPrograms),
                // A silent command that is not answered: older firmware drops everything while a prompt is open.
                TransportError::TimedOut => Some(DeviceRequest::DecideOnDevice),
            },
            Self::Locked => Some(DeviceRequest::UnlockDevice),
            Self::MenuOpen => Some(DeviceRequest::CloseDeviceMenu),
            Self::Refused | Self::MayHaveRefused => Some(DeviceRequest::ApproveAgain),
            Self::Undecided => Some(DeviceRequest::DecideOnDevice),
            Self::NoAppOpen | Self::OtherApp { .. } | Self::AppClosed { .. } => Some(DeviceRequest::OpenConcordiumApp),
            Self::AppTooOld { .. } | Self::NotUnderstood { .. } => Some(DeviceRequest::UpdateApp),
            Self::UnknownStatus { .. } | Self::BadAnswer { .. } | Self::OtherDevice => {
                Some(DeviceRequest::ConnectDevice)
            }
        }
    }

    /// When to try again.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match self {
            Self::Transport(error) => match error {
                TransportError::Unsupported => Retry::Never,
                TransportError::NotConnected | TransportError::Disconnected | TransportError::OpenFailed => {
                    Retry::Automatically
                }
                // The grant needs a click; after the others a prompt may be open.
                TransportError::NotGranted | TransportError::BadFrame | TransportError::TimedOut => {
                    Retry::WhenPersonSaysSo
                }
            },
            Self::Locked
            | Self::MenuOpen
            | Self::NoAppOpen
            | Self::OtherApp { .. }
            | Self::AppClosed { .. }
            | Self::AppTooOld { .. } => Retry::Automatically,
            Self::Refused
            | Self::MayHaveRefused
            | Self::Undecided
            | Self::NotUnderstood { .. }
            | Self::UnknownStatus { .. }
            | Self::BadAnswer { .. }
            | Self::OtherDevice => Retry::WhenPersonSaysSo,
        }
    }
}

impl Explain for LedgerError {
    const CODES: &'static [&'static str] = &[
        "ledger-unsupported",
        "ledger-not-granted",
        "ledger-not-connected",
        "ledger-open-failed",
        "ledger-disconnected",
        "ledger-timed-out",
        "ledger-bad-frame",
        "ledger-locked",
        "ledger-menu-open",
        "ledger-refused",
        "ledger-may-have-refused",
        "ledger-undecided",
        "ledger-no-app-open",
        "ledger-other-app",
        "ledger-app-closed",
        "ledger-app-too-old",
        "ledger-not-understood",
        "ledger-unknown-status",
        "ledger-bad-answer",
        "ledger-other-device",
    ];

    fn code(&self) -> &'static str {
        match self {
            Self::Transport(TransportError::Unsupported) => "ledger-unsupported",
            Self::Transport(TransportError::NotGranted) => "ledger-not-granted",
            Self::Transport(TransportError::NotConnected) => "ledger-not-connected",
            Self::Transport(TransportError::OpenFailed) => "ledger-open-failed",
            Self::Transport(TransportError::Disconnected) => "ledger-disconnected",
            Self::Transport(TransportError::TimedOut) => "ledger-timed-out",
            Self::Transport(TransportError::BadFrame) => "ledger-bad-frame",
            Self::Locked => "ledger-locked",
            Self::MenuOpen => "ledger-menu-open",
            Self::Refused => "ledger-refused",
            Self::MayHaveRefused => "ledger-may-have-refused",
            Self::Undecided => "ledger-undecided",
            Self::NoAppOpen => "ledger-no-app-open",
            Self::OtherApp { .. } => "ledger-other-app",
            Self::AppClosed { .. } => "ledger-app-closed",
            Self::AppTooOld { .. } => "ledger-app-too-old",
            Self::NotUnderstood { .. } => "ledger-not-understood",
            Self::UnknownStatus { .. } => "ledger-unknown-status",
            Self::BadAnswer { .. } => "ledger-bad-answer",
            Self::OtherDevice => "ledger-other-device",
        }
    }

    fn party(&self) -> Party {
        match self {
            Self::Transport(TransportError::Unsupported) => Party::Computer,
            Self::Transport(TransportError::NotGranted) | Self::Refused | Self::MayHaveRefused | Self::Undecided => {
                Party::User
            }
            Self::Transport(
                TransportError::NotConnected
                | TransportError::OpenFailed
                | TransportError::Disconnected
                | TransportError::TimedOut
                | TransportError::BadFrame,
            )
            | Self::Locked
            | Self::MenuOpen
            | Self::NoAppOpen
            | Self::OtherApp { .. }
            | Self::AppClosed { .. }
            | Self::AppTooOld { .. }
            | Self::UnknownStatus { .. }
            | Self::BadAnswer { .. }
            | Self::OtherDevice => Party::Device,
            Self::NotUnderstood { .. } => Party::Us,
        }
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::Transport(_)
            | Self::Locked
            | Self::MenuOpen
            | Self::Refused
            | Self::MayHaveRefused
            | Self::Undecided
            | Self::NoAppOpen
            | Self::OtherDevice => BTreeMap::new(),
            Self::OtherApp { name } => BTreeMap::from([("app", name.clone())]),
            Self::AppTooOld { found } => {
                BTreeMap::from([("found", found.to_string()), ("needed", AppVersion::OLDEST.to_string())])
            }
            Self::AppClosed { status } | Self::NotUnderstood { status } | Self::UnknownStatus { status } => {
                BTreeMap::from([("status", format!("{status:04X}"))])
            }
            Self::BadAnswer { command } => BTreeMap::from([("command", (*command).to_owned())]),
        }
    }
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
    fn every_status_word_of_the_list_asks_for_the_right_thing() {
        let request = |status| LedgerError::of_status(status).and_then(|error| error.request());
        assert_eq!(LedgerError::of_status(0x9000), None);
        for locked in [0x5515, 0x6804, 0x530C, 0x6B0C] {
            assert_eq!(request(locked), Some(DeviceRequest::UnlockDevice), "{locked:04X}");
        }
        for closed in [0x6E00, 0x6E01, 0x6D00, 0x6D02, 0x6511, 0x650F] {
            assert_eq!(request(closed), Some(DeviceRequest::OpenConcordiumApp), "{closed:04X}");
        }
        for wrong in [0x6A87, 0x6B01, 0x6B02, 0x6B03, 0x6B06, 0x6B07] {
            assert_eq!(LedgerError::of_status(wrong), Some(LedgerError::NotUnderstood { status: wrong }));
        }
        assert_eq!(request(0x6901), Some(DeviceRequest::CloseDeviceMenu));
        assert_eq!(request(0x6985), Some(DeviceRequest::ApproveAgain));
    }

    #[test]
    fn nothing_is_sent_by_itself_while_a_prompt_may_be_open() {
        for error in [TransportError::Disconnected, TransportError::TimedOut, TransportError::BadFrame] {
            assert_eq!(LedgerError::of_transport(error, Patience::Person).retry(), Retry::WhenPersonSaysSo, "{error}");
        }
    }

    #[test]
    fn codes_are_listed_once() {
        let mut codes = LedgerError::CODES.to_vec();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), LedgerError::CODES.len());
    }

    #[test]
    fn models_are_told_by_the_high_byte() {
        assert_eq!(model_of(0x5011), Some("Nano S Plus"));
        assert_eq!(model_of(0x5000), Some("Nano S Plus"));
        assert_eq!(model_of(0x4015), Some("Nano X"));
        assert_eq!(model_of(0x0001), None);
    }
}

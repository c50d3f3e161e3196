//! What every silence, status word and fault of the device means. What the person must do is in [`super::state`]; the
//! sentences are in the page's texts.

use super::abilities::Abilities;
use super::device::{DeviceRequest, Retry};
use super::state::DeviceState;
use super::transport::{Patience, TransportError};
use super::version::AppVersion;
use crate::fault::Explain;
use crate::model::IdentityIndex;

/// Why the dialogue with the device stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = Device)]
pub enum LedgerError {
    /// The request never arrived, or its answer never came.
    #[error(transparent)]
    #[code(transparent)]
    Transport(TransportError),
    /// The PIN is not entered.
    #[error("the device is locked")]
    #[code("ledger-locked")]
    Locked,
    /// The PIN is not entered, or the app refused a name: newer apps have one status word for both.
    #[error("the device is locked, or the app refused")]
    #[code("ledger-perhaps-locked")]
    PerhapsLocked,
    /// The device's own menu is in front.
    #[error("the device's menu is open")]
    #[code("ledger-menu-open")]
    MenuOpen,
    /// The person said no on the device.
    #[error("refused on the device")]
    #[code("ledger-refused", party = User)]
    Refused,
    /// The person said no to opening the app.
    #[error("opening the app was refused on the device")]
    #[code("ledger-open-refused", party = User)]
    OpenRefused,
    /// The device left the bus while a prompt was open: unplugged, or the app refused the request by ending.
    #[error("disconnected while a prompt was open")]
    #[code("ledger-may-have-refused", party = User)]
    MayHaveRefused,
    /// Nobody answered the prompt, and it is to be asked anew; it may still be there.
    #[error("the prompt was not answered")]
    #[code("ledger-undecided", party = User)]
    Undecided,
    /// It does not say which app runs.
    #[error("the device does not say which app runs")]
    #[code("ledger-silent")]
    Silent,
    /// The app is in the middle of something else, begun by another program or before.
    #[error("the app is busy with an earlier request")]
    #[code("ledger-interrupted")]
    Interrupted,
    /// The dashboard answered.
    #[error("no app is open")]
    #[code("ledger-no-app-open")]
    NoAppOpen,
    /// Another app answered.
    #[error("another app is open: {name}")]
    #[code("ledger-other-app", app = name)]
    OtherApp {
        /// Its name.
        name: String,
    },
    /// The dashboard knows no Concordium app.
    #[error("the app is not installed")]
    #[code("ledger-app-missing")]
    AppMissing,
    /// The app was there a moment ago and does not take its own commands any more.
    #[error("the app does not answer its own commands (status {status:04X})")]
    #[code("ledger-app-closed", status = hex(*status))]
    AppClosed {
        /// The status word.
        status: u16,
    },
    /// A version without the commands used here.
    #[error("app version {found} is too old")]
    #[code("ledger-app-too-old", found, needed = AppVersion::OLDEST)]
    AppTooOld {
        /// Its version.
        found: AppVersion,
    },
    /// A version that came after this program, and what it would give could not be proven.
    #[error("app version {found} is newer than this program")]
    #[code("ledger-app-too-new", found)]
    AppTooNew {
        /// Its version.
        found: AppVersion,
    },
    /// A version without keys below the path.
    #[error("app version {found} has no keys below this path, {needed} does")]
    #[code("ledger-path-not-served", found, needed)]
    PathNotServed {
        /// Its version.
        found: AppVersion,
        /// The first one that has.
        needed: AppVersion,
    },
    /// A build that may not derive keys for test networks.
    #[error("this build of app version {found} has no keys for test networks")]
    #[code("ledger-coin-not-served", found)]
    CoinNotServed {
        /// Its version.
        found: AppVersion,
    },
    /// The app refused the request itself: a defect of ours, or a version that changed its commands.
    #[error("the app does not understand the request (status {status:04X})")]
    #[code("ledger-not-understood", party = Us, status = hex(*status))]
    NotUnderstood {
        /// The status word.
        status: u16,
    },
    /// A status word without a known meaning.
    #[error("unknown status {status:04X}")]
    #[code("ledger-unknown-status", status = hex(*status))]
    UnknownStatus {
        /// The status word.
        status: u16,
    },
    /// Success, and not the shape of this command's answer.
    #[error("not an answer to {command}")]
    #[code("ledger-bad-answer", command)]
    BadAnswer {
        /// Which command.
        command: &'static str,
    },
    /// The app gave out the seed of another identity than it was asked for. The seed was thrown away.
    #[error("the key of another identity than {index}")]
    #[code("ledger-wrong-identity", index)]
    WrongIdentity {
        /// The identity that was asked for.
        index: IdentityIndex,
    },
    /// Not the device (or the recovery phrase) of before: its pairing key is another.
    #[error("another device")]
    #[code("ledger-other-device")]
    OtherDevice,
    /// Not the device (or the recovery phrase) that an account belongs to: its pairing key is another.
    #[error("not the device of this account")]
    #[code("ledger-not-of-account")]
    NotOfAccount,
}

impl LedgerError {
    /// What a failed exchange means, given what was waited for.
    #[must_use]
    pub const fn of_transport(error: TransportError, patience: Patience) -> Self {
        match (error, patience) {
            (TransportError::Disconnected, Patience::Person) => Self::MayHaveRefused,
            (TransportError::TimedOut, Patience::Person) => Self::Undecided,
            (TransportError::TimedOut, Patience::Greeting) => Self::Silent,
            (error, Patience::Quick | Patience::Greeting | Patience::Person) => Self::Transport(error),
        }
    }

    /// What a status word means, from the app in this version or (`None`) from the system; `None` for success.
    #[must_use]
    pub fn of_status(status: u16, app: Option<AppVersion>) -> Option<Self> {
        match status {
            0x9000 => None,
            // 5515 everywhere; 6804 and 530C on older firmware.
            0x5515 | 0x6804 | 0x530C => Some(Self::Locked),
            0x6B0C if app.is_some_and(|app| Abilities::of(app).trusted_names) => Some(Self::PerhapsLocked),
            0x6B0C => Some(Self::Locked),
            0x6901 => Some(Self::MenuOpen),
            0x6985 => Some(Self::Refused),
            0x5501 => Some(Self::OpenRefused),
            0x6E00 | 0x6E01 | 0x6D00 | 0x6D02 | 0x6511 | 0x650F => Some(Self::AppClosed { status }),
            // The newest versions forget what they were at when they say it: the next request is a new beginning.
            0x6B01 => Some(Self::Interrupted),
            0x6700 | 0x6A80 | 0x6A86 | 0x6A87 | 0x6982 | 0x6B00..=0x6B0B => Some(match app {
                Some(found) if !Abilities::of(found).known => Self::AppTooNew { found },
                _ => Self::NotUnderstood { status },
            }),
            _ => Some(Self::UnknownStatus { status }),
        }
    }

    /// The state the device is in.
    #[must_use]
    pub const fn state(&self) -> DeviceState {
        match self {
            Self::Transport(error) => match error {
                TransportError::Unsupported => DeviceState::Unsupported,
                TransportError::NotGranted => DeviceState::NoPermission,
                TransportError::NotConnected | TransportError::Disconnected => DeviceState::NotConnected,
                TransportError::OpenFailed => DeviceState::HeldElsewhere,
                // A silent command that is not answered: older firmware drops everything while a prompt is open.
                TransportError::TimedOut => DeviceState::QuestionLeftOpen,
                TransportError::StaleAnswer => DeviceState::StaleAnswer,
                TransportError::BadFrame => DeviceState::Garbled,
            },
            Self::Locked => DeviceState::Locked,
            Self::PerhapsLocked => DeviceState::PerhapsLocked,
            Self::MenuOpen => DeviceState::MenuOpen,
            Self::Refused => DeviceState::Refused,
            Self::MayHaveRefused => DeviceState::LeftWhileAsking,
            Self::Undecided => DeviceState::Undecided,
            Self::Silent => DeviceState::Silent,
            Self::Interrupted => DeviceState::QuestionLeftOpen,
            Self::NoAppOpen | Self::OpenRefused | Self::AppClosed { .. } => DeviceState::Dashboard,
            Self::OtherApp { .. } => DeviceState::OtherApp,
            Self::AppMissing => DeviceState::AppMissing,
            Self::AppTooOld { .. } | Self::PathNotServed { .. } | Self::CoinNotServed { .. } => DeviceState::AppTooOld,
            Self::AppTooNew { .. } => DeviceState::AppTooNew,
            Self::NotUnderstood { .. } | Self::WrongIdentity { .. } => DeviceState::AppDiffers,
            Self::UnknownStatus { .. } | Self::BadAnswer { .. } => DeviceState::Garbled,
            Self::OtherDevice | Self::NotOfAccount => DeviceState::OtherDevice,
        }
    }

    /// What the person must do now; `None` when nothing they do would help, or nothing is needed.
    #[must_use]
    pub const fn request(&self) -> Option<DeviceRequest> {
        self.state().row().request
    }

    /// When to try again.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        self.state().row().continuation
    }

    /// What this app says to a silent question, and would say to the same question again, for ever; `None` where another try may end
    /// otherwise. Beside [`retry`](Self::retry), which waits for another app, too.
    #[must_use]
    pub const fn last_word(&self) -> Option<LastWord> {
        match self {
            Self::PathNotServed { .. } | Self::CoinNotServed { .. } => Some(LastWord::NoKeyThere),
            Self::NotUnderstood { .. }
            | Self::AppTooNew { .. }
            | Self::UnknownStatus { .. }
            | Self::BadAnswer { .. }
            | Self::WrongIdentity { .. } => Some(LastWord::NoAnswer),
            Self::Transport(_)
            | Self::Locked
            | Self::PerhapsLocked
            | Self::MenuOpen
            | Self::Refused
            | Self::OpenRefused
            | Self::MayHaveRefused
            | Self::Undecided
            | Self::Silent
            | Self::Interrupted
            | Self::NoAppOpen
            | Self::OtherApp { .. }
            | Self::AppMissing
            | Self::AppClosed { .. }
            | Self::AppTooOld { .. }
            | Self::OtherDevice
            | Self::NotOfAccount => None,
        }
    }
}

/// What an app has to say, however often it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastWord {
    /// This build has no keys at that place.
    NoKeyThere,
    /// Nothing that could be made use of.
    NoAnswer,
}

/// As a status word is written everywhere.
fn hex(status: u16) -> String {
    format!("{status:04X}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const VERSION: AppVersion = AppVersion::new(5, 4, 0);

    fn app(version: &str) -> AppVersion {
        version.parse().unwrap()
    }

    /// One of each.
    fn every_error() -> Vec<LedgerError> {
        let transport = [
            TransportError::Unsupported,
            TransportError::NotGranted,
            TransportError::NotConnected,
            TransportError::OpenFailed,
            TransportError::Disconnected,
            TransportError::TimedOut,
            TransportError::BadFrame,
            TransportError::StaleAnswer,
        ];
        let mut all: Vec<LedgerError> = transport.map(LedgerError::Transport).into();
        all.extend([
            LedgerError::Locked,
            LedgerError::PerhapsLocked,
            LedgerError::MenuOpen,
            LedgerError::Refused,
            LedgerError::OpenRefused,
            LedgerError::MayHaveRefused,
            LedgerError::Undecided,
            LedgerError::Silent,
            LedgerError::Interrupted,
            LedgerError::NoAppOpen,
            LedgerError::OtherApp { name: "Bitcoin".into() },
            LedgerError::AppMissing,
            LedgerError::AppClosed { status: 0x6E00 },
            LedgerError::AppTooOld { found: VERSION },
            LedgerError::AppTooNew { found: VERSION },
            LedgerError::PathNotServed { found: VERSION, needed: VERSION },
            LedgerError::CoinNotServed { found: VERSION },
            LedgerError::NotUnderstood { status: 0x6B03 },
            LedgerError::UnknownStatus { status: 0x1234 },
            LedgerError::BadAnswer { command: "public-key" },
            LedgerError::WrongIdentity { index: IdentityIndex::FIRST },
            LedgerError::OtherDevice,
            LedgerError::NotOfAccount,
        ]);
        all
    }

    /// Whoever reads keys silently goes on trying as long as this is `None`, and `retry` is not `Never`.
    #[test]
    fn an_app_that_would_say_the_same_again_is_not_asked_for_ever() {
        let saying = |word: LastWord| -> BTreeSet<&'static str> {
            every_error()
                .iter()
                .filter(|error| error.last_word() == Some(word))
                .map(|error| error.fault().code)
                .collect()
        };
        let no_key = ["ledger-coin-not-served", "ledger-path-not-served"];
        let no_answer = [
            "ledger-app-too-new",
            "ledger-bad-answer",
            "ledger-not-understood",
            "ledger-unknown-status",
            "ledger-wrong-identity",
        ];
        assert_eq!(saying(LastWord::NoKeyThere), BTreeSet::from(no_key));
        assert_eq!(saying(LastWord::NoAnswer), BTreeSet::from(no_answer));
    }

    #[test]
    fn every_state_is_an_errors() {
        let reached: BTreeSet<DeviceState> = every_error().iter().map(LedgerError::state).collect();
        let expected = DeviceState::ALL.into_iter().collect();
        assert_eq!(reached, expected);
    }

    #[test]
    fn every_status_word_of_the_list_asks_for_the_right_thing() {
        let request = |status| LedgerError::of_status(status, None).and_then(|error| error.request());
        assert_eq!(LedgerError::of_status(0x9000, None), None);
        for locked in [0x5515, 0x6804, 0x530C, 0x6B0C] {
            assert_eq!(request(locked), Some(DeviceRequest::UnlockDevice), "{locked:04X}");
        }
        for closed in [0x6E00, 0x6E01, 0x6D00, 0x6D02, 0x6511, 0x650F] {
            assert_eq!(request(closed), Some(DeviceRequest::OpenConcordiumApp), "{closed:04X}");
        }
        for wrong in [0x6700, 0x6A80, 0x6A86, 0x6A87, 0x6B00, 0x6B02, 0x6B03, 0x6B06, 0x6B07] {
            let expected = LedgerError::NotUnderstood { status: wrong };
            assert_eq!(LedgerError::of_status(wrong, Some(app("5.7.0"))), Some(expected));
            let expected = LedgerError::AppTooNew { found: AppVersion::new(6, 0, 0) };
            assert_eq!(LedgerError::of_status(wrong, Some(app("6.0.0"))), Some(expected));
        }
        assert_eq!(request(0x6901), Some(DeviceRequest::CloseDeviceMenu));
        assert_eq!(request(0x6985), Some(DeviceRequest::ApproveAgain));
        assert_eq!(request(0x6B01), Some(DeviceRequest::DecideOnDevice));
    }

    #[test]
    fn the_ambiguous_word_is_called_ambiguous_only_where_it_is() {
        assert_eq!(LedgerError::of_status(0x6B0C, None), Some(LedgerError::Locked));
        assert_eq!(LedgerError::of_status(0x6B0C, Some(app("4.1.2"))), Some(LedgerError::Locked));
        assert_eq!(LedgerError::of_status(0x6B0C, Some(app("5.4.0"))), Some(LedgerError::Locked));
        assert_eq!(LedgerError::of_status(0x6B0C, Some(app("5.5.1"))), Some(LedgerError::PerhapsLocked));
        assert_eq!(LedgerError::of_status(0x6B0C, Some(app("5.7.0"))), Some(LedgerError::PerhapsLocked));
    }

    #[test]
    fn nothing_is_sent_by_itself_while_a_prompt_may_be_open() {
        for error in [TransportError::Disconnected, TransportError::TimedOut, TransportError::BadFrame] {
            assert_eq!(LedgerError::of_transport(error, Patience::Person).retry(), Retry::WhenPersonSaysSo, "{error}");
        }
    }
}

//! The states a Ledger can be in, as a closed list: what is the case, what the person must do now, what the picture shows,
//! and how it goes on. The sentences are in the page's texts under the name of the request.

use serde::Serialize;

use super::device::{DeviceRequest, Retry};

/// What is the case with the Ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeviceState {
    /// This browser cannot talk to one.
    Unsupported,
    /// The extension may not use it yet.
    NoPermission,
    /// It is not plugged in, or it left for a moment: an app opening or ending takes it off the bus for seconds.
    NotConnected,
    /// Another program or tab holds it.
    HeldElsewhere,
    /// Its PIN is not entered.
    Locked,
    /// Its PIN is not entered, or the app refused something: one status word for both.
    PerhapsLocked,
    /// Its own menu is in front.
    MenuOpen,
    /// No app is open.
    Dashboard,
    /// Another app is open.
    OtherApp,
    /// There is no Concordium app on it.
    AppMissing,
    /// Its Concordium app cannot do what is needed.
    AppTooOld,
    /// Its Concordium app is newer than this program, and what it would give could not be proven.
    AppTooNew,
    /// Its Concordium app understands something else than was meant.
    AppDiffers,
    /// It does not say which app runs. Every version answers that at once: so the old app's first page stands there, which
    /// answers nothing before both buttons are pressed, or a question nobody waits for.
    Silent,
    /// A question nobody waits for any more is on its screen, and it answers nothing before that is decided.
    QuestionLeftOpen,
    /// A question of this program stayed unanswered until the person said that it is to be asked anew.
    Undecided,
    /// It answered a question nobody waits for any more. It is free now.
    StaleAnswer,
    /// The person refused.
    Refused,
    /// It left the bus with a question on its screen: unplugged, or the app refused by ending.
    LeftWhileAsking,
    /// It is another one than the one this is about.
    OtherDevice,
    /// What it answers makes no sense.
    Garbled,
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateRow {
    /// What the person must do now, if anything would help.
    pub request: Option<DeviceRequest>,
    /// What the picture of the Ledger shows.
    pub picture: Picture,
    /// How it goes on.
    pub continuation: Retry,
}

/// What the picture of a Ledger shows. A question of this program has its own pages ([`super::Screens`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Picture {
    /// Cable in, screen dark.
    Dark,
    /// Cable out.
    CableOut,
    /// Somebody else's.
    Busy,
    /// The PIN.
    Pin,
    /// The device's menu.
    Menu,
    /// The list of apps.
    Apps,
    /// The Concordium app with an arrow: to be installed or updated.
    Update,
    /// A question, to be answered.
    Question,
    /// A question, crossed out.
    Refusal,
    /// The Concordium app, waiting.
    Home,
}

impl DeviceState {
    /// All of them, in the order a person usually meets them.
    pub const ALL: [Self; 21] = [
        Self::Unsupported,
        Self::NoPermission,
        Self::NotConnected,
        Self::HeldElsewhere,
        Self::Locked,
        Self::PerhapsLocked,
        Self::MenuOpen,
        Self::Dashboard,
        Self::OtherApp,
        Self::AppMissing,
        Self::AppTooOld,
        Self::AppTooNew,
        Self::AppDiffers,
        Self::Silent,
        Self::QuestionLeftOpen,
        Self::Undecided,
        Self::StaleAnswer,
        Self::Refused,
        Self::LeftWhileAsking,
        Self::OtherDevice,
        Self::Garbled,
    ];

    /// The table.
    #[must_use]
    pub const fn row(self) -> StateRow {
        use Retry::{Automatically, Never, WhenPersonSaysSo};

        const fn row(request: DeviceRequest, picture: Picture, continuation: Retry) -> StateRow {
            StateRow { request: Some(request), picture, continuation }
        }
        const fn quiet(picture: Picture, continuation: Retry) -> StateRow {
            StateRow { request: None, picture, continuation }
        }
        match self {
            Self::Unsupported => quiet(Picture::Dark, Never),
            // The browser shows its list only for a click.
            Self::NoPermission => row(DeviceRequest::GrantAccess, Picture::Dark, WhenPersonSaysSo),
            Self::NotConnected => row(DeviceRequest::ConnectDevice, Picture::CableOut, Automatically),
            Self::HeldElsewhere => row(DeviceRequest::CloseOtherPrograms, Picture::Busy, Automatically),
            Self::Locked => row(DeviceRequest::UnlockDevice, Picture::Pin, Automatically),
            // If it was not locked, the same request would end the same way, again and again.
            Self::PerhapsLocked => row(DeviceRequest::TryAgain, Picture::Pin, WhenPersonSaysSo),
            Self::MenuOpen => row(DeviceRequest::CloseDeviceMenu, Picture::Menu, Automatically),
            Self::Dashboard => row(DeviceRequest::OpenConcordiumApp, Picture::Apps, Automatically),
            Self::OtherApp => row(DeviceRequest::OpenConcordiumApp, Picture::Apps, Automatically),
            // While an app is installed another program talks to the device: anything sent meanwhile would disturb it.
            Self::AppMissing => row(DeviceRequest::InstallApp, Picture::Update, WhenPersonSaysSo),
            Self::AppTooOld => row(DeviceRequest::UpdateApp, Picture::Update, WhenPersonSaysSo),
            Self::AppTooNew => row(DeviceRequest::UpdateLifeboat, Picture::Home, WhenPersonSaysSo),
            Self::AppDiffers => row(DeviceRequest::UpdateApp, Picture::Update, WhenPersonSaysSo),
            // The question that was asked may still be answered: another one beside it has made devices crash.
            Self::Silent => row(DeviceRequest::LookAtDevice, Picture::Question, WhenPersonSaysSo),
            // Silent questions are dropped while it is so, and do no harm: it goes on once the person has decided.
            Self::QuestionLeftOpen => row(DeviceRequest::DecideOnDevice, Picture::Question, Automatically),
            // The question can still be answered, and its answer would be lost on newer firmware.
            Self::Undecided => row(DeviceRequest::DecideOnDevice, Picture::Question, WhenPersonSaysSo),
            Self::StaleAnswer => quiet(Picture::Home, Automatically),
            Self::Refused => row(DeviceRequest::ApproveAgain, Picture::Refusal, WhenPersonSaysSo),
            Self::LeftWhileAsking => row(DeviceRequest::ApproveAgain, Picture::Refusal, WhenPersonSaysSo),
            // Noticed by silent questions before any prompt: goes on when the right one is plugged in.
            Self::OtherDevice => row(DeviceRequest::ConnectDevice, Picture::CableOut, Automatically),
            Self::Garbled => row(DeviceRequest::TryAgain, Picture::CableOut, WhenPersonSaysSo),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_list_is_complete() {
        // The table's match is; this is about the list. `Garbled` is the last one.
        let listed: BTreeSet<DeviceState> = DeviceState::ALL.into_iter().collect();
        assert_eq!(listed.len(), DeviceState::ALL.len());
        assert_eq!(listed.len(), DeviceState::Garbled as usize + 1);
    }

    #[test]
    fn a_state_that_waits_for_a_person_says_what_for() {
        for state in DeviceState::ALL {
            let StateRow { request, continuation, .. } = state.row();
            assert!(
                request.is_some() || continuation != Retry::WhenPersonSaysSo,
                "{state:?} waits for nothing that is said"
            );
        }
    }

    #[test]
    fn a_request_that_goes_on_by_itself_never_waits_for_a_click_elsewhere() {
        // Or the page would have to know more than the request to show a button. A button too many does no harm.
        let needs_click = |request: Option<DeviceRequest>| {
            DeviceState::ALL
                .map(DeviceState::row)
                .into_iter()
                .filter(|row| row.request == request)
                .any(|row| row.continuation == Retry::WhenPersonSaysSo)
        };
        for state in DeviceState::ALL {
            let row = state.row();
            let is_both = row.continuation == Retry::Automatically && row.request.is_some() && needs_click(row.request);
            assert!(!is_both || row.request == Some(DeviceRequest::DecideOnDevice), "{state:?}");
        }
    }

    #[test]
    fn a_question_left_open_is_said_to_go_on_where_it_does() {
        let texts: serde_json::Value =
            serde_json::from_str(include_str!("../../extension/_locales/en/messages.json")).unwrap();
        let rows = DeviceState::ALL.map(DeviceState::row);
        let decides = rows.into_iter().filter(|row| row.request == Some(DeviceRequest::DecideOnDevice));
        let said = decides.map(|row| match row.continuation {
            Retry::Automatically => ("device_decide_and_go_on_text", "Then it goes on by itself."),
            Retry::WhenPersonSaysSo | Retry::Never => ("device_decide_on_device_text", "Then ask again."),
        });
        let said: BTreeSet<_> = said.collect();
        assert_eq!(said.len(), 2, "each of the two is the case somewhere");
        for (key, end) in said {
            assert!(texts[key]["message"].as_str().unwrap().ends_with(end), "{key}");
        }
    }

    #[test]
    fn only_what_no_prompt_can_be_behind_goes_on_by_itself() {
        for state in [DeviceState::Silent, DeviceState::Undecided, DeviceState::LeftWhileAsking, DeviceState::Garbled] {
            assert_ne!(state.row().continuation, Retry::Automatically, "{state:?}");
        }
    }
}

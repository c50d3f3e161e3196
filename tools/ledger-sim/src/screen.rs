//! Pages on a small screen, and what a hand does with them: two buttons, or a finger.
//! This module knows pages and gestures; what stands on them is in [`buttons`] and [`touch`], and what a decision costs or
//! gives is not known here.
//!
//! Nothing jumps: a page is left by the gesture that leaves it on the device, so that an instruction that is wrong leads
//! nowhere.

pub(crate) mod buttons;
mod font;
pub(crate) mod touch;

use crate::model::Body;
use crate::version::Behaviour;

/// What a hand does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gesture {
    /// The left button: previous page.
    Left,
    /// The right button: next page.
    Right,
    /// Both buttons together: choose.
    Both,
    /// A swipe to the left: next page.
    Swipe,
    /// A swipe to the right: previous page.
    SwipeBack,
    /// A finger on this word.
    Tap(String),
    /// A finger that stays on this word.
    Hold(String),
}

/// What a gesture leads to beyond turning a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Nothing.
    None,
    /// Agree to what is asked.
    Approve,
    /// Refuse it.
    Reject,
    /// Back to the first page of the app.
    Home,
    /// Leave the app.
    Quit,
    /// Open the Concordium app (on the dashboard).
    OpenApp,
    /// Leave the page that stands before an app.
    Begin,
    /// Another page of these.
    Turn(usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    lines: Vec<String>,
    keys: Keys,
}

/// What a page answers to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Keys {
    /// Two buttons. Each alone turns the page; both together choose.
    Buttons(Choice),
    /// Both buttons, and neither of them alone.
    OnlyBoth(Choice),
    /// A finger.
    Touch { turns: bool, areas: Vec<Area> },
}

/// A word that a finger can be put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Area {
    word: &'static str,
    held: bool,
    choice: Choice,
}

/// Pages, and which of them shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pages {
    pages: Vec<Page>,
    current: usize,
}

impl Pages {
    const fn new(pages: Vec<Page>) -> Self {
        Self { pages, current: 0 }
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.pages.get(self.current).map(|page| page.lines.clone()).unwrap_or_default()
    }

    /// The words a finger can be put on now, and whether it has to stay there.
    pub(crate) fn areas(&self) -> Vec<(&'static str, bool)> {
        match self.pages.get(self.current).map(|page| &page.keys) {
            Some(Keys::Touch { areas, .. }) => areas.iter().map(|area| (area.word, area.held)).collect(),
            Some(Keys::Buttons(_) | Keys::OnlyBoth(_)) | None => Vec::new(),
        }
    }

    /// A gesture: a page is turned here, everything else is the caller's.
    pub(crate) fn take(&mut self, gesture: &Gesture) -> Choice {
        let Some(page) = self.pages.get(self.current) else { return Choice::None };
        let choice = match (&page.keys, gesture) {
            (Keys::Buttons(_), Gesture::Left) | (Keys::Touch { turns: true, .. }, Gesture::SwipeBack) => {
                Choice::Turn(self.current.saturating_sub(1))
            }
            (Keys::Buttons(_), Gesture::Right) | (Keys::Touch { turns: true, .. }, Gesture::Swipe) => {
                Choice::Turn(self.next())
            }
            (Keys::Buttons(choice) | Keys::OnlyBoth(choice), Gesture::Both) => *choice,
            (Keys::Touch { areas, .. }, Gesture::Tap(word) | Gesture::Hold(word)) => {
                let held = matches!(gesture, Gesture::Hold(_));
                areas
                    .iter()
                    .find(|area| area.word == word && area.held == held)
                    .map_or(Choice::None, |area| area.choice)
            }
            (Keys::Buttons(_) | Keys::OnlyBoth(_) | Keys::Touch { .. }, _) => Choice::None,
        };
        if let Choice::Turn(page) = choice {
            self.current = page;
            return Choice::None;
        }
        choice
    }

    /// The next page, where a swipe or the right button leads to one. A page of refusal behind a review is not swiped to.
    fn next(&self) -> usize {
        let next = self.current + 1;
        match self.pages.get(next) {
            Some(Page { keys: Keys::Touch { turns: false, .. }, .. }) | None => self.current,
            Some(_) => next,
        }
    }

    /// The app waits for work.
    pub(crate) fn home(body: Body, version: &str) -> Self {
        match body {
            Body::Buttons => buttons::home(version),
            Body::Touch => touch::home(),
        }
    }

    /// No app is open.
    pub(crate) fn dashboard(body: Body) -> Self {
        match body {
            Body::Buttons => buttons::dashboard(),
            Body::Touch => touch::dashboard(),
        }
    }

    /// Another app is open.
    pub(crate) fn other_app(body: Body, name: &'static str) -> Self {
        match body {
            Body::Buttons => buttons::other_app(name),
            Body::Touch => touch::other_app(name),
        }
    }

    /// The system asks whether an app may be opened.
    pub(crate) fn open_app(body: Body) -> Self {
        match body {
            Body::Buttons => buttons::open_app(),
            Body::Touch => touch::open_app(),
        }
    }

    /// `INS 05` and `INS 37`.
    pub(crate) fn export(body: Body, behaviour: &Behaviour, purpose: Purpose, subject: &Subject) -> Self {
        match body {
            Body::Buttons => buttons::export(behaviour.wording, purpose, subject),
            Body::Touch => touch::export(behaviour.wording, purpose, subject),
        }
    }

    /// `INS 01` with display.
    pub(crate) fn public_key(body: Body, label: &str) -> Self {
        match body {
            Body::Buttons => buttons::public_key(label),
            Body::Touch => touch::public_key(label),
        }
    }

    /// The key in hexadecimal, after the person accepted; the host already has its answer.
    pub(crate) fn compare(body: Body, key: &[u8; 32]) -> Self {
        match body {
            Body::Buttons => buttons::compare(key),
            Body::Touch => touch::compare(key),
        }
    }

    /// `INS 00`.
    pub(crate) fn verify_address(body: Body, behaviour: &Behaviour, label: &str, address: &str) -> Self {
        match body {
            Body::Buttons => buttons::verify_address(behaviour.wording, label, address),
            Body::Touch => touch::verify_address(behaviour.wording, label, address),
        }
    }
}

/// Whose key is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The identity provider of a newer path.
    pub(crate) provider: Option<u32>,
    pub(crate) identity: u32,
    pub(crate) account: Option<u32>,
}

impl Subject {
    fn label(&self) -> String {
        let identity = format!("ID#{}", self.identity);
        let identity = self.provider.map_or(identity.clone(), |provider| format!("IDP#{provider} {identity}"));
        self.account.map_or(identity.clone(), |account| format!("{identity} ACCOUNT#{account}"))
    }
}

/// What an export is asked for; `P1` of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    // Changes the words only, and whether idCredSec comes too.
    Decrypt,
    Recover,
    Create,
    // From 5.5 on, for the newer paths: chooses the keys.
    CreateIdentity,
    CreateAccount,
    RecoverIdentity,
    Discover,
    Prove,
}

impl Purpose {
    pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Decrypt),
            1 => Some(Self::Recover),
            2 => Some(Self::Create),
            _ => None,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Decrypt => "Decrypt",
            Self::Recover => "Recover credentials",
            Self::Create => "Create credential",
            Self::CreateIdentity => "ID Credential Creation",
            Self::CreateAccount => "Account Creation",
            Self::RecoverIdentity => "ID Recovery",
            Self::Discover => "Account Cred Discovery",
            Self::Prove => "ZK Proof Creation",
        }
    }

    const fn phrase(self) -> &'static str {
        match self {
            Self::Decrypt => "to decrypt credentials",
            Self::Recover | Self::RecoverIdentity => "to recover credentials",
            Self::Create | Self::CreateIdentity => "to create credentials",
            Self::CreateAccount => "to create account",
            Self::Discover => "to discover credentials",
            Self::Prove => "to create ZK proof",
        }
    }

    /// Whether it chooses keys below a newer path, from 5.5 on.
    const fn is_of_keys(self) -> bool {
        match self {
            Self::Decrypt | Self::Recover | Self::Create => false,
            Self::CreateIdentity | Self::CreateAccount | Self::RecoverIdentity | Self::Discover | Self::Prove => true,
        }
    }
}

//! What stands on the Ledger's screen while it asks somebody, page by page, and the gesture that leads on: the one table, by
//! version of the app, by how the model is worked, and by path. This module knows pages and gestures; their explanations live
//! in the page's texts, and how a question is put is not known here.
//!
//! Seen with the real app of 4.1.2, 5.1.3, 5.4.0 and two builds of the other line (5.5.3 and 5.6.0), on a Nano S Plus, a Nano
//! X and a Flex. The gesture that many expect, both buttons on the page with the number, does nothing on any of them: "yes"
//! and "no" are pages of their own, and the right button leads to them. Versions between are taken to be like the earlier
//! one, and said so ([`Screens::is_seen`]).
//!
//! `tests/ledger/screens.rs` follows every line of this table on a simulated device whose pages were written apart from it.

mod address;
mod export;

use serde::Serialize;

use super::app::running::ConcordiumApp;
use super::device::DeviceRequest;
use super::model::{Body, LedgerModel};
use super::version::AppVersion;
use crate::model::{IdentityIndex, LedgerPath};

/// What the Ledger asks somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Whether the key that finds an identity's accounts may be given out.
    Export {
        /// Below which path.
        path: LedgerPath,
        /// Which identity.
        index: IdentityIndex,
    },
    /// Whether an address is the right one.
    Address {
        /// Below which path.
        path: LedgerPath,
        /// Which identity.
        index: IdentityIndex,
        /// Which credential of it.
        credential: u8,
        /// The address, as it is written.
        address: String,
    },
}

impl Question {
    /// What the person is asked to do about it.
    #[must_use]
    pub const fn request(&self) -> DeviceRequest {
        match self {
            Self::Export { .. } => DeviceRequest::ConfirmKeyExport,
            Self::Address { .. } => DeviceRequest::ConfirmAddress,
        }
    }

    /// The identity it is about.
    #[must_use]
    pub const fn index(&self) -> IdentityIndex {
        match self {
            Self::Export { index, .. } | Self::Address { index, .. } => *index,
        }
    }
}

/// What a hand does on one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "hand", rename_all = "kebab-case")]
pub enum Gesture {
    /// Presses the right button.
    Right,
    /// Presses the right button, as often as it takes until these words stand there.
    RightUntil {
        /// The words, which stand alone on their page.
        words: String,
    },
    /// Presses both buttons together.
    Both,
    /// Swipes to the left.
    Swipe,
    /// Touches this word.
    Tap {
        /// The word.
        words: String,
    },
    /// Keeps a finger on this word until it is done.
    Hold {
        /// The word.
        words: String,
    },
}

/// One page, and how it is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ScreenPage {
    /// The words on it, letter for letter, without the layout's blanks.
    pub lines: Vec<String>,
    /// What leads on.
    pub gesture: Gesture,
}

/// What has to be said about the words on the screen, for people who read them and hesitate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Remark {
    /// It speaks of signing, and nothing is signed.
    NothingIsSigned,
    /// It speaks of a private key: the one that finds accounts, never one that signs.
    OnlyFindsAccounts,
    /// An address may take one page or two.
    MayTakeTwoPages,
}

/// A question on the screen, page by page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Screens {
    /// What the screen calls what it is about, letter for letter: `ID #5`, `ID#5`, `IDP#3 ID#5`, and `5/0` for an address.
    pub label: String,
    /// The pages on the way to "yes", in order.
    pub yes: Vec<ScreenPage>,
    /// The pages on the way to "no", from the first one.
    pub no: Vec<ScreenPage>,
    /// What has to be said about the words.
    pub remarks: Vec<Remark>,
    /// Whether these words were seen with this version, or are those of the versions around it.
    pub is_seen: bool,
}

impl Screens {
    /// What this app shows on this model. One of an unknown model is taken to have buttons: most have.
    #[must_use]
    pub fn of(app: &ConcordiumApp, model: Option<LedgerModel>, question: &Question) -> Self {
        let (version, body) = (app.version(), Body::of(model));
        let style = Style::of(version);
        let label = label(style, question);
        let [yes, no] = match question {
            Question::Export { path, .. } => export::pages(style, body, *path, &label),
            Question::Address { address, .. } => address::pages(style, body, &label, address),
        };
        let remarks = remarks(&yes);
        Self { label, yes, no, remarks, is_seen: model.is_some() && is_seen(version, body) }
    }
}

/// The page that the old app begins with at every start. Before both buttons are pressed on it the device answers nothing,
/// and may not even be on the bus. `None` for models the old app was never made for.
#[must_use]
pub fn start_page(model: Option<LedgerModel>) -> Option<ScreenPage> {
    match Body::of(model) {
        Body::Buttons => Some(page(&["Pending", "Ledger review"], Gesture::Both)),
        Body::Touch => None,
    }
}

/// How a version words its questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 3.x and 4.x.
    Old,
    /// 5.0 to 5.3.
    Accept,
    /// The other line's 5.5.3: as before, and its own words for the newer paths.
    AcceptKeys,
    /// 5.4.
    Review,
    /// From 5.5 on: the newer paths by what the key is for.
    ReviewPurpose,
}

/// From which version on, oldest first.
const STYLES: [(AppVersion, Style); 6] = [
    (AppVersion::OLDEST, Style::Old),
    (AppVersion::new(5, 0, 0), Style::Accept),
    (AppVersion::new(5, 4, 0), Style::Review),
    (AppVersion::new(5, 5, 0), Style::ReviewPurpose),
    (AppVersion::new(5, 5, 3), Style::AcceptKeys),
    (AppVersion::new(5, 6, 0), Style::ReviewPurpose),
];

/// What was seen with the real app.
const SEEN: [(AppVersion, Body); 7] = [
    (AppVersion::new(4, 1, 2), Body::Buttons),
    (AppVersion::new(5, 1, 3), Body::Buttons),
    (AppVersion::new(5, 1, 3), Body::Touch),
    (AppVersion::new(5, 4, 0), Body::Buttons),
    (AppVersion::new(5, 4, 0), Body::Touch),
    (AppVersion::new(5, 5, 3), Body::Buttons),
    (AppVersion::new(5, 6, 0), Body::Buttons),
];

impl Style {
    fn of(version: AppVersion) -> Self {
        STYLES.iter().rev().find(|(from, _)| version >= *from).map_or(Self::Old, |(_, style)| *style)
    }
}

fn is_seen(version: AppVersion, body: Body) -> bool {
    SEEN.contains(&(version, body))
}

/// What the screen calls what it is about, so that a person can compare.
fn label(style: Style, question: &Question) -> String {
    match question {
        Question::Export { path: LedgerPath::Legacy, index } if style == Style::Old => format!("ID #{index}"),
        Question::Export { path: LedgerPath::Legacy, index } => format!("ID#{index}"),
        Question::Export { path: LedgerPath::Bip44 { provider, .. }, index } => format!("IDP#{provider} ID#{index}"),
        Question::Address { path: LedgerPath::Legacy, index, credential, .. } => format!("{index}/{credential}"),
        Question::Address { path: LedgerPath::Bip44 { provider, .. }, index, credential, .. } => {
            format!("{provider}/{index}/{credential}")
        }
    }
}

/// Read off the pages, so that no page says what nobody explains.
fn remarks(pages: &[ScreenPage]) -> Vec<Remark> {
    let words = |page: &ScreenPage| match &page.gesture {
        Gesture::Tap { words } | Gesture::Hold { words } => format!("{} {words}", page.lines.join(" ")),
        Gesture::Right | Gesture::RightUntil { .. } | Gesture::Both | Gesture::Swipe => page.lines.join(" "),
    };
    let words = pages.iter().map(words).collect::<Vec<_>>().join(" ").to_lowercase();
    let is_turned_twice = pages.iter().any(|page| matches!(page.gesture, Gesture::RightUntil { .. }));
    let due = [
        (Remark::NothingIsSigned, words.contains("sign operation") || words.contains("to sign")),
        (Remark::OnlyFindsAccounts, words.contains("private key")),
        (Remark::MayTakeTwoPages, is_turned_twice),
    ];
    due.into_iter().filter_map(|(remark, is_due)| is_due.then_some(remark)).collect()
}

fn page(lines: &[&str], gesture: Gesture) -> ScreenPage {
    ScreenPage { lines: lines.iter().map(|line| (*line).to_owned()).collect(), gesture }
}

fn right_until(words: &str) -> Gesture {
    Gesture::RightUntil { words: words.to_owned() }
}

fn tap(words: &str) -> Gesture {
    Gesture::Tap { words: words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::app::running::RunningApp;
    use super::*;
    use crate::model::{Coin, ProviderNumber};

    fn screens(version: &str, model: LedgerModel, question: &Question) -> Screens {
        let running = RunningApp { name: "Concordium".into(), version: version.parse().ok() };
        Screens::of(&running.concordium().unwrap(), Some(model), question)
    }

    fn export(path: LedgerPath) -> Question {
        Question::Export { path, index: IdentityIndex::new(5).unwrap() }
    }

    fn newer() -> LedgerPath {
        LedgerPath::Bip44 { coin: Coin::Concordium, provider: ProviderNumber::new(3).unwrap() }
    }

    #[test]
    fn the_table_goes_upwards_from_the_oldest() {
        assert!(STYLES.is_sorted_by(|(earlier, _), (later, _)| earlier < later));
        assert_eq!(STYLES[0].0, AppVersion::OLDEST);
    }

    #[test]
    fn the_label_is_the_devices_letter_for_letter() {
        for (version, older, newer_one) in
            [("4.1.2", "ID #5", "IDP#3 ID#5"), ("5.1.3", "ID#5", "IDP#3 ID#5"), ("5.7.0", "ID#5", "IDP#3 ID#5")]
        {
            let label = |path| screens(version, LedgerModel::NanoX, &export(path)).label;
            assert_eq!((label(LedgerPath::Legacy).as_str(), label(newer()).as_str()), (older, newer_one), "{version}");
        }
    }

    #[test]
    fn what_frightens_is_explained() {
        let remarks = |version, model, path| screens(version, model, &export(path)).remarks;
        assert_eq!(remarks("4.1.2", LedgerModel::NanoS, LedgerPath::Legacy), []);
        assert_eq!(remarks("5.4.0", LedgerModel::NanoX, LedgerPath::Legacy), [Remark::NothingIsSigned]);
        assert_eq!(remarks("5.5.3", LedgerModel::NanoX, newer()), [Remark::OnlyFindsAccounts]);
        let both = [Remark::NothingIsSigned, Remark::OnlyFindsAccounts];
        assert_eq!(remarks("5.1.3", LedgerModel::Flex, LedgerPath::Legacy), both);
        assert_eq!(remarks("5.4.0", LedgerModel::Flex, LedgerPath::Legacy), [Remark::NothingIsSigned]);
    }

    #[test]
    fn only_what_was_seen_is_called_seen() {
        let is_seen = |version, model| screens(version, model, &export(LedgerPath::Legacy)).is_seen;
        assert!(is_seen("4.1.2", LedgerModel::NanoSPlus) && is_seen("5.1.3", LedgerModel::Flex));
        assert!(!is_seen("5.3.0", LedgerModel::NanoX) && !is_seen("5.7.0", LedgerModel::Flex));
    }

    #[test]
    fn the_start_page_is_the_buttons_own() {
        assert!(start_page(None).is_some() && start_page(Some(LedgerModel::NanoS)).is_some());
        assert_eq!(start_page(Some(LedgerModel::Flex)), None);
    }
}

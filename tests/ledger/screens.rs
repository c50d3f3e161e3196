//! The engine's table of pages and gestures, followed literally on the simulated device, whose pages were written apart from it:
//! for every version, model and path the words have to be the device's, and the gestures have to lead to "yes" and to "no".

use std::sync::LazyLock;

use futures_executor::block_on;
use ledger_sim::derive::{NewLeaf, Seed, address, bls_key_v1, credential_id};
use ledger_sim::{Gesture as Hand, Model, Reaction, Simulator, Version};
use lifeboat::ledger::{
    AddressCheck, Apdu, ConcordiumApp, Gesture, LedgerModel, Patience, Question, Response, ScreenPage, Screens,
    Transport, TransportError, export_prf_key, identify, show_address, start_page,
};
use lifeboat::model::{Coin, IdentityIndex, KeyVersion, LedgerPath, ProviderNumber};
use zeroize::Zeroizing;

const IDENTITY: u32 = 7;
const CREDENTIAL: u8 = 3;
const PROVIDER: u32 = 2;
/// More presses than any question takes.
const MOST: usize = 8;

fn phrase() -> Seed {
    static SEED: LazyLock<Seed> =
        LazyLock::new(|| Seed::from_mnemonic(ledger_sim::mnemonic("speculos-default-24").unwrap()).unwrap());
    SEED.clone()
}

/// A device in the hand of somebody who does what they are told, and nothing else.
struct Told {
    device: Simulator,
    /// What they are told for the next question.
    pages: Vec<ScreenPage>,
}

impl Told {
    fn new(version: Version, model: Model) -> Self {
        let mut device = Simulator::new(version, version.usual_firmware(), phrase()).on(model);
        if version.has_start_page() {
            let page = start_page(named(model)).unwrap();
            assert_eq!(words(&device.screen()), words(&page.lines));
            assert_eq!(device.press(&hand(&page.gesture)), None);
        }
        Self { device, pages: Vec::new() }
    }

    /// Follows the pages. What stands on the screen has to be what they say stands there.
    fn follow(&mut self) -> Option<Reaction> {
        let pages = std::mem::take(&mut self.pages);
        let (last, before) = pages.split_last().unwrap();
        for page in before {
            let mut seen = self.seen(page);
            if let Gesture::RightUntil { words: until } = &page.gesture {
                for _ in 0..MOST {
                    assert_eq!(self.device.press(&Hand::Right), None, "{page:?}");
                    if self.device.screen() == [until.as_str()] {
                        break;
                    }
                    // More of a long text; its title counts the pages. On the way to "no" other pages lie between.
                    if page.lines.len() > 2 {
                        seen.extend(self.device.screen().iter().skip(1).cloned());
                    }
                }
                assert_eq!(self.device.screen(), [until.as_str()], "{page:?}");
            } else {
                let stood = self.device.screen();
                assert_eq!(self.device.press(&hand(&page.gesture)), None, "{page:?}");
                assert_ne!(self.device.screen(), stood, "this gesture does nothing: {page:?}");
            }
            assert_eq!(words(&seen), words(&page.lines), "{page:?}");
        }
        let seen = self.seen(last);
        assert_eq!(words(&seen), words(&last.lines), "{last:?}");
        self.device.press(&hand(&last.gesture))
    }

    /// The lines of the page that shows, without what is not told: counters, hints and the words of buttons. Those of the button that
    /// is told have to be there.
    fn seen(&self, page: &ScreenPage) -> Vec<String> {
        let mut lines = self.device.screen();
        if let Gesture::Tap { words } | Gesture::Hold { words } = &page.gesture {
            assert!(lines.contains(words), "no {words:?} on {lines:?}");
        }
        let buttons: Vec<&str> = self.device.areas().into_iter().map(|(word, _)| word).collect();
        let is_layout = |line: &str| line.starts_with("Swipe to ") || line.contains(" of ");
        lines.retain(|line| !buttons.contains(&line.as_str()) && !is_layout(line));
        if let Some(first) = lines.first_mut() {
            // "Address (1/2)" is "Address" in the table, which cannot know how many there are.
            *first = first.split(" (").next().unwrap().to_owned();
        }
        lines
    }
}

impl Transport for Told {
    async fn exchange(&mut self, apdu: &Apdu, patience: Patience) -> Result<Response, TransportError> {
        let reaction = match self.device.apdu(apdu.bytes()) {
            Reaction::Prompt => {
                assert_eq!(patience, Patience::Person);
                self.follow().unwrap_or(Reaction::Silence)
            }
            reaction @ (Reaction::Answer(_) | Reaction::Silence | Reaction::Exit { .. }) => reaction,
        };
        match reaction {
            Reaction::Answer(bytes) => Response::parse(Zeroizing::new(bytes)).ok_or(TransportError::BadFrame),
            Reaction::Prompt | Reaction::Silence => Err(TransportError::TimedOut),
            Reaction::Exit { .. } => Err(TransportError::Disconnected),
        }
    }
}

/// Letters only: where a line ends is the layout's affair.
fn words(lines: &[String]) -> String {
    lines.concat().split_whitespace().collect()
}

fn hand(gesture: &Gesture) -> Hand {
    match gesture {
        Gesture::Right => Hand::Right,
        Gesture::Both => Hand::Both,
        Gesture::Swipe => Hand::Swipe,
        Gesture::Tap { words } => Hand::Tap(words.clone()),
        Gesture::Hold { words } => Hand::Hold(words.clone()),
        Gesture::RightUntil { .. } => panic!("several gestures"),
    }
}

fn named(model: Model) -> Option<LedgerModel> {
    LedgerModel::of_product(model.product_id())
}

/// Every version on every model it was made for.
fn devices() -> impl Iterator<Item = (Version, Model)> {
    let pairs = Version::ALL.into_iter().flat_map(|version| Model::ALL.map(|model| (version, model)));
    pairs.filter(|(version, model)| model.runs(*version))
}

fn paths() -> [LedgerPath; 2] {
    let provider = ProviderNumber::new(PROVIDER).unwrap();
    [LedgerPath::Legacy, LedgerPath::Bip44 { coin: Coin::Concordium, provider }]
}

fn index() -> IdentityIndex {
    IdentityIndex::new(IDENTITY).unwrap()
}

/// The way that is told, and the one that is not.
fn way(app: &ConcordiumApp, model: Model, question: &Question, agrees: bool) -> Vec<ScreenPage> {
    let screens = Screens::of(app, named(model), question);
    if agrees { screens.yes } else { screens.no }
}

#[test]
fn an_export_is_approved_and_refused_by_doing_what_is_told() {
    let mut followed = 0;
    for (version, model) in devices() {
        for path in paths() {
            for agrees in [true, false] {
                let mut told = Told::new(version, model);
                let app = block_on(identify(&mut told)).unwrap().concordium().unwrap();
                if !app.abilities().serves(path) {
                    continue;
                }
                told.pages = way(&app, model, &Question::Export { path, index: index() }, agrees);
                let export = block_on(export_prf_key(&mut told, &app, path, index()));
                let what = format!("{version} on {model}, {path:?}, {agrees}: {export:?}");
                assert_eq!(export.is_ok(), agrees, "{what}");
                if let Err(error) = export {
                    assert_eq!(error, lifeboat::ledger::LedgerError::Refused, "{what}");
                }
                followed += 1;
            }
        }
    }
    // 13 versions; two of them on three models and the older path only, eleven on four models and both paths.
    assert_eq!(followed, (2 * 3 + 11 * 4 * 2) * 2);
}

#[test]
fn an_address_is_approved_and_refused_by_doing_what_is_told() {
    for (version, model) in devices() {
        for path in paths() {
            for agrees in [true, false] {
                let mut told = Told::new(version, model);
                let app = block_on(identify(&mut told)).unwrap().concordium().unwrap();
                if !app.abilities().serves(path) {
                    continue;
                }
                let seed = match path {
                    LedgerPath::Legacy => phrase().prf_key_seed(IDENTITY),
                    LedgerPath::Bip44 { .. } => phrase().new_path_key(919, PROVIDER, IDENTITY, NewLeaf::PrfKey),
                };
                let address = address(&credential_id(&bls_key_v1(&seed), CREDENTIAL.into()));
                let check = AddressCheck::of(path, KeyVersion::V1, index(), CREDENTIAL).unwrap();
                told.pages = way(&app, model, &check.question(address), agrees);
                let compared = block_on(show_address(&mut told, &app, &check)).unwrap();
                assert_eq!(compared == lifeboat::ledger::Compared::Agreed, agrees, "{version} on {model}, {path:?}");
            }
        }
    }
}

/// A table that is wrong has to be caught: the gesture that many expect does nothing, on every device.
#[test]
fn both_buttons_on_the_first_page_lead_nowhere() {
    for (version, model) in devices() {
        let mut told = Told::new(version, model);
        let app = block_on(identify(&mut told)).unwrap().concordium().unwrap();
        let question = Question::Export { path: LedgerPath::Legacy, index: index() };
        let Some(first) = way(&app, model, &question, true).first().cloned() else { panic!("no pages") };
        told.pages = vec![ScreenPage { gesture: Gesture::Both, ..first }];
        assert!(block_on(export_prf_key(&mut told, &app, LedgerPath::Legacy, index())).is_err(), "{version}, {model}");
        assert!(told.device.prompting(), "{version}, {model}: it still asks");
    }
}

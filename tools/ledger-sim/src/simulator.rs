//! The device around the app: dashboard, lock, menu, hand, and what a request meets in each state.

use crate::app::{App, Approved, Outcome, Prompt, status, with_status};
use crate::derive::Seed;
use crate::hand;
use crate::model::Model;
use crate::screen::{Choice, Gesture, Pages, buttons};
use crate::version::{Firmware, Version};

/// Status words of the operating system.
mod system {
    /// A PIN is set and not entered.
    pub(super) const LOCKED: u16 = 0x5515;
    /// The device's own menu is in front.
    pub(super) const MENU: u16 = 0x6901;
    /// The person refused to open an app.
    pub(super) const OPEN_REFUSED: u16 = 0x5501;
    /// There is no app of that name.
    pub(super) const NO_SUCH_APP: u16 = 0x6807;
    /// No name was given.
    pub(super) const NO_NAME: u16 = 0x670A;
}

/// Version of the operating system the dashboard names.
const SYSTEM_VERSION: &str = "1.3.1";
/// The other app that can be open.
const OTHER_APP: (&str, &str) = ("Bitcoin", "2.4.1");

/// What a request or a button leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reaction {
    /// An answer: data, then status word.
    Answer(Vec<u8>),
    /// The person is asked; the answer comes with a button.
    Prompt,
    /// No answer will ever come.
    Silence,
    /// The app ended. On real hardware the device leaves the bus for seconds.
    Exit {
        /// What was still answered, if anything.
        answer: Option<Vec<u8>>,
    },
}

/// What a device does while the page stands before the old app that has to be left with both buttons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Start {
    /// It drops every request (seen under the emulator).
    #[default]
    Deaf,
    /// It answers the first request once the page is left.
    Late,
    /// It is not on the bus yet: the app switches its USB on when it begins (read in the system's source).
    OffBus,
}

/// What is open on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// No app.
    Dashboard,
    /// The Concordium app.
    Concordium,
    /// Some other app.
    OtherApp,
}

impl Place {
    /// The low byte of the USB product id: which interfaces are on. Apps built for newer systems have more of them than the
    /// dashboard, so the id changes when an app opens or ends; its high byte is the model's and stays (inferred from the
    /// system's sources, `usbd_ledger.h`: 01 is HID, 04 is U2F, 10 is WebUSB).
    #[must_use]
    pub const fn interfaces(self, firmware: Firmware) -> u8 {
        match (self, firmware) {
            (Self::Dashboard, _) | (Self::Concordium | Self::OtherApp, Firmware::OldIo) => 0x11,
            (Self::Concordium | Self::OtherApp, Firmware::NewIo) => 0x15,
        }
    }
}

/// A simulated Ledger.
#[derive(Debug, Clone)]
pub struct Simulator {
    version: Version,
    firmware: Firmware,
    model: Model,
    seed: Seed,
    open: Open,
    start: Start,
    /// The page before the app, until it is left.
    before: Option<Before>,
    idle: Pages,
    asking: Option<Asking>,
    locked: bool,
    menu: bool,
    installed: bool,
}

#[derive(Debug, Clone)]
enum Open {
    Dashboard,
    Concordium(Box<App>),
    OtherApp,
}

#[derive(Debug, Clone)]
struct Before {
    pages: Pages,
    /// A request that waits until the page is left.
    kept: Option<Vec<u8>>,
}

#[derive(Debug, Clone)]
struct Asking {
    question: Question,
    /// The answer goes nowhere: something else was answered meanwhile.
    lost: bool,
}

#[derive(Debug, Clone)]
enum Question {
    App(Prompt),
    OpenApp(Pages),
    /// No question: an error that waits to be seen. The app answers nothing more.
    Error(Pages),
}

impl Question {
    const fn pages(&self) -> &Pages {
        match self {
            Self::App(prompt) => &prompt.pages,
            Self::OpenApp(pages) | Self::Error(pages) => pages,
        }
    }

    const fn pages_mut(&mut self) -> &mut Pages {
        match self {
            Self::App(prompt) => &mut prompt.pages,
            Self::OpenApp(pages) | Self::Error(pages) => pages,
        }
    }
}

impl Simulator {
    /// An unlocked Nano S Plus whose Concordium app was just opened.
    #[must_use]
    pub fn new(version: Version, firmware: Firmware, seed: Seed) -> Self {
        let mut simulator = Self {
            version,
            firmware,
            model: Model::NanoSPlus,
            seed,
            open: Open::Dashboard,
            start: Start::default(),
            before: None,
            idle: Pages::dashboard(Model::NanoSPlus.body()),
            asking: None,
            locked: false,
            menu: false,
            installed: true,
        };
        simulator.open_app();
        simulator
    }

    /// The same as another model, with the app opened anew.
    #[must_use]
    pub fn on(mut self, model: Model) -> Self {
        self.model = model;
        self.open_app();
        self
    }

    /// The same with another habit while the old app's first page shows.
    #[must_use]
    pub const fn starting(mut self, start: Start) -> Self {
        self.start = start;
        self
    }

    /// The model.
    #[must_use]
    pub const fn model(&self) -> Model {
        self.model
    }

    /// What it does while the old app's first page shows.
    #[must_use]
    pub const fn start(&self) -> Start {
        self.start
    }

    /// Whether its USB is on.
    #[must_use]
    pub fn on_bus(&self) -> bool {
        self.before.is_none() || self.start != Start::OffBus
    }

    /// The app version on the device.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// The firmware's generation.
    #[must_use]
    pub const fn firmware(&self) -> Firmware {
        self.firmware
    }

    /// What is open.
    #[must_use]
    pub const fn place(&self) -> Place {
        match self.open {
            Open::Dashboard => Place::Dashboard,
            Open::Concordium(_) => Place::Concordium,
            Open::OtherApp => Place::OtherApp,
        }
    }

    /// The USB product id it has now.
    #[must_use]
    pub const fn product_id(&self) -> u16 {
        (self.model.product_id() & 0xFF00) | self.place().interfaces(self.firmware) as u16
    }

    /// Whether the PIN has to be entered.
    #[must_use]
    pub const fn locked(&self) -> bool {
        self.locked
    }

    /// Whether the device's own menu is in front.
    #[must_use]
    pub const fn menu_open(&self) -> bool {
        self.menu
    }

    /// Whether a question to the person is open.
    #[must_use]
    pub const fn prompting(&self) -> bool {
        self.asking.is_some()
    }

    /// The lines on the screen.
    #[must_use]
    pub fn screen(&self) -> Vec<String> {
        if self.locked {
            return vec!["Enter PIN".into()];
        }
        if self.menu {
            return vec!["Device menu".into()];
        }
        self.pages().lines()
    }

    /// The words a finger can be put on, and whether it has to stay there. None on a device with buttons.
    #[must_use]
    pub fn areas(&self) -> Vec<(&'static str, bool)> {
        if self.locked || self.menu { Vec::new() } else { self.pages().areas() }
    }

    fn pages(&self) -> &Pages {
        match (&self.before, &self.asking) {
            (Some(before), _) => &before.pages,
            (None, Some(asking)) => asking.question.pages(),
            (None, None) => &self.idle,
        }
    }

    /// A request arrives.
    pub fn apdu(&mut self, apdu: &[u8]) -> Reaction {
        if self.locked {
            return answer(system::LOCKED);
        }
        if self.menu {
            return answer(system::MENU);
        }
        if let Some(before) = &mut self.before {
            if self.start == Start::Late && before.kept.is_none() {
                before.kept = Some(apdu.to_vec());
            }
            return Reaction::Silence;
        }
        let is_deaf = match &self.asking {
            Some(Asking { question: Question::Error(_), .. }) => true,
            Some(_) => self.firmware == Firmware::OldIo,
            None => false,
        };
        if is_deaf {
            return Reaction::Silence;
        }
        let reaction = match &mut self.open {
            Open::Dashboard => self.dashboard(apdu),
            Open::OtherApp => self.other_app(apdu),
            Open::Concordium(app) => {
                app.receive(apdu);
                match system_command(apdu, self.firmware) {
                    Some(SystemCommand::Name) => {
                        let (name, version) = app.name_and_version();
                        Reaction::Answer(name_and_version(name, &version))
                    }
                    Some(SystemCommand::Quit) => Reaction::Exit { answer: Some(with_status(&[], status::DONE)) },
                    Some(SystemCommand::Unknown) => answer(status::UNKNOWN_CLASS),
                    None => {
                        let outcome = app.run(apdu);
                        self.carry_out(outcome)
                    }
                }
            }
        };
        self.settle(&reaction);
        reaction
    }

    /// A hand does something. `None` when nothing is sent for it.
    pub fn press(&mut self, gesture: &Gesture) -> Option<Reaction> {
        if self.locked || self.menu {
            return None;
        }
        if let Some(before) = &mut self.before {
            if before.pages.take(gesture) != Choice::Begin {
                return None;
            }
            let kept = self.before.take().and_then(|before| before.kept);
            return kept.map(|request| self.apdu(&request));
        }
        let pages = self.asking.as_mut().map_or(&mut self.idle, |asking| asking.question.pages_mut());
        let choice = pages.take(gesture);
        let reaction = match choice {
            Choice::None | Choice::Turn(_) | Choice::Begin => return None,
            Choice::Home => {
                self.go_home();
                return None;
            }
            Choice::OpenApp => {
                self.open_app();
                return None;
            }
            Choice::Quit => Reaction::Exit { answer: None },
            Choice::Approve => self.decide(true)?,
            Choice::Reject => self.decide(false)?,
        };
        self.settle(&reaction);
        Some(reaction)
    }

    /// Somebody who knows the device agrees, page after page. `None` without a question.
    pub fn approve(&mut self) -> Option<Reaction> {
        self.answered_by_hand(true)
    }

    /// Somebody who knows the device refuses, page after page. `None` without a question.
    pub fn reject(&mut self) -> Option<Reaction> {
        self.answered_by_hand(false)
    }

    /// Opens the Concordium app anew, whatever was open. Nothing happens when it is not installed.
    pub fn open_app(&mut self) {
        if !self.installed {
            return;
        }
        let app = App::new(self.version, self.model.body(), self.seed.clone());
        self.idle = app.home();
        self.open = Open::Concordium(Box::new(app));
        self.asking = None;
        self.before = self.version.has_start_page().then(|| Before { pages: buttons::start(), kept: None });
    }

    /// Somebody unlocks it with the PIN of another passphrase, and opens the app again: another wallet in the same case.
    pub fn unlock_as(&mut self, seed: Seed) {
        self.seed = seed;
        self.locked = false;
        self.open_app();
        self.begin();
    }

    /// Presses both buttons if the page before the old app shows: whoever opened the app goes on.
    pub fn begin(&mut self) {
        if self.before.is_some() {
            self.press(&Gesture::Both);
        }
    }

    /// Opens another app.
    pub fn open_other_app(&mut self) {
        self.idle = Pages::other_app(self.model.body(), OTHER_APP.0);
        self.open = Open::OtherApp;
        self.asking = None;
        self.before = None;
    }

    /// Back to the dashboard. An open question is gone, unanswered.
    pub fn exit_app(&mut self) {
        self.idle = Pages::dashboard(self.model.body());
        self.open = Open::Dashboard;
        self.asking = None;
        self.before = None;
    }

    /// Puts another version of the app on the device, and opens it.
    pub fn install(&mut self, version: Version) {
        self.version = version;
        self.firmware = version.usual_firmware();
        self.installed = true;
        self.open_app();
    }

    /// Takes the Concordium app off the device.
    pub fn uninstall(&mut self) {
        self.exit_app();
        self.installed = false;
    }

    /// The device asks for its PIN. An open question waits behind it.
    pub const fn lock(&mut self) {
        self.locked = true;
    }

    /// The PIN is entered.
    pub const fn unlock(&mut self) {
        self.locked = false;
    }

    /// Puts the device's own menu in front.
    pub const fn open_menu(&mut self) {
        self.menu = true;
    }

    /// Takes the device's own menu away.
    pub const fn close_menu(&mut self) {
        self.menu = false;
    }

    fn answered_by_hand(&mut self, agrees: bool) -> Option<Reaction> {
        if self.before.is_some() || self.asking.is_none() {
            return None;
        }
        (0..hand::MOST_PAGES).find_map(|_| {
            let gesture = hand::next(self.model.body(), &self.screen(), agrees);
            self.press(&gesture)
        })
    }

    fn go_home(&mut self) {
        self.idle = match &self.open {
            Open::Dashboard => Pages::dashboard(self.model.body()),
            Open::Concordium(app) => app.home(),
            Open::OtherApp => Pages::other_app(self.model.body(), OTHER_APP.0),
        };
    }

    fn ask(&mut self, question: Question, lost: bool) {
        self.go_home();
        self.asking = Some(Asking { question, lost });
    }

    /// What the app wants, done: prompts open, and answers meanwhile cost an open one its own.
    fn carry_out(&mut self, outcome: Outcome) -> Reaction {
        match outcome {
            Outcome::Answer(bytes) => {
                // A command that asks nothing ends on the app's first page, whatever stood there.
                self.asking = None;
                self.go_home();
                Reaction::Answer(bytes)
            }
            Outcome::Ask(prompt) => {
                self.ask(Question::App(prompt), false);
                Reaction::Prompt
            }
            Outcome::Refuse(word) => answer(word),
            Outcome::RefuseAndAsk(word, prompt) => {
                self.ask(Question::App(prompt), true);
                answer(word)
            }
            Outcome::Exit => Reaction::Exit { answer: None },
            Outcome::ShowError(word) => {
                self.ask(Question::Error(buttons::error(word)), true);
                Reaction::Silence
            }
        }
    }

    /// The person's decision. An error after approval leaves the page as it is, for ever.
    fn decide(&mut self, agreed: bool) -> Option<Reaction> {
        let asking = self.asking.take()?;
        self.go_home();
        if let Question::App(Prompt { says: Some([yes, no]), .. }) = &asking.question {
            self.idle = if agreed { yes.clone() } else { no.clone() };
        }
        let bytes = match (asking.question, agreed) {
            (Question::OpenApp(_), true) => {
                self.open_app();
                with_status(&[], status::DONE)
            }
            (Question::OpenApp(_), false) => with_status(&[], system::OPEN_REFUSED),
            (Question::Error(_), _) => return Some(Reaction::Exit { answer: None }),
            (Question::App(_), false) => with_status(&[], status::REFUSED),
            (Question::App(Prompt { approved: Approved::Answer(bytes), .. }), true) => bytes,
            (Question::App(Prompt { approved: Approved::AnswerAndCompare(bytes, key), .. }), true) => {
                self.idle = Pages::compare(self.model.body(), &key);
                bytes
            }
            (Question::App(prompt @ Prompt { approved: Approved::Nothing, .. }), true) => {
                self.asking = Some(Asking { question: Question::App(prompt), lost: true });
                return Some(Reaction::Silence);
            }
        };
        Some(if asking.lost { Reaction::Silence } else { Reaction::Answer(bytes) })
    }

    /// What every answer leaves behind: bytes in the buffer, and an open question without a way to answer.
    fn settle(&mut self, reaction: &Reaction) {
        match reaction {
            Reaction::Answer(bytes) => {
                if let Open::Concordium(app) = &mut self.open {
                    app.answered(bytes);
                }
                if let Some(asking) = &mut self.asking {
                    asking.lost = true;
                }
            }
            Reaction::Prompt | Reaction::Silence => {}
            Reaction::Exit { .. } => self.exit_app(),
        }
    }

    /// `E0 01` is the trap here: it answers the system's version with 9000, and looks like a public key.
    fn dashboard(&mut self, apdu: &[u8]) -> Reaction {
        match apdu {
            [0xB0, 0x01, ..] => Reaction::Answer(name_and_version("BOLOS", SYSTEM_VERSION)),
            [0xE0, 0x01, ..] => {
                let mut data = vec![0x33, 0x10, 0x00, 0x04];
                data.extend(counted(SYSTEM_VERSION.as_bytes()));
                data.extend(counted(&[0xA6, 0x00, 0x00, 0x00]));
                data.extend(counted(b"5.24"));
                Reaction::Answer(with_status(&data, status::DONE))
            }
            [0xE0, 0xD8, _, _, _, name @ ..] => match name {
                b"" => answer(system::NO_NAME),
                b"Concordium" if self.installed => {
                    self.ask(Question::OpenApp(Pages::open_app(self.model.body())), false);
                    Reaction::Prompt
                }
                _ => answer(system::NO_SUCH_APP),
            },
            [0xE0, ..] => answer(status::UNKNOWN_COMMAND),
            _ => answer(status::UNKNOWN_CLASS),
        }
    }

    fn other_app(&self, apdu: &[u8]) -> Reaction {
        match system_command(apdu, self.firmware) {
            Some(SystemCommand::Name) => Reaction::Answer(name_and_version(OTHER_APP.0, OTHER_APP.1)),
            Some(SystemCommand::Quit) => Reaction::Exit { answer: Some(with_status(&[], status::DONE)) },
            Some(SystemCommand::Unknown) | None => answer(status::UNKNOWN_CLASS),
        }
    }
}

/// Commands the operating system answers inside every app.
enum SystemCommand {
    Name,
    Quit,
    Unknown,
}

/// Older systems hand unknown commands of their own class to the app.
fn system_command(apdu: &[u8], firmware: Firmware) -> Option<SystemCommand> {
    match (apdu, firmware) {
        ([0xB0, 0x01, ..], _) => Some(SystemCommand::Name),
        ([0xB0, 0xA7, ..], _) => Some(SystemCommand::Quit),
        ([0xB0, _, ..], Firmware::NewIo) => Some(SystemCommand::Unknown),
        _ => None,
    }
}

fn answer(word: u16) -> Reaction {
    Reaction::Answer(with_status(&[], word))
}

/// Format byte, name, version, flags.
fn name_and_version(name: &str, version: &str) -> Vec<u8> {
    let mut data = vec![1];
    data.extend(counted(name.as_bytes()));
    data.extend(counted(version.as_bytes()));
    data.extend(counted(&[0]));
    with_status(&data, status::DONE)
}

/// Bytes with their number in front. Everything here is short.
fn counted(bytes: &[u8]) -> Vec<u8> {
    let mut counted = vec![u8::try_from(bytes.len()).unwrap_or(u8::MAX)];
    counted.extend(bytes);
    counted
}

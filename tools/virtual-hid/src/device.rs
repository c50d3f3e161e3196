//! The one Ledger that all connections share: plugged or not, asked by reports, answered by buttons.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ledger_sim::derive::Seed;
use ledger_sim::hid::{Exchange, HidDevice, REPORT};
use ledger_sim::{Body, Gesture, Place, Reaction, Simulator, Version};
use serde::{Deserialize, Serialize};
use tokio::sync::{broadcast, watch};

/// How long the last answer of an app has until the device leaves the bus.
const LAST_WORDS: Duration = Duration::from_millis(30);
/// How long the device is off the bus when an app opens or ends.
const AWAY: Duration = Duration::from_millis(400);
/// Exchanges kept for [`Ledger::log`].
const MAX_LOG: usize = 1000;
/// Reports and changes that a slow connection may be behind.
const BACKLOG: usize = 256;
/// Longest delay of the automatic person.
const MAX_DELAY_MS: u32 = 60_000;
/// Vendor of every Ledger.
const VENDOR: u16 = 0x2C97;
/// The fixed serial number of every Ledger: it makes the browser remember the grant.
const SERIAL: &str = "0001";

/// Report descriptor of a Ledger: usage page FFA0, 64 bytes in and out, no report ids.
const DESCRIPTOR: [u8; 34] = [
    0x06, 0xA0, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x09, 0x03, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x40, 0x81,
    0x08, 0x09, 0x04, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x40, 0x91, 0x08, 0xC0,
];

/// What the person does by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Nothing.
    #[default]
    Off,
    /// Agrees to everything.
    Approve,
    /// Refuses everything.
    Reject,
}

/// Everything the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// On the bus. False for a moment when an app opens or ends, and before the old app's first page is left where its USB
    /// is off so long.
    pub plugged: bool,
    /// The cable is in.
    pub cable: bool,
    /// `concordium`, `other-app` or `dashboard`.
    pub place: &'static str,
    /// Whether the PIN has to be entered.
    pub locked: bool,
    /// Whether the device's own menu is in front.
    pub menu: bool,
    /// Version of the Concordium app.
    pub version: String,
    /// Versions it can be.
    pub versions: Vec<String>,
    /// Hexadecimal USB product id.
    pub product_id: String,
    /// The model.
    pub model: String,
    /// Whether it is worked with a finger instead of two buttons.
    pub touch: bool,
    /// Lines on the screen.
    pub screen: Vec<String>,
    /// Words on the screen that a finger can be put on.
    pub areas: Vec<Area>,
    /// Whether a question to the person is open.
    pub prompt: bool,
    /// What the person does by itself.
    pub auto: Mode,
    /// How long it waits before that.
    pub delay_ms: u32,
    /// Connections that have the device open.
    pub open: usize,
    /// Exchanges since the start.
    pub exchanges: u64,
}

/// A word that a finger can be put on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Area {
    /// The word.
    pub word: &'static str,
    /// Whether the finger has to stay there.
    pub held: bool,
}

/// One exchange, without the bytes of its answer: they can be keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Counts from 1.
    pub number: u64,
    /// Hexadecimal request. Requests hold numbers and paths only.
    pub request: String,
    /// `answer`, `prompt`, `silence`, `exit`, or `decision` for the answer a button released.
    pub outcome: &'static str,
    /// Hexadecimal status word of the answer.
    pub status: Option<String>,
    /// Bytes before the status word.
    pub length: Option<usize>,
}

/// A change on the bus, as the shim is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Plugged in.
    Added,
    /// Gone.
    Removed,
}

/// What a device does on the bus when an app opens or ends. By default it leaves, and comes back as it was.
#[derive(Debug, Clone, Copy, Default)]
pub struct Habits {
    /// Stays, as the newest firmware tries to.
    pub steady: bool,
    /// Comes back with other interfaces, and so with another product id.
    pub moving: bool,
}

/// A handle on the device; clones share it.
#[derive(Clone)]
pub struct Ledger {
    shared: Arc<Shared>,
}

struct Shared {
    folder: PathBuf,
    habits: Habits,
    inner: Mutex<Inner>,
    changes: broadcast::Sender<Change>,
    reports: broadcast::Sender<[u8; REPORT]>,
    /// Grows by one with every plug and unplug: connections of an earlier one are dead.
    session: watch::Sender<u64>,
}

struct Inner {
    device: HidDevice,
    cable: bool,
    plugged: bool,
    product_id: u16,
    mode: Mode,
    delay_ms: u32,
    /// Grows by one with every prompt.
    prompts: u64,
    exchanges: u64,
    open: usize,
    log: VecDeque<Entry>,
}

impl Ledger {
    /// A device, not yet on the bus. `folder` is where the shim looks for it.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn new(folder: &Path, simulator: Simulator, habits: Habits) -> anyhow::Result<Self> {
        let sys = folder.join("sys/hid0");
        fs::create_dir_all(&sys)?;
        fs::write(sys.join("report_descriptor"), DESCRIPTOR)?;
        let inner = Inner {
            product_id: simulator.model().product_id(),
            device: HidDevice::new(simulator),
            cable: false,
            plugged: false,
            mode: Mode::Off,
            delay_ms: 0,
            prompts: 0,
            exchanges: 0,
            open: 0,
            log: VecDeque::new(),
        };
        let shared = Shared {
            folder: folder.to_owned(),
            habits,
            inner: Mutex::new(inner),
            changes: broadcast::channel(BACKLOG).0,
            reports: broadcast::channel(BACKLOG).0,
            session: watch::channel(0).0,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Removes what the device put into the folder.
    pub fn clean_up(&self) {
        self.unplug();
        let _ = fs::remove_dir_all(self.shared.folder.join("sys"));
    }

    /// What the page shows.
    #[must_use]
    pub fn state(&self) -> State {
        let inner = self.lock();
        let simulator = &inner.device.simulator;
        State {
            plugged: inner.plugged,
            cable: inner.cable,
            place: match simulator.place() {
                Place::Dashboard => "dashboard",
                Place::Concordium => "concordium",
                Place::OtherApp => "other-app",
            },
            locked: simulator.locked(),
            menu: simulator.menu_open(),
            version: simulator.version().to_string(),
            versions: Version::ALL.iter().map(ToString::to_string).collect(),
            product_id: format!("{:04x}", inner.product_id),
            model: simulator.model().to_string(),
            touch: simulator.model().body() == Body::Touch,
            screen: if inner.cable { simulator.screen() } else { Vec::new() },
            areas: simulator.areas().into_iter().map(|(word, held)| Area { word, held }).collect(),
            prompt: simulator.prompting(),
            auto: inner.mode,
            delay_ms: inner.delay_ms,
            open: inner.open,
            exchanges: inner.exchanges,
        }
    }

    /// The last exchanges, oldest first.
    #[must_use]
    pub fn log(&self) -> Vec<Entry> {
        self.lock().log.iter().cloned().collect()
    }

    /// Changes on the bus from now on, and whether the device is on it now.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.shared.changes.subscribe()
    }

    /// Reports to the host from now on. Every connection gets every report, as on a real bus.
    #[must_use]
    pub fn reports(&self) -> broadcast::Receiver<[u8; REPORT]> {
        self.shared.reports.subscribe()
    }

    /// The number of the present time on the bus; `None` while the device is off it.
    #[must_use]
    pub fn session(&self) -> Option<watch::Receiver<u64>> {
        let inner = self.lock();
        inner.plugged.then(|| self.shared.session.subscribe())
    }

    /// A connection opened or closed the device.
    pub fn count_open(&self, opened: bool) {
        let mut inner = self.lock();
        inner.open = if opened { inner.open.saturating_add(1) } else { inner.open.saturating_sub(1) };
    }

    /// A report from the host.
    pub fn write(&self, report: &[u8]) {
        let mut inner = self.lock();
        if !inner.plugged {
            return;
        }
        let Some(Exchange { apdu, reaction }) = inner.device.write(report) else {
            return self.send(&mut inner);
        };
        inner.exchanges += 1;
        let entry = Entry { number: inner.exchanges, request: hex::encode(apdu), ..described(&reaction) };
        inner.note(entry);
        self.after(inner, Some(&reaction));
    }

    /// A hand does something.
    pub fn press(&self, gesture: &Gesture) {
        let was_on_bus = self.lock().device.simulator.on_bus();
        self.decide(|device| device.press(gesture));
        if !was_on_bus && self.lock().cable {
            self.plug(None);
        }
    }

    /// Somebody who knows the device agrees, page after page.
    pub fn approve(&self) {
        self.decide(HidDevice::approve);
    }

    /// Somebody who knows the device refuses, page after page.
    pub fn reject(&self) {
        self.decide(HidDevice::reject);
    }

    /// Changes something on the device by hand (lock, open an app, …).
    pub fn change(&self, change: impl FnOnce(&mut Simulator)) {
        self.decide(|device| {
            change(&mut device.simulator);
            None
        });
    }

    /// Puts another version of the app on the device, and opens it.
    pub fn install(&self, version: Version) {
        let mut inner = self.lock();
        inner.device.simulator.install(version);
        let was_off = inner.cable && !inner.plugged;
        self.after(inner, Some(&Reaction::Exit { answer: None }));
        if was_off {
            self.plug(None);
        }
    }

    /// Another Ledger lies there from now on, with the cable out: the same model and app, another recovery phrase.
    pub fn swap(&self, seed: Seed) {
        self.unplug();
        let mut inner = self.lock();
        let old = &inner.device.simulator;
        let new = Simulator::new(old.version(), old.firmware(), seed).on(old.model()).starting(old.start());
        inner.device = HidDevice::new(new);
    }

    /// Plugs the device in, if it is not.
    pub fn plug(&self, product_id: Option<u16>) {
        let mut inner = self.lock();
        if inner.plugged {
            return;
        }
        inner.cable = true;
        if !inner.device.simulator.on_bus() {
            return;
        }
        let own = if self.shared.habits.moving { inner.device.simulator.product_id() } else { inner.product_id };
        inner.product_id = product_id.unwrap_or(own);
        let id = format!("0003:{:08X}:{:08X}", VENDOR, inner.product_id);
        let name = format!("Ledger {} (virtual)", inner.device.simulator.model());
        let present = self.shared.folder.join("present");
        if fs::write(present, format!("{id}\n{name}\n{SERIAL}\n")).is_err() {
            return;
        }
        inner.plugged = true;
        inner.device.reset();
        self.announce(&inner, Change::Added);
    }

    /// Pulls the cable. An open prompt is gone, and the app starts anew: the device lives from the cable.
    pub fn unplug(&self) {
        let mut inner = self.lock();
        if !inner.cable {
            return;
        }
        inner.cable = false;
        let place = inner.device.simulator.place();
        match place {
            Place::Dashboard => {}
            Place::Concordium => inner.device.simulator.open_app(),
            Place::OtherApp => inner.device.simulator.open_other_app(),
        }
        if inner.plugged {
            self.leave_bus(inner);
        }
    }

    /// What the person does by itself from now on, also about a prompt that is open already.
    pub fn set_auto(&self, mode: Mode, delay_ms: u32) {
        let mut inner = self.lock();
        inner.mode = mode;
        inner.delay_ms = delay_ms.min(MAX_DELAY_MS);
        self.act_later(&inner);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.shared.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leave_bus(&self, mut inner: MutexGuard<'_, Inner>) {
        inner.plugged = false;
        inner.device.reset();
        let _ = fs::remove_file(self.shared.folder.join("present"));
        self.announce(&inner, Change::Removed);
    }

    /// Said while the device is held: two changes are heard in the order in which they happened. A browser that hears of an
    /// arrival before the departure believes the device gone for good.
    fn announce(&self, _held: &MutexGuard<'_, Inner>, change: Change) {
        self.shared.session.send_modify(|session| *session += 1);
        // Nobody listening is fine: Chromium reads the folder when it starts.
        let _ = self.shared.changes.send(change);
    }

    /// Something happens on the device; an answer it releases is sent.
    fn decide(&self, act: impl FnOnce(&mut HidDevice) -> Option<Reaction>) {
        let mut inner = self.lock();
        let before = inner.device.simulator.place();
        let reaction = act(&mut inner.device);
        if let Some(reaction) = &reaction {
            let entry = Entry { outcome: "decision", ..described(reaction) };
            inner.note(entry);
        }
        let moved = before != inner.device.simulator.place();
        let exit = Reaction::Exit { answer: None };
        self.after(inner, if moved { Some(&exit) } else { reaction.as_ref() });
    }

    /// Sends what is waiting, then lets time pass where the reaction calls for it.
    fn after(&self, mut inner: MutexGuard<'_, Inner>, reaction: Option<&Reaction>) {
        self.send(&mut inner);
        match reaction {
            Some(Reaction::Prompt) => {
                inner.prompts += 1;
                self.act_later(&inner);
            }
            Some(Reaction::Exit { .. }) if inner.plugged && !self.shared.habits.steady => {
                drop(inner);
                self.go_and_come_back();
            }
            Some(Reaction::Answer(_) | Reaction::Silence | Reaction::Exit { .. }) | None => {}
        }
    }

    fn send(&self, inner: &mut Inner) {
        while let Some(report) = inner.device.read() {
            // Nobody listening is fine: the host closed the device meanwhile.
            let _ = self.shared.reports.send(report);
        }
    }

    /// Leaves the bus and returns after a while, unless somebody else does something to the cable meanwhile.
    fn go_and_come_back(&self) {
        let ledger = self.clone();
        let session = *self.shared.session.borrow();
        tokio::spawn(async move {
            // What the app said last is still on its way.
            tokio::time::sleep(LAST_WORDS).await;
            let inner = ledger.lock();
            if session != *ledger.shared.session.borrow() {
                return;
            }
            ledger.leave_bus(inner);
            tokio::time::sleep(AWAY).await;
            if session + 1 == *ledger.shared.session.borrow() {
                ledger.plug(None);
            }
        });
    }

    /// Lets the automatic person act on the open prompt after the delay, unless it is another one by then.
    fn act_later(&self, inner: &Inner) {
        if inner.mode == Mode::Off || !inner.device.simulator.prompting() {
            return;
        }
        let (ledger, prompt) = (self.clone(), inner.prompts);
        let delay = Duration::from_millis(inner.delay_ms.into());
        tokio::spawn(async move {
            tokio::time::sleep(delay).await;
            let mode = {
                let inner = ledger.lock();
                if inner.prompts == prompt { inner.mode } else { Mode::Off }
            };
            match mode {
                Mode::Off => {}
                Mode::Approve => ledger.approve(),
                Mode::Reject => ledger.reject(),
            }
        });
    }
}

impl Inner {
    fn note(&mut self, entry: Entry) {
        if self.log.len() >= MAX_LOG {
            self.log.pop_front();
        }
        self.log.push_back(Entry { number: self.exchanges, ..entry });
    }
}

/// What came of a request, without its bytes.
fn described(reaction: &Reaction) -> Entry {
    let (outcome, answer) = match reaction {
        Reaction::Answer(bytes) => ("answer", Some(bytes)),
        Reaction::Prompt => ("prompt", None),
        Reaction::Silence => ("silence", None),
        Reaction::Exit { answer } => ("exit", answer.as_ref()),
    };
    let split = answer.and_then(|bytes| bytes.split_last_chunk::<2>());
    Entry {
        number: 0,
        request: String::new(),
        outcome,
        status: split.map(|(_, status)| hex::encode(status)),
        length: split.map(|(data, _)| data.len()),
    }
}

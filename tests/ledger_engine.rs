//! The engine's dialogue with the device: against the simulator in every version, and against the recordings themselves.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "tests")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use futures_executor::block_on;
use ledger_sim::derive::Seed;
use ledger_sim::hid::HidDevice;
use ledger_sim::{Firmware, Reaction, Simulator, Version};
use lifeboat::ledger::hid::{Channel, Packets, Reassembly};
use lifeboat::ledger::{
    Apdu, ConcordiumApp, DeviceRequest, LedgerError, Patience, Response, Retry, Transport, TransportError,
    export_prf_key_seed, identify, read_pairing_key,
};
use lifeboat::model::IdentityIndex;
use serde_json::Value;
use zeroize::Zeroizing;

mod support;

/// The indices the vectors hold.
const INDICES: [u32; 5] = [0, 1, 2, 5, IdentityIndex::MAX];

/// The request for name and version.
const GREETING: &str = "b001000000";

/// What the person does when the device asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Person {
    Approves,
    Rejects,
    PullsTheCable,
    LooksAway,
}

/// A simulated device on a simulated bus.
struct Plugged {
    device: HidDevice,
    channel: Channel,
    person: Person,
    /// What the device claims its version is, when it lies.
    claims: Option<&'static str>,
    sent: Vec<String>,
    prompts: Vec<Vec<String>>,
}

impl Plugged {
    fn new(version: Version, person: Person) -> Self {
        let simulator = Simulator::new(version, version.usual_firmware(), seed("speculos-default-24"));
        let device = HidDevice::new(simulator);
        Self { device, channel: Channel::new(0xFFFE), person, claims: None, sent: Vec::new(), prompts: Vec::new() }
    }

    fn concordium(&mut self) -> ConcordiumApp {
        block_on(identify(self)).unwrap().concordium().unwrap()
    }

    fn export(&mut self, app: &ConcordiumApp, number: u32) -> Result<[u8; 32], LedgerError> {
        // EXPOSE: a public test phrase.
        block_on(export_prf_key_seed(self, app, index(number))).map(|seed| *seed.expose())
    }
}

impl Transport for Plugged {
    async fn exchange(&mut self, apdu: &Apdu, patience: Patience) -> Result<Response, TransportError> {
        self.sent.push(hex::encode(apdu.bytes()));
        if let (Some(version), [0xB0, 1, ..]) = (self.claims, apdu.bytes()) {
            return Response::parse(Zeroizing::new(greeting(version)));
        }
        self.channel = self.channel.next();
        let mut done = None;
        for report in Packets::new(self.channel, apdu.bytes()) {
            done = self.device.write(&report).map(|exchange| exchange.reaction);
        }
        if done == Some(Reaction::Prompt) {
            assert_eq!(patience, Patience::Person, "only an export opens a prompt");
            let mut pages = Vec::new();
            while pages.last() != Some(&self.device.simulator.screen()) {
                pages.push(self.device.simulator.screen());
                self.device.press(ledger_sim::Button::Right);
            }
            self.prompts.push(pages.concat());
            done = match self.person {
                Person::Approves => self.device.approve(),
                Person::Rejects => self.device.reject(),
                Person::PullsTheCable => return Err(TransportError::Disconnected),
                Person::LooksAway => None,
            };
        }
        let mut reassembly = Reassembly::new(self.channel);
        while let Some(report) = self.device.read() {
            if let Some(response) = reassembly.feed(&report)? {
                return Ok(response);
            }
        }
        match done {
            Some(Reaction::Exit { .. }) => Err(TransportError::Disconnected),
            _ => Err(TransportError::TimedOut),
        }
    }
}

fn seed(name: &str) -> Seed {
    Seed::from_mnemonic(ledger_sim::mnemonic(name).unwrap()).unwrap()
}

/// What the app answers to [`GREETING`].
fn greeting(version: &str) -> Vec<u8> {
    let length = [u8::try_from(version.len()).unwrap()];
    [b"\x01\x0aConcordium".as_slice(), &length, version.as_bytes(), &[1, 0, 0x90, 0]].concat()
}

fn index(number: u32) -> IdentityIndex {
    IdentityIndex::new(number).unwrap()
}

#[test]
fn every_version_gives_the_right_seed_for_every_index() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/ledger-vectors.json");
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let vector = &file["seeds"][0];
    for version in Version::ALL {
        let mut device = Plugged::new(version, Person::Approves);
        let app = device.concordium();
        assert_eq!(app.version().to_string(), version.to_string());
        let pairing = block_on(read_pairing_key(&mut device, &app)).unwrap();
        assert_eq!(pairing.to_string(), vector["pairing_public_key"].as_str().unwrap());
        for expected in vector["identities"].as_array().unwrap() {
            let number = u32::try_from(expected["identity"].as_u64().unwrap()).unwrap();
            let seed = device.export(&app, number).unwrap();
            assert_eq!(hex::encode(seed), expected["prf_seed"].as_str().unwrap(), "{version}, index {number}");
            let shown = device.prompts.last().unwrap();
            let label = [format!("ID#{number}"), format!("ID #{number}")];
            assert!(shown.iter().any(|line| label.contains(line)), "{version}: {shown:?}");
        }
        assert_eq!(device.prompts.len(), INDICES.len(), "one prompt for each export, none for anything else");
    }
}

#[test]
fn the_wrong_form_is_silent_or_fatal_on_the_device() {
    let zero = seed("speculos-default-24").prf_key_seed(0);
    for version in [Version::V4_1_2, Version::V5_4_0] {
        let mut device = Simulator::new(version, version.usual_firmware(), seed("speculos-default-24"));
        assert_eq!(device.apdu(&[0xE0, 5, 1, 1, 5, 0, 0, 0, 0, 7]), Reaction::Prompt);
        let answer = [zero.as_slice(), &[0x90, 0]].concat();
        assert_eq!(device.approve(), Some(Reaction::Answer(answer)), "{version} answers for identity 0");
    }
    let mut device = Simulator::new(Version::V5_1_3, Firmware::OldIo, seed("speculos-default-24"));
    assert_eq!(device.apdu(&[0xE0, 5, 1, 1, 4, 0, 0, 0, 7]), Reaction::Exit { answer: None });
}

#[test]
fn a_version_that_takes_another_form_answers_with_identity_0_and_says_nothing() {
    // A version of the future that changed its form: here, one that says it wants the flag and does not.
    let mut device = Plugged::new(Version::V5_4_0, Person::Approves);
    device.claims = Some("5.1.3");
    let app = device.concordium();
    let [first, seventh] = [0, 7].map(|number| {
        // EXPOSE: a public test value.
        *block_on(export_prf_key_seed(&mut device, &app, index(number))).unwrap().expose()
    });
    assert_eq!(first, seventh, "this is why recovery refuses a key that comes twice");
}

#[test]
fn a_refusal_is_an_answer_and_can_be_asked_again() {
    for version in Version::ALL {
        let mut device = Plugged::new(version, Person::Rejects);
        let app = device.concordium();
        let error = device.export(&app, 1).unwrap_err();
        assert_eq!(error, LedgerError::Refused);
        assert_eq!((error.request(), error.retry()), (Some(DeviceRequest::ApproveAgain), Retry::WhenPersonSaysSo));
        device.person = Person::Approves;
        assert_eq!(device.export(&app, 1).unwrap(), seed("speculos-default-24").prf_key_seed(1));
    }
}

#[test]
fn a_cable_pulled_during_a_prompt_may_have_been_a_refusal() {
    let mut device = Plugged::new(Version::V5_4_0, Person::PullsTheCable);
    let app = device.concordium();
    assert_eq!(device.export(&app, 0), Err(LedgerError::MayHaveRefused));
}

#[test]
fn a_prompt_left_open_never_answers_for_another_index() {
    for version in Version::ALL {
        let mut device = Plugged::new(version, Person::LooksAway);
        let app = device.concordium();
        assert_eq!(device.export(&app, 1), Err(LedgerError::Undecided));
        // The prompt for 1 is still there when 2 is asked for.
        device.person = Person::Approves;
        match version.usual_firmware() {
            // Nothing gets through until somebody decides; then the old answer comes on the old channel.
            Firmware::OldIo => {
                assert_eq!(device.export(&app, 2), Err(LedgerError::Undecided));
                assert!(device.device.approve().is_some());
                assert_eq!(device.export(&app, 2), Err(LedgerError::Undecided));
            }
            Firmware::NewIo => {}
        }
        assert_eq!(device.export(&app, 2).unwrap(), seed("speculos-default-24").prf_key_seed(2), "{version}");
    }
}

#[test]
fn every_state_of_the_device_asks_for_the_right_thing() {
    let mut device = Plugged::new(Version::V5_4_0, Person::Approves);
    let mut ask = |change: fn(&mut Simulator)| {
        change(&mut device.device.simulator);
        block_on(identify(&mut device)).and_then(|running| running.concordium()).unwrap_err().request()
    };
    assert_eq!(ask(Simulator::lock), Some(DeviceRequest::UnlockDevice));
    assert_eq!(ask(|device| (device.unlock(), device.open_menu()).1), Some(DeviceRequest::CloseDeviceMenu));
    assert_eq!(ask(|device| (device.close_menu(), device.exit_app()).1), Some(DeviceRequest::OpenConcordiumApp));
    assert_eq!(ask(Simulator::open_other_app), Some(DeviceRequest::OpenConcordiumApp));
    device.device.simulator.open_app();
    device.concordium();
    assert!(device.sent.iter().all(|apdu| apdu == GREETING), "nothing but B0 01 before the app said its name");
}

#[test]
fn an_app_closed_behind_our_back_is_noticed() {
    let mut device = Plugged::new(Version::V5_4_0, Person::Approves);
    let app = device.concordium();
    device.device.simulator.exit_app();
    assert_eq!(device.export(&app, 0), Err(LedgerError::AppClosed { status: 0x6D00 }));
    // The dashboard answers this one with success, and the length gives it away.
    let trap = block_on(read_pairing_key(&mut device, &app));
    assert_eq!(trap, Err(LedgerError::BadAnswer { command: "public-key" }));
}

/// A recording, played back: every request the engine makes must have been recorded.
struct Recording {
    answers: BTreeMap<String, Vec<u8>>,
    unknown: Vec<String>,
}

impl Transport for Recording {
    async fn exchange(&mut self, apdu: &Apdu, _patience: Patience) -> Result<Response, TransportError> {
        let request = hex::encode(apdu.bytes());
        match self.answers.get(&request) {
            Some(answer) => Response::parse(Zeroizing::new(answer.clone())),
            None => {
                self.unknown.push(request);
                Err(TransportError::TimedOut)
            }
        }
    }
}

/// Plays every file that names its phrase; answers how many seeds were compared.
fn play(folder: &Path) -> usize {
    let mut compared = 0;
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    for path in paths {
        let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let Some(phrase) = file["mnemonic"].as_str() else { continue };
        let seed = Seed::from_mnemonic(phrase).unwrap();
        let records = file["records"].as_array().map_or(&[][..], Vec::as_slice);
        let mut recording = Recording { answers: BTreeMap::new(), unknown: Vec::new() };
        for record in records.iter().filter(|record| record["sw"] == "9000") {
            let answer = hex::decode(format!("{}9000", record["response"].as_str().unwrap())).unwrap();
            // The first one wins: the later ones of a recording try incomplete requests.
            recording.answers.entry(record["request"].as_str().unwrap().to_owned()).or_insert(answer);
        }
        if let (false, Some(version)) = (recording.answers.contains_key(GREETING), file["app_version"].as_str()) {
            recording.answers.insert(GREETING.into(), greeting(version));
        }
        let Ok(app) = block_on(identify(&mut recording)).and_then(|running| running.concordium()) else { continue };
        println!("{}: {}", path.display(), app.version());
        if let Ok(key) = block_on(read_pairing_key(&mut recording, &app)) {
            assert_eq!(*key.bytes(), seed.pairing_public_key());
        }
        let before = compared;
        let exports = recording.answers.keys().filter(|request| request.starts_with("e0050101")).count();
        for number in INDICES {
            if let Ok(found) = block_on(export_prf_key_seed(&mut recording, &app, index(number))) {
                // EXPOSE: a public test phrase.
                assert_eq!(*found.expose(), seed.prf_key_seed(number), "index {number}");
                compared += 1;
            }
        }
        let answered = compared > before || exports < INDICES.len();
        assert!(answered, "not recorded: {:?}. Is this the form the version takes?", recording.unknown);
    }
    println!("{compared} seeds compared");
    compared
}

#[test]
fn the_engine_asks_as_the_recorded_app_answers() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/ledger-transcripts");
    assert!(play(&folder) >= 15);
}

#[test]
fn extra_data_ledger_transcripts_answer_the_engine() {
    let Some(folder) = support::extra_data("ledger-transcripts") else { return };
    play(&folder);
}

//! The simulated Ledger does what the real app was recorded doing: every record of every transcript.
//!
//! Rules for what is compared, by shape and never by name:
//! - Answers, status words and exits: always.
//! - Screens, page by page, with the gestures that were recorded between them, on a Nano and on a Flex. Blank lines and blanks at
//!   the ends of lines are a matter of the layout. The recorder saw only the first page of a last long text.
//! - Emulators before 0.27 did not enforce the app's paths. In their files, requests for paths that are not the app's
//!   are passed over, and so are incomplete requests to apps that read what earlier ones left in the buffer.
//! - Files of app versions the simulator does not have, and files without a version, are reported and passed over.

use std::path::{Path, PathBuf};

use ledger_sim::derive::Seed;
use ledger_sim::hid::HidDevice;
use ledger_sim::{Firmware, Gesture, Model, Place, Reaction, Simulator, Start, Version};
use serde_json::Value;

use crate::every;
use crate::support;

/// The phrase of transcripts that do not name one: the emulator's default.
const DEFAULT: &str = "speculos-default-24";
const GREETING: &[u8] = &[0xB0, 0x01, 0, 0, 0];

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(text(value)).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The lines of a screen as the transcripts write it.
fn normal(screen: &str) -> Vec<String> {
    screen.split(" | ").map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// What a hand did, as the transcripts write it.
fn gesture(recorded: &str) -> Gesture {
    let quoted = || recorded.split('\'').nth(1).unwrap().to_owned();
    match recorded {
        "right" => Gesture::Right,
        "left" => Gesture::Left,
        "both" => Gesture::Both,
        _ if recorded.starts_with("tap lower right") => Gesture::Swipe,
        _ if recorded.starts_with("tap ") => Gesture::Tap(quoted()),
        _ if recorded.starts_with("hold ") => Gesture::Hold(quoted()),
        other => panic!("a gesture nobody knows: {other}"),
    }
}

struct Replay {
    device: Simulator,
    /// Whether the emulator let the app use any path.
    any_path: bool,
}

/// Whether a request holds all the bytes its command reads, and no path that is not the app's.
fn whole(apdu: &[u8]) -> bool {
    let [_, instruction, p1, _, length, data @ ..] = apdu else { return false };
    let word = |at: usize| data.get(at..at + 4).map(|bytes| u32::from_be_bytes(bytes.try_into().unwrap()) & !(1 << 31));
    usize::from(*length) == data.len()
        && match instruction {
            0x00 => data.len() >= if *p1 == 1 { 12 } else { 8 },
            0x01 => {
                let components = usize::from(data.first().copied().unwrap_or(0));
                data.len() > 4 * components && word(1) == Some(1105) && word(5) == Some(0)
            }
            0x05 => data.len() >= 4,
            _ => true,
        }
}

impl Replay {
    fn start(&mut self) {
        self.device.open_app();
        self.device.begin();
        // The recorder greets an app it has just started: the greeting's bytes stay in the old app's buffer.
        assert!(matches!(self.device.apdu(GREETING), Reaction::Answer(_)));
    }

    fn screen(&self) -> Vec<String> {
        normal(&self.device.screen().join(" | "))
    }

    /// One request, and the buttons that were pressed for it.
    fn record(&mut self, record: &Value) {
        if self.device.place() == Place::Dashboard {
            self.start();
        }
        if self.any_path && !whole(&bytes(&record["request"])) {
            println!("    passed over: the emulator did not enforce paths");
            return;
        }
        if record.get("responses").is_some() || record.get("answers_after").is_some() {
            return self.second_request(record);
        }
        let expected = match (text(&record["sw"]), &record["response"]) {
            ("", _) => None,
            (word, data) => Some([bytes(data), hex::decode(word).unwrap()].concat()),
        };
        let buttons: Vec<&str> = list(&record["buttons"]).iter().map(text).collect();
        let recorded: Vec<&str> = list(&record["screens"]).iter().map(text).collect();
        let mut reaction = self.device.apdu(&bytes(&record["request"]));
        if record["app_alive_after"] == Value::Bool(false) {
            assert_eq!(reaction, Reaction::Exit { answer: None });
            return;
        }
        if !buttons.is_empty() {
            assert_eq!(reaction, Reaction::Prompt);
            for (at, button) in buttons.iter().enumerate() {
                assert_eq!(self.screen(), normal(recorded[at]), "before gesture {at}");
                let pressed = self.device.press(&gesture(button));
                match (pressed, at + 1 == buttons.len()) {
                    (None, false) => {}
                    (Some(decided), true) => reaction = decided,
                    (pressed, _) => panic!("{pressed:?} for gesture {at} of {buttons:?}"),
                }
            }
            // A sentence that went away by itself, or the app's first page.
            if let Some(last) = recorded.get(buttons.len()) {
                assert_eq!(self.screen(), normal(last));
            }
        }
        match (reaction, expected) {
            (Reaction::Answer(answer), Some(expected)) => assert_eq!(hex::encode(answer), hex::encode(expected)),
            (Reaction::Silence | Reaction::Prompt, None) => {
                self.check_screen(&record["screen_after"]);
                // Nobody waits for ever: the recorder began anew.
                return self.start();
            }
            (reaction, expected) => panic!("{reaction:?} instead of {expected:?}"),
        }
        self.check_screen(&record["screen_after"]);
    }

    fn check_screen(&self, recorded: &Value) {
        if !text(recorded).is_empty() {
            assert_eq!(self.screen(), normal(text(recorded)));
        }
    }

    /// A second request while the first one's prompt is open. Two shapes of record, one meaning.
    fn second_request(&mut self, record: &Value) {
        self.start();
        let mut before = Vec::new();
        let mut after = Vec::new();
        assert_eq!(self.device.apdu(&bytes(&record["request"])), Reaction::Prompt);
        let mut alive = true;
        if record["second_request"].is_string() {
            match self.device.apdu(&bytes(&record["second_request"])) {
                Reaction::Answer(answer) => before.push(hex::encode(answer)),
                Reaction::Prompt | Reaction::Silence => {}
                Reaction::Exit { .. } => alive = false,
            }
            self.check_screen(&record["screen_after_second"]);
        }
        if alive {
            for button in list(&record["buttons"]) {
                if let Some(Reaction::Answer(answer)) = self.device.press(&gesture(text(button))) {
                    after.push(hex::encode(answer));
                }
            }
        }
        let lived = record.get("alive").or_else(|| record.get("app_alive_after")).and_then(Value::as_bool).unwrap();
        assert_eq!(alive, lived);
        if !alive {
            return;
        }
        let recorded = |field: &str| list(&record[field]).iter().map(|a| text(a).to_owned()).collect::<Vec<_>>();
        if record.get("responses").is_some() {
            before.extend(after);
            assert_eq!(before, recorded("responses"));
            self.check_screen(&record["screen_after"]);
        } else {
            assert_eq!(before, recorded("answers_before_press"));
            assert_eq!(after, recorded("answers_after"));
            self.check_screen(&record["screen_end"]);
        }
    }
}

/// Reports in, reports out, as recorded on the bus.
fn replay_reports(device: &mut HidDevice, steps: &[Value]) {
    for step in steps {
        if step["alive"] == Value::Bool(false) {
            assert_eq!(device.simulator.place(), Place::Dashboard);
            // What follows begins with a new start.
            device.simulator.open_app();
            device.simulator.begin();
            device.reset();
            continue;
        }
        let recorded: Vec<&str> = list(&step["device_to_host"]).iter().map(text).collect();
        let sent = list(&step["host_to_device"]);
        if sent.is_empty() {
            let _ = device.approve();
        }
        for report in sent {
            device.write(&bytes(report));
        }
        let mut answered = Vec::new();
        while let Some(report) = device.read() {
            answered.push(hex::encode(report));
        }
        // The number of an allocated channel (tag 01) is made up by the device.
        let allocates = |report: &str| report.get(4..6) == Some("01");
        assert_eq!(answered.len(), recorded.len(), "{}", step["note"]);
        for (answered, recorded) in answered.iter().zip(recorded) {
            assert!(answered == recorded || (allocates(answered) && allocates(recorded)), "{}", step["note"]);
        }
    }
}

/// A build for debugging: what an invalid request shows, and what both buttons do then.
fn replay_error_pages(seed: &Seed, records: &[Value]) {
    for record in records {
        let mut device = Simulator::new(Version::V5_1_3.debug_build(), Firmware::OldIo, seed.clone());
        assert_eq!(device.apdu(&bytes(&record["request"])), Reaction::Silence);
        let recorded = text(&record["screens"][0]).rsplit_once(" | ").unwrap().0;
        let shown = device.screen().join(" | ");
        // The address in the app that it ends with is a matter of the build.
        assert_eq!(shown.rsplit_once(" | ").unwrap().0, recorded);
        assert_eq!(device.apdu(GREETING), Reaction::Silence, "it waits for the buttons, and for nothing else");
        assert_eq!(device.press(&Gesture::Both), Some(Reaction::Exit { answer: None }));
        assert_eq!(record["alive_after_both"], false);
    }
}

/// `B0 01` during a prompt, on three firmware levels of the new generation.
fn replay_greetings(seed: &Seed, records: &[Value]) {
    for record in records {
        let mut device = Simulator::new(Version::V5_4_0, Firmware::NewIo, seed.clone());
        let answer =
            |data: &Value, word: &str| Some(Reaction::Answer(hex::decode(text(data).to_owned() + word).unwrap()));
        assert_eq!(Some(device.apdu(GREETING)), answer(&record["app"], "9000"));
        assert_eq!(device.apdu(&[0xE0, 5, 1, 1, 4, 0, 0, 0, 0]), Reaction::Prompt);
        assert_eq!(device.approve(), answer(&record["normal_export"][0], "9000"));
        assert_eq!(device.apdu(&[0xE0, 5, 1, 1, 4, 0, 0, 0, 0]), Reaction::Prompt);
        assert_eq!(Some(device.apdu(GREETING)), answer(&record["b001_during_prompt_answers"][0], ""));
        assert_eq!(device.approve(), Some(Reaction::Silence));
        assert!(list(&record["answers_after_approving"]).is_empty());
    }
}

/// Replays one file; answers how many records it held, or why it was passed over.
fn replay(path: &Path) -> Result<usize, &'static str> {
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let records = list(&file["records"]);
    let default = Seed::from_mnemonic(ledger_sim::mnemonic(DEFAULT).unwrap()).unwrap();
    let first = records.first().unwrap_or(&Value::Null);
    if first.get("alive_after_both").is_some() {
        replay_error_pages(&default, records);
        return Ok(records.len());
    }
    if first.get("b001_during_prompt_answers").is_some() {
        replay_greetings(&default, records);
        return Ok(records.len());
    }
    let Ok(version) = text(&file["app_version"]).parse::<Version>() else {
        return Err("no version the simulator has");
    };
    let words = match text(&file["mnemonic"]) {
        "" => ledger_sim::mnemonic(DEFAULT).unwrap(),
        words => words,
    };
    let seed = Seed::from_mnemonic(words).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let firmware = match name.split("-api").nth(1).and_then(|level| level.get(..2)?.parse::<u32>().ok()) {
        Some(level) if level <= 22 => Firmware::OldIo,
        Some(_) => Firmware::NewIo,
        None => version.usual_firmware(),
    };
    let model = if text(&file["model"]) == "flex" { Model::Flex } else { Model::NanoSPlus };
    let mut simulator = Simulator::new(version, firmware, seed).on(model);
    simulator.begin();
    if let Some(steps) = file["steps"].as_array() {
        replay_reports(&mut HidDevice::new(simulator), steps);
        return Ok(steps.len());
    }
    let emulator: Vec<u32> = text(&file["speculos"]).split('.').filter_map(|number| number.parse().ok()).collect();
    let any_path = !emulator.is_empty() && emulator < vec![0, 27];
    let mut replay = Replay { device: simulator, any_path };
    replay.start();
    for record in list(&file["records"]) {
        println!("  {}", record["note"]);
        replay.record(record);
    }
    Ok(list(&file["records"]).len())
}

/// Replays every file of a folder; answers the number of records.
fn replay_folder(folder: &Path) -> usize {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let replayed = every::every(files.into_iter().map(|file| (file.display().to_string(), file)), |file| {
        println!("{}", file.display());
        replay(file).inspect_err(|reason| println!("  passed over: {reason}")).unwrap_or_default()
    });
    let records = replayed.iter().map(|(_, count)| count).sum();
    println!("{records} records replayed");
    records
}

fn phrase() -> Seed {
    Seed::from_mnemonic(ledger_sim::mnemonic(DEFAULT).unwrap()).unwrap()
}

#[test]
fn the_old_app_says_nothing_before_both_buttons_are_pressed_at_every_start() {
    for version in [Version::V3_0_0, Version::V4_1_2] {
        let mut device = Simulator::new(version, version.usual_firmware(), phrase()).on(Model::NanoS);
        for start in 0..2 {
            assert_eq!(device.screen(), ["Pending", "Ledger review"], "start {start}");
            for alone in [Gesture::Left, Gesture::Right, Gesture::Swipe] {
                assert_eq!(device.press(&alone), None);
                assert_eq!(device.apdu(GREETING), Reaction::Silence);
            }
            assert_eq!(device.press(&Gesture::Both), None, "what was asked before is lost");
            assert_eq!(device.screen(), ["Concordium", "is ready"]);
            assert!(matches!(device.apdu(GREETING), Reaction::Answer(_)));
            device.open_app();
        }
    }
    assert!(Version::ALL.into_iter().filter(|version| version.has_start_page()).eq([Version::V3_0_0, Version::V4_1_2]));
}

#[test]
fn a_device_may_answer_late_or_not_be_on_the_bus_before_the_start_page_is_left() {
    let version = Version::V4_1_2;
    let mut device = Simulator::new(version, version.usual_firmware(), phrase()).starting(Start::Late);
    assert_eq!(device.apdu(GREETING), Reaction::Silence);
    assert!(device.on_bus());
    assert!(matches!(device.press(&Gesture::Both), Some(Reaction::Answer(_))));
    let mut device = device.starting(Start::OffBus);
    assert!(device.on_bus(), "the page was left");
    device.open_app();
    assert!(!device.on_bus());
    device.begin();
    assert!(device.on_bus());
}

/// Between its first page and its answer no gesture leads anywhere but the one that leads there on the device.
#[test]
fn both_buttons_do_nothing_on_a_page_that_names_something() {
    let export = |version: Version| match version {
        Version::V5_0_0 | Version::V5_1_3 => vec![0xE0, 5, 1, 1, 5, 0, 0, 0, 0, 7],
        _ => vec![0xE0, 5, 1, 1, 4, 0, 0, 0, 7],
    };
    for version in Version::ALL {
        let mut device = Simulator::new(version, version.usual_firmware(), phrase());
        device.begin();
        for request in [export(version), vec![0xE0, 0, 0, 0, 8, 0, 0, 0, 7, 0, 0, 0, 3]] {
            assert_eq!(device.apdu(&request), Reaction::Prompt);
            let yes = ["Accept", "Sign operation", "Approve"];
            let mut turned = 0;
            while !yes.iter().any(|word| device.screen() == [*word]) {
                let before = device.screen();
                assert_eq!(device.press(&Gesture::Both), None, "{version}: {before:?}");
                assert_eq!(device.screen(), before);
                assert_eq!(device.press(&Gesture::Right), None);
                assert_ne!(device.screen(), before);
                turned += 1;
            }
            assert!(turned >= 1, "{version}");
            assert!(matches!(device.press(&Gesture::Both), Some(Reaction::Answer(_))));
        }
    }
}

#[test]
fn the_other_lines_app_ends_when_it_is_asked_for_its_version() {
    let ask = |version: Version| {
        let mut device = Simulator::new(version, version.usual_firmware(), phrase());
        device.begin();
        device.apdu(&[0xE0, 0x40, 0, 0, 0])
    };
    assert_eq!(ask(Version::V5_5_3_OTHER_LINE), Reaction::Exit { answer: None });
    assert!(matches!(ask(Version::V5_4_0), Reaction::Answer(_)));
}

#[test]
fn every_recorded_request_is_answered_as_recorded() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/ledger-transcripts");
    assert!(replay_folder(&folder) > 300);
}

#[test]
fn extra_data_ledger_transcripts_are_replayed_by_the_simulator() {
    let Some(folder) = support::extra_data("ledger-transcripts") else { return };
    replay_folder(&folder);
}

//! The engine's dialogue with the device: against the simulator in every version, and against the recordings themselves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use futures_executor::block_on;
use ledger_sim::derive::{NewLeaf, Seed, address, bls_key_v1, credential_id};
use ledger_sim::hid::HidDevice;
use ledger_sim::{ExportForm, Firmware, Future, Gesture, Model, NewPathExport, Reaction, Simulator, Version};
use lifeboat::ledger::hid::{Channels, Packets, Reassembly};
use lifeboat::ledger::{
    AddressCheck, Apdu, AppVersion, Compared, ConcordiumApp, DeviceRequest, DeviceState, ExportedKey, LedgerError,
    LedgerModel, Patience, Proof, Question, Response, Retry, RunningApp, Screens, Transport, TransportError,
    export_prf_key, identify, open_concordium_app, read_pairing_key, read_signing_key, show_address,
};
use lifeboat::model::{Coin, IdentityIndex, KeyVersion, LedgerPath, ProviderNumber};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::cases::cases;
use crate::every;
use crate::support;

/// The indices the vectors hold.
const INDICES: [u32; 5] = [0, 1, 2, 5, IdentityIndex::MAX];

/// The request for name and version.
const GREETING: &str = "b001000000";

/// Something done to the device by hand while a request waits.
type Meanwhile = fn(&mut HidDevice);
/// Something done to the device by hand between requests.
type Change = fn(&mut Simulator);

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
    channels: Channels,
    person: Person,
    /// Done once while a request waits that the device did not take.
    meanwhile: Option<Meanwhile>,
    sent: Vec<String>,
    prompts: Vec<Vec<String>>,
}

impl Plugged {
    fn new(version: Version) -> Self {
        Self::with(version, version.usual_firmware())
    }

    fn with(version: Version, firmware: Firmware) -> Self {
        Self::of(version, firmware, phrase())
    }

    fn of(version: Version, firmware: Firmware, seed: Seed) -> Self {
        let mut simulator = Simulator::new(version, firmware, seed);
        simulator.begin();
        Self {
            device: HidDevice::new(simulator),
            channels: Channels::new(0xFFFE),
            person: Person::Approves,
            meanwhile: None,
            sent: Vec::new(),
            prompts: Vec::new(),
        }
    }

    fn identify(&mut self) -> Result<RunningApp, LedgerError> {
        block_on(identify(self))
    }

    fn concordium(&mut self) -> ConcordiumApp {
        self.identify().unwrap().concordium().unwrap()
    }

    /// The bytes of what came, and how sure it is.
    fn export(&mut self, app: &ConcordiumApp, path: LedgerPath, number: u32) -> Result<(Key, Proof), LedgerError> {
        let export = block_on(export_prf_key(self, app, path, index(number)))?;
        // EXPOSE: a public test phrase.
        let key = match export.key {
            ExportedKey::Seed(seed) => Key::Seed(*seed.expose()),
            ExportedKey::Key(key) => Key::Made(*key.expose()),
        };
        Ok((key, export.proof))
    }

    fn legacy(&mut self, app: &ConcordiumApp, number: u32) -> Result<[u8; 32], LedgerError> {
        let (key, _) = self.export(app, LedgerPath::Legacy, number)?;
        assert!(matches!(key, Key::Seed(_)), "the legacy path gives out seeds");
        let (Key::Seed(bytes) | Key::Made(bytes)) = key;
        Ok(bytes)
    }

    fn by_hand(&mut self, change: Change) {
        change(&mut self.device.simulator);
    }

    /// Whether the device shows a question.
    fn asks(&self) -> bool {
        self.device.simulator.prompting()
    }

    fn carry(&mut self, apdu: &Apdu, patience: Patience) -> Result<Response, TransportError> {
        let channel = self.channels.open();
        let answered = self.wait(Reassembly::new(channel), Packets::new(channel, apdu.bytes()), patience);
        if answered.is_err() {
            self.channels.abandon(channel);
        }
        answered
    }

    fn wait(
        &mut self,
        mut reassembly: Reassembly,
        packets: Packets,
        patience: Patience,
    ) -> Result<Response, TransportError> {
        let mut done = None;
        for report in packets {
            done = self.device.write(&report).map(|exchange| exchange.reaction);
        }
        if done == Some(Reaction::Prompt) {
            assert_eq!(patience, Patience::Person, "this opens a prompt");
            let mut pages = Vec::new();
            let mut looked_at = self.device.simulator.clone();
            while pages.last() != Some(&looked_at.screen()) {
                pages.push(looked_at.screen());
                looked_at.press(&Gesture::Right);
            }
            self.prompts.push(pages.concat());
            done = match self.person {
                Person::Approves => self.device.approve(),
                Person::Rejects => self.device.reject(),
                Person::PullsTheCable => return Err(TransportError::Disconnected),
                Person::LooksAway => None,
            };
        } else if done == Some(Reaction::Silence)
            && let Some(meanwhile) = self.meanwhile.take()
        {
            meanwhile(&mut self.device);
        }
        while let Some(report) = self.device.read() {
            if self.channels.is_stale(&report) {
                return Err(TransportError::StaleAnswer);
            }
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

impl Transport for Plugged {
    async fn exchange(&mut self, apdu: &Apdu, patience: Patience) -> Result<Response, TransportError> {
        self.sent.push(hex::encode(apdu.bytes()));
        let before = self.device.simulator.place();
        let answered = self.carry(apdu, patience);
        // A device that opened or left an app is another one on the bus, and knows nothing of before.
        if before != self.device.simulator.place() {
            self.device.reset();
            self.channels.forget();
        }
        answered
    }
}

/// What came out of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Seed([u8; 32]),
    Made([u8; 32]),
}

impl Key {
    /// The PRF key of key version 1, whichever way it came.
    fn made(self) -> [u8; 32] {
        match self {
            Self::Seed(seed) => bls_key_v1(&seed),
            Self::Made(key) => key,
        }
    }
}

/// The seed of the phrase of the recordings. Made once: it takes longer than everything else here.
fn phrase() -> Seed {
    static SEED: LazyLock<Seed> =
        LazyLock::new(|| Seed::from_mnemonic(ledger_sim::mnemonic("speculos-default-24").unwrap()).unwrap());
    SEED.clone()
}

/// The seed that lies at a path, from a derivation that knows nothing of the engine.
fn reference(path: LedgerPath, number: u32) -> [u8; 32] {
    match path {
        LedgerPath::Legacy => phrase().prf_key_seed(number),
        LedgerPath::Bip44 { coin, provider } => {
            phrase().new_path_key(coin.number(), provider.get(), number, NewLeaf::PrfKey)
        }
    }
}

/// What the app answers to [`GREETING`].
fn greeting(version: &str) -> Vec<u8> {
    let length = [u8::try_from(version.len()).unwrap()];
    [b"\x01\x0aConcordium".as_slice(), &length, version.as_bytes(), &[1, 0, 0x90, 0]].concat()
}

fn index(number: u32) -> IdentityIndex {
    IdentityIndex::new(number).unwrap()
}

/// What the engine tells the person to look for.
fn label(app: &ConcordiumApp, path: LedgerPath, number: u32) -> String {
    Screens::of(app, None, &Question::Export { path, index: index(number) }).label
}

fn bip44(coin: Coin, provider: u32) -> LedgerPath {
    LedgerPath::Bip44 { coin, provider: ProviderNumber::new(provider).unwrap() }
}

/// Every version on every firmware.
fn everywhere() -> impl Iterator<Item = (Version, Firmware)> {
    Version::ALL.into_iter().flat_map(|version| Firmware::ALL.map(|firmware| (version, firmware)))
}

fn at_least(version: Version, from: [u16; 3]) -> bool {
    let [major, minor, patch] = from;
    version.to_string().parse::<AppVersion>().unwrap() >= AppVersion::new(major, minor, patch)
}

#[test]
fn every_version_gives_the_proven_seed_for_every_index() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/ledger-vectors.json");
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let vector = &file["seeds"][0];
    for (version, firmware) in everywhere() {
        let mut device = Plugged::with(version, firmware);
        let app = device.concordium();
        assert_eq!(app.version().to_string(), version.to_string());
        let pairing = block_on(read_pairing_key(&mut device, &app)).unwrap();
        assert_eq!(pairing.to_string(), vector["pairing_public_key"].as_str().unwrap());
        for expected in vector["identities"].as_array().unwrap() {
            let number = u32::try_from(expected["identity"].as_u64().unwrap()).unwrap();
            let seed = hex::decode(expected["prf_seed"].as_str().unwrap()).unwrap().try_into().unwrap();
            let got = device.export(&app, LedgerPath::Legacy, number);
            assert_eq!(got, Ok((Key::Seed(seed), Proof::PublicKey)), "{version}, index {number}");
            let shown = device.prompts.last().unwrap();
            let label = label(&app, LedgerPath::Legacy, number);
            assert!(shown.contains(&label), "{version}: {shown:?}");
        }
        assert_eq!(device.prompts.len(), INDICES.len(), "one prompt for each export, none for anything else");
    }
}

#[test]
fn the_newer_path_is_exported_by_every_version_that_has_it() {
    for (version, firmware) in everywhere() {
        let mut device = Plugged::with(version, firmware);
        let app = device.concordium();
        for (provider, number) in [(0, 0), (1, 2), (3, IdentityIndex::MAX), (ProviderNumber::MAX, 1)] {
            let path = bip44(Coin::Concordium, provider);
            let got = device.export(&app, path, number);
            let seed = reference(path, number);
            if !at_least(version, [5, 0, 0]) {
                let needed = AppVersion::new(5, 0, 0);
                assert_eq!(got, Err(LedgerError::PathNotServed { found: app.version(), needed }));
                assert_eq!(device.sent, [GREETING], "not asked for what it does not have");
                continue;
            }
            let expected = if at_least(version, [5, 5, 0]) {
                (Key::Made(bls_key_v1(&seed)), Proof::Table)
            } else {
                (Key::Seed(seed), Proof::PublicKey)
            };
            assert_eq!(got, Ok(expected), "{version}, {provider}/{number}");
            let shown = device.prompts.last().unwrap();
            assert!(shown.contains(&label(&app, path, number)), "{version}: {shown:?}");
        }
    }
}

#[test]
fn test_networks_are_served_by_builds_that_may_and_refused_by_the_others() {
    let path = bip44(Coin::Test, 1);
    for (version, firmware) in everywhere() {
        let mut device = Plugged::with(version, firmware);
        let app = device.concordium();
        let got = device.export(&app, path, 2);
        let found = app.version();
        if at_least(version, [5, 6, 3]) {
            assert_eq!(got, Ok((Key::Made(bls_key_v1(&reference(path, 2))), Proof::Table)));
        } else {
            // One of them would have given out the key of mainnet, and said nothing; others end at the question.
            assert_eq!(got, Err(LedgerError::PathNotServed { found, needed: AppVersion::new(5, 6, 3) }), "{version}");
            assert_eq!(device.sent, [GREETING], "said before anything was asked");
        }
        // A build that calls itself so and was not installed with that path.
        let mut other = Plugged::with(version.numbered([5, 7, 1]), firmware);
        let app = other.concordium();
        let got = other.export(&app, path, 2);
        if !at_least(version, [5, 6, 3]) {
            assert_eq!(got, Err(LedgerError::CoinNotServed { found: app.version() }), "{version}");
            assert!(other.prompts.is_empty(), "noticed before anybody was asked");
        }
    }
}

#[test]
fn the_wrong_form_is_silent_or_fatal_on_the_device() {
    let zero = phrase().prf_key_seed(0);
    for version in [Version::V4_1_2, Version::V5_4_0] {
        let mut device = Simulator::new(version, version.usual_firmware(), phrase());
        device.begin();
        assert_eq!(device.apdu(&[0xE0, 5, 1, 1, 5, 0, 0, 0, 0, 7]), Reaction::Prompt);
        let answer = [zero.as_slice(), &[0x90, 0]].concat();
        assert_eq!(device.approve(), Some(Reaction::Answer(answer)), "{version} answers for identity 0");
    }
    let mut device = Simulator::new(Version::V5_1_3, Firmware::OldIo, phrase());
    assert_eq!(device.apdu(&[0xE0, 5, 1, 1, 4, 0, 0, 0, 7]), Reaction::Exit { answer: None });
}

#[test]
fn the_key_of_another_identity_is_noticed_even_when_it_is_the_only_one_asked_for() {
    // One that says it wants the flag, and does not: it answers for identity 0.
    let mut device = Plugged::new(Version::V5_4_0.numbered([5, 1, 3]));
    let app = device.concordium();
    let error = device.export(&app, LedgerPath::Legacy, 7).unwrap_err();
    assert_eq!(error, LedgerError::WrongIdentity { index: index(7) });
    assert_eq!((error.request(), error.retry()), (Some(DeviceRequest::UpdateApp), Retry::WhenPersonSaysSo));
    assert_eq!(device.prompts.len(), 1);
    // For identity 0 there is nothing wrong.
    assert_eq!(device.legacy(&app, 0), Ok(reference(LedgerPath::Legacy, 0)));
}

#[test]
fn an_app_without_public_keys_is_believed_only_when_its_version_is_known() {
    let silent = |number| {
        Version::future(Future {
            number,
            export: ExportForm::Bare,
            new_path: NewPathExport::Purposes,
            public_keys: false,
            exits: false,
        })
    };
    let mut device = Plugged::new(silent([5, 7, 0]));
    let app = device.concordium();
    let got = device.export(&app, LedgerPath::Legacy, 1);
    assert_eq!(got, Ok((Key::Seed(reference(LedgerPath::Legacy, 1)), Proof::Table)));
    let mut device = Plugged::new(silent([5, 8, 0]));
    let app = device.concordium();
    let error = device.export(&app, LedgerPath::Legacy, 1).unwrap_err();
    assert_eq!(error, LedgerError::AppTooNew { found: app.version() });
    assert!(device.prompts.is_empty(), "nobody is asked for what would not be used");
}

/// An app of any kind, under any number.
fn any_app() -> impl Strategy<Value = Version> {
    let forms = select(vec![
        ExportForm::Bare,
        ExportForm::Flagged,
        ExportForm::LittleEndian,
        ExportForm::Short,
        ExportForm::Wide,
        ExportForm::Zero,
    ]);
    let paths = select(vec![
        NewPathExport::Never,
        NewPathExport::Seeds,
        NewPathExport::Purposes,
        NewPathExport::PurposesWithoutCoin,
        NewPathExport::SwappedSeeds,
        NewPathExport::SwappedPurposes,
    ]);
    (forms, paths, any::<bool>(), any::<bool>()).prop_map(|(export, new_path, public_keys, exits)| {
        Version::future(Future { number: [6, 0, 0], export, new_path, public_keys, exits })
    })
}

/// Versions as they are, and versions between two of them, which are like the earlier one.
fn known_app() -> impl Strategy<Value = Version> {
    (select(Version::ALL.to_vec()), 0..3_u8).prop_map(|(version, later)| {
        let number: Vec<u8> = version.to_string().split('.').map(|part| part.parse().unwrap()).collect();
        let between = version.numbered([number[0], number[1], number[2] + later]);
        // 5.5.3 is the other line's; numbers beyond a kind's last one are another kind's.
        if later > 0 && Version::ALL.iter().any(|other| other.to_string() == between.to_string()) {
            version
        } else {
            between
        }
    })
}

fn any_path() -> impl Strategy<Value = LedgerPath> {
    let provider = prop_oneof![0..8_u32, 0..=ProviderNumber::MAX];
    prop_oneof![
        Just(LedgerPath::Legacy),
        (select(vec![Coin::Concordium, Coin::Test]), provider).prop_map(|(coin, provider)| bip44(coin, provider)),
    ]
}

fn any_index() -> impl Strategy<Value = u32> {
    prop_oneof![0..300_u32, 0..=IdentityIndex::MAX, select(INDICES.to_vec()), (0..31_u32).prop_map(|bit| 1 << bit)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(2000)))]

    /// The one promise of an export, whatever the app makes of the request.
    #[test]
    fn a_key_that_is_accepted_is_the_key_that_was_asked_for(
        version in prop_oneof![known_app(), any_app()],
        firmware in select(Firmware::ALL.to_vec()),
        path in any_path(),
        number in any_index(),
    ) {
        let mut device = Plugged::with(version, firmware);
        let app = device.concordium();
        if let Ok((key, proof)) = device.export(&app, path, number) {
            let seed = reference(path, number);
            match key {
                Key::Seed(got) => prop_assert_eq!(got, seed),
                Key::Made(got) => prop_assert_eq!(got, bls_key_v1(&seed)),
            }
            prop_assert!(proof == Proof::PublicKey || app.abilities().known);
        }
    }

    /// On the Desktop Wallet's path it holds even for an app that lies about its version.
    #[test]
    fn a_seed_with_proof_is_right_under_any_number(
        version in any_app(),
        number in select(vec![[3, 0, 0], [4, 1, 2], [5, 1, 3], [5, 4, 0], [5, 7, 0], [9, 9, 9]]),
        path in any_path(),
        asked in any_index(),
    ) {
        let mut device = Plugged::with(version.numbered(number), Firmware::NewIo);
        let app = device.concordium();
        if let Ok((key, Proof::PublicKey)) = device.export(&app, path, asked) {
            prop_assert_eq!(key, Key::Seed(reference(path, asked)));
        }
    }

    /// A version of the future that kept one of the known forms is served on the Desktop Wallet's path.
    #[test]
    fn a_future_app_that_changed_nothing_is_served(
        number in any_index(),
        exits in any::<bool>(),
    ) {
        let future = Future {
            number: [6, 0, 0],
            export: ExportForm::Bare,
            new_path: NewPathExport::Purposes,
            public_keys: true,
            exits,
        };
        let mut device = Plugged::new(Version::future(future));
        let app = device.concordium();
        let got = device.export(&app, LedgerPath::Legacy, number);
        prop_assert_eq!(got, Ok((Key::Seed(reference(LedgerPath::Legacy, number)), Proof::PublicKey)));
    }
}

#[test]
fn signing_keys_are_read_without_a_prompt() {
    for (version, firmware) in everywhere() {
        let mut device = Plugged::with(version, firmware);
        let app = device.concordium();
        let mut read = |path, identity, credential, key| {
            block_on(read_signing_key(&mut device, &app, path, index(identity), credential, key))
        };
        let expected = phrase().signing_public_key(5, 24, 1);
        assert_eq!(read(LedgerPath::Legacy, 5, 24, 1), Ok(Some(expected)), "{version}");
        let path = bip44(Coin::Concordium, 1);
        if at_least(version, [5, 0, 0]) {
            let expected = phrase().new_path_public_key(919, 1, 2, NewLeaf::Signing(7));
            assert_eq!(read(path, 2, 7, 0), Ok(Some(expected)), "{version}");
            assert_eq!(read(path, 2, 7, 1), Ok(None), "a seed phrase has one key for a credential");
        } else {
            assert!(matches!(read(path, 2, 7, 0), Err(LedgerError::PathNotServed { .. })));
        }
        assert!(device.prompts.is_empty());
        assert!(device.sent.iter().all(|apdu| apdu == GREETING || apdu.starts_with("e00101")));
    }
}

#[test]
fn the_address_on_the_device_is_the_one_on_the_chain() {
    for (version, firmware) in everywhere() {
        let paths = [LedgerPath::Legacy, bip44(Coin::Concordium, 3), bip44(Coin::Test, 3)];
        let coin = [Version::V5_6_3, Version::V5_7_0].contains(&version);
        for (path, is_served) in paths.into_iter().zip([true, at_least(version, [5, 0, 0]), coin]) {
            let mut device = Plugged::with(version, firmware);
            let app = device.concordium();
            let check = AddressCheck::of(path, KeyVersion::V1, index(5), 24).unwrap();
            let compared = block_on(show_address(&mut device, &app, &check));
            if !is_served {
                assert!(compared.is_err() && device.prompts.is_empty(), "{version}, {path:?}");
                continue;
            }
            assert_eq!(compared, Ok(Compared::Agreed), "{version}, {path:?}");
            let on_chain = address(&credential_id(&bls_key_v1(&reference(path, 5)), 24));
            // On two pages where it is too wide for one, each with its title.
            let shown = device.prompts[0].iter().filter(|line| !line.starts_with("Address"));
            let shown: String = shown.map(String::as_str).collect();
            assert!(shown.contains(&on_chain), "{version}: {:?}", device.prompts[0]);
            device.person = Person::Rejects;
            assert_eq!(block_on(show_address(&mut device, &app, &check)), Ok(Compared::Refused));
        }
    }
}

#[test]
fn the_app_is_opened_from_the_dashboard_and_from_nowhere_else() {
    let mut device = Plugged::new(Version::V5_4_0);
    assert_eq!(device.identify().unwrap().dashboard(), None);
    device.by_hand(Simulator::open_other_app);
    assert_eq!(device.identify().unwrap().dashboard(), None);
    device.by_hand(Simulator::exit_app);

    device.person = Person::Rejects;
    let dashboard = device.identify().unwrap().dashboard().unwrap();
    let refused = block_on(open_concordium_app(&mut device, dashboard)).unwrap_err();
    assert_eq!(refused, LedgerError::OpenRefused);
    assert_eq!((refused.request(), refused.retry()), (Some(DeviceRequest::OpenConcordiumApp), Retry::Automatically));

    device.person = Person::Approves;
    let dashboard = device.identify().unwrap().dashboard().unwrap();
    assert_eq!(block_on(open_concordium_app(&mut device, dashboard)), Ok(()));
    assert_eq!(device.concordium().version(), AppVersion::new(5, 4, 0));
    assert_eq!(device.sent.last_chunk::<2>().unwrap()[0], "e0d800000a436f6e636f726469756d");

    device.by_hand(Simulator::uninstall);
    let dashboard = device.identify().unwrap().dashboard().unwrap();
    let missing = block_on(open_concordium_app(&mut device, dashboard)).unwrap_err();
    assert_eq!((missing.state(), missing.request()), (DeviceState::AppMissing, Some(DeviceRequest::InstallApp)));
}

#[test]
fn a_device_that_leaves_while_its_app_opens_has_opened_it() {
    let mut device = Plugged::new(Version::V5_4_0);
    device.by_hand(Simulator::exit_app);
    device.person = Person::PullsTheCable;
    let dashboard = device.identify().unwrap().dashboard().unwrap();
    assert_eq!(block_on(open_concordium_app(&mut device, dashboard)), Ok(()), "identified anew either way");
}

#[test]
fn a_refusal_is_an_answer_and_can_be_asked_again() {
    for (version, firmware) in everywhere() {
        let mut device = Plugged::with(version, firmware);
        device.person = Person::Rejects;
        let app = device.concordium();
        let error = device.legacy(&app, 1).unwrap_err();
        assert_eq!(error, LedgerError::Refused);
        assert_eq!((error.request(), error.retry()), (Some(DeviceRequest::ApproveAgain), Retry::WhenPersonSaysSo));
        device.person = Person::Approves;
        assert_eq!(device.legacy(&app, 1), Ok(reference(LedgerPath::Legacy, 1)));
    }
}

#[test]
fn a_cable_pulled_during_a_prompt_may_have_been_a_refusal() {
    let mut device = Plugged::new(Version::V5_4_0);
    device.person = Person::PullsTheCable;
    let app = device.concordium();
    assert_eq!(device.legacy(&app, 0), Err(LedgerError::MayHaveRefused));
}

#[test]
fn an_app_that_ends_at_the_request_may_have_refused_it() {
    // It wants the flag and says it does not: the short request makes it end, and the person is asked what they saw.
    let mut device = Plugged::new(Version::V5_1_3.numbered([5, 2, 0]));
    let app = device.concordium();
    let error = device.legacy(&app, 7).unwrap_err();
    assert_eq!((error.state(), error.retry()), (DeviceState::LeftWhileAsking, Retry::WhenPersonSaysSo));
    // The same in a build that shows the error until a button is pressed: nothing answers meanwhile.
    let mut device = Plugged::new(Version::V5_1_3.debug_build().numbered([5, 2, 0]));
    let app = device.concordium();
    assert_eq!(device.legacy(&app, 7), Err(LedgerError::Undecided));
    assert_eq!(device.identify().unwrap_err().state(), DeviceState::Silent);
}

#[test]
fn a_prompt_left_open_never_answers_for_another_index() {
    for (version, firmware) in everywhere() {
        let mut device = Plugged::with(version, firmware);
        device.person = Person::LooksAway;
        let app = device.concordium();
        assert_eq!(device.legacy(&app, 1), Err(LedgerError::Undecided));
        // The prompt for 1 is still there when 2 is asked for.
        device.person = Person::Approves;
        match firmware {
            // Nothing gets through until somebody decides. It is noticed without a prompt of ours, and goes on by itself.
            Firmware::OldIo => {
                let error = device.legacy(&app, 2).unwrap_err();
                assert_eq!((error.state(), error.retry()), (DeviceState::QuestionLeftOpen, Retry::Automatically));
                assert_eq!(device.identify().unwrap_err(), LedgerError::Silent);
                assert!(device.asks(), "the question is unharmed");
                // Then the old answer comes on the old channel, and whatever was asked meanwhile is lost.
                device.meanwhile = Some(|device| drop(device.approve()));
                let error = device.identify().unwrap_err();
                assert_eq!(error, LedgerError::Transport(TransportError::StaleAnswer));
                assert_eq!((error.request(), error.retry()), (None, Retry::Automatically));
            }
            Firmware::NewIo => {}
        }
        let app = device.concordium();
        assert_eq!(device.legacy(&app, 2), Ok(reference(LedgerPath::Legacy, 2)), "{version}");
    }
}

/// What is done to the device by hand, the state it is then in, and whether it goes on by itself.
const STATES: [(Change, DeviceState); 5] = [
    (Simulator::lock, DeviceState::Locked),
    (Simulator::open_menu, DeviceState::MenuOpen),
    (Simulator::exit_app, DeviceState::Dashboard),
    (Simulator::open_other_app, DeviceState::OtherApp),
    (Simulator::uninstall, DeviceState::Dashboard),
];

#[test]
fn every_state_is_noticed_before_the_app_is_asked_anything() {
    for (version, firmware) in everywhere() {
        for (change, state) in STATES {
            let mut device = Plugged::with(version, firmware);
            device.by_hand(change);
            let error = device.identify().and_then(|running| running.concordium()).unwrap_err();
            assert_eq!((error.state(), error.retry()), (state, Retry::Automatically), "{version}");
            assert_eq!(device.sent, [GREETING], "nothing but B0 01 before the app said its name");
        }
    }
}

#[test]
fn every_state_is_noticed_in_the_middle_of_a_run_and_opens_no_prompt() {
    let check = AddressCheck::of(LedgerPath::Legacy, KeyVersion::V1, index(1), 0).unwrap();
    for (version, firmware) in everywhere() {
        for (change, state) in STATES {
            let mut device = Plugged::with(version, firmware);
            let app = device.concordium();
            device.by_hand(change);
            let errors = [
                device.legacy(&app, 1).unwrap_err(),
                block_on(read_pairing_key(&mut device, &app)).unwrap_err(),
                block_on(read_signing_key(&mut device, &app, LedgerPath::Legacy, index(1), 0, 0)).unwrap_err(),
                block_on(show_address(&mut device, &app, &check)).unwrap_err(),
            ];
            for error in errors {
                // The dashboard takes a public key's request for another of its own, and is told by its answer. Which other
                // app is open only a new B0 01 says.
                let seen = if state == DeviceState::OtherApp { DeviceState::Dashboard } else { state };
                assert_eq!((error.state(), error.retry()), (seen, Retry::Automatically), "{version}: {error}");
            }
            assert!(device.prompts.is_empty() && !device.asks());
        }
    }
}

#[test]
fn a_model_is_the_same_in_the_app_and_on_the_dashboard() {
    for (version, firmware) in everywhere() {
        let mut device = Simulator::new(version, firmware, phrase()).on(Model::Flex);
        let in_app = device.product_id();
        device.exit_app();
        assert_eq!(LedgerModel::of_product(in_app), Some(LedgerModel::Flex));
        assert_eq!(LedgerModel::of_product(device.product_id()), Some(LedgerModel::Flex));
        assert!(firmware == Firmware::OldIo || in_app != device.product_id(), "another product all the same");
    }
}

#[test]
fn the_start_page_of_the_old_app_is_a_silence_that_a_person_ends() {
    for version in [Version::V3_0_0, Version::V4_1_2] {
        let mut device = Plugged::new(version);
        device.by_hand(Simulator::open_app);
        let error = device.identify().unwrap_err();
        assert_eq!((error.state(), error.request()), (DeviceState::Silent, Some(DeviceRequest::LookAtDevice)));
        assert_eq!(error.retry(), Retry::WhenPersonSaysSo, "asked again and again, devices crashed on that page");
        device.by_hand(Simulator::begin);
        assert_eq!(device.concordium().version().to_string(), version.to_string());
    }
}

#[test]
fn one_silent_question_goes_before_a_prompt_and_only_where_it_says_something() {
    for (version, firmware) in everywhere() {
        for path in [LedgerPath::Legacy, bip44(Coin::Concordium, 1)] {
            let mut device = Plugged::with(version, firmware);
            let app = device.concordium();
            let Ok((_, proof)) = device.export(&app, path, 1) else { continue };
            let silent = device.sent.iter().filter(|apdu| apdu.starts_with("e001")).count();
            assert_eq!(silent, usize::from(proof == Proof::PublicKey), "{version}, {path:?}");
        }
    }
}

#[test]
fn an_app_of_before_the_commands_is_too_old() {
    let mut device = Plugged::new(Version::V3_0_0.numbered([2, 0, 3]));
    let error = device.identify().unwrap().concordium().unwrap_err();
    assert_eq!((error.state(), error.request()), (DeviceState::AppTooOld, Some(DeviceRequest::UpdateApp)));
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
            Some(answer) => Response::parse(Zeroizing::new(answer.clone())).ok_or(TransportError::BadFrame),
            // The public keys of few leaves were recorded; an app that refuses them leaves the form to be judged.
            None if request.starts_with("e00101") => {
                Response::parse(Zeroizing::new(vec![0x6B, 0x07])).ok_or(TransportError::BadFrame)
            }
            None => {
                self.unknown.push(request);
                Err(TransportError::TimedOut)
            }
        }
    }
}

/// What came of the recordings.
#[derive(Default)]
struct Played {
    seeds: usize,
    /// Of these: with the recorded public key to prove them.
    proven: usize,
    /// On a newer path.
    newer: usize,
    /// Addresses that were shown.
    addresses: usize,
}

/// Plays every file that names its phrase.
fn play(folder: &Path) -> Played {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let of_files = every::every(paths.into_iter().map(|path| (path.display().to_string(), path)), |path| {
        let mut played = Played::default();
        let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let Some(phrase) = file["mnemonic"].as_str() else { return played };
        let seed = Seed::from_mnemonic(phrase).unwrap();
        let records = file["records"].as_array().map_or(&[][..], Vec::as_slice);
        let mut recording = Recording { answers: BTreeMap::new(), unknown: Vec::new() };
        for record in records.iter().filter(|record| record["sw"] == "9000") {
            let answer = hex::decode(format!("{}9000", record["response"].as_str().unwrap_or_default())).unwrap();
            // The first one wins: the later ones of a recording try incomplete requests.
            recording.answers.entry(record["request"].as_str().unwrap().to_owned()).or_insert(answer);
        }
        if let (false, Some(version)) = (recording.answers.contains_key(GREETING), file["app_version"].as_str()) {
            recording.answers.insert(GREETING.into(), greeting(version));
        }
        let Ok(app) = block_on(identify(&mut recording)).and_then(|running| running.concordium()) else {
            return played;
        };
        println!("{}: {}", path.display(), app.version());
        if let Ok(key) = block_on(read_pairing_key(&mut recording, &app)) {
            assert_eq!(*key.bytes(), seed.pairing_public_key());
        }
        let exports = recording.answers.keys().filter(|request| request.starts_with("e0050101")).count();
        let legacy = INDICES.map(|number| (LedgerPath::Legacy, number, seed.prf_key_seed(number)));
        let newer = [(0, 0), (1, 2)].map(|(provider, number)| {
            (bip44(Coin::Concordium, provider), number, seed.new_path_prf_key_seed(provider, number))
        });
        for (path, number, expected) in legacy.into_iter().chain(newer) {
            let Ok(export) = block_on(export_prf_key(&mut recording, &app, path, index(number))) else { continue };
            // EXPOSE: a public test phrase.
            let key = match export.key {
                ExportedKey::Seed(got) => Key::Seed(*got.expose()),
                ExportedKey::Key(got) => Key::Made(*got.expose()),
            };
            assert_eq!(key.made(), bls_key_v1(&expected), "{path:?}, index {number}");
            assert!(key == Key::Seed(expected) || app.version() >= AppVersion::new(5, 5, 0));
            played.seeds += 1;
            played.proven += usize::from(export.proof == Proof::PublicKey);
            played.newer += usize::from(path != LedgerPath::Legacy);
        }
        let answered = played.seeds > 0 || exports < INDICES.len();
        assert!(answered, "not recorded: {:?}. Is this the form the version takes?", recording.unknown);
        for (number, credential) in [(0, 0), (0, 1), (1, 0), (5, 24)] {
            let check = AddressCheck::of(LedgerPath::Legacy, KeyVersion::V1, index(number), credential).unwrap();
            played.addresses += usize::from(block_on(show_address(&mut recording, &app, &check)).is_ok());
        }
        played
    });
    let played = of_files.into_iter().fold(Played::default(), |all, (_, one)| Played {
        seeds: all.seeds + one.seeds,
        proven: all.proven + one.proven,
        newer: all.newer + one.newer,
        addresses: all.addresses + one.addresses,
    });
    println!(
        "{} seeds compared, {} of them proven, {} on a newer path; {} addresses shown",
        played.seeds, played.proven, played.newer, played.addresses
    );
    played
}

#[test]
fn the_engine_asks_as_the_recorded_app_answers() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/ledger-transcripts");
    let played = play(&folder);
    assert!(played.seeds >= 19, "{} seeds", played.seeds);
    assert!(played.proven >= 3, "a seed and the public key of its leaf, from each recorded version");
    assert!(played.newer >= 4);
    assert!(played.addresses >= 12);
}

#[test]
fn extra_data_ledger_transcripts_answer_the_engine() {
    let Some(folder) = support::extra_data("ledger-transcripts") else { return };
    play(&folder);
}

/// The components of a path as it is usually written.
fn components(path: &str) -> Vec<u32> {
    path.strip_prefix("m/").unwrap().split('/').map(|part| part.strip_suffix('\'').unwrap().parse().unwrap()).collect()
}

#[test]
fn keys_that_programs_sign_with_are_asked_for_where_the_vectors_have_them() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/ledger-wallet-vectors.json");
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut asked = 0;
    for (name, vectors) in file["mnemonics"].as_object().unwrap() {
        let seed = Seed::from_mnemonic(vectors["phrase"].as_str().unwrap()).unwrap();
        let mut device = Plugged::of(Version::V5_7_0, Firmware::NewIo, seed.clone());
        let app = device.concordium();
        for entry in vectors["keys"].as_array().unwrap() {
            let (written, key) = (entry["path"].as_str().unwrap(), entry["public_key"].as_str().unwrap());
            let components = components(written);
            assert_eq!(hex::encode(seed.public_key(&components)), key, "{name}, {written}");
            let (path, identity, credential) = match components[..] {
                [1105, 0, 0, 0, identity, 2, credential, 0] => (LedgerPath::Legacy, identity, credential),
                [44, 919, provider, identity, 0, credential] => {
                    (bip44(Coin::Concordium, provider), identity, credential)
                }
                [44, 1, provider, identity, 0, credential] => (bip44(Coin::Test, provider), identity, credential),
                // Before Ledger's program was released; nobody's money lies there.
                [44, 919, 404, 404, _] => continue,
                _ => panic!("{written}: nobody asks for this"),
            };
            let number = u8::try_from(credential).unwrap();
            let got = block_on(read_signing_key(&mut device, &app, path, index(identity), number, 0));
            assert_eq!(got.unwrap().map(hex::encode).as_deref(), Some(key), "{name}, {written}");
            let bytes: String = components.iter().map(|component| format!("{component:08x}")).collect();
            let (count, length) = (components.len(), 1 + 4 * components.len());
            assert_eq!(device.sent.last().unwrap(), &format!("e0010100{length:02x}{count:02x}{bytes}"), "{written}");
            asked += 1;
        }
    }
    assert_eq!(asked, 2 * 21, "every key of two phrases");
}

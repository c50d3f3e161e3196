//! What the page is told while a Ledger is asked: when its question opens, when it keeps silent, when an answer comes late, and when
//! nobody waits for one any more.

use crate::bench;

use bench::{Bench, from_a_ledger, password, running};
use hostile::{Desktop, Hash, sealed};
use ledger_sim::Version;
use lifeboat::ledger::{DeviceRequest, Gesture, Remark};
use lifeboat::model::Network;
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::ledger::intent::LedgerIntent;
use lifeboat::session::ledger::view::{AccessView, AddressOnLedger, DeviceStateView, DeviceTaskView, LedgerCall};
use lifeboat::session::recovery::intent::RecoveryIntent;
use lifeboat::session::recovery::intent::RecoveryRoute;
use lifeboat::session::recovery::view::RowState;
use lifeboat::session::view::Snapshot;

/// The request for name and version.
const GREETING: &str = "b001000000";

fn device(snapshot: &Snapshot) -> Option<&DeviceStateView> {
    running(snapshot)?.device.as_ref()
}

fn asks(snapshot: &Snapshot, request: DeviceRequest) -> bool {
    device(snapshot).is_some_and(|device| device.request == Some(request))
}

fn asks_for(index: u32) -> impl Fn(&Snapshot) -> bool {
    move |snapshot| asks(snapshot, DeviceRequest::ConfirmKeyExport) && device(snapshot).unwrap().index == Some(index)
}

fn sent(bench: &Bench, beginning: &str) -> usize {
    bench.world.sent.borrow().iter().filter(|apdu| apdu.starts_with(beginning)).count()
}

#[test]
fn the_question_is_told_when_it_opens_and_not_while_silent_ones_go_before_it() {
    let mut bench = Bench::open();
    bench.world.is_alone.set(true);
    bench.ask(from_a_ledger()).unwrap();
    let snapshot = bench.until("a question", asks_for(0));
    // Six components: the leaf that proves the seed, which is read right before.
    assert_eq!(sent(&bench, "e001010019"), 1, "{:?}", bench.world.sent.borrow());
    let screens = device(&snapshot).unwrap().screens.clone().unwrap();
    assert_eq!(screens.label, "ID#0");
    let said: Vec<String> = screens.yes.iter().map(|page| page.lines.join(" ")).collect();
    assert_eq!(said, ["Review operation to recover credentials", "Credentials ID ID#0", "Sign operation"]);
    let hands: Vec<&Gesture> = screens.yes.iter().map(|page| &page.gesture).collect();
    assert_eq!(hands, [&Gesture::Right, &Gesture::Right, &Gesture::Both]);
    assert_eq!(screens.remarks, [Remark::NothingIsSigned]);
}

#[test]
fn a_newer_path_is_called_as_the_screen_calls_it() {
    let mut bench = Bench::open();
    bench.world.is_alone.set(true);
    bench.world.version.set(Version::V5_6_3);
    let route = RecoveryRoute::Ledger { legacy: false, providers: vec![3] };
    bench.ask(RecoveryIntent::Start { route, private_scan: false }).unwrap();
    let snapshot = bench.until("a question", asks_for(0));
    let screens = device(&snapshot).unwrap().screens.clone().unwrap();
    assert_eq!(screens.label, "IDP#3 ID#0");
    assert_eq!(screens.yes.first().unwrap().lines, ["Review operation", "to discover credentials"]);
}

#[test]
fn two_silent_questions_go_with_each_number() {
    let mut bench = Bench::open();
    bench.ask(from_a_ledger()).unwrap();
    bench.until("three numbers without an account", |snapshot| {
        running(snapshot).is_some_and(|run| run.suggestion.is_some())
    });
    let asked = bench.world.sent.borrow().clone();
    let prompts: Vec<usize> =
        asked.iter().enumerate().filter(|(_, apdu)| apdu.starts_with("e005")).map(|(at, _)| at).collect();
    assert_eq!(prompts.len(), 3);
    for pair in prompts.windows(2) {
        let [from, to] = pair else { panic!("a pair") };
        let between: Vec<&str> = asked.get(from + 1..*to).unwrap().iter().map(|apdu| apdu.get(..10).unwrap()).collect();
        // Who it is (two components), and the leaf (six).
        assert_eq!(between, ["e001010009", "e001010019"]);
    }
}

#[test]
fn a_ledger_that_says_nothing_is_asked_once_and_its_late_answer_counts() {
    let mut bench = Bench::open();
    bench.world.version.set(Version::V5_1_3);
    bench.world.is_mute.set(true);
    bench.ask(from_a_ledger()).unwrap();
    let snapshot = bench.until("a word about the silence", |snapshot| asks(snapshot, DeviceRequest::LookAtDevice));
    let view = device(&snapshot).unwrap();
    let page = view.start_page.clone().unwrap();
    assert_eq!((page.lines, page.gesture), (vec!["Pending".into(), "Ledger review".into()], Gesture::Both));
    assert!(view.waits_for_click);
    (0..20).for_each(|_| bench.settle());
    assert_eq!(sent(&bench, GREETING), 1, "asked again and again, devices crash on that page");

    bench.world.is_alone.set(true);
    bench.world.is_mute.set(false);
    bench.until("a question", asks_for(0));
    assert_eq!(sent(&bench, GREETING), 1, "the late answer was used");
}

#[test]
fn a_ledger_that_says_nothing_is_asked_anew_when_the_person_says_so() {
    let mut bench = Bench::open();
    bench.world.is_mute.set(true);
    bench.ask(from_a_ledger()).unwrap();
    bench.until("a word about the silence", |snapshot| asks(snapshot, DeviceRequest::LookAtDevice));
    bench.ask(RecoveryIntent::AskAgain).unwrap();
    (0..20).for_each(|_| bench.settle());
    assert_eq!(sent(&bench, GREETING), 2);
    // Something was plugged in or out somewhere: no reason to ask beside the question under way.
    bench.ask(LedgerIntent::DevicesChanged).unwrap();
    (0..20).for_each(|_| bench.settle());
    assert_eq!(sent(&bench, GREETING), 2);
}

#[test]
fn an_approval_that_comes_late_is_an_approval() {
    let mut bench = Bench::open();
    bench.world.is_alone.set(true);
    bench.ask(from_a_ledger()).unwrap();
    bench.until("a question", asks_for(0));
    let snapshot =
        bench.until("a word about the time", |snapshot| device(snapshot).is_some_and(|device| device.is_late));
    assert!(asks_for(0)(&snapshot), "the question is still told");
    (0..20).for_each(|_| bench.settle());
    assert_eq!(bench.world.prompts.get(), 1);
    bench.world.is_alone.set(false);
    bench.until("index 0", |snapshot| bench::are_asked(snapshot, 0));
    let asked: Vec<String> =
        bench.world.sent.borrow().iter().filter(|apdu| apdu.starts_with("e005")).cloned().collect();
    assert_eq!(asked.iter().filter(|apdu| apdu.ends_with("00000000")).count(), 1, "index 0 was asked for once");
}

#[test]
fn a_question_that_is_gone_can_be_asked_anew() {
    let mut bench = Bench::open();
    bench.world.is_alone.set(true);
    bench.ask(from_a_ledger()).unwrap();
    bench.until("a word about the time", |snapshot| device(snapshot).is_some_and(|device| device.is_late));
    bench.ask(RecoveryIntent::AskAgain).unwrap();
    for _ in 0..200 {
        bench.settle();
        if bench.world.prompts.get() == 2 {
            break;
        }
    }
    assert_eq!(bench.world.prompts.get(), 2);
    assert!(bench.snapshot().left_asking.is_none(), "the new question took its place");
}

#[test]
fn nobody_looks_at_the_clock_while_the_person_decides() {
    let mut bench = Bench::open();
    bench.world.is_alone.set(true);
    bench.ask(from_a_ledger()).unwrap();
    bench.until("a word about the time", |snapshot| device(snapshot).is_some_and(|device| device.is_late));
    let (slept, revision) = (bench.world.slept.get(), bench.snapshot().revision);
    (0..20).for_each(|_| bench.settle());
    assert_eq!((bench.world.slept.get(), bench.snapshot().revision), (slept, revision));
    // They are woken all the same.
    bench.ask(RecoveryIntent::AskAgain).unwrap();
    bench.until("a new question", |snapshot| device(snapshot).is_some_and(|device| !device.is_late));
}

#[test]
fn who_stops_is_told_that_the_ledger_still_asks_and_how_to_refuse() {
    let mut bench = Bench::open();
    bench.world.is_alone.set(true);
    bench.ask(from_a_ledger()).unwrap();
    bench.until("a question", asks_for(0));
    assert!(bench.snapshot().left_asking.is_none());
    bench.ask(RecoveryIntent::Stop).unwrap();
    let snapshot = bench.until("the end", |snapshot| running(snapshot).is_none());
    let left = snapshot.left_asking.unwrap();
    let hands: Vec<&Gesture> = left.screens.no.iter().map(|page| &page.gesture).collect();
    assert_eq!(hands, [&Gesture::RightUntil { words: "Reject operation".into() }, &Gesture::Both]);
    bench.ask(LedgerIntent::Settled).unwrap();
    assert!(bench.snapshot().left_asking.is_none());
}

#[test]
fn a_question_left_behind_by_a_lock_is_told_until_the_ledger_answers_another() {
    let mut bench = Bench::open();
    bench.world.is_alone.set(true);
    bench.ask(from_a_ledger()).unwrap();
    bench.until("a question", asks_for(0));
    bench.relock();
    bench.settle();
    bench.ask(RecoveryIntent::Discard).unwrap();
    assert!(bench.snapshot().left_asking.is_some());
    bench.world.is_alone.set(false);
    bench.ask(from_a_ledger()).unwrap();
    bench.until("an answer", |snapshot| snapshot.left_asking.is_none());
}

#[test]
fn nothing_is_left_where_nothing_was_asked() {
    let mut bench = Bench::open();
    bench.world.is_mute.set(true);
    bench.ask(from_a_ledger()).unwrap();
    bench.until("a word about the silence", |snapshot| asks(snapshot, DeviceRequest::LookAtDevice));
    bench.ask(RecoveryIntent::Stop).unwrap();
    let snapshot = bench.until("the end", |snapshot| running(snapshot).is_none());
    assert!(snapshot.left_asking.is_none());
}

#[test]
fn a_passphrase_that_was_changed_is_told_as_what_it_can_be_and_the_first_one_goes_on() {
    let mut bench = Bench::open();
    // Its public key was read, and somebody unlocks it with another passphrase before the question opens: the seed is another identity's.
    bench.world.passphrase_at_question.set(Some("another"));
    bench.ask(from_a_ledger()).unwrap();
    let is_told = |snapshot: &Snapshot| {
        let fault = device(snapshot).and_then(|device| device.fault.as_ref());
        fault.is_some_and(|fault| fault.code == "ledger-other-device")
    };
    bench.until("what it can be", is_told);
    assert_eq!(bench.world.prompts.get(), 1);
    // The one about nobody's.
    assert!(bench.world.looked_up.get() <= 1, "nothing of it was used");
    // It does not call a changed passphrase another Ledger only, nor send anybody to update an app.
    let texts: serde_json::Value =
        serde_json::from_str(include_str!("../../extension/_locales/en/messages.json")).unwrap();
    for key in [
        "device_other_device",
        "device_other_device_text",
        "fault_ledger_other_device",
        "fault_ledger_other_device_advice",
    ] {
        assert!(texts[key]["message"].as_str().unwrap().contains("passphrase"), "{key}");
    }
    // It stays with the other passphrase as long as it likes: told, and never asked for a key.
    bench.settle();
    assert!(is_told(&bench.snapshot()));
    assert_eq!(bench.world.prompts.get(), 1);
    // Followed literally: unlocked with the passphrase it began with, it goes on by itself.
    bench.world.passphrase.set("");
    let snapshot =
        bench.until("going on by itself", |snapshot| running(snapshot).is_some_and(|run| run.suggestion.is_some()));
    assert!(running(&snapshot).unwrap().places.len() >= 3 && bench.world.prompts.get() >= 4);
}

#[test]
fn a_ledger_that_an_account_does_not_belong_to_is_told_as_that_and_not_as_another_search() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    let shown =
        bench.world.records.borrow().access.iter().find(|access| access.address == AddressOnLedger::Shown).cloned();
    let AccessView { network, account: id, .. } = shown.unwrap();
    bench.ask(LedgerIntent::ShowAddress { network, id }).unwrap();
    let fault = |snapshot: &Snapshot| match &snapshot.device {
        DeviceTaskView::ShowingAddress { device, .. } => device.fault.as_ref().map(|fault| fault.code),
        DeviceTaskView::None | DeviceTaskView::CheckingAccess { .. } | DeviceTaskView::FindingByKey { .. } => None,
    };
    let snapshot = bench.until("a word about the Ledger", |snapshot| fault(snapshot).is_some());
    assert_eq!(fault(&snapshot), Some("ledger-not-of-account"));
    assert_eq!(bench.world.prompts.get(), 0, "it was asked nothing");
}

/// Follows a search until something is asked, and looks at every snapshot on the way: no row may say what the panel does not. Answers the
/// states of the rows then.
fn rows_until(bench: &mut Bench, asked: Option<DeviceRequest>) -> Vec<RowState> {
    let agree = |snapshot: &Snapshot| {
        let Some(run) = running(snapshot) else { return };
        let request = run.device.as_ref().and_then(|device| device.request);
        let has = |state| run.places.iter().any(|place| place.state == state);
        assert!(!has(RowState::AskingDevice) || request == Some(DeviceRequest::ConfirmKeyExport), "{request:?}");
        assert!(!has(RowState::Refused) || request == Some(DeviceRequest::ApproveAgain), "{request:?}");
        let call = request.filter(|_| run.suggestion.is_none()).map(LedgerCall::from);
        assert_eq!(snapshot.ledger_call, call, "the tab says something else than the panel");
    };
    let snapshot = bench.until("what is asked", |snapshot| {
        agree(snapshot);
        match asked {
            Some(_) => device(snapshot).is_some_and(|device| device.request == asked),
            None => running(snapshot).is_some_and(|run| run.suggestion.is_some()),
        }
    });
    running(&snapshot).unwrap().places.iter().map(|place| place.state).collect()
}

#[test]
fn a_row_waits_for_an_approval_only_while_the_ledger_asks_for_it() {
    let mut bench = Bench::open();
    bench.world.is_mute.set(true);
    bench.ask(from_a_ledger()).unwrap();
    // Nobody knows yet whose Ledger it is.
    assert_eq!(rows_until(&mut bench, Some(DeviceRequest::LookAtDevice)), []);
    assert_eq!(bench.snapshot().ledger_call, Some(LedgerCall::Attend));
    bench.world.is_alone.set(true);
    bench.world.is_mute.set(false);
    assert_eq!(rows_until(&mut bench, Some(DeviceRequest::ConfirmKeyExport)), [RowState::AskingDevice]);
    assert_eq!(bench.snapshot().ledger_call, Some(LedgerCall::Approve));
    bench.world.refuses.set(true);
    bench.world.is_alone.set(false);
    assert_eq!(rows_until(&mut bench, Some(DeviceRequest::ApproveAgain)), [RowState::Refused]);
    bench.ask(RecoveryIntent::AskAgain).unwrap();
    rows_until(&mut bench, None);
    assert_eq!(bench.snapshot().ledger_call, None, "nothing is to be done on the Ledger while the page asks");
}

/// Fifty look-ups that begin at once would each wait for what one question before them settles.
#[test]
fn while_the_person_reads_the_ledger_the_node_is_asked_once_about_what_is_nobodys() {
    for (private_scan, expected) in [(false, 1), (true, 0)] {
        let mut bench = Bench::open();
        bench.world.is_alone.set(true);
        let route = RecoveryRoute::Ledger { legacy: true, providers: Vec::new() };
        bench.ask(RecoveryIntent::Start { route, private_scan }).unwrap();
        assert_eq!(bench.world.looked_up.get(), 0, "nothing before the node was examined");
        bench.until("a question", asks_for(0));
        bench.settle();
        assert_eq!(bench.world.looked_up.get(), expected, "list first: {private_scan}");
    }
}

#[test]
fn an_address_that_is_on_two_networks_is_shown_of_the_one_that_was_asked_for() {
    let mut bench = Bench::open();
    let (mainnet, testnet) = (Network::Mainnet.genesis().to_string(), Network::Testnet.genesis().to_string());
    let of_mainnet = Desktop { devices: 1, identities: 1, accounts: 1, ..Desktop::default() }.document();
    for document in [of_mainnet.replace(&mainnet, &testnet), of_mainnet] {
        let bytes = sealed(&document, 1, Hash::Sha256).into();
        bench.ask(ImportIntent::File { file_name: String::new(), bytes }).unwrap();
        bench.ask(ImportIntent::Password { password: password(hostile::PASSWORD) }).unwrap();
        bench.ask(ImportIntent::Apply).unwrap();
    }
    let accounts = bench.world.records.borrow().accounts.clone();
    assert!(accounts.len() == 2 && accounts[0].id == accounts[1].id, "{accounts:?}");
    for asked in [mainnet, testnet] {
        let id = accounts[0].id.clone();
        bench.ask(LedgerIntent::ShowAddress { network: asked.clone(), id: id.clone() }).unwrap();
        let DeviceTaskView::ShowingAddress { network, account, .. } = bench.snapshot().device else { panic!() };
        assert_eq!((network, account), (asked, id));
        bench.ask(LedgerIntent::Cancel).unwrap();
    }
}

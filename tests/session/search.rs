//! Searches and questions to chain and Ledger through a whole session: what blocks them, what ends them, and what is said meanwhile.

use crate::bench;

use bench::{Bench, MINUTE, Planted, are_asked, from_a_ledger, password, running};
use lifeboat::ledger::DeviceRequest;
use lifeboat::merge::{Choice, Verdict};
use lifeboat::model::RecordKind;
use lifeboat::recovery::{Certainty, WayOn};
use lifeboat::session::Reply;
use lifeboat::session::chain::intent::ChainIntent;
use lifeboat::session::chain::view::ChainState;
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::ledger::intent::LedgerIntent;
use lifeboat::session::ledger::view::{AccessState, DeviceTaskView};
use lifeboat::session::nodes::view::NodeState;
use lifeboat::session::recovery::intent::RecoveryRoute;
use lifeboat::session::recovery::intent::{RecoveryIntent, RecoveryReply};
use lifeboat::session::recovery::view::{RecoveryView, RowState, RunView, ScanState, SearchFrom};
use lifeboat::session::settings::intent::SettingsIntent;
use lifeboat::session::view::Snapshot;

fn with_a_phone() -> Bench {
    let mut bench = Bench::open();
    bench.offer("mobile-exports", "synthetic/cryptox-android-mainnet.concordiumwallet");
    bench.ask(ImportIntent::Password { password: password("corpus-pass-1") }).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    bench
}

fn with_ledgers() -> Bench {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    bench
}

fn overview(snapshot: &Snapshot) -> Option<&RunView> {
    match &snapshot.recovery {
        RecoveryView::Overview { run, .. } => Some(run),
        RecoveryView::Idle { .. } | RecoveryView::Running { .. } => None,
    }
}

fn node_fault(snapshot: &Snapshot) -> Option<&'static str> {
    Some(running(snapshot)?.node.fault.as_ref()?.code)
}

#[test]
fn a_node_that_lags_is_asked_about_nobody_until_the_person_says_so() {
    let mut bench = Bench::open();
    bench.world.behind_ms.set(60 * MINUTE);
    bench.ask(from_a_ledger()).unwrap();
    let snapshot = bench.until("a lagging node", |snapshot| node_fault(snapshot) == Some("node-lagging"));
    let run = running(&snapshot).unwrap();
    assert!(run.node.lagging && run.node.state == NodeState::Failing, "{run:?}");
    bench.settle();
    assert_eq!(bench.world.prompts.get(), 0, "no key is asked for");
    bench.ask(RecoveryIntent::UseNodeAnyway).unwrap();
    bench.until("an index that is looked up", |snapshot| are_asked(snapshot, 0));
}

#[test]
fn identities_from_a_phone_are_searched_without_a_ledger() {
    let mut bench = with_a_phone();
    bench.ask(RecoveryIntent::Start { route: RecoveryRoute::Phone, private_scan: false }).unwrap();
    let snapshot = bench.until("the overview", |snapshot| overview(snapshot).is_some());
    let run = overview(&snapshot).unwrap();
    assert_eq!((run.from, run.device.is_none(), bench.world.prompts.get()), (SearchFrom::Phone, true, 0));
    let [place] = &run.places[..] else { panic!("{:?}", run.places) };
    assert_eq!((place.state, place.not_checked, place.index), (RowState::Done, 0, None));
    assert!(place.total > 25 && place.checked == place.total, "{place:?}");
    let [coverage] = &place.coverage[..] else { panic!("{:?}", place.coverage) };
    let not_searched: u32 = coverage.not_searched.iter().map(|range| range.last - range.first + 1).sum();
    assert_eq!(coverage.absent + coverage.found + not_searched, 256);
    assert!(place.is_nothing && run.findings.accounts.is_empty() && run.findings.nothing.is_empty());

    let Reply::Recovery(RecoveryReply::Report(report)) = bench.ask(RecoveryIntent::Report).unwrap() else {
        panic!("no report")
    };
    assert_eq!((report.nodes.len(), report.run.places.len()), (1, 1));
    assert!(!report.blocks.is_empty());
}

#[test]
fn what_is_asked_for_before_the_node_is_there_is_done_then() {
    let mut bench = with_a_phone();
    bench.world.behind_ms.set(60 * MINUTE);
    bench.ask(RecoveryIntent::Start { route: RecoveryRoute::Phone, private_scan: true }).unwrap();
    bench.until("a lagging node", |snapshot| node_fault(snapshot) == Some("node-lagging"));
    bench.ask(RecoveryIntent::Complete).unwrap();
    bench.settle();
    bench.ask(RecoveryIntent::UseNodeAnyway).unwrap();
    let snapshot = bench.until("the overview", |snapshot| overview(snapshot).is_some());
    let place = &overview(&snapshot).unwrap().places[0];
    assert_eq!(place.state, RowState::Done);
    assert!(place.coverage[0].absent > 0 && place.coverage[0].unlisted == 0, "{place:?}");
}

#[test]
fn what_a_list_does_not_name_is_not_called_absent_and_can_be_asked_about() {
    let mut bench = with_a_phone();
    bench.ask(RecoveryIntent::Start { route: RecoveryRoute::Phone, private_scan: true }).unwrap();
    let snapshot = bench.until("the overview", |snapshot| overview(snapshot).is_some());
    let run = overview(&snapshot).unwrap();
    assert_eq!(run.scan.as_ref().map(|scan| scan.state), Some(ScanState::Done));
    assert_eq!((run.places[0].state, run.places[0].coverage[0].absent), (RowState::Listed, 0));
    assert_eq!((run.outlook.certainty, run.ways[0]), (Certainty::NotListed, WayOn::AskOneByOne));
    assert_eq!((run.outlook.unlisted, run.outlook.absent), (run.places[0].coverage[0].unlisted, 0));
    bench.ask(RecoveryIntent::Complete).unwrap();
    let snapshot = bench.until("the complete search", |snapshot| {
        overview(snapshot).is_some_and(|run| run.places[0].state == RowState::Done)
    });
    assert!(overview(&snapshot).unwrap().places[0].coverage[0].absent > 0);
}

#[test]
fn another_node_is_asked_about_what_a_search_was_told() {
    let mut bench = with_a_phone();
    let other = "https://other.example.com:20000";
    let ask = |url: &str| RecoveryIntent::AskAnother { url: url.into() };
    assert_eq!(bench.refused(ask(other)), "out-of-step");
    bench.ask(RecoveryIntent::Start { route: RecoveryRoute::Phone, private_scan: false }).unwrap();
    let snapshot = bench.until("the overview", |snapshot| overview(snapshot).is_some());
    assert!(overview(&snapshot).unwrap().other_nodes.is_empty(), "no other node is known");
    assert_eq!(bench.refused(ask(other)), "unknown-node");
    bench.ask(SettingsIntent::AddNode { url: other.into() }).unwrap();
    let snapshot = bench.snapshot();
    let url = overview(&snapshot).unwrap().other_nodes[0].clone();
    let before = bench.world.looked_up.get();
    for again in [ask(&url), ask(&url)] {
        bench.ask(again).unwrap();
    }
    let snapshot = bench.until("its word", |snapshot| {
        overview(snapshot).and_then(|run| run.second.as_ref()).is_some_and(|second| !second.asking)
    });
    let run = overview(&snapshot).unwrap();
    let totals = run.second.as_ref().unwrap().totals;
    assert_eq!((totals.total, totals.asked), (run.outlook.absent, run.outlook.absent));
    assert_eq!((totals.hidden, totals.denied, totals.not_checked), (0, 0, 0));
    bench.settle();
    assert_eq!(bench.world.looked_up.get() - before, totals.total, "pressed twice, it is asked once");

    // It is about the run as it was: whoever goes on has no second opinion any more.
    bench.ask(RecoveryIntent::LookDeeper { place: None }).unwrap();
    let snapshot = bench.until("the overview again", |snapshot| overview(snapshot).is_some());
    assert!(overview(&snapshot).unwrap().second.is_none());
}

#[test]
fn deeper_numbers_are_searched_on_request_only() {
    let mut bench = with_a_phone();
    bench.ask(RecoveryIntent::Start { route: RecoveryRoute::Phone, private_scan: false }).unwrap();
    let snapshot = bench.until("the overview", |snapshot| overview(snapshot).is_some());
    let place = overview(&snapshot).unwrap().places[0].clone();
    assert!(place.can_look_deeper && !place.coverage[0].not_searched.is_empty());
    bench.ask(RecoveryIntent::LookDeeper { place: Some(place.id) }).unwrap();
    bench.until("everything searched", |snapshot| {
        overview(snapshot).is_some_and(|run| run.places[0].coverage[0].not_searched.is_empty())
    });
    assert_eq!(bench.refused(RecoveryIntent::LookDeeper { place: Some("elsewhere".into()) }), "unknown-record");
}

#[test]
fn a_search_of_nowhere_is_refused() {
    let mut bench = Bench::open();
    let route = RecoveryRoute::Ledger { legacy: false, providers: Vec::new() };
    assert_eq!(bench.refused(RecoveryIntent::Start { route, private_scan: false }), "nowhere-to-look");
}

#[test]
fn providers_come_from_the_node() {
    let mut bench = Bench::open();
    let Reply::Recovery(RecoveryReply::Providers(providers)) = bench.ask(RecoveryIntent::Providers).unwrap() else {
        panic!("no providers")
    };
    assert_eq!(
        providers.iter().map(|it| (it.number, it.name.as_str())).collect::<Vec<_>>(),
        [(3, "Provider of tests")]
    );
}

#[test]
fn accounts_of_another_ledger_are_said_to_be_another_ledgers() {
    let mut bench = with_ledgers();
    bench.ask(LedgerIntent::CheckAccess).unwrap();
    bench.until("the end of the check", |snapshot| snapshot.device == DeviceTaskView::None);
    let records = bench.world.records.borrow();
    assert!(!records.access.is_empty());
    assert!(records.access.iter().all(|access| access.state == AccessState::OtherLedger), "{:?}", records.access);
    assert_eq!(bench.world.prompts.get(), 0, "comparing asks nobody");
}

#[test]
fn locking_ends_what_is_under_way_and_forgets_what_was_learned() {
    let mut bench = with_ledgers();
    assert!(bench.world.records.borrow().access.iter().all(|access| access.state == AccessState::Unknown));
    bench.ask(LedgerIntent::CheckAccess).unwrap();
    bench.until("the end of the check", |snapshot| snapshot.device == DeviceTaskView::None);
    assert!(bench.world.records.borrow().access.iter().all(|access| access.state == AccessState::OtherLedger));
    bench.world.is_silent.set(true);
    bench.ask(ChainIntent::Check).unwrap();
    assert!(bench.world.records.borrow().chain.iter().any(|fact| fact.state == ChainState::Asking));
    bench.ask(LedgerIntent::CheckAccess).unwrap();
    bench.relock();
    let records = bench.world.records.borrow();
    assert!(records.chain.is_empty() && records.access.iter().all(|access| access.state == AccessState::Unknown));
    drop(records);
    assert_eq!(bench.snapshot().device, DeviceTaskView::None);
}

#[test]
fn an_address_without_an_account_is_absent_and_one_without_an_answer_is_not() {
    let mut bench = with_ledgers();
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    let facts = bench.world.records.borrow().chain.clone();
    assert!(facts.len() > 3 && facts.iter().all(|fact| fact.state == ChainState::Absent), "{facts:?}");
    bench.world.is_silent.set(true);
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    let facts = bench.world.records.borrow().chain.clone();
    assert!(facts.iter().all(|fact| fact.state == ChainState::Asking), "silence is no answer: {facts:?}");
}

#[test]
fn what_a_second_node_denies_does_not_come_in_by_itself_whenever_it_says_so() {
    for is_asked_before_the_preview in [true, false] {
        let mut bench = with_a_phone();
        // If one believes the node, a credential of this phone is on an account that somebody else has opened.
        *bench.world.planted.borrow_mut() = Some(Planted::new());
        bench.ask(RecoveryIntent::Start { route: RecoveryRoute::Phone, private_scan: false }).unwrap();
        let snapshot = bench.until("the overview", |snapshot| overview(snapshot).is_some());
        assert_eq!(overview(&snapshot).unwrap().outlook.accounts, 1);
        bench.ask(SettingsIntent::AddNode { url: "https://other.example.com:20000".into() }).unwrap();
        let url = overview(&bench.snapshot()).unwrap().other_nodes[0].clone();
        let account = |bench: &Bench| bench.rows().into_iter().find(|item| item.kind == RecordKind::Account).unwrap();
        if !is_asked_before_the_preview {
            bench.ask(RecoveryIntent::Preview).unwrap();
            assert_eq!(account(&bench).status, Verdict::New);
        }
        // The other node knows nothing of it.
        *bench.world.planted.borrow_mut() = None;
        bench.ask(RecoveryIntent::AskAnother { url }).unwrap();
        bench.until("its word", |snapshot| {
            overview(snapshot).and_then(|run| run.second.as_ref()).is_some_and(|second| !second.asking)
        });
        if is_asked_before_the_preview {
            bench.ask(RecoveryIntent::Preview).unwrap();
        }
        let denied = account(&bench);
        assert_eq!((denied.status, denied.reason.unwrap().code), (Verdict::Doubted, "account-denied"));
        assert_eq!((denied.choices[0].code, denied.chosen), (Choice::LeaveOut, 0));
        let before = bench.accounts();
        bench.ask(RecoveryIntent::Add).unwrap();
        assert_eq!((bench.accounts(), account(&bench).status), (before, Verdict::Doubted), "it asks");
        bench.ask(ImportIntent::Apply).unwrap();
        assert_eq!(bench.accounts(), before, "nothing comes in that nobody chose");
    }
}

#[test]
fn a_number_that_was_left_out_is_searched_after_all() {
    let mut bench = Bench::open();
    bench.world.refuses.set(true);
    bench.ask(from_a_ledger()).unwrap();
    let is_refused = |snapshot: &Snapshot| {
        running(snapshot).and_then(|run| run.device.as_ref()?.request) == Some(DeviceRequest::ApproveAgain)
    };
    bench.until("the question what to do", is_refused);
    bench.ask(RecoveryIntent::SkipIndex).unwrap();
    let first = |snapshot: &Snapshot| overview(snapshot).or_else(|| running(snapshot)).map(|run| run.places[0].clone());
    bench.until("a suggestion", |snapshot| running(snapshot).is_some_and(|run| run.suggestion.is_some()));
    bench.ask(RecoveryIntent::Stop).unwrap();
    let snapshot = bench.until("the overview", |snapshot| overview(snapshot).is_some());
    let place = first(&snapshot).unwrap();
    let prompts = bench.world.prompts.get();
    assert_eq!((place.index, place.state), (Some(0), RowState::Skipped));
    assert_eq!(overview(&snapshot).unwrap().outlook.left_out, 1);

    let again = |id: &str| RecoveryIntent::SearchAfterAll { place: id.to_owned() };
    assert_eq!(bench.refused(again("elsewhere")), "unknown-record");
    bench.ask(again(&place.id)).unwrap();
    let snapshot = bench.until("the overview again", |snapshot| overview(snapshot).is_some());
    assert_eq!(first(&snapshot).unwrap().state, RowState::Done);
    assert_eq!(overview(&snapshot).unwrap().outlook.left_out, 0);
    assert_eq!(bench.world.prompts.get(), prompts + 1, "its key, and no other");
}

//! Nodes: which are asked, how fast, and which are taken.

use crate::bench;

use std::collections::BTreeSet;

use bench::*;
use lifeboat::fault::Remedy;
use lifeboat::model::Network;
use lifeboat::node::NodeError;
use lifeboat::session::Reply;
use lifeboat::session::chain::intent::ChainIntent;
use lifeboat::session::nodes::view::NodeState;
use lifeboat::session::recovery::intent::RecoveryIntent;
use lifeboat::session::settings::intent::SettingsIntent;
use lifeboat::session::settings::intent::SettingsReply;
use lifeboat::session::vault::intent::VaultIntent;

fn of(nodes: &[&str]) -> BTreeSet<String> {
    nodes.iter().map(ToString::to_string).collect()
}

fn use_node(bench: &mut Bench, url: &str) -> Result<String, lifeboat::fault::Fault> {
    let reply = bench.ask(SettingsIntent::UseNode { url: url.into() })?;
    let Reply::Settings(SettingsReply::Network(network)) = reply else { panic!("{reply:?}") };
    Ok(network.node_url)
}

#[test]
fn nobody_but_the_nodes_on_the_list_is_asked() {
    let mut bench = Bench::open();
    let everything = |bench: &mut Bench| {
        bench.world.asked.take();
        bench.ask(RecoveryIntent::Providers).unwrap();
        bench.ask(ChainIntent::Check).unwrap();
        bench.ask(from_a_ledger()).unwrap();
        bench.until("a suggestion", |snapshot| running(snapshot).is_some_and(|run| run.suggestion.is_some()));
        bench.ask(RecoveryIntent::Stop).unwrap();
        bench.settle();
        bench.ask(RecoveryIntent::Discard).unwrap();
        bench.world.asked.take()
    };
    assert_eq!(everything(&mut bench), of(&[Network::Mainnet.public_node()]));
    use_node(&mut bench, "https://node.example.com:20000").unwrap();
    assert_eq!(bench.world.asked.take(), of(&["https://node.example.com:20000"]), "only whom it is about is tested");
    assert_eq!(everything(&mut bench), of(&["https://node.example.com:20000"]));
    bench.ask(VaultIntent::Lock).unwrap();
    bench.settle();
    assert_eq!(bench.world.asked.take(), of(&[]));
}

#[test]
fn an_address_needs_no_scheme() {
    let mut bench = Bench::open();
    assert_eq!(use_node(&mut bench, "localhost:20000").unwrap(), "http://localhost:20000");
    assert_eq!(use_node(&mut bench, "node.example.com:20000").unwrap(), "https://node.example.com:20000");
    assert_eq!(use_node(&mut bench, "http://node.example.com").unwrap_err().code, "node-url-insecure");
}

#[test]
fn a_node_that_cannot_say_not_found_is_not_taken_and_what_helps_is_named() {
    let mut bench = Bench::open();
    for (error, helps) in [
        (NodeError::StatusHidden, true),
        (NodeError::Hidden, true),
        (NodeError::NotOffered, false),
        (NodeError::Unavailable, false),
        (NodeError::WebPage, false),
    ] {
        *bench.world.look_up_fault.borrow_mut() = Some(error);
        for add in [false, true] {
            let url = "node.example.com".to_owned();
            let intent = if add { SettingsIntent::AddNode { url } } else { SettingsIntent::UseNode { url } };
            let fault = bench.ask(intent).unwrap_err();
            let remedy = Remedy::AllowNode { url: "https://node.example.com".into() };
            assert_eq!(fault.remedy, helps.then_some(remedy), "{}", fault.code);
        }
        let settings = bench.snapshot().settings.unwrap();
        assert!(settings.networks.iter().all(|network| network.public_node), "{settings:?}");
    }
}

#[test]
fn a_node_that_limits_its_callers_is_asked_more_slowly_until_everything_is_answered() {
    let mut bench = Bench::open();
    bench.world.most_look_ups.set(Some(7));
    bench.ask(from_a_ledger()).unwrap();
    bench.until("a busy node", |snapshot| running(snapshot).is_some_and(|run| run.node.state == NodeState::Busy));
    let snapshot =
        bench.until("a suggestion", |snapshot| running(snapshot).is_some_and(|run| run.suggestion.is_some()));
    let run = running(&snapshot).unwrap();
    assert_eq!((run.outlook.not_checked, run.node.fault.as_ref()), (0, None), "nobody had to press anything");
    assert!(run.places.iter().all(|place| place.not_checked == 0));
    let asked: u32 = run.places.iter().map(|place| place.total).sum();
    assert!(bench.world.too_much.get() < asked, "{} of {asked} in vain", bench.world.too_much.get());
}

#[test]
fn a_node_that_lets_nobody_ask_is_left_and_said_to_be_overloaded() {
    let mut bench = Bench::open();
    *bench.world.look_up_fault.borrow_mut() = Some(NodeError::Throttled { seconds: None });
    bench.ask(from_a_ledger()).unwrap();
    let snapshot = bench.until("an end", |snapshot| {
        running(snapshot).is_some_and(|run| run.node.state == NodeState::Failing && run.outlook.not_checked > 0)
    });
    assert_eq!(running(&snapshot).unwrap().node.fault.as_ref().unwrap().code, "node-throttled");
    *bench.world.look_up_fault.borrow_mut() = None;
    bench.world.now.set(bench.world.now.get() + MINUTE / 10);
    bench.ask(RecoveryIntent::CheckAgain).unwrap();
    bench.until("a suggestion", |snapshot| {
        running(snapshot).is_some_and(|run| run.suggestion.is_some() && run.outlook.not_checked == 0)
    });
}

//! What accounts hold, as the page is told: with its time, until another answer comes, and while the vault is open.

use lifeboat::fault::Coded;
use lifeboat::node::NodeError;
use lifeboat::node::balance::TokenStanding;
use lifeboat::session::chain::intent::ChainIntent;
use lifeboat::session::chain::view::{ChainFactView, ChainState};
use lifeboat::session::import::intent::ImportIntent;

use crate::bench::{Bench, MINUTE, member};
use crate::keys::{ADDRESS, key_file};

/// `{"name": "CCD", "paused": true}`, as the node says it of the token `CCD`.
fn paused_token() -> Vec<u8> {
    let rules = hex::decode("a2646e616d656343434466706175736564f5").unwrap();
    [member(1, &member(1, b"CCD")), member(2, &member(5, &member(1, &rules)))].concat()
}

/// 12.5 of it, on an account.
fn token_held() -> Vec<u8> {
    let balance = member(1, &[0x08, 125, 0x10, 1]);
    member(13, &[member(1, &member(1, b"CCD")), member(2, &balance)].concat())
}

fn fact(bench: &Bench) -> ChainFactView {
    let records = bench.world.records.borrow();
    records.chain.iter().find(|fact| fact.address == ADDRESS).unwrap().clone()
}

fn check(bench: &mut Bench) -> ChainFactView {
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    fact(bench)
}

#[test]
fn a_balance_stays_with_its_time_until_there_is_another_answer() {
    let mut bench = Bench::open();
    let account = key_file(&mut bench);
    bench.ask(ImportIntent::Apply).unwrap();
    bench.world.on_chain.borrow_mut().push([account, token_held()].concat());
    *bench.world.token.borrow_mut() = Some(paused_token());
    let first = check(&mut bench);
    let together = |bench: &Bench| {
        let totals = bench.world.records.borrow().totals[0].clone();
        (totals.state, totals.alone.total, totals.at)
    };
    assert_eq!(together(&bench), (ChainState::Exists, "5000000".into(), first.at));
    let balance = first.balance.clone().unwrap();
    assert_eq!((first.state, balance.total.as_str()), (ChainState::Exists, "5000000"));
    let [token] = balance.tokens.as_slice() else { panic!("{balance:?}") };
    assert_eq!((token.amount.as_deref(), token.standing), (Some("12.5"), TokenStanding::Paused));
    assert!(token.looks_like_ccd && token.name.is_none(), "a name that is the id is said once: {token:?}");

    // A fault keeps what is known, and says when that was.
    bench.world.now.set(bench.world.now.get() + MINUTE);
    *bench.world.look_up_fault.borrow_mut() = Some(NodeError::NotOffered);
    let later = check(&mut bench);
    assert_eq!((later.state, &later.balance, later.at), (ChainState::NotChecked, &first.balance, first.at));

    assert_eq!(together(&bench).0, ChainState::NotChecked, "a failed question is no sum of nothing");

    // That there is no account is an answer.
    *bench.world.look_up_fault.borrow_mut() = None;
    bench.world.on_chain.borrow_mut().clear();
    let gone = check(&mut bench);
    assert_eq!((gone.state, gone.balance), (ChainState::Absent, None));
    assert_eq!(together(&bench).0, ChainState::Absent);

    bench.relock();
    assert!(bench.world.records.borrow().chain.is_empty(), "what was learned is forgotten with the lock");
}

#[test]
fn without_a_word_about_a_token_it_is_not_said_to_be_free() {
    let mut bench = Bench::open();
    let account = key_file(&mut bench);
    bench.ask(ImportIntent::Apply).unwrap();
    bench.world.on_chain.borrow_mut().push([account, token_held()].concat());
    let balance = check(&mut bench).balance.unwrap();
    assert_eq!(balance.tokens[0].standing, TokenStanding::NotChecked);
}

#[test]
fn every_address_has_the_fault_that_kept_its_own_answer_away() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    let addresses: Vec<_> = bench.world.records.borrow().chain.iter().map(|fact| fact.address.clone()).collect();
    let faults = [NodeError::NotOffered, NodeError::TooLarge { limit: 1024 }];
    for (address, fault) in addresses.iter().zip(faults.clone()) {
        bench.world.faults.borrow_mut().push((address.parse().unwrap(), fault));
    }
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    let records = bench.world.records.borrow();
    let told: Vec<_> = records.chain.iter().map(|fact| fact.fault.as_ref().map(|fault| fault.code)).collect();
    assert_eq!(told[..2], faults.map(|fault| Some(fault.code())));
    assert!(told.len() > 2 && told[2..].iter().all(Option::is_none), "{told:?}");
}

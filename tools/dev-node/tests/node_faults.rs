//! The engine's node queries against a real node process boundary: TCP, HTTP, gRPC-web. Whatever breaks on the way, a look-up
//! answers with an error and never with "no such account".

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/breaks.rs"]
mod breaks;

use std::time::Duration;

use dev_node::chain::Chain;
use dev_node::client::Client;
use dev_node::fault::{Fault, Rule};
use dev_node::scenario::Scenario;
use dev_node::{DEV_GENESIS, DevNode};
use lifeboat::model::{AccountAddress, AccountSlot, CredentialId, GenesisHash};
use lifeboat::node::grpc_web::decode_reply;
use lifeboat::node::{HttpReply, Lookup, Method, NodeError, NodeTransport, NodeUrl, Obstacle, query, retry};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::net::TcpStream;

fn client(node: &DevNode) -> Client {
    Client::http1(NodeUrl::parse(&node.url()).unwrap())
}

async fn story() -> DevNode {
    serve("story").await
}

async fn serve(scenario: &str) -> DevNode {
    let scenario = Scenario { others: 0, ..Scenario::load(scenario).unwrap() };
    DevNode::start(Chain::build(&scenario).unwrap(), DEV_GENESIS, 0, 0).await.unwrap()
}

/// The id with this number under identity 0 of the story's device.
fn number(node: &DevNode, number: u8) -> CredentialId {
    let accounts = node.shared.chain.accounts.iter();
    let mut credentials = accounts.flat_map(|account| account.credentials.values().chain(&account.removed));
    let wanted = credentials.find(|credential| {
        credential.owner.as_ref().is_some_and(|owner| {
            owner.mnemonic == "speculos-default-24" && owner.identity == 0 && owner.number == number
        })
    });
    wanted.unwrap().id
}

/// A valid id nobody ever deployed.
const NOBODY: CredentialId = CredentialId::new([0xa5; 48]);

#[tokio::test]
async fn no_fault_ever_becomes_no_account() {
    let node = story().await;
    for fault in breaks::FAULTS {
        node.shared.knobs().faults = vec![Rule::always(fault)];
        let limit = if matches!(fault, Fault::Hang | Fault::Stall) {
            Duration::from_millis(200)
        } else {
            Duration::from_secs(10)
        };
        let transport = client(&node).patient_for(limit);
        let found = query::account_by_credential(&transport, &number(&node, 0)).await;
        assert_eq!(found, Err(breaks::named(fault)), "{fault}");
        // Even where the true answer would be absence, a broken one is not it.
        let absent = query::account_by_credential(&transport, &NOBODY).await;
        assert!(absent.is_err(), "{fault}: {absent:?}");
    }
}

#[tokio::test]
async fn a_refused_connection_is_no_answer_and_the_next_one_is() {
    let node = story().await;
    let transport = client(&node);
    let id = number(&node, 0);
    node.shared.listen(false);
    // Closing takes a moment; from then on, connections are refused.
    while TcpStream::connect(("127.0.0.1", node.port)).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(query::account_by_credential(&transport, &id).await, Err(NodeError::Unreachable));
    assert_eq!(query::account_by_credential(&transport, &NOBODY).await, Err(NodeError::Unreachable));

    node.shared.listen(true);
    let mut failed = 0;
    let answer = loop {
        match query::account_by_credential(&transport, &id).await {
            Err(fault) => {
                failed += 1;
                let pause = retry::pause_after(&fault, failed, 0).unwrap();
                tokio::time::sleep(Duration::from_millis(pause.into())).await;
            }
            answered => break answered,
        }
    };
    assert!(matches!(answer, Ok(Lookup::Found(_))), "{answer:?}");
}

#[tokio::test]
async fn a_gateway_that_writes_the_status_into_the_headers_alone_can_be_searched_with() {
    let node = story().await;
    node.shared.knobs().faults = vec![Rule::always(Fault::Wordless)];
    let transport = client(&node);
    assert_eq!(query::account_by_credential(&transport, &NOBODY).await, Ok(Lookup::Absent));
    let found = query::account_by_credential(&transport, &number(&node, 0)).await;
    assert!(matches!(found, Ok(Lookup::Found(_))), "{found:?}");
    // The real reply of a node: its chain knows no credential that nobody can have.
    assert!(query::probe(&transport, || u64::MAX).await.is_ok());
}

#[tokio::test]
async fn answers_are_found_shared_removed_or_absent() {
    let node = story().await;
    let transport = client(&node);
    let look_up = async |id| match query::account_by_credential(&transport, &id).await.unwrap() {
        Lookup::Found(account) => Some(*account),
        Lookup::Absent => None,
    };

    // What the device itself shows for this credential.
    let own = look_up(number(&node, 0)).await.unwrap();
    assert_eq!(own.address.to_string(), "45M6WdUkewuKn9ySKU1MZcXUDHP2F4CJCxcYMhh2BXnr6QMEau");
    let (slot, credential) = own.slot_of(&number(&node, 0)).unwrap();
    assert_eq!((slot, credential.initial, own.threshold), (AccountSlot(0), true, 1));
    assert_eq!(credential.policy.valid_to.to_string(), "202701");
    // The key the device signs with, by the recorded derivations.
    let key = "87e16c8269270b1c75b930224df456d2927b80c760ffa77e57dbd738f6399492";
    assert_eq!(credential.keys.keys[&0].to_string(), key);

    let staked = look_up(number(&node, 1)).await.unwrap().balance;
    assert_eq!(
        (staked.total, staked.staked(), staked.at_disposal),
        (1_000_000_000_000, 750_000_000_000, 250_000_000_000)
    );
    let scheduled = look_up(number(&node, 3)).await.unwrap();
    assert_eq!((scheduled.balance.scheduled, scheduled.balance.at_disposal), (2_345_678, 10_000_000));
    assert_eq!(scheduled.opened_by().unwrap().policy.revealed[&5], b"DK");

    let shared = look_up(number(&node, 4)).await.unwrap();
    let (slot, credential) = shared.slot_of(&number(&node, 4)).unwrap();
    assert_eq!((slot, credential.initial, shared.threshold), (AccountSlot(1), false, 2));
    assert_ne!(shared.address, AccountAddress::of_first_credential(&number(&node, 4)));
    assert_eq!(shared.address, AccountAddress::of_first_credential(&shared.opened_by().unwrap().id));

    let removed = look_up(number(&node, 6)).await.unwrap();
    assert_eq!(removed.slot_of(&number(&node, 6)), None);
    assert_eq!(removed.address, AccountAddress::of_first_credential(&removed.opened_by().unwrap().id));

    assert_eq!(look_up(NOBODY).await, None);
}

#[tokio::test]
async fn an_account_says_all_that_it_holds_and_what_only_a_later_protocol_knows() {
    use lifeboat::node::balance::{Delegate, Stake, TokenId, TokenStanding};

    let node = serve("holdings").await;
    let transport = client(&node);
    let held = async |n: usize| {
        let id = node.shared.chain.accounts[n].credentials[&0].id;
        match query::account_by_credential(&transport, &id).await.unwrap() {
            Lookup::Found(account) => account.balance,
            Lookup::Absent => panic!("it is there"),
        }
    };

    let suspended = held(0).await;
    assert_eq!(suspended.stake, Some(Stake::Validator { amount: 6_000_000_000, is_suspended: true }));
    assert_eq!((suspended.cooling_down, suspended.at_disposal), (750_000_001, 3_249_999_999));
    let forecasts: Vec<_> = suspended.cooldowns.items.iter().map(|it| (it.amount, it.is_forecast)).collect();
    assert_eq!(forecasts, [(500_000_000, false), (250_000_001, true)]);
    assert!(!suspended.has_unknown && !suspended.is_shielded);

    let locked = held(1).await;
    assert_eq!(locked.stake, Some(Stake::Delegator { amount: 1_000_000_000, to: Delegate::Validator(42) }));
    let parts: Vec<_> = locked.releases.items.iter().map(|it| it.amount).collect();
    assert_eq!((parts, locked.scheduled), (vec![1_000_000_000, 2_000_000_000], 3_000_000_000));
    assert!(locked.releases.items[0].at < locked.releases.items[1].at && locked.is_shielded);

    let mut standings = Vec::new();
    for token in &held(2).await.tokens.items {
        let facts = query::token(&transport, &token.id).await.unwrap();
        standings.push((token.amount.unwrap().to_string(), token.standing(Some(&facts))));
    }
    let expected = [
        ("12.5", TokenStanding::Free),
        ("18446744073709.551615", TokenStanding::Free),
        ("7", TokenStanding::Paused),
        ("0.000001", TokenStanding::Denied),
        ("10.5", TokenStanding::NotAllowed),
        ("0.05", TokenStanding::Unknown),
    ];
    assert_eq!(standings, expected.map(|(amount, standing)| (amount.to_owned(), standing)));
    let nobodys = query::token(&transport, &TokenId::new("NOBODYS").unwrap()).await;
    assert_eq!(nobodys, Err(NodeError::NotFound));

    let later = held(3).await;
    assert_eq!((later.total, later.stake, later.has_unknown), (42_000_000, Some(Stake::Unknown), true));
    assert_eq!(held(4).await.stake, Some(Stake::Validator { amount: 500_000_000, is_suspended: false }));
}

#[tokio::test]
async fn fifty_look_ups_at_once_are_all_answered_under_passing_faults() {
    let node = story().await;
    let transport = client(&node);
    // At most two refusals and one cut connection per credential id: five attempts must do.
    let mut busy = Rule::always(Fault::Grpc(8));
    (busy.every, busy.attempts) = (Some(3), Some(2));
    let mut first_time = Rule::always(Fault::Drop);
    (first_time.every, first_time.attempts) = (Some(2), Some(1));
    node.shared.knobs().faults = vec![busy, first_time];
    node.shared.knobs().latency_ms = 20;

    let ids: Vec<_> =
        (0..44).map(|n| CredentialId::new([n; 48])).chain([0, 1, 3, 4, 6].map(|n| number(&node, n))).collect();
    let look_up = async |id: &CredentialId| {
        for failed in 1.. {
            match query::account_by_credential(&transport, id).await {
                Ok(answer) => return Ok(answer),
                Err(fault) if retry::pause_after(&fault, failed, 0).is_none() => return Err(fault),
                Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
        unreachable!("attempts end")
    };
    let answers = futures_util::future::join_all(ids.iter().map(look_up)).await;

    let found: Vec<_> = answers.iter().map(|answer| matches!(answer.as_ref().unwrap(), Lookup::Found(_))).collect();
    assert_eq!(found, [vec![false; 44], vec![true; 5]].concat());
    let journal = node.shared.journal().clone();
    assert_eq!(journal.credentials.len(), ids.len(), "a look-up was skipped");
    assert!(journal.look_ups_at_once > 6, "{}", journal.look_ups_at_once);
    assert!(journal.faults["grpc-8"] > 0 && journal.faults["drop"] > 0, "{:?}", journal.faults);
}

#[tokio::test]
async fn another_chain_and_lag_are_seen() {
    let node = story().await;
    let transport = client(&node);
    let info = query::consensus_info(&transport).await.unwrap();
    let block = query::last_final_block(&transport).await.unwrap();
    let standing = info.standing(&block, block.slot_time_ms + 2_000);
    assert_eq!((standing.lag_seconds, standing.lagging), (2, false));
    assert_eq!(standing.obstacle(DEV_GENESIS), None);

    node.shared.knobs().lag_seconds = 3600;
    let behind = query::last_final_block(&transport).await.unwrap();
    let seen = info.standing(&behind, block.slot_time_ms);
    assert!(seen.lagging && (3590..=3600).contains(&seen.lag_seconds), "{seen:?}");

    let other = GenesisHash::new([7; 32]);
    node.shared.knobs().genesis = Some(other);
    let standing = query::standing(&transport, || block.slot_time_ms).await.unwrap();
    let wrong = Obstacle::WrongNetwork { expected: DEV_GENESIS, found: other };
    assert_eq!(standing.obstacle(DEV_GENESIS), Some(wrong));
}

#[tokio::test]
async fn the_commitment_key_makes_a_generator() {
    let node = story().await;
    let parameters = query::cryptographic_parameters(&client(&node)).await.unwrap();
    assert_eq!(parameters.commitment_key.bytes().as_slice(), node.shared.chain.commitment_key);
    lifeboat::chain::Generator::parse(parameters.commitment_key.bytes()).unwrap();
}

/// A true reply of the node, cut at every place and with any byte changed.
#[tokio::test]
async fn a_damaged_true_reply_is_never_another_account_and_never_absence() {
    struct Fixed(HttpReply);

    impl NodeTransport for Fixed {
        async fn call(&self, method: Method, _: &[u8]) -> Result<Vec<u8>, NodeError> {
            decode_reply(method, &self.0)
        }
    }

    struct Recorder(Client, std::sync::Mutex<HttpReply>);

    impl NodeTransport for Recorder {
        async fn call(&self, method: Method, message: &[u8]) -> Result<Vec<u8>, NodeError> {
            *self.1.lock().unwrap() = self.0.reply(method, message).await?;
            decode_reply(method, &self.1.lock().unwrap())
        }
    }

    let node = story().await;
    let id = number(&node, 4);
    let recorder = Recorder(client(&node), std::sync::Mutex::default());
    let Ok(Lookup::Found(truth)) = query::account_by_credential(&recorder, &id).await else {
        panic!("the story has it")
    };
    let reply = recorder.1.into_inner().unwrap();
    let read = |body| {
        let transport = Fixed(HttpReply { body, ..reply.clone() });
        futures_executor::block_on(query::account_by_credential(&transport, &id))
    };

    for cut in 0..reply.body.len() {
        let error = read(reply.body[..cut].to_vec()).unwrap_err();
        assert!(matches!(error, NodeError::Truncated | NodeError::StatusHidden), "cut at {cut}: {error:?}");
    }
    let flips = (any::<prop::sample::Index>(), 1..=u8::MAX);
    TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(256) })
        .run(&flips, |(at, flip)| {
            let mut body = reply.body.clone();
            let at = at.index(body.len());
            body[at] ^= flip;
            match read(body) {
                // A changed digit of the status in the trailer of a reply that has a message is a contradiction, too.
                Ok(Lookup::Absent) => prop_assert!(false, "absent after a change at {}", at),
                Ok(Lookup::Found(account)) => prop_assert_eq!(account.address, truth.address),
                Err(_) => {}
            }
            Ok(())
        })
        .unwrap();
}

//! The engine's questions to a directory of keys, over HTTP: whatever is wrong with it, an answer is never "no account".

#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use dev_node::chain::Chain;
use dev_node::client::Client;
use dev_node::directory::Knobs;
use dev_node::fault::{Fault, Rule};
use dev_node::scenario::Scenario;
use dev_node::{DEV_GENESIS, DevNode};
use lifeboat::access::Power;
use lifeboat::directory::{DirectoryError, Oddity, accounts_with, check_against, check_health};
use lifeboat::model::VerifyKey;
use lifeboat::node::{Lookup, NodeUrl, query};

/// A phone's credential with a key of a Ledger in it, twice; a stranger's account with the same key beside his own; one that is young.
const SCENARIO: &str = r#"{
  "accounts": [
    { "credentials": [{ "owner": { "mnemonic": "legal-12", "identity": 0, "number": 0 } }] },
    { "credentials": [{ "owner": { "id": "ID1" }, "keys": { "0": "KEY" } }], "amount": 1 },
    { "credentials": [{ "owner": { "id": "ID2" }, "keys": { "0": "KEY" } }], "amount": 2, "ageSeconds": 60 },
    { "credentials": [{ "owner": { "mnemonic": "legal-12", "identity": 0, "number": 1 } },
                      { "owner": { "mnemonic": "legal-12", "identity": 0, "number": 2 }, "keys": { "0": "KEY", "3": "KEY" } }] }
  ],
  "others": 3
}"#;
/// `m/44'/919'/0'/0'/0'/0'` of the Speculos phrase.
const KEY: &str = "ffba75ecc84ee406901bcc3f99a3360e35e4f2f6ef6c30eeeaa543e59227c9e5";

async fn node() -> DevNode {
    let text = SCENARIO.replace("KEY", KEY).replace("ID1", &"a1".repeat(48)).replace("ID2", &"a2".repeat(48));
    DevNode::start(Chain::build(&Scenario::parse(&text).unwrap()).unwrap(), DEV_GENESIS, 0, 0).await.unwrap()
}

fn client(node: &DevNode) -> Client {
    Client::http1(NodeUrl::parse(&node.url()).unwrap())
}

fn key() -> VerifyKey {
    KEY.parse().unwrap()
}

#[tokio::test]
async fn every_account_under_a_key_is_listed_and_the_node_says_whose_it_is() {
    let node = node().await;
    let client = client(&node);
    check_health(&client).await.unwrap();
    check_against(&client, &query::young_account(&client).await.unwrap()).await.unwrap();
    assert_eq!(accounts_with(&client, &VerifyKey::new([1; 32])).await, Ok([].into()));
    let listed = accounts_with(&client, &key()).await.unwrap();
    assert_eq!(listed.len(), 3, "the stranger's once, though the key stands there twice");
    let mut powers = Vec::new();
    for address in listed {
        let Lookup::Found(account) = query::account_by_address(&client, &address).await.unwrap() else { continue };
        powers.push(Power::of(&account, &[key()].into()));
    }
    powers.sort_unstable();
    assert_eq!(powers, [Power::Alone, Power::Alone, Power::OthersToo]);
}

#[tokio::test]
async fn no_fault_ever_becomes_no_account() {
    let node = node().await;
    let odd = DirectoryError::Odd(Oddity::Shape);
    for (fault, error) in [
        (Fault::Drop, DirectoryError::Unreachable),
        (Fault::Cut, DirectoryError::Unreachable),
        (Fault::Hang, DirectoryError::TimedOut),
        (Fault::Stall, DirectoryError::TimedOut),
        (Fault::Truncate, odd),
        (Fault::Html, odd),
        (Fault::Redirect, DirectoryError::Http { status: 302 }),
        (Fault::Http(404), DirectoryError::Http { status: 404 }),
        (Fault::Http(500), DirectoryError::Http { status: 500 }),
        (Fault::Http(503), DirectoryError::Busy),
        (Fault::RetryAfter(7), DirectoryError::Busy),
    ] {
        node.shared.knobs().faults = vec![Rule::always(fault)];
        let client = client(&node).patient_for(Duration::from_millis(300));
        // Even where the true answer would be an empty list.
        for key in [key(), VerifyKey::new([1; 32])] {
            assert_eq!(accounts_with(&client, &key).await, Err(error), "{fault}");
        }
        assert_eq!(check_health(&client).await, Err(error), "{fault}");
    }
}

#[tokio::test]
async fn a_directory_that_was_emptied_or_is_behind_proves_nothing() {
    let node = node().await;
    let client = client(&node);
    let young = query::young_account(&client).await.unwrap();

    node.shared.knobs().directory = Knobs { empty: true, ..Knobs::default() };
    assert_eq!(accounts_with(&client, &key()).await, Ok([].into()));
    assert_eq!(check_against(&client, &young).await, Err(DirectoryError::Incomplete));

    node.shared.knobs().directory = Knobs { lag_seconds: 3600, ..Knobs::default() };
    assert_eq!(accounts_with(&client, &key()).await.unwrap().len(), 2, "not the young one");
    assert_eq!(check_health(&client).await, Err(DirectoryError::Behind));

    node.shared.knobs().directory = Knobs { endless: true, ..Knobs::default() };
    let endless = accounts_with(&client, &key()).await;
    assert!(matches!(endless, Err(DirectoryError::TooLong { .. } | DirectoryError::TooMany { .. })), "{endless:?}");
}

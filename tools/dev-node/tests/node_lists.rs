//! The engine's lists against a real node process boundary: TCP, HTTP/1.1 and HTTP/2, gRPC-web. A list that was not read to its
//! end is an error, whatever breaks; and nothing that is not on a list is ever called absent.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/breaks.rs"]
mod breaks;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use dev_node::chain::Chain;
use dev_node::client::Client;
use dev_node::fault::{Fault, Rule};
use dev_node::scenario::Scenario;
use dev_node::{DEV_GENESIS, DevNode};
use lifeboat::model::{AccountAddress, CredentialId, GenesisHash};
use lifeboat::node::roster::Next;
use lifeboat::node::{BadReply, Lookup, NodeError, NodeUrl, Obstacle, Roster, Scan, Wanted, query};
use tokio::time::Instant;

/// Accounts of strangers beside the story's.
const OTHERS: u32 = 300;

fn scenario(name: &str, others: u32) -> Scenario {
    Scenario { others, ..Scenario::load(name).unwrap() }
}

async fn node(name: &str, others: u32) -> DevNode {
    DevNode::start(Chain::build(&scenario(name, others)).unwrap(), DEV_GENESIS, 0, 0).await.unwrap()
}

fn url(node: &DevNode) -> NodeUrl {
    NodeUrl::parse(&node.url()).unwrap()
}

fn client(node: &DevNode) -> Client {
    Client::http1(url(node))
}

/// Every credential id the story's phrases stand behind, deployed or not.
fn of_the_phrases(chain: &Chain) -> Vec<CredentialId> {
    let accounts = chain.accounts.iter();
    let deployed = accounts.flat_map(|account| account.credentials.values().chain(&account.removed));
    let named = deployed.filter(|credential| credential.owner.is_some()).map(|credential| credential.id);
    named.chain((0..40).map(|number| CredentialId::new([number; 48]))).collect()
}

/// What a complete scan must find: who opened what.
fn truth(chain: &Chain) -> BTreeMap<CredentialId, AccountAddress> {
    let own = chain.accounts.iter().filter(|account| !account.other);
    own.map(|account| (account.credentials[&0].id, account.address)).collect()
}

#[tokio::test]
async fn a_scan_finds_every_account_that_was_opened_and_claims_nothing_else() {
    let node = node("story", OTHERS).await;
    let ids = of_the_phrases(&node.shared.chain);
    let wanted = Wanted::new(ids.iter().copied());
    let accounts = u64::try_from(node.shared.chain.accounts.len()).unwrap();
    for client in [client(&node), Client::http2(url(&node)).await.unwrap()] {
        let scan = query::accounts_opened_by(&client, &wanted, &mut |_| {}).await.unwrap();
        assert_eq!((scan.accounts, &scan.opened), (accounts, &truth(&node.shared.chain)));
        // A credential that was added to somebody's account, and one that was removed, are no openers. The node knows them.
        for id in ids.iter().filter(|id| !scan.opened.contains_key(id) && id.bytes()[0] >= 0x80) {
            assert!(matches!(query::account_by_credential(&client, id).await, Ok(Lookup::Found(_))));
        }
    }
    // The node learned that somebody reads its list, and not what for.
    let journal = node.shared.journal().clone();
    assert_eq!(journal.calls["GetAccountList"], 2);
}

/// A list may have any number of messages, but no chain has no accounts; and status 0 in the headers ends nothing.
fn expected(fault: Fault) -> NodeError {
    if matches!(fault, Fault::Nothing) {
        return BadReply::EmptyList.into();
    }
    if matches!(fault, Fault::Grpc(0)) { NodeError::Truncated } else { breaks::named(fault) }
}

#[tokio::test]
#[ignore = "waits for lists that break: three seconds"]
async fn a_list_that_breaks_in_any_way_is_an_error_and_what_it_said_before_is_true() {
    let node = node("story", OTHERS).await;
    let truth = truth(&node.shared.chain);
    let wanted = Wanted::new(of_the_phrases(&node.shared.chain));
    for fault in breaks::FAULTS.into_iter().chain([Fault::Grpc(5), Fault::Late(5)]) {
        node.shared.knobs().faults = vec![Rule::always(fault)];
        let waits = matches!(fault, Fault::Hang | Fault::Stall);
        let limit = if waits { Duration::from_millis(300) } else { Duration::from_secs(10) };
        for client in [client(&node), Client::http2(url(&node)).await.unwrap()] {
            let client = client.patient_for(limit);
            let broken = query::accounts_opened_by(&client, &wanted, &mut |_| {}).await.unwrap_err();
            assert_eq!(broken.fault, expected(fault), "{fault}");
            assert!(broken.so_far.opened.iter().all(|(id, address)| truth.get(id) == Some(address)), "{fault}");
            assert!(query::identity_providers(&client).await.is_err(), "{fault}");
        }
    }
}

#[tokio::test]
async fn what_arrived_before_a_stall_was_read_before_it() {
    let node = node("story", OTHERS).await;
    // The story's own accounts come last: all of the chain's first half are strangers.
    let wanted = Wanted::new([node.shared.chain.accounts[250].credentials[&0].id]);
    node.shared.knobs().faults = vec![Rule::always(Fault::Stall)];
    let client = client(&node).patient_for(Duration::from_millis(300));
    let broken = query::accounts_opened_by(&client, &wanted, &mut |_| {}).await.unwrap_err();
    assert_eq!((broken.fault, broken.so_far.opened.len()), (NodeError::TimedOut, 1));
    assert!((100..200).contains(&broken.so_far.accounts), "{}", broken.so_far.accounts);
}

#[tokio::test]
async fn a_list_at_the_real_nodes_pace_is_read_as_it_comes() {
    let node = node("story", 2_500).await;
    node.shared.knobs().slow_lists = true;
    let began = Instant::now();
    let mut heard = Vec::new();
    let mut progress = |scan: &Scan| heard.push(scan.accounts);
    let scan = query::accounts_opened_by(&client(&node), &Wanted::default(), &mut progress).await.unwrap();
    assert_eq!((heard, scan.accounts), (vec![1000, 2000], 2507));
    // A nap of ten milliseconds at least whenever a hundred accounts wait.
    assert!(began.elapsed() > Duration::from_millis(100), "{:?}", began.elapsed());
}

#[tokio::test]
async fn providers_have_numbers_and_legible_names() {
    let node = node("wallets", 0).await;
    for slowly in [false, true] {
        node.shared.knobs().slow_lists = slowly;
        let providers = query::identity_providers(&client(&node)).await.unwrap();
        let named: Vec<_> = providers.iter().map(|one| (one.number.get(), one.name.as_str())).collect();
        let long = "Identities by the sea, of a name that is…";
        assert_eq!(named, [(0, "Synthetic identity provider"), (1, "Phone identities"), (3, long)]);
    }
}

#[tokio::test]
async fn an_account_is_found_by_its_address_by_an_alias_and_not_by_another() {
    let node = node("wallets", 0).await;
    let client = client(&node);
    for account in &node.shared.chain.accounts {
        let Lookup::Found(found) = query::account_by_address(&client, &account.address).await.unwrap() else {
            panic!("{} is there", account.address)
        };
        assert_eq!((found.address, found.balance.total), (account.address, account.amount));
        assert_eq!(found.balance.locked(), 0);
        let credential = found.opened_by().unwrap();
        let keys: BTreeMap<_, _> =
            credential.keys.keys.iter().map(|(number, key)| (*number, key.to_string())).collect();
        assert_eq!(keys, account.credentials[&0].keys);
        assert_eq!(credential.keys.threshold, account.credentials[&0].key_threshold);
        assert_eq!(credential.provider, account.credentials[&0].provider);

        let mut alias = *account.address.bytes();
        alias[31] ^= 0xff;
        let by_alias = query::account_by_address(&client, &AccountAddress::new(alias)).await.unwrap();
        assert_eq!(by_alias, Lookup::Found(found));
    }
    let nobody = AccountAddress::new([7; 32]);
    assert_eq!(query::account_by_address(&client, &nobody).await, Ok(Lookup::Absent));
    node.shared.knobs().faults = vec![Rule::always(Fault::AbsentPage)];
    assert_eq!(query::account_by_address(&client, &nobody).await, Err(NodeError::Http { status: 404 }));
}

#[tokio::test]
async fn a_node_that_is_behind_does_not_know_young_accounts_and_shows_it() {
    let node = node("wallets", 0).await;
    let client = client(&node);
    let young = node.shared.chain.accounts[4].credentials[&0].id;
    let wanted = Wanted::new([young]);
    let now = || std::time::UNIX_EPOCH.elapsed().unwrap().as_millis().try_into().unwrap();

    let fit = query::standing(&client, now).await.unwrap();
    assert_eq!(fit.obstacle(DEV_GENESIS), None);
    assert!(matches!(query::account_by_credential(&client, &young).await, Ok(Lookup::Found(_))));
    assert_eq!(query::accounts_opened_by(&client, &wanted, &mut |_| {}).await.unwrap().opened.len(), 1);

    node.shared.knobs().lag_seconds = 3600;
    let behind = query::standing(&client, now).await.unwrap();
    let obstacle = behind.obstacle(DEV_GENESIS);
    assert!(matches!(obstacle, Some(Obstacle::Lagging { behind: 3590..=3610 })), "{obstacle:?}");
    assert_eq!(query::account_by_credential(&client, &young).await, Ok(Lookup::Absent));
    assert_eq!(query::accounts_opened_by(&client, &wanted, &mut |_| {}).await.unwrap().opened.len(), 0);

    let other = GenesisHash::new([7; 32]);
    let wrong = behind.obstacle(other);
    assert_eq!(wrong, Some(Obstacle::WrongNetwork { expected: other, found: DEV_GENESIS }));
}

/// Asks about one id after the other, by the roster's advice, until each has an answer.
async fn ask_all(roster: &mut Roster, ids: &[CredentialId]) -> Result<BTreeSet<CredentialId>, NodeError> {
    let now = || std::time::UNIX_EPOCH.elapsed().unwrap().as_millis().try_into().unwrap();
    let mut found = BTreeSet::new();
    for id in ids {
        loop {
            let (seat, examine) = match roster.next() {
                Next::Examine(seat) => (seat, true),
                Next::Ask(seat) => (seat, false),
                Next::Nobody => return Err(roster.why().unwrap()),
            };
            let client = Client::http1(roster.url(seat).unwrap().clone()).patient_for(Duration::from_millis(500));
            if examine {
                roster.examined(seat, query::standing(&client, now).await);
                continue;
            }
            match query::account_by_credential(&client, id).await {
                Ok(answer) => {
                    roster.answered(seat);
                    if let Lookup::Found(_) = answer {
                        found.insert(*id);
                    }
                    break;
                }
                Err(fault) => roster.failed(seat, &fault),
            }
        }
    }
    Ok(found)
}

#[tokio::test]
async fn of_several_nodes_the_first_that_is_fit_is_asked_and_the_others_learn_nothing() {
    let chain = Arc::new(Chain::build(&scenario("story", 0)).unwrap());
    let mut nodes = Vec::new();
    for _ in 0..5 {
        nodes.push(DevNode::start(Arc::clone(&chain), DEV_GENESIS, 0, 0).await.unwrap());
    }
    let ids = of_the_phrases(&chain);
    let everything: BTreeSet<_> = chain
        .accounts
        .iter()
        .flat_map(|account| account.credentials.values().chain(&account.removed))
        .map(|credential| credential.id)
        .collect();
    // Another chain, far behind, a page of somebody else; then one that dies in the middle, and one that works.
    nodes[0].shared.knobs().genesis = Some(GenesisHash::new([7; 32]));
    nodes[1].shared.knobs().lag_seconds = 3600;
    nodes[2].shared.knobs().faults = vec![Rule::always(Fault::Html)];
    let mut roster = Roster::new(DEV_GENESIS, nodes.iter().map(url)).unwrap();
    let (before, after) = ids.split_at(5);
    let mut found = ask_all(&mut roster, before).await.unwrap();
    nodes[3].shared.knobs().faults = vec![Rule::always(Fault::Drop)];
    found.extend(ask_all(&mut roster, after).await.unwrap());
    assert_eq!(found, everything);

    let learned: Vec<_> = nodes.iter().map(|node| node.shared.journal().credentials.len()).collect();
    // The sixth id was asked of the node that had just died, too.
    assert_eq!(learned, [0, 0, 0, 6, ids.len() - 5]);

    nodes[4].shared.knobs().faults = vec![Rule::always(Fault::Grpc(14))];
    assert!(matches!(ask_all(&mut roster, before).await, Err(NodeError::Lagging { .. })), "the one doubt left");
    roster.overrule();
    assert!(ask_all(&mut roster, before).await.is_ok());
    assert_eq!(nodes[1].shared.journal().credentials.len(), 5);
}

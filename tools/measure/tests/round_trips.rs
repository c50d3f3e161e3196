//! How often a recovery waits for a node that is far away: all look-ups of an index share a round trip.

use dev_node::chain::Chain;
use dev_node::client::Client;
use dev_node::scenario::Scenario;
use dev_node::{DEV_GENESIS, DevNode};
use lifeboat::node::NodeUrl;
use measure::empty_index;
use measure::round_trips::RoundTrips;

#[tokio::test]
async fn fifty_look_ups_of_an_empty_index_are_one_round_trip_on_one_connection() {
    let chain = Chain::build(&Scenario::load("empty").unwrap()).unwrap();
    let node = DevNode::start(chain, DEV_GENESIS, 0, 0).await.unwrap();
    // Far enough that no answer is back before the last question is out; and as many at a time as a real node works on.
    node.shared.knobs().round_trip_ms = 400;
    node.shared.knobs().at_a_time = Some(10);
    let client = RoundTrips::over(Client::http2(NodeUrl::parse(&node.url()).unwrap()).await.unwrap());
    let absent = empty_index::recover(&client, &empty_index::generator()).await;
    assert_eq!((absent, client.calls(), client.trips()), (50, 50, 1));

    let journal = node.shared.journal().clone();
    assert_eq!((journal.connections, journal.credentials.len()), (1, 50));
    // What the measurement compares it with: the same ids, each after the answer to the one before.
    let ids = empty_index::credential_ids(&empty_index::generator());
    assert!(ids.len() == 50 && ids.iter().all(|id| journal.credentials.contains_key(id)));
    assert_eq!(empty_index::one_after_the_other(&client, &ids[..2]).await, Ok(2));
    assert_eq!((client.calls(), client.trips()), (52, 3));
}

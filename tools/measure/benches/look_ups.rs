//! What a far node costs: one empty identity index, searched by the engine's driver over HTTP/2, against the same look-ups one
//! after the other. Both in one run, on one warm connection; round trips are counted, not guessed from the time.
#![expect(clippy::print_stdout, reason = "a measurement says what it found")]
#![expect(clippy::expect_used, reason = "a node of our own, without faults")]
#![expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use dev_node::chain::Chain;
use dev_node::client::Client;
use dev_node::scenario::Scenario;
use dev_node::{DEV_GENESIS, DevNode};
use lifeboat::node::{NodeUrl, query};
use measure::empty_index;
use measure::round_trips::RoundTrips;

const ROUND_TRIP_MS: u64 = 150;
/// As many requests of one connection a real node works on at a time; the others wait for their turn.
const AT_A_TIME: usize = 10;
const ROUNDS: usize = 5;
/// What the product promises.
const MOST_ROUND_TRIPS: u32 = 3;
const LEAST_RATIO: f64 = 25.0;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    if runtime.expect("threads").block_on(measure()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn measure() -> bool {
    let chain = Chain::build(&Scenario::load("empty").expect("built in")).expect("a chain");
    let node = DevNode::start(chain, DEV_GENESIS, 0, 0).await.expect("a port");
    {
        let mut knobs = node.shared.knobs();
        knobs.round_trip_ms = ROUND_TRIP_MS;
        knobs.at_a_time = Some(AT_A_TIME);
    }
    let url = NodeUrl::parse(&node.url()).expect("an address");
    let client = Client::http2(url).await.expect("a connection");
    // A run begins with the node's standing: after that, the connection is warm.
    query::standing(&client, || 0).await.expect("its standing");

    let generator = empty_index::generator();
    let ids = empty_index::credential_ids(&generator);
    let (mut together, mut trips) = (Duration::MAX, 0);
    for _ in 0..ROUNDS {
        let counted = RoundTrips::over(client.clone());
        let started = Instant::now();
        let absent = empty_index::recover(&counted, &generator).await;
        together = together.min(started.elapsed());
        trips = trips.max(counted.trips());
        assert_eq!(absent, ids.len(), "every number has its answer");
    }
    let counted = RoundTrips::over(client);
    let started = Instant::now();
    let absent = empty_index::one_after_the_other(&counted, &ids).await.expect("its answers");
    let alone = started.elapsed();
    assert_eq!(absent, ids.len(), "every number has its answer");

    let ratio = alone.as_secs_f64() / together.as_secs_f64();
    println!(
        "one empty index, {} look-ups, {ROUND_TRIP_MS} ms to the node and back, HTTP/2, {AT_A_TIME} at a time in the node:\n  \
         {trips} round trip(s), {:.0} ms with keys and all (promised: at most {MOST_ROUND_TRIPS} round trips)\n  \
         {} round trips, {:.0} ms one after the other: {ratio:.1} times faster (promised: {LEAST_RATIO})",
        ids.len(),
        together.as_secs_f64() * 1e3,
        counted.trips(),
        alone.as_secs_f64() * 1e3,
    );
    trips <= MOST_ROUND_TRIPS && ratio >= LEAST_RATIO
}

//! Runs a watch over its ports: asks side by side, and again as often as a fault deserves.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;

use futures_util::future::FutureExt;
use futures_util::select_biased;
use futures_util::stream::{FuturesUnordered, StreamExt};

use super::{Watch, WatchEvent, WatchStep};
use crate::asking::{Pace, insist};
use crate::fault::Fault;
use crate::model::AccountAddress;
use crate::node::{Lookup, NodeError};

/// Look-ups under way at the same time.
const CONCURRENCY: usize = 50;

/// What the driver needs of the world.
pub trait WatchPorts: Pace {
    /// Asks the node once about an address.
    fn look_up(&self, address: &AccountAddress) -> impl Future<Output = Result<Lookup, NodeError>>;

    /// What the person is told of a fault, with what helps.
    fn fault(&self, error: &NodeError) -> Fault;

    /// Something has changed, or is about to wait.
    fn observe(&self, watch: &Watch);
}

/// Looks everything up that is open, side by side. Ends when every address has its answer, or was given up after failing as
/// often as its fault deserves; what has none when `stop` is ready is given up at once.
pub async fn drive<P: WatchPorts>(watch: &mut Watch, ports: &P, stop: impl Future<Output = ()>) {
    let mut stop = pin!(stop.fuse());
    let mut lookups = FuturesUnordered::new();
    let mut asked = BTreeSet::new();
    loop {
        ports.observe(watch);
        let WatchStep::LookUp(open) = watch.step() else { return };
        for address in open {
            if lookups.len() < CONCURRENCY && asked.insert(address) {
                lookups.push(look_up(ports, address));
            }
        }
        if lookups.is_empty() {
            watch.handle(WatchEvent::GiveUp);
            continue;
        }
        let event = select_biased! {
            () = stop => WatchEvent::GiveUp,
            event = lookups.select_next_some() => event,
        };
        watch.handle(event);
        while let Some(Some(event)) = lookups.next().now_or_never() {
            watch.handle(event);
        }
    }
}

async fn look_up<P: WatchPorts>(ports: &P, address: AccountAddress) -> WatchEvent {
    match insist(ports, async || ports.look_up(&address).await).await {
        Ok(Lookup::Found(account)) => WatchEvent::There { address, account },
        Ok(Lookup::Absent) => WatchEvent::Absent { address },
        Err(error) => WatchEvent::Failed { address, fault: ports.fault(&error) },
    }
}

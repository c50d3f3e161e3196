//! Runs a recovery over its ports: asks, looks up side by side, tries again, saves. This module knows the order of things;
//! it refuses to know a device, a node, a clock or a store other than as a port.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;

use futures_util::future::{Fuse, FusedFuture, FutureExt};
use futures_util::select_biased;
use futures_util::stream::{FuturesUnordered, StreamExt};

use super::{Checkpoint, Command, Control, Event, Recovery, RecoveryError, Step};
use crate::fault::Explain;
use crate::model::{CredentialId, IdentityIndex};
use crate::node::retry::pause_after;
use crate::node::{Lookup, NodeError};
use crate::secret::PrfKeySeed;

/// Look-ups under way at the same time: all of an ordinary index.
const CONCURRENCY: usize = 50;

/// The Ledger's key was refused, or the way to it ended for good: only the person can say what now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declined;

/// What the driver needs of the world. Every method may be called while others are under way; `seed` is under way at most
/// once.
pub trait RecoveryPorts {
    /// Gets the seed of an identity from the Ledger, through all its states; ends with [`Declined`] only when the person
    /// has to say how to go on. Dropped when the person stops.
    fn seed(&self, index: IdentityIndex) -> impl Future<Output = Result<PrfKeySeed, Declined>>;

    /// Asks the node once.
    fn look_up(&self, id: &CredentialId) -> impl Future<Output = Result<Lookup, NodeError>>;

    /// Waits.
    fn sleep(&self, milliseconds: u32) -> impl Future<Output = ()>;

    /// Any random number, to spread repetitions in time.
    fn jitter(&self) -> u32;

    /// Keeps the checkpoint. A failure is the port's to report; the run goes on.
    fn save(&self, checkpoint: &Checkpoint) -> impl Future<Output = ()>;

    /// The run has changed, or is about to wait.
    fn observe(&self, recovery: &Recovery);
}

/// Runs until [`Step::Finished`]. Dropping the future is safe at any moment: what was saved last is complete.
///
/// A look-up that fails is tried again as often as its fault deserves. When nothing but failures is left of an index, the
/// failed ones become *not checked* and the run goes on.
///
/// # Errors
/// What [`Recovery::handle`] refuses. The run is as it was before; it can be driven again.
pub async fn drive<P: RecoveryPorts>(
    recovery: &mut Recovery,
    ports: &P,
    control: &Control,
) -> Result<(), RecoveryError> {
    let mut seed = pin!(Fuse::terminated());
    let mut lookups = FuturesUnordered::new();
    // Under way, or failed for good since the last answer to "what is open?".
    let mut asked = BTreeSet::new();
    let mut declined = false;
    loop {
        ports.observe(recovery);
        match recovery.step() {
            Step::Finished => return Ok(()),
            Step::Suggest { .. } => {}
            Step::AskDevice { index } => {
                if seed.is_terminated() && !declined {
                    seed.set(ask(ports, index).fuse());
                }
            }
            Step::LookUp { batch } => {
                for query in batch {
                    if lookups.len() < CONCURRENCY && asked.insert(query.credential_id) {
                        lookups.push(look_up(ports, query.credential_id));
                    }
                }
                if lookups.is_empty() {
                    asked.clear();
                    recovery.handle(Event::GiveUp)?;
                    ports.save(&recovery.checkpoint()).await;
                    continue;
                }
            }
        }
        let event = select_biased! {
            command = control.next().fuse() => match command {
                Command::Stop => {
                    seed.set(Fuse::terminated());
                    Some(Event::Stop)
                }
                Command::Continue => Some(Event::Continue),
                Command::GiveUp => Some(Event::GiveUp),
                Command::CheckAgain => Some(Event::CheckAgain),
                Command::AskAgain => {
                    declined = false;
                    None
                }
                Command::SkipIndex => {
                    let refused = std::mem::take(&mut declined);
                    recovery.next_index().filter(|_| refused).map(|index| Event::SkipIndex { index })
                }
            },
            event = lookups.select_next_some() => Some(event),
            event = seed => {
                declined = matches!(event, Event::Declined { .. });
                Some(event)
            }
        };
        let Some(event) = event else { continue };
        if matches!(event, Event::Stop | Event::GiveUp | Event::CheckAgain) {
            // Nobody waits for these answers any more; what is still wanted is asked anew.
            lookups.clear();
            asked.clear();
        }
        recovery.handle(event)?;
        // Answers that arrived together are saved together.
        while let Some(Some(event)) = lookups.next().now_or_never() {
            recovery.handle(event)?;
        }
        ports.save(&recovery.checkpoint()).await;
    }
}

async fn ask<P: RecoveryPorts>(ports: &P, index: IdentityIndex) -> Event {
    match ports.seed(index).await {
        Ok(seed) => Event::Seed { index, seed },
        Err(Declined) => Event::Declined { index },
    }
}

/// Asks until there is an answer, or a fault that will not pass by itself.
async fn look_up<P: RecoveryPorts>(ports: &P, credential_id: CredentialId) -> Event {
    let mut failed = 0;
    loop {
        let fault = match ports.look_up(&credential_id).await {
            Ok(Lookup::Found(account)) => return Event::Found { credential_id, account },
            Ok(Lookup::Absent) => return Event::Absent { credential_id },
            Err(fault) => fault,
        };
        failed += 1;
        let Some(pause) = pause_after(&fault, failed, ports.jitter()) else {
            return Event::Failed { credential_id, code: fault.code() };
        };
        ports.sleep(pause).await;
    }
}

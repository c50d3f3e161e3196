//! Runs a recovery over its ports: asks, looks up side by side, reads the list, tries again, saves. A device, a node, a
//! clock and a store are ports to it.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;

use futures_util::future::{Fuse, FusedFuture, FutureExt};
use futures_util::select_biased;
use futures_util::stream::{FuturesUnordered, StreamExt};

use super::event::{Event, Given, Step};
use super::evidence::Witness;
use super::place::Place;
use super::{Checkpoint, Command, Control, Recovery, RecoveryError};
use crate::asking::{Pace, Queue, insist};
use crate::fault::Coded;
use crate::gather::Gather;
use crate::model::CredentialId;
use crate::node::{Lookup, NodeError};

/// Look-ups under way at the same time: all of an ordinary index.
const CONCURRENCY: usize = 50;

/// Why there is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoKey {
    /// It was refused on the Ledger, another Ledger was there, or the way to it ended for good: only the person can say what now.
    Declined,
    /// Nobody has it: the place is left out, and the run goes on.
    Missing,
}

/// An answer about a credential id, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The answer.
    pub lookup: Lookup,
    /// Who gave it, where that is known.
    pub by: Option<Witness>,
}

/// What a list of accounts says that was read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// Those of the wanted ids that opened an account on it, whether or not they were told before.
    pub opened: BTreeSet<CredentialId>,
    /// Accounts on it.
    pub accounts_read: u64,
    /// Whose list it is, where that is known.
    pub by: Option<Witness>,
}

/// Where a scan tells its hits as they come.
#[derive(Debug, Clone, Default)]
pub struct Hits(Queue<CredentialId>);

impl Hits {
    /// This one opened an account on the list. What is told here counts, also when the list breaks off later.
    pub fn tell(&self, opened: CredentialId) {
        self.0.send(opened);
    }
}

/// What the driver needs of the world. Every method may be called while others are under way; `key` and `scan` are under way
/// at most once each.
pub trait RecoveryPorts: Pace {
    /// Gets the key of a place: from the Ledger, through all its states, or from the wallet. Dropped when the person stops.
    fn key(&self, place: Place) -> impl Future<Output = Result<Given, NoKey>>;

    /// Asks the node once.
    fn look_up(&self, id: &CredentialId) -> impl Future<Output = Result<Said, NodeError>>;

    /// Compares the list of all accounts with these ids, once. A port may keep a list for a while and answer from it.
    fn scan(&self, wanted: &BTreeSet<CredentialId>, hits: &Hits) -> impl Future<Output = Result<Scanned, NodeError>>;

    /// The time, in milliseconds since 1970.
    fn now(&self) -> u64;

    /// Keeps the checkpoint. A failure is the port's to report; the run goes on.
    fn save(&self, checkpoint: &Checkpoint) -> impl Future<Output = ()>;

    /// The run has changed, or is about to wait.
    fn observe(&self, recovery: &Recovery);
}

/// What came of something that was under way.
type Arrived = (Option<Witness>, Vec<Event>);

/// What the driver has to remember beside the machine.
#[derive(Default)]
struct Driver {
    /// The key that is due was refused: nobody asks for it again unless the person says so.
    is_declined: bool,
    /// The list could not be read to its end: what it left open is given up.
    is_list_broken: bool,
    /// Under way, or failed for good since the last answer to "what is open?".
    asked: BTreeSet<CredentialId>,
}

impl Driver {
    /// What a command is to the machine, as it stands.
    fn said(&mut self, command: Command, recovery: &Recovery) -> Option<Event> {
        match command {
            // Nothing goes on that could be stopped, and it would say of a whole run that it was broken off.
            Command::Stop if recovery.step() == Step::Finished => None,
            Command::Stop | Command::NextTrack | Command::AskAgain => {
                self.is_declined = false;
                command.event()
            }
            Command::Skip => {
                let was_refused = std::mem::take(&mut self.is_declined);
                recovery.due().filter(|_| was_refused).map(|place| Event::Skip { place })
            }
            Command::Continue
            | Command::CheckAgain
            | Command::AskOneByOne
            | Command::LookDeeper { .. }
            | Command::Revisit { .. } => command.event(),
        }
    }

    /// What was said while the last answer was being saved, and was told that it will be done.
    fn said_at_the_end(&mut self, control: &Control, recovery: &Recovery) -> Option<Event> {
        let mut waiting = std::iter::from_fn(|| control.next().now_or_never());
        waiting.find_map(|command| self.said(command, recovery))
    }

    /// What it remembered of questions that nobody waits for any more.
    fn forget_after(&mut self, events: &[Event]) {
        if events.iter().any(ends_look_ups) {
            self.asked.clear();
        }
        if events.iter().any(ends_scan) {
            self.is_list_broken = false;
        }
    }
}

/// Runs until [`Step::Finished`], and nothing more has been said. Dropping the future is safe at any moment: what was saved last is
/// complete.
///
/// A look-up that fails is tried again as often as its fault deserves. When nothing but failures is left of what was open, the
/// failed ones become *not checked* and the run goes on.
///
/// # Errors
/// What [`Recovery::handle`] refuses. The run is as it was before; it can be driven again.
pub async fn drive<P: RecoveryPorts>(
    recovery: &mut Recovery,
    ports: &P,
    control: &Control,
) -> Result<(), RecoveryError> {
    let hits = Hits::default();
    let mut key = pin!(Fuse::terminated());
    let mut scan = pin!(Fuse::terminated());
    let mut lookups = FuturesUnordered::new();
    let mut driver = Driver::default();
    loop {
        ports.observe(recovery);
        let mut said_last = None;
        match recovery.step() {
            Step::Finished => {
                said_last = driver.said_at_the_end(control, recovery);
                if said_last.is_none() {
                    return Ok(());
                }
            }
            Step::Suggest { .. } => {}
            Step::AskKey { place, is_again: _ } => {
                if key.is_terminated() && !driver.is_declined {
                    key.set(ask(ports, place).fuse());
                }
            }
            Step::Scan { wanted } => {
                if std::mem::take(&mut driver.is_list_broken) {
                    give_up(recovery, ports).await?;
                    continue;
                }
                if scan.is_terminated() {
                    scan.set(read_list(ports, wanted.into_iter().gather(), &hits).fuse());
                }
            }
            Step::LookUp { batch } => {
                for query in batch {
                    if lookups.len() < CONCURRENCY && driver.asked.insert(query.credential_id) {
                        lookups.push(look_up(ports, query.credential_id));
                    }
                }
                if lookups.is_empty() && scan.is_terminated() {
                    // What the list left open is given up with the rest: it is not held against the numbers of a later key.
                    driver.forget_after(&[Event::GiveUp]);
                    give_up(recovery, ports).await?;
                    continue;
                }
            }
        }
        let (witness, events) = match said_last {
            Some(event) => (None, vec![event]),
            None => select_biased! {
                command = control.next().fuse() => (None, driver.said(command, recovery).into_iter().collect()),
                outcome = lookups.select_next_some() => outcome,
                credential_id = hits.0.next().fuse() => (None, vec![Event::ScanHit { credential_id }]),
                outcome = scan => {
                    driver.is_list_broken = matches!(outcome.1.as_slice(), [Event::ScanFailed { .. }]);
                    outcome
                },
                event = key => {
                    driver.is_declined = matches!(event, Event::Declined { .. });
                    (None, vec![event])
                }
            },
        };
        // Nobody waits for these answers any more; what is still wanted is asked anew.
        if events.iter().any(ends_look_ups) {
            lookups.clear();
        }
        if events.iter().any(ends_scan) {
            scan.set(Fuse::terminated());
        }
        if events.iter().any(ends_key) {
            key.set(Fuse::terminated());
        }
        driver.forget_after(&events);
        take_in(recovery, (witness, events))?;
        // Answers that arrived together are saved together.
        while let Some(Some(outcome)) = lookups.next().now_or_never() {
            take_in(recovery, outcome)?;
        }
        save(recovery, ports).await?;
    }
}

/// Whether nobody waits for the look-ups that are under way, or what failed is to be asked anew.
const fn ends_look_ups(event: &Event) -> bool {
    matches!(event, Event::Stop | Event::GiveUp | Event::CheckAgain)
}

/// Whether nobody wants the list any more, or it is to be read anew.
const fn ends_scan(event: &Event) -> bool {
    matches!(event, Event::Stop | Event::GiveUp | Event::CheckAgain | Event::AskOneByOne)
}

/// Whether nobody wants the key any more that a Ledger is being asked for.
const fn ends_key(event: &Event) -> bool {
    matches!(event, Event::Stop | Event::NextTrack)
}

fn take_in(recovery: &mut Recovery, (witness, events): Arrived) -> Result<(), RecoveryError> {
    let heard = witness.map(Event::Heard);
    heard.into_iter().chain(events).try_for_each(|event| recovery.handle(event))
}

async fn give_up<P: RecoveryPorts>(recovery: &mut Recovery, ports: &P) -> Result<(), RecoveryError> {
    recovery.handle(Event::GiveUp)?;
    save(recovery, ports).await
}

async fn save<P: RecoveryPorts>(recovery: &mut Recovery, ports: &P) -> Result<(), RecoveryError> {
    recovery.handle(Event::Clock { now: ports.now() })?;
    ports.save(&recovery.checkpoint()).await;
    Ok(())
}

async fn ask<P: RecoveryPorts>(ports: &P, place: Place) -> Event {
    match ports.key(place).await {
        Ok(given) => Event::Key { place, given },
        Err(NoKey::Declined) => Event::Declined { place },
        Err(NoKey::Missing) => Event::Skip { place },
    }
}

/// Asks until there is an answer, or a fault that will not pass by itself.
async fn look_up<P: RecoveryPorts>(ports: &P, credential_id: CredentialId) -> Arrived {
    match insist(ports, async || ports.look_up(&credential_id).await).await {
        Ok(Said { lookup: Lookup::Found(account), by }) => (by, vec![Event::Found { credential_id, account }]),
        Ok(Said { lookup: Lookup::Absent, by }) => (by, vec![Event::Absent { credential_id }]),
        Err(fault) => (None, vec![Event::Failed { credential_id, code: fault.code() }]),
    }
}

/// Reads the list until it comes to its end, or a fault will not pass by itself.
async fn read_list<P: RecoveryPorts>(ports: &P, wanted: BTreeSet<CredentialId>, hits: &Hits) -> Arrived {
    match insist(ports, async || ports.scan(&wanted, hits).await).await {
        Ok(Scanned { opened, by, .. }) => {
            let unlisted = wanted.difference(&opened).copied().collect();
            let hits = opened.intersection(&wanted).map(|id| Event::ScanHit { credential_id: *id });
            (by, hits.chain([Event::ScanFinished { unlisted }]).collect())
        }
        Err(fault) => (None, vec![Event::ScanFailed { code: fault.code() }]),
    }
}

//! Runs a search over its ports: keys one after the other, questions side by side and as often as a fault deserves.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;

use futures_util::future::FutureExt;
use futures_util::select_biased;
use futures_util::stream::{FuturesUnordered, StreamExt};

use super::{KeyEvent, KeySearch, KeySearchError, KeyStep};
use crate::asking::{Pace, insist};
use crate::directory::DirectoryError;
use crate::fault::Explain as _;
use crate::ledger::LedgerError;
use crate::model::{AccountAddress, SigningPath, VerifyKey};
use crate::node::{Lookup, NodeError};

/// Questions under way at the same time. A directory is nobody's node: it is asked gently.
const CONCURRENCY: usize = 8;

/// What the driver needs of the world.
pub trait KeySearchPorts: Pace {
    /// Reads the public keys at these places from the Ledger, without a prompt, as far as it comes: a Ledger that is taken away is
    /// waited for. Hands out each as soon as it is there.
    fn read_keys(
        &self,
        places: &[SigningPath],
        each: &mut dyn FnMut(SigningPath, Result<VerifyKey, LedgerError>),
    ) -> impl Future<Output = ()>;

    /// Asks the directory once.
    fn list(&self, key: &VerifyKey) -> impl Future<Output = Result<BTreeSet<AccountAddress>, DirectoryError>>;

    /// Asks the node once.
    fn look_up(&self, address: &AccountAddress) -> impl Future<Output = Result<Lookup, NodeError>>;

    /// Something has changed, or is about to wait.
    fn observe(&self, search: &KeySearch);
}

/// Goes on until there is nothing left to do; what has no answer when `stop` is ready is given up at once.
///
/// # Errors
/// [`KeySearchError`], when the Ledger's answers contradict themselves.
pub async fn drive<P: KeySearchPorts>(
    search: &mut KeySearch,
    ports: &P,
    stop: impl Future<Output = ()>,
) -> Result<(), KeySearchError> {
    let mut stop = pin!(stop.fuse());
    loop {
        ports.observe(search);
        let events = match search.step() {
            KeyStep::Finished => return Ok(()),
            KeyStep::ReadKeys(places) => {
                let mut events = Vec::new();
                let mut each = |at, answer: Result<VerifyKey, LedgerError>| {
                    events.push(match answer {
                        Ok(key) => KeyEvent::Key { at, key },
                        Err(error) => KeyEvent::NoKey { at, fault: error.fault() },
                    });
                };
                // A few at a time, so that whoever looks on sees it get on.
                let some = places.get(..CONCURRENCY.min(places.len())).unwrap_or_default();
                let is_stopped = select_biased! {
                    () = stop => true,
                    () = ports.read_keys(some, &mut each).fuse() => false,
                };
                if is_stopped || events.is_empty() {
                    events.push(KeyEvent::GiveUp);
                }
                events
            }
            KeyStep::Ask { keys, accounts } => {
                let listing = keys.into_iter().map(|key| list(ports, key).left_future());
                let looking = accounts.into_iter().map(|asked| look_up(ports, asked).right_future());
                let mut waiting = listing.chain(looking).take(CONCURRENCY).collect::<FuturesUnordered<_>>();
                let mut events = Vec::new();
                loop {
                    select_biased! {
                        () = stop => {
                            events.push(KeyEvent::GiveUp);
                            break;
                        }
                        event = waiting.next() => match event {
                            Some(event) => events.push(event),
                            None => break,
                        },
                    }
                }
                events
            }
        };
        for event in events {
            search.handle(event)?;
        }
    }
}

async fn list<P: KeySearchPorts>(ports: &P, key: VerifyKey) -> KeyEvent {
    match insist(ports, async || ports.list(&key).await).await {
        Ok(accounts) => KeyEvent::Listed { key, accounts },
        Err(fault) => KeyEvent::NotListed { key, fault: fault.fault() },
    }
}

async fn look_up<P: KeySearchPorts>(ports: &P, asked: AccountAddress) -> KeyEvent {
    match insist(ports, async || ports.look_up(&asked).await).await {
        Ok(Lookup::Found(account)) => KeyEvent::Account { asked, account },
        Ok(Lookup::Absent) => KeyEvent::NoAccount { asked },
        Err(fault) => KeyEvent::NotAnswered { asked, fault: fault.fault() },
    }
}

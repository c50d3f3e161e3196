//! Runs a search by keys over the session's ports: the desk, the nodes and a directory.

use std::collections::BTreeSet;
use std::future::pending;
use std::rc::Rc;

use crate::asking::{Pace, insist};
use crate::directory::{self, Directory, DirectoryError};
use crate::fault::{Explain, Fault};
use crate::key_search::{AddressTrial, KeyEvent, KeySearch, KeySearchPorts, Series, drive};
use crate::ledger::{self, LastWord, LedgerError, Retry};
use crate::model::{AccountAddress, Coin, GenesisHash, SigningPath, VerifyKey};
use crate::node::{Lookup, NodeError, query};

use super::KeySearchFlow;
use super::state::{Begun, Gathered};
use super::view::Sought;
use crate::session::balances::Balances;
use crate::session::context::Context;
use crate::session::error::{SessionError, fault};
use crate::session::ledger::desk::Desk;
use crate::session::nodes::Nodes;
use crate::session::ports::Ports;

/// How long after a fault of the Ledger it is looked for again.
const LOOK_AGAIN_MS: u32 = 1_000;

/// Whom one search asks.
struct Asked<P: Ports> {
    context: Rc<Context<P>>,
    begun: Rc<Begun>,
    desk: Desk<P>,
    nodes: Nodes<P>,
    balances: Rc<Balances>,
    directory: P::Directory,
}

impl<P: Ports + 'static> KeySearchFlow<P> {
    /// Begins a search, or goes on with one.
    pub(super) fn run_search(
        &self,
        network: GenesisHash,
        sought: Sought,
        series: Vec<Series>,
        before: Option<KeySearch>,
        directory: Directory,
    ) -> Result<(), Fault> {
        let context = Rc::clone(&self.context);
        let nodes = Nodes::of(&self.context, &self.vault, network, None)?;
        let balances = Rc::clone(&self.balances);
        self.begin(Begun::new(network, sought, Some(directory.clone())), async move |desk, begun| {
            let directory = context.ports.directory(&directory);
            Asked { context, begun, desk, nodes, balances, directory }.search(series, before).await
        })
    }

    /// Holds one account against the keys of the Ledger.
    pub(super) fn try_address(&self, typed: &str) -> Result<(), Fault> {
        let address: AccountAddress = typed.trim().parse().map_err(|_| fault(SessionError::AddressInvalid))?;
        let network = self.vault.network()?;
        let context = Rc::clone(&self.context);
        let nodes = Nodes::of(&self.context, &self.vault, network, None)?;
        let sought = Sought::Address { address: address.to_string() };
        let balances = Rc::clone(&self.balances);
        self.begin(Begun::new(network, sought, None), async move |desk, begun| {
            let question = async |node: &P::Node| query::account_by_address(node, &address).await;
            let account = match nodes.insist(question).await {
                Ok(Lookup::Found(account)) => {
                    balances.note_account(network, &account, context.ports.now());
                    account
                }
                Ok(Lookup::Absent) => return Err(fault(SessionError::NoSuchAccount)),
                Err(error) => return Err(nodes.fault(&error)),
            };
            let connected = desk.take().await;
            let (abilities, device) = (connected.app.abilities(), connected.device);
            desk.give_back(connected);
            let mut trial = AddressTrial::new(device, account, Coin::of(network), |path| abilities.serves(path));
            while let Some(at) = trial.next() {
                let key = match read_key(&context, &desk, at).await {
                    Ok(key) => Some(key),
                    // A path that this build has no keys at is none that fits.
                    Err(error) if error.last_word() == Some(LastWord::NoKeyThere) => None,
                    // Everything else is no answer.
                    Err(error) => return Err(error.fault()),
                };
                trial.read(at, key);
                *begun.gathered.borrow_mut() = Gathered::Address(trial.clone());
                context.redraw();
            }
            *begun.gathered.borrow_mut() = Gathered::Address(trial);
            Ok(())
        })
    }

    fn begin(
        &self,
        begun: Begun,
        work: impl AsyncFnOnce(Desk<P>, Rc<Begun>) -> Result<(), Fault> + 'static,
    ) -> Result<(), Fault> {
        let begun = Rc::new(begun);
        let told = Rc::clone(&begun);
        let turn = self.ledger.lend(async move |desk| {
            let fault = work(desk, Rc::clone(&told)).await.err();
            *told.fault.borrow_mut() = fault;
            told.came_to_end.set(true);
        })?;
        // What an earlier one came to is not what is looked at any more.
        self.import.leave();
        // It is new.
        let _ = begun.turn.set(turn);
        *self.begun.borrow_mut() = Some(begun);
        Ok(())
    }
}

impl<P: Ports + 'static> Asked<P> {
    async fn search(self, series: Vec<Series>, before: Option<KeySearch>) -> Result<(), Fault> {
        if let Some(search) = &before {
            // What is known stays to be seen.
            self.observe(search);
            self.desk.expect(search.device());
        }
        self.prove_directory().await?;
        let device = self.desk.device().await;
        let mut search = before.unwrap_or_else(|| KeySearch::new(device, series));
        // Nothing of a search that goes on is asked twice that was answered. It refuses no such word.
        let _ = search.handle(KeyEvent::CheckAgain);
        self.refuse_what_the_app_has_not(&search).await?;
        let ended = drive(&mut search, &self, pending()).await;
        self.observe(&search);
        ended.map_err(|error| error.fault())
    }

    /// Before any key is told to anybody: whether an empty list of this directory would mean anything.
    async fn prove_directory(&self) -> Result<(), Fault> {
        let health = insist(self, async || directory::check_health(&self.directory).await).await;
        health.map_err(|error| error.fault())?;
        // A directory's word about itself is about its node; whether its index keeps up, a young account shows.
        let young = self.nodes.insist(async |node: &P::Node| query::young_account(node).await).await;
        let young = young.map_err(|error| self.nodes.fault(&error))?;
        let proof = insist(self, async || directory::check_against(&self.directory, &young).await).await;
        proof.map_err(|error| error.fault())
    }

    /// An app that has no keys below a path says so before it is asked for twenty.
    async fn refuse_what_the_app_has_not(&self, search: &KeySearch) -> Result<(), Fault> {
        let connected = self.desk.take().await;
        let app = connected.app;
        self.desk.give_back(connected);
        for path in search.paths() {
            if !app.abilities().serves(path) {
                let needed = ledger::Abilities::first_with(path);
                return Err(LedgerError::PathNotServed { found: app.version(), needed }.fault());
            }
        }
        Ok(())
    }
}

impl<P: Ports + 'static> Pace for Asked<P> {
    async fn sleep(&self, milliseconds: u32) {
        self.context.sleep(milliseconds).await;
    }

    fn jitter(&self) -> u32 {
        self.context.jitter()
    }
}

impl<P: Ports + 'static> KeySearchPorts for Asked<P> {
    async fn read_keys(
        &self,
        places: &[SigningPath],
        each: &mut dyn FnMut(SigningPath, Result<VerifyKey, LedgerError>),
    ) {
        for at in places {
            each(*at, read_key(&self.context, &self.desk, *at).await);
        }
    }

    async fn list(&self, key: &VerifyKey) -> Result<BTreeSet<AccountAddress>, DirectoryError> {
        directory::accounts_with(&self.directory, key).await
    }

    async fn look_up(&self, address: &AccountAddress) -> Result<Lookup, NodeError> {
        let question = async |node: &P::Node| query::account_by_address(node, address).await;
        let (lookup, _) = self.nodes.ask(question).await?;
        if self.begun.is_running() {
            self.balances.note(self.begun.network, *address, &lookup, self.context.ports.now());
        }
        Ok(lookup)
    }

    fn observe(&self, search: &KeySearch) {
        *self.begun.gathered.borrow_mut() = Gathered::Search(search.clone());
        self.context.redraw();
    }
}

/// One key, without a prompt. A Ledger that was taken away, or is locked, is waited for; what it does not have is an error.
async fn read_key<P: Ports + 'static>(
    context: &Context<P>,
    desk: &Desk<P>,
    at: SigningPath,
) -> Result<VerifyKey, LedgerError> {
    loop {
        let mut connected = desk.take().await;
        let app = connected.app;
        let mut watched = desk.watch(&mut connected);
        let key = ledger::read_signing_key(&mut watched, &app, at.path, at.identity, at.credential, 0).await;
        match key {
            Ok(key) => {
                desk.give_back(connected);
                // Key number 0 is at every path.
                return key.map(VerifyKey::new).ok_or(LedgerError::BadAnswer { command: "public-key" });
            }
            Err(error) if error.last_word().is_some() || error.retry() == Retry::Never => {
                desk.give_back(connected);
                return Err(error);
            }
            Err(error) => {
                // Opened anew: the app may have gone, or the device.
                drop(connected);
                desk.show_obstacle(&error);
                context.sleep(LOOK_AGAIN_MS).await;
            }
        }
    }
}

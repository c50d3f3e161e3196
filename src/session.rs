//! Use cases over the ports: what the page may ask (`intent`), what it gets to see (`view`), and what happens between.
//! This module knows the flows; it refuses to know how a browser stores, fetches or talks to a Ledger.
//!
//! One direction: intent → use case → pure step → port → state → snapshot. Borrows of the state never live across an
//! `await`; everything that is written goes through [`Session::commit`], one at a time.

use crate::session::export::view::ExportPreview;
use crate::session::export::view::KeyFile;
use crate::session::export::view::SealedFile;
use crate::session::nodes::view::NetworkView;
use crate::session::recovery::view::ProviderView;
use crate::session::recovery::view::SearchReport;
use crate::session::vault::view::UndoView;
use crate::session::wallet::view::NameCheck;
use crate::session::wallet::view::RemovalView;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use futures_util::lock::Mutex;

use crate::fault::Fault;

pub mod chain;
pub mod error;
pub mod export;
pub mod import;
pub mod intent;
pub mod keys;
pub mod ledger;
pub mod nodes;
mod panel;
pub mod ports;
pub mod recovery;
pub mod seam;
pub mod settings;
mod state;
pub mod vault;
pub mod view;
pub mod wallet;

pub use error::SessionError;
use intent::Intent;
use ports::{Ports, Update};
use seam::actor::Actor;
use state::State;
use view::WalletView;

/// A key file on offer, or on its way.
#[derive(Default)]
struct KeyOffer {
    /// Changes whenever an offer is asked for or taken back.
    ticket: u64,
    /// Where it can be downloaded from.
    url: Option<String>,
}

/// The answer to an intent that worked.
#[derive(Debug, serde::Serialize)]
#[serde(untagged)]
pub enum Reply {
    /// Nothing to say; the snapshot tells.
    Done,
    /// To `ExportPreview`.
    ExportPreview(ExportPreview),
    /// To `ExportSeal`.
    Sealed(Vec<SealedFile>),
    /// To `ExportAccountKey`.
    KeyFile(KeyFile),
    /// To `RecoveryReport`.
    Report(Box<SearchReport>),
    /// To `ListProviders`.
    Providers(Vec<ProviderView>),
    /// To `RemovalPreview`.
    Removal(RemovalView),
    /// To `ImportUndo`.
    Undone(UndoView),
    /// To `CheckName`.
    Name(NameCheck),
    /// To `UseNode` and `AddNode`.
    Network(NetworkView),
}

/// One person's session with the engine.
pub struct Session<P> {
    ports: P,
    state: RefCell<State>,
    /// One writer at a time: a commit reads, seals, stores and only then replaces the state.
    writing: Mutex<()>,
    /// A key file that can be downloaded.
    key_file: RefCell<KeyOffer>,
    /// One sits at the Ledger at a time: whoever is told to go still has it until then.
    ledger_desk: Arc<Mutex<()>>,
    /// How often the person said something that whoever waits for a Ledger should hear.
    person: Cell<u64>,
    /// How often they wanted the question on its screen asked anew.
    asked_again: Cell<u64>,
    /// The person wants the app opened from here.
    open_app: Cell<bool>,
    /// Keys are being checked, a few at a time.
    checking: Cell<bool>,
}

/// How many identities and accounts have their keys checked at once: a fifth of a second, at worst.
const AT_ONCE: usize = 128;

impl<P: Ports + 'static> Session<P> {
    /// A session that has not looked at the store yet.
    #[must_use]
    pub fn new(ports: P) -> Rc<Self> {
        Rc::new(Self {
            ports,
            state: RefCell::new(State::default()),
            writing: Mutex::new(()),
            key_file: RefCell::default(),
            ledger_desk: Arc::default(),
            person: Cell::new(0),
            asked_again: Cell::new(0),
            open_app: Cell::new(false),
            checking: Cell::new(false),
        })
    }

    /// Reads the store and says what is there.
    pub async fn start(self: &Rc<Self>) {
        self.load().await;
        self.publish();
    }

    /// Does what the page asked.
    ///
    /// # Errors
    /// A fault for the page to show; nothing was changed.
    pub async fn handle(self: &Rc<Self>, intent: impl Into<Intent>) -> Result<Reply, Fault> {
        let intent = intent.into();
        let (began, by) = (self.ports.now(), intent.by());
        if self.is_over(began) {
            // The deadline counts, not the next look at the clock: a click after a long sleep does not put it off.
            self.lock().await;
        }
        let answer = match intent {
            Intent::Vault(intent) => self.handle_vault(intent).await,
            Intent::Import(intent) => self.handle_import(intent).await,
            Intent::Export(intent) => self.handle_export(intent).await,
            Intent::Recovery(intent) => self.handle_recovery(intent).await,
            Intent::Ledger(intent) => self.handle_ledger(intent),
            Intent::Chain(intent) => self.handle_chain(&intent),
            Intent::Wallet(intent) => self.handle_wallet(intent).await,
            Intent::Settings(intent) => self.handle_settings(intent).await,
        }
        .inspect_err(|_| self.publish());
        if answer.is_ok() && by == Actor::Person {
            self.state.borrow_mut().presence.touch(began);
        }
        answer
    }

    /// Locks when nobody touched anything for the chosen time, or the clock was set back, and tries again what could not be written.
    /// The edge calls it every few seconds.
    pub fn tick(self: &Rc<Self>) {
        self.retry_copy();
        if self.is_over(self.ports.now()) {
            let session = Rc::clone(self);
            self.ports.spawn(async move { session.lock().await });
        }
    }

    fn is_over(&self, now: u64) -> bool {
        let mut state = self.state.borrow_mut();
        let Some(limit) = state.auto_lock_ms() else { return false };
        state.presence.is_over(now, limit)
    }

    /// A person is here: at the page, or at the Ledger they have just approved something on. That a search gets on, or a device
    /// comes and goes, is no sign of anybody.
    fn touch(&self) {
        let now = self.ports.now();
        self.state.borrow_mut().presence.touch(now);
    }

    /// The person said something: whoever waits for a Ledger looks again.
    fn hear_person(&self) {
        self.person.set(self.person.get().wrapping_add(1));
    }

    /// Shows the page where everything stands.
    fn publish(&self) {
        let snapshot = self.state.borrow_mut().snapshot();
        self.ports.publish(Update::Snapshot(Box::new(snapshot)));
    }

    /// Shows the page all records, and where everything stands.
    fn publish_wallet(self: &Rc<Self>) {
        let view = {
            let mut state = self.state.borrow_mut();
            let State { vault, checked, chain, access, keys, .. } = &mut *state;
            vault.open().map(|open| {
                let records = &open.contents.wallet;
                checked.look(records);
                checked.go_on(records, AT_ONCE);
                WalletView {
                    chain: chain::view(chain),
                    totals: chain::totals(chain),
                    access: ledger::access::view(access, records),
                    keys_checks: keys::view(keys, records),
                    undo: open.contents.undo.as_ref().map(|undo| UndoView::of(undo, records)),
                    ..wallet::present::wallet_view(records, checked, chain)
                }
            })
        }
        .unwrap_or_default();
        self.ports.publish(Update::Wallet(Box::new(view)));
        self.publish();
        self.check_on();
    }

    /// Checks the keys that wait, a few at a time, so that whatever else is asked meanwhile is answered; then shows what was found.
    fn check_on(self: &Rc<Self>) {
        if self.state.borrow().checked.waiting() == 0 || self.checking.replace(true) {
            return;
        }
        let session = Rc::clone(self);
        self.ports.spawn(async move {
            loop {
                session.ports.sleep(0).await;
                let mut state = session.state.borrow_mut();
                let State { vault, checked, .. } = &mut *state;
                // Locked meanwhile: there is nobody to tell.
                let Some(open) = vault.open() else { break };
                checked.go_on(&open.contents.wallet, AT_ONCE);
                if checked.waiting() == 0 {
                    break;
                }
            }
            session.checking.set(false);
            if session.state.borrow().open().is_some() {
                session.publish_wallet();
            }
        });
    }
}

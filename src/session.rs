//! Use cases over the ports: what the page may ask (`intent`), what it gets to see (`view`), and what happens between.
//! This module knows the flows; it refuses to know how a browser stores, fetches or talks to a Ledger.
//!
//! One direction: intent → use case → pure step → port → state → snapshot. Borrows of the state never live across an
//! `await`; everything that is written goes through [`Session::commit`], one at a time.

use crate::model::Counts;
use crate::model::Wallet;
use crate::secret::Password;
use crate::session::context::Context;
use crate::session::context::Redraw;
use crate::session::export::view::ExportPreview;
use crate::session::export::view::KeyFile;
use crate::session::export::view::SealedFile;
use crate::session::import::state::ImportFlow;
use crate::session::ledger::Ledger;
use crate::session::recovery::view::ProviderView;
use crate::session::recovery::view::SearchReport;
use crate::session::settings::SettingsFlow;
use crate::session::settings::intent::SettingsReply;
use crate::session::vault::Vault;
use crate::session::vault::intent::VaultIntent;
use crate::session::vault::view::UndoView;
use crate::session::view::Snapshot;
use crate::session::view::SummaryView;
use crate::session::wallet::WalletFlow;
use crate::session::wallet::intent::WalletIntent;
use crate::session::wallet::intent::WalletReply;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::fault::Fault;

mod bell;
pub mod chain;
mod context;
pub mod error;
pub mod export;
pub mod import;
pub mod intent;
pub mod keys;
pub mod ledger;
pub mod nodes;
pub mod ports;
pub mod recovery;
pub mod seam;
pub mod settings;
mod slot;
mod state;
mod turn;
pub mod vault;
pub mod view;
pub mod wallet;

pub use error::SessionError;
use import::view::ItemView;
use intent::Intent;
use ports::Ports;
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
    /// Of the records.
    Wallet(WalletReply),
    /// To `ImportRows`.
    Rows(Vec<ItemView>),
    /// To `ImportUndo`.
    Undone(UndoView),
    /// Of the settings.
    Settings(SettingsReply),
}

/// Something to draw.
#[derive(Debug)]
pub enum Update {
    /// Where everything stands.
    Snapshot(Box<Snapshot>),
    /// All records, because they changed.
    Wallet(Box<WalletView>),
}

/// One person's session with the engine.
pub struct Session<P: Ports> {
    context: Rc<Context<P>>,
    /// Hands the page something to draw.
    publish: Box<dyn Fn(Update)>,
    /// Grows by one with every snapshot.
    revision: Cell<u32>,
    vault: Rc<Vault<P>>,
    ledger: Rc<Ledger<P>>,
    wallet: WalletFlow<P>,
    settings: SettingsFlow<P>,
    state: RefCell<State>,
    /// A key file that can be downloaded.
    key_file: RefCell<KeyOffer>,
    /// Keys are being checked, a few at a time.
    checking: Cell<bool>,
}

/// How many identities and accounts have their keys checked at once: a fifth of a second, at worst.
const AT_ONCE: usize = 128;

impl<P: Ports + 'static> Session<P> {
    /// A session that has not looked at the store yet. `publish` hands the page something to draw.
    #[must_use]
    pub fn new(ports: P, publish: impl Fn(Update) + 'static) -> Rc<Self> {
        let context = Rc::new(Context::new(ports));
        let vault = Vault::new(&context);
        let session = Rc::new(Self {
            ledger: Ledger::new(&context, &vault),
            wallet: WalletFlow::new(&context, &vault),
            settings: SettingsFlow::new(&context, &vault),
            vault,
            context,
            publish: Box::new(publish),
            revision: Cell::new(0),
            state: RefCell::new(State::default()),
            key_file: RefCell::default(),
            checking: Cell::new(false),
        });
        // Whoever draws must not be kept by what is drawn.
        let drawn = Rc::downgrade(&session);
        session.context.draw_with(move |what| {
            if let Some(session) = drawn.upgrade() {
                session.draw(what);
            }
        });
        let told = Rc::downgrade(&session);
        session.vault.watch_with(move |before, after| {
            if let Some(session) = told.upgrade() {
                keys::forget_changed(&mut session.state.borrow_mut().keys, before, after);
            }
        });
        session
    }

    /// Reads the store and says what is there.
    pub async fn start(&self) {
        self.vault.load().await;
        self.context.redraw();
    }

    /// Does what the page asked.
    ///
    /// # Errors
    /// A fault for the page to show; nothing was changed.
    pub async fn handle(self: &Rc<Self>, intent: impl Into<Intent>) -> Result<Reply, Fault> {
        let intent = intent.into();
        let (began, by) = (self.context.ports.now(), intent.by());
        if self.vault.is_over(began) {
            // The deadline counts, not the next look at the clock: a click after a long sleep does not put it off.
            self.lock().await;
        }
        let answer = match intent {
            Intent::Vault(intent) => self.handle_vault(intent).await,
            Intent::Import(intent) => self.handle_import(intent).await,
            Intent::Export(intent) => self.handle_export(intent).await,
            Intent::Recovery(intent) => self.handle_recovery(intent).await,
            Intent::Ledger(intent) => self.ledger.handle(intent).map(|()| Reply::Done),
            Intent::Chain(intent) => self.handle_chain(&intent),
            Intent::Wallet(intent) => self.handle_wallet(intent).await,
            Intent::Settings(intent) => self.settings.handle(intent).await.map(Reply::Settings),
        }
        .inspect_err(|_| self.context.redraw());
        if answer.is_ok() && by == Actor::Person {
            self.vault.touch_at(began);
        }
        answer
    }

    /// Locks when nobody touched anything for the chosen time, or the clock was set back, and tries again what could not be written.
    /// The edge calls it every few seconds.
    pub fn tick(self: &Rc<Self>) {
        self.vault.retry_copy();
        if self.vault.is_over(self.context.ports.now()) {
            let session = Rc::clone(self);
            self.context.ports.spawn(async move { session.lock().await });
        }
    }

    async fn handle_wallet(&self, intent: WalletIntent) -> Result<Reply, Fault> {
        let is_removal = matches!(intent, WalletIntent::Remove { .. });
        let reply = self.wallet.handle(intent).await?;
        if is_removal {
            // What can be taken back now is the removal, and no import before it.
            let mut state = self.state.borrow_mut();
            if let ImportFlow::Done { .. } = state.import {
                state.import = ImportFlow::Idle;
            }
            drop(state);
            self.context.redraw();
        }
        Ok(Reply::Wallet(reply))
    }

    async fn handle_vault(self: &Rc<Self>, intent: VaultIntent) -> Result<Reply, Fault> {
        match intent {
            VaultIntent::Create { password } => {
                self.vault.create(password).await?;
                self.context.redraw_records();
            }
            VaultIntent::Unlock { password } => self.unlock(password, None).await?,
            VaultIntent::UnlockChosen { vault, password } => self.unlock(password, Some(vault)).await?,
            VaultIntent::CompleteCopies => self.vault.complete_copies().await?,
            VaultIntent::Lock => self.lock().await,
            VaultIntent::Reset => self.reset().await?,
            VaultIntent::Touch => {
                self.vault.touch();
                self.context.redraw();
            }
            VaultIntent::ChangePassword { current, new } => self.vault.change_password(current, new).await?,
        }
        Ok(Reply::Done)
    }

    /// Opens the vault, and looks for an interrupted search.
    async fn unlock(self: &Rc<Self>, password: Password, number: Option<u32>) -> Result<(), Fault> {
        self.vault.unlock(password, number).await?;
        self.note_resumable().await;
        self.context.redraw_records();
        Ok(())
    }

    /// Forgets the key and everything decrypted, at once. A running search stops; its checkpoint stays.
    async fn lock(self: &Rc<Self>) {
        self.halt_recovery();
        self.withdraw_key_file();
        if !self.vault.close() {
            return;
        }
        self.ledger.forget();
        self.state.borrow_mut().forget_decrypted();
        self.context.redraw_records();
        self.vault.rest().await;
    }

    /// Deletes every vault here, for ever.
    async fn reset(self: &Rc<Self>) -> Result<(), Fault> {
        self.halt_recovery();
        self.withdraw_key_file();
        self.vault.delete().await?;
        self.withdraw_key_file();
        self.ledger.forget();
        self.state.borrow_mut().forget_decrypted();
        self.context.redraw_records();
        Ok(())
    }

    fn draw(self: &Rc<Self>, what: Redraw) {
        if what == Redraw::Records {
            (self.publish)(Update::Wallet(Box::new(self.wallet_view())));
        }
        (self.publish)(Update::Snapshot(Box::new(self.snapshot())));
        if what == Redraw::Records {
            self.check_on();
        }
    }

    fn snapshot(&self) -> Snapshot {
        self.revision.set(self.revision.get().wrapping_add(1));
        let state = self.state.borrow();
        let contents = self.vault.contents().ok();
        let contents = contents.as_deref();
        let wallet = contents.map(|contents| &contents.wallet);
        Snapshot {
            revision: self.revision.get(),
            vault: self.vault.view(),
            locks_at: self.vault.locks_at(),
            keeping: self.vault.keeping_view(),
            settings: self.settings.view(),
            summary: wallet.zip(self.vault.backup_view()).map(|(wallet, backup)| SummaryView {
                counts: Counts::of(wallet),
                backup,
                search: state.recovery.summary(),
            }),
            import: state.import_view(contents),
            export: state.export.view(),
            device: self.ledger.view(),
            left_asking: self.ledger.left_asking(),
            recovery: {
                let nodes = contents.map(|contents| state.recovery.nodes(contents)).unwrap_or_default();
                state.recovery.view(wallet.unwrap_or(&Wallet::default()), &nodes)
            },
        }
    }

    fn wallet_view(&self) -> WalletView {
        let Ok(contents) = self.vault.contents() else { return WalletView::default() };
        let State { checked, chain, keys, .. } = &mut *self.state.borrow_mut();
        let records = &contents.wallet;
        checked.look(records);
        checked.go_on(records, AT_ONCE);
        WalletView {
            chain: chain::view(chain),
            totals: chain::totals(chain),
            access: self.ledger.access_view(records),
            keys_checks: keys::view(keys, records),
            undo: contents.undo.as_ref().map(|undo| UndoView::of(undo, records)),
            ..wallet::present::wallet_view(records, checked, chain)
        }
    }

    /// Checks the keys that wait, a few at a time, so that whatever else is asked meanwhile is answered; then shows what was found.
    fn check_on(self: &Rc<Self>) {
        if self.state.borrow().checked.waiting() == 0 || self.checking.replace(true) {
            return;
        }
        let session = Rc::clone(self);
        self.context.ports.spawn(async move {
            loop {
                session.context.ports.sleep(0).await;
                // Locked meanwhile: there is nobody to tell.
                let Ok(contents) = session.vault.contents() else { break };
                let checked = &mut session.state.borrow_mut().checked;
                checked.go_on(&contents.wallet, AT_ONCE);
                if checked.waiting() == 0 {
                    break;
                }
            }
            session.checking.set(false);
            if session.vault.is_open() {
                session.context.redraw_records();
            }
        });
    }
}

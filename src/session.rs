//! Use cases over the ports: what the page may ask (`intent`), what it gets to see (`view`), and what happens between.
//! This module knows the flows; it refuses to know how a browser stores, fetches or talks to a Ledger.
//!
//! One direction: intent → use case → pure step → port → state → snapshot. Borrows of the state never live across an
//! `await`; everything that is written goes through [`Session::commit`], one at a time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use futures_util::lock::Mutex;

use crate::fault::{Explain, Fault};
use crate::recovery::Command;

mod chain;
pub mod error;
mod export;
mod import;
pub mod intent;
pub mod keys;
mod ledger;
mod nodes;
mod panel;
pub mod ports;
mod recovery;
mod seam;
mod settings;
mod state;
pub mod vault;
pub mod view;
pub mod wallet;

pub use error::SessionError;
use intent::{Actor, Intent};
use ports::{Ports, Update};
use state::State;
use view::{
    ExportPreview, KeyFile, NameCheck, NetworkView, ProviderView, RemovalView, SealedFile, SearchReport, UndoView,
    WalletView,
};

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
    pub async fn handle(self: &Rc<Self>, intent: Intent) -> Result<Reply, Fault> {
        let (began, by) = (self.ports.now(), intent.by());
        if self.is_over(began) {
            // The deadline counts, not the next look at the clock: a click after a long sleep does not put it off.
            self.lock().await;
        }
        let done = |()| Reply::Done;
        let answer = match intent {
            Intent::CreateVault { password } => self.create_vault(password).await.map(done),
            Intent::Unlock { password } => self.unlock(password, None).await.map(done),
            Intent::UnlockChosen { vault, password } => self.unlock(password, Some(vault)).await.map(done),
            Intent::CompleteCopies => self.complete_copies().await.map(done),
            Intent::Lock => {
                self.lock().await;
                Ok(Reply::Done)
            }
            Intent::ResetVault => self.reset_vault().await.map(done),
            Intent::Touch => {
                self.touch();
                self.publish();
                Ok(Reply::Done)
            }

            Intent::ImportFile { file_name, bytes } => self.recognise(file_name, bytes).map(done),
            Intent::ImportOpen => self.open_file(None).await.map(done),
            Intent::ImportPassword { password } => self.open_file(Some(password)).await.map(done),
            Intent::ImportEarly => self.go_on_early().map(done),
            Intent::ImportNetwork { genesis } => self.place(&genesis).map(done),
            Intent::ImportChoose { item, choice } => self.choose(item, choice).map(done),
            Intent::ImportCompare => self.compare_import().map(done),
            Intent::ImportApply => self.apply_import().await.map(done),
            Intent::ImportCancel => {
                self.cancel_import();
                Ok(Reply::Done)
            }
            Intent::ImportUndo => self.undo_import().await.map(Reply::Undone),

            Intent::ExportPreview { format } => self.preview_export(format).map(Reply::ExportPreview),
            Intent::ExportSeal { format, password, unlock_password } => {
                self.seal_export(format, password, unlock_password).await.map(Reply::Sealed)
            }
            Intent::ExportAccountKey { network, id, password } => {
                self.export_account_key(&network, &id, password).await.map(Reply::KeyFile)
            }
            Intent::ExportAccountKeyDone => {
                self.withdraw_key_file();
                Ok(Reply::Done)
            }
            Intent::ExportCancel => {
                self.cancel_export();
                Ok(Reply::Done)
            }
            Intent::ExportSaved { read_back } => self.note_export(&read_back).await.map(done),

            Intent::ImportWatchOnly { watch } => self.watch_only(watch).map(done),
            Intent::RecoveryStart { route, private_scan } => self.start_recovery(route, private_scan).map(done),
            Intent::RecoveryResume => self.resume_recovery().map(done),
            Intent::RecoveryDiscard => self.discard_recovery().await.map(done),
            Intent::RecoveryContinue => self.tell(Command::Continue).map(done),
            Intent::RecoveryNextPath => self.tell(Command::NextTrack).map(done),
            Intent::RecoveryStop => self.tell(Command::Stop).map(done),
            Intent::RecoveryCheckAgain => self.tell(Command::CheckAgain).map(done),
            Intent::RecoveryLookDeeper { place } => self.look_deeper(place.as_deref()).map(done),
            Intent::RecoveryComplete => self.tell(Command::AskOneByOne).map(done),
            Intent::RecoverySkipIndex => self.tell(Command::Skip).map(done),
            Intent::RecoveryUseNodeAnyway => self.use_node_anyway().map(done),
            Intent::RecoveryAskAgain => {
                self.asked_again.set(self.asked_again.get().wrapping_add(1));
                self.hear_person();
                self.tell(Command::AskAgain).map(done)
            }
            Intent::RecoveryAskAnother { url } => self.ask_another_node(&url).map(done),
            Intent::RecoveryPreview => self.preview_recovery().map(done),
            Intent::RecoveryReport => self.report_recovery().map(|report| Reply::Report(Box::new(report))),

            Intent::ListProviders => self.list_providers().await.map(Reply::Providers),
            // Whoever waits for the person looks again. While a prompt is open nobody does: nothing may disturb it.
            Intent::DevicesChanged => {
                self.hear_person();
                Ok(Reply::Done)
            }
            Intent::OpenApp => {
                self.open_app.set(true);
                self.hear_person();
                Ok(Reply::Done)
            }
            Intent::CheckAccess => self.check_access().map(done),
            Intent::ShowAddress { network, id } => self.show_address(&network, &id).map(done),
            Intent::DeviceCancel => {
                self.cancel_device_task();
                self.publish();
                Ok(Reply::Done)
            }
            Intent::LedgerSettled => {
                self.state.borrow_mut().left_asking = None;
                self.publish();
                Ok(Reply::Done)
            }
            Intent::CheckChain => self.check_chain().map(done),

            Intent::RenameAccount { network, id, name } => self.rename_account(&network, &id, &name).await.map(done),
            Intent::RenameIdentity { network, id, name } => self.rename_identity(&network, &id, &name).await.map(done),
            Intent::RemovalPreview { target } => self.preview_removal(&target).map(Reply::Removal),
            Intent::Remove { target } => self.remove(&target).await.map(done),
            Intent::SaveContact { network, previous_address, address, name, note } => {
                self.save_contact(&network, previous_address.as_deref(), &address, &name, &note).await.map(done)
            }
            Intent::CheckName { network, address, name } => self.check_name(&network, &address, &name).map(Reply::Name),
            Intent::DeleteContact { network, address } => self.delete_contact(&network, &address).await.map(done),

            Intent::UseNetwork { genesis } => self.use_network(&genesis).await.map(done),
            Intent::UseNode { url } => self.use_node(&url).await.map(Reply::Network),
            Intent::AddNode { url } => self.add_node(&url).await.map(Reply::Network),
            Intent::RemoveNode { network, url } => self.remove_node(&network, &url).await.map(done),
            Intent::ChangePassword { current, new } => self.change_password(current, new).await.map(done),
            Intent::SetAutoLock { minutes } => self.set_auto_lock(minutes).await.map(done),
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

/// Any error of the core, as the page gets it.
fn fault(error: impl Explain) -> Fault {
    error.fault()
}

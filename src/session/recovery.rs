//! The recovery flow: a run that waits for a person, a Ledger and a node, and survives all three.
//! It knows when to ask whom; what to ask and what the answers mean is `recovery`'s.

mod begin;
mod covered;
mod found;
pub mod intent;
mod opinion;
mod present;
mod providers;
mod run;
mod second;
mod state;
pub mod view;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::fault::Fault;
use crate::ledger::DeviceRequest;
use crate::model::{AccountAddress, Wallet};
use crate::recovery::{Agreement, Checkpoint, Command, Event, Place, Recovery, Witness};
use crate::secret::Plaintext;

use super::balances::Balances;
use super::context::Context;
use super::error::{SessionError, fault};
use super::import::{ImportFlow, Origin};
use super::ledger::Ledger;
use super::ledger::view::DeviceStateView;
use super::nodes::networks::node_urls;
use super::ports::Ports;
use super::turn::{Turn, Turns};
use super::vault::Vault;
use intent::{RecoveryIntent, RecoveryReply};
use present::{Beside, place_id};
use state::{Active, Phase, RecoveryState};
use view::{RecoveryView, SearchReport, SearchSummary};

/// The search for accounts.
pub(super) struct RecoveryFlow<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
    ledger: Rc<Ledger<P>>,
    import: Rc<ImportFlow<P>>,
    balances: Rc<Balances>,
    turns: Turns,
    state: RefCell<RecoveryState>,
}

impl<P: Ports + 'static> RecoveryFlow<P> {
    pub(super) fn new(
        context: &Rc<Context<P>>,
        vault: &Rc<Vault<P>>,
        ledger: &Rc<Ledger<P>>,
        import: &Rc<ImportFlow<P>>,
        balances: &Rc<Balances>,
    ) -> Rc<Self> {
        Rc::new(Self {
            context: Rc::clone(context),
            vault: Rc::clone(vault),
            ledger: Rc::clone(ledger),
            import: Rc::clone(import),
            balances: Rc::clone(balances),
            turns: Turns::default(),
            state: RefCell::default(),
        })
    }

    /// Does what the page asked.
    pub(super) async fn handle(self: &Rc<Self>, intent: RecoveryIntent) -> Result<RecoveryReply, Fault> {
        match intent {
            RecoveryIntent::Start { route, private_scan } => self.start(route, private_scan)?,
            RecoveryIntent::Resume => self.resume()?,
            RecoveryIntent::Discard => self.discard().await?,
            RecoveryIntent::Continue => self.tell(Command::Continue)?,
            RecoveryIntent::NextPath => self.tell(Command::NextTrack)?,
            RecoveryIntent::Stop => self.tell(Command::Stop)?,
            RecoveryIntent::CheckAgain => self.tell(Command::CheckAgain)?,
            RecoveryIntent::LookDeeper { place } => self.look_deeper(place.as_deref())?,
            RecoveryIntent::SearchAfterAll { place } => {
                self.tell(Command::Revisit { place: self.place_of(&place)? })?
            }
            RecoveryIntent::Complete => self.tell(Command::AskOneByOne)?,
            RecoveryIntent::SkipIndex => self.tell(Command::Skip)?,
            RecoveryIntent::UseNodeAnyway => self.use_node_anyway()?,
            RecoveryIntent::AskAgain => {
                self.ledger.ask_again();
                self.tell(Command::AskAgain)?;
            }
            RecoveryIntent::AskAnother { url } => self.ask_another_node(&url)?,
            RecoveryIntent::Preview => {
                self.preview()?;
                self.context.redraw();
            }
            // The session adds it then, before anything of the preview is seen.
            RecoveryIntent::Add => self.preview()?,
            RecoveryIntent::Report => return self.report().map(|report| RecoveryReply::Report(Box::new(report))),
            RecoveryIntent::Providers => return self.list_providers().await.map(RecoveryReply::Providers),
        }
        Ok(RecoveryReply::Done)
    }

    /// The flow as the page sees it.
    pub(super) fn view(&self) -> RecoveryView {
        let contents = self.vault.contents().ok();
        let state = self.state.borrow();
        let network = state.active().map(|active| active.network);
        let nodes = contents.as_deref().zip(network).map(|(contents, network)| node_urls(contents, network));
        let nodes: Vec<String> = nodes.unwrap_or_default().iter().map(ToString::to_string).collect();
        let none = Wallet::default();
        let wallet = contents.as_deref().map_or(&none, |contents| &contents.wallet);
        state.view(&Beside { wallet, nodes: &nodes, balances: &self.balances })
    }

    /// How the search stands, if there is one; its findings are in no wallet and no backup.
    pub(super) fn summary(&self) -> Option<SearchSummary> {
        self.state.borrow().summary()
    }

    /// What another node says about the accounts that the run was told of, as far as one was asked.
    pub(super) fn second(&self) -> BTreeMap<AccountAddress, Agreement> {
        self.state.borrow().second()
    }

    /// What the Ledger wants of the person for the search under way.
    pub(super) fn ledger_asks(&self) -> Option<DeviceRequest> {
        self.state.borrow().ledger_asks()
    }

    /// Whether a search is going on.
    pub(super) fn is_running(&self) -> bool {
        self.state.borrow().is_running()
    }

    /// Ends a running task without an overview; its checkpoint stays.
    pub(super) fn halt(&self) {
        self.turns.end();
        if let RecoveryState::Active(active) = self.state.take() {
            active.control.send(Command::Stop);
        }
    }

    /// Throws away the run and its checkpoint.
    pub(super) async fn forget(&self) {
        self.halt();
        self.vault.forget_aside().await;
    }

    /// Looks for an interrupted run.
    pub(super) async fn note_resumable(&self) {
        let Some(plain) = self.vault.aside().await else { return };
        let mut state = self.state.borrow_mut();
        // A run that was begun meanwhile is the one that counts.
        let RecoveryState::Idle = *state else { return };
        // EXPOSE: the checkpoint is read here and wiped with `plain`.
        *state = RecoveryState::of_saved(plain.expose());
    }

    async fn discard(&self) -> Result<(), Fault> {
        self.vault.require_open()?;
        self.forget().await;
        self.context.redraw();
        Ok(())
    }

    /// Goes on to the last number there is, at one place or at all of them.
    fn look_deeper(self: &Rc<Self>, place: Option<&str>) -> Result<(), Fault> {
        let place = match place {
            None => None,
            Some(id) => Some(self.place_of(id)?),
        };
        self.tell(Command::LookDeeper { place, to: u8::MAX })
    }

    /// Asks a node although it may not know young accounts.
    fn use_node_anyway(self: &Rc<Self>) -> Result<(), Fault> {
        {
            let state = self.state.borrow();
            state.active().ok_or_else(|| fault(SessionError::OutOfStep))?.node.overrule();
        }
        self.tell(Command::CheckAgain)
    }

    fn place_of(&self, id: &str) -> Result<Place, Fault> {
        let state = self.state.borrow();
        let progress = state.active().and_then(|active| active.progress.as_ref());
        let mut places = progress.into_iter().flat_map(|progress| &progress.places).map(|progress| progress.place);
        places.find(|place| place_id(*place) == id).ok_or_else(|| fault(SessionError::UnknownRecord))
    }

    /// What the run did so far, for saving.
    fn report(&self) -> Result<SearchReport, Fault> {
        let contents = self.vault.contents()?;
        let state = self.state.borrow();
        let active = state.active().ok_or_else(|| fault(SessionError::OutOfStep))?;
        let nodes: Vec<String> = node_urls(&contents, active.network).iter().map(ToString::to_string).collect();
        active
            .search_report(
                &Beside { wallet: &contents.wallet, nodes: &nodes, balances: &self.balances },
                self.context.ports.now(),
            )
            .ok_or_else(|| fault(SessionError::OutOfStep))
    }

    /// From the overview to the preview: the chain's records go the way of a file's.
    fn preview(&self) -> Result<(), Fault> {
        let state = self.state.borrow();
        let recovery = state.at_rest().ok_or_else(|| fault(SessionError::OutOfStep))?;
        self.import.preview_found(Origin::Recovery, recovery.outcome(), state.denied())
    }

    /// Changes what is known of a run, if it was not overtaken: a task that ends late must not touch its successor.
    fn change(&self, turn: &Turn, change: impl FnOnce(&mut Active)) -> bool {
        if turn.is_over() {
            return false;
        }
        self.state.borrow_mut().active_mut().map(change).is_some()
    }

    /// Keeps the checkpoint beside the vault, sealed with its key. A failure costs one approval on the Ledger, no account.
    /// What a run that was thrown away has to say is not kept.
    async fn save_checkpoint(&self, turn: &Turn, checkpoint: &Checkpoint) {
        if turn.is_over() {
            return;
        }
        let mut bytes = self.context.ports.now().to_be_bytes().to_vec();
        bytes.extend(checkpoint.encode());
        self.vault.keep_aside(&Plaintext::new(bytes)).await;
    }

    /// The run came to its end: the overview.
    fn rest(&self, turn: &Turn, recovery: Recovery, trouble: Option<Fault>) {
        self.change(turn, |active| {
            active.device.change(DeviceStateView::rest);
            active.phase = Phase::Overview(Box::new(recovery), trouble);
        });
        self.context.redraw();
    }

    /// The node's last block, heard after the run came to rest.
    fn note_last_word(&self, turn: &Turn, witness: Witness) {
        self.change(turn, |active| {
            if let Phase::Overview(recovery, _) = &mut active.phase {
                // Noting who said what is never refused.
                let _ = recovery.handle(Event::Heard(witness));
                active.report = Some(recovery.report());
            }
        });
        self.context.redraw();
    }

    /// The run ended before anything was known; a saved one is offered again.
    async fn abandon(&self, turn: &Turn) {
        if turn.is_over() {
            return;
        }
        self.turns.end();
        self.state.take();
        self.note_resumable().await;
        self.context.redraw();
    }
}

//! The recovery flow: a run that waits for a person, a Ledger and a node, and survives all three.
//! This module knows when to ask whom; what to ask and what the answers mean is `recovery`'s.

pub mod intent;
pub mod view;

use crate::gather::Gather;
use crate::session::nodes::slot::NodeSlot;
use crate::session::vault::Searching;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::fault::Fault;
use crate::model::{AccountAddress, GenesisHash};
use crate::recovery::{
    Agreement, Checkpoint, Command, Control, Event, Place, Progress, Recovery, RunReport, Step, Witness,
};
use crate::secret::Plaintext;
use crate::session::Reply;
use crate::session::recovery::intent::RecoveryIntent;
use crate::vault::Contents;

use crate::session::Session;
use crate::session::error::SessionError;
use crate::session::error::fault;
use crate::session::import::Denied;
use crate::session::ledger::desk::DeviceSlot;
use crate::session::ledger::view::DeviceStateView;
use crate::session::nodes::networks::{node_url, node_urls};
use crate::session::ports::Ports;
use crate::session::recovery::intent::RecoveryRoute;
use crate::session::recovery::view::{RelationView, ScanView, SearchReport};
use crate::session::state::State;

mod present;
mod providers;
mod run;
mod second;

use crate::session::nodes::Nodes;
use run::{Beginning, Run};
use second::Second;

/// The recovery flow's state.
#[derive(Default)]
pub(super) enum RecoveryFlow {
    #[default]
    Idle,
    /// A run that was interrupted and can go on.
    Resumable(Box<Saved>),
    /// A run that is going on, or shows its overview.
    Active(Box<Active>),
}

/// An interrupted run.
pub(super) struct Saved {
    checkpoint: Checkpoint,
    saved_at: u64,
}

/// A run, as far as intents and views need it.
pub(super) struct Active {
    network: GenesisHash,
    control: Control,
    from_ledger: bool,
    device: DeviceSlot,
    /// What the Ledger at hand is to the wallet, once that is known.
    relation: Option<RelationView>,
    node: NodeSlot,
    scan: Option<ScanView>,
    progress: Option<Progress>,
    report: Option<RunReport>,
    step: Option<Step>,
    /// What another node says about what this run was told.
    second: Option<Second>,
    phase: Phase,
}

/// Who has the machine.
enum Phase {
    /// The running task.
    Running { _searching: Searching },
    /// Nobody: the overview is shown, with what ended the search if that was not the person.
    Overview(Box<Recovery>, Option<Fault>),
}

impl<P: Ports + 'static> Session<P> {
    pub(super) async fn handle_recovery(self: &Rc<Self>, intent: RecoveryIntent) -> Result<Reply, Fault> {
        match intent {
            RecoveryIntent::Start { route, private_scan } => self.start_recovery(route, private_scan)?,
            RecoveryIntent::Resume => self.resume_recovery()?,
            RecoveryIntent::Discard => self.discard_recovery().await?,
            RecoveryIntent::Continue => self.tell(Command::Continue)?,
            RecoveryIntent::NextPath => self.tell(Command::NextTrack)?,
            RecoveryIntent::Stop => self.tell(Command::Stop)?,
            RecoveryIntent::CheckAgain => self.tell(Command::CheckAgain)?,
            RecoveryIntent::LookDeeper { place } => self.look_deeper(place.as_deref())?,
            RecoveryIntent::Complete => self.tell(Command::AskOneByOne)?,
            RecoveryIntent::SkipIndex => self.tell(Command::Skip)?,
            RecoveryIntent::UseNodeAnyway => self.use_node_anyway()?,
            RecoveryIntent::AskAgain => {
                self.ledger.ask_again();
                self.tell(Command::AskAgain)?;
            }
            RecoveryIntent::AskAnother { url } => self.ask_another_node(&url)?,
            RecoveryIntent::Preview => self.preview_recovery()?,
            RecoveryIntent::Report => {
                return self.report_recovery().map(|report| Reply::Report(Box::new(report)));
            }
            RecoveryIntent::Providers => return self.list_providers().await.map(Reply::Providers),
        }
        Ok(Reply::Done)
    }

    pub(super) fn start_recovery(self: &Rc<Self>, route: RecoveryRoute, private_scan: bool) -> Result<(), Fault> {
        let network = self.vault.network()?;
        let is_nowhere = match &route {
            RecoveryRoute::Ledger { legacy, providers } => !legacy && providers.is_empty(),
            RecoveryRoute::Phone => false,
        };
        if is_nowhere {
            return Err(fault(SessionError::NowhereToLook));
        }
        self.begin(network, Beginning::Fresh { route, private_scan })
    }

    pub(super) fn resume_recovery(self: &Rc<Self>) -> Result<(), Fault> {
        let checkpoint = match &self.state.borrow().recovery {
            RecoveryFlow::Resumable(saved) => saved.checkpoint.clone(),
            RecoveryFlow::Idle | RecoveryFlow::Active(_) => return Err(fault(SessionError::OutOfStep)),
        };
        self.begin(checkpoint.network(), Beginning::Saved(Box::new(checkpoint)))
    }

    pub(super) async fn discard_recovery(self: &Rc<Self>) -> Result<(), Fault> {
        self.vault.require_open()?;
        self.forget_recovery().await;
        self.context.redraw();
        Ok(())
    }

    /// Goes on to the last number there is, at one place or at all of them.
    pub(super) fn look_deeper(self: &Rc<Self>, place: Option<&str>) -> Result<(), Fault> {
        let place = match place {
            None => None,
            Some(id) => Some(self.place_of(id).ok_or_else(|| fault(SessionError::UnknownRecord))?),
        };
        self.tell(Command::LookDeeper { place, to: u8::MAX })
    }

    /// Asks a node although it may not know young accounts.
    pub(super) fn use_node_anyway(self: &Rc<Self>) -> Result<(), Fault> {
        {
            let mut state = self.state.borrow_mut();
            let active = state.recovery.active_mut().ok_or_else(|| fault(SessionError::OutOfStep))?;
            active.node.overrule();
        }
        self.tell(Command::CheckAgain)
    }

    fn place_of(&self, id: &str) -> Option<Place> {
        let state = self.state.borrow();
        let progress = state.recovery.active()?.progress.as_ref()?;
        progress.places.iter().map(|progress| progress.place).find(|place| present::place_id(*place) == id)
    }

    /// What the run did so far, for saving.
    pub(super) fn report_recovery(&self) -> Result<SearchReport, Fault> {
        let contents = self.vault.contents()?;
        let state = self.state.borrow();
        let active = state.recovery.active().ok_or_else(|| fault(SessionError::OutOfStep))?;
        let nodes = state.recovery.nodes(&contents);
        active
            .search_report(&contents.wallet, &nodes, self.context.ports.now())
            .ok_or_else(|| fault(SessionError::OutOfStep))
    }

    /// From the overview to the preview: the chain's records go the way of a file's.
    pub(super) fn preview_recovery(self: &Rc<Self>) -> Result<(), Fault> {
        {
            let state = self.state.borrow_mut();
            let incoming = match &state.recovery {
                RecoveryFlow::Active(active) => match &active.phase {
                    Phase::Overview(recovery, _) => recovery.outcome(),
                    Phase::Running { .. } => return Err(fault(SessionError::OutOfStep)),
                },
                RecoveryFlow::Idle | RecoveryFlow::Resumable(_) => return Err(fault(SessionError::OutOfStep)),
            };
            self.import.preview_found(incoming, state.recovery.denied())?;
        }
        self.context.redraw();
        Ok(())
    }

    /// Ends a running task without an overview; its checkpoint stays.
    pub(super) fn halt_recovery(&self) {
        if let RecoveryFlow::Active(active) = std::mem::take(&mut self.state.borrow_mut().recovery) {
            active.control.send(Command::Stop);
        }
    }

    /// Throws away the run and its checkpoint.
    pub(super) async fn forget_recovery(self: &Rc<Self>) {
        self.halt_recovery();
        self.vault.forget_aside().await;
    }

    /// Looks for an interrupted run.
    pub(super) async fn note_resumable(self: &Rc<Self>) {
        let Some(plain) = self.vault.aside().await else { return };
        let mut state = self.state.borrow_mut();
        // A run that was begun meanwhile is the one that counts.
        let RecoveryFlow::Idle = state.recovery else { return };
        // EXPOSE: the checkpoint is read here and wiped with `plain`.
        let Some((saved_at, checkpoint)) = plain.expose().split_first_chunk() else { return };
        let Ok(checkpoint) = Checkpoint::decode(checkpoint) else { return };
        let saved = Saved { checkpoint, saved_at: u64::from_be_bytes(*saved_at) };
        state.recovery = RecoveryFlow::Resumable(Box::new(saved));
    }

    /// Keeps the checkpoint beside the vault, sealed with its key. A failure costs one approval on the Ledger, no account.
    /// What a run that was thrown away has to say is not kept.
    async fn save_checkpoint(self: &Rc<Self>, control: &Control, checkpoint: &Checkpoint) {
        if self.state.borrow().recovery.run_of(control).is_none() {
            return;
        }
        let mut bytes = self.context.ports.now().to_be_bytes().to_vec();
        bytes.extend(checkpoint.encode());
        self.vault.keep_aside(&Plaintext::new(bytes)).await;
    }

    fn begin(self: &Rc<Self>, network: GenesisHash, beginning: Beginning) -> Result<(), Fault> {
        let control = Control::default();
        // Before anything changes: a network without a node cannot be searched.
        let url = node_url(&*self.vault.contents()?, network).map(|url| url.to_string()).unwrap_or_default();
        let slot = NodeSlot::new(url);
        let nodes = Nodes::of(&self.context, &self.vault, network, Some(slot.clone()))?;
        let device;
        {
            let mut state = self.state.borrow_mut();
            if state.recovery.is_running() {
                return Err(fault(SessionError::RecoveryRunning));
            }
            self.import.leave();
            let before = std::mem::take(&mut state.recovery);
            // A run that goes on from its overview keeps what is known; a new one begins with nothing.
            let before = if beginning.goes_on() { before } else { RecoveryFlow::Idle };
            if let RecoveryFlow::Active(before) = &before
                && before.node.is_overruled()
                && before.node.view().url == slot.view().url
            {
                // It was said about that node.
                slot.overrule();
            }
            let from_ledger = beginning.needs_ledger();
            let active =
                Active::new(network, slot.clone(), control.clone(), from_ledger, self.vault.begin_search(), before);
            device = active.device.clone();
            state.recovery = RecoveryFlow::Active(Box::new(active));
        }
        // One at a time sits at the Ledger, and the app is opened for the one that asked for it.
        self.ledger.make_way();
        let run = Run::new(Rc::clone(self), network, nodes, slot, device, control);
        self.context.ports.spawn(run.go(beginning));
        self.context.redraw();
        Ok(())
    }

    /// Tells a running run; wakes one that rests in its overview.
    pub(super) fn tell(self: &Rc<Self>, command: Command) -> Result<(), Fault> {
        let (network, mut recovery) = {
            let mut state = self.state.borrow_mut();
            let active = state.recovery.active_mut().ok_or_else(|| fault(SessionError::OutOfStep))?;
            match &active.phase {
                Phase::Running { .. } => {
                    active.control.send(command);
                    return Ok(());
                }
                Phase::Overview(recovery, _) => (active.network, recovery.clone()),
            }
        };
        match command {
            // Nothing is running that could be stopped or asked.
            Command::Stop | Command::AskAgain | Command::Skip => return Ok(()),
            Command::Continue
            | Command::NextTrack
            | Command::CheckAgain
            | Command::AskOneByOne
            | Command::LookDeeper { .. } => {}
        }
        if let Some(event) = command.event() {
            recovery.handle(event).map_err(fault)?;
        }
        self.begin(network, Beginning::Overview(recovery))
    }

    /// The run came to its end: the overview.
    fn rest_recovery(self: &Rc<Self>, control: &Control, recovery: Recovery, trouble: Option<Fault>) {
        if let Some(active) = self.state.borrow_mut().recovery.run_of_mut(control) {
            active.device.change(DeviceStateView::rest);
            active.phase = Phase::Overview(Box::new(recovery), trouble);
        }
        self.context.redraw();
    }

    /// The node's last block, heard after the run came to rest.
    fn note_last_word(self: &Rc<Self>, control: &Control, witness: Witness) {
        change_run(&mut self.state.borrow_mut(), control, |active| {
            if let Phase::Overview(recovery, _) = &mut active.phase {
                // Noting who said what is never refused.
                let _ = recovery.handle(Event::Heard(witness));
                active.report = Some(recovery.report());
            }
        });
        self.context.redraw();
    }

    /// The run ended before anything was known; a saved one is offered again.
    async fn abandon_recovery(self: &Rc<Self>, control: &Control) {
        {
            let mut state = self.state.borrow_mut();
            if state.recovery.run_of(control).is_none() {
                return;
            }
            state.recovery = RecoveryFlow::Idle;
        }
        self.note_resumable().await;
        self.context.redraw();
    }
}

impl RecoveryFlow {
    /// Whether a task is running.
    pub(super) fn is_running(&self) -> bool {
        self.active().is_some_and(|active| matches!(active.phase, Phase::Running { .. }))
    }

    /// The nodes that the settings name for the network of this run.
    pub(super) fn nodes(&self, contents: &Contents) -> Vec<String> {
        let urls = self.active().map(|active| node_urls(contents, active.network)).unwrap_or_default();
        urls.iter().map(ToString::to_string).collect()
    }

    /// What another node says about the accounts that the run was told of, as far as one was asked.
    pub(super) fn second(&self) -> BTreeMap<AccountAddress, Agreement> {
        self.active().and_then(|active| active.second.as_ref()).map(Second::by_account).unwrap_or_default()
    }

    /// The accounts among them that it contradicts.
    fn denied(&self) -> Denied {
        let Some(active) = self.active() else { return Denied::new() };
        let contradicted = self.second().into_iter().filter(|(_, says)| *says == Agreement::Contradicts);
        contradicted.map(|(address, _)| (active.network, address)).gather()
    }

    fn active(&self) -> Option<&Active> {
        match self {
            Self::Active(active) => Some(active),
            Self::Idle | Self::Resumable(_) => None,
        }
    }

    fn active_mut(&mut self) -> Option<&mut Active> {
        match self {
            Self::Active(active) => Some(active),
            Self::Idle | Self::Resumable(_) => None,
        }
    }

    /// The run with this control; `None` when it was halted, or another one has taken its place. A task that ends late must
    /// not touch its successor.
    fn run_of(&self, control: &Control) -> Option<&Active> {
        self.active().filter(|active| active.control.is_shared_with(control))
    }

    fn run_of_mut(&mut self, control: &Control) -> Option<&mut Active> {
        self.active_mut().filter(|active| active.control.is_shared_with(control))
    }

    /// What the Ledger at hand is to the wallet, as far as this run knows.
    pub(super) fn relation_of(&self, control: &Control) -> Option<RelationView> {
        self.run_of(control)?.relation
    }
}

impl Active {
    /// A run that continues another one keeps what is known of its Ledger and of what it found.
    fn new(
        network: GenesisHash,
        node: NodeSlot,
        control: Control,
        from_ledger: bool,
        searching: Searching,
        before: RecoveryFlow,
    ) -> Self {
        let fresh = Self {
            network,
            control,
            from_ledger,
            device: DeviceSlot::new(DeviceStateView::unknown()),
            relation: None,
            node,
            scan: None,
            progress: None,
            report: None,
            step: None,
            second: None,
            phase: Phase::Running { _searching: searching },
        };
        match before {
            RecoveryFlow::Active(before) => Self {
                device: DeviceSlot::new(before.device.view()),
                relation: before.relation,
                scan: before.scan,
                progress: before.progress,
                report: before.report,
                ..fresh
            },
            RecoveryFlow::Idle | RecoveryFlow::Resumable(_) => fresh,
        }
    }
}

/// Changes what is known of a run, if it is still there.
fn change_run(state: &mut State, control: &Control, change: impl FnOnce(&mut Active)) -> bool {
    match state.recovery.run_of_mut(control) {
        Some(active) => {
            change(active);
            true
        }
        None => false,
    }
}

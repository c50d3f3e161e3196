//! The recovery flow: a run that waits for a person, a Ledger and a node, and survives all three.
//! This module knows when to ask whom; what to ask and what the answers mean is `recovery`'s.

use std::rc::Rc;

use crate::fault::Fault;
use crate::model::{GenesisHash, KeyVersion, NetworkRecords, PairingKey, Wallet};
use crate::node::NodeUrl;
use crate::recovery::{Checkpoint, Command, Control, Place, PlaceProgress, Progress, Recovery, Step};
use crate::secret::Plaintext;
use crate::vault::{self, VaultStore};

use super::error::SessionError;
use super::present::saturated;
use super::settings::node_url;
use super::state::{ImportFlow, Origin, millis};
use super::view::{
    DeviceStateView, FoundView, IndexView, NodeStateView, RecoveryView, ResumableView, RunView, SuggestionView,
};
use super::{Ports, Session, fault};

mod device;
mod node;
mod run;

use run::{Beginning, Run};

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
    device: DeviceStateView,
    node: NodeStateView,
    /// The Ledger this run belongs to, once the machine exists.
    paired: Option<PairingKey>,
    progress: Option<Progress>,
    step: Option<Step>,
    phase: Phase,
}

/// Who has the machine.
enum Phase {
    /// The running task.
    Running,
    /// Nobody: the overview is shown.
    Overview(Box<Recovery>),
}

impl<P: Ports + 'static> Session<P> {
    pub(super) fn start_recovery(self: &Rc<Self>) -> Result<(), Fault> {
        let network = self.state.borrow().network().ok_or_else(|| fault(SessionError::VaultLocked))?;
        self.begin(network, Beginning::Fresh)
    }

    pub(super) fn resume_recovery(self: &Rc<Self>) -> Result<(), Fault> {
        let checkpoint = match &self.state.borrow().recovery {
            RecoveryFlow::Resumable(saved) => saved.checkpoint.clone(),
            RecoveryFlow::Idle | RecoveryFlow::Active(_) => return Err(fault(SessionError::OutOfStep)),
        };
        self.begin(checkpoint.network(), Beginning::Saved(Box::new(checkpoint)))
    }

    pub(super) async fn discard_recovery(self: &Rc<Self>) -> Result<(), Fault> {
        self.require_open()?;
        self.forget_recovery().await;
        self.publish();
        Ok(())
    }

    pub(super) fn continue_recovery(self: &Rc<Self>) -> Result<(), Fault> {
        self.tell(Command::Continue)
    }

    pub(super) fn check_again(self: &Rc<Self>) -> Result<(), Fault> {
        self.tell(Command::CheckAgain)
    }

    pub(super) fn ask_again(self: &Rc<Self>) -> Result<(), Fault> {
        self.tell(Command::AskAgain)
    }

    pub(super) fn stop_recovery(self: &Rc<Self>) -> Result<(), Fault> {
        self.tell(Command::Stop)
    }

    /// From the overview to the preview: the chain's records go the way of a file's.
    pub(super) fn preview_recovery(self: &Rc<Self>) -> Result<(), Fault> {
        {
            let mut state = self.state.borrow_mut();
            let incoming = match &state.recovery {
                RecoveryFlow::Active(active) => match &active.phase {
                    Phase::Overview(recovery) => recovery.outcome(),
                    Phase::Running => return Err(fault(SessionError::OutOfStep)),
                },
                RecoveryFlow::Idle | RecoveryFlow::Resumable(_) => return Err(fault(SessionError::OutOfStep)),
            };
            let nothing = Wallet::default();
            let current = state.open().map_or(&nothing, |open| &open.contents.wallet);
            state.import = ImportFlow::preview(Origin::Recovery, incoming, Vec::new(), current);
        }
        self.publish();
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
        // What stays behind is only offered once more; it cannot do harm.
        let _ = self.ports.store().save_aside(None).await;
    }

    /// Looks for an interrupted run.
    pub(super) async fn note_resumable(self: &Rc<Self>) {
        let Ok(Some(sealed)) = self.ports.store().load_aside().await else { return };
        let mut state = self.state.borrow_mut();
        // A run that was begun meanwhile is the one that counts.
        let RecoveryFlow::Idle = state.recovery else { return };
        let Some(open) = state.open() else { return };
        let Ok(plain) = vault::open_aside(&open.key, &sealed) else { return };
        // EXPOSE: the checkpoint is read here and wiped with `plain`.
        let Some((saved_at, checkpoint)) = plain.expose().split_first_chunk() else { return };
        let Ok(checkpoint) = Checkpoint::decode(checkpoint) else { return };
        let saved = Saved { checkpoint, saved_at: u64::from_be_bytes(*saved_at) };
        state.recovery = RecoveryFlow::Resumable(Box::new(saved));
    }

    /// Keeps the checkpoint beside the vault, sealed with its key. A failure costs one approval on the Ledger, no account.
    /// What a run that was thrown away has to say is not kept.
    async fn save_checkpoint(self: &Rc<Self>, control: &Control, checkpoint: &Checkpoint) {
        let sealed = {
            let state = self.state.borrow();
            let (Some(open), Some(_)) = (state.open(), state.recovery.run_of(control)) else { return };
            let mut bytes = self.ports.now().to_be_bytes().to_vec();
            bytes.extend(checkpoint.encode());
            vault::seal_aside(&open.key, &Plaintext::new(bytes), &mut self.ports.entropy())
        };
        let _ = self.ports.store().save_aside(Some(&sealed)).await;
    }

    fn begin(self: &Rc<Self>, network: GenesisHash, beginning: Beginning) -> Result<(), Fault> {
        let control = Control::default();
        let url = {
            let mut state = self.state.borrow_mut();
            if state.recovery.is_running() {
                return Err(fault(SessionError::RecoveryRunning));
            }
            let open = state.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
            let url = node_url(&open.contents, network).ok_or_else(|| fault(SessionError::UnknownNetwork))?;
            state.import = ImportFlow::Idle;
            let before = std::mem::take(&mut state.recovery);
            state.recovery = RecoveryFlow::Active(Box::new(Active::new(network, &url, control.clone(), before)));
            url
        };
        let run = Run::new(Rc::clone(self), network, &url, control);
        self.ports.spawn(run.go(beginning));
        self.publish();
        Ok(())
    }

    /// Tells a running run; wakes one that rests in its overview.
    fn tell(self: &Rc<Self>, command: Command) -> Result<(), Fault> {
        let (network, recovery) = {
            let mut state = self.state.borrow_mut();
            let active = state.recovery.active_mut().ok_or_else(|| fault(SessionError::OutOfStep))?;
            match &mut active.phase {
                Phase::Running => {
                    active.control.send(command);
                    return Ok(());
                }
                Phase::Overview(recovery) => (active.network, recovery.clone()),
            }
        };
        // Nothing is running that could be stopped or asked.
        let is_idle = matches!(command, Command::Stop | Command::GiveUp);
        let Some(go_on) = command.event().filter(|_| !is_idle) else { return Ok(()) };
        let mut recovery = recovery;
        recovery.handle(go_on).map_err(fault)?;
        self.begin(network, Beginning::Overview(recovery))
    }

    /// The run came to its end: the overview.
    fn rest_recovery(self: &Rc<Self>, control: &Control, recovery: Recovery, trouble: Option<Fault>) {
        if let Some(active) = self.state.borrow_mut().recovery.run_of_mut(control) {
            active.device.request = "none";
            active.device.index = None;
            active.device.fault = trouble;
            active.phase = Phase::Overview(Box::new(recovery));
        }
        self.publish();
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
        self.publish();
    }
}

impl RecoveryFlow {
    /// Whether a task is running.
    pub(super) fn is_running(&self) -> bool {
        self.active().is_some_and(|active| matches!(active.phase, Phase::Running))
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

    /// The flow as the page sees it.
    pub(super) fn view(&self, wallet: &Wallet) -> RecoveryView {
        match self {
            Self::Idle => RecoveryView::Idle { resumable: None },
            Self::Resumable(saved) => RecoveryView::Idle {
                resumable: Some(ResumableView {
                    network: saved.checkpoint.network().to_string(),
                    saved_at: millis(saved.saved_at),
                    indices: saturated(saved.checkpoint.places()),
                    found: saturated(saved.checkpoint.found()),
                }),
            },
            Self::Active(active) => {
                let run = active.view(wallet);
                match active.phase {
                    Phase::Running => RecoveryView::Running { run },
                    Phase::Overview(_) => RecoveryView::Overview { run },
                }
            }
        }
    }
}

impl Active {
    /// A run that continues another one keeps what is known of its Ledger.
    fn new(network: GenesisHash, url: &NodeUrl, control: Control, before: RecoveryFlow) -> Self {
        let (device, paired, progress) = match before {
            RecoveryFlow::Active(before) => (before.device, before.paired, before.progress),
            RecoveryFlow::Idle | RecoveryFlow::Resumable(_) => (
                DeviceStateView { request: "none", index: None, model: None, app_version: None, fault: None },
                None,
                None,
            ),
        };
        let node = NodeStateView {
            url: url.to_string(),
            state: "unknown",
            height: None,
            lag_seconds: None,
            lagging: false,
            fault: None,
        };
        Self { network, control, device, node, paired, progress, step: None, phase: Phase::Running }
    }

    fn view(&self, wallet: &Wallet) -> RunView {
        let records = wallet.networks.get(&self.network);
        let progress = self.progress.as_ref();
        RunView {
            network: self.network.to_string(),
            device: self.device.clone(),
            node: self.node.clone(),
            indices: progress
                .map(|progress| &progress.places)
                .into_iter()
                .flatten()
                .filter_map(|place| place_view(place, records))
                .collect(),
            found: progress.map_or(0, |progress| progress.found),
            not_checked: progress.map_or(0, |progress| progress.not_checked),
            suggestion: match self.step {
                Some(Step::Suggest { empty_in_a_row, found, .. }) => Some(SuggestionView { empty_in_a_row, found }),
                Some(Step::AskKey { .. } | Step::Scan { .. } | Step::LookUp { .. } | Step::Finished) | None => None,
            },
        }
    }
}

/// An index as the page sees it. What else a run can search is on no route yet.
fn place_view(progress: &PlaceProgress, records: Option<&NetworkRecords>) -> Option<IndexView> {
    let index = progress.place.index()?;
    let identities = records.into_iter().flat_map(|records| records.identities.values());
    Some(IndexView {
        index: index.get(),
        state: progress.state.name(),
        checked: progress.checked,
        total: progress.total,
        not_checked: progress.not_checked,
        identity_name: identities
            .into_iter()
            .find(|identity| Place::of(identity.key) == progress.place)
            .map(|identity| identity.name.clone()),
        accounts: progress
            .accounts
            .iter()
            .map(|found| FoundView {
                address: found.address.to_string(),
                known_as: records
                    .and_then(|records| records.accounts.get(&found.address.into()))
                    .map(|account| account.name.clone()),
                credential_index: found.number.0,
                key_version: found.identity.version().map_or(1, KeyVersion::number),
                removed: found.removed,
                shared: found.shared,
            })
            .collect(),
    })
}

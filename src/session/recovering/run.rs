//! One run: from the first look at the node to the overview.
//! This module is the driver's ports; it refuses to decide what comes next.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use futures_util::future::{Either, join, select};

use crate::model::{CredentialId, GenesisHash, LedgerPath, PairingKey};
use crate::node::{BlockInfo, NodeError, NodeUrl};
use crate::recovery::{
    Basis, Checkpoint, Command, Control, Given, Hits, Known, LedgerKey, NoKey, Pace, Place, Plan, Recovery,
    RecoveryPorts, Route, Said, Scanned, Witness, drive,
};
use crate::session::{Ports, Session, fault};

use super::device::Connected;

/// What a run needs while it goes on.
pub(super) struct Run<P: Ports> {
    pub(super) session: Rc<Session<P>>,
    pub(super) network: GenesisHash,
    pub(super) node: P::Node,
    /// Where that node is.
    pub(super) node_url: String,
    /// The last final block it was seen to have.
    pub(super) last_block: RefCell<Option<BlockInfo>>,
    pub(super) control: Control,
    /// The Ledger, between two questions.
    pub(super) device: RefCell<Option<Connected<P::Ledger>>>,
    /// Which Ledger this run belongs to, once it is known.
    pub(super) paired: Cell<Option<PairingKey>>,
    /// The person wants the node asked again now.
    pub(super) look_again: Cell<bool>,
    /// Whether the node's last fault is of a kind that passes by itself.
    pub(super) fault_passes: Cell<bool>,
}

/// What a run begins with.
pub(super) enum Beginning {
    /// Nothing.
    Fresh,
    /// What was saved when it was interrupted.
    Saved(Box<Checkpoint>),
    /// The machine as it stood in the overview, told to go on.
    Overview(Box<Recovery>),
}

impl<P: Ports + 'static> Run<P> {
    pub(super) fn new(session: Rc<Session<P>>, network: GenesisHash, url: &NodeUrl, control: Control) -> Self {
        let node = session.ports.node(url);
        Self {
            session,
            network,
            node,
            node_url: url.to_string(),
            last_block: RefCell::default(),
            control,
            device: RefCell::new(None),
            paired: Cell::new(None),
            look_again: Cell::new(false),
            fault_passes: Cell::new(false),
        }
    }

    /// Runs until there is an overview to show, or the person stopped before anything was known.
    pub(super) async fn go(self, beginning: Beginning) {
        let prepared = {
            let prepare = std::pin::pin!(self.prepare(beginning));
            let stopped = std::pin::pin!(self.stopped());
            match select(prepare, stopped).await {
                Either::Left((prepared, _)) => prepared,
                Either::Right(((), _)) => None,
            }
        };
        match prepared {
            Some(mut recovery) => {
                let fault = drive(&mut recovery, &self, &self.control).await.err().map(fault);
                self.observe(&recovery);
                self.session.rest_recovery(&self.control, recovery, fault);
            }
            None => self.session.abandon_recovery(&self.control).await,
        }
    }

    async fn prepare(&self, beginning: Beginning) -> Option<Recovery> {
        let (generator, device, checkpoint) = match beginning {
            Beginning::Overview(recovery) => {
                self.paired.set(recovery.device());
                return Some(*recovery);
            }
            Beginning::Fresh => {
                let (generator, device) = join(self.generator(), self.pairing_key()).await;
                (generator, Some(device), None)
            }
            // The saved run knows its Ledger; it is asked for only when another index is due.
            Beginning::Saved(checkpoint) => {
                let device = checkpoint.device();
                self.paired.set(device);
                (self.generator().await, device, Some(checkpoint))
            }
        };
        let state = self.session.state.borrow();
        let known = Known::of(&state.open()?.contents.wallet, self.network);
        let basis = Basis { plan: Plan::standard(), generator, network: self.network, known };
        match checkpoint {
            None => Some(Recovery::new(basis, Route::legacy(device?))),
            Some(checkpoint) => Recovery::resume(basis, &checkpoint).ok(),
        }
    }

    /// While a run is prepared, “stop” ends it, and everything else means: look again now.
    async fn stopped(&self) {
        while self.control.next().await != Command::Stop {
            self.look_again.set(true);
        }
    }

    pub(super) fn random(&self) -> u32 {
        let mut bytes = [0; 4];
        crate::crypto::entropy::Entropy::fill(&mut self.session.ports.entropy(), &mut bytes);
        u32::from_le_bytes(bytes)
    }
}

impl<P: Ports + 'static> Pace for Run<P> {
    async fn sleep(&self, milliseconds: u32) {
        self.session.ports.sleep(milliseconds).await;
    }

    fn jitter(&self) -> u32 {
        self.random()
    }
}

impl<P: Ports + 'static> RecoveryPorts for Run<P> {
    async fn key(&self, place: Place) -> Result<Given, NoKey> {
        // Nothing else is on a route yet.
        let Place::Ledger { device, path: LedgerPath::Legacy, index } = place else { return Err(NoKey::Missing) };
        self.node_is_back().await;
        let seed = self.approved_seed(index).await?;
        let device = self.paired.get().unwrap_or(device);
        Ok(Given::Ledger { device, key: LedgerKey::Seed(seed), is_proven: false })
    }

    async fn look_up(&self, id: &CredentialId) -> Result<Said, NodeError> {
        let lookup = self.ask_about(id).await?;
        let block = self.last_block.borrow().clone();
        let by = Witness { node: self.node_url.clone(), block, at: self.session.ports.now() };
        Ok(Said { lookup, by: Some(by) })
    }

    async fn scan(&self, _: &BTreeSet<CredentialId>, _: &Hits) -> Result<Scanned, NodeError> {
        // No route asks for it yet.
        Err(NodeError::Unreachable)
    }

    fn now(&self) -> u64 {
        self.session.ports.now()
    }

    async fn save(&self, checkpoint: &Checkpoint) {
        self.session.save_checkpoint(&self.control, checkpoint).await;
    }

    fn observe(&self, recovery: &Recovery) {
        let progress = recovery.progress();
        {
            let mut state = self.session.state.borrow_mut();
            let Some(active) = state.recovery.run_of_mut(&self.control) else { return };
            active.paired = recovery.device();
            active.progress = Some(progress);
            active.step = Some(recovery.step());
        }
        self.session.touch();
        self.session.publish();
    }
}

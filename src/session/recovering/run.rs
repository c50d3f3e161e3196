//! One run: from the first look at the node to the overview.
//! This module is the driver's ports; it refuses to decide what comes next.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::future::{Either, join, select};

use crate::model::{CredentialId, GenesisHash, IdentityIndex, PairingKey};
use crate::node::{Lookup, NodeError, NodeUrl};
use crate::recovery::{Checkpoint, Command, Control, Declined, Known, Plan, Recovery, RecoveryPorts, drive};
use crate::secret::PrfKeySeed;
use crate::session::{Ports, Session, fault};

use super::device::Connected;

/// What a run needs while it goes on.
pub(super) struct Run<P: Ports> {
    pub(super) session: Rc<Session<P>>,
    pub(super) network: GenesisHash,
    pub(super) node: P::Node,
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
                self.paired.set(Some(recovery.device()));
                return Some(*recovery);
            }
            Beginning::Fresh => {
                let (generator, device) = join(self.generator(), self.pairing_key()).await;
                (generator, device, None)
            }
            // The saved run knows its Ledger; it is asked for only when another index is due.
            Beginning::Saved(checkpoint) => {
                let device = checkpoint.device();
                self.paired.set(Some(device));
                (self.generator().await, device, Some(checkpoint))
            }
        };
        let state = self.session.state.borrow();
        let known = Known::of(&state.open()?.contents.wallet, self.network, device);
        let plan = Plan::standard();
        match checkpoint {
            None => Some(Recovery::new(plan, generator, device, self.network, known)),
            Some(checkpoint) => Recovery::resume(&checkpoint, plan, generator, device, self.network, known).ok(),
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

impl<P: Ports + 'static> RecoveryPorts for Run<P> {
    async fn seed(&self, index: IdentityIndex) -> Result<PrfKeySeed, Declined> {
        self.node_is_back().await;
        self.approved_seed(index).await
    }

    async fn look_up(&self, id: &CredentialId) -> Result<Lookup, NodeError> {
        self.ask_about(id).await
    }

    async fn sleep(&self, milliseconds: u32) {
        self.session.ports.sleep(milliseconds).await;
    }

    fn jitter(&self) -> u32 {
        self.random()
    }

    async fn save(&self, checkpoint: &Checkpoint) {
        self.session.save_checkpoint(&self.control, checkpoint).await;
    }

    fn observe(&self, recovery: &Recovery) {
        let progress = recovery.progress();
        {
            let mut state = self.session.state.borrow_mut();
            let Some(active) = state.recovery.run_of_mut(&self.control) else { return };
            active.paired = Some(recovery.device());
            active.progress = Some(progress);
            active.step = Some(recovery.step());
        }
        self.session.touch();
        self.session.publish();
    }
}

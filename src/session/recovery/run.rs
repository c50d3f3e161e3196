//! One run: from the first look at the node to the overview.
//! It is the driver's ports: what comes next, the machine decides.

mod key;
mod list;
mod node;
mod parameters;
mod prepare;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use futures_util::future::{Either, select};

use crate::asking::Pace;
use crate::chain::Generator;
use crate::model::{CredentialId, GenesisHash};
use crate::node::{KeptList, Lookup, NodeError, query};
use crate::recovery::{
    Checkpoint, Control, Given, Hits, Inquiry, NoKey, Place, Recovery, RecoveryPorts, Said, Scanned, Step, Witness,
    drive,
};

use super::RecoveryFlow;
use super::intent::RecoveryRoute;
use super::view::{ScanState, ScanView};
use crate::session::bell::Bell;
use crate::session::error::fault;
use crate::session::ledger::desk::Desk;
use crate::session::ledger::slot::DeviceSlot;
use crate::session::nodes::Nodes;
use crate::session::nodes::slot::NodeSlot;
use crate::session::ports::Ports;
use crate::session::turn::Turn;

/// What a run needs while it goes on.
pub(super) struct Run<P: Ports> {
    flow: Rc<RecoveryFlow<P>>,
    network: GenesisHash,
    nodes: Nodes<P>,
    shown: Shown,
    control: Control,
    turn: Turn,
    desk: Desk<P>,
    /// The person wants the node asked again now.
    look_again: Bell,
    /// What the network's credential ids are made of, once that is known.
    generator: RefCell<Option<Generator>>,
    /// The list of all accounts as it was read last.
    list: RefCell<Option<Kept>>,
    /// How the node is asked.
    inquiry: Cell<Inquiry>,
    /// Whether it was asked something beforehand.
    is_warm: Cell<bool>,
}

/// Where the page sees what the others are doing.
pub(super) struct Shown {
    pub(super) node: NodeSlot,
    pub(super) device: DeviceSlot,
}

/// A list of all accounts that was read to its end.
struct Kept {
    list: KeptList,
    by: Witness,
}

/// What a run begins with.
pub(super) enum Beginning {
    /// Nothing.
    Fresh {
        /// Where to look.
        route: RecoveryRoute,
        /// Whether the list of all accounts is compared first.
        private_scan: bool,
    },
    /// What was saved when it was interrupted.
    Saved(Box<Checkpoint>),
    /// The machine as it stood in the overview, told to go on.
    Overview(Box<Recovery>),
}

impl Beginning {
    /// Whether it goes on with what the page shows already.
    pub(super) const fn goes_on(&self) -> bool {
        match self {
            Self::Overview(_) => true,
            Self::Fresh { .. } | Self::Saved(_) => false,
        }
    }

    /// Whether a Ledger has to do with it.
    pub(super) fn needs_ledger(&self) -> bool {
        match self {
            Self::Fresh { route, .. } => matches!(route, RecoveryRoute::Ledger { .. }),
            Self::Saved(checkpoint) => checkpoint.device().is_some(),
            Self::Overview(recovery) => recovery.device().is_some(),
        }
    }
}

impl<P: Ports + 'static> Run<P> {
    pub(super) fn new(
        flow: Rc<RecoveryFlow<P>>,
        network: GenesisHash,
        nodes: Nodes<P>,
        shown: Shown,
        control: Control,
        turn: Turn,
    ) -> Self {
        let desk = Desk::new(&flow.ledger, shown.device.clone());
        let (look_again, generator, list) = (Bell::default(), RefCell::default(), RefCell::default());
        // As it says least, until the machine says how.
        let (inquiry, is_warm) = (Cell::new(Inquiry::ListFirst), Cell::new(false));
        Self { flow, network, nodes, shown, control, turn, desk, look_again, generator, list, inquiry, is_warm }
    }

    /// Runs until there is an overview to show, or the person stopped before anything was known.
    pub(super) async fn go(self, beginning: Beginning) {
        let wishes = RefCell::default();
        let prepared = {
            let prepare = std::pin::pin!(self.prepare(beginning));
            let stopped = std::pin::pin!(self.stopped(&wishes));
            match select(prepare, stopped).await {
                Either::Left((prepared, _)) => prepared,
                Either::Right(((), _)) => None,
            }
        };
        let Some(mut recovery) = prepared else {
            self.flow.abandon(&self.turn).await;
            return;
        };
        wishes.into_inner().into_iter().for_each(|wish| self.control.send(wish));
        let trouble = drive(&mut recovery, &self, &self.control).await.err().map(fault);
        self.observe(&recovery);
        self.flow.rest(&self.turn, recovery, trouble);
        self.last_word().await;
    }
}

impl<P: Ports + 'static> Pace for Run<P> {
    async fn sleep(&self, milliseconds: u32) {
        self.flow.context.sleep(milliseconds).await;
    }

    fn jitter(&self) -> u32 {
        self.flow.context.jitter()
    }
}

impl<P: Ports + 'static> RecoveryPorts for Run<P> {
    async fn key(&self, place: Place) -> Result<Given, NoKey> {
        match place {
            Place::Ledger { path, index, .. } => self.ledger_key(place, path, index).await,
            Place::Phone(id) => self.wallet_key(id).map(Given::Wallet).ok_or(NoKey::Missing),
        }
    }

    async fn look_up(&self, id: &CredentialId) -> Result<Said, NodeError> {
        let question = async |node: &P::Node| query::account_by_credential(node, id).await;
        let (lookup, by) = self.nodes.ask(question).await?;
        if let Lookup::Found(account) = &lookup
            && !self.turn.is_over()
        {
            self.flow.balances.note_account(self.network, account, self.flow.context.ports.now());
        }
        Ok(Said { lookup, by: Some(by) })
    }

    async fn scan(&self, wanted: &BTreeSet<CredentialId>, hits: &Hits) -> Result<Scanned, NodeError> {
        self.read_list(wanted, hits).await
    }

    fn now(&self) -> u64 {
        self.flow.context.ports.now()
    }

    async fn save(&self, checkpoint: &Checkpoint) {
        self.flow.save_checkpoint(&self.turn, checkpoint).await;
    }

    fn observe(&self, recovery: &Recovery) {
        self.inquiry.set(recovery.inquiry());
        {
            let step = recovery.step();
            let is_waiting = recovery.inquiry() == Inquiry::ListFirst && matches!(step, Step::AskKey { .. });
            let is_there = self.flow.change(&self.turn, |active| {
                active.progress = Some(recovery.progress());
                active.report = Some(recovery.report());
                active.step = Some(step);
                if is_waiting && active.scan.is_none() {
                    active.scan = Some(ScanView { state: ScanState::Waiting, accounts_read: 0.0, fault: None });
                }
            });
            if !is_there {
                return;
            }
        }
        self.flow.context.redraw();
    }
}

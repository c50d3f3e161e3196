//! How a run begins: anew, where it was interrupted, or out of its overview.

use std::rc::Rc;

use crate::fault::Fault;
use crate::model::GenesisHash;
use crate::recovery::{Command, Control};

use super::RecoveryFlow;
use super::intent::RecoveryRoute;
use super::run::{Beginning, Run, Shown};
use super::state::{Active, Phase, RecoveryState};
use crate::session::error::{SessionError, fault, search_in_the_way};
use crate::session::nodes::Nodes;
use crate::session::nodes::networks::node_url;
use crate::session::nodes::slot::NodeSlot;
use crate::session::ports::Ports;

impl<P: Ports + 'static> RecoveryFlow<P> {
    pub(super) fn start(self: &Rc<Self>, route: RecoveryRoute, private_scan: bool) -> Result<(), Fault> {
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

    pub(super) fn resume(self: &Rc<Self>) -> Result<(), Fault> {
        let checkpoint = match &*self.state.borrow() {
            RecoveryState::Resumable(saved) => saved.checkpoint.clone(),
            RecoveryState::Idle | RecoveryState::Active(_) | RecoveryState::Unreadable(_) => {
                return Err(fault(SessionError::OutOfStep));
            }
        };
        self.begin(checkpoint.network(), Beginning::Saved(Box::new(checkpoint)))
    }

    fn begin(self: &Rc<Self>, network: GenesisHash, beginning: Beginning) -> Result<(), Fault> {
        let control = Control::default();
        // Before anything changes: a network without a node cannot be searched.
        let url = node_url(&*self.vault.contents()?, network).map(|url| url.to_string()).unwrap_or_default();
        let slot = NodeSlot::new(url);
        let nodes = Nodes::of(&self.context, &self.vault, network, Some(slot.clone()))?;
        if self.state.borrow().is_running() {
            return Err(search_in_the_way());
        }
        self.import.leave();
        let turn = self.turns.begin();
        let device = {
            let mut state = self.state.borrow_mut();
            let before = std::mem::take(&mut *state);
            // A run that goes on from its overview keeps what is known; a new one begins with nothing.
            let before = if beginning.goes_on() { before } else { RecoveryState::Idle };
            if let RecoveryState::Active(before) = &before
                && before.node.is_overruled()
                && before.node.view().url == slot.view().url
            {
                // It was said about that node.
                slot.overrule();
            }
            let from_ledger = beginning.needs_ledger();
            let whose = (control.clone(), turn.clone());
            let active = Active::new(network, slot.clone(), whose, from_ledger, self.vault.begin_search(), before);
            let device = active.device.clone();
            *state = RecoveryState::Active(Box::new(active));
            device
        };
        // One at a time sits at the Ledger, and the app is opened for the one that asked for it.
        self.ledger.make_way();
        let run = Run::new(Rc::clone(self), network, nodes, Shown { node: slot, device }, control, turn);
        self.context.ports.spawn(run.go(beginning));
        self.context.redraw();
        Ok(())
    }

    /// Tells a running run; wakes one that rests in its overview.
    pub(super) fn tell(self: &Rc<Self>, command: Command) -> Result<(), Fault> {
        let (network, mut recovery) = {
            let mut state = self.state.borrow_mut();
            let active = state.active_mut().ok_or_else(|| fault(SessionError::OutOfStep))?;
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
            | Command::LookDeeper { .. }
            | Command::Revisit { .. } => {}
        }
        if let Some(event) = command.event() {
            recovery.handle(event).map_err(fault)?;
        }
        self.begin(network, Beginning::Overview(recovery))
    }
}

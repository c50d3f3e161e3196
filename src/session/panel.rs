//! Where the page shows what a Ledger and a node are doing: in a recovery run, or in a task beside it.
//! This module finds the place; it refuses to know what is shown there.

use crate::recovery::Control;

use crate::session::ledger::view::DeviceStateView;
use crate::session::nodes::view::NodeStateView;
use crate::session::state::State;

/// Where something is shown.
#[derive(Clone)]
pub(super) enum Panel {
    /// In the run with this control.
    Recovery(Control),
    /// In the task with this number.
    Task(u32),
    /// Nowhere.
    Hidden,
}

impl Panel {
    /// The Ledger's view; `None` when whoever shows it is not there any more.
    pub(super) fn device<'s>(&self, state: &'s mut State) -> Option<&'s mut DeviceStateView> {
        match self {
            Self::Recovery(control) => state.recovery.device_of(control),
            Self::Task(number) => state.device.view_of(*number),
            Self::Hidden => None,
        }
    }

    /// Whether the person goes on with a node that may not know young accounts.
    pub(super) fn is_overruled(&self, state: &State) -> bool {
        match self {
            Self::Recovery(control) => state.recovery.is_overruled(control),
            Self::Task(_) | Self::Hidden => false,
        }
    }

    /// The node's view.
    pub(super) fn node<'s>(&self, state: &'s mut State) -> Option<&'s mut NodeStateView> {
        match self {
            Self::Recovery(control) => state.recovery.node_of(control),
            Self::Task(_) | Self::Hidden => None,
        }
    }
}

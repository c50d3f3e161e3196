//! Where the page shows what a Ledger is doing: in a recovery run, or in a task beside it.
//! This module finds the place; it refuses to know what is shown there.

use crate::recovery::Control;

use crate::session::ledger::view::DeviceStateView;
use crate::session::state::State;

/// Where something is shown.
#[derive(Clone)]
pub(super) enum Panel {
    /// In the run with this control.
    Recovery(Control),
    /// In the task with this number.
    Task(u32),
}

impl Panel {
    /// The Ledger's view; `None` when whoever shows it is not there any more.
    pub(super) fn device<'s>(&self, state: &'s mut State) -> Option<&'s mut DeviceStateView> {
        match self {
            Self::Recovery(control) => state.recovery.device_of(control),
            Self::Task(number) => state.device.view_of(*number),
        }
    }
}

//! The Ledger: the desk at which one sits at a time, and what is done there outside of a search.

pub(super) mod access;
pub(super) mod desk;
pub mod intent;
pub(super) mod task;
pub mod view;

use std::rc::Rc;

use crate::fault::Fault;

use crate::session::ledger::intent::LedgerIntent;
use crate::session::ports::Ports;
use crate::session::{Reply, Session};

impl<P: Ports + 'static> Session<P> {
    pub(super) fn handle_ledger(self: &Rc<Self>, intent: LedgerIntent) -> Result<Reply, Fault> {
        match intent {
            // Whoever waits for the person looks again. While a prompt is open nobody does: nothing may disturb it.
            LedgerIntent::DevicesChanged => self.hear_person(),
            LedgerIntent::OpenApp => {
                self.open_app.set(true);
                self.hear_person();
            }
            LedgerIntent::CheckAccess => self.check_access()?,
            LedgerIntent::ShowAddress { network, id } => self.show_address(&network, &id)?,
            LedgerIntent::Cancel => {
                self.cancel_device_task();
                self.context.redraw();
            }
            LedgerIntent::Settled => {
                self.state.borrow_mut().left_asking = None;
                self.context.redraw();
            }
        }
        Ok(Reply::Done)
    }
}

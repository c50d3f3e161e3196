//! What is under way with the Ledger outside of a recovery: one task at a time.

use std::rc::Rc;

use futures_util::future::{Either, select};

use crate::fault::Fault;

use super::Ledger;
use super::desk::Desk;
use super::doing::Doing;
use super::slot::DeviceSlot;
use super::view::DeviceStateView;
use crate::session::ports::Ports;
use crate::session::turn::Turn;

impl<P: Ports + 'static> Ledger<P> {
    /// Begins a task, and says whose turn it is; one that was under way ends.
    pub(super) fn begin(self: &Rc<Self>, doing: Doing, work: impl AsyncFnOnce(Turn) + 'static) -> Result<Turn, Fault> {
        self.vault.require_open()?;
        self.vault.refuse_while_searching()?;
        // Nobody asks for the app any more who asked before.
        self.open_app.set(false);
        let turn = self.turns.begin();
        let begun = turn.clone();
        *self.doing.borrow_mut() = doing;
        self.context.redraw();
        let ledger = Rc::clone(self);
        self.context.ports.spawn(async move {
            {
                let work = std::pin::pin!(work(turn.clone()));
                let cancelled = std::pin::pin!(turn.over());
                match select(work, cancelled).await {
                    Either::Left(((), _)) | Either::Right(((), _)) => {}
                }
            }
            // The work is dropped by now: the page is told of a question that it leaves on the Ledger's screen.
            ledger.context.redraw();
        });
        Ok(begun)
    }

    /// Lends the desk to whoever looks for accounts by their keys; one task that was under way ends.
    pub(in crate::session) fn lend(self: &Rc<Self>, work: impl AsyncFnOnce(Desk<P>) + 'static) -> Result<Turn, Fault> {
        let device = DeviceSlot::new(DeviceStateView::unknown());
        let desk = Desk::new(self, device.clone());
        let ledger = Rc::clone(self);
        self.begin(Doing::FindingByKey { device }, async move |turn| {
            work(desk).await;
            if !turn.is_over() {
                ledger.cancel();
            }
        })
    }

    /// Ends whatever is under way with the Ledger outside of a recovery.
    pub(super) fn cancel(&self) {
        self.doing.take();
        self.turns.end();
    }

    /// Notes what the person said on the Ledger, if that is still what they are shown.
    pub(super) fn confirm(&self, turn: &Turn, agreed: bool) {
        if let Doing::ShowingAddress { confirmed, .. } = &mut *self.doing.borrow_mut()
            && !turn.is_over()
        {
            *confirmed = Some(agreed);
        }
    }
}

//! What is under way with the Ledger outside of a recovery: comparing keys, or showing an address.
//! This module knows that there is one such task at a time; it refuses to know what a task asks.

use std::rc::Rc;

use futures_util::future::{Either, select};

use crate::fault::Fault;

use crate::session::Session;
use crate::session::ledger::view::{DeviceStateView, DeviceTaskView};
use crate::session::ports::Ports;

/// How often it is seen whether the person has had enough.
const LOOK_FOR_PERSON_MS: u32 = 250;

/// The task, if there is one, and its number: a task that ends late must not touch its successor.
#[derive(Default)]
pub(in crate::session) struct DeviceTask {
    number: u32,
    doing: Doing,
}

/// What the Ledger is wanted for.
#[derive(Default)]
pub(in crate::session) enum Doing {
    #[default]
    Nothing,
    /// Its keys are compared with the chain's.
    CheckingAccess { device: DeviceStateView },
    /// It shows an address.
    ShowingAddress { device: DeviceStateView, account: String, address: String, confirmed: Option<bool> },
}

impl DeviceTask {
    /// What the page sees of the Ledger in this task; `None` when it is over.
    pub(in crate::session) fn view_of(&mut self, number: u32) -> Option<&mut DeviceStateView> {
        match &mut self.doing {
            _ if self.number != number => None,
            Doing::Nothing => None,
            Doing::CheckingAccess { device } | Doing::ShowingAddress { device, .. } => Some(device),
        }
    }

    /// Notes what the person said on the Ledger.
    pub(in crate::session) fn confirm(&mut self, number: u32, agreed: bool) {
        if self.number == number
            && let Doing::ShowingAddress { confirmed, .. } = &mut self.doing
        {
            *confirmed = Some(agreed);
        }
    }

    /// Ends whatever is under way.
    pub(in crate::session) fn cancel(&mut self) {
        self.doing = Doing::Nothing;
    }

    /// Ends this task, if it is still the one.
    pub(in crate::session) fn end(&mut self, number: u32) {
        if self.number == number {
            self.doing = Doing::Nothing;
        }
    }

    /// The task as the page sees it.
    pub(in crate::session) fn view(&self) -> DeviceTaskView {
        match &self.doing {
            Doing::Nothing => DeviceTaskView::None,
            Doing::CheckingAccess { device } => DeviceTaskView::CheckingAccess { device: device.clone() },
            Doing::ShowingAddress { device, account, address, confirmed } => DeviceTaskView::ShowingAddress {
                device: device.clone(),
                account: account.clone(),
                address: address.clone(),
                confirmed: *confirmed,
            },
        }
    }

    fn is_over(&self, number: u32) -> bool {
        self.number != number || matches!(self.doing, Doing::Nothing)
    }
}

impl<P: Ports + 'static> Session<P> {
    /// Begins a task; one that was under way ends.
    pub(in crate::session) fn begin_device_task(
        self: &Rc<Self>,
        doing: Doing,
        work: impl AsyncFnOnce(u32) + 'static,
    ) -> Result<(), Fault> {
        let number = {
            self.vault.require_open()?;
            self.vault.refuse_while_searching()?;
            let mut state = self.state.borrow_mut();
            // Nobody asks for the app any more who asked before.
            self.open_app.set(false);
            state.device.number = state.device.number.wrapping_add(1);
            state.device.doing = doing;
            state.device.number
        };
        self.context.redraw();
        let session = Rc::clone(self);
        self.context.ports.spawn(async move {
            let work = std::pin::pin!(work(number));
            let cancelled = std::pin::pin!(session.device_task_over(number));
            match select(work, cancelled).await {
                Either::Left(((), _)) | Either::Right(((), _)) => {}
            }
            session.context.redraw();
        });
        Ok(())
    }

    /// Ends whatever is under way with the Ledger outside of a recovery.
    pub(in crate::session) fn cancel_device_task(self: &Rc<Self>) {
        self.state.borrow_mut().device.cancel();
    }

    /// Waits until the person closes what this task shows.
    pub(in crate::session) async fn device_task_closed(&self, number: u32) {
        self.device_task_over(number).await;
    }

    async fn device_task_over(&self, number: u32) {
        while !self.state.borrow().device.is_over(number) {
            self.context.ports.sleep(LOOK_FOR_PERSON_MS).await;
        }
    }
}

//! Getting to a Ledger, and saying what the person must do until it is there. It waits for a device, whatever that is asked
//! for.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;

use futures_util::future::select;
use futures_util::lock::OwnedMutexGuard;

use crate::ledger::{
    self, ConcordiumApp, DeviceRequest, LedgerError, LedgerModel, Patience, Question, Retry, Screens, TransportError,
};
use crate::model::PairingKey;

use super::Ledger;
use super::slot::DeviceSlot;
use super::view::DeviceStateView;
use crate::session::ports::Ports;
use prompt::Prompt;

mod prompt;
mod watched;

pub(in crate::session) use watched::Watched;

/// How often a device is looked for that gives no sign: WebHID tells when one is plugged in, and neither that it was unlocked nor that
/// another program let go of it. Never while a prompt is open: a second request would destroy it.
const LOOK_AGAIN_MS: u32 = 1_000;

/// Whoever needs a Ledger sits at one. There is at most one at a time.
pub(in crate::session) struct Desk<P: Ports> {
    ledger: Rc<Ledger<P>>,
    slot: DeviceSlot,
    /// Which Ledger it must be; any will do until one was there.
    expected: Cell<Option<Expected>>,
    /// The model of the one that was opened last.
    model: Cell<Option<LedgerModel>>,
    /// The person had a question asked anew that they found no answer to.
    was_told_again: Cell<bool>,
    /// The Ledger, between two questions. Let go of before the place is.
    kept: RefCell<Option<Connected<P::Ledger>>>,
    /// The place at the Ledger, once it was free.
    place: RefCell<Option<OwnedMutexGuard<()>>>,
}

/// Which Ledger it must be, and why that one.
#[derive(Debug, Clone, Copy)]
enum Expected {
    /// What was begun, was begun with it.
    OfBefore(PairingKey),
    /// It has the keys of the account in question.
    OfAccount(PairingKey),
}

/// A Ledger with the Concordium app open, known to be the right one.
pub(in crate::session) struct Connected<L> {
    pub(in crate::session) ledger: L,
    pub(in crate::session) app: ConcordiumApp,
    pub(in crate::session) device: PairingKey,
}

/// The person said no on the Ledger, or the way to it ended for good: only they can say what now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::session) struct GaveUp(pub(in crate::session) LedgerError);

impl<P: Ports + 'static> Desk<P> {
    pub(in crate::session) fn new(ledger: &Rc<Ledger<P>>, slot: DeviceSlot) -> Self {
        Self {
            ledger: Rc::clone(ledger),
            slot,
            expected: Cell::new(None),
            model: Cell::new(None),
            was_told_again: Cell::new(false),
            kept: RefCell::new(None),
            place: RefCell::new(None),
        }
    }

    /// From now on it must be this Ledger, which has the keys of the account in question.
    pub(in crate::session) fn expect(&self, device: PairingKey) {
        self.expected.set(Some(Expected::OfAccount(device)));
    }

    /// The pairing key of the Ledger at hand, however long it takes to get to one.
    pub(in crate::session) async fn device(&self) -> PairingKey {
        let connected = self.take().await;
        let device = connected.device;
        self.give_back(connected);
        device
    }

    /// Asks the Ledger something that opens a prompt. The person is told so when it opens, not while silent questions go
    /// before it. `ask` gets the pairing key that the Ledger gave right before.
    ///
    /// Losing the device while the prompt was open can mean that the app refused, or that the cable came out. The first time it is
    /// taken for the cable; twice in a row, the person decides.
    pub(in crate::session) async fn ask<T>(
        &self,
        question: &Question,
        ask: impl AsyncFn(&mut Watched<'_, P>, &ConcordiumApp, PairingKey) -> Result<T, LedgerError>,
    ) -> Result<T, GaveUp> {
        let mut lost = false;
        loop {
            let mut connected = self.take().await;
            self.was_told_again.set(false);
            let prompt = Prompt {
                request: question.request(),
                index: Some(question.index()),
                screens: Some(Screens::of(&connected.app, self.model.get(), question)),
            };
            let mut watched = Watched::asking(self, &mut connected.ledger, prompt);
            let error = match ask(&mut watched, &connected.app, connected.device).await {
                Ok(answer) => {
                    // It took two buttons on the device.
                    self.ledger.vault.touch();
                    self.show(DeviceStateView::rest);
                    self.give_back(connected);
                    return Ok(answer);
                }
                Err(error) => error,
            };
            let again = match error.retry() {
                Retry::Automatically => true,
                Retry::WhenPersonSaysSo | Retry::Never => {
                    self.was_told_again.get()
                        || error == LedgerError::MayHaveRefused && !std::mem::replace(&mut lost, true)
                }
            };
            // Opened anew before the next question: the app may have gone, or the device.
            drop(connected);
            self.show_obstacle(&error);
            if !again {
                return Err(GaveUp(error));
            }
            self.ledger.context.ports.sleep(LOOK_AGAIN_MS).await;
        }
    }

    /// For questions that open no prompt: a silence that lasts is told all the same.
    pub(in crate::session) const fn watch<'d>(&'d self, connected: &'d mut Connected<P::Ledger>) -> Watched<'d, P> {
        Watched::silent(self, &mut connected.ledger)
    }

    /// The Ledger, kept from the last question or found anew. One that was kept says once more who it is: unlocked with another
    /// passphrase it is another one.
    pub(in crate::session) async fn take(&self) -> Connected<P::Ledger> {
        if self.place.borrow().is_none() {
            let place = Arc::clone(&self.ledger.place).lock_owned().await;
            *self.place.borrow_mut() = Some(place);
        }
        let kept = self.kept.borrow_mut().take();
        if let Some(mut connected) = kept {
            let app = connected.app;
            match ledger::read_pairing_key(&mut self.watch(&mut connected), &app).await {
                Ok(device) if device == connected.device => {
                    self.ledger.settle_question();
                    return connected;
                }
                // Whatever is the case, beginning anew tells.
                Ok(_) | Err(_) => {}
            }
        }
        self.connect().await
    }

    /// Keeps it for the next question.
    pub(in crate::session) fn give_back(&self, connected: Connected<P::Ledger>) {
        *self.kept.borrow_mut() = Some(connected);
    }

    /// Tells the person what keeps the Ledger from answering.
    pub(in crate::session) fn show_obstacle(&self, obstacle: &LedgerError) {
        self.show(|view| view.stop_at(obstacle));
    }

    async fn connect(&self) -> Connected<P::Ledger> {
        loop {
            // Before the attempt: what the person says meanwhile counts.
            let person = self.ledger.person.next();
            match self.try_connect().await {
                Ok(connected) => {
                    self.ledger.settle_question();
                    self.show(|view| {
                        view.rest();
                        view.app_version = Some(connected.app.version().to_string());
                    });
                    return connected;
                }
                Err(obstacle) => {
                    self.show_obstacle(&obstacle);
                    // Looking for a grant sends nothing to a device.
                    let is_harmless = obstacle == LedgerError::Transport(TransportError::NotGranted);
                    if obstacle.retry() == Retry::WhenPersonSaysSo && !is_harmless {
                        person.await;
                    } else {
                        self.look_again_or(person).await;
                    }
                }
            }
        }
    }

    async fn look_again_or(&self, person: impl Future<Output = ()>) {
        let pause = pin!(self.ledger.context.ports.sleep(LOOK_AGAIN_MS));
        select(pause, pin!(person)).await;
    }

    async fn try_connect(&self) -> Result<Connected<P::Ledger>, LedgerError> {
        let opened = self.ledger.context.ports.ledger().await;
        let (mut ledger, model) = opened.map_err(|error| LedgerError::of_transport(error, Patience::Quick))?;
        self.model.set(model);
        self.show(|view| view.model = model.or(view.model));
        let running = ledger::identify(&mut Watched::silent(self, &mut ledger)).await?;
        let open_app = self.ledger.open_app.take();
        if let Some(dashboard) = running.dashboard()
            && open_app
        {
            let prompt = Prompt { request: DeviceRequest::ConfirmOpening, index: None, screens: None };
            ledger::open_concordium_app(&mut Watched::asking(self, &mut ledger, prompt), dashboard).await?;
            // The app takes the device off the bus while it opens.
            return Err(LedgerError::Transport(TransportError::NotConnected));
        }
        let app = running.concordium()?;
        let device = ledger::read_pairing_key(&mut Watched::silent(self, &mut ledger), &app).await?;
        match self.expected.get() {
            Some(Expected::OfAccount(expected)) if expected != device => return Err(LedgerError::NotOfAccount),
            Some(Expected::OfBefore(expected)) if expected != device => return Err(LedgerError::OtherDevice),
            Some(_) => {}
            None => self.expected.set(Some(Expected::OfBefore(device))),
        }
        Ok(Connected { ledger, app, device })
    }

    /// Changes what the page sees of the Ledger; says nothing when that is what it sees already.
    fn show(&self, change: impl FnOnce(&mut DeviceStateView)) {
        if self.slot.change(change) {
            self.ledger.context.redraw();
        }
    }
}

//! The Ledger during a run: getting to it, asking it, and saying what the person must do meanwhile.
//! This module knows how to wait for a device; it refuses to know what its answers are for.

use crate::fault::Explain;
use crate::ledger::{self, ConcordiumApp, DeviceRequest, LedgerError, Patience, Retry};
use crate::model::{IdentityIndex, PairingKey};
use crate::recovery::NoKey;
use crate::secret::PrfKeySeed;

use super::Run;
use crate::session::Ports;
use crate::session::view::DeviceStateView;

/// How often a device is looked for. Never while a prompt is open: a second request would destroy it.
const LOOK_AGAIN_MS: u32 = 1_000;

/// A Ledger with the Concordium app open, known to be the one of this run.
pub(super) struct Connected<L> {
    ledger: L,
    app: ConcordiumApp,
}

impl<P: Ports + 'static> Run<P> {
    /// The pairing key of the Ledger at hand, however long it takes to get to one.
    pub(super) async fn pairing_key(&self) -> PairingKey {
        loop {
            let connected = self.connect().await;
            *self.device.borrow_mut() = Some(connected);
            if let Some(key) = self.paired.get() {
                return key;
            }
        }
    }

    /// The PRF key seed of an identity: the person approves it on the device.
    pub(super) async fn approved_seed(&self, index: IdentityIndex) -> Result<PrfKeySeed, NoKey> {
        // Losing the device while the prompt was open can mean that the app refused, or that the cable came out. The first time
        // it is taken for the cable; twice in a row, the person decides.
        let mut lost = false;
        loop {
            let kept = self.device.borrow_mut().take();
            let mut device = match kept {
                Some(device) => device,
                None => self.connect().await,
            };
            self.show_device(|view| {
                view.request = DeviceRequest::ConfirmKeyExport { index }.name();
                view.index = Some(index.get());
                view.fault = None;
            });
            // Dropped when the person stops: the prompt then stays on the device, and whoever asks next takes it over.
            match ledger::export_prf_key_seed(&mut device.ledger, &device.app, index).await {
                Ok(seed) => {
                    self.show_device(DeviceStateView::rest);
                    *self.device.borrow_mut() = Some(device);
                    return Ok(seed);
                }
                Err(error) => {
                    let again = match error.retry() {
                        Retry::Automatically => true,
                        Retry::WhenPersonSaysSo | Retry::Never => {
                            error == LedgerError::MayHaveRefused && !std::mem::replace(&mut lost, true)
                        }
                    };
                    // Opened anew before the next question: the app may have gone, or the device.
                    drop(device);
                    self.show_obstacle(&error);
                    if !again {
                        return Err(NoKey::Declined);
                    }
                    self.session.ports.sleep(LOOK_AGAIN_MS).await;
                }
            }
        }
    }

    /// Gets to the Ledger of this run, telling the person what to do until it is there.
    async fn connect(&self) -> Connected<P::Ledger> {
        loop {
            match self.try_connect().await {
                Ok(connected) => {
                    self.show_device(|view| {
                        view.rest();
                        view.app_version = Some(connected.app.version().to_string());
                    });
                    return connected;
                }
                Err(obstacle) => self.show_obstacle(&obstacle),
            }
            self.session.ports.sleep(LOOK_AGAIN_MS).await;
        }
    }

    async fn try_connect(&self) -> Result<Connected<P::Ledger>, LedgerError> {
        let opened = self.session.ports.ledger().await;
        let (mut ledger, model) = opened.map_err(|error| LedgerError::of_transport(error, Patience::Quick))?;
        if let Some(model) = model {
            self.show_device(|view| view.model = Some(model.to_owned()));
        }
        let running = ledger::identify(&mut ledger).await?;
        let app = running.concordium()?;
        let key = ledger::read_pairing_key(&mut ledger, &app).await?;
        if self.paired.get().is_some_and(|paired| paired != key) {
            return Err(LedgerError::OtherDevice);
        }
        self.paired.set(Some(key));
        Ok(Connected { ledger, app })
    }

    fn show_obstacle(&self, obstacle: &LedgerError) {
        self.show_device(|view| {
            view.request = obstacle.request().map_or("none", DeviceRequest::name);
            view.index = None;
            view.fault = Some(obstacle.fault());
        });
    }

    /// Changes what the page sees of the Ledger; says nothing when that is what it sees already.
    fn show_device(&self, change: impl FnOnce(&mut DeviceStateView)) {
        {
            let mut state = self.session.state.borrow_mut();
            let Some(active) = state.recovery.run_of_mut(&self.control) else { return };
            let before = active.device.clone();
            change(&mut active.device);
            if active.device == before {
                return;
            }
        }
        self.session.publish();
    }
}

impl DeviceStateView {
    /// Nothing is asked of the person.
    fn rest(&mut self) {
        self.request = "none";
        self.index = None;
        self.fault = None;
    }
}

//! A Ledger over WebHID.
//!
//! What the genuine stack does (measured in Chromium 156): after an unplug `opened` stays true and a pending
//! `sendReport` never settles, so the `disconnect` event and a time limit end every exchange; a device that comes
//! back is a new object; opening twice throws.
//!
//! An exchange that nobody waited for to the end is remembered by its channel: its late answer ends whatever is asked by
//! then, for the device dropped that.

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Hid, HidConnectionEvent, HidDevice, HidInputReportEvent};
use zeroize::Zeroizing;

use crate::ledger::hid::{Channel, Channels, Packets, REPORT_ID, Reassembly, USAGE_PAGE, VENDOR_ID};
use crate::ledger::{Apdu, LedgerModel, Patience, Response, Transport, TransportError};

use super::promise::settle;
use super::scope;

/// How long an answer may be behind somebody else's, in milliseconds.
const OVERTAKEN_MS: u32 = 1_000;

/// The end of a device's being closed.
type Closing = Rc<RefCell<Option<JsFuture>>>;
/// The devices that are held, each as often as it is.
type HeldDevices = Rc<RefCell<Vec<HidDevice>>>;

/// Opens Ledgers, and remembers what a later opening has to know.
pub(crate) struct Ledgers {
    /// A Ledger was here before: when none is there now, it was unplugged rather than never granted.
    seen: Cell<bool>,
    /// The device that is just being closed; opening it meanwhile would fail.
    closing: Closing,
    /// Who was told to stop may hold a device a moment longer than the next one waits: only the last one closes it.
    held: HeldDevices,
    /// The channels of this engine. They outlive a device, as the prompts it was left with do.
    channels: Rc<RefCell<Channels>>,
}

impl Default for Ledgers {
    fn default() -> Self {
        let channels = Rc::new(RefCell::new(Channels::new(random_number())));
        Self { seen: Cell::default(), closing: Closing::default(), held: HeldDevices::default(), channels }
    }
}

impl Ledgers {
    /// Opens a Ledger that was granted and is plugged in.
    pub(crate) async fn open(&self) -> Result<WebHidLedger, TransportError> {
        let hid = scope::hid().map_err(|_| TransportError::Unsupported)?;
        let granted = settle(hid.get_devices()).await.map_err(|_| TransportError::NotGranted)?;
        // The last one granted or plugged in, should there be several.
        let device = Array::from(&granted)
            .iter()
            .map(JsCast::unchecked_into::<HidDevice>)
            .rfind(is_ledger)
            .ok_or(if self.seen.get() { TransportError::NotConnected } else { TransportError::NotGranted })?;
        self.seen.set(true);
        let closing = self.closing.borrow_mut().take();
        if let Some(closing) = closing {
            let _ = closing.await;
        }
        if !device.opened() {
            settle(device.open()).await.map_err(|_| TransportError::OpenFailed)?;
        }
        Ok(WebHidLedger::new(hid, device, self))
    }
}

/// An opened Ledger; closed when the last one that holds it is dropped.
pub(crate) struct WebHidLedger {
    hid: Hid,
    device: HidDevice,
    wire: Rc<RefCell<Line>>,
    channels: Rc<RefCell<Channels>>,
    on_report: Closure<dyn FnMut(HidInputReportEvent)>,
    on_disconnect: Closure<dyn FnMut(HidConnectionEvent)>,
    closing: Closing,
    held: HeldDevices,
}

/// What the event handlers and a waiting exchange share.
#[derive(Default)]
struct Line {
    gone: bool,
    /// An answer to somebody else began while an exchange waits.
    overheard: bool,
    reassembly: Option<Reassembly>,
    answer: Option<Result<Response, TransportError>>,
    waiting: Option<Waker>,
}

impl Line {
    fn end(&mut self, answer: Result<Response, TransportError>) {
        self.reassembly = None;
        self.answer = Some(answer);
        if let Some(waiting) = self.waiting.take() {
            waiting.wake();
        }
    }

    fn report(&mut self, report: &[u8], is_stale: bool) {
        let Some(reassembly) = &mut self.reassembly else { return };
        if is_stale {
            return self.end(Err(TransportError::StaleAnswer));
        }
        if reassembly.is_foreign(report) {
            self.overheard = true;
            if let Some(waiting) = self.waiting.take() {
                waiting.wake();
            }
        }
        match reassembly.feed(report) {
            Ok(None) => {}
            Ok(Some(response)) => self.end(Ok(response)),
            Err(error) => self.end(Err(error)),
        }
    }
}

impl WebHidLedger {
    fn new(hid: Hid, device: HidDevice, ledgers: &Ledgers) -> Self {
        let Ledgers { closing, held, channels, .. } = ledgers;
        held.borrow_mut().push(device.clone());
        let wire = Rc::new(RefCell::new(Line::default()));
        let on_report = Closure::new({
            let (wire, channels) = (Rc::clone(&wire), Rc::clone(channels));
            move |event: HidInputReportEvent| {
                let data = event.data();
                let report = Uint8Array::new_with_byte_offset_and_length(
                    &data.buffer(),
                    u32::try_from(data.byte_offset()).unwrap_or(0),
                    u32::try_from(data.byte_length()).unwrap_or(0),
                );
                // It can be part of a key.
                let report = Zeroizing::new(report.to_vec());
                let is_stale = channels.borrow_mut().is_stale(&report);
                wire.borrow_mut().report(&report, is_stale);
            }
        });
        let on_disconnect = Closure::new({
            let (wire, channels, device) = (Rc::clone(&wire), Rc::clone(channels), device.clone());
            move |event: HidConnectionEvent| {
                if event.device() == device {
                    channels.borrow_mut().forget();
                    let mut wire = wire.borrow_mut();
                    wire.gone = true;
                    wire.end(Err(TransportError::Disconnected));
                }
            }
        });
        // These fail only for a listener that is no function.
        let _ = device.add_event_listener_with_callback("inputreport", on_report.as_ref().unchecked_ref());
        let _ = hid.add_event_listener_with_callback("disconnect", on_disconnect.as_ref().unchecked_ref());
        Self {
            hid,
            device,
            wire,
            channels: Rc::clone(channels),
            on_report,
            on_disconnect,
            closing: Rc::clone(closing),
            held: Rc::clone(held),
        }
    }

    /// `None` for a model that is not known yet.
    pub(crate) fn model(&self) -> Option<LedgerModel> {
        LedgerModel::of_product(self.device.product_id())
    }

    /// Sends every packet and waits for the whole answer, or for the end of the wire.
    async fn carry(&self, channel: Channel, apdu: &Apdu) -> Result<Response, TransportError> {
        for packet in Packets::new(channel, apdu.bytes()) {
            let sent = self
                .device
                .send_report_with_u8_array(REPORT_ID, &Uint8Array::from(packet.as_slice()))
                .map_err(|_| TransportError::Disconnected)?;
            settle(sent).await.map_err(|_| TransportError::Disconnected)?;
        }
        poll_fn(|context| {
            let mut wire = self.wire.borrow_mut();
            if let Some(answer) = wire.answer.take() {
                return Poll::Ready(answer);
            }
            wire.waiting = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    /// Ends when the device has answered somebody else, and does not answer this one right behind it: it was at a question of
    /// before, and dropped what came meanwhile.
    async fn overtaken(&self) {
        poll_fn(|context| {
            let mut wire = self.wire.borrow_mut();
            if wire.overheard {
                return Poll::Ready(());
            }
            wire.waiting = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
        TimeoutFuture::new(OVERTAKEN_MS).await;
    }

    /// Ends when time is up; never where there is no limit but somebody else's answer.
    async fn too_long(&self, patience: Patience) -> TransportError {
        match (patience, patience.limit_ms()) {
            (_, Some(limit)) => {
                TimeoutFuture::new(limit).await;
                TransportError::TimedOut
            }
            (Patience::Greeting, None) => {
                self.overtaken().await;
                TransportError::StaleAnswer
            }
            (Patience::Quick | Patience::Person, None) => pending().await,
        }
    }

    /// Ends when the device leaves the bus. A pending `sendReport` would never tell.
    async fn gone(&self) {
        poll_fn(|context| {
            let mut wire = self.wire.borrow_mut();
            if wire.gone {
                return Poll::Ready(());
            }
            wire.waiting = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl Transport for WebHidLedger {
    async fn exchange(&mut self, apdu: &Apdu, patience: Patience) -> Result<Response, TransportError> {
        let open = Exchange::new(Rc::clone(&self.channels));
        {
            let mut wire = self.wire.borrow_mut();
            if wire.gone {
                return Err(TransportError::Disconnected);
            }
            wire.answer = None;
            wire.overheard = false;
            wire.reassembly = Some(Reassembly::new(open.channel));
        }
        let answered = {
            let carry = std::pin::pin!(self.carry(open.channel, apdu));
            let gone = std::pin::pin!(self.gone());
            let wire = select(carry, gone);
            let too_long = std::pin::pin!(self.too_long(patience));
            match select(wire, too_long).await {
                Either::Left((Either::Left((answer, _)), _)) => answer,
                Either::Left((Either::Right(((), _)), _)) => Err(TransportError::Disconnected),
                Either::Right((error, _)) => Err(error),
            }
        };
        self.wire.borrow_mut().reassembly = None;
        if answered.is_ok() {
            open.answered();
        }
        answered
    }
}

/// An exchange under way. Unless it was answered, its channel is abandoned: when its time was over, and when whoever waited
/// was dropped.
struct Exchange {
    channels: Rc<RefCell<Channels>>,
    channel: Channel,
    is_answered: bool,
}

impl Exchange {
    fn new(channels: Rc<RefCell<Channels>>) -> Self {
        let channel = channels.borrow_mut().open();
        Self { channels, channel, is_answered: false }
    }

    fn answered(mut self) {
        self.is_answered = true;
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if !self.is_answered {
            self.channels.borrow_mut().abandon(self.channel);
        }
    }
}

impl Drop for WebHidLedger {
    fn drop(&mut self) {
        let (report, disconnect) = (self.on_report.as_ref(), self.on_disconnect.as_ref());
        let _ = self.device.remove_event_listener_with_callback("inputreport", report.unchecked_ref());
        let _ = self.hid.remove_event_listener_with_callback("disconnect", disconnect.unchecked_ref());
        let mut held = self.held.borrow_mut();
        if let Some(position) = held.iter().position(|device| *device == self.device) {
            held.swap_remove(position);
        }
        if !held.contains(&self.device) {
            *self.closing.borrow_mut() = Some(settle(self.device.close()));
        }
    }
}

fn is_ledger(device: &HidDevice) -> bool {
    // Not bound by web-sys.
    let collections = Reflect::get(device, &"collections".into()).map(|all| Array::from(&all)).unwrap_or_default();
    let on_page = |collection: JsValue| {
        Reflect::get(&collection, &"usagePage".into()).ok().and_then(|page| page.as_f64())
            == Some(f64::from(USAGE_PAGE))
    };
    device.vendor_id() == VENDOR_ID && collections.iter().any(on_page)
}

/// Several programs may hold one device open and all get every report: channels keep them apart.
fn random_number() -> u16 {
    let mut bytes = [0; 2];
    // Without randomness any number does.
    let _ = getrandom::fill(&mut bytes);
    u16::from_be_bytes(bytes)
}

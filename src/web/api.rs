//! The few functions the worker calls.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::crypto::kdf::{self, Argon2Cost};
use crate::fault::Explain;
use crate::session::error::SessionError;
use crate::session::intent::Intent;
use crate::session::unfinished::Bequest;
use crate::session::vault::view::LockCause;
use crate::session::{Reply, Session, Update};
use crate::vault::{Sighting, VaultMarker};

use super::plain::{to_js, to_text};
use super::ports::Browser;

/// How often it is seen whether the vault should lock itself.
const TICK_MS: u32 = 5_000;

/// The engine, one per worker.
#[wasm_bindgen]
pub struct Engine {
    session: Rc<Session<Browser>>,
}

#[wasm_bindgen]
impl Engine {
    /// `vault_expected`: the extension's plain storage says that a vault was made here; `vault` and `revision`: which one was last
    /// saved, and how often. The listeners get every new snapshot, what changed when records changed (as JSON), and with a lock what the next
    /// engine should have. `derive_apart` has a key made in another worker.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(
        vault_expected: bool,
        vault: Option<String>,
        revision: Option<f64>,
        on_snapshot: Function,
        on_wallet: Function,
        on_bequest: Function,
        derive_apart: Function,
    ) -> Self {
        let marker = VaultMarker { expected: vault_expected, last: sighting(vault, revision) };
        let publish = move |update| {
            let (listener, value) = match update {
                Update::Snapshot(snapshot) => (&on_snapshot, to_js(&snapshot)),
                Update::Wallet(wallet) => (&on_wallet, to_text(&wallet)),
                Update::Bequest(Bequest { why, unfinished }) => (&on_bequest, left_behind(why, unfinished)),
            };
            // A listener that throws is the page's trouble, not the engine's.
            let _ = listener.call1(&JsValue::NULL, &value);
        };
        Self { session: Session::new(Browser::new(marker, derive_apart), publish) }
    }

    /// What the engine before this one left: why it locked, and what was unfinished. Before `start`.
    pub fn inherit(&self, why: JsValue, unfinished: Option<Vec<u8>>) {
        // A word that is none is no reason.
        if let Ok(why) = serde_wasm_bindgen::from_value(why) {
            self.session.inherit(Bequest { why, unfinished });
        }
    }

    /// Reads the store; the first snapshot follows.
    pub async fn start(&self) {
        self.session.start().await;
        let session = Rc::downgrade(&self.session);
        wasm_bindgen_futures::spawn_local(async move {
            loop {
                TimeoutFuture::new(TICK_MS).await;
                let Some(session) = session.upgrade() else { return };
                session.tick();
            }
        });
    }

    /// Somebody begins to type the password: what its key would have to wait for is made ready meanwhile.
    #[wasm_bindgen(js_name = makeReady)]
    pub fn make_ready(&self) {
        kdf::make_ready(Argon2Cost::DEFAULT);
    }

    /// Does what the page asked. Resolves to the answer.
    ///
    /// # Errors
    /// Rejects with a `Fault`; nothing was changed.
    pub async fn send(&self, intent: JsValue) -> Result<JsValue, JsValue> {
        let intent: Intent =
            serde_wasm_bindgen::from_value(intent).map_err(|_| to_js(&SessionError::BadRequest.fault()))?;
        match self.session.handle(intent).await {
            Ok(Reply::Done) => Ok(JsValue::UNDEFINED),
            Ok(reply) => Ok(to_js(&reply)),
            Err(fault) => Err(to_js(&fault)),
        }
    }
}

/// `{ why, unfinished }`, the bytes as a `Uint8Array`.
fn left_behind(why: LockCause, unfinished: Option<Vec<u8>>) -> JsValue {
    let left = js_sys::Object::new();
    let bytes = unfinished.map_or(JsValue::NULL, |bytes| js_sys::Uint8Array::from(bytes.as_slice()).into());
    // A plain object takes any member.
    let _ = js_sys::Reflect::set(&left, &"why".into(), &to_js(&why));
    let _ = js_sys::Reflect::set(&left, &"unfinished".into(), &bytes);
    left.into()
}

/// What the plain storage remembers; anything but a name and a number is no memory.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number below 2^53")]
fn sighting(vault: Option<String>, revision: Option<f64>) -> Option<Sighting> {
    let vault = vault?.parse().ok()?;
    let revision = revision.filter(|revision| (1.0..=9e15).contains(revision))? as u64;
    Some(Sighting { vault, revision })
}

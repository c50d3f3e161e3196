//! The ports of a session, as the browser has them.

use std::future::Future;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::Function;
use web_sys::{Blob, BlobPropertyBag, Url};

use crate::crypto::cbc::SealedBlocks;
use crate::crypto::entropy::Entropy;
use crate::crypto::kdf::{KdfError, Recipe};
use crate::directory::Directory;
use crate::ledger::{LedgerModel, TransportError};
use crate::node::Allowed;
use crate::secret::{Password, Plaintext, SealingKey};
use crate::session::ports::Ports;
use crate::vault::{Keeper, VaultMarker};

use super::cipher::open_blocks;
use super::derive::derive;
use super::fetch::{FetchDirectory, FetchNode, Signs};
use super::store::{Files, Records};
use super::webhid::{Ledgers, WebHidLedger};

/// Everything a session needs of the browser.
pub(crate) struct Browser {
    store: Keeper<Records, Files>,
    ledgers: Ledgers,
    signs: Rc<Signs>,
    derive_apart: Function,
}

impl Browser {
    /// `marker`: what the extension's plain storage remembers of the vault.
    pub(crate) fn new(marker: VaultMarker, derive_apart: Function) -> Self {
        let store = Keeper::new(Records::default(), Files::default(), marker);
        Self { store, ledgers: Ledgers::default(), signs: Rc::default(), derive_apart }
    }
}

impl Ports for Browser {
    type Database = Records;
    type Files = Files;
    type Node = FetchNode;
    type Directory = FetchDirectory;
    type Ledger = WebHidLedger;
    type Random = SystemRandom;

    fn store(&self) -> &Keeper<Records, Files> {
        &self.store
    }

    fn node(&self, allowed: &Allowed) -> FetchNode {
        FetchNode::new(allowed, &self.signs)
    }

    fn directory(&self, directory: &Directory) -> FetchDirectory {
        FetchDirectory::new(directory)
    }

    async fn ledger(&self) -> Result<(WebHidLedger, Option<LedgerModel>), TransportError> {
        let ledger = self.ledgers.open().await?;
        let model = ledger.model();
        Ok((ledger, model))
    }

    fn entropy(&self) -> SystemRandom {
        SystemRandom
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time after 1970, far below 2^53")]
    fn now(&self) -> u64 {
        js_sys::Date::now() as u64
    }

    async fn sleep(&self, millis: u32) {
        TimeoutFuture::new(millis).await;
    }

    async fn derive(&self, recipe: &Recipe, password: &Password) -> Result<SealingKey, KdfError> {
        derive(&self.derive_apart, recipe, password).await
    }

    async fn open_blocks(&self, key: &SealingKey, sealed: SealedBlocks<'_>) -> Option<Plaintext> {
        open_blocks(key, sealed).await
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        wasm_bindgen_futures::spawn_local(task);
    }

    fn offer(&self, content: &Plaintext) -> Option<String> {
        // EXPOSE: into a blob that only its URL's holder can have saved; it is never part of a message.
        let bytes = js_sys::Uint8Array::from(content.expose());
        let parts = js_sys::Array::of1(&bytes);
        let kind = BlobPropertyBag::new();
        kind.set_type("application/json");
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind);
        // The blob has its own copy.
        bytes.fill(0, 0, bytes.length());
        Url::create_object_url_with_blob(&blob.ok()?).ok()
    }

    fn withdraw(&self, url: &str) {
        // Fails for what is no such URL, and then there is nothing to take back.
        let _ = Url::revoke_object_url(url);
    }
}

/// The browser's cryptographic randomness.
pub(crate) struct SystemRandom;

impl Entropy for SystemRandom {
    fn fill(&mut self, bytes: &mut [u8]) {
        #[expect(
            clippy::expect_used,
            reason = "every worker has crypto.getRandomValues, and no salt may ever be predictable"
        )]
        getrandom::fill(bytes).expect("crypto.getRandomValues does not fail");
    }
}

//! Foreign files decrypted by the browser, several times as fast as our own code: in pieces, so that no whole copy of a file lies beside the engine's,
//! and so that nobody waits for the last one to take the first.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::stream::{self, StreamExt as _};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::{CryptoKey, SubtleCrypto};

use crate::crypto::cbc::{Piece, SealedBlocks};
use crate::secret::{GrowingPlaintext, Plaintext, SealingKey};

use super::promise::settle;
use super::scope;

const CIPHER: &str = "AES-CBC";
/// Blocks in a piece: a quarter of a megabyte. The browser has room for that at hand; for a piece of a megabyte it asks the system each time, and takes
/// twice as long (measured in Chromium 156).
const PIECE: usize = 1 << 14;
/// Pieces that the browser has at a time: while one is taken over, the next one is decrypted.
const AT_ONCE: usize = 3;

/// The browser's cipher with one key that nobody gets out of it.
struct BrowserCipher {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

/// Decrypts every block. `None` if the browser cannot.
pub async fn open_blocks(key: &SealingKey, sealed: SealedBlocks<'_>) -> Option<Plaintext> {
    let cipher = &BrowserCipher::new(key).await.ok()?;
    let mut blocks = GrowingPlaintext::with_room(sealed.bytes.len());
    let mut pieces = stream::iter(sealed.pieces(key, PIECE)).map(|piece| cipher.open(piece)).buffered(AT_ONCE);
    while let Some(piece) = pieces.next().await {
        let DecryptedPiece(piece) = &piece?;
        piece.copy_to(blocks.more(piece.length() as usize));
    }
    Some(blocks.done())
}

/// What the browser decrypted, where it put it. It is wiped there.
struct DecryptedPiece(Uint8Array);

impl Drop for DecryptedPiece {
    fn drop(&mut self) {
        self.0.fill(0, 0, self.0.length());
    }
}

impl BrowserCipher {
    async fn new(key: &SealingKey) -> Result<Self, JsValue> {
        let subtle = scope::crypto()?.subtle();
        // EXPOSE: to the browser, which makes a key of it that cannot be read any more.
        let bytes = Uint8Array::from(key.expose().as_slice());
        let may = Array::of1(&"decrypt".into());
        let made = subtle.import_key_with_str("raw", &bytes, CIPHER, false, &may);
        // It has its own copy by now.
        bytes.fill(0, 0, bytes.length());
        Ok(Self { subtle, key: settle(made?).await?.dyn_into()? })
    }

    /// The piece's blocks. Nobody has to wait for them: they are wiped, also if they are wanted no more once they come.
    async fn open(&self, Piece { iv, bytes }: Piece) -> Option<DecryptedPiece> {
        let how = Object::new();
        Reflect::set(&how, &"name".into(), &CIPHER.into()).ok()?;
        Reflect::set(&how, &"iv".into(), &Uint8Array::from(iv.as_slice())).ok()?;
        // The browser copies what it is given before it answers.
        let opening = settle(self.subtle.decrypt_with_object_and_u8_array(&how, &self.key, &bytes).ok()?);
        drop(bytes);
        let place = Rc::new(RefCell::new(None));
        let taken = Rc::clone(&place);
        let taking = future_to_promise(async move {
            *taken.borrow_mut() = Some(DecryptedPiece(Uint8Array::new(&opening.await?)));
            Ok(JsValue::UNDEFINED)
        });
        settle(taking).await.ok()?;
        place.take()
    }
}

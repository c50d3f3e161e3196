//! Keys made in a worker of their own: it can be ended at any time, and its memory goes with it.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::crypto::kdf::{KdfError, Recipe};
use crate::secret::{Password, SealingKey};

use super::plain::to_js;

/// The work of another worker. It ends when this is dropped.
struct Apart {
    work: JsValue,
}

impl Drop for Apart {
    fn drop(&mut self) {
        let stop = Reflect::get(&self.work, &"stop".into()).ok().and_then(|stop| stop.dyn_into::<Function>().ok());
        if let Some(stop) = stop {
            // Ending what has ended does no harm.
            let _ = stop.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Has a key made by the worker that `begin` starts.
pub(super) async fn derive(begin: &Function, recipe: &Recipe, password: &Password) -> Result<SealingKey, KdfError> {
    let unavailable = || KdfError::Unavailable {
        memory_kib: match recipe {
            Recipe::Argon2id { cost, .. } => cost.memory_kib,
            Recipe::Pbkdf2 { .. } => 0,
        },
    };
    // EXPOSE: to the worker that makes the key, of this extension and on this computer.
    let password = JsValue::from_str(password.expose());
    let work = begin.call2(&JsValue::NULL, &to_js(recipe), &password).map_err(|_| unavailable())?;
    let apart = Apart { work };
    let key: Option<Promise> = Reflect::get(&apart.work, &"key".into()).ok().and_then(|key| key.dyn_into().ok());
    let key = JsFuture::from(key.ok_or_else(unavailable)?).await.map_err(|_| unavailable())?;
    let bytes: Uint8Array = key.dyn_into().map_err(|_| unavailable())?;
    if bytes.length() as usize != SealingKey::LEN {
        return Err(unavailable());
    }
    let mut key = [0; SealingKey::LEN];
    bytes.copy_to(&mut key);
    bytes.fill(0, 0, bytes.length());
    Ok(SealingKey::new(key))
}

/// In that worker: makes a key that the browser cannot make itself.
///
/// # Errors
/// Rejects with nothing: what could be said is known to whoever asked.
#[wasm_bindgen(js_name = deriveKey)]
pub fn derive_key(recipe: JsValue, password: String) -> Result<Uint8Array, JsValue> {
    let recipe: Recipe = serde_wasm_bindgen::from_value(recipe).map_err(|_| JsValue::UNDEFINED)?;
    let key = recipe.derive(&Password::new(password)).map_err(|_| JsValue::UNDEFINED)?;
    // EXPOSE: to the engine's worker, which wipes what it gets.
    Ok(Uint8Array::from(key.expose().as_slice()))
}

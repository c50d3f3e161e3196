//! The worker's global scope.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Crypto, Hid, StorageManager};

/// The global object.
pub(crate) fn global() -> JsValue {
    js_sys::global().into()
}

fn navigator() -> Result<JsValue, JsValue> {
    Reflect::get(&global(), &"navigator".into())
}

/// The browser's cryptography.
pub(crate) fn crypto() -> Result<Crypto, JsValue> {
    Reflect::get(&global(), &"crypto".into())?.dyn_into()
}

/// WebHID. `web-sys` binds it on `Navigator` only, but Chromium has it in dedicated workers, too (131 and later).
pub(crate) fn hid() -> Result<Hid, JsValue> {
    let hid = Reflect::get(&navigator()?, &"hid".into())?;
    if hid.is_undefined() {
        return Err(JsValue::UNDEFINED);
    }
    Ok(hid.unchecked_into())
}

/// The origin's file store.
pub(crate) fn storage() -> Result<StorageManager, JsValue> {
    Ok(Reflect::get(&navigator()?, &"storage".into())?.unchecked_into())
}

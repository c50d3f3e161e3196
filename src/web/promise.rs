//! Waiting for what the browser promises, with a limit.

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A short text for an exception: its name and message, never a value it carries.
pub(crate) fn describe(thrown: &JsValue) -> String {
    thrown.dyn_ref::<js_sys::Error>().map_or_else(
        || {
            thrown
                .dyn_ref::<web_sys::DomException>()
                .map_or_else(|| "exception".to_owned(), web_sys::DomException::name)
        },
        |error| String::from(error.name()),
    )
}

/// The name of a DOM exception, to tell kinds apart: `NotAllowedError`, `AbortError`, ….
pub(crate) fn exception_name(thrown: &JsValue) -> Option<String> {
    thrown.dyn_ref::<web_sys::DomException>().map(web_sys::DomException::name)
}

/// Awaits a promise, whatever it promises; what is none is what it would have promised. Listens from now on, awaited or not: a rejection that
/// nobody listens to ends the worker.
pub(crate) fn settle(promise: impl AsRef<JsValue>) -> JsFuture {
    JsFuture::from(Promise::resolve(promise.as_ref()))
}

/// A promise from two event handlers, for the interfaces that predate promises (IndexedDB).
pub(crate) fn from_events(attach: impl FnOnce(Function, Function)) -> Promise {
    let mut attach = Some(attach);
    Promise::new(&mut |resolve, reject| {
        if let Some(attach) = attach.take() {
            attach(resolve, reject);
        }
    })
}

/// A handler that runs at most once and then frees itself.
pub(crate) fn once(handler: impl FnOnce() + 'static) -> Function {
    Closure::once_into_js(handler).unchecked_into()
}

//! One attempt at a node, with the browser's fetch.
//! This module knows how bytes travel; it refuses to know what they mean or whether to try again.

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCredentials, RequestInit,
    RequestMode, RequestRedirect, Response, WorkerGlobalScope,
};

use crate::node::{HttpReply, Method, NodeError, NodeTransport, NodeUrl, grpc_web};

use super::promise::settle;
use super::scope;

/// Longest an attempt may take. Lost packets make no error of their own.
const LIMIT_MS: u32 = 10_000;

/// A node behind a URL.
pub(crate) struct FetchNode {
    url: NodeUrl,
}

impl FetchNode {
    /// Nothing is asked yet.
    #[must_use]
    pub(crate) fn new(url: &NodeUrl) -> Self {
        Self { url: url.clone() }
    }

    async fn attempt(&self, method: Method, message: &[u8], abort: &AbortController) -> Result<Vec<u8>, NodeError> {
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_mode(RequestMode::Cors);
        // An extension's fetch would send cookies otherwise; and the node must not learn the page.
        init.set_credentials(RequestCredentials::Omit);
        init.set_redirect(RequestRedirect::Error);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        init.set_signal(Some(&abort.signal()));
        init.set_body(&Uint8Array::from(grpc_web::encode_request(message).as_slice()).into());
        // No cache mode: `no-store` would make every call send its own preflight.
        let headers = Headers::new().map_err(|_| NodeError::Unreachable)?;
        for (name, value) in grpc_web::request_headers(LIMIT_MS) {
            headers.set(name, &value).map_err(|_| NodeError::Unreachable)?;
        }
        init.set_headers(&headers);

        let url = format!("{}{}", self.url, method.path());
        let global: WorkerGlobalScope = scope::global().unchecked_into();
        let response = settle(global.fetch_with_str_and_init(&url, &init)).await.map_err(|_| NodeError::Unreachable)?;
        let response: Response = response.unchecked_into();
        let header = |name: &str| response.headers().get(name).ok().flatten();
        let reply = HttpReply {
            status: response.status(),
            content_type: header("content-type"),
            grpc_status: header("grpc-status"),
            grpc_message: header("grpc-message"),
            body: read_body(&response, method.max_reply()).await?,
        };
        grpc_web::decode_reply(method, &reply)
    }
}

impl NodeTransport for FetchNode {
    async fn call(&self, method: Method, message: &[u8]) -> Result<Vec<u8>, NodeError> {
        let abort = AbortOnDrop(AbortController::new().map_err(|_| NodeError::Unreachable)?);
        let attempt = std::pin::pin!(self.attempt(method, message, &abort.0));
        match select(attempt, TimeoutFuture::new(LIMIT_MS)).await {
            Either::Left((answer, _)) => answer,
            Either::Right(((), _)) => Err(NodeError::TimedOut),
        }
    }
}

/// A call that nobody waits for any more is taken off the wire.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Reads at most one byte more than the ceiling: enough for the reply to be refused.
async fn read_body(response: &Response, ceiling: usize) -> Result<Vec<u8>, NodeError> {
    let Some(stream) = response.body() else { return Ok(Vec::new()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut body = Vec::new();
    loop {
        // The connection may break in the middle of a body; that is no end of it.
        let chunk = settle(reader.read()).await.map_err(|_| NodeError::Truncated)?;
        let done = Reflect::get(&chunk, &JsValue::from_str("done")).map_err(|_| NodeError::Truncated)?;
        if done.is_truthy() {
            return Ok(body);
        }
        let value = Reflect::get(&chunk, &JsValue::from_str("value")).map_err(|_| NodeError::Truncated)?;
        let bytes: Uint8Array = value.dyn_into().map_err(|_| NodeError::Truncated)?;
        let room = (ceiling + 1).saturating_sub(body.len());
        let take = u32::try_from(room).unwrap_or(u32::MAX).min(bytes.length());
        body.extend_from_slice(&bytes.subarray(0, take).to_vec());
        if body.len() > ceiling {
            return Ok(body);
        }
    }
}

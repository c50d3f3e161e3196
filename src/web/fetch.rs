//! One attempt at a node, with the browser's fetch.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;

use futures_util::future::{Either, select};
use futures_util::lock::Mutex;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCredentials, RequestInit,
    RequestMode, RequestRedirect, Response, WorkerGlobalScope,
};

use crate::directory::{self, Directory, DirectoryError, DirectoryTransport, HttpAnswer};
use crate::node::{
    Allowed, HttpHead, HttpReply, ListMethod, ListReader, ListTransport, Method, NodeError, NodeTransport, grpc_web,
};

use super::promise::settle;
use super::scope;

/// Longest an attempt at a question with one answer may take. Lost packets make no error of their own.
const LIMIT_MS: u32 = 10_000;
/// Most bytes of a list copied out of the browser at a time. A browser may hand out megabytes at once.
const PIECE: u32 = 64 << 10;

/// Longest wait for a sign that anybody is there.
const SIGN_MS: u32 = 5_000;
/// How long such a sign, or its absence, is taken for the reason of further failures.
const SIGN_HOLDS_MS: f64 = 2_000.0;

/// A node that may be asked.
pub(crate) struct FetchNode {
    allowed: Allowed,
    signs: Rc<Signs>,
}

/// Why nodes gave no reply, lately, by their origins: fifty look-ups that fail together look for one sign.
#[derive(Default)]
pub(crate) struct Signs {
    looking: Mutex<()>,
    seen: RefCell<BTreeMap<String, (f64, NodeError)>>,
}

impl FetchNode {
    /// Nothing is asked yet.
    #[must_use]
    pub(crate) fn new(allowed: &Allowed, signs: &Rc<Signs>) -> Self {
        Self { allowed: allowed.clone(), signs: Rc::clone(signs) }
    }

    /// Sends something to this node, and to nobody else: the only way to a node.
    async fn fetch(&self, path: &str, init: &RequestInit) -> Result<Response, NodeError> {
        let target = self.allowed.url().endpoint(path);
        if !self.allowed.admits(&target) {
            return Err(NodeError::Unreachable);
        }
        // An extension's fetch would send cookies otherwise; and the node must not learn the page.
        init.set_credentials(RequestCredentials::Omit);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        let global: WorkerGlobalScope = scope::global().unchecked_into();
        let response = settle(global.fetch_with_str_and_init(&target, init)).await;
        response.map(JsCast::unchecked_into).map_err(|_| NodeError::Unreachable)
    }

    /// Why there is no reply. A browser says the same of a cable that is out and of a reply it may not show: so it is asked for a
    /// sign that it need not show, without a question in it. (It follows no rule of the node's: mode `no-cors`.)
    async fn why_silent(&self) -> NodeError {
        let _alone = self.signs.looking.lock().await;
        let origin = self.allowed.url().origin();
        let now = js_sys::Date::now();
        if let Some((at, why)) = self.signs.seen.borrow().get(origin)
            && (now - at).abs() < SIGN_HOLDS_MS
        {
            return why.clone();
        }
        let is_here = self.allowed.url().is_this_computer();
        let global: WorkerGlobalScope = scope::global().unchecked_into();
        let why = if !is_here && !global.navigator().on_line() {
            NodeError::Offline
        } else if self.gives_a_sign().await.is_ok() {
            NodeError::Hidden
        } else if is_here {
            NodeError::NotRunning
        } else {
            NodeError::Unreachable
        };
        self.signs.seen.borrow_mut().insert(origin.to_owned(), (js_sys::Date::now(), why.clone()));
        why
    }

    async fn gives_a_sign(&self) -> Result<(), NodeError> {
        let abort = AbortOnDrop::new()?;
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_mode(RequestMode::NoCors);
        init.set_signal(Some(&abort.0.signal()));
        within(SIGN_MS, self.fetch("/", &init)).await.map(drop)
    }

    /// Sends a question and waits for the head of the reply.
    async fn post(
        &self,
        path: &str,
        message: &[u8],
        limit_ms: u32,
        abort: &AbortController,
    ) -> Result<Response, NodeError> {
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_mode(RequestMode::Cors);
        // Not followed, but told apart from silence.
        init.set_redirect(RequestRedirect::Manual);
        init.set_signal(Some(&abort.signal()));
        init.set_body(&Uint8Array::from(grpc_web::encode_request(message).as_slice()).into());
        // No cache mode: `no-store` would make every call send its own preflight.
        let headers = Headers::new().map_err(|_| NodeError::Unreachable)?;
        for (name, value) in grpc_web::request_headers(limit_ms) {
            headers.set(name, &value).map_err(|_| NodeError::Unreachable)?;
        }
        init.set_headers(&headers);

        self.fetch(path, &init).await
    }
}

impl NodeTransport for FetchNode {
    async fn call(&self, method: Method, message: &[u8]) -> Result<Vec<u8>, NodeError> {
        let abort = AbortOnDrop::new()?;
        let answer = within(LIMIT_MS, async {
            let response = self.post(method.path(), message, LIMIT_MS, &abort.0).await?;
            let reply = HttpReply { head: head(&response), body: read_body(&response, method.max_reply()).await? };
            grpc_web::decode_reply(method, &reply)
        })
        .await;
        match answer {
            Err(NodeError::Unreachable) => Err(self.why_silent().await),
            other => other,
        }
    }
}

impl ListTransport for FetchNode {
    async fn list(
        &self,
        method: ListMethod,
        message: &[u8],
        each: &mut dyn FnMut(&[u8]) -> Result<(), NodeError>,
    ) -> Result<u64, NodeError> {
        let abort = AbortOnDrop::new()?;
        let limits = method.limits();
        let end = within(limits.total_ms, async {
            let post = self.post(method.path(), message, limits.total_ms, &abort.0);
            let response = within(limits.first_ms, post).await?;
            let mut reader = ListReader::begin(method, &head(&response))?;
            let mut chunks = Chunks::of(&response);
            while let Some(chunk) = within(limits.stall_ms, chunks.next()).await? {
                let mut from = 0;
                while from < chunk.length() {
                    let to = from.saturating_add(PIECE).min(chunk.length());
                    reader = reader.feed(&chunk.subarray(from, to).to_vec(), each)?;
                    from = to;
                }
            }
            reader.finish()
        })
        .await;
        match end {
            Err(NodeError::Unreachable) => Err(self.why_silent().await),
            other => other,
        }
    }
}

/// A directory that may be asked.
pub(crate) struct FetchDirectory(Directory);

impl FetchDirectory {
    /// Nothing is asked yet.
    #[must_use]
    pub(crate) fn new(directory: &Directory) -> Self {
        Self(directory.clone())
    }

    async fn attempt(&self, path: &str, abort: &AbortController) -> Result<HttpAnswer, NodeError> {
        let target = self.0.url().endpoint(path);
        if !self.0.admits(&target) {
            return Err(NodeError::Unreachable);
        }
        let init = RequestInit::new();
        init.set_method("GET");
        init.set_mode(RequestMode::Cors);
        init.set_redirect(RequestRedirect::Error);
        init.set_credentials(RequestCredentials::Omit);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        init.set_signal(Some(&abort.signal()));
        let global: WorkerGlobalScope = scope::global().unchecked_into();
        let response = settle(global.fetch_with_str_and_init(&target, &init)).await;
        let response: Response = response.map(JsCast::unchecked_into).map_err(|_| NodeError::Unreachable)?;
        Ok(HttpAnswer { status: response.status(), body: read_body(&response, directory::MAX_BYTES).await? })
    }
}

impl DirectoryTransport for FetchDirectory {
    async fn get(&self, path: &str) -> Result<HttpAnswer, DirectoryError> {
        let abort = AbortOnDrop::new().map_err(|_| DirectoryError::Unreachable)?;
        Ok(within(directory::LIMIT_MS, self.attempt(path, &abort.0)).await?)
    }
}

/// A call that nobody waits for any more is taken off the wire.
struct AbortOnDrop(AbortController);

impl AbortOnDrop {
    fn new() -> Result<Self, NodeError> {
        AbortController::new().map(Self).map_err(|_| NodeError::Unreachable)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The same with a time limit.
async fn within<T>(limit_ms: u32, attempt: impl Future<Output = Result<T, NodeError>>) -> Result<T, NodeError> {
    match select(std::pin::pin!(attempt), TimeoutFuture::new(limit_ms)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(((), _)) => Err(NodeError::TimedOut),
    }
}

fn head(response: &Response) -> HttpHead {
    let header = |name: &str| response.headers().get(name).ok().flatten();
    HttpHead {
        status: response.status(),
        content_type: header("content-type"),
        grpc_status: header("grpc-status"),
        grpc_message: header("grpc-message"),
        retry_after: header("retry-after"),
        at_ms: time(),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time after 1970, far below 2^53")]
fn time() -> u64 {
    js_sys::Date::now() as u64
}

/// A body, piece by piece as it arrives.
struct Chunks(Option<ReadableStreamDefaultReader>);

impl Chunks {
    fn of(response: &Response) -> Self {
        Self(response.body().map(|stream| stream.get_reader().unchecked_into()))
    }

    /// The next piece; `None` at the end. The connection may break in the middle of a body; that is no end of it.
    async fn next(&mut self) -> Result<Option<Uint8Array>, NodeError> {
        let Some(reader) = &self.0 else { return Ok(None) };
        let chunk = settle(reader.read()).await.map_err(|_| NodeError::Truncated)?;
        let done = Reflect::get(&chunk, &JsValue::from_str("done")).map_err(|_| NodeError::Truncated)?;
        if done.is_truthy() {
            return Ok(None);
        }
        let value = Reflect::get(&chunk, &JsValue::from_str("value")).map_err(|_| NodeError::Truncated)?;
        value.dyn_into().map(Some).map_err(|_| NodeError::Truncated)
    }
}

/// Reads at most one byte more than the ceiling: enough for the reply to be refused.
async fn read_body(response: &Response, ceiling: usize) -> Result<Vec<u8>, NodeError> {
    let mut chunks = Chunks::of(response);
    let mut body = Vec::new();
    while let Some(chunk) = chunks.next().await? {
        let room = (ceiling + 1).saturating_sub(body.len());
        let take = u32::try_from(room).unwrap_or(u32::MAX).min(chunk.length());
        body.extend_from_slice(&chunk.subarray(0, take).to_vec());
        if body.len() > ceiling {
            break;
        }
    }
    Ok(body)
}

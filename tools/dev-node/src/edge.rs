//! The node's port: connections, distance, latency, and the journal.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, ORIGIN, RETRY_AFTER};
use http::{HeaderMap, Method, Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use lifeboat::model::CredentialId;
use prost::Message;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::util::BoxCloneSyncService;
use tower::{ServiceBuilder, ServiceExt};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::fault::{Call, Fault};
use crate::service::{Node, QueriesServer};
use crate::wire::AccountInfoRequest;
use crate::wire::account_identifier_input::AccountIdentifierInput;
use crate::{Shared, broken, directory, distance};

/// Longest question worth reading.
const MAX_REQUEST: usize = 64 << 10;
/// The only headers a page may read besides the harmless ones; `blockhash` is not among them.
const EXPOSED: [&str; 3] = ["grpc-status", "grpc-message", "grpc-status-details-bin"];
const ACCEPTED: [&str; 4] = ["x-grpc-web", "content-type", "x-user-agent", "grpc-timeout"];
const PREFLIGHT_VALID: Duration = Duration::from_hours(24);
const RESTART_PAUSE: Duration = Duration::from_millis(20);
/// Bytes between a connection's distance and its service.
const NEARBY: usize = 1 << 20;

pub(crate) type Error = Box<dyn std::error::Error + Send + Sync>;
pub(crate) type Body = UnsyncBoxBody<Bytes, Error>;
type Inner = BoxCloneSyncService<Request<Full<Bytes>>, Response<tonic::body::Body>, Infallible>;

/// Serves until the task is dropped. While `listening` is false the port is closed and refuses.
pub async fn run(listener: TcpListener, mut listening: watch::Receiver<bool>, shared: Arc<Shared>) {
    let Ok(address) = listener.local_addr() else { return };
    let edge = Edge { inner: service(&shared), shared };
    let mut listener = Some(listener);
    loop {
        let mut connections = JoinSet::new();
        while *listening.borrow_and_update() {
            let open = match listener.take() {
                Some(open) => open,
                None => open_again(address).await,
            };
            tokio::select! {
                accepted = open.accept() => {
                    if let Ok((stream, _)) = accepted {
                        edge.shared.journal().connections += 1;
                        connections.spawn(edge.clone().serve(stream));
                    }
                    listener = Some(open);
                }
                changed = listening.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    listener = Some(open);
                }
                Some(_) = connections.join_next() => listener = Some(open),
            }
        }
        listener = None;
        connections.shutdown().await;
        if listening.changed().await.is_err() {
            return;
        }
    }
}

async fn open_again(address: SocketAddr) -> TcpListener {
    loop {
        if let Ok(listener) = TcpListener::bind(address).await {
            return listener;
        }
        tokio::time::sleep(RESTART_PAUSE).await;
    }
}

/// The node as a browser meets it: CORS outside, gRPC-web inside, like the real one.
fn service(shared: &Arc<Shared>) -> Inner {
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::mirror_request())
        .allow_credentials(true)
        .allow_methods([Method::POST])
        .allow_headers(ACCEPTED.map(HeaderName::from_static))
        .expose_headers(EXPOSED.map(HeaderName::from_static))
        .max_age(PREFLIGHT_VALID);
    let queries = QueriesServer::new(Node::new(Arc::clone(shared)));
    BoxCloneSyncService::new(ServiceBuilder::new().layer(cors).layer(tonic_web::GrpcWebLayer::new()).service(queries))
}

#[derive(Clone)]
struct Edge {
    inner: Inner,
    shared: Arc<Shared>,
}

impl Edge {
    async fn serve(self, stream: TcpStream) {
        // Many small answers: waiting to fill a packet costs 40 ms each.
        let _ = stream.set_nodelay(true);
        let (round_trip, at_a_time) = {
            let knobs = self.shared.knobs();
            (Duration::from_millis(knobs.round_trip_ms), knobs.at_a_time)
        };
        let turns = Arc::new(Semaphore::new(at_a_time.unwrap_or(Semaphore::MAX_PERMITS)));
        if round_trip.is_zero() {
            return self.answer_on(stream, turns).await;
        }
        let (far, near) = tokio::io::duplex(NEARBY);
        tokio::join!(distance::between(stream, near, round_trip), self.answer_on(far, turns));
    }

    async fn answer_on(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, turns: Arc<Semaphore>) {
        let service = service_fn(move |request| self.clone().handle(request, Arc::clone(&turns)));
        // How a connection ends is the client's affair.
        let _ = auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
    }

    async fn handle(self, request: Request<Incoming>, turns: Arc<Semaphore>) -> Result<Response<Body>, Error> {
        let (head, body) = request.into_parts();
        let body = Limited::new(body, MAX_REQUEST).collect().await?.to_bytes();
        if head.method == Method::OPTIONS {
            self.shared.journal().preflights += 1;
            let method = head.uri.path().rsplit('/').next().unwrap_or_default();
            let fault = self.shared.knobs().preflight(method);
            let answer = self.answer(Request::from_parts(head, Full::new(body)));
            return match fault {
                Some(fault) => broken::preflight(fault, answer).await,
                None => answer.await,
            };
        }
        let at_directory = if head.method == Method::GET { directory::method(head.uri.path()) } else { None };
        let method = at_directory.unwrap_or(head.uri.path().rsplit('/').next().unwrap_or_default()).to_owned();
        let credential = if method == "GetAccountInfo" { credential_in(&head.headers, &body) } else { None };
        let name = credential.and_then(|id| self.shared.chain.name_of(&id));
        let (fault, latency) = {
            let mut knobs = self.shared.knobs();
            (knobs.decide(&Call { method: &method, credential, name }), knobs.latency_ms)
        };
        let visit = Visit::begin(&self.shared, &method, credential, fault.map(|(fault, _)| fault));
        let _turn = turns.acquire().await?;
        tokio::time::sleep(Duration::from_millis(latency)).await;
        let origin = head.headers.get(ORIGIN).cloned();
        let request = Request::from_parts(head, Full::new(body));
        let Some((fault, with_cors)) = fault else {
            let response = self.answer(request).await?;
            visit.answered(response.headers());
            return Ok(response);
        };
        let response = broken::reply(fault, self.answer(request)).await?;
        Ok(if with_cors { add_cors(response, origin) } else { response })
    }

    async fn answer(&self, request: Request<Full<Bytes>>) -> Result<Response<Body>, Error> {
        if request.method() == Method::GET && directory::method(request.uri().path()).is_some() {
            return Ok(directory::answer(&self.shared, request.uri().path()));
        }
        let response = self.inner.clone().oneshot(request).await?;
        Ok(response.map(|body| body.map_err(Into::into).boxed_unsync()))
    }
}

/// One call in the journal, from its arrival to its end, however it ends.
struct Visit<'a> {
    shared: &'a Shared,
    credential: Option<CredentialId>,
}

impl<'a> Visit<'a> {
    fn begin(shared: &'a Shared, method: &str, credential: Option<CredentialId>, fault: Option<Fault>) -> Self {
        let mut journal = shared.journal();
        *journal.calls.entry(method.to_owned()).or_default() += 1;
        if let Some(fault) = fault {
            *journal.faults.entry(fault.to_string()).or_default() += 1;
        }
        if let Some(id) = credential {
            journal.look_ups_now += 1;
            journal.look_ups_at_once = journal.look_ups_at_once.max(journal.look_ups_now);
            let look_ups = journal.credentials.entry(id).or_default();
            look_ups.owner = shared.chain.name_of(&id).cloned();
            look_ups.attempts += 1;
            look_ups.faults += u64::from(fault.is_some());
        }
        Self { shared, credential }
    }

    fn answered(&self, headers: &HeaderMap) {
        let Some(id) = self.credential else { return };
        let mut journal = self.shared.journal();
        let look_ups = journal.credentials.entry(id).or_default();
        match headers.get("grpc-status").map(HeaderValue::as_bytes) {
            None | Some(b"0") => look_ups.found += 1,
            Some(b"5") => look_ups.absent += 1,
            Some(_) => look_ups.faults += 1,
        }
    }
}

impl Drop for Visit<'_> {
    fn drop(&mut self) {
        if self.credential.is_some() {
            let mut journal = self.shared.journal();
            journal.look_ups_now = journal.look_ups_now.saturating_sub(1);
        }
    }
}

/// The credential id in a framed `AccountInfoRequest`, if it asks for one. Some clients send the frame as base64.
fn credential_in(headers: &HeaderMap, body: &Bytes) -> Option<CredentialId> {
    let in_text = headers.get(CONTENT_TYPE)?.to_str().ok()?.starts_with("application/grpc-web-text");
    let frame = if in_text { BASE64_STANDARD.decode(body).ok()?.into() } else { body.clone() };
    let request = AccountInfoRequest::decode(frame.get(5..)?).ok()?;
    match request.account_identifier?.account_identifier_input? {
        AccountIdentifierInput::CredId(id) => Some(CredentialId::new(id.value.try_into().ok()?)),
        AccountIdentifierInput::Address(_) | AccountIdentifierInput::AccountIndex(_) => None,
    }
}

fn add_cors(mut response: Response<Body>, origin: Option<HeaderValue>) -> Response<Body> {
    // A gateway that slows its callers down lets them see for how long.
    let exposed = EXPOSED.into_iter().chain(response.headers().contains_key(RETRY_AFTER).then_some("retry-after"));
    let exposed = exposed.collect::<Vec<_>>().join(",");
    if let (Some(origin), Ok(exposed)) = (origin, exposed.try_into()) {
        let headers = response.headers_mut();
        headers.insert("access-control-allow-origin", origin);
        headers.insert("access-control-allow-credentials", HeaderValue::from_static("true"));
        headers.insert("access-control-expose-headers", exposed);
        headers.insert("vary", HeaderValue::from_static("origin"));
    }
    response
}

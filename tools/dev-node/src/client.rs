//! A native client, for tests and measurements: one attempt per call, as the browser's fetch makes it, over HTTP/1.1 or
//! HTTP/2.

use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use lifeboat::directory::{self, DirectoryError, DirectoryTransport, HttpAnswer};
use lifeboat::node::grpc_web::{decode_reply, encode_request, request_headers};
use lifeboat::node::{
    HttpHead, HttpReply, ListMethod, ListReader, ListTransport, Method, NodeError, NodeTransport, NodeUrl,
};
use tokio::net::TcpStream;

/// A node behind a URL.
#[derive(Clone)]
pub struct Client {
    url: NodeUrl,
    way: Way,
    /// Longest wait, where the engine's own limits are longer.
    limit: Duration,
}

#[derive(Clone)]
enum Way {
    /// HTTP/1.1, a connection for each call.
    OneEach,
    /// HTTP/2, all calls side by side on one connection.
    Shared(http2::SendRequest<Full<Bytes>>),
}

impl Client {
    /// Over HTTP/1.1, with a new connection for each call.
    #[must_use]
    pub const fn http1(url: NodeUrl) -> Self {
        Self { url, way: Way::OneEach, limit: Duration::from_secs(10) }
    }

    /// Over HTTP/2 without TLS, with one connection for all calls, which is made now.
    ///
    /// # Errors
    /// [`NodeError::Unreachable`].
    pub async fn http2(url: NodeUrl) -> Result<Self, NodeError> {
        let stream = connect(&url).await?;
        let (sender, connection) =
            http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.map_err(unreachable)?;
        tokio::spawn(connection);
        Ok(Self { way: Way::Shared(sender), ..Self::http1(url) })
    }

    /// The same, less patient.
    #[must_use]
    pub fn patient_for(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Sends a question and waits for the head of the reply.
    async fn post(&self, path: &str, message: &[u8]) -> Result<Response<Incoming>, NodeError> {
        let mut request =
            Request::post(self.url.endpoint(path)).version(self.version()).header("host", host(&self.url));
        for (name, value) in request_headers(10_000) {
            request = request.header(name, value);
        }
        self.send(request.body(Full::from(encode_request(message))).map_err(|_| NodeError::Unreachable)?).await
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, NodeError> {
        match &self.way {
            Way::OneEach => {
                let stream = connect(&self.url).await?;
                let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(unreachable)?;
                tokio::spawn(connection);
                sender.send_request(request).await.map_err(unreachable)
            }
            Way::Shared(sender) => {
                let mut sender = sender.clone();
                sender.ready().await.map_err(unreachable)?;
                sender.send_request(request).await.map_err(unreachable)
            }
        }
    }

    /// The whole reply to a question with one answer, undecoded.
    ///
    /// # Errors
    /// [`NodeError::Unreachable`], [`NodeError::TimedOut`], and [`NodeError::Truncated`] for a body that breaks off.
    pub async fn reply(&self, method: Method, message: &[u8]) -> Result<HttpReply, NodeError> {
        within(self.limit, async {
            let (head, body) = self.post(method.path(), message).await?.into_parts();
            let body = Limited::new(body, method.max_reply() + 1).collect().await.map_err(|_| NodeError::Truncated)?;
            Ok(HttpReply { head: read_head(&head), body: body.to_bytes().to_vec() })
        })
        .await
    }

    const fn version(&self) -> Version {
        match self.way {
            Way::OneEach => Version::HTTP_11,
            Way::Shared(_) => Version::HTTP_2,
        }
    }

    fn patience(&self, limit_ms: u32) -> Duration {
        Duration::from_millis(limit_ms.into()).min(self.limit)
    }
}

impl NodeTransport for Client {
    async fn call(&self, method: Method, message: &[u8]) -> Result<Vec<u8>, NodeError> {
        decode_reply(method, &self.reply(method, message).await?)
    }
}

impl ListTransport for Client {
    async fn list(
        &self,
        method: ListMethod,
        message: &[u8],
        each: &mut dyn FnMut(&[u8]) -> Result<(), NodeError>,
    ) -> Result<u64, NodeError> {
        let limits = method.limits();
        let total = Duration::from_millis(limits.total_ms.into());
        within(total, async {
            let response = within(self.patience(limits.first_ms), self.post(method.path(), message)).await?;
            let (head, mut body) = response.into_parts();
            let mut reader = ListReader::begin(method, &read_head(&head))?;
            let next = async |body: &mut Incoming| body.frame().await.transpose().map_err(|_| NodeError::Truncated);
            while let Some(frame) = within(self.patience(limits.stall_ms), next(&mut body)).await? {
                if let Ok(bytes) = frame.into_data() {
                    reader = reader.feed(&bytes, each)?;
                }
            }
            reader.finish()
        })
        .await
    }
}

impl DirectoryTransport for Client {
    async fn get(&self, path: &str) -> Result<HttpAnswer, DirectoryError> {
        let attempt = async {
            let request = Request::get(self.url.endpoint(path)).version(self.version()).header("host", host(&self.url));
            let request = request.body(Full::default()).map_err(|_| NodeError::Unreachable)?;
            let (head, body) = self.send(request).await?.into_parts();
            let read = async {
                let body = Limited::new(body, directory::MAX_BYTES + 1).collect().await;
                body.map(|body| body.to_bytes().to_vec())
            };
            // What is longer is as long as is needed to refuse it; a body that breaks off is none.
            let body = match read.await {
                Ok(body) => body,
                Err(error) if error.is::<LengthLimitError>() => vec![0; directory::MAX_BYTES + 1],
                Err(_) => return Err(NodeError::Truncated),
            };
            Ok(HttpAnswer { status: head.status.as_u16(), body })
        };
        Ok(within(self.limit, attempt).await?)
    }
}

async fn within<T>(limit: Duration, attempt: impl Future<Output = Result<T, NodeError>>) -> Result<T, NodeError> {
    tokio::time::timeout(limit, attempt).await.unwrap_or(Err(NodeError::TimedOut))
}

async fn connect(url: &NodeUrl) -> Result<TcpStream, NodeError> {
    let stream = TcpStream::connect(host(url)).await.map_err(|_| NodeError::Unreachable)?;
    // Many small questions: waiting to fill a packet costs 40 ms each.
    let _ = stream.set_nodelay(true);
    Ok(stream)
}

fn host(url: &NodeUrl) -> &str {
    url.origin().strip_prefix("http://").unwrap_or(url.origin())
}

fn read_head(head: &http::response::Parts) -> HttpHead {
    let header = |name| Some(head.headers.get(name)?.to_str().ok()?.to_owned());
    HttpHead {
        status: head.status.as_u16(),
        content_type: header("content-type"),
        grpc_status: header("grpc-status"),
        grpc_message: header("grpc-message"),
        retry_after: header("retry-after"),
        // By the node's own clock.
        at_ms: header("date").map_or(0, |date| at_ms(&date)),
    }
}

fn at_ms(date: &str) -> u64 {
    let since = httpdate::parse_http_date(date).ok().and_then(|date| date.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or(0, |since| since.as_secs() * 1000)
}

fn unreachable(_: hyper::Error) -> NodeError {
    NodeError::Unreachable
}

//! Replies that are not what they should be.

use std::fmt;
use std::future::Future;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CONTENT_LENGTH,
    CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER,
};
use http::{Response, StatusCode};
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::Frame;
use tokio_stream::StreamExt;

use crate::edge::{Body, Error};
use crate::fault::Fault;
use crate::now_ms;

const GRPC_WEB: &str = "application/grpc-web+proto";
const GRPC: &str = "application/grpc";
/// The words of every invented refusal.
const WORDS: &str = "dev node: as ordered";
/// Time for what was said to leave, before the connection breaks.
const LEAVES: Duration = Duration::from_millis(20);
const FRAME_HEAD: usize = 5;
const TRAILER: u8 = 0x80;

/// The connection is to be closed without a word.
#[derive(Debug)]
struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed on purpose")
    }
}

impl std::error::Error for Closed {}

/// What is answered instead of the true reply. An error closes the connection.
pub(crate) async fn reply(
    fault: Fault,
    truth: impl Future<Output = Result<Response<Body>, Error>>,
) -> Result<Response<Body>, Error> {
    match fault {
        Fault::Drop => Err(Closed.into()),
        Fault::Hang => std::future::pending().await,
        Fault::Cut => cut(truth.await?).await,
        Fault::Stall => stall(truth.await?).await,
        Fault::Truncate => changed(truth.await?, |body| body.slice(..body.len() / 2)).await,
        Fault::NoTrailer => changed(truth.await?, |body| messages(&body).concat().into()).await,
        Fault::Nothing => changed(truth.await?, |_| trailer(0)).await,
        Fault::Late(code) => {
            let half_of = |body: Bytes| {
                let messages = messages(&body);
                let half = messages.get(..messages.len() / 2).unwrap_or_default();
                [half.concat(), trailer(code).to_vec()].concat().into()
            };
            changed(truth.await?, half_of).await
        }
        Fault::WrongType => {
            let mut response = truth.await?;
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            Ok(response)
        }
        Fault::Wordless => {
            let truth = truth.await?;
            if !is_refusal(&truth) {
                return Ok(truth);
            }
            let (mut head, _) = truth.into_parts();
            head.headers.remove(CONTENT_LENGTH);
            Ok(Response::from_parts(head, whole(Bytes::from_static(&[TRAILER, 0, 0, 0, 0]))))
        }
        Fault::Unexposed => {
            let mut response = truth.await?;
            response.headers_mut().remove(ACCESS_CONTROL_EXPOSE_HEADERS);
            Ok(response)
        }
        Fault::BareErrors => {
            let truth = truth.await?;
            Ok(if is_refusal(&truth) { bare(truth) } else { truth })
        }
        Fault::NoPreflight => truth.await,
        Fault::NoCors | Fault::DoubledCors => preflight(fault, truth).await,
        Fault::Redirect => {
            let mut response = page(StatusCode::FOUND, "Please sign in to use this network.")?;
            response.headers_mut().insert(LOCATION, HeaderValue::from_static("https://sign-in.example.com/"));
            Ok(response)
        }
        Fault::RetryAfter(seconds) => too_many(&seconds.to_string()),
        Fault::RetryDate(seconds) => {
            let at = UNIX_EPOCH + Duration::from_millis(now_ms()) + Duration::from_secs(seconds.into());
            too_many(&httpdate::fmt_http_date(at))
        }
        Fault::Html => page(StatusCode::OK, "Welcome! Please sign in to use this network."),
        Fault::Http(status) => page(StatusCode::from_u16(status)?, "This page says nothing about accounts."),
        Fault::AbsentPage => refusal(StatusCode::NOT_FOUND, GRPC_WEB, 5, "account or block not found."),
        Fault::AbsentElsewhere => refusal(StatusCode::OK, GRPC, 5, "account or block not found."),
        // The node's limits stand before its gRPC-web layer, and their content type is plain gRPC's.
        Fault::Grpc(code @ (1 | 8)) => refusal(StatusCode::OK, GRPC, code, WORDS),
        Fault::Grpc(code) => refusal(StatusCode::OK, GRPC_WEB, code, WORDS),
        Fault::Garbage => {
            let body = [b"\x00\x00\x00\x00\x04\xff\xff\xff\xff".as_slice(), &trailer(0)].concat();
            invented(StatusCode::OK, GRPC_WEB, body)
        }
    }
}

/// What becomes of the question whether a page may ask; of true replies, too, as far as it is the same.
pub(crate) async fn preflight(
    fault: Fault,
    truth: impl Future<Output = Result<Response<Body>, Error>>,
) -> Result<Response<Body>, Error> {
    if fault == Fault::NoPreflight {
        return page(StatusCode::FORBIDDEN, "Nobody asks like this.");
    }
    let mut response = truth.await?;
    if fault == Fault::DoubledCors {
        response.headers_mut().append(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    Ok(if fault == Fault::NoCors { bare(response) } else { response })
}

/// The status of a refusal is in the headers.
fn is_refusal(reply: &Response<Body>) -> bool {
    reply.headers().get("grpc-status").is_some_and(|status| status != "0")
}

/// The same, and no page may see it.
fn bare(mut reply: Response<Body>) -> Response<Body> {
    for name in [ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_EXPOSE_HEADERS] {
        reply.headers_mut().remove(name);
    }
    reply
}

fn too_many(retry_after: &str) -> Result<Response<Body>, Error> {
    let mut response = page(StatusCode::TOO_MANY_REQUESTS, "Slowly.")?;
    response.headers_mut().insert(RETRY_AFTER, retry_after.try_into()?);
    Ok(response)
}

/// The true reply with another body, properly ended. What its headers say about the true one is taken out.
async fn changed(truth: Response<Body>, change: impl FnOnce(Bytes) -> Bytes) -> Result<Response<Body>, Error> {
    let (mut head, body) = truth.into_parts();
    let body = body.collect().await?.to_bytes();
    head.headers.remove(CONTENT_LENGTH);
    head.headers.remove("grpc-status");
    Ok(Response::from_parts(head, whole(change(body))))
}

/// Half of the true reply, then the connection breaks.
async fn cut(truth: Response<Body>) -> Result<Response<Body>, Error> {
    let (mut head, body) = truth.into_parts();
    let body = body.collect().await?.to_bytes();
    if body.is_empty() {
        return Err(Closed.into());
    }
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    let half = Ok(Frame::data(body.slice(..body.len() / 2)));
    let after = tokio_stream::once(()).then(|()| async {
        tokio::time::sleep(LEAVES).await;
        Err(Error::from(Closed))
    });
    Ok(Response::from_parts(head, StreamBody::new(tokio_stream::once(half).chain(after)).boxed_unsync()))
}

/// Half of the true reply, then nothing any more.
async fn stall(truth: Response<Body>) -> Result<Response<Body>, Error> {
    let (mut head, body) = truth.into_parts();
    let body = body.collect().await?.to_bytes();
    head.headers.remove(CONTENT_LENGTH);
    let half = Ok(Frame::data(body.slice(..body.len() / 2)));
    let pieces = tokio_stream::once(half).chain(tokio_stream::pending::<Result<_, Error>>());
    Ok(Response::from_parts(head, StreamBody::new(pieces).boxed_unsync()))
}

/// The frames of a body that hold messages, each with its head.
fn messages(body: &[u8]) -> Vec<&[u8]> {
    let mut rest = body;
    let mut messages = Vec::new();
    while let Some(&[flag, a, b, c, d]) = rest.first_chunk::<FRAME_HEAD>() {
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let Some((frame, after)) = rest.split_at_checked(FRAME_HEAD.saturating_add(length)) else { break };
        if flag != TRAILER {
            messages.push(frame);
        }
        rest = after;
    }
    messages
}

fn trailer(code: u8) -> Bytes {
    let text = format!("grpc-status:{code}\r\ngrpc-message:{}\r\n", WORDS.replace(' ', "%20"));
    let length = u32::try_from(text.len()).unwrap_or_default().to_be_bytes();
    [&[TRAILER], length.as_slice(), text.as_bytes()].concat().into()
}

fn page(status: StatusCode, words: &str) -> Result<Response<Body>, Error> {
    let body = format!("<!doctype html><title>{status}</title><p>{words}");
    invented(status, "text/html; charset=utf-8", body.into_bytes())
}

fn refusal(status: StatusCode, content_type: &str, code: u8, words: &str) -> Result<Response<Body>, Error> {
    let mut response = invented(status, content_type, Vec::new())?;
    response.headers_mut().insert("grpc-status", HeaderValue::from(u16::from(code)));
    response.headers_mut().insert("grpc-message", words.replace(' ', "%20").try_into()?);
    Ok(response)
}

fn invented(status: StatusCode, content_type: &str, body: Vec<u8>) -> Result<Response<Body>, Error> {
    Ok(Response::builder().status(status).header(CONTENT_TYPE, content_type).body(whole(body.into()))?)
}

fn whole(bytes: Bytes) -> Body {
    Full::new(bytes).map_err(|never| match never {}).boxed_unsync()
}

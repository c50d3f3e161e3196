//! gRPC-web (PROTOCOL-WEB.md of grpc/grpc): a question into a body, an HTTP reply into its message or its list of messages.

use super::Method;
use super::error::{BadReply, NodeError};
use super::throttle::MAX_RETRY_AFTER;

mod frames;
mod list;

pub use frames::MAX_TRAILER;
use frames::{DATA, FRAME_HEAD, Frames, read_status};
pub use list::ListReader;

/// Longest text kept of a node's own words, in characters.
pub const MAX_MESSAGE: usize = 120;

const CONTENT_TYPE: &str = "application/grpc-web+proto";

const OK: u8 = 0;
const CANCELLED: u8 = 1;
const DEADLINE_EXCEEDED: u8 = 4;
const NOT_FOUND: u8 = 5;
const RESOURCE_EXHAUSTED: u8 = 8;
const UNIMPLEMENTED: u8 = 12;
const UNAVAILABLE: u8 = 14;

/// The head of an HTTP reply, as far as it matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpHead {
    /// HTTP status; 0 for a redirection, which a browser does not show.
    pub status: u16,
    /// Header `content-type`.
    pub content_type: Option<String>,
    /// Header `grpc-status`; replies without a message carry their status here.
    pub grpc_status: Option<String>,
    /// Header `grpc-message`, percent-encoded.
    pub grpc_message: Option<String>,
    /// Header `retry-after`, in either form: seconds, or a date.
    pub retry_after: Option<String>,
    /// When it arrived, in milliseconds since 1970: what such a date is compared with.
    pub at_ms: u64,
}

/// An HTTP reply as the transport got it, whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpReply {
    /// Its head.
    pub head: HttpHead,
    /// The body, at most [`Method::max_reply`] bytes; one more is enough to be refused.
    pub body: Vec<u8>,
}

/// Headers of every request. `limit_ms` is the attempt's time limit: a node that knows it gives up in time, too.
#[must_use]
pub fn request_headers(limit_ms: u32) -> [(&'static str, String); 3] {
    // At most eight digits by the gRPC specification: about a day in milliseconds.
    let limit = limit_ms.min(99_999_999);
    [("content-type", CONTENT_TYPE.into()), ("x-grpc-web", "1".into()), ("grpc-timeout", format!("{limit}m"))]
}

/// The request body: one frame that holds the message.
#[must_use]
pub fn encode_request(message: &[u8]) -> Vec<u8> {
    #[expect(clippy::expect_used, reason = "see the text")]
    let len = u32::try_from(message.len()).expect("questions are made by `query` and have less than 200 bytes");
    let mut body = Vec::with_capacity(FRAME_HEAD + message.len());
    body.push(DATA);
    body.extend_from_slice(&len.to_be_bytes());
    body.extend_from_slice(message);
    body
}

/// The one message of a reply. A message is an answer only when everything agrees: HTTP 200, a gRPC-web content type, status 0
/// in the trailer or the headers, and exactly one whole message.
///
/// # Errors
/// [`NodeError::NotFound`] only when HTTP status, content type and gRPC status 5 all say so and the body contradicts
/// none of them. Every other shortcoming has its own error.
pub fn decode_reply(method: Method, reply: &HttpReply) -> Result<Vec<u8>, NodeError> {
    let in_header = read_head(&reply.head)?;
    if reply.body.len() > method.max_reply() {
        return Err(NodeError::TooLarge { limit: method.max_reply() });
    }
    let mut message = None;
    let frames = Frames::new(method.max_reply()).feed(&reply.body, &mut |content| {
        if message.replace(content.to_vec()).is_some() {
            return Err(BadReply::Messages.into());
        }
        Ok(())
    })?;
    let trailer = frames.finish()?;
    let in_trailer = trailer.as_ref().and_then(|trailer| trailer.status);
    let (status, words) = match (in_header, in_trailer) {
        (Some(header), Some(trailer)) if header != trailer => return Err(BadReply::Status.into()),
        (_, Some(status)) => (status, trailer.map(|trailer| trailer.words).unwrap_or_default()),
        // Some gateways write the status into the headers, and an end without a word into the body.
        (Some(header), None) => (header, reply.head.grpc_message.clone().unwrap_or_default()),
        (None, None) if trailer.is_some() || reply.body.is_empty() => return Err(NodeError::StatusHidden),
        (None, None) => return Err(NodeError::Truncated),
    };
    match (status, message) {
        (OK, Some(message)) => Ok(message),
        (OK, None) | (_, Some(_)) => Err(BadReply::Messages.into()),
        (refused, None) => Err(refusal(refused, &words)),
    }
}

/// Whether the body can be gRPC-web at all, and the status in the headers, if there is one.
fn read_head(head: &HttpHead) -> Result<Option<u8>, NodeError> {
    match head.status {
        200 => {}
        0 => return Err(NodeError::Redirected),
        429 => return Err(NodeError::Throttled { seconds: retry_after(head) }),
        503 if retry_after(head).is_some() => return Err(NodeError::Throttled { seconds: retry_after(head) }),
        // "Network Authentication Required": a sign-in page that says so.
        511 => return Err(NodeError::WebPage),
        status => return Err(NodeError::Http { status }),
    }
    let in_header = head.grpc_status.as_deref().map(read_status).transpose();
    match essence(head.content_type.as_deref()).as_str() {
        "application/grpc-web" | "application/grpc-web+proto" => Ok(in_header?),
        // Time limit and load limit stand before the gRPC-web layer of a node: their replies have its status, but a plain
        // gRPC content type or none. Only what is worth another try is believed there; nothing else, least of all 5.
        "" | "application/grpc" | "application/grpc+proto" => Err(match in_header {
            Ok(Some(status @ (CANCELLED | DEADLINE_EXCEEDED | RESOURCE_EXHAUSTED | UNAVAILABLE))) => {
                refusal(status, head.grpc_message.as_deref().unwrap_or_default())
            }
            Ok(_) | Err(_) => NodeError::NotGrpcWeb,
        }),
        "text/html" | "application/xhtml+xml" => Err(NodeError::WebPage),
        _ => Err(NodeError::NotGrpcWeb),
    }
}

/// How many seconds the server wants to be left alone (RFC 9110, 10.2.3), under the ceiling.
fn retry_after(head: &HttpHead) -> Option<u32> {
    let text = head.retry_after.as_deref()?.trim();
    let seconds = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().unwrap_or(u64::MAX)
    } else {
        let at = httpdate::parse_http_date(text).ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        at.as_secs().saturating_sub(head.at_ms / 1000)
    };
    Some(u32::try_from(seconds).unwrap_or(u32::MAX).min(MAX_RETRY_AFTER))
}

/// The only place where a status becomes an error, and so the only one where [`NodeError::NotFound`] is made.
fn refusal(status: u8, words: &str) -> NodeError {
    match status {
        // CANCELLED is what a node says when its own time limit ran out.
        CANCELLED | DEADLINE_EXCEEDED => NodeError::TimedOut,
        NOT_FOUND => NodeError::NotFound,
        RESOURCE_EXHAUSTED => NodeError::Overloaded,
        UNIMPLEMENTED => NodeError::NotOffered,
        UNAVAILABLE => NodeError::Unavailable,
        _ => NodeError::Grpc { status, message: readable(words) },
    }
}

/// A content type without its parameters, in lower case.
fn essence(content_type: Option<&str>) -> String {
    let text = content_type.unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A `grpc-message` percent-decoded, without control characters, cut to [`MAX_MESSAGE`].
fn readable(words: &str) -> String {
    let mut bytes = Vec::new();
    // A character takes at most four bytes, each at most three characters of the encoding.
    let mut rest = words.as_bytes().get(..12 * MAX_MESSAGE).unwrap_or(words.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let escaped = after.first_chunk::<2>().filter(|_| first == b'%').and_then(|pair| hex_pair(*pair));
        bytes.push(escaped.unwrap_or(first));
        rest = if escaped.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).chars().filter(|c| !c.is_control()).take(MAX_MESSAGE).collect()
}

fn hex_pair(pair: [u8; 2]) -> Option<u8> {
    let mut byte = [0];
    hex::decode_to_slice(pair, &mut byte).ok()?;
    let [byte] = byte;
    Some(byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::frames::TRAILER;
    use super::*;

    fn frame(flag: u8, content: &[u8]) -> Vec<u8> {
        let mut frame = encode_request(content);
        frame[0] = flag;
        frame
    }

    fn head() -> HttpHead {
        HttpHead { status: 200, content_type: Some("application/grpc-web+proto".into()), ..HttpHead::default() }
    }

    fn reply(body: Vec<u8>) -> HttpReply {
        HttpReply { head: head(), body }
    }

    fn with(change: impl FnOnce(&mut HttpHead), mut reply: HttpReply) -> HttpReply {
        change(&mut reply.head);
        reply
    }

    fn refused(status: &str) -> HttpReply {
        with(|head| head.grpc_status = Some(status.into()), reply(Vec::new()))
    }

    fn decode(reply: &HttpReply) -> Result<Vec<u8>, NodeError> {
        decode_reply(Method::GetAccountInfo, reply)
    }

    fn answer(message: &[u8]) -> Vec<u8> {
        [frame(DATA, message), frame(TRAILER, b"grpc-status:0\r\n")].concat()
    }

    #[test]
    fn a_whole_reply_gives_its_message() {
        assert_eq!(decode(&reply(answer(b"hello"))), Ok(b"hello".to_vec()));
        assert_eq!(decode(&reply(answer(b""))), Ok(Vec::new()));
        let spaced = [frame(DATA, b"x"), frame(TRAILER, b"Grpc-Status: 0\r\ngrpc-message:\r\n")].concat();
        assert_eq!(decode(&reply(spaced)), Ok(b"x".to_vec()));
        let status_in_header = with(|head| head.grpc_status = Some("0".into()), reply(frame(DATA, b"x")));
        assert_eq!(decode(&status_in_header), Ok(b"x".to_vec()));
        for content_type in ["application/grpc-web", "Application/gRPC-Web+Proto; charset=utf-8"] {
            let reply = with(|head| head.content_type = Some(content_type.into()), reply(answer(b"x")));
            assert_eq!(decode(&reply), Ok(b"x".to_vec()), "{content_type}");
        }
    }

    #[test]
    fn not_found_needs_http_200_grpc_web_and_status_5() {
        assert_eq!(decode(&refused("5")), Err(NodeError::NotFound));
        assert_eq!(decode(&reply(frame(TRAILER, b"grpc-status:5\r\n"))), Err(NodeError::NotFound));

        for status in [404, 204] {
            let reply = with(|head| head.status = status, refused("5"));
            assert_eq!(decode(&reply), Err(NodeError::Http { status }));
        }
        for content_type in [None, Some("text/plain"), Some("application/grpc"), Some("application/grpc-web-text")] {
            let reply = with(|head| head.content_type = content_type.map(Into::into), refused("5"));
            assert_eq!(decode(&reply), Err(NodeError::NotGrpcWeb), "{content_type:?}");
        }
        let with_message = with(|head| head.grpc_status = Some("5".into()), reply(frame(DATA, b"x")));
        assert_eq!(decode(&with_message), Err(BadReply::Messages.into()));
        let contradicted =
            with(|head| head.grpc_status = Some("5".into()), reply(frame(TRAILER, b"grpc-status:14\r\n")));
        assert_eq!(decode(&contradicted), Err(BadReply::Status.into()));
        let cut = with(|head| head.grpc_status = Some("5".into()), reply(vec![TRAILER, 0, 0]));
        assert_eq!(decode(&cut), Err(NodeError::Truncated));
    }

    #[test]
    fn limits_in_front_of_the_grpc_web_layer_are_understood() {
        for content_type in [None, Some("application/grpc")] {
            let outside = |status| with(|head| head.content_type = content_type.map(Into::into), refused(status));
            assert_eq!(decode(&outside("8")), Err(NodeError::Overloaded));
            assert_eq!(decode(&outside("1")), Err(NodeError::TimedOut));
            assert_eq!(decode(&outside("14")), Err(NodeError::Unavailable));
            assert_eq!(decode(&outside("12")), Err(NodeError::NotGrpcWeb));
            assert_eq!(decode(&outside("0")), Err(NodeError::NotGrpcWeb));
            assert_eq!(decode(&outside("?")), Err(NodeError::NotGrpcWeb));
        }
    }

    #[test]
    fn a_status_is_one_or_two_digits() {
        for text in ["", "-5", "5, 5", "005", "0x5", "five", "+5"] {
            assert_eq!(decode(&refused(text)), Err(BadReply::Status.into()), "{text:?}");
        }
        assert_eq!(decode(&refused(" 5 ")), Err(NodeError::NotFound));
    }

    #[test]
    fn an_empty_reply_without_status_is_told_apart_from_a_cut_one() {
        assert_eq!(decode(&reply(Vec::new())), Err(NodeError::StatusHidden));
        assert_eq!(decode(&reply(frame(DATA, b"x"))), Err(NodeError::Truncated));
    }

    #[test]
    fn an_end_without_a_word_leaves_the_status_to_the_headers() {
        // What Traefik 3 sends for a refusal: the status in the headers, and a trailer of no length.
        let behind_traefik = |status: Option<&str>, trailer: &[u8]| {
            let reply = reply(frame(TRAILER, trailer));
            decode(&with(|head| head.grpc_status = status.map(Into::into), reply))
        };
        for wordless in [&b""[..], b"x:1\r\n"] {
            assert_eq!(behind_traefik(Some("5"), wordless), Err(NodeError::NotFound));
            assert_eq!(behind_traefik(Some("14"), wordless), Err(NodeError::Unavailable));
            assert_eq!(behind_traefik(Some("0"), wordless), Err(BadReply::Messages.into()));
            assert_eq!(behind_traefik(None, wordless), Err(NodeError::StatusHidden));
        }
        assert_eq!(behind_traefik(Some("5"), b"grpc-status:0\r\n"), Err(BadReply::Status.into()));
        let with_message = reply([frame(DATA, b"x"), frame(TRAILER, b"")].concat());
        assert_eq!(decode(&with_message), Err(NodeError::StatusHidden));
        assert_eq!(decode(&with(|head| head.grpc_status = Some("0".into()), with_message.clone())), Ok(b"x".to_vec()));
        assert_eq!(
            decode(&with(|head| head.grpc_status = Some("5".into()), with_message)),
            Err(BadReply::Messages.into())
        );
    }

    #[test]
    fn pages_redirections_and_limits_are_told_apart() {
        let of = |change: fn(&mut HttpHead)| decode(&with(change, reply(Vec::new()))).unwrap_err();
        assert_eq!(of(|head| head.status = 0), NodeError::Redirected);
        assert_eq!(of(|head| head.status = 511), NodeError::WebPage);
        assert_eq!(of(|head| head.content_type = Some("text/html; charset=utf-8".into())), NodeError::WebPage);
        assert_eq!(of(|head| head.status = 429), NodeError::Throttled { seconds: None });
        assert_eq!(of(|head| head.status = 503), NodeError::Http { status: 503 });
        for (text, seconds) in [
            ("7", Some(7)),
            (" 0 ", Some(0)),
            ("99999999999999999999999", Some(MAX_RETRY_AFTER)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(12)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", Some(0)),
            ("Sun, 06 Nov 2044 08:49:37 GMT", Some(MAX_RETRY_AFTER)),
            ("soon", None),
            ("-1", None),
            ("", None),
        ] {
            for status in [429, 503] {
                let head = HttpHead { status, retry_after: Some(text.into()), at_ms: 784_111_765_000, ..head() };
                let expected = match (status, seconds) {
                    (503, None) => NodeError::Http { status },
                    _ => NodeError::Throttled { seconds },
                };
                assert_eq!(decode(&HttpReply { head, body: Vec::new() }), Err(expected), "{status} {text:?}");
            }
        }
    }

    #[test]
    fn exactly_one_message_is_an_answer() {
        let trailer = frame(TRAILER, b"grpc-status:0\r\n");
        assert_eq!(decode(&reply(trailer.clone())), Err(BadReply::Messages.into()));
        for count in [2, 3] {
            let body = [frame(DATA, b"x").repeat(count), trailer.clone()].concat();
            assert_eq!(decode(&reply(body)), Err(BadReply::Messages.into()), "{count}");
        }
    }

    #[test]
    fn strange_frames_and_trailers_are_refused() {
        assert_eq!(decode(&reply(frame(0x01, b"zipped"))), Err(BadReply::Frames.into()));
        let twice = frame(TRAILER, b"grpc-status:0\r\n").repeat(2);
        assert_eq!(decode(&reply(twice)), Err(BadReply::Frames.into()));
        assert_eq!(decode(&reply(frame(TRAILER, b"no colon"))), Err(BadReply::Trailer.into()));
        assert_eq!(decode(&reply(frame(TRAILER, &[0xff, b':']))), Err(BadReply::Trailer.into()));
        assert_eq!(decode(&reply(frame(TRAILER, &vec![b':'; MAX_TRAILER + 1]))), Err(BadReply::Trailer.into()));
        let quarrel = frame(TRAILER, b"grpc-status:0\r\ngrpc-status:5\r\n");
        assert_eq!(decode(&reply(quarrel)), Err(BadReply::Status.into()));
    }

    #[test]
    fn a_reply_over_its_ceiling_is_refused_before_it_is_read() {
        for method in Method::ALL {
            let long = reply(vec![0; method.max_reply() + 1]);
            assert_eq!(decode_reply(method, &long), Err(NodeError::TooLarge { limit: method.max_reply() }));
        }
    }

    #[test]
    fn the_nodes_words_are_decoded_and_bounded() {
        let told = |words: &str| {
            let reply = with(|head| head.grpc_message = Some(words.into()), refused("13"));
            let Err(NodeError::Grpc { message, .. }) = decode(&reply) else { panic!("{words:?}") };
            message
        };
        assert_eq!(told("account%20or block%21"), "account or block!");
        assert_eq!(told("100%"), "100%");
        assert_eq!(told("%zz%2"), "%zz%2");
        assert_eq!(told("%00%0Aa%c3%a6"), "aæ");
        assert_eq!(told(&"%c3%a6".repeat(9999)).chars().count(), MAX_MESSAGE);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_and_none_make_an_absence(
            status in prop_oneof![Just(200_u16), any::<u16>()],
            content_type in prop_oneof![Just(Some("application/grpc-web".to_owned())), any::<Option<String>>()],
            grpc_status in prop_oneof![Just(None), Just(Some("0".to_owned())), any::<Option<String>>()],
            body in prop::collection::vec(any::<u8>(), 0..64),
        ) {
            let head = HttpHead { status, content_type, grpc_status, ..HttpHead::default() };
            let reply = HttpReply { head, body };
            if decode(&reply) == Err(NodeError::NotFound) {
                prop_assert_eq!(reply.head.status, 200);
                prop_assert_eq!(reply.head.content_type.as_deref(), Some("application/grpc-web"));
            }
        }

        #[test]
        fn a_reply_cut_anywhere_is_neither_an_answer_nor_an_absence(
            message in prop::collection::vec(any::<u8>(), 0..200),
            status in prop_oneof![Just("0"), Just("5"), Just("14")],
            cut in any::<prop::sample::Index>(),
        ) {
            let whole = [frame(DATA, &message), frame(TRAILER, format!("grpc-status:{status}\r\n").as_bytes())].concat();
            let body = whole[..cut.index(whole.len())].to_vec();
            let error = decode(&reply(body)).unwrap_err();
            prop_assert!(matches!(error, NodeError::Truncated | NodeError::StatusHidden), "{:?}", error);
            prop_assert!(error.retryable());
        }
    }
}

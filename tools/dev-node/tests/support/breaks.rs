//! What may break on the way to a node, and what the engine must call it whoever asked.

use dev_node::fault::Fault;
use lifeboat::node::throttle::MAX_RETRY_AFTER;
use lifeboat::node::{BadReply, NodeError};

/// Every kind of break, apart from status 5: a look-up takes that for an answer.
pub(crate) const FAULTS: [Fault; 34] = [
    Fault::Drop,
    Fault::Cut,
    Fault::Truncate,
    Fault::Hang,
    Fault::Stall,
    Fault::NoTrailer,
    Fault::Nothing,
    Fault::Html,
    Fault::WrongType,
    Fault::AbsentPage,
    Fault::AbsentElsewhere,
    Fault::Garbage,
    Fault::Redirect,
    Fault::RetryAfter(7),
    Fault::RetryDate(3600),
    Fault::Http(204),
    Fault::Http(400),
    Fault::Http(404),
    Fault::Http(429),
    Fault::Http(500),
    Fault::Http(502),
    Fault::Http(503),
    Fault::Http(504),
    Fault::Late(1),
    Fault::Late(8),
    Fault::Late(13),
    Fault::Late(14),
    Fault::Grpc(0),
    Fault::Grpc(1),
    Fault::Grpc(4),
    Fault::Grpc(8),
    Fault::Grpc(12),
    Fault::Grpc(13),
    Fault::Grpc(14),
];

/// The error of a fault, where one message is the answer.
pub(crate) fn named(fault: Fault) -> NodeError {
    match fault {
        Fault::Drop => NodeError::Unreachable,
        Fault::Cut | Fault::Truncate | Fault::NoTrailer => NodeError::Truncated,
        Fault::Hang | Fault::Stall => NodeError::TimedOut,
        Fault::Html => NodeError::WebPage,
        Fault::WrongType | Fault::AbsentElsewhere => NodeError::NotGrpcWeb,
        Fault::Redirect => NodeError::Http { status: 302 },
        Fault::Http(429) => NodeError::Throttled { seconds: None },
        Fault::RetryAfter(seconds) => NodeError::Throttled { seconds: Some(seconds) },
        Fault::RetryDate(seconds) => NodeError::Throttled { seconds: Some(seconds.min(MAX_RETRY_AFTER)) },
        // True replies, as far as anybody but a page can see.
        Fault::Wordless
        | Fault::Unexposed
        | Fault::NoCors
        | Fault::BareErrors
        | Fault::NoPreflight
        | Fault::DoubledCors => unreachable!("{fault} breaks nothing"),
        Fault::AbsentPage => NodeError::Http { status: 404 },
        Fault::Nothing | Fault::Grpc(0) => BadReply::Messages.into(),
        Fault::Garbage => BadReply::Protobuf.into(),
        Fault::Http(status) => NodeError::Http { status },
        Fault::Grpc(1 | 4) | Fault::Late(1 | 4) => NodeError::TimedOut,
        Fault::Grpc(5) | Fault::Late(5) => NodeError::NotFound,
        Fault::Grpc(8) | Fault::Late(8) => NodeError::Overloaded,
        Fault::Grpc(12) | Fault::Late(12) => NodeError::NotOffered,
        Fault::Grpc(14) | Fault::Late(14) => NodeError::Unavailable,
        Fault::Grpc(status) | Fault::Late(status) => NodeError::Grpc { status, message: "dev node: as ordered".into() },
    }
}

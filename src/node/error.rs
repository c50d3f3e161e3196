//! Everything that keeps a node from answering. Each says who can act, and whether another try is worth while.

use std::fmt;

use crate::fault::Explain;
use crate::model::{GenesisHash, Network};

/// Why there is no answer. None of these means "no such account".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = Network)]
pub enum NodeError {
    /// No connection: refused, cut, name unknown, or a port that somebody on the way keeps shut.
    #[error("the node could not be reached")]
    #[code("node-unreachable")]
    Unreachable,
    /// The browser says that this computer has no network at all.
    #[error("this computer has no network")]
    #[code("node-offline", party = Computer)]
    Offline,
    /// The node is to be on this computer, and nobody listens there.
    #[error("nothing on this computer answers at this address")]
    #[code("node-not-running")]
    NotRunning,
    /// Somebody is there, but the browser may not show what they say: no or doubled CORS headers, a refused preflight, an error of
    /// a server in front of the node. With the permission for that host it would.
    #[error("the browser keeps the reply to itself")]
    #[code("node-hidden")]
    Hidden,
    /// The reply leads somewhere else, where no question of ours goes.
    #[error("the reply leads to another address")]
    #[code("node-redirected")]
    Redirected,
    /// A page for people: a guest network's sign-in, or another server.
    #[error("the reply is a web page")]
    #[code("node-web-page")]
    WebPage,
    /// HTTP 429, or another refusal that names a time: more than the server lets one caller ask.
    #[error("the node's server lets nobody ask this much")]
    #[code("node-throttled")]
    Throttled {
        /// How long it wants to be left alone, in seconds, where it says so; at most
        /// [`MAX_RETRY_AFTER`](super::throttle::MAX_RETRY_AFTER).
        seconds: Option<u32>,
    },
    /// The attempt's time limit ran out: ours, or the node's own (gRPC status 1 or 4).
    #[error("the node did not answer in time")]
    #[code("node-timed-out")]
    TimedOut,
    /// An HTTP status other than 200. A 404 is a wrong URL or a proxy's page, never an absent account.
    #[error("the node answered with HTTP status {status}")]
    #[code("node-http", status)]
    Http {
        /// The status.
        status: u16,
    },
    /// HTTP 200, but not gRPC-web: another server, a captive portal, a node with gRPC-web switched off.
    #[error("the reply is not gRPC-web")]
    #[code("node-not-grpc-web")]
    NotGrpcWeb,
    /// gRPC status 5 in a complete gRPC-web reply. Made in one place, `grpc_web`; read as absence in one place, `query`, and
    /// there only of a question about one account.
    #[error("the node does not know what was asked for")]
    #[code("node-not-found")]
    NotFound,
    /// gRPC status 8: too many requests at once, from anybody.
    #[error("the node is too busy")]
    #[code("node-overloaded")]
    Overloaded,
    /// gRPC status 14: it is starting, stopping, or behind a gateway that does not reach it.
    #[error("the node is not available right now")]
    #[code("node-unavailable")]
    Unavailable,
    /// gRPC status 12: its operator has switched this question off.
    #[error("the node does not offer this question")]
    #[code("node-not-offered")]
    NotOffered,
    /// Any other gRPC status.
    #[error("the node refused with gRPC status {status}: {message}")]
    #[code("node-refused", status)]
    Grpc {
        /// The status.
        status: u8,
        /// The node's words, decoded, cut to [`MAX_MESSAGE`](super::grpc_web::MAX_MESSAGE) characters. For diagnostics only.
        message: String,
    },
    /// The reply ends in the middle.
    #[error("the reply ends in the middle")]
    #[code("node-truncated")]
    Truncated,
    /// An empty reply whose status header is missing or hidden from us (not exposed by CORS).
    #[error("the reply hides its status")]
    #[code("node-status-hidden")]
    StatusHidden,
    /// Longer than a reply to this question can be.
    #[error("the reply is longer than {limit} bytes")]
    #[code("node-too-large", kilobytes = limit / 1024)]
    TooLarge {
        /// The ceiling in bytes.
        limit: usize,
    },
    /// A complete reply that contradicts itself or the chain's rules.
    #[error("the reply makes no sense: {0}")]
    #[code("node-bad-reply", reason = _0)]
    BadReply(BadReply),
    /// The node serves another chain.
    #[error("the node serves {found}, not {expected}")]
    #[code("node-wrong-network", network = Network::word(*expected), other = Network::word(*found))]
    WrongNetwork {
        /// The chain in use.
        expected: GenesisHash,
        /// The node's chain.
        found: GenesisHash,
    },
    /// The node is behind: it does not know young accounts yet.
    #[error("the node is {seconds} seconds behind")]
    #[code("node-lagging", duration = seconds)]
    Lagging {
        /// Age of its last finalised block.
        seconds: u64,
    },
    /// The node's last finalised block is from the future of this computer, whose clock therefore cannot tell whether the
    /// node is behind.
    #[error("this computer's clock is {seconds} seconds behind the chain")]
    #[code("node-clock-behind", party = Computer, duration = seconds)]
    ClockBehind {
        /// How far.
        seconds: u64,
    },
}

/// What is wrong with a complete reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadReply {
    /// An unknown or compressed frame, or bytes after the trailer.
    Frames,
    /// The trailer is not a list of header lines, or too long.
    Trailer,
    /// The status is not a number, or is given twice with different values.
    Status,
    /// Not exactly one message with status 0, or a message with another status.
    Messages,
    /// More messages in a list than there can be.
    TooMany,
    /// The message is not valid protobuf.
    Protobuf,
    /// A field that is always there is not.
    Missing(&'static str),
    /// A field of fixed length has another one.
    Length(&'static str),
    /// A number or a list is outside its range.
    Range(&'static str),
    /// The address is not the one that follows from the credential in slot 0.
    Address,
    /// The same account is listed twice.
    AccountTwice,
    /// The same identity provider is listed twice.
    ProviderTwice,
    /// A list is empty; every chain begins with some accounts and a provider.
    EmptyList,
    /// The answer is about another account than the question.
    AnotherAccount,
    /// The answer is about another token than the question.
    AnotherToken,
    /// The same credential stands in two slots.
    CredentialTwice,
}

impl fmt::Display for BadReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frames => f.write_str("frames"),
            Self::Trailer => f.write_str("trailer"),
            Self::Status => f.write_str("status"),
            Self::Messages => f.write_str("messages"),
            Self::TooMany => f.write_str("too many messages"),
            Self::Protobuf => f.write_str("protobuf"),
            Self::Missing(field) => write!(f, "missing {field}"),
            Self::Length(field) => write!(f, "length of {field}"),
            Self::Range(field) => write!(f, "range of {field}"),
            Self::Address => f.write_str("address and first credential differ"),
            Self::AccountTwice => f.write_str("one account listed twice"),
            Self::ProviderTwice => f.write_str("one identity provider listed twice"),
            Self::EmptyList => f.write_str("an empty list"),
            Self::AnotherAccount => f.write_str("another account"),
            Self::AnotherToken => f.write_str("another token"),
            Self::CredentialTwice => f.write_str("one credential in two slots"),
        }
    }
}

impl NodeError {
    /// Whether the same question may be answered on another attempt. All questions are read-only, so repeating is safe.
    #[must_use]
    pub const fn retryable(&self) -> bool {
        match self {
            Self::Unreachable
            | Self::Offline
            | Self::NotRunning
            | Self::Hidden
            | Self::TimedOut
            | Self::Throttled { .. }
            | Self::Overloaded
            | Self::Unavailable
            | Self::Truncated
            | Self::StatusHidden => true,
            Self::Http { status } => matches!(status, 502..=504),
            Self::NotGrpcWeb
            | Self::Redirected
            | Self::WebPage
            | Self::NotFound
            | Self::NotOffered
            | Self::Grpc { .. }
            | Self::TooLarge { .. }
            | Self::BadReply(_)
            | Self::WrongNetwork { .. }
            | Self::Lagging { .. }
            | Self::ClockBehind { .. } => false,
        }
    }
}

impl NodeError {
    /// Whether it was too much at once, and how many seconds the node wants to be left alone, where it says so.
    #[must_use]
    pub const fn too_much(&self) -> Option<Option<u32>> {
        match self {
            Self::Throttled { seconds } => Some(*seconds),
            Self::Overloaded => Some(None),
            Self::Unreachable
            | Self::Offline
            | Self::NotRunning
            | Self::Hidden
            | Self::Redirected
            | Self::WebPage
            | Self::TimedOut
            | Self::Http { .. }
            | Self::NotGrpcWeb
            | Self::NotFound
            | Self::Unavailable
            | Self::NotOffered
            | Self::Grpc { .. }
            | Self::Truncated
            | Self::StatusHidden
            | Self::TooLarge { .. }
            | Self::BadReply(_)
            | Self::WrongNetwork { .. }
            | Self::Lagging { .. }
            | Self::ClockBehind { .. } => None,
        }
    }

    /// Whether the browser would show the reply if the person let it.
    #[must_use]
    pub const fn wants_permission(&self) -> bool {
        matches!(self, Self::Hidden | Self::StatusHidden)
    }
}

impl From<BadReply> for NodeError {
    fn from(reason: BadReply) -> Self {
        Self::BadReply(reason)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn only_faults_that_pass_are_tried_again() {
        for passing in [NodeError::TimedOut, NodeError::Overloaded, NodeError::Unavailable, NodeError::Truncated] {
            assert!(passing.retryable(), "{passing}");
        }
        for lasting in [NodeError::NotOffered, NodeError::Grpc { status: 13, message: String::new() }] {
            assert!(!lasting.retryable(), "{lasting}");
        }
        assert!(NodeError::Throttled { seconds: None }.retryable());
        for passing in [502, 503, 504] {
            assert!(NodeError::Http { status: passing }.retryable(), "HTTP {passing}");
        }
        for lasting in [204, 301, 400, 401, 403, 404, 500, 501] {
            assert!(!NodeError::Http { status: lasting }.retryable(), "HTTP {lasting}");
        }
        assert!(!NodeError::NotFound.retryable());
        assert!(!NodeError::NotGrpcWeb.retryable());
    }

    #[test]
    fn the_nodes_own_words_are_not_for_the_page() {
        let fault = NodeError::Grpc { status: 13, message: "send your phrase to…".into() }.fault();
        assert_eq!(fault.code, "node-refused");
        assert_eq!(fault.fields, BTreeMap::from([("status", "13".to_owned())]));
    }
}

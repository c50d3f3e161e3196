//! Everything that keeps a directory from answering. None of these means "no account has this key".

use std::fmt;

use crate::fault::Explain;
use crate::node::NodeError;
use crate::node::retry::{Passing, backoff_ms};

/// Why a directory's answer is missing, or is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = Network)]
pub enum DirectoryError {
    /// No connection, or the browser may not show the answer.
    #[error("the directory could not be reached")]
    #[code("directory-unreachable")]
    Unreachable,
    /// No answer in time.
    #[error("the directory did not answer in time")]
    #[code("directory-timed-out")]
    TimedOut,
    /// HTTP 429 or 503: too much, or not now.
    #[error("the directory is too busy")]
    #[code("directory-busy")]
    Busy,
    /// Another HTTP status than 200. Versions before 0.41.3 answer 404 to every key.
    #[error("the directory answered with HTTP status {status}")]
    #[code("directory-http", status)]
    Http {
        /// The status.
        status: u16,
    },
    /// More bytes than are read.
    #[error("the answer is longer than {limit} KiB")]
    #[code("directory-too-long", kilobytes = limit)]
    TooLong {
        /// How much is read, in KiB.
        limit: usize,
    },
    /// More entries than are read.
    #[error("{found} entries under one key are more than {max}")]
    #[code("directory-too-many", found, max)]
    TooMany {
        /// How many there are.
        found: usize,
        /// How many are read.
        max: usize,
    },
    /// HTTP 200, and not what its document says.
    #[error("the answer makes no sense: {0}")]
    #[code("directory-odd", reason = _0)]
    Odd(Oddity),
    /// It says of itself that it is behind the chain.
    #[error("the directory is behind the chain")]
    #[code("directory-behind")]
    Behind,
    /// It does not list an account that the node has: it was emptied, is far behind, or is another network's.
    #[error("the directory does not list what the node has")]
    #[code("directory-incomplete")]
    Incomplete,
}

/// What is odd about an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// No list of the documented shape: a sign-in page, or another server.
    Shape,
    /// An address that is none.
    Address,
    /// About another key than was asked.
    OtherKey,
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => "shape",
            Self::Address => "address",
            Self::OtherKey => "another key",
        })
    }
}

impl From<Oddity> for DirectoryError {
    fn from(oddity: Oddity) -> Self {
        Self::Odd(oddity)
    }
}

/// What keeps a transport from an answer. A body that breaks off is no answer either.
impl From<NodeError> for DirectoryError {
    fn from(fault: NodeError) -> Self {
        if matches!(fault, NodeError::TimedOut) { Self::TimedOut } else { Self::Unreachable }
    }
}

impl DirectoryError {
    /// Whether the same question may be answered on another attempt.
    #[must_use]
    pub const fn passes(self) -> bool {
        match self {
            Self::Unreachable | Self::TimedOut | Self::Busy => true,
            Self::Http { status } => matches!(status, 500 | 502 | 504),
            Self::TooLong { .. } | Self::TooMany { .. } | Self::Odd(_) | Self::Behind | Self::Incomplete => false,
        }
    }
}

impl Passing for DirectoryError {
    fn pause_after(&self, failed: u32, jitter: u32) -> Option<u32> {
        if self.passes() { backoff_ms(failed, jitter) } else { None }
    }
}

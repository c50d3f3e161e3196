//! Questions to a node over gRPC-web, and what its answers mean. How bytes travel, how long to wait, and what a credential
//! id is made of is not known here.
//!
//! ```text
//! query ── message ──▶ NodeTransport ── one POST ──▶ node
//!       ◀── checked ── grpc_web::decode_reply ◀── HttpReply
//! query ── message ──▶ ListTransport ── one POST ──▶ node
//!       ◀── one by one ── grpc_web::ListReader ◀── pieces of the body, as they arrive
//! roster: which of several nodes to ask, and what each of them was asked; allowed: leave to ask one; throttle: how fast
//! ```
//!
//! "No such account" is an answer ([`query::Lookup::Absent`]); everything that is not an answer is a [`NodeError`].
//!
//! No question names a block by its hash: a node that does not know the block answers as if it did not know the account. Every
//! question is about the last finalised block of the node it goes to, so nothing of one node's chain can reach another.

use std::future::Future;

pub mod account;
pub mod allowed;
pub mod balance;
pub mod chain_state;
pub mod error;
pub mod grpc_web;
pub mod list;
pub mod query;
pub mod retry;
pub mod roster;
pub mod standing;
pub mod throttle;
pub mod url;
mod wire;

pub use account::{AccountOnChain, CredentialKeys, CredentialOnChain, Policy};
pub use allowed::Allowed;
pub use balance::{Balance, TokenFacts, TokenId};
pub use chain_state::{BlockHash, BlockInfo, CommitmentKey, ConsensusInfo, CryptographicParameters};
pub use error::{BadReply, NodeError};
pub use grpc_web::{HttpHead, HttpReply, ListReader};
pub use list::{BrokenScan, IdentityProvider, KeptList, Scan, Wanted};
pub use query::Lookup;
pub use roster::Roster;
pub use standing::{MAX_LAG_SECONDS, NodeStanding, Obstacle};
pub use url::{NodeUrl, NodeUrlError};

/// A question of `concordium.v2.Queries` with one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Which chain this is and how far it got.
    GetConsensusInfo,
    /// One block.
    GetBlockInfo,
    /// Generators of the chain's commitments.
    GetCryptographicParameters,
    /// One account.
    GetAccountInfo,
    /// One protocol-level token.
    GetTokenInfo,
}

impl Method {
    /// Every question with one answer that the engine asks.
    pub const ALL: [Self; 5] = [
        Self::GetConsensusInfo,
        Self::GetBlockInfo,
        Self::GetCryptographicParameters,
        Self::GetAccountInfo,
        Self::GetTokenInfo,
    ];

    /// Path of the question, below the node's origin.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::GetConsensusInfo => "/concordium.v2.Queries/GetConsensusInfo",
            Self::GetBlockInfo => "/concordium.v2.Queries/GetBlockInfo",
            Self::GetCryptographicParameters => "/concordium.v2.Queries/GetCryptographicParameters",
            Self::GetAccountInfo => "/concordium.v2.Queries/GetAccountInfo",
            Self::GetTokenInfo => "/concordium.v2.Queries/GetTokenInfo",
        }
    }

    /// Longest reply body worth reading, in bytes. Real ones: below 1 KiB, 25 KiB for parameters, 4 KiB for an account.
    #[must_use]
    pub const fn max_reply(self) -> usize {
        match self {
            Self::GetConsensusInfo | Self::GetBlockInfo | Self::GetTokenInfo => 64 << 10,
            Self::GetCryptographicParameters => 256 << 10,
            Self::GetAccountInfo => 1 << 20,
        }
    }
}

/// A question of `concordium.v2.Queries` whose answer is a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListMethod {
    /// The canonical addresses of all accounts.
    GetAccountList,
    /// The identity providers.
    GetIdentityProviders,
}

/// What a list may cost, in bytes and in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListLimits {
    /// Longest message, in bytes.
    pub max_message: usize,
    /// Most messages.
    pub max_messages: u64,
    /// Longest wait for the head of the reply, in milliseconds.
    pub first_ms: u32,
    /// Longest wait for the next byte, in milliseconds.
    pub stall_ms: u32,
    /// Longest time for all of it, in milliseconds: a list that trickles must end, too.
    pub total_ms: u32,
}

impl ListMethod {
    /// Every question with a list for an answer that the engine asks.
    pub const ALL: [Self; 2] = [Self::GetAccountList, Self::GetIdentityProviders];

    /// Path of the question, below the node's origin.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::GetAccountList => "/concordium.v2.Queries/GetAccountList",
            Self::GetIdentityProviders => "/concordium.v2.Queries/GetIdentityProviders",
        }
    }

    /// What is worth reading and waiting for. A real node sends an account in 34 bytes and at most 10 000 of them in a second,
    /// a provider in less than 8 KiB; it gives itself 30 seconds for the first message.
    #[must_use]
    pub const fn limits(self) -> ListLimits {
        match self {
            Self::GetAccountList => ListLimits {
                max_message: 1 << 10,
                max_messages: 10_000_000,
                first_ms: 35_000,
                stall_ms: 20_000,
                total_ms: 30 * 60_000,
            },
            Self::GetIdentityProviders => ListLimits {
                max_message: 64 << 10,
                max_messages: 256,
                first_ms: 35_000,
                stall_ms: 20_000,
                total_ms: 60_000,
            },
        }
    }
}

/// The way to a node. One call is one attempt: no retry, but a time limit, after which it answers [`NodeError::TimedOut`].
pub trait NodeTransport {
    /// Sends `message` as a gRPC-web request ([`grpc_web::encode_request`], [`grpc_web::request_headers`]) and hands out the
    /// one message of the reply as [`grpc_web::decode_reply`] found it.
    ///
    /// # Errors
    /// [`NodeError::Unreachable`] and [`NodeError::TimedOut`] are the transport's own; all others are `decode_reply`'s.
    fn call(&self, method: Method, message: &[u8]) -> impl Future<Output = Result<Vec<u8>, NodeError>>;
}

/// The way to a node's lists. One call is one attempt, under [`ListMethod::limits`]; dropping the future ends the request.
pub trait ListTransport {
    /// Sends `message` as [`NodeTransport::call`] does, and hands on every message of the reply as soon as [`ListReader`] has
    /// it. Holds no more of the reply than one piece of it. Answers how many messages the list had, when it came to its end.
    ///
    /// # Errors
    /// [`NodeError::Unreachable`], [`NodeError::TimedOut`] and, for a body that breaks off, [`NodeError::Truncated`] are the
    /// transport's own; all others are `ListReader`'s or `each`'s. Messages may have been handed on before.
    fn list(
        &self,
        method: ListMethod,
        message: &[u8],
        each: &mut dyn FnMut(&[u8]) -> Result<(), NodeError>,
    ) -> impl Future<Output = Result<u64, NodeError>>;
}

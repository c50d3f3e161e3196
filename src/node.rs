//! Questions to a node over gRPC-web, and what its answers mean. This module knows the wire, the checks and the one rule of
//! absence; it refuses to know how bytes travel, how long to wait, and what a credential id is made of.
//!
//! ```text
//! query ── message ──▶ NodeTransport ── one POST ──▶ node
//!       ◀── checked ── grpc_web::decode_reply ◀── HttpReply
//! ```
//!
//! "No such account" is an answer ([`query::Lookup::Absent`]); everything that is not an answer is a [`NodeError`].

use std::future::Future;

pub mod account;
pub mod chain_state;
pub mod error;
pub mod grpc_web;
pub mod query;
pub mod retry;
pub mod url;
mod wire;

pub use account::{AccountOnChain, Balance, CredentialKeys, CredentialOnChain, Policy, VerifyKey, YearMonth};
pub use chain_state::{BlockInfo, CommitmentKey, ConsensusInfo, CryptographicParameters, Standing};
pub use error::{BadReply, NodeError};
pub use grpc_web::HttpReply;
pub use query::Lookup;
pub use url::{NodeUrl, NodeUrlError};

/// A question of `concordium.v2.Queries`.
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
}

impl Method {
    /// Every question the engine asks.
    pub const ALL: [Self; 4] =
        [Self::GetConsensusInfo, Self::GetBlockInfo, Self::GetCryptographicParameters, Self::GetAccountInfo];

    /// Path of the question, below the node's origin.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::GetConsensusInfo => "/concordium.v2.Queries/GetConsensusInfo",
            Self::GetBlockInfo => "/concordium.v2.Queries/GetBlockInfo",
            Self::GetCryptographicParameters => "/concordium.v2.Queries/GetCryptographicParameters",
            Self::GetAccountInfo => "/concordium.v2.Queries/GetAccountInfo",
        }
    }

    /// Longest reply body worth reading, in bytes. Real ones: below 1 KiB, 25 KiB for parameters, 4 KiB for an account.
    #[must_use]
    pub const fn max_reply(self) -> usize {
        match self {
            Self::GetConsensusInfo | Self::GetBlockInfo => 64 << 10,
            Self::GetCryptographicParameters => 256 << 10,
            Self::GetAccountInfo => 1 << 20,
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

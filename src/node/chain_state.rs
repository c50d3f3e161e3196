//! Which chain a node serves, how far it got, and its commitment key. Knows when a node is too far behind to be believed about
//! young accounts; refuses to know the time (it is told) and the curve (`chain::Generator` checks the key's points).

use std::fmt;

use super::account::exactly;
use super::error::{BadReply, NodeError};
use super::wire;
use crate::model::GenesisHash;

/// A node further behind than this many seconds is lagging; the node's own health check draws the same line.
pub const MAX_LAG_SECONDS: u64 = 300;
/// Longest genesis string in bytes; real ones have about 30.
pub const MAX_GENESIS_STRING: usize = 1024;

/// Hash of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockHash(pub [u8; 32]);

/// What a node says about its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsensusInfo {
    /// What the network is.
    pub genesis: GenesisHash,
    /// Last finalised block.
    pub last_finalized: BlockHash,
    /// Its height.
    pub last_finalized_height: u64,
}

impl ConsensusInfo {
    /// Refuses a node of another chain. To be asked before anything else.
    ///
    /// # Errors
    /// [`NodeError::WrongNetwork`].
    pub fn expect_network(&self, expected: GenesisHash) -> Result<(), NodeError> {
        if self.genesis == expected {
            return Ok(());
        }
        Err(NodeError::WrongNetwork { expected, found: self.genesis })
    }

    /// How the node stands, seen from a computer whose clock says `now_ms` (milliseconds since 1970).
    ///
    /// The age of the last finalised block counts, not `last_finalized_time`: that is the node's own clock when it finalised,
    /// so a node that is catching up looks fresh.
    #[must_use]
    pub fn standing(&self, last_final: &BlockInfo, now_ms: u64) -> Standing {
        let lag_seconds = now_ms.saturating_sub(last_final.slot_time_ms) / 1000;
        Standing { height: last_final.height, lag_seconds, lagging: lag_seconds > MAX_LAG_SECONDS }
    }
}

/// What a node says about a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockInfo {
    /// Its hash.
    pub hash: BlockHash,
    /// Its height.
    pub height: u64,
    /// When it was made, in milliseconds since 1970.
    pub slot_time_ms: u64,
}

/// How a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Height of its last finalised block.
    pub height: u64,
    /// Age of that block; 0 when it is younger than this computer's clock.
    pub lag_seconds: u64,
    /// Whether that is so much that young accounts may be missed.
    pub lagging: bool,
}

impl Standing {
    /// What to tell the person beside the results, if anything.
    #[must_use]
    pub fn concern(&self) -> Option<NodeError> {
        self.lagging.then_some(NodeError::Lagging { seconds: self.lag_seconds })
    }
}

/// The two generators of the chain's commitments, compressed, as they came: 96 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CommitmentKey([u8; Self::LEN]);

impl CommitmentKey {
    /// Length in bytes.
    pub const LEN: usize = 96;

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

impl fmt::Debug for CommitmentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CommitmentKey({})", hex::encode(self.0))
    }
}

/// What recovery needs of the chain's cryptographic parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CryptographicParameters {
    /// Name the chain was given, at most [`MAX_GENESIS_STRING`] bytes.
    pub genesis_string: String,
    /// Generators of commitments.
    pub commitment_key: CommitmentKey,
}

impl TryFrom<wire::ConsensusInfo> for ConsensusInfo {
    type Error = BadReply;

    fn try_from(info: wire::ConsensusInfo) -> Result<Self, BadReply> {
        let height = info.last_finalized_block_height.ok_or(BadReply::Missing("last_finalized_block_height"))?;
        Ok(Self {
            genesis: GenesisHash::new(hash(info.genesis_block, "genesis_block")?),
            last_finalized: BlockHash(hash(info.last_finalized_block, "last_finalized_block")?),
            last_finalized_height: height.value,
        })
    }
}

impl TryFrom<wire::BlockInfo> for BlockInfo {
    type Error = BadReply;

    fn try_from(info: wire::BlockInfo) -> Result<Self, BadReply> {
        Ok(Self {
            hash: BlockHash(hash(info.hash, "hash")?),
            height: info.height.ok_or(BadReply::Missing("height"))?.value,
            slot_time_ms: info.slot_time.ok_or(BadReply::Missing("slot_time"))?.value,
        })
    }
}

impl TryFrom<wire::CryptographicParameters> for CryptographicParameters {
    type Error = BadReply;

    fn try_from(parameters: wire::CryptographicParameters) -> Result<Self, BadReply> {
        if parameters.genesis_string.len() > MAX_GENESIS_STRING {
            return Err(BadReply::Length("genesis_string"));
        }
        Ok(Self {
            commitment_key: CommitmentKey(exactly(&parameters.on_chain_commitment_key, "on_chain_commitment_key")?),
            genesis_string: parameters.genesis_string,
        })
    }
}

fn hash(hash: Option<wire::BlockHash>, field: &'static str) -> Result<[u8; 32], BadReply> {
    exactly(&hash.ok_or(BadReply::Missing(field))?.value, field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consensus() -> wire::ConsensusInfo {
        wire::ConsensusInfo {
            genesis_block: Some(wire::BlockHash { value: vec![1; 32] }),
            last_finalized_block: Some(wire::BlockHash { value: vec![2; 32] }),
            last_finalized_block_height: Some(wire::AbsoluteBlockHeight { value: 9 }),
            ..wire::ConsensusInfo::default()
        }
    }

    #[test]
    fn another_chain_is_refused_with_both_names() {
        let info = ConsensusInfo::try_from(consensus()).unwrap();
        assert_eq!(info.expect_network(GenesisHash::new([1; 32])), Ok(()));
        let (expected, found) = (GenesisHash::new([3; 32]), GenesisHash::new([1; 32]));
        assert_eq!(info.expect_network(expected), Err(NodeError::WrongNetwork { expected, found }));
    }

    #[test]
    fn lag_is_the_age_of_the_last_final_block() {
        let info = ConsensusInfo::try_from(consensus()).unwrap();
        let block = |slot_time_ms| BlockInfo { hash: BlockHash([2; 32]), height: 9, slot_time_ms };
        let now = 1_000_000_000;
        let fresh = info.standing(&block(now - 300_999), now);
        assert_eq!((fresh.lag_seconds, fresh.lagging, fresh.concern()), (300, false, None));
        let behind = info.standing(&block(now - 301_000), now);
        assert_eq!((behind.lag_seconds, behind.lagging), (301, true));
        assert_eq!(behind.concern(), Some(NodeError::Lagging { seconds: 301 }));
        assert_eq!(info.standing(&block(now + 5000), now).lag_seconds, 0);
    }

    #[test]
    fn lengths_are_checked() {
        let mut short = consensus();
        short.genesis_block = Some(wire::BlockHash { value: vec![1; 31] });
        assert_eq!(ConsensusInfo::try_from(short), Err(BadReply::Length("genesis_block")));
        assert_eq!(BlockInfo::try_from(wire::BlockInfo::default()), Err(BadReply::Missing("hash")));
        let parameters = |name: usize, key| wire::CryptographicParameters {
            genesis_string: "x".repeat(name),
            bulletproof_generators: Vec::new(),
            on_chain_commitment_key: vec![0; key],
        };
        assert!(CryptographicParameters::try_from(parameters(30, 96)).is_ok());
        let refused = |name, key| CryptographicParameters::try_from(parameters(name, key)).unwrap_err();
        assert_eq!(refused(30, 95), BadReply::Length("on_chain_commitment_key"));
        assert_eq!(refused(MAX_GENESIS_STRING + 1, 96), BadReply::Length("genesis_string"));
    }
}

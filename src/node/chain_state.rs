//! Which chain a node serves, how far it got, and its commitment key. It is what the node says of itself: `standing` judges
//! it, and `chain::Generator` checks the key's points.

use std::fmt;

use super::account::exactly;
use super::error::BadReply;
use super::wire;
use crate::model::GenesisHash;

/// Longest genesis string in bytes; real ones have about 30.
pub const MAX_GENESIS_STRING: usize = 1024;

/// Hash of a block, for the eyes of a person: no question names a block by it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BlockHash(pub [u8; 32]);

impl fmt::Display for BlockHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for BlockHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlockHash({self})")
    }
}

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

/// What a node says about a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockInfo {
    /// Its hash.
    pub hash: BlockHash,
    /// Its height.
    pub height: u64,
    /// When it was made, in milliseconds since 1970.
    pub slot_time_ms: u64,
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
    fn what_a_node_says_about_itself_is_read() {
        let info = ConsensusInfo::try_from(consensus()).unwrap();
        assert_eq!((info.last_finalized, info.last_finalized_height), (BlockHash([2; 32]), 9));
        assert_eq!(info.genesis, GenesisHash::new([1; 32]));
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

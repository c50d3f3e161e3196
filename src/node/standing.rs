//! How a node stands against the network, the clock, and the blocks its answers were about. It says when a node may be
//! believed about what it does not know; it is told the time.

use super::chain_state::{BlockInfo, ConsensusInfo};
use super::error::NodeError;
use crate::model::GenesisHash;

/// A node further behind than this many seconds is lagging; the node's own health check draws the same line.
pub const MAX_LAG_SECONDS: u64 = 300;
/// A clock further behind the chain than this many seconds cannot tell whether a node is lagging.
pub const MAX_CLOCK_SECONDS: u64 = 300;

/// How a node stands, seen from this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeStanding {
    /// The chain it serves.
    pub genesis: GenesisHash,
    /// Its last finalised block.
    pub last_final: BlockInfo,
    /// Age of that block; 0 when it is younger than this computer's clock.
    pub lag_seconds: u64,
    /// Whether that is so much that young accounts may be missed.
    pub lagging: bool,
    /// How far the block is in the future of this computer's clock; 0 when it is not.
    pub ahead_seconds: u64,
}

/// Why a node is not to be asked without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// It serves another chain: nothing it says is about this person's accounts, and nothing is to be told to it.
    WrongNetwork {
        /// The chain in use.
        expected: GenesisHash,
        /// The node's chain.
        found: GenesisHash,
    },
    /// It is behind: what it finds is there, what it does not find may be young.
    Lagging {
        /// Age of its last finalised block, in seconds.
        behind: u64,
    },
    /// This computer's clock is behind the chain, so nobody can tell whether the node is lagging.
    ClockBehind {
        /// How far, in seconds.
        behind: u64,
    },
}

impl NodeStanding {
    /// What a node says about itself, at the time `now_ms` (milliseconds since 1970).
    ///
    /// The age of the last finalised block counts, not `last_finalized_time`: that is the node's own clock when it finalised,
    /// so a node that is catching up looks fresh.
    #[must_use]
    pub const fn new(genesis: GenesisHash, last_final: BlockInfo, now_ms: u64) -> Self {
        let lag_seconds = now_ms.saturating_sub(last_final.slot_time_ms) / 1000;
        let ahead_seconds = last_final.slot_time_ms.saturating_sub(now_ms) / 1000;
        Self { genesis, last_final, lag_seconds, lagging: lag_seconds > MAX_LAG_SECONDS, ahead_seconds }
    }

    /// What stands against asking this node about accounts of the network `expected`, the gravest first.
    #[must_use]
    pub fn obstacle(&self, expected: GenesisHash) -> Option<Obstacle> {
        if self.genesis != expected {
            return Some(Obstacle::WrongNetwork { expected, found: self.genesis });
        }
        self.doubt()
    }

    /// What to tell the person beside the results of a node of the right network, if anything.
    #[must_use]
    pub fn concern(&self) -> Option<NodeError> {
        self.doubt().map(NodeError::from)
    }

    fn doubt(&self) -> Option<Obstacle> {
        if self.lagging {
            return Some(Obstacle::Lagging { behind: self.lag_seconds });
        }
        (self.ahead_seconds > MAX_CLOCK_SECONDS).then_some(Obstacle::ClockBehind { behind: self.ahead_seconds })
    }
}

impl From<Obstacle> for NodeError {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::WrongNetwork { expected, found } => Self::WrongNetwork { expected, found },
            Obstacle::Lagging { behind } => Self::Lagging { seconds: behind },
            Obstacle::ClockBehind { behind } => Self::ClockBehind { seconds: behind },
        }
    }
}

impl ConsensusInfo {
    /// How the node stands, seen from a computer whose clock says `now_ms` (milliseconds since 1970).
    #[must_use]
    pub const fn standing(&self, last_final: &BlockInfo, now_ms: u64) -> NodeStanding {
        NodeStanding::new(self.genesis, *last_final, now_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::super::chain_state::BlockHash;
    use super::*;

    const HERE: GenesisHash = GenesisHash::new([1; 32]);
    const NOW: u64 = 1_000_000_000;

    const fn block(height: u64, slot_time_ms: u64) -> BlockInfo {
        BlockInfo { hash: BlockHash([2; 32]), height, slot_time_ms }
    }

    const fn standing(slot_time_ms: u64) -> NodeStanding {
        NodeStanding::new(HERE, block(9, slot_time_ms), NOW)
    }

    #[test]
    fn lag_is_the_age_of_the_last_final_block() {
        let fresh = standing(NOW - 300_999);
        assert_eq!((fresh.lag_seconds, fresh.lagging, fresh.concern()), (300, false, None));
        let behind = standing(NOW - 301_000);
        assert_eq!((behind.lag_seconds, behind.lagging), (301, true));
        assert_eq!(behind.concern(), Some(NodeError::Lagging { seconds: 301 }));
        assert_eq!(behind.obstacle(HERE), Some(Obstacle::Lagging { behind: 301 }));
    }

    #[test]
    fn a_block_of_the_future_says_that_the_clock_is_wrong() {
        let a_little = standing(NOW + 300_999);
        assert_eq!((a_little.lag_seconds, a_little.ahead_seconds, a_little.concern()), (0, 300, None));
        let clearly = standing(NOW + 301_000);
        assert_eq!(clearly.obstacle(HERE), Some(Obstacle::ClockBehind { behind: 301 }));
        assert_eq!(clearly.concern(), Some(NodeError::ClockBehind { seconds: 301 }));
    }

    #[test]
    fn the_wrong_network_comes_before_everything() {
        let expected = GenesisHash::new([3; 32]);
        let wrong = Obstacle::WrongNetwork { expected, found: HERE };
        for standing in [standing(0), standing(NOW), standing(u64::MAX)] {
            assert_eq!(standing.obstacle(expected), Some(wrong));
        }
        assert_eq!(NodeError::from(wrong), NodeError::WrongNetwork { expected, found: HERE });
    }
}

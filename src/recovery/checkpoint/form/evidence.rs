//! How what the nodes said is written, for the report.

use serde::{Deserialize, Serialize};

use crate::node::BlockInfo;
use crate::node::chain_state::BlockHash;
use crate::recovery::evidence::{self, RunEvidence};

/// Longest address of a node, in bytes.
const MAX_TEXT: usize = 2048;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Said {
    nodes: Vec<Node>,
    began_at: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    node: String,
    lowest: Option<Block>,
    highest: Option<Block>,
    since: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Block {
    hash: String,
    height: u64,
    slot_time: u64,
}

impl Said {
    pub(super) fn of(evidence: &RunEvidence) -> Self {
        let node = |it: &evidence::Testimony| Node {
            node: it.node.clone(),
            lowest: it.lowest.as_ref().map(Block::of),
            highest: it.highest.as_ref().map(Block::of),
            since: it.since,
        };
        Self { nodes: evidence.testimonies.iter().map(node).collect(), began_at: evidence.began_at }
    }

    pub(super) fn read(&self) -> Option<RunEvidence> {
        if self.nodes.len() > RunEvidence::MAX_ENTRIES {
            return None;
        }
        let testimonies = self.nodes.iter().map(Node::read).collect::<Option<_>>()?;
        Some(RunEvidence { testimonies, began_at: self.began_at })
    }
}

impl Node {
    fn read(&self) -> Option<evidence::Testimony> {
        Some(evidence::Testimony {
            node: text(&self.node)?,
            lowest: block(self.lowest.as_ref())?,
            highest: block(self.highest.as_ref())?,
            since: self.since,
        })
    }
}

impl Block {
    fn of(block: &BlockInfo) -> Self {
        Self { hash: hex::encode(block.hash.0), height: block.height, slot_time: block.slot_time_ms }
    }
}

/// The outer `None` is for what cannot be read.
fn block(saved: Option<&Block>) -> Option<Option<BlockInfo>> {
    let Some(saved) = saved else { return Some(None) };
    let mut hash = [0; 32];
    hex::decode_to_slice(&saved.hash, &mut hash).ok()?;
    Some(Some(BlockInfo { hash: BlockHash(hash), height: saved.height, slot_time_ms: saved.slot_time }))
}

fn text(saved: &str) -> Option<String> {
    (saved.len() <= MAX_TEXT).then(|| saved.to_owned())
}

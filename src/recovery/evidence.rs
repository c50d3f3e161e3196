//! Who said it, and when: the nodes that answered, and the blocks they spoke of. It is kept for the report, and none of it
//! changes the search.

use crate::node::BlockInfo;

/// Who gives an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The node, as the person knows it: its address.
    pub node: String,
    /// The last final block it was seen to have. An answer is about that one, or one that came after it.
    pub block: Option<BlockInfo>,
    /// The time, in milliseconds since 1970.
    pub at: u64,
}

/// What one node contributed to a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Testimony {
    /// The node.
    pub node: String,
    /// The lowest of its last final blocks.
    pub lowest: Option<BlockInfo>,
    /// The highest of its last final blocks.
    pub highest: Option<BlockInfo>,
    /// When it was first heard, in milliseconds since 1970.
    pub since: u64,
}

/// Everything that only the report wants to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RunEvidence {
    pub(super) testimonies: Vec<Testimony>,
    pub(super) began_at: Option<u64>,
}

/// Longest address of a node that is kept, in characters. They are far shorter.
const MAX_TEXT: usize = 256;

impl RunEvidence {
    /// Most entries of each kind that a checkpoint may hold.
    pub(super) const MAX_ENTRIES: usize = 10_000;

    /// Somebody speaks.
    pub(super) fn hear(&mut self, witness: &Witness) {
        let node = cut(&witness.node);
        let known = self.testimonies.iter().position(|testimony| testimony.node == node);
        let at = known.unwrap_or(self.testimonies.len());
        if known.is_none() {
            self.testimonies.push(Testimony { node, lowest: None, highest: None, since: witness.at });
        }
        let Some(testimony) = self.testimonies.get_mut(at) else { return };
        let Some(block) = &witness.block else { return };
        if testimony.lowest.as_ref().is_none_or(|lowest| block.height < lowest.height) {
            testimony.lowest = Some(*block);
        }
        if testimony.highest.as_ref().is_none_or(|highest| block.height > highest.height) {
            testimony.highest = Some(*block);
        }
    }

    pub(super) fn tell_time(&mut self, now: u64) {
        self.began_at.get_or_insert(now);
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::BlockInfo;

    fn witness(node: &str, height: u64, at: u64) -> Witness {
        let block = BlockInfo { hash: crate::node::chain_state::BlockHash([7; 32]), height, slot_time_ms: at };
        Witness { node: node.to_owned(), block: Some(block), at }
    }

    #[test]
    fn a_node_is_kept_with_its_first_moment_and_its_lowest_and_highest_block() {
        let mut evidence = RunEvidence::default();
        for (node, height) in [("a", 10), ("b", 7), ("a", 12), ("a", 11)] {
            evidence.hear(&witness(node, height, height * 1000));
        }
        let said: Vec<_> = evidence
            .testimonies
            .iter()
            .map(|it| (it.node.as_str(), it.since, it.lowest.unwrap().height, it.highest.unwrap().height))
            .collect();
        assert_eq!(said, [("a", 10_000, 10, 12), ("b", 7_000, 7, 7)]);
    }
}

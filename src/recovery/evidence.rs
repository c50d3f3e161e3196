//! Who said it, and when: the nodes that answered, the blocks they spoke of, the Ledgers that were there.
//! This module keeps a record for the report; it refuses to let any of it change the search.

use crate::model::PairingKey;
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
    /// Answers of it that count, either way.
    pub answers: u32,
    /// The lowest of its last final blocks.
    pub lowest: Option<BlockInfo>,
    /// The highest of its last final blocks.
    pub highest: Option<BlockInfo>,
    /// When it was first heard, in milliseconds since 1970.
    pub since: u64,
    /// When it was last heard.
    pub until: u64,
}

/// A list of accounts that was read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRead {
    /// The node, if it is known.
    pub node: Option<String>,
    /// The last final block it was seen to have before.
    pub block: Option<BlockInfo>,
    /// When, in milliseconds since 1970.
    pub at: Option<u64>,
    /// Accounts on the list.
    pub accounts: u64,
    /// Credential ids of the run that were compared with it, and are not on it.
    pub unlisted: u32,
}

/// A Ledger that took part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hardware {
    /// Its model, where that can be told.
    pub model: Option<String>,
    /// The version of its Concordium app.
    pub app: Option<String>,
}

/// Everything that only the report wants to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    pub(super) testimonies: Vec<Testimony>,
    /// Who speaks just now; no part of what is kept.
    pub(super) speaking: Option<Speaking>,
    pub(super) lists: Vec<ListRead>,
    pub(super) hardware: Vec<Hardware>,
    /// Other Ledgers that were offered. Nothing of theirs is in the run.
    pub(super) strangers: Vec<PairingKey>,
    pub(super) began_at: Option<u64>,
    pub(super) last_at: Option<u64>,
}

/// A node that speaks, and the block and time it speaks of: an answer may be older than the newest it ever gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Speaking {
    /// Position of its testimony.
    by: usize,
    block: Option<BlockInfo>,
    at: u64,
}

/// Longest text kept about a node or a Ledger, in characters. Addresses and names are far shorter.
const MAX_TEXT: usize = 256;

impl Evidence {
    /// Most entries of each kind that a checkpoint may hold.
    pub(super) const MAX_ENTRIES: usize = 10_000;

    /// Somebody speaks: what is answered from here on is theirs.
    pub(super) fn hear(&mut self, witness: &Witness) {
        let node = cut(&witness.node);
        let known = self.testimonies.iter().position(|testimony| testimony.node == node);
        let at = known.unwrap_or(self.testimonies.len());
        if known.is_none() {
            self.testimonies.push(Testimony {
                node,
                answers: 0,
                lowest: None,
                highest: None,
                since: witness.at,
                until: witness.at,
            });
        }
        self.speaking = Some(Speaking { by: at, block: witness.block, at: witness.at });
        let Some(testimony) = self.testimonies.get_mut(at) else { return };
        testimony.until = testimony.until.max(witness.at);
        let Some(block) = &witness.block else { return };
        if testimony.lowest.as_ref().is_none_or(|lowest| block.height < lowest.height) {
            testimony.lowest = Some(*block);
        }
        if testimony.highest.as_ref().is_none_or(|highest| block.height > highest.height) {
            testimony.highest = Some(*block);
        }
    }

    /// An answer that counts.
    pub(super) fn answered(&mut self) {
        if let Some(testimony) = self.speaking.and_then(|said| self.testimonies.get_mut(said.by)) {
            testimony.answers = testimony.answers.saturating_add(1);
        }
    }

    pub(super) fn list_read(&mut self, accounts: u64, unlisted: u32) {
        let by = self.speaking.and_then(|said| self.testimonies.get(said.by));
        let entry = ListRead {
            node: by.map(|by| by.node.clone()),
            block: self.speaking.and_then(|said| said.block),
            at: self.speaking.map(|said| said.at),
            accounts,
            unlisted,
        };
        if self.lists.len() < Self::MAX_ENTRIES {
            self.lists.push(entry);
        }
    }

    pub(super) fn see(&mut self, hardware: Hardware) {
        let seen = Hardware { model: hardware.model.as_deref().map(cut), app: hardware.app.as_deref().map(cut) };
        if !self.hardware.contains(&seen) && self.hardware.len() < Self::MAX_ENTRIES {
            self.hardware.push(seen);
        }
    }

    pub(super) fn meet_stranger(&mut self, device: PairingKey) {
        if !self.strangers.contains(&device) && self.strangers.len() < Self::MAX_ENTRIES {
            self.strangers.push(device);
        }
    }

    pub(super) fn tell_time(&mut self, now: u64) {
        self.began_at.get_or_insert(now);
        self.last_at = Some(now);
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
    fn every_answer_counts_for_the_node_that_gave_it() {
        let mut evidence = Evidence::default();
        evidence.answered();
        for (node, height) in [("a", 10), ("b", 7), ("a", 12), ("a", 11)] {
            evidence.hear(&witness(node, height, height * 1000));
            evidence.answered();
        }
        evidence.list_read(90, 50);
        let said: Vec<_> = evidence
            .testimonies
            .iter()
            .map(|it| (it.node.as_str(), it.answers, it.lowest.unwrap().height, it.highest.unwrap().height))
            .collect();
        assert_eq!(said, [("a", 3, 10, 12), ("b", 1, 7, 7)]);
        assert_eq!((evidence.testimonies[0].since, evidence.testimonies[0].until), (10_000, 12_000));
        let list = &evidence.lists[0];
        assert_eq!((list.node.as_deref(), list.block.unwrap().height, list.at), (Some("a"), 11, Some(11_000)));
    }

    #[test]
    fn hardware_and_strangers_are_noted_once() {
        let mut evidence = Evidence::default();
        for model in ["Nano X", "Flex", "Nano X"] {
            evidence.see(Hardware { model: Some(model.to_owned()), app: Some("5.4.0".to_owned()) });
            evidence.meet_stranger(PairingKey::new([1; 32]));
        }
        assert_eq!((evidence.hardware.len(), evidence.strangers.len()), (2, 1));
    }
}

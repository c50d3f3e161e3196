//! Which parts of a decrypted text are as they were written. Damage shows by itself: a damaged block opens to sixteen bytes at random, and those
//! are hardly ever text.

use std::ops::Range;

use crate::crypto::cbc::{self, BLOCK_LEN};

/// Fewer blocks of text prove nothing.
const FEWEST: usize = 4;

/// What is left of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The parts that nothing happened to, in order. They do not touch.
    pub(super) whole: Vec<Range<usize>>,
    /// Where the text ends; beyond every part, where that is lost.
    pub(super) end: usize,
}

impl Parts {
    /// How many places were lost.
    pub(super) fn places(&self) -> usize {
        let between = self.whole.len().saturating_sub(1);
        let before = self.whole.first().is_none_or(|part| part.start > 0);
        let behind = self.whole.last().is_some_and(|part| part.end < self.end);
        between + usize::from(before) + usize::from(behind)
    }
}

/// The parts that nothing happened to, without what fills up the last block.
///
/// `None` unless at least half of all blocks are plain letters, digits and signs. Under another key one block in 5·10^6 is, by chance: for
/// four blocks out of eight that is one file in 10^25, and less for every longer one.
pub(super) fn parts(bytes: &[u8]) -> Option<Parts> {
    let (blocks, []) = bytes.as_chunks::<BLOCK_LEN>() else { return None };
    let end = cbc::text_len(bytes);
    let plain = blocks.iter().filter(|block| block.iter().all(|byte| is_plain(*byte))).count();
    if plain < FEWEST || plain * 2 < blocks.len() {
        return None;
    }
    let mut is_damaged = vec![false; blocks.len()];
    let mut mark = |at: usize| {
        if let Some(block) = is_damaged.get_mut(at / BLOCK_LEN) {
            *block = true;
        }
    };
    let text = bytes.get(..end.unwrap_or(bytes.len()))?;
    let mut at = 0;
    for chunk in text.utf8_chunks() {
        for (offset, letter) in chunk.valid().char_indices() {
            if letter.is_control() && !matches!(letter, '\t' | '\n' | '\r') {
                mark(at + offset);
            }
        }
        at += chunk.valid().len();
        (at..at + chunk.invalid().len()).for_each(&mut mark);
        at += chunk.invalid().len();
    }
    if end.is_none() {
        mark(bytes.len() - 1);
    }
    // What stands before the first block was changed in the same way, and that shows nowhere.
    if !is_damaged.contains(&true) {
        let rest = BLOCK_LEN..text.len();
        return Some(Parts { whole: std::iter::once(rest).collect(), end: text.len() });
    }
    let is_doubtful = |block: usize| {
        let before = block.checked_sub(1).and_then(|before| is_damaged.get(before)).is_some_and(|damaged| *damaged);
        before || is_damaged.get(block).is_some_and(|damaged| *damaged)
    };
    let mut parts: Vec<Range<usize>> = Vec::new();
    for block in (0..blocks.len()).filter(|block| !is_doubtful(*block)) {
        let (begin, end) = (block * BLOCK_LEN, ((block + 1) * BLOCK_LEN).min(text.len()));
        match parts.last_mut().filter(|part| part.end == begin) {
            Some(part) => part.end = end,
            None if begin < end => parts.push(begin..end),
            None => {}
        }
    }
    Some(Parts { whole: parts, end: text.len() })
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')
}

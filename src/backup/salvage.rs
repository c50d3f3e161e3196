//! What can be read of a decrypted document some blocks of which were damaged. In the shared lock a damaged block costs two: itself, and as many
//! bits of the next one. Neither is ever believed. What lies in them is left out, and so is everything that was begun before them and not
//! ended: a member is taken as it was written, or not at all. Which records lost something is said.

mod blocks;
mod lists;
mod place;
mod tokens;
mod tree;

use std::ops::Range;

use serde_json::Value;
use zeroize::Zeroizing;

use super::json::wiped::Wiped;
use super::noticed::Noticed;
use super::tally::Tally;
use crate::fault::Notice;
use crate::record::limits::TreeSize;
use crate::secret::Plaintext;

/// Most damaged places of one file. What has more is no file any more.
const MAX_PLACES: usize = 1000;

/// What was read of a damaged document.
#[derive(Debug)]
pub(super) struct Salvaged {
    /// Its members.
    pub(super) document: Wiped,
    /// What is missing.
    pub(super) notices: Vec<Notice>,
}

/// Reads what can be read. `None`: this is no text, and so the key is another; or there is too little left of it.
pub(super) fn salvage(plaintext: &Plaintext) -> Option<Salvaged> {
    // EXPOSE: to read it.
    let bytes = plaintext.expose();
    let parts = blocks::parts(bytes)?;
    let places = parts.places();
    if places > MAX_PLACES || !is_bearable(bytes, &parts.whole) {
        return None;
    }
    let read = tree::read(bytes, &parts)?;
    let mut tally = Tally::default();
    for (list, label) in &read.hurt {
        tally.note(Noticed::DamagedRecord, list.kind(), label);
    }
    for list in &read.short {
        tally.note(Noticed::DamagedList, list.kind(), list.name());
    }
    let mut notices = vec![Notice::of(&Noticed::Damaged { places })];
    notices.extend(tally.into_notices());
    Some(Salvaged { document: Wiped::new(Value::Object(read.members)), notices })
}

/// As for a whole document, part by part: within a part quotation marks are as they were written, or all the other way round.
fn is_bearable(bytes: &[u8], whole: &[Range<usize>]) -> bool {
    let parts = whole.iter().filter_map(|part| bytes.get(part.clone()));
    let tree = parts.map(|part| {
        let inside = Zeroizing::new([b"\"", part].concat());
        TreeSize::of(part).tree.max(TreeSize::of(&inside).tree)
    });
    TreeSize { nesting: 0, tree: tree.sum() }.is_bearable(bytes.len())
}

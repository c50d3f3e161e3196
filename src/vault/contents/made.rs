//! Backups that are known here: made here, or opened here. What each holds is known by the fingerprints of its records.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Seen;
use crate::model::{Counts, Format, Wallet};
use crate::record::fingerprint::{self, Fingerprint};
use crate::text;

/// What names a file: the SHA-256 of its bytes.
pub type FileMark = [u8; 32];

/// A backup, of one file or of several that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownBackup {
    /// When it was first seen: milliseconds since 1970.
    pub at: u64,
    /// Its files, in their order.
    pub marks: Vec<FileMark>,
    /// What it is written as.
    pub format: Format,
    /// What the first file was called.
    pub name: String,
    /// What it holds.
    pub counts: Counts,
    /// How it was first seen.
    pub seen: Seen,
    /// When its bytes were last opened or read back; `None` if nobody has seen them on a disk.
    pub checked: Option<u64>,
    /// The records it holds, of those that are here or could come back by an undo.
    pub holds: BTreeSet<Fingerprint>,
}

impl KnownBackup {
    /// Most backups that are kept in mind. The oldest are forgotten first.
    pub const MOST: usize = 32;
    /// Most files of one backup.
    pub const MOST_FILES: usize = 4096;
    /// Most characters of a name that are kept.
    pub const MAX_NAME: usize = 255;

    /// What can be seen of a file's name, up to [`Self::MAX_NAME`] characters.
    #[must_use]
    pub fn named(name: &str) -> String {
        text::clean(name).chars().take(Self::MAX_NAME).collect()
    }

    /// How many records of each kind it does not hold as they are.
    #[must_use]
    pub fn lacks(&self, wallet: &Wallet) -> Counts {
        let mut lacks = Counts::default();
        fingerprint::each(wallet, |kind, fingerprint| {
            if !self.holds.contains(&fingerprint) {
                lacks.count(kind);
            }
        });
        lacks
    }
}

/// Takes a backup in, in place of what was known of the same files, and forgets of each what is not `here` (sorted). A file
/// with nothing of this wallet is none of its backups.
pub(super) fn note(all: &mut Vec<KnownBackup>, made: KnownBackup, here: &[Fingerprint]) {
    if !here.iter().any(|fingerprint| made.holds.contains(fingerprint)) {
        return;
    }
    let made = match all.iter().position(|known| known.marks == made.marks) {
        None => made,
        Some(at) => {
            let known = all.remove(at);
            KnownBackup { at: known.at, seen: known.seen, checked: made.checked.or(known.checked), ..made }
        }
    };
    let position = all.partition_point(|known| known.at <= made.at);
    all.insert(position, made);
    let beyond = all.len().saturating_sub(KnownBackup::MOST);
    all.drain(..beyond);
    all.iter_mut().for_each(|made| made.holds.retain(|fingerprint| here.binary_search(fingerprint).is_ok()));
}

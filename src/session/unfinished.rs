//! What is unfinished when the vault locks: what was being typed, what was chosen in a preview, and which backup was made and is on no disk
//! yet (its files are encrypted, and stay with the page). It is sealed under the vault's key before that
//! is forgotten, goes to the page as bytes that say nothing, and comes back when the vault is open again: the engine that had it in the clear ends
//! with the lock. Nothing of it is ever in a store. The form is that of one build, and of no document: a tab lives no longer than its build.

use serde::{Deserialize, Serialize};

use crate::model::Wallet;
use crate::record;
use crate::secret::Plaintext;
use crate::vault::KnownBackup;

use super::drafts::intent::Draft;
use super::import::kept::KeptPreview;
use super::vault::view::LockCause;

/// What an engine leaves to the one after it.
#[derive(Debug)]
pub struct Bequest {
    /// Why it locked.
    pub why: LockCause,
    /// What was unfinished, sealed; `None` if nothing was.
    pub unfinished: Option<Vec<u8>>,
}

/// What was unfinished, as it is sealed and as it is taken up again.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Unfinished {
    pub(super) drafts: Vec<Draft>,
    pub(super) preview: Option<KeptPreview>,
    pub(super) handed_out: Option<KnownBackup>,
}

impl Unfinished {
    /// As bytes, with the records of the preview; `None` if there is nothing to keep.
    pub(super) fn pack(&self, records: Option<&Plaintext>) -> Option<Plaintext> {
        if self.drafts.is_empty() && self.preview.is_none() && self.handed_out.is_none() {
            return None;
        }
        let head = serde_json::to_vec(self).ok()?;
        let length = u64::try_from(head.len()).ok()?.to_be_bytes();
        // EXPOSE: encoded records go into what is about to be sealed.
        let records = records.map(Plaintext::expose).unwrap_or_default();
        Some(Plaintext::new([length.as_slice(), &head, records].concat()))
    }

    /// Out of such bytes, with the records; `None` for anything else.
    pub(super) fn unpack(plain: &Plaintext) -> Option<(Self, Option<Wallet>)> {
        // EXPOSE: to be read again.
        let (length, rest) = plain.expose().split_first_chunk()?;
        let (head, records) = rest.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?)?;
        let unfinished: Self = serde_json::from_slice(head).ok()?;
        // A preview that cannot be taken up again takes nothing else with it.
        Some((unfinished, record::decode(records).ok()))
    }
}

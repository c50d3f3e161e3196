//! What is noted before everything is deleted, so that a deletion that was cut off is finished and not taken for a loss.
//! This file knows which vaults a person gave up; it deletes nothing.
//!
//! Format: `4C 42 47 4F 4E 45 00 01` ("LBGONE", version 1), one byte (0 under way, 1 done), the vaults' names of eight bytes each,
//! SHA-256 of everything before it.

use std::collections::BTreeSet;

use super::frame::VaultId;
use super::loaded::{Condition, Loaded, Slot, StoredCopy};
use crate::crypto::mac::checksum;
use crate::gather::Gather;

/// Where a deletion is noted, in each store.
pub(super) const GONE: &str = "gone";

const MAGIC: [u8; 8] = *b"LBGONE\0\x01";
const CHECKSUM_LEN: usize = 32;

/// A deletion that a person asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deletion {
    /// The vaults that were here.
    pub vaults: BTreeSet<VaultId>,
    /// Nothing of them is left: a vault that turns up now was put there by somebody.
    pub is_done: bool,
}

impl Deletion {
    /// As it is stored.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(u8::from(self.is_done));
        for vault in &self.vaults {
            bytes.extend_from_slice(&vault.bytes());
        }
        let sum = checksum(&bytes);
        bytes.extend_from_slice(&sum);
        bytes
    }

    /// `None` for what is none, or damaged: nothing is ever deleted because of bytes that nobody wrote.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (body, sum) = bytes.split_last_chunk::<CHECKSUM_LEN>()?;
        if checksum(body) != *sum {
            return None;
        }
        let (state, names) = body.strip_prefix(&MAGIC)?.split_first()?;
        let is_done = match state {
            0 => false,
            1 => true,
            2.. => return None,
        };
        let (names, []) = names.as_chunks::<{ VaultId::LEN }>() else { return None };
        Some(Self { vaults: names.iter().map(|name| VaultId::new(*name)).gather(), is_done })
    }
}

/// What both stores together say about deletions.
#[derive(Debug, Default)]
pub(super) struct Deletions {
    /// Some deletion is under way, of these vaults.
    pending: Option<BTreeSet<VaultId>>,
    /// Every vault that a deletion names, done or not.
    named: BTreeSet<VaultId>,
    /// There is any.
    is_any: bool,
    /// A vault that is not given up lies in a place of the vault in use, or was last seen there: what is damaged is not waste.
    has_another: bool,
}

impl Deletions {
    pub(super) fn of(loaded: &Loaded) -> Self {
        let mut all = Self::default();
        for deletion in loaded.deletions.iter().filter_map(|bytes| Deletion::decode(bytes)) {
            all.is_any = true;
            all.named.extend(&deletion.vaults);
            if !deletion.is_done {
                all.pending.get_or_insert_default().extend(&deletion.vaults);
            }
        }
        let here = Slot::ALL.into_iter().filter_map(|slot| loaded.at(slot).examine().intact()).map(|copy| copy.vault);
        let last = loaded.marker.last.map(|last| last.vault);
        all.has_another = here.chain(last).any(|vault| !all.names_pending(vault));
        all
    }

    pub(super) const fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    pub(super) const fn has_another(&self) -> bool {
        self.has_another
    }

    /// Every vault that was given up here.
    pub(super) const fn named(&self) -> &BTreeSet<VaultId> {
        &self.named
    }

    /// Whether what the plain storage remembers (of this vault, or of one without a name) was given up on purpose.
    pub(super) fn explains(&self, vault: Option<VaultId>) -> bool {
        self.is_any && vault.is_none_or(|vault| self.named.contains(&vault))
    }

    /// Whether this copy is one that a deletion under way has not come to yet.
    pub(super) fn covers(&self, copy: &StoredCopy) -> bool {
        match copy.examine() {
            Condition::Missing => false,
            Condition::Intact(intact) => self.names_pending(intact.vault),
            Condition::Bad(_) => self.is_pending() && !self.has_another,
        }
    }

    fn names_pending(&self, vault: VaultId) -> bool {
        self.pending.as_ref().is_some_and(|pending| pending.contains(&vault))
    }
}

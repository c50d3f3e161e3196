//! What is written where: for a save, and when a person has opened one of several vaults.
//! This file plans; it writes nothing, and no plan ever touches the last good copy of anything.

use super::deletion::Deletions;
use super::frame::End;
use super::loaded::{Condition, Intact, Loaded, Sighting, Slot, StoredCopy};
use super::standing::{Standing, by_worth, lacking, reconcile};
use super::store::{Ends, StoreError};
use crate::order::InOrder as _;

/// Where a save goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SavePlan {
    /// Whether the database may be written. It may not while another vault lies there that nobody has set aside.
    pub database: bool,
    /// The file to write: the one without the last good copy.
    pub file: Option<Slot>,
    /// The other one, should the first one fail: only once the database has the record.
    pub spare: Option<Slot>,
}

/// Plans a save. `expected` is the revision it was made from; `None` for a new vault, which is only ever made where none is.
///
/// A vault that was lost under an open session may be written anew from it: the session holds what the stores have lost.
///
/// # Errors
/// [`StoreError::ChangedElsewhere`]: nothing may be written.
pub fn plan_save(loaded: &Loaded, record: &[u8], expected: Option<u64>) -> Result<SavePlan, StoreError> {
    plan_save_of(loaded, &to_save(record)?, expected)
}

/// The record of a save, looked at once.
pub(super) fn to_save(record: &[u8]) -> Result<Intact<'_>, StoreError> {
    Intact::parse(record).map_err(|_| StoreError::Failed { reason: "record".to_owned() })
}

/// The same with a record that was looked at.
pub(super) fn plan_save_of(
    loaded: &Loaded,
    record: &Intact<'_>,
    expected: Option<u64>,
) -> Result<SavePlan, StoreError> {
    let deletions = Deletions::of(loaded);
    let intact = |slot: Slot| {
        let copy = loaded.at(slot);
        if deletions.covers(copy) { None } else { copy.examine().intact() }
    };
    let newest = |is_own: bool| {
        let copies = Slot::ALL.into_iter().filter_map(intact);
        copies.filter(|copy| (copy.vault == record.vault) == is_own).map(|copy| copy.revision).max()
    };
    let refuse = |found| Err(StoreError::ChangedElsewhere { expected, found });
    match (newest(true), newest(false), expected) {
        (own, other, None) => {
            if !matches!(reconcile(loaded), Standing::Absent { .. }) {
                return refuse(own.max(other));
            }
        }
        (Some(found), _, Some(expected)) => {
            if found > expected {
                return refuse(Some(found));
            }
        }
        (None, Some(other), Some(_)) => return refuse(Some(other)),
        (None, None, Some(_)) => {
            // Deleted on purpose meanwhile: it must not come back to life.
            if matches!(reconcile(loaded), Standing::Absent { .. }) {
                return refuse(None);
            }
        }
    }
    let is_free = |slot: &Slot| intact(*slot).is_none_or(|copy| copy.vault == record.vault);
    let best = Slot::FILES.into_iter().filter(is_free).filter(|slot| intact(*slot).is_some());
    let best = best.max_by_key(|slot| intact(*slot).map(|copy| copy.revision));
    Ok(SavePlan {
        database: is_free(&Slot::Database),
        file: by_worth(loaded).into_iter().find(|slot| is_free(slot) && Some(*slot) != best),
        spare: best,
    })
}

/// What follows when a person has opened a vault with its password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settling {
    /// To be set aside first, each on the disk before anything is written over it.
    pub keep: Vec<Vec<u8>>,
    /// Then to be written with the vault that was opened (or with what follows it), in this order.
    pub write: Vec<Slot>,
    /// Whether the opened vault is then taken off the shelf.
    pub take_back: bool,
}

/// Plans what makes `record` the vault in use: `opened` itself, or what follows it under a name of its own.
#[must_use]
pub fn settle(loaded: &Loaded, opened: &[u8], record: &[u8]) -> Settling {
    let (Ok(opened), Ok(record)) = (Intact::parse(opened), Intact::parse(record)) else {
        return Settling::default();
    };
    let mut keep: Vec<Vec<u8>> = Vec::new();
    for other in Slot::ALL.into_iter().filter_map(|slot| loaded.at(slot).examine().intact()) {
        let is_past = [opened, record].iter().any(|own| own.bytes == other.bytes || own.follows(&other));
        if !is_past && !loaded.is_kept(other.bytes) && !keep.iter().any(|kept| kept == other.bytes) {
            keep.push(other.bytes.to_vec());
        }
    }
    // What follows under a new name goes everywhere, or the copies before it would be another vault.
    let is_new = record.bytes != opened.bytes;
    let all = Slot::ALL.into_iter().filter(|slot| !loaded.at(*slot).is(record.bytes));
    let mut write = if is_new { all.collect() } else { lacking(loaded, &record) };
    // Where the opened copy lies is written last.
    write.order_by_key(|slot| loaded.at(*slot).holds(opened.bytes));
    Settling { keep, write, take_back: loaded.is_kept(opened.bytes) }
}

/// The copy of this very state, wherever it lies. `end`: where it ends, if that is known. Another engine may have saved something else under the
/// same number.
#[must_use]
pub fn copy_of<'a>(loaded: &'a Loaded, state: Sighting, end: Option<&End>) -> Option<&'a [u8]> {
    let copies = Slot::ALL.into_iter().filter_map(|slot| loaded.at(slot).examine().intact());
    let is_that = |copy: &Intact<'_>| end.is_none_or(|end| end.ends() == Ends::of(copy.bytes));
    let mut copies =
        copies.filter(|copy| copy.vault == state.vault && copy.revision == state.revision && is_that(copy));
    copies.next().map(|copy| copy.bytes)
}

/// Whether a place may be written over: it still holds what it held when the plan was made, or an earlier state of the record,
/// or nothing that anybody could open.
#[must_use]
pub fn may_replace(stored: Option<&[u8]>, planned: &StoredCopy, record: &[u8]) -> bool {
    let Some(stored) = stored else { return true };
    if planned.is(stored) || stored == record {
        return true;
    }
    let stored = StoredCopy::Present(stored.to_vec().into());
    match (stored.examine(), Intact::parse(record)) {
        (Condition::Intact(stored), Ok(record)) => record.follows(&stored),
        (Condition::Intact(_), Err(_)) => false,
        (Condition::Missing | Condition::Bad(_), _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::mac::checksum;
    use crate::vault::loaded::VaultMarker;
    use crate::work::{Work, count};

    /// An intact copy of one vault, after so many saves.
    fn copy(revision: u64) -> Vec<u8> {
        let mut bytes = b"LBVAULT\0".to_vec();
        bytes.extend(3_u32.to_be_bytes());
        bytes.extend(revision.to_be_bytes());
        bytes.extend([7; 12 + 16 + 12 + 500]);
        let sum = checksum(&bytes);
        bytes.extend(sum);
        bytes
    }

    #[test]
    fn a_save_looks_at_its_record_and_at_every_copy_once() {
        let present = |revision| StoredCopy::Present(copy(revision).into());
        let loaded = Loaded {
            database: present(5),
            file_one: present(5),
            file_two: present(4),
            ..Loaded::nothing(VaultMarker::default())
        }
        .sharing();
        let record = copy(6);
        let summed = record.len() - 32;
        let (bytes, plan) = count(Work::Summed, || {
            let saved = to_save(&record).unwrap();
            // As a save does, when the database has changed under it.
            assert!(matches!(reconcile(&loaded), Standing::Present(_)));
            assert_eq!(plan_save_of(&loaded, &saved, Some(5)), plan_save_of(&loaded, &saved, Some(5)));
            plan_save_of(&loaded, &saved, Some(5)).unwrap()
        });
        assert_eq!((bytes, plan.database, plan.file), (3 * summed, true, Some(Slot::FileTwo)));
    }
}

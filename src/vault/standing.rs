//! What to believe when two stores and a marker answer.
//! This file compares copies; it refuses to open them, and never takes "empty" for "new".

use super::error::VaultError;
use super::frame::Frame;
use super::store::{Loaded, StoredCopy};

/// One of the two copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichCopy {
    /// The first store (IndexedDB).
    Primary,
    /// The second store (the extension's own storage area).
    Secondary,
}

/// How things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was ever stored here: a new person.
    Absent,
    /// There is a vault.
    Present {
        /// The later intact copy.
        bytes: Vec<u8>,
        /// Its revision: what the next save names as expected.
        revision: u64,
        /// The copy that is gone, damaged or behind, and should be written anew with `bytes`.
        mend: Option<WhichCopy>,
    },
    /// Something was stored here, and it can no longer be read.
    Lost(VaultError),
}

/// Decides from both copies and the marker (`docs/formats/vault-v1.md`).
#[must_use]
pub fn reconcile(loaded: &Loaded) -> Standing {
    let (primary, secondary) = (examine(&loaded.primary), examine(&loaded.secondary));
    let present =
        |copy: &Intact<'_>, mend| Standing::Present { bytes: copy.bytes.to_vec(), revision: copy.revision, mend };
    match (primary, secondary) {
        (Condition::Intact(first), Condition::Intact(second)) => {
            if first.bytes == second.bytes {
                present(&first, None)
            } else if second.revision > first.revision {
                present(&second, Some(WhichCopy::Primary))
            } else {
                present(&first, Some(WhichCopy::Secondary))
            }
        }
        (Condition::Intact(first), Condition::Missing | Condition::Bad(_)) => {
            present(&first, Some(WhichCopy::Secondary))
        }
        (Condition::Missing | Condition::Bad(_), Condition::Intact(second)) => {
            present(&second, Some(WhichCopy::Primary))
        }
        (Condition::Missing, Condition::Missing) if loaded.marker => Standing::Lost(VaultError::Missing),
        (Condition::Missing, Condition::Missing) => Standing::Absent,
        (Condition::Missing, Condition::Bad(why)) | (Condition::Bad(why), Condition::Missing) => Standing::Lost(why),
        // A store that failed may answer another time; that is the better news.
        (Condition::Bad(VaultError::Damaged), Condition::Bad(why)) | (Condition::Bad(why), Condition::Bad(_)) => {
            Standing::Lost(why)
        }
    }
}

struct Intact<'a> {
    bytes: &'a [u8],
    revision: u64,
}

enum Condition<'a> {
    Missing,
    Intact(Intact<'a>),
    Bad(VaultError),
}

fn examine(copy: &StoredCopy) -> Condition<'_> {
    match copy {
        StoredCopy::Missing => Condition::Missing,
        StoredCopy::Unreadable(reason) => Condition::Bad(VaultError::Unreadable { reason: reason.clone() }),
        StoredCopy::Present(bytes) => match Frame::parse(bytes) {
            Ok(frame) => Condition::Intact(Intact { bytes, revision: frame.revision }),
            Err(why) => Condition::Bad(why),
        },
    }
}

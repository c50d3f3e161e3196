//! Ledgers: the same pairing key is the same Ledger, whatever else a file says about it.

use super::ruling::Ruling;
use crate::model::Device;

/// The rule for one incoming Ledger.
pub(super) fn rule(mine: Option<&Device>, theirs: &Device) -> Ruling<Device> {
    match mine {
        None => Ruling::new_record(theirs, None),
        Some(_) => Ruling::same(),
    }
}

//! Ledgers: the same pairing key is the same Ledger, whatever else a file says about it. Its name is the person's.

use super::ruling::{Named, Ruling, Text, compare_names, settle};
use crate::model::{Common, Device};

/// The rule for one incoming Ledger.
pub(super) fn rule(mine: Option<&Common<Device>>, theirs: &Common<Device>) -> Ruling<Device> {
    let Some(mine) = mine else { return Ruling::new_record(theirs, Some(theirs.name.clone())) };
    let completed =
        if mine.name.is_empty() { mine.record().clone().named(&theirs.name) } else { mine.record().clone() };
    let names = compare_names(text(&completed), text(theirs));
    settle(mine, theirs, completed, names)
}

fn text(device: &Device) -> Text<'_> {
    Text { text: &device.name, is_default: device.name.is_empty() }
}

impl Named for Device {
    fn name(&self) -> &str {
        &self.name
    }

    fn set_name(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }
}

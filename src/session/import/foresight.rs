//! What the plan of a preview comes to with the choices as they stand. Tried as a whole once; after that, each choice is tried with the few
//! records it can matter to, and the sums are kept along.

use crate::fault::Fault;
use crate::merge::{self, Choices, Ending, Fate, Folds, MergePlan};
use crate::model::{Load, Wallet};
use crate::record::fingerprint::Fingerprint;
use crate::record::{self, MAX_WRITTEN};

use super::view::OutlookView;
use crate::session::vault::may_follow;

/// What becomes of every record of a plan.
#[derive(Debug, Default)]
pub(super) struct Foresight {
    endings: Vec<Ending>,
    sums: OutlookView,
    most: Most,
    /// How many bytes the wallet's record would have, when all of it was tried last.
    bytes: usize,
    overload: Option<Fault>,
}

/// More than what there would be, and never less: as long as one wallet holds even this, nothing has to be counted.
#[derive(Debug, Default)]
struct Most {
    load: Load,
    bytes: usize,
}

impl Foresight {
    /// Tries all of it. Nothing is foreseen if the plan is not of this wallet any more, and has to be made anew.
    pub(super) fn of(current: &Wallet, incoming: &Wallet, plan: &MergePlan, choices: &Choices, folds: &Folds) -> Self {
        let Ok(foreseen) = merge::outlook(current, incoming, plan, choices) else { return Self::default() };
        let mut sums = OutlookView::default();
        for (_, ending) in foreseen.endings.iter().enumerate().filter(|(position, _)| !folds.is_part(*position)) {
            let sum = sum_of(&mut sums, ending.fate);
            *sum = sum.saturating_add(1);
        }
        let most = Most::of(&foreseen.wallet);
        let overload = most.overload(current, &foreseen.wallet);
        Self { sums, overload, bytes: most.bytes, most, endings: foreseen.endings }
    }

    /// With the choice for one record as it is now. The plan is of these wallets.
    pub(super) fn choose(
        &mut self,
        current: &Wallet,
        incoming: &Wallet,
        plan: &MergePlan,
        choices: &Choices,
        folds: &Folds,
        item: usize,
    ) {
        let changed = merge::after_choice(current, incoming, plan, choices, item);
        for (position, ending) in changed.endings {
            let Some(place) = self.endings.get_mut(position) else { continue };
            // What is part of another record is told with that.
            if !folds.is_part(position) {
                let before = sum_of(&mut self.sums, place.fate);
                *before = before.saturating_sub(1);
                let after = sum_of(&mut self.sums, ending.fate);
                *after = after.saturating_add(1);
            }
            *place = ending;
        }
        self.most.add(&Most::of(&changed.part));
        if self.overload.is_none() && self.most.fits() {
            return;
        }
        // Near a ceiling it is counted.
        if let Ok(foreseen) = merge::outlook(current, incoming, plan, choices) {
            self.most = Most::of(&foreseen.wallet);
            self.bytes = self.most.bytes;
            self.overload = self.most.overload(current, &foreseen.wallet);
        }
    }

    /// What becomes of one record.
    pub(super) fn ending(&self, position: usize) -> Option<&Ending> {
        self.endings.get(position)
    }

    /// How many records end so.
    pub(super) const fn sums(&self) -> OutlookView {
        self.sums
    }

    /// About how many bytes would come to what is stored: the record, and twice what names each of its records. What is stored already is stored
    /// again, as what can be taken back.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes + 2 * Fingerprint::LEN * self.most.load.records
    }

    /// Why it cannot be carried out: there would be more than one wallet holds.
    pub(super) const fn overload(&self) -> Option<&Fault> {
        self.overload.as_ref()
    }
}

impl Most {
    fn of(wallet: &Wallet) -> Self {
        Self { load: Load::of(wallet), bytes: record::length(wallet) }
    }

    /// Why these records cannot take the place of others. They were just counted.
    fn overload(&self, current: &Wallet, foreseen: &Wallet) -> Option<Fault> {
        may_follow(current, foreseen, self.bytes).err()
    }

    fn add(&mut self, more: &Self) {
        self.load.records = self.load.records.saturating_add(more.load.records);
        self.load.with_keys = self.load.with_keys.saturating_add(more.load.with_keys);
        self.bytes = self.bytes.saturating_add(more.bytes);
    }

    const fn fits(&self) -> bool {
        self.load.check().is_ok() && self.bytes <= MAX_WRITTEN
    }
}

fn sum_of(sums: &mut OutlookView, fate: Fate) -> &mut u32 {
    match fate {
        Fate::Added => &mut sums.added,
        Fate::Updated => &mut sums.changed,
        Fate::Unchanged => &mut sums.kept,
        Fate::LeftOut | Fate::Refused => &mut sums.left_out,
    }
}

//! What to believe when two stores and a memory answer: one table for every combination (`docs/formats/vault-v2.md`).
//! This file compares copies; it opens none, and never takes "empty" for "new" nor "older" for "last".

use super::deletion::Deletions;
use super::error::VaultError;
use super::frame::VaultId;
use super::loaded::{Condition, Intact, Loaded, Sighting, Slot, StoredCopy};
use crate::order::InOrder as _;

/// How things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// No vault: a new person, or one who deleted theirs.
    Absent {
        /// Something of what was deleted could not be removed yet.
        deleting: bool,
    },
    /// There is a vault.
    Present(Present),
    /// Something was stored here, and it can no longer be read.
    Lost(VaultError),
}

/// What can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Every vault that can be opened, never none; the first one is the one to expect.
    pub vaults: Vec<Found>,
    /// What was last saved here, if no copy of it is left, or only an older one.
    pub missing: Option<Sighting>,
    /// Places that lack the first vault and can be written with it without losing anything. None while somebody has to choose.
    pub mend: Vec<Slot>,
}

/// A vault that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which one.
    pub vault: VaultId,
    /// Its number of saves.
    pub revision: u64,
    /// Its intact copy.
    pub bytes: Vec<u8>,
    /// Whether it was set aside, rather than being the one in use.
    pub is_kept: bool,
}

impl Present {
    /// Whether a person has to say which vault to open, or that an older one will do, before anything is written.
    #[must_use]
    pub fn needs_choice(&self) -> bool {
        let in_use = self.vaults.iter().filter(|vault| !vault.is_kept).count();
        self.missing.is_some() || in_use != 1 || self.vaults.first().is_some_and(|first| self.is_split(first))
    }

    /// Whether another copy has the name of this one: another state of it, or a later one that was set aside.
    #[must_use]
    pub fn is_split(&self, chosen: &Found) -> bool {
        let same = self.vaults.iter().filter(|vault| vault.vault == chosen.vault).count();
        same > 1 || self.missing.is_some_and(|missing| missing.vault == chosen.vault)
    }
}

/// Decides from everything that was found.
#[must_use]
pub fn reconcile(loaded: &Loaded) -> Standing {
    let deletions = Deletions::of(loaded);
    let judge = |copy: &'_ StoredCopy| deletions.covers(copy);
    let conditions = Slot::ALL.map(|slot| {
        let copy = loaded.at(slot);
        if judge(copy) { Condition::Missing } else { copy.examine() }
    });
    let mut here = newest(conditions.iter().filter_map(Condition::intact));
    let kept: Vec<Intact<'_>> = loaded
        .kept
        .iter()
        .filter(|bytes| !judge(&StoredCopy::Present((*bytes).clone().into())))
        .filter_map(|bytes| Intact::parse(bytes).ok())
        .collect();
    // Set aside, and not yet written over: not the one in use, if another is.
    let is_aside = |copy: &Intact<'_>| kept.iter().any(|kept| kept.bytes == copy.bytes || kept.follows(copy));
    if here.iter().any(|copy| !is_aside(copy)) {
        here.retain(|copy| !is_aside(copy));
    }
    let mut kept =
        newest(kept.into_iter().filter(|kept| !here.iter().any(|copy| copy.bytes == kept.bytes || copy.follows(kept))));
    if here.is_empty() && kept.is_empty() {
        return without_any(loaded, &deletions, &conditions);
    }
    let last = loaded.marker.last.filter(|last| !deletions.named().contains(&last.vault));
    let missing = last.filter(|last| {
        !here.iter().chain(&kept).any(|copy| copy.vault == last.vault && copy.revision >= last.revision)
    });
    here.order_by_key(|copy| (Some(copy.vault) != last.map(|last| last.vault), std::cmp::Reverse(copy.revision)));
    kept.order_by_key(|copy| std::cmp::Reverse(copy.revision));
    let found = |is_kept| {
        move |copy: &Intact<'_>| Found {
            vault: copy.vault,
            revision: copy.revision,
            bytes: copy.bytes.to_vec(),
            is_kept,
        }
    };
    let vaults: Vec<Found> = here.iter().map(found(false)).chain(kept.iter().map(found(true))).collect();
    let mut present = Present { vaults, missing, mend: Vec::new() };
    if !present.needs_choice()
        && let Some(first) = here.first()
    {
        present.mend = lacking(loaded, first);
    }
    Standing::Present(present)
}

/// The newest state of every vault; both, where one has two.
fn newest<'a>(copies: impl Iterator<Item = Intact<'a>>) -> Vec<Intact<'a>> {
    let copies: Vec<Intact<'_>> = copies.collect();
    let mut newest: Vec<Intact<'_>> = Vec::new();
    for copy in &copies {
        let is_known = newest.iter().any(|known| known.bytes == copy.bytes);
        if !is_known && !copies.iter().any(|other| other.follows(copy)) {
            newest.push(*copy);
        }
    }
    newest
}

/// No intact copy anywhere.
fn without_any(loaded: &Loaded, deletions: &Deletions, conditions: &[Condition<'_>]) -> Standing {
    let bad: Vec<&VaultError> = conditions
        .iter()
        .filter_map(|condition| match condition {
            Condition::Bad(why) => Some(why),
            Condition::Missing | Condition::Intact(_) => None,
        })
        .collect();
    // A store that failed may answer another time; that is the better news.
    let unreadable = bad.iter().find(|why| matches!(why, VaultError::Unreadable { .. }));
    if let Some(why) = unreadable.or(bad.first()) {
        return Standing::Lost((*why).clone());
    }
    let remembered = loaded.marker.last.map(|last| last.vault);
    let is_expected = loaded.marker.expected || remembered.is_some();
    if is_expected && !deletions.explains(remembered) {
        return Standing::Lost(VaultError::Missing);
    }
    Standing::Absent { deleting: deletions.is_pending() }
}

/// Places that do not have this copy and should: the database, one of the files, and every place that holds another vault.
pub(super) fn lacking(loaded: &Loaded, copy: &Intact<'_>) -> Vec<Slot> {
    let is_foreign = |slot: &Slot| loaded.at(*slot).examine().intact().is_some_and(|other| other.vault != copy.vault);
    let mut lacking = Vec::new();
    if !loaded.database.is(copy.bytes) {
        lacking.push(Slot::Database);
    }
    lacking.extend(Slot::FILES.into_iter().filter(is_foreign));
    let has_file = Slot::FILES.iter().any(|slot| loaded.at(*slot).is(copy.bytes) || lacking.contains(slot));
    if !has_file {
        lacking.extend(by_worth(loaded).into_iter().next());
    }
    lacking
}

/// The files, the one that is easiest to spare first.
pub(super) fn by_worth(loaded: &Loaded) -> [Slot; 2] {
    let worth = |slot: Slot| match loaded.at(slot).examine() {
        Condition::Missing => (0, 0),
        Condition::Bad(VaultError::Unreadable { .. }) => (2, 0),
        Condition::Bad(_) => (1, 0),
        Condition::Intact(copy) => (3, copy.revision),
    };
    let [one, two] = Slot::FILES;
    if worth(two) < worth(one) { [two, one] } else { [one, two] }
}

//! What is remembered of how safely the vault is kept, and of one that waits for its password.

use crate::vault::{Copies, Found, Passkey, Present, Sighting, Standing};

/// Ticks until the missing copy is tried again: at first, and at most (a tick is some seconds).
const RETRY: (u32, u32) = (1, 12);

/// How safely the vault is kept.
#[derive(Default)]
pub(super) struct Keeping {
    /// How many copies are on the disk.
    pub(super) copies: Copies,
    /// Something that was deleted could not be removed yet.
    pub(super) deleting: bool,
    /// Vaults that were set aside, while one is open.
    pub(super) set_aside: usize,
    /// What was last saved, while it is open.
    pub(super) last: Option<Sighting>,
    /// Ticks until the next try, and how many the one after it waits.
    pub(super) retry: (u32, u32),
}

/// A vault, or several, that want a password.
pub(super) struct Locked {
    pub(super) present: Present,
    /// One of the copies was damaged and has been mended from the other.
    pub(super) mended: bool,
    /// What lies beside it for a passkey, whichever vault it is of.
    pub(super) passkey: Option<Passkey>,
}

impl Locked {
    /// The vault with this number in the list; without one, the only one there is to think of.
    pub(super) fn choose(&self, number: Option<u32>) -> Option<&Found> {
        match number {
            None if self.present.needs_choice() => None,
            None => self.present.vaults.first(),
            Some(number) => self.present.vaults.get(usize::try_from(number).ok()?),
        }
    }

    /// Nothing else was here when it was read, so that nobody need read again to count the others.
    pub(super) fn is_alone(&self) -> bool {
        !self.present.needs_choice() && matches!(self.present.vaults.as_slice(), [only] if !only.is_kept)
    }

    /// The passkey that opens the one vault there is to think of. Where a person has to choose, the password says which one they mean.
    pub(super) fn passkey(&self) -> Option<&Passkey> {
        let vault = self.choose(None).filter(|_| self.present.vaults.len() == 1)?;
        self.passkey.as_ref().filter(|passkey| passkey.is_of(&vault.bytes))
    }
}

impl Keeping {
    pub(super) fn of_load(standing: &Standing, copies: Copies) -> Self {
        let deleting = matches!(standing, Standing::Absent { deleting: true });
        Self { copies, deleting, ..Self::default() }
    }

    pub(super) fn note_copies(&mut self, copies: Copies) {
        // The first try comes soon; what fails again and again is tried less often.
        if copies == Copies::Both || self.copies == Copies::Both {
            self.retry = (RETRY.0, RETRY.0);
        }
        self.copies = copies;
    }

    /// Counts a tick. Answers whether the missing copy should be tried again.
    pub(super) fn is_due(&mut self) -> bool {
        if self.copies == Copies::Both {
            return false;
        }
        let (left, pause) = self.retry;
        if left > 1 {
            self.retry.0 = left - 1;
            return false;
        }
        let next = (pause * 2).clamp(RETRY.0, RETRY.1);
        self.retry = (next, next);
        true
    }
}

//! Who is here, as far as the vault has to know: it locks by itself when nobody is.

use super::Vault;
use super::view::LockCause;
use crate::session::ports::Ports;

impl<P: Ports + 'static> Vault<P> {
    /// A person is here: at the page, or at the Ledger they have just approved something on. That a search gets on, or a device
    /// comes and goes, is no sign of anybody.
    pub(in crate::session) fn touch(&self) {
        self.touch_at(self.context.ports.now());
    }

    /// The same, at a time that was taken down before.
    pub(in crate::session) fn touch_at(&self, now: u64) {
        self.presence.borrow_mut().touch(now);
    }

    /// Whether it is open and time to lock it, and why.
    pub(in crate::session) fn is_over(&self, now: u64) -> Option<LockCause> {
        let limit = self.auto_lock_ms()?;
        self.presence.borrow_mut().is_over(now, limit)
    }

    /// Whether the person has it locked for this.
    pub(in crate::session) fn locks_for(&self, cause: LockCause) -> bool {
        match cause {
            LockCause::Screen => self.contents().is_ok_and(|contents| contents.settings.lock_with_screen),
            LockCause::Hand | LockCause::Idle | LockCause::Clock | LockCause::OtherTab => true,
        }
    }

    /// Why an engine before this one locked it.
    pub(in crate::session) fn note_why(&self, why: LockCause) {
        self.why_locked.set(Some(why));
    }

    /// How long nobody has to be here for it to lock; `None` when it is not open.
    pub(super) fn auto_lock_ms(&self) -> Option<u64> {
        self.contents().ok().map(|contents| u64::from(contents.settings.auto_lock_minutes) * 60_000)
    }
}

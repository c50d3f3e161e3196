//! Who is here, as far as the vault has to know: it locks by itself when nobody is.

use super::Vault;
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

    /// Whether it is open, and time to lock it.
    pub(in crate::session) fn is_over(&self, now: u64) -> bool {
        let Some(limit) = self.auto_lock_ms() else { return false };
        self.presence.borrow_mut().is_over(now, limit)
    }

    /// How long nobody has to be here for it to lock; `None` when it is not open.
    pub(super) fn auto_lock_ms(&self) -> Option<u64> {
        self.contents().ok().map(|contents| u64::from(contents.settings.auto_lock_minutes) * 60_000)
    }
}

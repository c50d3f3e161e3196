//! How the vault ends: it locks by hand, for a cause, or by itself when nobody is here; and it can be deleted. Whether nobody is here is
//! reckoned in `presence`.

use crate::fault::Fault;
use crate::vault::{Copies, Standing};

use super::Vault;
use super::kept::Keeping;
use super::state::VaultState;
use super::view::LockCause;
use crate::session::error::fault;
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

    /// Forgets the key and the contents, at once. Answers whether there were any.
    pub(in crate::session) fn close(&self, why: LockCause) -> bool {
        let mut held = self.held.borrow_mut();
        let was_open = held.open().is_some();
        if was_open {
            held.state = VaultState::Starting;
            self.why_locked.set(Some(why));
        }
        was_open
    }

    /// After [`Self::close`]: waits until a write that was under way has ended, so that the record to open next is the one it left.
    pub(in crate::session) async fn rest(&self) {
        let _writing = self.writing.lock().await;
        if matches!(self.held.borrow().state, VaultState::Starting) {
            self.load().await;
            self.context.redraw();
        }
    }

    /// Deletes every vault here, for ever.
    pub(in crate::session) async fn delete(&self) -> Result<(), Fault> {
        let _writing = self.writing.lock().await;
        let is_whole = self.context.ports.store().clear().await.map_err(fault)?;
        let mut held = self.held.borrow_mut();
        held.state = VaultState::Absent;
        held.keeping = Keeping::of_load(&Standing::Absent { deleting: !is_whole }, Copies::Both);
        Ok(())
    }

    /// How long nobody has to be here for it to lock; `None` when it is not open.
    pub(super) fn auto_lock_ms(&self) -> Option<u64> {
        self.contents().ok().map(|contents| u64::from(contents.settings.auto_lock_minutes) * 60_000)
    }
}

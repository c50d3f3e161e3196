//! The vault as the page sees it.

use super::Vault;
use super::password::is_of_today;
use super::state::VaultState;
use super::view::{BackupView, Cover, KeepingView, PasskeyView, VaultView, last_backup};
use crate::session::error::fault;
use crate::session::ports::Ports;
use crate::session::seam::{Millis, millis};

impl<P: Ports + 'static> Vault<P> {
    /// How far it is open.
    pub(in crate::session) fn view(&self) -> VaultView {
        match &self.held.borrow().state {
            VaultState::Starting => VaultView::Starting,
            VaultState::Absent => VaultView::Absent,
            VaultState::Locked(locked) => VaultView::Locked {
                mended: locked.mended,
                why: self.why_locked.get(),
                passkey: locked.passkey().map(PasskeyView::from),
            },
            VaultState::Opening => VaultView::Opening,
            VaultState::Unlocked(_) => VaultView::Unlocked,
            VaultState::Lost(why) => VaultView::Lost { loss: why.into(), fault: fault(why.clone()) },
        }
    }

    /// How safely it is kept.
    pub(in crate::session) fn keeping_view(&self) -> KeepingView {
        self.held.borrow().keeping_view()
    }

    /// When it locks, if nobody touches anything until then; `None` while it is not open.
    pub(in crate::session) fn locks_at(&self) -> Option<Millis> {
        let limit = self.auto_lock_ms()?;
        Some(millis(self.presence.borrow().locks_at(limit)))
    }

    /// When it is said that this is near.
    pub(in crate::session) fn warns_at(&self) -> Option<Millis> {
        let limit = self.auto_lock_ms()?;
        Some(millis(self.presence.borrow().warns_at(limit)))
    }

    /// Whether the unlock password guards it as strongly as a new one.
    pub(in crate::session) fn password_is_of_today(&self) -> bool {
        self.held.borrow().open().is_some_and(|open| is_of_today(&open.key))
    }

    /// The passkey that opens it as well, while it is open.
    pub(in crate::session) fn passkey_view(&self) -> Option<PasskeyView> {
        self.held.borrow().open()?.passkey.as_ref().map(PasskeyView::from)
    }

    /// What backups hold of the records; `None` while it is not open.
    pub(in crate::session) fn backup_view(&self) -> Option<BackupView> {
        let held = self.held.borrow();
        let open = held.open()?;
        let backup = &open.contents.backup;
        let cover = if open.contents.wallet.is_empty() {
            Cover::Empty
        } else if open.missing.seen.total() == 0 {
            Cover::Covered
        } else if open.missing.any.total() == 0 {
            Cover::Unchecked
        } else if backup.last.is_none() && backup.made.is_empty() {
            Cover::Never
        } else {
            Cover::Behind
        };
        Some(BackupView { cover, last: backup.last.map(last_backup), missing: open.missing.seen })
    }
}

//! The unlock password, asked for once more or changed.

use crate::crypto::kdf::Argon2Cost;
use crate::fault::Fault;
use crate::secret::{PasskeySecret, Password};
use crate::vault;

use super::Vault;
use super::opening::PASSWORD_FLOOR;
use super::state::{SavedAs, VaultState};
use crate::session::error::{SessionError, fault};
use crate::session::ports::Ports;

impl<P: Ports + 'static> Vault<P> {
    /// Refuses whoever does not know the unlock password. Takes as long as unlocking.
    pub(in crate::session) fn require_password(&self, password: &Password) -> Result<(), Fault> {
        let held = self.held.borrow();
        let open = held.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
        if open.key.is_of(password).map_err(fault)? { Ok(()) } else { Err(fault(SessionError::NotTheUnlockPassword)) }
    }

    /// Seals the vault under a new password, at today's cost. What lies beside the vault under the old key goes along;
    /// a passkey only with what it made.
    pub(in crate::session) async fn change_password(
        &self,
        current: Password,
        new: Password,
        passkey: Option<PasskeySecret>,
    ) -> Result<(), Fault> {
        self.require_open()?;
        // EXPOSE: to be counted.
        if new.expose().chars().count() < PASSWORD_FLOOR {
            return Err(fault(SessionError::PasswordTooShort { floor: PASSWORD_FLOOR }));
        }
        // The key of a run that is under way is the old one: its checkpoint could not be opened any more.
        self.refuse_while_searching()?;
        // Shown before two key derivations keep this thread busy.
        self.context.redraw();
        self.context.ports.sleep(0).await;
        let _writing = self.writing.lock().await;
        self.refuse_while_searching()?;
        self.require_password(&current)?;
        let aside = self.context.ports.store().load_aside().await.ok().flatten();
        let (key, sealed, aside, revision) = {
            let held = self.held.borrow();
            let open = held.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
            let revision = open.saved.revision + 1;
            let mut entropy = self.context.ports.entropy();
            let (key, sealed) =
                vault::change_password(&open.key, &new, &open.contents, revision, &mut entropy).map_err(fault)?;
            let aside = aside.and_then(|sealed| vault::open_aside(&open.key, &sealed).ok());
            let aside = aside.map(|plain| vault::seal_aside(&key, &plain, &mut entropy));
            (key, sealed, aside, revision)
        };
        let passkey = self.passkey_for(&key, passkey.as_ref());
        self.store(&sealed.bytes, Some(revision - 1)).await?;
        if let VaultState::Unlocked(open) = &mut self.held.borrow_mut().state {
            open.key = key;
            open.saved = SavedAs::sealed(revision, &sealed);
        }
        // The file that is written next would still open with the old password.
        self.context.ports.store().replace_older(&sealed.bytes).await;
        self.note_saved().await;
        self.keep_passkey(passkey).await;
        if let Some(aside) = aside {
            // A failure costs an interrupted search, no record.
            let _ = self.context.ports.store().save_aside(Some(&aside)).await;
        }
        self.context.redraw();
        Ok(())
    }
}

/// Whether a vault is guarded as strongly as a new one would be.
pub(super) fn is_of_today(key: &vault::Key) -> bool {
    let (cost, today) = (key.cost(), Argon2Cost::DEFAULT);
    cost.memory_kib >= today.memory_kib && cost.passes >= today.passes
}

//! The unlock password, asked for once more or changed.

use crate::crypto::kdf::Argon2Cost;
use crate::fault::Fault;
use crate::secret::{PasskeySecret, Password};
use crate::vault;

use super::Vault;
use super::state::{SavedAs, VaultState};
use crate::session::error::{SessionError, fault};
use crate::session::ports::Ports;

/// Fewest characters of an unlock password.
pub(in crate::session) const PASSWORD_FLOOR: usize = 8;

/// Refuses a new unlock password that is too short.
pub(super) fn require_long_enough(password: &Password) -> Result<(), Fault> {
    // EXPOSE: to be counted.
    let count = password.expose().chars().take(PASSWORD_FLOOR).count();
    if count < PASSWORD_FLOOR { Err(fault(SessionError::PasswordTooShort { floor: PASSWORD_FLOOR })) } else { Ok(()) }
}

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
        require_long_enough(&new)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unlock_password_is_counted_in_characters_of_unicode() {
        let is_taken = |password: &str| require_long_enough(&Password::new(password.into())).is_ok();
        assert!(is_taken("12345678") && is_taken(&"\u{1f980}".repeat(8)));
        // Four characters of two UTF-16 units each are no eight.
        assert!(!is_taken("1234567") && !is_taken(&"\u{1f980}".repeat(4)));
    }
}

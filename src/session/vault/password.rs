//! The unlock password, asked for once more or changed.

use std::rc::Rc;

use crate::crypto::kdf::Argon2Cost;
use crate::fault::Fault;
use crate::secret::Password;
use crate::vault;

use crate::session::Session;
use crate::session::error::SessionError;
use crate::session::error::fault;
use crate::session::ports::Ports;
use crate::session::vault::opening::PASSWORD_FLOOR;

impl<P: Ports + 'static> Session<P> {
    /// Refuses whoever does not know the unlock password. Takes as long as unlocking.
    pub(in crate::session) fn require_password(&self, password: &Password) -> Result<(), Fault> {
        let state = self.state.borrow();
        let open = state.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
        if open.key.is_of(password).map_err(fault)? { Ok(()) } else { Err(fault(SessionError::NotTheUnlockPassword)) }
    }

    /// Seals the vault under a new password, at today's cost. What lies beside the vault under the old key goes along.
    pub(in crate::session) async fn change_password(
        self: &Rc<Self>,
        current: Password,
        new: Password,
    ) -> Result<(), Fault> {
        self.require_open()?;
        // EXPOSE: to be counted.
        if new.expose().chars().count() < PASSWORD_FLOOR {
            return Err(fault(SessionError::PasswordTooShort { floor: PASSWORD_FLOOR }));
        }
        // The key of a run that is under way is the old one: its checkpoint could not be opened any more.
        self.refuse_while_recovering()?;
        // Shown before two key derivations keep this thread busy.
        self.publish();
        self.ports.sleep(0).await;
        let _writing = self.writing.lock().await;
        self.refuse_while_recovering()?;
        self.require_password(&current)?;
        let aside = self.ports.store().load_aside().await.ok().flatten();
        let (key, record, aside, revision) = {
            let state = self.state.borrow();
            let open = state.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
            let revision = open.revision + 1;
            let mut entropy = self.ports.entropy();
            let (key, record) =
                vault::change_password(&open.key, &new, &open.contents, revision, &mut entropy).map_err(fault)?;
            let aside = aside.and_then(|sealed| vault::open_aside(&open.key, &sealed).ok());
            let aside = aside.map(|plain| vault::seal_aside(&key, &plain, &mut entropy));
            (key, record, aside, revision)
        };
        self.store(&record, Some(revision - 1)).await?;
        if let Some(open) = self.state.borrow_mut().open_mut() {
            open.key = key;
            open.revision = revision;
        }
        // The file that is written next would still open with the old password.
        self.ports.store().replace_older(&record).await;
        self.note_saved().await;
        if let Some(aside) = aside {
            // A failure costs an interrupted search, no record.
            let _ = self.ports.store().save_aside(Some(&aside)).await;
        }
        self.publish();
        Ok(())
    }
}

/// Whether a vault is guarded as strongly as a new one would be.
pub(in crate::session) fn is_of_today(key: &vault::Key) -> bool {
    let (cost, today) = (key.cost(), Argon2Cost::DEFAULT);
    cost.memory_kib >= today.memory_kib && cost.passes >= today.passes
}

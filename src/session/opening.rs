//! Making, opening, writing and deleting the vault.

use std::rc::Rc;

use crate::fault::Fault;
use crate::model::Wallet;
use crate::secret::Password;
use crate::vault::{self, Contents, Standing, StoreError, VaultStore};

use super::error::SessionError;
use super::presence::Presence;
use super::state::{Open, Vault};
use super::{Ports, Session, comparing, fault};

/// Fewest characters of an unlock password.
pub(super) const PASSWORD_FLOOR: usize = 8;

impl<P: Ports + 'static> Session<P> {
    /// Reads both copies, mends one from the other, and says where that leaves the person.
    pub(super) async fn load(self: &Rc<Self>) {
        let standing = match self.ports.store().load().await {
            Ok(loaded) => vault::reconcile(&loaded),
            Err(error) => {
                self.state.borrow_mut().vault = Vault::Lost(fault(error));
                return;
            }
        };
        let vault = match standing {
            Standing::Absent => Vault::Absent,
            Standing::Lost(error) => Vault::Lost(fault(error)),
            Standing::Present { bytes, mend, .. } => {
                let mended = match mend {
                    // Failing to mend loses nothing: the good copy stays, and the next save tries again.
                    Some(which) => self.ports.store().mend(&bytes, which).await.is_ok(),
                    None => false,
                };
                Vault::Locked { record: bytes, mended }
            }
        };
        self.state.borrow_mut().vault = vault;
    }

    pub(super) async fn create_vault(self: &Rc<Self>, password: Password) -> Result<(), Fault> {
        let _writing = self.writing.lock().await;
        if !matches!(self.state.borrow().vault, Vault::Absent) {
            return Err(fault(SessionError::VaultExists));
        }
        // EXPOSE: to be counted.
        if password.expose().chars().count() < PASSWORD_FLOOR {
            return Err(fault(SessionError::PasswordTooShort { floor: PASSWORD_FLOOR }));
        }
        let contents = Contents::default();
        let (key, record) = vault::create(&password, &contents, &mut self.ports.entropy()).map_err(fault)?;
        self.store(&record, None).await?;
        let open = Open { key, contents, revision: vault::FIRST_REVISION };
        {
            let mut state = self.state.borrow_mut();
            state.vault = Vault::Unlocked(Box::new(open));
            state.presence = Presence::begin(self.ports.now());
        }
        self.publish_wallet();
        Ok(())
    }

    pub(super) async fn unlock(self: &Rc<Self>, password: Password) -> Result<(), Fault> {
        let (record, mended) = {
            let mut state = self.state.borrow_mut();
            match state.vault.take_locked() {
                Some(locked) => {
                    state.vault = Vault::Opening;
                    locked
                }
                None => return Err(state.vault.not_locked()),
            }
        };
        // Shown before the key derivation keeps this thread busy for a fifth of a second.
        self.publish();
        self.ports.sleep(0).await;
        let opened = vault::unlock(&record, &password);
        let vault = match opened.and_then(|(key, contents)| Ok((key, contents, vault::revision(&record)?))) {
            Ok((key, contents, revision)) => Ok(Vault::Unlocked(Box::new(Open { key, contents, revision }))),
            Err(error) => Err(fault(error)),
        };
        {
            let mut state = self.state.borrow_mut();
            // Deleted meanwhile: it must not come back to life.
            if !matches!(state.vault, Vault::Opening) {
                return Err(state.vault.not_locked());
            }
            match vault {
                Ok(open) => {
                    state.vault = open;
                    state.presence = Presence::begin(self.ports.now());
                }
                Err(fault) => {
                    state.vault = Vault::Locked { record, mended };
                    return Err(fault);
                }
            }
        }
        self.note_resumable().await;
        self.publish_wallet();
        Ok(())
    }

    /// Forgets the key and everything decrypted, at once. A running recovery stops; its checkpoint stays. Ready when a write
    /// that was under way has ended, and the record to open next is the one it left behind.
    pub(super) async fn lock(self: &Rc<Self>) {
        self.halt_recovery();
        self.withdraw_key_file();
        {
            let mut state = self.state.borrow_mut();
            if state.open().is_none() {
                return;
            }
            state.vault = Vault::Starting;
            state.forget_decrypted();
        }
        self.publish_wallet();
        let _writing = self.writing.lock().await;
        if matches!(self.state.borrow().vault, Vault::Starting) {
            self.load().await;
            self.publish();
        }
    }

    pub(super) async fn reset_vault(self: &Rc<Self>) -> Result<(), Fault> {
        self.halt_recovery();
        self.withdraw_key_file();
        let _writing = self.writing.lock().await;
        self.ports.store().clear().await.map_err(fault)?;
        self.withdraw_key_file();
        {
            let mut state = self.state.borrow_mut();
            state.vault = Vault::Absent;
            state.forget_decrypted();
        }
        self.publish_wallet();
        Ok(())
    }

    /// Changes the vault in one step: the change is sealed and stored before anything else sees it.
    pub(super) async fn commit<T>(
        self: &Rc<Self>,
        change: impl FnOnce(&mut Contents) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let _writing = self.writing.lock().await;
        let (mut contents, record, revision, value) = {
            let state = self.state.borrow();
            let open = state.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
            let mut contents = open.contents.clone();
            let value = change(&mut contents)?;
            let revision = open.revision + 1;
            let record = vault::seal(&open.key, &contents, revision, &mut self.ports.entropy()).map_err(fault)?;
            (contents, record, revision, value)
        };
        self.store(&record, Some(revision - 1)).await?;
        let state = &mut *self.state.borrow_mut();
        if let Vault::Unlocked(open) = &mut state.vault {
            std::mem::swap(&mut open.contents, &mut contents);
            open.revision = revision;
            comparing::forget_changed(&mut state.keys, &contents.wallet, &open.contents.wallet);
        }
        Ok(value)
    }

    /// Writes both copies. One of two is enough for the record to be safe; the next start mends the other.
    pub(super) async fn store(&self, record: &[u8], expected: Option<u64>) -> Result<(), Fault> {
        match self.ports.store().save(record, expected).await {
            Ok(()) | Err(StoreError::HalfSaved { .. }) => Ok(()),
            Err(error) => Err(fault(error)),
        }
    }

    /// Changes the records by hand: counts as a change since the backup, and ends the time of “undo”.
    pub(super) async fn commit_wallet(
        self: &Rc<Self>,
        change: impl FnOnce(&mut Wallet) -> Result<(), SessionError>,
    ) -> Result<(), Fault> {
        self.commit(|contents| {
            change(&mut contents.wallet).map_err(fault)?;
            contents.backup.changes_since = contents.backup.changes_since.saturating_add(1);
            contents.undo = None;
            Ok(())
        })
        .await?;
        self.publish_wallet();
        Ok(())
    }
}

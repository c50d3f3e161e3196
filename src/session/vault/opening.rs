//! Making, opening, writing and deleting the vault.

use std::rc::Rc;

use crate::fault::Fault;
use crate::model::{Load, Wallet};
use crate::record::{self, MAX_WRITTEN};
use crate::secret::Password;
use crate::vault::{self, Contents, Copies, Present, Standing};

use crate::session::error::SessionError;
use crate::session::error::fault;
use crate::session::ports::Ports;
use crate::session::vault::keeping::{Keeping, Locked};
use crate::session::vault::presence::Presence;
use crate::session::vault::state::{Open, Vault};
use crate::session::{Session, keys};

/// Fewest characters of an unlock password.
pub(in crate::session) const PASSWORD_FLOOR: usize = 8;

impl<P: Ports + 'static> Session<P> {
    /// Reads both copies, mends one from the other, and says where that leaves the person.
    pub(in crate::session) async fn load(self: &Rc<Self>) {
        let store = self.ports.store();
        let loaded = store.load().await;
        let standing = vault::reconcile(&loaded);
        let copies = match &standing {
            // Failing to mend loses nothing: the good copy stays, and it is said and tried again.
            Standing::Present(Present { vaults, mend, .. }) => match vaults.first() {
                Some(first) => store.mend(&loaded, &first.bytes, mend).await,
                None => Copies::Both,
            },
            Standing::Absent { .. } | Standing::Lost(_) => Copies::Both,
        };
        let mut state = self.state.borrow_mut();
        state.keeping = Keeping::of_load(&standing, copies.clone());
        state.vault = match standing {
            Standing::Absent { .. } => Vault::Absent,
            Standing::Lost(error) => Vault::Lost(fault(error)),
            Standing::Present(present) => {
                let mended = !present.mend.is_empty() && copies == Copies::Both;
                Vault::Locked(Box::new(Locked { present, mended }))
            }
        };
    }

    pub(in crate::session) async fn create_vault(self: &Rc<Self>, password: Password) -> Result<(), Fault> {
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
        let open = Open::new(key, contents, vault::FIRST_REVISION);
        {
            let mut state = self.state.borrow_mut();
            state.vault = Vault::Unlocked(Box::new(open));
            state.presence = Presence::begin(self.ports.now());
        }
        self.note_saved().await;
        self.publish_wallet();
        Ok(())
    }

    /// Opens the vault; with `number`, that one of the list ([`KeepingView::vaults`](crate::session::vault::keeping::KeepingView)).
    pub(in crate::session) async fn unlock(
        self: &Rc<Self>,
        password: Password,
        number: Option<u32>,
    ) -> Result<(), Fault> {
        let locked = {
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
        // What a person opens may have to be written: one writer at a time.
        let writing = self.writing.lock().await;
        let opened = match locked.choose(number).cloned() {
            Some(_) if !matches!(self.state.borrow().vault, Vault::Opening) => Err(fault(SessionError::OutOfStep)),
            Some(chosen) => self.open_chosen(&locked, &chosen, &password).await,
            None => Err(fault(SessionError::OutOfStep)),
        };
        {
            let mut state = self.state.borrow_mut();
            // Deleted meanwhile: it must not come back to life.
            if !matches!(state.vault, Vault::Opening) {
                return Err(state.vault.not_locked());
            }
            match opened {
                Ok(open) => {
                    state.vault = Vault::Unlocked(Box::new(open));
                    state.presence = Presence::begin(self.ports.now());
                }
                Err(fault) => {
                    state.vault = Vault::Locked(locked);
                    return Err(fault);
                }
            }
        }
        drop(writing);
        self.note_saved().await;
        self.note_resumable().await;
        self.publish_wallet();
        Ok(())
    }

    /// Forgets the key and everything decrypted, at once. A running recovery stops; its checkpoint stays. Ready when a write
    /// that was under way has ended, and the record to open next is the one it left behind.
    pub(in crate::session) async fn lock(self: &Rc<Self>) {
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

    pub(in crate::session) async fn reset_vault(self: &Rc<Self>) -> Result<(), Fault> {
        self.halt_recovery();
        self.withdraw_key_file();
        let _writing = self.writing.lock().await;
        let is_whole = self.ports.store().clear().await.map_err(fault)?;
        self.withdraw_key_file();
        {
            let mut state = self.state.borrow_mut();
            state.vault = Vault::Absent;
            state.keeping = Keeping::of_load(&Standing::Absent { deleting: !is_whole }, Copies::Both);
            state.forget_decrypted();
        }
        self.publish_wallet();
        Ok(())
    }

    /// Changes the vault in one step: the change is sealed and stored before anything else sees it.
    pub(in crate::session) async fn commit<T>(
        self: &Rc<Self>,
        change: impl FnOnce(&mut Contents) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let _writing = self.writing.lock().await;
        let (contents, record, revision, value) = {
            let state = self.state.borrow();
            let open = state.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
            let mut contents = open.contents.clone();
            let value = change(&mut contents)?;
            may_follow(&open.contents.wallet, &contents.wallet)?;
            let revision = open.revision + 1;
            let record = vault::seal(&open.key, &contents, revision, &mut self.ports.entropy()).map_err(fault)?;
            (contents, record, revision, value)
        };
        self.store(&record, Some(revision - 1)).await?;
        {
            let state = &mut *self.state.borrow_mut();
            if let Vault::Unlocked(open) = &mut state.vault {
                let before = open.replace(contents, revision);
                keys::forget_changed(&mut state.keys, &before.wallet, &open.contents.wallet);
            }
        }
        self.note_saved().await;
        Ok(value)
    }

    /// Writes both copies. One of two is enough for the record to be safe; that it is only one is said, and the other one tried again.
    pub(in crate::session) async fn store(&self, record: &[u8], expected: Option<u64>) -> Result<(), Fault> {
        let copies = self.ports.store().save(record, expected).await.map_err(fault)?;
        self.state.borrow_mut().keeping.note_copies(copies);
        Ok(())
    }

    /// Changes the records by hand: that ends the time of “undo”.
    pub(in crate::session) async fn commit_wallet(
        self: &Rc<Self>,
        change: impl FnOnce(&mut Wallet) -> Result<(), SessionError>,
    ) -> Result<(), Fault> {
        self.commit(|contents| {
            change(&mut contents.wallet).map_err(fault)?;
            contents.undo = None;
            Ok(())
        })
        .await?;
        self.publish_wallet();
        Ok(())
    }
}

/// Whether a wallet may take the place of the one before: what is stored can be opened again in seconds, and fits into a backup. One that
/// is beyond that already may still change and shrink. A preview asks the same question before anything is done.
pub(in crate::session) fn may_follow(before: &Wallet, after: &Wallet) -> Result<(), Fault> {
    let load = Load::of(after);
    if load.exceeds(Load::of(before)) {
        load.check().map_err(fault)?;
    }
    let bytes = record::length(after);
    if bytes > MAX_WRITTEN && !record::may_follow(record::length(before), bytes) {
        return Err(fault(SessionError::WalletTooLarge { bytes, max: MAX_WRITTEN }));
    }
    Ok(())
}

//! Making, opening, locking and deleting the vault.

use crate::fault::Fault;
use crate::secret::{PasskeySecret, Password};
use crate::vault::{self, Contents, Copies, Present, Standing};

use super::Vault;
use super::kept::{Keeping, Locked};
use super::password::require_long_enough;
use super::presence::Presence;
use super::state::{Open, SavedAs, VaultState};
use super::view::LockCause;
use crate::session::error::{SessionError, fault};
use crate::session::ports::Ports;

impl<P: Ports + 'static> Vault<P> {
    /// Reads both copies, mends one from the other, and says where that leaves the person.
    pub(in crate::session) async fn load(&self) {
        let store = self.context.ports.store();
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
        let passkey = store.load_passkey().await;
        let mut held = self.held.borrow_mut();
        held.keeping = Keeping::of_load(&standing, copies.clone());
        held.state = match standing {
            Standing::Absent { .. } => VaultState::Absent,
            Standing::Lost(error) => VaultState::Lost(fault(error)),
            Standing::Present(present) => {
                let mended = !present.mend.is_empty() && copies == Copies::Both;
                VaultState::Locked(Box::new(Locked { present, mended, passkey }))
            }
        };
    }

    /// Makes a new, empty vault.
    pub(in crate::session) async fn create(&self, password: Password) -> Result<(), Fault> {
        let _writing = self.writing.lock().await;
        if !matches!(self.held.borrow().state, VaultState::Absent) {
            return Err(fault(SessionError::VaultExists));
        }
        require_long_enough(&password)?;
        let contents = Contents::default();
        let (key, sealed) = vault::create(&password, &contents, &mut self.context.ports.entropy()).map_err(fault)?;
        self.store(&sealed.bytes, None).await?;
        self.begin(Open::new(key, contents, SavedAs::sealed(vault::FIRST_REVISION, &sealed)));
        self.note_saved().await;
        Ok(())
    }

    /// Opens the vault; with `number`, that one of the list ([`KeepingView::vaults`](super::view::KeepingView)).
    pub(in crate::session) async fn unlock(&self, password: Password, number: Option<u32>) -> Result<(), Fault> {
        self.unlock_with(async |locked| {
            let chosen = locked.choose(number).cloned().ok_or_else(|| fault(SessionError::OutOfStep))?;
            self.open_chosen(locked, &chosen, &password).await
        })
        .await
    }

    /// Opens the vault with its passkey.
    pub(in crate::session) async fn unlock_with_passkey(&self, secret: PasskeySecret) -> Result<(), Fault> {
        self.unlock_with(async |locked| {
            let found = locked.choose(None).zip(locked.passkey());
            let (chosen, passkey) = found.ok_or_else(|| fault(SessionError::OutOfStep))?;
            let unlocked = passkey.unlock(&chosen.bytes, &secret).map_err(fault)?;
            Ok(Open::unlocked(unlocked, chosen.revision, chosen.bytes.len()))
        })
        .await
    }

    async fn unlock_with(&self, open: impl AsyncFnOnce(&Locked) -> Result<Open, Fault>) -> Result<(), Fault> {
        let mut locked = {
            let mut held = self.held.borrow_mut();
            match held.state.take_locked() {
                Some(locked) => {
                    held.state = VaultState::Opening;
                    locked
                }
                None => return Err(held.state.not_locked()),
            }
        };
        // Shown before the key derivation keeps this thread busy for a fifth of a second.
        self.context.redraw();
        self.context.ports.sleep(0).await;
        // What a person opens may have to be written: one writer at a time.
        let writing = self.writing.lock().await;
        let opened = match self.held.borrow().state {
            VaultState::Opening => Ok(()),
            VaultState::Starting
            | VaultState::Absent
            | VaultState::Locked(_)
            | VaultState::Unlocked(_)
            | VaultState::Lost(_) => Err(fault(SessionError::OutOfStep)),
        };
        let opened = match opened {
            Ok(()) => open(&locked).await,
            Err(fault) => Err(fault),
        };
        {
            let mut held = self.held.borrow_mut();
            // Deleted meanwhile: it must not come back to life.
            if !matches!(held.state, VaultState::Opening) {
                return Err(held.state.not_locked());
            }
            let passkey = locked.passkey.take();
            match opened {
                Ok(open) => {
                    if locked.is_alone() {
                        held.keeping.last = Some(open.sighting());
                    }
                    let passkey = passkey.filter(|passkey| passkey.is_under(&open.key));
                    held.state = VaultState::Unlocked(Box::new(Open { passkey, ..open }));
                }
                Err(fault) => {
                    locked.passkey = passkey;
                    held.state = VaultState::Locked(locked);
                    return Err(fault);
                }
            }
        }
        self.begin_presence();
        drop(writing);
        self.note_saved().await;
        Ok(())
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

    fn begin(&self, open: Open) {
        self.held.borrow_mut().state = VaultState::Unlocked(Box::new(open));
        self.begin_presence();
    }

    fn begin_presence(&self) {
        self.why_locked.set(None);
        *self.presence.borrow_mut() = Presence::begin(self.context.ports.now());
    }
}

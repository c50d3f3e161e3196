//! Reading what is stored, and making and opening the vault.

use crate::fault::Fault;
use crate::secret::{PasskeySecret, Password};
use crate::vault::{self, Contents, Copies, Found, Present, Standing};

use super::Vault;
use super::kept::{Keeping, Locked};
use super::password::require_long_enough;
use super::presence::Presence;
use super::state::{Open, SavedAs, VaultState};
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
            Standing::Lost(why) => VaultState::Lost(why),
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

    /// Opens a vault that `chosen` names. One of several, or an older one, becomes the one in use only now that its password is
    /// known; what it takes the place of is set aside first. Answers it open.
    async fn open_chosen(&self, locked: &Locked, chosen: &Found, password: &Password) -> Result<Open, Fault> {
        let unlocked = vault::unlock(&chosen.bytes, password).map_err(fault)?;
        let is_split = locked.present.is_split(chosen);
        if !is_split {
            if locked.present.needs_choice() || chosen.is_kept {
                self.settle(&chosen.bytes, &chosen.bytes).await?;
            }
            return Ok(Open::unlocked(unlocked, chosen.revision, chosen.bytes.len()));
        }
        let (revision, contents) = (chosen.revision + 1, unlocked.contents);
        let mut entropy = self.context.ports.entropy();
        let (key, sealed) = vault::fork(password, &contents, revision, &mut entropy).map_err(fault)?;
        self.settle(&chosen.bytes, &sealed.bytes).await?;
        Ok(Open::new(key, contents, SavedAs::sealed(revision, &sealed)))
    }

    /// Makes `record` the vault in use: the one that was opened, or what follows it under a name of its own.
    async fn settle(&self, opened: &[u8], record: &[u8]) -> Result<(), Fault> {
        let store = self.context.ports.store();
        let loaded = store.load().await;
        let plan = vault::settle(&loaded, opened, record);
        let copies = store.settle(&loaded, opened, record, &plan).await.map_err(fault)?;
        self.held.borrow_mut().keeping.note_copies(copies);
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

//! A passkey that opens the vault beside the password: added, removed, and kept through a new password.

use crate::fault::Fault;
use crate::secret::{PasskeySecret, Password};
use crate::vault::{INPUT_LEN, Key, Passkey, VaultError};

use super::Vault;
use super::state::VaultState;
use crate::session::error::{SessionError, fault};
use crate::session::ports::Ports;

impl<P: Ports + 'static> Vault<P> {
    /// Lets a passkey open the vault as well. Whoever adds one has to know the password: a vault that was left open takes no other way in.
    pub(in crate::session) async fn add_passkey(
        &self,
        password: Password,
        credential: Vec<u8>,
        input: &[u8],
        secret: PasskeySecret,
    ) -> Result<(), Fault> {
        self.require_open()?;
        let input = <[u8; INPUT_LEN]>::try_from(input).map_err(|_| fault(VaultError::PasskeyUnusable))?;
        // Shown before the key derivation keeps this thread busy.
        self.context.redraw();
        self.context.ports.sleep(0).await;
        let _writing = self.writing.lock().await;
        self.require_password(&password)?;
        let passkey = {
            let held = self.held.borrow();
            let open = held.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
            Passkey::wrap(&open.key, credential, input, &secret, &mut self.context.ports.entropy()).map_err(fault)?
        };
        self.context.ports.store().save_passkey(Some(&passkey)).await.map_err(fault)?;
        self.note_passkey(Some(passkey));
        Ok(())
    }

    /// Only the password opens the vault from now on.
    pub(in crate::session) async fn remove_passkey(&self) -> Result<(), Fault> {
        self.require_open()?;
        let _writing = self.writing.lock().await;
        self.context.ports.store().save_passkey(None).await.map_err(fault)?;
        self.note_passkey(None);
        Ok(())
    }

    /// The passkey for a new key, if what it made is at hand; else it opens the vault no longer.
    pub(super) fn passkey_for(&self, key: &Key, secret: Option<&PasskeySecret>) -> Option<Passkey> {
        let held = self.held.borrow();
        let passkey = held.open()?.passkey.as_ref()?;
        passkey.wrap_anew(key, secret?, &mut self.context.ports.entropy()).ok()
    }

    /// Under a new key: the wrapping of the old one is of no use any more, also where it cannot be removed now. One that could not be stored
    /// opens nothing after the next start, and is not said to.
    pub(super) async fn keep_passkey(&self, passkey: Option<Passkey>) {
        let is_stored = self.context.ports.store().save_passkey(passkey.as_ref()).await.is_ok();
        self.note_passkey(passkey.filter(|_| is_stored));
    }

    fn note_passkey(&self, passkey: Option<Passkey>) {
        if let VaultState::Unlocked(open) = &mut self.held.borrow_mut().state {
            open.passkey = passkey;
        }
        self.context.redraw();
    }
}

//! The keys of one account as a file that can be downloaded: unencrypted, and only for whoever knows the unlock password.

use crate::backup;
use crate::fault::Fault;
use crate::secret::Password;

use super::ExportFlow;
use super::view::KeyFile;
use crate::session::error::{SessionError, fault};
use crate::session::ports::Ports;

impl<P: Ports + 'static> ExportFlow<P> {
    /// Hands out the keys of one account.
    pub(super) async fn account_key(&self, network: &str, id: &str, password: Password) -> Result<KeyFile, Fault> {
        self.withdraw_key_file();
        let turn = self.offer.turns.begin();
        let network = network.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        let address = id.parse().map_err(|_| fault(SessionError::UnknownRecord))?;
        self.vault.require_open()?;
        // Shown before the key derivation keeps this thread busy.
        self.context.redraw();
        self.context.ports.sleep(0).await;
        let contents = self.vault.contents()?;
        // Given up, or asked for once more, while it waited.
        if turn.is_over() {
            return Err(fault(SessionError::OutOfStep));
        }
        self.vault.require_password(&password)?;
        let file = backup::account_key_file(&contents.wallet, network, address).map_err(fault)?;
        let url = self.context.ports.offer(&file.bytes).ok_or_else(|| fault(SessionError::CannotOffer))?;
        *self.offer.url.borrow_mut() = Some(url.clone());
        Ok(KeyFile { file_name: file.file_name, url, notices: file.notices })
    }

    /// Takes the offer back, also one that is only on its way.
    pub(in crate::session) fn withdraw_key_file(&self) {
        self.offer.turns.end();
        if let Some(url) = self.offer.url.take() {
            self.context.ports.withdraw(&url);
        }
    }
}

//! What lies beside the vault, sealed with its key: an interrupted search; and what was unfinished when it locked.

use crate::secret::Plaintext;
use crate::vault;

use super::Vault;
use crate::session::ports::Ports;

impl<P: Ports + 'static> Vault<P> {
    /// Keeps it, in place of what was there; not while the vault is locked. Answers nothing: a failure costs an approval on the
    /// Ledger, no account.
    pub(in crate::session) async fn keep_aside(&self, plain: &Plaintext) {
        let sealed = {
            let held = self.held.borrow();
            let Some(open) = held.open() else { return };
            vault::seal_aside(&open.key, plain, &mut self.context.ports.entropy())
        };
        let _ = self.context.ports.store().save_aside(Some(&sealed)).await;
    }

    /// What is there, if it opens.
    pub(in crate::session) async fn aside(&self) -> Option<Plaintext> {
        let sealed = self.context.ports.store().load_aside().await.ok().flatten()?;
        vault::open_aside(&self.held.borrow().open()?.key, &sealed).ok()
    }

    /// Seals what is unfinished, for whoever opens this vault again; `None` while it is not open.
    pub(in crate::session) fn seal_unfinished(&self, plain: &Plaintext) -> Option<Vec<u8>> {
        let held = self.held.borrow();
        Some(vault::seal_unfinished(&held.open()?.key, plain, &mut self.context.ports.entropy()))
    }

    /// Opens what was sealed so; `None` if it is of another vault, or of this one under another password.
    pub(in crate::session) fn open_unfinished(&self, sealed: &[u8]) -> Option<Plaintext> {
        vault::open_unfinished(&self.held.borrow().open()?.key, sealed).ok()
    }

    /// Throws it away. What stays behind is only offered once more; it cannot do harm.
    pub(in crate::session) async fn forget_aside(&self) {
        let _ = self.context.ports.store().save_aside(None).await;
    }
}

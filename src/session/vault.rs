//! The open vault: making, opening, writing, locking and deleting it, and how safely it is kept.

pub mod intent;
pub(super) mod keeping;
pub(super) mod opening;
pub(super) mod password;
pub(super) mod presence;
pub(super) mod state;
pub mod view;

use std::rc::Rc;

use crate::fault::Fault;

use crate::session::ports::Ports;
use crate::session::vault::intent::VaultIntent;
use crate::session::{Reply, Session};

impl<P: Ports + 'static> Session<P> {
    pub(super) async fn handle_vault(self: &Rc<Self>, intent: VaultIntent) -> Result<Reply, Fault> {
        match intent {
            VaultIntent::Create { password } => self.create_vault(password).await?,
            VaultIntent::Unlock { password } => self.unlock(password, None).await?,
            VaultIntent::UnlockChosen { vault, password } => self.unlock(password, Some(vault)).await?,
            VaultIntent::CompleteCopies => self.complete_copies().await?,
            VaultIntent::Lock => self.lock().await,
            VaultIntent::Reset => self.reset_vault().await?,
            VaultIntent::Touch => {
                self.touch();
                self.publish();
            }
            VaultIntent::ChangePassword { current, new } => self.change_password(current, new).await?,
        }
        Ok(Reply::Done)
    }
}

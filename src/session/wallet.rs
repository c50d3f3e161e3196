//! Records as they are shown, named and removed.

pub(in crate::session) mod editing;
pub mod intent;
pub mod present;
mod removing;
pub mod view;

use std::rc::Rc;

use crate::fault::Fault;

use crate::session::ports::Ports;
use crate::session::wallet::intent::WalletIntent;
use crate::session::{Reply, Session};

impl<P: Ports + 'static> Session<P> {
    pub(super) async fn handle_wallet(self: &Rc<Self>, intent: WalletIntent) -> Result<Reply, Fault> {
        match intent {
            WalletIntent::RenameAccount { network, id, name } => self.rename_account(&network, &id, &name).await?,
            WalletIntent::RenameIdentity { network, id, name } => self.rename_identity(&network, &id, &name).await?,
            WalletIntent::RemovalPreview { target } => return self.preview_removal(&target).map(Reply::Removal),
            WalletIntent::Remove { target } => self.remove(&target).await?,
            WalletIntent::SaveContact { network, previous_address, address, name, note } => {
                self.save_contact(&network, previous_address.as_deref(), &address, &name, &note).await?;
            }
            WalletIntent::CheckName { network, address, name } => {
                return self.check_name(&network, &address, &name).map(Reply::Name);
            }
            WalletIntent::DeleteContact { network, address } => self.delete_contact(&network, &address).await?,
        }
        Ok(Reply::Done)
    }
}

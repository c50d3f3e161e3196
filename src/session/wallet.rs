//! Records as they are shown, named and removed.

pub(in crate::session) mod editing;
pub(in crate::session) mod facts;
pub mod intent;
pub mod order;
pub mod present;
mod removing;
mod table;
pub mod view;

use std::rc::Rc;

use crate::fault::Fault;

use super::context::Context;
use super::ports::Ports;
use super::vault::Vault;
use intent::{WalletIntent, WalletReply};

pub(super) use facts::account_keys;

/// The records, and the small changes to them. What is remembered is the vault's.
pub(super) struct WalletFlow<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
}

impl<P: Ports + 'static> WalletFlow<P> {
    pub(super) fn new(context: &Rc<Context<P>>, vault: &Rc<Vault<P>>) -> Self {
        Self { context: Rc::clone(context), vault: Rc::clone(vault) }
    }

    /// Does what the page asked.
    pub(super) async fn handle(&self, intent: WalletIntent) -> Result<WalletReply, Fault> {
        match intent {
            WalletIntent::RenameAccount { network, id, name } => self.rename_account(&network, &id, &name).await?,
            WalletIntent::RenameIdentity { network, id, name } => self.rename_identity(&network, &id, &name).await?,
            WalletIntent::RenameLedger { id, name } => self.rename_ledger(&id, &name).await?,
            WalletIntent::RemovalPreview { target } => return self.preview_removal(&target).map(WalletReply::Removal),
            WalletIntent::Remove { target } => self.remove(&target).await?,
            WalletIntent::SaveContact { network, previous_address, address, name, note } => {
                self.save_contact(&network, previous_address.as_deref(), &address, &name, &note).await?;
            }
            WalletIntent::CheckName { network, address, name } => {
                return self.check_name(&network, &address, &name).map(WalletReply::Name);
            }
            WalletIntent::ContactsTable { network, separator } => {
                return self.contacts_table(&network, separator).map(WalletReply::Table);
            }
            WalletIntent::DeleteContact { network, address } => self.delete_contact(&network, &address).await?,
        }
        Ok(WalletReply::Done)
    }
}

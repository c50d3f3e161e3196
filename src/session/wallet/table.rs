//! Contacts as a table that can be downloaded.

use crate::backup::{self, PlainTable, Separator};
use crate::fault::Fault;

use super::WalletFlow;
use super::view::TableFile;
use crate::session::error::{SessionError, fault};
use crate::session::ports::Ports;
use crate::session::seam::saturated;

impl<P: Ports + 'static> WalletFlow<P> {
    /// Hands out the contacts of a network, with what the table leaves behind. Nothing is changed.
    pub(super) fn contacts_table(&self, network: &str, separator: Separator) -> Result<TableFile, Fault> {
        let network = network.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        let contents = self.vault.contents()?;
        let now = self.context.ports.now();
        let table = backup::contacts_table(&contents.wallet, network, separator, now).map_err(fault)?;
        let PlainTable { file_name, bytes, contacts, omissions } = table;
        let omissions = omissions.into_iter().map(backup::Omitted::notice).collect();
        Ok(TableFile { file_name, bytes, contacts: saturated(contacts), omissions })
    }
}

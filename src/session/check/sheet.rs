//! What a recovery sheet says: which Ledgers, identities, accounts and files there are. It has names and addresses; nothing in it opens,
//! signs or decrypts anything, so that it can lie in a drawer.

use crate::fault::Fault;
use crate::model::{IdentityIndex, NetworkRecords, Related};

use super::CheckFlow;
use super::present::backup_view;
use super::view::{SheetAccountView, SheetIdentityView, SheetLedgerView, SheetNetworkView, SheetView};
use crate::session::ports::Ports;
use crate::session::seam::ids::short;
use crate::session::seam::millis;
use crate::session::wallet::account_keys;

impl<P: Ports + 'static> CheckFlow<P> {
    /// The sheet for the wallet as it is now.
    pub(super) fn sheet(&self) -> Result<SheetView, Fault> {
        let contents = self.vault.contents()?;
        let wallet = &contents.wallet;
        let ledgers = wallet.devices.iter().map(|(key, device)| SheetLedgerView {
            id: short(key),
            name: device.name.as_str().into(),
            model: contents.models.get(key).cloned(),
        });
        let networks = wallet.networks.iter().filter(|(_, records)| !records.is_empty());
        Ok(SheetView {
            at: millis(self.context.ports.now()),
            ledgers: ledgers.collect(),
            networks: networks.map(|(network, records)| network_view(network.to_string(), records)).collect(),
            backups: contents.backup.made.iter().rev().map(|made| backup_view(made, wallet)).collect(),
        })
    }
}

fn network_view(network: String, records: &NetworkRecords) -> SheetNetworkView {
    let related = Related::of(records);
    let identities = records.identities.values().map(|identity| SheetIdentityView {
        name: identity.name.as_str().into(),
        number: identity.key.index().map(IdentityIndex::get),
        ledger: identity.key.device().as_ref().map(short),
    });
    let accounts = records.accounts.values().filter_map(|account| {
        Some(SheetAccountView {
            name: account.name.as_str().into(),
            address: account.key.address()?.to_string(),
            keys: account_keys(account, related.credentials(&account.key)),
        })
    });
    SheetNetworkView { network, identities: identities.collect(), accounts: accounts.collect() }
}

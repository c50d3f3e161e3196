//! What of a wallet goes into a file, and what stays behind.

use super::omission::{Omission, Omitted};
use crate::fault::Facts;
use crate::model::{GenesisHash, Network, Wallet};

/// What goes into a file, and what stays behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The wallet that the files hold together: opening them all gives exactly this.
    pub wallet: Wallet,
    /// What stays behind, by name, and what is only safe on certain conditions.
    pub omissions: Vec<Omitted>,
}

/// One for each network that stays behind.
pub(super) fn other_networks(code: Omission, wallet: &Wallet, network: GenesisHash) -> impl Iterator<Item = Omitted> {
    let others = wallet.networks.iter().filter(move |(genesis, records)| **genesis != network && !records.is_empty());
    others.map(move |(genesis, records)| {
        let mut facts = Facts::default();
        facts.add("network", Network::word(*genesis));
        facts.add("identities", records.identities.len());
        facts.add("accounts", records.accounts.len());
        facts.add("contacts", records.contacts.len());
        Omitted { code, fields: facts.into_fields() }
    })
}

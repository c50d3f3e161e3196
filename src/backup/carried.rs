//! What of a wallet goes into a file, and what stays behind.

use super::omission::{Omission, Omitted};
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
        let name = match Network::of(*genesis) {
            Some(Network::Mainnet) => "mainnet".into(),
            Some(Network::Testnet) => "testnet".into(),
            Some(Network::Stagenet) => "stagenet".into(),
            None => genesis.to_string(),
        };
        let fields = [
            ("network", name),
            ("identities", records.identities.len().to_string()),
            ("accounts", records.accounts.len().to_string()),
            ("contacts", records.contacts.len().to_string()),
        ];
        Omitted { code, fields: fields.into() }
    })
}

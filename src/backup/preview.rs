//! What a backup would hold, before it is made.
//! This module counts and names; it refuses to make one.

use std::collections::BTreeSet;

use super::Format;
use super::format::{desktop, phone};
use super::omission::Omitted;
use crate::model::{Counts, GenesisHash, Wallet};
use crate::record::fingerprint::{self, Fingerprint};

/// What a backup would hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What goes in.
    pub counts: Counts,
    /// Names of the accounts that go in, as the person wrote them, sorted by network and address.
    pub account_names: Vec<String>,
    /// What the format cannot carry, by name.
    pub omissions: Vec<Omitted>,
    /// How many of the accounts go in with their keys.
    pub accounts_with_keys: usize,
    /// How many of the identities go in with their keys.
    pub identities_with_keys: usize,
    /// Whether anything goes in that is a key, or may be one.
    pub holds_keys: bool,
    /// How many files it takes.
    pub files: usize,
    /// Every record that can be had back from it as it is.
    pub held: BTreeSet<Fingerprint>,
}

/// What a backup in this format would hold. A Lifeboat backup holds every network; other formats hold `network` alone.
#[must_use]
pub fn preview(wallet: &Wallet, format: Format, network: GenesisHash) -> Preview {
    match format {
        Format::Lifeboat => Preview {
            counts: Counts::of(wallet),
            account_names: account_names(wallet),
            accounts_with_keys: accounts_with_keys(wallet),
            identities_with_keys: identities_with_keys(wallet),
            holds_keys: wallet.holds_keys(),
            omissions: Vec::new(),
            files: 1,
            held: fingerprint::all(wallet),
        },
        Format::DesktopWallet => {
            let carried = desktop::carry(wallet, network);
            Preview {
                counts: Counts::of(&carried.wallet),
                account_names: account_names(&carried.wallet),
                accounts_with_keys: 0,
                identities_with_keys: 0,
                holds_keys: false,
                files: desktop::parts(&carried.wallet, network),
                held: fingerprint::all(&carried.wallet),
                omissions: carried.omissions,
            }
        }
        Format::PhoneWallet => {
            let carried = phone::carry(wallet, network);
            Preview {
                counts: Counts::of(&carried.wallet),
                account_names: account_names(&carried.wallet),
                accounts_with_keys: accounts_with_keys(&carried.wallet),
                identities_with_keys: identities_with_keys(&carried.wallet),
                holds_keys: carried.wallet.holds_keys(),
                omissions: carried.omissions,
                files: 1,
                held: fingerprint::all(&carried.wallet),
            }
        }
    }
}

fn accounts_with_keys(wallet: &Wallet) -> usize {
    let accounts = wallet.networks.values().flat_map(|records| records.accounts.values());
    accounts.filter(|account| account.keys.is_some()).count()
}

fn identities_with_keys(wallet: &Wallet) -> usize {
    let identities = wallet.networks.values().flat_map(|records| records.identities.values());
    identities.filter(|identity| identity.phone.as_ref().is_some_and(|phone| phone.keys.is_some())).count()
}

fn account_names(wallet: &Wallet) -> Vec<String> {
    let accounts = wallet.networks.values().flat_map(|records| records.accounts.values());
    accounts.map(|account| account.name.clone()).collect()
}

//! What a backup would hold, before it is made.

use std::collections::BTreeSet;

use super::carried::Carried;
use super::omission::Omitted;
use super::{BackupError, format};
use crate::model::{Counts, Format, GenesisHash, KeyCounts, Wallet};
use crate::record::fingerprint::{self, Fingerprint};

/// What a backup would hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupPreview {
    /// What goes in.
    pub counts: Counts,
    /// Names of the accounts that go in, as the person wrote them, sorted by network and address.
    pub account_names: Vec<String>,
    /// What the format cannot carry, by name.
    pub omissions: Vec<Omitted>,
    /// How many of the accounts and identities go in with their keys.
    pub with_keys: KeyCounts,
    /// Whether anything goes in that is a key, or may be one.
    pub holds_keys: bool,
    /// How many files it takes.
    pub files: usize,
    /// Whether nothing goes in that such a file is opened for: it is not made.
    pub is_empty: bool,
    /// Every record that can be had back from it as it is.
    pub held: BTreeSet<Fingerprint>,
}

/// What a backup in this format would hold. A Lifeboat backup holds every network; other formats hold `network` alone.
///
/// # Errors
/// [`BackupError::NotWritten`].
pub fn preview(wallet: &Wallet, format: Format, network: GenesisHash) -> Result<BackupPreview, BackupError> {
    let writes = format::writes(format)?;
    let Carried { wallet: carried, omissions } = writes.carry(wallet, network);
    Ok(BackupPreview {
        counts: Counts::of(&carried),
        account_names: account_names(&carried),
        omissions,
        with_keys: KeyCounts::of(&carried),
        holds_keys: carried.holds_keys(),
        files: writes.files(&carried, network),
        is_empty: writes.is_empty(&carried, network),
        held: fingerprint::all(&carried),
    })
}

fn account_names(wallet: &Wallet) -> Vec<String> {
    let accounts = wallet.networks.values().flat_map(|records| records.accounts.values());
    accounts.map(|account| account.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::model::{AccountAddress, Contact, ContactAddress, CredentialId, Network, NetworkRecords};

    #[test]
    fn a_phones_file_without_an_identity_is_empty_whatever_else_is_in_it() {
        let mainnet = Network::Mainnet.genesis();
        let is_empty = |records: &NetworkRecords| {
            let wallet = Wallet { networks: [(mainnet, records.clone())].into(), ..Wallet::default() };
            [Format::LifeboatBackup, Format::DesktopWallet, Format::PhoneWallet]
                .map(|format| preview(&wallet, format, mainnet).unwrap().is_empty)
        };
        let mut records = NetworkRecords::default();
        assert_eq!(is_empty(&records), [true, true, true]);
        let address = AccountAddress::of_first_credential(&CredentialId::new([1; 48]));
        let at = ContactAddress::Account(address);
        records.contacts.insert(at.clone(), Contact { address: at, name: "Bo".into(), note: None }.into());
        assert_eq!(is_empty(&records), [false, false, true]);
    }
}

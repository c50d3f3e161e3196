//! What was found, as records like those of an imported file, for the same preview and the same merge.

use std::collections::BTreeSet;

use super::FoundByKey;
use crate::gather::Gather;
use crate::model::{
    Account, AccountState, Contact, ContactAddress, Cosigner, Device, GenesisHash, NetworkRecords, PairingKey,
    Shielded, Wallet,
};

/// The note of an account's entry in the address book, the same as that of any recovered account.
const CONTACT_NOTE: &str = "Recovered account";
/// What the Desktop Wallet writes for "show all transactions".
const NO_FILTER: &str = "{}";

/// A wallet of its own with these accounts, under no identity, the Ledger that has their keys, and the credentials there that other keys
/// than the Ledger's can sign for.
#[must_use]
pub fn wallet<'a>(network: GenesisHash, device: PairingKey, found: impl IntoIterator<Item = FoundByKey<'a>>) -> Wallet {
    let mut records = NetworkRecords::default();
    for found in found {
        let account = account(&found);
        let address = ContactAddress::Account(found.account.address);
        let contact = Contact { address, name: account.name.clone(), note: Some(CONTACT_NOTE.to_owned()) };
        records.contacts.insert(contact.address.clone(), contact.into());
        for cosigner in cosigners(&found) {
            records.cosigners.insert(cosigner.credential, cosigner.into());
        }
        records.accounts.insert(account.key.clone(), account.into());
    }
    if records.is_empty() {
        return Wallet::default();
    }
    let ledger = Device::ledger(device);
    Wallet {
        devices: [(device, ledger.into())].into_iter().gather(),
        networks: [(network, records)].into_iter().gather(),
        ..Wallet::default()
    }
}

fn cosigners(found: &FoundByKey<'_>) -> impl Iterator<Item = Cosigner> {
    let keys: BTreeSet<_> = found.signers.iter().map(|signer| signer.key).gather();
    let account = found.account.address;
    let credentials = found.account.credentials.values();
    let others = credentials.filter(move |credential| credential.keys.keys.values().any(|key| !keys.contains(key)));
    others.map(move |credential| Cosigner { account, credential: credential.id, note: String::new() })
}

fn account(found: &FoundByKey<'_>) -> Account {
    Account {
        key: found.account.address.into(),
        identity: None,
        name: found.account.address.default_name(),
        state: AccountState::Confirmed,
        signature_threshold: found.account.threshold,
        is_initial: found.account.opened_by().is_some_and(|first| first.initial),
        deployment: None,
        transaction_filter: NO_FILTER.to_owned(),
        shielded: Shielded::none(),
        keys: None,
        phone: None,
        signers: found.signers.clone(),
    }
}

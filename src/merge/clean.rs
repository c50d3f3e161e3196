//! Names and notes that come in, as names of ours would be: with nothing in them that nobody sees.
//! This module knows which texts of a record a person reads as a name; everything else stays as it came.

use std::collections::BTreeSet;

use super::item::Subject;
use crate::model::{ContactAddress, GenesisHash, NetworkRecords, Wallet};
use crate::text;

/// The wallet with clean names and notes, and the records of which one was not.
#[must_use]
pub fn cleaned(mut wallet: Wallet) -> (Wallet, BTreeSet<Subject>) {
    let mut subjects = BTreeSet::new();
    for (key, device) in &mut wallet.devices {
        if clean(&mut device.name, || None) {
            subjects.insert(Subject::Device(*key));
        }
    }
    for (network, records) in &mut wallet.networks {
        clean_names(*network, records, &mut subjects);
    }
    (wallet, subjects)
}

fn clean_names(network: GenesisHash, records: &mut NetworkRecords, subjects: &mut BTreeSet<Subject>) {
    for (key, identity) in &mut records.identities {
        if clean(&mut identity.name, || None) {
            subjects.insert(Subject::Identity(network, *key));
        }
    }
    for (key, account) in &mut records.accounts {
        let default = account.default_name();
        if clean(&mut account.name, || Some(default)) {
            subjects.insert(Subject::Account(network, key.clone()));
        }
    }
    for (id, cosigner) in &mut records.cosigners {
        if clean(&mut cosigner.note, || None) {
            subjects.insert(Subject::Cosigner(network, *id));
        }
    }
    for (at, contact) in &mut records.contacts {
        let default = match at {
            ContactAddress::Account(address) => Some(address.default_name()),
            ContactAddress::Invalid(_) => None,
        };
        let name = clean(&mut contact.name, || default);
        let note = contact.note.as_mut().is_some_and(|note| clean(note, || None));
        if name || note {
            subjects.insert(Subject::Contact(network, at.clone()));
        }
    }
}

/// Whether there was something to clean. A name of which nothing is left gives way to the one it has by default.
fn clean(name: &mut String, default: impl FnOnce() -> Option<String>) -> bool {
    let clean = text::clean(name);
    if clean == name.as_str() {
        return false;
    }
    let clean = clean.into_owned();
    *name = if clean.is_empty() { default().unwrap_or_default() } else { clean };
    true
}

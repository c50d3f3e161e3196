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
        if let Some(name) = clean(&device.name, || None) {
            device.name = name;
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
        if let Some(name) = clean(&identity.name, || None) {
            identity.name = name;
            subjects.insert(Subject::Identity(network, *key));
        }
    }
    for (key, account) in &mut records.accounts {
        if let Some(name) = clean(&account.name, || Some(account.default_name())) {
            account.name = name;
            subjects.insert(Subject::Account(network, key.clone()));
        }
    }
    for (id, cosigner) in &mut records.cosigners {
        if let Some(note) = clean(&cosigner.note, || None) {
            cosigner.note = note;
            subjects.insert(Subject::Cosigner(network, *id));
        }
    }
    for (at, contact) in &mut records.contacts {
        let default = || match at {
            ContactAddress::Account(address) => Some(address.default_name()),
            ContactAddress::Invalid(_) => None,
        };
        let (name, note) =
            (clean(&contact.name, default), contact.note.as_deref().and_then(|note| clean(note, || None)));
        if name.is_none() && note.is_none() {
            continue;
        }
        if let Some(name) = name {
            contact.name = name;
        }
        if let Some(note) = note {
            contact.note = Some(note);
        }
        subjects.insert(Subject::Contact(network, at.clone()));
    }
}

/// The text without what there was to clean; `None` if there was nothing. A name of which nothing is left gives way to the one it has by default.
fn clean(name: &str, default: impl FnOnce() -> Option<String>) -> Option<String> {
    let clean = text::clean(name);
    if clean == name {
        return None;
    }
    let clean = clean.into_owned();
    Some(if clean.is_empty() { default().unwrap_or_default() } else { clean })
}

//! What makes one wallet another one, in numbers: what taking an import back would do, said before and after it is done.

use std::collections::{BTreeMap, BTreeSet};

use crate::gather::Gather;
use crate::model::{Counts, NetworkRecords, RecordKind, Wallet};

/// How many records differ between two wallets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Only the second has them.
    pub added: Counts,
    /// Only the first has them.
    pub removed: Counts,
    /// Both have them, and not the same.
    pub changed: Counts,
}

impl Changes {
    /// From one wallet to the other; every record is looked at once.
    #[must_use]
    pub fn between(before: &Wallet, after: &Wallet) -> Self {
        let mut changes = Self::default();
        changes.compare(RecordKind::Device, &before.devices, &after.devices);
        let nothing = NetworkRecords::default();
        let both: BTreeSet<_> = before.networks.keys().chain(after.networks.keys()).gather();
        for network in both {
            let before = before.networks.get(network).unwrap_or(&nothing);
            let after = after.networks.get(network).unwrap_or(&nothing);
            changes.compare(RecordKind::Identity, &before.identities, &after.identities);
            changes.compare(RecordKind::Account, &before.accounts, &after.accounts);
            changes.compare(RecordKind::Credential, &before.credentials, &after.credentials);
            changes.compare(RecordKind::Cosigner, &before.cosigners, &after.cosigners);
            changes.compare(RecordKind::Contact, &before.contacts, &after.contacts);
        }
        changes
    }

    fn compare<K: Ord, R: PartialEq>(&mut self, kind: RecordKind, before: &BTreeMap<K, R>, after: &BTreeMap<K, R>) {
        for (key, record) in before {
            match after.get(key) {
                None => self.removed.count(kind),
                Some(other) if other != record => self.changed.count(kind),
                Some(_) => {}
            }
        }
        after.keys().filter(|key| !before.contains_key(key)).for_each(|_| self.added.count(kind));
    }
}

//! What the wallet already holds on one network, as far as it changes the search or guards it.

use std::collections::BTreeMap;

use super::place::Place;
use crate::gather::Gather;
use crate::model::{CredentialId, GenesisHash, IdentityKey, Wallet};

/// Identities that are here already, and whose credentials are whose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Identities, with the highest credential number on record.
    identities: BTreeMap<IdentityKey, Option<u8>>,
    /// The person's own credentials, of whatever Ledger or phone, and who made them.
    credentials: BTreeMap<CredentialId, IdentityKey>,
}

impl Known {
    /// Reads them out of the wallet.
    #[must_use]
    pub fn of(wallet: &Wallet, network: GenesisHash) -> Self {
        let Some(records) = wallet.networks.get(&network) else { return Self::default() };
        let mut identities: BTreeMap<IdentityKey, Option<u8>> = records
            .identities
            .values()
            .map(|identity| {
                // A phone numbers its accounts one after the other; what it would give next, it has not given yet.
                let last = identity.phone.as_ref().and_then(|phone| phone.next_account_number.checked_sub(1));
                (identity.key, last.and_then(|last| u8::try_from(last).ok()))
            })
            .gather();
        for credential in records.credentials.values() {
            if let Some(highest) = identities.get_mut(&credential.identity) {
                // A number the chain does not know cannot be looked up.
                *highest = (*highest).max(u8::try_from(credential.index.0).ok());
            }
        }
        let credentials = records.credentials.values().map(|credential| (credential.id, credential.identity)).gather();
        Self { identities, credentials }
    }

    pub(super) fn holds(&self, identity: &IdentityKey) -> bool {
        self.identities.contains_key(identity)
    }

    pub(super) fn highest_number(&self, identity: &IdentityKey) -> Option<u8> {
        self.identities.get(identity).copied().flatten()
    }

    pub(super) fn credentials(&self) -> impl Iterator<Item = CredentialId> {
        self.credentials.keys().copied()
    }

    /// Where the key is that made this credential, by the records.
    pub(super) fn place_of(&self, id: &CredentialId) -> Option<Place> {
        self.credentials.get(id).map(|identity| Place::of(*identity))
    }
}

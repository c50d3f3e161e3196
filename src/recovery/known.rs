//! What the wallet already holds of one Ledger on one network, as far as it changes the search.
//! This module knows identities and credential ids; it refuses to know names.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CredentialId, GenesisHash, IdentityKey, PairingKey, Wallet};

/// Identities that are here already, and whose credentials are whose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The Ledger's identities, with the highest credential number on record.
    identities: BTreeMap<IdentityKey, Option<u8>>,
    /// The person's own credentials, of whatever device.
    credentials: BTreeSet<CredentialId>,
}

impl Known {
    /// Reads them out of the wallet.
    #[must_use]
    pub fn of(wallet: &Wallet, network: GenesisHash, device: PairingKey) -> Self {
        let Some(records) = wallet.networks.get(&network) else { return Self::default() };
        let mut identities: BTreeMap<IdentityKey, Option<u8>> =
            records.identities.keys().filter(|key| key.device() == Some(device)).map(|key| (*key, None)).collect();
        for credential in records.credentials.values() {
            if let Some(highest) = identities.get_mut(&credential.identity) {
                // A number the chain does not know cannot be looked up.
                *highest = (*highest).max(u8::try_from(credential.index.0).ok());
            }
        }
        Self { identities, credentials: records.credentials.keys().copied().collect() }
    }

    pub(super) fn holds(&self, identity: &IdentityKey) -> bool {
        self.identities.contains_key(identity)
    }

    pub(super) fn highest_number(&self, identity: &IdentityKey) -> Option<u8> {
        self.identities.get(identity).copied().flatten()
    }

    pub(super) fn credentials(&self) -> impl Iterator<Item = CredentialId> {
        self.credentials.iter().copied()
    }
}

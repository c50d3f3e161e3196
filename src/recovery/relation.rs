//! Whether the Ledger at hand is the one the wallet's accounts belong to.
//!
//! The pairing key follows from the recovery phrase alone. So a new Ledger with the same phrase *is* the known one, and only
//! its model can tell that it is another piece of hardware; a browser does not learn more of it.

use crate::model::{IdentityKey, PairingKey, Wallet};
use crate::order::InOrder as _;

/// What a Ledger is to the wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// No account of any Ledger is in the wallet.
    First,
    /// The wallet knows it.
    Known {
        /// What the wallet holds of it.
        holdings: Holdings,
        /// The model it was last time, if that was another one: this is a new Ledger with the same recovery phrase.
        replaces: Option<String>,
    },
    /// The wallet does not know it, but holds accounts of others. Nothing is wrong with that, if it is meant; it is what a
    /// wrong recovery phrase, or a forgotten passphrase, looks like too.
    Stranger {
        /// What the wallet holds of each other Ledger, by its pairing key.
        others: Vec<(PairingKey, Holdings)>,
    },
}

/// What the wallet holds of one Ledger, on all networks together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Identities, placeholders included.
    pub identities: u32,
    /// Accounts listed under one of them, or with a credential of one.
    pub accounts: u32,
}

/// A Ledger that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtHand<'a> {
    /// What it is.
    pub pairing_key: PairingKey,
    /// Its model, where that can be told.
    pub model: Option<&'a str>,
    /// The model this pairing key was seen on last, where somebody kept it.
    pub model_before: Option<&'a str>,
}

impl Relation {
    /// What this Ledger is to this wallet.
    #[must_use]
    pub fn of(wallet: &Wallet, present: &AtHand<'_>) -> Self {
        let own = Holdings::of(wallet, present.pairing_key);
        if own != Holdings::default() || wallet.devices.contains_key(&present.pairing_key) {
            let replaces = present.model_before.filter(|before| present.model.is_some_and(|now| now != *before));
            return Self::Known { holdings: own, replaces: replaces.map(str::to_owned) };
        }
        let others: Vec<(PairingKey, Holdings)> = pairing_keys(wallet)
            .into_iter()
            .map(|key| (key, Holdings::of(wallet, key)))
            .filter(|(_, holdings)| holdings.accounts > 0)
            .collect();
        if others.is_empty() { Self::First } else { Self::Stranger { others } }
    }
}

impl Holdings {
    /// What a wallet holds of a Ledger.
    #[must_use]
    pub fn of(wallet: &Wallet, device: PairingKey) -> Self {
        let is_own = |identity: &IdentityKey| identity.device() == Some(device);
        let mut holdings = Self::default();
        for records in wallet.networks.values() {
            let identities = super::count(records.identities.keys().filter(|key| is_own(key)));
            let listed = records.accounts.values().filter(|account| account.identity.as_ref().is_some_and(is_own));
            let held = records.credentials.values().filter(|credential| is_own(&credential.identity));
            let mut accounts: Vec<_> =
                listed.map(|account| &account.key).chain(held.map(|credential| &credential.account)).collect();
            accounts.order();
            accounts.dedup();
            holdings.identities = holdings.identities.saturating_add(identities);
            holdings.accounts = holdings.accounts.saturating_add(super::count(accounts.iter()));
        }
        holdings
    }
}

/// Of every Ledger the wallet speaks of, each once.
fn pairing_keys(wallet: &Wallet) -> Vec<PairingKey> {
    let named = wallet.networks.values().flat_map(|records| records.identities.keys()).filter_map(IdentityKey::device);
    let mut keys: Vec<PairingKey> = wallet.devices.keys().copied().chain(named).collect();
    keys.order();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{
        AccountKey, Credential, CredentialId, CredentialIndex, Device, GenesisHash, Identity, IdentityIndex,
        KeyVersion, LedgerPath, NetworkRecords,
    };

    const OURS: PairingKey = PairingKey::new([1; 32]);
    const OTHER: PairingKey = PairingKey::new([2; 32]);

    fn wallet(with_account: bool) -> Wallet {
        let identity = IdentityKey::Ledger {
            device: OURS,
            path: LedgerPath::Legacy,
            index: IdentityIndex::FIRST,
            version: KeyVersion::V1,
        };
        let id = CredentialId::new([3; 48]);
        let credential = Credential {
            id,
            identity,
            index: CredentialIndex(0),
            account: AccountKey::Address(crate::model::AccountAddress::of_first_credential(&id)),
            slot: None,
            policy: "{}".to_owned(),
            randomness: None,
        };
        let records = NetworkRecords {
            identities: BTreeMap::from([(identity, Identity::placeholder(identity).into())]),
            credentials: if with_account { BTreeMap::from([(id, credential.into())]) } else { BTreeMap::new() },
            ..NetworkRecords::default()
        };
        let device = Device::ledger(OURS);
        Wallet {
            devices: BTreeMap::from([(OURS, device.into())]),
            networks: BTreeMap::from([(GenesisHash::new([9; 32]), records)]),
            ..Wallet::default()
        }
    }

    fn present(pairing_key: PairingKey) -> AtHand<'static> {
        AtHand { pairing_key, model: Some("Nano X"), model_before: None }
    }

    #[test]
    fn a_first_ledger_a_known_one_and_a_stranger_are_told_apart() {
        assert_eq!(Relation::of(&Wallet::default(), &present(OURS)), Relation::First);
        let holdings = Holdings { identities: 1, accounts: 1 };
        assert_eq!(Relation::of(&wallet(true), &present(OURS)), Relation::Known { holdings, replaces: None });
        assert_eq!(Relation::of(&wallet(true), &present(OTHER)), Relation::Stranger { others: vec![(OURS, holdings)] });
        assert_eq!(Relation::of(&wallet(false), &present(OTHER)), Relation::First, "no account of another one");
    }

    #[test]
    fn a_new_ledger_with_the_same_phrase_is_the_known_one_in_another_case() {
        let relation = |model, model_before| {
            let relation = Relation::of(&wallet(true), &AtHand { model, model_before, ..present(OURS) });
            let Relation::Known { replaces, .. } = relation else { return Some("not known".to_owned()) };
            replaces
        };
        assert_eq!(relation(Some("Flex"), Some("Nano S")).as_deref(), Some("Nano S"));
        assert_eq!(relation(Some("Flex"), Some("Flex")), None);
        assert_eq!(relation(None, Some("Nano S")), None, "nobody knows");
        assert_eq!(relation(Some("Flex"), None), None);
    }
}

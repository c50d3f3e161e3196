//! What goes when a record is removed, and what stays: decided once, for the question before and for the deed. What belongs
//! to what: `docs/merge-rules.md`.
//!
//! Nothing is taken along that belongs to somebody else: an account on which another identity here has a credential is listed there
//! from then on, and one whose keys are on this computer outlives the Ledger's identity it was listed under.

use std::collections::{BTreeMap, BTreeSet};

use crate::gather::{Gather, Rest as _};
use crate::model::{
    Account, AccountKey, ContactAddress, Counts, GenesisHash, IdentityKey, KeyCounts, NetworkRecords, PairingKey,
    PhoneAccount, Wallet,
};

/// What can be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The keys of an account that are in the wallet. The account stays.
    AccountKeys(AccountKey),
    /// An account, with its credentials, its co-signers and its entry in the address book.
    Account(AccountKey),
    /// The keys of an identity from a phone. The identity stays, and so do its accounts with their own keys.
    IdentityKeys(IdentityKey),
    /// An identity, with its credentials and the accounts that are only its own.
    Identity(IdentityKey),
}

/// The wallet without what was removed, and what that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// What is left.
    pub wallet: Wallet,
    /// Records that are gone.
    pub gone: Counts,
    /// Names of the accounts that are gone.
    pub accounts: Vec<String>,
    /// Accounts whose keys are gone, with the account or without.
    pub keys: u32,
    /// Identities whose keys are gone.
    pub identity_keys: u32,
    /// Accounts that stay, and are listed elsewhere.
    pub relisted: u32,
    /// Whether a search finds the records that are gone: with a Ledger, or with the keys of an identity that stays.
    pub is_found_again: bool,
}

/// Removes it from a copy. `None` if there is nothing of the kind.
#[must_use]
pub fn remove(wallet: &Wallet, network: GenesisHash, target: &Target) -> Option<Removal> {
    let mut left = wallet.clone();
    let records = left.networks.get_mut(&network)?;
    let mut work = Removing { records, accounts: Vec::new(), relisted: 0 };
    let is_found_again = match target {
        Target::AccountKeys(key) => work.account_keys(key)?,
        Target::IdentityKeys(key) => work.identity_keys(key)?,
        Target::Account(key) => work.account(key)?,
        Target::Identity(key) => work.identity(key)?,
    };
    let Removing { accounts, relisted, .. } = work;
    for device in devices_of(wallet, network, target) {
        if !left.networks.values().any(|records| uses(records, device)) {
            left.devices.take_out(&device);
        }
    }
    if left.networks.get(&network).is_some_and(NetworkRecords::is_empty) {
        left.networks.take_out(&network);
    }
    let (keys, keys_left) = (KeyCounts::of(wallet), KeyCounts::of(&left));
    Some(Removal {
        gone: Counts::of(wallet).minus(Counts::of(&left)),
        accounts,
        keys: keys.accounts.saturating_sub(keys_left.accounts),
        identity_keys: keys.identities.saturating_sub(keys_left.identities),
        relisted,
        is_found_again,
        wallet: left,
    })
}

/// The records of one network under way. Each step answers whether a search finds again what it removed.
struct Removing<'w> {
    records: &'w mut NetworkRecords,
    accounts: Vec<String>,
    relisted: u32,
}

impl Removing<'_> {
    fn account_keys(&mut self, key: &AccountKey) -> Option<bool> {
        let account = self.records.accounts.get_mut(key)?;
        let bare =
            Account { keys: None, phone: account.phone.clone().map(PhoneAccount::watched), ..account.record().clone() };
        (*account.record() != bare).then(|| *account = bare.into())?;
        Some(false)
    }

    fn identity_keys(&mut self, key: &IdentityKey) -> Option<bool> {
        let identity = self.records.identities.get_mut(key)?;
        let bare = identity.phone.clone()?.watched();
        (identity.phone.as_ref() != Some(&bare)).then(|| identity.phone = Some(bare))?;
        Some(false)
    }

    fn account(&mut self, key: &AccountKey) -> Option<bool> {
        let records = &self.records;
        let identity = records.accounts.get(key)?.identity;
        let on_it = records.credentials.values().filter(|it| it.account == *key).map(|it| it.identity);
        let has_keys = |identity: IdentityKey| {
            let is_here = records.identities.get(&identity).is_some_and(|identity| identity.has_keys());
            identity.device().is_some() || is_here
        };
        let is_found_again =
            identity.into_iter().chain(on_it).any(has_keys) || !records.accounts.get(key)?.signers.is_empty();
        self.take_out(&[key.clone()].into_iter().gather());
        Some(is_found_again)
    }

    fn identity(&mut self, key: &IdentityKey) -> Option<bool> {
        self.records.identities.remove(key)?;
        self.records.credentials.keep_only(|_, credential| credential.identity != *key);
        let others: BTreeMap<&AccountKey, IdentityKey> =
            self.records.credentials.values().map(|credential| (&credential.account, credential.identity)).gather();
        let mut gone = BTreeSet::new();
        for account in self.records.accounts.values_mut().filter(|account| account.identity == Some(*key)) {
            let other = others.get(&account.key).copied();
            let stands_alone = account.keys.is_some() || !account.signers.is_empty();
            if other.is_some() || (key.device().is_some() && stands_alone) {
                account.identity = other;
                self.relisted = self.relisted.saturating_add(1);
            } else {
                gone.insert(account.key.clone());
            }
        }
        self.take_out(&gone);
        Some(key.device().is_some())
    }

    /// Accounts, and what is nothing without them.
    fn take_out(&mut self, gone: &BTreeSet<AccountKey>) {
        let NetworkRecords { accounts, credentials, cosigners, contacts, .. } = &mut *self.records;
        // An entry with a name of its own says more than the account did.
        contacts.keep_only(|at, contact| {
            let ContactAddress::Account(address) = at else { return true };
            let account = gone.get(&AccountKey::Address(*address)).and_then(|key| accounts.get(key));
            account.is_none_or(|account| account.name != contact.name)
        });
        credentials.keep_only(|_, credential| !gone.contains(&credential.account));
        cosigners.keep_only(|_, cosigner| !gone.contains(&AccountKey::Address(cosigner.account)));
        accounts.keep_only(|key, account| {
            let stays = !gone.contains(key);
            if !stays {
                self.accounts.push(account.name.clone());
            }
            stays
        });
    }
}

/// The Ledgers a record belongs to.
fn devices_of(wallet: &Wallet, network: GenesisHash, target: &Target) -> BTreeSet<PairingKey> {
    let signers = |key| Some(&wallet.networks.get(&network)?.accounts.get(key)?.signers);
    match target {
        Target::Identity(key) => key.device().into_iter().gather(),
        Target::Account(key) => signers(key).into_iter().flatten().map(|signer| signer.device).gather(),
        Target::AccountKeys(_) | Target::IdentityKeys(_) => BTreeSet::new(),
    }
}

/// Whether anything is on record that lies on this Ledger.
fn uses(records: &NetworkRecords, device: PairingKey) -> bool {
    records.identities.keys().any(|identity| identity.device() == Some(device))
        || records.accounts.values().any(|account| account.signers.iter().any(|signer| signer.device == device))
}

#[cfg(test)]
mod tests;

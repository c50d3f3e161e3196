//! What belongs to what among the records of one network: found in one pass, instead of one pass for every record.

use std::collections::BTreeMap;

use super::account::{Account, AccountKey, Cosigner, Credential};
use super::address::AccountAddress;
use super::identity::IdentityKey;
use super::wallet::NetworkRecords;
use crate::work::{self, Work};

/// The records of one network by what they belong to. Lists are in the order of the records.
#[derive(Debug, Default)]
pub struct Related<'r> {
    accounts: BTreeMap<Option<IdentityKey>, Vec<&'r Account>>,
    credentials: BTreeMap<&'r AccountKey, Vec<&'r Credential>>,
    cosigners: BTreeMap<AccountAddress, Vec<&'r Cosigner>>,
    made_by: BTreeMap<IdentityKey, usize>,
}

impl<'r> Related<'r> {
    /// Looks at every record once.
    #[must_use]
    pub fn of(records: &'r NetworkRecords) -> Self {
        let mut related = Self::default();
        for account in records.accounts.values() {
            work::note(Work::Visit, 1);
            related.accounts.entry(account.identity).or_default().push(account);
        }
        for credential in records.credentials.values() {
            work::note(Work::Visit, 1);
            related.credentials.entry(&credential.account).or_default().push(credential);
            *related.made_by.entry(credential.identity).or_default() += 1;
        }
        for cosigner in records.cosigners.values() {
            work::note(Work::Visit, 1);
            related.cosigners.entry(cosigner.account).or_default().push(cosigner);
        }
        related
    }

    /// The accounts listed under an identity; with `None`, those that are listed under none.
    #[must_use]
    pub fn accounts(&self, identity: Option<IdentityKey>) -> &[&'r Account] {
        self.accounts.get(&identity).map_or(&[], Vec::as_slice)
    }

    /// The own credentials of an account.
    #[must_use]
    pub fn credentials(&self, account: &AccountKey) -> &[&'r Credential] {
        self.credentials.get(account).map_or(&[], Vec::as_slice)
    }

    /// The other people's credentials on an account.
    #[must_use]
    pub fn cosigners(&self, account: &AccountKey) -> &[&'r Cosigner] {
        account.address().and_then(|address| self.cosigners.get(address)).map_or(&[], Vec::as_slice)
    }

    /// Whether no account is listed under this identity, and no credential is its own.
    #[must_use]
    pub fn is_bare(&self, identity: IdentityKey) -> bool {
        self.accounts(Some(identity)).is_empty() && !self.made_by.contains_key(&identity)
    }
}

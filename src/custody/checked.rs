//! Findings that are kept, by what they were made from: the curve's arithmetic is done once for a key, not once for every
//! look at a list. A finding about anything that changed is not kept.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use sha2::{Digest, Sha256};

use super::examine::Examiner;
use super::finding::Finding;
use super::{generator_bytes, generator_of};
use crate::gather::Gather;
use crate::model::{
    Account, AccountKey, AccountSlot, Common, Credential, GenesisHash, Identity, IdentityKey, NetworkRecords, Related,
    Wallet,
};

/// What checks found about every identity and account whose keys are in a wallet.
#[derive(Debug, Default)]
pub struct Checked {
    identities: BTreeMap<(GenesisHash, IdentityKey), CheckedRecord>,
    accounts: BTreeMap<(GenesisHash, AccountKey), CheckedRecord>,
    /// Accounts by the identity whose keys say most about them, and identities alone: not checked yet.
    waiting: BTreeSet<(GenesisHash, Option<IdentityKey>, Option<AccountKey>)>,
}

/// What was found about one record, if it was checked, and a mark of everything the check reads.
#[derive(Debug)]
struct CheckedRecord {
    mark: Mark,
    findings: Option<Vec<Finding>>,
}

type Mark = [u8; 32];

impl Checked {
    /// Forgets what was found about records that changed or went, and notes what has to be checked.
    pub fn look(&mut self, wallet: &Wallet) {
        let (mut identities, mut accounts) = (BTreeMap::new(), BTreeMap::new());
        self.waiting.clear();
        for (genesis, records) in &wallet.networks {
            // Where no keys are, nobody has to know what belongs to what.
            let related = LazyCell::new(|| Related::of(records));
            for identity in records.identities.values().filter(|identity| identity.has_keys()) {
                let at = (*genesis, identity.key);
                let mark = mark_of(Some(identity), related.accounts(Some(identity.key)));
                let entry = CheckedRecord::kept(self.identities.get_mut(&at), mark);
                if entry.findings.is_none() {
                    self.waiting.insert((*genesis, Some(identity.key), None));
                }
                identities.insert(at, entry);
            }
            let mut own_marks = BTreeMap::new();
            for account in records.accounts.values().filter(|account| account.keys.is_some()) {
                let of_identity = own_marks.entry(account.identity).or_insert_with(|| {
                    let identity = account.identity.and_then(|key| records.identities.get(&key)).map(Common::record);
                    // Where no identity has keys, nothing follows from what stands beside an account.
                    let beside = account.identity.map_or(&[][..], |key| related.accounts(Some(key)));
                    mark_of(identity, beside)
                });
                let at = (*genesis, account.key.clone());
                let mark = mark_of_account(of_identity, account, related.credentials(&account.key));
                let entry = CheckedRecord::kept(self.accounts.get_mut(&at), mark);
                if entry.findings.is_none() {
                    self.waiting.insert((*genesis, account.identity, Some(account.key.clone())));
                }
                accounts.insert(at, entry);
            }
        }
        (self.identities, self.accounts) = (identities, accounts);
    }

    /// Checks some of what waits: about as many records as `most` says, those of one identity together. Nothing is checked that changed
    /// since [`Self::look`].
    pub fn go_on(&mut self, wallet: &Wallet, most: usize) {
        let mut networks = BTreeMap::new();
        let mut left = most;
        while left > 0 {
            let Some((genesis, identity, _)) = self.waiting.first().cloned() else { return };
            let mut group = Vec::new();
            while group.len() < left
                && let Some(next) = self.waiting.first()
                && (next.0, next.1) == (genesis, identity)
                && let Some(next) = self.waiting.pop_first()
            {
                group.push(next.2);
            }
            left = left.saturating_sub(group.len());
            let Some(records) = wallet.networks.get(&genesis) else { continue };
            let related = networks.entry(genesis).or_insert_with(|| Related::of(records));
            self.check((genesis, records, related), identity, &group);
        }
    }

    /// How many records wait to be checked.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// What was found about an identity; `None` for one that was not checked yet, or has no keys here.
    #[must_use]
    pub fn identity(&self, genesis: GenesisHash, key: IdentityKey) -> Option<&[Finding]> {
        self.identities.get(&(genesis, key))?.findings.as_deref()
    }

    /// What was found about an account; `None` for one that was not checked yet, or has no keys here.
    #[must_use]
    pub fn account(&self, genesis: GenesisHash, key: &AccountKey) -> Option<&[Finding]> {
        self.accounts.get(&(genesis, key.clone()))?.findings.as_deref()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn check(
        &mut self,
        (genesis, records, related): (GenesisHash, &NetworkRecords, &Related<'_>),
        key: Option<IdentityKey>,
        group: &[Option<AccountKey>],
    ) {
        let identity = key.and_then(|key| records.identities.get(&key)).map(Common::record);
        let beside = key.map_or(&[][..], |key| related.accounts(Some(key)));
        let examiner = Examiner::new(identity, generator_of(beside.iter().copied()));
        if group.contains(&None)
            && let Some(identity) = identity
            && let Some(entry) = self.identities.get_mut(&(genesis, identity.key))
        {
            entry.findings = Some(examiner.identity());
        }
        let accounts: Vec<(&Account, &[&Credential])> = group
            .iter()
            .filter_map(|key| records.accounts.get(key.as_ref()?))
            .map(|account| (account.record(), related.credentials(&account.key)))
            .collect();
        for ((account, _), examined) in accounts.iter().zip(examiner.accounts(&accounts)) {
            if let Some(entry) = self.accounts.get_mut(&(genesis, account.key.clone())) {
                entry.findings = Some(examined.findings);
            }
        }
    }
}

impl CheckedRecord {
    /// What was found before stands if it was found about the same.
    fn kept(before: Option<&mut Self>, mark: Mark) -> Self {
        let findings = before.filter(|entry| entry.mark == mark).and_then(|entry| entry.findings.take());
        Self { mark, findings }
    }
}

/// A mark of what an identity says about itself and its accounts: its keys, its object, and the generators its accounts repeat.
fn mark_of(identity: Option<&Identity>, accounts: &[&Account]) -> Mark {
    let mut marking = Marking::default();
    if let Some(identity) = identity {
        (identity.key, &identity.object, identity.phone.as_ref().map(|phone| &phone.keys)).hash(&mut marking);
    }
    let generators: BTreeSet<_> = accounts.iter().filter_map(|account| generator_bytes(account)).gather();
    generators.hash(&mut marking);
    marking.done()
}

fn mark_of_account(of_identity: &Mark, account: &Account, credentials: &[&Credential]) -> Mark {
    let mut marking = Marking::default();
    let recorded: Vec<_> =
        credentials.iter().filter(|one| one.slot == Some(AccountSlot(0))).map(|one| one.id).collect();
    (of_identity, &account.key, account.identity, &account.keys, &account.phone, recorded).hash(&mut marking);
    marking.done()
}

/// SHA-256 under the standard library's way to hash values. Nobody can make two records that have one mark.
#[derive(Default)]
struct Marking(Sha256);

impl Marking {
    fn done(self) -> Mark {
        self.0.finalize().into()
    }
}

impl Hasher for Marking {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..]: Mark = self.0.clone().finalize().into();
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

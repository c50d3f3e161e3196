//! Whose an account is, and who only says so. Anybody who knows an address can write a file with keys for it: keys that
//! somebody else's file brings for an account that has an owner here are a claim, until something that nobody could invent
//! speaks for them. What becomes of the record, its rule decides.

use std::collections::{BTreeMap, BTreeSet};

use super::generator::leads_to;
use super::sides::Sides;
use crate::chain::Generator;
use crate::custody::{self, KeysOnChain};
use crate::gather::Gather;
use crate::model::{Account, AccountAddress, AccountKey, IdentityKey, NetworkRecords, VerifyKey};

/// On whom keys lay a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// On an account of a Ledger, whose keys never leave it.
    Ledgers,
    /// On an account of an identity from a phone.
    Phones,
    /// On an account that has keys here; they fail a check, and these are others.
    Damaged,
}

/// The accounts with a credential of a Ledger, on both sides. Gathered once: there may be many accounts.
#[derive(Debug, Default)]
pub(super) struct Owners<'a> {
    mine: BTreeSet<&'a AccountKey>,
    theirs: BTreeSet<&'a AccountKey>,
}

impl<'a> Owners<'a> {
    pub(super) fn of(sides: Sides<'a>) -> Self {
        let mut mine = of_ledgers(sides.mine);
        // Found by a Ledger's key: that Ledger signs for it, and its keys never leave it.
        mine.extend(sides.mine.accounts.values().filter(|account| !account.signers.is_empty()).map(|it| &it.key));
        Self { mine, theirs: of_ledgers(sides.theirs) }
    }

    /// Whether a Ledger owns the account, by the records here.
    pub(super) fn is_ledgers_here(&self, account: &AccountKey) -> bool {
        self.mine.contains(account)
    }

    /// On whom the keys of `theirs` lay a claim, if they do. `mine` is the record that is here.
    pub(super) fn claim(&self, mine: Option<&Account>, theirs: &Account) -> Option<Claim> {
        let is_of_ledger = |account: &Account| account.identity.is_some_and(|identity| identity.device().is_some());
        let is_of_phone = |account: &Account| matches!(account.identity, Some(IdentityKey::Phone(_)));
        let key = &theirs.key;
        theirs.keys.as_ref()?;
        if self.mine.contains(key)
            || self.theirs.contains(key)
            || is_of_ledger(theirs)
            || mine.is_some_and(is_of_ledger)
        {
            Some(Claim::Ledgers)
        } else if mine.is_some_and(is_of_phone) {
            Some(Claim::Phones)
        } else {
            None
        }
    }
}

/// Credentials that were removed still say whose the account is.
fn of_ledgers(records: &NetworkRecords) -> BTreeSet<&AccountKey> {
    let of_ledger = records.credentials.values().filter(|credential| credential.identity.device().is_some());
    of_ledger.map(|credential| &credential.account).gather()
}

/// What the chain made of the keys that come in for an account, if it was asked.
pub(super) fn chain_says(sides: Sides<'_>, account: &AccountKey) -> Option<KeysOnChain> {
    sides.evidence.keys.get(&(sides.network, *account.address()?)).copied()
}

/// Whether something that no stranger can invent speaks for incoming keys: the chain, if it was asked; or else the public keys
/// that `mine` has for the account; or the secret of the shielded balance beside them, which leads to the account's address.
pub(super) fn are_vouched_for(sides: Sides<'_>, mine: Option<&Account>, theirs: &Account) -> bool {
    match chain_says(sides, &theirs.key).and_then(KeysOnChain::are_its_own) {
        Some(are_its_own) => are_its_own,
        None => mine.is_some_and(|mine| names_their_keys(mine, theirs)) || brings_its_secret(sides, theirs),
    }
}

/// Whether the public keys recorded here are those that the incoming keys stand for.
fn names_their_keys(mine: &Account, theirs: &Account) -> bool {
    let Some(theirs) = theirs.keys.as_ref().and_then(|keys| custody::read_account_keys(keys).ok()) else {
        return false;
    };
    let known = public_keys(mine);
    let mut pairs = theirs.pairs().peekable();
    pairs.peek().is_some()
        && pairs.all(|(credential, place, pair)| {
            let derived = pair.derived();
            derived.is_some() && known.get(&(credential, place)) == derived.as_ref()
        })
}

/// The public keys that a record names, by their credential's place and their own: as they were deployed, or else beside its keys.
fn public_keys(account: &Account) -> BTreeMap<(u32, u32), VerifyKey> {
    let deployed = account.phone.as_ref().and_then(|phone| phone.credential.as_deref());
    let deployed = deployed.and_then(|text| custody::read_credential(text).ok().flatten());
    if let Some(deployed) = deployed {
        let opens = account.key.address().is_none_or(|it| AccountAddress::of_first_credential(&deployed.id) == *it);
        let keys = deployed.keys.into_iter().filter(|_| opens);
        return keys.filter_map(|(place, key)| Some(((0, place), key?))).gather();
    }
    let keys = account.keys.as_ref().and_then(|keys| custody::read_account_keys(keys).ok());
    let pairs = keys.iter().flat_map(custody::SigningKeys::pairs);
    pairs.filter_map(|(credential, place, pair)| Some(((credential, place), pair.verify?))).gather()
}

/// Whether incoming keys come with the secret of the account's shielded balance. Who has an address only does not know it.
pub(super) fn brings_its_secret(sides: Sides<'_>, theirs: &Account) -> bool {
    let encryption = theirs.keys.as_ref().and_then(|keys| keys.encryption.as_ref());
    let Some(key) = encryption.and_then(custody::read_encryption_key) else { return false };
    // From a generator of one's own choice, any secret can be made to lead anywhere.
    key.generator.as_ref() == Ok(&Generator::of_mainnet_and_testnet())
        && theirs.key.address().is_some()
        && encryption.is_some_and(|text| leads_to(sides.network, text, theirs))
}

//! What the rows of the lists are made from: records, and what is known about them. Everything that a row shows is in its facts, so that
//! facts that are the same make the same row.

use std::collections::BTreeSet;

use crate::access::{Power, Receiving, keys_it_rests_on};
use crate::custody::{Checked, Finding};
use crate::model::{
    Account, AccountAddress, AccountKey, AccountState, Common, Contact, ContactAddress, Cosigner, Credential,
    GenesisHash, IdentityKey, IdentityState, NetworkRecords, Related, VerifyKey, Wallet, YearMonth,
};
use crate::session::keys::view::KeysPlace;
use crate::session::seam::saturated;
use crate::watch::Existence;

/// What some keys can do on an account of a network, as far as anybody was told.
pub(in crate::session) type PowerOf<'a> =
    dyn Fn(GenesisHash, &AccountAddress, &BTreeSet<VerifyKey>) -> Option<Power> + 'a;

/// What the chain said since the vault was opened.
#[derive(Clone, Copy)]
pub(in crate::session) struct ChainWord<'a> {
    /// Of an address, in answer to a look at the chain.
    pub(in crate::session) said: &'a dyn Fn(GenesisHash, &AccountAddress) -> Option<Existence>,
    /// What keys can do on an account, whoever asked about it last: a search, or that look.
    pub(in crate::session) power: &'a PowerOf<'a>,
}

impl ChainWord<'_> {
    /// Nobody asked.
    pub(in crate::session) const SILENT: Self = Self { said: &|_, _| None, power: &|_, _, _| None };
}

/// The records of one network, and what belongs to what.
pub(in crate::session) struct OnNetwork<'w> {
    genesis: GenesisHash,
    records: &'w NetworkRecords,
    related: Related<'w>,
}

impl<'w> OnNetwork<'w> {
    /// Every network of a wallet. Every record is looked at once, and what belongs to it is found by its name: a list of any length
    /// takes as long as it is long.
    pub(in crate::session) fn all(wallet: &'w Wallet) -> Vec<Self> {
        let of = |(genesis, records): (&GenesisHash, &'w NetworkRecords)| Self {
            genesis: *genesis,
            records,
            related: Related::of(records),
        };
        wallet.networks.iter().map(of).collect()
    }

    /// Its identities, with what checks found about their keys so far.
    pub(in crate::session) fn identities<'a>(
        &'a self,
        checked: &'a Checked,
        today: YearMonth,
    ) -> impl Iterator<Item = ((GenesisHash, IdentityKey), IdentityFacts<'a>)> {
        self.records.identities.values().map(move |identity| {
            let facts = IdentityFacts {
                genesis: self.genesis,
                key: identity.key,
                name: &identity.name,
                state: identity.state,
                has_keys: identity.has_keys(),
                findings: checked.identity(self.genesis, identity.key),
                provider: identity.provider.as_deref(),
                object: identity.object.as_deref(),
                detail: identity.detail.as_deref(),
                today,
                accounts: saturated(self.related.accounts(Some(identity.key)).len()),
            };
            ((self.genesis, identity.key), facts)
        })
    }

    /// Its accounts, with the same.
    pub(in crate::session) fn accounts<'a>(
        &'a self,
        checked: &'a Checked,
        word: ChainWord<'a>,
    ) -> impl Iterator<Item = ((GenesisHash, AccountKey), AccountFacts<'a>)> {
        self.records.accounts.values().map(move |account| {
            let credentials = self.related.credentials(&account.key);
            let on_chain = account.key.address().and_then(|address| (word.said)(self.genesis, address));
            let of = |credential: &&'a Credential| CredentialFacts {
                credential,
                identity_name: self.identity_name(&credential.identity),
            };
            let facts = AccountFacts {
                genesis: self.genesis,
                key: &account.key,
                name: &account.name,
                state: account.state,
                identity: account.identity.as_ref().map(|key| (key, self.identity_name(key))),
                is_initial: account.is_initial,
                signature_threshold: account.signature_threshold,
                has_keys: account.keys.is_some(),
                credentials: credentials.iter().map(of).collect(),
                cosigners: self.related.cosigners(&account.key),
                is_absent: on_chain == Some(Existence::Absent),
                receiving: self.receiving(account, word),
                keys: account_keys(account, credentials),
                findings: checked.account(self.genesis, &account.key),
            };
            ((self.genesis, account.key.clone()), facts)
        })
    }

    /// Its contacts.
    pub(in crate::session) fn contacts<'a>(
        &'a self,
        word: ChainWord<'a>,
    ) -> impl Iterator<Item = ((GenesisHash, ContactAddress), ContactFacts<'a>)> {
        self.records.contacts_and_accounts().map(move |(contact, account)| {
            let receiving = account.map(|account| self.receiving(account, word));
            let facts = ContactFacts {
                genesis: self.genesis,
                contact,
                is_own_account: account.is_some(),
                receiving: receiving.unwrap_or(Receiving::Open),
            };
            ((self.genesis, contact.address.clone()), facts)
        })
    }

    fn identity_name(&self, key: &IdentityKey) -> &str {
        self.records.identities.get(key).map_or("", |identity| identity.name.as_str())
    }

    /// Whether the address of an account may be offered to receive at, by what is on record and what the chain said.
    fn receiving(&self, account: &Account, word: ChainWord<'_>) -> Receiving {
        let (own, others) = (self.related.credentials(&account.key), self.related.cosigners(&account.key));
        let rests = account.key.address().zip(keys_it_rests_on(account, own));
        let now = rests.and_then(|(address, keys)| (word.power)(self.genesis, address, &keys));
        let said = account.key.address().and_then(|address| (word.said)(self.genesis, address));
        Receiving::of(account, own, others, now, said == Some(Existence::Absent))
    }
}

/// Of an identity.
#[derive(Hash)]
pub(in crate::session) struct IdentityFacts<'a> {
    pub(super) genesis: GenesisHash,
    pub(super) key: IdentityKey,
    pub(super) name: &'a str,
    pub(super) state: IdentityState,
    pub(super) has_keys: bool,
    pub(super) findings: Option<&'a [Finding]>,
    pub(super) provider: Option<&'a str>,
    pub(super) object: Option<&'a str>,
    pub(super) detail: Option<&'a str>,
    /// The month that it is.
    pub(super) today: YearMonth,
    pub(super) accounts: u32,
}

/// Of an account.
#[derive(Hash)]
pub(in crate::session) struct AccountFacts<'a> {
    pub(super) genesis: GenesisHash,
    pub(super) key: &'a AccountKey,
    pub(super) name: &'a str,
    pub(super) state: AccountState,
    /// The identity it is listed under, and its name.
    pub(super) identity: Option<(&'a IdentityKey, &'a str)>,
    pub(super) is_initial: bool,
    pub(super) signature_threshold: u32,
    pub(super) has_keys: bool,
    pub(super) credentials: Vec<CredentialFacts<'a>>,
    pub(super) cosigners: &'a [&'a Cosigner],
    /// The chain was asked, and has no such account.
    pub(super) is_absent: bool,
    pub(super) receiving: Receiving,
    pub(in crate::session) keys: KeysPlace,
    pub(super) findings: Option<&'a [Finding]>,
}

/// Of an own credential.
#[derive(Hash)]
pub(in crate::session) struct CredentialFacts<'a> {
    pub(super) credential: &'a Credential,
    pub(super) identity_name: &'a str,
}

/// Of a contact.
#[derive(Hash)]
pub(in crate::session) struct ContactFacts<'a> {
    pub(super) genesis: GenesisHash,
    pub(super) contact: &'a Contact,
    pub(super) is_own_account: bool,
    pub(super) receiving: Receiving,
}

/// Where the keys of one account are, by its own credentials.
pub(in crate::session) fn account_keys(account: &Account, credentials: &[&Credential]) -> KeysPlace {
    let by_ledger = credentials.iter().any(|credential| credential.signs_by_ledger());
    KeysPlace::of(account.keys.is_some(), account.is_on_ledger(by_ledger))
}

/// Where the keys of one account are.
pub(in crate::session) fn account_keys_of(records: &NetworkRecords, account: &Account) -> KeysPlace {
    let credentials: Vec<_> =
        records.credentials.values().filter(|it| it.account == account.key).map(Common::record).collect();
    account_keys(account, &credentials)
}

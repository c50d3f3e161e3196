//! What a run adds up to: records like those of an imported file, for the same preview and the same merge. Nothing is
//! overwritten, and nothing invented that the chain does not say.

use std::collections::{BTreeMap, BTreeSet};

use super::Recovery;
use super::hit::Hit;
use super::place::Place;
use super::search::Number;
use crate::gather::Gather;
use crate::model::{
    Account, AccountAddress, AccountKey, AccountState, Contact, ContactAddress, Cosigner, Credential, CredentialId,
    CredentialIndex, Device, Identity, IdentityKey, KeyVersion, NetworkRecords, Shielded, Wallet,
};

/// The policy of a credential that was removed from its account: the chain does not keep it, and no date is made up for
/// it. (The Desktop Wallet notes the month of the recovery.) A merge takes it for "nothing known", so that it never
/// stands against dates from a backup.
pub const POLICY_UNKNOWN: &str = "{}";

/// The note of a recovered account's contact, the same as in the Desktop Wallet, so that both merge to one.
const CONTACT_NOTE: &str = "Recovered account";
/// What the Desktop Wallet writes for "show all transactions".
const NO_FILTER: &str = "{}";

/// One account, with everything of ours that leads to it, in the order of the search. Never without a credential.
#[derive(Debug, Default)]
pub(super) struct FoundAccount<'a> {
    pub(super) credentials: Vec<FoundCredential<'a>>,
}

/// A credential of ours that the node knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundCredential<'a> {
    pub(super) place: Place,
    pub(super) version: KeyVersion,
    pub(super) number: u8,
    pub(super) hit: &'a Hit,
}

impl<'a> FoundAccount<'a> {
    /// The credential that speaks for the account: the one with the lowest slot, else the first one found.
    pub(super) fn leading(&self) -> Option<&FoundCredential<'a>> {
        self.credentials.iter().min_by_key(|credential| credential.hit.slot().map_or(u32::MAX, |slot| slot.0))
    }
}

impl FoundCredential<'_> {
    fn identity(&self) -> IdentityKey {
        self.place.identity(self.version)
    }
}

impl Recovery {
    /// What was found so far, as a wallet of its own. An identity on a Ledger is a placeholder; a merge takes a placeholder for
    /// an identity it already has as *the same*. An identity from a phone is in the wallet already, with the key that found
    /// all this: it is not in here. Nor is any key; an account of such an identity can be watched until its keys come.
    #[must_use]
    pub fn outcome(&self) -> Wallet {
        let mut records = NetworkRecords::default();
        let own = self.own_credentials();
        for (address, found) in self.accounts() {
            let Some(leading) = found.leading() else { continue };
            let account = account(address, leading, &found);
            let contact = contact(address, &account.name);
            records.contacts.insert(contact.address.clone(), contact.into());
            records.accounts.insert(account.key.clone(), account.into());
            for credential in &found.credentials {
                let identity = credential.identity();
                if credential.place.device().is_some() {
                    records.identities.entry(identity).or_insert_with(|| Identity::placeholder(identity).into());
                }
                records.credentials.insert(credential.hit.id, credential_record(credential).into());
                for listed in credential.hit.listed.values().filter(|listed| !own.contains(&listed.id)) {
                    let cosigner = Cosigner { account: address, credential: listed.id, note: String::new() };
                    records.cosigners.insert(listed.id, cosigner.into());
                }
            }
        }
        let device = |pairing_key| (pairing_key, Device::ledger(pairing_key).into());
        Wallet {
            devices: self.devices().map(device).gather(),
            networks: [(self.network(), records)].into_iter().gather(),
            ..Wallet::default()
        }
    }

    /// By address.
    pub(super) fn accounts(&self) -> BTreeMap<AccountAddress, FoundAccount<'_>> {
        let mut accounts: BTreeMap<AccountAddress, FoundAccount<'_>> = BTreeMap::new();
        for (place, version, search) in self.searches() {
            for (number, hit) in search.found() {
                let credential = FoundCredential { place, version, number, hit };
                accounts.entry(hit.account).or_default().credentials.push(credential);
            }
        }
        accounts
    }

    /// Every credential id that is known to be the person's: on record, found, or still to be asked about.
    pub(super) fn own_credentials(&self) -> BTreeSet<CredentialId> {
        let made = self.searches().flat_map(|(_, _, search)| {
            let found = search.found().map(|(_, hit)| hit.id);
            let pending = search.numbers.iter().filter(|(_, standing)| {
                // What was only compared with the list stays out: after a restart its id may be forgotten, and the result must
                // not depend on that. What of it stands on an account that was found is open by now.
                matches!(standing, Number::Open(_) | Number::NotChecked(_))
            });
            found.chain(pending.filter_map(|(number, _)| search.ids.get(number).copied()))
        });
        self.basis.known.credentials().chain(made).gather()
    }
}

fn account(address: AccountAddress, leading: &FoundCredential<'_>, found: &FoundAccount<'_>) -> Account {
    Account {
        key: AccountKey::Address(address),
        identity: Some(leading.identity()),
        name: address.default_name(),
        state: AccountState::Confirmed,
        signature_threshold: leading.hit.threshold,
        is_initial: found.credentials.iter().any(|credential| credential.hit.is_initial()),
        deployment: None,
        transaction_filter: NO_FILTER.to_owned(),
        shielded: Shielded::none(),
        keys: None,
        phone: None,
        signers: BTreeSet::new(),
    }
}

fn credential_record(found: &FoundCredential<'_>) -> Credential {
    Credential {
        id: found.hit.id,
        identity: found.identity(),
        index: CredentialIndex(found.number.into()),
        account: AccountKey::Address(found.hit.account),
        slot: found.hit.slot(),
        policy: found.hit.policy.clone().unwrap_or_else(|| POLICY_UNKNOWN.to_owned()),
        randomness: None,
    }
}

fn contact(address: AccountAddress, name: &str) -> Contact {
    Contact { address: ContactAddress::Account(address), name: name.to_owned(), note: Some(CONTACT_NOTE.to_owned()) }
}

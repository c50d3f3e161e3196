//! What a run adds up to: records like those of an imported file, for the same preview and the same merge.
//! This module knows how findings become records; it refuses to overwrite anything, and to invent what the chain does not say.

use std::collections::{BTreeMap, BTreeSet};

use super::Recovery;
use super::hit::Hit;
use crate::model::{
    Account, AccountAddress, AccountKey, AccountState, Contact, ContactAddress, Cosigner, Credential, CredentialId,
    CredentialIndex, Device, Identity, IdentityKey, NetworkRecords, Shielded, Wallet,
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
    pub(super) credentials: Vec<(IdentityKey, u8, &'a Hit)>,
}

impl<'a> FoundAccount<'a> {
    /// The credential that speaks for the account: the one with the lowest slot, else the first one found.
    pub(super) fn leading(&self) -> Option<&(IdentityKey, u8, &'a Hit)> {
        self.credentials.iter().min_by_key(|(_, _, hit)| hit.slot().map_or(u32::MAX, |slot| slot.0))
    }
}

impl Recovery {
    /// What was found so far, as a wallet of its own. Identities are placeholders throughout; a merge takes a placeholder
    /// for an identity it already has as *the same*.
    #[must_use]
    pub fn outcome(&self) -> Wallet {
        let mut records = NetworkRecords::default();
        let own = self.own_credentials();
        for (address, found) in self.accounts() {
            let Some((listed_under, _, leading)) = found.leading() else { continue };
            let account = account(address, *listed_under, leading, &found);
            let contact = contact(address, &account.name);
            records.contacts.insert(contact.address.clone(), contact);
            records.accounts.insert(account.key.clone(), account);
            for (identity, number, hit) in &found.credentials {
                records.identities.entry(*identity).or_insert_with(|| Identity::placeholder(*identity));
                records.credentials.insert(hit.id, credential(*identity, *number, hit));
                for listed in hit.listed.values().filter(|listed| !own.contains(&listed.id)) {
                    let cosigner = Cosigner { account: address, credential: listed.id, note: String::new() };
                    records.cosigners.insert(listed.id, cosigner);
                }
            }
        }
        let device = Device { pairing_key: self.device, kind: Device::LEDGER.to_owned() };
        Wallet { devices: BTreeMap::from([(self.device, device)]), networks: BTreeMap::from([(self.network, records)]) }
    }

    /// By address.
    pub(super) fn accounts(&self) -> BTreeMap<AccountAddress, FoundAccount<'_>> {
        let mut accounts: BTreeMap<AccountAddress, FoundAccount<'_>> = BTreeMap::new();
        for (identity, search) in self.searches() {
            for (number, hit) in &search.found {
                accounts.entry(hit.account).or_default().credentials.push((identity, *number, hit));
            }
        }
        accounts
    }

    /// Every credential id that is known to be the person's: on record, found, or made with a key of this run.
    pub(super) fn own_credentials(&self) -> BTreeSet<CredentialId> {
        let made = self.searches().flat_map(|(_, search)| {
            let pending = search.open.values().chain(search.not_checked.values()).map(|pending| pending.id);
            pending.chain(search.found.values().map(|hit| hit.id)).chain(search.reserve.values().copied())
        });
        self.known.credentials().chain(made).collect()
    }
}

fn account(address: AccountAddress, identity: IdentityKey, leading: &Hit, found: &FoundAccount<'_>) -> Account {
    Account {
        key: AccountKey::Address(address),
        identity: Some(identity),
        name: address.default_name(),
        state: AccountState::Confirmed,
        signature_threshold: leading.threshold,
        is_initial: found.credentials.iter().any(|(_, _, hit)| hit.is_initial()),
        deployment: None,
        transaction_filter: NO_FILTER.to_owned(),
        shielded: Shielded::none(),
        keys: None,
        phone: None,
    }
}

fn credential(identity: IdentityKey, number: u8, hit: &Hit) -> Credential {
    Credential {
        id: hit.id,
        identity,
        index: CredentialIndex(number.into()),
        account: AccountKey::Address(hit.account),
        slot: hit.slot(),
        policy: hit.policy.clone().unwrap_or_else(|| POLICY_UNKNOWN.to_owned()),
        randomness: None,
    }
}

fn contact(address: AccountAddress, name: &str) -> Contact {
    Contact {
        address: ContactAddress::Account(address),
        name: name.to_owned(),
        note: Some(CONTACT_NOTE.to_owned()),
        own_account: true,
    }
}

//! All records of one person.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{Account, AccountKey, Cosigner, Credential};
use super::common::Common;
use super::contact::{Contact, ContactAddress};
use super::identity::{Identity, IdentityKey};
use super::ids::{CredentialId, GenesisHash, PairingKey};
use super::phone::{PhoneAccount, PhoneIdentity};
use crate::gather::{Gather, Rest as _, otherwise};
use crate::secret::SecretText;

/// One Ledger, known by its pairing key. The Desktop Wallet calls this row a wallet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Device {
    /// What it is. A new Ledger with the same recovery phrase is the same device.
    pub pairing_key: PairingKey,
    /// What the Desktop Wallet wrote as its type: always `ledgernanos`, for every model.
    pub kind: String,
    /// The person's name for it; empty where nobody gave one.
    pub name: String,
}

impl Device {
    /// The one type the Desktop Wallet knows.
    pub const LEDGER: &'static str = "ledgernanos";

    /// A Ledger of which only its key is known.
    #[must_use]
    pub fn ledger(pairing_key: PairingKey) -> Self {
        Self { pairing_key, kind: Self::LEDGER.to_owned(), name: String::new() }
    }
}

/// The records of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct NetworkRecords {
    /// By where their keys live.
    pub identities: BTreeMap<IdentityKey, Common<Identity>>,
    /// By address.
    pub accounts: BTreeMap<AccountKey, Common<Account>>,
    /// By credential id.
    pub credentials: BTreeMap<CredentialId, Common<Credential>>,
    /// Other people's credentials on shared accounts, by credential id.
    pub cosigners: BTreeMap<CredentialId, Common<Cosigner>>,
    /// By address.
    pub contacts: BTreeMap<ContactAddress, Common<Contact>>,
}

impl NetworkRecords {
    /// The account at an address of the address book.
    #[must_use]
    pub fn account_at(&self, at: &ContactAddress) -> Option<&Account> {
        match at {
            ContactAddress::Account(address) => self.accounts.get(&AccountKey::Address(*address)).map(Common::record),
            ContactAddress::Invalid(_) => None,
        }
    }

    /// Every contact, and the account of the person's own that is at its address. Both are in the order of their addresses, and are walked side
    /// by side.
    pub fn contacts_and_accounts(&self) -> impl Iterator<Item = (&Common<Contact>, Option<&Account>)> {
        let mut accounts = self.accounts.iter().peekable();
        self.contacts.iter().map(move |(at, contact)| {
            let ContactAddress::Account(address) = at else { return (contact, None) };
            let key = AccountKey::Address(*address);
            while accounts.next_if(|(before, _)| **before < key).is_some() {}
            (contact, accounts.peek().filter(|(found, _)| **found == key).map(|(_, account)| account.record()))
        })
    }

    /// Whether an entry of the address book is one of the person's own accounts: then the two share one name, and the entry stays as
    /// long as the account. The Desktop Wallet calls it read-only, and keeps it as a flag.
    #[must_use]
    pub fn owns(&self, at: &ContactAddress) -> bool {
        self.account_at(at).is_some()
    }

    /// Whether nothing is recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.identities.is_empty()
            && self.accounts.is_empty()
            && self.credentials.is_empty()
            && self.cosigners.is_empty()
            && self.contacts.is_empty()
    }
}

/// The numbers that Ledgers and identities have in one Desktop Wallet's database, from 1.
///
/// It tells two placeholders of one index apart by nothing else: a file for it must use the same ones again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct DesktopRows {
    /// Of Ledgers.
    pub devices: BTreeMap<PairingKey, u32>,
    /// Of identities.
    pub identities: BTreeMap<IdentityKey, u32>,
}

impl DesktopRows {
    /// Whether no number is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.devices.is_empty() && self.identities.is_empty()
    }

    /// Takes over the numbers of a file that was opened later: the database it came from is the one that is still there.
    pub fn follow(&mut self, later: Self) {
        follow(&mut self.devices, later.devices);
        follow(&mut self.identities, later.identities);
    }
}

/// No number may stand twice.
fn follow<Key: Ord>(rows: &mut BTreeMap<Key, u32>, later: BTreeMap<Key, u32>) {
    let taken: BTreeSet<u32> = later.values().copied().gather();
    rows.keep_only(|_, row| !taken.contains(row));
    rows.extend(later);
}

/// All records of one person. Maps are sorted: the same wallet gives the same bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Wallet {
    /// Ledgers; the same Ledger serves every network.
    pub devices: BTreeMap<PairingKey, Common<Device>>,
    /// Records by network.
    pub networks: BTreeMap<GenesisHash, NetworkRecords>,
    /// What the Desktop Wallet of a network numbers its records by, as the file that was opened last says.
    pub desktop_rows: BTreeMap<GenesisHash, DesktopRows>,
}

/// What of these records is not among the others as it is.
fn changed<K: Ord + Clone, R: PartialEq + Clone>(here: &BTreeMap<K, R>, before: &BTreeMap<K, R>) -> BTreeMap<K, R> {
    otherwise(here, before).map(|(key, record)| (key.clone(), record.clone())).gather()
}

/// Whether every record of other ones is here, such that the two `agree` where they are not the same.
fn kept<K: Ord, R: PartialEq>(
    here: &BTreeMap<K, Common<R>>,
    there: &BTreeMap<K, Common<R>>,
    agree: impl Fn(&R, &R) -> bool,
) -> bool {
    otherwise(there, here).all(|(key, there)| here.get(key).is_some_and(|here| agree(here, there)))
}

impl Wallet {
    /// The records that are not in another wallet as they are here. Every network is named, and the numbers that a Desktop Wallet has for its records
    /// are there where one of them is another.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        let nothing = NetworkRecords::default();
        let records = |(genesis, here): (&GenesisHash, &NetworkRecords)| {
            let before = before.networks.get(genesis).unwrap_or(&nothing);
            let new = NetworkRecords {
                identities: changed(&here.identities, &before.identities),
                accounts: changed(&here.accounts, &before.accounts),
                credentials: changed(&here.credentials, &before.credentials),
                cosigners: changed(&here.cosigners, &before.cosigners),
                contacts: changed(&here.contacts, &before.contacts),
            };
            (*genesis, new)
        };
        Self {
            devices: changed(&self.devices, &before.devices),
            networks: self.networks.iter().map(records).gather(),
            desktop_rows: changed(&self.desktop_rows, &before.desktop_rows),
        }
    }

    /// Takes in records that are new, or otherwise than those that are here: what [`Self::since`] answered.
    pub fn take(&mut self, new: Self) {
        self.devices.extend(new.devices);
        for (genesis, new) in new.networks {
            let records = self.networks.entry(genesis).or_default();
            records.identities.extend(new.identities);
            records.accounts.extend(new.accounts);
            records.credentials.extend(new.credentials);
            records.cosigners.extend(new.cosigners);
            records.contacts.extend(new.contacts);
        }
        self.desktop_rows.extend(new.desktop_rows);
    }

    /// Whether every record of another wallet is here, however it may have changed, and has the keys that it has there.
    #[must_use]
    pub fn keeps(&self, other: &Self) -> bool {
        kept(&self.devices, &other.devices, |_, _| true)
            && other.desktop_rows.keys().all(|genesis| self.desktop_rows.contains_key(genesis))
            && other.networks.iter().all(|(genesis, there)| {
                let Some(here) = self.networks.get(genesis) else { return false };
                kept(&here.identities, &there.identities, Identity::keeps_keys)
                    && kept(&here.accounts, &there.accounts, Account::keeps_keys)
                    && kept(&here.credentials, &there.credentials, |_, _| true)
                    && kept(&here.cosigners, &there.cosigners, |_, _| true)
                    && kept(&here.contacts, &there.contacts, |_, _| true)
            })
    }

    /// The same records without any key: what can be watched, and nothing that can sign.
    #[must_use]
    pub fn watched(mut self) -> Self {
        for records in self.networks.values_mut() {
            for identity in records.identities.values_mut().filter(|identity| identity.phone.is_some()) {
                identity.phone = identity.phone.take().map(PhoneIdentity::watched);
            }
            let with_keys = |account: &&mut Common<Account>| account.keys.is_some() || account.phone.is_some();
            for account in records.accounts.values_mut().filter(with_keys) {
                account.keys = None;
                account.phone = account.phone.take().map(PhoneAccount::watched);
            }
        }
        self
    }

    /// Whether any key of an account or of an identity is in here.
    #[must_use]
    pub fn holds_keys(&self) -> bool {
        // EXPOSE: compared with the empty object, nothing more; members nobody here knows may be keys.
        let is_something = |members: &SecretText| members.expose() != "{}";
        self.networks.values().any(|records| {
            let in_account = |account: &Common<Account>| {
                account.keys.is_some() || account.phone.as_ref().is_some_and(|phone| is_something(&phone.other_members))
            };
            let in_identity = |identity: &Common<Identity>| {
                let phone = identity.phone.as_ref();
                // EXPOSE: nobody knows what unknown members hold, so that there are any is enough.
                phone.is_some_and(|phone| phone.keys.is_some() || is_something(&phone.other_members))
            };
            records.accounts.values().any(in_account) || records.identities.values().any(in_identity)
        })
    }

    /// Whether nothing at all is recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.devices.is_empty() && self.networks.values().all(NetworkRecords::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::{AccountAddress, AccountState, Shielded};

    #[test]
    fn walking_contacts_beside_accounts_finds_what_looking_up_finds() {
        let at = |number: u8| AccountAddress::new([number; 32]);
        let account = |key: AccountKey| Account {
            key,
            identity: None,
            name: String::new(),
            state: AccountState::Confirmed,
            signature_threshold: 1,
            is_initial: false,
            deployment: None,
            transaction_filter: String::new(),
            shielded: Shielded::none(),
            keys: None,
            phone: None,
            signers: BTreeSet::new(),
        };
        let mut records = NetworkRecords::default();
        for number in [1, 4, 5, 9] {
            records.accounts.insert(at(number).into(), account(at(number).into()).into());
        }
        for address in [0, 1, 2, 5, 7, 9, 10].map(|number| ContactAddress::Account(at(number))) {
            records.contacts.insert(address.clone(), Contact { address, name: String::new(), note: None }.into());
        }
        let nowhere = ContactAddress::Invalid("nowhere".to_owned());
        let contact = Contact { address: nowhere.clone(), name: String::new(), note: None };
        records.contacts.insert(nowhere, contact.into());
        for (contact, account) in records.contacts_and_accounts() {
            assert_eq!(account, records.account_at(&contact.address), "{}", contact.address);
        }
        let owned = records.contacts_and_accounts().filter(|(_, account)| account.is_some()).count();
        assert_eq!((records.contacts_and_accounts().count(), owned), (8, 3));
    }
}

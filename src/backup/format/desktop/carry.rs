//! What of a wallet a Desktop Wallet file can carry, and what it cannot. It is decided before anything is written, and no
//! record is left out without being named.

use std::collections::{BTreeMap, BTreeSet};

use super::{filter_text, placeholders};
use crate::backup::carried::{Carried, other_networks};
use crate::backup::omission::Omission;
use crate::backup::tally::Tally;
use crate::gather::{Gather, Rest as _};
use crate::model::{
    Account, AccountKey, Common, Contact, ContactAddress, Cosigner, Credential, CredentialId, DesktopRows, Device,
    GenesisHash, Identity, IdentityKey, IdentityState, KeyVersion, LedgerPath, NetworkRecords, PairingKey, RecordKind,
    Wallet,
};

/// Chooses what goes into a Desktop Wallet file for one network.
#[must_use]
pub fn carry(wallet: &Wallet, network: GenesisHash) -> Carried {
    let mut tally = Tally::default();
    let nothing = NetworkRecords::default();
    let records = wallet.networks.get(&network).unwrap_or(&nothing);
    let known_rows = wallet.desktop_rows.get(&network).cloned().unwrap_or_default();

    let mut identities: BTreeMap<_, _> =
        identities(records, &mut tally).map(|identity| (identity.key, as_desktop_writes(identity).into())).gather();
    placeholders::tell_apart(&mut identities, &known_rows);
    placeholders::warn(&identities, &mut tally);
    warn_of_both_versions(&identities, &mut tally);
    warn_of_unfinished(&identities, &mut tally);
    let accounts = accounts(records, &identities, &mut tally);
    let credentials = credentials(records, &identities, &mut tally);
    let carried = NetworkRecords {
        cosigners: cosigners(records, &accounts, &mut tally),
        contacts: records.contacts.values().map(contact_of).gather(),
        identities,
        accounts,
        credentials,
    };
    let devices = devices(wallet, &mut tally, &carried);
    let mut omissions = tally.into_omitted();
    omissions.extend(other_networks(Omission::DesktopOmitsNetwork, wallet, network));
    let rows = DesktopRows {
        devices: rows(devices.keys(), &known_rows.devices),
        identities: rows(carried.identities.keys(), &known_rows.identities),
    };
    let desktop_rows = (!rows.is_empty()).then_some((network, rows)).into_iter().gather();
    Carried { wallet: Wallet { devices, networks: [(network, carried)].into_iter().gather(), desktop_rows }, omissions }
}

/// The numbers of records in the file: those that the Desktop Wallet has for them already, and for the others such as it has not.
fn rows<'k, Key: Ord + Copy + 'k>(
    records: impl Iterator<Item = &'k Key> + Clone,
    known: &BTreeMap<Key, u32>,
) -> BTreeMap<Key, u32> {
    let taken: BTreeSet<u32> = known.values().copied().gather();
    let mut free = (1..).filter(|row| !taken.contains(row));
    records.filter_map(|key| Some((*key, known.get(key).copied().or_else(|| free.next())?))).gather()
}

/// Every device: they have no network. One that only identities mention gets its row. The Desktop Wallet knows no names of Ledgers.
fn devices(
    wallet: &Wallet,
    tally: &mut Tally<Omission>,
    carried: &NetworkRecords,
) -> BTreeMap<PairingKey, Common<Device>> {
    let mut devices = wallet.devices.clone();
    for device in devices.values_mut().filter(|device| !device.name.is_empty()) {
        tally.note(Omission::DesktopOmitsLedgerName, RecordKind::Device, &device.name);
        device.name.clear();
    }
    for pairing_key in carried.identities.keys().filter_map(IdentityKey::device) {
        devices.entry(pairing_key).or_insert_with(|| Device::ledger(pairing_key).into());
    }
    devices
}

/// Those whose keys the Desktop Wallet can find again: on a Ledger, below the one path it knows.
fn identities<'a>(records: &'a NetworkRecords, tally: &mut Tally<Omission>) -> impl Iterator<Item = &'a Identity> {
    records.identities.values().map(Common::record).filter(|identity| match identity.key {
        IdentityKey::Ledger { path: LedgerPath::Legacy, .. } => true,
        IdentityKey::Ledger { path: LedgerPath::Bip44 { .. }, .. } => {
            tally.note(Omission::DesktopOmitsNewerPath, RecordKind::Identity, &identity.name);
            false
        }
        IdentityKey::Phone(_) => {
            tally.note(Omission::DesktopOmitsPhoneIdentity, RecordKind::Identity, &identity.name);
            false
        }
    })
}

/// The Desktop Wallet parses this text wherever it shows an identity.
fn as_desktop_writes(identity: &Identity) -> Identity {
    let mut identity = identity.clone();
    if identity.provider.as_deref() == Some("") {
        identity.provider = Some("{}".into());
    }
    identity
}

/// An identity that was pending in one place and confirmed in the other is two identities to the Desktop Wallet.
fn warn_of_unfinished(identities: &BTreeMap<IdentityKey, Common<Identity>>, tally: &mut Tally<Omission>) {
    for identity in identities.values() {
        match identity.state {
            IdentityState::Pending | IdentityState::Rejected | IdentityState::RejectedAndWarned => {
                tally.note(Omission::DesktopUnfinishedIdentity, RecordKind::Identity, &identity.name);
            }
            IdentityState::Confirmed | IdentityState::Placeholder | IdentityState::Genesis => {}
        }
    }
}

/// The Desktop Wallet takes both only into an empty database: it expects one identity per index.
fn warn_of_both_versions(identities: &BTreeMap<IdentityKey, Common<Identity>>, tally: &mut Tally<Omission>) {
    for (key, identity) in identities {
        let IdentityKey::Ledger { device, path, index, version } = *key else { continue };
        let other = IdentityKey::Ledger { device, path, index, version: KeyVersion::V0 };
        if version == KeyVersion::V1 && identities.contains_key(&other) {
            tally.note(Omission::DesktopBothKeyVersions, RecordKind::Identity, &identity.name);
        }
    }
}

fn accounts(
    records: &NetworkRecords,
    identities: &BTreeMap<IdentityKey, Common<Identity>>,
    tally: &mut Tally<Omission>,
) -> BTreeMap<AccountKey, Common<Account>> {
    let mut unaddressed = BTreeSet::new();
    let mut accounts = BTreeMap::new();
    for account in records.accounts.values() {
        let carried = account.identity.filter(|identity| identities.contains_key(identity));
        let Some(identity) = carried else {
            tally.note(why_without_identity(account), RecordKind::Account, &account.name);
            continue;
        };
        let key = key_under(&account.key, identity);
        if key.address().is_none() && !unaddressed.insert(key.text()) {
            // The address is the Desktop Wallet's primary key, even where it is none.
            tally.note(Omission::DesktopOmitsAccountWithoutAddress, RecordKind::Account, &account.name);
        } else {
            let transaction_filter = filter_text(&account.transaction_filter).unwrap_or_else(|| "{}".into());
            // A Ledger's account may have keys in this wallet, too; the Desktop Wallet knows no such thing.
            if account.keys.is_some() {
                tally.note(Omission::DesktopCarriesWithoutKeys, RecordKind::Account, &account.name);
            }
            if !account.signers.is_empty() {
                tally.note(Omission::DesktopCarriesWithoutSigners, RecordKind::Account, &account.name);
            }
            let bare = Account { keys: None, phone: None, signers: BTreeSet::new(), ..account.record().clone() };
            let account = Account { transaction_filter, ..bare };
            accounts.insert(key.clone(), Account { key, ..account }.into());
        }
    }
    accounts
}

/// Why an account stays behind that has no identity in the file.
fn why_without_identity(account: &Account) -> Omission {
    match account.identity {
        Some(IdentityKey::Phone(_)) => Omission::DesktopOmitsPhoneAccount,
        None if !account.signers.is_empty() => Omission::DesktopOmitsLedgerKeyAccount,
        None => Omission::DesktopOmitsKeyAccount,
        Some(IdentityKey::Ledger { path: LedgerPath::Bip44 { .. }, .. }) => Omission::DesktopOmitsNewerPath,
        Some(IdentityKey::Ledger { path: LedgerPath::Legacy, .. }) => Omission::DesktopOmitsAccountWithoutIdentity,
    }
}

fn credentials(
    records: &NetworkRecords,
    identities: &BTreeMap<IdentityKey, Common<Identity>>,
    tally: &mut Tally<Omission>,
) -> BTreeMap<CredentialId, Common<Credential>> {
    let (mut numbers, mut slots) = (BTreeSet::new(), BTreeSet::new());
    let mut credentials = BTreeMap::new();
    // Those in use first: they keep their number when an unused one claims it, too.
    let (used, unused): (Vec<_>, Vec<_>) =
        records.credentials.values().partition(|credential| credential.slot.is_some());
    for credential in used.into_iter().chain(unused) {
        let account = key_under(&credential.account, credential.identity);
        let number = (credential.identity, credential.index);
        let slot = credential.slot.map(|slot| (account.text(), slot));
        if matches!(credential.identity, IdentityKey::Phone(_)) && records.identities.contains_key(&credential.identity)
        {
            // Said with its identity.
        } else if !identities.contains_key(&credential.identity) {
            tally.note(
                Omission::DesktopOmitsCredentialWithoutIdentity,
                RecordKind::Credential,
                &credential.id.to_string(),
            );
        } else if numbers.contains(&number) || slot.as_ref().is_some_and(|slot| slots.contains(slot)) {
            tally.note(Omission::DesktopOmitsRepeatedCredential, RecordKind::Credential, &credential.id.to_string());
        } else {
            numbers.insert(number);
            slots.extend(slot);
            credentials.insert(credential.id, Credential { account, ..credential.record().clone() }.into());
        }
    }
    credentials
}

fn cosigners(
    records: &NetworkRecords,
    accounts: &BTreeMap<AccountKey, Common<Account>>,
    tally: &mut Tally<Omission>,
) -> BTreeMap<CredentialId, Common<Cosigner>> {
    let mut cosigners = records.cosigners.clone();
    cosigners.keep_only(|_, cosigner| {
        let known = accounts.contains_key(&AccountKey::Address(cosigner.account));
        if !known {
            let name = if cosigner.note.is_empty() { cosigner.credential.to_string() } else { cosigner.note.clone() };
            tally.note(Omission::DesktopOmitsCosignerWithoutAccount, RecordKind::Cosigner, &name);
        }
        known
    });
    cosigners
}

fn contact_of(contact: &Common<Contact>) -> (ContactAddress, Common<Contact>) {
    let address = ContactAddress::read(&contact.address.to_string());
    if address == contact.address {
        return (address, contact.clone());
    }
    (address.clone(), Contact { address, ..contact.record().clone() }.into())
}

/// The same account in the file: there it stands under one identity and has one text for an address.
fn key_under(key: &AccountKey, identity: IdentityKey) -> AccountKey {
    match key {
        AccountKey::Address(address) => AccountKey::Address(*address),
        AccountKey::Unaddressed { text, .. } => AccountKey::Unaddressed { identity, text: text.clone() },
    }
}

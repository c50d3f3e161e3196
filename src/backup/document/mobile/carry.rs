//! What of a wallet a phone's file can carry, and what it cannot.
//! This module decides that before anything is written; it refuses to leave out a record without naming it.

use std::collections::{BTreeMap, BTreeSet};

use super::environment::name_of;
use super::rebuild::{credential_for, encryption_for};
use super::{account, identity};
use crate::backup::document::omission::Omission;
use crate::backup::document::tally::{Kind, Tally};
use crate::backup::document::wiped::{Unknown, Wiped, secret_text_of, text_of};
use crate::backup::document::{Carried, other_networks};
use crate::custody::{self, Examiner, Severity};
use crate::model::{
    Account, AccountAddress, AccountKey, AccountKeys, Contact, ContactAddress, GenesisHash, Identity, IdentityKey,
    IdentityState, NetworkRecords, PhoneAccount, PhoneIdentity, Shielded, Wallet,
};
use crate::secret::SecretText;

/// What a phone needs of an identity; one that is missing costs iOS the whole file.
const NEEDED_OF_PROVIDER: [&str; 9] = [
    "/ipInfo/ipIdentity",
    "/ipInfo/ipDescription/name",
    "/ipInfo/ipDescription/url",
    "/ipInfo/ipDescription/description",
    "/ipInfo/ipVerifyKey",
    "/ipInfo/ipCdiVerifyKey",
    "/arsInfos",
    "/metadata/icon",
    "/metadata/issuanceStart",
];
const NEEDED_OF_OBJECT: [&str; 6] = [
    "/preIdentityObject",
    "/attributeList/validTo",
    "/attributeList/createdAt",
    "/attributeList/maxAccounts",
    "/attributeList/chosenAttributes",
    "/signature",
];
const NEEDED_OF_KEYS: [&str; 3] = ["/aci/credentialHolderInformation/idCredSecret", "/aci/prfKey", "/randomness"];

/// Chooses what goes into a phone's file for one network.
#[must_use]
pub fn carry(wallet: &Wallet, network: GenesisHash) -> Carried {
    let mut tally = Tally::default();
    let nothing = NetworkRecords::default();
    let records = wallet.networks.get(&network).unwrap_or(&nothing);
    let environment = environment(records, network);

    let mut carried = NetworkRecords::default();
    for identity in records.identities.values() {
        if let Some(identity) = identity_for(identity, &environment, &mut tally) {
            carried.identities.insert(identity.key, identity);
        }
    }
    accounts(records, &mut carried, &mut tally);
    raise_numbers(records, &mut carried);
    name_lost_credentials(records, &carried, &mut tally);
    for contact in records.contacts.values() {
        let contact = contact_for(contact, &carried, &mut tally);
        carried.contacts.entry(contact.address.clone()).or_insert(contact);
    }
    for cosigner in records.cosigners.values() {
        let name = if cosigner.note.is_empty() { cosigner.credential.to_string() } else { cosigner.note.clone() };
        tally.note(Omission::PhoneOmitsCosigner, Kind::Cosigners, &name);
    }
    let mut omissions = tally.into_omitted();
    omissions.extend(other_networks(Omission::PhoneOmitsNetwork, wallet, network));
    let networks = BTreeMap::from([(network, carried)]);
    Carried { wallet: Wallet { networks, ..Wallet::default() }, omissions }
}

fn environment(records: &NetworkRecords, network: GenesisHash) -> String {
    let said = || {
        let phones = records.identities.values().filter_map(|identity| identity.phone.as_ref());
        let words: BTreeSet<&str> = phones.filter_map(|phone| phone.environment.as_deref()).collect();
        // A known network's word would bring the records somewhere else.
        words.into_iter().find(|word| !["mainnet", "testnet", "staging", "production", "prod_testnet"].contains(word))
    };
    name_of(network).or_else(said).unwrap_or(super::NO_NETWORK).to_owned()
}

fn identity_for(identity: &Identity, environment: &str, tally: &mut Tally<Omission>) -> Option<Identity> {
    let mut omit = |code| tally.note(code, Kind::Identities, &identity.name);
    let (IdentityKey::Phone(key), Some(phone)) = (identity.key, &identity.phone) else {
        omit(Omission::PhoneOmitsLedgerIdentity);
        return None;
    };
    let Some(keys) = &phone.keys else {
        omit(Omission::PhoneOmitsWatchedIdentity);
        return None;
    };
    let complete = || {
        let keys = tidy(keys, &NEEDED_OF_KEYS)?;
        let object = whole(identity.object.as_deref()?, &NEEDED_OF_OBJECT)?;
        (identity::public_key(object.value()) == Some(key)).then_some(())?;
        let provider = whole(identity.provider.as_deref()?, &NEEDED_OF_PROVIDER)?;
        Some((keys, text_of(object.value()), text_of(provider.value())))
    };
    let Some((keys, object, provider)) = complete() else {
        omit(Omission::PhoneOmitsIncompleteIdentity);
        return None;
    };
    Some(Identity {
        key: identity.key,
        name: identity.name.clone(),
        state: IdentityState::Confirmed,
        detail: None,
        issuer_url: None,
        provider: Some(provider),
        object: Some(object),
        randomness: String::new(),
        phone: Some(PhoneIdentity {
            next_account_number: phone.next_account_number,
            environment: Some(environment.to_owned()),
            keys: Some(keys),
            other_members: others(&phone.other_members, &super::OF_IDENTITY),
        }),
    })
}

fn accounts(records: &NetworkRecords, carried: &mut NetworkRecords, tally: &mut Tally<Omission>) {
    let generator = custody::generator_of(records.accounts.values());
    let examiners: BTreeMap<&IdentityKey, Examiner<'_>> = carried
        .identities
        .iter()
        .map(|(key, identity)| (key, Examiner::new(Some(identity), generator.clone())))
        .collect();
    for account in records.accounts.values() {
        let mut omit = |code| tally.note(code, Kind::Accounts, &account.name);
        let Some(identity @ IdentityKey::Phone(_)) = account.identity else {
            omit(if account.identity.is_none() {
                Omission::PhoneOmitsKeyAccount
            } else {
                Omission::PhoneOmitsLedgerAccount
            });
            continue;
        };
        let (Some(keys), AccountKey::Address(address)) = (&account.keys, &account.key) else {
            omit(Omission::PhoneOmitsWatchedAccount);
            continue;
        };
        let Some(examiner) = examiners.get(&identity) else {
            omit(Omission::PhoneOmitsAccountOfIdentity);
            continue;
        };
        let Some(account) = account_for(account, *address, keys, examiner, tally) else { continue };
        let examined = examiner.account(&account, &[]);
        if examined.findings.iter().any(|finding| finding.severity() == Severity::BreaksSigning) {
            tally.note(Omission::PhoneCarriesUnsoundKeys, Kind::Accounts, &account.name);
        }
        if let Some(credential) = account::credential(identity, &account, &examined) {
            carried.credentials.insert(credential.id, credential);
        }
        carried.accounts.insert(account.key.clone(), account);
    }
}

/// The account as a phone's file has it; named and left out if something is missing that cannot be made again.
fn account_for(
    account: &Account,
    address: AccountAddress,
    keys: &AccountKeys,
    examiner: &Examiner<'_>,
    tally: &mut Tally<Omission>,
) -> Option<Account> {
    let complete = || {
        custody::read_account_keys(keys).ok()?;
        let (encryption, is_encryption_new) = encryption_for(account, keys, examiner)?;
        let (credential, is_credential_new) = credential_for(account, keys, examiner)?;
        let keys = AccountKeys {
            signing: tidy(&keys.signing, &[])?,
            encryption: Some(encryption),
            commitments: keys.commitments.as_ref().and_then(|text| tidy(text, &[])),
        };
        Some((keys, credential, is_encryption_new || is_credential_new))
    };
    let Some((keys, credential, is_new)) = complete() else {
        tally.note(Omission::PhoneOmitsIncompleteAccount, Kind::Accounts, &account.name);
        return None;
    };
    if is_new {
        tally.note(Omission::PhoneMakesAgain, Kind::Accounts, &account.name);
    }
    let revealed = account.phone.as_ref().and_then(|phone| whole(&phone.revealed_attributes, &[]));
    let other_members = account.phone.as_ref().map(|phone| others(&phone.other_members, &account::KNOWN));
    let submission_id = account.phone.as_ref().map(|phone| phone.submission_id.clone()).unwrap_or_default();
    let is_initial = custody::read_credential(&credential).ok().flatten().is_some_and(|deployed| deployed.is_initial);
    let phone = PhoneAccount {
        submission_id,
        credential: Some(credential),
        revealed_attributes: revealed.map_or_else(|| "{}".into(), |revealed| text_of(revealed.value())),
        other_members: other_members.unwrap_or_else(nothing_more),
    };
    let key = AccountKey::Address(address);
    let carried = account::blank(key, account.name.clone(), is_initial, Some(keys), Some(phone));
    Some(Account { identity: examiner.identity_key(), shielded: Shielded::none(), ..carried })
}

/// No phone may give a number away that is in use, whatever the file said: making the account would fail.
fn raise_numbers(records: &NetworkRecords, carried: &mut NetworkRecords) {
    let used = records.credentials.values().chain(carried.credentials.values());
    let used: Vec<_> = used.map(|credential| (credential.identity, credential.index.0)).collect();
    for (identity, number) in used {
        let phone = carried.identities.get_mut(&identity).and_then(|identity| identity.phone.as_mut());
        if let Some(phone) = phone {
            phone.next_account_number = phone.next_account_number.max(number.saturating_add(1));
        }
    }
}

/// Credentials of phones that the accounts in the file do not bring with them.
fn name_lost_credentials(records: &NetworkRecords, carried: &NetworkRecords, tally: &mut Tally<Omission>) {
    for credential in records.credentials.values() {
        let identity_named = records.identities.contains_key(&credential.identity)
            && !carried.identities.contains_key(&credential.identity);
        let account_named =
            records.accounts.contains_key(&credential.account) && !carried.accounts.contains_key(&credential.account);
        if !identity_named && !account_named && !carried.credentials.contains_key(&credential.id) {
            tally.note(Omission::PhoneOmitsCredential, Kind::Credentials, &credential.id.to_string());
        }
    }
}

fn contact_for(contact: &Contact, carried: &NetworkRecords, tally: &mut Tally<Omission>) -> Contact {
    if contact.note.as_ref().is_some_and(|note| !note.is_empty()) {
        tally.note(Omission::PhoneOmitsContactNote, Kind::Contacts, &contact.name);
    }
    let address = ContactAddress::read(&contact.address.to_string());
    let own_account = match &address {
        ContactAddress::Account(address) => carried.accounts.contains_key(&AccountKey::Address(*address)),
        ContactAddress::Invalid(_) => false,
    };
    Contact { address, name: contact.name.clone(), note: None, own_account }
}

/// A JSON text as a value without nulls, if it is an object with all of these members.
pub(super) fn whole(text: &str, needed: &[&str]) -> Option<Wiped> {
    let mut value = Wiped::new(serde_json::from_str(text).ok()?);
    value.drop_nulls();
    let is_there = |pointer: &&str| value.value().pointer(pointer).is_some();
    (value.members().is_some() && needed.iter().all(is_there)).then_some(value)
}

/// The same for a text with keys.
fn tidy(text: &SecretText, needed: &[&str]) -> Option<SecretText> {
    // EXPOSE: to parse it; the value is wiped.
    Some(secret_text_of(whole(text.expose(), needed)?.value()))
}

/// Unknown members, without those that have a place of their own in the file.
fn others(text: &SecretText, known: &[&str]) -> SecretText {
    // EXPOSE: to parse it; the value is wiped.
    let value = whole(text.expose(), &[]);
    let unknown = value.as_ref().and_then(Wiped::members).map(|members| secret_text_of(&Unknown { members, known }));
    unknown.unwrap_or_else(nothing_more)
}

fn nothing_more() -> SecretText {
    SecretText::new("{}".into())
}

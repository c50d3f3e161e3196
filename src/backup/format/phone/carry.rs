//! What of a wallet a phone's file can carry, and what it cannot. It is decided before anything is written, and no record
//! is left out without being named.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::environment::name_of;
use super::members::{self, Mends, ObjectMember};
use super::rebuild::{credential_for, encryption_for};
use super::{account, identity};
use crate::backup::carried::{Carried, other_networks};
use crate::backup::json::wiped::{Unknown, Wiped, secret_text_of, text_of};
use crate::backup::omission::Omission;
use crate::backup::tally::Tally;
use crate::custody::{self, Examiner, Severity};
use crate::gather::Gather;
use crate::model::{
    Account, AccountAddress, AccountKey, AccountKeys, Common, Contact, ContactAddress, GenesisHash, IdCredPub,
    Identity, IdentityKey, IdentityState, NetworkRecords, PhoneAccount, PhoneIdentity, RecordKind, Shielded, Wallet,
};
use crate::secret::SecretText;

/// Chooses what goes into a phone's file for one network.
#[must_use]
pub fn carry(wallet: &Wallet, network: GenesisHash) -> Carried {
    let mut tally = Tally::default();
    let nothing = NetworkRecords::default();
    let records = wallet.networks.get(&network).unwrap_or(&nothing);
    let environment = environment(records, network);

    let mut carried = NetworkRecords::default();
    for identity in records.identities.values() {
        if let Some(identity) = identity_for(identity, records, &environment, &mut tally) {
            carried.identities.insert(identity.key, identity.into());
        }
    }
    accounts(records, &mut carried, &mut tally);
    raise_numbers(records, &mut carried);
    name_lost_credentials(records, &carried, &mut tally);
    for contact in records.contacts.values() {
        let contact = contact_for(contact, &mut tally);
        carried.contacts.entry(contact.address.clone()).or_insert(contact.into());
    }
    for cosigner in records.cosigners.values() {
        let name = if cosigner.note.is_empty() { cosigner.credential.to_string() } else { cosigner.note.clone() };
        tally.note(Omission::PhoneOmitsCosigner, RecordKind::Cosigner, &name);
    }
    let mut omissions = tally.into_omitted();
    omissions.extend(other_networks(Omission::PhoneOmitsNetwork, wallet, network));
    let networks = [(network, carried)].into_iter().gather();
    Carried { wallet: Wallet { networks, ..Wallet::default() }, omissions }
}

fn environment(records: &NetworkRecords, network: GenesisHash) -> String {
    let said = || {
        let phones = records.identities.values().filter_map(|identity| identity.phone.as_ref());
        let words: BTreeSet<&str> = phones.filter_map(|phone| phone.environment.as_deref()).gather();
        // A known network's word would bring the records somewhere else.
        words.into_iter().find(|word| !["mainnet", "testnet", "staging", "production", "prod_testnet"].contains(word))
    };
    name_of(network).or_else(said).unwrap_or(super::NO_NETWORK).to_owned()
}

fn identity_for(
    identity: &Identity,
    records: &NetworkRecords,
    environment: &str,
    tally: &mut Tally<Omission>,
) -> Option<Identity> {
    let mut omit = |code| tally.note(code, RecordKind::Identity, &identity.name);
    let (IdentityKey::Phone(key), Some(phone)) = (identity.key, &identity.phone) else {
        omit(Omission::PhoneOmitsLedgerIdentity);
        return None;
    };
    let Some(keys) = &phone.keys else {
        omit(Omission::PhoneOmitsWatchedIdentity);
        return None;
    };
    let mut mends = Mends::default();
    let complete = |mends: &mut Mends| {
        let keys = tidy(keys, members::HOLDER, mends)?;
        let known = AboutIdentity::of(identity, records);
        let mut object = Wiped::object(identity.object.as_deref()?)?;
        object.change(|object| known.complete_object(object, &key.to_string()));
        members::mend(&mut object, members::OBJECT, mends)?;
        (identity::public_key(object.value()) == Some(key)).then_some(())?;
        let mut provider = Wiped::object(identity.provider.as_deref().unwrap_or("{}"))?;
        provider.change(|provider| known.complete_provider(provider));
        members::mend(&mut provider, members::PROVIDER, mends)?;
        Some((keys, text_of(object.value()), text_of(provider.value())))
    };
    let Some((keys, object, provider)) = complete(&mut mends) else {
        omit(Omission::PhoneOmitsIncompleteIdentity);
        return None;
    };
    say(&mends, Omission::PhoneFillsIdentity, RecordKind::Identity, &identity.name, tally);
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
    let generator = custody::generator_of(records.accounts.values().map(Common::record));
    let examiners: BTreeMap<&IdentityKey, Examiner<'_>> = carried
        .identities
        .iter()
        .map(|(key, identity)| (key, Examiner::new(Some(identity), generator.clone())))
        .gather();
    for account in records.accounts.values() {
        let mut omit = |code| tally.note(code, RecordKind::Account, &account.name);
        let Some(identity @ IdentityKey::Phone(_)) = account.identity else {
            omit(if account.identity.is_none() && account.signers.is_empty() {
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
            tally.note(Omission::PhoneCarriesUnsoundKeys, RecordKind::Account, &account.name);
        }
        if let Some(credential) = account::credential(identity, &account, &examined) {
            carried.credentials.insert(credential.id, credential.into());
        }
        carried.accounts.insert(account.key.clone(), account.into());
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
    let mut mends = Mends::default();
    let revealed = revealed_for(account, &mut mends);
    let complete = |mends: &mut Mends| {
        let signing = signing_for(keys, mends)?;
        let (encryption, is_encryption_new) = encryption_for(account, keys, examiner)?;
        let (credential, is_credential_new) = credential_for(account, keys, &revealed, examiner, mends)?;
        let commitments = commitments_for(keys, mends);
        let keys = AccountKeys { signing, encryption: Some(encryption), commitments };
        Some((keys, credential, is_encryption_new || is_credential_new))
    };
    let Some((keys, credential, is_new)) = complete(&mut mends) else {
        tally.note(Omission::PhoneOmitsIncompleteAccount, RecordKind::Account, &account.name);
        return None;
    };
    say(&mends, Omission::PhoneFillsAccount, RecordKind::Account, &account.name, tally);
    if is_new {
        tally.note(Omission::PhoneMakesAgain, RecordKind::Account, &account.name);
    }
    if !account.signers.is_empty() {
        tally.note(Omission::PhoneDropsSigners, RecordKind::Account, &account.name);
    }
    let other_members = account.phone.as_ref().map(|phone| others(&phone.other_members, &account::KNOWN));
    let submission_id = account.phone.as_ref().map(|phone| phone.submission_id.clone()).unwrap_or_default();
    let is_initial = custody::read_credential(&credential).ok().flatten().is_some_and(|deployed| deployed.is_initial);
    let phone = PhoneAccount {
        submission_id,
        credential: Some(credential),
        revealed_attributes: text_of(&revealed),
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
            tally.note(Omission::PhoneOmitsCredential, RecordKind::Credential, &credential.id.to_string());
        }
    }
}

fn contact_for(contact: &Contact, tally: &mut Tally<Omission>) -> Contact {
    if contact.note.as_ref().is_some_and(|note| !note.is_empty()) {
        tally.note(Omission::PhoneOmitsContactNote, RecordKind::Contact, &contact.name);
    }
    let address = ContactAddress::read(&contact.address.to_string());
    Contact { address, name: contact.name.clone(), note: None }
}

/// What was done so that every phone reads a record.
fn say(mends: &Mends, filled: Omission, kind: RecordKind, name: &str, tally: &mut Tally<Omission>) {
    for field in &mends.retyped {
        tally.note_field(Omission::PhoneMendsTypes, kind, field, name);
    }
    for field in &mends.filled {
        tally.note_field(filled, kind, field, name);
    }
    for field in &mends.dropped {
        let what = match *field {
            "revealedAttributes" => Omission::PhoneDropsRevealedAttribute,
            "commitmentsRandomness" => Omission::PhoneDropsCommitments,
            _ => filled,
        };
        tally.note_field(what, kind, field, name);
    }
}

/// What an account shows to everybody.
fn revealed_for(account: &Account, mends: &mut Mends) -> Value {
    let text = account.phone.as_ref().map_or("{}", |phone| phone.revealed_attributes.as_str());
    let revealed = Wiped::object(text).map_or_else(|| json!({}), |revealed| revealed.value().clone());
    let mut around = Wiped::new(json!({ "revealedAttributes": revealed }));
    let is_there = members::mend(&mut around, members::REVEALED, mends).is_some();
    let revealed = around.members().filter(|_| is_there).and_then(|members| members.get("revealedAttributes"));
    revealed.cloned().unwrap_or_else(|| json!({}))
}

/// The signing keys; a public key that is missing follows from its secret one.
fn signing_for(keys: &AccountKeys, mends: &mut Mends) -> Option<SecretText> {
    // EXPOSE: to parse it; the value is wiped.
    let mut value = Wiped::object(keys.signing.expose())?;
    value.change(|value| {
        each_pair(value, |pair| {
            pair.entry("verifyKey").or_insert_with(|| "".into());
        });
    });
    members::mend(&mut value, members::KEYS, mends)?;
    let mended = AccountKeys { signing: secret_text_of(value.value()), encryption: None, commitments: None };
    let read = custody::read_account_keys(&mended).ok()?;
    for (credential, held) in &read.credentials {
        for (place, pair) in held.keys.iter().filter(|(_, pair)| pair.verify.is_none()) {
            let at = format!("/keys/{credential}/keys/{place}/verifyKey");
            if let Some(derived) = pair.derived() {
                value.change(|value| {
                    let missing = value.pointer_mut(&at).filter(|text| *text == "");
                    missing.into_iter().for_each(|text| *text = derived.to_string().into());
                });
            }
        }
    }
    Some(secret_text_of(value.value()))
}

/// Every pair of keys, wherever there is one.
fn each_pair(keys: &mut Value, change: impl Fn(&mut Map<String, Value>)) {
    let credentials = keys.get_mut("keys").and_then(Value::as_object_mut);
    for credential in credentials.into_iter().flat_map(Map::values_mut) {
        let pairs = credential.get_mut("keys").and_then(Value::as_object_mut);
        pairs.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut).for_each(&change);
    }
}

/// An account need not have them; but an iPhone takes them whole or refuses the file.
fn commitments_for(keys: &AccountKeys, mends: &mut Mends) -> Option<SecretText> {
    let commitments = keys.commitments.as_ref()?;
    let whole = tidy(commitments, members::COMMITMENTS, mends);
    // EXPOSE: compared with what holds nothing.
    if whole.is_none() && !["{}", "null"].contains(&commitments.expose()) {
        mends.dropped.insert("commitmentsRandomness");
    }
    whole
}

/// What is known of an identity beside its object: from its key, and from the credentials of its accounts.
struct AboutIdentity {
    provider: Option<Value>,
    created_at: Option<Value>,
    valid_to: Option<Value>,
}

impl AboutIdentity {
    fn of(identity: &Identity, records: &NetworkRecords) -> Self {
        let own = records.accounts.values().filter(|account| account.identity == Some(identity.key));
        let contents: Vec<Value> = own
            .filter_map(|account| Wiped::object(account.phone.as_ref()?.credential.as_deref()?))
            .filter_map(|credential| credential.value().pointer("/value/credential/contents").cloned())
            .collect();
        let first = |pointer| contents.iter().find_map(|contents| contents.pointer(pointer).cloned());
        Self {
            provider: first("/ipIdentity"),
            created_at: first("/policy/createdAt"),
            valid_to: first("/policy/validTo"),
        }
    }

    fn complete_object(&self, object: &mut Value, key: &str) {
        if let Some(holder) = object_in(object, &["preIdentityObject", "pubInfoForIp"]) {
            fill_in(holder, "idCredPub", &key.into(), |value| {
                value.as_str().is_some_and(|text| text.parse::<IdCredPub>().is_ok())
            });
        }
        if let Some(attributes) = object_in(object, &["attributeList"]) {
            for (name, known) in [("createdAt", &self.created_at), ("validTo", &self.valid_to)] {
                if let Some(known) = known {
                    fill_in(attributes, name, known, |value| value.is_string() || value.is_number());
                }
            }
        }
    }

    fn complete_provider(&self, provider: &mut Value) {
        if let (Some(about), Some(known)) = (object_in(provider, &["ipInfo"]), &self.provider) {
            fill_in(about, "ipIdentity", known, |value| {
                value.is_u64() || value.as_str().is_some_and(|text| text.parse::<u32>().is_ok())
            });
        }
    }
}

/// The object at a place, made where there is none.
fn object_in<'v>(value: &'v mut Value, path: &[&str]) -> Option<&'v mut Map<String, Value>> {
    let mut object = value.as_object_mut()?;
    for name in path {
        let member = object.entry(*name).or_insert_with(|| Value::Object(Map::new()));
        if !member.is_object() {
            *member = Value::Object(Map::new());
        }
        object = member.as_object_mut()?;
    }
    Some(object)
}

/// Puts what is known in the place of what is missing or cannot be meant.
fn fill_in(object: &mut Map<String, Value>, name: &str, known: &Value, is_meant: impl Fn(&Value) -> bool) {
    if !object.get(name).is_some_and(is_meant) {
        object.insert(name.to_owned(), known.clone());
    }
}

/// The text of an object with keys, mended.
fn tidy(text: &SecretText, table: &'static [ObjectMember], mends: &mut Mends) -> Option<SecretText> {
    // EXPOSE: to parse it; the value is wiped.
    let mut value = Wiped::object(text.expose())?;
    members::mend(&mut value, table, mends)?;
    Some(secret_text_of(value.value()))
}

/// Unknown members, without those that have a place of their own in the file.
fn others(text: &SecretText, known: &[&str]) -> SecretText {
    // EXPOSE: to parse it; the value is wiped.
    let value = Wiped::object(text.expose());
    let unknown = value.as_ref().and_then(Wiped::members).map(|members| secret_text_of(&Unknown { members, known }));
    unknown.unwrap_or_else(nothing_more)
}

fn nothing_more() -> SecretText {
    SecretText::new("{}".into())
}

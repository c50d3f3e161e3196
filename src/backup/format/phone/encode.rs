//! From records to a document that every phone takes. What goes in, `carry` decides.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::environment::name_of;
use super::{NO_NETWORK, TYPE, VERSION};
use crate::backup::json::wiped::{Wiped, text_of};
use crate::gather::Gather;
use crate::model::{Account, AccountKey, Common, Contact, GenesisHash, Identity, NetworkRecords, Wallet};
use crate::order::InOrder as _;
use crate::secret::{Plaintext, SecretText};

/// The document. Expects what [`super::carry`] gives.
#[must_use]
pub fn encode(carried: &Wallet, network: GenesisHash) -> Plaintext {
    let nothing = NetworkRecords::default();
    let records = carried.networks.get(&network).unwrap_or(&nothing);
    let said = || records.identities.values().find_map(|identity| identity.phone.as_ref()?.environment.as_deref());
    let environment = name_of(network).or_else(said).unwrap_or(NO_NETWORK);
    let numbers: AccountNumbers<'_> =
        records.credentials.values().map(|credential| (&credential.account, credential.index.0)).gather();
    let identities = records.identities.values().map(|identity| identity_value(identity, records, &numbers)).collect();
    let recipients = records.contacts.values().map(|contact| recipient(contact)).collect();
    // Moved together, not copied: `json!` would leave copies of the keys behind.
    let value = [("identities".into(), Value::Array(identities)), ("recipients".into(), Value::Array(recipients))];
    let document = [
        ("type".into(), TYPE.into()),
        ("v".into(), VERSION.into()),
        ("environment".into(), environment.into()),
        ("value".into(), Value::Object(value.into_iter().gather())),
    ];
    let document = Wiped::new(Value::Object(document.into_iter().gather()));
    Plaintext::new(text_of(document.value()).into_bytes())
}

/// Accounts by their number.
type AccountNumbers<'r> = BTreeMap<&'r AccountKey, u32>;

fn identity_value(identity: &Identity, records: &NetworkRecords, numbers: &AccountNumbers<'_>) -> Value {
    let phone = identity.phone.as_ref();
    let mut members = phone.map(|phone| secret_members(&phone.other_members)).unwrap_or_default();
    let own = records.accounts.values().filter(|account| account.identity == Some(identity.key));
    let mut own: Vec<&Account> = own.map(Common::record).collect();
    // CryptoX takes an account's place in this list for its number.
    own.order_by_key(|account| numbers.get(&account.key).copied().unwrap_or(u32::MAX));
    members.extend([
        ("name".into(), identity.name.as_str().into()),
        ("nextAccountNumber".into(), phone.map_or(0, |phone| phone.next_account_number).into()),
        ("identityProvider".into(), parsed(identity.provider.as_deref())),
        ("identityObject".into(), parsed(identity.object.as_deref())),
        ("accounts".into(), own.into_iter().map(account_value).collect::<Vec<_>>().into()),
    ]);
    if let Some(keys) = phone.and_then(|phone| phone.keys.as_ref()) {
        members.insert("privateIdObjectData".into(), secret(keys));
    }
    Value::Object(members)
}

fn account_value(account: &Account) -> Value {
    let phone = account.phone.as_ref();
    let mut members = phone.map(|phone| secret_members(&phone.other_members)).unwrap_or_default();
    members.extend([
        ("name".into(), account.name.as_str().into()),
        ("address".into(), account.key.text().into()),
        ("submissionId".into(), phone.map(|phone| phone.submission_id.as_str()).unwrap_or_default().into()),
        ("credential".into(), parsed(phone.and_then(|phone| phone.credential.as_deref()))),
        ("revealedAttributes".into(), parsed(phone.map(|phone| phone.revealed_attributes.as_str()))),
    ]);
    if let Some(keys) = &account.keys {
        members.insert("accountKeys".into(), secret(&keys.signing));
        if let Some(encryption) = &keys.encryption {
            // EXPOSE: into the document, which is wiped.
            members.insert("encryptionSecretKey".into(), encryption.expose().into());
        }
        if let Some(commitments) = &keys.commitments {
            members.insert("commitmentsRandomness".into(), secret(commitments));
        }
    }
    Value::Object(members)
}

fn recipient(contact: &Contact) -> Value {
    json!({ "name": contact.name, "address": contact.address.to_string() })
}

fn parsed(text: Option<&str>) -> Value {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn secret(text: &SecretText) -> Value {
    // EXPOSE: into the document, which is wiped.
    parsed(Some(text.expose()))
}

fn secret_members(text: &SecretText) -> Map<String, Value> {
    match secret(text) {
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

//! Keys in every condition: good, written otherwise, damaged, of somebody else. All of the same two people and their accounts.

use std::sync::LazyLock;

use lifeboat::model::{AccountAddress, IdCredPub};
use lifeboat::secret::SecretText;
use serde_json::{Value, json};

use super::phone::{Holder, account_keys};

/// Accounts that each of the two has.
pub(crate) const ACCOUNTS: u8 = 4;

static PEOPLE: LazyLock<[Person; 2]> = LazyLock::new(|| [Person::new(1), Person::new(2)]);

/// One of the two people.
pub(crate) fn person(number: usize) -> &'static Person {
    &PEOPLE[number]
}

/// A person with an identity and accounts.
pub(crate) struct Person {
    pub(crate) id: IdCredPub,
    pub(crate) addresses: Vec<AccountAddress>,
    /// The identity object, written in two ways, and one of another issuing.
    pub(crate) objects: [String; 3],
    /// Keys of the identity: good, good and written otherwise, good with another randomness, and four that are not.
    pub(crate) identity_keys: Vec<SecretText>,
    pub(crate) accounts: Vec<Material>,
    secrets: Vec<String>,
}

/// Keys of one account.
pub(crate) struct Material {
    /// The right ones, written otherwise, others that are good in themselves, and three that are not.
    pub(crate) signing: Vec<SecretText>,
    /// None, the right one, written otherwise, of another account, one that cannot be read.
    pub(crate) encryption: Vec<Option<SecretText>>,
    /// None, one, written otherwise, another one, one that cannot be read.
    pub(crate) commitments: Vec<Option<SecretText>>,
    /// As it was deployed: none, empty, the right one, another account's, one that cannot be read.
    pub(crate) credential: Vec<Option<String>>,
}

impl Person {
    fn new(seed: u64) -> Self {
        let holder = Holder::new(seed);
        let identity = holder.identity("Passport", Vec::new());
        let object = &identity["identityObject"];
        let mut other_issuing = object.clone();
        other_issuing["signature"] = "cc".repeat(96).into();
        let keys = &identity["privateIdObjectData"];
        let accounts: Vec<Value> = (0..ACCOUNTS).map(|number| holder.account("", number)).collect();
        let mut secrets = Vec::new();
        gather(keys, &mut secrets);
        for account in &accounts {
            gather(&account["accountKeys"]["keys"]["0"]["keys"]["0"]["signKey"], &mut secrets);
            secrets.push(text(&account["encryptionSecretKey"]).split_at(96).1.to_owned());
        }
        let next = accounts.iter().cycle().skip(1);
        Self {
            id: holder.id_cred_pub().parse().unwrap(),
            addresses: (0..ACCOUNTS).map(|number| holder.address(number)).collect(),
            objects: [object.to_string(), pretty(object), other_issuing.to_string()],
            identity_keys: identity_keys(keys).map(SecretText::new).into(),
            accounts: accounts.iter().zip(next).map(|(account, next)| Material::of(account, next)).collect(),
            secrets,
        }
    }

    /// Every secret of this person, in hexadecimal.
    pub(crate) fn secrets(&self) -> &[String] {
        &self.secrets
    }
}

impl Material {
    fn of(account: &Value, next: &Value) -> Self {
        let right = &account["accountKeys"];
        let mut mixed = right.clone();
        mixed["keys"]["0"]["keys"]["0"]["signKey"] = "78".repeat(32).into();
        let mut too_few = right.clone();
        too_few["threshold"] = 2.into();
        let other = account_keys(&[(0, 0, [0x77; 32])]);
        let signing =
            [right.to_string(), pretty(right), other.to_string(), mixed.to_string(), too_few.to_string(), "{}".into()];
        let encryption = [text(&account["encryptionSecretKey"]), text(&next["encryptionSecretKey"])];
        let commitments = ["{\"prfRand\":\"aa\"}", "{ \"prfRand\": \"AA\" }", "{\"prfRand\":\"bb\"}", "?"];
        let empty = json!({ "v": 0, "value": {} });
        let credential = [&empty, &account["credential"], &next["credential"], &json!([])].map(Value::to_string);
        let optional = |texts: Vec<String>| {
            let texts = texts.into_iter().map(|text| Some(SecretText::new(text)));
            [None].into_iter().chain(texts).collect()
        };
        Self {
            signing: signing.map(SecretText::new).into(),
            encryption: optional(vec![
                encryption[0].clone(),
                encryption[0].to_uppercase(),
                encryption[1].clone(),
                "00".into(),
            ]),
            commitments: optional(commitments.map(str::to_owned).into()),
            credential: [None].into_iter().chain(credential.map(Some)).collect(),
        }
    }
}

fn identity_keys(keys: &Value) -> [String; 7] {
    let changed = |pointer: &str, text: String| {
        let mut changed = keys.clone();
        *changed.pointer_mut(pointer).unwrap() = text.into();
        changed.to_string()
    };
    [
        keys.to_string(),
        pretty(keys),
        changed("/randomness", "ce".repeat(32)),
        changed("/aci/prfKey", format!("{:064x}", 7)),
        changed("/aci/credentialHolderInformation/idCredSecret", format!("{:064x}", 9)),
        "{}".into(),
        "x".into(),
    ]
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn gather(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Object(members) => members.values().for_each(|member| gather(member, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {}
    }
}

//! Every member of a phone's file, missing or of every wrong type: what is written is what the strictest phone reads, and nothing is
//! left out without its name.

use crate::phone;
use crate::phone_document;
use crate::strict_phone;
use crate::stride;

use std::path::Path;

use lifeboat::backup::format;
use lifeboat::backup::{self, Omission, Omitted};
use lifeboat::fault::Coded;
use lifeboat::model::{Network, Wallet};
use lifeboat::secret::{Password, Plaintext};
use phone::Holder;
use phone_document::document;
use serde_json::{Value, json};
use strict_phone::Phone;

const NET: Network = Network::Testnet;

/// One identity with the account its provider made, and with another one.
fn sound() -> Value {
    let holder = Holder::new(1);
    let mut savings = holder.account("Savings", 3);
    savings["revealedAttributes"] = json!({ "nationality": "DK" });
    let identity = holder.identity("Passport", vec![holder.account("Initial", 0), savings]);
    document(Some("testnet"), vec![identity], Vec::new())
}

struct Written {
    records: (usize, usize),
    document: Value,
    omissions: Vec<Omitted>,
}

impl Written {
    /// A document, opened and made again.
    fn from(original: &Value) -> Self {
        let plain = Plaintext::new(original.to_string().into_bytes());
        let wallet = format::decode(&plain, &mut Vec::new()).unwrap().1.on(NET.genesis());
        Self::of(&wallet, NET)
    }

    fn of(wallet: &Wallet, network: Network) -> Self {
        let records = &wallet.networks[&network.genesis()];
        let carried = format::phone::carry(wallet, network.genesis());
        // EXPOSE: synthetic keys.
        let document =
            serde_json::from_slice(format::phone::encode(&carried.wallet, network.genesis()).expose()).unwrap();
        let records = (records.identities.len(), records.accounts.len());
        Self { records, document, omissions: carried.omissions }
    }

    fn identities(&self) -> &[Value] {
        self.document["value"]["identities"].as_array().unwrap()
    }

    fn accounts(&self) -> usize {
        self.identities().iter().map(|identity| identity["accounts"].as_array().unwrap().len()).sum()
    }

    fn omitted(&self, kind: &str) -> usize {
        let named = self.omissions.iter().filter(|omitted| {
            omitted.code.code().starts_with("phone-omits") && omitted.fields.get("kind").is_some_and(|it| it == kind)
        });
        named.map(|omitted| omitted.fields["count"].parse::<usize>().unwrap()).sum()
    }

    fn said(&self) -> Vec<Omission> {
        self.omissions.iter().map(|omitted| omitted.code).collect()
    }
}

/// Members without which a record is nothing a phone could use: keys and ids. Whatever else is wrong, every record is written.
const KEYS_AND_IDS: [&str; 7] = [
    "/privateIdObjectData",
    "/identityObject",
    "/accountKeys",
    "/address",
    "/accounts",
    // An account that is no object at all: reading it is the place where it is named.
    "/accounts/0",
    "/accounts/1",
];

#[test]
fn every_member_of_every_wrong_type_is_mended_or_named() {
    let original = sound();
    assert_eq!(Phone::refuses(&Written::from(&original).document), None);
    let mut pointers = Vec::new();
    collect(&original["value"]["identities"][0], "/value/identities/0".to_owned(), &mut pointers);
    assert!(pointers.len() > 90, "{}", pointers.len());
    let mut troubles = Vec::new();
    for (place, pointer) in pointers.iter().enumerate() {
        // In the ring another way for each member.
        for (how, changed) in wrong_ways(&original, pointer).into_iter().skip(place % stride().min(4)).step_by(stride())
        {
            let written = Written::from(&changed);
            let name = format!("{pointer} {how}");
            if let Some(why) = Phone::refuses(&written.document) {
                troubles.push(format!("{name}: an iPhone refuses the file: {why}"));
            }
            let (identities, accounts) = written.records;
            if identities != written.identities().len() + written.omitted("identities")
                || accounts != written.accounts() + written.omitted("accounts")
            {
                troubles.push(format!("{name}: left out without a word: {:?}", written.said()));
            }
            let is_vital = KEYS_AND_IDS.iter().any(|vital| pointer.contains(vital) && is_at_or_above(pointer, vital));
            if !is_vital && (written.identities().len(), written.accounts()) != (1, 2) {
                troubles.push(format!("{name}: left out, though nothing vital is wrong: {:?}", written.said()));
            }
        }
    }
    assert!(troubles.is_empty(), "{} of {}:\n{}", troubles.len(), pointers.len(), troubles.join("\n"));
}

/// Whether a member is the vital one, or holds it, or is a part of it where all of it is keys.
fn is_at_or_above(pointer: &str, vital: &str) -> bool {
    let keys = ["/privateIdObjectData", "/accountKeys"];
    pointer.ends_with(vital) || (keys.contains(&vital) && !pointer.ends_with("/randomness"))
}

/// The same document with one member missing, or of another type.
fn wrong_ways(original: &Value, pointer: &str) -> Vec<(String, Value)> {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let mut missing = original.clone();
    if let Some(object) = missing.pointer_mut(parent).unwrap().as_object_mut() {
        object.remove(name);
    }
    let mut ways = vec![("missing".to_owned(), missing)];
    let value = original.pointer(pointer).unwrap();
    let as_text = if value.is_number() { value.to_string() } else { "x".to_owned() };
    for other in [json!(7), json!(as_text), json!([]), json!({})] {
        if other != *value {
            let mut changed = original.clone();
            *changed.pointer_mut(pointer).unwrap() = other.clone();
            ways.push((format!("as {other}"), changed));
        }
    }
    ways
}

fn collect(value: &Value, here: String, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, child)| (name.clone(), child)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(at, child)| (at.to_string(), child)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (name, child) in children {
        let pointer = format!("{here}/{name}");
        found.push(pointer.clone());
        collect(child, pointer, found);
    }
}

/// What was seen to cost an iPhone the whole file, or was left out though CryptoX reads it.
#[test]
fn files_that_one_phone_reads_are_made_for_every_phone() {
    use Omission::{PhoneFillsIdentity, PhoneMendsTypes};
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/interop");
    for (name, expected) in [
        ("02-ip-icon-missing", vec![(PhoneFillsIdentity, "icon")]),
        ("03-arsInfos-missing", vec![(PhoneFillsIdentity, "arsInfos")]),
        ("05-revealed-number", vec![(PhoneMendsTypes, "revealedAttributes")]),
        ("09-credential-v-string", vec![(PhoneMendsTypes, "v")]),
        ("12-maxAccounts-string", vec![(PhoneMendsTypes, "maxAccounts")]),
        ("17-name-missing", Vec::new()),
    ] {
        let bytes = std::fs::read(folder.join(format!("{name}.concordiumwallet"))).unwrap();
        let opened = backup::open(&bytes, &Password::new("case-pass".to_owned())).unwrap();
        let written = Written::of(&opened.contents.on(Network::Mainnet.genesis()), Network::Mainnet);
        assert_eq!(Phone::refuses(&written.document), None, "{name}");
        assert_eq!((written.identities().len(), written.accounts()), (1, 3), "{name}");
        let said: Vec<_> =
            written.omissions.iter().map(|omitted| (omitted.code, omitted.fields["field"].as_str())).collect();
        assert_eq!(said, expected, "{name}");
    }
}

/// The cases that were named: each of them is in the file, and said.
#[test]
fn parts_that_only_some_phones_need_are_written_empty() {
    let cases: [(&str, &str, Omission); 9] = [
        ("/identityProvider/metadata/icon", "icon", Omission::PhoneFillsIdentity),
        ("/identityProvider/arsInfos", "arsInfos", Omission::PhoneFillsIdentity),
        ("/privateIdObjectData/randomness", "randomness", Omission::PhoneFillsIdentity),
        ("/identityObject/signature", "signature", Omission::PhoneFillsIdentity),
        ("/identityObject/attributeList/chosenAttributes", "chosenAttributes", Omission::PhoneFillsIdentity),
        ("/identityObject/attributeList", "maxAccounts", Omission::PhoneFillsIdentity),
        ("/identityObject/preIdentityObject/proofsOfKnowledge", "proofsOfKnowledge", Omission::PhoneFillsIdentity),
        ("/accounts/1/credential/v", "v", Omission::PhoneFillsAccount),
        ("/accounts/1/commitmentsRandomness/prfRand", "commitmentsRandomness", Omission::PhoneDropsCommitments),
    ];
    for (at, field, what) in cases {
        let mut original = sound();
        let pointer = format!("/value/identities/0{at}");
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        original.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
        let written = Written::from(&original);
        assert_eq!((written.identities().len(), written.accounts()), (1, 2), "{at}");
        let is_said = |omitted: &Omitted| omitted.code == what && omitted.fields["field"] == field;
        assert!(written.omissions.iter().any(is_said), "{at}: {:?}", written.omissions);
    }
    // Nothing was there, so nothing is lost.
    let mut original = sound();
    original["value"]["identities"][0]["accounts"][1]["commitmentsRandomness"] = json!({});
    let written = Written::from(&original);
    assert_eq!(written.said(), []);
    assert!(written.identities()[0]["accounts"][1].get("commitmentsRandomness").is_none());
    // An attribute whose value is no text goes, by name; the account stays.
    original["value"]["identities"][0]["accounts"][1]["revealedAttributes"] =
        json!({ "dob": { "year": 1980 }, "sex": 1 });
    let written = Written::from(&original);
    assert_eq!(written.said(), [Omission::PhoneDropsRevealedAttribute, Omission::PhoneMendsTypes]);
    assert_eq!(written.identities()[0]["accounts"][1]["revealedAttributes"], json!({ "sex": "1" }));
}

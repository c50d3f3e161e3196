//! Checks of keys: what fits is silent, every single thing that does not fit is found, and nothing panics.

use crate::cases::cases;
use crate::phone;

use std::collections::BTreeSet;

use lifeboat::custody::{self, Examiner, Finding, KeysError, Severity};
use lifeboat::model::{
    Account, AccountKey, AccountKeys, AccountSlot, AccountState, Credential, CredentialIndex, Identity, IdentityKey,
    IdentityState, PhoneAccount, PhoneIdentity, Shielded,
};
use lifeboat::secret::SecretText;
use phone::{Holder, account_keys};
use proptest::prelude::*;
use serde_json::{Value, json};

fn secret(value: &Value) -> SecretText {
    SecretText::new(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

fn identity_of(document: &Value) -> Identity {
    let object = &document["identityObject"];
    let public = object["preIdentityObject"]["pubInfoForIp"]["idCredPub"].as_str().unwrap().parse().unwrap();
    Identity {
        state: IdentityState::Confirmed,
        object: Some(object.to_string()),
        phone: Some(PhoneIdentity {
            next_account_number: 0,
            environment: None,
            keys: document.get("privateIdObjectData").map(secret),
            other_members: SecretText::new("{}".into()),
        }),
        ..Identity::placeholder(IdentityKey::Phone(public))
    }
}

fn account_of(document: &Value, identity: Option<IdentityKey>) -> Account {
    Account {
        key: AccountKey::Address(document["address"].as_str().unwrap().parse().unwrap()),
        identity,
        name: String::new(),
        state: AccountState::Confirmed,
        signature_threshold: 1,
        is_initial: false,
        deployment: None,
        transaction_filter: "{}".into(),
        shielded: Shielded::none(),
        keys: document.get("accountKeys").map(|keys| AccountKeys {
            signing: secret(keys),
            encryption: document.get("encryptionSecretKey").map(secret),
            commitments: None,
        }),
        phone: identity.map(|_| PhoneAccount {
            submission_id: String::new(),
            credential: document.get("credential").map(Value::to_string),
            revealed_attributes: "{}".into(),
            other_members: SecretText::new("{}".into()),
        }),
        signers: BTreeSet::new(),
    }
}

/// The findings about account 3 of an identity, after a change to either.
fn findings(change: impl FnOnce(&mut Value, &mut Value)) -> Vec<Finding> {
    let holder = Holder::new(1);
    let (mut identity, mut account) = (holder.identity("I", vec![]), holder.account("A", 3));
    change(&mut identity, &mut account);
    let identity = identity_of(&identity);
    custody::check_account(Some(&identity), &account_of(&account, Some(identity.key)), &[])
}

fn identity_findings(change: impl FnOnce(&mut Value)) -> Vec<Finding> {
    let mut identity = Holder::new(1).identity("I", vec![]);
    change(&mut identity);
    custody::check_identity(&identity_of(&identity), None)
}

fn flip(text: &mut Value, at: usize) {
    let mut changed = text.as_str().unwrap().to_owned();
    let other = if changed.as_bytes()[at] == b'0' { "1" } else { "0" };
    changed.replace_range(at..=at, other);
    *text = changed.into();
}

#[test]
fn keys_that_fit_together_are_sound_and_give_the_exact_number() {
    let holder = Holder::new(1);
    let identity = identity_of(&holder.identity("I", vec![]));
    assert_eq!(custody::check_identity(&identity, None), []);
    assert_eq!(custody::max_accounts(&identity), Some(200));
    let examiner = Examiner::new(Some(&identity), None);
    for number in [0, 1, 7, 255] {
        let account = account_of(&holder.account("A", number), Some(identity.key));
        let examined = examiner.account(&account, &[]);
        assert_eq!(examined.findings, [], "{number}");
        assert_eq!(examined.credential, Some(holder.credential_id(number)));
        assert_eq!(examined.number, Some(CredentialIndex(number.into())));
        assert_eq!(examined.deployed.map(|deployed| deployed.is_initial), Some(number == 0));
        assert!(custody::are_sound(&account, &[]));
    }
}

#[test]
fn each_thing_that_does_not_fit_is_found() {
    let other = Holder::new(2);
    let (address, encryption) = (other.address(3).to_string(), other.encryption_key(3));
    let keys = account_keys(&[(0, 0, other.sign_key(0))]);
    let mut bad_credential = Holder::new(1).account("A", 3)["credential"].take();
    bad_credential["value"]["credential"]["contents"]["credId"] = "zz".into();
    type Change = Box<dyn FnOnce(&mut Value, &mut Value)>;
    let cases: Vec<(Change, Vec<Finding>)> = vec![
        (Box::new(|_, a| drop(a.as_object_mut().unwrap().remove("accountKeys"))), vec![Finding::KeysMissing]),
        (Box::new(|_, a| a["accountKeys"]["keys"] = json!([])), vec![Finding::KeysUnreadable]),
        (Box::new(|_, a| a["accountKeys"]["keys"]["0"]["keys"] = json!({})), vec![Finding::KeysUnreadable]),
        (
            Box::new(|_, a| a["accountKeys"]["keys"]["0"]["keys"]["0"]["signKey"] = "00".into()),
            vec![Finding::SignKeyUnreadable],
        ),
        (
            Box::new(|_, a| flip(&mut a["accountKeys"]["keys"]["0"]["keys"]["0"]["signKey"], 9)),
            vec![Finding::SignKeyOther],
        ),
        (
            Box::new(|_, a| flip(&mut a["accountKeys"]["keys"]["0"]["keys"]["0"]["verifyKey"], 9)),
            vec![Finding::SignKeyOther, Finding::VerifyKeyOther],
        ),
        (Box::new(|_, a| a["accountKeys"] = keys), vec![Finding::VerifyKeyOther]),
        (Box::new(|_, a| a["accountKeys"]["threshold"] = 2.into()), vec![Finding::MoreSigners]),
        (Box::new(|_, a| a["accountKeys"]["keys"]["0"]["threshold"] = 2.into()), vec![Finding::MoreSigners]),
        (
            Box::new(|_, a| {
                a["credential"]["value"]["credential"]["contents"]["credentialPublicKeys"]["threshold"] = 2.into()
            }),
            vec![Finding::MoreSigners],
        ),
        (Box::new(|_, a| a["address"] = address.into()), vec![Finding::AddressOther]),
        (
            Box::new(|_, a| drop(a.as_object_mut().unwrap().remove("encryptionSecretKey"))),
            vec![Finding::EncryptionMissing],
        ),
        (Box::new(|_, a| a["encryptionSecretKey"] = "b14c".into()), vec![Finding::EncryptionUnreadable]),
        (Box::new(|_, a| a["encryptionSecretKey"] = "ff".repeat(80).into()), vec![Finding::EncryptionUnreadable]),
        (Box::new(|_, a| a["encryptionSecretKey"] = encryption.into()), vec![Finding::EncryptionOther]),
        (Box::new(|_, a| a["credential"] = json!({ "v": 0, "value": {} })), vec![Finding::CredentialMissing]),
        (Box::new(|_, a| drop(a.as_object_mut().unwrap().remove("credential"))), vec![Finding::CredentialMissing]),
        (Box::new(|_, a| a["credential"] = bad_credential), vec![Finding::CredentialUnreadable]),
        (Box::new(|i, _| flip(&mut i["privateIdObjectData"]["aci"]["prfKey"], 40)), vec![Finding::PrfOther]),
    ];
    for (number, (change, expected)) in cases.into_iter().enumerate() {
        assert_eq!(findings(change), expected, "case {number}");
    }
}

/// The SDK's own sample has such a key: its digits were changed by hand.
#[test]
fn a_generator_that_is_no_point_is_a_finding() {
    let found = findings(|_, account| flip(&mut account["encryptionSecretKey"], 20));
    assert_eq!(found, [Finding::GeneratorNotAPoint]);
}

#[test]
fn each_fault_of_an_identity_is_found() {
    assert_eq!(
        identity_findings(|i| drop(i.as_object_mut().unwrap().remove("privateIdObjectData"))),
        [Finding::IdentityMissing]
    );
    assert_eq!(identity_findings(|i| i["privateIdObjectData"] = json!([])), [Finding::IdentityUnreadable]);
    let aci = "privateIdObjectData";
    assert_eq!(
        identity_findings(|i| flip(&mut i[aci]["aci"]["credentialHolderInformation"]["idCredSecret"], 50)),
        [Finding::IdentityOther]
    );
    assert_eq!(identity_findings(|i| i[aci]["aci"]["prfKey"] = "12".into()), [Finding::IdentityPrfUnreadable]);
    assert_eq!(identity_findings(|i| flip(&mut i[aci]["aci"]["prfKey"], 50)), [Finding::IdentityPrfOther]);
}

/// A phone that left the credential out has still said enough: its encryption key, or the identity's key, leads to the address.
#[test]
fn a_credential_that_was_left_out_is_found_again() {
    let holder = Holder::new(1);
    let identity = identity_of(&holder.identity("I", vec![]));
    let mut document = holder.account("A", 200);
    document.as_object_mut().unwrap().remove("credential");
    for with_encryption in [true, false] {
        if !with_encryption {
            document.as_object_mut().unwrap().remove("encryptionSecretKey");
        }
        let account = account_of(&document, Some(identity.key));
        let examined = Examiner::new(Some(&identity), None).account(&account, &[]);
        assert_eq!(examined.credential, Some(holder.credential_id(200)));
        assert_eq!(examined.number, Some(CredentialIndex(200)));
    }
    let alone = account_of(&document, None);
    assert_eq!(custody::check_account(None, &alone, &[]), [Finding::CredentialUnknown]);
    let recorded = Credential {
        id: holder.credential_id(200),
        identity: identity.key,
        index: CredentialIndex(200),
        account: alone.key.clone(),
        slot: Some(AccountSlot(0)),
        policy: String::new(),
        randomness: None,
    };
    assert_eq!(custody::check_account(None, &alone, &[&recorded]), []);
    let other = Credential { id: holder.credential_id(9), ..recorded };
    assert_eq!(custody::check_account(None, &alone, &[&other]), [Finding::AddressOther]);
}

#[test]
fn keys_elsewhere_are_worth_knowing_only() {
    let holder = Holder::new(1);
    let mut document = holder.account("A", 1);
    document["accountKeys"] = account_keys(&[(0, 0, holder.sign_key(1)), (3, 1, [9; 32])]);
    let account = account_of(&document, None);
    let found = custody::check_account(None, &account, &[]);
    assert!(found.contains(&Finding::UnusualPlace), "{found:?}");
    assert!(found.iter().all(|finding| finding.severity() == Severity::WorthKnowing));
    assert!(custody::are_sound(&account, &[]));
}

#[test]
fn keys_are_compared_by_what_they_sign_and_not_by_their_text() {
    let holder = Holder::new(1);
    let keys = |text: String| AccountKeys { signing: SecretText::new(text), encryption: None, commitments: None };
    let one = account_keys(&[(0, 0, holder.sign_key(1))]);
    let pretty =
        serde_json::to_string_pretty(&one).unwrap().replace("\"threshold\": 1", "\"more\": [], \"threshold\": 1");
    assert!(custody::sign_the_same(&keys(one.to_string()), &keys(pretty)));
    let other = account_keys(&[(0, 0, holder.sign_key(2))]);
    assert!(!custody::sign_the_same(&keys(one.to_string()), &keys(other.to_string())));
    let mut threshold = one.clone();
    threshold["threshold"] = 2.into();
    assert!(!custody::sign_the_same(&keys(one.to_string()), &keys(threshold.to_string())));
    assert!(!custody::sign_the_same(&keys(one.to_string()), &keys("{}".into())));
    assert!(custody::sign_the_same(&keys("{}".into()), &keys("{}".into())));
}

#[test]
fn too_many_keys_and_too_much_nesting_are_refused() {
    let read = |text: String| {
        custody::read_account_keys(&AccountKeys { signing: SecretText::new(text), encryption: None, commitments: None })
    };
    let many: Vec<_> = (0..=u32::try_from(custody::MAX_KEYS).unwrap()).map(|place| (0, place, [1; 32])).collect();
    assert_eq!(read(account_keys(&many).to_string()).unwrap_err(), KeysError::TooMany);
    assert!(read(account_keys(&many[1..]).to_string()).is_ok());
    assert_eq!(read("[".repeat(100_000)).unwrap_err(), KeysError::Shape);
    assert_eq!(read(r#"{"keys":{},"threshold":1}"#.into()).unwrap_err(), KeysError::Empty);
}

#[test]
fn a_key_shows_nothing_of_itself() {
    let account = account_of(&Holder::new(1).account("A", 1), None);
    let keys = account.keys.unwrap();
    let shown = format!("{:?} {:?}", keys, custody::read_account_keys(&keys).unwrap());
    assert!(!shown.contains(&hex::encode(Holder::new(1).sign_key(1))), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn no_text_makes_a_check_panic(
        signing in any::<String>(), encryption in any::<String>(), credential in any::<String>(), holder in any::<String>(),
    ) {
        let holder_of_one = Holder::new(1);
        let mut identity = identity_of(&holder_of_one.identity("I", vec![]));
        let mut account = account_of(&holder_of_one.account("A", 1), Some(identity.key));
        identity.phone.as_mut().unwrap().keys = Some(SecretText::new(holder));
        account.phone.as_mut().unwrap().credential = Some(credential);
        account.keys = Some(AccountKeys {
            signing: SecretText::new(signing),
            encryption: Some(SecretText::new(encryption)),
            commitments: None,
        });
        let found = custody::check_account(Some(&identity), &account, &[]);
        prop_assert!(found.contains(&Finding::KeysUnreadable));
        prop_assert!(!custody::are_sound(&account, &[]));
        prop_assert_eq!(custody::check_identity(&identity, None), [Finding::IdentityUnreadable]);
    }

    /// Any one hexadecimal digit of any key.
    #[test]
    fn any_changed_digit_of_a_key_is_found(
        pointer in prop::sample::select(vec![
            "/accountKeys/keys/0/keys/0/signKey",
            "/accountKeys/keys/0/keys/0/verifyKey",
            "/encryptionSecretKey",
            "/credential/value/credential/contents/credId",
            "/credential/value/credential/contents/credentialPublicKeys/keys/0/verifyKey",
        ]),
        at in any::<prop::sample::Index>(),
    ) {
        let found = findings(|_, account| {
            let place = account.pointer_mut(pointer).unwrap();
            let at = at.index(place.as_str().unwrap().len());
            flip(place, at);
        });
        prop_assert!(!found.is_empty());
    }
}

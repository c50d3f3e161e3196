//! How kindly a Desktop Wallet document is read, and where kindness ends: each case says what must come of it.

use crate::cases::cases;
use crate::wallets;

use lifeboat::backup::format::desktop;
use lifeboat::backup::{self, DocumentError, FileContents, LockedFile};
use lifeboat::fault::{Coded, Notice};
use lifeboat::model::{AccountKey, AccountState, IdentityState, KeyVersion, Network, NetworkRecords, Wallet};
use lifeboat::secret::Plaintext;
use proptest::prelude::*;
use serde_json::{Value, json};

const ADDRESS: &str = "3FVMj8WoA13m8Ha5JhZWfChugrCqbSbkjavU47yauu7a5YKNuP";

/// A document with one of everything, as today's Desktop Wallet writes it.
fn document() -> Value {
    json!({
        "wallets": [{ "id": 7, "identifier": "01".repeat(32), "type": "ledgernanos" }],
        "identities": [{
            "id": 9, "identityNumber": 0, "name": "Passport", "status": "confirmed", "detail": null, "codeUri": "https://issuer.example",
            "identityProvider": "{}", "identityObject": "{\"v\":0}", "randomness": "ab", "walletId": 7, "version": 1,
        }],
        "accounts": [{
            "identityId": 9, "name": "Savings", "status": "confirmed", "address": ADDRESS, "signatureThreshold": 1, "isInitial": true,
            "allDecrypted": true, "selfAmounts": "", "incomingAmounts": "[]", "totalDecrypted": "0", "deploymentTransactionId": null,
            "transactionFilter": {},
        }],
        "credentials": [{
            "credId": "81".repeat(48), "accountAddress": ADDRESS, "identityId": 9, "credentialNumber": 0, "credentialIndex": 0,
            "policy": "{}", "randomness": null,
        }],
        "externalCredentials": [{ "accountAddress": ADDRESS, "credId": "82".repeat(48), "note": "Bob" }],
        "addressBook": [{ "name": "Savings", "address": ADDRESS, "note": "", "readOnly": true }],
        "genesis": { "id": 1, "genesisBlock": Network::Mainnet.genesis().to_string() },
    })
}

/// What comes of a document after a change: its records, and its notices as `code/kind/field/count`.
fn read(change: impl FnOnce(&mut Value)) -> (NetworkRecords, Vec<String>) {
    let mut document = document();
    change(&mut document);
    let mut notices = Vec::new();
    let contents = backup::format::decode(&Plaintext::new(document.to_string().into_bytes()), &mut notices).unwrap().1;
    let records = match contents {
        FileContents::Placed(wallet) => wallet.networks.into_values().next().unwrap_or_default(),
        FileContents::NetworkUnknown(unplaced) => unplaced.records().clone(),
    };
    (records, notices.iter().map(summary).collect())
}

fn summary(notice: &Notice) -> String {
    let fields = ["kind", "field", "count"].iter().filter_map(|field| notice.fields.get(field));
    fields.fold(notice.code.to_owned(), |text, field| format!("{text}/{field}"))
}

fn notices(change: impl FnOnce(&mut Value)) -> Vec<String> {
    read(change).1
}

#[test]
fn todays_document_needs_no_notice() {
    let (records, notices) = read(|_| {});
    assert_eq!(notices, [""; 0]);
    let counts = [
        records.identities.len(),
        records.accounts.len(),
        records.credentials.len(),
        records.cosigners.len(),
        records.contacts.len(),
    ];
    assert_eq!(counts, [1; 5]);
}

#[test]
fn values_are_put_right_and_named() {
    let put_right = |kind: &str, field: &str| vec![format!("desktop-put-right/{kind}/{field}/1")];
    for (list, kind, field, value) in [
        ("identities", "identities", "name", json!(null)),
        ("identities", "identities", "status", json!("unheard of")),
        ("identities", "identities", "identityProvider", json!("")),
        ("identities", "identities", "identityProvider", json!({ "ipInfo": {} })),
        ("identities", "identities", "identityObject", json!({ "v": 0 })),
        ("identities", "identities", "version", json!(null)),
        ("identities", "identities", "version", json!("1")),
        ("identities", "identities", "walletId", json!("7")),
        ("accounts", "accounts", "name", json!(null)),
        ("accounts", "accounts", "name", json!(7)),
        ("accounts", "accounts", "status", json!("")),
        ("accounts", "accounts", "signatureThreshold", json!(null)),
        ("accounts", "accounts", "signatureThreshold", json!(-1)),
        ("accounts", "accounts", "isInitial", json!(null)),
        ("accounts", "accounts", "allDecrypted", json!("yes")),
        ("accounts", "accounts", "selfAmounts", json!(null)),
        ("accounts", "accounts", "incomingAmounts", json!([])),
        ("accounts", "accounts", "transactionFilter", json!("")),
        ("accounts", "accounts", "transactionFilter", json!(null)),
        ("accounts", "accounts", "transactionFilter", json!([])),
        ("credentials", "credentials", "policy", json!({ "validTo": "203001" })),
        ("credentials", "credentials", "randomness", json!({})),
        ("credentials", "credentials", "credentialNumber", json!("0")),
        ("externalCredentials", "cosigners", "note", json!(null)),
        ("addressBook", "contacts", "name", json!(null)),
        ("addressBook", "contacts", "readOnly", json!("")),
        ("wallets", "devices", "type", json!(null)),
    ] {
        assert_eq!(notices(|file| file[list][0][field] = value.clone()), put_right(kind, field), "{field} {value}");
    }
    let (records, _) = read(|file| file["accounts"][0]["transactionFilter"] = "".into());
    assert_eq!(records.accounts.values().next().unwrap().transaction_filter, "{}");
}

#[test]
fn what_older_versions_wrote_is_read() {
    assert_eq!(notices(|file| file["accounts"][0]["isInitial"] = 1.into()), [""; 0]);
    assert_eq!(notices(|file| file["accounts"][0]["transactionFilter"] = r#"{ "transfer": true }"#.into()), [""; 0]);
    let (records, notices) = read(|file| {
        let accounts = file["accounts"][0].as_object_mut().unwrap();
        accounts.remove("transactionFilter");
        accounts.insert("rewardFilter".into(), "[]".into());
        file["identities"][0].as_object_mut().unwrap().remove("version");
        file["credentials"][0].as_object_mut().unwrap().remove("randomness");
        file["credentials"][0]["external"] = 0.into();
        file["credentials"][0]["identityNumber"] = 0.into();
        file.as_object_mut().unwrap().remove("externalCredentials");
        file.as_object_mut().unwrap().remove("genesis");
    });
    assert_eq!(notices, ["desktop-key-version-assumed/identities/1", "desktop-old-columns/credentials/1"]);
    assert_eq!(records.identities.keys().next().unwrap().version(), Some(KeyVersion::V0));
    let (records, _) = read(|file| file["accounts"][0]["address"] = "".into());
    assert!(matches!(records.accounts.keys().next().unwrap(), AccountKey::Unaddressed { text, .. } if text.is_empty()));
    let (records, _) = read(|file| file["accounts"][0]["address"] = 4711.into());
    assert_eq!(records.accounts.keys().next().unwrap().text(), "4711");
}

#[test]
fn what_hangs_in_the_air_is_left_out_and_named() {
    let orphans = notices(|file| file["identities"][0]["walletId"] = 8.into());
    let expected = ["accounts", "credentials", "identities"].map(|kind| format!("desktop-left-out-orphan/{kind}/1"));
    assert_eq!(orphans.iter().collect::<std::collections::BTreeSet<_>>(), expected.iter().collect());
    assert_eq!(notices(|file| file["accounts"][0]["identityId"] = Value::Null), ["desktop-left-out-orphan/accounts/1"]);
    let other = notices(|file| {
        file["externalCredentials"][0]["accountAddress"] =
            lifeboat::model::AccountAddress::new([9; 32]).to_string().into();
    });
    assert_eq!(other, ["desktop-cosigner-without-account/cosigners/1"]);
}

#[test]
fn what_cannot_be_read_is_left_out_and_the_rest_stays() {
    for (list, kind, field, value) in [
        ("wallets", "devices", "identifier", json!("01")),
        ("identities", "identities", "identityNumber", json!(null)),
        ("identities", "identities", "identityNumber", json!(2_147_483_648_u32)),
        ("identities", "identities", "version", json!(2)),
        ("identities", "identities", "name", json!("x".repeat(desktop::MAX_TEXT + 1))),
        ("credentials", "credentials", "credId", json!("81")),
        ("credentials", "credentials", "credentialNumber", json!(-1)),
        ("credentials", "credentials", "credentialIndex", json!(1.5)),
        ("externalCredentials", "cosigners", "accountAddress", json!("nowhere")),
        ("addressBook", "contacts", "address", json!(null)),
    ] {
        let found = notices(|file| file[list][0][field] = value.clone());
        let expected = format!("desktop-left-out-unreadable/{kind}/{field}/1");
        assert!(found.contains(&expected), "{field}: {found:?}");
    }
    let (records, notices) =
        read(|file| file["addressBook"] = json!([7, null, { "address": ADDRESS, "name": "Still here" }]));
    assert_eq!(notices, ["desktop-left-out-unreadable/contacts//2"]);
    assert_eq!(records.contacts.len(), 1);
}

#[test]
fn of_two_records_of_the_same_thing_the_better_one_stays() {
    let (records, notices) = read(|file| {
        for (list, change) in [
            ("identities", json!({ "status": "recovered", "name": "Recovered: Index 0", "id": 10 })),
            ("accounts", json!({ "status": "pending", "identityId": 10 })),
            ("credentials", json!({ "credentialIndex": null })),
            ("externalCredentials", json!({ "note": "" })),
        ] {
            let mut worse = file[list][0].clone();
            worse.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            file[list].as_array_mut().unwrap().insert(0, worse);
        }
        let same = file["addressBook"][0].clone();
        file["addressBook"].as_array_mut().unwrap().push(same);
    });
    let expected = ["identities", "accounts", "credentials", "cosigners", "contacts"];
    assert_eq!(notices, expected.map(|kind| format!("desktop-left-out-repeated/{kind}/1")));
    assert_eq!(records.identities.values().next().unwrap().state, IdentityState::Confirmed);
    assert_eq!(records.accounts.values().next().unwrap().state, AccountState::Confirmed);
    assert_eq!(records.cosigners.values().next().unwrap().note, "Bob");
}

#[test]
fn a_missing_list_is_named_and_a_renamed_one_is_damage() {
    for list in ["wallets", "identities", "accounts", "credentials", "addressBook"] {
        for value in [Value::Null, json!({}), json!("[]")] {
            let found = notices(|file| file[list] = value.clone());
            assert!(found.iter().any(|notice| notice.starts_with("desktop-list-missing")), "{list}: {found:?}");
        }
        let mut renamed = document();
        let rows = renamed.as_object_mut().unwrap().remove(list).unwrap();
        renamed[format!("{list}s")] = rows;
        let refused = backup::format::decode(&Plaintext::new(renamed.to_string().into_bytes()), &mut Vec::new());
        assert_eq!(refused.unwrap_err(), DocumentError::Renamed { list });
    }
    assert_eq!(notices(|file| file["genesis"]["genesisBlock"] = "9d".into()), ["desktop-network-unreadable/1"]);
    assert_eq!(notices(|file| file["later"] = json!([1])), ["desktop-unknown-members/1"]);
    assert_eq!(notices(|file| file["accounts"][0]["later"] = json!([1])), ["desktop-unknown-fields/accounts/1"]);
}

#[test]
fn half_a_character_does_not_cost_the_file() {
    let text = document().to_string().replace("Savings", "Sav\\ud83eings");
    let mut notices = Vec::new();
    let contents = backup::format::decode(&Plaintext::new(text.into_bytes()), &mut notices).unwrap().1;
    assert_eq!(notices, [Notice::of(&backup::Noticed::TextMended)]);
    let FileContents::Placed(wallet) = contents else { panic!("it names its network") };
    let records = wallet.networks.values().next().unwrap();
    assert_eq!(records.accounts.values().next().unwrap().name, "Sav\u{fffd}ings");
}

#[test]
fn what_is_no_wallet_or_too_much_is_refused() {
    let refusal = |text: &str| {
        backup::format::decode(&Plaintext::new(text.as_bytes().to_vec()), &mut Vec::new()).unwrap_err().code()
    };
    assert_eq!(refusal("{}"), "document-not-a-wallet");
    assert_eq!(refusal("null"), "document-not-a-wallet");
    assert_eq!(refusal("[]"), "document-not-a-wallet");
    assert_eq!(refusal(r#"{"accounts":null}"#), "document-not-a-wallet");
    assert_eq!(refusal(&"[".repeat(65)), "document-too-deep");
    let long = format!(r#"{{"accounts":[{}0]}}"#, "0,".repeat(desktop::MAX_ENTRIES));
    assert_eq!(refusal(&long), "document-too-long");
    assert_eq!(refusal(r#"{"type":"concordium-mobile-wallet-data","v":1}"#), "document-phone-list");
}

#[test]
fn notices_stay_short_whatever_a_file_holds() {
    let (_, found) = read(|file| {
        file["addressBook"] = (0..5_000).map(|number| json!({ "name": "n".repeat(100), "address": number })).collect();
    });
    assert_eq!(found, ["desktop-contact-not-valid/contacts/5000", "desktop-put-right/contacts/address/5000"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(128)))]

    /// Any bytes, and any change to a real document, give an answer.
    #[test]
    fn nothing_panics(wallet in wallets::wallet(), at in any::<prop::sample::Index>(), with in any::<Vec<u8>>()) {
        let _ = LockedFile::read("", &with);
        let network = Network::Mainnet.genesis();
        for document in desktop::encode(&desktop::carry(&wallet, network).wallet, network) {
            // EXPOSE: a generated wallet.
            let mut bytes = document.expose().to_vec();
            let at = at.index(bytes.len());
            bytes.splice(at..(at + 1).min(bytes.len()), with.iter().copied());
            let _ = backup::format::decode(&Plaintext::new(bytes), &mut Vec::new());
        }
    }

    /// Whatever stands in a field, the document still opens.
    #[test]
    fn no_value_of_a_field_costs_the_file(
        list in prop::sample::select(vec!["wallets", "identities", "accounts", "credentials", "externalCredentials", "addressBook"]),
        field in any::<prop::sample::Index>(),
        value in any_json(),
    ) {
        let (records, _) = read(|file| {
            let row = file[list][0].as_object_mut().unwrap();
            let name = row.keys().nth(field.index(row.len())).unwrap().clone();
            row.insert(name, value);
        });
        let wallet = Wallet { networks: [(Network::Mainnet.genesis(), records)].into(), ..Wallet::default() };
        let carried = desktop::carry(&wallet, Network::Mainnet.genesis()).wallet;
        prop_assert_eq!(desktop::encode(&carried, Network::Mainnet.genesis()).len(), 1);
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::collection::vec(any::<u8>(), 0..3).prop_map(Value::from),
        any::<String>().prop_map(|name| json!({ name: [null] })),
    ]
}

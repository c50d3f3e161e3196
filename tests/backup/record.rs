//! The wallet record: every wallet survives it, and its bytes are frozen.

use crate::cases::cases;
use crate::wallets;

use std::path::Path;

use lifeboat::fault::Coded;
use lifeboat::record;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(256)))]

    #[test]
    fn every_wallet_survives_a_round_trip(wallet in wallets::wallet()) {
        let bytes = record::encode(&wallet);
        // EXPOSE: a generated wallet.
        prop_assert_eq!(record::decode(bytes.expose()).unwrap(), wallet.clone());
        let again = record::encode(&wallet);
        prop_assert_eq!(again.expose(), bytes.expose());
    }

    #[test]
    fn changed_bytes_never_panic_and_never_pass_for_another_version(
        wallet in wallets::wallet(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        // EXPOSE: a generated wallet.
        let bytes = record::encode(&wallet).expose().to_vec();
        let mut changed = bytes.clone();
        changed[at.index(bytes.len())] = byte;
        let _ = record::decode(&changed);
        prop_assert!(record::decode(&bytes[..cut.index(bytes.len())]).is_err());
    }
}

fn vector(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name)).unwrap()
}

/// Written by another program from `docs/formats/record-v5.md`.
#[test]
fn the_bytes_of_version_5_are_frozen() {
    let bytes = vector("record-v5/everything.json");
    let wallet = record::decode(&bytes).unwrap();
    // EXPOSE: synthetic records.
    assert_eq!(String::from_utf8_lossy(record::encode(&wallet).expose()), String::from_utf8_lossy(&bytes));
}

#[test]
fn a_record_of_version_1_says_the_same_in_version_2() {
    let wallet = record::decode(&vector("backup-v1/everything.record.json")).unwrap();
    assert_eq!(record::decode(&vector("record-v2/from-v1.json")).unwrap(), wallet);
}

#[test]
fn a_record_of_version_2_says_the_same_in_version_3() {
    let wallet = record::decode(&vector("record-v2/everything.json")).unwrap();
    assert_eq!(record::decode(&vector("record-v3/from-v2.json")).unwrap(), wallet);
}

#[test]
fn a_record_of_version_3_says_the_same_in_version_4() {
    let wallet = record::decode(&vector("record-v3/everything.json")).unwrap();
    assert_eq!(record::decode(&vector("record-v4/from-v3.json")).unwrap(), wallet);
}

#[test]
fn a_record_of_version_4_says_the_same_in_version_5() {
    let wallet = record::decode(&vector("record-v4/everything.json")).unwrap();
    let upgraded = vector("record-v5/from-v4.json");
    assert_eq!(record::decode(&upgraded).unwrap(), wallet);
    // EXPOSE: synthetic records.
    assert_eq!(String::from_utf8_lossy(record::encode(&wallet).expose()), String::from_utf8_lossy(&upgraded));
}

/// A key of a Ledger stands on an account that is on record, and once in one place.
#[test]
fn a_signer_without_an_account_and_two_in_one_place_are_refused() {
    let whole = String::from_utf8(vector("record-v4/everything.json")).unwrap();
    let (records, signers) = whole.split_once("\"ledgerSigners\":").unwrap();
    let refused = |from: &str, to: &str| {
        let changed = format!("{records}\"ledgerSigners\":{}", signers.replacen(from, to, 1));
        record::decode(changed.as_bytes()).unwrap_err().code()
    };
    let unknown = "3FVMj8WoA13m8Ha5JhZWfChugrCqbSbkjavU47yauu7a5YKNuP";
    assert_eq!(refused("2xBpaHottqhwFZURMZW4uZduQvpxNDSy46iXMYs9kceNGaPpZX", unknown), "record-unreadable");
    assert_eq!(refused("9dd9ca4d", "9dd9ca4e"), "record-unreadable");
    assert_eq!(refused(r#""credential":255"#, r#""credential":256"#), "record-unreadable");
    assert_eq!(refused(r#""index":2147483647"#, r#""index":2147483648"#), "record-unreadable");
    assert_eq!(refused(r#""coin":919"#, r#""coin":60"#), "record-unreadable");
    let twice = r#""path":{"bip44":{"coin":919,"provider":0}},"index":0,"credential":0"#;
    assert_eq!(refused(r#""path":"legacy","index":3,"credential":254"#, twice), "record-repeated-key");
}

/// A name is of a Ledger that is on record, says something, and is the only one.
#[test]
fn a_name_of_no_ledger_an_empty_one_and_a_second_one_are_refused() {
    let whole = String::from_utf8(vector("record-v5/everything.json")).unwrap();
    let (records, names) = whole.split_once("\"ledgerNames\":").unwrap();
    let first = names.get(..names.find('}').unwrap() + 1).unwrap().trim_start_matches('[');
    let refused =
        |names: String| record::decode(format!("{records}\"ledgerNames\":{names}}}").as_bytes()).unwrap_err().code();
    let key = first.split('"').nth(3).unwrap();
    assert!(record::decode(format!("{records}\"ledgerNames\":[{first}]}}").as_bytes()).is_ok());
    assert_eq!(refused(format!("[{}]", first.replace(key, &"ee".repeat(32)))), "record-unreadable");
    assert_eq!(refused(format!(r#"[{{"device":"{key}","name":""}}]"#)), "record-unreadable");
    assert_eq!(refused(format!("[{first},{first}]")), "record-repeated-key");
}

/// The Desktop Wallet numbers from 1, and gives no number twice.
#[test]
fn numbers_of_the_desktop_wallet_stand_once() {
    let whole = String::from_utf8(vector("record-v3/everything.json")).unwrap();
    let refused = |from: &str, to: &str| record::decode(whole.replacen(from, to, 1).as_bytes()).unwrap_err().code();
    assert_eq!(refused(r#""row":2}"#, r#""row":1}"#), "record-repeated-key");
    assert_eq!(refused(r#""row":7}"#, r#""row":1}"#), "record-repeated-key");
    assert_eq!(refused(r#""row":2}"#, r#""row":0}"#), "record-unreadable");
    assert_eq!(refused(r#""row":7}"#, r#""row":-7}"#), "record-unreadable");
}

/// A member too many or too few, at any place of a record, is refused: nothing is read by half.
#[test]
#[ignore = "every member of every version, left out, and another one beside it: two seconds"]
fn every_member_is_needed_and_no_other_is_known() {
    for name in [
        "backup-v1/everything.record.json",
        "record-v2/everything.json",
        "record-v3/everything.json",
        "record-v4/everything.json",
        "record-v5/everything.json",
    ] {
        every_member_of(&serde_json::from_slice(&vector(name)).unwrap());
    }
}

fn every_member_of(whole: &serde_json::Value) {
    let mut objects = Vec::new();
    pointers(whole, String::new(), &mut objects);
    assert!(objects.len() > 10);
    for pointer in objects {
        let mut more = whole.clone();
        more.pointer_mut(&pointer).unwrap()["surplus"] = 1.into();
        assert!(record::decode(more.to_string().as_bytes()).is_err(), "{pointer}");
        for member in whole.pointer(&pointer).unwrap().as_object().unwrap().keys() {
            let mut less = whole.clone();
            less.pointer_mut(&pointer).unwrap().as_object_mut().unwrap().remove(member);
            let refused = record::decode(less.to_string().as_bytes()).unwrap_err();
            assert_eq!(refused.code(), "record-unreadable", "{pointer}/{member}");
        }
    }
}

fn pointers(value: &serde_json::Value, here: String, found: &mut Vec<String>) {
    let children: Vec<_> = match value {
        serde_json::Value::Object(members) => {
            found.push(here.clone());
            members.iter().map(|(name, child)| (name.clone(), child)).collect()
        }
        serde_json::Value::Array(entries) => {
            entries.iter().enumerate().map(|(at, child)| (at.to_string(), child)).collect()
        }
        _ => return,
    };
    for (name, child) in children {
        pointers(child, format!("{here}/{name}"), found);
    }
}

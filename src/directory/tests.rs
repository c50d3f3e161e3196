//! Lists, faults and foreign bytes in place of a directory's answers.

use futures_executor::block_on;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::model::Network;

const KEY: VerifyKey = VerifyKey::new([7; 32]);
const ONE: &str = "3FVMj8WoA13m8Ha5JhZWfChugrCqbSbkjavU47yauu7a5YKNuP";
const OTHER: &str = "45M6WdUkewuKn9ySKU1MZcXUDHP2F4CJCxcYMhh2BXnr6QMEau";

/// Answers every question the same.
struct Says(Result<HttpAnswer, DirectoryError>);

impl DirectoryTransport for Says {
    async fn get(&self, path: &str) -> Result<HttpAnswer, DirectoryError> {
        let directory = Directory::public(Network::Mainnet).unwrap();
        assert!(directory.admits(&directory.url().endpoint(path)), "{path}");
        self.0.clone()
    }
}

fn says(status: u16, body: &str) -> Says {
    Says(Ok(HttpAnswer { status, body: body.into() }))
}

fn entry(address: &str, credential: u64) -> Value {
    json!({
        "address": address, "credential_index": credential, "key_index": 0, "is_simple_account": true,
        "public_key": { "schemeId": "Ed25519", "verifyKey": KEY.to_string() },
    })
}

fn ask(transport: &Says) -> Result<Vec<String>, DirectoryError> {
    block_on(accounts_with(transport, &KEY)).map(|found| found.iter().map(ToString::to_string).collect())
}

#[test]
fn all_accounts_under_a_key_are_taken_and_each_once() {
    let listed = json!([entry(OTHER, 0), entry(ONE, 0), entry(ONE, 3)]).to_string();
    assert_eq!(ask(&says(200, &listed)), Ok(vec![ONE.to_owned(), OTHER.to_owned()]));
    assert_eq!(ask(&says(200, "[]")), Ok(vec![]));
    let mut newer = entry(ONE, 0);
    newer["added_later"] = json!({ "x": [1] });
    assert_eq!(ask(&says(200, &json!([newer]).to_string())), Ok(vec![ONE.to_owned()]));
}

#[test]
fn an_answer_that_is_none_is_never_an_empty_list() {
    let changed = |member: &str, value: Value| {
        let mut changed = entry(ONE, 0);
        changed[member] = value;
        json!([entry(OTHER, 0), changed]).to_string()
    };
    let key = |scheme: &str, key: &str| json!({ "schemeId": scheme, "verifyKey": key });
    for (body, oddity) in [
        (String::new(), Oddity::Shape),
        ("null".to_owned(), Oddity::Shape),
        ("{}".to_owned(), Oddity::Shape),
        ("<html>Welcome to our network</html>".to_owned(), Oddity::Shape),
        ("[] []".to_owned(), Oddity::Shape),
        ("[".repeat(10_000), Oddity::Shape),
        (r#"{"errorMessage":"…","error":1}"#.to_owned(), Oddity::Shape),
        (changed("credential_index", json!(256)), Oddity::Shape),
        (changed("key_index", Value::Null), Oddity::Shape),
        (changed("is_simple_account", json!("yes")), Oddity::Shape),
        (changed("address", json!(format!("{ONE}1"))), Oddity::Address),
        (changed("public_key", key("Ed25519", &"08".repeat(32))), Oddity::OtherKey),
        (changed("public_key", key("Ed25519", "")), Oddity::OtherKey),
        (changed("public_key", key("Ed448", &KEY.to_string())), Oddity::OtherKey),
    ] {
        assert_eq!(ask(&says(200, &body)), Err(oddity.into()), "{body:.80}");
    }
    for (status, error) in [
        (429, DirectoryError::Busy),
        (503, DirectoryError::Busy),
        (400, DirectoryError::Http { status: 400 }),
        (404, DirectoryError::Http { status: 404 }),
        (500, DirectoryError::Http { status: 500 }),
    ] {
        assert_eq!(ask(&says(status, "[]")), Err(error));
    }
    assert_eq!(ask(&Says(Err(DirectoryError::TimedOut))), Err(DirectoryError::TimedOut));
}

#[test]
fn what_is_beyond_the_ceilings_is_not_read() {
    let long = format!("[]{}", " ".repeat(MAX_BYTES));
    assert_eq!(ask(&says(200, &long)), Err(DirectoryError::TooLong { limit: 1024 }));
    let one = json!([entry(ONE, 0)]).to_string();
    let many = format!("[{}]", vec![one.trim_matches(['[', ']']); MAX_ENTRIES + 1].join(","));
    if many.len() <= MAX_BYTES {
        let error = DirectoryError::TooMany { found: MAX_ENTRIES + 1, max: MAX_ENTRIES };
        assert_eq!(ask(&says(200, &many)), Err(error));
    }
    let address = |number: u32| {
        let mut bytes = [0; 32];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        entry(&AccountAddress::new(bytes).to_string(), 0)
    };
    let ceiling = u32::try_from(MAX_ACCOUNTS).unwrap();
    let listed = |count: u32| Value::from((0..count).map(address).collect::<Vec<_>>()).to_string();
    assert_eq!(ask(&says(200, &listed(ceiling))).unwrap().len(), MAX_ACCOUNTS);
    let error = DirectoryError::TooMany { found: MAX_ACCOUNTS + 1, max: MAX_ACCOUNTS };
    assert_eq!(ask(&says(200, &listed(ceiling + 1))), Err(error));
}

#[test]
fn a_directory_that_is_behind_says_so() {
    let health = |body: &str| block_on(check_health(&says(200, body)));
    assert_eq!(health(r#"{"healthy":true,"lastFinalTime":"2026-11-01T11:55:49.5Z","version":"0.41.3"}"#), Ok(()));
    let old =
        r#"{"healthy":false,"reason":"The last final block is too old.","lastFinalTime":"2021-07-06T11:55:49.5Z"}"#;
    assert_eq!(health(old), Err(DirectoryError::Behind));
    for odd in ["", "{}", "true", r#"{"healthy":"yes"}"#, "<html>"] {
        assert_eq!(health(odd), Err(Oddity::Shape.into()), "{odd}");
    }
}

#[test]
fn only_a_directory_is_asked_and_only_for_keys() {
    assert_eq!(Directory::public(Network::Stagenet), None);
    let directory = Directory::typed("wallet-proxy.example.com").unwrap();
    let key = "0a".repeat(32);
    assert!(directory.admits(&format!("https://wallet-proxy.example.com/v0/keyAccounts/{key}")));
    for other in [
        format!("https://wallet-proxy.example.com/v0/keyAccounts/{key}?onlySimple=y"),
        format!("https://wallet-proxy.example.com/v0/keyAccounts/{key}/"),
        format!("https://wallet-proxy.example.com/v0/keyAccounts/../{key}"),
        format!("http://wallet-proxy.example.com/v0/keyAccounts/{key}"),
        format!("https://wallet-proxy.example.com.example.org/v0/keyAccounts/{key}"),
        "https://wallet-proxy.example.com/v0/keyAccounts/".to_owned(),
        "https://wallet-proxy.example.com/".to_owned(),
        "https://wallet-proxy.example.com/v0/accBalance/x".to_owned(),
    ] {
        assert!(!directory.admits(&other), "{other}");
    }
}

proptest! {
    #[test]
    fn foreign_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = answer::accounts(&KEY, &bytes);
        let _ = answer::health(&bytes);
    }
}

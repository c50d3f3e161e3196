//! Phone wallet files and key files: every file of a folder behaves as its manifest says, and comes out of Lifeboat as it went in.

use crate::every;
use crate::phone_sorted;
use crate::support;

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use every::every;
use lifeboat::backup::format::phone;
use lifeboat::backup::{self, FileContents, Opened};
use lifeboat::crypto::cbc;
use lifeboat::crypto::kdf::{Pbkdf2Hash, Pbkdf2Rounds, pbkdf2};
use lifeboat::custody::{self, Severity};
use lifeboat::fault::{Coded, Notice};
use lifeboat::model::{Format, GenesisHash, IdentityKey, Network, NetworkRecords};
use lifeboat::secret::Password;
use phone_sorted::sorted;
use serde_json::Value;

fn typed(text: &str) -> Password {
    Password::new(text.to_owned())
}

#[test]
fn our_files_behave_as_their_manifest_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/mobile-exports");
    let outcomes = check(&folder);
    let expected: BTreeMap<String, String> =
        serde_json::from_slice(&std::fs::read(folder.join("outcomes.json")).unwrap()).unwrap();
    assert_eq!(outcomes, expected);
    let files: usize = ["synthetic", "bad", "key-exports"]
        .iter()
        .map(|sub| std::fs::read_dir(folder.join(sub)).unwrap().count())
        .sum();
    assert_eq!(files, outcomes.len(), "every file is checked");
}

#[test]
fn extra_data_files_behave_as_their_manifest_says() {
    let Some(folder) = support::extra_data("mobile-exports") else { return };
    for (file, outcome) in check(&folder) {
        println!("{file}: {outcome}");
    }
}

/// Made by the phones' own tests.
#[test]
fn the_cryptography_is_the_phones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/mobile-exports");
    let vectors: Value = serde_json::from_slice(&std::fs::read(folder.join("crypto-vectors.json")).unwrap()).unwrap();
    let text = |value: &Value, member: &str| value[member].as_str().unwrap().to_owned();
    let rounds = |value: &Value| Pbkdf2Rounds::new(value["iterations"].as_u64().unwrap().try_into().unwrap()).unwrap();
    for one in vectors["pbkdf2"].as_array().unwrap() {
        let salt = text(one, "salt_utf8");
        let key = pbkdf2(&typed(&text(one, "password")), salt.as_bytes(), rounds(one), Pbkdf2Hash::Sha256);
        // EXPOSE: a published vector.
        assert_eq!(STANDARD.encode(key.expose()), text(one, "key_b64"));
    }
    let envelope = &vectors["envelope"];
    let bytes = |member| STANDARD.decode(text(envelope, member)).unwrap();
    let password = typed(&text(envelope, "password"));
    let key = pbkdf2(&password, &bytes("salt_b64"), rounds(envelope), Pbkdf2Hash::Sha256);
    // EXPOSE: a published vector.
    assert_eq!(STANDARD.encode(key.expose()), text(envelope, "key_b64"));
    let iv = bytes("iv_b64").try_into().unwrap();
    assert_eq!(cbc::seal(&key, &iv, text(envelope, "plaintext_utf8").as_bytes()), bytes("cipherText_b64"));
}

/// Checks every file that the folder's manifest names. What happened to each: its fault or its notices.
fn check(folder: &Path) -> BTreeMap<String, String> {
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let entries = manifest.as_array().unwrap();
    let cases = entries.iter().map(|entry| (entry["file"].as_str().unwrap().to_owned(), entry));
    every(cases, |entry| check_file(folder, entry)).into_iter().collect()
}

fn check_file(folder: &Path, entry: &Value) -> String {
    let file = entry["file"].as_str().unwrap();
    let bytes = std::fs::read(folder.join(file)).unwrap();
    let opened = match entry["password"].as_str() {
        Some(password) => backup::open(&bytes, &typed(password)),
        None => backup::open_plain(&bytes),
    };
    match opened {
        Ok(opened) => {
            let codes: Vec<_> = opened.notices.iter().map(summary).collect();
            let outcome = codes.join(" ");
            if outcome.starts_with("damaged-file") {
                // What is left of it was read, and is no whole document to compare with.
                assert!(entry["expect"].as_str().unwrap().contains("corrupt"), "{file}: {outcome}");
                return outcome;
            }
            check_expected(entry, &opened, &outcome);
            check_listed(entry, &opened);
            match opened.format {
                Format::PhoneWallet => {
                    let plain = plaintext(&bytes, entry["password"].as_str().unwrap());
                    check_round_trip(file, &opened, &plain);
                }
                Format::BrowserKey => check_key_file(file, &bytes, &opened),
                Format::DesktopWallet => assert_eq!(entry["expect"], "is-desktop-export", "{file}"),
                Format::LifeboatBackup | Format::GenesisKey | Format::ContactsTable => {
                    panic!("{file} is nothing that a phone writes")
                }
            }
            outcome
        }
        Err(error) => {
            let expect = entry["expect"].as_str().unwrap();
            let may_be_refused = ["bad-", "corrupt", "wrong-", "refus", "unsupported", "old-", "inconsistent"];
            assert!(may_be_refused.iter().any(|word| expect.contains(word)), "{file}: {} ({expect})", error.code());
            format!("refused: {}", error.code())
        }
    }
}

fn summary(notice: &Notice) -> String {
    let fields = ["kind", "field", "count"].iter().filter_map(|field| notice.fields.get(field));
    fields.fold(notice.code.to_owned(), |text, field| format!("{text}/{field}"))
}

/// The manifest's own words for what must come of a file that opens.
fn check_expected(entry: &Value, opened: &Opened, outcome: &str) {
    let (file, expect) = (entry["file"].as_str().unwrap(), entry["expect"].as_str().unwrap());
    let is_placed = matches!(opened.contents, FileContents::Placed(_));
    let records = records(opened);
    match expect {
        "ok" | "ok (identity with empty accounts list)" | "ok-lenient" => {
            assert!(is_placed && !records.is_empty(), "{file}");
            for account in records.accounts.values() {
                let findings = custody::check_account(None, account, &[]);
                let breaks = findings.iter().any(|finding| finding.severity() == Severity::BreaksSigning);
                assert!(!breaks, "{file}: {findings:?}");
            }
        }
        "network-mismatch" | "unknown-network" => {
            assert!(!is_placed && outcome.contains("phone-network-other"), "{file}: {outcome}");
        }
        "address-mismatch" => assert!(outcome.contains("keys-address-other"), "{file}: {outcome}"),
        "encryption-key-mismatch" => assert!(outcome.contains("keys-encryption-other"), "{file}: {outcome}"),
        "prf-mismatch" => assert!(outcome.contains("keys-prf-other"), "{file}: {outcome}"),
        "bad-address" | "bad-key" | "bad-account" | "bad-identity" | "bad-recipient" => {
            assert!(!outcome.is_empty(), "{file}");
        }
        "multisig-unsupported-or-warning" | "ok-with-fallback-name" | "ok-with-warning" | "no-identities" => {
            assert!(is_placed && !outcome.is_empty(), "{file}");
        }
        "bad-format" | "corrupt" | "bad-parameter" | "wrong-password-or-corrupt" => {
            panic!("{file} opened: {outcome} ({expect})")
        }
        // Words of other folders: nothing that is not plainly sound comes without a notice.
        other => {
            assert!(other.starts_with("ok") || other.contains("desktop") || !outcome.is_empty(), "{file}: {other}")
        }
    }
}

/// What the manifest lists is there: network, names, addresses, numbers.
fn check_listed(entry: &Value, opened: &Opened) {
    let file = entry["file"].as_str().unwrap();
    let records = records(opened);
    let environment = match &opened.contents {
        FileContents::Placed(wallet) => wallet.networks.keys().next().and_then(|genesis| Network::of(*genesis)),
        FileContents::NetworkUnknown(_) => None,
    };
    if let Some(expected) = entry["environment"].as_str() {
        let said = environment.map(|network| match network {
            Network::Mainnet => "mainnet",
            Network::Testnet => "testnet",
            Network::Stagenet => "staging",
        });
        assert_eq!(said, Some(expected), "{file}");
    }
    if let Some(recipients) = entry["recipients"].as_u64() {
        assert_eq!(records.contacts.len() as u64, recipients, "{file}: recipients");
    }
    let Some(listed) = entry["identities"].as_array() else { return };
    assert_eq!(records.identities.len(), listed.len(), "{file}: identities");
    for (at, listed) in listed.iter().enumerate() {
        let identity = records.identities.values().find(|identity| identity.name == listed["name"]).unwrap();
        let names: Vec<&str> = listed["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|account| account.as_str().or(account["name"].as_str()).unwrap())
            .collect();
        let own: Vec<_> = records.accounts.values().filter(|one| one.identity == Some(identity.key)).collect();
        assert_eq!(own.len(), names.len(), "{file}: accounts of {}", identity.name);
        for name in &names {
            assert!(own.iter().any(|account| account.name == *name), "{file}: {name}");
        }
        if let Some(numbers) = entry["credentialNumbers"][at].as_array() {
            let numbered = names.iter().zip(numbers);
            for (name, number) in numbered {
                let account = own.iter().find(|account| account.name == *name).unwrap();
                let credential = records.credentials.values().find(|one| one.account == account.key).unwrap();
                assert_eq!(u64::from(credential.index.0), number.as_u64().unwrap(), "{file}: number of {name}");
            }
        }
    }
}

fn records(opened: &Opened) -> NetworkRecords {
    match &opened.contents {
        FileContents::Placed(wallet) => wallet.networks.values().next().cloned().unwrap_or_default(),
        FileContents::NetworkUnknown(unplaced) => unplaced.records().clone(),
    }
}

/// What is written reads as what went in; and where nothing had to be said about a file, it is the same document again.
fn check_round_trip(file: &str, opened: &Opened, plain: &Value) {
    let network = match &opened.contents {
        FileContents::Placed(wallet) => wallet.networks.keys().next().copied().unwrap_or(Network::Testnet.genesis()),
        // A network that phones have no word for keeps the file's own.
        FileContents::NetworkUnknown(_) => GenesisHash::new([7; 32]),
    };
    let wallet = opened.contents.clone().on(network);
    let carried = phone::carry(&wallet, network);
    let document = phone::encode(&carried.wallet, network);
    let again = backup::format::decode(&document, &mut Vec::new()).unwrap().1.on(network);
    assert_eq!(
        again.networks.get(&network),
        carried.wallet.networks.get(&network).filter(|all| !all.is_empty()),
        "{file}"
    );

    let is_silent = opened.notices.iter().all(|notice| notice.code == "phone-network-other");
    if is_silent && carried.omissions.is_empty() {
        // EXPOSE: synthetic records.
        let again: Value = serde_json::from_slice(document.expose()).unwrap();
        assert_eq!(sorted(&again), sorted(plain), "{file}: the same document");
    }
}

/// One account without an identity, whose keys can be written again.
fn check_key_file(file: &str, bytes: &[u8], opened: &Opened) {
    let records = records(opened);
    let (key, account) = records.accounts.first_key_value().unwrap();
    assert_eq!((records.accounts.len(), account.identity), (1, None), "{file}");
    let address = *key.address().unwrap();
    let read = backup::LockedFile::read("", bytes).unwrap();
    assert_eq!((read.format(), read.is_encrypted()), (Some(Format::BrowserKey), false), "{file}");
    // Typed a password all the same: it changes nothing.
    assert_eq!(backup::open(bytes, &typed("any")).as_ref(), Ok(opened), "{file}");

    let network = match &opened.contents {
        FileContents::Placed(wallet) => *wallet.networks.keys().next().unwrap(),
        FileContents::NetworkUnknown(_) => Network::Testnet.genesis(),
    };
    let again = backup::account_key_file(&opened.contents.clone().on(network), network, address).unwrap();
    assert_eq!(again.file_name, format!("{address}.export"));
    // EXPOSE: synthetic keys.
    let mut again: Value = serde_json::from_slice(again.bytes.expose()).unwrap();
    let original: Value = serde_json::from_slice(bytes).unwrap();
    if opened.notices.iter().any(|notice| notice.code == "phone-network-build") {
        again["environment"] = original["environment"].clone();
    }
    assert_eq!(again, original, "{file}");
}

/// Decrypted by hand.
fn plaintext(bytes: &[u8], password: &str) -> Value {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let file: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    let metadata = if file["metadata"].is_null() { &file["metaData"] } else { &file["metadata"] };
    let decoded = |value: &Value| {
        let text: String = value.as_str().unwrap().split_ascii_whitespace().collect();
        STANDARD.decode(text).unwrap()
    };
    let digits = metadata["iterations"].to_string().replace('"', "");
    let rounds = Pbkdf2Rounds::new(digits.parse().unwrap()).unwrap();
    let iv = decoded(&metadata["initializationVector"]).try_into().unwrap();
    use unicode_normalization::UnicodeNormalization as _;
    let spellings = [password.to_owned(), password.nfc().collect(), password.nfd().collect()];
    spellings
        .iter()
        .find_map(|password| {
            let key = pbkdf2(&typed(password), &decoded(&metadata["salt"]), rounds, Pbkdf2Hash::Sha256);
            let plain = cbc::open(&key, &iv, &decoded(&file["cipherText"])).ok()?;
            // EXPOSE: synthetic records.
            serde_json::from_slice(plain.expose()).ok()
        })
        .unwrap()
}

/// Whoever watches only keeps every record and no key.
#[test]
fn a_watched_wallet_has_the_records_and_no_key() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/mobile-exports");
    let bytes = std::fs::read(folder.join("synthetic/cryptox-android-mainnet.concordiumwallet")).unwrap();
    let wallet = backup::open(&bytes, &typed("corpus-pass-1")).unwrap().contents.on(Network::Mainnet.genesis());
    assert!(wallet.holds_keys());
    let watched = wallet.clone().watched();
    assert!(!watched.holds_keys());
    let preview = backup::preview(&watched, Format::PhoneWallet, Network::Mainnet.genesis()).unwrap();
    let codes: Vec<_> = preview.omissions.into_iter().map(|omitted| summary(&omitted.notice())).collect();
    assert_eq!(codes, ["phone-omits-watched-identity/identities/1", "phone-omits-watched-account/accounts/3"]);
    let identity = wallet.networks[&Network::Mainnet.genesis()].identities.values().next().unwrap();
    assert!(matches!(identity.key, IdentityKey::Phone(_)));
    assert!(custody::prf_key(identity).is_some());
}

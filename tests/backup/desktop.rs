//! Desktop Wallet exports: every file of a folder opens with the rows its manifest gives, or is refused with a code.

use crate::every;
use crate::javascript;
use crate::support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use every::every;
use javascript::javascript_json;
use lifeboat::backup::format::desktop;
use lifeboat::backup::{self, FileContents, Opened};
use lifeboat::fault::{Coded, Notice};
use lifeboat::model::{Network, NetworkRecords, Wallet};
use lifeboat::secret::{Password, Plaintext};
use serde_json::{Value, json};

/// Our name for a kind of record, the Desktop Wallet's list in a file, its table in the database.
const KINDS: [(&str, &str, &str); 6] = [
    ("devices", "wallets", "wallet"),
    ("identities", "identities", "identities"),
    ("accounts", "accounts", "accounts"),
    ("credentials", "credentials", "credentials"),
    ("cosigners", "externalCredentials", "externalCredentials"),
    ("contacts", "addressBook", "addressBook"),
];

#[test]
fn our_exports_open_with_the_rows_of_their_manifest() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desktop-exports");
    let outcomes = check(&folder);
    let expected: BTreeMap<String, String> =
        serde_json::from_slice(&std::fs::read(folder.join("outcomes.json")).unwrap()).unwrap();
    assert_eq!(outcomes, expected);
}

#[test]
fn extra_data_desktop_exports_open_with_the_rows_of_their_manifest() {
    let Some(folder) = support::extra_data("desktop-exports") else { return };
    for (file, outcome) in check(&folder) {
        println!("{file}: {outcome}");
    }
}

/// Checks every file that the folder's manifest names. What happened to each: its fault or its notices.
fn check(folder: &Path) -> BTreeMap<String, String> {
    let manifest = javascript_json(&std::fs::read_to_string(folder.join("manifest.json")).unwrap());
    let entries = manifest.as_array().unwrap();
    let cases = entries.iter().map(|entry| (entry["file"].as_str().unwrap().to_owned(), entry));
    every(cases, |entry| check_file(folder, entry)).into_iter().collect()
}

fn check_file(folder: &Path, entry: &Value) -> String {
    let file = entry["file"].as_str().unwrap();
    let bytes = std::fs::read(folder.join(file)).unwrap();
    let plaintext = entry["plaintext"].as_str().map(|name| folder.join(name));
    let accepted_there = entry["desktopWalletError"].is_null();
    match backup::open(&bytes, &Password::new(entry["password"].as_str().unwrap().to_owned())) {
        Ok(opened) => {
            let rows = &entry["desktopWalletRows"];
            check_rows(file, &opened, accepted_there.then_some(rows), plaintext.as_deref());
            check_round_trip(file, &opened, plaintext);
            let codes: Vec<_> = opened.notices.iter().map(summary).collect();
            codes.join(" ")
        }
        Err(error) => {
            assert!(!accepted_there, "{file}: the Desktop Wallet takes it, we say {error}");
            assert_ne!(error.code(), "backup-check-failed", "{file}");
            format!("refused: {}", error.code())
        }
    }
}

fn summary(notice: &Notice) -> String {
    let fields = ["kind", "field", "count"].iter().filter_map(|field| notice.fields.get(field));
    fields.fold(notice.code.to_owned(), |text, field| format!("{text}/{field}"))
}

/// What the Desktop Wallet takes, we take with as many rows. Where it gives up, nothing of the plaintext is lost but what a notice names.
fn check_rows(file: &str, opened: &Opened, rows: Option<&Value>, plaintext: Option<&Path>) {
    let records = records(opened);
    let devices = match &opened.contents {
        FileContents::Placed(wallet) => wallet.devices.len(),
        FileContents::NetworkUnknown(unplaced) => unplaced.devices().len(),
    };
    let ours = [
        devices,
        records.identities.len(),
        records.accounts.len(),
        records.credentials.len(),
        records.cosigners.len(),
        records.contacts.len(),
    ];
    let plaintext = plaintext.map(|path| javascript_json(&std::fs::read_to_string(path).unwrap()));
    for ((kind, list, table), ours) in KINDS.into_iter().zip(ours) {
        // What we leave out by name the Desktop Wallet stores, or drops in silence (what hangs in the air), or stumbles over.
        let named = left_out(opened, kind, "repeated") + left_out(opened, kind, "unreadable");
        let orphans = left_out(opened, kind, "orphan");
        if let Some(rows) = rows {
            let there = usize::try_from(rows[table].as_u64().unwrap()).unwrap();
            assert!((ours + named..=ours + named + orphans).contains(&there), "{file}: {ours} of {there} {kind}");
        } else if let Some(plaintext) = &plaintext {
            let there = plaintext[list].as_array().map_or(0, Vec::len);
            assert_eq!(ours + named + orphans, there, "{file}: {kind}");
        }
    }
}

fn left_out(opened: &Opened, kind: &str, why: &str) -> usize {
    let code = format!("desktop-left-out-{why}");
    let notices = opened.notices.iter().filter(|notice| notice.code == code && notice.fields["kind"] == kind);
    notices.map(|notice| notice.fields["count"].parse::<usize>().unwrap()).sum()
}

fn records(opened: &Opened) -> NetworkRecords {
    match &opened.contents {
        FileContents::Placed(wallet) => wallet.networks.values().next().cloned().unwrap_or_default(),
        FileContents::NetworkUnknown(unplaced) => unplaced.records().clone(),
    }
}

/// Written again, a wallet reads as the same wallet; and where nothing had to be said about a file, as the same document.
fn check_round_trip(file: &str, opened: &Opened, plaintext: Option<PathBuf>) {
    let wallet = match opened.contents.clone() {
        FileContents::Placed(wallet) => wallet,
        FileContents::NetworkUnknown(unplaced) => unplaced.place(Network::Mainnet.genesis()),
    };
    let network = wallet.networks.keys().next().copied().unwrap_or(Network::Mainnet.genesis());
    let carried = desktop::carry(&wallet, network);
    let documents = desktop::encode(&carried.wallet, network);
    assert_eq!(documents.len(), desktop::parts(&carried.wallet, network), "{file}");
    let together = together(&documents);
    assert_eq!(together, carried.wallet, "{file}");

    let expected = records(opened);
    let is_whole = !carried.omissions.iter().any(|omitted| omitted.code.leaves_behind());
    if is_whole {
        assert_eq!(together.networks[&network], expected, "{file}: written again");
    }
    if let Some(path) = plaintext.filter(|_| opened.notices.is_empty() && is_whole) {
        let original = javascript_json(&std::fs::read_to_string(path).unwrap());
        let again = join(&documents);
        assert_eq!(canonical(&again), canonical(&original), "{file}: the same document");
    }
}

fn together(documents: &[Plaintext]) -> Wallet {
    let mut together = Wallet::default();
    for document in documents {
        let FileContents::Placed(wallet) = backup::format::decode(document, &mut Vec::new()).unwrap().1 else {
            panic!("our documents name their network");
        };
        together.devices.extend(wallet.devices);
        for (genesis, rows) in wallet.desktop_rows {
            together.desktop_rows.entry(genesis).or_default().follow(rows);
        }
        for (genesis, records) in wallet.networks {
            let all = together.networks.entry(genesis).or_default();
            all.identities.extend(records.identities);
            all.accounts.extend(records.accounts);
            all.credentials.extend(records.credentials);
            all.cosigners.extend(records.cosigners);
            all.contacts.extend(records.contacts);
        }
    }
    together
}

/// The documents of one export as one.
fn join(documents: &[Plaintext]) -> Value {
    let mut joined = Value::Null;
    for document in documents {
        // EXPOSE: synthetic records.
        let next: Value = serde_json::from_slice(document.expose()).unwrap();
        if joined.is_null() {
            joined = next;
            continue;
        }
        for (_, list, _) in KINDS {
            let more = next[list].as_array().unwrap().clone();
            joined[list].as_array_mut().unwrap().extend(more);
        }
    }
    joined
}

/// What the Desktop Wallet itself puts in the place of a member that is missing: the same document, said in full.
fn fill_in(row: &mut Value, kind: &str) {
    let defaults = match kind {
        "identities" => json!({ "version": 0 }),
        "accounts" => json!({
            "signatureThreshold": 1,
            "isInitial": false,
            "allDecrypted": true,
            "selfAmounts": "",
            "incomingAmounts": "[]",
            "totalDecrypted": "0",
            "transactionFilter": {},
        }),
        "cosigners" => json!({ "note": "" }),
        _ => return,
    };
    for (name, default) in defaults.as_object().unwrap() {
        let member = &mut row[name.as_str()];
        if member.is_null() {
            *member = default.clone();
        }
        // Its database has no booleans.
        if default.is_boolean() && member.is_number() {
            *member = (*member != json!(0)).into();
        }
    }
    // Dropped by every version since 1.2.0.
    row.as_object_mut().unwrap().remove("rewardFilter");
}

/// A document without what does not matter: the order of lists, the numbers by which entities of a file refer to each other,
/// absence where it means null or the default.
fn canonical(document: &Value) -> BTreeMap<&'static str, Vec<String>> {
    let rows = |list: &str| document[list].as_array().cloned().unwrap_or_default();
    let wallets: BTreeMap<String, Value> =
        rows("wallets").iter().map(|row| (row["id"].to_string(), row["identifier"].clone())).collect();
    let identity_name =
        |row: &Value| format!("{} {} {}", wallets[&row["walletId"].to_string()], row["identityNumber"], row["version"]);
    let identities: BTreeMap<String, String> =
        rows("identities").iter().map(|row| (row["id"].to_string(), identity_name(row))).collect();
    let own: Vec<Value> = rows("accounts").iter().map(|row| row["address"].clone()).collect();
    KINDS
        .into_iter()
        .map(|(kind, list, _)| {
            let mut texts: Vec<String> = rows(list)
                .into_iter()
                .map(|mut row| {
                    match kind {
                        "devices" => row["id"] = Value::Null,
                        "identities" => {
                            row["id"] = identity_name(&row).into();
                            row["walletId"] = Value::Null;
                        }
                        "accounts" | "credentials" => {
                            row["identityId"] = identities[&row["identityId"].to_string()].clone().into();
                        }
                        "contacts" => row["readOnly"] = own.contains(&row["address"]).into(),
                        _ => {}
                    }
                    fill_in(&mut row, kind);
                    row.as_object_mut().unwrap().retain(|_, value| !value.is_null());
                    row.to_string()
                })
                .collect();
            texts.sort();
            (kind, texts)
        })
        .collect()
}

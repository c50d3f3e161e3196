//! Files for other wallets, judged by what those wallets were seen to do with files.
//!
//! The Desktop Wallet stands here as a model of its importer (`support/desktop_wallet.rs`), which must first agree with every case that
//! was run through the real one.

use crate::desktop_wallet;
use crate::support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use desktop_wallet::{DesktopWallet, Stop};
use lifeboat::backup::format::desktop;
use lifeboat::backup::{self, FileContents, Omission, Part};
use lifeboat::merge::{self, Choices, ReportOutcome};
use lifeboat::model::{
    Account, AccountKey, AccountSlot, AccountState, Contact, ContactAddress, Cosigner, Credential, CredentialId,
    CredentialIndex, DesktopRows, Device, Identity, IdentityIndex, IdentityKey, IdentityState, KeyVersion, LedgerPath,
    Network, NetworkRecords, PairingKey, Shielded, Wallet,
};
use lifeboat::secret::{Password, Plaintext};
use serde_json::{Value, json};

const NET: Network = Network::Mainnet;

/// The model is right wherever the real one was watched: it stops where that stopped, and stores what that stored.
#[test]
fn the_model_of_the_desktop_wallet_does_what_the_real_one_did() {
    check_model(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desktop-merge"));
}

#[test]
fn extra_data_the_model_of_the_desktop_wallet_does_what_the_real_one_did() {
    if let Some(folder) = support::extra_data("desktop-merge") {
        check_model(&folder);
    }
}

fn check_model(folder: &Path) {
    let mut differences = Vec::new();
    let mut cases = 0;
    for path in json_files(folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let case: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        cases += 1;
        let mut model = DesktopWallet::holding(&case["existing"], case["genesis"].as_str());
        let outcome = model.import(&case["imported"]);
        let real = case["desktopWallet"]["error"].as_str();
        if outcome.err() != real.map(stop_of) {
            differences.push(format!("{name}: {outcome:?} instead of {real:?}"));
        }
        // Where the real one stops half way, what it leaves behind is nothing to rely on.
        if real.is_none() {
            let tables = &case["after"];
            for (table, rows, columns) in [
                ("wallet", &model.wallets, &["id", "identifier"][..]),
                (
                    "identities",
                    &model.identities,
                    &["id", "walletId", "identityNumber", "status", "name", "randomness"],
                ),
                ("accounts", &model.accounts, &["address", "identityId", "status", "name", "signatureThreshold"]),
                ("credentials", &model.credentials, &["credId", "identityId", "credentialNumber", "credentialIndex"]),
                ("externalCredentials", &model.external, &["credId", "accountAddress", "note"]),
                ("addressBook", &model.address_book, &["address", "name", "note", "readOnly"]),
            ] {
                let (ours, theirs) = (shown(rows, columns), shown(tables[table].as_array().unwrap(), columns));
                if ours != theirs {
                    differences.push(format!("{name}: {table}: {ours:#?} instead of {theirs:#?}"));
                }
            }
        }
    }
    assert!(cases > 0, "no case in {}", folder.display());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn shown(rows: &[Value], columns: &[&str]) -> Vec<String> {
    let cell = |row: &Value, column: &str| match &row[column] {
        Value::Bool(value) => u8::from(*value).to_string(),
        other @ (Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_)) => {
            other.to_string()
        }
    };
    let mut shown: Vec<String> =
        rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect::<Vec<_>>().join(" ")).collect();
    shown.sort();
    shown
}

fn stop_of(message: &str) -> Stop {
    match message {
        text if text.contains("specific network") => Stop::NoNetwork,
        text if text.contains("different network") => Stop::OtherNetwork,
        text if text.contains("existing data") => Stop::Data,
        text if text.contains("address book") => Stop::AddressBook,
        text if text.contains("external_credentials") => Stop::External,
        text if text.contains("crash") => Stop::Crash,
        other => panic!("another end: {other}"),
    }
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths
}

/// A file of `tests/vectors/interop`, opened.
fn opened(name: &str) -> Wallet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/interop");
    let passwords: BTreeMap<String, String> =
        serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let password = Password::new(passwords[name].clone());
    let opened = backup::open(&std::fs::read(folder.join(name)).unwrap(), &password).unwrap();
    let FileContents::Placed(wallet) = opened.contents else { panic!("{name} names its network") };
    wallet
}

/// What a wallet becomes with these records, every default taken.
fn with(current: &Wallet, incoming: &Wallet) -> Wallet {
    let plan = merge::plan(current, incoming);
    merge::apply(current, incoming, &plan, &Choices::default()).unwrap().0
}

/// The documents of an export, as JSON.
fn exported(wallet: &Wallet) -> Vec<Value> {
    let carried = desktop::carry(wallet, NET.genesis());
    // EXPOSE: synthetic records.
    desktop::encode(&carried.wallet, NET.genesis())
        .iter()
        .map(|document| serde_json::from_slice(document.expose()).unwrap())
        .collect()
}

fn said(wallet: &Wallet) -> Vec<Omission> {
    desktop::carry(wallet, NET.genesis()).omissions.iter().map(|omitted| omitted.code).collect()
}

/// A Desktop Wallet that holds what a file of the interop folder holds, row by row.
fn desktop_wallet_of(name: &str) -> DesktopWallet {
    let document = exported(&opened(name)).remove(0);
    DesktopWallet::holding(&document, Some(&NET.genesis().to_string()))
}

fn imports(desktop: &mut DesktopWallet, documents: &[Value]) -> Result<(), Stop> {
    documents.iter().try_for_each(|document| desktop.import(document))
}

/// What a recovery with a Ledger finds: placeholders, and accounts by their addresses.
fn recovered(device: PairingKey, identities: &[u32], accounts: &[(u32, u8)]) -> Wallet {
    let key = |index| IdentityKey::Ledger {
        device,
        path: LedgerPath::Legacy,
        index: IdentityIndex::new(index).unwrap(),
        version: KeyVersion::V1,
    };
    let mut records = NetworkRecords::default();
    for index in identities {
        records.identities.insert(key(*index), Identity::placeholder(key(*index)).into());
    }
    for (index, seed) in accounts {
        // Credential ids are points of a curve; the Desktop Wallet compares their texts.
        let id: CredentialId = support_credential(device, *index, *seed);
        let address = lifeboat::model::AccountAddress::of_first_credential(&id);
        let account = Account {
            key: AccountKey::Address(address),
            identity: Some(key(*index)),
            name: address.default_name(),
            state: AccountState::Confirmed,
            signature_threshold: 1,
            is_initial: *seed == 0,
            deployment: None,
            transaction_filter: "{}".into(),
            shielded: Shielded::none(),
            keys: None,
            phone: None,
            signers: BTreeSet::new(),
        };
        let contact = Contact {
            address: ContactAddress::Account(address),
            name: account.name.clone(),
            note: Some("Recovered account".into()),
        };
        let credential = Credential {
            id,
            identity: key(*index),
            index: CredentialIndex((*seed).into()),
            account: account.key.clone(),
            slot: Some(AccountSlot(0)),
            policy: "{}".into(),
            randomness: None,
        };
        records.contacts.insert(contact.address.clone(), contact.into());
        records.accounts.insert(account.key.clone(), account.into());
        records.credentials.insert(id, credential.into());
    }
    Wallet {
        devices: [(device, Device::ledger(device).into())].into(),
        networks: [(NET.genesis(), records)].into(),
        ..Wallet::default()
    }
}

fn support_credential(device: PairingKey, index: u32, seed: u8) -> CredentialId {
    // Forty-eight bytes that no two places share.
    let name = format!("{device}");
    let start: String = name.chars().take(8).collect();
    format!("{start}{index:08x}{seed:080x}").parse().unwrap()
}

fn ledger(byte: u8) -> PairingKey {
    PairingKey::new([byte; 32])
}

/// Our own bad file made three contacts of a phone's accounts read-only. Another file never does: only accounts of the same export are.
#[test]
fn only_accounts_of_the_same_export_are_locked_in_the_address_book() {
    let wallet = opened("phone-contact-locked.json");
    let documents = exported(&wallet);
    let accounts: Vec<&Value> = documents
        .iter()
        .flat_map(|document| document["accounts"].as_array().unwrap())
        .map(|account| &account["address"])
        .collect();
    let contacts: Vec<&Value> =
        documents.iter().flat_map(|document| document["addressBook"].as_array().unwrap()).collect();
    assert_eq!((accounts.len(), contacts.len()), (1, 4));
    for contact in &contacts {
        assert_eq!(contact["readOnly"], accounts.contains(&&contact["address"]), "{contact}");
    }

    // The person's own word for one of them stays, and stays theirs to change.
    let address = contacts.iter().find(|contact| contact["name"] == "Savings").unwrap()["address"].as_str().unwrap();
    let mut desktop = DesktopWallet::on(&NET.genesis().to_string());
    desktop.address_book.push(json!({ "name": "My phone", "address": address, "note": "", "readOnly": false }));
    imports(&mut desktop, &documents).unwrap();
    let kept = desktop.contact(address).unwrap();
    assert_eq!((&kept["name"], &kept["readOnly"]), (&json!("My phone"), &json!(false)));
}

/// With more than 500 own accounts their entries stand in several files, and are locked in each.
#[test]
fn accounts_beyond_the_first_file_are_locked_in_the_next() {
    let accounts: Vec<(u32, u8)> = (0..3).flat_map(|index| (0..=u8::MAX).map(move |seed| (index, seed))).collect();
    let wallet = recovered(ledger(1), &[0, 1, 2], &accounts);
    let documents = exported(&wallet);
    assert_eq!(documents.len(), 2);
    let locked = |document: &Value| {
        document["addressBook"].as_array().unwrap().iter().filter(|contact| contact["readOnly"] == true).count()
    };
    assert_eq!(documents.iter().map(locked).collect::<Vec<_>>(), [500, 268]);
    let mut desktop = DesktopWallet::on(&NET.genesis().to_string());
    imports(&mut desktop, &documents).unwrap();
    assert_eq!(desktop.address_book.len(), 768);
}

/// A Desktop Wallet that still has the real identity refuses the whole file; that is said; and the way that is said works.
#[test]
fn a_placeholder_is_refused_beside_the_real_identity_and_the_way_around_it_works() {
    let real = opened("real-identity-0.json");
    let device = *real.devices.keys().next().unwrap();
    let mut wallet = recovered(device, &[0], &[]);
    let found = &real.networks[&NET.genesis()];
    let records = wallet.networks.get_mut(&NET.genesis()).unwrap();
    records.accounts = found.accounts.clone();
    records.credentials = found.credentials.clone();
    for account in records.accounts.values_mut() {
        account.name = account.key.address().unwrap().default_name();
    }

    let mut desktop = desktop_wallet_of("real-identity-0.json");
    let before = desktop.clone();
    assert_eq!(imports(&mut desktop, &exported(&wallet)), Err(Stop::Data));
    assert_eq!(desktop, before);
    assert!(said(&wallet).contains(&Omission::DesktopPlaceholder));

    // Export there first, open that file here, then make this file again.
    let wallet = with(&wallet, &real);
    let documents = exported(&wallet);
    assert!(!said(&wallet).contains(&Omission::DesktopPlaceholder));
    assert!(documents.iter().all(|document| {
        document["identities"].as_array().unwrap().iter().all(|identity| identity["status"] != "recovered")
    }));
    assert_eq!(imports(&mut desktop, &documents), Ok(()));
    assert_eq!(desktop.identities[0]["name"], "Alice passport");
    assert_eq!(desktop.accounts[0]["name"], "My salary");
}

/// The same refusal, and the same way around it, for an identity that was pending in one place and is confirmed in the other.
#[test]
fn an_unfinished_identity_is_refused_beside_the_finished_one_and_the_way_around_it_works() {
    let real = opened("real-identity-0.json");
    for state in [IdentityState::Pending, IdentityState::Rejected, IdentityState::RejectedAndWarned] {
        let mut wallet = real.clone();
        for identity in wallet.networks.get_mut(&NET.genesis()).unwrap().identities.values_mut() {
            identity.state = state;
            identity.object = None;
        }
        let mut desktop = desktop_wallet_of("real-identity-0.json");
        assert_eq!(imports(&mut desktop, &exported(&wallet)), Err(Stop::Data));
        assert!(said(&wallet).contains(&Omission::DesktopUnfinishedIdentity));

        let wallet = with(&wallet, &real);
        assert!(!said(&wallet).contains(&Omission::DesktopUnfinishedIdentity), "{state:?}");
        assert_eq!(imports(&mut desktop, &exported(&wallet)), Ok(()), "{state:?}");
    }
}

/// Two Ledgers, each with placeholders of the same indices, made by the Desktop Wallet in one month: nothing but the rows tells them apart.
#[test]
fn placeholders_of_two_ledgers_go_back_where_they_came_from() {
    let wallet = opened("two-ledgers.json");
    let rows: Vec<(String, i64)> = exported(&wallet)[0]["identities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (format!("{}/{}", row["walletId"], row["identityNumber"]), row["id"].as_i64().unwrap()))
        .collect();
    assert_eq!(
        rows,
        [("1/0".to_owned(), 1), ("1/1".to_owned(), 2), ("2/0".to_owned(), 3), ("2/1".to_owned(), 4)],
        "the rows of the file"
    );
    let mut desktop = desktop_wallet_of("two-ledgers.json");
    let before = desktop.clone();
    assert_eq!(imports(&mut desktop, &exported(&wallet)), Ok(()));
    assert_eq!(desktop, before);
    assert!(said(&wallet).contains(&Omission::DesktopTwinPlaceholders));

    // The rows outlive the vault and a Lifeboat backup, and come in beside a recovery of the same Ledgers.
    // EXPOSE: synthetic records.
    let kept = lifeboat::record::decode(lifeboat::record::encode(&wallet).expose()).unwrap();
    assert_eq!(kept, wallet);
    let second = *wallet.devices.keys().next().unwrap();
    let here = recovered(second, &[0], &[]);
    let together = with(&here, &wallet);
    assert_eq!(together.desktop_rows, wallet.desktop_rows);
    assert_eq!(imports(&mut desktop, &exported(&together)), Ok(()));
    assert_eq!(desktop, before);
    let opened_last = with(&wallet, &here);
    assert_eq!(opened_last.desktop_rows, wallet.desktop_rows);

    // Without the rows it would stop.
    let without = Wallet { desktop_rows: BTreeMap::new(), ..wallet };
    assert_eq!(imports(&mut desktop, &exported(&without)), Err(Stop::Data));
}

/// Placeholders made here have an object each: an empty Desktop Wallet takes two Ledgers, takes the same file again, and takes the next one.
#[test]
fn placeholders_made_here_are_found_again() {
    let (first, second, third) = (ledger(0xcc), ledger(0xbb), ledger(0xaa));
    let one = recovered(first, &[0, 1], &[(0, 0), (1, 0)]);
    let two = with(&one, &recovered(second, &[0, 1], &[(0, 0), (1, 0)]));
    let mut desktop = DesktopWallet::on(&NET.genesis().to_string());
    assert_eq!(imports(&mut desktop, &exported(&two)), Ok(()));
    let before = desktop.clone();
    assert_eq!(imports(&mut desktop, &exported(&two)), Ok(()), "the same file again");
    assert_eq!(desktop, before);

    // One more account of the second Ledger, and names that were given here.
    let mut more = with(&two, &recovered(second, &[0], &[(0, 1)]));
    for identity in more.networks.get_mut(&NET.genesis()).unwrap().identities.values_mut() {
        identity.name = "Mine".into();
    }
    assert_eq!(imports(&mut desktop, &exported(&more)), Ok(()));
    assert_eq!(desktop.accounts.len(), 5);
    for account in &desktop.accounts {
        let credential =
            desktop.credentials.iter().find(|credential| credential["accountAddress"] == account["address"]).unwrap();
        assert_eq!(credential["identityId"], account["identityId"]);
        let identity = desktop.identities.iter().find(|identity| identity["id"] == account["identityId"]).unwrap();
        let device = desktop.wallets.iter().find(|wallet| wallet["id"] == identity["walletId"]).unwrap();
        let start: String = credential["credId"].as_str().unwrap().chars().take(8).collect();
        assert!(device["identifier"].as_str().unwrap().starts_with(&start), "under the right Ledger");
    }

    // A third Ledger comes first in the file, and moves nothing.
    let three = with(&more, &recovered(third, &[0], &[(0, 0)]));
    assert_eq!(imports(&mut desktop, &exported(&three)), Ok(()));
    assert_eq!((desktop.wallets.len(), desktop.accounts.len()), (3, 6));
}

/// What no file can help: a Desktop Wallet that made its own placeholders for both Ledgers, which are not on record here. It is said.
#[test]
fn placeholders_that_the_desktop_wallet_made_itself_want_an_empty_one() {
    let two = with(&recovered(ledger(1), &[0], &[(0, 0)]), &recovered(ledger(2), &[0], &[(0, 0)]));
    let mut desktop = DesktopWallet::on(&NET.genesis().to_string());
    let mut document = exported(&two).remove(0);
    for identity in document["identities"].as_array_mut().unwrap() {
        identity["identityObject"] = "{}".into();
        identity["id"] = json!(identity["id"].as_i64().unwrap() + 4);
    }
    for list in ["accounts", "credentials"] {
        for row in document[list].as_array_mut().unwrap() {
            row["identityId"] = json!(row["identityId"].as_i64().unwrap() + 4);
        }
    }
    assert_eq!(desktop.import(&document), Ok(()));
    assert_eq!(imports(&mut desktop, &exported(&two)), Err(Stop::Data));
    assert!(said(&two).contains(&Omission::DesktopTwinPlaceholders));
}

/// Numbers that a Desktop Wallet gave are never given to something else.
#[test]
fn rows_in_use_are_not_given_again() {
    let mut rows = DesktopRows::default();
    rows.devices.insert(ledger(2), 1);
    let mut wallet = with(&recovered(ledger(1), &[0], &[]), &recovered(ledger(2), &[0], &[]));
    wallet.desktop_rows.insert(NET.genesis(), rows.clone());
    let carried = desktop::carry(&wallet, NET.genesis()).wallet;
    let given = &carried.desktop_rows[&NET.genesis()].devices;
    assert_eq!((given[&ledger(1)], given[&ledger(2)]), (2, 1));

    // Of two Desktop Wallets the one whose file was opened last is the one that is still there.
    rows.follow(DesktopRows { devices: [(ledger(3), 1)].into(), ..DesktopRows::default() });
    assert_eq!(rows.devices, [(ledger(3), 1)].into());
}

/// Co-signers beyond the first 500 refer to accounts that the first file brings: that one goes first, there and here.
#[test]
fn a_later_file_waits_for_the_first() {
    let device = ledger(1);
    let mut wallet = recovered(device, &[0], &[(0, 0)]);
    let records = wallet.networks.get_mut(&NET.genesis()).unwrap();
    let AccountKey::Address(account) = *records.accounts.keys().next().unwrap() else { panic!("it has one") };
    for number in 0..604_u32 {
        let credential: CredentialId = format!("{number:096x}").parse().unwrap();
        records.cosigners.insert(credential, Cosigner { account, credential, note: format!("Signer {number}") }.into());
    }
    let documents = exported(&wallet);
    assert_eq!(documents.len(), 2);
    let mut desktop = DesktopWallet::on(&NET.genesis().to_string());
    assert_eq!(desktop.import(&documents[1]), Err(Stop::External));
    assert_eq!(imports(&mut desktop, &documents), Ok(()));
    assert_eq!(desktop.external.len(), 604);

    let read = |document: &Value| {
        let plain = Plaintext::new(document.to_string().into_bytes());
        backup::format::decode(&plain, &mut Vec::new()).unwrap().1.on(NET.genesis())
    };
    let (first, second) = (read(&documents[0]), read(&documents[1]));
    let part = |number| Part { number, of: 2 };
    let nothing = Wallet::default();
    let early = backup::too_early(part(2), &second, &nothing).unwrap();
    assert_eq!((early.part, early.waiting), (part(2), 104));
    assert_eq!(backup::too_early(part(1), &first, &nothing), None);
    assert_eq!(backup::too_early(part(2), &second, &first), None);
    // A file of its own says what is wrong with it record by record.
    assert_eq!(backup::too_early(Part::WHOLE, &second, &nothing), None);

    // Whoever goes on all the same is told, once, how many could not be imported; and not that all of it was written.
    let plan = merge::plan(&nothing, &second);
    let (_, report) = merge::apply(&nothing, &second, &plan, &Choices::default()).unwrap();
    assert_eq!((report.refused.len(), report.outcome()), (104, ReportOutcome::Refused));
    let reasons = report.reasons();
    assert_eq!(reasons.len(), 1);
    assert_eq!((reasons[0].code, reasons[0].fields["count"].as_str()), ("cosigner-without-account", "104"));
    let mut both = recovered(ledger(2), &[0], &[(0, 0)]);
    both.networks.get_mut(&NET.genesis()).unwrap().cosigners = second.networks[&NET.genesis()].cosigners.clone();
    let plan = merge::plan(&nothing, &both);
    let (_, report) = merge::apply(&nothing, &both, &plan, &Choices::default()).unwrap();
    assert_eq!(report.outcome(), ReportOutcome::InPart);
    let plan = merge::plan(&first, &first);
    let (_, report) = merge::apply(&first, &first, &plan, &Choices::default()).unwrap();
    assert_eq!((report.outcome(), report.reasons().len()), (ReportOutcome::Unchanged, 0));
    let plan = merge::plan(&nothing, &first);
    let (_, report) = merge::apply(&nothing, &first, &plan, &Choices::default()).unwrap();
    assert_eq!(report.outcome(), ReportOutcome::Everything);
}

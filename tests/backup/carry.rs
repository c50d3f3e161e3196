//! What we write for the Desktop Wallet: complete, named where it is not, and nothing its importer stumbles over.

use crate::cases::cases;
use crate::counting;
use crate::wallets;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use counting::Counting;
use lifeboat::backup::format::desktop;
use lifeboat::backup::{self, FileContents, Noticed, Omission, Part, envelope};
use lifeboat::crypto::kdf::Pbkdf2Rounds;
use lifeboat::fault::{Coded, Notice};
use lifeboat::model::{
    AccountAddress, AccountKey, Contact, ContactAddress, Cosigner, Counts, CredentialId, Format, GenesisHash, Identity,
    IdentityKey, IdentityState, Network, NetworkRecords, Wallet,
};
use lifeboat::secret::Password;
use proptest::prelude::*;
use serde_json::Value;

const NOW: u64 = 1_795_418_280_000;

fn mainnet() -> GenesisHash {
    Network::Mainnet.genesis()
}

fn typed(text: &str) -> Password {
    Password::new(text.to_owned())
}

/// The wallet of one of the exports.
fn typical() -> Wallet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desktop-exports");
    let opened = backup::open(&std::fs::read(folder.join("typical.json")).unwrap(), &typed("correct horse battery"));
    let FileContents::Placed(wallet) = opened.unwrap().contents else { panic!("it names its network") };
    wallet
}

#[test]
fn a_sealed_export_is_one_the_desktop_wallet_knows() {
    let wallet = typical();
    let password = typed("p\u{e4}ssword");
    let sealed = backup::seal(&wallet, Format::DesktopWallet, mainnet(), &password, NOW, &mut Counting(1)).unwrap();
    assert_eq!(sealed.len(), 1);
    assert_eq!(sealed[0].file_name, "wallet-export.json");
    assert_eq!(sealed[0].counts, Counts::of(&wallet));
    let file: Value = serde_json::from_slice(&sealed[0].bytes).unwrap();
    let metadata = &file["metadata"];
    assert_eq!(metadata["keyLen"], 32);
    assert_eq!(metadata["iterations"], 600_000);
    assert_eq!(metadata["encryptionMethod"], "AES-256");
    assert_eq!(metadata["keyDerivationMethod"], "PBKDF2WithHmacSHA256");
    assert_eq!(metadata["hashAlgorithm"], "sha256");
    for member in ["salt", "initializationVector"] {
        assert_eq!(STANDARD.decode(metadata[member].as_str().unwrap()).unwrap().len(), 16, "{member}");
    }
    assert_eq!(backup::LockedFile::read("", &sealed[0].bytes).unwrap().format(), None);
    // Typed on a keyboard that takes accents apart.
    let opened = backup::open(&sealed[0].bytes, &typed("pa\u{308}ssword")).unwrap();
    assert_eq!((opened.format, opened.contents), (Format::DesktopWallet, FileContents::Placed(wallet)));
    assert_eq!(opened.notices, []);
}

/// Files made by other programs (OpenSSL, Python's hmac) from `docs/formats/desktop-wallet.md`.
#[test]
fn every_vector_of_our_marker_opens_or_is_refused_with_its_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desktop-sealed");
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    for entry in manifest.as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let outcome = match backup::open(&bytes, &typed(entry["password"].as_str().unwrap())) {
            Ok(opened) => opened.notices.iter().map(|notice| notice.code).collect(),
            Err(error) => Value::from(error.code()),
        };
        let expected = if entry["code"].is_null() { &entry["notices"] } else { &entry["code"] };
        assert_eq!(outcome, *expected, "{file}");
    }
}

/// With our marker, damage and a wrong password are two things.
#[test]
fn a_changed_export_of_ours_is_refused() {
    let wallet = Wallet { networks: [(mainnet(), NetworkRecords::default())].into(), ..Wallet::default() };
    let document = desktop::encode(&wallet, mainnet()).remove(0);
    let rounds = Pbkdf2Rounds::new(1_000).unwrap();
    let sealed = envelope::seal(&document, &typed("password"), rounds, Part::WHOLE, &mut Counting(2));
    let refusal = |bytes: &[u8], password: &str| backup::open(bytes, &typed(password)).unwrap_err().code();
    assert_eq!(refusal(&sealed, "passwore"), "backup-wrong-password");

    let file: Value = serde_json::from_slice(&sealed).unwrap();
    let binary = ["/cipherText", "/metadata/salt", "/metadata/initializationVector", "/lifeboat/checksum"];
    for pointer in binary {
        let bytes = STANDARD.decode(file.pointer(pointer).unwrap().as_str().unwrap()).unwrap();
        for at in 0..bytes.len() {
            let mut changed = file.clone();
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            *changed.pointer_mut(pointer).unwrap() = STANDARD.encode(flipped).into();
            assert_eq!(refusal(changed.to_string().as_bytes(), "password"), "backup-damaged", "{pointer} {at}");
        }
    }
    let numbers = [("/metadata/iterations", 999), ("/lifeboat/part", 2), ("/lifeboat/of", 2), ("/lifeboat/version", 0)];
    for (pointer, number) in numbers {
        let mut changed = file.clone();
        *changed.pointer_mut(pointer).unwrap() = number.into();
        assert_eq!(refusal(changed.to_string().as_bytes(), "password"), "backup-damaged", "{pointer}");
    }
    let mut forged = file.clone();
    forged["lifeboat"]["mac"] = STANDARD.encode([0; 32]).into();
    assert_eq!(refusal(forged.to_string().as_bytes(), "password"), "backup-wrong-password");

    let mut newer = file.clone();
    newer["lifeboat"] = serde_json::json!({ "version": 2 });
    let opened = backup::open(newer.to_string().as_bytes(), &typed("password")).unwrap();
    assert_eq!(opened.notices, [Notice::of(&Noticed::NewerSeal { found: 2 })]);
    assert_eq!(opened.contents, FileContents::Placed(wallet));
}

/// Its importer fails beyond 500 new entries, so there are several files; each of them opens, and together they are the wallet.
#[test]
fn too_much_for_one_file_goes_into_several() {
    let mut wallet = typical();
    let records = wallet.networks.get_mut(&mainnet()).unwrap();
    let shared = records.cosigners.values().next().unwrap().account;
    for number in 0..600_u32 {
        let mut bytes = [0x55; 48];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        let address = AccountAddress::of_first_credential(&CredentialId::new(bytes));
        let contact =
            Contact { address: ContactAddress::Account(address), name: format!("Contact {number}"), note: None };
        records.contacts.insert(contact.address.clone(), contact.into());
        if number < 520 {
            let credential = CredentialId::new(bytes);
            records.cosigners.insert(credential, Cosigner { account: shared, credential, note: String::new() }.into());
        }
    }
    let preview = backup::preview(&wallet, Format::DesktopWallet, mainnet()).unwrap();
    assert_eq!(preview.files, 2);
    assert!(preview.omissions.iter().all(|omitted| !omitted.code.leaves_behind()), "{:?}", preview.omissions);
    assert_eq!(preview.counts, Counts::of(&wallet));

    let password = typed("several files");
    let sealed = backup::seal(&wallet, Format::DesktopWallet, mainnet(), &password, NOW, &mut Counting(3)).unwrap();
    let names: Vec<_> = sealed.iter().map(|file| file.file_name.as_str()).collect();
    assert_eq!(names, ["wallet-export-1-of-2.json", "wallet-export-2-of-2.json"]);
    for (file, part) in sealed.iter().zip(1..) {
        let Counts { identities, accounts, cosigners, contacts, .. } = file.counts;
        assert!(contacts <= 500 && cosigners <= 500, "{part}");
        assert_eq!((identities, accounts) == (4, 9), part == 1, "only the first brings accounts");
        let opened = backup::open(&file.bytes, &password).unwrap();
        assert_eq!(opened.notices, [Notice::of(&Noticed::Part { part, of: 2 })]);
    }
    assert_eq!(sealed.iter().map(|file| file.counts.contacts).sum::<u32>(), 616);
    assert_eq!(sealed.iter().map(|file| file.counts.cosigners).sum::<u32>(), 522);
}

#[test]
fn a_recovered_identity_gets_the_form_the_desktop_wallet_gives_it() {
    let mut wallet = typical();
    let records = wallet.networks.get_mut(&mainnet()).unwrap();
    let placeholder = records.identities.values().find(|identity| identity.state == IdentityState::Placeholder);
    let (key, original) = placeholder.map(|identity| (identity.key, identity.clone())).unwrap();
    records.identities.insert(key, Identity::placeholder(key).into());
    let carried = desktop::carry(&wallet, mainnet());
    let written = &carried.wallet.networks[&mainnet()].identities[&key];
    // All but the month, which is always the same here, and one member beside the attributes, which says whose it is.
    let theirs: serde_json::Value = serde_json::from_str(original.object.as_deref().unwrap()).unwrap();
    let mut ours: serde_json::Value = serde_json::from_str(written.object.as_deref().unwrap()).unwrap();
    let IdentityKey::Ledger { device, index, .. } = key else { panic!("of a Ledger") };
    assert_eq!(ours["value"].as_object_mut().unwrap().remove("lifeboat").unwrap(), format!("{device}/{index}/1"));
    for month in ["createdAt", "validTo"] {
        assert_eq!(ours["value"]["attributeList"][month], "202106");
        ours["value"]["attributeList"][month] = theirs["value"]["attributeList"][month].clone();
    }
    assert_eq!(ours, theirs);
    assert_eq!(*written, Identity { object: written.object.clone(), ..original.record().clone() });
}

#[test]
fn what_stays_behind_is_named() {
    let mut wallet = typical();
    let records = wallet.networks.get_mut(&mainnet()).unwrap();
    let lost = records.identities.values().find(|identity| identity.name == "Second Ledger").unwrap().key;
    records.identities.remove(&lost);
    wallet.networks.insert(Network::Testnet.genesis(), wallet.networks[&mainnet()].clone());
    let preview = backup::preview(&wallet, Format::DesktopWallet, mainnet()).unwrap();
    let expected = [
        (
            Omission::DesktopPlaceholder,
            [("count", "1"), ("kind", "identities"), ("names", "Recovered: Index 1")].as_slice(),
        ),
        (Omission::DesktopUnfinishedIdentity, &[("count", "1"), ("kind", "identities"), ("names", "Failed one")]),
        (Omission::DesktopOmitsAccountWithoutIdentity, &[("count", "1"), ("kind", "accounts"), ("names", "Waiting")]),
        (
            Omission::DesktopOmitsNetwork,
            &[("accounts", "9"), ("contacts", "16"), ("identities", "3"), ("network", "testnet")],
        ),
    ];
    let said = preview.omissions.iter().map(|omitted| {
        let fields: Vec<_> = omitted.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        (omitted.code, fields)
    });
    assert_eq!(said.collect::<Vec<_>>(), expected.map(|(code, fields)| (code, fields.to_vec())));
    assert_eq!(preview.account_names.len(), 8);
    let everything = backup::preview(&wallet, Format::LifeboatBackup, mainnet()).unwrap();
    assert_eq!((everything.counts, everything.omissions.len()), (Counts::of(&wallet), 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(256)))]

    /// What goes in and what is named is everything, and what went in comes out.
    #[test]
    fn nothing_is_lost_without_a_word(wallet in wallets::wallet(), network in wallets::genesis()) {
        let carried = desktop::carry(&wallet, network);
        let documents = desktop::encode(&carried.wallet, network);
        let mut notices = Vec::new();
        let together = together(&documents, &mut notices);
        prop_assert_eq!(&together, &carried.wallet);
        // Carrying changes nothing any more once it is carried.
        prop_assert_eq!(&desktop::carry(&carried.wallet, network).wallet, &carried.wallet);

        let nothing = NetworkRecords::default();
        let records = wallet.networks.get(&network).unwrap_or(&nothing);
        let inside = &carried.wallet.networks[&network];
        let named = |kind: &str| -> usize {
            let omitted = carried.omissions.iter().filter(|notice| notice.code.code().starts_with("desktop-omits"));
            let of_kind = omitted.filter(|notice| notice.fields.get("kind").is_some_and(|found| found == kind));
            of_kind.map(|notice| notice.fields["count"].parse::<usize>().unwrap()).sum()
        };
        prop_assert_eq!(records.identities.len(), inside.identities.len() + named("identities"));
        prop_assert_eq!(records.accounts.len(), inside.accounts.len() + named("accounts"));
        let of_phones = records.credentials.values().filter(|one| {
            matches!(one.identity, IdentityKey::Phone(_)) && records.identities.contains_key(&one.identity)
        });
        // Those of phones are said with their identity.
        prop_assert_eq!(records.credentials.len(), inside.credentials.len() + named("credentials") + of_phones.count());
        prop_assert_eq!(records.cosigners.len(), inside.cosigners.len() + named("cosigners"));
        prop_assert_eq!(records.contacts.len(), inside.contacts.len());
        let others = wallet.networks.iter().filter(|(genesis, records)| **genesis != network && !records.is_empty());
        let left = carried.omissions.iter().filter(|notice| notice.code.code() == "desktop-omits-network").count();
        prop_assert_eq!(others.count(), left);
    }

    /// The Desktop Wallet's importer, as far as it can fail: its columns, its NOT NULLs, its unique and foreign keys.
    #[test]
    fn its_importer_has_nothing_to_stumble_over(wallet in wallets::wallet(), network in wallets::genesis()) {
        let carried = desktop::carry(&wallet, network);
        let mut importer = Importer::default();
        for document in desktop::encode(&carried.wallet, network) {
            // EXPOSE: a generated wallet.
            importer.import(&serde_json::from_slice(document.expose()).unwrap());
        }
    }
}

fn together(documents: &[lifeboat::secret::Plaintext], notices: &mut Vec<Notice>) -> Wallet {
    let mut together = Wallet::default();
    for document in documents {
        let FileContents::Placed(wallet) = backup::format::decode(document, notices).unwrap().1 else {
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

/// The constraints of the Desktop Wallet's database.
#[derive(Default)]
struct Importer {
    unique: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Importer {
    fn import(&mut self, document: &Value) {
        let members: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
        let known =
            ["accounts", "addressBook", "credentials", "externalCredentials", "genesis", "identities", "wallets"];
        assert_eq!(members, known);
        for row in rows(document, "wallets", &["id", "identifier", "type"], &[]) {
            self.insert("wallet id", row["id"].to_string());
            self.insert("identifier", row["identifier"].to_string());
        }
        let columns = [
            "id",
            "identityNumber",
            "name",
            "status",
            "detail",
            "codeUri",
            "identityProvider",
            "identityObject",
            "randomness",
            "walletId",
            "version",
        ];
        for row in rows(document, "identities", &columns, &["detail", "codeUri", "identityProvider", "identityObject"])
        {
            self.insert("identity id", row["id"].to_string());
            self.find("wallet id", &row["walletId"]);
            assert_ne!(row["identityProvider"], "", "the identities page would not open");
        }
        let columns = [
            "identityId",
            "name",
            "status",
            "address",
            "signatureThreshold",
            "isInitial",
            "allDecrypted",
            "selfAmounts",
            "incomingAmounts",
            "totalDecrypted",
            "deploymentTransactionId",
            "transactionFilter",
        ];
        for row in rows(document, "accounts", &columns, &["deploymentTransactionId"]) {
            self.find("identity id", &row["identityId"]);
            self.insert("address", row["address"].to_string());
            assert!(row["transactionFilter"].is_object(), "no account would be shown");
        }
        let columns =
            ["identityId", "accountAddress", "credId", "credentialNumber", "credentialIndex", "policy", "randomness"];
        for row in rows(document, "credentials", &columns, &["credentialIndex", "randomness"]) {
            self.find("identity id", &row["identityId"]);
            self.insert("credId", row["credId"].to_string());
            self.insert("number", format!("{} {}", row["credentialNumber"], row["identityId"]));
            if !row["credentialIndex"].is_null() {
                self.insert("index", format!("{} {}", row["credentialIndex"], row["accountAddress"]));
            }
            assert!(row["policy"].is_string() && !row["randomness"].is_object());
        }
        let cosigners = rows(document, "externalCredentials", &["accountAddress", "credId", "note"], &[]);
        assert!(cosigners.len() <= 500);
        for row in cosigners {
            self.find("address", &row["accountAddress"]);
            self.insert("external credId", row["credId"].to_string());
        }
        let contacts = rows(document, "addressBook", &["name", "address", "note", "readOnly"], &["note"]);
        assert!(contacts.len() <= 500);
        for row in contacts {
            let address = row["address"].to_string();
            let own = self.unique.get("address").is_some_and(|own| own.contains(&address));
            assert!(!own || row["readOnly"] == true);
            self.insert("contact", address);
        }
    }

    fn insert(&mut self, constraint: &'static str, value: String) {
        assert!(self.unique.entry(constraint).or_default().insert(value.clone()), "{constraint}: {value} twice");
    }

    fn find(&self, constraint: &'static str, value: &Value) {
        let there = self.unique.get(constraint).is_some_and(|values| values.contains(&value.to_string()));
        assert!(there, "{constraint}: no {value}");
    }
}

/// The rows of a list, after a look at their columns.
fn rows(document: &Value, list: &str, columns: &[&str], nullable: &[&str]) -> Vec<Value> {
    let columns: BTreeSet<&str> = columns.iter().copied().collect();
    let rows = document[list].as_array().unwrap().clone();
    for row in &rows {
        let members = row.as_object().unwrap();
        assert_eq!(members.keys().map(String::as_str).collect::<BTreeSet<_>>(), columns, "{list}");
        let null = members.iter().find(|(name, value)| value.is_null() && !nullable.contains(&name.as_str()));
        assert_eq!(null, None, "{list}");
    }
    rows
}

/// An account without an address stands in a file with what it has instead.
#[test]
fn an_account_that_never_got_an_address_is_carried_once() {
    let mut wallet = typical();
    let records = wallet.networks.get_mut(&mainnet()).unwrap();
    let mut template = records.accounts.values().next().unwrap().clone();
    let identities: Vec<_> = records.identities.keys().copied().take(2).collect();
    for identity in identities {
        template.key = AccountKey::Unaddressed { identity, text: String::new() };
        template.identity = Some(identity);
        records.accounts.insert(template.key.clone(), template.clone());
    }
    let omissions = backup::preview(&wallet, Format::DesktopWallet, mainnet()).unwrap().omissions;
    let codes: Vec<_> = omissions.iter().map(|notice| notice.code).collect();
    assert!(codes.contains(&Omission::DesktopOmitsAccountWithoutAddress), "{codes:?}");
}

/// Found by a key of a Ledger: the account has no identity of it, and the Desktop Wallet no place for it.
#[test]
fn accounts_that_were_found_by_a_key_are_named_where_a_file_cannot_carry_them() {
    let record = include_bytes!("../vectors/record-v4/everything.json");
    let mut wallet = lifeboat::record::decode(record).unwrap();
    let records = wallet.networks.get_mut(&mainnet()).unwrap();
    let found: Vec<_> = records.accounts.values().filter(|account| !account.signers.is_empty()).cloned().collect();
    assert_eq!(found.len(), 2);
    let alone = lifeboat::model::Account { identity: None, name: "By a key".into(), ..found[0].record().clone() };
    records.accounts.insert(alone.key.clone(), alone.into());
    let said = |format| {
        let preview = backup::preview(&wallet, format, mainnet()).unwrap();
        let is_said =
            |omitted: &&backup::Omitted| omitted.fields.get("names").is_some_and(|names| names.contains("By a key"));
        preview.omissions.iter().filter(is_said).map(|omitted| omitted.code).collect::<Vec<_>>()
    };
    assert_eq!(said(Format::DesktopWallet), [Omission::DesktopOmitsLedgerKeyAccount]);
    assert_eq!(said(Format::PhoneWallet), [Omission::PhoneOmitsLedgerAccount]);
    assert_eq!(said(Format::LifeboatBackup), []);
}

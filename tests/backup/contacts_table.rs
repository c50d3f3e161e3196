//! Contacts as tables: as spreadsheets, people and Lifeboat write them, with every kind of bad row, and the way back.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use lifeboat::backup::{self, FileContents, LockedFile, Separator, contacts_table};
use lifeboat::fault::{Coded as _, Explain as _};
use lifeboat::model::{AccountAddress, Contact, ContactAddress, Format, GenesisHash, Network, NetworkRecords, Wallet};
use proptest::prelude::*;
use serde::Deserialize;

use crate::cases::cases;
use crate::wallets;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/contacts-tables")
}

/// One file, and what it says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    file: String,
    what: String,
    contacts: Option<Vec<(String, String, Option<String>)>>,
    #[serde(default)]
    notices: Vec<ExpectedNotice>,
    refused: Option<ExpectedFault>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct ExpectedNotice {
    code: String,
    names: Option<String>,
}

#[derive(Deserialize)]
struct ExpectedFault {
    code: String,
    #[serde(default)]
    fields: std::collections::BTreeMap<String, String>,
}

#[test]
fn every_table_of_the_folder_says_what_its_list_says() {
    let manifest = std::fs::read(folder().join("manifest.json")).unwrap();
    let expected: Vec<Expected> = serde_json::from_slice(&manifest).unwrap();
    let listed: BTreeSet<String> = expected.iter().map(|one| one.file.clone()).collect();
    let there: BTreeSet<String> =
        std::fs::read_dir(folder()).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there.iter().filter(|name| *name != "manifest.json").cloned().collect::<BTreeSet<_>>(), listed);
    for one in expected {
        let bytes = std::fs::read(folder().join(&one.file)).unwrap();
        let said = format!("{}: {}", one.file, one.what);
        match (LockedFile::read(&one.file, &bytes), one.refused) {
            (Err(error), Some(refused)) => {
                let fault = error.fault();
                assert_eq!(fault.code, refused.code, "{said}");
                for (name, value) in refused.fields {
                    assert_eq!(fault.fields.get(name.as_str()), Some(&value), "{said}");
                }
            }
            (Ok(file), None) => {
                assert_eq!((file.format(), file.is_encrypted()), (Some(Format::ContactsTable), false), "{said}");
                let opened = file.open_plain().unwrap();
                let records = opened.contents.on(Network::Testnet.genesis());
                let read: BTreeSet<(String, String, Option<String>)> = records
                    .networks
                    .values()
                    .flat_map(|records| records.contacts.values())
                    .map(|contact| (contact.name.clone(), contact.address.to_string(), contact.note.clone()))
                    .collect();
                assert_eq!(read, one.contacts.unwrap().into_iter().collect(), "{said}");
                let noticed: Vec<_> = opened
                    .notices
                    .iter()
                    .map(|notice| ExpectedNotice {
                        code: notice.code.to_string(),
                        names: notice.fields.get("names").cloned(),
                    })
                    .collect();
                assert_eq!(noticed, one.notices, "{said}");
            }
            (read, refused) => panic!("{said}: {:?}, {}", read.map(|_| ()), refused.is_some()),
        }
    }
}

#[test]
fn a_table_names_no_network() {
    let opened = backup::open_plain(&std::fs::read(folder().join("lifeboat.csv")).unwrap()).unwrap();
    assert!(matches!(opened.contents, FileContents::NetworkUnknown(_)));
}

fn wallet_of(contacts: impl IntoIterator<Item = (AccountAddress, String, Option<String>)>) -> Wallet {
    let contacts = contacts.into_iter().map(|(address, name, note)| {
        let address = ContactAddress::Account(address);
        (address.clone(), Contact { address, name, note }.into())
    });
    let records = NetworkRecords { contacts: contacts.collect(), ..NetworkRecords::default() };
    Wallet { networks: [(Network::Mainnet.genesis(), records)].into(), ..Wallet::default() }
}

fn read_back(bytes: &[u8], network: GenesisHash) -> NetworkRecords {
    backup::open_plain(bytes).unwrap().contents.on(network).networks.remove(&network).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(256)))]

    /// Whatever a contact is called, and whatever is noted about it, comes back as it was; and no cell begins as a formula.
    #[test]
    fn every_contact_comes_back_as_it_was(
        contacts in prop::collection::vec(
            ("[-=+@' ,;\t\r\n\"\u{feff}a-c\u{e9}]{1,12}|.{1,12}", "[-=+@' ,;\t\r\n\"a-c]{0,12}"), 0..6),
        semicolon in any::<bool>(),
    ) {
        let contacts = contacts.into_iter().zip(1..).map(|((name, note), number): ((String, String), u8)| {
            (AccountAddress::new([number; 32]), name, (!note.is_empty()).then_some(note))
        });
        let wallet = wallet_of(contacts);
        let network = Network::Mainnet.genesis();
        let separator = if semicolon { Separator::Semicolon } else { Separator::Comma };
        let table = contacts_table(&wallet, network, separator, 0).unwrap();
        prop_assert_eq!(&read_back(&table.bytes, network).contacts, &wallet.networks[&network].contacts);
        prop_assert_eq!(table.contacts, wallet.networks[&network].contacts.len());
        prop_assert!(table.omissions.is_empty());
        let text = String::from_utf8(table.bytes).unwrap();
        // However a spreadsheet splits it.
        for cell in text.split([',', ';', '\t', '\r', '\n']).map(|cell| cell.trim_start_matches([' ', '"'])) {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell:?} in {text:?}");
        }
    }

    /// What stays behind is said, and nothing else stays behind.
    #[test]
    fn what_a_table_leaves_behind_is_counted(wallet in wallets::wallet()) {
        for network in wallet.networks.keys() {
            let table = contacts_table(&wallet, *network, Separator::Comma, 0).unwrap();
            let named: usize = table
                .omissions
                .iter()
                .filter(|omitted| omitted.code != backup::Omission::TableOmitsNetwork)
                .map(|omitted| omitted.fields["count"].parse::<usize>().unwrap())
                .sum();
            prop_assert_eq!(table.contacts + named, wallet.networks[network].contacts.len());
        }
    }

    #[test]
    fn damaged_tables_never_panic(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        for name in ["lifeboat.csv", "excel-semicolon.csv", "sep-line.csv", "excel-unicode-text.txt"] {
            let mut bytes = std::fs::read(folder().join(name)).unwrap();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _ = backup::open_plain(&bytes);
            bytes.truncate(cut.index(bytes.len()));
            let _ = backup::open_plain(&bytes);
        }
    }
}

/// As long as every row is, and one more.
#[test]
fn a_table_of_more_rows_or_bytes_than_one_wallet_holds_is_refused() {
    let mut table = String::from("Name,Address\n");
    (0..=100_000).for_each(|_| table.push_str("a,b\n"));
    assert_eq!(backup::open_plain(table.as_bytes()).unwrap_err().code(), "document-table-too-many-rows");
    let long = format!("Name,Address\n\"{}\",x\n", "a".repeat(16 * 1024 * 1024));
    assert_eq!(backup::open_plain(long.as_bytes()).unwrap_err().code(), "document-table-too-long");
}

/// The words of a recovery phrase in a table are still a secret that nobody should keep in a file.
#[test]
fn recovery_words_in_a_table_are_recovery_words() {
    let words = vec!["abandon"; 24].join(",");
    let table = format!("Name,Address\n{words}\n");
    assert_eq!(LockedFile::read("t.csv", table.as_bytes()).unwrap_err().code(), "other-recovery-words");
}

/// What each language tells people to write above the columns: of names, of addresses, of notes.
const WRITTEN_ABOVE: [(&str, [&str; 3]); 6] = [
    ("en", ["Name", "Address", "Note"]),
    ("da", ["Navn", "Adresse", "Note"]),
    ("de", ["Name", "Adresse", "Notiz"]),
    ("es", ["Nombre", "Dirección", "Nota"]),
    ("fr", ["Nom", "Adresse", "Note"]),
    ("ar", ["الاسم", "العنوان", "ملاحظة"]),
];

/// A text in a language.
fn said(language: &str, key: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("extension/_locales/{language}/messages.json"));
    let texts: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    texts[key]["message"].as_str().unwrap().to_owned()
}

#[test]
fn a_table_opens_once_what_its_refusal_says_is_written_above_it() {
    let addresses: Vec<AccountAddress> = (1..=4).map(|byte| AccountAddress::new([byte; 32])).collect();
    let rows: String = addresses.iter().map(|address| format!("Ada,{address},a note,2020-01-01,x\n")).collect();
    let code = |table: &str| LockedFile::read("contacts.csv", table.as_bytes()).err().map(|error| error.fault().code);
    assert_eq!(code(&rows), Some("other-table"), "so wide a table is not known by what stands in it");
    for (language, [name, address, note]) in WRITTEN_ABOVE {
        let (one, other) =
            (said(language, "fault_other_table_advice"), said(language, "fault_document_table_too_wide_advice"));
        assert!(one.contains(name) && one.contains(address), "{language}: {one}");
        assert!([name, address, note].iter().all(|word| other.contains(word)), "{language}: {other}");
        for quotes in ["", "«»"] {
            let mut quote = quotes.chars();
            let (open, close) =
                (quote.next().map_or(String::new(), String::from), quote.next().map_or(String::new(), String::from));
            let quoted = |word: &str| format!("{open}{word}{close}");
            let table = format!("{},{},{},Since,Other\n{rows}", quoted(name), quoted(address), quoted(note));
            assert_eq!(code(&table), None, "{language}: {table}");
        }
    }
}

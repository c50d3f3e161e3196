//! Files in the shared lock of which blocks are damaged: what is whole is read, what is not is named, and nothing else is believed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lifeboat::backup::{self, LockedFile, Opened};
use lifeboat::crypto::cbc::{self, BLOCK_LEN};
use lifeboat::crypto::kdf::{Pbkdf2Hash, Pbkdf2Rounds, pbkdf2};
use lifeboat::custody;
use lifeboat::fault::Coded as _;
use lifeboat::model::{IdentityKey, Network, NetworkRecords, Wallet};
use lifeboat::secret::{Password, SealingKey};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases::cases;
use crate::phone::Holder;
use crate::phone_document::document;
use crate::stride;

const PASSWORD: &str = "a public test password";
const SALT: [u8; 16] = [7; 16];
const IV: [u8; BLOCK_LEN] = [9; BLOCK_LEN];

fn recipients() -> Vec<Value> {
    let names = ["Bob", "Zo\u{eb} \u{1f980}", "Carol"].into_iter().zip(0..);
    names.map(|(name, number)| json!({ "name": name, "address": Holder::new(9).address(number).to_string() })).collect()
}

/// Two identities, three accounts, three contacts.
fn phone() -> String {
    let (one, two) = (Holder::new(1), Holder::new(2));
    let identities = vec![
        one.identity("Passport", vec![one.account("Initial", 0), one.account("Savings", 3)]),
        two.identity("Licence", vec![two.account("Spending", 1)]),
    ];
    document(Some("testnet"), identities, recipients()).to_string()
}

/// One identity, one account, three contacts.
fn small_phone() -> String {
    let one = Holder::new(1);
    document(Some("testnet"), vec![one.identity("Passport", vec![one.account("Savings", 3)])], recipients()).to_string()
}

fn desktop(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desktop-exports");
    let document: Value = serde_json::from_slice(&std::fs::read(folder.join(file)).unwrap()).unwrap();
    document.to_string()
}

fn key() -> SealingKey {
    pbkdf2(&Password::new(PASSWORD.into()), &SALT, Pbkdf2Rounds::new(1).unwrap(), Pbkdf2Hash::Sha256)
}

/// As a wallet locks it, which knows nothing of our marker.
fn locked(ciphertext: &[u8]) -> Vec<u8> {
    let file = json!({
        "cipherText": STANDARD.encode(ciphertext),
        "metadata": {
            "iterations": 1,
            "salt": STANDARD.encode(SALT),
            "initializationVector": STANDARD.encode(IV),
            "encryptionMethod": "AES-256",
            "keyDerivationMethod": "PBKDF2WithHmacSHA256",
        },
    });
    file.to_string().into_bytes()
}

fn open(ciphertext: &[u8]) -> Result<Opened, &'static str> {
    backup::open(&locked(ciphertext), &Password::new(PASSWORD.into())).map_err(|error| error.code())
}

/// Everything that is said, in one text.
fn said(opened: &Opened) -> String {
    opened
        .notices
        .iter()
        .map(|notice| format!("{} {}\n", notice.code, format!("{:?}", notice.fields).replace("\\\"", "\"")))
        .collect()
}

fn wallet(opened: Opened) -> Wallet {
    opened.contents.on(Network::Testnet.genesis())
}

/// Every record that is another than it was, or new, by a name that was said. Gives how many are as they were.
fn same<K: Ord + Debug, V: PartialEq + Debug>(
    before: &BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
    said: &str,
    names: impl Fn(&K, &V) -> Vec<String>,
    what: &str,
) -> usize {
    let mut same = 0;
    for (key, record) in after {
        if before.get(key) == Some(record) {
            same += 1;
            continue;
        }
        let names = names(key, record);
        let is_said = names
            .iter()
            .map(|name| if name.is_empty() { "\u{2013}" } else { name })
            .any(|name| said.contains(&name.chars().take(39).collect::<String>()));
        assert!(is_said, "{what}: nobody said that this one changed: {record:?}\n{said}");
    }
    same
}

/// What stands for the name of an identity that lost its own.
fn key_begin(key: &IdentityKey) -> String {
    match key {
        IdentityKey::Phone(key) => key.to_string().chars().take(8).collect(),
        IdentityKey::Ledger { .. } => String::new(),
    }
}

/// What is true of whatever a damaged file gives: its records are as they were, or named.
fn compared(before: &Wallet, opened: Opened, what: &str) -> usize {
    let said = said(&opened);
    assert!(said.contains("damaged-file"), "{what}: {said}");
    let mut after = wallet(opened);
    let mut kept = 0;
    for (genesis, after) in &mut after.networks {
        let Some(before) = before.networks.get(genesis).or_else(|| before.networks.values().next()) else { continue };
        // That the network is not known is said once, and no matter of the identities.
        let phones = after.identities.values_mut().filter_map(|one| one.phone.as_mut());
        phones.filter(|one| one.environment.is_none()).for_each(|one| {
            // Without its name the word may be gone, or stand there under another.
            let is_said = ["phone-network-missing", "phone-network-renamed"].iter().any(|code| said.contains(code));
            assert!(is_said, "{what}: nobody said that the network is not known: {said}");
            one.environment = before.identities.values().find_map(|one| one.phone.as_ref()?.environment.clone());
        });
        kept +=
            same(&before.identities, &after.identities, &said, |key, one| vec![one.name.clone(), key_begin(key)], what);
        kept += same(&before.accounts, &after.accounts, &said, |_, one| vec![one.name.clone(), one.key.text()], what);
        kept +=
            same(&before.contacts, &after.contacts, &said, |key, one| vec![one.name.clone(), key.to_string()], what);
    }
    kept
}

/// One byte changed in each block in turn: it costs two blocks, wherever they are, and never the file.
#[test]
fn one_damaged_block_costs_what_is_in_it_and_nothing_else() {
    for (what, text, step) in [
        ("phone", small_phone(), 1),
        ("tiny", desktop("tiny.plain.json"), 11),
        ("typical", desktop("typical.plain.json"), 53),
    ] {
        let sealed = cbc::seal(&key(), &IV, text.as_bytes());
        let before = wallet(open(&sealed).unwrap());
        let of_network = |one: &NetworkRecords| one.identities.len() + one.accounts.len() + one.contacts.len();
        let all: usize = before.networks.values().map(of_network).sum();
        let (mut kept, mut tried) = (0, 0);
        for block in (0..sealed.len() / BLOCK_LEN).step_by(step * stride()) {
            let mut damaged = sealed.clone();
            damaged[block * BLOCK_LEN + block % BLOCK_LEN] ^= 1 << (block % 8);
            let opened = open(&damaged).unwrap_or_else(|code| panic!("{what}, block {block}: {code}"));
            kept += compared(&before, opened, &format!("{what}, block {block}"));
            tried += all;
        }
        // Whatever else depends on how long the records are.
        assert!(kept * 2 > tried, "{what}: {kept} of {tried}");
    }
}

/// As the Desktop Wallet writes it: every row begins with what it is called.
fn rows_as_written() -> String {
    let note = |number: usize| if number.is_multiple_of(2) { String::new() } else { "n".repeat(100) };
    let entries =
        ["Alice", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace"].into_iter().enumerate().map(|(number, name)| {
            let address = Holder::new(9).address(u8::try_from(number).unwrap());
            format!(r#"{{"name":"{name}","address":"{address}","note":"{}","readOnly":false}}"#, note(number))
        });
    let entries: Vec<String> = entries.collect();
    let rest = r#""identities":[],"accounts":[],"wallets":[],"credentials":[],"externalCredentials":[],"genesis":null"#;
    format!(r#"{{"addressBook":[{}],{rest}}}"#, entries.join(","))
}

/// A name beside another address would send what is meant for one person to another. One block, a few, or a few that are not there at all.
#[test]
fn no_name_moves_to_another_address() {
    for (what, text, step) in [("rows", rows_as_written(), 1), ("typical", desktop("typical.plain.json"), 5)] {
        let sealed = cbc::seal(&key(), &IV, text.as_bytes());
        let before = wallet(open(&sealed).unwrap());
        let named: BTreeMap<_, _> = before
            .networks
            .values()
            .flat_map(|records| &records.contacts)
            .map(|(at, contact)| (at.clone(), (contact.name.clone(), contact.note.clone())))
            .collect();
        assert!(named.len() >= 5, "{what}");
        let (before_it, list) = text.split_once("addressBook").unwrap();
        let blocks = before_it.len() / BLOCK_LEN..(before_it.len() + list.find("}]").unwrap()) / BLOCK_LEN;
        let (mut tried, mut opened) = (0, 0);
        for block in blocks.step_by(step * stride()) {
            for (count, is_gone) in [(1, false), (2, false), (3, false), (4, false), (1, true), (4, true), (9, true)] {
                let mut damaged = sealed.clone();
                if (block + count) * BLOCK_LEN >= damaged.len() {
                    continue;
                }
                if is_gone {
                    damaged.drain(block * BLOCK_LEN..(block + count) * BLOCK_LEN);
                } else {
                    (block..block + count).for_each(|block| damaged[block * BLOCK_LEN] ^= 1);
                }
                tried += 1;
                let Ok(read) = open(&damaged) else { continue };
                opened += 1;
                for (at, contact) in wallet(read).networks.values().flat_map(|records| &records.contacts) {
                    let Some((name, note)) = named.get(at) else { continue };
                    assert!(
                        (contact.name.is_empty() || contact.name == *name)
                            && (contact.note.is_none() || contact.note == *note),
                        "{what}, {count} from {block}: {contact:?}"
                    );
                }
            }
        }
        assert!(opened * 2 > tried, "{what}: {opened} of {tried}");
    }
}

/// The last block holds the end of the text and what fills it up: neither hides the rest.
#[test]
fn a_damaged_end_hides_nothing_before_it() {
    // So that nothing but the filling is in the last block, and everything else.
    for blanks in 0..BLOCK_LEN {
        let text = phone() + &" ".repeat(blanks);
        let mut sealed = cbc::seal(&key(), &IV, text.as_bytes());
        let before = wallet(open(&sealed).unwrap());
        *sealed.last_mut().unwrap() ^= 0x55;
        let opened = open(&sealed).unwrap();
        assert_eq!(opened.notices[0].code, "damaged-file");
        compared(&before, opened, "end");
    }
}

/// Everything of an account but its proofs is whole: its keys sign as before.
#[test]
fn keys_beside_a_damaged_block_are_kept_and_sign() {
    let text = phone();
    let at = text.find("\"policy\"").unwrap();
    let mut sealed = cbc::seal(&key(), &IV, text.as_bytes());
    sealed[at] ^= 1;
    let opened = open(&sealed).unwrap();
    let said = said(&opened);
    assert!(said.contains("damaged-record"), "{said}");
    let records = wallet(opened).networks.into_values().next().unwrap();
    assert_eq!(records.accounts.len(), 3);
    assert_eq!(records.accounts.values().filter(|account| custody::are_sound(account, &[])).count(), 3, "{said}");
}

#[test]
fn a_lost_stretch_never_joins_two_records_to_one() {
    let text = phone();
    let sealed = cbc::seal(&key(), &IV, text.as_bytes());
    let before = wallet(open(&sealed).unwrap());
    let blocks = sealed.len() / BLOCK_LEN;
    for length in [2, 5, 16, 40, 100] {
        for first in (0..blocks.saturating_sub(length)).step_by(41) {
            let mut damaged = sealed.clone();
            damaged[first * BLOCK_LEN..(first + length) * BLOCK_LEN].iter_mut().for_each(|byte| *byte = 0xe5);
            // With more than half of it gone, or with everything that can be read, it stays closed.
            if let Ok(opened) = open(&damaged) {
                compared(&before, opened, &format!("{length} blocks from {first}"));
            }
        }
    }
}

/// A file begins with its network. With two of its first blocks gone, a third place may leave a member where the network stood.
#[test]
fn a_network_that_is_damaged_is_asked_for() {
    let sealed = cbc::seal(&key(), &IV, phone().as_bytes());
    let before = wallet(open(&sealed).unwrap());
    let mut codes = BTreeSet::new();
    for block in (4..sealed.len() / BLOCK_LEN).step_by(69) {
        let mut damaged = sealed.clone();
        for damaged_one in [0, 3, block] {
            damaged[damaged_one * BLOCK_LEN] ^= 1;
        }
        let opened = open(&damaged).unwrap_or_else(|code| panic!("{block}: {code}"));
        codes.extend(opened.notices.iter().map(|notice| notice.code).filter(|code| code.starts_with("phone-network")));
        compared(&before, opened, &format!("block {block}"));
    }
    assert_eq!(codes, ["phone-network-missing", "phone-network-renamed"].into());
}

#[test]
fn another_password_is_another_password_whatever_the_file() {
    let sealed = cbc::seal(&key(), &IV, phone().as_bytes());
    let mut damaged = sealed.clone();
    damaged[sealed.len() / 2] ^= 1;
    for sealed in [sealed, damaged] {
        let locked = locked(&sealed);
        let read = LockedFile::read("", &locked).unwrap();
        for number in 0..cases(3000) {
            let mut attempt = read.attempt(&Password::new(format!("not it {number}"))).unwrap().unwrap();
            let spelling = attempt.next_spelling().unwrap();
            let key = attempt.recipe().derive(&spelling).unwrap();
            assert_eq!(attempt.try_key(&key, None), Ok(None));
            assert_eq!(attempt.refusal().code(), "envelope-wrong-password-or-damaged");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(48)))]

    /// Any bytes changed, anywhere: nothing falls over, and nothing that changed is called whole.
    #[test]
    fn nothing_that_changed_is_called_whole(changes in prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..12)) {
        let mut sealed = cbc::seal(&key(), &IV, phone().as_bytes());
        let before = wallet(open(&sealed).unwrap());
        for (at, change) in &changes {
            let at = at.index(sealed.len());
            sealed[at] ^= change;
        }
        if let Ok(opened) = open(&sealed) && opened.notices.iter().any(|notice| notice.code == "damaged-file") {
            compared(&before, opened, &format!("{changes:?}"));
        }
    }

    /// Text that was never JSON, with the right password: no more than damaged.
    #[test]
    fn no_text_makes_it_fall_over(text in "([\\[\\]{}:,\"a1\\\\ ]|\"value\":|\"accounts\":\\[|\"name\":\"x\"|\"address\":){0,200}", holes in prop::collection::vec(any::<prop::sample::Index>(), 0..4)) {
        let mut sealed = cbc::seal(&key(), &IV, text.as_bytes());
        for hole in holes {
            let at = hole.index(sealed.len());
            sealed[at] ^= 1;
        }
        let _ = open(&sealed);
    }
}

//! The Lifeboat backup: its frozen vectors, and what happens to a file when anything in it changes.
//! The vectors were made by other programs (libargon2, OpenSSL) from `docs/formats/backup-v1.md`.

use crate::cases::cases;
use crate::counting;
use crate::wallets;

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use counting::Counting;
use lifeboat::backup::format::lifeboat as ours;
use lifeboat::backup::{self, FileContents, LockedFile, Opened};
use lifeboat::crypto::kdf::Argon2Cost;
use lifeboat::fault::Coded;
use lifeboat::model::{Counts, Format, Network, Wallet};
use lifeboat::record;
use lifeboat::secret::{Password, Plaintext};
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

const CHEAP: Argon2Cost = Argon2Cost::FLOOR;
const NOW: u64 = 1_795_418_280_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/backup-v1")
}

fn typed(text: &str) -> Password {
    Password::new(text.to_owned())
}

#[test]
fn every_vector_opens_to_its_record_or_is_refused_with_its_code() {
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder().join("manifest.json")).unwrap()).unwrap();
    for entry in manifest.as_array().unwrap() {
        let name = entry["file"].as_str().unwrap();
        let bytes = std::fs::read(folder().join(name)).unwrap();
        let opened = backup::open(&bytes, &typed(entry["password"].as_str().unwrap()));
        match (entry["record"].as_str(), opened) {
            (Some(expected), Ok(opened)) => {
                assert_eq!(opened.format, Format::LifeboatBackup, "{name}");
                let FileContents::Placed(wallet) = opened.contents else { panic!("{name}") };
                // The record is of the first version, which is read for ever and written no more.
                let expected = std::fs::read(folder().join(expected)).unwrap();
                assert!(record::decode(&expected).unwrap() == wallet, "{name}");
            }
            (None, Err(error)) => assert_eq!(error.code(), entry["code"].as_str().unwrap(), "{name}"),
            // What lies beside our own format in this folder, and is not encrypted, opens as what it is.
            (None, Ok(opened)) => {
                assert_eq!(serde_json::to_value(opened.format).unwrap(), entry["format"], "{name}");
                assert!(!opened.is_encrypted, "{name}");
            }
            (expected, opened) => panic!("{name}: expected {expected:?}, got {opened:?}"),
        }
    }
    let files = std::fs::read_dir(folder()).unwrap().count();
    assert_eq!(files, manifest.as_array().unwrap().len() + 3, "every file but the manifest and two records is checked");
}

#[test]
fn a_file_says_what_it_is_before_any_password() {
    let bytes = std::fs::read(folder().join("everything.json")).unwrap();
    let read = LockedFile::read("", &bytes).unwrap();
    let said = (read.format(), read.is_encrypted(), read.created_at_ms());
    assert_eq!(said, (Some(Format::LifeboatBackup), true, Some(NOW)));
}

#[test]
fn what_is_sealed_is_what_the_specification_says() {
    let bytes =
        ours::seal(&record::encode(&Wallet::default()), &typed("password"), CHEAP, NOW, &mut Counting(1)).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let shape = r#"{"format":"lifeboat-backup","version":1,"createdAt":1795418280000,"kdf":{"name":"argon2id","memoryKib":8192,"passes":1,"lanes":1,"salt":""#;
    assert!(text.starts_with(shape), "{text}");
    assert!(text.ends_with("\"}\n"), "{text}");
    let members =
        ["\"},\"cipher\":{\"name\":\"aes-256-gcm\",\"nonce\":\"", "\"},\"ciphertext\":\"", "\",\"checksum\":\""];
    assert!(members.iter().all(|member| text.contains(member)), "{text}");
}

/// Bit by bit through a whole file. Nothing of it costs a key derivation: the checksum is looked at first.
#[test]
fn every_flipped_bit_is_refused() {
    let bytes =
        ours::seal(&record::encode(&Wallet::default()), &typed("password"), CHEAP, NOW, &mut Counting(2)).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            let read = LockedFile::read("", &changed);
            if at == bytes.len() - 1 {
                // The line feed behind the object is no part of it: another byte there is passed over, and that is said.
                let opened = backup::open(&changed, &typed("password"));
                assert!(
                    opened.is_ok_and(|opened| opened.contents == FileContents::Placed(Wallet::default())),
                    "bit {bit}"
                );
            } else {
                assert!(read.is_err(), "byte {at}, bit {bit}");
            }
        }
    }
}

#[test]
fn every_shortened_file_is_refused() {
    let bytes =
        ours::seal(&record::encode(&Wallet::default()), &typed("password"), CHEAP, NOW, &mut Counting(3)).unwrap();
    // The line feed at the end may go missing.
    for len in 0..bytes.len() - 1 {
        assert!(LockedFile::read("", &bytes[..len]).is_err(), "{len} bytes");
    }
}

#[test]
fn sealing_gives_a_file_that_was_opened_again() {
    let wallet = wallet_of("everything.json", "correct horse battery");
    let password = typed("it's a password");
    let sealed =
        backup::seal(&wallet, Format::LifeboatBackup, Network::Mainnet.genesis(), &password, NOW, &mut Counting(4))
            .unwrap();
    assert_eq!(sealed.len(), 1);
    assert_eq!(sealed[0].file_name, "lifeboat-backup-2026-11-23.json");
    assert_eq!(sealed[0].counts, Counts::of(&wallet));
    let header: Value = serde_json::from_slice(&sealed[0].bytes).unwrap();
    assert_eq!(header["kdf"]["memoryKib"], 65536);
    assert_eq!(header["kdf"]["passes"], 3);
    let Opened { contents, notices, .. } = backup::open(&sealed[0].bytes, &password).unwrap();
    assert_eq!((contents, notices), (FileContents::Placed(wallet), vec![]));
}

#[test]
fn a_short_password_seals_nothing() {
    for (password, refused) in [("", true), ("12345", true), ("äöüß€", true), ("123456", false), ("🦀🦀🦀", false)]
    {
        let sealed = backup::seal(
            &Wallet::default(),
            Format::LifeboatBackup,
            Network::Mainnet.genesis(),
            &typed(password),
            NOW,
            &mut Counting(5),
        );
        let code = sealed.as_ref().map_err(Coded::code).err();
        assert_eq!(code, refused.then_some("backup-password-too-short"), "{password}");
    }
}

fn wallet_of(file: &str, password: &str) -> Wallet {
    match backup::open(&std::fs::read(folder().join(file)).unwrap(), &typed(password)).unwrap().contents {
        FileContents::Placed(wallet) => wallet,
        FileContents::NetworkUnknown(_) => panic!("our own backups name their networks"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(24)))]

    #[test]
    fn every_wallet_comes_back(wallet in wallets::wallet(), password in any::<String>(), seed in any::<u64>()) {
        let bytes = ours::seal(&record::encode(&wallet), &typed(&password), CHEAP, NOW, &mut Counting(seed)).unwrap();
        let opened = backup::open(&bytes, &typed(&password)).unwrap();
        prop_assert_eq!(opened.contents, FileContents::Placed(wallet));
    }

    /// Somebody who repairs the checksum still meets the tag.
    #[test]
    fn every_flipped_bit_is_refused_also_with_a_checksum_that_fits(
        member in prop::sample::select(vec!["/createdAt", "/kdf/passes", "/kdf/salt", "/cipher/nonce", "/ciphertext"]),
        at in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        let plain = record::encode(&Wallet::default());
        let bytes = ours::seal(&plain, &typed("password"), CHEAP, NOW, &mut Counting(6)).unwrap();
        let mut file: Value = serde_json::from_slice(&bytes).unwrap();
        let place = file.pointer_mut(member).unwrap();
        *place = match place.as_u64() {
            Some(number) => (number ^ 2).into(),
            None => {
                let mut flipped = STANDARD.decode(place.as_str().unwrap()).unwrap();
                let at = at.index(flipped.len());
                flipped[at] ^= 1 << bit;
                STANDARD.encode(flipped).into()
            }
        };
        file["checksum"] = checksum(&file).into();
        let refused = backup::open(file.to_string().as_bytes(), &typed("password")).unwrap_err();
        prop_assert_eq!(refused.code(), "backup-wrong-password");
    }
}

/// The checksum as the specification has it, written down a second time.
fn checksum(file: &Value) -> String {
    let bytes = |pointer: &str| STANDARD.decode(file.pointer(pointer).unwrap().as_str().unwrap()).unwrap();
    let number = |pointer: &str| file.pointer(pointer).unwrap().as_u64().unwrap();
    let prefixed = |bytes: &[u8]| [&(bytes.len() as u64).to_be_bytes(), bytes].concat();
    let cost = ["/kdf/memoryKib", "/kdf/passes", "/kdf/lanes"].map(|pointer| u32::try_from(number(pointer)).unwrap());
    let message = [
        b"lifeboat-backup\0".to_vec(),
        1_u32.to_be_bytes().to_vec(),
        number("/createdAt").to_be_bytes().to_vec(),
        prefixed(b"argon2id"),
        cost.map(u32::to_be_bytes).concat(),
        prefixed(&bytes("/kdf/salt")),
        prefixed(b"aes-256-gcm"),
        prefixed(&bytes("/cipher/nonce")),
        bytes("/ciphertext"),
    ];
    STANDARD.encode(Sha256::digest(message.concat()))
}

/// What the vault takes, a backup holds.
#[test]
fn the_longest_wallet_that_is_stored_makes_a_file_that_is_read() {
    let sealed = |len: usize| {
        let plain = Plaintext::new(vec![b' '; len]);
        ours::seal(&plain, &typed("password"), CHEAP, NOW, &mut Counting(9)).unwrap().len()
    };
    // Four characters for every three bytes, and the header.
    let header = sealed(3_000) - 4_000;
    assert_eq!(sealed(30_000) - 40_000, header);
    assert!(record::MAX_WRITTEN / 3 * 4 + header + 4 <= backup::MAX_FILE, "{header}");
    let larger = record::MAX_WRITTEN + 1;
    assert!(record::may_follow(larger, record::MAX_WRITTEN) && record::may_follow(0, record::MAX_WRITTEN));
    assert!(
        !record::may_follow(0, larger) && !record::may_follow(larger, larger) && record::may_follow(larger + 1, larger)
    );
}

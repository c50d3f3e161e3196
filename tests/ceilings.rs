//! Files that would take more memory or work than there is: refused by name, before they take it. Memory is counted, time is not.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "support/session.rs"]
mod bench;

use bench::Bench;
use hostile::{Desktop, Filling, Hash, costly_backup, costly_envelope, filled, phone, sealed};
use lifeboat::backup::{self, BackupError, LockedFile};
use lifeboat::crypto::kdf::{Effort, Recipe};
use lifeboat::fault::Coded;
use lifeboat::model::{Load, MAX_RECORDS, MAX_WITH_KEYS, Network, Overload};
use lifeboat::secret::Password;
use lifeboat::session::import::intent::ImportIntent;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn password() -> Password {
    Password::new(hostile::PASSWORD.into())
}

/// The code of the refusal, and how many times the file's length was taken while it was looked at and opened.
fn refused(file: &str) -> (&'static str, usize) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let code = backup::open(file.as_bytes(), &password()).unwrap_err().code();
    (code, (MEMORY.peak_usage() - before).div_ceil(file.len()))
}

/// One test, because memory is counted for the whole process.
#[test]
#[ignore = "files of many megabytes, and one of them from the file to the vault"]
fn the_smallest_values_by_the_million_are_refused_in_little_memory() {
    for filling in [Filling::Objects, Filling::Arrays, Filling::Numbers] {
        for (head, code) in [
            (r#""format":"x""#, "backup-too-many-values"),
            (r#""cipherText":"AAAA","metadata":{}"#, "backup-too-many-values"),
            (r#""format":"lifeboat-backup","version":1"#, "backup-too-many-values"),
            (r#""type":"concordium-browser-wallet-account","v":0"#, "backup-too-many-values"),
            (r#""identities":[]"#, "backup-too-many-values"),
        ] {
            let (found, times) = refused(&filled(head, filling, 6));
            assert_eq!(found, code, "{filling:?} {head}");
            assert!(times <= 1, "{filling:?} {head}: {times} times the file");
        }
        let (found, times) = refused(&sealed(&filled(r#""accounts":[],"identities":[]"#, filling, 6), 1, Hash::Sha256));
        assert!(found.starts_with("document-"), "{filling:?}: {found}");
        // Sealed text, its bytes, what they open to, and a list of small numbers.
        assert!(times <= 16, "{filling:?}: {times} times the file");
    }

    // A damaged beginning, and then nothing but ends: what is read of it is read in as little.
    let (found, times) = refused(&sealed(&("x".repeat(16) + &"]".repeat(6 << 20)), 1, Hash::Sha256));
    assert_eq!(found, "envelope-wrong-password-or-damaged");
    assert!(times <= 16, "{times} times the file");

    // What wallets write is far from any of this; and of the Desktop Wallet's there is never a value for every record.
    for (document, most) in
        [(Desktop::linked(2_000).document(), 6), (Desktop::wide().document(), 3), (phone(0..500), 16)]
    {
        let file = sealed(&document, 1, Hash::Sha256);
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        backup::open(file.as_bytes(), &password()).unwrap();
        let times = (MEMORY.peak_usage() - before).div_ceil(file.len());
        assert!(times <= most, "{times} times the file");
    }

    // From the file to the vault, and one edit. The stores of this test keep their three copies in memory, which are twice the file.
    let file = sealed(&Desktop::wide().document(), 1, Hash::Sha256).into_bytes();
    let length = file.len();
    let mut bench = Bench::open();
    let before = MEMORY.current_usage() - length;
    let times = || (MEMORY.peak_usage() - before).div_ceil(length);
    MEMORY.reset_peak_usage();
    bench.ask(ImportIntent::File { file_name: String::new(), bytes: file }).unwrap();
    bench.ask(ImportIntent::Password { password: password() }).unwrap();
    let preview = times();
    bench.ask(ImportIntent::Apply).unwrap();
    let applied = times();
    MEMORY.reset_peak_usage();
    bench.rename_an_account("Another name").unwrap();
    let saved = times();
    println!("preview {preview}, applied {applied}, saved {saved} times the file");
    assert!(preview <= 6 && applied <= 10 && saved <= 10, "{preview}, {applied}, {saved} times the file");
}

#[test]
fn work_on_a_password_is_bounded_as_a_whole_and_said_before() {
    let code = |file: &str| LockedFile::read("", file.as_bytes()).unwrap_err().code();
    assert_eq!(code(&costly_backup(1024 * 1024, 16)), "kdf-too-much-work");
    assert_eq!(code(&costly_backup(1024 * 1024, 17)), "kdf-cost-refused");
    assert_eq!(code(&costly_envelope(10_000_001, Hash::Sha256)), "envelope-rounds-refused");

    let effort = |file: &str| LockedFile::read("", file.as_bytes()).unwrap().effort().unwrap();
    assert_eq!(effort(&costly_backup(64 * 1024, 3)), Some(Effort::Moment));
    assert_eq!(effort(&costly_backup(1024 * 1024, 2)), Some(Effort::Seconds));
    assert_eq!(effort(&costly_envelope(600_000, Hash::Sha256)), Some(Effort::Moment));
    // The most rounds there may be, as browsers make them: seconds, and not half a minute.
    assert_eq!(effort(&costly_envelope(10_000_000, Hash::Sha256)), Some(Effort::Seconds));
    assert_eq!(effort(&costly_envelope(10_000_000, Hash::Sha512)), Some(Effort::Seconds));
    assert_eq!(effort(&costly_backup(1024 * 1024, 7)), Some(Effort::Long));

    // A password with accents may stand for three keys: all of them together count, and are refused before the first.
    let slow = LockedFile::read("", costly_backup(1024 * 1024, 7).as_bytes()).unwrap();
    assert!(slow.attempt(&Password::new("no accents".into())).is_ok());
    let refusal = slow.attempt(&Password::new("\u{e9}t\u{e9}".into())).unwrap_err();
    assert!(matches!(refusal, BackupError::Kdf(_)), "{refusal:?}");
    assert_eq!(refusal.code(), "kdf-too-much-work");
}

#[test]
fn spellings_are_tried_one_after_the_other_with_keys_from_outside() {
    let file = costly_envelope(10, Hash::Sha256);
    let locked = LockedFile::read("", file.as_bytes()).unwrap();
    let mut attempt = locked.attempt(&Password::new("\u{e9}e\u{301}".into())).unwrap().unwrap();
    assert!(matches!(attempt.recipe(), Recipe::Pbkdf2 { .. }));
    let mut tried = 0;
    while let Some(spelling) = attempt.next_spelling() {
        let key = attempt.recipe().derive(&spelling).unwrap();
        assert_eq!(attempt.try_key(&key, None), Ok(None));
        tried += 1;
    }
    assert_eq!((tried, attempt.refusal().code()), (3, "envelope-wrong-password-or-damaged"));
}

#[test]
fn a_wallet_has_a_ceiling_that_is_named() {
    let load = |document: &str| {
        let opened = backup::open(sealed(document, 1, Hash::Sha256).as_bytes(), &password()).unwrap();
        (opened.contents.load(), Load::of(&opened.contents.on(Network::Mainnet.genesis())))
    };
    let (before, after) = load(&Desktop { contacts: 40, ..Desktop::default() }.document());
    assert_eq!((before, before.records, before.with_keys), (after, 42, 0));
    let (before, after) = load(&phone(0..30));
    assert_eq!((before, before.with_keys), (after, 31));

    let of = |records, with_keys| Load { records, with_keys }.check();
    assert_eq!(of(MAX_RECORDS, MAX_WITH_KEYS), Ok(()));
    let found = MAX_RECORDS + 1;
    assert_eq!(of(found, 0), Err(Overload::Records { found, max: MAX_RECORDS }));
    let found = MAX_WITH_KEYS + 1;
    assert_eq!(of(0, found), Err(Overload::WithKeys { found, max: MAX_WITH_KEYS }));
}

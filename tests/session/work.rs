//! Long work in a session: said before, cancelled at once, never in the way of locking, and never stored beyond a ceiling.

use crate::bench;

use std::collections::BTreeSet;
use std::rc::Rc;

use bench::*;
use hostile::{Desktop, Hash, costly_backup, costly_envelope, phone, sealed};
use lifeboat::backup;
use lifeboat::crypto::kdf::Effort;
use lifeboat::model::{Format, MAX_WITH_KEYS};
use lifeboat::session::Reply;
use lifeboat::session::export::intent::{ExportIntent, ExportReply};
use lifeboat::session::export::view::{ExportView, SealedFile};
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::import::view::ImportView;
use lifeboat::session::vault::intent::VaultIntent;
use lifeboat::session::vault::view::VaultView;
use lifeboat::session::wallet::intent::WalletIntent;
use serde_json::Value;

fn offered(bench: &mut Bench, file: String) {
    bench.ask(ImportIntent::File { file_name: "made-up.json".to_owned(), bytes: file.into_bytes() }).unwrap();
}

/// A bench on which a key is being made, and the request that waits for it.
fn deriving() -> Bench {
    let mut bench = Bench::open();
    offered(&mut bench, costly_envelope(10, Hash::Sha256));
    bench.world.is_deriving.set(true);
    let session = Rc::clone(&bench.session);
    bench.spawn(async move {
        let refused = session.handle(ImportIntent::Password { password: password("anything") }).await.unwrap_err();
        assert!(["out-of-step", "vault-locked"].contains(&refused.code), "{}", refused.code);
    });
    bench.settle();
    assert_eq!(bench.world.keys_under_way.get(), 1);
    bench
}

#[test]
fn how_long_a_password_takes_is_said_before_it_is_typed() {
    let mut bench = Bench::open();
    for (file, expected) in [
        (costly_envelope(600_000, Hash::Sha256), Some(Effort::Moment)),
        (costly_envelope(10_000_000, Hash::Sha512), Some(Effort::Seconds)),
        (costly_backup(1024 * 1024, 7), Some(Effort::Long)),
        (costly_backup(1024 * 1024, 2), Some(Effort::Seconds)),
    ] {
        offered(&mut bench, file);
        let ImportView::Recognised { effort, .. } = bench.snapshot().import else { panic!("not recognised") };
        assert_eq!(effort, expected);
    }
    let bytes = costly_backup(1024 * 1024, 16).into_bytes();
    assert_eq!(bench.refused(ImportIntent::File { file_name: String::new(), bytes }), "kdf-too-much-work");
}

#[test]
fn a_key_under_way_is_given_up_when_the_import_is_cancelled_and_the_vault_stays_open() {
    let mut bench = deriving();
    assert!(matches!(bench.snapshot().import, ImportView::Opening { effort: Some(Effort::Moment), .. }));
    bench.ask(ImportIntent::Cancel).unwrap();
    bench.settle();
    assert_eq!(bench.world.keys_under_way.get(), 0, "nobody works on it any more");
    assert_eq!((bench.snapshot().import, bench.snapshot().vault), (ImportView::Idle, VaultView::Unlocked));

    // What was cancelled is not in the way of the next one.
    bench.world.is_deriving.set(false);
    bench.preview("typical.json", "correct horse battery");
}

/// A long file is decrypted where that is faster, a short one is not; and nobody's silence or lie is in the way of opening it.
#[test]
fn a_long_file_opens_whoever_decrypts_it() {
    let long = sealed(&Desktop { contacts: 2_000, ..Desktop::default() }.document(), 1, Hash::Sha256);
    let short = sealed(&Desktop { contacts: 20, ..Desktop::default() }.document(), 1, Hash::Sha256);
    for elsewhere in [Elsewhere::Nobody, Elsewhere::Opens, Elsewhere::Lies, Elsewhere::Silent] {
        let mut bench = Bench::open();
        bench.world.elsewhere.set(elsewhere);
        let mut rows = Vec::new();
        for (file, asked) in [(&short, 0), (&long, 1)] {
            offered(&mut bench, file.clone());
            assert_eq!(
                bench.refused(ImportIntent::Password { password: password("not it") }),
                "envelope-wrong-password-or-damaged"
            );
            assert_eq!(bench.world.opened_elsewhere.replace(0), asked, "{elsewhere:?}");
            bench.ask(ImportIntent::Password { password: password(hostile::PASSWORD) }).unwrap();
            assert_eq!(bench.world.opened_elsewhere.replace(0), asked, "{elsewhere:?}");
            let ImportView::Preview { .. } = bench.snapshot().import else { panic!("{elsewhere:?}: no preview") };
            rows.push(bench.rows().len());
        }
        assert_eq!(rows[1] - rows[0], 1_980, "{elsewhere:?}");
    }
}

#[test]
fn the_vault_locks_while_a_key_is_under_way_and_gives_it_up() {
    for by_itself in [true, false] {
        let mut bench = deriving();
        if by_itself {
            bench.world.now.set(bench.world.now.get() + 11 * MINUTE);
            bench.session.tick();
        } else {
            bench.ask(VaultIntent::Lock).unwrap();
        }
        bench.settle();
        assert!(matches!(bench.snapshot().vault, VaultView::Locked { .. }), "{:?}", bench.snapshot().vault);
        assert_eq!(bench.world.keys_under_way.get(), 0);
        assert_eq!(bench.snapshot().import, ImportView::Idle);
    }
}

#[test]
#[ignore = "checks thousands of keys on the curve"]
fn more_than_a_wallet_holds_is_said_before_and_never_stored() {
    let file = |numbers| sealed(&phone(numbers), 1, Hash::Sha256);
    let typed = || ImportIntent::Password { password: password(hostile::PASSWORD) };
    let overload = |bench: &Bench| {
        let ImportView::Preview { overload, .. } = bench.snapshot().import else { panic!("no preview") };
        overload.map(|fault| fault.code)
    };
    let mut bench = Bench::open();
    // With the identity that is one too many.
    offered(&mut bench, file(0..MAX_WITH_KEYS));
    assert_eq!(bench.refused(typed()), "wallet-too-many-keys");

    // Each of the next two fits, both do not.
    let half = MAX_WITH_KEYS / 2;
    offered(&mut bench, file(0..half));
    bench.ask(typed()).unwrap();
    assert_eq!(overload(&bench), None);
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(bench.accounts(), half);
    offered(&mut bench, file(half / 2..half));
    bench.ask(typed()).unwrap();
    assert_eq!(overload(&bench), None, "all of them are here already");
    offered(&mut bench, file(half..2 * half));
    bench.ask(typed()).unwrap();
    assert_eq!(overload(&bench), Some("wallet-too-many-keys"));
    assert_eq!(bench.refused(ImportIntent::Apply), "wallet-too-many-keys");
    assert_eq!(bench.accounts(), half);
    assert_eq!(overload(&bench), Some("wallet-too-many-keys"), "the preview stays");
    // Without their keys they fit.
    bench.ask(ImportIntent::WatchOnly { watch: true }).unwrap();
    assert_eq!(overload(&bench), None);
}

#[test]
fn an_export_of_many_files_says_how_far_it_is_and_can_be_cancelled() {
    let mut bench = Bench::open();
    offered(&mut bench, sealed(&Desktop { contacts: 1_200, ..Desktop::default() }.document(), 1, Hash::Sha256));
    bench.ask(ImportIntent::Password { password: password(hostile::PASSWORD) }).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    let session = Rc::clone(&bench.session);
    let seal = || ExportIntent::Seal {
        format: Format::DesktopWallet,
        password: password("for the file"),
        unlock_password: None,
    };
    bench.spawn(async move {
        assert_eq!(session.handle(seal()).await.unwrap_err().code, "out-of-step");
    });
    let seen = bench.until("the first file", |snapshot| matches!(snapshot.export, ExportView::Sealing { done: 1, .. }));
    let ExportView::Sealing { files, .. } = seen.export else { panic!("not sealing") };
    assert!(files > 1, "{files}");
    bench.ask(ExportIntent::Cancel).unwrap();
    bench.settle();
    assert_eq!(bench.snapshot().export, ExportView::Idle);
    assert_eq!(bench.refused(ExportIntent::Saved { read_back: Vec::new() }), "out-of-step", "nothing was handed out");
}

/// 41 files of 20,000 contacts once took 82 keys and half a minute.
#[test]
fn all_files_of_an_export_have_one_key() {
    let mut bench = Bench::open();
    let made_for = |bench: &mut Bench, format| {
        let before = bench.world.keys_made.get();
        let seal = ExportIntent::Seal { format, password: password("for the file"), unlock_password: None };
        let Reply::Export(ExportReply::Sealed(files)) = bench.ask(seal).unwrap() else { panic!("not sealed") };
        (files.len(), bench.world.keys_made.get() - before, files)
    };
    for (contacts, expected) in [(20, 1), (1_001, 3)] {
        offered(&mut bench, sealed(&Desktop { contacts, ..Desktop::default() }.document(), 1, Hash::Sha256));
        bench.ask(ImportIntent::Password { password: password(hostile::PASSWORD) }).unwrap();
        bench.ask(ImportIntent::Apply).unwrap();
        let (files, keys, sealed) = made_for(&mut bench, Format::DesktopWallet);
        // Made twice, and compared.
        assert_eq!((files, keys), (expected, 2));
        let header = |file: &SealedFile, member: &str| {
            let file: Value = serde_json::from_slice(&file.bytes).unwrap();
            file["metadata"][member].as_str().unwrap().to_owned()
        };
        let all = |member| sealed.iter().map(|file| header(file, member)).collect::<BTreeSet<_>>().len();
        assert_eq!((all("salt"), all("initializationVector")), (1, expected), "one key, and never one vector twice");
        backup::open(&sealed.last().unwrap().bytes, &password("for the file")).unwrap();
    }
    let (files, keys, _) = made_for(&mut bench, Format::LifeboatBackup);
    assert_eq!((files, keys), (1, 2));
}

#[test]
fn many_rows_come_to_the_page_in_parts() {
    let mut bench = Bench::open();
    offered(&mut bench, sealed(&Desktop { contacts: 4_500, ..Desktop::default() }.document(), 1, Hash::Sha256));
    bench.ask(ImportIntent::Password { password: password(hostile::PASSWORD) }).unwrap();
    let before = bench.world.lists_revision.get();
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(bench.world.lists_revision.get() - before, 3);
    assert_eq!(bench.world.records.borrow().contacts.len(), 4_500);
    // One row, in one part.
    let address = bench.world.records.borrow().contacts[7].address.clone();
    let network = bench.world.records.borrow().contacts[7].network.clone();
    let previous_address = Some(address.clone());
    let renamed =
        WalletIntent::SaveContact { network, previous_address, address, name: "Other".into(), note: String::new() };
    bench.world.sent_rows.set(0);
    bench.ask(renamed).unwrap();
    assert_eq!((bench.world.lists_revision.get() - before, bench.world.sent_rows.get()), (4, 1));
}

#[test]
fn a_backup_is_given_up_while_its_key_is_under_way() {
    for locks in [false, true] {
        let mut bench = Bench::open();
        bench.preview("typical.json", "correct horse battery");
        bench.ask(ImportIntent::Apply).unwrap();
        bench.world.is_deriving.set(true);
        let session = Rc::clone(&bench.session);
        let seal = ExportIntent::Seal {
            format: Format::LifeboatBackup,
            password: password("for the file"),
            unlock_password: None,
        };
        bench.spawn(async move {
            let expected = if locks { "vault-locked" } else { "out-of-step" };
            assert_eq!(session.handle(seal).await.unwrap_err().code, expected);
        });
        bench.until("the key", |snapshot| matches!(snapshot.export, ExportView::Sealing { done: 0, .. }));
        bench.settle();
        assert_eq!(bench.world.keys_under_way.get(), 2);
        if locks {
            bench.ask(VaultIntent::Lock).unwrap();
        } else {
            bench.ask(ExportIntent::Cancel).unwrap();
        }
        bench.settle();
        assert_eq!(bench.world.keys_under_way.get(), 0, "nobody works on it any more");
        assert_eq!(bench.snapshot().export, ExportView::Idle);
    }
}

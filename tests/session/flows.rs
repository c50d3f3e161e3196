//! A whole session: what the page asks, and what it sees.

use crate::bench;

use std::rc::Rc;

use bench::counting::Counting;
use bench::*;
use futures_util::future::join;
use lifeboat::backup::envelope;
use lifeboat::backup::format::desktop;
use lifeboat::backup::{self, Part};
use lifeboat::crypto::kdf::Pbkdf2Rounds;
use lifeboat::fault::Remedy;
use lifeboat::merge::ReportOutcome;
use lifeboat::model::{Cosigner, Format, Network, RecordKind};
use lifeboat::session::Reply;
use lifeboat::session::check::intent::CheckIntent;
use lifeboat::session::export::intent::ExportIntent;
use lifeboat::session::export::view::ExportView;
use lifeboat::session::import::intent::{ImportIntent, ImportReply};
use lifeboat::session::import::view::ImportView;
use lifeboat::session::intent::Intent;
use lifeboat::session::ledger::intent::LedgerIntent;
use lifeboat::session::recovery::intent::RecoveryIntent;
use lifeboat::session::recovery::view::RecoveryView;
use lifeboat::session::settings::intent::SettingsIntent;
use lifeboat::session::vault::intent::VaultIntent;
use lifeboat::session::vault::view::{DeedView, LockCause, VaultView};
use lifeboat::session::wallet::intent::{WalletIntent, WalletReply};
use lifeboat::vault::What;

#[test]
fn a_vault_is_made_locked_and_opened_with_its_password_only() {
    let mut bench = Bench::new();
    assert_eq!(bench.snapshot().vault, VaultView::Absent);
    assert_eq!(bench.refused(VaultIntent::Unlock { password: password(UNLOCK) }), "vault-absent");
    assert_eq!(bench.refused(VaultIntent::Create { password: password("short") }), "password-too-short");
    bench.ask(VaultIntent::Create { password: password(UNLOCK) }).unwrap();
    assert_eq!(bench.refused(VaultIntent::Create { password: password(UNLOCK) }), "vault-exists");
    bench.ask(VaultIntent::Lock).unwrap();
    assert_eq!(bench.refused(ImportIntent::Apply), "out-of-step");
    assert_eq!(bench.refused(SettingsIntent::SetAutoLock { minutes: 5 }), "vault-locked");
    assert_eq!(bench.refused(VaultIntent::Unlock { password: password("wrong") }), "vault-wrong-password");
    assert!(matches!(bench.snapshot().vault, VaultView::Locked { mended: false, why: Some(LockCause::Hand), .. }));
    let [first, second] = bench.ask_both(
        VaultIntent::Unlock { password: password(UNLOCK) },
        VaultIntent::Unlock { password: password(UNLOCK) },
    );
    first.unwrap();
    assert_eq!(second.unwrap_err().code, "out-of-step", "nobody is told that there is no vault");
    assert_eq!(bench.snapshot().vault, VaultView::Unlocked);
}

#[test]
fn a_vault_that_was_deleted_makes_room_for_a_new_one_and_stays_away() {
    let mut bench = Bench::open();
    bench.ask(VaultIntent::Lock).unwrap();
    let [_, unlocked] = bench.ask_both(VaultIntent::Reset, VaultIntent::Unlock { password: password(UNLOCK) });
    assert_eq!(unlocked.unwrap_err().code, "vault-absent");
    assert_eq!(bench.snapshot().vault, VaultView::Absent);
    bench.ask(VaultIntent::Create { password: password("another one") }).unwrap();
    assert_eq!(bench.snapshot().vault, VaultView::Unlocked);
}

#[test]
fn two_emptied_stores_are_written_anew_from_an_open_session() {
    let mut bench = Bench::open();
    bench.world.store.database().entries.borrow_mut().clear();
    bench.world.store.files().entries.borrow_mut().clear();
    bench.ask(SettingsIntent::SetAutoLock { minutes: 5 }).unwrap();
    bench.relock();
    assert_eq!(bench.snapshot().settings.unwrap().auto_lock_minutes, 5);
}

#[test]
fn an_import_is_shown_applied_once_and_taken_back() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    assert_eq!(bench.accounts(), 0, "nothing is written by a preview");
    let [first, second] = bench.ask_both(ImportIntent::Apply, ImportIntent::Apply);
    first.unwrap();
    assert_eq!(second.unwrap_err().code, "out-of-step");
    assert_eq!(bench.accounts(), 9);
    bench.relock();
    assert_eq!(bench.accounts(), 9);
    // Offered after a lock, too, and it says beforehand what it then does.
    let offered = bench.world.records.borrow().undo.clone().unwrap();
    assert_eq!((offered.taken_away.accounts, offered.put_back.total(), offered.changed_back.total()), (9, 0, 0));
    // A file that is being looked at stays, and is planned for the wallet as it is then.
    bench.preview("typical.json", "correct horse battery");
    let Ok(Reply::Import(ImportReply::Undone(done))) = bench.ask(ImportIntent::Undo) else { panic!("not undone") };
    assert_eq!(done, offered);
    assert_eq!((bench.accounts(), bench.world.records.borrow().undo.clone()), (0, None));
    let ImportView::Preview { outlook, .. } = bench.snapshot().import else { panic!("no preview") };
    assert_eq!((outlook.kept, outlook.left_out), (0, 0));
    assert_eq!(bench.refused(ImportIntent::Undo), "undo-gone");
}

#[test]
fn a_name_is_checked_while_it_is_typed_and_kept_without_what_nobody_sees() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    let (network, known) = {
        let records = bench.world.records.borrow();
        let contact = records.contacts.iter().find(|contact| !contact.own_account && contact.valid).unwrap();
        (contact.network.clone(), contact.clone())
    };
    let mut check = |address: &str, name: &str| {
        let intent = WalletIntent::CheckName { network: network.clone(), address: address.into(), name: name.into() };
        let Ok(Reply::Wallet(WalletReply::Name(check))) = bench.ask(intent) else { panic!("not checked") };
        check
    };
    let typed = format!("\u{202e}{}\u{200b}", known.name.as_str().to_uppercase());
    let elsewhere = check("", &typed);
    assert_eq!(elsewhere.alike.unwrap().name, known.name);
    assert_eq!(elsewhere.kept.unwrap(), known.name.as_str().to_uppercase().as_str());
    assert_eq!(check(&known.address, known.name.as_str()).alike, None, "nobody is their own namesake");
    let save = WalletIntent::SaveContact {
        network: known.network.clone(),
        previous_address: Some(known.address.clone()),
        address: known.address.clone(),
        name: " B\u{200b}ob\u{202e} ".into(),
        note: String::new(),
    };
    bench.ask(save).unwrap();
    assert!(bench.world.records.borrow().contacts.iter().any(|it| it.address == known.address && it.name == "Bob"));
}

#[test]
fn what_can_be_taken_back_is_named_with_its_time_until_an_edit_by_hand() {
    let mut bench = Bench::open();
    let at = bench.world.now.get();
    let name = format!("my\u{202e} export\n{}.json", "9".repeat(2 * What::MAX_FILE_NAME));
    let bytes = std::fs::read("tests/vectors/desktop-exports/typical.json").unwrap();
    bench.ask(ImportIntent::File { file_name: name, bytes }).unwrap();
    bench.ask(ImportIntent::Password { password: password("correct horse battery") }).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    bench.world.now.set(at + 3_600_000);
    bench.relock();
    let deed = |bench: &Bench| bench.world.records.borrow().undo.as_ref().and_then(|undo| undo.deed.clone());
    let Some(DeedView::File { format, name, at: opened }) = deed(&bench) else { panic!("no file") };
    assert_eq!((format, opened), (Format::DesktopWallet, at as f64), "when it was opened, not when it is asked");
    assert!(name.as_str().starts_with("my export 999"), "{name:?}");
    assert_eq!(name.as_str().chars().count(), What::MAX_FILE_NAME);
    bench.rename_an_account("Another name").unwrap();
    assert_eq!(bench.world.records.borrow().undo, None);
    bench.relock();
    assert_eq!(bench.world.records.borrow().undo, None);
}

#[test]
fn an_import_that_changes_nothing_does_not_take_the_one_before_back() {
    let mut bench = Bench::open();
    for can_be_undone in [true, false] {
        bench.preview("typical.json", "correct horse battery");
        bench.ask(ImportIntent::Apply).unwrap();
        let ImportView::Done { can_undo, .. } = bench.snapshot().import else { panic!("not done") };
        assert_eq!(can_undo, can_be_undone);
    }
    assert_eq!(bench.refused(ImportIntent::Undo), "undo-gone");
    assert_eq!(bench.accounts(), 9);
}

#[test]
fn a_preview_that_no_longer_fits_is_refused_and_made_again() {
    let mut bench = Bench::open();
    bench.preview("tiny.json", "tiny-password");
    bench.ask(ImportIntent::Apply).unwrap();
    bench.preview("typical.json", "correct horse battery");
    bench.rename_an_account("Savings").unwrap();
    assert_eq!(bench.refused(ImportIntent::Apply), "merge-stale-plan");
    bench.ask(ImportIntent::Apply).unwrap();
    assert!(bench.world.records.borrow().accounts.iter().any(|account| account.name == "Savings"));
}

/// A choice is made for what the person has seen: in rows that are made again, it may be another record's.
#[test]
fn no_choice_is_made_in_a_preview_that_no_longer_fits() {
    let choices = [
        || ImportIntent::Choose { item: 0, choice: 0 },
        || ImportIntent::ChooseAll { kind: RecordKind::Account, out: true },
    ];
    for choose in choices {
        let mut bench = Bench::open();
        bench.preview("tiny.json", "tiny-password");
        bench.ask(ImportIntent::Apply).unwrap();
        bench.preview("typical.json", "correct horse battery");
        bench.rename_an_account("Savings").unwrap();
        let as_planned = bench.rows();
        assert_eq!(bench.refused(choose()), "merge-stale-plan");
        assert_eq!(chosen(&bench), as_planned.iter().map(|row| row.chosen).collect::<Vec<_>>());
        bench.ask(choose()).unwrap();
        bench.ask(ImportIntent::Cancel).unwrap();
        assert_eq!(bench.refused(choose()), "out-of-step");
    }
}

/// Whoever drops several files has to know which one is meant; a locked vault looks at none.
#[test]
fn a_file_that_is_no_backup_is_called_by_its_name_wherever_it_was_chosen() {
    let mut bench = Bench::open();
    let (file_name, bytes) = ("holiday.txt".to_owned(), b"no backup".to_vec());
    let import = ImportIntent::File { file_name: file_name.clone(), bytes: bytes.clone() };
    let check = CheckIntent::File { file_name: file_name.clone(), bytes: bytes.clone() };
    for intent in [Intent::from(import), Intent::from(check)] {
        assert_eq!(bench.ask(intent).unwrap_err().fields["file"], file_name);
    }
    bench.ask(VaultIntent::Lock).unwrap();
    let import = ImportIntent::File { file_name: file_name.clone(), bytes: bytes.clone() };
    let check = CheckIntent::File { file_name, bytes };
    for intent in [Intent::from(import), Intent::from(check)] {
        assert_eq!(bench.ask(intent).unwrap_err().code, "vault-locked");
    }
}

fn chosen(bench: &Bench) -> Vec<u32> {
    bench.rows().iter().map(|row| row.chosen).collect()
}

#[test]
fn locking_during_a_save_ends_with_what_was_saved_and_nothing_decrypted() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.world.store.database().is_slow.set(true);
    let (session, world) = (Rc::clone(&bench.session), Rc::clone(&bench.world));
    let rename = SettingsIntent::SetAutoLock { minutes: 7 };
    let (saved, ((), late)) = bench.pool.run_until(join(session.handle(rename), async {
        turn().await;
        // Waits behind the save, and comes to its turn when the vault is locked.
        let apply = session.handle(ImportIntent::Apply);
        let lock = async {
            turn().await;
            let lock = session.handle(VaultIntent::Lock);
            let release = async {
                turn().await;
                let snapshot = world.seen.borrow().clone().unwrap();
                assert_eq!(snapshot.vault, VaultView::Starting, "locked at once, whatever the store does");
                world.store.database().is_slow.set(false);
            };
            join(lock, release).await.0.unwrap();
        };
        let (late, ()) = join(apply, lock).await;
        ((), late)
    }));
    saved.unwrap();
    assert_eq!(late.unwrap_err().code, "vault-locked");
    let snapshot = bench.snapshot();
    assert!(matches!(snapshot.vault, VaultView::Locked { mended: false, .. }));
    assert_eq!(snapshot.import, ImportView::Idle);
    bench.ask(VaultIntent::Unlock { password: password(UNLOCK) }).unwrap();
    assert_eq!(bench.snapshot().settings.unwrap().auto_lock_minutes, 7);
    bench.ask(SettingsIntent::SetAutoLock { minutes: 8 }).unwrap();
}

#[test]
fn a_backup_that_is_on_no_disk_is_said_to_wait_until_it_is_thrown_away() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    bench.seal_backup(Format::LifeboatBackup);
    assert_eq!(bench.snapshot().export, ExportView::Unsaved { files: 1 });
    bench.ask(ExportIntent::Drop).unwrap();
    assert_eq!(bench.snapshot().export, ExportView::Idle);
}

#[test]
fn a_backup_is_made_read_back_and_noted_with_what_it_holds() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    bench.rename_an_account("Before").unwrap();
    let missing = bench.missing();
    let files = bench.seal_backup(Format::LifeboatBackup);
    assert_eq!(bench.snapshot().export, ExportView::Unsaved { files: 1 });
    let mut damaged = files[0].clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(bench.refused(ExportIntent::Saved { read_back: vec![damaged] }), "read-back-differs");
    assert_eq!((bench.missing(), missing), (2, 2), "an account and its contact");
    // Changed while the file is being saved: not in it.
    bench.rename_an_account("Savings").unwrap();
    bench.ask(ExportIntent::Saved { read_back: vec![files[0].clone()] }).unwrap();
    assert_eq!((bench.missing(), bench.snapshot().export), (2, ExportView::Idle));
    assert_eq!(bench.refused(ExportIntent::Saved { read_back: Vec::new() }), "out-of-step");

    let mut other = Bench::open();
    other.ask(ImportIntent::File { file_name: "backup".to_owned(), bytes: files[0].clone() }).unwrap();
    other.ask(ImportIntent::Password { password: password("for the file") }).unwrap();
    other.ask(ImportIntent::Apply).unwrap();
    assert_eq!(other.accounts(), bench.accounts());
}

#[test]
fn a_recovery_is_locked_in_the_middle_goes_on_and_ends_in_a_preview() {
    let mut bench = Bench::open();
    bench.ask(from_a_ledger()).unwrap();
    let Err(refused) = bench.ask(from_a_ledger()) else { panic!("two searches at once") };
    assert_eq!((refused.code, refused.remedy), ("recovery-running", Some(Remedy::StopSearch)));
    bench.until("a suggestion", |snapshot| running(snapshot).is_some_and(|run| run.suggestion.is_some()));
    assert_eq!(bench.world.prompts.get(), 3);
    bench.world.is_alone.set(true);
    bench.ask(RecoveryIntent::Continue).unwrap();
    bench.until("a prompt", |snapshot| running(snapshot).is_some_and(|run| device_index(run) == Some(3)));

    bench.relock();
    bench.settle();
    assert_eq!(resumable(&bench.snapshot()), Some(3));
    bench.world.is_alone.set(false);
    bench.world.is_silent.set(true);
    bench.ask(RecoveryIntent::Resume).unwrap();
    bench.until("the fourth index", |snapshot| are_asked(snapshot, 3));
    bench.ask(RecoveryIntent::Stop).unwrap();
    let overview = bench.until("the overview", |snapshot| matches!(snapshot.recovery, RecoveryView::Overview { .. }));
    let RecoveryView::Overview { run, .. } = overview.recovery else { panic!("no overview") };
    assert_eq!(run.outlook.not_checked, 50, "silence is not absence");
    bench.ask(RecoveryIntent::Add).unwrap();
    assert!(bench.world.records.borrow().has_ledger);
    let at = bench.world.now.get() as f64;
    bench.relock();
    assert_eq!(resumable(&bench.snapshot()), None, "what was taken over is not offered again");
    let undo = bench.world.records.borrow().undo.clone().unwrap();
    assert_eq!((undo.deed, undo.taken_away.devices), (Some(DeedView::Recovery { at }), 1));
}

#[test]
fn a_run_that_was_thrown_away_does_not_come_back() {
    let mut bench = Bench::open();
    bench.world.is_silent.set(true);
    bench.ask(from_a_ledger()).unwrap();
    bench.until("an index", |snapshot| are_asked(snapshot, 0));
    let [discarded, begun] = bench.ask_both(RecoveryIntent::Discard, from_a_ledger());
    discarded.unwrap();
    begun.unwrap();
    bench.until("the new run's first index", |snapshot| are_asked(snapshot, 0));
    bench.settle();
    assert!(running(&bench.snapshot()).is_some(), "the old run's end is not the new one's");
    bench.ask(RecoveryIntent::Discard).unwrap();
    bench.settle();
    bench.relock();
    assert_eq!(resumable(&bench.snapshot()), None);
}

#[test]
fn the_vault_locks_by_itself_also_while_a_recovery_waits_for_nobody() {
    let mut bench = Bench::open();
    bench.world.is_alone.set(true);
    bench.ask(from_a_ledger()).unwrap();
    bench.until("a prompt", |snapshot| running(snapshot).is_some_and(|run| device_index(run) == Some(0)));
    for (minutes, is_open) in [(9, true), (2, false)] {
        bench.world.now.set(bench.world.now.get() + minutes * MINUTE);
        bench.session.tick();
        bench.settle();
        assert_eq!(bench.snapshot().vault == VaultView::Unlocked, is_open);
    }
}

#[test]
fn only_what_a_person_does_puts_the_lock_off() {
    let open_after = |intent: fn() -> Intent| {
        let mut bench = Bench::open();
        bench.world.now.set(bench.world.now.get() + 9 * MINUTE);
        let _ = bench.ask(intent());
        bench.world.now.set(bench.world.now.get() + 2 * MINUTE);
        bench.session.tick();
        bench.settle();
        bench.snapshot().vault == VaultView::Unlocked
    };
    assert!(open_after(|| VaultIntent::Touch.into()));
    assert!(open_after(|| SettingsIntent::SetAutoLock { minutes: 10 }.into()));
    // A device that comes and goes, what the page asks by itself, and what is refused.
    assert!(!open_after(|| LedgerIntent::DevicesChanged.into()));
    assert!(!open_after(|| ExportIntent::Preview { format: Format::LifeboatBackup }.into()));
    assert!(!open_after(|| SettingsIntent::SetAutoLock { minutes: 0 }.into()));
    assert!(!open_after(|| RecoveryIntent::Continue.into()));
}

#[test]
fn a_clock_that_is_set_back_locks_the_vault() {
    let mut bench = Bench::open();
    bench.world.now.set(bench.world.now.get() - 24 * 60 * MINUTE);
    bench.session.tick();
    bench.settle();
    assert!(matches!(bench.snapshot().vault, VaultView::Locked { .. }));
    // The time is what the clock says now: opened again, it stays open.
    bench.ask(VaultIntent::Unlock { password: password(UNLOCK) }).unwrap();
    bench.session.tick();
    bench.settle();
    assert_eq!(bench.snapshot().vault, VaultView::Unlocked);
}

#[test]
fn the_deadline_counts_and_not_the_next_look_at_the_clock() {
    let mut bench = Bench::open();
    let locks_at = bench.snapshot().locks_at.unwrap();
    assert!((locks_at - state_millis(bench.world.now.get() + 10 * MINUTE)).abs() < 1.0);
    bench.world.now.set(bench.world.now.get() + 11 * MINUTE);
    assert_eq!(bench.refused(SettingsIntent::SetAutoLock { minutes: 120 }), "vault-locked");
    assert!(matches!(bench.snapshot().vault, VaultView::Locked { .. }));
    assert_eq!(bench.snapshot().locks_at, None);
}

#[expect(clippy::cast_precision_loss, reason = "a time, far below 2^53")]
const fn state_millis(time: u64) -> f64 {
    time as f64
}

#[test]
fn approving_on_the_ledger_is_something_a_person_does_and_the_search_getting_on_is_not() {
    let mut bench = Bench::open();
    bench.world.is_alone.set(true);
    bench.ask(from_a_ledger()).unwrap();
    bench.until("a prompt", |snapshot| running(snapshot).is_some_and(|run| device_index(run) == Some(0)));
    bench.world.now.set(bench.world.now.get() + 9 * MINUTE);
    bench.world.is_silent.set(true);
    bench.world.is_alone.set(false);
    bench.until("look-ups", |snapshot| are_asked(snapshot, 0));
    bench.world.now.set(bench.world.now.get() + 9 * MINUTE);
    bench.session.tick();
    bench.settle();
    assert_eq!(bench.snapshot().vault, VaultView::Unlocked, "approved nine minutes ago");
    bench.world.now.set(bench.world.now.get() + 2 * MINUTE);
    bench.session.tick();
    bench.settle();
    assert!(matches!(bench.snapshot().vault, VaultView::Locked { .. }));
}

/// Files of one export say their order before anything is shown: what belongs to accounts of the first would be lost.
#[test]
fn a_later_file_asks_for_the_first_before_the_preview() {
    let mut bench = Bench::open();
    let [first, second] = two_files();
    let open = |bench: &mut Bench, bytes: &[u8]| {
        bench.ask(ImportIntent::File { file_name: "part.json".into(), bytes: bytes.to_vec() }).unwrap();
        bench.ask(ImportIntent::Password { password: password("two files") }).unwrap();
    };
    open(&mut bench, &second);
    let early = ImportView::TooEarly { file_name: "part.json".into(), part: 2, of: 2, waiting: 4 };
    assert_eq!(bench.snapshot().import, early);
    assert_eq!(bench.refused(ImportIntent::Apply), "out-of-step");

    // Whoever has lost the first file can go on; the report does not say that all of it was written.
    bench.ask(ImportIntent::Early).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    let ImportView::Done { report, .. } = bench.snapshot().import else { panic!("applied") };
    assert_eq!((report.outcome, report.refused.len()), (ReportOutcome::Refused, 1));
    assert_eq!(report.refused[0].fields["count"], "4");
    assert_eq!(bench.refused(ImportIntent::Early), "out-of-step");

    // The first file, and then the second: nothing is asked, and nothing is lost.
    for (bytes, cosigners) in [(&first, 500), (&second, 504)] {
        open(&mut bench, bytes);
        assert!(matches!(bench.snapshot().import, ImportView::Preview { .. }));
        bench.ask(ImportIntent::Apply).unwrap();
        let ImportView::Done { report, .. } = bench.snapshot().import else { panic!("applied") };
        assert_eq!(report.outcome, ReportOutcome::Everything);
        assert_eq!(bench.snapshot().summary.unwrap().counts.cosigners, cosigners);
    }
}

/// An export of one shared account with 504 other signers, sealed lightly.
fn two_files() -> [Vec<u8>; 2] {
    let network = Network::Mainnet.genesis();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desktop-exports");
    let bytes = std::fs::read(folder.join("tiny.json")).unwrap();
    let mut wallet = backup::open(&bytes, &password("tiny-password")).unwrap().contents.on(network);
    let records = wallet.networks.get_mut(&network).unwrap();
    let account = *records.accounts.keys().next().unwrap().address().unwrap();
    for number in 0..504_u32 {
        let credential = format!("{number:096x}").parse().unwrap();
        records.cosigners.insert(credential, Cosigner { account, credential, note: String::new() }.into());
    }
    let documents = desktop::encode(&desktop::carry(&wallet, network).wallet, network);
    let rounds = Pbkdf2Rounds::new(1000).unwrap();
    let mut entropy = Counting(9);
    let sealed = documents.iter().zip(1..).map(|(document, number)| {
        envelope::seal(document, &password("two files"), rounds, Part { number, of: 2 }, &mut entropy)
    });
    sealed.collect::<Vec<_>>().try_into().unwrap()
}

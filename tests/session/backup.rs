//! What backups cover, through a whole session: a file covers what is in it, whoever made it, and nothing else.

use crate::bench;

use bench::{Bench, password, resumable, running};
use lifeboat::model::{Counts, Format};
use lifeboat::session::Reply;
use lifeboat::session::export::intent::{ExportIntent, ExportReply};
use lifeboat::session::export::view::ExportPreview;
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::import::view::Waiting;
use lifeboat::session::recovery::intent::RecoveryIntent;
use lifeboat::session::recovery::view::{SearchState, SearchSummary};
use lifeboat::session::vault::view::{BackupSeen, BackupView, Cover};
use lifeboat::session::wallet::intent::WalletIntent;

fn backup(bench: &Bench) -> BackupView {
    bench.snapshot().summary.unwrap().backup
}

/// The cover, and how the last file was seen.
fn cover(bench: &Bench) -> (Cover, Option<BackupSeen>) {
    let BackupView { cover, last, .. } = backup(bench);
    (cover, last.map(|last| last.seen))
}

fn open_desktop_file(bench: &mut Bench) {
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
}

fn preview_phone_file(bench: &mut Bench) {
    bench.offer("mobile-exports", "synthetic/cryptox-android-mainnet.concordiumwallet");
    bench.ask(ImportIntent::Password { password: password("corpus-pass-1") }).unwrap();
}

/// Nine accounts that a Ledger signs for, three with their keys, and every one of them called something that no file knows.
fn renamed() -> Bench {
    let mut bench = Bench::open();
    open_desktop_file(&mut bench);
    preview_phone_file(&mut bench);
    bench.ask(ImportIntent::Apply).unwrap();
    let accounts = bench.world.records.borrow().accounts.clone();
    for (position, account) in accounts.into_iter().enumerate() {
        let name = format!("Renamed {position}");
        bench.ask(WalletIntent::RenameAccount { network: account.network, id: account.id, name }).unwrap();
    }
    assert_eq!(backup(&bench).missing.accounts, 12);
    bench
}

fn offered(bench: &mut Bench, format: Format) -> ExportPreview {
    let reply = bench.ask(ExportIntent::Preview { format }).unwrap();
    let Reply::Export(ExportReply::Preview(preview)) = reply else { panic!("{reply:?}") };
    preview
}

#[test]
fn a_file_that_was_opened_is_a_backup_of_what_it_holds() {
    let mut bench = Bench::open();
    assert_eq!(cover(&bench), (Cover::Empty, None));
    open_desktop_file(&mut bench);
    assert_eq!((cover(&bench), bench.missing()), ((Cover::Covered, Some(BackupSeen::Opened)), 0));
    bench.rename_an_account("Savings").unwrap();
    let missing = Counts { accounts: 1, contacts: 1, ..Counts::default() };
    assert_eq!((backup(&bench).cover, backup(&bench).missing), (Cover::Behind, missing));
    bench.relock();
    assert_eq!(backup(&bench).missing, missing, "it outlives a lock");
    // What the file says was here already: opening it once more changes nothing, and covers nothing more.
    open_desktop_file(&mut bench);
    assert_eq!(backup(&bench).missing, missing);
}

#[test]
fn ones_own_backup_on_a_second_computer_covers_everything() {
    let mut bench = renamed();
    let files = bench.save_backup(Format::LifeboatBackup);
    assert_eq!((cover(&bench), bench.missing()), ((Cover::Covered, Some(BackupSeen::Saved)), 0));
    let mut second = Bench::open();
    for bytes in files {
        second.ask(ImportIntent::File { file_name: "backup".to_owned(), bytes }).unwrap();
        second.ask(ImportIntent::Password { password: password("for the file") }).unwrap();
        second.ask(ImportIntent::Apply).unwrap();
    }
    assert_eq!((cover(&second), second.missing()), ((Cover::Covered, Some(BackupSeen::Opened)), 0));
}

#[test]
fn a_file_for_a_phone_or_the_desktop_wallet_covers_what_is_in_it() {
    let mut bench = renamed();
    let before = backup(&bench).missing;
    let said = offered(&mut bench, Format::PhoneWallet);
    assert_eq!((said.counts.accounts, said.missing_after.accounts), (3, 9));
    bench.save_backup(Format::PhoneWallet);
    assert_eq!((cover(&bench).0, backup(&bench).missing), (Cover::Behind, said.missing_after));
    assert_eq!((before.accounts, backup(&bench).missing.accounts), (12, 9), "nine accounts of Ledgers are in no file");
    assert_eq!(backup(&bench).missing.identities, 0, "none of them changed since the files were opened");

    let said = offered(&mut bench, Format::DesktopWallet);
    assert_eq!(said.missing_after.accounts, 0, "two files together may cover everything");
    bench.save_backup(Format::DesktopWallet);
    assert_eq!((cover(&bench).0, bench.missing()), (Cover::Covered, 0));
}

#[test]
fn what_is_taken_back_is_covered_as_it_was() {
    let mut bench = Bench::open();
    open_desktop_file(&mut bench);
    bench.rename_an_account("Savings").unwrap();
    bench.save_backup(Format::LifeboatBackup);
    preview_phone_file(&mut bench);
    bench.ask(ImportIntent::Apply).unwrap();
    bench.save_backup(Format::LifeboatBackup);
    bench.ask(ImportIntent::Undo).unwrap();
    assert_eq!((cover(&bench).0, bench.missing()), (Cover::Covered, 0));
}

#[test]
fn a_key_file_in_the_clear_is_no_backup_and_what_is_only_watched_is_covered() {
    let mut bench = Bench::open();
    let file = "key-exports/android-mainnet.3tATBqkLWXxU5vKUFAqNtT9JbR38KfVZUE4SrHSQfintViUC3a.export";
    bench.offer("mobile-exports", file);
    bench.ask(ImportIntent::Open).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!((cover(&bench), backup(&bench).missing.accounts), ((Cover::Never, None), 1));

    let mut watching = Bench::open();
    preview_phone_file(&mut watching);
    watching.ask(ImportIntent::WatchOnly { watch: true }).unwrap();
    watching.ask(ImportIntent::Apply).unwrap();
    assert_eq!((cover(&watching), watching.missing()), ((Cover::Covered, Some(BackupSeen::Opened)), 0));
}

#[test]
fn a_search_is_told_while_it_runs_when_it_rests_and_when_it_waits() {
    let search = |bench: &Bench| bench.snapshot().summary.unwrap().search;
    let mut bench = Bench::open();
    assert_eq!(search(&bench), None);
    bench.ask(bench::from_a_ledger()).unwrap();
    bench.until("a suggestion", |snapshot| running(snapshot).is_some_and(|run| run.suggestion.is_some()));
    assert_eq!(search(&bench), Some(SearchSummary { state: SearchState::Running, found: 0 }));
    bench.relock();
    assert!(resumable(&bench.snapshot()).is_some());
    assert_eq!(search(&bench), Some(SearchSummary { state: SearchState::Waiting, found: 0 }));
    bench.ask(RecoveryIntent::Resume).unwrap();
    bench.until("a suggestion", |snapshot| running(snapshot).is_some_and(|run| run.suggestion.is_some()));
    bench.ask(RecoveryIntent::Stop).unwrap();
    bench.until("rest", |snapshot| running(snapshot).is_none());
    assert_eq!(search(&bench), Some(SearchSummary { state: SearchState::Resting, found: 0 }));
    bench.ask(RecoveryIntent::Discard).unwrap();
    assert_eq!(search(&bench), None);
}

#[test]
fn what_was_read_and_waits_is_told_until_it_is_in_the_wallet_or_given_up() {
    let waiting = |bench: &Bench| bench.snapshot().summary.unwrap().waiting;
    let mut bench = Bench::open();
    assert_eq!(waiting(&bench), []);
    preview_phone_file(&mut bench);
    assert_eq!(waiting(&bench), [Waiting::ReadFile]);
    bench.ask(ImportIntent::Cancel).unwrap();
    assert_eq!(waiting(&bench), []);
    preview_phone_file(&mut bench);
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(waiting(&bench), []);
    let keys = bench.world.records.borrow().keys;
    let accounts = bench.snapshot().summary.unwrap().counts.accounts;
    assert_eq!(
        (keys.ledgers, keys.on_ledger, keys.here),
        (0, 0, accounts),
        "all of a phone's file have their keys here"
    );
    open_desktop_file(&mut bench);
    let (keys, before) = (bench.world.records.borrow().keys, accounts);
    let accounts = bench.snapshot().summary.unwrap().counts.accounts;
    assert_eq!((keys.here, keys.on_ledger), (before, accounts - before));
    assert!(keys.ledgers > 0);

    // A backup that is on no disk yet waits as well, and comes first.
    let unlock_password = Some(password(bench::UNLOCK));
    let seal =
        ExportIntent::Seal { format: Format::LifeboatBackup, password: password("for the file"), unlock_password };
    bench.ask(seal).unwrap();
    preview_phone_file(&mut bench);
    assert_eq!(waiting(&bench), [Waiting::UnsavedBackup, Waiting::ReadFile]);
    bench.ask(ExportIntent::Drop).unwrap();
    assert_eq!(waiting(&bench), [Waiting::ReadFile]);
}

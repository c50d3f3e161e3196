//! When and why the vault locks, and what of a person's work outlives it: sealed, from one engine to the next.

use lifeboat::merge::Choice;
use lifeboat::model::Format;
use lifeboat::session::drafts::intent::{Draft, DraftPlace, DraftsIntent};
use lifeboat::session::export::intent::ExportIntent;
use lifeboat::session::export::view::ExportView;
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::import::view::{ImportView, ItemView};
use lifeboat::session::settings::intent::SettingsIntent;
use lifeboat::session::vault::intent::VaultIntent;
use lifeboat::session::vault::view::{LockCause, VaultView};

use crate::bench::{Bench, UNLOCK, password};

const MINUTE: u64 = 60_000;

fn why(bench: &Bench) -> Option<LockCause> {
    let vault = bench.snapshot().vault;
    let VaultView::Locked { why, .. } = vault else { panic!("not locked: {vault:?}") };
    why
}

fn unlock(bench: &mut Bench) {
    bench.ask(VaultIntent::Unlock { password: password(UNLOCK) }).unwrap();
}

fn draft() -> Draft {
    Draft::Contact {
        previous_address: None,
        name: "Grandmother".into(),
        address: "3xYz".into(),
        note: "the flat".into(),
    }
}

#[test]
fn why_it_locked_is_known_here_and_in_the_engine_after_this_one() {
    let mut bench = Bench::open();
    for (lock, expected) in [
        (VaultIntent::Lock, LockCause::Hand),
        (VaultIntent::LockBecause { cause: LockCause::Screen }, LockCause::Screen),
        (VaultIntent::LockBecause { cause: LockCause::OtherTab }, LockCause::OtherTab),
    ] {
        bench.ask(lock).unwrap();
        assert_eq!(why(&bench), Some(expected));
        bench.renew();
        assert_eq!(why(&bench), Some(expected));
        unlock(&mut bench);
    }
    bench.world.now.set(bench.world.now.get() + 11 * MINUTE);
    bench.session.tick();
    bench.settle();
    assert_eq!(why(&bench), Some(LockCause::Idle));
    unlock(&mut bench);
    bench.world.now.set(bench.world.now.get() - 20 * MINUTE);
    bench.session.tick();
    bench.settle();
    assert_eq!(why(&bench), Some(LockCause::Clock));
    // A page that was just opened knows of no lock.
    bench.world.bequest.take();
    bench.renew();
    assert_eq!(why(&bench), None);
}

#[test]
fn a_locked_screen_locks_the_vault_only_where_the_person_has_it_so() {
    let mut bench = Bench::open();
    assert!(bench.snapshot().settings.unwrap().lock_with_screen, "until somebody says otherwise");
    bench.ask(SettingsIntent::LockWithScreen { on: false }).unwrap();
    bench.ask(VaultIntent::LockBecause { cause: LockCause::Screen }).unwrap();
    assert_eq!(bench.snapshot().vault, VaultView::Unlocked);
    bench.relock();
    assert!(!bench.snapshot().settings.unwrap().lock_with_screen, "kept in the vault");
    bench.ask(SettingsIntent::LockWithScreen { on: true }).unwrap();
    bench.ask(VaultIntent::LockBecause { cause: LockCause::Screen }).unwrap();
    assert_eq!(why(&bench), Some(LockCause::Screen));
}

#[test]
fn what_was_being_typed_comes_back_and_is_nowhere_in_the_clear_meanwhile() {
    let mut bench = Bench::open();
    bench.ask(DraftsIntent::Keep { draft: draft() }).unwrap();
    let search = Draft::AccountSearch { text: "sav".into() };
    bench.ask(DraftsIntent::Keep { draft: Draft::AccountSearch { text: "s".into() } }).unwrap();
    bench.ask(DraftsIntent::Keep { draft: search.clone() }).unwrap();
    assert!(bench.snapshot().drafts.is_empty(), "the page knows what is typed in it");

    bench.ask(VaultIntent::Lock).unwrap();
    assert!(bench.snapshot().drafts.is_empty());
    let sealed = bench.world.bequest.borrow().as_ref().unwrap().unfinished.clone().unwrap();
    assert!(!sealed.windows(11).any(|part| part == b"Grandmother"), "sealed");
    assert_eq!(bench.refused(DraftsIntent::Keep { draft: draft() }), "vault-locked");
    assert_eq!(bench.refused(DraftsIntent::Leave { place: DraftPlace::Contact }), "vault-locked");

    bench.renew();
    assert!(bench.snapshot().drafts.is_empty(), "nobody has typed the password yet");
    assert_eq!(bench.refused(VaultIntent::Unlock { password: password("not the password") }), "vault-wrong-password");
    unlock(&mut bench);
    assert_eq!(bench.snapshot().drafts, [draft(), search]);

    // What was left is not put back, and what is still typed is, however often it locks.
    bench.ask(DraftsIntent::Leave { place: DraftPlace::AccountSearch }).unwrap();
    assert_eq!(bench.snapshot().drafts, [draft()]);
    bench.ask(VaultIntent::Lock).unwrap();
    bench.renew();
    unlock(&mut bench);
    assert_eq!(bench.snapshot().drafts, [draft()]);
    bench.ask(DraftsIntent::Leave { place: DraftPlace::Contact }).unwrap();
    bench.ask(VaultIntent::Lock).unwrap();
    assert!(bench.world.bequest.borrow().as_ref().unwrap().unfinished.is_none());
}

#[test]
fn what_was_unfinished_in_one_vault_is_not_taken_up_in_another() {
    let mut bench = Bench::open();
    bench.ask(DraftsIntent::Keep { draft: draft() }).unwrap();
    bench.ask(VaultIntent::Lock).unwrap();
    bench.ask(VaultIntent::Reset).unwrap();
    bench.ask(VaultIntent::Create { password: password(UNLOCK) }).unwrap();
    bench.relock();
    assert!(bench.snapshot().drafts.is_empty());

    bench.ask(DraftsIntent::Keep { draft: draft() }).unwrap();
    bench.ask(VaultIntent::Lock).unwrap();
    let bequest = bench.world.bequest.take();
    let mut other = Bench::open();
    other.ask(VaultIntent::Lock).unwrap();
    *other.world.bequest.borrow_mut() = bequest;
    other.renew();
    unlock(&mut other);
    assert!(other.snapshot().drafts.is_empty());
}

/// The rows, without what the chain was asked.
fn chosen(rows: &[ItemView]) -> Vec<(String, Choice)> {
    let choice = |row: &ItemView| row.choices[usize::try_from(row.chosen).unwrap()].code;
    rows.iter().map(|row| (row.title.as_str().to_owned(), choice(row))).collect()
}

#[test]
fn a_preview_and_its_choices_come_back_after_a_lock() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    let before = bench.rows();
    let row = before.iter().find(|row| row.choices.iter().any(|choice| choice.code == Choice::LeaveOut)).unwrap();
    let leave = row.choices.iter().position(|choice| choice.code == Choice::LeaveOut).unwrap();
    bench.ask(ImportIntent::Choose { item: row.id, choice: u32::try_from(leave).unwrap() }).unwrap();
    let (rows, view) = (bench.rows(), bench.snapshot().import);
    assert_ne!(chosen(&before), chosen(&rows));

    bench.ask(VaultIntent::Lock).unwrap();
    assert_eq!(bench.snapshot().import, ImportView::Idle, "nothing of it is shown while it is locked");
    bench.renew();
    assert_eq!(bench.snapshot().import, ImportView::Idle);
    unlock(&mut bench);
    assert_eq!(chosen(&bench.rows()), chosen(&rows));
    let ImportView::Preview { origin, notices, groups, outlook, answer, .. } = bench.snapshot().import else {
        panic!("a preview")
    };
    let ImportView::Preview { origin: o, notices: n, groups: g, outlook: l, answer: a, .. } = view else { panic!() };
    assert_eq!((origin, notices, groups, outlook, answer), (o, n, g, l, a));

    bench.ask(ImportIntent::Apply).unwrap();
    assert!(matches!(bench.snapshot().import, ImportView::Done { .. }));
}

#[test]
fn a_backup_that_is_on_no_disk_is_waited_for_again_after_a_lock_and_covers_what_it_held() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    bench.rename_an_account("Before").unwrap();
    let files = bench.seal_backup(Format::LifeboatBackup);

    bench.ask(VaultIntent::Lock).unwrap();
    assert_eq!(bench.snapshot().export, ExportView::Idle);
    bench.renew();
    unlock(&mut bench);
    assert_eq!(bench.snapshot().export, ExportView::Unsaved { files: 1 });
    assert_ne!(bench.missing(), 0);
    bench.ask(ExportIntent::Saved { read_back: files }).unwrap();
    assert_eq!((bench.missing(), bench.snapshot().export), (0, ExportView::Idle));
}

//! What a person is told about their disk: one copy only, an older one, another vault, a deletion that was cut off; and that all of
//! it ends well when they do what they are told.

use crate::bench;

use bench::cabinet::{Drawer, Health, Power};
use bench::*;
use lifeboat::model::{AccountAddress, Network};
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::settings::intent::SettingsIntent;
use lifeboat::session::vault::intent::VaultIntent;
use lifeboat::session::vault::view::VaultView;
use lifeboat::session::vault::view::{CopyTrouble, KeepingView, Loss, MissingView};
use lifeboat::session::wallet::intent::WalletIntent;
use lifeboat::vault::{self, Contents, Keeper, Sighting, VaultMarker};

/// Another unlock password.
const OTHER: &str = "another boat altogether";

fn keeping(bench: &Bench) -> KeepingView {
    bench.snapshot().keeping
}

fn last(bench: &Bench) -> Sighting {
    let last = keeping(bench).last.unwrap();
    let revision = format!("{}", last.revision).parse().unwrap();
    Sighting { vault: last.vault.parse().unwrap(), revision }
}

/// The same disk and the same memory of the browser, after everything was switched off.
fn restarted(bench: &Bench, last: Option<Sighting>) -> Bench {
    let power = Power::default();
    let store = &bench.world.store;
    on(bench, store.database().again(&power), store.files().again(&power), last)
}

/// A session on these stores, which never draws the same numbers as the one before.
fn on(before: &Bench, database: Drawer, files: Drawer, last: Option<Sighting>) -> Bench {
    let bench = Bench::with(Keeper::new(database, files, VaultMarker { expected: true, last }));
    bench.world.drawn.set(before.world.drawn.get() + 1_000);
    bench
}

fn minutes(bench: &Bench) -> u32 {
    bench.snapshot().settings.unwrap().auto_lock_minutes
}

fn set(bench: &mut Bench, minutes: u32) {
    bench.ask(SettingsIntent::SetAutoLock { minutes }).unwrap();
}

fn unlock(bench: &mut Bench, typed: &str) {
    bench.ask(VaultIntent::Unlock { password: password(typed) }).unwrap();
}

fn choose(bench: &mut Bench, vault: u32, typed: &str) {
    bench.ask(VaultIntent::UnlockChosen { vault, password: password(typed) }).unwrap();
}

#[test]
#[ignore = "a dozen keys of an unlock password: two seconds"]
fn a_save_that_reached_one_copy_is_said_tried_again_by_itself_and_then_no_longer_said() {
    for (health, trouble) in [
        (Health::Full, CopyTrouble::DiskFull),
        (Health::Silent, CopyTrouble::NoAnswer),
        (Health::Broken, CopyTrouble::Failed),
    ] {
        for is_database in [true, false] {
            let mut bench = Bench::open();
            assert_eq!(keeping(&bench).one_copy, None);
            let side = |bench: &Bench, health| {
                let store = &bench.world.store;
                if is_database { store.database().health.set(health) } else { store.files().health.set(health) }
            };
            side(&bench, health);
            set(&mut bench, 5);
            assert_eq!(keeping(&bench).one_copy, Some(trouble), "at once");
            (0..20).for_each(|_| {
                bench.session.tick();
                bench.settle();
            });
            assert_eq!(keeping(&bench).one_copy, Some(trouble), "as long as it is so");
            side(&bench, Health::Good);
            (0..12).for_each(|_| {
                bench.session.tick();
                bench.settle();
            });
            assert_eq!(keeping(&bench).one_copy, None, "nobody had to do anything");
            // Either copy is enough from now on.
            let (database, files) = (bench.world.store.database(), bench.world.store.files());
            if is_database {
                files.entries.borrow_mut().clear()
            } else {
                database.entries.borrow_mut().clear()
            }
            let mut next = restarted(&bench, Some(last(&bench)));
            unlock(&mut next, UNLOCK);
            assert_eq!(minutes(&next), 5);
        }
    }
}

#[test]
fn a_missing_copy_is_written_when_the_person_asks_and_tries_grow_rare() {
    let mut bench = Bench::open();
    bench.world.store.files().health.set(Health::Full);
    set(&mut bench, 5);
    let before = bench.world.store.files().writes.get();
    (0..60).for_each(|_| {
        bench.session.tick();
        bench.settle();
    });
    let tries = bench.world.store.files().writes.get() - before;
    assert!((4..=12).contains(&tries), "{tries} tries in five minutes");
    bench.ask(VaultIntent::CompleteCopies).unwrap();
    assert_eq!(keeping(&bench).one_copy, Some(CopyTrouble::DiskFull));
    bench.world.store.files().health.set(Health::Good);
    bench.ask(VaultIntent::CompleteCopies).unwrap();
    assert_eq!(keeping(&bench).one_copy, None);
}

#[test]
fn a_vault_that_is_opened_from_its_only_copy_says_so_before_the_password() {
    let bench = Bench::open();
    let last = last(&bench);
    let power = Power::default();
    let (database, files) = (bench.world.store.database().again(&power), bench.world.store.files().again(&power));
    database.health.set(Health::Silent);
    let mut next = on(&bench, database, files, Some(last));
    assert!(matches!(next.snapshot().vault, VaultView::Locked { .. }));
    assert_eq!(keeping(&next).one_copy, Some(CopyTrouble::NoAnswer));
    unlock(&mut next, UNLOCK);
    assert_eq!(keeping(&next).one_copy, Some(CopyTrouble::NoAnswer), "and after it");
}

#[test]
fn a_full_disk_is_named_and_nothing_is_lost() {
    let mut bench = Bench::open();
    set(&mut bench, 5);
    bench.world.store.database().health.set(Health::Full);
    bench.world.store.files().health.set(Health::Full);
    assert_eq!(bench.refused(SettingsIntent::SetAutoLock { minutes: 6 }), "store-full");
    let mut next = restarted(&bench, Some(last(&bench)));
    unlock(&mut next, UNLOCK);
    assert_eq!(minutes(&next), 5);
}

#[test]
fn an_older_copy_is_opened_only_when_the_person_takes_it_and_the_newer_one_is_not_written_over() {
    let mut bench = Bench::open();
    bench.world.store.files().health.set(Health::Broken);
    for each in 11..15 {
        set(&mut bench, each);
    }
    let newest = last(&bench);
    // The store with the newer copy does not answer; the other one does.
    let power = Power::default();
    let (database, files) = (bench.world.store.database().again(&power), bench.world.store.files().again(&power));
    database.health.set(Health::Broken);
    let mut next = on(&bench, database, files, Some(newest));
    assert_eq!(keeping(&next).missing, Some(MissingView { saves: Some(4.0) }));
    assert!(keeping(&next).choose);
    assert_eq!(next.refused(VaultIntent::Unlock { password: password(UNLOCK) }), "out-of-step");
    assert!(matches!(next.snapshot().vault, VaultView::Locked { .. }), "and it can be asked again");
    let wrong = VaultIntent::UnlockChosen { vault: 0, password: password("wrong") };
    assert_eq!(next.refused(wrong), "vault-wrong-password");
    choose(&mut next, 0, UNLOCK);
    assert_eq!(minutes(&next), 10);
    set(&mut next, 20);

    // It answers again: both are there, the one last used first, and each opens.
    let mut both = restarted(&next, Some(last(&next)));
    let saves = |bench: &Bench| keeping(bench).vaults.iter().map(|vault| vault.saves).collect::<Vec<_>>();
    assert_eq!(saves(&both), [3.0, 5.0]);
    choose(&mut both, 1, UNLOCK);
    assert_eq!(minutes(&both), 14, "what was saved last before");
    assert_eq!(keeping(&both).set_aside, 1);
    let mut again = restarted(&both, Some(last(&both)));
    assert!(!keeping(&again).choose, "decided");
    assert_eq!(keeping(&again).vaults.len(), 2, "and the other one is still offered");
    choose(&mut again, 1, UNLOCK);
    assert_eq!(minutes(&again), 20);
}

#[test]
fn a_vault_that_is_alone_is_opened_without_reading_the_stores_again() {
    let bench = Bench::open();
    let mut next = restarted(&bench, Some(last(&bench)));
    let reads =
        |bench: &Bench| (bench.world.store.database().read_whole.get(), bench.world.store.files().read_whole.get());
    let (database, files) = reads(&next);
    assert!(database > 0 && files > 0, "both were read to see what is here");
    unlock(&mut next, UNLOCK);
    assert_eq!(reads(&next), (database, files), "and nothing of them to open it");
    assert_eq!(keeping(&next).set_aside, 0);
}

#[test]
fn a_vault_put_back_from_an_old_disk_and_the_one_made_since_are_both_kept() {
    let mut old = Bench::open();
    set(&mut old, 7);
    let power = Power::default();
    let mut bench = on(&old, Drawer::database(&power), Drawer::files(&power), None);
    bench.ask(VaultIntent::Reset).unwrap();
    bench.ask(VaultIntent::Create { password: password(OTHER) }).unwrap();
    for each in 11..15 {
        set(&mut bench, each);
    }
    // The old disk's database is copied into the profile.
    let put_back = old.world.store.database().entries.borrow().clone();
    *bench.world.store.database().entries.borrow_mut() = put_back.clone();
    let before = last(&bench);
    let mut next = restarted(&bench, Some(before));
    assert!(keeping(&next).choose, "said");
    assert_eq!(*next.world.store.database().entries.borrow(), put_back, "and nothing written before a password");
    choose(&mut next, 1, UNLOCK);
    assert_eq!(minutes(&next), 7);
    assert_eq!(keeping(&next).set_aside, 1);
    set(&mut next, 8);
    next.ask(VaultIntent::Lock).unwrap();
    let listed: Vec<bool> = keeping(&next).vaults.iter().map(|vault| vault.set_aside).collect();
    assert_eq!(listed, [false, true]);
    assert!(!keeping(&next).choose);
    choose(&mut next, 1, OTHER);
    assert_eq!(minutes(&next), 14);
    let mut back = restarted(&next, Some(last(&next)));
    choose(&mut back, 1, UNLOCK);
    assert_eq!(minutes(&back), 8, "with what was saved in between");
}

#[test]
fn two_states_of_one_number_are_both_offered() {
    let mut bench = Bench::open();
    let before =
        (bench.world.store.database().entries.borrow().clone(), bench.world.store.files().entries.borrow().clone());
    set(&mut bench, 5);
    let one = bench.world.store.database().entries.borrow().clone();
    *bench.world.store.database().entries.borrow_mut() = before.0;
    *bench.world.store.files().entries.borrow_mut() = before.1;
    let mut other = restarted(&bench, None);
    unlock(&mut other, UNLOCK);
    set(&mut other, 6);
    let last = last(&other);
    *other.world.store.database().entries.borrow_mut() = one;
    let mut next = restarted(&other, Some(last));
    assert!(keeping(&next).vaults.iter().all(|vault| vault.twin) && keeping(&next).choose);
    choose(&mut next, 0, UNLOCK);
    let first = minutes(&next);
    set(&mut next, 30);
    next.ask(VaultIntent::Lock).unwrap();
    choose(&mut next, 1, UNLOCK);
    let mut seen = [first, minutes(&next)];
    seen.sort_unstable();
    assert_eq!(seen, [5, 6]);
}

#[test]
#[ignore = "a vault made anew for every place of a cut: three seconds"]
fn start_anew_that_was_cut_off_is_finished_and_is_no_loss() {
    for steps in 1..12 {
        let power = Power::default();
        let mut bench =
            Bench::with(Keeper::new(Drawer::database(&power), Drawer::files(&power), VaultMarker::default()));
        bench.ask(VaultIntent::Create { password: password(UNLOCK) }).unwrap();
        set(&mut bench, 5);
        let last = last(&bench);
        power.lasts(steps);
        let _ = bench.ask(VaultIntent::Reset);
        let mut next = restarted(&bench, Some(last));
        match next.snapshot().vault {
            VaultView::Absent => {
                next.ask(VaultIntent::Create { password: password(OTHER) }).unwrap();
            }
            VaultView::Locked { mended: false, .. } => unlock(&mut next, UNLOCK),
            other @ (VaultView::Starting
            | VaultView::Locked { .. }
            | VaultView::Opening
            | VaultView::Unlocked
            | VaultView::Lost { .. }
            | VaultView::Elsewhere) => panic!("{steps}: {other:?}"),
        }
    }
}

#[test]
fn what_became_of_a_vault_that_was_here_is_said_in_one_word() {
    let bench = Bench::open();
    let found = |disturb: &dyn Fn(&Drawer)| {
        let power = Power::default();
        let store = &bench.world.store;
        let (database, files) = (store.database().again(&power), store.files().again(&power));
        disturb(&database);
        disturb(&files);
        match on(&bench, database, files, Some(last(&bench))).snapshot().vault {
            VaultView::Lost { loss, fault } => (loss, fault.code.to_string()),
            other @ (VaultView::Starting
            | VaultView::Absent
            | VaultView::Locked { .. }
            | VaultView::Opening
            | VaultView::Unlocked
            | VaultView::Elsewhere) => panic!("{other:?}"),
        }
    };
    let silent = found(&|drawer| drawer.health.set(Health::Silent));
    assert_eq!(silent, (Loss::Unknown, "vault-unreadable-silent".into()));
    let damaged = found(&|drawer| drawer.entries.borrow_mut().values_mut().for_each(|bytes| bytes.truncate(70)));
    assert_eq!(damaged, (Loss::Damaged, "vault-damaged".into()));
    let gone = found(&|drawer| drawer.entries.borrow_mut().clear());
    assert_eq!(gone, (Loss::Gone, "vault-missing".into()));
}

#[test]
fn what_could_not_be_deleted_is_said() {
    let mut bench = Bench::open();
    bench.world.store.database().health.set(Health::Broken);
    bench.ask(VaultIntent::Reset).unwrap();
    assert_eq!((bench.snapshot().vault, keeping(&bench).deleting), (VaultView::Absent, true));
    let next = restarted(&bench, None);
    assert_eq!((next.snapshot().vault, keeping(&next).deleting), (VaultView::Absent, false));
}

#[test]
#[ignore = "a dozen keys of an unlock password: two seconds"]
fn what_was_removed_is_in_no_copy_of_the_vault() {
    let mut bench = Bench::open();
    let address = AccountAddress::new([4; 32]).to_string();
    let network = Network::Mainnet.genesis().to_string();
    let save = |name: &str| WalletIntent::SaveContact {
        network: network.clone(),
        previous_address: None,
        address: address.clone(),
        name: name.into(),
        note: String::new(),
    };
    bench.ask(save("Somebody")).unwrap();
    for minutes in [5, 15, 30] {
        set(&mut bench, minutes);
    }
    let contents = |bench: &Bench| -> Vec<Contents> {
        let store = &bench.world.store;
        let copies = [store.database(), store.files()].map(|side| side.entries.borrow().clone());
        let copies = copies.into_iter().flatten().filter(|(name, _)| name.starts_with("vault"));
        copies.map(|(_, bytes)| vault::unlock(&bytes, &password(UNLOCK)).unwrap().contents).collect()
    };
    let having = |bench: &Bench| contents(bench).iter().filter(|it| !it.wallet.is_empty()).count();
    assert_eq!(having(&bench), 2, "in both stores");
    bench.ask(WalletIntent::DeleteContact { network: network.clone(), address: address.clone() }).unwrap();
    assert_eq!((contents(&bench).len(), having(&bench)), (3, 0), "also in the file that is written next");
    // As it goes on, in the database and in one file.
    set(&mut bench, 60);
    let at_sixty = contents(&bench).iter().filter(|it| it.settings.auto_lock_minutes == 60).count();
    assert_eq!((contents(&bench).len(), at_sixty), (3, 2));
}

#[test]
fn one_record_that_changes_is_written_behind_the_vault() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    let stored = |bench: &Bench| bench.world.store.database().entries.borrow()["vault"].clone();
    let rename = |bench: &mut Bench, name: &str| {
        let before = stored(bench);
        bench.rename_an_account(name).unwrap();
        let after = stored(bench);
        after.starts_with(&before).then(|| after.len() - before.len())
    };
    for name in ["One", "Two"] {
        let added = rename(&mut bench, name).unwrap();
        assert!(added < stored(&bench).len() / 4, "{name}: {added} bytes");
    }
    bench.relock();
    // The other file has something that is not in here: it is written over first.
    assert_eq!(rename(&mut bench, "Three"), None);
    assert!(rename(&mut bench, "Four").is_some());
    bench.relock();
    assert_eq!(bench.world.records.borrow().accounts[0].name.as_str(), "Four");
}

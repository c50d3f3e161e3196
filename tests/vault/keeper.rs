//! The vault on a disk that fails: at every byte, on a full disk, with a store that is silent or broken. Whatever was
//! reported as saved is there afterwards, or the person is told that it is not.

use crate::cabinet;
use crate::cases::cases;

use cabinet::{Drawer, Health, Power};
use futures_executor::block_on;
use lifeboat::vault::{
    self, Copies, Keeper, Present, Sighting, Standing, StoreError, Trouble, VaultId, VaultMarker, reconcile,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// Steps of the power that are more than any move here takes.
pub(crate) const MOST_STEPS: usize = 3_000;

pub(crate) fn copy(vault: u8, revision: u64, filling: u8) -> Vec<u8> {
    let mut bytes = b"LBVAULT\0".to_vec();
    bytes.extend(2_u32.to_be_bytes());
    bytes.extend(revision.to_be_bytes());
    bytes.extend([0; 12]);
    bytes.extend([vault; 8]);
    bytes.extend([filling; 8 + 12 + 20]);
    let checksum = Sha256::digest(&bytes);
    bytes.extend(checksum);
    bytes
}

pub(crate) fn sighting(vault: u8, revision: u64) -> Sighting {
    Sighting { vault: VaultId::new([vault; 8]), revision }
}

pub(crate) fn remembered(last: Option<Sighting>) -> VaultMarker {
    VaultMarker { expected: last.is_some(), last }
}

pub(crate) type Disk = Keeper<Drawer, Drawer>;

pub(crate) fn fresh(power: &Power) -> Disk {
    Keeper::new(Drawer::database(power), Drawer::files(power), VaultMarker::default())
}

/// The same disk after everything was switched off; the browser remembers this.
pub(crate) fn restarted(disk: &Disk, last: Option<Sighting>) -> Disk {
    let power = Power::default();
    Keeper::new(disk.database().again(&power), disk.files().again(&power), remembered(last))
}

/// A start as the session does it: what can be mended is.
pub(crate) async fn start(disk: &Disk) -> Standing {
    let loaded = disk.load().await;
    let standing = reconcile(&loaded);
    if let Standing::Present(Present { vaults, mend, .. }) = &standing {
        disk.mend(&loaded, &vaults.first().unwrap().bytes, mend).await;
    }
    standing
}

pub(crate) async fn opened(disk: &Disk) -> Vec<u8> {
    match start(disk).await {
        Standing::Present(present) if !present.needs_choice() => present.vaults.first().unwrap().bytes.clone(),
        other @ (Standing::Present(_) | Standing::Absent { .. } | Standing::Lost(_)) => panic!("{other:?}"),
    }
}

/// Where the faults of a run are.
pub(crate) fn faults() -> [(Health, Health); 7] {
    [
        (Health::Good, Health::Good),
        (Health::Broken, Health::Good),
        (Health::Silent, Health::Good),
        (Health::Full, Health::Good),
        (Health::Good, Health::Full),
        (Health::Broken, Health::Full),
        (Health::Full, Health::Full),
    ]
}

#[test]
fn a_save_that_dies_at_any_byte_leaves_the_last_good_state() {
    let mut deaths = 0;
    for (database, files) in faults() {
        for saves_before in 0..3 {
            for steps in 0..MOST_STEPS {
                let power = Power::default();
                let disk = fresh(&power);
                // The store has been out of order for a while.
                block_on(disk.save(&copy(1, 1, 0), None)).unwrap();
                if database != Health::Full {
                    disk.database().health.set(database);
                }
                for revision in 2..2 + saves_before {
                    block_on(disk.save(&copy(1, revision, 0), Some(revision - 1))).unwrap();
                }
                let last = 1 + saves_before;
                disk.database().health.set(database);
                disk.files().health.set(files);
                power.lasts(steps);
                let saved = block_on(disk.save(&copy(1, last + 1, 7), Some(last)));
                let is_over = !power.is_gone();
                let disk = restarted(&disk, Some(sighting(1, last)));
                disk.database().health.set(if database == Health::Full { Health::Good } else { database });
                let found = block_on(opened(&disk));
                if saved.is_ok() {
                    assert_eq!(found, copy(1, last + 1, 7), "{database:?} {files:?} {steps}");
                } else {
                    let is_either = found == copy(1, last, 0) || found == copy(1, last + 1, 7);
                    assert!(is_either, "{database:?} {files:?} {steps}");
                }
                if is_over {
                    break;
                }
                deaths += 1;
            }
        }
    }
    assert!(deaths > 1_000, "{deaths} deaths");
}

#[test]
fn with_the_database_out_of_order_a_full_disk_leaves_the_copy_before() {
    block_on(async {
        let disk = fresh(&Power::default());
        disk.save(&copy(1, 1, 0), None).await.unwrap();
        disk.database().health.set(Health::Broken);
        let half = disk.save(&copy(1, 2, 0), Some(1)).await.unwrap();
        assert!(
            matches!(half, Copies::One(Trouble::Failed(_))),
            "one copy only is said from the first moment: {half:?}"
        );
        disk.files().health.set(Health::Full);
        assert_eq!(disk.save(&copy(1, 3, 0), Some(2)).await, Err(StoreError::Full), "the disk is named");
        let disk = restarted(&disk, Some(sighting(1, 2)));
        disk.database().health.set(Health::Broken);
        assert_eq!(opened(&disk).await, copy(1, 2, 0));
    });
}

#[test]
fn a_half_save_is_said_and_made_whole_by_the_next_one_or_the_next_start() {
    for side in [0, 1] {
        block_on(async {
            let disk = fresh(&Power::default());
            disk.save(&copy(1, 1, 0), None).await.unwrap();
            let broken = if side == 0 { disk.database() } else { disk.files() };
            broken.health.set(Health::Silent);
            assert_eq!(disk.save(&copy(1, 2, 0), Some(1)).await, Ok(Copies::One(Trouble::Silent)));
            broken.health.set(Health::Good);
            assert_eq!(disk.save(&copy(1, 3, 0), Some(2)).await, Ok(Copies::Both));
            broken.health.set(Health::Full);
            assert_eq!(disk.save(&copy(1, 4, 0), Some(3)).await, Ok(Copies::One(Trouble::Full)));
            let disk = restarted(&disk, Some(sighting(1, 4)));
            assert_eq!(opened(&disk).await, copy(1, 4, 0));
            for emptied in [disk.database(), disk.files()] {
                let disk = restarted(&disk, Some(sighting(1, 4)));
                emptied.entries.borrow_mut().remove("vault");
                emptied.entries.borrow_mut().remove("vault-2");
                assert_eq!(opened(&disk).await, copy(1, 4, 0), "either copy is enough");
            }
        });
    }
}

#[test]
fn a_copy_that_is_older_than_what_was_last_saved_is_said_and_nothing_is_written() {
    block_on(async {
        let disk = fresh(&Power::default());
        disk.save(&copy(1, 1, 0), None).await.unwrap();
        disk.files().health.set(Health::Broken);
        for revision in 2..=20 {
            disk.save(&copy(1, revision, 0), Some(revision - 1)).await.unwrap();
        }
        // Now the only newer copy is damaged.
        disk.database().entries.borrow_mut().insert("vault".to_owned(), b"damaged".to_vec());
        let disk = restarted(&disk, Some(sighting(1, 20)));
        let Standing::Present(present) = start(&disk).await else { panic!() };
        assert!(present.needs_choice());
        assert_eq!((present.missing, present.vaults.first().unwrap().revision), (Some(sighting(1, 20)), 1));
        assert_eq!(disk.database().entries.borrow().get("vault").unwrap(), b"damaged", "nothing was written over it");

        // The person takes the older one: a line of its own. When the newer copy turns up, it is another vault.
        let older = present.vaults.first().unwrap();
        assert!(present.is_split(older));
        let (loaded, follower) = (disk.load().await, copy(9, 2, 0));
        let plan = vault::settle(&loaded, &older.bytes, &follower);
        assert_eq!(disk.settle(&loaded, &older.bytes, &follower, &plan).await, Ok(Copies::Both));
        disk.database().entries.borrow_mut().insert("vault".to_owned(), copy(1, 20, 0));
        let Standing::Present(then) = start(&restarted(&disk, Some(sighting(9, 2)))).await else { panic!() };
        let revisions: Vec<u64> = then.vaults.iter().map(|vault| vault.revision).collect();
        assert_eq!((then.needs_choice(), revisions), (true, vec![2, 20]));
    });
}

#[test]
fn a_deletion_that_dies_at_any_byte_is_finished_at_the_next_start() {
    let mut deaths = 0;
    for has_kept in [false, true] {
        for steps in 0..MOST_STEPS {
            let power = Power::default();
            let disk = fresh(&power);
            block_on(disk.save(&copy(1, 1, 0), None)).unwrap();
            block_on(disk.save(&copy(1, 2, 0), Some(1))).unwrap();
            if has_kept {
                disk.files().entries.borrow_mut().insert("kept-1".to_owned(), copy(2, 7, 0));
            }
            power.lasts(steps);
            let cleared = block_on(disk.clear());
            let is_over = !power.is_gone();
            let last = Some(sighting(1, 2));
            let disk = restarted(&disk, last);
            let standing = block_on(start(&disk));
            match (&standing, cleared) {
                (Standing::Absent { deleting: false }, _) => {
                    let others =
                        |drawer: &Drawer| drawer.entries.borrow().keys().filter(|name| *name != "gone").count();
                    assert_eq!(others(disk.database()) + others(disk.files()), 0, "{steps}");
                    // A new vault begins at once, and is not taken for the old one.
                    block_on(disk.save(&copy(3, 1, 0), None)).unwrap();
                    assert_eq!(block_on(opened(&restarted(&disk, Some(sighting(3, 1))))), copy(3, 1, 0));
                }
                (Standing::Present(present), Err(_)) => {
                    assert_eq!(present.vaults.first().unwrap().bytes, copy(1, 2, 0), "not begun: all of it is there");
                    assert!(!present.needs_choice());
                }
                (other, _) => panic!("{steps}: {other:?}"),
            }
            if is_over {
                break;
            }
            deaths += 1;
        }
    }
    assert!(deaths > 100, "{deaths} deaths");
}

#[test]
fn what_a_broken_store_did_not_delete_goes_when_it_answers_again() {
    block_on(async {
        let disk = fresh(&Power::default());
        disk.save(&copy(1, 1, 0), None).await.unwrap();
        disk.database().health.set(Health::Broken);
        assert_eq!(disk.clear().await, Ok(false), "it is said that something is left");
        assert_eq!(start(&disk).await, Standing::Absent { deleting: true });
        assert!(matches!(disk.save(&copy(2, 1, 0), None).await, Ok(Copies::One(_))));
        let disk = restarted(&disk, Some(sighting(2, 1)));
        assert_eq!(opened(&disk).await, copy(2, 1, 0));
        assert_eq!(disk.database().entries.borrow().get("vault"), Some(&copy(2, 1, 0)));
    });
}

#[test]
fn a_vault_that_is_put_back_after_a_deletion_is_there() {
    block_on(async {
        let disk = fresh(&Power::default());
        disk.save(&copy(1, 5, 0), None).await.unwrap();
        assert_eq!(disk.clear().await, Ok(true));
        disk.files().entries.borrow_mut().insert("vault".to_owned(), copy(1, 5, 0));
        assert_eq!(opened(&restarted(&disk, None)).await, copy(1, 5, 0));
    });
}

#[test]
fn opening_the_vault_that_was_put_back_dies_at_any_byte_and_neither_is_lost() {
    for chosen in [1_u8, 2] {
        for steps in 0..MOST_STEPS {
            let power = Power::default();
            let disk = fresh(&power);
            disk.database().entries.borrow_mut().insert("vault".to_owned(), copy(1, 4, 0));
            disk.files().entries.borrow_mut().insert("vault".to_owned(), copy(2, 9, 0));
            disk.files().entries.borrow_mut().insert("vault-2".to_owned(), copy(2, 8, 0));
            let record = if chosen == 1 { copy(1, 4, 0) } else { copy(2, 9, 0) };
            let settled = block_on(async {
                let loaded = disk.load().await;
                let plan = vault::settle(&loaded, &record, &record);
                power.lasts(steps);
                disk.settle(&loaded, &record, &record, &plan).await
            });
            let is_over = !power.is_gone();
            let disk = restarted(&disk, None);
            let Standing::Present(present) = block_on(start(&disk)) else { panic!("{steps}") };
            let mut found: Vec<Vec<u8>> = present.vaults.iter().map(|vault| vault.bytes.clone()).collect();
            found.sort();
            assert_eq!(found, [copy(1, 4, 0), copy(2, 9, 0)], "{steps}");
            if is_over {
                assert_eq!(settled, Ok(Copies::Both));
                assert_eq!(present.vaults.first().unwrap().bytes, record);
                break;
            }
        }
    }
}

/// What happens on one day.
#[derive(Debug, Clone)]
enum Day {
    /// A save, with the stores as they are, the power lasting so long.
    Save { database: Health, files: Health, steps: usize },
    /// The browser is closed and opened again; a store may not answer.
    Restart { database: Health, files: Health },
}

pub(crate) fn health() -> impl Strategy<Value = Health> {
    prop_oneof![6 => Just(Health::Good), 1 => Just(Health::Full), 1 => Just(Health::Silent), 1 => Just(Health::Broken)]
}

fn day() -> impl Strategy<Value = Day> {
    let steps = prop_oneof![3 => Just(usize::MAX), 1 => 0_usize..400];
    prop_oneof![
        3 => (health(), health(), steps).prop_map(|(database, files, steps)| Day::Save { database, files, steps }),
        1 => (health(), health()).prop_map(|(database, files)| Day::Restart { database, files }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(512), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_no_older_state_is_taken_without_a_word(days in prop::collection::vec(day(), 1..20)) {
        block_on(async {
            let mut power = Power::default();
            let mut disk = fresh(&power);
            disk.save(&copy(1, 1, 0), None).await.unwrap();
            // What was reported as saved, and what may have been saved beyond it.
            let (mut saved, mut maybe) = (1_u64, 1_u64);
            for day in days {
                match day {
                    Day::Save { database, files, steps } => {
                        disk.database().health.set(database);
                        disk.files().health.set(files);
                        power.lasts(steps);
                        let done = disk.save(&copy(1, saved + 1, 0), Some(saved)).await;
                        if done.is_ok() {
                            saved += 1;
                        } else {
                            maybe = maybe.max(saved + 1);
                        }
                        maybe = maybe.max(saved);
                        if !power.is_gone() {
                            continue;
                        }
                    }
                    Day::Restart { database, files } => {
                        let next = restarted(&disk, Some(sighting(1, saved)));
                        next.database().health.set(database);
                        next.files().health.set(files);
                        match start(&next).await {
                            Standing::Present(present) if !present.needs_choice() => {
                                let revision = present.vaults.first().unwrap().revision;
                                prop_assert!((saved..=maybe).contains(&revision), "{revision} of {saved}..={maybe}");
                            }
                            Standing::Present(present) => prop_assert!(present.missing.is_some(), "{present:?}"),
                            // Said, and nothing is thrown away.
                            Standing::Lost(_) => {}
                            Standing::Absent { .. } => prop_assert!(false, "taken for a new person"),
                        }
                    }
                }
                // The next morning both stores answer, and everything is there.
                power = Power::default();
                disk = Keeper::new(
                    disk.database().again(&power),
                    disk.files().again(&power),
                    remembered(Some(sighting(1, saved))),
                );
                let Standing::Present(present) = start(&disk).await else { panic!("lost") };
                prop_assert!(!present.needs_choice(), "{present:?}");
                let revision = present.vaults.first().unwrap().revision;
                prop_assert!((saved..=maybe).contains(&revision), "{revision} of {saved}..={maybe}");
                (saved, maybe) = (revision, revision);
            }
            Ok(())
        })?;
    }
}

//! What two stores, a shelf, a note of a deletion and a memory mean, in every combination, and that no plan made from any of them
//! touches the last good copy of anything.

use std::collections::BTreeSet;

use lifeboat::vault::{
    self, Deletion, Found, Loaded, Present, Sighting, Slot, Standing, StoreError, StoredCopy, Trouble, VaultError,
    VaultId, VaultMarker, may_replace, plan_save, reconcile, settle,
};
use sha2::{Digest, Sha256};

const A: u8 = 0xaa;
const B: u8 = 0xbb;

fn id(vault: u8) -> VaultId {
    VaultId::new([vault; 8])
}

/// An intact copy, as the format promises for every version to come.
fn copy(vault: u8, revision: u64, filling: u8) -> Vec<u8> {
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

/// The vault that [`copy`] names.
fn vault_in(copy: &[u8]) -> VaultId {
    VaultId::new(*copy[32..].first_chunk().unwrap())
}

fn present(bytes: Vec<u8>) -> StoredCopy {
    StoredCopy::Present(bytes.into())
}

fn torn() -> StoredCopy {
    let mut bytes = copy(A, 5, 1);
    bytes.truncate(70);
    present(bytes)
}

fn places() -> Vec<StoredCopy> {
    vec![
        StoredCopy::Missing,
        StoredCopy::Unreadable(Trouble::Failed("UnknownError".into())),
        torn(),
        present(copy(A, 4, 1)),
        present(copy(A, 5, 1)),
        present(copy(A, 5, 2)),
        present(copy(B, 9, 1)),
    ]
}

fn shelves() -> Vec<Vec<Vec<u8>>> {
    vec![vec![], vec![copy(B, 9, 1)], vec![copy(A, 5, 2)]]
}

fn markers() -> Vec<VaultMarker> {
    let saw = |vault, revision| VaultMarker { expected: true, last: Some(Sighting { vault: id(vault), revision }) };
    vec![VaultMarker::default(), VaultMarker { expected: true, last: None }, saw(A, 5), saw(A, 24), saw(B, 9)]
}

fn deletions() -> Vec<Vec<Vec<u8>>> {
    let note = |is_done| Deletion { vaults: [id(A)].into(), is_done }.encode();
    vec![vec![], vec![note(false)], vec![note(true)], vec![b"no note".to_vec()]]
}

/// Every combination of three places, a shelf, a deletion and a memory.
fn every_combination(mut each: impl FnMut(&Loaded)) -> usize {
    let mut seen = 0;
    for database in places() {
        for file_one in places() {
            for file_two in places() {
                for kept in shelves() {
                    for deletions in deletions() {
                        for marker in markers() {
                            seen += 1;
                            each(&Loaded {
                                database: database.clone(),
                                file_one: file_one.clone(),
                                file_two: file_two.clone(),
                                kept: kept.clone(),
                                deletions: deletions.clone(),
                                marker,
                            });
                        }
                    }
                }
            }
        }
    }
    seen
}

fn pending(loaded: &Loaded) -> bool {
    loaded.deletions.iter().filter_map(|note| Deletion::decode(note)).any(|note| !note.is_done)
}

/// Copies that count: intact, and not of a vault that is being deleted. Vault, revision, bytes.
fn intact(loaded: &Loaded) -> Vec<(VaultId, u64, Vec<u8>)> {
    let places = Slot::ALL.map(|slot| loaded.at(slot).clone());
    let kept = loaded.kept.iter().cloned().map(present);
    places
        .into_iter()
        .chain(kept)
        .filter_map(|copy| match copy {
            StoredCopy::Present(bytes) => {
                let revision = vault::revision(&bytes).ok()?;
                Some((vault_in(&bytes), revision, bytes.to_vec()))
            }
            StoredCopy::Missing | StoredCopy::Unreadable(_) => None,
        })
        .filter(|(vault, ..)| !(pending(loaded) && *vault == id(A)))
        .collect()
}

/// The states that must not get lost: of every vault the newest, also where there are two.
fn precious(loaded: &Loaded) -> BTreeSet<Vec<u8>> {
    let all = intact(loaded);
    let is_past = |vault, revision| all.iter().any(|(other, newer, _)| *other == vault && *newer > revision);
    all.iter().filter(|(vault, revision, _)| !is_past(*vault, *revision)).map(|(.., bytes)| bytes.clone()).collect()
}

#[test]
fn every_combination_has_its_meaning() {
    let seen = every_combination(|loaded| {
        let standing = reconcile(loaded);
        let all = intact(loaded);
        let is_bad = |copy: &StoredCopy| match copy {
            StoredCopy::Unreadable(_) => true,
            StoredCopy::Present(bytes) => vault::revision(bytes).is_err(),
            StoredCopy::Missing => false,
        };
        let bad = Slot::ALL.iter().filter(|slot| is_bad(loaded.at(**slot))).count();
        match &standing {
            Standing::Present(found) => assert_present(loaded, found),
            Standing::Absent { deleting } => {
                assert!(all.is_empty(), "{loaded:?}");
                assert_eq!(*deleting, pending(loaded), "{loaded:?}");
                assert!(bad == 0 || pending(loaded), "damage is not a new person: {loaded:?}");
                let is_a_note = loaded.deletions.iter().any(|note| Deletion::decode(note).is_some());
                let remembered = loaded.marker.last.map(|last| last.vault);
                let is_explained = is_a_note && remembered.is_none_or(|vault| vault == id(A));
                assert!(!loaded.marker.expected || is_explained, "empty is not new: {loaded:?}");
            }
            Standing::Lost(why) => {
                assert!(all.is_empty(), "{loaded:?}");
                let has_failed = Slot::ALL.iter().any(|slot| matches!(loaded.at(*slot), StoredCopy::Unreadable(_)));
                let expected = match (bad, has_failed) {
                    (0, _) => VaultError::Missing,
                    (_, true) => VaultError::Unreadable { trouble: Trouble::Failed("UnknownError".into()) },
                    (_, false) => VaultError::Damaged,
                };
                // Unless the one that was last seen here is another one, and may be what is damaged.
                let other = loaded.marker.last.is_some_and(|last| last.vault != id(A));
                assert!(bad == 0 || !pending(loaded) || other, "what is being deleted is not lost: {loaded:?}");
                assert_eq!(*why, expected, "{loaded:?}");
            }
        }
    });
    assert_eq!(seen, 20_580);
}

fn assert_present(loaded: &Loaded, found: &Present) {
    let offered: BTreeSet<Vec<u8>> = found.vaults.iter().map(|vault| vault.bytes.clone()).collect();
    let intact: BTreeSet<Vec<u8>> = intact(loaded).into_iter().map(|(.., bytes)| bytes).collect();
    assert!(offered.is_superset(&precious(loaded)), "every newest state is offered: {loaded:?}");
    assert!(offered.is_subset(&intact), "and nothing else: {loaded:?}");
    assert_eq!(offered.len(), found.vaults.len(), "once: {loaded:?}");
    let last = loaded.marker.last.filter(|last| {
        loaded.deletions.iter().all(|note| Deletion::decode(note).is_none_or(|note| !note.vaults.contains(&last.vault)))
    });
    let is_here =
        |last: &Sighting| found.vaults.iter().any(|vault| vault.vault == last.vault && vault.revision >= last.revision);
    assert_eq!(found.missing, last.filter(|last| !is_here(last)), "older is said: {loaded:?}");
    if found.needs_choice() {
        assert!(found.mend.is_empty(), "nothing is written before somebody chose: {loaded:?}");
        return;
    }
    let first = &found.vaults[0];
    let mut mended = loaded.clone();
    for slot in &found.mend {
        *mended.at_mut(*slot) = present(first.bytes.clone());
    }
    assert_eq!(precious(&mended), precious(loaded), "mending loses nothing: {loaded:?}");
    assert_eq!(mended.database, present(first.bytes.clone()), "{loaded:?}");
    let has_file = Slot::FILES.iter().any(|slot| *mended.at(*slot) == present(first.bytes.clone()));
    assert!(has_file, "{loaded:?}");
    let Standing::Present(then) = reconcile(&mended) else { panic!("{mended:?}") };
    assert!(then.mend.is_empty(), "mended for good: {loaded:?}");
}

#[test]
fn no_save_touches_the_last_good_copy() {
    every_combination(|loaded| {
        let Standing::Present(found) = reconcile(loaded) else { return };
        if found.needs_choice() || found.vaults[0].is_kept {
            return;
        }
        let Found { vault, revision, bytes, .. } = &found.vaults[0];
        let name = if *vault == id(A) { A } else { B };
        let record = copy(name, revision + 1, 7);
        let plan = plan_save(loaded, &record, Some(*revision)).unwrap();
        let mut before = precious(loaded);
        // The first step: whatever the database does, it does whole.
        for database_took_it in [false, true] {
            let mut stored = loaded.clone();
            if database_took_it && plan.database {
                stored.database = present(record.clone());
            }
            for target in [plan.file, plan.spare.filter(|_| database_took_it && plan.database)].into_iter().flatten() {
                // The second one is cut off in the middle.
                *stored.at_mut(target) = torn();
                let after = precious(&stored);
                before.remove(bytes);
                assert!(before.is_subset(&after), "{loaded:?}");
                let is_safe = after.contains(bytes) || after.contains(&record) || !has(loaded, bytes, target);
                assert!(is_safe, "{target:?} had the last good copy of {loaded:?}");
                let Standing::Present(then) = reconcile(&stored) else { panic!("lost: {stored:?}") };
                assert!(then.vaults.iter().any(|other| other.vault == *vault), "{loaded:?}");
            }
        }
        assert!(plan_save(loaded, &record, Some(revision - 1)).is_err(), "another tab was first: {loaded:?}");
        assert!(plan_save(loaded, &copy(0xcc, 1, 0), None).is_err(), "a new vault over one: {loaded:?}");
        assert!(plan_save(loaded, &copy(0xcc, 7, 0), Some(6)).is_err(), "a vault nobody opened here: {loaded:?}");
    });
}

fn has(loaded: &Loaded, bytes: &[u8], slot: Slot) -> bool {
    *loaded.at(slot) == present(bytes.to_vec())
}

#[test]
#[ignore = "several vaults with keys of their own: three seconds"]
fn opening_one_of_several_vaults_sets_the_others_aside_before_anything_is_written() {
    let mut choices = 0;
    every_combination(|loaded| {
        let Standing::Present(found) = reconcile(loaded) else { return };
        if !found.needs_choice() && found.vaults.iter().all(|vault| !vault.is_kept) {
            return;
        }
        for chosen in &found.vaults {
            choices += 1;
            let is_split = found.is_split(chosen);
            let record = if is_split { copy(0xdd, chosen.revision + 1, 7) } else { chosen.bytes.clone() };
            let plan = settle(loaded, &chosen.bytes, &record);
            let before = precious(loaded);
            let mut stored = loaded.clone();
            stored.kept.extend(plan.keep.clone());
            let mut written = false;
            for slot in &plan.write {
                if slot.side() == vault::StorageEngine::Files {
                    let mut cut = stored.clone();
                    *cut.at_mut(*slot) = torn();
                    assert_nothing_is_lost(&before, &cut, chosen, written.then_some(&record), loaded);
                }
                *stored.at_mut(*slot) = present(record.clone());
                written = true;
                assert_nothing_is_lost(&before, &stored, chosen, Some(&record), loaded);
            }
            if plan.take_back {
                stored.kept.retain(|kept| *kept != chosen.bytes);
                assert_nothing_is_lost(&before, &stored, chosen, Some(&record), loaded);
            }
            let vault = vault_in(&record);
            let revision = vault::revision(&record).unwrap();
            stored.marker = VaultMarker { expected: true, last: Some(Sighting { vault, revision }) };
            let Standing::Present(then) = reconcile(&stored) else { panic!("{loaded:?}") };
            assert!(!then.needs_choice(), "the next start knows which: {loaded:?} {chosen:?} {then:?}");
            assert_eq!((&then.vaults[0].bytes, then.mend.len()), (&record, 0), "{loaded:?}");
        }
    });
    assert!(choices > 10_000, "{choices}");
}

fn assert_nothing_is_lost(
    before: &BTreeSet<Vec<u8>>,
    stored: &Loaded,
    chosen: &Found,
    record: Option<&Vec<u8>>,
    of: &Loaded,
) {
    let after: BTreeSet<Vec<u8>> = intact(stored).into_iter().map(|(.., bytes)| bytes).collect();
    for bytes in before {
        let is_followed = *bytes == chosen.bytes && record.is_some_and(|record| after.contains(record));
        assert!(after.contains(bytes) || is_followed, "{:?} of {of:?}", vault::revision(bytes));
    }
}

#[test]
fn a_vault_with_more_saves_does_not_write_over_another_one() {
    let mut loaded = Loaded::nothing(VaultMarker::default());
    // One from an old disk lies in the database; the one that was made since, with more saves, in the files.
    loaded.database = present(copy(A, 4, 1));
    loaded.file_one = present(copy(B, 9, 1));
    let Standing::Present(found) = reconcile(&loaded) else { panic!() };
    assert!(found.needs_choice() && found.mend.is_empty());
    assert_eq!(found.vaults.len(), 2);
    assert_eq!(found.vaults[0].vault, id(B), "without a memory, the one with more saves is proposed");
    let last = Some(Sighting { vault: id(A), revision: 4 });
    loaded.marker = VaultMarker { expected: true, last };
    let Standing::Present(found) = reconcile(&loaded) else { panic!() };
    assert_eq!(found.vaults[0].vault, id(A), "with one, the one that was last used here");
}

#[test]
fn a_save_writes_the_files_in_turn() {
    let mut loaded = Loaded::nothing(VaultMarker::default());
    let mut written = Vec::new();
    for revision in 1..=4 {
        let record = copy(A, revision, 0);
        let expected = (revision > 1).then(|| revision - 1);
        let plan = plan_save(&loaded, &record, expected).unwrap();
        assert!(plan.database);
        written.push(plan.file.unwrap());
        // The database cannot be used at all.
        *loaded.at_mut(plan.file.unwrap()) = present(record);
    }
    assert_eq!(written, [Slot::FileOne, Slot::FileTwo, Slot::FileOne, Slot::FileTwo]);
}

#[test]
fn a_late_write_never_wins_over_something_newer_or_something_else() {
    let planned = StoredCopy::Unreadable(Trouble::Silent);
    let record = copy(A, 5, 1);
    for (stored, may) in [
        (None, true),
        (Some(copy(A, 4, 1)), true),
        (Some(record.clone()), true),
        (Some(b"torn".to_vec()), true),
        (Some(copy(A, 5, 2)), false),
        (Some(copy(A, 6, 1)), false),
        (Some(copy(B, 1, 1)), false),
    ] {
        assert_eq!(may_replace(stored.as_deref(), &planned, &record), may, "{stored:?}");
    }
}

#[test]
fn a_deletion_is_only_believed_whole() {
    let note = Deletion { vaults: [id(A), id(B)].into(), is_done: false };
    let bytes = note.encode();
    assert_eq!(Deletion::decode(&bytes), Some(note));
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        assert_eq!(Deletion::decode(&flipped), None);
        assert_eq!(Deletion::decode(&bytes[..at]), None);
    }
    let refused = plan_save(
        &Loaded { deletions: vec![bytes], ..Loaded::nothing(VaultMarker::default()) },
        &copy(A, 3, 0),
        Some(2),
    );
    let deleted = StoreError::ChangedElsewhere { expected: Some(2), found: None };
    assert_eq!(refused, Err(deleted), "what was deleted does not come back to life");
}

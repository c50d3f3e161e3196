//! What two stores and a marker mean, in every combination, and what two tabs may do to each other.
#![expect(clippy::panic, reason = "tests")]

use std::cell::RefCell;

use futures_executor::block_on;
use lifeboat::fault::Explain;
use lifeboat::vault::{
    self, Loaded, Standing, StoreError, StoredCopy, VaultError, VaultStore, WhichCopy, check_expected, reconcile,
};
use sha2::{Digest, Sha256};

/// An intact copy of a version and a revision, as the format promises for every version to come.
fn copy(version: u32, revision: u64, filling: u8) -> Vec<u8> {
    let mut bytes = b"LBVAULT\0".to_vec();
    bytes.extend(version.to_be_bytes());
    bytes.extend(revision.to_be_bytes());
    bytes.extend([filling; 90]);
    let checksum = Sha256::digest(&bytes);
    bytes.extend(checksum);
    bytes
}

fn damaged() -> Vec<u8> {
    let mut bytes = copy(1, 5, 0);
    bytes.reverse();
    bytes
}

/// Every state one store can be in.
fn states() -> Vec<StoredCopy> {
    vec![
        StoredCopy::Missing,
        StoredCopy::Unreadable("UnknownError".into()),
        StoredCopy::Present(damaged()),
        StoredCopy::Present(Vec::new()),
        StoredCopy::Present(copy(1, 4, 1)),
        StoredCopy::Present(copy(1, 5, 1)),
        StoredCopy::Present(copy(1, 5, 2)),
        StoredCopy::Present(copy(2, 6, 1)),
    ]
}

fn revision(copy: &StoredCopy) -> Option<u64> {
    match copy {
        StoredCopy::Present(bytes) => vault::revision(bytes).ok(),
        StoredCopy::Missing | StoredCopy::Unreadable(_) => None,
    }
}

#[test]
fn every_combination_of_two_copies_and_a_marker_has_its_meaning() {
    let mut seen = 0;
    for primary in states() {
        for secondary in states() {
            for marker in [false, true] {
                seen += 1;
                let loaded = Loaded { primary: primary.clone(), secondary: secondary.clone(), marker };
                assert_meaning(&loaded);
            }
        }
    }
    assert_eq!(seen, 128);
}

/// The table of `docs/formats/vault-v1.md`, written the other way round.
fn assert_meaning(loaded: &Loaded) {
    let standing = reconcile(loaded);
    let (first, second) = (revision(&loaded.primary), revision(&loaded.secondary));
    let (StoredCopy::Missing, StoredCopy::Missing) = (&loaded.primary, &loaded.secondary) else {
        match (first, second, &standing) {
            (None, None, Standing::Lost(why)) => {
                let has_failed = |copy: &StoredCopy| matches!(copy, StoredCopy::Unreadable(_));
                let expected = if has_failed(&loaded.primary) || has_failed(&loaded.secondary) {
                    "vault-unreadable"
                } else {
                    "vault-damaged"
                };
                assert_eq!(why.code(), expected, "{loaded:?}");
            }
            (_, _, Standing::Present { bytes, revision, mend }) => {
                assert_eq!(Some(*revision), first.max(second), "{loaded:?}");
                let chosen = StoredCopy::Present(bytes.clone());
                let expected_mend = match (loaded.primary == chosen, loaded.secondary == chosen) {
                    (true, true) => None,
                    (true, false) => Some(WhichCopy::Secondary),
                    (false, true) => Some(WhichCopy::Primary),
                    (false, false) => panic!("neither copy: {loaded:?}"),
                };
                assert_eq!(*mend, expected_mend, "{loaded:?}");
            }
            (_, _, Standing::Absent | Standing::Lost(_)) => panic!("{standing:?} from {loaded:?}"),
        }
        return;
    };
    let expected = if loaded.marker { Standing::Lost(VaultError::Missing) } else { Standing::Absent };
    assert_eq!(standing, expected);
}

/// Two stores in memory, as the browser edge would keep them.
#[derive(Default)]
struct Memory(RefCell<Slots>);

#[derive(Default)]
struct Slots {
    primary: Option<Vec<u8>>,
    secondary: Option<Vec<u8>>,
    marker: bool,
    aside: Option<Vec<u8>>,
}

impl VaultStore for Memory {
    async fn load(&self) -> Result<Loaded, StoreError> {
        let slots = self.0.borrow();
        let copy = |slot: &Option<Vec<u8>>| slot.clone().map_or(StoredCopy::Missing, StoredCopy::Present);
        Ok(Loaded { primary: copy(&slots.primary), secondary: copy(&slots.secondary), marker: slots.marker })
    }

    async fn save(&self, record: &[u8], expected: Option<u64>) -> Result<(), StoreError> {
        check_expected(&self.load().await?, expected)?;
        let mut slots = self.0.borrow_mut();
        (slots.primary, slots.secondary, slots.marker) = (Some(record.to_vec()), Some(record.to_vec()), true);
        Ok(())
    }

    async fn mend(&self, record: &[u8], which: WhichCopy) -> Result<(), StoreError> {
        let mut slots = self.0.borrow_mut();
        match which {
            WhichCopy::Primary => slots.primary = Some(record.to_vec()),
            WhichCopy::Secondary => slots.secondary = Some(record.to_vec()),
        }
        Ok(())
    }

    async fn load_aside(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.borrow().aside.clone())
    }

    async fn save_aside(&self, record: Option<&[u8]>) -> Result<(), StoreError> {
        self.0.borrow_mut().aside = record.map(<[u8]>::to_vec);
        Ok(())
    }

    async fn clear(&self) -> Result<(), StoreError> {
        self.0.replace(Slots::default());
        Ok(())
    }
}

#[test]
fn the_second_of_two_writers_is_told_and_writes_nothing() {
    block_on(async {
        let store = Memory::default();
        store.save(&copy(1, 1, 0), None).await.unwrap();
        store.save(&copy(1, 2, 7), Some(1)).await.unwrap();
        let late = store.save(&copy(1, 2, 9), Some(1)).await.unwrap_err();
        assert_eq!(late, StoreError::ChangedElsewhere { expected: Some(1), found: Some(2) });
        let another_new = store.save(&copy(1, 1, 0), None).await.unwrap_err();
        assert_eq!(another_new, StoreError::ChangedElsewhere { expected: None, found: Some(2) });
        let Standing::Present { bytes, .. } = reconcile(&store.load().await.unwrap()) else { panic!() };
        assert_eq!(bytes, copy(1, 2, 7));
    });
}

#[test]
fn a_damaged_copy_is_mended_and_an_empty_store_is_not_a_new_person() {
    block_on(async {
        let store = Memory::default();
        store.save(&copy(1, 1, 0), None).await.unwrap();
        // What Chromium does when the log of its database is damaged: every database of the origin comes back empty.
        store.0.borrow_mut().primary = None;
        let Standing::Present { bytes, revision: 1, mend: Some(which) } = reconcile(&store.load().await.unwrap())
        else {
            panic!("not mended");
        };
        store.mend(&bytes, which).await.unwrap();
        assert!(matches!(reconcile(&store.load().await.unwrap()), Standing::Present { mend: None, .. }));

        store.0.borrow_mut().primary = None;
        store.0.borrow_mut().secondary = None;
        assert_eq!(reconcile(&store.load().await.unwrap()), Standing::Lost(VaultError::Missing));
        assert!(store.save(&copy(1, 1, 0), None).await.is_err(), "a new vault over a lost one");
        store.save(&copy(1, 2, 0), Some(1)).await.unwrap();
        store.clear().await.unwrap();
        assert_eq!(reconcile(&store.load().await.unwrap()), Standing::Absent);
    });
}

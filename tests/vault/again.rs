//! Saves that need not look at everything: they do what a save does that looks, whatever somebody else did in between.

use cabinet::{Drawer, Health, Power};
use futures_executor::block_on;
use lifeboat::vault::{Copies, Deletion, Keeper, VaultId, VaultMarker};
use proptest::prelude::*;

use crate::cabinet;
use crate::cases::cases;
use crate::keeper::copy;

const PLACES: [(bool, &str); 3] = [(true, "vault"), (false, "vault"), (false, "vault-2")];

/// Both stores, with a keeper that knows how it left them, or with a new one for every save.
struct Disk {
    keeper: Keeper<Drawer, Drawer>,
    is_new: bool,
}

impl Disk {
    fn begin(is_new: bool) -> Self {
        let power = Power::default();
        let keeper = Keeper::new(Drawer::database(&power), Drawer::files(&power), VaultMarker::default());
        Self { keeper, is_new }
    }

    fn drawer(&self, is_database: bool) -> &Drawer {
        if is_database { self.keeper.database() } else { self.keeper.files() }
    }

    fn save(&mut self, record: &[u8], expected: Option<u64>) -> String {
        if self.is_new {
            let power = Power::default();
            let health = [true, false].map(|side| self.drawer(side).health.get());
            let [database, files] = [true, false].map(|side| self.drawer(side).again(&power));
            let last = self.keeper.last();
            self.keeper = Keeper::new(database, files, VaultMarker { expected: last.is_some(), last });
            for (side, health) in [true, false].into_iter().zip(health) {
                self.drawer(side).health.set(health);
            }
        }
        format!("{:?}", block_on(self.keeper.save(record, expected)))
    }

    fn lying(&self) -> [Vec<(String, Vec<u8>)>; 2] {
        [true, false].map(|side| self.drawer(side).entries.borrow().clone().into_iter().collect())
    }
}

#[test]
fn a_save_after_a_save_reads_nothing_and_one_after_somebody_else_reads_everything() {
    let disk = Disk::begin(false).keeper;
    let save = |revision: u64| block_on(disk.save(&copy(1, revision, 0), revision.checked_sub(1).filter(|it| *it > 0)));
    let read = || disk.database().read_whole.replace(0) + disk.files().read_whole.replace(0);
    assert_eq!(save(1), Ok(Copies::Both));
    read();
    for revision in 2..6 {
        assert_eq!((save(revision), read()), (Ok(Copies::Both), 0));
    }
    disk.files().entries.borrow_mut().insert("vault".to_owned(), copy(1, 3, 9));
    assert_eq!(save(6), Ok(Copies::Both));
    assert!(read() >= 3);
    assert_eq!((save(7), read()), (Ok(Copies::Both), 0));
    // The database is seen when it is written, in the transaction: nothing was written before.
    disk.database().entries.borrow_mut().insert("vault".to_owned(), copy(1, 9, 9));
    assert!(save(8).is_err(), "another tab saved in between");
    assert_eq!(disk.files().entries.borrow()["vault"], copy(1, 6, 0));
}

#[derive(Debug, Clone)]
enum Act {
    Save { vault: u8, expected: u64 },
    Put { place: usize, vault: u8, revision: u64 },
    Damage { place: usize, keep: usize },
    Remove { place: usize },
    Delete { vault: u8, is_done: bool, everywhere: bool },
    Ail { is_database: bool, health: Health },
}

fn act() -> impl Strategy<Value = Act> {
    let health = prop_oneof![4 => Just(Health::Good), 1 => Just(Health::Full), 1 => Just(Health::Broken)];
    prop_oneof![
        // Most often the next save of the same vault.
        8 => Just(Act::Save { vault: 1, expected: 0 }),
        1 => (1..3_u8, 1..4_u64).prop_map(|(vault, expected)| Act::Save { vault, expected }),
        1 => (0..3_usize, 1..3_u8, 1..12_u64).prop_map(|(place, vault, revision)| Act::Put { place, vault, revision }),
        1 => (0..3_usize, 0..100_usize).prop_map(|(place, keep)| Act::Damage { place, keep }),
        1 => (0..3_usize).prop_map(|place| Act::Remove { place }),
        1 => (1..3_u8, any::<bool>(), any::<bool>())
            .prop_map(|(vault, is_done, everywhere)| Act::Delete { vault, is_done, everywhere }),
        2 => (any::<bool>(), health).prop_map(|(is_database, health)| Act::Ail { is_database, health }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(1024), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_save_that_knows_does_what_one_does_that_looks(acts in prop::collection::vec(act(), 1..24)) {
        let mut disks = [Disk::begin(false), Disk::begin(true)];
        let mut last = 0;
        for (number, act) in acts.into_iter().enumerate() {
            let said = disks.each_mut().map(|disk| {
                let mut said = String::new();
                match &act {
                    Act::Save { vault, expected } => {
                        let expected = if *expected == 0 { last } else { *expected };
                        let filling = u8::try_from(number).unwrap();
                        said = disk.save(&copy(*vault, expected + 1, filling), Some(expected).filter(|it| *it > 0));
                    }
                    Act::Put { place, vault, revision } => {
                        let (side, name) = PLACES[*place];
                        disk.drawer(side).entries.borrow_mut().insert(name.to_owned(), copy(*vault, *revision, 99));
                    }
                    Act::Damage { place, keep } => {
                        let (side, name) = PLACES[*place];
                        if let Some(bytes) = disk.drawer(side).entries.borrow_mut().get_mut(name) {
                            bytes.truncate(*keep);
                        }
                    }
                    Act::Remove { place } => {
                        let (side, name) = PLACES[*place];
                        disk.drawer(side).entries.borrow_mut().remove(name);
                    }
                    Act::Delete { vault, is_done, everywhere } => {
                        let vaults = [VaultId::new([*vault; 8])].into();
                        let note = Deletion { vaults, is_done: *is_done }.encode();
                        for side in [true, false].into_iter().take(1 + usize::from(*everywhere)) {
                            disk.drawer(side).entries.borrow_mut().insert("gone".to_owned(), note.clone());
                        }
                    }
                    Act::Ail { is_database, health } => disk.drawer(*is_database).health.set(*health),
                }
                said
            });
            if said[0].starts_with("Ok") {
                last += 1;
            }
            prop_assert_eq!(&said[0], &said[1], "{:?}", act);
            prop_assert_eq!(disks[0].lying(), disks[1].lying(), "{:?}", act);
        }
    }
}

//! Vaults that were amended: what they open to, what is never left in them, and what a disk that fails leaves of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use futures_executor::block_on;
use lifeboat::model::{AccountAddress, Contact, ContactAddress, Network, Wallet};
use lifeboat::vault::{
    self, Amended, Contents, Copies, Deed, End, Keeper, Key, Packed, Present, SealedVault, Sighting, Standing, Undo,
    VaultError, What,
};
use proptest::prelude::*;

use crate::cabinet::{Health, Power};
use crate::cases::cases;
use crate::keeper::{self, Disk, MOST_STEPS, faults, fresh, health, opened, remembered, restarted, start};
use crate::seal::{Counter, contents, password, with_checksum};
use crate::wallets::wallet;

/// The key and the first state of one vault for every test: deriving a key takes its time.
fn begun() -> &'static (Key, SealedVault) {
    static VAULT: OnceLock<(Key, SealedVault)> = OnceLock::new();
    VAULT.get_or_init(|| vault::create(&password(), &Contents::default(), &mut Counter(0)).unwrap())
}

fn contact(number: u8, name: &str) -> Contact {
    Contact { address: ContactAddress::Account(AccountAddress::new([number; 32])), name: name.to_owned(), note: None }
}

fn with(contents: &Contents, new: Contact) -> Contents {
    let mut after = contents.clone();
    let records = after.wallet.networks.entry(Network::Mainnet.genesis()).or_default();
    records.contacts.insert(new.address.clone(), new.into());
    after
}

/// A vault from save to save, as a session has it.
#[derive(Clone)]
struct Line {
    contents: Contents,
    /// All its bytes.
    bytes: Vec<u8>,
    end: End,
    revision: u64,
}

impl Line {
    fn begin() -> Self {
        let (_, sealed) = begun();
        Self {
            contents: Contents::default(),
            bytes: sealed.bytes.clone(),
            end: sealed.end.clone(),
            revision: vault::FIRST_REVISION,
        }
    }

    fn entropy(&self) -> Counter {
        Counter(self.revision * 10_000)
    }

    fn amended(&self, after: &Contents) -> Option<Amended> {
        let between = (&self.contents, after);
        vault::amend(&begun().0, &self.end, between, self.revision + 1, &mut self.entropy()).unwrap()
    }

    fn sighting(&self) -> Sighting {
        Sighting { vault: begun().0.vault(), revision: self.revision }
    }

    fn follow(&mut self, after: Contents, amended: &Amended) {
        self.bytes.extend_from_slice(&amended.bytes);
        (self.contents, self.end, self.revision) = (after, amended.end.clone(), self.revision + 1);
    }

    fn seal(&mut self, after: Contents) {
        let sealed = Packed::of(&after).seal(&begun().0, self.revision + 1, &mut self.entropy()).unwrap();
        (self.contents, self.bytes, self.end, self.revision) = (after, sealed.bytes, sealed.end, self.revision + 1);
    }

    /// Amends what can be amended, and seals the rest. Answers whether it was amended.
    fn go_on(&mut self, after: Contents) -> bool {
        let amended = self.amended(&after);
        match &amended {
            Some(amended) => self.follow(after, amended),
            None => self.seal(after),
        }
        amended.is_some()
    }

    fn named(&self, number: u8, name: &str) -> Contents {
        with(&self.contents, contact(number, name))
    }
}

/// What happens to the contents.
#[derive(Debug, Clone)]
enum Edit {
    /// Records come, and take the place of others.
    Bring(Wallet),
    /// As an import does it, which can be taken back.
    Import(Wallet),
    /// The records are others.
    Replace(Wallet),
    /// That can be taken back no longer.
    EndUndo,
    /// Something else than a record changes.
    Settle(u32),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => wallet().prop_map(Edit::Bring),
        1 => wallet().prop_map(Edit::Import),
        1 => wallet().prop_map(Edit::Replace),
        2 => Just(Edit::EndUndo),
        2 => (1..60_u32).prop_map(Edit::Settle),
    ]
}

fn edited(before: &Contents, edit: Edit) -> Contents {
    let mut after = before.clone();
    match edit {
        Edit::Bring(new) => after.wallet.take(new),
        Edit::Import(new) => {
            let mut wallet = after.wallet.clone();
            wallet.take(new);
            after.replace_wallet(wallet, Deed { at: 1, what: What::Recovery });
        }
        Edit::Replace(new) => after.wallet = new,
        Edit::EndUndo => after.undo = None,
        Edit::Settle(minutes) => after.settings.auto_lock_minutes = minutes,
    }
    after
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(256), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_vault_opens_to_what_was_saved_last_however_it_was_saved(edits in prop::collection::vec(edit(), 1..8), cut in any::<prop::sample::Index>()) {
        let (key, _) = begun();
        let mut line = Line::begin();
        for edit in edits {
            let before = line.clone();
            let after = edited(&line.contents, edit);
            let is_amended = line.go_on(after.clone());
            prop_assert!(vault::open(key, &line.bytes).unwrap() == after);
            prop_assert_eq!(vault::revision(&line.bytes), Ok(line.revision));
            if is_amended {
                prop_assert!(are_in(&before.contents.wallet, &after.wallet), "where something goes, all is sealed anew");
                let could_come_back = before.contents.undo.as_ref().filter(|_| after.undo.is_none());
                prop_assert!(could_come_back.is_none_or(|undo| are_in(&undo.before, &after.wallet)));
                let added = line.bytes.len() - before.bytes.len();
                let torn = &line.bytes[..before.bytes.len() + cut.index(added)];
                prop_assert!(vault::open(key, torn).unwrap() == before.contents, "cut off, it is as it was");
                prop_assert_eq!(vault::revision(torn), Ok(before.revision));
            }
        }
    }

    #[test]
    fn what_a_wallet_has_more_than_another_makes_that_one_the_same(wallets in (wallet(), wallet())) {
        let (mut before, new) = wallets;
        let mut after = before.clone();
        after.take(new);
        let since = after.since(&before);
        prop_assert_eq!(after.keeps(&before), are_in(&before, &after));
        before.take(since);
        prop_assert_eq!(before, after);
    }
}

/// Whether every record and every key of one wallet is in another.
fn are_in(all: &Wallet, wallet: &Wallet) -> bool {
    let (keys, records) = (keys_of(wallet), ids_of(wallet));
    keys_of(all).iter().all(|(of, key)| keys.get(of) == Some(key)) && ids_of(all).is_subset(&records)
}

/// What names every record of a wallet.
fn ids_of(wallet: &Wallet) -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = wallet.devices.keys().map(|key| format!("{key:?}")).collect();
    for (genesis, records) in &wallet.networks {
        let identities = records.identities.keys().map(|key| format!("identity {key:?}"));
        let accounts = records.accounts.keys().map(|key| format!("account {key:?}"));
        let credentials = records.credentials.keys().map(|key| format!("credential {key:?}"));
        let cosigners = records.cosigners.keys().map(|key| format!("cosigner {key:?}"));
        let contacts = records.contacts.keys().map(|key| format!("contact {key:?}"));
        let all = identities.chain(accounts).chain(credentials).chain(cosigners).chain(contacts);
        ids.extend(std::iter::once("network".to_owned()).chain(all).map(|id| format!("{genesis} {id}")));
    }
    ids
}

/// Every key that is in a wallet, by whose it is.
fn keys_of(wallet: &Wallet) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    // EXPOSE: made up for the test.
    let text = |secret: &lifeboat::secret::SecretText| secret.expose().to_owned();
    for (genesis, records) in &wallet.networks {
        for (key, identity) in &records.identities {
            if let Some(phone) = &identity.phone {
                keys.extend(phone.keys.as_ref().map(|it| (format!("{genesis} {key:?}"), text(it))));
                keys.insert(format!("{genesis} {key:?} more"), text(&phone.other_members));
            }
        }
        for (key, account) in &records.accounts {
            let texts = account.keys.as_ref().map(|it| {
                let rest = [&it.encryption, &it.commitments].map(|it| it.as_ref().map(text));
                format!("{} {rest:?}", text(&it.signing))
            });
            keys.extend(texts.map(|it| (format!("{genesis} {key:?}"), it)));
            let phone = account.phone.as_ref();
            keys.extend(phone.map(|it| (format!("{genesis} {key:?} more"), text(&it.other_members))));
        }
    }
    keys
}

#[test]
fn where_something_goes_the_vault_is_sealed_whole() {
    let mut line = Line::begin();
    line.seal(contents());
    let amended = |change: &dyn Fn(&mut Contents)| {
        let mut after = line.contents.clone();
        change(&mut after);
        line.amended(&after).is_some()
    };
    let records = |contents: &mut Contents| contents.wallet.networks.pop_first().unwrap();
    assert!(amended(&|_| ()), "nothing has changed");
    assert!(amended(&|after| after.undo = None), "what could be taken back held nothing more");
    assert!(amended(&|after| after.models.clear()), "a model is no record");
    assert!(!amended(&|after| drop(records(after))));
    assert!(!amended(&|after| after.wallet.networks.values_mut().for_each(|records| records.contacts.clear())));
    assert!(!amended(&|after| after.wallet.devices.clear()));
    assert!(!amended(&|after| after.backup.held.clear()), "what backups hold is no record");
    assert!(!amended(&|after| after.undo = Some(Undo { before: after.wallet.clone(), of: None })));
    // A wallet that could have come back goes with what was in it.
    let held = Undo { before: with(&line.contents, contact(9, "Gone")).wallet, of: None };
    line.seal(Contents { undo: Some(held), ..line.contents.clone() });
    assert!(line.amended(&Contents { undo: None, ..line.contents.clone() }).is_none());
}

#[test]
fn many_amendments_are_sealed_into_one_vault_in_the_end() {
    let mut line = Line::begin();
    let (mut amended, mut longest) = (0_u32, 0);
    for number in 0..400_u32 {
        let name = format!("{number:1000}");
        amended += u32::from(line.go_on(line.named(1, &name)));
        longest = longest.max(line.bytes.len());
    }
    assert!((380..400).contains(&amended), "{amended} of 400");
    assert!(longest < 72 * 1024, "{longest} bytes for one contact");
    let unlocked = vault::unlock(&line.bytes, &password()).unwrap();
    assert!(unlocked.contents == line.contents);
    assert_eq!(unlocked.end, Some(line.end), "where it can be amended is known from its bytes alone");
}

#[test]
fn an_amendment_opens_behind_what_it_was_made_for_and_nowhere_else() {
    let (key, _) = begun();
    let mut line = Line::begin();
    let (first, second) = {
        let begin = line.bytes.len();
        assert!(line.go_on(line.named(1, "One")));
        let middle = line.bytes.len();
        assert!(line.go_on(line.named(2, "Two")));
        (line.bytes[begin..middle].to_vec(), line.bytes[middle..].to_vec())
    };
    let whole = &begun().1.bytes;
    let opens = |parts: &[&[u8]]| vault::open(key, &parts.concat()).map(|contents| contents.wallet);
    let begin = Contents::default();
    assert!(opens(&[whole, &first, &second]) == Ok(line.contents.wallet.clone()));
    assert_eq!(opens(&[whole, &second]), Ok(begin.wallet.clone()), "the one before it is missing");
    assert_eq!(opens(&[whole, &second, &first]), Ok(begin.wallet.clone()));
    assert_eq!(opens(&[whole, &first, &first]), Ok(with(&begin, contact(1, "One")).wallet), "once is enough");

    // With checksums made anew, the tag says it.
    let body = |amendment: &[u8]| amendment[..amendment.len() - 32].to_vec();
    let resummed =
        |parts: &[&[u8]]| parts.iter().fold(Vec::new(), |before, part| with_checksum([before, body(part)].concat()));
    assert!(opens(&[&resummed(&[whole, &first, &second])]) == Ok(line.contents.wallet.clone()));
    assert_eq!(opens(&[&resummed(&[whole, &second])]), Err(VaultError::WrongPassword));
    assert_eq!(opens(&[&resummed(&[whole, &second, &first])]), Err(VaultError::WrongPassword), "and what is behind it");
    let mut other = Line::begin();
    other.seal(contents());
    assert_eq!(opens(&[&resummed(&[&other.bytes, &second])]), Err(VaultError::WrongPassword), "of another vault");
    for at in 0..first.len() - 32 {
        let mut changed = first.clone();
        changed[at] ^= 1;
        let found = opens(&[&resummed(&[whole, &changed])]);
        // A length or a number that does not fit makes it none.
        let is_seen = found == Err(VaultError::WrongPassword) || found == Ok(begin.wallet.clone());
        assert!(is_seen, "{at}");
    }
}

/// Saves as the session does: amended where that goes, else whole.
async fn save(disk: &Disk, line: &mut Line, after: Contents) -> Result<bool, vault::StoreError> {
    let amended = if disk.can_amend(&line.end) { line.amended(&after) } else { None };
    if let Some(amended) = amended {
        let saved = Sighting { revision: line.revision + 1, ..line.sighting() };
        if let Some(copies) = disk.amend(&amended, saved).await {
            copies?;
            line.follow(after, &amended);
            return Ok(true);
        }
    }
    let mut next = line.clone();
    next.seal(after);
    disk.save(&next.bytes, Some(line.revision)).await?;
    *line = next;
    Ok(false)
}

#[test]
fn a_save_writes_what_changed_and_reads_nothing() {
    block_on(async {
        let (disk, mut line) = (fresh(&Power::default()), Line::begin());
        disk.save(&line.bytes, None).await.unwrap();
        let read = |disk: &Disk| disk.database().read_whole.replace(0) + disk.files().read_whole.replace(0);
        read(&disk);
        for name in ["Anna", "Anne", "Annette"] {
            let after = line.named(1, name);
            assert_eq!((save(&disk, &mut line, after).await, read(&disk)), (Ok(true), 0));
        }
        // After a start it is known how both stores are, for everything was read.
        let disk = restarted(&disk, Some(line.sighting()));
        assert_eq!(opened(&disk).await, line.bytes);
        read(&disk);
        let after = line.named(2, "Bert");
        assert_eq!((save(&disk, &mut line, after).await, read(&disk)), (Ok(true), 0));
        assert_eq!(opened(&restarted(&disk, Some(line.sighting()))).await, line.bytes);
        // Somebody else was here: nothing is written behind what they left.
        let entry = disk.files().entries.borrow().get("vault").unwrap().clone();
        disk.files().entries.borrow_mut().insert("vault".to_owned(), entry[..entry.len() - 1].to_vec());
        let after = line.named(3, "Carla");
        assert_eq!(save(&disk, &mut line, after).await, Ok(false));
        assert_eq!(opened(&restarted(&disk, Some(line.sighting()))).await, line.bytes);
    });
}

#[test]
#[ignore = "dies at every byte, under every fault"]
fn an_amendment_that_dies_at_any_byte_leaves_the_last_good_state() {
    let mut deaths = 0;
    for (database, files) in faults() {
        for amended_before in 0..3 {
            for steps in 0..MOST_STEPS {
                let power = Power::default();
                let (disk, mut line) = (fresh(&power), Line::begin());
                block_on(disk.save(&line.bytes, None)).unwrap();
                for number in 0..amended_before {
                    let after = line.named(number, "Before");
                    assert_eq!(block_on(save(&disk, &mut line, after)), Ok(true));
                }
                disk.database().health.set(database);
                disk.files().health.set(files);
                power.lasts(steps);
                let before = line.clone();
                let after = line.named(7, "After");
                let saved = block_on(save(&disk, &mut line, after.clone()));
                let is_over = !power.is_gone();
                let disk = restarted(&disk, Some(before.sighting()));
                disk.database().health.set(if database == Health::Full { Health::Good } else { database });
                let found = vault::open(&begun().0, &block_on(opened(&disk))).unwrap();
                if saved.is_ok() {
                    assert!(found == after, "{database:?} {files:?} {steps}");
                } else {
                    assert!(found == before.contents || found == after, "{database:?} {files:?} {steps}");
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
fn an_amendment_that_one_store_did_not_take_is_made_up_for() {
    for side in [0, 1] {
        block_on(async {
            let (disk, mut line) = (fresh(&Power::default()), Line::begin());
            disk.save(&line.bytes, None).await.unwrap();
            let ailing = if side == 0 { disk.database() } else { disk.files() };
            ailing.health.set(Health::Full);
            let after = line.named(1, "Anna");
            let amended = line.amended(&after).unwrap();
            let saved = Sighting { revision: 2, ..line.sighting() };
            assert!(matches!(disk.amend(&amended, saved).await, Some(Ok(Copies::One(_)))));
            line.follow(after, &amended);
            ailing.health.set(Health::Good);
            // The next save sees that not everything is as it should be.
            let after = line.named(2, "Bert");
            assert_eq!(save(&disk, &mut line, after).await, Ok(false));
            for emptied in [disk.database(), disk.files()] {
                let disk = restarted(&disk, Some(line.sighting()));
                emptied.entries.borrow_mut().clear();
                assert_eq!(opened(&disk).await, line.bytes, "either copy is enough");
            }
        });
    }
}

#[test]
#[ignore = "dies at every step of a removal"]
fn what_was_removed_is_in_no_copy_after_the_next_save_wherever_the_removal_dies() {
    let (mut deaths, mut removals) = (0, 0);
    for amended_before in [0, 2] {
        for steps in 0..MOST_STEPS * 4 {
            let power = Power::default();
            let (disk, mut line) = (fresh(&power), Line::begin());
            block_on(disk.save(&line.bytes, None)).unwrap();
            let mut next = line.clone();
            next.seal(line.named(1, "Anna"));
            block_on(disk.save(&next.bytes, Some(1))).unwrap();
            line = next;
            for number in 0..amended_before {
                let after = line.named(2 + number, "Before");
                assert_eq!(block_on(save(&disk, &mut line, after)), Ok(true));
            }
            let mut removed = line.clone();
            removed.seal(without(&line.contents, 1));
            power.lasts(steps);
            let saved = block_on(disk.save(&removed.bytes, Some(line.revision)));
            if saved.is_ok() {
                block_on(disk.replace_older(&removed.bytes));
            }
            let is_over = !power.is_gone();
            let disk = restarted(&disk, Some(if saved.is_ok() { removed.sighting() } else { line.sighting() }));
            let found = block_on(opened(&disk));
            deaths += u32::from(!is_over);
            if found == removed.bytes {
                let after = removed.named(9, "Later");
                block_on(save(&disk, &mut removed, after)).unwrap();
                for (name, bytes) in disk.database().entries.borrow().iter().chain(disk.files().entries.borrow().iter())
                {
                    let Ok(contents) = vault::open(&begun().0, bytes) else { continue };
                    assert!(without(&contents, 1) == contents, "{name} after {steps}");
                }
                removals += 1;
            }
            if is_over {
                break;
            }
        }
    }
    assert!(deaths > 1_000 && removals > 500, "{deaths} deaths, {removals} removals that were found");
}

fn without(contents: &Contents, number: u8) -> Contents {
    let mut after = contents.clone();
    let address = contact(number, "").address;
    after.wallet.networks.values_mut().for_each(|records| drop(records.contacts.remove(&address)));
    after
}

#[test]
fn a_torn_copy_that_is_the_only_one_is_written_over_last() {
    for steps in 0..MOST_STEPS {
        let power = Power::default();
        let (disk, mut line) = (fresh(&power), Line::begin());
        // All that is left: an amendment that was cut off, in a file.
        let amended = line.amended(&line.named(1, "Anna")).unwrap();
        let torn = [&line.bytes[..], &amended.bytes[..amended.bytes.len() - 1]].concat();
        disk.files().entries.borrow_mut().insert("vault".to_owned(), torn);
        disk.database().health.set(Health::Broken);
        let opened = line.bytes.clone();
        line.seal(line.named(2, "Bert"));
        let settled = block_on(async {
            let loaded = disk.load().await;
            let plan = vault::settle(&loaded, &opened, &line.bytes);
            power.lasts(steps);
            disk.settle(&loaded, &opened, &line.bytes, &plan).await
        });
        let is_over = !power.is_gone();
        let disk = restarted(&disk, None);
        disk.database().health.set(Health::Broken);
        let Standing::Present(present) = block_on(start(&disk)) else { panic!("{steps}: nothing is left") };
        let bytes = &present.vaults.first().unwrap().bytes;
        assert!(*bytes == opened || *bytes == line.bytes, "{steps}");
        if is_over {
            assert!(settled.is_ok() && *bytes == line.bytes);
            return;
        }
    }
    panic!("more steps than {MOST_STEPS}");
}

#[test]
fn nothing_is_written_behind_a_state_that_is_not_the_newest() {
    block_on(async {
        let (disk, mut line) = (fresh(&Power::default()), Line::begin());
        disk.save(&line.bytes, None).await.unwrap();
        let mut stale = line.clone();
        let after = line.named(1, "Anna");
        assert_eq!(save(&disk, &mut line, after).await, Ok(true));
        // Another engine that was open before has looked at the stores again, and goes on from what it had.
        let other = restarted(&disk, Some(stale.sighting()));
        other.load().await;
        let after = stale.named(2, "Bert");
        assert!(save(&other, &mut stale, after).await.is_err(), "somebody else has saved");
        assert_eq!(opened(&restarted(&disk, Some(line.sighting()))).await, line.bytes);
        // The database lacks what a file has.
        disk.database().entries.borrow_mut().insert("vault".to_owned(), begun().1.bytes.clone());
        disk.files().entries.borrow_mut().insert("vault-2".to_owned(), begun().1.bytes.clone());
        let other = restarted(&disk, Some(Line::begin().sighting()));
        other.load().await;
        assert!(!other.can_amend(&begun().1.end));
    });
}

#[test]
fn a_deletion_long_ago_does_not_make_every_save_a_whole_one() {
    block_on(async {
        let (disk, mut line) = (fresh(&Power::default()), Line::begin());
        disk.save(&keeper::copy(7, 1, 0), None).await.unwrap();
        assert_eq!(disk.clear().await, Ok(true));
        disk.save(&line.bytes, None).await.unwrap();
        for name in ["Anna", "Anne"] {
            let after = line.named(1, name);
            assert_eq!(save(&disk, &mut line, after).await, Ok(true));
        }
        // Deleted meanwhile by another engine: it does not come back to life.
        assert_eq!(restarted(&disk, Some(line.sighting())).clear().await, Ok(true));
        let after = line.named(2, "Bert");
        assert!(save(&disk, &mut line, after).await.is_err());
    });
}

/// What happens on one day.
#[derive(Debug, Clone)]
enum Day {
    /// Some saves, with the stores as they are, the power lasting so long.
    Save { database: Health, files: Health, steps: usize, saves: u8 },
    /// The browser is closed and opened again; a store may not answer.
    Restart { database: Health, files: Health },
}

fn day() -> impl Strategy<Value = Day> {
    let steps = prop_oneof![3 => Just(usize::MAX), 1 => 0_usize..4_000];
    let save = (health(), health(), steps, 1..4_u8);
    prop_oneof![
        3 => save.prop_map(|(database, files, steps, saves)| Day::Save { database, files, steps, saves }),
        1 => (health(), health()).prop_map(|(database, files)| Day::Restart { database, files }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(256), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_to_amended_vaults_no_older_state_is_taken_without_a_word(days in prop::collection::vec(day(), 1..12)) {
        block_on(async {
            let mut power = Power::default();
            let mut disk = fresh(&power);
            let mut line = Line::begin();
            disk.save(&line.bytes, None).await.unwrap();
            // Every state that may be found in the morning: the last one that was reported as saved, and those after it.
            let mut states = vec![line.clone()];
            for (number, day) in days.into_iter().enumerate() {
                match day {
                    Day::Save { database, files, steps, saves } => {
                        disk.database().health.set(database);
                        disk.files().health.set(files);
                        power.lasts(steps);
                        for save_of_day in 0..saves {
                            let after = line.named(save_of_day, &format!("Day {number}"));
                            let mut tried = line.clone();
                            tried.go_on(after.clone());
                            let mut sealed = line.clone();
                            sealed.seal(after.clone());
                            if save(&disk, &mut line, after).await.is_ok() {
                                states = vec![line.clone()];
                            } else {
                                states.extend([tried, sealed]);
                                break;
                            }
                        }
                    }
                    Day::Restart { database, files } => {
                        let next = restarted(&disk, Some(line.sighting()));
                        next.database().health.set(database);
                        next.files().health.set(files);
                        match start(&next).await {
                            Standing::Present(Present { vaults, missing: None, .. }) => {
                                let found = &vaults.first().unwrap().bytes;
                                prop_assert!(states.iter().any(|state| state.bytes == *found));
                            }
                            // Said, and nothing is thrown away.
                            Standing::Present(_) | Standing::Lost(_) => {}
                            Standing::Absent { .. } => prop_assert!(false, "taken for a new person"),
                        }
                    }
                }
                // The next morning both stores answer, and everything is there.
                power = Power::default();
                let (database, files) = (disk.database().again(&power), disk.files().again(&power));
                disk = Keeper::new(database, files, remembered(Some(line.sighting())));
                let found = keeper::opened(&disk).await;
                let state = states.iter().find(|state| state.bytes == found);
                prop_assert!(state.is_some(), "neither what was saved nor what was to be");
                line = state.unwrap().clone();
                prop_assert!(vault::open(&begun().0, &found).unwrap() == line.contents);
                states = vec![line.clone()];
            }
            Ok(())
        })?;
    }
}

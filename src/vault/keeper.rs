//! The vault in its two stores: reads them, carries out what `standing` and `moves` decided, and says how it went.
//! This file knows the order of the steps, each of which may be the last one before the power goes; it decides nothing else.

use crate::gather::Gather;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use futures_util::future::{join, join_all, join3};

use super::again::LastSave;
use super::amending::Amended;
use super::deletion::{Deletion, Deletions, GONE};
use super::frame::{End, Frame};
use super::loaded::{Condition, Intact, Loaded, Sighting, Slot, StorageEngine, StoredCopy, VaultMarker};
use super::moves::{Settling, may_replace, plan_save_of, to_save};
use super::passkey::Passkey;
use super::store::{Cabinet, Copies, StoreError, Trouble, written};

/// Where vaults are set aside, in each store. Several at once are rare: a person put one back from an old disk.
const KEPT: [&str; 6] = ["kept-1", "kept-2", "kept-3", "kept-4", "kept-5", "kept-6"];
/// The checkpoint of an interrupted recovery, in the database only: losing it costs approvals on the Ledger, nothing else.
const ASIDE: &str = "aside";
/// The vault's key, wrapped for a passkey; in the database only: losing it costs typing the password.
const PASSKEY: &str = "passkey";

/// What lies beside the vault, and goes with it.
const BESIDE: [&str; 2] = [ASIDE, PASSKEY];

/// Both stores, and what the extension's plain storage remembers of them.
#[derive(Debug)]
pub struct Keeper<D, F> {
    database: D,
    files: F,
    marker: RefCell<VaultMarker>,
    /// How the last save left both stores, if all went well.
    last_save: Cell<Option<LastSave>>,
}

/// What one store answered.
#[derive(Default)]
struct Shelf {
    kept: Vec<Vec<u8>>,
    deletion: Option<Vec<u8>>,
}

impl<D: Cabinet, F: Cabinet> Keeper<D, F> {
    /// `marker`: what the extension's plain storage says at the start.
    pub const fn new(database: D, files: F, marker: VaultMarker) -> Self {
        Self { database, files, marker: RefCell::new(marker), last_save: Cell::new(None) }
    }

    /// The first store.
    pub const fn database(&self) -> &D {
        &self.database
    }

    /// The second store.
    pub const fn files(&self) -> &F {
        &self.files
    }

    /// What was last seen saved.
    pub fn last(&self) -> Option<Sighting> {
        self.marker.borrow().last
    }

    /// This is on the disk, and the one in use.
    pub fn note(&self, last: Sighting) {
        *self.marker.borrow_mut() = VaultMarker { expected: true, last: Some(last) };
    }

    /// Reads everything. A store that fails is an unreadable copy. A deletion that was cut off is finished first.
    pub async fn load(&self) -> Loaded {
        let mut loaded = self.read().await;
        let deletions = Deletions::of(&loaded);
        if deletions.is_pending() {
            let named = deletions.named().clone();
            self.finish(&loaded, named).await;
            loaded = self.read().await;
        }
        self.last_save.set(LastSave::found(&loaded));
        loaded
    }

    /// Writes both copies. Ready when they survive a power cut.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] and nothing written if something else than `expected` is stored; else if neither store
    /// took it. What was stored before is whole in every case.
    pub async fn save(&self, record: &[u8], expected: Option<u64>) -> Result<Copies, StoreError> {
        if let Some(copies) = self.save_again(record, expected).await {
            return copies;
        }
        let mut loaded = self.read_slots().await;
        let saved = to_save(record)?;
        let plan = plan_save_of(&loaded, &saved, expected)?;
        let mut refused = Ok(());
        let first = if plan.database {
            let agrees = |stored: Option<&[u8]>| {
                if stored.is_some_and(|stored| loaded.database.is(stored)) {
                    return true;
                }
                loaded.database =
                    stored.map_or(StoredCopy::Missing, |bytes| StoredCopy::Present(bytes.to_vec().into()));
                let now = plan_save_of(&loaded, &saved, expected);
                let may = now.as_ref().is_ok_and(|now| now.database);
                refused = now.map(|_| ());
                may
            };
            self.database.replace(Slot::Database.name(), record, agrees).await
        } else {
            Ok(false)
        };
        refused?;
        let first = written(first);
        let mut second = Err(Trouble::Failed("no place".to_owned()));
        if let Some(slot) = plan.file {
            second = self.put(slot, loaded.at(slot), record).await;
        }
        // The other file has the last good copy: it is only written over where the database has a better one.
        if let (Err(Trouble::Failed(_)), Ok(()), Some(spare)) = (&second, &first, plan.spare) {
            second = self.put(spare, loaded.at(spare), record).await;
        }
        let newest = Sighting { vault: saved.vault, revision: saved.revision };
        if let (Ok(()), Ok(()), Some(file)) = (&first, &second, plan.file) {
            self.last_save.set(LastSave::after(&loaded, record, newest, file));
        }
        let copies = Copies::of(first, second)?;
        self.note(newest);
        Ok(copies)
    }

    /// The usual save; `None`, and nothing is written, where everything has to be looked at.
    async fn save_again(&self, record: &[u8], expected: Option<u64>) -> Option<Result<Copies, StoreError>> {
        let last = self.last_save.take()?;
        let (vault, revision) = Frame::of_made(record).ok()?;
        let saved = Sighting { vault, revision };
        let (copies, next) = last.follow((&self.database, &self.files), record, saved, expected).await?;
        self.last_save.set(next);
        if copies.is_ok() {
            self.note(saved);
        }
        Some(copies)
    }

    /// Whether an amendment may be written behind a vault that ends so: the last save left it in both stores.
    pub fn can_amend(&self, end: &End) -> bool {
        self.last_save.get().is_some_and(|last| last.ends() == end.ends())
    }

    /// Writes an amendment behind the vault, in both stores. `None`, and nothing is written, where what it belongs behind is not how the last
    /// save left them, or nobody knows how: then the vault is to be saved whole.
    pub async fn amend(&self, amended: &Amended, saved: Sighting) -> Option<Result<Copies, StoreError>> {
        let last = self.last_save.take()?;
        let (copies, next) = last.amend((&self.database, &self.files), amended, saved).await?;
        self.last_save.set(next);
        if copies.is_ok() {
            self.note(saved);
        }
        Some(copies)
    }

    /// Writes the places that lack this copy.
    pub async fn mend(&self, loaded: &Loaded, record: &[u8], slots: &[Slot]) -> Copies {
        let mut trouble = None;
        for slot in slots {
            if let Err(failed) = self.put(*slot, loaded.at(*slot), record).await {
                trouble = Some(trouble.map_or(failed.clone(), |before: Trouble| before.or(failed)));
            }
        }
        trouble.into()
    }

    /// Writes over every older state of this vault, once both stores have the newest: what an old password opens does not stay.
    pub async fn replace_older(&self, record: &[u8]) {
        let mut loaded = self.load().await;
        let has = |side: StorageEngine| Slot::ALL.iter().any(|slot| slot.side() == side && loaded.at(*slot).is(record));
        let Ok(newest) = Intact::parse(record) else { return };
        if has(StorageEngine::Database) && has(StorageEngine::Files) {
            let is_older = |slot: &Slot| loaded.at(*slot).examine().intact().is_some_and(|copy| newest.follows(&copy));
            let older: Vec<Slot> = Slot::ALL.into_iter().filter(is_older).collect();
            // What cannot be written now, the next save writes over: it is not in the newest state.
            if self.mend(&loaded, record, &older).await == Copies::Both {
                for slot in older {
                    *loaded.at_mut(slot) = StoredCopy::Present(record.to_vec().into());
                }
                self.last_save.set(LastSave::found(&loaded));
            }
        }
    }

    /// Makes a vault that was opened the one in use. What would be written over is set aside first.
    ///
    /// # Errors
    /// [`StoreError`], and everything lies where it lay, if something could not be set aside, or the vault could not be written
    /// anywhere.
    pub async fn settle(
        &self,
        loaded: &Loaded,
        opened: &[u8],
        record: &[u8],
        plan: &Settling,
    ) -> Result<Copies, StoreError> {
        for vault in &plan.keep {
            self.keep(vault).await?;
        }
        let mut is_safe = Slot::ALL.iter().any(|slot| loaded.at(*slot).is(record));
        let mut trouble: Option<Trouble> = None;
        for slot in &plan.write {
            // The opened copy is not touched before what follows it is on the disk. The database writes all or nothing.
            let is_last = slot.side() == StorageEngine::Files && loaded.at(*slot).holds(opened) && !is_safe;
            let put = if is_last {
                Err(Trouble::Failed("no place".to_owned()))
            } else {
                self.put(*slot, loaded.at(*slot), record).await
            };
            match put {
                Ok(()) => is_safe = true,
                Err(failed) => trouble = Some(trouble.map_or(failed.clone(), |before| before.or(failed))),
            }
        }
        if let (false, Some(trouble)) = (is_safe, &trouble) {
            return Err(trouble.clone().into());
        }
        if plan.take_back && trouble.is_none() {
            // What stays on the shelf is only offered once more.
            self.take_off(opened).await;
        }
        Ok(trouble.into())
    }

    /// Deletes everything, for ever: notes it first, so that a power cut leaves a deletion to be finished and not a loss. Answers
    /// whether everything is gone already; else the rest goes at the next start.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is deleted, if it could not be noted in either store.
    pub async fn clear(&self) -> Result<bool, StoreError> {
        let loaded = self.read().await;
        let slots = Slot::ALL.into_iter().filter_map(|slot| loaded.at(slot).examine().intact());
        let kept = loaded.kept.iter().filter_map(|bytes| Intact::parse(bytes).ok());
        let mut vaults: BTreeSet<_> = slots.chain(kept).map(|copy| copy.vault).gather();
        vaults.extend(loaded.marker.last.map(|last| last.vault));
        let note = Deletion { vaults: vaults.clone(), is_done: false }.encode();
        let (first, second) =
            join(self.database.replace(GONE, &note, |_| true), self.files.replace(GONE, &note, |_| true)).await;
        if let (Err(one), Err(other)) = (&first, &second) {
            return Err(one.clone().or(other.clone()).into());
        }
        *self.marker.borrow_mut() = VaultMarker::default();
        let loaded = Loaded { deletions: vec![note], marker: VaultMarker::default(), ..loaded };
        Ok(self.finish(&loaded, vaults).await)
    }

    /// Reads what lies beside the vault (`seal_aside`). One copy is enough: losing it loses no record.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn load_aside(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.database.read(ASIDE).await?)
    }

    /// Writes what lies beside the vault; `None` removes it.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn save_aside(&self, record: Option<&[u8]>) -> Result<(), StoreError> {
        match record {
            Some(record) => self.database.replace(ASIDE, record, |_| true).await.map(|_| ())?,
            None => self.database.remove(ASIDE).await?,
        }
        Ok(())
    }

    /// Reads what is wrapped for a passkey. What cannot be read is not offered.
    pub async fn load_passkey(&self) -> Option<Passkey> {
        Passkey::parse(&self.database.read(PASSKEY).await.ok()??)
    }

    /// Writes what is wrapped for a passkey; `None` removes it.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn save_passkey(&self, passkey: Option<&Passkey>) -> Result<(), StoreError> {
        match passkey {
            Some(passkey) => self.database.replace(PASSKEY, &passkey.bytes(), |_| true).await.map(|_| ())?,
            None => self.database.remove(PASSKEY).await?,
        }
        Ok(())
    }

    /// What is in the slots, and what is noted of deletions.
    async fn read_slots(&self) -> Loaded {
        self.read_with(&[]).await
    }

    /// Everything.
    async fn read(&self) -> Loaded {
        self.read_with(&KEPT).await
    }

    async fn read_with(&self, kept: &[&str]) -> Loaded {
        let (database, one, two) = join3(
            self.database.read(Slot::Database.name()),
            self.files.read(Slot::FileOne.name()),
            self.files.read(Slot::FileTwo.name()),
        )
        .await;
        // Whoever did not answer is not asked again and again.
        let (shelf, other) = join(
            read_shelf(&self.database, is_silent(&database), kept),
            read_shelf(&self.files, is_silent(&one), kept),
        )
        .await;
        let mut loaded = Loaded {
            database: database.into(),
            file_one: one.into(),
            file_two: two.into(),
            kept: Vec::new(),
            deletions: shelf.deletion.into_iter().chain(other.deletion).collect(),
            marker: self.marker.borrow().clone(),
        }
        .sharing();
        for kept in shelf.kept.into_iter().chain(other.kept) {
            if !loaded.is_kept(&kept) && Intact::parse(&kept).is_ok() {
                loaded.kept.push(kept);
            }
        }
        loaded
    }

    async fn put(&self, slot: Slot, planned: &StoredCopy, record: &[u8]) -> Result<(), Trouble> {
        let agrees = |stored: Option<&[u8]>| may_replace(stored, planned, record);
        written(match slot.side() {
            StorageEngine::Database => self.database.replace(slot.name(), record, agrees).await,
            StorageEngine::Files => self.files.replace(slot.name(), record, agrees).await,
        })
    }

    /// Sets a vault aside; in both stores, if they let it.
    async fn keep(&self, vault: &[u8]) -> Result<(), StoreError> {
        match join(keep_in(&self.database, vault), keep_in(&self.files, vault)).await {
            (Err(one), Err(other)) => Err(one.or(other).into()),
            (Ok(()), _) | (_, Ok(())) => Ok(()),
        }
    }

    async fn take_off(&self, vault: &[u8]) {
        join(take_off(&self.database, vault), take_off(&self.files, vault)).await;
    }

    /// Deletes what a deletion under way covers. Answers whether nothing of it is left.
    async fn finish(&self, loaded: &Loaded, vaults: BTreeSet<super::VaultId>) -> bool {
        let deletions = Deletions::of(loaded);
        let (one, two) =
            join(sweep(&self.database, &[Slot::Database], &deletions), sweep(&self.files, &Slot::FILES, &deletions))
                .await;
        if one && two {
            let done = Deletion { vaults, is_done: true }.encode();
            let noted = join(self.database.replace(GONE, &done, |_| true), self.files.replace(GONE, &done, |_| true));
            // What is not noted as done is looked for once more.
            let _ = noted.await;
        }
        one && two
    }
}

fn is_silent(read: &Result<Option<Vec<u8>>, Trouble>) -> bool {
    matches!(read, Err(Trouble::Silent))
}

/// Asks for everything at once: there is little of it, and most of it is not there.
async fn read_shelf<C: Cabinet>(cabinet: &C, is_silent: bool, kept: &[&str]) -> Shelf {
    if is_silent {
        return Shelf::default();
    }
    let found = |read: Result<Option<Vec<u8>>, Trouble>| read.ok().flatten();
    let (deletion, kept) = join(cabinet.read(GONE), join_all(kept.iter().map(|name| cabinet.read(name)))).await;
    Shelf { kept: kept.into_iter().filter_map(found).collect(), deletion: found(deletion) }
}

/// What nobody could open, or an earlier state of the vault that is to lie there.
fn may_give_way(stored: &[u8], vault: &[u8]) -> bool {
    let Ok(stored) = Intact::parse(stored) else { return true };
    Intact::parse(vault).is_ok_and(|vault| vault.follows(&stored))
}

/// Finds a place for a vault to be set aside: its own, or a free one.
async fn keep_in<C: Cabinet>(cabinet: &C, vault: &[u8]) -> Result<(), Trouble> {
    for name in KEPT {
        let is_free =
            |stored: Option<&[u8]>| stored.is_none_or(|stored| stored == vault || may_give_way(stored, vault));
        if cabinet.replace(name, vault, is_free).await? {
            return Ok(());
        }
    }
    Err(Trouble::Failed("no place".to_owned()))
}

async fn take_off<C: Cabinet>(cabinet: &C, vault: &[u8]) {
    for name in KEPT {
        if cabinet.read(name).await.is_ok_and(|stored| stored.is_some_and(|stored| stored == vault)) {
            // What stays is only offered once more.
            let _ = cabinet.remove(name).await;
        }
    }
}

/// Removes what a deletion covers. Answers whether nothing of it is left in this store.
async fn sweep<C: Cabinet>(cabinet: &C, slots: &[Slot], deletions: &Deletions) -> bool {
    let mut is_clean = true;
    for name in slots.iter().map(|slot| slot.name()).chain(KEPT).chain(BESIDE) {
        let copy = StoredCopy::from(cabinet.read(name).await);
        // A store that does not answer now is asked again at the next start.
        if matches!(copy, StoredCopy::Unreadable(Trouble::Silent)) {
            return false;
        }
        let is_waste = if copy == StoredCopy::Missing {
            // What was written behind something that is gone goes, too.
            slots.iter().any(|slot| slot.name() == name)
        } else if BESIDE.contains(&name) {
            !deletions.has_another()
        } else {
            deletions.covers(&copy)
        };
        if is_waste {
            is_clean &= cabinet.remove(name).await.is_ok();
        } else if matches!(copy.examine(), Condition::Bad(super::VaultError::Unreadable { .. })) {
            is_clean = false;
        }
    }
    is_clean
}

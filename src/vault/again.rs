//! The usual save: both stores are as the save before left them, and that is seen at the ends of what lies there.
//! Reading a vault of ten megabytes three times, to write it twice, takes longer than writing it. This file knows when that is not needed; as soon
//! as anything is not as it was left, nothing is written here, and `keeper` looks at everything.

use futures_util::future::join;

use super::amending::Amended;
use super::deletion::{Deletions, GONE};
use super::loaded::{Condition, Loaded, Sighting, Slot, StoredCopy};
use super::store::{Cabinet, Copies, Ends, StoreError, Trouble, written};

/// How the stores were left: with the newest state in the database and in one file.
#[derive(Debug, Clone, Copy)]
pub(super) struct LastSave {
    newest: Sighting,
    /// Its last bytes are its checksum, and say which bytes are before them.
    ends: Ends,
    /// The file that has it.
    file: Slot,
    /// What lies in the other file, which is written next; `None` if nothing does.
    other: Option<Ends>,
    /// What the database and the files say about deletions.
    gone: [Option<Ends>; 2],
}

impl LastSave {
    /// After this record was written to the database and to this file. `None` where the next save has to look: what lies in the other
    /// file is not an earlier state of it, or a deletion is not noted everywhere.
    pub(super) fn after(loaded: &Loaded, record: &[u8], newest: Sighting, file: Slot) -> Option<Self> {
        let other = loaded.at(other_than(file));
        let is_own = other.examine().intact().is_some_and(|copy| copy.vault == newest.vault);
        let gone = match loaded.deletions.as_slice() {
            [] => [None, None],
            [database, files] if !Deletions::of(loaded).is_pending() => {
                [database, files].map(|note| Some(Ends::of(note)))
            }
            _ => return None,
        };
        if !is_own && *other != StoredCopy::Missing {
            return None;
        }
        let other = match other {
            StoredCopy::Present(bytes) => Some(Ends::of(bytes)),
            StoredCopy::Missing | StoredCopy::Unreadable(_) => None,
        };
        Some(Self { newest, ends: Ends::of(record), file, other, gone })
    }

    /// As they were found, where a save could have left them so, and the other file has nothing that is not in the newest state: what was
    /// removed from that may lie there still, and is to be written over.
    pub(super) fn found(loaded: &Loaded) -> Option<Self> {
        let newest = loaded.database.examine().intact()?;
        let file = Slot::FILES.into_iter().find(|slot| *loaded.at(*slot) == loaded.database)?;
        let is_within = match loaded.at(other_than(file)).examine() {
            Condition::Missing => true,
            Condition::Intact(other) => newest.bytes.starts_with(other.bytes),
            Condition::Bad(_) => false,
        };
        // What is left of an amendment that was cut off is written over, not amended.
        let is_whole = loaded.database.is(newest.bytes);
        let sighting = Sighting { vault: newest.vault, revision: newest.revision };
        if is_whole && is_within { Self::after(loaded, newest.bytes, sighting, file) } else { None }
    }

    /// The ends of the newest state.
    pub(super) const fn ends(&self) -> Ends {
        self.ends
    }

    const fn in_file(&self, slot: Slot) -> Option<Ends> {
        match (slot, self.file) {
            (Slot::FileOne, Slot::FileOne) | (Slot::FileTwo, Slot::FileTwo) => Some(self.ends),
            (Slot::Database | Slot::FileOne | Slot::FileTwo, _) => self.other,
        }
    }

    /// Writes both copies where the stores are as this save left them. `None`, and nothing is written, where they are not; else also how this
    /// one leaves them, if all went well.
    pub(super) async fn follow<D: Cabinet, F: Cabinet>(
        self,
        (database, files): (&D, &F),
        record: &[u8],
        saved: Sighting,
        expected: Option<u64>,
    ) -> Option<(Result<Copies, StoreError>, Option<Self>)> {
        let is_next = self.newest.vault == saved.vault && expected == Some(self.newest.revision);
        if !is_next || !self.still_stands(database, files).await {
            return None;
        }
        let first = database.replace_known(Slot::Database.name(), record, Some(self.ends)).await;
        if first == Ok(false) {
            return None;
        }
        let first = written(first);
        let target = other_than(self.file);
        let put = async |slot: Slot| written(files.replace_known(slot.name(), record, self.in_file(slot)).await);
        let mut second = put(target).await;
        let mut next = None;
        match (&first, &second) {
            (Ok(()), Ok(())) => {
                next =
                    Some(Self { newest: saved, ends: Ends::of(record), file: target, other: Some(self.ends), ..self });
            }
            // The other file has the last good copy: it is only written over where the database has a better one.
            (Ok(()), Err(Trouble::Failed(_))) => second = put(self.file).await,
            (Ok(()) | Err(_), Err(_)) | (Err(_), Ok(())) => {}
        }
        Some((Copies::of(first, second), next))
    }

    /// Writes an amendment behind both copies where the stores are as this save left them. `None` and the rest as with [`Self::follow`].
    ///
    /// Nothing that is there is written over: an amendment that is cut off leaves what is before it. So the two files need not take turns.
    pub(super) async fn amend<D: Cabinet, F: Cabinet>(
        self,
        (database, files): (&D, &F),
        amended: &Amended,
        saved: Sighting,
    ) -> Option<(Result<Copies, StoreError>, Option<Self>)> {
        let is_next = self.newest.vault == saved.vault && self.newest.revision.checked_add(1) == Some(saved.revision);
        if !is_next || self.ends != amended.behind || !self.still_stands(database, files).await {
            return None;
        }
        let first = database.append_known(Slot::Database.name(), &amended.bytes, self.ends).await;
        if first == Ok(false) {
            return None;
        }
        let first = written(first);
        let second = written(files.append_known(self.file.name(), &amended.bytes, self.ends).await);
        let is_everywhere = first.is_ok() && second.is_ok();
        let next = is_everywhere.then_some(Self { newest: saved, ends: amended.end.ends(), ..self });
        Some((Copies::of(first, second), next))
    }

    /// Whether both files are as they were left, and nobody deleted anything since. The database says so itself, when it is written.
    async fn still_stands<D: Cabinet, F: Cabinet>(&self, database: &D, files: &F) -> bool {
        let is_left = async |slot: Slot| files.ends(slot.name()).await == Ok(self.in_file(slot));
        let are_left = async { is_left(Slot::FileOne).await && is_left(Slot::FileTwo).await };
        let (are_left, (one, two)) = join(are_left, join(database.ends(GONE), files.ends(GONE))).await;
        are_left && [one, two] == self.gone.map(Ok)
    }
}

const fn other_than(file: Slot) -> Slot {
    match file {
        Slot::FileOne | Slot::Database => Slot::FileTwo,
        Slot::FileTwo => Slot::FileOne,
    }
}

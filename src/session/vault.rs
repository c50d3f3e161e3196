//! The vault: what is in it while it is open, and the only way to change that.
//! This room makes, opens, writes, locks and deletes it; it refuses to know what the flows do with its contents.

mod aside;
pub mod intent;
mod keeping;
mod kept;
mod locking;
mod opening;
mod passkey;
pub(super) mod password;
mod presence;
mod present;
mod search;
mod state;
pub mod view;

use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

use futures_util::lock::Mutex;

use crate::fault::Fault;
use crate::model::{GenesisHash, Load, Wallet};
use crate::record::{self, MAX_WRITTEN};
use crate::vault::{self, Amended, Contents, Sighting};

use super::context::Context;
use super::error::{SessionError, fault};
use super::ports::Ports;
use presence::Presence;
use state::{Held, Open, SavedAs, VaultState};
use view::LockCause;

pub(super) use search::Searching;

/// Told how the records were, and how they are.
type Watcher = Box<dyn Fn(&Wallet, &Wallet)>;

/// The vault of this computer.
pub(super) struct Vault<P: Ports> {
    context: Rc<Context<P>>,
    held: RefCell<Held>,
    presence: RefCell<Presence>,
    why_locked: Cell<Option<LockCause>>,
    /// One writer at a time: a commit reads, seals, stores and only then replaces the contents.
    writing: Mutex<()>,
    searches: search::Searches,
    /// Who wants to know how the records were before a change, and are after it.
    watchers: RefCell<Vec<Watcher>>,
}

impl<P: Ports + 'static> Vault<P> {
    /// Nobody has looked at the store yet.
    pub(super) fn new(context: &Rc<Context<P>>) -> Rc<Self> {
        Rc::new(Self {
            context: Rc::clone(context),
            held: RefCell::default(),
            presence: RefCell::default(),
            why_locked: Cell::default(),
            writing: Mutex::new(()),
            searches: search::Searches::default(),
            watchers: RefCell::default(),
        })
    }

    /// What is in it, while it is open. Not to be kept across an `await`.
    pub(super) fn contents(&self) -> Result<Ref<'_, Contents>, Fault> {
        let contents = Ref::filter_map(self.held.borrow(), |held| held.open().map(|open| &open.contents));
        contents.map_err(|_| fault(SessionError::VaultLocked))
    }

    /// Whether it is open.
    pub(super) fn is_open(&self) -> bool {
        self.held.borrow().open().is_some()
    }

    /// Refuses whatever needs an open vault, while it is not.
    pub(super) fn require_open(&self) -> Result<(), Fault> {
        self.contents().map(drop)
    }

    /// The network in use.
    pub(super) fn network(&self) -> Result<GenesisHash, Fault> {
        Ok(self.contents()?.settings.network)
    }

    /// Has somebody told whenever the records have changed: how they were, and how they are.
    pub(super) fn watch_with(&self, watcher: impl Fn(&Wallet, &Wallet) + 'static) {
        self.watchers.borrow_mut().push(Box::new(watcher));
    }

    /// Changes the contents in one step: the change is sealed and stored before anything else sees it.
    pub(super) async fn commit<T>(&self, change: impl FnOnce(&mut Contents) -> Result<T, Fault>) -> Result<T, Fault> {
        self.commit_more(0, change).await
    }

    /// The same where about so many bytes come to what is stored: there is room for them before they are written.
    pub(super) async fn commit_more<T>(
        &self,
        bytes: usize,
        change: impl FnOnce(&mut Contents) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let _writing = self.writing.lock().await;
        let (contents, amended, value) = {
            let held = self.held.borrow();
            let open = held.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
            let mut contents = open.contents.clone();
            let value = change(&mut contents)?;
            let amended = self.amended(open, &contents)?;
            (contents, amended, value)
        };
        let stored = match amended {
            Some(amended) => self.store_amended(amended).await?,
            None => None,
        };
        let at = match stored {
            Some(at) => at,
            None => self.store_whole(&contents, bytes).await?,
        };
        self.replace(contents, at);
        self.note_saved().await;
        Ok(value)
    }

    /// What has changed, sealed by itself, where that is enough.
    fn amended(&self, open: &Open, contents: &Contents) -> Result<Option<(Amended, Sighting)>, Fault> {
        let end = open.saved.end.as_ref().filter(|end| self.context.ports.store().can_amend(end));
        let Some(end) = end else { return Ok(None) };
        let Sighting { vault, revision } = open.sighting();
        let saved = Sighting { vault, revision: revision + 1 };
        let mut entropy = self.context.ports.entropy();
        may_hold(&open.contents.wallet, &contents.wallet)?;
        let amended = vault::amend(&open.key, end, (&open.contents, contents), saved.revision, &mut entropy);
        Ok(amended.map_err(fault)?.map(|amended| (amended, saved)))
    }

    /// Writes what has changed behind the vault; `None`, and nothing is written, where it has to be written whole.
    async fn store_amended(&self, (amended, saved): (Amended, Sighting)) -> Result<Option<SavedAs>, Fault> {
        let Some(copies) = self.context.ports.store().amend(&amended, saved).await else { return Ok(None) };
        self.held.borrow_mut().keeping.note_copies(copies.map_err(fault)?);
        Ok(Some(SavedAs { revision: saved.revision, bytes: amended.end.ends().length, end: Some(amended.end) }))
    }

    async fn store_whole(&self, contents: &Contents, more: usize) -> Result<SavedAs, Fault> {
        let (sealed, revision, lacks_something) = {
            let held = self.held.borrow();
            let open = held.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
            let packed = vault::Packed::after(contents, open.saved.bytes + more);
            may_follow(&open.contents.wallet, &contents.wallet, packed.wallet_bytes)?;
            let revision = open.saved.revision + 1;
            let mut entropy = self.context.ports.entropy();
            let sealed = if open.is_read_back {
                packed.seal_following((&open.contents, contents), &open.key, revision, &mut entropy)
            } else {
                packed.seal(&open.key, revision, &mut entropy)
            };
            (sealed.map_err(fault)?, revision, contents.lacks_something_of(&open.contents))
        };
        self.store(&sealed.bytes, Some(revision - 1)).await?;
        if lacks_something {
            // The file that would be written next has it still, and may not be written for long.
            self.context.ports.store().replace_older(&sealed.bytes).await;
        }
        Ok(SavedAs::sealed(revision, &sealed))
    }

    /// Changes the records by hand: that ends the time of “undo”.
    pub(super) async fn commit_wallet(
        &self,
        change: impl FnOnce(&mut Wallet) -> Result<(), SessionError>,
    ) -> Result<(), Fault> {
        self.commit(|contents| {
            change(&mut contents.wallet).map_err(fault)?;
            contents.undo = None;
            Ok(())
        })
        .await?;
        self.context.redraw_records();
        Ok(())
    }

    fn replace(&self, contents: Contents, at: SavedAs) {
        let mut held = self.held.borrow_mut();
        let VaultState::Unlocked(open) = &mut held.state else { return };
        let before = open.replace(contents, at);
        let watchers = self.watchers.borrow();
        watchers.iter().for_each(|watcher| watcher(&before.wallet, &open.contents.wallet));
    }

    /// Writes both copies. One of two is enough for the record to be safe; that it is only one is said, and the other one tried again.
    async fn store(&self, record: &[u8], expected: Option<u64>) -> Result<(), Fault> {
        let copies = self.context.ports.store().save(record, expected).await.map_err(fault)?;
        self.held.borrow_mut().keeping.note_copies(copies);
        Ok(())
    }
}

/// Whether there may be as many records as after a change. Where there are too many already, there may be fewer.
fn may_hold(before: &Wallet, after: &Wallet) -> Result<(), Fault> {
    let load = Load::of(after);
    if load.exceeds(Load::of(before)) {
        load.check().map_err(fault)?;
    }
    Ok(())
}

/// Whether a wallet may take the place of the one before: what is stored can be opened again in seconds, and fits into a backup. One that
/// is beyond that already may still change and shrink. A preview asks the same question before anything is done. `bytes`: how long the record
/// of `after` is.
pub(in crate::session) fn may_follow(before: &Wallet, after: &Wallet, bytes: usize) -> Result<(), Fault> {
    may_hold(before, after)?;
    if bytes > MAX_WRITTEN && !record::may_follow(record::length(before), bytes) {
        return Err(fault(SessionError::WalletTooLarge { bytes, max: MAX_WRITTEN }));
    }
    Ok(())
}

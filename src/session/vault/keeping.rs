//! How safely the vault is kept: on how many copies, which other vaults are here, and what of a deletion is left.
//! This file knows what a person must be told about their disk; what is written where is decided in `vault`.

use std::rc::Rc;

use crate::fault::Fault;
use crate::vault::{self, Copies, Found, Present, Sighting, Standing, Trouble};

use super::Vault;
use super::kept::Keeping;
use super::state::{Held, Open, VaultState};
use super::view::{KeepingView, MissingView, SightingView, VaultChoiceView};
use crate::session::error::{SessionError, fault};
use crate::session::ports::Ports;
use crate::session::seam::{millis, saturated};

impl<P: Ports + 'static> Vault<P> {
    /// The open vault is on the disk as it is here.
    pub(super) async fn note_saved(&self) {
        let (last, counts_others) = {
            let mut held = self.held.borrow_mut();
            let Some(last) = held.open().map(Open::sighting) else { return };
            let counts_others = held.keeping.last.is_none_or(|before| before.vault != last.vault);
            held.keeping.last = Some(last);
            (last, counts_others)
        };
        self.context.ports.store().note(last);
        if counts_others && let Standing::Present(present) = vault::reconcile(&self.context.ports.store().load().await)
        {
            let others = present.vaults.iter().filter(|other| other.vault != last.vault || other.is_kept);
            self.held.borrow_mut().keeping.set_aside = others.count();
        }
    }

    /// Called every few seconds: a copy that could not be written is tried again by itself.
    pub(in crate::session) fn retry_copy(self: &Rc<Self>) {
        let is_due = {
            let mut held = self.held.borrow_mut();
            held.open().is_some() && held.keeping.is_due()
        };
        if is_due {
            let vault = Rc::clone(self);
            self.context.ports.spawn(async move {
                // What is still wrong is still shown.
                let _ = vault.complete_copies().await;
            });
        }
    }

    /// Writes the copy that is missing.
    pub(in crate::session) async fn complete_copies(&self) -> Result<(), Fault> {
        {
            let _writing = self.writing.lock().await;
            let open = self.held.borrow().open().map(|open| (open.sighting(), open.saved.end.clone()));
            let (open, end) = open.ok_or_else(|| fault(SessionError::VaultLocked))?;
            let store = self.context.ports.store();
            let loaded = store.load().await;
            if let Some(record) = vault::copy_of(&loaded, open, end.as_ref()) {
                let plan = vault::settle(&loaded, record, record);
                let copies = store.settle(&loaded, record, record, &plan).await;
                // Not even set aside: as before.
                let copies = copies.or_else(|error| Trouble::try_from(error).map(Copies::One)).map_err(fault)?;
                let mut held = self.held.borrow_mut();
                if held.open().is_some() {
                    held.keeping.note_copies(copies);
                }
                drop(held);
                self.context.redraw();
                return Ok(());
            }
        }
        // Neither store has it any more: written anew from what is open.
        self.commit(|_| Ok(())).await?;
        self.context.redraw();
        Ok(())
    }
}

impl Open {
    pub(super) const fn sighting(&self) -> Sighting {
        Sighting { vault: self.key.vault(), revision: self.saved.revision }
    }
}

impl Held {
    /// How safely the vault is kept, as the page sees it.
    pub(super) fn keeping_view(&self) -> KeepingView {
        let present = match &self.state {
            VaultState::Locked(locked) => Some(&locked.present),
            VaultState::Starting
            | VaultState::Absent
            | VaultState::Opening
            | VaultState::Unlocked(_)
            | VaultState::Lost(_) => None,
        };
        let is_open = self.open().is_some();
        let Keeping { copies, deleting, set_aside, last, .. } = &self.keeping;
        KeepingView {
            one_copy: match copies {
                Copies::Both => None,
                Copies::One(trouble) => Some(trouble.into()),
            },
            deleting: *deleting,
            vaults: present.map(found_views).unwrap_or_default(),
            choose: present.is_some_and(Present::needs_choice),
            missing: present.and_then(missing_view),
            set_aside: if is_open { saturated(*set_aside) } else { 0 },
            last: last
                .filter(|_| is_open)
                .map(|last| SightingView { vault: last.vault.to_string(), revision: millis(last.revision) }),
        }
    }
}

fn found_views(present: &Present) -> Vec<VaultChoiceView> {
    let view = |found: &Found| VaultChoiceView {
        saves: millis(found.revision),
        set_aside: found.is_kept,
        twin: present.vaults.iter().filter(|other| other.vault == found.vault).count() > 1,
    };
    present.vaults.iter().map(view).collect()
}

fn missing_view(present: &Present) -> Option<MissingView> {
    let missing = present.missing?;
    let newest = present.vaults.iter().filter(|found| found.vault == missing.vault).map(|found| found.revision).max();
    Some(MissingView { saves: newest.map(|newest| millis(missing.revision.saturating_sub(newest))) })
}

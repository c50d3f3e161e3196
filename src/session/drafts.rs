//! What a person is typing: kept while the vault is open, so that a lock in the middle of a sentence loses nothing of it. Never a
//! password. It is in no store; what becomes of it at a lock, `unfinished` says.

pub mod intent;

use std::cell::RefCell;
use std::rc::Rc;

use crate::fault::Fault;

use super::context::Context;
use super::error::{SessionError, fault};
use super::ports::Ports;
use super::vault::Vault;
use intent::{Draft, DraftPlace, DraftsIntent};

/// Most bytes of one draft. More may be typed than a record takes; that is said when it is saved.
const DRAFT_CEILING: usize = 16 * 1024;

/// What is being typed, by where, and what was when the vault last locked.
pub(super) struct DraftsFlow<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
    typed: RefCell<Vec<Draft>>,
    put_back: RefCell<Vec<Draft>>,
}

impl<P: Ports + 'static> DraftsFlow<P> {
    pub(super) fn new(context: &Rc<Context<P>>, vault: &Rc<Vault<P>>) -> Self {
        Self {
            context: Rc::clone(context),
            vault: Rc::clone(vault),
            typed: RefCell::default(),
            put_back: RefCell::default(),
        }
    }

    /// Does what the page asked. Only what was put back is drawn: the page knows what is typed in it.
    pub(super) fn handle(&self, intent: DraftsIntent) -> Result<(), Fault> {
        self.vault.require_open()?;
        match intent {
            DraftsIntent::Keep { draft } => {
                if draft.length() > DRAFT_CEILING {
                    return Err(fault(SessionError::BadRequest));
                }
                self.leave(draft.place());
                self.typed.borrow_mut().push(draft);
            }
            DraftsIntent::Leave { place } => self.leave(place),
        }
        Ok(())
    }

    /// What is being typed now.
    pub(super) fn typed(&self) -> Vec<Draft> {
        self.typed.borrow().clone()
    }

    /// What was being typed when the vault locked, for the page to go on with.
    pub(super) fn view(&self) -> Vec<Draft> {
        self.put_back.borrow().clone()
    }

    /// The vault is open again.
    pub(super) fn take_up(&self, drafts: Vec<Draft>) {
        self.typed.borrow_mut().clone_from(&drafts);
        *self.put_back.borrow_mut() = drafts;
    }

    /// The vault is not open any more.
    pub(super) fn forget(&self) {
        self.typed.take();
        self.put_back.take();
    }

    fn leave(&self, place: DraftPlace) {
        self.typed.borrow_mut().retain(|draft| draft.place() != place);
        let was_put_back = {
            let mut put_back = self.put_back.borrow_mut();
            let before = put_back.len();
            put_back.retain(|draft| draft.place() != place);
            put_back.len() != before
        };
        if was_put_back {
            self.context.redraw();
        }
    }
}

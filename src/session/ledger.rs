//! The Ledger: the desk at which one sits at a time, and what is done there outside of a search.

pub(super) mod access;
pub(super) mod desk;
mod doing;
pub mod intent;
pub(super) mod known;
pub(super) mod slot;
mod task;
pub mod view;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use futures_util::lock::Mutex;

use crate::fault::Fault;
use crate::model::Wallet;

use super::bell::Bell;
use super::context::Context;
use super::lists::{MarkSeed, SentLists};
use super::ports::Ports;
use super::turn::Turns;
use super::vault::Vault;
use super::view::Splice;
use doing::Doing;
use intent::LedgerIntent;
use known::KnownAccess;
use view::{AccessView, DeviceTaskView, LeftAskingView};

/// The Ledgers, and what they are wanted for outside of a search.
pub(super) struct Ledger<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
    /// One sits there at a time: whoever is told to go still has it until then.
    place: Arc<Mutex<()>>,
    /// The person said or plugged in something that whoever waits for a Ledger should hear.
    person: Bell,
    /// They want the question on its screen asked anew.
    again: Bell,
    /// They want the app opened from here.
    open_app: Cell<bool>,
    /// A question that may still be on a screen, although nobody waits for it.
    left_asking: RefCell<Option<LeftAskingView>>,
    turns: Turns,
    doing: RefCell<Doing>,
    /// What the Ledger can sign for, since the vault was opened.
    access: RefCell<KnownAccess>,
}

impl<P: Ports + 'static> Ledger<P> {
    pub(super) fn new(context: &Rc<Context<P>>, vault: &Rc<Vault<P>>) -> Rc<Self> {
        Rc::new(Self {
            context: Rc::clone(context),
            vault: Rc::clone(vault),
            place: Arc::default(),
            person: Bell::default(),
            again: Bell::default(),
            open_app: Cell::new(false),
            left_asking: RefCell::default(),
            turns: Turns::default(),
            doing: RefCell::default(),
            access: RefCell::default(),
        })
    }

    /// Does what the page asked.
    pub(super) fn handle(self: &Rc<Self>, intent: LedgerIntent) -> Result<(), Fault> {
        match intent {
            // Whoever waits for the person looks again. While a prompt is open nobody does: nothing may disturb it.
            LedgerIntent::DevicesChanged => self.person.ring(),
            LedgerIntent::OpenApp => {
                self.open_app.set(true);
                self.person.ring();
            }
            LedgerIntent::CheckAccess => self.check_access()?,
            LedgerIntent::ShowAddress { network, id } => self.show_address(&network, &id)?,
            LedgerIntent::Cancel => {
                self.cancel();
                self.context.redraw();
            }
            LedgerIntent::Settled => {
                self.settle_question();
                self.context.redraw();
            }
        }
        Ok(())
    }

    /// The person wants the Ledger asked once more.
    pub(super) fn ask_again(&self) {
        self.again.ring();
        self.person.ring();
    }

    /// Whoever asked for the Ledger before does so no longer: neither for its answer nor for the app to be opened.
    pub(super) fn make_way(&self) {
        self.cancel();
        self.open_app.set(false);
    }

    /// Forgets what was learned, and ends what is under way.
    pub(super) fn forget(&self) {
        self.cancel();
        self.access.take();
    }

    /// What is under way outside of a search.
    pub(super) fn view(&self) -> DeviceTaskView {
        self.doing.borrow().view()
    }

    /// A question on a screen that nobody waits for.
    pub(super) fn left_asking(&self) -> Option<LeftAskingView> {
        self.left_asking.borrow().clone()
    }

    /// What the Ledger can do for the accounts here, as far as it was asked.
    pub(super) fn access(&self, wallet: &Wallet, lists: &SentLists, seed: MarkSeed) -> Vec<Splice<AccessView>> {
        let known = self.access.borrow();
        lists.access.send(seed, known::facts(&known, wallet), |facts| known::view(&facts))
    }

    /// A question stays on the Ledger's screen that nobody waits for any more. Whoever ended the waiting tells the page next.
    fn leave_asking(&self, left: LeftAskingView) {
        *self.left_asking.borrow_mut() = Some(left);
    }

    /// The Ledger answered a question of another kind, or the person says so: none of ours is on its screen any more.
    fn settle_question(&self) {
        self.left_asking.take();
    }
}

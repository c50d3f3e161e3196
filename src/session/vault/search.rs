//! Whether a search is under way: its key, network and nodes have to stay what they were when it began.

use std::cell::Cell;
use std::rc::Rc;

use crate::fault::Fault;

use super::Vault;
use crate::session::error::search_in_the_way;
use crate::session::ports::Ports;

/// How many searches are under way: one, or none.
#[derive(Default)]
pub(super) struct Searches(Rc<Cell<u32>>);

/// A search that is under way, until this is dropped.
pub(in crate::session) struct Searching(Rc<Cell<u32>>);

impl Drop for Searching {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

impl<P: Ports + 'static> Vault<P> {
    /// A search begins.
    pub(in crate::session) fn begin_search(&self) -> Searching {
        let Searches(count) = &self.searches;
        count.set(count.get() + 1);
        Searching(Rc::clone(count))
    }

    /// Refuses what a search must not be disturbed by.
    pub(in crate::session) fn refuse_while_searching(&self) -> Result<(), Fault> {
        if self.searches.0.get() > 0 { Err(search_in_the_way()) } else { Ok(()) }
    }
}

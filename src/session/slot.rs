//! Where a flow shows what somebody it waits for is doing.

use std::cell::RefCell;
use std::rc::Rc;

/// Something that is shown. The flow keeps one half and draws it; whoever does the work writes into the other. A task that nobody waits
/// for any more writes into a slot that nobody draws.
pub(super) struct ViewSlot<V>(Rc<RefCell<V>>);

impl<V: Clone + PartialEq> ViewSlot<V> {
    pub(super) fn new(view: V) -> Self {
        Self(Rc::new(RefCell::new(view)))
    }

    /// What is shown now.
    pub(super) fn view(&self) -> V {
        self.0.borrow().clone()
    }

    /// Changes what is shown. Answers whether that is anything new.
    pub(super) fn change(&self, change: impl FnOnce(&mut V)) -> bool {
        let mut view = self.0.borrow_mut();
        let before = view.clone();
        change(&mut view);
        *view != before
    }
}

impl<V> Clone for ViewSlot<V> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

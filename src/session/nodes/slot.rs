//! Where a flow shows what its nodes are doing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::session::nodes::view::NodeStateView;

/// What is shown of the nodes of one task. The flow keeps one half and draws it; whoever asks the nodes writes into the other. A task
/// that nobody waits for any more writes into a slot that nobody draws.
#[derive(Clone)]
pub(in crate::session) struct NodeSlot(Rc<Shown>);

struct Shown {
    view: RefCell<NodeStateView>,
    is_overruled: Cell<bool>,
}

impl NodeSlot {
    /// Nothing is known of the node at this URL.
    pub(in crate::session) fn new(url: String) -> Self {
        Self(Rc::new(Shown { view: RefCell::new(NodeStateView::unknown(url)), is_overruled: Cell::new(false) }))
    }

    /// What is shown now.
    pub(in crate::session) fn view(&self) -> NodeStateView {
        self.0.view.borrow().clone()
    }

    /// The person goes on with a node that may not know young accounts.
    pub(in crate::session) fn overrule(&self) {
        self.0.is_overruled.set(true);
    }

    /// Whether they do.
    pub(in crate::session) fn is_overruled(&self) -> bool {
        self.0.is_overruled.get()
    }

    /// Changes what is shown. Answers whether that is anything new.
    pub(in crate::session) fn change(&self, change: impl FnOnce(&mut NodeStateView)) -> bool {
        let mut view = self.0.view.borrow_mut();
        let before = view.clone();
        change(&mut view);
        *view != before
    }
}

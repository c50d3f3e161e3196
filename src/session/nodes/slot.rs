//! Where a flow shows what its nodes are doing.

use std::cell::Cell;
use std::rc::Rc;

use super::view::NodeStateView;
use crate::session::slot::ViewSlot;

/// What is shown of the nodes of one task, and whether the person goes on with the one that is shown.
#[derive(Clone)]
pub(in crate::session) struct NodeSlot {
    shown: ViewSlot<NodeStateView>,
    is_overruled: Rc<Cell<bool>>,
}

impl NodeSlot {
    /// Nothing is known of the node at this URL.
    pub(in crate::session) fn new(url: String) -> Self {
        Self { shown: ViewSlot::new(NodeStateView::unknown(url)), is_overruled: Rc::default() }
    }

    /// What is shown now.
    pub(in crate::session) fn view(&self) -> NodeStateView {
        self.shown.view()
    }

    /// The person goes on with a node that may not know young accounts.
    pub(in crate::session) fn overrule(&self) {
        self.is_overruled.set(true);
    }

    /// Whether they do.
    pub(in crate::session) fn is_overruled(&self) -> bool {
        self.is_overruled.get()
    }

    /// Changes what is shown. Answers whether that is anything new.
    pub(in crate::session) fn change(&self, change: impl FnOnce(&mut NodeStateView)) -> bool {
        self.shown.change(change)
    }
}

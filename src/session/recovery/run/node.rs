//! How the node of a run does, as the page sees it, and its last word.

use futures_util::future::{Either, select};

use super::Run;
use crate::fault::Fault;
use crate::session::nodes::view::{NodeState, NodeStateView};
use crate::session::ports::Ports;

/// How long the end of a run waits for the node's last block.
const LAST_WORD_MS: u32 = 2_000;

impl<P: Ports + 'static> Run<P> {
    /// The node's last block at the end, for the report: between this one and the first everything was answered.
    pub(super) async fn last_word(&self) {
        if self.turn.is_over() || self.node_is_failing() {
            return;
        }
        let word = std::pin::pin!(self.nodes.last_word());
        let patience = std::pin::pin!(self.flow.context.ports.sleep(LAST_WORD_MS));
        if let Either::Left((Some(witness), _)) = select(word, patience).await {
            self.flow.note_last_word(&self.turn, witness);
        }
    }

    pub(super) fn node_is_failing(&self) -> bool {
        self.shown.node.view().state == NodeState::Failing
    }

    pub(super) fn show_node_fault(&self, fault: Fault) {
        self.change_node(|node| {
            node.state = NodeState::Failing;
            node.fault = Some(fault);
        });
    }

    pub(super) fn show_node_ready(&self) {
        self.change_node(|node| {
            node.state = NodeState::Ready;
            node.fault = None;
        });
    }

    pub(super) fn change_node(&self, change: impl FnOnce(&mut NodeStateView)) {
        if self.shown.node.change(change) {
            self.flow.context.redraw();
        }
    }
}

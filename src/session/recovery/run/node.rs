//! How the node of a run does, as the page sees it, and its last word.

use futures_util::future::{Either, select};

use super::Run;
use crate::fault::Fault;
use crate::node::query;
use crate::recovery::Inquiry;
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

    /// While the person reads the Ledger, asks the node once as it will be asked then, about the credential id that is nobody's: fifty
    /// look-ups that begin at once would each wait until the browser had asked whether it may. A search that reads the list first asks about
    /// no credential id, and not about this one either.
    pub(super) async fn warm_up(&self) {
        match self.inquiry.get() {
            Inquiry::Complete if !self.is_warm.replace(true) => {
                let question = async |node: &P::Node| query::account_by_credential(node, &query::NOBODYS).await;
                // What is wrong with the node, the real questions say.
                let _ = self.nodes.ask(question).await;
            }
            Inquiry::Complete | Inquiry::ListFirst => {}
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

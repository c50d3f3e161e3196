//! The node during a run: is it the right chain, how far behind, and the generator every credential id is made of.
//! This module knows what to ask beside the look-ups; it refuses to know what is looked up.

use std::rc::Rc;

use futures_util::future::join;

use crate::chain::Generator;
use crate::fault::{Explain, Fault};
use crate::model::CredentialId;
use crate::node::{Lookup, NodeError, Standing, query, retry};
use crate::recovery::Command;
use crate::vault::Contents;

use super::Run;
use crate::session::state::millis;
use crate::session::view::NodeStateView;
use crate::session::{Ports, fault};

/// How often a node that fails is asked whether it is back.
const LOOK_AGAIN_MS: u32 = 3_000;

/// How often it is seen whether the person said something.
const LOOK_FOR_PERSON_MS: u32 = 250;

/// What keeps a run from beginning.
enum Trouble {
    Node(NodeError),
    Here(Fault),
}

impl From<NodeError> for Trouble {
    fn from(error: NodeError) -> Self {
        Self::Node(error)
    }
}

impl<P: Ports + 'static> Run<P> {
    /// The generator of this network, from a node that serves it. Tries until it works.
    pub(super) async fn generator(&self) -> Generator {
        let mut failed = 0;
        loop {
            self.show_node(|view| view.state = "asking");
            let (fault, pause) = match self.ask().await {
                Ok((generator, standing)) => {
                    self.show_standing(standing);
                    return generator;
                }
                Err(Trouble::Node(error)) => {
                    failed += 1;
                    let pause = retry::pause_after(&error, failed, self.random());
                    (error.fault(), pause)
                }
                Err(Trouble::Here(fault)) => (fault, None),
            };
            self.show_node(|view| {
                view.state = "failing";
                view.fault = Some(fault);
            });
            match pause {
                Some(millis) => self.session.ports.sleep(millis).await,
                // Not worth trying by itself any more: the person reads the sentence and says when.
                None => {
                    failed = 0;
                    while !self.look_again.take() {
                        self.session.ports.sleep(LOOK_FOR_PERSON_MS).await;
                    }
                }
            }
        }
    }

    /// Before the Ledger is asked for another key: a node that fails would only leave more unchecked. When it is a fault that
    /// passes, the node is asked now and then, and everything unchecked is looked up once it is back; for any other fault the
    /// person reads what to do, and says "check again".
    pub(super) async fn node_is_back(&self) {
        while self.node_is_failing() {
            self.session.ports.sleep(LOOK_AGAIN_MS).await;
            if !self.node_is_failing() || !self.fault_passes.get() {
                continue;
            }
            match self.standing().await {
                Ok(standing) => {
                    self.show_standing(standing);
                    self.control.send(Command::CheckAgain);
                }
                Err(error) => self.show_node(|view| view.fault = Some(fault(error))),
            }
        }
    }

    fn node_is_failing(&self) -> bool {
        self.session.state.borrow().recovery.run_of(&self.control).is_some_and(|active| active.node.state == "failing")
    }

    /// One look-up, noted on the page when it says something new about the node.
    pub(super) async fn ask_about(&self, id: &CredentialId) -> Result<Lookup, NodeError> {
        let answer = query::account_by_credential(&self.node, id).await;
        match &answer {
            Ok(_) => self.show_node(|view| {
                if view.state != "ready" {
                    view.state = "ready";
                    view.fault = None;
                }
            }),
            Err(error) => {
                self.fault_passes.set(error.retryable());
                self.show_node(|view| {
                    view.state = "failing";
                    view.fault = Some(error.fault());
                });
            }
        }
        answer
    }

    async fn ask(&self) -> Result<(Generator, Standing), Trouble> {
        let (standing, key) = join(self.standing(), self.commitment_key()).await;
        // Whose parameters they are is known only now.
        let standing = standing?;
        let key = key?;
        let generator = Generator::parse(&key).map_err(|error| Trouble::Here(fault(error)))?;
        self.keep_commitment_key(key);
        Ok((generator, standing))
    }

    async fn standing(&self) -> Result<Standing, NodeError> {
        let (consensus, block) = join(query::consensus_info(&self.node), query::last_final_block(&self.node)).await;
        let consensus = consensus?;
        consensus.expect_network(self.network)?;
        let block = block?;
        let standing = consensus.standing(&block, self.session.ports.now());
        *self.last_block.borrow_mut() = Some(block);
        Ok(standing)
    }

    /// The network's commitment key: of a genesis it never changes, so one answer is kept.
    async fn commitment_key(&self) -> Result<Vec<u8>, Trouble> {
        let kept =
            self.session.state.borrow().open().and_then(|open| open.contents.parameters.get(&self.network).cloned());
        match kept {
            Some(kept) => Ok(kept),
            None => Ok(query::cryptographic_parameters(&self.node).await?.commitment_key.bytes().to_vec()),
        }
    }

    /// Beside the run: a run may be dropped at any moment, and a save must not be dropped half-way. When it fails, the node is
    /// asked once more next time.
    fn keep_commitment_key(&self, key: Vec<u8>) {
        let network = self.network;
        let kept =
            self.session.state.borrow().open().is_some_and(|open| open.contents.parameters.contains_key(&network));
        if kept {
            return;
        }
        let session = Rc::clone(&self.session);
        self.session.ports.spawn(async move {
            let keep = |contents: &mut Contents| {
                contents.parameters.insert(network, key);
                Ok(())
            };
            let _ = session.commit(keep).await;
        });
    }

    fn show_standing(&self, standing: Standing) {
        self.show_node(|view| {
            view.state = "ready";
            view.height = Some(millis(standing.last_final.height));
            view.lag_seconds = Some(millis(standing.lag_seconds));
            view.lagging = standing.lagging;
            view.fault = standing.concern().map(fault);
        });
    }

    /// Changes what the page sees of the node; says nothing when that is what it sees already.
    fn show_node(&self, change: impl FnOnce(&mut NodeStateView)) {
        {
            let mut state = self.session.state.borrow_mut();
            let Some(active) = state.recovery.run_of_mut(&self.control) else { return };
            let before = active.node.clone();
            change(&mut active.node);
            if active.node == before {
                return;
            }
        }
        self.session.publish();
    }
}

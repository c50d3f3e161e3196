//! The network's parameters: what its credential ids are made of. Kept once a node has said it, as it never changes.

use std::rc::Rc;

use super::Run;
use crate::asking::Pace as _;
use crate::chain::{ChainError, Generator};
use crate::model::Network;
use crate::node::{NodeError, query, retry};
use crate::session::error::fault;
use crate::session::ports::Ports;
use crate::vault::Contents;

impl<P: Ports + 'static> Run<P> {
    /// The generator of this network, from a node that serves it. Tries until it works.
    pub(super) async fn generator(&self) -> Generator {
        let mut failed = 0;
        loop {
            // Before the attempt: what the person says meanwhile counts.
            let again = self.look_again.next();
            let (fault, pause) = match self.commitment_key().await {
                Ok(key) => match self.expected(Generator::parse(&key)) {
                    Ok(generator) => {
                        self.keep_commitment_key(key);
                        return generator;
                    }
                    Err(error) => (fault(error), None),
                },
                Err(error) => {
                    failed += 1;
                    (self.nodes.fault(&error), retry::pause_after(&error, failed, self.jitter()))
                }
            };
            self.show_node_fault(fault);
            match pause {
                Some(millis) => self.flow.context.ports.sleep(millis).await,
                // Not worth trying by itself any more: the person reads the sentence and says when.
                None => {
                    failed = 0;
                    again.await;
                }
            }
        }
    }

    /// On the public networks the generator is known. With another one every credential id would be wrong, and every answer "absent".
    pub(super) fn expected(&self, generator: Result<Generator, ChainError>) -> Result<Generator, ChainError> {
        let generator = generator?;
        match Network::of(self.network) {
            Some(Network::Mainnet | Network::Testnet) if generator != Generator::of_mainnet_and_testnet() => {
                let network = self.network;
                self.keep(move |contents| {
                    contents.parameters.remove(&network);
                });
                Err(ChainError::Other)
            }
            Some(_) | None => Ok(generator),
        }
    }

    /// The network's commitment key: of a genesis it never changes, so one answer is kept. The node is examined all the same.
    pub(super) async fn commitment_key(&self) -> Result<Vec<u8>, NodeError> {
        let kept = self.flow.vault.contents().ok().and_then(|contents| contents.parameters.get(&self.network).cloned());
        match kept {
            Some(kept) => self.nodes.ready().await.map(|()| kept),
            None => {
                let asked = self.nodes.ask(async |node| query::cryptographic_parameters(node).await).await;
                asked.map(|(parameters, _)| parameters.commitment_key.bytes().to_vec())
            }
        }
    }

    pub(super) fn keep_commitment_key(&self, key: Vec<u8>) {
        let network = self.network;
        let is_kept = self.flow.vault.contents().is_ok_and(|contents| contents.parameters.contains_key(&network));
        if !is_kept {
            self.keep(move |contents| {
                contents.parameters.insert(network, key);
            });
        }
    }

    /// Beside the run: a run may be dropped at any moment, and a save must not be dropped half-way. What is kept so only saves a
    /// question next time.
    pub(super) fn keep(&self, change: impl FnOnce(&mut Contents) + 'static) {
        let vault = Rc::clone(&self.flow.vault);
        self.flow.context.ports.spawn(async move {
            let keep = |contents: &mut Contents| {
                change(contents);
                Ok(())
            };
            let _ = vault.commit(keep).await;
        });
    }
}

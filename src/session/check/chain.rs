//! Whether the chain knows the accounts in a file: asked when the person says so. A failed question is never an answer.

use std::cell::RefCell;
use std::rc::Weak;

use futures_util::stream::{self, StreamExt as _};

use crate::fault::Fault;
use crate::model::{AccountAddress, GenesisHash, Wallet};
use crate::node::{Lookup, query};

use super::CheckFlow;
use super::state::{CheckState, DrillOnChain};
use crate::session::context::Context;
use crate::session::error::{SessionError, fault};
use crate::session::nodes::Nodes;
use crate::session::ports::Ports;
use crate::session::turn::{Turn, Turns};

/// Look-ups under way at the same time.
const CONCURRENCY: usize = 20;
/// The page is told this often at most, in milliseconds.
const TELL_MS: u64 = 300;

impl<P: Ports + 'static> CheckFlow<P> {
    /// Asks about every account in the file, network by network. A round that is under way ends.
    pub(super) fn ask_chain(&self) -> Result<(), Fault> {
        let mut rounds = Vec::new();
        let turns = Turns::default();
        let turn = turns.begin();
        {
            let mut state = self.state.borrow_mut();
            let CheckState::Checked(file) = &mut *state else { return Err(fault(SessionError::OutOfStep)) };
            let mut accounts = 0;
            let (mut failed, mut fault) = (0, None);
            for (network, addresses) in to_ask(&file.wallet) {
                accounts += addresses.len();
                match Nodes::of(&self.context, &self.vault, network, None) {
                    Ok(nodes) => rounds.push((nodes, addresses)),
                    // A network without a node keeps nobody from asking about the others.
                    Err(unknown) => {
                        failed += addresses.len();
                        fault = Some(unknown);
                    }
                }
            }
            file.chain = Some(DrillOnChain { turns, accounts, found: 0, absent: 0, failed, fault });
        }
        for (nodes, addresses) in rounds {
            let (context, state) = (std::rc::Rc::clone(&self.context), std::rc::Rc::downgrade(&self.state));
            let turn = turn.clone();
            self.context.ports.spawn(async move { ask(&context, &state, &nodes, addresses, &turn).await });
        }
        Ok(())
    }
}

/// The addresses in a file, by the network whose node is asked about them.
pub(super) fn to_ask(wallet: &Wallet) -> impl Iterator<Item = (GenesisHash, Vec<AccountAddress>)> {
    wallet.networks.iter().filter_map(|(network, records)| {
        let addresses: Vec<_> = records.accounts.keys().filter_map(|key| key.address().copied()).collect();
        (!addresses.is_empty()).then_some((*network, addresses))
    })
}

async fn ask<P: Ports + 'static>(
    context: &Context<P>,
    state: &Weak<RefCell<CheckState>>,
    nodes: &Nodes<P>,
    addresses: Vec<AccountAddress>,
    turn: &Turn,
) {
    let question = async |address: AccountAddress| {
        if turn.is_over() {
            return None;
        }
        Some(nodes.insist(async |node: &P::Node| query::account_by_address(node, &address).await).await)
    };
    let mut told_at = context.ports.now();
    let mut answers = stream::iter(addresses).map(question).buffer_unordered(CONCURRENCY);
    while let Some(Some(answer)) = answers.next().await {
        let Some(state) = state.upgrade().filter(|_| !turn.is_over()) else { return };
        if let CheckState::Checked(file) = &mut *state.borrow_mut()
            && let Some(word) = &mut file.chain
        {
            match answer {
                Ok(Lookup::Found(_)) => word.found += 1,
                Ok(Lookup::Absent) => word.absent += 1,
                Err(error) => {
                    word.failed += 1;
                    word.fault = Some(nodes.fault(&error));
                }
            }
        }
        let now = context.ports.now();
        if now.saturating_sub(told_at) >= TELL_MS {
            told_at = now;
            context.redraw();
        }
    }
    context.redraw();
}

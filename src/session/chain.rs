//! Which of the addresses here exist on the chain now, and what they hold: no key, no Ledger.
//! This module runs a [`Watch`] and shows it; it refuses to take a fault for "no such account".

pub mod intent;
pub mod view;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::asking::{Pace, Queue};
use crate::crypto::entropy::Entropy as _;
use crate::fault::Fault;
use crate::model::{AccountAddress, GenesisHash};
use crate::node::roster::Topic;
use crate::node::{Lookup, NodeError, query};
use crate::session::Reply;
use crate::session::chain::intent::ChainIntent;
use crate::watch::{self, Existence, Sum, Watch, WatchPorts, WatchRow};

use crate::session::chain::view::{BalanceView, ChainFactView, ChainState, SumView, TotalsView};
use crate::session::nodes::Nodes;
use crate::session::ports::Ports;
use crate::session::seam::millis;
use crate::session::{Session, keys};

/// The page is told this often at most, in milliseconds: every time it gets all records.
const TELL_MS: u64 = 300;

/// What the chain said since the vault was opened, by network.
pub(super) type Known = BTreeMap<GenesisHash, Seen>;

/// What the chain said about the addresses of one network.
pub(super) struct Seen {
    watch: Watch,
    at: u64,
    stop: Queue<()>,
    /// Why the last address that could not be checked was not.
    fault: Option<Fault>,
}

impl<P: Ports + 'static> Session<P> {
    pub(super) fn handle_chain(self: &Rc<Self>, intent: &ChainIntent) -> Result<Reply, Fault> {
        match intent {
            ChainIntent::Check => self.check_chain()?,
        }
        Ok(Reply::Done)
    }

    /// Asks the node about every address of the network in use. A round that is under way ends.
    pub(super) fn check_chain(self: &Rc<Self>) -> Result<(), Fault> {
        let network = self.vault.network()?;
        let nodes = Nodes::of(&self.context, &self.vault, network, None)?;
        let stop = Queue::default();
        let mut watch = {
            let mut state = self.state.borrow_mut();
            let watch = Watch::of(&self.vault.contents()?.wallet, network);
            let seen = Seen { watch: watch.clone(), at: self.context.ports.now(), stop: stop.clone(), fault: None };
            if let Some(before) = state.chain.insert(network, seen) {
                before.stop.send(());
            }
            watch
        };
        let round = Round { session: Rc::clone(self), network, nodes, stop, told_at: Cell::new(0) };
        self.context.ports.spawn(async move {
            watch::drive(&mut watch, &round, round.stop.next()).await;
            round.tell(&watch);
            round.session.context.redraw_records();
        });
        self.context.redraw_records();
        Ok(())
    }
}

/// Forgets everything, and ends every round under way.
pub(super) fn forget(known: &mut Known) {
    for seen in std::mem::take(known).into_values() {
        seen.stop.send(());
    }
}

/// One round of questions.
struct Round<P: Ports> {
    session: Rc<Session<P>>,
    network: GenesisHash,
    nodes: Nodes<P>,
    stop: Queue<()>,
    told_at: Cell<u64>,
}

impl<P: Ports + 'static> Round<P> {
    /// Notes where the round stands, unless another one has begun or the vault was locked.
    fn tell(&self, watch: &Watch) -> bool {
        let mut state = self.session.state.borrow_mut();
        let Some(seen) = state.chain.get_mut(&self.network) else { return false };
        if !seen.stop.is_shared_with(&self.stop) {
            return false;
        }
        seen.watch = watch.clone();
        seen.at = self.session.context.ports.now();
        true
    }
}

impl<P: Ports + 'static> Pace for Round<P> {
    async fn sleep(&self, milliseconds: u32) {
        self.session.context.ports.sleep(milliseconds).await;
    }

    fn jitter(&self) -> u32 {
        let mut bytes = [0; 4];
        self.session.context.ports.entropy().fill(&mut bytes);
        u32::from_le_bytes(bytes)
    }
}

impl<P: Ports + 'static> WatchPorts for Round<P> {
    async fn look_up(&self, address: &AccountAddress) -> Result<Lookup, NodeError> {
        let question = async |node: &P::Node| query::account_by_address(node, address).await;
        let answer = self.nodes.ask(Topic::Address, question).await.map(|(lookup, _)| lookup);
        let mut state = self.session.state.borrow_mut();
        match &answer {
            // The same answer says whose keys are here.
            Ok(lookup) => {
                if let Ok(contents) = self.session.vault.contents() {
                    keys::note(
                        &mut state,
                        &contents.wallet,
                        self.network,
                        *address,
                        lookup,
                        self.session.context.ports.now(),
                    );
                }
            }
            Err(error) => {
                if let Some(seen) = state.chain.get_mut(&self.network) {
                    seen.fault = Some(self.nodes.fault(error));
                }
            }
        }
        answer
    }

    fn observe(&self, watch: &Watch) {
        let now = self.session.context.ports.now();
        if self.tell(watch) && now.saturating_sub(self.told_at.get()) >= TELL_MS {
            self.told_at.set(now);
            self.session.context.redraw_records();
        }
    }
}

/// What the chain said, as the page sees it.
pub(super) fn view(known: &Known) -> Vec<ChainFactView> {
    known
        .iter()
        .flat_map(|(network, seen)| seen.watch.rows().map(move |(address, row)| fact(*network, seen, address, row)))
        .collect()
}

/// What the person's own accounts hold, by who can move it; a line for each network that was asked about.
pub(super) fn totals(known: &Known) -> Vec<TotalsView> {
    let sum = |sum: Sum| SumView { accounts: sum.accounts, total: sum.total.to_string() };
    let view = |(network, seen): (&GenesisHash, &Seen)| {
        let totals = seen.watch.totals();
        TotalsView {
            network: network.to_string(),
            alone: sum(totals.alone),
            together: sum(totals.together),
            others: sum(totals.others),
            is_whole: totals.is_whole,
        }
    };
    known.iter().map(view).collect()
}

/// Whether the chain was asked about this address, and said that there is no account.
pub(super) fn is_absent(known: &Known, network: GenesisHash, address: &AccountAddress) -> bool {
    let row = known.get(&network).and_then(|seen| seen.watch.get(address));
    row.is_some_and(|row| row.standing == Existence::Absent)
}

fn fact(network: GenesisHash, seen: &Seen, address: AccountAddress, row: &WatchRow) -> ChainFactView {
    let (state, balance) = match &row.standing {
        Existence::There(holding) => (ChainState::Exists, Some(holding.balance)),
        Existence::Absent => (ChainState::Absent, None),
        Existence::NotChecked => (ChainState::NotChecked, None),
        Existence::Unknown => (ChainState::Asking, None),
    };
    ChainFactView {
        network: network.to_string(),
        address: address.to_string(),
        state,
        balance: balance.map(|balance| BalanceView {
            total: balance.total.to_string(),
            at_disposal: balance.at_disposal.to_string(),
            staked: (u128::from(balance.staked) + u128::from(balance.cooling_down)).to_string(),
            locked: balance.scheduled.to_string(),
        }),
        at: (state != ChainState::Asking).then(|| millis(seen.at)),
        fault: seen.fault.clone().filter(|_| state == ChainState::NotChecked),
    }
}

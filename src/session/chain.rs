//! Which of the addresses here exist on the chain now, and what they hold: no key, no Ledger. A fault is never taken for
//! "no such account".

pub mod intent;
pub mod view;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::asking::Pace;
use crate::fault::Fault;
use crate::model::{AccountAddress, GenesisHash};
use crate::node::{Lookup, NodeError, query};
use crate::watch::{self, Existence, Sum, Watch, WatchPorts, WatchRow};

use super::bell::Bell;
use super::context::Context;
use super::keys::Keys;
use super::nodes::Nodes;
use super::ports::Ports;
use super::seam::millis;
use super::vault::Vault;
use intent::ChainIntent;
use view::{BalanceView, ChainFactView, ChainState, SumView, TotalsView};

/// The page is told this often at most, in milliseconds: every time it gets all records.
const TELL_MS: u64 = 300;

/// What the chain said since the vault was opened.
pub(super) struct ChainFlow<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
    keys: Rc<Keys<P>>,
    seen: RefCell<BTreeMap<GenesisHash, Rc<SeenOnNetwork>>>,
}

/// What the chain said about the addresses of one network, in one round of questions. A round that was overtaken still writes here, and
/// nobody reads it.
struct SeenOnNetwork {
    watch: RefCell<Watch>,
    at: Cell<u64>,
    /// Rings when nobody wants to know any more.
    stop: Bell,
    is_over: Cell<bool>,
    /// Why the last address that could not be checked was not.
    fault: RefCell<Option<Fault>>,
}

impl SeenOnNetwork {
    fn end(&self) {
        self.is_over.set(true);
        self.stop.ring();
    }
}

impl<P: Ports + 'static> ChainFlow<P> {
    pub(super) fn new(context: &Rc<Context<P>>, vault: &Rc<Vault<P>>, keys: &Rc<Keys<P>>) -> Self {
        Self { context: Rc::clone(context), vault: Rc::clone(vault), keys: Rc::clone(keys), seen: RefCell::default() }
    }

    /// Does what the page asked.
    pub(super) fn handle(&self, intent: &ChainIntent) -> Result<(), Fault> {
        match intent {
            ChainIntent::Check => self.check(),
        }
    }

    /// Asks the node about every address of the network in use. A round that is under way ends.
    fn check(&self) -> Result<(), Fault> {
        let network = self.vault.network()?;
        let nodes = Nodes::of(&self.context, &self.vault, network, None)?;
        let mut watch = Watch::of(&self.vault.contents()?.wallet, network);
        let seen = Rc::new(SeenOnNetwork {
            watch: RefCell::new(watch.clone()),
            at: Cell::new(self.context.ports.now()),
            stop: Bell::default(),
            is_over: Cell::new(false),
            fault: RefCell::default(),
        });
        if let Some(before) = self.seen.borrow_mut().insert(network, Rc::clone(&seen)) {
            before.end();
        }
        let (context, keys) = (Rc::clone(&self.context), Rc::clone(&self.keys));
        let stop = seen.stop.next();
        let round = Round { context, keys, network, nodes, seen, told_at: Cell::new(0) };
        self.context.ports.spawn(async move {
            watch::drive(&mut watch, &round, stop).await;
            if round.note(&watch) {
                round.context.redraw_records();
            }
        });
        self.context.redraw_records();
        Ok(())
    }

    /// Forgets everything, and ends every round under way.
    pub(super) fn forget(&self) {
        for seen in self.seen.take().into_values() {
            seen.end();
        }
    }

    /// What the chain said about this address; `None` if it was not asked.
    pub(super) fn said(&self, network: GenesisHash, address: &AccountAddress) -> Option<Existence> {
        let seen = self.seen.borrow();
        let watch = seen.get(&network)?.watch.borrow();
        watch.get(address).map(|row| row.standing.clone())
    }

    /// What the chain said, as the page sees it.
    pub(super) fn view(&self) -> Vec<ChainFactView> {
        let mut facts = Vec::new();
        for (network, seen) in &*self.seen.borrow() {
            let watch = seen.watch.borrow();
            facts.extend(watch.rows().map(|(address, row)| fact(*network, seen, address, row)));
        }
        facts
    }

    /// What the person's own accounts hold, by who can move it; a line for each network that was asked about.
    pub(super) fn totals(&self) -> Vec<TotalsView> {
        let sum = |sum: Sum| SumView { accounts: sum.accounts, total: sum.total.to_string() };
        let view = |(network, seen): (&GenesisHash, &Rc<SeenOnNetwork>)| {
            let totals = seen.watch.borrow().totals();
            TotalsView {
                network: network.to_string(),
                alone: sum(totals.alone),
                together: sum(totals.together),
                others: sum(totals.others),
                is_whole: totals.is_whole,
            }
        };
        self.seen.borrow().iter().map(view).collect()
    }
}

/// One round of questions.
struct Round<P: Ports> {
    context: Rc<Context<P>>,
    keys: Rc<Keys<P>>,
    network: GenesisHash,
    nodes: Nodes<P>,
    seen: Rc<SeenOnNetwork>,
    told_at: Cell<u64>,
}

impl<P: Ports + 'static> Round<P> {
    /// Whether there is still somebody to tell.
    fn note(&self, watch: &Watch) -> bool {
        self.seen.watch.replace(watch.clone());
        self.seen.at.set(self.context.ports.now());
        !self.seen.is_over.get()
    }
}

impl<P: Ports + 'static> Pace for Round<P> {
    async fn sleep(&self, milliseconds: u32) {
        self.context.sleep(milliseconds).await;
    }

    fn jitter(&self) -> u32 {
        self.context.jitter()
    }
}

impl<P: Ports + 'static> WatchPorts for Round<P> {
    async fn look_up(&self, address: &AccountAddress) -> Result<Lookup, NodeError> {
        let question = async |node: &P::Node| query::account_by_address(node, address).await;
        let answer = self.nodes.ask(question).await.map(|(lookup, _)| lookup);
        match &answer {
            // The same answer says whose keys are here.
            Ok(lookup) => self.keys.note((self.network, *address), lookup),
            Err(error) => drop(self.seen.fault.replace(Some(self.nodes.fault(error)))),
        }
        answer
    }

    fn observe(&self, watch: &Watch) {
        if !self.note(watch) {
            return;
        }
        let now = self.context.ports.now();
        if now.saturating_sub(self.told_at.get()) >= TELL_MS {
            self.told_at.set(now);
            self.context.redraw_records();
        }
    }
}

fn fact(network: GenesisHash, seen: &SeenOnNetwork, address: AccountAddress, row: &WatchRow) -> ChainFactView {
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
        at: (state != ChainState::Asking).then(|| millis(seen.at.get())),
        fault: seen.fault.borrow().clone().filter(|_| state == ChainState::NotChecked),
    }
}

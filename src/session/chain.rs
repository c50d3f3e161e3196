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
use crate::node::{Lookup, NodeError, TokenId, query};
use crate::watch::{self, Existence, Sum, Watch, WatchPorts, WatchRow};
use futures_util::FutureExt;
use futures_util::stream::{self, StreamExt};

use super::balances::Balances;
use super::bell::Bell;
use super::context::Context;
use super::keys::Keys;
use super::lists::{MarkSeed, SentLists};
use super::nodes::Nodes;
use super::ports::Ports;
use super::seam::millis;
use super::vault::Vault;
use super::view::Splice;
use intent::ChainIntent;
use view::{ChainFactView, ChainState, SumView, TotalsView};

/// The page is told this often at most, in milliseconds.
const TELL_MS: u64 = 300;
/// Most tokens that a round asks about. Anybody can send anybody tokens.
const MAX_TOKENS_ASKED: usize = 64;
/// Questions about tokens under way at the same time.
const TOKENS_AT_ONCE: usize = 8;

/// What the chain said since the vault was opened.
pub(super) struct ChainFlow<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
    keys: Rc<Keys<P>>,
    balances: Rc<Balances>,
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
}

impl SeenOnNetwork {
    fn end(&self) {
        self.is_over.set(true);
        self.stop.ring();
    }
}

impl<P: Ports + 'static> ChainFlow<P> {
    pub(super) fn new(
        context: &Rc<Context<P>>,
        vault: &Rc<Vault<P>>,
        keys: &Rc<Keys<P>>,
        balances: &Rc<Balances>,
    ) -> Self {
        Self {
            context: Rc::clone(context),
            vault: Rc::clone(vault),
            keys: Rc::clone(keys),
            balances: Rc::clone(balances),
            seen: RefCell::default(),
        }
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
        });
        if let Some(before) = self.seen.borrow_mut().insert(network, Rc::clone(&seen)) {
            before.end();
        }
        let (context, keys, balances) = (Rc::clone(&self.context), Rc::clone(&self.keys), Rc::clone(&self.balances));
        let (stop, mut stop_tokens) = (seen.stop.next(), Box::pin(seen.stop.next().fuse()));
        let round = Round { context, keys, balances, network, nodes, seen, told_at: Cell::new(0) };
        self.context.ports.spawn(async move {
            watch::drive(&mut watch, &round, stop).await;
            if !round.note(&watch) {
                return;
            }
            round.context.redraw_records();
            let mut ask_tokens = Box::pin(round.ask_tokens().fuse());
            futures_util::select_biased! {
                () = stop_tokens => {}
                () = ask_tokens => round.context.redraw_records(),
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

    /// What has changed of what the chain said.
    pub(super) fn said_of_all(&self, lists: &SentLists, seed: MarkSeed) -> Vec<Splice<ChainFactView>> {
        lists.chain.send(seed, self.facts(), |facts| self.row(facts))
    }

    fn facts(&self) -> Vec<((bool, GenesisHash, AccountAddress), ChainFacts)> {
        let mut facts = Vec::new();
        let all = self.seen.borrow();
        for (network, seen) in &*all {
            let watch = seen.watch.borrow();
            let of = |(address, row)| ((false, *network, address), self.asked(*network, seen, address, row));
            facts.extend(watch.rows().map(of));
        }
        // What a search heard of accounts that nobody asked about since.
        let is_asked = |network, address| {
            all.get(&network).is_some_and(|seen: &Rc<SeenOnNetwork>| seen.watch.borrow().get(&address).is_some())
        };
        for (network, address) in self.balances.accounts().into_iter().filter(|(network, at)| !is_asked(*network, *at))
        {
            let (heard, at) = (self.balances.numbers(network, &address), self.balances.at(network, &address));
            let of = ChainFacts { network, address, state: ChainState::Exists, heard, at, fault: None };
            facts.push(((true, network, address), of));
        }
        facts
    }

    fn asked(&self, network: GenesisHash, seen: &SeenOnNetwork, address: AccountAddress, row: &WatchRow) -> ChainFacts {
        let state = match &row.standing {
            Existence::There(_) => ChainState::Exists,
            Existence::Absent => ChainState::Absent,
            Existence::NotChecked => ChainState::NotChecked,
            Existence::Unknown => ChainState::Asking,
        };
        // What was heard before stays, with its own time, until there is another answer.
        let heard = self.balances.at(network, &address).filter(|_| state != ChainState::Absent);
        let asked = (state != ChainState::Asking).then(|| seen.at.get());
        ChainFacts {
            network,
            address,
            state,
            heard: heard.and_then(|_| self.balances.numbers(network, &address)),
            at: heard.or(asked),
            fault: row.fault.as_ref().filter(|_| state == ChainState::NotChecked).cloned(),
        }
    }

    fn row(&self, facts: ChainFacts) -> ChainFactView {
        let ChainFacts { network, address, state, heard, at, fault } = facts;
        ChainFactView {
            network: network.to_string(),
            address: address.to_string(),
            state,
            balance: heard.and_then(|_| self.balances.view(network, &address)),
            at: at.map(millis),
            fault,
        }
    }

    /// What the person's own accounts hold, by who can move it; a line for each network that was asked about.
    pub(super) fn totals(&self) -> Vec<TotalsView> {
        let sum = |sum: Sum| SumView { accounts: sum.accounts, total: sum.total.to_string() };
        let view = |(network, seen): (&GenesisHash, &Rc<SeenOnNetwork>)| {
            let watch = seen.watch.borrow();
            let totals = watch.totals();
            let oldest = watch.own().filter_map(|address| self.balances.at(*network, &address)).min();
            // The sums are of that look at the chain: a search that heard of them since makes them no newer.
            let oldest = oldest.map(|at| at.min(seen.at.get()));
            TotalsView {
                network: network.to_string(),
                alone: sum(totals.alone),
                together: sum(totals.together),
                others: sum(totals.others),
                is_whole: totals.is_whole,
                state: match oldest {
                    Some(_) => ChainState::Exists,
                    None if totals.is_whole => ChainState::Absent,
                    None if totals.not_checked > 0 => ChainState::NotChecked,
                    None => ChainState::Asking,
                },
                at: oldest.map(millis),
            }
        };
        self.seen.borrow().iter().map(view).collect()
    }
}

/// What is known of one address.
#[derive(Hash)]
struct ChainFacts {
    network: GenesisHash,
    address: AccountAddress,
    state: ChainState,
    /// Which answers its balance is from ([`Balances::numbers`]).
    heard: Option<(u64, u64)>,
    at: Option<u64>,
    fault: Option<Fault>,
}

/// One round of questions.
struct Round<P: Ports> {
    context: Rc<Context<P>>,
    keys: Rc<Keys<P>>,
    balances: Rc<Balances>,
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

    /// How the tokens stand that are on the accounts of this network. Without an answer it is not known whether one can be sent, and
    /// that is what is said of it.
    async fn ask_tokens(&self) {
        let mut tokens = self.balances.tokens(self.network);
        tokens.truncate(MAX_TOKENS_ASKED);
        let ask = async |id: TokenId| {
            let question = async |node: &P::Node| query::token(node, &id).await;
            if let Ok(facts) = self.nodes.insist(question).await {
                self.balances.note_token(self.network, id, facts);
            }
        };
        stream::iter(tokens).for_each_concurrent(TOKENS_AT_ONCE, ask).await;
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
        if let Ok(lookup) = &answer {
            // The same answer says whose keys are here.
            self.keys.note((self.network, *address), lookup);
            // What comes after a lock is of an account that nobody knows of here any more.
            if !self.seen.is_over.get() {
                self.balances.note(self.network, *address, lookup, self.context.ports.now());
            }
        }
        answer
    }

    fn fault(&self, error: &NodeError) -> Fault {
        self.nodes.fault(error)
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

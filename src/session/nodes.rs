//! Asking the nodes of a network: the first one that is fit, and what each of them was asked. One node's word is never
//! taken for another's.

pub(super) mod networks;
pub(super) mod slot;
pub mod view;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::lock::Mutex;

use crate::asking;
use crate::fault::{Explain, Fault, Remedy};
use crate::model::GenesisHash;
use crate::node::roster::{Next, Seat};
use crate::node::throttle::{Admission, Throttle, Ticket};
use crate::node::{BlockInfo, NodeError, NodeStanding, NodeUrl, Obstacle, Roster, query};
use crate::recovery::Witness;

use super::bell::Bell;
use super::context::Context;
use super::error::{SessionError, fault};
use super::ports::Ports;
use super::seam::millis;
use super::vault::Vault;
use networks::node_urls;
use slot::NodeSlot;
use view::{NodeState, NodeStateView};

/// How long a node that was left is left alone, in milliseconds.
const REST_MS: u64 = 2_000;

/// The nodes of one network, for one task.
pub(super) struct Nodes<P: Ports> {
    context: Rc<Context<P>>,
    network: GenesisHash,
    slot: Option<NodeSlot>,
    roster: RefCell<Roster>,
    /// One examination at a time: whoever comes meanwhile waits for its result.
    examining: Mutex<()>,
    last_again: Cell<u64>,
    /// The last final block of each node, as it was seen last.
    blocks: RefCell<BTreeMap<Seat, BlockInfo>>,
    /// How fast each node is asked.
    throttles: RefCell<BTreeMap<Seat, Throttle>>,
    /// Rings when a question has ended: another one may go out.
    one_ended: Bell,
    /// Whether the last fault is of a kind that passes by itself.
    fault_passes: Cell<bool>,
}

impl NodeStateView {
    /// A node nothing is known of yet.
    pub(super) const fn unknown(url: String) -> Self {
        Self { url, state: NodeState::Unknown, height: None, lag_seconds: None, lagging: false, fault: None }
    }
}

impl<P: Ports + 'static> Nodes<P> {
    /// The nodes the settings name for a network. What they are doing is shown in the slot, if there is one.
    pub(super) fn of(
        context: &Rc<Context<P>>,
        vault: &Vault<P>,
        network: GenesisHash,
        slot: Option<NodeSlot>,
    ) -> Result<Self, Fault> {
        let urls = node_urls(&*vault.contents()?, network);
        Self::among(context, network, urls, slot)
    }

    /// This node and no other.
    pub(super) fn only(context: &Rc<Context<P>>, network: GenesisHash, url: NodeUrl) -> Result<Self, Fault> {
        Self::among(context, network, vec![url], None)
    }

    fn among(
        context: &Rc<Context<P>>,
        network: GenesisHash,
        urls: Vec<NodeUrl>,
        slot: Option<NodeSlot>,
    ) -> Result<Self, Fault> {
        let roster = Roster::new(network, urls).ok_or_else(|| fault(SessionError::UnknownNetwork))?;
        Ok(Self {
            context: Rc::clone(context),
            network,
            slot,
            roster: RefCell::new(roster),
            examining: Mutex::new(()),
            last_again: Cell::new(0),
            blocks: RefCell::default(),
            throttles: RefCell::default(),
            one_ended: Bell::default(),
            fault_passes: Cell::new(true),
        })
    }

    /// One question to the node whose turn it is. Repeating is the caller's affair: the next attempt may go to another node.
    pub(super) async fn ask<T>(
        &self,
        question: impl AsyncFnOnce(&P::Node) -> Result<T, NodeError>,
    ) -> Result<(T, Witness), NodeError> {
        let way = self.admitted().await?;
        let _under_way = UnderWay { nodes: self, seat: way.seat };
        let answer = question(&way.node).await;
        self.heard(&way, answer.as_ref().err());
        Ok((answer?, Witness { node: way.url, block: way.block, at: self.context.ports.now() }))
    }

    /// Waits for a node that is fit, and for a turn with it. Not in `ask`, which is compiled for every question.
    async fn admitted(&self) -> Result<Admitted<P>, NodeError> {
        loop {
            let (seat, node, url) = self.fit().await?;
            let ticket = self.turn(seat).await;
            // It may have been left while others waited for their turn.
            if self.roster.borrow().next() == Next::Ask(seat) {
                // As it was when it was asked: another node may be examined meanwhile.
                let block = self.blocks.borrow().get(&seat).copied();
                return Ok(Admitted { seat, node, url, ticket, block });
            }
            self.end_turn(seat);
        }
    }

    /// A question was answered, or met with a fault.
    fn heard(&self, way: &Admitted<P>, fault: Option<&NodeError>) {
        if let Some(error) = fault {
            self.roster.borrow_mut().failed(way.seat, error);
            return self.take_in(way.seat, way.ticket, error, &way.url);
        }
        self.roster.borrow_mut().answered(way.seat);
        let is_slow = self.throttle(way.seat, |throttle| {
            throttle.answered();
            throttle.is_slow()
        });
        self.show(|view| {
            let state = if is_slow { NodeState::Busy } else { NodeState::Ready };
            if view.state != state {
                view.state = state;
                view.fault = None;
            }
        });
    }

    /// What a fault means for the questions to come. Too much at once makes them fewer, as long as that helps.
    fn take_in(&self, seat: Seat, ticket: Ticket, error: &NodeError, url: &str) {
        let now = self.context.ports.now();
        let slowed = error.too_much().map(|seconds| self.throttle(seat, |one| one.slow_down(ticket, now, seconds)));
        match slowed {
            Some(true) => self.roster.borrow_mut().leave(seat, error),
            Some(false) if self.roster.borrow().next() == Next::Ask(seat) => {
                return self.show(|view| {
                    view.state = NodeState::Busy;
                    view.fault = None;
                });
            }
            Some(false) | None => {}
        }
        self.show_fault(error, url);
    }

    /// Waits until a question may go out to this node.
    async fn turn(&self, seat: Seat) -> Ticket {
        let began = self.context.ports.now();
        let mut waited = 0;
        loop {
            // Whatever the clock does meanwhile, what was waited was waited.
            let now = self.context.ports.now().max(began.saturating_add(waited));
            match self.throttle(seat, |throttle| throttle.turn(now)) {
                Admission::Now(ticket) => return ticket,
                Admission::After(millis) => {
                    self.context.ports.sleep(millis).await;
                    waited += u64::from(millis);
                }
                Admission::WhenOneEnds => self.one_ended.next().await,
            }
        }
    }

    fn end_turn(&self, seat: Seat) {
        self.throttle(seat, Throttle::ended);
        self.one_ended.ring();
    }

    fn throttle<T>(&self, seat: Seat, change: impl FnOnce(&mut Throttle) -> T) -> T {
        change(self.throttles.borrow_mut().entry(seat).or_default())
    }

    /// A fault of the node that is asked, with what helps.
    pub(super) fn fault(&self, error: &NodeError) -> Fault {
        let roster = self.roster.borrow();
        roster.origin(error).map_or_else(|| error.fault(), |url| fault_of(error, url.origin()))
    }

    /// The same, as often as its faults deserve.
    pub(super) async fn insist<T>(
        &self,
        question: impl AsyncFn(&P::Node) -> Result<T, NodeError>,
    ) -> Result<T, NodeError> {
        asking::insist(&*self.context, async || {
            self.ask(async |node: &P::Node| question(node).await).await.map(|(answer, _)| answer)
        })
        .await
    }

    /// Where the node that is asked has got to by now.
    pub(super) async fn last_word(&self) -> Option<Witness> {
        let (block, witness) = self.ask(async |node| query::last_final_block(node).await).await.ok()?;
        Some(Witness { block: Some(block), ..witness })
    }

    /// Gets to a node that is fit, if there is one now.
    pub(super) async fn ready(&self) -> Result<(), NodeError> {
        self.fit().await.map(drop)
    }

    /// Forgets what was held against the nodes: the person says so.
    pub(super) fn again(&self) {
        self.roster.borrow_mut().again();
    }

    /// Whether the last fault is of a kind that passes by itself.
    pub(super) fn fault_passes(&self) -> bool {
        self.fault_passes.get()
    }

    async fn fit(&self) -> Result<(Seat, P::Node, String), NodeError> {
        loop {
            if self.is_overruled() {
                self.roster.borrow_mut().overrule();
            }
            let next = self.roster.borrow().next();
            match next {
                Next::Ask(seat) => {
                    let (node, url) = self.node(seat).ok_or(NodeError::Unreachable)?;
                    return Ok((seat, node, url));
                }
                Next::Examine(_) => self.examine().await,
                Next::Nobody => {
                    let (why, may_pass) = {
                        let roster = self.roster.borrow();
                        (roster.why().unwrap_or(NodeError::Unreachable), roster.may_pass())
                    };
                    let now = self.context.ports.now();
                    if !may_pass || now.saturating_sub(self.last_again.get()) < REST_MS {
                        self.fault_passes.set(why.retryable());
                        let fault = self.fault(&why);
                        self.show(|view| {
                            view.state = NodeState::Failing;
                            view.fault = Some(fault);
                        });
                        return Err(why);
                    }
                    self.last_again.set(now);
                    self.roster.borrow_mut().again();
                }
            }
        }
    }

    async fn examine(&self) {
        let _alone = self.examining.lock().await;
        // Somebody else may have done it meanwhile.
        let Next::Examine(seat) = self.roster.borrow().next() else { return };
        let Some((node, url)) = self.node(seat) else { return };
        self.show(|view| {
            view.url.clone_from(&url);
            if view.state != NodeState::Failing {
                view.state = NodeState::Asking;
            }
        });
        let standing = query::standing(&node, || self.context.ports.now()).await;
        match &standing {
            Ok(standing) => {
                self.blocks.borrow_mut().insert(seat, standing.last_final);
                self.show_standing(standing);
            }
            Err(error) => self.show_fault(error, &url),
        }
        let mut roster = self.roster.borrow_mut();
        match &standing {
            Ok(_) => roster.answered(seat),
            Err(error) => roster.failed(seat, error),
        }
        roster.examined(seat, standing);
    }

    fn node(&self, seat: Seat) -> Option<(P::Node, String)> {
        let roster = self.roster.borrow();
        let allowed = roster.allowed(seat)?;
        Some((self.context.ports.node(&allowed), allowed.url().to_string()))
    }

    fn show_standing(&self, standing: &NodeStanding) {
        let obstacle = standing.obstacle(self.network);
        // A doubt that was overruled is still said, but nobody has to wait for it to pass.
        let is_settled = match obstacle {
            None => true,
            Some(Obstacle::Lagging { .. } | Obstacle::ClockBehind { .. }) => self.is_overruled(),
            Some(Obstacle::WrongNetwork { .. }) => false,
        };
        self.show(|view| {
            view.state = if is_settled { NodeState::Ready } else { NodeState::Failing };
            view.height = Some(millis(standing.last_final.height));
            view.lag_seconds = Some(millis(standing.lag_seconds));
            view.lagging = standing.lagging;
            view.fault = obstacle.map(NodeError::from).or_else(|| standing.concern()).map(|error| error.fault());
        });
    }

    fn show_fault(&self, error: &NodeError, url: &str) {
        self.fault_passes.set(error.retryable());
        self.show(|view| {
            view.state = NodeState::Failing;
            view.fault = Some(fault_of(error, url));
        });
    }

    fn is_overruled(&self) -> bool {
        self.slot.as_ref().is_some_and(NodeSlot::is_overruled)
    }

    /// Changes what the page sees of the node; says nothing when that is what it sees already.
    fn show(&self, change: impl FnOnce(&mut NodeStateView)) {
        if self.slot.as_ref().is_some_and(|slot| slot.change(change)) {
            self.context.redraw();
        }
    }
}

/// A fault of the node at this URL, with what helps.
pub(super) fn fault_of(error: &NodeError, url: &str) -> Fault {
    let fault = error.fault();
    if error.wants_permission() { fault.with_remedy(Remedy::AllowNode { url: url.to_owned() }) } else { fault }
}

/// The node for one question, and the right to ask it.
struct Admitted<P: Ports> {
    seat: Seat,
    node: P::Node,
    url: String,
    ticket: Ticket,
    /// The last one it is known to have.
    block: Option<BlockInfo>,
}

/// A question that is on its way; dropped when it is over, or nobody waits for it any more.
struct UnderWay<'n, P: Ports + 'static> {
    nodes: &'n Nodes<P>,
    seat: Seat,
}

impl<P: Ports + 'static> Drop for UnderWay<'_, P> {
    fn drop(&mut self) {
        self.nodes.end_turn(self.seat);
    }
}

//! Several nodes of one network: which of them to ask next. The person's order, and what disqualifies a node. It asks nobody
//! itself, and no answer of one node goes to another.
//!
//! ```text
//! next() ─▶ Examine(seat) ─ query::standing ─▶ examined(seat, …)     is it the right chain, is it up to date?
//!        ─▶ Ask(seat) ──── query::… ─▶ answered(seat) · failed(seat, fault)
//!        ─▶ Nobody ─────── why(): the sentence; wait, or let the person decide ─▶ again() · overrule()
//! ```
//!
//! The first node of the list that is fit is the one that is asked: a node of one's own stands first, and the others learn
//! nothing while it answers. No node is asked about an account before it was examined.

use std::cmp::Reverse;

use super::allowed::Allowed;
use super::error::NodeError;
use super::standing::{NodeStanding, Obstacle};
use super::url::NodeUrl;
use crate::model::GenesisHash;

/// Most nodes on a list.
pub const MAX_NODES: usize = 8;
/// Failures without an answer between them after which the next node is asked. Fifty look-ups that fail together are enough;
/// one that fails among others that do not is not.
pub const MAX_FAILURES: u32 = 3;

/// A node's place on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat(usize);

/// Whom to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing is known about this one yet: ask for its standing first.
    Examine(Seat),
    /// This one.
    Ask(Seat),
    /// None is left: see [`Roster::why`].
    Nobody,
}

/// The nodes of one network, in the person's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    network: GenesisHash,
    nodes: Vec<Node>,
    overruled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Node {
    url: NodeUrl,
    health: Health,
    /// What last went wrong with it.
    last_fault: Option<NodeError>,
    /// In a row, without an answer between them.
    failures: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Health {
    Unknown,
    Fit,
    /// Nobody can tell whether it knows young accounts. The time of its last block says which doubt is the smaller one.
    Doubtful {
        obstacle: Obstacle,
        slot_time_ms: u64,
    },
    Out(NodeError),
}

impl Roster {
    /// These nodes, each once; nothing is known about any. `None` without a node, and with more than [`MAX_NODES`].
    #[must_use]
    pub fn new(network: GenesisHash, urls: impl IntoIterator<Item = NodeUrl>) -> Option<Self> {
        let mut nodes: Vec<Node> = Vec::new();
        for url in urls {
            if nodes.iter().all(|node| node.url != url) {
                nodes.push(Node::new(url));
            }
        }
        (1..=MAX_NODES).contains(&nodes.len()).then_some(Self { network, nodes, overruled: false })
    }

    /// Whom to ask next. Does not change anything.
    #[must_use]
    pub fn next(&self) -> Next {
        for (seat, node) in self.seats() {
            match node.health {
                Health::Fit => return Next::Ask(seat),
                Health::Unknown => return Next::Examine(seat),
                Health::Doubtful { .. } | Health::Out(_) => {}
            }
        }
        match self.least_doubtful() {
            Some((seat, _)) if self.overruled => Next::Ask(seat),
            Some(_) | None => Next::Nobody,
        }
    }

    /// Where a node is.
    #[must_use]
    pub fn url(&self, seat: Seat) -> Option<&NodeUrl> {
        self.nodes.get(seat.0).map(|node| &node.url)
    }

    /// Leave to ask it. Nobody else may be asked about this network.
    #[must_use]
    pub fn allowed(&self, seat: Seat) -> Option<Allowed> {
        self.url(seat).cloned().map(Allowed::on_the_list)
    }

    /// Where this fault comes from: the node that last had it, or else the one that is asked first.
    #[must_use]
    pub fn origin(&self, fault: &NodeError) -> Option<&NodeUrl> {
        let has_it = self.nodes.iter().find(|node| node.last_fault.as_ref() == Some(fault));
        has_it.or_else(|| self.nodes.first()).map(|node| &node.url)
    }

    /// What to tell the person while there is nobody to ask: a doubt they may overrule, else the first fault that may pass,
    /// else the first fault.
    #[must_use]
    pub fn why(&self) -> Option<NodeError> {
        if self.next() != Next::Nobody {
            return None;
        }
        if let Some((_, obstacle)) = self.least_doubtful() {
            return Some(obstacle.into());
        }
        let faults = || self.nodes.iter().filter_map(Node::fault);
        faults().find(|fault| fault.retryable()).or_else(|| faults().next()).cloned()
    }

    /// Whether some node may answer if it is asked again in a while.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        self.nodes.iter().filter_map(Node::fault).any(NodeError::retryable)
    }

    /// What an examination showed: the node's standing, or why it has none. Also counts for a node that was examined before.
    pub fn examined(&mut self, seat: Seat, standing: Result<NodeStanding, NodeError>) {
        let network = self.network;
        let Some(node) = self.nodes.get_mut(seat.0) else { return };
        let standing = match standing {
            Ok(standing) => standing,
            Err(fault) => return node.leave(fault),
        };
        match standing.obstacle(network) {
            None => node.health = Health::Fit,
            Some(obstacle @ Obstacle::WrongNetwork { .. }) => return node.leave(obstacle.into()),
            Some(obstacle @ (Obstacle::Lagging { .. } | Obstacle::ClockBehind { .. })) => {
                node.last_fault = Some(obstacle.into());
                node.health = Health::Doubtful { obstacle, slot_time_ms: standing.last_final.slot_time_ms };
            }
        }
        node.failures = 0;
    }

    /// The question was answered. A late answer of a node that was left does not bring it back.
    pub fn answered(&mut self, seat: Seat) {
        if let Some(node) = self.nodes.get_mut(seat.0) {
            node.failures = 0;
        }
    }

    /// The question was not answered. The node is left when it cannot be a node at all, or after [`MAX_FAILURES`] in a row.
    pub fn failed(&mut self, seat: Seat, fault: &NodeError) {
        let Some(node) = self.nodes.get_mut(seat.0) else { return };
        node.last_fault = Some(fault.clone());
        match weight(fault) {
            Weight::Question => {}
            Weight::Node => node.leave(fault.clone()),
            Weight::Counts => {
                node.failures = node.failures.saturating_add(1);
                if node.failures >= MAX_FAILURES {
                    node.leave(fault.clone());
                }
            }
        }
    }

    /// It lets nobody ask enough to be of use, however slowly: the next one is asked.
    pub fn leave(&mut self, seat: Seat, fault: &NodeError) {
        if let Some(node) = self.nodes.get_mut(seat.0) {
            node.leave(fault.clone());
        }
    }

    /// Forget what was held against the nodes, and begin with the first one again: because time has passed, or because the
    /// person said so.
    pub fn again(&mut self) {
        for node in self.nodes.iter_mut().filter(|node| node.health != Health::Fit) {
            node.health = Health::Unknown;
            node.failures = 0;
        }
    }

    /// The person knows that the nodes may not know young accounts, and wants to go on: if no other is left, the one with the
    /// youngest last block is asked.
    pub const fn overrule(&mut self) {
        self.overruled = true;
    }

    fn seats(&self) -> impl Iterator<Item = (Seat, &Node)> {
        self.nodes.iter().enumerate().map(|(position, node)| (Seat(position), node))
    }

    fn least_doubtful(&self) -> Option<(Seat, Obstacle)> {
        let doubts = self.seats().filter_map(|(seat, node)| match node.health {
            Health::Doubtful { obstacle, slot_time_ms } => Some((slot_time_ms, seat, obstacle)),
            Health::Unknown | Health::Fit | Health::Out(_) => None,
        });
        // The youngest block; of equal ones the first seat.
        doubts.min_by_key(|(slot_time_ms, ..)| Reverse(*slot_time_ms)).map(|(_, seat, obstacle)| (seat, obstacle))
    }
}

impl Node {
    const fn new(url: NodeUrl) -> Self {
        Self { url, health: Health::Unknown, last_fault: None, failures: 0 }
    }

    fn leave(&mut self, fault: NodeError) {
        self.last_fault = Some(fault.clone());
        self.health = Health::Out(fault);
    }

    const fn fault(&self) -> Option<&NodeError> {
        match &self.health {
            Health::Out(fault) => Some(fault),
            Health::Unknown | Health::Fit | Health::Doubtful { .. } => None,
        }
    }
}

/// What a fault says about the node that made it.
enum Weight {
    /// Nothing: it is about the question.
    Question,
    /// Something, if it happens again and again. One strange account must not disqualify every node that knows it.
    Counts,
    /// All there is to know: this is no node for us.
    Node,
}

const fn weight(fault: &NodeError) -> Weight {
    match fault {
        // A node that is asked too much is slowed down, not left, until that does not help either: see `throttle`.
        NodeError::NotOffered | NodeError::Throttled { .. } => Weight::Question,
        NodeError::NotGrpcWeb
        | NodeError::Redirected
        | NodeError::WebPage
        | NodeError::WrongNetwork { .. }
        | NodeError::Lagging { .. }
        | NodeError::ClockBehind { .. } => Weight::Node,
        NodeError::Http { .. } if !fault.retryable() => Weight::Node,
        NodeError::Unreachable
        | NodeError::Offline
        | NodeError::NotRunning
        | NodeError::Hidden
        | NodeError::TimedOut
        | NodeError::Http { .. }
        | NodeError::NotFound
        | NodeError::Overloaded
        | NodeError::Unavailable
        | NodeError::Grpc { .. }
        | NodeError::Truncated
        | NodeError::StatusHidden
        | NodeError::TooLarge { .. }
        | NodeError::BadReply(_) => Weight::Counts,
    }
}

#[cfg(test)]
mod tests;

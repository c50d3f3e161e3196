//! What the page sees of the nodes.

use serde::Serialize;

use crate::fault::Fault;
use crate::model::Network;

/// One network.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// Genesis hash, hexadecimal.
    pub genesis: String,
    /// Which of those the product ships with; `None` for another one.
    pub name: Option<Network>,
    /// The node that is asked first.
    pub node_url: String,
    /// Whether that node is the one the product ships with.
    pub public_node: bool,
    /// A public site about its accounts: an address behind this is the page about it.
    pub explorer: Option<&'static str>,
    /// Every node of this network, in the order they are asked.
    pub nodes: Vec<NodeView>,
}

/// How a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum NodeState {
    /// Nothing was asked yet.
    Unknown,
    /// It is being asked.
    Asking,
    /// It answers.
    Ready,
    /// It is asked more slowly, because it was too much.
    Busy,
    /// It does not answer, or may not be asked.
    Failing,
}

/// The node as the flow sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NodeStateView {
    /// Its URL.
    pub url: String,
    /// How it is.
    pub state: NodeState,
    /// Height of its last finalised block.
    pub height: Option<f64>,
    /// Seconds its last finalised block is behind the clock of this computer.
    pub lag_seconds: Option<f64>,
    /// Whether that is so much that young accounts may be missed.
    pub lagging: bool,
    /// What went wrong last.
    pub fault: Option<Fault>,
}

/// One node of a network.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NodeView {
    /// Its URL.
    pub url: String,
    /// Whether it is the one the product ships with.
    pub public: bool,
}

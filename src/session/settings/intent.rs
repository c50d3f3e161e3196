//! What the page asks of the settings.

use serde::{Deserialize, Serialize};

use crate::session::nodes::view::NetworkView;
use crate::session::seam::actor::Actor;

/// What the page asks of the settings.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum SettingsIntent {
    /// Work on another network.
    UseNetwork {
        /// Genesis hash.
        genesis: String,
    },
    /// Ask another node. Its genesis hash is read first; an unknown one becomes a custom network. Answers `NetworkView`.
    UseNode {
        /// `https://…`, or `http://` on this computer.
        url: String,
    },
    /// Ask one more node of the network in use when the others cannot answer. Answers `NetworkView`.
    AddNode {
        /// As with `UseNode`.
        url: String,
    },
    /// Ask this node no longer. With the last one gone, the public node is asked again.
    RemoveNode {
        /// Genesis hash.
        network: String,
        /// `NodeView.url`.
        url: String,
    },
    /// Change when the vault locks by itself.
    SetAutoLock {
        /// Minutes, 1 to 120.
        minutes: u32,
    },
    /// Lock the vault when the screen of the computer is locked, or not.
    LockWithScreen {
        /// Whether it does.
        on: bool,
    },
}

impl SettingsIntent {
    /// Who sends this. A new intent has to say so here; one that a page may send without a click is a machine's.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::UseNetwork { .. }
            | Self::UseNode { .. }
            | Self::AddNode { .. }
            | Self::RemoveNode { .. }
            | Self::SetAutoLock { .. }
            | Self::LockWithScreen { .. } => Actor::Person,
        }
    }
}

/// The answer to a question about the settings that worked.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum SettingsReply {
    /// Nothing to say; the snapshot tells.
    Done,
    /// To `UseNode` and `AddNode`.
    Network(NetworkView),
}

//! Networks, nodes and the auto-lock time.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::fault::Fault;
use crate::model::{GenesisHash, Network};
use crate::node::{NodeUrl, query};
use crate::vault::Contents;

use super::error::SessionError;
use super::present::network_name;
use super::view::{NetworkView, NodeView};
use super::{Ports, Session, fault};

/// Shortest and longest auto-lock time, in minutes.
const AUTO_LOCK_MINUTES: std::ops::RangeInclusive<u32> = 1..=120;

impl<P: Ports + 'static> Session<P> {
    pub(super) async fn use_network(self: &Rc<Self>, genesis: &str) -> Result<(), Fault> {
        let genesis: GenesisHash = genesis.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        self.refuse_while_recovering()?;
        self.commit(|contents| {
            if node_url(contents, genesis).is_none() {
                return Err(fault(SessionError::UnknownNetwork));
            }
            contents.settings.network = genesis;
            Ok(())
        })
        .await?;
        self.publish();
        Ok(())
    }

    /// Asks the node who it is before it is used: the genesis hash decides which network it serves.
    pub(super) async fn use_node(self: &Rc<Self>, url: &str) -> Result<NetworkView, Fault> {
        self.require_open()?;
        self.refuse_while_recovering()?;
        let url = NodeUrl::parse(url).map_err(fault)?;
        let consensus = query::consensus_info(&self.ports.node(&url)).await.map_err(fault)?;
        let genesis = consensus.genesis;
        self.commit(|contents| {
            contents.settings.nodes.insert(genesis, url.to_string());
            // What another node said about this network is not taken on trust for ever.
            contents.parameters.remove(&genesis);
            contents.settings.network = genesis;
            Ok(())
        })
        .await?;
        self.publish();
        let state = self.state.borrow();
        let open = state.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
        networks(&open.contents)
            .into_iter()
            .find(|network| network.genesis == genesis.to_string())
            .ok_or_else(|| fault(SessionError::UnknownNetwork))
    }

    pub(super) async fn set_auto_lock(self: &Rc<Self>, minutes: u32) -> Result<(), Fault> {
        if !AUTO_LOCK_MINUTES.contains(&minutes) {
            return Err(fault(SessionError::AutoLockOutOfRange));
        }
        self.commit(|contents| {
            contents.settings.auto_lock_minutes = minutes;
            Ok(())
        })
        .await?;
        self.publish();
        Ok(())
    }

    fn refuse_while_recovering(&self) -> Result<(), Fault> {
        if self.state.borrow().recovery.is_running() {
            return Err(fault(SessionError::RecoveryRunning));
        }
        Ok(())
    }
}

/// The node that is asked about a network.
pub(super) fn node_url(contents: &Contents, genesis: GenesisHash) -> Option<NodeUrl> {
    let chosen = contents.settings.nodes.get(&genesis).map(String::as_str);
    NodeUrl::parse(chosen.or_else(|| Network::of(genesis).map(Network::public_node))?).ok()
}

/// Every network that can be chosen: those offered to everybody, those of the person's own nodes, and those with records.
pub(super) fn networks(contents: &Contents) -> Vec<NetworkView> {
    let offered = Network::OFFERED.map(Network::genesis);
    let own: BTreeSet<GenesisHash> =
        contents.settings.nodes.keys().chain(contents.wallet.networks.keys()).copied().collect();
    offered
        .into_iter()
        .chain(own.into_iter().filter(|genesis| !offered.contains(genesis)))
        .filter_map(|genesis| {
            let url = node_url(contents, genesis)?;
            Some(NetworkView {
                genesis: genesis.to_string(),
                name: network_name(genesis).to_owned(),
                public_node: Network::of(genesis).is_some_and(|network| network.public_node() == url.to_string()),
                nodes: vec![NodeView { url: url.to_string(), public: false }],
                node_url: url.to_string(),
            })
        })
        .collect()
}

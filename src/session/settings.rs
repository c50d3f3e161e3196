//! Networks, nodes and the auto-lock time.

pub mod intent;
pub mod view;

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::fault::Fault;
use crate::model::{GenesisHash, Network};
use crate::node::roster::{MAX_NODES, Topic};
use crate::node::{Allowed, IdentityProvider, NodeUrl, query};
use crate::session::Reply;
use crate::session::settings::intent::SettingsIntent;
use crate::vault::Contents;

use crate::session::Session;
use crate::session::error::SessionError;
use crate::session::error::fault;
use crate::session::nodes::view::{NetworkView, NodeView};
use crate::session::nodes::{Nodes, fault_of};
use crate::session::panel::Panel;
use crate::session::ports::Ports;
use crate::session::recovery::view::ProviderView;

/// Shortest and longest auto-lock time, in minutes.
const AUTO_LOCK_MINUTES: std::ops::RangeInclusive<u32> = 1..=120;
/// Those that are offered beside the one in force.
const AUTO_LOCK_OFFERED: [u32; 6] = [1, 5, 15, 30, 60, 120];

/// The auto-lock times to choose from, shortest first.
pub(super) fn auto_lock_offered(in_force: u32) -> Vec<u32> {
    let mut offered = BTreeSet::from(AUTO_LOCK_OFFERED);
    offered.insert(in_force);
    offered.into_iter().collect()
}

impl<P: Ports + 'static> Session<P> {
    pub(super) async fn handle_settings(self: &Rc<Self>, intent: SettingsIntent) -> Result<Reply, Fault> {
        match intent {
            SettingsIntent::UseNetwork { genesis } => self.use_network(&genesis).await?,
            SettingsIntent::UseNode { url } => return self.use_node(&url).await.map(Reply::Network),
            SettingsIntent::AddNode { url } => return self.add_node(&url).await.map(Reply::Network),
            SettingsIntent::RemoveNode { network, url } => self.remove_node(&network, &url).await?,
            SettingsIntent::SetAutoLock { minutes } => self.set_auto_lock(minutes).await?,
        }
        Ok(Reply::Done)
    }

    pub(super) async fn use_network(self: &Rc<Self>, genesis: &str) -> Result<(), Fault> {
        let genesis: GenesisHash = genesis.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        self.refuse_while_recovering()?;
        self.commit(|contents| {
            // Once more: a search may have begun while this waited.
            self.refuse_while_recovering()?;
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
        let (url, genesis) = self.test_node(url).await?;
        self.commit(|contents| {
            // Once more: a search may have begun while this waited.
            self.refuse_while_recovering()?;
            // The one that was just chosen is asked first; the others stay behind it.
            let nodes = contents.settings.nodes.entry(genesis).or_default();
            nodes.retain(|node| *node != url.to_string());
            if nodes.len() >= MAX_NODES {
                return Err(fault(SessionError::TooManyNodes { ceiling: MAX_NODES }));
            }
            nodes.insert(0, url.to_string());
            // What another node said about this network is not taken on trust for ever.
            contents.parameters.remove(&genesis);
            contents.settings.network = genesis;
            Ok(())
        })
        .await?;
        self.publish();
        self.network_view(genesis)
    }

    /// Which network a node serves, if a search can be made with it. Asks what a search asks, so that no node is taken that fails in
    /// the middle of one.
    async fn test_node(self: &Rc<Self>, typed: &str) -> Result<(NodeUrl, GenesisHash), Fault> {
        let allowed = Allowed::to_be_tested(typed).map_err(fault)?;
        let url = allowed.url().clone();
        let tested = query::probe(&self.ports.node(&allowed), || self.ports.now()).await;
        let standing = tested.map_err(|error| fault_of(&error, url.origin()))?;
        Ok((url, standing.genesis))
    }

    fn network_view(&self, genesis: GenesisHash) -> Result<NetworkView, Fault> {
        let state = self.state.borrow();
        let open = state.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
        networks(&open.contents)
            .into_iter()
            .find(|network| network.genesis == genesis.to_string())
            .ok_or_else(|| fault(SessionError::UnknownNetwork))
    }

    /// The identity providers of the network in use, as its node lists them.
    pub(super) async fn list_providers(self: &Rc<Self>) -> Result<Vec<ProviderView>, Fault> {
        let network = self.state.borrow().network().ok_or_else(|| fault(SessionError::VaultLocked))?;
        let nodes = Nodes::of(self, network, Panel::Hidden)?;
        let providers = nodes.insist(Topic::Chain, async |node| query::identity_providers(node).await).await;
        let view =
            |provider: IdentityProvider| ProviderView { number: provider.number.get(), name: provider.name.into() };
        Ok(providers.map_err(|error| nodes.fault(&error))?.into_iter().map(view).collect())
    }

    /// One more node for the network it serves, asked when those before it cannot answer.
    pub(super) async fn add_node(self: &Rc<Self>, url: &str) -> Result<NetworkView, Fault> {
        self.require_open()?;
        self.refuse_while_recovering()?;
        let (url, genesis) = self.test_node(url).await?;
        self.commit(|contents| {
            // Once more: a search may have begun while this waited.
            self.refuse_while_recovering()?;
            let mut nodes: Vec<String> = node_urls(contents, genesis).iter().map(ToString::to_string).collect();
            if nodes.contains(&url.to_string()) {
                return Ok(());
            }
            if nodes.len() >= MAX_NODES {
                return Err(fault(SessionError::TooManyNodes { ceiling: MAX_NODES }));
            }
            nodes.push(url.to_string());
            contents.settings.nodes.insert(genesis, nodes);
            Ok(())
        })
        .await?;
        self.publish();
        self.network_view(genesis)
    }

    /// Asks this node no longer. With the last one gone, the public node is asked again, where there is one.
    pub(super) async fn remove_node(self: &Rc<Self>, network: &str, url: &str) -> Result<(), Fault> {
        let genesis: GenesisHash = network.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        self.refuse_while_recovering()?;
        self.commit(|contents| {
            // Once more: a search may have begun while this waited.
            self.refuse_while_recovering()?;
            let nodes = contents.settings.nodes.get_mut(&genesis).ok_or_else(|| fault(SessionError::UnknownNode))?;
            let before = nodes.len();
            nodes.retain(|node| node != url);
            if nodes.len() == before {
                return Err(fault(SessionError::UnknownNode));
            }
            // What the node said about the network goes with it.
            contents.parameters.remove(&genesis);
            if contents.settings.nodes.get(&genesis).is_some_and(Vec::is_empty) {
                contents.settings.nodes.remove(&genesis);
            }
            if node_urls(contents, contents.settings.network).is_empty() {
                contents.settings.network = Network::Mainnet.genesis();
            }
            Ok(())
        })
        .await?;
        self.publish();
        Ok(())
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

    pub(super) fn refuse_while_recovering(&self) -> Result<(), Fault> {
        if self.state.borrow().recovery.is_running() {
            return Err(fault(SessionError::RecoveryRunning));
        }
        Ok(())
    }
}

/// The nodes that are asked about a network, the first one first: the person's own, or else the public one.
pub(super) fn node_urls(contents: &Contents, genesis: GenesisHash) -> Vec<NodeUrl> {
    let chosen = contents.settings.nodes.get(&genesis).map(Vec::as_slice).unwrap_or_default();
    let chosen: Vec<NodeUrl> = chosen.iter().filter_map(|node| NodeUrl::parse(node).ok()).collect();
    if chosen.is_empty() {
        Network::of(genesis).and_then(|network| NodeUrl::parse(network.public_node()).ok()).into_iter().collect()
    } else {
        chosen
    }
}

/// The node that is asked first about a network.
pub(super) fn node_url(contents: &Contents, genesis: GenesisHash) -> Option<NodeUrl> {
    node_urls(contents, genesis).into_iter().next()
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
            let is_public =
                |url: &NodeUrl| Network::of(genesis).is_some_and(|network| network.public_node() == url.to_string());
            let urls = node_urls(contents, genesis);
            let first = urls.first()?;
            Some(NetworkView {
                genesis: genesis.to_string(),
                name: Network::of(genesis),
                public_node: is_public(first),
                node_url: first.to_string(),
                nodes: urls.iter().map(|url| NodeView { url: url.to_string(), public: is_public(url) }).collect(),
            })
        })
        .collect()
}

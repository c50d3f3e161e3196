//! Which networks there are, and which nodes are asked about each.

use std::collections::BTreeSet;

use crate::gather::Gather;
use crate::model::{GenesisHash, Network};
use crate::node::NodeUrl;
use crate::vault::Contents;

use super::view::{NetworkView, NodeView};

/// The nodes that are asked about a network, the first one first: the person's own, or else the public one.
pub(in crate::session) fn node_urls(contents: &Contents, genesis: GenesisHash) -> Vec<NodeUrl> {
    let chosen = contents.settings.nodes.get(&genesis).map(Vec::as_slice).unwrap_or_default();
    let chosen: Vec<NodeUrl> = chosen.iter().filter_map(|node| NodeUrl::parse(node).ok()).collect();
    if chosen.is_empty() {
        Network::of(genesis).and_then(|network| NodeUrl::parse(network.public_node()).ok()).into_iter().collect()
    } else {
        chosen
    }
}

/// The node that is asked first about a network.
pub(in crate::session) fn node_url(contents: &Contents, genesis: GenesisHash) -> Option<NodeUrl> {
    node_urls(contents, genesis).into_iter().next()
}

/// Every network that can be chosen: those offered to everybody, those of the person's own nodes, and those with records.
pub(in crate::session) fn networks(contents: &Contents) -> Vec<NetworkView> {
    let offered = Network::OFFERED.map(Network::genesis);
    let own: BTreeSet<GenesisHash> =
        contents.settings.nodes.keys().chain(contents.wallet.networks.keys()).copied().gather();
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
                explorer: Network::of(genesis).and_then(Network::explorer),
                public_node: is_public(first),
                node_url: first.to_string(),
                nodes: urls.iter().map(|url| NodeView { url: url.to_string(), public: is_public(url) }).collect(),
            })
        })
        .collect()
}

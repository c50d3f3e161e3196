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
    if chosen.is_empty() { public_node(genesis).into_iter().collect() } else { chosen }
}

fn public_node(genesis: GenesisHash) -> Option<NodeUrl> {
    Network::of(genesis).and_then(|network| NodeUrl::parse(network.public_node()).ok())
}

/// Whether this is the node of a network that everybody is offered.
fn is_public(genesis: GenesisHash, url: &NodeUrl) -> bool {
    public_node(genesis).as_ref() == Some(url)
}

/// Whether the nodes of a network are asked without a question: the person chose each of them, and none is the one that everybody is offered.
/// Where one of those they chose cannot be read, another one may be asked in its place: that takes their word.
pub(in crate::session) fn asks_by_itself(contents: &Contents, genesis: GenesisHash) -> bool {
    let chosen = contents.settings.nodes.get(&genesis).map_or(0, Vec::len);
    let asked = node_urls(contents, genesis);
    chosen > 0 && asked.len() == chosen && !asked.iter().any(|url| is_public(genesis, url))
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
            let urls = node_urls(contents, genesis);
            let first = urls.first()?;
            Some(NetworkView {
                genesis: genesis.to_string(),
                name: Network::of(genesis),
                explorer: Network::of(genesis).and_then(Network::explorer),
                public_node: is_public(genesis, first),
                node_url: first.to_string(),
                nodes: urls
                    .iter()
                    .map(|url| NodeView { url: url.to_string(), public: is_public(genesis, url) })
                    .collect(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::model::NetworkRecords;

    /// A vault where these are the nodes of a network.
    fn with_nodes(genesis: GenesisHash, nodes: &[&str]) -> Contents {
        let mut contents = Contents::default();
        contents.wallet.networks.insert(genesis, NetworkRecords::default());
        contents.settings.nodes.insert(genesis, nodes.iter().map(|node| (*node).to_owned()).collect());
        contents
    }

    #[test]
    fn only_nodes_that_the_person_chose_are_asked_without_a_question() {
        let (mainnet, elsewhere) = (Network::Mainnet.genesis(), GenesisHash::new([7; 32]));
        let public = Network::Mainnet.public_node();
        let own = "https://node.example.com:20000";
        for (genesis, nodes, by_itself) in [
            (mainnet, vec![own], true),
            (elsewhere, vec![own], true),
            (mainnet, vec![], false),
            (mainnet, vec![public], false),
            (mainnet, vec![own, public], false),
            // What cannot be read is no node: the public one would be asked, or nobody.
            (mainnet, vec!["no node"], false),
            (mainnet, vec![own, "no node"], false),
            (elsewhere, vec!["no node"], false),
        ] {
            let contents = with_nodes(genesis, &nodes);
            assert_eq!(asks_by_itself(&contents, genesis), by_itself, "{nodes:?}");
            // What is asked by itself is nowhere called the public one.
            let view = networks(&contents).into_iter().find(|view| view.genesis == genesis.to_string());
            let is_public = view.is_none_or(|view| view.nodes.iter().any(|node| node.public));
            assert!(!(by_itself && is_public), "{nodes:?}");
        }
        assert!(!asks_by_itself(&Contents::default(), mainnet));
    }

    #[test]
    fn the_public_node_is_known_however_it_is_written() {
        let mainnet = Network::Mainnet.genesis();
        let written = format!("{}/", Network::Mainnet.public_node());
        let contents = with_nodes(mainnet, &[&written]);
        assert!(networks(&contents)[0].public_node);
        assert!(!asks_by_itself(&contents, mainnet));
    }
}

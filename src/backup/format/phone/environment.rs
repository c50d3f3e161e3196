//! Networks by the words that phones have for them. Every word that was ever written; what another one means is not
//! guessed.

use serde_json::Value;

use crate::backup::noticed::Noticed;
use crate::fault::legible::legible;
use crate::model::{GenesisHash, Network};

/// What a file says its network is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::backup) enum NamedNetwork {
    /// A network's usual word.
    Network(Network),
    /// The name of an application's build, which some Android versions wrote instead.
    Build(Network, String),
    /// Another word.
    Other(String),
    /// Nothing: before May 2021.
    Nothing,
}

impl NamedNetwork {
    /// The network this means.
    pub(in crate::backup) const fn network(&self) -> Option<Network> {
        match self {
            Self::Network(network) | Self::Build(network, _) => Some(*network),
            Self::Other(_) | Self::Nothing => None,
        }
    }

    /// What is worth knowing about it.
    pub(in crate::backup) fn noticed(&self) -> Option<Noticed> {
        match self {
            Self::Network(_) => None,
            Self::Build(_, word) => Some(Noticed::PhoneNetworkBuild { environment: word.clone() }),
            Self::Other(word) => Some(Noticed::PhoneNetworkOther { environment: legible(word) }),
            Self::Nothing => Some(Noticed::PhoneNetworkMissing),
        }
    }
}

/// Reads the member `environment`.
pub(in crate::backup) fn read(environment: Option<&Value>) -> NamedNetwork {
    let word = match environment {
        None | Some(Value::Null) => return NamedNetwork::Nothing,
        Some(Value::String(word)) => word.clone(),
        Some(other) => other.to_string(),
    };
    match word.as_str() {
        "mainnet" => NamedNetwork::Network(Network::Mainnet),
        "testnet" => NamedNetwork::Network(Network::Testnet),
        "staging" => NamedNetwork::Network(Network::Stagenet),
        "production" => NamedNetwork::Build(Network::Mainnet, word),
        "prod_testnet" => NamedNetwork::Build(Network::Testnet, word),
        _ => NamedNetwork::Other(word),
    }
}

/// The word for a network; `None` for one that phones have none for.
pub(in crate::backup) fn name_of(genesis: GenesisHash) -> Option<&'static str> {
    Network::of(genesis).map(|network| match network {
        Network::Mainnet => "mainnet",
        Network::Testnet => "testnet",
        Network::Stagenet => "staging",
    })
}

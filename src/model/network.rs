//! The networks Lifeboat knows by name. A network is its genesis hash; everything else about it can change.

use serde::Serialize;

use super::ids::{Coin, GenesisHash};

/// A network the product ships with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Network {
    /// Where the money is.
    Mainnet,
    /// For trying things out.
    Testnet,
    /// Concordium's own rehearsals. Known by name, because phones made files for it; not offered by itself.
    Stagenet,
}

impl Network {
    /// Every network the product ships with.
    pub const ALL: [Self; 3] = [Self::Mainnet, Self::Testnet, Self::Stagenet];
    /// Those that are offered to everybody.
    pub const OFFERED: [Self; 2] = [Self::Mainnet, Self::Testnet];

    /// The word by which a fact names a network: the page has a name for it, and the beginning of the hash for one that nobody ships with.
    #[must_use]
    pub fn word(genesis: GenesisHash) -> String {
        match Self::of(genesis) {
            Some(Self::Mainnet) => "mainnet".to_owned(),
            Some(Self::Testnet) => "testnet".to_owned(),
            Some(Self::Stagenet) => "stagenet".to_owned(),
            None => genesis.to_string(),
        }
    }

    /// Its genesis hash (Desktop Wallet `app/constants/genesis.json`; browser wallet `networkConfiguration.ts`).
    #[must_use]
    pub const fn genesis(self) -> GenesisHash {
        match self {
            Self::Mainnet => GenesisHash::new([
                0x9d, 0xd9, 0xca, 0x4d, 0x19, 0xe9, 0x39, 0x38, 0x77, 0xd2, 0xc4, 0x4b, 0x70, 0xf8, 0x9a, 0xcb, 0xfc,
                0x08, 0x83, 0xc2, 0x24, 0x3e, 0x5e, 0xea, 0xec, 0xc0, 0xd1, 0xcd, 0x05, 0x03, 0xf4, 0x78,
            ]),
            Self::Testnet => GenesisHash::new([
                0x42, 0x21, 0x33, 0x2d, 0x34, 0xe1, 0x69, 0x41, 0x68, 0xc2, 0xa0, 0xc0, 0xb3, 0xfd, 0x0f, 0x27, 0x38,
                0x09, 0x61, 0x2c, 0xb1, 0x3d, 0x00, 0x0d, 0x5c, 0x2e, 0x00, 0xe8, 0x5f, 0x50, 0xf7, 0x96,
            ]),
            Self::Stagenet => GenesisHash::new([
                0x38, 0xbf, 0x77, 0x0b, 0x4c, 0x24, 0x7f, 0x09, 0xe1, 0xb6, 0x29, 0x82, 0xbb, 0x71, 0x00, 0x0c, 0x51,
                0x64, 0x80, 0xc5, 0xa2, 0xc5, 0x21, 0x4d, 0xad, 0xac, 0x6d, 0xa4, 0xb1, 0xad, 0x50, 0xe5,
            ]),
        }
    }

    /// The public node that answers gRPC-web for this network.
    #[must_use]
    pub const fn public_node(self) -> &'static str {
        match self {
            Self::Mainnet => "https://grpc.mainnet.concordium.software:20000",
            Self::Testnet => "https://grpc.testnet.concordium.com:20000",
            Self::Stagenet => "https://grpc.stagenet.concordium.com:20000",
        }
    }

    /// The public directory that says which accounts have a public key: Concordium's wallet proxy (id-app-sdk,
    /// `getKeyAccounts`). `None` where none is known.
    #[must_use]
    pub const fn public_directory(self) -> Option<&'static str> {
        match self {
            Self::Mainnet => Some("https://wallet-proxy.mainnet.concordium.software"),
            Self::Testnet => Some("https://wallet-proxy.testnet.concordium.com"),
            Self::Stagenet => None,
        }
    }

    /// A public site that shows what the chain has of an address, which is what stands behind this: CCDScan, Concordium's own explorer
    /// (concordium.github.io, `ccd-scan.rst`). `None` where none is known. Whoever opens it tells the site the address.
    #[must_use]
    pub const fn explorer(self) -> Option<&'static str> {
        match self {
            Self::Mainnet => Some("https://ccdscan.io/?dcount=1&dentity=account&daddress="),
            Self::Testnet => Some("https://testnet.ccdscan.io/?dcount=1&dentity=account&daddress="),
            Self::Stagenet => None,
        }
    }

    /// The network with this genesis hash, if the product ships with it.
    #[must_use]
    pub fn of(genesis: GenesisHash) -> Option<Self> {
        Self::ALL.into_iter().find(|network| network.genesis() == genesis)
    }
}

impl Coin {
    /// The one in paths of a network.
    #[must_use]
    pub fn of(network: GenesisHash) -> Self {
        match Network::of(network) {
            Some(Network::Mainnet) => Self::Concordium,
            Some(Network::Testnet | Network::Stagenet) | None => Self::Test,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn genesis_hashes_are_the_published_ones() {
        assert_eq!(
            Network::Mainnet.genesis().to_string(),
            "9dd9ca4d19e9393877d2c44b70f89acbfc0883c2243e5eeaecc0d1cd0503f478"
        );
        assert_eq!(
            Network::Testnet.genesis().to_string(),
            "4221332d34e1694168c2a0c0b3fd0f273809612cb13d000d5c2e00e85f50f796"
        );
        assert_eq!(
            Network::Stagenet.genesis().to_string(),
            "38bf770b4c247f09e1b62982bb71000c516480c5a2c5214dadac6da4b1ad50e5"
        );
    }

    #[test]
    fn only_mainnet_has_a_coin_of_its_own() {
        assert_eq!(Coin::of(Network::Mainnet.genesis()), Coin::Concordium);
        let others = [Network::Testnet.genesis(), Network::Stagenet.genesis(), GenesisHash::new([2; 32])];
        assert_eq!(others.map(Coin::of), [Coin::Test; 3]);
    }
}

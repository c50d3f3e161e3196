//! What came out of a backup: a wallet, or records that do not say which network they are of. A network that is missing is
//! not assumed.

use std::collections::BTreeMap;

use crate::gather::Gather;
use crate::model::{Common, DesktopRows, Device, GenesisHash, Load, Network, NetworkRecords, PairingKey, Wallet};

/// What came out of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileContents {
    /// Every record has its network.
    Placed(Wallet),
    /// The file does not say which network its records are of: ask the person.
    NetworkUnknown(Unplaced),
}

impl FileContents {
    /// Records with their network, if the file named it.
    pub(super) fn of(network: Option<Network>, records: NetworkRecords) -> Self {
        match network {
            Some(network) => Self::Placed(Wallet {
                networks: [(network.genesis(), records)].into_iter().gather(),
                ..Wallet::default()
            }),
            // Without records there is nothing to ask about.
            None if records.is_empty() => Self::Placed(Wallet::default()),
            None => Self::NetworkUnknown(Unplaced { devices: BTreeMap::new(), records, rows: DesktopRows::default() }),
        }
    }

    /// How much there is of what has a ceiling.
    #[must_use]
    pub fn load(&self) -> Load {
        match self {
            Self::Placed(wallet) => Load::of(wallet),
            Self::NetworkUnknown(unplaced) => Load::of_records(unplaced.devices.len(), &unplaced.records),
        }
    }

    /// The records as a wallet; those that do not say their network are taken to be of this one.
    #[must_use]
    pub fn on(self, network: GenesisHash) -> Wallet {
        match self {
            Self::Placed(wallet) => wallet,
            Self::NetworkUnknown(unplaced) => unplaced.place(network),
        }
    }
}

/// Records that wait for their network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    pub(super) devices: BTreeMap<PairingKey, Common<Device>>,
    pub(super) records: NetworkRecords,
    pub(super) rows: DesktopRows,
}

impl Unplaced {
    /// The records, all of one network.
    #[must_use]
    pub fn records(&self) -> &NetworkRecords {
        &self.records
    }

    /// The devices; they have no network.
    #[must_use]
    pub fn devices(&self) -> &BTreeMap<PairingKey, Common<Device>> {
        &self.devices
    }

    /// The wallet these records make on the network the person named.
    #[must_use]
    pub fn place(self, network: GenesisHash) -> Wallet {
        Wallet {
            devices: self.devices,
            networks: [(network, self.records)].into_iter().gather(),
            desktop_rows: (!self.rows.is_empty()).then_some((network, self.rows)).into_iter().gather(),
        }
    }
}

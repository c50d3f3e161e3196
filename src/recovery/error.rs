//! Why a recovery run cannot take something in. This module knows the run's own rules; it refuses to speak for the Ledger
//! or the node.

use std::collections::BTreeMap;

use crate::fault::{Explain, Party};
use crate::model::{GenesisHash, IdentityIndex, PairingKey};

/// What a recovery run refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// The Ledger gave one key for two identities: its app understood the request in another way than was meant.
    #[error("the device gave the key of identity {earlier} for identity {index}")]
    SameKeyTwice {
        /// The index that was asked for.
        index: IdentityIndex,
        /// The index the key belongs to.
        earlier: IdentityIndex,
    },
    /// The saved run cannot be read.
    #[error("the saved recovery run is damaged")]
    CheckpointUnreadable,
    /// The saved run was written by a later version.
    #[error("the saved recovery run has version {version}")]
    CheckpointNewer {
        /// Its version.
        version: u32,
    },
    /// The saved run was made with another Ledger.
    #[error("the saved recovery run belongs to another device")]
    CheckpointOtherDevice {
        /// The Ledger the run was made with.
        saved: PairingKey,
        /// The Ledger in use.
        present: PairingKey,
    },
    /// The saved run was made on another network.
    #[error("the saved recovery run belongs to another network")]
    CheckpointOtherNetwork {
        /// The network the run was made on.
        saved: GenesisHash,
        /// The network in use.
        present: GenesisHash,
    },
}

impl Explain for RecoveryError {
    const CODES: &'static [&'static str] = &[
        "recovery-same-key-twice",
        "recovery-checkpoint-unreadable",
        "recovery-checkpoint-newer",
        "recovery-checkpoint-other-device",
        "recovery-checkpoint-other-network",
    ];

    fn code(&self) -> &'static str {
        match self {
            Self::SameKeyTwice { .. } => "recovery-same-key-twice",
            Self::CheckpointUnreadable => "recovery-checkpoint-unreadable",
            Self::CheckpointNewer { .. } => "recovery-checkpoint-newer",
            Self::CheckpointOtherDevice { .. } => "recovery-checkpoint-other-device",
            Self::CheckpointOtherNetwork { .. } => "recovery-checkpoint-other-network",
        }
    }

    fn party(&self) -> Party {
        match self {
            Self::SameKeyTwice { .. } | Self::CheckpointOtherDevice { .. } => Party::Device,
            Self::CheckpointUnreadable | Self::CheckpointNewer { .. } => Party::Computer,
            Self::CheckpointOtherNetwork { .. } => Party::Network,
        }
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::SameKeyTwice { index, earlier } => {
                BTreeMap::from([("index", index.to_string()), ("earlier", earlier.to_string())])
            }
            Self::CheckpointUnreadable => BTreeMap::new(),
            Self::CheckpointNewer { version } => BTreeMap::from([("version", version.to_string())]),
            Self::CheckpointOtherDevice { saved, present } => {
                BTreeMap::from([("saved", saved.to_string()), ("present", present.to_string())])
            }
            Self::CheckpointOtherNetwork { saved, present } => {
                BTreeMap::from([("saved", saved.to_string()), ("present", present.to_string())])
            }
        }
    }
}

//! Why a recovery run cannot take something in. This module knows the run's own rules; it refuses to speak for the Ledger
//! or the node.

use std::collections::BTreeMap;

use super::place::Place;
use super::search::CONTRADICTION;
use crate::fault::{Explain, Party};
use crate::model::{GenesisHash, IdentityIndex, PairingKey};

/// What a recovery run refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// The Ledger gave one key for two identities: its app understood the request in another way than was meant.
    #[error("the device gave the key of {earlier:?} for {place:?}")]
    SameKeyTwice {
        /// The place that was asked for.
        place: Place,
        /// The place the key belongs to.
        earlier: Place,
    },
    /// The key came from another Ledger than the one the place is on.
    #[error("a key came from another device than the one that was asked")]
    OtherDevice {
        /// The Ledger the run belongs to.
        expected: PairingKey,
        /// The one that gave the key.
        found: PairingKey,
    },
    /// The key is not the one this place had before in the same run.
    #[error("{place:?} had another key before")]
    OtherKey {
        /// Which place.
        place: Place,
    },
    /// The chain was seen to know a credential id, and a node denies it. Never an error of a run: the code of a fault that
    /// keeps a number from being *absent*.
    #[error("a node does not know what the chain was seen to know")]
    Contradiction,
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
        "recovery-other-device",
        "recovery-other-key",
        "recovery-contradiction",
        "recovery-checkpoint-unreadable",
        "recovery-checkpoint-newer",
        "recovery-checkpoint-other-device",
        "recovery-checkpoint-other-network",
    ];

    fn code(&self) -> &'static str {
        match self {
            Self::SameKeyTwice { .. } => "recovery-same-key-twice",
            Self::OtherDevice { .. } => "recovery-other-device",
            Self::OtherKey { .. } => "recovery-other-key",
            Self::Contradiction => CONTRADICTION,
            Self::CheckpointUnreadable => "recovery-checkpoint-unreadable",
            Self::CheckpointNewer { .. } => "recovery-checkpoint-newer",
            Self::CheckpointOtherDevice { .. } => "recovery-checkpoint-other-device",
            Self::CheckpointOtherNetwork { .. } => "recovery-checkpoint-other-network",
        }
    }

    fn party(&self) -> Party {
        match self {
            Self::SameKeyTwice { .. }
            | Self::OtherDevice { .. }
            | Self::OtherKey { .. }
            | Self::CheckpointOtherDevice { .. } => Party::Device,
            Self::CheckpointUnreadable | Self::CheckpointNewer { .. } => Party::Computer,
            Self::Contradiction | Self::CheckpointOtherNetwork { .. } => Party::Network,
        }
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::SameKeyTwice { place, earlier } => {
                BTreeMap::from([("index", index(*place)), ("earlier", index(*earlier))])
            }
            Self::OtherDevice { expected, found } => {
                BTreeMap::from([("expected", expected.to_string()), ("found", found.to_string())])
            }
            Self::OtherKey { place } => BTreeMap::from([("index", index(*place))]),
            Self::Contradiction | Self::CheckpointUnreadable => BTreeMap::new(),
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

/// For a sentence about an index. Identities from a phone have none, and no such sentence.
fn index(place: Place) -> String {
    place.index().as_ref().map(IdentityIndex::to_string).unwrap_or_default()
}

//! Why a recovery run cannot take something in. What the Ledger or the node refuses is theirs to say.

use super::place::Place;
use crate::fault::Explain;
use crate::model::{GenesisHash, IdentityIndex, PairingKey};

/// What a recovery run refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = Device)]
pub enum RecoveryError {
    /// The Ledger gave one key for two identities: its app understood the request in another way than was meant.
    #[error("the device gave the key of {earlier:?} for {place:?}")]
    #[code("recovery-same-key-twice", index = index(*place), earlier = index(*earlier))]
    SameKeyTwice {
        /// The place that was asked for.
        place: Place,
        /// The place the key belongs to.
        earlier: Place,
    },
    /// The key came from another Ledger than the one the place is on.
    #[error("a key came from another device than the one that was asked")]
    #[code("recovery-other-device", expected, found)]
    OtherDevice {
        /// The Ledger the run belongs to.
        expected: PairingKey,
        /// The one that gave the key.
        found: PairingKey,
    },
    /// The key is not the one this place had before in the same run.
    #[error("{place:?} had another key before")]
    #[code("recovery-other-key", index = index(*place))]
    OtherKey {
        /// Which place.
        place: Place,
    },
    /// The chain was seen to know a credential id, and a node denies it. Never an error of a run: the code of a fault that
    /// keeps a number from being *absent*.
    #[error("a node does not know what the chain was seen to know")]
    #[code("recovery-contradiction", party = Network)]
    Contradiction,
    /// The saved run cannot be read.
    #[error("the saved recovery run is damaged")]
    #[code("recovery-checkpoint-unreadable", party = Computer)]
    CheckpointUnreadable,
    /// The saved run was written by a later version.
    #[error("the saved recovery run has version {version}")]
    #[code("recovery-checkpoint-newer", party = Computer, version)]
    CheckpointNewer {
        /// Its version.
        version: u32,
    },
    /// The saved run was made on another network.
    #[error("the saved recovery run belongs to another network")]
    #[code("recovery-checkpoint-other-network", party = Network, saved, present)]
    CheckpointOtherNetwork {
        /// The network the run was made on.
        saved: GenesisHash,
        /// The network in use.
        present: GenesisHash,
    },
}

/// For a sentence about an index. Identities from a phone have none, and no such sentence.
fn index(place: Place) -> String {
    place.index().as_ref().map(IdentityIndex::to_string).unwrap_or_default()
}

//! A run at rest: versioned JSON with credential ids and answers. What must survive a closed tab is in it: no key, no seed,
//! no balance. Nothing that comes back is taken on trust.

mod form;
mod v1;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::evidence::RunEvidence;
use super::place::{Inquiry, Leg, Place, Route, Track};
use super::record::Record;
use super::{Basis, Plan, Recovery, RecoveryError};
use crate::gather::Gather;
use crate::model::{GenesisHash, PairingKey};

/// Everything that is needed to go on with a run. Holds credential ids, which tell whose accounts belong together: to be
/// kept encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint(form::Saved);

#[derive(Deserialize)]
struct VersionOnly {
    version: u32,
}

/// A run without what it stands on.
struct RunParts {
    legs: Vec<Leg>,
    inquiry: Inquiry,
    records: BTreeMap<Place, Record>,
    stopped: bool,
    evidence: RunEvidence,
}

impl Checkpoint {
    /// The version this engine writes. It reads this one and all before it.
    pub const CURRENT_VERSION: u32 = 3;
    /// Longest checkpoint worth reading, in bytes. A long run (a hundred indices) takes about 1 MB, or 6 MB when the list comes
    /// first.
    pub const MAX_LEN: usize = 64 << 20;
    /// Most places of a run.
    const MAX_PLACES: usize = 4 * Plan::MAX_INDICES;

    /// The checkpoint as JSON bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        #[expect(clippy::expect_used, reason = "no map with keys other than text, no foreign Serialize")]
        serde_json::to_vec(&self.0).expect("numbers, texts and lists always have a JSON form")
    }

    /// Reads what [`Checkpoint::encode`] wrote, in this version or an earlier one.
    ///
    /// # Errors
    /// [`RecoveryError::CheckpointUnreadable`] or [`RecoveryError::CheckpointNewer`].
    pub fn decode(bytes: &[u8]) -> Result<Self, RecoveryError> {
        let unreadable = |_| RecoveryError::CheckpointUnreadable;
        if bytes.len() > Self::MAX_LEN {
            return Err(RecoveryError::CheckpointUnreadable);
        }
        let VersionOnly { version } = serde_json::from_slice(bytes).map_err(unreadable)?;
        let saved = match version {
            1 => serde_json::from_slice::<v1::Saved>(bytes).map_err(unreadable)?.into(),
            2 | 3 => serde_json::from_slice::<form::Saved>(bytes).map_err(unreadable)?.of_today(),
            0 => return Err(RecoveryError::CheckpointUnreadable),
            4.. => return Err(RecoveryError::CheckpointNewer { version }),
        };
        saved.parts().and_then(RunParts::checked).ok_or(RecoveryError::CheckpointUnreadable)?;
        Ok(Self(saved))
    }

    /// The Ledger the run was made with; `None` for a run over identities from a phone.
    #[must_use]
    pub fn device(&self) -> Option<PairingKey> {
        self.0.device()
    }

    /// The network the run was made on.
    #[must_use]
    pub const fn network(&self) -> GenesisHash {
        self.0.network()
    }

    /// Places begun, or left out.
    #[must_use]
    pub const fn places(&self) -> usize {
        self.0.places()
    }

    /// Accounts found, each counted once.
    #[must_use]
    pub fn found(&self) -> usize {
        self.0.accounts().gather::<BTreeSet<_>>().len()
    }
}

impl Recovery {
    /// The run as it stands.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint(form::Saved::of(self))
    }

    /// Goes on where the checkpoint was made. A key is asked for again only where it had not been given, or to look deeper
    /// than was planned.
    ///
    /// # Errors
    /// [`RecoveryError::CheckpointOtherNetwork`] when the checkpoint belongs to another network than the basis.
    pub fn resume(basis: Basis, checkpoint: &Checkpoint) -> Result<Self, RecoveryError> {
        let (saved, present) = (checkpoint.network(), basis.network);
        if saved != present {
            return Err(RecoveryError::CheckpointOtherNetwork { saved, present });
        }
        let parts = checkpoint.0.parts().and_then(RunParts::checked).ok_or(RecoveryError::CheckpointUnreadable)?;
        let RunParts { legs, inquiry, records, stopped, evidence } = parts;
        Ok(Self { legs, records, stopped, evidence, ..Self::new(basis, Route::new().asking(inquiry)) })
    }
}

impl RunParts {
    /// `None` for what no run can have come to: tracks that overlap, or a place on no track.
    fn checked(self) -> Option<Self> {
        let tracks: Vec<&Track> = self.legs.iter().map(|leg| &leg.track).collect();
        let is_apart = tracks
            .iter()
            .enumerate()
            .all(|(position, track)| tracks.iter().take(position).all(|earlier| !earlier.overlaps(track)));
        let is_on_track = |place: &Place| tracks.iter().any(|track| track.holds(*place));
        let is_sound = tracks.len() <= Route::MAX_TRACKS
            && is_apart
            && self.records.len() <= Checkpoint::MAX_PLACES
            && self.records.keys().all(is_on_track);
        is_sound.then_some(self)
    }
}

//! A run at rest: versioned JSON with credential ids and answers. This module knows what must survive a closed tab; it
//! refuses to hold a key, a seed or a balance, and takes nothing on trust that comes back.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::hit::{Hit, Listed};
use super::search::{Pending, Search};
use super::{Known, Plan, Record, Recovery, RecoveryError};
use crate::chain::Generator;
use crate::model::{AccountAddress, AccountSlot, CredentialId, GenesisHash, IdentityIndex, KeyVersion, PairingKey};
use crate::node::account::MAX_CREDENTIALS;

/// Everything that is needed to go on with a run. Holds credential ids, which tell whose accounts belong together: to be
/// kept encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checkpoint {
    version: u32,
    network: GenesisHash,
    device: PairingKey,
    stopped: bool,
    continued_at: Option<u32>,
    indices: Vec<SavedIndex>,
}

#[derive(Deserialize)]
struct VersionOnly {
    version: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SavedIndex {
    index: u32,
    fingerprint: Option<CredentialId>,
    searches: Vec<SavedSearch>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SavedSearch {
    key_version: u8,
    open: Vec<SavedPending>,
    not_checked: Vec<SavedPending>,
    absent: Vec<u8>,
    found: Vec<SavedHit>,
    reserve: Vec<(u8, CredentialId)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SavedPending {
    number: u8,
    id: CredentialId,
    failures: u32,
    fault: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SavedHit {
    number: u8,
    id: CredentialId,
    account: AccountAddress,
    threshold: u32,
    listed: Vec<SavedListed>,
    policy: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SavedListed {
    slot: u32,
    id: CredentialId,
    initial: bool,
}

impl Checkpoint {
    /// The version this engine writes. It reads this one and all before it.
    pub const CURRENT_VERSION: u32 = 1;
    /// Longest checkpoint worth reading, in bytes. A long run (a hundred indices) takes about 1 MB.
    pub const MAX_LEN: usize = 64 << 20;
    /// Longest text of a policy, in bytes. The chain's own limit is 256 attributes of 31 bytes.
    const MAX_POLICY: usize = 64 << 10;
    /// Longest fault code, in bytes.
    const MAX_CODE: usize = 64;

    /// The checkpoint as JSON bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        #[expect(clippy::expect_used, reason = "no map with keys other than text, no foreign Serialize")]
        serde_json::to_vec(self).expect("numbers, texts and lists always have a JSON form")
    }

    /// Reads what [`Checkpoint::encode`] wrote, in this version or an earlier one.
    ///
    /// # Errors
    /// [`RecoveryError::CheckpointUnreadable`] or [`RecoveryError::CheckpointNewer`].
    pub fn decode(bytes: &[u8]) -> Result<Self, RecoveryError> {
        if bytes.len() > Self::MAX_LEN {
            return Err(RecoveryError::CheckpointUnreadable);
        }
        let VersionOnly { version } = serde_json::from_slice(bytes).map_err(|_| RecoveryError::CheckpointUnreadable)?;
        if version > Self::CURRENT_VERSION {
            return Err(RecoveryError::CheckpointNewer { version });
        }
        let checkpoint: Self = serde_json::from_slice(bytes).map_err(|_| RecoveryError::CheckpointUnreadable)?;
        checkpoint.records().ok_or(RecoveryError::CheckpointUnreadable)?;
        Ok(checkpoint)
    }

    /// The Ledger the run was made with.
    #[must_use]
    pub const fn device(&self) -> PairingKey {
        self.device
    }

    /// The network the run was made on.
    #[must_use]
    pub const fn network(&self) -> GenesisHash {
        self.network
    }

    /// Indices begun.
    #[must_use]
    pub const fn indices(&self) -> usize {
        self.indices.len()
    }

    /// Accounts found, each counted once.
    #[must_use]
    pub fn found(&self) -> usize {
        let hits = self.indices.iter().flat_map(|index| &index.searches).flat_map(|search| &search.found);
        hits.map(|hit| hit.account).collect::<BTreeSet<_>>().len()
    }

    fn records(&self) -> Option<BTreeMap<IdentityIndex, Record>> {
        if self.indices.len() > Plan::MAX_INDICES {
            return None;
        }
        let mut records = BTreeMap::new();
        for saved in &self.indices {
            let earlier = records.insert(IdentityIndex::new(saved.index)?, saved.record()?);
            if earlier.is_some() {
                return None;
            }
        }
        Some(records)
    }
}

impl Recovery {
    /// The run as it stands.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            version: Checkpoint::CURRENT_VERSION,
            network: self.network,
            device: self.device,
            stopped: self.stopped,
            continued_at: self.continued_at.map(IdentityIndex::get),
            indices: self.records.iter().map(|(index, record)| SavedIndex::of(*index, record)).collect(),
        }
    }

    /// Goes on where the checkpoint was made. The Ledger is asked again only for an index that had not been answered.
    ///
    /// # Errors
    /// [`RecoveryError::CheckpointOtherDevice`] or [`RecoveryError::CheckpointOtherNetwork`] when the checkpoint belongs
    /// to another run than the one that is asked for.
    pub fn resume(
        checkpoint: &Checkpoint,
        plan: Plan,
        generator: Generator,
        device: PairingKey,
        network: GenesisHash,
        known: Known,
    ) -> Result<Self, RecoveryError> {
        if checkpoint.device != device {
            return Err(RecoveryError::CheckpointOtherDevice { saved: checkpoint.device, present: device });
        }
        if checkpoint.network != network {
            return Err(RecoveryError::CheckpointOtherNetwork { saved: checkpoint.network, present: network });
        }
        let mut recovery = Self::new(plan, generator, device, network, known);
        recovery.records = checkpoint.records().ok_or(RecoveryError::CheckpointUnreadable)?;
        recovery.stopped = checkpoint.stopped;
        recovery.continued_at = checkpoint.continued_at.and_then(IdentityIndex::new);
        Ok(recovery)
    }
}

impl SavedIndex {
    fn of(index: IdentityIndex, record: &Record) -> Self {
        Self {
            index: index.get(),
            fingerprint: record.fingerprint,
            searches: record.versions().map(|(version, search)| SavedSearch::of(version, search)).collect(),
        }
    }

    fn record(&self) -> Option<Record> {
        let mut searches = BTreeMap::new();
        for saved in &self.searches {
            let version = KeyVersion::ALL.into_iter().find(|version| version.number() == saved.key_version)?;
            let earlier = searches.insert(version, saved.search()?);
            if earlier.is_some() {
                return None;
            }
        }
        (self.fingerprint.is_some() || searches.is_empty())
            .then_some(Record { fingerprint: self.fingerprint, searches })
    }
}

impl SavedSearch {
    fn of(version: KeyVersion, search: &Search) -> Self {
        let pending =
            |all: &BTreeMap<u8, Pending>| all.iter().map(|(number, it)| SavedPending::of(*number, it)).collect();
        Self {
            key_version: version.number(),
            open: pending(&search.open),
            not_checked: pending(&search.not_checked),
            absent: search.absent.iter().copied().collect(),
            found: search.found.iter().map(|(number, hit)| SavedHit::of(*number, hit)).collect(),
            reserve: search.reserve.iter().map(|(number, id)| (*number, *id)).collect(),
        }
    }

    /// `None` when a number stands in two places.
    fn search(&self) -> Option<Search> {
        let mut numbers = BTreeSet::new();
        let mut once = |number: u8| numbers.insert(number).then_some(number);
        let mut search = Search::default();
        for saved in &self.open {
            search.open.insert(once(saved.number)?, saved.pending()?);
        }
        for saved in &self.not_checked {
            search.not_checked.insert(once(saved.number)?, saved.pending()?);
        }
        for number in &self.absent {
            search.absent.insert(once(*number)?);
        }
        for saved in &self.found {
            search.found.insert(once(saved.number)?, saved.hit()?);
        }
        for (number, id) in &self.reserve {
            search.reserve.insert(once(*number)?, *id);
        }
        Some(search)
    }
}

impl SavedPending {
    fn of(number: u8, pending: &Pending) -> Self {
        Self { number, id: pending.id, failures: pending.failures, fault: pending.fault.clone() }
    }

    fn pending(&self) -> Option<Pending> {
        let fault = self.fault.clone();
        fault.as_ref().is_none_or(|code| code.len() <= Checkpoint::MAX_CODE).then_some(Pending {
            id: self.id,
            failures: self.failures,
            fault,
        })
    }
}

impl SavedHit {
    fn of(number: u8, hit: &Hit) -> Self {
        let listed = hit.listed.iter().map(|(slot, it)| SavedListed { slot: slot.0, id: it.id, initial: it.initial });
        Self {
            number,
            id: hit.id,
            account: hit.account,
            threshold: hit.threshold,
            listed: listed.collect(),
            policy: hit.policy.clone(),
        }
    }

    fn hit(&self) -> Option<Hit> {
        if self.listed.len() > MAX_CREDENTIALS {
            return None;
        }
        let listed: BTreeMap<_, _> = self
            .listed
            .iter()
            .map(|saved| (AccountSlot(saved.slot), Listed { id: saved.id, initial: saved.initial }))
            .collect();
        let policy = self.policy.clone();
        let policy_is_an_object = policy.as_ref().is_none_or(|text| {
            text.len() <= Checkpoint::MAX_POLICY
                && serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_ok()
        });
        let hit = Hit { id: self.id, account: self.account, threshold: self.threshold, listed, policy };
        let opened_by = hit.opened_by()?;
        (policy_is_an_object
            && hit.policy.is_some() == hit.slot().is_some()
            && AccountAddress::of_first_credential(&opened_by.id) == hit.account)
            .then_some(hit)
    }
}

//! Checkpoints as they are written today.
//!
//! Version 2 was this with more members: what showed that a key was its place's, which Ledgers were there, which lists were read. Nobody
//! ever looked at them; where they stand, they are passed over.

mod evidence;
mod search;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Checkpoint, RunParts};
use crate::model::{
    AccountAddress, Coin, CredentialId, GenesisHash, IdCredPub, IdentityIndex, KeyVersion, LedgerPath, PairingKey,
    ProviderNumber,
};
use crate::recovery::Recovery;
use crate::recovery::place::{self, Inquiry, PhonePlace};
use crate::recovery::record::Record;
use evidence::Said;
pub(super) use search::{Hit, Pending, Search};

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Saved {
    version: u32,
    network: GenesisHash,
    list_first: bool,
    stopped: bool,
    tracks: Vec<Leg>,
    places: Vec<Place>,
    evidence: Said,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Leg {
    pub(super) track: Track,
    pub(super) left: bool,
    pub(super) continued_at: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Track {
    Ledger { device: PairingKey, path: Path, from: u32 },
    Phones { identities: Vec<Phone> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(super) enum Path {
    Legacy,
    Bip44 { coin: u32, provider: u32 },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Phone {
    identity: IdCredPub,
    max_accounts: Option<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place {
    pub(super) place: Where,
    pub(super) fingerprint: Option<CredentialId>,
    pub(super) wanted: bool,
    pub(super) searches: Vec<Search>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(super) enum Where {
    Ledger { device: PairingKey, path: Path, index: u32 },
    Phone { identity: IdCredPub },
}

impl Saved {
    /// A run of which only the search was kept.
    pub(super) fn new(network: GenesisHash, stopped: bool, tracks: Vec<Leg>, places: Vec<Place>) -> Self {
        let version = Checkpoint::CURRENT_VERSION;
        Self { version, network, list_first: false, stopped, tracks, places, evidence: Said::default() }
    }

    pub(super) fn of(run: &Recovery) -> Self {
        let places = run.records.iter().map(|(place, record)| Place::of(*place, record, run.inquiry));
        let tracks = run.legs.iter().map(Leg::of).collect();
        Self {
            list_first: run.inquiry == Inquiry::ListFirst,
            evidence: Said::of(&run.evidence),
            ..Self::new(run.basis.network, run.stopped, tracks, places.collect())
        }
    }

    /// The same, in the version that is written today.
    pub(super) fn of_today(self) -> Self {
        Self { version: Checkpoint::CURRENT_VERSION, ..self }
    }

    pub(super) const fn network(&self) -> GenesisHash {
        self.network
    }

    pub(super) fn device(&self) -> Option<PairingKey> {
        self.tracks.iter().find_map(|leg| match leg.track {
            Track::Ledger { device, .. } => Some(device),
            Track::Phones { .. } => None,
        })
    }

    pub(super) const fn places(&self) -> usize {
        self.places.len()
    }

    pub(super) fn accounts(&self) -> impl Iterator<Item = AccountAddress> {
        let searches = self.places.iter().flat_map(|place| &place.searches);
        searches.flat_map(|search| &search.found).map(|hit| hit.account)
    }

    /// `None` when something is wrong with it.
    pub(super) fn parts(&self) -> Option<RunParts> {
        let mut records = BTreeMap::new();
        for saved in &self.places {
            let earlier = records.insert(saved.place.read()?, saved.record()?);
            if earlier.is_some() {
                return None;
            }
        }
        Some(RunParts {
            legs: self.tracks.iter().map(Leg::read).collect::<Option<_>>()?,
            inquiry: if self.list_first { Inquiry::ListFirst } else { Inquiry::Complete },
            records,
            stopped: self.stopped,
            evidence: self.evidence.read()?,
        })
    }
}

impl Leg {
    fn of(leg: &place::Leg) -> Self {
        let track = match &leg.track {
            place::Track::Ledger { device, path, from } => {
                Track::Ledger { device: *device, path: Path::of(*path), from: from.get() }
            }
            place::Track::Phones(phones) => {
                let phone = |it: &PhonePlace| Phone { identity: it.identity, max_accounts: it.max_accounts };
                Track::Phones { identities: phones.iter().map(phone).collect() }
            }
        };
        Self { track, left: leg.is_left, continued_at: leg.continued_at.map(IdentityIndex::get) }
    }

    fn read(&self) -> Option<place::Leg> {
        let track = match &self.track {
            Track::Ledger { device, path, from } => {
                place::Track::Ledger { device: *device, path: path.read()?, from: IdentityIndex::new(*from)? }
            }
            Track::Phones { identities } if identities.len() <= Checkpoint::MAX_PLACES => {
                let phone = |it: &Phone| PhonePlace { identity: it.identity, max_accounts: it.max_accounts };
                place::Track::Phones(identities.iter().map(phone).collect())
            }
            Track::Phones { .. } => return None,
        };
        let continued_at = match self.continued_at {
            Some(index) => Some(IdentityIndex::new(index)?),
            None => None,
        };
        Some(place::Leg { track, is_left: self.left, continued_at })
    }
}

impl Path {
    const fn of(path: LedgerPath) -> Self {
        match path {
            LedgerPath::Legacy => Self::Legacy,
            LedgerPath::Bip44 { coin, provider } => Self::Bip44 { coin: coin.number(), provider: provider.get() },
        }
    }

    fn read(self) -> Option<LedgerPath> {
        match self {
            Self::Legacy => Some(LedgerPath::Legacy),
            Self::Bip44 { coin, provider } => {
                let coin = [Coin::Concordium, Coin::Test].into_iter().find(|known| known.number() == coin)?;
                Some(LedgerPath::Bip44 { coin, provider: ProviderNumber::new(provider)? })
            }
        }
    }
}

impl Where {
    const fn of(place: place::Place) -> Self {
        match place {
            place::Place::Ledger { device, path, index } => {
                Self::Ledger { device, path: Path::of(path), index: index.get() }
            }
            place::Place::Phone(identity) => Self::Phone { identity },
        }
    }

    fn read(&self) -> Option<place::Place> {
        match self {
            Self::Ledger { device, path, index } => {
                Some(place::Place::Ledger { device: *device, path: path.read()?, index: IdentityIndex::new(*index)? })
            }
            Self::Phone { identity } => Some(place::Place::Phone(*identity)),
        }
    }
}

impl Place {
    fn of(place: place::Place, record: &Record, inquiry: Inquiry) -> Self {
        Self {
            place: Where::of(place),
            fingerprint: record.fingerprint,
            wanted: record.is_wanted,
            searches: record.versions().map(|(version, search)| Search::of(version, search, inquiry)).collect(),
        }
    }

    fn record(&self) -> Option<Record> {
        let mut searches = BTreeMap::new();
        for saved in &self.searches {
            let version = KeyVersion::ALL.into_iter().find(|version| version.number() == saved.key_version)?;
            let earlier = searches.insert(version, saved.read()?);
            if earlier.is_some() {
                return None;
            }
        }
        let is_left_out = self.fingerprint.is_none();
        let is_sound = if is_left_out { searches.is_empty() } else { !self.wanted };
        is_sound.then_some(Record { fingerprint: self.fingerprint, is_wanted: self.wanted, searches })
    }
}

//! Checkpoints as they are written today.
//!
//! Version 2 was this with more members: what showed that a key was its place's, which Ledgers were there, which lists were read. Nobody
//! ever looked at them; where they stand, they are passed over.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Checkpoint, RunParts};
use crate::gather::Gather;
use crate::model::{
    AccountAddress, AccountSlot, Coin, CredentialId, GenesisHash, IdCredPub, IdentityIndex, KeyVersion, LedgerPath,
    PairingKey, ProviderNumber,
};
use crate::node::BlockInfo;
use crate::node::account::MAX_CREDENTIALS;
use crate::node::chain_state::BlockHash;
use crate::recovery::Recovery;
use crate::recovery::evidence::{self, RunEvidence};
use crate::recovery::hit::{self, CredentialThere};
use crate::recovery::place::{self, Inquiry, PhonePlace};
use crate::recovery::record::Record;
use crate::recovery::search::{self, Number, Tries};

/// Longest text of a policy, in bytes. The chain's own limit is 256 attributes of 31 bytes.
const MAX_POLICY: usize = 64 << 10;
/// Longest fault code, in bytes.
const MAX_CODE: usize = 64;
/// Longest address of a node, in bytes.
const MAX_TEXT: usize = 2048;
/// Numbers the chain can hold.
const NUMBERS: u16 = 256;

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

/// Every number stands in one list at most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Search {
    pub(super) key_version: u8,
    pub(super) start: u16,
    pub(super) end: u16,
    pub(super) matching: Vec<Pending>,
    pub(super) unmatched: Vec<Pending>,
    pub(super) unlisted: Vec<u8>,
    pub(super) open: Vec<Pending>,
    pub(super) not_checked: Vec<Pending>,
    pub(super) absent: Vec<u8>,
    pub(super) found: Vec<Hit>,
    pub(super) ids: Vec<(u8, CredentialId)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Pending {
    pub(super) number: u8,
    pub(super) failures: u32,
    pub(super) fault: Option<String>,
    pub(super) listed: bool,
}

/// The same in both versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Hit {
    number: u8,
    id: CredentialId,
    account: AccountAddress,
    threshold: u32,
    listed: Vec<OnAccount>,
    policy: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OnAccount {
    slot: u32,
    id: CredentialId,
    initial: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    nodes: Vec<Node>,
    began_at: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    node: String,
    lowest: Option<Block>,
    highest: Option<Block>,
    since: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Block {
    hash: String,
    height: u64,
    slot_time: u64,
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

impl Search {
    fn of(version: KeyVersion, search: &search::Search, inquiry: Inquiry) -> Self {
        // Ids nobody will ask for without being told to are forgotten.
        let keeps_ids = inquiry == Inquiry::ListFirst || !search.is_complete();
        let is_found = |number: &u8| matches!(search.numbers.get(number), Some(Number::Found(_)));
        let ids = search.ids.iter().filter(|(number, _)| keeps_ids && !is_found(number));
        let mut saved = Self {
            key_version: version.number(),
            start: search.start,
            end: search.end,
            ids: ids.map(|(number, id)| (*number, *id)).collect(),
            ..Self::default()
        };
        for (number, standing) in &search.numbers {
            match standing {
                Number::Matching(tries) => saved.matching.push(Pending::of(*number, tries)),
                Number::Unmatched(tries) => saved.unmatched.push(Pending::of(*number, tries)),
                Number::Unlisted => saved.unlisted.push(*number),
                Number::Open(tries) => saved.open.push(Pending::of(*number, tries)),
                Number::NotChecked(tries) => saved.not_checked.push(Pending::of(*number, tries)),
                Number::Absent => saved.absent.push(*number),
                Number::Found(hit) => saved.found.push(Hit::of(*number, hit)),
            }
        }
        saved
    }

    /// `None` when a number stands in two places, or beyond what the chain can hold.
    fn read(&self) -> Option<search::Search> {
        if self.start > self.end || self.end > NUMBERS {
            return None;
        }
        let pending = |all: &[Pending], make: fn(Tries) -> Number| {
            all.iter().map(|saved| Some((saved.number, make(saved.tries()?)))).collect::<Option<Vec<_>>>()
        };
        let all = [
            pending(&self.matching, Number::Matching)?,
            pending(&self.unmatched, Number::Unmatched)?,
            self.unlisted.iter().map(|number| (*number, Number::Unlisted)).collect(),
            pending(&self.open, Number::Open)?,
            pending(&self.not_checked, Number::NotChecked)?,
            self.absent.iter().map(|number| (*number, Number::Absent)).collect(),
            self.found.iter().map(|saved| Some((saved.number, Number::Found(saved.read()?)))).collect::<Option<_>>()?,
        ];
        let mut numbers = BTreeMap::new();
        for (number, standing) in all.into_iter().flatten() {
            if numbers.insert(number, standing).is_some() {
                return None;
            }
        }
        let ids: BTreeMap<u8, CredentialId> = self.ids.iter().copied().gather();
        let is_once = ids.len() == self.ids.len() && ids.values().gather::<BTreeSet<_>>().len() == ids.len();
        is_once.then_some(search::Search { numbers, ids, start: self.start, end: self.end, is_loaded: false })
    }
}

impl Pending {
    fn of(number: u8, tries: &Tries) -> Self {
        Self { number, failures: tries.failures, fault: tries.fault.clone(), listed: tries.is_listed }
    }

    fn tries(&self) -> Option<Tries> {
        let is_code = self.fault.as_ref().is_none_or(|code| code.len() <= MAX_CODE);
        is_code.then(|| Tries { failures: self.failures, fault: self.fault.clone(), is_listed: self.listed })
    }
}

impl Hit {
    pub(super) const fn number(&self) -> u8 {
        self.number
    }

    fn of(number: u8, hit: &hit::Hit) -> Self {
        let listed = hit.listed.iter().map(|(slot, it)| OnAccount { slot: slot.0, id: it.id, initial: it.initial });
        Self {
            number,
            id: hit.id,
            account: hit.account,
            threshold: hit.threshold,
            listed: listed.collect(),
            policy: hit.policy.clone(),
        }
    }

    fn read(&self) -> Option<hit::Hit> {
        if self.listed.len() > MAX_CREDENTIALS {
            return None;
        }
        let listed: BTreeMap<_, _> = self
            .listed
            .iter()
            .map(|saved| (AccountSlot(saved.slot), CredentialThere { id: saved.id, initial: saved.initial }))
            .gather();
        let policy = self.policy.clone();
        let policy_is_an_object = policy.as_ref().is_none_or(|text| {
            text.len() <= MAX_POLICY && serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_ok()
        });
        let hit = hit::Hit { id: self.id, account: self.account, threshold: self.threshold, listed, policy };
        let opened_by = hit.opened_by()?;
        (policy_is_an_object
            && hit.policy.is_some() == hit.slot().is_some()
            && AccountAddress::of_first_credential(&opened_by.id) == hit.account)
            .then_some(hit)
    }
}

impl Said {
    fn of(evidence: &RunEvidence) -> Self {
        let node = |it: &evidence::Testimony| Node {
            node: it.node.clone(),
            lowest: it.lowest.as_ref().map(Block::of),
            highest: it.highest.as_ref().map(Block::of),
            since: it.since,
        };
        Self { nodes: evidence.testimonies.iter().map(node).collect(), began_at: evidence.began_at }
    }

    fn read(&self) -> Option<RunEvidence> {
        if self.nodes.len() > RunEvidence::MAX_ENTRIES {
            return None;
        }
        let testimonies = self.nodes.iter().map(Node::read).collect::<Option<_>>()?;
        Some(RunEvidence { testimonies, began_at: self.began_at })
    }
}

impl Node {
    fn read(&self) -> Option<evidence::Testimony> {
        Some(evidence::Testimony {
            node: text(&self.node)?,
            lowest: block(self.lowest.as_ref())?,
            highest: block(self.highest.as_ref())?,
            since: self.since,
        })
    }
}

impl Block {
    fn of(block: &BlockInfo) -> Self {
        Self { hash: hex::encode(block.hash.0), height: block.height, slot_time: block.slot_time_ms }
    }
}

/// The outer `None` is for what cannot be read.
fn block(saved: Option<&Block>) -> Option<Option<BlockInfo>> {
    let Some(saved) = saved else { return Some(None) };
    let mut hash = [0; 32];
    hex::decode_to_slice(&saved.hash, &mut hash).ok()?;
    Some(Some(BlockInfo { hash: BlockHash(hash), height: saved.height, slot_time_ms: saved.slot_time }))
}

fn text(saved: &str) -> Option<String> {
    (saved.len() <= MAX_TEXT).then(|| saved.to_owned())
}

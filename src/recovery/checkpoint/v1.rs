//! Checkpoints as they were written before a run had a route: one Ledger, the Desktop Wallet's path.
//! This module reads them for ever and brings them to the form of today; it refuses to write one.

use serde::Deserialize;

use super::v2;
use crate::model::{CredentialId, GenesisHash, PairingKey};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Saved {
    network: GenesisHash,
    device: PairingKey,
    stopped: bool,
    continued_at: Option<u32>,
    indices: Vec<Index>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Index {
    index: u32,
    fingerprint: Option<CredentialId>,
    searches: Vec<Search>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Search {
    key_version: u8,
    open: Vec<Pending>,
    not_checked: Vec<Pending>,
    absent: Vec<u8>,
    found: Vec<v2::Hit>,
    reserve: Vec<(u8, CredentialId)>,
}

#[derive(Deserialize)]
struct Pending {
    number: u8,
    id: CredentialId,
    failures: u32,
    fault: Option<String>,
}

impl From<Saved> for v2::Saved {
    fn from(saved: Saved) -> Self {
        let device = saved.device;
        let track = v2::Leg {
            track: v2::Track::Ledger { device, path: v2::Path::Legacy, from: 0 },
            left: false,
            continued_at: saved.continued_at,
        };
        let places = saved.indices.into_iter().map(|index| index.place(device)).collect();
        Self::new(saved.network, saved.stopped, vec![track], places)
    }
}

impl Index {
    fn place(self, device: PairingKey) -> v2::Place {
        v2::Place {
            place: v2::Where::Ledger { device, path: v2::Path::Legacy, index: self.index },
            fingerprint: self.fingerprint,
            proof: None,
            wanted: false,
            searches: self.searches.into_iter().map(v2::Search::from).collect(),
        }
    }
}

impl From<Search> for v2::Search {
    fn from(search: Search) -> Self {
        let ids = search.open.iter().chain(&search.not_checked).map(|pending| (pending.number, pending.id));
        let ids = ids.chain(search.reserve.iter().copied()).collect();
        let open: Vec<v2::Pending> = search.open.into_iter().map(v2::Pending::from).collect();
        let not_checked: Vec<v2::Pending> = search.not_checked.into_iter().map(v2::Pending::from).collect();
        let pending = open.iter().chain(&not_checked).map(|pending| pending.number);
        let found = search.found.iter().map(v2::Hit::number);
        let deepest = pending.chain(search.absent.iter().copied()).chain(found).max();
        // What made a search as deep as it is was not kept; it grows from there.
        let end = deepest.map_or(0, |deepest| u16::from(deepest) + 1);
        Self {
            key_version: search.key_version,
            start: end,
            end,
            open,
            not_checked,
            absent: search.absent,
            found: search.found,
            ids,
            ..Self::default()
        }
    }
}

impl From<Pending> for v2::Pending {
    fn from(pending: Pending) -> Self {
        Self { number: pending.number, failures: pending.failures, fault: pending.fault, listed: false }
    }
}

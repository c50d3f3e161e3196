//! Checkpoints as they were written before a run had a route: one Ledger, the Desktop Wallet's path.

use serde::Deserialize;

use super::form;
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
    found: Vec<form::Hit>,
    reserve: Vec<(u8, CredentialId)>,
}

#[derive(Deserialize)]
struct Pending {
    number: u8,
    id: CredentialId,
    failures: u32,
    fault: Option<String>,
}

impl From<Saved> for form::Saved {
    fn from(saved: Saved) -> Self {
        let device = saved.device;
        let track = form::Leg {
            track: form::Track::Ledger { device, path: form::Path::Legacy, from: 0 },
            left: false,
            continued_at: saved.continued_at,
        };
        let places = saved.indices.into_iter().map(|index| index.place(device)).collect();
        Self::new(saved.network, saved.stopped, vec![track], places)
    }
}

impl Index {
    fn place(self, device: PairingKey) -> form::Place {
        form::Place {
            place: form::Where::Ledger { device, path: form::Path::Legacy, index: self.index },
            fingerprint: self.fingerprint,
            wanted: false,
            searches: self.searches.into_iter().map(form::Search::from).collect(),
        }
    }
}

impl From<Search> for form::Search {
    fn from(search: Search) -> Self {
        let ids = search.open.iter().chain(&search.not_checked).map(|pending| (pending.number, pending.id));
        let ids = ids.chain(search.reserve.iter().copied()).collect();
        let open: Vec<form::Pending> = search.open.into_iter().map(form::Pending::from).collect();
        let not_checked: Vec<form::Pending> = search.not_checked.into_iter().map(form::Pending::from).collect();
        let pending = open.iter().chain(&not_checked).map(|pending| pending.number);
        let found = search.found.iter().map(form::Hit::number);
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

impl From<Pending> for form::Pending {
    fn from(pending: Pending) -> Self {
        Self { number: pending.number, failures: pending.failures, fault: pending.fault, listed: false }
    }
}

//! Version 1 of a vault's contents, frozen, and only read any more: `docs/formats/vault-v1.md` is its contract.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::error::VaultError;
use super::parts::{Hex, Parts, Tail};
use super::{BackupState, Contents, Settings, Undo};
use crate::gather::Gather;
use crate::model::GenesisHash;
use crate::record;

pub(super) fn decode(bytes: &[u8]) -> Result<Contents, VaultError> {
    let parts = Parts::split(bytes, Tail::Nothing)?;
    let state: State = serde_json::from_slice(parts.state).map_err(|_| VaultError::ContentsUnreadable)?;
    let wallet = record::decode(parts.wallet)?;
    Ok(Contents {
        backup: BackupState::of_old(state.last_backup_at, state.changes_since_backup, &wallet),
        wallet,
        settings: Settings {
            network: state.network,
            nodes: state.nodes.into_iter().map(|(network, node)| (network, vec![node])).gather(),
            auto_lock_minutes: state.auto_lock_minutes,
            ..Settings::default()
        },
        undo: parts.undo.map(record::decode).transpose()?.map(|before| Undo { before, of: None }),
        parameters: state.parameters.into_iter().map(|(network, bytes)| (network, bytes.0)).gather(),
        models: BTreeMap::new(),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct State {
    network: GenesisHash,
    nodes: BTreeMap<GenesisHash, String>,
    auto_lock_minutes: u32,
    #[serde(deserialize_with = "Option::deserialize")]
    last_backup_at: Option<u64>,
    changes_since_backup: u32,
    parameters: BTreeMap<GenesisHash, Hex>,
}

//! Version 2 of a vault's contents, frozen: `docs/formats/vault-v2.md` is its contract. Beyond version 1 it has several nodes for a
//! network, and which model each Ledger was.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::error::VaultError;
use super::parts::{Hex, Parts};
use super::{BackupState, Contents, Settings};
use crate::model::{GenesisHash, PairingKey};
use crate::record;
use crate::secret::Plaintext;

pub(super) fn encode(contents: &Contents) -> Plaintext {
    let state = State {
        network: contents.settings.network,
        nodes: contents.settings.nodes.clone(),
        auto_lock_minutes: contents.settings.auto_lock_minutes,
        last_backup_at: contents.backup.last_at,
        changes_since_backup: contents.backup.changes_since,
        parameters: contents.parameters.iter().map(|(network, bytes)| (*network, Hex(bytes.clone()))).collect(),
        models: contents.models.clone(),
    };
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    let state = serde_json::to_vec(&state).expect("texts and numbers serialise into memory");
    let wallet = record::encode(&contents.wallet);
    let undo = contents.undo.as_ref().map(record::encode);
    // EXPOSE: encoded records go into the plaintext that is about to be sealed.
    Parts { state: &state, wallet: wallet.expose(), undo: undo.as_ref().map(Plaintext::expose) }.join()
}

pub(super) fn decode(bytes: &[u8]) -> Result<Contents, VaultError> {
    let parts = Parts::split(bytes)?;
    let state: State = serde_json::from_slice(parts.state).map_err(|_| VaultError::ContentsUnreadable)?;
    Ok(Contents {
        wallet: record::decode(parts.wallet)?,
        settings: Settings { network: state.network, nodes: state.nodes, auto_lock_minutes: state.auto_lock_minutes },
        backup: BackupState { last_at: state.last_backup_at, changes_since: state.changes_since_backup },
        undo: parts.undo.map(record::decode).transpose()?,
        parameters: state.parameters.into_iter().map(|(network, bytes)| (network, bytes.0)).collect(),
        models: state.models,
    })
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct State {
    network: GenesisHash,
    nodes: BTreeMap<GenesisHash, Vec<String>>,
    auto_lock_minutes: u32,
    #[serde(deserialize_with = "Option::deserialize")]
    last_backup_at: Option<u64>,
    changes_since_backup: u32,
    parameters: BTreeMap<GenesisHash, Hex>,
    models: BTreeMap<PairingKey, String>,
}

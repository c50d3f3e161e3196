//! Version 1 of a vault's contents, frozen: `docs/formats/vault-v1.md` is its contract.
//! This module knows the member names; it refuses to follow the contents when they change.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::error::VaultError;
use super::{BackupState, Contents, Settings};
use crate::model::GenesisHash;
use crate::record;
use crate::secret::Plaintext;

/// Longest chain parameter that is kept, in bytes. A commitment key has 96.
const MAX_PARAMETER: usize = 1024;

pub(super) fn encode(contents: &Contents) -> Plaintext {
    let state = State {
        network: contents.settings.network,
        nodes: contents.settings.nodes.clone(),
        auto_lock_minutes: contents.settings.auto_lock_minutes,
        last_backup_at: contents.backup.last_at,
        changes_since_backup: contents.backup.changes_since,
        parameters: contents.parameters.iter().map(|(network, bytes)| (*network, Hex(bytes.clone()))).collect(),
    };
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    let state = serde_json::to_vec(&state).expect("texts and numbers serialise into memory");
    let wallet = record::encode(&contents.wallet);
    let undo = contents.undo.as_ref().map(record::encode);
    // One allocation of the right size: growing would leave unwiped copies behind.
    // EXPOSE: encoded records go into the plaintext that is about to be sealed.
    let parts = [Some(state.as_slice()), Some(wallet.expose()), undo.as_ref().map(Plaintext::expose)];
    let len = parts.iter().flatten().map(|part| part.len()).sum::<usize>() + parts.len() * (LENGTH_LEN + 1);
    let mut bytes = Vec::with_capacity(len);
    for (position, part) in parts.into_iter().enumerate() {
        let is_optional = position >= FIRST_OPTIONAL;
        if is_optional {
            bytes.push(u8::from(part.is_some()));
        }
        if let Some(part) = part {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
    }
    Plaintext::new(bytes)
}

pub(super) fn decode(bytes: &[u8]) -> Result<Contents, VaultError> {
    let mut parts = Parts(bytes);
    let state: State = serde_json::from_slice(parts.part()?).map_err(|_| VaultError::ContentsUnreadable)?;
    let wallet = record::decode(parts.part()?)?;
    let undo = parts.optional()?.map(record::decode).transpose()?;
    if !parts.0.is_empty() {
        return Err(VaultError::ContentsUnreadable);
    }
    Ok(Contents {
        wallet,
        settings: Settings { network: state.network, nodes: state.nodes, auto_lock_minutes: state.auto_lock_minutes },
        backup: BackupState { last_at: state.last_backup_at, changes_since: state.changes_since_backup },
        undo,
        parameters: state.parameters.into_iter().map(|(network, bytes)| (network, bytes.0)).collect(),
    })
}

const LENGTH_LEN: usize = 8;
/// State and wallet are always there; undo may not be.
const FIRST_OPTIONAL: usize = 2;

#[derive(Serialize, Deserialize)]
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

/// Bytes as hexadecimal text.
struct Hex(Vec<u8>);

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        if text.len() > 2 * MAX_PARAMETER {
            return Err(serde::de::Error::custom("too long"));
        }
        hex::decode(text).map(Self).map_err(serde::de::Error::custom)
    }
}

/// Takes parts off the front.
struct Parts<'a>(&'a [u8]);

impl<'a> Parts<'a> {
    fn part(&mut self) -> Result<&'a [u8], VaultError> {
        let (len, rest) = self.0.split_first_chunk::<LENGTH_LEN>().ok_or(VaultError::ContentsUnreadable)?;
        let len = usize::try_from(u64::from_be_bytes(*len)).map_err(|_| VaultError::ContentsUnreadable)?;
        let (part, rest) = rest.split_at_checked(len).ok_or(VaultError::ContentsUnreadable)?;
        self.0 = rest;
        Ok(part)
    }

    fn optional(&mut self) -> Result<Option<&'a [u8]>, VaultError> {
        let (flag, rest) = self.0.split_first().ok_or(VaultError::ContentsUnreadable)?;
        self.0 = rest;
        match flag {
            0 => Ok(None),
            1 => self.part().map(Some),
            _ => Err(VaultError::ContentsUnreadable),
        }
    }
}

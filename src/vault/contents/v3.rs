//! Version 3 of a vault's contents, frozen, and only read any more: `docs/formats/vault-v3.md` is its contract. Beyond version 2 it knows which records some
//! backup holds, instead of how many changes there were since the last one, and what it is that can be taken back.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::error::VaultError;
use super::parts::{Hex, Parts, Tail};
use super::undo::{Deed, Undo, What};
use super::{BackupState, Contents, LastBackup, Seen, Settings};
use crate::gather::Gather;
use crate::model::{Format, GenesisHash, PairingKey};
use crate::record;
use crate::record::fingerprint::Fingerprint;

pub(super) fn decode(bytes: &[u8]) -> Result<Contents, VaultError> {
    let parts = Parts::split(bytes, Tail::Held)?;
    let state: State = serde_json::from_slice(parts.state).map_err(|_| VaultError::ContentsUnreadable)?;
    Ok(Contents {
        wallet: record::decode(parts.wallet)?,
        settings: Settings {
            network: state.network,
            nodes: state.nodes,
            auto_lock_minutes: state.auto_lock_minutes,
            ..Settings::default()
        },
        backup: BackupState {
            last: state.last_backup.map(|last| LastBackup { at: last.at, seen: last.seen.into() }),
            held: held(parts.held)?,
            made: Vec::new(),
        },
        undo: undo(parts.undo, state.undo_of)?,
        parameters: state.parameters.into_iter().map(|(network, bytes)| (network, bytes.0)).gather(),
        models: state.models,
    })
}

/// A deed that leads back to nothing is none of ours.
pub(super) fn undo(before: Option<&[u8]>, of: Option<Done>) -> Result<Option<Undo>, VaultError> {
    match (before, of) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(VaultError::ContentsUnreadable),
        (Some(before), of) => {
            let of = of.map(|done| Deed { at: done.at, what: done.what.into() });
            Ok(Some(Undo { before: record::decode(before)?, of }))
        }
    }
}

/// Whole fingerprints, each greater than the one before.
pub(super) fn held(bytes: &[u8]) -> Result<BTreeSet<Fingerprint>, VaultError> {
    let (fingerprints, rest) = bytes.as_chunks::<{ Fingerprint::LEN }>();
    let mut held = BTreeSet::new();
    for fingerprint in fingerprints {
        let fingerprint = Fingerprint::new(*fingerprint);
        if held.last().is_some_and(|before| *before >= fingerprint) {
            return Err(VaultError::ContentsUnreadable);
        }
        held.insert(fingerprint);
    }
    if rest.is_empty() { Ok(held) } else { Err(VaultError::ContentsUnreadable) }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct State {
    network: GenesisHash,
    nodes: BTreeMap<GenesisHash, Vec<String>>,
    auto_lock_minutes: u32,
    #[serde(deserialize_with = "Option::deserialize")]
    last_backup: Option<Last>,
    #[serde(deserialize_with = "Option::deserialize")]
    undo_of: Option<Done>,
    parameters: BTreeMap<GenesisHash, Hex>,
    models: BTreeMap<PairingKey, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Last {
    pub(super) at: u64,
    pub(super) seen: How,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum How {
    Saved,
    Opened,
}

impl From<Seen> for How {
    fn from(seen: Seen) -> Self {
        match seen {
            Seen::Saved => Self::Saved,
            Seen::Opened => Self::Opened,
        }
    }
}

impl From<How> for Seen {
    fn from(how: How) -> Self {
        match how {
            How::Saved => Self::Saved,
            How::Opened => Self::Opened,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Done {
    pub(super) at: u64,
    pub(super) what: Act,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Act {
    File { format: Form, name: String },
    Recovery,
    Removal,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Form {
    LifeboatBackup,
    DesktopWallet,
    PhoneWallet,
    AccountKey,
}

impl Act {
    /// `None` for what there is no word for in this version.
    pub(super) fn of(what: What) -> Option<Self> {
        match what {
            What::File { format, name } => Some(Self::File { format: Form::of(format)?, name }),
            What::Recovery => Some(Self::Recovery),
            What::Removal => Some(Self::Removal),
        }
    }
}

impl From<Act> for What {
    fn from(act: Act) -> Self {
        match act {
            Act::File { format, name } => Self::File { format: format.into(), name },
            Act::Recovery => Self::Recovery,
            Act::Removal => Self::Removal,
        }
    }
}

impl Form {
    /// `None` for a format that none of the four words is true of: what such a file brought in is kept without saying what it was.
    pub(super) const fn of(format: Format) -> Option<Self> {
        match format {
            Format::LifeboatBackup => Some(Self::LifeboatBackup),
            Format::DesktopWallet => Some(Self::DesktopWallet),
            Format::PhoneWallet => Some(Self::PhoneWallet),
            // Both are the keys of one account, which is all that is told of them.
            Format::BrowserKey | Format::GenesisKey => Some(Self::AccountKey),
            Format::ContactsTable => None,
        }
    }
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        match form {
            Form::LifeboatBackup => Self::LifeboatBackup,
            Form::DesktopWallet => Self::DesktopWallet,
            Form::PhoneWallet => Self::PhoneWallet,
            Form::AccountKey => Self::BrowserKey,
        }
    }
}

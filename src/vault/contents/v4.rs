//! Version 4 of a vault's contents, frozen: `docs/formats/vault-v4.md` is its contract. Beyond version 3 it knows each backup that was made
//! or opened here, when it was checked, and which records it holds.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::error::VaultError;
use super::parts::{Hex, Joining, Parts, Tail};
use super::v3::{Act, Done, Form, How, Last, held, undo};
use super::{BackupState, Contents, FileMark, KnownBackup, LastBackup, Settings};
use crate::gather::Gather;
use crate::model::{Counts, GenesisHash, PairingKey};
use crate::record;
use crate::record::fingerprint::Fingerprint;
use crate::secret::Plaintext;

/// Behind what stands in `front`; and how many of the bytes are the wallet's record. `room`: as many bytes as there may well be.
pub(super) fn encode(contents: &Contents, front: &[u8], room: usize) -> (Plaintext, usize) {
    // What is no backup is none of them: there is no word for its format.
    let told = contents.backup.made.iter().filter_map(|made| Some((made, Form::of(made.format)?)));
    let told: Vec<(&KnownBackup, Form)> = told.collect();
    let state = State {
        network: contents.settings.network,
        nodes: contents.settings.nodes.clone(),
        auto_lock_minutes: contents.settings.auto_lock_minutes,
        lock_with_screen: contents.settings.lock_with_screen,
        last_backup: contents.backup.last.map(|last| Last { at: last.at, seen: last.seen.into() }),
        backups: told.iter().map(|(made, format)| Backup::of(made, *format)).collect(),
        undo_of: contents
            .undo
            .as_ref()
            .and_then(|undo| undo.of.clone())
            .and_then(|deed| Some(Done { at: deed.at, what: Act::of(deed.what)? })),
        parameters: contents.parameters.iter().map(|(network, bytes)| (*network, Hex(bytes.clone()))).gather(),
        models: contents.models.clone(),
    };
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    let state = serde_json::to_vec(&state).expect("texts and numbers serialise into memory");
    let mut known = BTreeSet::new();
    told.iter().for_each(|(made, _)| known.extend(made.holds.iter().copied()));
    let covers: Vec<u8> = told.iter().flat_map(|(made, _)| bits(&known, &made.holds)).collect();
    let mut parts = Joining::behind(front, room);
    parts.part(&state);
    let wallet_bytes = parts.record(&contents.wallet);
    parts.optional_record(contents.before());
    parts.part(&joined(&contents.backup.held));
    parts.part(&joined(&known));
    parts.part(&covers);
    (parts.done(), wallet_bytes)
}

pub(super) fn decode(bytes: &[u8]) -> Result<Contents, VaultError> {
    let parts = Parts::split(bytes, Tail::Backups)?;
    let state: State = serde_json::from_slice(parts.state).map_err(|_| VaultError::ContentsUnreadable)?;
    Ok(Contents {
        wallet: record::decode(parts.wallet)?,
        settings: Settings {
            network: state.network,
            nodes: state.nodes,
            auto_lock_minutes: state.auto_lock_minutes,
            lock_with_screen: state.lock_with_screen,
        },
        backup: BackupState {
            last: state.last_backup.map(|last| LastBackup { at: last.at, seen: last.seen.into() }),
            held: held(parts.held)?,
            made: made(state.backups, &held(parts.known)?, parts.covers)?,
        },
        undo: undo(parts.undo, state.undo_of)?,
        parameters: state.parameters.into_iter().map(|(network, bytes)| (network, bytes.0)).gather(),
        models: state.models,
    })
}

fn joined(fingerprints: &BTreeSet<Fingerprint>) -> Vec<u8> {
    fingerprints.iter().flat_map(|fingerprint| *fingerprint.bytes()).collect()
}

/// A bit for each of `known`, from the lowest bit of the first byte on: whether it is in `holds`.
fn bits(known: &BTreeSet<Fingerprint>, holds: &BTreeSet<Fingerprint>) -> Vec<u8> {
    let are_held: Vec<bool> = known.iter().map(|one| holds.contains(one)).collect();
    are_held.chunks(8).map(|eight| eight.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit))).collect()
}

/// The backups with what each of them holds.
fn made(backups: Vec<Backup>, known: &BTreeSet<Fingerprint>, covers: &[u8]) -> Result<Vec<KnownBackup>, VaultError> {
    let each = known.len().div_ceil(8);
    if backups.len() > KnownBackup::MOST || covers.len() != each * backups.len() {
        return Err(VaultError::ContentsUnreadable);
    }
    let mut rest = covers;
    let mut all = Vec::new();
    for backup in backups {
        let (bits, after) = rest.split_at_checked(each).ok_or(VaultError::ContentsUnreadable)?;
        rest = after;
        let mut bit = bits.iter().flat_map(|byte| (0..8).map(move |place| byte >> place & 1 == 1));
        let mut holds = BTreeSet::new();
        for (fingerprint, is_held) in known.iter().zip(bit.by_ref()) {
            if is_held {
                holds.insert(*fingerprint);
            }
        }
        // Bits that stand for nothing are none of ours.
        if bit.any(|set| set) {
            return Err(VaultError::ContentsUnreadable);
        }
        all.push(backup.made(holds)?);
    }
    Ok(all)
}

/// It locks with the screen, and that is not written down.
const fn usual() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_usual(locks: &bool) -> bool {
    *locks
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct State {
    network: GenesisHash,
    nodes: BTreeMap<GenesisHash, Vec<String>>,
    auto_lock_minutes: u32,
    #[serde(default = "usual", skip_serializing_if = "is_usual")]
    lock_with_screen: bool,
    #[serde(deserialize_with = "Option::deserialize")]
    last_backup: Option<Last>,
    backups: Vec<Backup>,
    #[serde(deserialize_with = "Option::deserialize")]
    undo_of: Option<Done>,
    parameters: BTreeMap<GenesisHash, Hex>,
    models: BTreeMap<PairingKey, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Backup {
    at: u64,
    files: Vec<Hex>,
    format: Form,
    name: String,
    counts: HeldCounts,
    seen: How,
    #[serde(deserialize_with = "Option::deserialize")]
    checked: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeldCounts {
    devices: u32,
    identities: u32,
    accounts: u32,
    credentials: u32,
    cosigners: u32,
    contacts: u32,
}

impl Backup {
    fn of(made: &KnownBackup, format: Form) -> Self {
        let Counts { devices, identities, accounts, credentials, cosigners, contacts } = made.counts;
        Self {
            at: made.at,
            files: made.marks.iter().map(|mark| Hex(mark.to_vec())).collect(),
            format,
            name: made.name.clone(),
            counts: HeldCounts { devices, identities, accounts, credentials, cosigners, contacts },
            seen: made.seen.into(),
            checked: made.checked,
        }
    }

    fn made(self, holds: BTreeSet<Fingerprint>) -> Result<KnownBackup, VaultError> {
        let marks: Result<Vec<FileMark>, _> = self.files.into_iter().map(|mark| FileMark::try_from(mark.0)).collect();
        let marks = marks.map_err(|_| VaultError::ContentsUnreadable)?;
        if marks.is_empty() || marks.len() > KnownBackup::MOST_FILES {
            return Err(VaultError::ContentsUnreadable);
        }
        let HeldCounts { devices, identities, accounts, credentials, cosigners, contacts } = self.counts;
        Ok(KnownBackup {
            at: self.at,
            marks,
            format: self.format.into(),
            name: self.name,
            counts: Counts { devices, identities, accounts, credentials, cosigners, contacts },
            seen: self.seen.into(),
            checked: self.checked,
            holds,
        })
    }
}

//! A file that a person chose, from its bytes to what is in it: recognised, shown, and opened with its password. What an import or a check makes
//! of it is not known here.

use std::pin::pin;

use futures_util::future::{AbortHandle, Abortable, Aborted, Either, select};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::backup::{Attempt, LockedFile, Opened};
use crate::crypto::cbc::SealedBlocks;
use crate::crypto::kdf::Effort;
use crate::fault::Fault;
use crate::secret::{Password, Plaintext, SealingKey};
use crate::text;
use crate::vault::FileMark;

use super::error::{SessionError, fault};
use super::ports::Ports;
use super::turn::Stop;
use super::vault::Vault;

/// From so many bytes on somebody else is faster, the asking included.
const WORTH_ASKING: usize = 128 * 1024;
/// How long somebody else gets, in milliseconds: many times as long as the largest file takes.
const PATIENCE_MS: u32 = 5_000;

/// A file that was recognised and waits for its password.
pub(super) struct ChosenFile {
    pub(super) name: String,
    /// Length in bytes.
    pub(super) size: usize,
    /// Its SHA-256.
    pub(super) mark: FileMark,
    /// What was read of it. The keys in one that is not encrypted are wiped with it.
    pub(super) locked: LockedFile,
}

/// What is shown of a file while it is opened.
pub(super) struct Opening {
    pub(super) name: String,
    /// How long that takes; `None` for one that is not encrypted.
    pub(super) effort: Option<Effort>,
    /// Ends the work when this step is left, whichever way.
    _stop: Stop,
}

impl ChosenFile {
    /// Recognises a file, while the vault is open. Its bytes are wiped, whatever comes of it.
    pub(super) fn read<P: Ports + 'static>(vault: &Vault<P>, name: String, bytes: Vec<u8>) -> Result<Self, Fault> {
        let bytes = Zeroizing::new(bytes);
        vault.require_open()?;
        let locked = LockedFile::read(&name, &bytes).map_err(|error| {
            let mut fault = fault(error);
            // Whoever drops several files has to know which one is meant.
            fault.fields.insert("file", text::shown(&name).into_owned());
            fault
        })?;
        Ok(Self { size: bytes.len(), mark: Sha256::digest(&*bytes).into(), name, locked })
    }

    /// How long it takes to make its key; `None` if it has none.
    pub(super) fn effort(&self) -> Option<Effort> {
        self.locked.effort().ok().flatten()
    }

    /// What to show while it is opened with its password, or without one if it is not encrypted, and the work itself, which ends when what is
    /// shown is dropped. The work fails if nobody waits for it any more: then nothing may be shown in its place. What it answers otherwise is
    /// the file's: its records, or why it does not open.
    pub(super) fn open<'a, P: Ports + 'static>(
        &'a self,
        vault: &'a Vault<P>,
        ports: &'a P,
        password: Option<&'a Password>,
    ) -> (Opening, impl Future<Output = Result<Result<Opened, Fault>, Fault>> + 'a) {
        let (stop, is_stopped) = AbortHandle::new_pair();
        let opening = Opening { name: self.name.clone(), effort: self.effort(), _stop: Stop::new(stop) };
        let work = async move {
            let opened = Abortable::new(unlock(ports, &self.locked, password), is_stopped).await;
            vault.require_open()?;
            // Cancelled, or another file was chosen.
            opened.map_err(|Aborted| fault(SessionError::OutOfStep))
        };
        (opening, work)
    }
}

/// The records of a file, if one wallet can hold them.
async fn unlock<P: Ports>(ports: &P, locked: &LockedFile, password: Option<&Password>) -> Result<Opened, Fault> {
    ports.sleep(0).await;
    let opened = match password {
        None => locked.open_plain().map_err(fault)?,
        Some(password) => match locked.attempt(password).map_err(fault)? {
            None => locked.open_plain().map_err(fault)?,
            Some(attempt) => try_spellings(ports, attempt).await?,
        },
    };
    opened.contents.load().check().map_err(fault)?;
    Ok(opened)
}

async fn try_spellings<P: Ports>(ports: &P, mut attempt: Attempt<'_>) -> Result<Opened, Fault> {
    while let Some(spelling) = attempt.next_spelling() {
        let key = ports.derive(attempt.recipe(), &spelling).await.map_err(fault)?;
        let blocks = match attempt.sealed() {
            Some(sealed) => opened_elsewhere(ports, &key, sealed).await,
            None => None,
        };
        if let Some(opened) = attempt.try_key(&key, blocks).map_err(fault)? {
            return Ok(opened);
        }
    }
    Err(fault(attempt.refusal()))
}

/// What is long is decrypted where that is faster. `None`: it is not worth it, or nobody can, or nobody answers.
async fn opened_elsewhere<P: Ports>(ports: &P, key: &SealingKey, sealed: SealedBlocks<'_>) -> Option<Plaintext> {
    if sealed.bytes.len() < WORTH_ASKING {
        return None;
    }
    match select(pin!(ports.open_blocks(key, sealed)), pin!(ports.sleep(PATIENCE_MS))).await {
        Either::Left((blocks, _)) => blocks,
        Either::Right(((), _)) => None,
    }
}

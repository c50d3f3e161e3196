//! From a file to what is in it: recognised, opened with its password, and put on its network.

use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{AbortHandle, Abortable, Aborted, Either, select};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::backup::{Attempt, LockedFile, Opened};
use crate::crypto::cbc::SealedBlocks;
use crate::fault::Fault;
use crate::record::fingerprint;
use crate::secret::{Password, Plaintext, SealingKey};
use crate::text;

use super::ImportFlow;
use super::preview::{Denied, Origin, Preview};
use super::state::{File, ImportState, Placeless};
use crate::session::error::{SessionError, fault};
use crate::session::ports::Ports;
use crate::session::turn::Stop;

/// From so many bytes on somebody else is faster, the asking included.
const WORTH_ASKING: usize = 128 * 1024;
/// How many records are looked at beforehand at a time: a hundredth of a second, where each has much to it.
const AT_ONCE: usize = 1_000;
/// How long somebody else gets, in milliseconds: many times as long as the largest file takes.
const PATIENCE_MS: u32 = 5_000;

impl<P: Ports + 'static> ImportFlow<P> {
    pub(super) fn recognise(&self, name: String, bytes: Vec<u8>) -> Result<(), Fault> {
        let bytes = Zeroizing::new(bytes);
        self.vault.require_open()?;
        let locked = LockedFile::read(&name, &bytes).map_err(|error| {
            let mut fault = fault(error);
            // Whoever drops several files has to know which one is meant.
            fault.fields.insert("file", text::shown(&name).into_owned());
            fault
        })?;
        let mark = Sha256::digest(&*bytes).into();
        let file = File { name, size: bytes.len(), mark, locked };
        *self.state.borrow_mut() = ImportState::Recognised { file, fault: None };
        self.context.redraw();
        Ok(())
    }

    /// Opens the recognised file with its password, or without one if it is not encrypted. Leaving this step ends the work.
    pub(super) async fn open_file(self: &Rc<Self>, password: Option<Password>) -> Result<(), Fault> {
        let (stop, is_stopped) = AbortHandle::new_pair();
        let file = {
            let mut state = self.state.borrow_mut();
            let file = state.take_recognised().ok_or_else(|| fault(SessionError::OutOfStep))?;
            let effort = file.locked.effort().ok().flatten();
            *state = ImportState::Opening { file_name: file.name.clone(), effort, _stop: Stop::new(stop) };
            file
        };
        // Shown before anything keeps this thread busy.
        self.context.redraw();
        let opened = Abortable::new(unlock(&self.context.ports, &file.locked, password.as_ref()), is_stopped).await;
        let mut state = self.state.borrow_mut();
        let result = match (opened, self.vault.contents().ok()) {
            (_, None) => Err(fault(SessionError::VaultLocked)),
            // Cancelled, or another file was chosen.
            (Err(Aborted), Some(_)) => Err(fault(SessionError::OutOfStep)),
            (Ok(Ok(opened)), Some(contents)) => {
                // What was read of the file is not needed beside its records.
                let File { name, mark, locked, .. } = file;
                drop(locked);
                *state = ImportState::opened(name, mark, opened, &contents.wallet);
                Ok(())
            }
            (Ok(Err(fault)), Some(_)) => {
                *state = ImportState::Recognised { file, fault: Some(fault.clone()) };
                Err(fault)
            }
        };
        drop(state);
        self.compare_at_own_node();
        self.context.redraw();
        self.look_ahead();
        result
    }

    pub(super) fn place(self: &Rc<Self>, genesis: &str) -> Result<(), Fault> {
        let genesis = genesis.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        {
            let mut state = self.state.borrow_mut();
            let placeless = state.take_placeless().ok_or_else(|| fault(SessionError::OutOfStep))?;
            let Placeless { file, unplaced, notices, .. } = placeless;
            let current = &self.vault.contents()?.wallet;
            *state = ImportState::Preview(Box::new(Preview::of(
                Origin::File(file),
                unplaced.place(genesis),
                notices,
                current,
                Denied::new(),
            )));
        }
        self.compare_at_own_node();
        self.context.redraw();
        self.look_ahead();
        Ok(())
    }

    /// Goes on with a later file of an export although the first was not opened.
    pub(super) fn go_on_early(&self) -> Result<(), Fault> {
        {
            let mut state = self.state.borrow_mut();
            let early = state.take_early().ok_or_else(|| fault(SessionError::OutOfStep))?;
            let current = &self.vault.contents()?.wallet;
            *state = ImportState::Preview(Box::new(Preview::of(
                Origin::File(early.file),
                early.incoming,
                early.notices,
                current,
                Denied::new(),
            )));
        }
        self.context.redraw();
        self.look_ahead();
        Ok(())
    }

    /// Makes what bringing the file in will ask of every record, while the person reads the preview: a few at a time, so that whatever is pressed
    /// meanwhile is answered. It is over when nobody has the file's records any more.
    fn look_ahead(&self) {
        let Some(records) = self.state.borrow().preview().map(|preview| Rc::downgrade(&preview.full)) else { return };
        let context = Rc::clone(&self.context);
        self.context.ports.spawn(async move {
            for begin in (0..).step_by(AT_ONCE) {
                context.ports.sleep(0).await;
                let more = records.upgrade().is_some_and(|it| fingerprint::make_ready(&it, &(begin..begin + AT_ONCE)));
                if !more {
                    return;
                }
            }
        });
    }
}

/// The records of a file, if one wallet can hold them.
pub(in crate::session) async fn unlock<P: Ports>(
    ports: &P,
    locked: &LockedFile,
    password: Option<&Password>,
) -> Result<Opened, Fault> {
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

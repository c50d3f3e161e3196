//! A fire drill: whether a backup opens, what is in it, and how it compares with the wallet and the chain. Nothing is written, unless the
//! person wants the check to be remembered.

mod chain;
pub mod intent;
mod present;
mod sheet;
mod state;
pub mod view;

use std::cell::RefCell;
use std::rc::Rc;

use crate::backup::{FileContents, Opened};
use crate::fault::Fault;
use crate::merge::Against;
use crate::model::Counts;
use crate::record::fingerprint;
use crate::secret::Password;
use crate::vault::{KnownBackup, Seen};

use super::chosen::ChosenFile;
use super::context::Context;
use super::error::{SessionError, fault};
use super::ports::Ports;
use super::vault::Vault;
use intent::{CheckIntent, CheckReply};
use state::{CheckState, CheckedFile};

/// From a file to what it is worth.
pub(super) struct CheckFlow<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
    state: Rc<RefCell<CheckState>>,
}

impl<P: Ports + 'static> CheckFlow<P> {
    pub(super) fn new(context: &Rc<Context<P>>, vault: &Rc<Vault<P>>) -> Self {
        Self { context: Rc::clone(context), vault: Rc::clone(vault), state: Rc::default() }
    }

    /// Does what the page asked.
    pub(super) async fn handle(&self, intent: CheckIntent) -> Result<CheckReply, Fault> {
        match intent {
            CheckIntent::Backups => return self.backups().map(CheckReply::Backups),
            CheckIntent::Sheet => return self.sheet().map(CheckReply::Sheet),
            CheckIntent::File { file_name, bytes } => self.recognise(file_name, bytes)?,
            CheckIntent::Open => self.open(None).await?,
            CheckIntent::Password { password } => self.open(Some(password)).await?,
            CheckIntent::Chain => self.ask_chain()?,
            CheckIntent::Remember => self.remember().await?,
            CheckIntent::Cancel => self.forget(),
        }
        self.context.redraw();
        Ok(CheckReply::Done)
    }

    /// Forgets the file, and ends every question about it.
    pub(super) fn forget(&self) {
        *self.state.borrow_mut() = CheckState::Idle;
    }

    fn recognise(&self, name: String, bytes: Vec<u8>) -> Result<(), Fault> {
        let file = Box::new(ChosenFile::read(&self.vault, name, bytes)?);
        *self.state.borrow_mut() = CheckState::Recognised { file, fault: None };
        Ok(())
    }

    /// Opens the file as an import does. Leaving this step ends the work.
    async fn open(&self, password: Option<Password>) -> Result<(), Fault> {
        let file = self.state.borrow_mut().take_recognised().ok_or_else(|| fault(SessionError::OutOfStep))?;
        let (opening, work) = file.open(&self.vault, &self.context.ports, password.as_ref());
        *self.state.borrow_mut() = CheckState::Opening(opening);
        // Shown before anything keeps this thread busy.
        self.context.redraw();
        match work.await? {
            Ok(opened) => {
                let checked = checked(*file, opened, self.vault.network()?);
                *self.state.borrow_mut() = CheckState::Checked(Box::new(checked));
                Ok(())
            }
            Err(fault) => {
                *self.state.borrow_mut() = CheckState::Recognised { file, fault: Some(fault.clone()) };
                Err(fault)
            }
        }
    }

    /// Notes that this file was seen to open, and what it holds.
    async fn remember(&self) -> Result<(), Fault> {
        let at = self.context.ports.now();
        let made = {
            let state = self.state.borrow();
            let checked = state.checked().filter(|file| file.is_encrypted);
            let file = checked.ok_or_else(|| fault(SessionError::OutOfStep))?;
            KnownBackup {
                at,
                marks: vec![file.mark],
                format: file.format,
                name: KnownBackup::named(&file.name),
                counts: Counts::of(&file.wallet),
                seen: Seen::Opened,
                checked: Some(at),
                holds: fingerprint::all(&file.wallet),
            }
        };
        self.vault
            .commit(|contents| {
                contents.note_made(made);
                Ok(())
            })
            .await?;
        if let CheckState::Checked(file) = &mut *self.state.borrow_mut() {
            file.is_remembered = true;
        }
        Ok(())
    }
}

/// What is in the file. Where it does not say which network it is of, it is held against the one in use, and that is said.
fn checked(file: ChosenFile, opened: Opened, in_use: crate::model::GenesisHash) -> CheckedFile {
    let Opened { format, is_encrypted, contents, part: _, notices } = opened;
    let created_at = file.locked.created_at_ms();
    let (wallet, assumed) = match contents {
        FileContents::Placed(wallet) => (wallet, None),
        FileContents::NetworkUnknown(unplaced) => (unplaced.place(in_use), Some(in_use)),
    };
    let (wallet, _) = crate::merge::cleaned(wallet);
    CheckedFile {
        name: file.name,
        size: file.size,
        mark: file.mark,
        created_at,
        format,
        is_encrypted,
        assumed,
        notices,
        wallet,
        chain: None,
        is_remembered: false,
    }
}

/// A file held against the wallet as it is now.
fn against(file: &CheckedFile, here: &crate::model::Wallet) -> Against {
    Against::of(&file.wallet, here)
}

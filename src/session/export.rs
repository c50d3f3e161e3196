//! Making backups: what goes in, sealing, and noting that it was saved; and the keys of one account as a file.

pub mod intent;
mod key_file;
mod state;
pub mod view;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select, try_join};
use sha2::{Digest, Sha256};

use crate::backup::{self, CheckedKey, Omitted, Sealing};
use crate::crypto::kdf::Recipe;
use crate::fault::Fault;
use crate::model::{Counts, Format};
use crate::record::fingerprint::Fingerprint;
use crate::secret::Password;
use crate::vault::{FileMark, KnownBackup, Seen};

use super::context::Context;
use super::error::{SessionError, fault};
use super::ports::Ports;
use super::seam::ids::fingerprint;
use super::seam::{Foreign, saturated};
use super::turn::Turn;
use super::vault::Vault;
use intent::{ExportIntent, ExportReply};
use state::{ExportState, KeyOffer, SealingProgress};
use view::{ExportPreview, ExportView, KeysInFile, SealedFile};

/// From records to files.
pub(super) struct ExportFlow<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
    state: RefCell<ExportState>,
    /// A key file that can be downloaded.
    offer: KeyOffer,
}

impl<P: Ports + 'static> ExportFlow<P> {
    pub(super) fn new(context: &Rc<Context<P>>, vault: &Rc<Vault<P>>) -> Self {
        let (context, vault) = (Rc::clone(context), Rc::clone(vault));
        Self { context, vault, state: RefCell::default(), offer: KeyOffer::default() }
    }

    /// Does what the page asked.
    pub(super) async fn handle(&self, intent: ExportIntent) -> Result<ExportReply, Fault> {
        match intent {
            ExportIntent::Preview { format } => return self.preview(format).map(ExportReply::Preview),
            ExportIntent::Seal { format, password, unlock_password } => {
                return self.seal(format, password, unlock_password).await.map(ExportReply::Sealed);
            }
            ExportIntent::AccountKey { network, id, password } => {
                return self.account_key(&network, &id, password).await.map(ExportReply::KeyFile);
            }
            ExportIntent::AccountKeyDone => self.withdraw_key_file(),
            ExportIntent::Cancel => self.cancel(),
            ExportIntent::Drop => self.drop_files(),
            ExportIntent::Saved { read_back } => self.note_saved(&read_back).await?,
        }
        Ok(ExportReply::Done)
    }

    /// The flow as the page sees it.
    pub(super) fn view(&self) -> ExportView {
        let state = self.state.borrow();
        match (state.sealing, &state.handed_out) {
            (Some(SealingProgress { done, files }), _) => {
                ExportView::Sealing { done: saturated(done), files: saturated(files) }
            }
            (None, None) => ExportView::Idle,
            (None, Some(made)) => ExportView::Unsaved { files: saturated(made.marks.len()) },
        }
    }

    /// The backup that was made and is on no disk yet.
    pub(super) fn unfinished(&self) -> Option<KnownBackup> {
        self.state.borrow().handed_out.clone()
    }

    /// It is waited for again, after a lock: the page has its files.
    pub(super) fn take_up(&self, handed_out: Option<KnownBackup>) {
        self.state.borrow_mut().handed_out = handed_out;
    }

    /// Forgets everything, and takes back what is offered: the vault is not open any more.
    pub(super) fn forget(&self) {
        self.withdraw_key_file();
        *self.state.borrow_mut() = ExportState::default();
    }

    /// What a backup of a format would hold.
    fn preview(&self, format: Format) -> Result<ExportPreview, Fault> {
        let contents = self.vault.contents()?;
        let preview = backup::preview(&contents.wallet, format, contents.settings.network).map_err(fault)?;
        let (left, otherwise): (Vec<_>, Vec<_>) =
            preview.omissions.iter().cloned().partition(|omitted| omitted.code.leaves_behind());
        Ok(ExportPreview {
            keys: keys_in(&preview),
            counts: preview.counts,
            account_names: preview.account_names.into_iter().map(Foreign::from).collect(),
            omissions: left.into_iter().map(Omitted::notice).collect(),
            otherwise: otherwise.into_iter().map(Omitted::notice).collect(),
            files: saturated(preview.files),
            is_empty: preview.is_empty,
            missing_after: contents.backup.missing_beside(&preview.held, &contents.wallet),
        })
    }

    async fn seal(
        &self,
        format: Format,
        password: Password,
        unlock_password: Option<Password>,
    ) -> Result<Vec<SealedFile>, Fault> {
        let asks_for_password = self.preview(format)?.keys.asks_for_password;
        if asks_for_password && unlock_password.is_none() {
            return Err(fault(SessionError::UnlockPasswordNeeded));
        }
        let turn = self.state.borrow_mut().begin();
        let unlock_password = unlock_password.filter(|_| asks_for_password);
        let sealed = self.seal_one_by_one(format, &password, unlock_password, &turn).await;
        if !turn.is_over() {
            self.state.borrow_mut().end();
        }
        self.context.redraw();
        sealed
    }

    /// Makes the files of a backup, with a pause before each of them: whatever else was asked is answered then, and it can be given up.
    async fn seal_one_by_one(
        &self,
        format: Format,
        password: &Password,
        unlock_password: Option<Password>,
        turn: &Turn,
    ) -> Result<Vec<SealedFile>, Fault> {
        // Shown before the key derivation keeps this thread busy.
        self.pause(turn).await?;
        if let Some(unlock_password) = &unlock_password {
            self.vault.require_password(unlock_password)?;
        }
        let (mut sealing, held) = self.begin_sealing(format, password, unlock_password.is_some())?;
        let progress = SealingProgress { done: 0, files: sealing.files() };
        self.state.borrow_mut().sealing = Some(progress);
        self.context.redraw();
        let key = self.make_key(&sealing.recipe(), password, turn).await?;
        let mut sealed = Vec::new();
        loop {
            let progress = SealingProgress { done: sealed.len(), files: sealing.files() };
            self.state.borrow_mut().sealing = Some(progress);
            self.pause(turn).await?;
            match sealing.next(&key, &mut self.context.ports.entropy()).map_err(fault)? {
                Some(file) => sealed.push(file),
                None => break,
            }
        }
        let together = sealed.iter().fold(Counts::default(), |sum, file| sum.and(file.counts));
        self.state.borrow_mut().handed_out = sealed.first().map(|first| KnownBackup {
            at: self.context.ports.now(),
            marks: sealed.iter().map(|file| Sha256::digest(&file.bytes).into()).collect(),
            format,
            name: KnownBackup::named(&first.file_name),
            counts: together,
            seen: Seen::Saved,
            checked: None,
            holds: held,
        });
        let views = sealed.into_iter().map(|file| SealedFile {
            fingerprint: fingerprint(&Sha256::digest(&file.bytes).into()),
            together,
            file_name: file.file_name,
            bytes: file.bytes,
        });
        Ok(views.collect())
    }

    /// Makes the one key of all files, both times at once. Giving up the backup, or locking, ends the work.
    async fn make_key(&self, recipe: &Recipe, password: &Password, turn: &Turn) -> Result<CheckedKey, Fault> {
        let ports = &self.context.ports;
        let making = pin!(try_join(ports.derive(recipe, password), ports.derive(recipe, password)));
        match select(making, pin!(turn.over())).await {
            Either::Left((made, _)) => {
                let (key, again) = made.map_err(fault)?;
                CheckedKey::of(key, &again).map_err(fault)
            }
            Either::Right(((), _)) => {
                self.vault.require_open()?;
                Err(fault(SessionError::OutOfStep))
            }
        }
    }

    /// Lets everything else have a turn. An error if the backup was cancelled meanwhile, begun once more, or the vault was locked.
    async fn pause(&self, turn: &Turn) -> Result<(), Fault> {
        self.context.redraw();
        self.context.ports.sleep(0).await;
        self.vault.require_open()?;
        if turn.is_over() { Err(fault(SessionError::OutOfStep)) } else { Ok(()) }
    }

    /// Gives up a backup that is being made. What was made of it goes nowhere.
    fn cancel(&self) {
        self.state.borrow_mut().end();
        self.context.redraw();
    }

    /// Nobody will save what was handed out.
    fn drop_files(&self) {
        self.state.borrow_mut().handed_out = None;
        self.context.redraw();
    }

    /// What goes into a backup, and which records the files hold together.
    fn begin_sealing(
        &self,
        format: Format,
        password: &Password,
        may_hold_keys: bool,
    ) -> Result<(Sealing, BTreeSet<Fingerprint>), Fault> {
        let contents = self.vault.contents()?;
        let (wallet, network) = (&contents.wallet, contents.settings.network);
        // `Sealing::next` opens what it sealed and compares before it returns.
        let (now, mut entropy) = (self.context.ports.now(), self.context.ports.entropy());
        let sealing = Sealing::begin(wallet, format, network, password, now, &mut entropy).map_err(fault)?;
        // As the records are now: what changes while the files are being made and saved is not in them.
        let backup::BackupPreview { held, holds_keys, .. } = backup::preview(wallet, format, network).map_err(fault)?;
        if holds_keys && !may_hold_keys {
            // They came in while it waited, and nobody was asked for the password.
            return Err(fault(SessionError::UnlockPasswordNeeded));
        }
        Ok((sealing, held))
    }

    /// Notes a backup: as checked if it was read back. One that nobody looked at on the disk does not quiet the reminder.
    async fn note_saved(&self, read_back: &[Vec<u8>]) -> Result<(), Fault> {
        let mut made = self.state.borrow().handed_out.clone().ok_or_else(|| fault(SessionError::OutOfStep))?;
        if !read_back.is_empty() {
            let read = read_back.iter().map(|file| <FileMark>::from(Sha256::digest(file)));
            if !read.eq(made.marks.iter().copied()) {
                return Err(fault(SessionError::ReadBackDiffers));
            }
            made.checked = Some(self.context.ports.now());
        }
        self.vault
            .commit(|contents| {
                contents.note_made(made);
                Ok(())
            })
            .await?;
        self.drop_files();
        Ok(())
    }
}

fn keys_in(preview: &backup::BackupPreview) -> KeysInFile {
    KeysInFile {
        accounts: preview.with_keys.accounts,
        identities: preview.with_keys.identities,
        asks_for_password: preview.holds_keys,
    }
}

//! Making backups: what goes in, sealing, and noting that it was saved.

pub mod intent;
pub(super) mod state;
pub mod view;

use std::collections::BTreeSet;
use std::rc::Rc;

use sha2::{Digest, Sha256};

use crate::backup::{self, Omitted, Sealing};
use crate::fault::Fault;
use crate::model::{Counts, Format};
use crate::record::fingerprint::Fingerprint;
use crate::secret::Password;
use crate::session::Reply;
use crate::session::export::intent::ExportIntent;
use crate::vault::{LastBackup, Seen};

use crate::session::Session;
use crate::session::error::SessionError;
use crate::session::error::fault;
use crate::session::export::state::Progress;
use crate::session::export::view::{ExportPreview, KeyFile, KeysInFile, SealedFile};
use crate::session::ports::Ports;
use crate::session::seam::Foreign;
use crate::session::seam::saturated;

/// Hexadecimal characters of a fingerprint, and how they are grouped.
const FINGERPRINT: (usize, usize) = (16, 4);

impl<P: Ports + 'static> Session<P> {
    pub(super) async fn handle_export(self: &Rc<Self>, intent: ExportIntent) -> Result<Reply, Fault> {
        match intent {
            ExportIntent::Preview { format } => return self.preview_export(format).map(Reply::ExportPreview),
            ExportIntent::Seal { format, password, unlock_password } => {
                return self.seal_export(format, password, unlock_password).await.map(Reply::Sealed);
            }
            ExportIntent::AccountKey { network, id, password } => {
                return self.export_account_key(&network, &id, password).await.map(Reply::KeyFile);
            }
            ExportIntent::AccountKeyDone => self.withdraw_key_file(),
            ExportIntent::Cancel => self.cancel_export(),
            ExportIntent::Saved { read_back } => self.note_export(&read_back).await?,
        }
        Ok(Reply::Done)
    }

    pub(super) fn preview_export(self: &Rc<Self>, format: Format) -> Result<ExportPreview, Fault> {
        let contents = self.vault.contents()?;
        let preview = backup::preview(&contents.wallet, format, contents.settings.network).map_err(fault)?;
        Ok(ExportPreview {
            keys: keys_in(&preview),
            counts: preview.counts,
            account_names: preview.account_names.into_iter().map(Foreign::from).collect(),
            omissions: preview.omissions.into_iter().map(Omitted::notice).collect(),
            files: saturated(preview.files),
            missing_after: contents.backup.missing_beside(&preview.held, &contents.wallet),
        })
    }

    pub(super) async fn seal_export(
        self: &Rc<Self>,
        format: Format,
        password: Password,
        unlock_password: Option<Password>,
    ) -> Result<Vec<SealedFile>, Fault> {
        let asks_for_password = self.preview_export(format)?.keys.asks_for_password;
        if asks_for_password && unlock_password.is_none() {
            return Err(fault(SessionError::UnlockPasswordNeeded));
        }
        let ticket = {
            let mut state = self.state.borrow_mut();
            state.export.ticket = state.export.ticket.wrapping_add(1);
            state.export.sealing = Some(Progress { done: 0, files: 1 });
            state.export.ticket
        };
        let unlock_password = unlock_password.filter(|_| asks_for_password);
        let sealed = self.seal_one_by_one(format, &password, unlock_password, ticket).await;
        {
            let mut state = self.state.borrow_mut();
            if state.export.ticket == ticket {
                state.export.sealing = None;
            }
        }
        self.context.redraw();
        sealed
    }

    /// Makes the files of a backup, with a pause before each of them: whatever else was asked is answered then, and it can be given up.
    async fn seal_one_by_one(
        self: &Rc<Self>,
        format: Format,
        password: &Password,
        unlock_password: Option<Password>,
        ticket: u64,
    ) -> Result<Vec<SealedFile>, Fault> {
        // Shown before the key derivation keeps this thread busy.
        self.pause(ticket).await?;
        if let Some(unlock_password) = &unlock_password {
            self.vault.require_password(unlock_password)?;
        }
        let (mut sealing, held) = self.begin_sealing(format, password, unlock_password.is_some())?;
        let mut sealed = Vec::new();
        loop {
            let progress = Progress { done: sealed.len(), files: sealing.files() };
            self.state.borrow_mut().export.sealing = Some(progress);
            self.pause(ticket).await?;
            match sealing.next(password, &mut self.context.ports.entropy()).map_err(fault)? {
                Some(file) => sealed.push(file),
                None => break,
            }
        }
        let mut state = self.state.borrow_mut();
        state.export.held = held;
        state.export.handed_out = sealed.iter().map(|file| Sha256::digest(&file.bytes).into()).collect();
        let together = sealed.iter().fold(Counts::default(), |sum, file| sum.and(file.counts));
        let views = sealed.into_iter().map(|file| SealedFile {
            fingerprint: fingerprint(&file.bytes),
            counts: file.counts,
            together,
            file_name: file.file_name,
            bytes: file.bytes,
        });
        Ok(views.collect())
    }

    /// Lets everything else have a turn. An error if the backup was cancelled meanwhile, begun once more, or the vault was locked.
    async fn pause(&self, ticket: u64) -> Result<(), Fault> {
        self.context.redraw();
        self.context.ports.sleep(0).await;
        self.vault.require_open()?;
        let export = &self.state.borrow().export;
        let is_wanted = export.ticket == ticket && export.sealing.is_some();
        if is_wanted { Ok(()) } else { Err(fault(SessionError::OutOfStep)) }
    }

    /// Gives up a backup that is being made. What was made of it goes nowhere.
    pub(super) fn cancel_export(&self) {
        self.state.borrow_mut().export.sealing = None;
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
        // `Sealing::next` opens what it sealed with the same password and compares before it returns.
        let sealing = Sealing::begin(wallet, format, network, password, self.context.ports.now()).map_err(fault)?;
        // As the records are now: what changes while the files are being made and saved is not in them.
        let backup::BackupPreview { held, holds_keys, .. } = backup::preview(wallet, format, network).map_err(fault)?;
        if holds_keys && !may_hold_keys {
            // They came in while it waited, and nobody was asked for the password.
            return Err(fault(SessionError::UnlockPasswordNeeded));
        }
        Ok((sealing, held))
    }

    /// Hands out the keys of one account, unencrypted: only to whoever knows the unlock password.
    pub(super) async fn export_account_key(
        self: &Rc<Self>,
        network: &str,
        id: &str,
        password: Password,
    ) -> Result<KeyFile, Fault> {
        self.withdraw_key_file();
        let ticket = self.key_file.borrow().ticket;
        let network = network.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        let address = id.parse().map_err(|_| fault(SessionError::UnknownRecord))?;
        self.vault.require_open()?;
        // Shown before the key derivation keeps this thread busy.
        self.context.redraw();
        self.context.ports.sleep(0).await;
        let contents = self.vault.contents()?;
        // Given up, or asked for once more, while it waited.
        if self.key_file.borrow().ticket != ticket {
            return Err(fault(SessionError::OutOfStep));
        }
        self.vault.require_password(&password)?;
        let file = backup::account_key_file(&contents.wallet, network, address).map_err(fault)?;
        let url = self.context.ports.offer(&file.bytes).ok_or_else(|| fault(SessionError::CannotOffer))?;
        self.key_file.borrow_mut().url = Some(url.clone());
        let notices = file.notices;
        Ok(KeyFile { file_name: file.file_name, url, notices })
    }

    /// Takes the offer of a key file back, also one that is only on its way.
    pub(super) fn withdraw_key_file(&self) {
        let mut offer = self.key_file.borrow_mut();
        offer.ticket = offer.ticket.wrapping_add(1);
        if let Some(url) = offer.url.take() {
            self.context.ports.withdraw(&url);
        }
    }

    /// Notes a backup that was read back. One that nobody looked at on the disk does not quiet the reminder.
    pub(super) async fn note_export(self: &Rc<Self>, read_back: &[Vec<u8>]) -> Result<(), Fault> {
        let held = {
            let state = self.state.borrow();
            if state.export.handed_out.is_empty() {
                return Err(fault(SessionError::OutOfStep));
            }
            if read_back.is_empty() {
                return Ok(());
            }
            let same = read_back.iter().map(|file| <[u8; 32]>::from(Sha256::digest(file))).eq(state
                .export
                .handed_out
                .iter()
                .copied());
            if !same {
                return Err(fault(SessionError::ReadBackDiffers));
            }
            state.export.held.clone()
        };
        let now = self.context.ports.now();
        self.vault
            .commit(|contents| {
                let last = LastBackup { at: now, seen: Seen::Saved };
                contents.note_backup(&held, last);
                Ok(())
            })
            .await?;
        self.state.borrow_mut().export.handed_out.clear();
        self.context.redraw();
        Ok(())
    }
}

fn keys_in(preview: &backup::BackupPreview) -> KeysInFile {
    KeysInFile {
        accounts: saturated(preview.accounts_with_keys),
        identities: saturated(preview.identities_with_keys),
        asks_for_password: preview.holds_keys,
    }
}

fn fingerprint(bytes: &[u8]) -> String {
    let (length, group) = FINGERPRINT;
    let hex = hex::encode(Sha256::digest(bytes));
    let characters: Vec<char> = hex.chars().take(length).collect();
    characters.chunks(group).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

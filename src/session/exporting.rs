//! Making backups: what goes in, sealing, and noting that it was saved.

use std::rc::Rc;

use sha2::{Digest, Sha256};

use crate::backup::{self, Format};
use crate::fault::Fault;
use crate::model::Counts;
use crate::secret::Password;
use crate::vault::{LastBackup, Seen};

use super::error::SessionError;
use super::importing::notice_view;
use super::intent::ExportFormat;
use super::present::saturated;
use super::view::{ExportPreview, Foreign, KeyFile, KeysInFile, SealedFile};
use super::{Ports, Session, fault};

/// Hexadecimal characters of a fingerprint, and how they are grouped.
const FINGERPRINT: (usize, usize) = (16, 4);

impl<P: Ports + 'static> Session<P> {
    pub(super) fn preview_export(self: &Rc<Self>, format: ExportFormat) -> Result<ExportPreview, Fault> {
        let state = self.state.borrow();
        let open = state.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
        let preview = backup::preview(&open.contents.wallet, format.into(), open.contents.settings.network);
        Ok(ExportPreview {
            keys: keys_in(&preview),
            counts: preview.counts,
            account_names: preview.account_names.into_iter().map(Foreign::from).collect(),
            omissions: preview.omissions,
            files: saturated(preview.files),
            missing_after: open.contents.backup.missing_beside(&preview.held, &open.contents.wallet),
        })
    }

    pub(super) async fn seal_export(
        self: &Rc<Self>,
        format: ExportFormat,
        password: Password,
        unlock_password: Option<Password>,
    ) -> Result<Vec<SealedFile>, Fault> {
        let asks_for_password = self.preview_export(format)?.keys.asks_for_password;
        if asks_for_password && unlock_password.is_none() {
            return Err(fault(SessionError::UnlockPasswordNeeded));
        }
        self.state.borrow_mut().export.sealing = true;
        // Shown before the key derivation keeps this thread busy.
        self.publish();
        self.ports.sleep(0).await;
        let is_allowed = unlock_password.filter(|_| asks_for_password).map_or(Ok(()), |it| self.require_password(&it));
        let sealed = is_allowed.and_then(|()| self.seal_now(format.into(), &password, asks_for_password));
        self.state.borrow_mut().export.sealing = false;
        self.publish();
        sealed
    }

    /// `backup::seal` opens what it sealed with the same password and compares before it returns.
    fn seal_now(&self, format: Format, password: &Password, may_hold_keys: bool) -> Result<Vec<SealedFile>, Fault> {
        let mut state = self.state.borrow_mut();
        let open = state.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
        let network = open.contents.settings.network;
        let now = self.ports.now();
        let sealed = backup::seal(&open.contents.wallet, format, network, password, now, &mut self.ports.entropy())
            .map_err(fault)?;
        // As the records are now: what changes while the file is being saved is not in it.
        let backup::Preview { held, holds_keys, .. } = backup::preview(&open.contents.wallet, format, network);
        if holds_keys && !may_hold_keys {
            // They came in while it waited, and nobody was asked for the password.
            return Err(fault(SessionError::UnlockPasswordNeeded));
        }
        state.export.held = held;
        state.export.handed_out = sealed.iter().map(|file| Sha256::digest(&file.bytes).into()).collect();
        let together = sealed.iter().fold(Counts::default(), |sum, file| sum.and(file.counts));
        Ok(sealed
            .into_iter()
            .map(|file| SealedFile {
                fingerprint: fingerprint(&file.bytes),
                counts: file.counts,
                together,
                file_name: file.file_name,
                bytes: file.bytes,
            })
            .collect())
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
        self.require_open()?;
        // Shown before the key derivation keeps this thread busy.
        self.publish();
        self.ports.sleep(0).await;
        let state = self.state.borrow();
        let open = state.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
        // Given up, or asked for once more, while it waited.
        if self.key_file.borrow().ticket != ticket {
            return Err(fault(SessionError::OutOfStep));
        }
        self.require_password(&password)?;
        let file = backup::account_key_file(&open.contents.wallet, network, address).map_err(fault)?;
        let url = self.ports.offer(&file.bytes).ok_or_else(|| fault(SessionError::CannotOffer))?;
        self.key_file.borrow_mut().url = Some(url.clone());
        let notices = file.notices.iter().map(notice_view).collect();
        Ok(KeyFile { file_name: file.file_name, url, notices })
    }

    /// Takes the offer of a key file back, also one that is only on its way.
    pub(super) fn withdraw_key_file(&self) {
        let mut offer = self.key_file.borrow_mut();
        offer.ticket = offer.ticket.wrapping_add(1);
        if let Some(url) = offer.url.take() {
            self.ports.withdraw(&url);
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
        let now = self.ports.now();
        self.commit(|contents| {
            let last = LastBackup { at: now, seen: Seen::Saved };
            contents.backup.note(&held, [Some(&contents.wallet), contents.undo.as_ref()], last);
            Ok(())
        })
        .await?;
        self.state.borrow_mut().export.handed_out.clear();
        self.publish();
        Ok(())
    }
}

fn keys_in(preview: &backup::Preview) -> KeysInFile {
    KeysInFile {
        accounts: saturated(preview.accounts_with_keys),
        identities: saturated(preview.identities_with_keys),
        asks_for_password: preview.holds_keys,
    }
}

impl From<ExportFormat> for Format {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::LifeboatBackup => Self::Lifeboat,
            ExportFormat::DesktopWallet => Self::DesktopWallet,
            ExportFormat::PhoneWallet => Self::PhoneWallet,
        }
    }
}

fn fingerprint(bytes: &[u8]) -> String {
    let (length, group) = FINGERPRINT;
    let hex = hex::encode(Sha256::digest(bytes));
    let characters: Vec<char> = hex.chars().take(length).collect();
    characters.chunks(group).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

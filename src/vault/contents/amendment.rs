//! What has changed in the contents of a vault since others, where nothing went: `docs/formats/vault-v5.md` is its contract.

use super::super::error::VaultError;
use super::{BackupState, Contents, v4};
use crate::secret::Plaintext;

/// About as much as one record of any kind takes.
const ROOM: usize = 4096;

/// What is new.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::vault) struct Amendment {
    /// Records that are new or otherwise; all that is short as it is; no backups, and nothing to take back.
    new: Contents,
    /// Whether there is still to be taken back what could be taken back before.
    keeps_undo: bool,
}

impl Amendment {
    /// Between these contents and those that follow them; `None` where something went, or where more has changed than records and settings.
    pub(in crate::vault) fn between(before: &Contents, after: &Contents) -> Option<Self> {
        if before.backup != after.backup || !after.wallet.keeps(&before.wallet) {
            return None;
        }
        let keeps_undo = before.undo == after.undo;
        if !keeps_undo && (after.undo.is_some() || after.lacks_something_of(before)) {
            return None;
        }
        let new = Contents {
            wallet: after.wallet.since(&before.wallet),
            settings: after.settings.clone(),
            backup: BackupState::default(),
            undo: None,
            parameters: after.parameters.clone(),
            models: after.models.clone(),
        };
        Some(Self { new, keeps_undo })
    }

    /// One byte, and what is new as contents of version 4.
    pub(in crate::vault) fn encode(&self) -> Plaintext {
        v4::encode(&self.new, &[u8::from(self.keeps_undo)], ROOM).0
    }

    pub(in crate::vault) fn decode(bytes: &[u8]) -> Result<Self, VaultError> {
        let (keeps_undo, new) = bytes.split_first().ok_or(VaultError::ContentsUnreadable)?;
        let keeps_undo = match keeps_undo {
            0 => false,
            1 => true,
            2.. => return Err(VaultError::ContentsUnreadable),
        };
        let new = v4::decode(new)?;
        if new.backup != BackupState::default() || new.undo.is_some() {
            return Err(VaultError::ContentsUnreadable);
        }
        Ok(Self { new, keeps_undo })
    }

    /// Makes the contents before it those after it.
    pub(in crate::vault) fn bring(self, contents: &mut Contents) {
        let Contents { wallet, settings, backup: _, undo: _, parameters, models } = self.new;
        contents.wallet.take(wallet);
        contents.settings = settings;
        contents.parameters = parameters;
        contents.models = models;
        if !self.keeps_undo {
            contents.undo = None;
        }
    }
}

//! What the page sees of the vault.

use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::merge::Changes;
use crate::model::{Counts, Format, Wallet};
use crate::vault::{self, Deed, Trouble, Undo, VaultError, What};

use crate::session::seam::{Foreign, Millis, millis};

/// The vault as the lock screen sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum VaultView {
    /// The store is being read.
    Starting,
    /// Nothing was ever stored here: a new person.
    Absent,
    /// There is a vault; it wants its password.
    Locked {
        /// One of the two stored copies was damaged and has been mended from the other.
        mended: bool,
        /// Why it was locked; `None` if it was not open since this page is.
        why: Option<LockCause>,
        /// The passkey that opens it, too; `None` if none does.
        passkey: Option<PasskeyView>,
    },
    /// The key is being derived (about a fifth of a second).
    Opening,
    /// Open.
    Unlocked,
    /// Something was stored here, and neither copy can be read any more.
    Lost {
        /// What became of it, in one word.
        loss: Loss,
        /// Why.
        fault: Fault,
    },
    /// Another tab took over; this one may only ask to take it back.
    Elsewhere,
}

/// What became of a vault that was here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// It is there, and damaged.
    Damaged,
    /// It is not there any more.
    Gone,
    /// The browser's storage did not answer: that says nothing about what is in it.
    Unknown,
}

impl From<&VaultError> for Loss {
    fn from(why: &VaultError) -> Self {
        match why {
            VaultError::Missing => Self::Gone,
            VaultError::Unreadable { .. } => Self::Unknown,
            // Only the first of these is found without a password; a vault of a newer version is whole, and is said to be newer when it is opened.
            VaultError::Damaged
            | VaultError::NewerVersion { .. }
            | VaultError::WrongPassword
            | VaultError::WrongPasskey
            | VaultError::PasskeyUnusable
            | VaultError::ContentsUnreadable
            | VaultError::Record(_)
            | VaultError::Kdf(_) => Self::Damaged,
        }
    }
}

/// A passkey, as the browser is asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PasskeyView {
    /// The credential's id, in hexadecimal.
    pub credential: String,
    /// What it is to make its secret of, in hexadecimal.
    pub input: String,
}

impl From<&vault::Passkey> for PasskeyView {
    fn from(passkey: &vault::Passkey) -> Self {
        Self { credential: hex::encode(&passkey.credential), input: hex::encode(passkey.input) }
    }
}

/// Why the vault was locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum LockCause {
    /// A person wanted it.
    Hand,
    /// Nobody was here for so long.
    Idle,
    /// The clock was set back, and nobody can tell for how long somebody was away.
    Clock,
    /// The screen of the computer was locked.
    Screen,
    /// It was opened in another tab.
    OtherTab,
}

/// What backups hold of the records here: a backup covers what is in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    /// In one word.
    pub cover: Cover,
    /// The last file that was seen to hold records of this wallet.
    pub last: Option<LastBackupView>,
    /// Records that no file holds as they are now that was seen on a disk.
    pub missing: Counts,
}

/// How well backups cover the wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Cover {
    /// There is nothing to cover.
    Empty,
    /// There is no backup.
    Never,
    /// There is one, and it does not hold everything as it is now.
    Behind,
    /// Every record, as it is now, is in a backup, and of some of them nobody has seen that backup on a disk.
    Unchecked,
    /// Every record, as it is now, is in a backup that was seen on a disk.
    Covered,
}

/// A file that holds records of this wallet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LastBackupView {
    /// When that was seen.
    pub at: Millis,
    /// How.
    pub seen: BackupSeen,
}

/// How a file was seen to hold records of this wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum BackupSeen {
    /// It was saved from here and read back.
    Saved,
    /// It was opened here.
    Opened,
}

/// What taking something back does (also the answer to the import's `undo`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UndoView {
    /// What is taken back; `None` where it is not known any more (an older Lifeboat kept it).
    pub deed: Option<DeedView>,
    /// Records that go again.
    pub taken_away: Counts,
    /// Records that come back.
    pub put_back: Counts,
    /// Records that are again what they were.
    pub changed_back: Counts,
}

impl UndoView {
    pub(in crate::session) fn of(undo: &Undo, now: &Wallet) -> Self {
        let Changes { added, removed, changed, .. } = Changes::between(now, &undo.before);
        let deed = undo.of.as_ref().map(DeedView::from);
        Self { deed, taken_away: removed, put_back: added, changed_back: changed }
    }
}

/// A deed that can be taken back.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "what", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum DeedView {
    /// Records of a file came in.
    File {
        /// What it was.
        format: Format,
        /// Its name; empty if nothing of it can be seen.
        name: Foreign,
        /// When they came in.
        at: Millis,
    },
    /// What a search had found came in.
    Recovery {
        /// When it came in.
        at: Millis,
    },
    /// Keys or records were removed.
    Removal {
        /// When they were.
        at: Millis,
    },
}

impl From<&Deed> for DeedView {
    fn from(deed: &Deed) -> Self {
        let at = millis(deed.at);
        match &deed.what {
            What::File { format, name } => Self::File { format: *format, name: name.as_str().into(), at },
            What::Recovery => Self::Recovery { at },
            What::Removal => Self::Removal { at },
        }
    }
}

/// The last file that was seen to hold records, as the page knows it.
pub(in crate::session) fn last_backup(last: vault::LastBackup) -> LastBackupView {
    LastBackupView { at: millis(last.at), seen: backup_seen(last.seen) }
}

/// How a file was seen, as the page knows it.
pub(in crate::session) const fn backup_seen(seen: vault::Seen) -> BackupSeen {
    match seen {
        vault::Seen::Saved => BackupSeen::Saved,
        vault::Seen::Opened => BackupSeen::Opened,
    }
}

/// How safely the vault is kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeepingView {
    /// Why only one copy of the vault is on the disk; `None` while both are.
    pub one_copy: Option<CopyTrouble>,
    /// Something that was deleted could not be removed from the disk yet.
    pub deleting: bool,
    /// While locked: every vault that can be opened, the one to expect first.
    pub vaults: Vec<VaultChoiceView>,
    /// Whether one of them has to be chosen before anything is opened or written.
    pub choose: bool,
    /// While locked: what was last saved here cannot be found.
    pub missing: Option<MissingView>,
    /// While open: how many other vaults are set aside here.
    pub set_aside: u32,
    /// While open: what is on the disk, for the extension's plain storage to remember.
    pub last: Option<SightingView>,
}

/// Why the other copy is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum CopyTrouble {
    /// No room left on the disk.
    DiskFull,
    /// The browser's store does not answer.
    NoAnswer,
    /// The browser's store failed.
    Failed,
}

/// A vault that can be opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct VaultChoiceView {
    /// How often it was saved.
    pub saves: Millis,
    /// Whether it was set aside, rather than being the one in use.
    pub set_aside: bool,
    /// Whether another one in the list is a different state of the same vault.
    pub twin: bool,
}

/// What was last saved here and is not there.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MissingView {
    /// Saves that the newest copy of the same vault lacks; `None` if no copy of that vault is here at all.
    pub saves: Option<Millis>,
}

/// A state of a vault: two numbers, no secret.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SightingView {
    /// Which vault.
    pub vault: String,
    /// How often it was saved.
    pub revision: Millis,
}

impl From<&Trouble> for CopyTrouble {
    fn from(trouble: &Trouble) -> Self {
        match trouble {
            Trouble::Full => Self::DiskFull,
            Trouble::Silent => Self::NoAnswer,
            Trouble::Failed(_) => Self::Failed,
        }
    }
}

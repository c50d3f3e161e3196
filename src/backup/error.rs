//! Why a file was not opened, or not made. Each says who can act.

mod document;

use crate::crypto::kdf::KdfError;
use crate::fault::Explain;
use crate::record::RecordError;

use super::envelope::EnvelopeError;
use super::other_file::OtherFile;
pub use document::DocumentError;

/// Why a file was not opened, or not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = File)]
pub enum BackupError {
    /// Beyond [`super::MAX_FILE`].
    #[error("{bytes} bytes are more than {max}")]
    #[code("backup-too-large", bytes, max)]
    TooLarge {
        /// The file's size.
        bytes: usize,
        /// The largest that is read.
        max: usize,
    },
    /// No content at all.
    #[error("the file is empty")]
    #[code("backup-empty")]
    Empty,
    /// Not JSON text: no wallet writes anything else.
    #[error("the file is not JSON")]
    #[code("backup-not-json")]
    NotJson,
    /// Begins like a backup and ends too early: an interrupted download or copy.
    #[error("the file ends in the middle")]
    #[code("backup-cut-short")]
    CutShort,
    /// Nested more deeply than any wallet writes.
    #[error("nested more deeply than {max}")]
    #[code("backup-too-deep", max)]
    TooDeep {
        /// The deepest that is read.
        max: usize,
    },
    /// Values by the million around whatever it is: they would take more memory than there is.
    #[error("far more values than any wallet writes")]
    #[code("backup-too-many-values")]
    TooManyValues,
    /// JSON, but no kind of backup.
    #[error("no known kind of backup")]
    #[code("backup-not-recognised")]
    NotRecognised,
    /// The keys of single accounts are not written as a whole wallet's backup.
    #[error("not a format that backups are written in")]
    #[code("backup-not-written", party = Us)]
    NotWritten,
    /// Encrypted, and opened without a password.
    #[error("the file needs its password")]
    #[code("backup-password-needed", party = User)]
    PasswordNeeded,
    /// Made by a newer Lifeboat.
    #[error("backup version {found} is newer than {supported}")]
    #[code("backup-newer-version", found, supported)]
    NewerVersion {
        /// What the file says.
        found: u64,
        /// The newest that can be read.
        supported: u32,
    },
    /// A Lifeboat backup with a member missing, unknown, twice or malformed.
    #[error("the header is not readable")]
    #[code("backup-header-unreadable")]
    HeaderUnreadable,
    /// Changed since it was made; no password can help.
    #[error("the file is damaged")]
    #[code("backup-damaged")]
    Damaged,
    /// The file is whole; the password is another.
    #[error("the password does not fit")]
    #[code("backup-wrong-password", party = User)]
    WrongPassword,
    /// Too short for every wallet that could read the file.
    #[error("the password has fewer than {min} characters")]
    #[code("backup-password-too-short", party = User, min)]
    PasswordTooShort {
        /// The shortest that is taken.
        min: usize,
    },
    /// No identity that a phone's file could hold: phones refuse a file without one.
    #[error("nothing that a phone's file could hold")]
    #[code("backup-nothing-for-phone", party = User)]
    NothingForPhone,
    /// The account is not in the wallet, or its keys are not.
    #[error("no keys of this account")]
    #[code("backup-no-keys", party = User)]
    NoKeys,
    /// What was sealed did not open to what went in. Nothing was handed out.
    #[error("the sealed file did not open to what went in")]
    #[code("backup-check-failed", party = Us)]
    CheckFailed,
    /// A zip or another packed file, and no backup in it that could be read.
    #[error("a packed file without a backup")]
    #[code("backup-packed-without")]
    PackedWithout,
    /// What lies in a packed file is not what was packed: it was damaged since.
    #[error("damaged in a packed file: {names}")]
    #[code("backup-packed-damaged", names)]
    PackedDamaged {
        /// What is damaged, by the names it has there.
        names: String,
    },
    /// A packed file of a kind that is not unpacked here: 7z, RAR and others.
    #[error("a packed file of another kind")]
    #[code("backup-packed-otherwise")]
    PackedOtherwise,
    /// A zip that takes a password of its own.
    #[error("a packed file with a password of its own")]
    #[code("backup-packed-with-password")]
    PackedWithPassword,
    /// More than one backup in one file.
    #[error("{count} backups in one file")]
    #[code("backup-several", count, names)]
    Several {
        /// How many.
        count: usize,
        /// Their names, where they have some.
        names: String,
    },
    /// A word processor or an editor has changed letters of it, and it cannot be told what they were.
    #[error("an editor has changed the file")]
    #[code("backup-typed-over")]
    TypedOver,
    /// Something else, and it is known what.
    #[error(transparent)]
    #[code(transparent)]
    Other(#[from] OtherFile),
    /// The envelope of the Concordium wallets is not as it should be.
    #[error(transparent)]
    #[code(transparent)]
    Envelope(#[from] EnvelopeError),
    /// What was in a foreign envelope is not as it should be.
    #[error(transparent)]
    #[code(transparent)]
    Document(#[from] DocumentError),
    /// What was in our own envelope is not as it should be.
    #[error(transparent)]
    #[code(transparent)]
    Record(#[from] RecordError),
    /// The key was not derived.
    #[error(transparent)]
    #[code(transparent)]
    Kdf(#[from] KdfError),
}

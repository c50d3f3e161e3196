//! Why a file was not opened, or not made.
//! This module knows every refusal and who can act on it; it refuses to know the words.

use std::collections::BTreeMap;

use crate::crypto::kdf::KdfError;
use crate::fault::{Explain, Party};
use crate::record::RecordError;

use super::envelope::EnvelopeError;
use super::format::DocumentError;

/// Why a file was not opened, or not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// Beyond [`super::MAX_FILE`].
    #[error("{bytes} bytes are more than {max}")]
    TooLarge {
        /// The file's size.
        bytes: usize,
        /// The largest that is read.
        max: usize,
    },
    /// No content at all.
    #[error("the file is empty")]
    Empty,
    /// Not JSON text: no wallet writes anything else.
    #[error("the file is not JSON")]
    NotJson,
    /// Begins like a backup and ends too early: an interrupted download or copy.
    #[error("the file ends in the middle")]
    CutShort,
    /// Nested more deeply than any wallet writes.
    #[error("nested more deeply than {max}")]
    TooDeep {
        /// The deepest that is read.
        max: usize,
    },
    /// Values by the million around whatever it is: they would take more memory than there is.
    #[error("far more values than any wallet writes")]
    TooManyValues,
    /// JSON, but no kind of backup.
    #[error("no known kind of backup")]
    NotRecognised,
    /// The keys of single accounts are not written as a whole wallet's backup.
    #[error("not a format that backups are written in")]
    NotWritten,
    /// Encrypted, and opened without a password.
    #[error("the file needs its password")]
    PasswordNeeded,
    /// Made by a newer Lifeboat.
    #[error("backup version {found} is newer than {supported}")]
    NewerVersion {
        /// What the file says.
        found: u64,
        /// The newest that can be read.
        supported: u32,
    },
    /// A Lifeboat backup with a member missing, unknown, twice or malformed.
    #[error("the header is not readable")]
    HeaderUnreadable,
    /// Changed since it was made; no password can help.
    #[error("the file is damaged")]
    Damaged,
    /// The file is whole; the password is another.
    #[error("the password does not fit")]
    WrongPassword,
    /// Too short for every wallet that could read the file.
    #[error("the password has fewer than {min} characters")]
    PasswordTooShort {
        /// The shortest that is taken.
        min: usize,
    },
    /// No identity that a phone's file could hold: phones refuse a file without one.
    #[error("nothing that a phone's file could hold")]
    NothingForPhone,
    /// The account is not in the wallet, or its keys are not.
    #[error("no keys of this account")]
    NoKeys,
    /// What was sealed did not open to what went in. Nothing was handed out.
    #[error("the sealed file did not open to what went in")]
    CheckFailed,
    /// The envelope of the Concordium wallets is not as it should be.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// What was in a foreign envelope is not as it should be.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// What was in our own envelope is not as it should be.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The key was not derived.
    #[error(transparent)]
    Kdf(#[from] KdfError),
}

impl Explain for BackupError {
    /// Its own; [`EnvelopeError`], [`DocumentError`], [`RecordError`] and [`KdfError`] list theirs.
    const CODES: &'static [&'static str] = &[
        "backup-too-large",
        "backup-empty",
        "backup-not-json",
        "backup-cut-short",
        "backup-too-deep",
        "backup-too-many-values",
        "backup-not-recognised",
        "backup-not-written",
        "backup-password-needed",
        "backup-newer-version",
        "backup-header-unreadable",
        "backup-damaged",
        "backup-wrong-password",
        "backup-password-too-short",
        "backup-nothing-for-phone",
        "backup-no-keys",
        "backup-check-failed",
    ];

    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "backup-too-large",
            Self::Empty => "backup-empty",
            Self::NotJson => "backup-not-json",
            Self::CutShort => "backup-cut-short",
            Self::TooDeep { .. } => "backup-too-deep",
            Self::TooManyValues => "backup-too-many-values",
            Self::NotRecognised => "backup-not-recognised",
            Self::NotWritten => "backup-not-written",
            Self::PasswordNeeded => "backup-password-needed",
            Self::NewerVersion { .. } => "backup-newer-version",
            Self::HeaderUnreadable => "backup-header-unreadable",
            Self::Damaged => "backup-damaged",
            Self::WrongPassword => "backup-wrong-password",
            Self::PasswordTooShort { .. } => "backup-password-too-short",
            Self::NothingForPhone => "backup-nothing-for-phone",
            Self::NoKeys => "backup-no-keys",
            Self::CheckFailed => "backup-check-failed",
            Self::Envelope(error) => error.code(),
            Self::Document(error) => error.code(),
            Self::Record(error) => error.code(),
            Self::Kdf(error) => error.code(),
        }
    }

    fn party(&self) -> Party {
        match self {
            Self::PasswordNeeded
            | Self::WrongPassword
            | Self::PasswordTooShort { .. }
            | Self::NothingForPhone
            | Self::NoKeys => Party::User,
            Self::CheckFailed | Self::NotWritten => Party::Us,
            Self::Envelope(error) => error.party(),
            Self::Document(error) => error.party(),
            Self::Record(error) => error.party(),
            Self::Kdf(error) => error.party(),
            Self::TooLarge { .. }
            | Self::Empty
            | Self::NotJson
            | Self::CutShort
            | Self::TooDeep { .. }
            | Self::TooManyValues
            | Self::NotRecognised
            | Self::NewerVersion { .. }
            | Self::HeaderUnreadable
            | Self::Damaged => Party::File,
        }
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::TooLarge { bytes, max } => BTreeMap::from([("bytes", bytes.to_string()), ("max", max.to_string())]),
            Self::TooDeep { max } => BTreeMap::from([("max", max.to_string())]),
            Self::NewerVersion { found, supported } => {
                BTreeMap::from([("found", found.to_string()), ("supported", supported.to_string())])
            }
            Self::PasswordTooShort { min } => BTreeMap::from([("min", min.to_string())]),
            Self::Envelope(error) => error.fields(),
            Self::Document(error) => error.fields(),
            Self::Record(error) => error.fields(),
            Self::Kdf(error) => error.fields(),
            Self::Empty
            | Self::NotJson
            | Self::CutShort
            | Self::TooManyValues
            | Self::NotRecognised
            | Self::NotWritten
            | Self::PasswordNeeded
            | Self::HeaderUnreadable
            | Self::Damaged
            | Self::WrongPassword
            | Self::NothingForPhone
            | Self::NoKeys
            | Self::CheckFailed => BTreeMap::new(),
        }
    }
}

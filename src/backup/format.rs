//! The formats, one line each: how a file of it is recognised and read, and how it is written.
//! Whatever is done with a file asks here; nothing outside of a format's own folder knows what it looks like.

pub mod browser_key;
pub mod desktop;
mod genesis_key;
pub mod lifeboat;
pub mod phone;

use serde_json::Value;

use super::BackupError;
use super::contents::FileContents;
use super::envelope;
use super::json::wiped::Wiped;
use super::json::{MAX_NESTING, Members, surrogates};
use super::lock::LockKind;
use super::writes::Writes;
use crate::backup::noticed::Noticed;
use crate::fault::{Explain, Notice};
use crate::model::Format;
use crate::record::limits::TreeSize;
use crate::secret::Plaintext;

/// Why a decrypted document is not the records of a wallet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = File)]
pub enum DocumentError {
    /// JSON, but not what any wallet writes.
    #[error("not the records of a wallet")]
    #[code("document-not-a-wallet")]
    NotAWallet,
    /// A list is missing and another one stands there under a name nobody uses: a changed byte.
    #[error("{list} stands there under another name")]
    #[code("document-damaged", list)]
    Renamed {
        /// The missing list.
        list: &'static str,
    },
    /// Nested more deeply than any wallet writes.
    #[error("nested more deeply than {max}")]
    #[code("document-too-deep", max)]
    TooDeep {
        /// The deepest that is read.
        max: usize,
    },
    /// Values by the million with next to nothing in them: they would take more memory than there is.
    #[error("far more values than any wallet writes")]
    #[code("document-too-many-values")]
    TooManyValues,
    /// More entries than any wallet holds.
    #[error("{list}: {found} entries are more than {max}")]
    #[code("document-too-long", list, found, max)]
    TooLong {
        /// Which list.
        list: &'static str,
        /// How many entries there are.
        found: usize,
        /// The most that are read.
        max: usize,
    },
    /// A phone's document in the layout of 2020, for networks that no longer exist.
    #[error("a phone's document in the layout of 2020")]
    #[code("document-phone-2020")]
    Phone2020,
    /// A phone's document that says it is something else, or nothing.
    #[error("a phone's document that says it is something else")]
    #[code("document-phone-type")]
    PhoneType,
    /// A version that no phone writes.
    #[error("version {found} of a phone's document")]
    #[code("document-phone-version", found)]
    PhoneVersion {
        /// What it says; empty if nothing.
        found: String,
    },
    /// A phone's document without one of its lists.
    #[error("a phone's document without {list}")]
    #[code("document-phone-list", list)]
    PhoneList {
        /// The missing list.
        list: &'static str,
    },
    /// A file with the keys of one account that has no keys, or says nobody's.
    #[error("a key file without keys or without an account")]
    #[code("document-key-file")]
    KeyFile,
}

/// The locks: our own, and the one that the wallets and tools of Concordium share.
const LOCKS: &[LockKind] = &[lifeboat::LOCK, envelope::LOCK];

/// What is inside of the shared lock, or stands in a file as it is. The first line that knows a document reads it.
const DOCUMENTS: &[Document] = &[phone::DOCUMENT, browser_key::DOCUMENT, genesis_key::DOCUMENT, desktop::DOCUMENT];

/// What a whole wallet is written as.
const WRITTEN: &[(Format, &dyn Writes)] = &[
    (Format::LifeboatBackup, &lifeboat::LifeboatFile),
    (Format::DesktopWallet, &desktop::DesktopFile),
    (Format::PhoneWallet, &phone::PhoneFile),
];

/// A kind of document: the records of a wallet as JSON.
pub(super) struct Document {
    /// Its format.
    pub(super) format: Format,
    /// Whether these are the members of such a document, or were before they were damaged.
    pub(super) is: fn(&Members) -> bool,
    /// Reads it. A record that cannot be read is left out and named; only what is wrong with the whole is an error.
    pub(super) read: fn(Wiped, &mut Vec<Notice>) -> Result<FileContents, DocumentError>,
}

/// The lock that a file with these outer members has.
pub(super) fn lock_of(members: &Members) -> Option<&'static LockKind> {
    LOCKS.iter().find(|lock| (lock.is)(members))
}

/// The document that an object with these members is.
pub(super) fn document_of(members: &Members) -> Option<&'static Document> {
    DOCUMENTS.iter().find(|document| (document.is)(members))
}

/// How whole wallets are written in a format.
///
/// # Errors
/// [`BackupError::NotWritten`].
pub(super) fn writes(format: Format) -> Result<&'static dyn Writes, BackupError> {
    WRITTEN.iter().find(|(one, _)| *one == format).map(|(_, writes)| *writes).ok_or(BackupError::NotWritten)
}

/// Reads a document that was locked, whichever program wrote it.
///
/// # Errors
/// [`DocumentError`].
pub fn decode(document: &Plaintext, notices: &mut Vec<Notice>) -> Result<(Format, FileContents), DocumentError> {
    let members = members_of(document, notices)?;
    let known = document_of(&members).ok_or(DocumentError::NotAWallet)?;
    let contents = (known.read)(Wiped::new(Value::Object(members)), notices)?;
    Ok((known.format, contents))
}

fn members_of(document: &Plaintext, notices: &mut Vec<Notice>) -> Result<Members, DocumentError> {
    // EXPOSE: to parse it.
    let bytes = document.expose();
    let shape = TreeSize::of(bytes);
    if shape.nesting > MAX_NESTING {
        return Err(DocumentError::TooDeep { max: MAX_NESTING });
    }
    if !shape.is_bearable(bytes.len()) {
        return Err(DocumentError::TooManyValues);
    }
    let value = serde_json::from_slice(bytes).or_else(|_| {
        // JavaScript writes half a character as an escape that stands alone; strict JSON has no such thing.
        let mended = surrogates::mend(bytes);
        let value = serde_json::from_slice(&mended).map_err(|_| DocumentError::NotAWallet)?;
        notices.push(Notice::of(&Noticed::TextMended));
        Ok(value)
    })?;
    let Value::Object(members) = value else { return Err(DocumentError::NotAWallet) };
    Ok(members)
}

//! The formats, one line each: how a file of it is recognised and read, and how it is written.
//! Whatever is done with a file asks here; nothing outside of a format's own folder knows what it looks like.

pub mod browser_key;
pub mod contacts_table;
pub mod desktop;
mod genesis_key;
pub mod lifeboat;
pub mod phone;

use serde_json::Value;

use super::contents::FileContents;
use super::document::{Document, TextDocument};
use super::envelope;
use super::json::wiped::Wiped;
use super::json::{MAX_NESTING, Members, surrogates};
use super::lock::LockKind;
use super::salvage::Salvaged;
use super::writes::Writes;
use super::{BackupError, DocumentError};
use crate::backup::noticed::Noticed;
use crate::fault::Notice;
use crate::model::Format;
use crate::record::limits::TreeSize;
use crate::secret::Plaintext;

/// The locks: our own, and the one that the wallets and tools of Concordium share.
const LOCKS: &[LockKind] = &[lifeboat::LOCK, envelope::LOCK];

/// What is inside of the shared lock, or stands in a file as it is. The first line that knows a document reads it.
const DOCUMENTS: &[Document] = &[phone::DOCUMENT, browser_key::DOCUMENT, genesis_key::DOCUMENT, desktop::DOCUMENT];

/// What stands in a file as it is and is no JSON. The first line that knows a text reads it.
const TEXTS: &[TextDocument] = &[contacts_table::TEXT];

/// What a whole wallet is written as.
const WRITTEN: &[(Format, &dyn Writes)] = &[
    (Format::LifeboatBackup, &lifeboat::LifeboatFile),
    (Format::DesktopWallet, &desktop::DesktopFile),
    (Format::PhoneWallet, &phone::PhoneFile),
];

/// The lock that a file with these outer members has.
pub(super) fn lock_of(members: &Members) -> Option<&'static LockKind> {
    LOCKS.iter().find(|lock| (lock.is)(members))
}

/// The document that an object with these members is.
pub(super) fn document_of(members: &Members) -> Option<&'static Document> {
    DOCUMENTS.iter().find(|document| (document.is)(members))
}

/// The records of a text that is no JSON; `None` where it is none that is known.
pub(super) fn read_text(
    text: &str,
    notices: &mut Vec<Notice>,
) -> Option<Result<(Format, FileContents), DocumentError>> {
    TEXTS.iter().find_map(|known| Some((known.read)(text, notices)?.map(|contents| (known.format, contents))))
}

/// What a whole wallet is written as, as it is offered.
#[cfg(test)]
pub(crate) fn written() -> impl Iterator<Item = Format> {
    WRITTEN.iter().map(|(format, _)| *format)
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
    match begin(document, notices)? {
        ReadSoFar::Read(contents) => Ok((Format::DesktopWallet, contents)),
        ReadSoFar::Parsed(document) => read(document, notices),
    }
}

/// The same, of a text that is not needed any longer than it has to be.
///
/// # Errors
/// [`DocumentError`].
pub(super) fn open(document: Plaintext, notices: &mut Vec<Notice>) -> Result<(Format, FileContents), DocumentError> {
    match begin(&document, notices)? {
        ReadSoFar::Read(contents) => Ok((Format::DesktopWallet, contents)),
        ReadSoFar::Parsed(values) => {
            // Its text is not needed beside its values.
            drop(document);
            read(values, notices)
        }
    }
}

/// How far a document is read by its text.
enum ReadSoFar {
    /// To the end.
    Read(FileContents),
    /// These are its values.
    Parsed(Wiped),
}

/// A wallet of the Desktop Wallet may be wide, and is never a tree of values as a whole; all others are.
fn begin(document: &Plaintext, notices: &mut Vec<Notice>) -> Result<ReadSoFar, DocumentError> {
    check_shape(document)?;
    if let Some(lists) = desktop::DesktopLists::of(document) {
        return desktop::decode(lists, notices).map(ReadSoFar::Read);
    }
    members_of(document, notices).map(|members| ReadSoFar::Parsed(Wiped::new(Value::Object(members))))
}

/// The records of a document, whichever program wrote it.
///
/// # Errors
/// [`DocumentError`].
fn read(document: Wiped, notices: &mut Vec<Notice>) -> Result<(Format, FileContents), DocumentError> {
    let known = document.members().and_then(document_of).ok_or(DocumentError::NotAWallet)?;
    Ok((known.format, (known.read)(document, notices)?))
}

/// Reads what is left of a damaged document.
///
/// # Errors
/// [`BackupError::Damaged`] where that is nothing.
pub(super) fn decode_salvaged(
    salvaged: Salvaged,
    notices: &mut Vec<Notice>,
) -> Result<(Format, FileContents), BackupError> {
    let Salvaged { mut document, notices: missing } = salvaged;
    document.change(phone::put_frame_right);
    notices.extend(missing);
    let (format, contents) = read(document, notices).map_err(|_| BackupError::Damaged)?;
    if contents.load().records == 0 { Err(BackupError::Damaged) } else { Ok((format, contents)) }
}

/// Refuses what would take too much memory.
fn check_shape(document: &Plaintext) -> Result<(), DocumentError> {
    // EXPOSE: to measure it.
    let bytes = document.expose();
    let shape = TreeSize::of(bytes);
    if shape.nesting > MAX_NESTING {
        return Err(DocumentError::TooDeep { max: MAX_NESTING });
    }
    if !shape.is_bearable(bytes.len()) {
        return Err(DocumentError::TooManyValues);
    }
    Ok(())
}

fn members_of(document: &Plaintext, notices: &mut Vec<Notice>) -> Result<Members, DocumentError> {
    // EXPOSE: to parse it.
    let bytes = document.expose();
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

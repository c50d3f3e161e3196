//! The door: from the bytes of a file to a lock that waits for a password, or to records that stand there as they are.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::BackupError;
use super::contents::FileContents;
use super::format;
use super::json::wiped::Wiped;
use super::json::{MAX_NESTING, Members};
use super::lock::{Lock, Outer};
use crate::backup::noticed::Noticed;
use crate::fault::Notice;
use crate::model::Format;
use crate::record::limits::TreeSize;

/// Largest file that is read, in bytes.
pub const MAX_FILE: usize = crate::record::MAX_BYTES;

/// What was read of a file.
#[derive(Debug)]
pub(super) enum Read {
    /// It waits for a password.
    Locked(Box<dyn Lock>),
    /// It takes none: the records, as they stand there.
    Plain(Format, FileContents),
}

/// Reads everything that can be read without the password.
///
/// # Errors
/// Whatever is wrong with the file as a whole, its kind or its header.
pub(super) fn read(bytes: &[u8], notices: &mut Vec<Notice>) -> Result<Read, BackupError> {
    let text = text_of(bytes, notices)?;
    let members = members_of(&text)?;
    if let Some(lock) = format::lock_of(&members) {
        return (lock.read)(Outer { text: &text, members }, notices).map(Read::Locked);
    }
    let document = format::document_of(&members).ok_or(BackupError::NotRecognised)?;
    let contents = (document.read)(Wiped::new(Value::Object(members)), notices)?;
    Ok(Read::Plain(document.format, contents))
}

/// Most memory that the values of a locked file take beside its texts. Wallets write a dozen of them.
const MAX_OUTER_TREE: usize = 8 * 1024 * 1024;

/// The file as text: mail programs, editors and shells add byte order marks or turn it into UTF-16.
fn text_of<'a>(bytes: &'a [u8], notices: &mut Vec<Notice>) -> Result<Cow<'a, str>, BackupError> {
    if bytes.len() > MAX_FILE {
        return Err(BackupError::TooLarge { bytes: bytes.len(), max: MAX_FILE });
    }
    let text = match bytes {
        [0xFF, 0xFE, units @ ..] => utf16(units, u16::from_le_bytes, notices)?.into(),
        [0xFE, 0xFF, units @ ..] => utf16(units, u16::from_be_bytes, notices)?.into(),
        [0xEF, 0xBB, 0xBF, text @ ..] | text => {
            Cow::Borrowed(std::str::from_utf8(text).map_err(|_| BackupError::NotJson)?)
        }
    };
    if text.trim().is_empty() { Err(BackupError::Empty) } else { Ok(text) }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, notices: &mut Vec<Notice>) -> Result<String, BackupError> {
    notices.push(Notice::of(&Noticed::WasUtf16));
    let (pairs, []) = bytes.as_chunks::<2>() else { return Err(BackupError::NotJson) };
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().map_err(|_| BackupError::NotJson)
}

fn members_of(text: &str) -> Result<Members, BackupError> {
    let shape = TreeSize::of(text.as_bytes());
    if shape.nesting > MAX_NESTING {
        return Err(BackupError::TooDeep { max: MAX_NESTING });
    }
    if shape.tree > MAX_OUTER_TREE + text.len() && !(may_be_plain(text)? && shape.is_bearable(text.len())) {
        return Err(BackupError::TooManyValues);
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            Err(BackupError::NotRecognised)
        }
        Err(error) => Err(unreadable(&error, text)),
    }
}

fn unreadable(error: &serde_json::Error, text: &str) -> BackupError {
    if error.is_eof() && text.trim_start().starts_with('{') { BackupError::CutShort } else { BackupError::NotJson }
}

/// Whether a text whose values take more memory than those of any lock may still be a document that stands there as it is. Looked at
/// without keeping anything.
fn may_be_plain(text: &str) -> Result<bool, BackupError> {
    #[derive(Deserialize)]
    struct Glimpse<'t> {
        #[serde(borrow)]
        format: Option<&'t RawValue>,
        #[serde(borrow, rename = "cipherText")]
        ciphertext: Option<&'t RawValue>,
    }
    match serde_json::from_str::<Glimpse<'_>>(text) {
        Ok(Glimpse { format, ciphertext }) => Ok(format.is_none() && ciphertext.is_none()),
        Err(error) if error.is_data() => Ok(false),
        Err(error) => Err(unreadable(&error, text)),
    }
}

//! How a backup is locked: our own envelope, and the one the Concordium wallets share.
//! This module turns bytes into an envelope that is ready for a password; it refuses to know what is inside.

pub mod concordium;
pub mod native;
mod spelling;

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::BackupError;
use super::document::account_key::{self, KeyFile};
use super::document::mobile;
use crate::fault::Notice;
use crate::record::limits::nesting;

/// Largest file that is read, in bytes.
pub const MAX_FILE: usize = crate::record::MAX_BYTES;
/// Deepest nesting of a file, and of what is inside.
pub const MAX_NESTING: usize = 64;

/// A file whose header is in order.
#[derive(Debug)]
pub enum Envelope {
    /// A Lifeboat backup.
    Native(native::Envelope),
    /// The envelope of the Concordium wallets. Which of them made it is known after decryption.
    Concordium(concordium::Envelope),
    /// None at all: the keys of a single account, as they are.
    AccountKey(Box<KeyFile>),
}

impl Envelope {
    /// Reads everything that can be read without the password.
    ///
    /// # Errors
    /// Whatever is wrong with the file as a whole, its kind or its header.
    pub fn read(bytes: &[u8]) -> Result<(Self, Vec<Notice>), BackupError> {
        let mut notices = Vec::new();
        let text = text_of(bytes, &mut notices)?;
        let members = members_of(&text)?;
        let envelope = if is(&members, "format", native::FORMAT) {
            Self::Native(native::Envelope::read(&text, &members)?)
        } else if is(&members, "type", account_key::TYPE) {
            Self::AccountKey(Box::new(KeyFile::read(members)?))
        } else if ["cipherText", "metadata", "metaData"].iter().any(|member| members.contains_key(*member)) {
            Self::Concordium(concordium::Envelope::read(members, &mut notices)?)
        } else if is(&members, "type", mobile::TYPE)
            || ["identities", "accounts"].iter().any(|list| members.get(*list).is_some_and(Value::is_array))
        {
            return Err(BackupError::NotEncrypted);
        } else {
            return Err(BackupError::NotRecognised);
        };
        Ok((envelope, notices))
    }
}

fn is(members: &Map<String, Value>, member: &str, text: &str) -> bool {
    members.get(member).and_then(Value::as_str) == Some(text)
}

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
    notices.push(Notice::new("backup-was-utf16"));
    let (pairs, []) = bytes.as_chunks::<2>() else { return Err(BackupError::NotJson) };
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().map_err(|_| BackupError::NotJson)
}

fn members_of(text: &str) -> Result<Map<String, Value>, BackupError> {
    if nesting(text.as_bytes()) > MAX_NESTING {
        return Err(BackupError::TooDeep { max: MAX_NESTING });
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            Err(BackupError::NotRecognised)
        }
        Err(error) if error.is_eof() && text.trim_start().starts_with('{') => Err(BackupError::CutShort),
        Err(_) => Err(BackupError::NotJson),
    }
}

/// Appends the length as eight bytes, big endian, then the bytes: no two lists of values give the same bytes.
fn prefixed(to: &mut Vec<u8>, bytes: &[u8]) {
    to.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
    to.extend_from_slice(bytes);
}

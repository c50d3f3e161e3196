//! How a backup is locked: our own envelope, and the one the Concordium wallets share.
//! This module turns bytes into an envelope that is ready for a password; it refuses to know what is inside.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::BackupError;
use super::envelope;
use super::format::browser_key::{self, KeyFile};
use super::format::{lifeboat, phone};
use crate::crypto::kdf::Recipe;
use crate::fault::Notice;
use crate::record::limits::Shape;
use crate::secret::Plaintext;

/// Largest file that is read, in bytes.
pub const MAX_FILE: usize = crate::record::MAX_BYTES;
/// Deepest nesting of a file, and of what is inside.
pub(super) const MAX_NESTING: usize = 64;

/// A file whose header is in order.
#[derive(Debug)]
pub(super) enum Door {
    /// A Lifeboat backup.
    Native(lifeboat::Envelope),
    /// The envelope of the Concordium wallets. Which of them made it is known after decryption.
    Concordium(envelope::Envelope),
    /// None at all: the keys of a single account, as they are.
    AccountKey(Box<KeyFile>),
}

impl Door {
    /// Reads everything that can be read without the password.
    ///
    /// # Errors
    /// Whatever is wrong with the file as a whole, its kind or its header.
    pub(super) fn read(bytes: &[u8]) -> Result<(Self, Vec<Notice>), BackupError> {
        let mut notices = Vec::new();
        let text = text_of(bytes, &mut notices)?;
        let members = members_of(&text)?;
        let envelope = if is(&members, "format", lifeboat::FORMAT) {
            Self::Native(lifeboat::Envelope::read(&text, &members)?)
        } else if is(&members, "type", browser_key::TYPE) {
            Self::AccountKey(Box::new(KeyFile::read(members)?))
        } else if ["cipherText", "metadata", "metaData"].iter().any(|member| members.contains_key(*member)) {
            Self::Concordium(envelope::Envelope::read(members, &mut notices)?)
        } else if is(&members, "type", phone::TYPE)
            || LISTS.iter().any(|list| members.get(*list).is_some_and(Value::is_array))
        {
            return Err(BackupError::NotEncrypted);
        } else {
            return Err(BackupError::NotRecognised);
        };
        Ok((envelope, notices))
    }

    /// How its key is made; `None` for a file that is not encrypted.
    #[must_use]
    pub(super) fn recipe(&self) -> Option<Recipe> {
        match self {
            Self::Native(envelope) => Some(envelope.recipe()),
            Self::Concordium(envelope) => Some(envelope.recipe()),
            Self::AccountKey(_) => None,
        }
    }
}

/// What became of a key.
#[derive(Debug)]
pub(super) enum Tried {
    /// It opens the file.
    Opened(Plaintext),
    /// It does not.
    Closed,
    /// It does not, and yet the beginning reads as it should: the password is right, and what follows is damaged.
    BeginsWell,
}

/// What makes a key file out of an envelope, and what is not encrypted out of one that should be.
const LISTS: [&str; 2] = ["identities", "accounts"];

/// Most memory that the values of an envelope take beside its texts. Wallets write a dozen of them.
const MAX_OUTER_TREE: usize = 8 * 1024 * 1024;

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
    let shape = Shape::of(text.as_bytes());
    if shape.nesting > MAX_NESTING {
        return Err(BackupError::TooDeep { max: MAX_NESTING });
    }
    if shape.tree > MAX_OUTER_TREE + text.len() {
        return Err(too_many_values(text));
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

/// What a text is whose values would take too much memory: looked at without keeping any of them.
fn too_many_values(text: &str) -> BackupError {
    #[derive(Deserialize)]
    struct Seen<'t> {
        #[serde(borrow, rename = "type")]
        kind: Option<&'t RawValue>,
        #[serde(borrow)]
        identities: Option<&'t RawValue>,
        #[serde(borrow)]
        accounts: Option<&'t RawValue>,
    }
    match serde_json::from_str::<Seen<'_>>(text) {
        Ok(Seen { kind, identities, accounts }) => {
            let is_phone = kind.is_some_and(|kind| kind.get().trim_matches('"') == phone::TYPE);
            let has_list = [identities, accounts].into_iter().flatten().any(|list| list.get().starts_with('['));
            if is_phone || has_list { BackupError::NotEncrypted } else { BackupError::TooManyValues }
        }
        Err(error) if error.is_data() => BackupError::TooManyValues,
        Err(error) => unreadable(&error, text),
    }
}

/// Appends the length as eight bytes, big endian, then the bytes: no two lists of values give the same bytes.
pub(super) fn prefixed(to: &mut Vec<u8>, bytes: &[u8]) {
    to.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
    to.extend_from_slice(bytes);
}

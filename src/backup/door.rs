//! The door: from the bytes of a file to a lock that waits for a password, or to records that stand there as they are.

use std::collections::BTreeSet;
use std::ops::Deref;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::BackupError;
use super::contents::FileContents;
use super::format;
use super::json::wiped::Wiped;
use super::json::{MAX_NESTING, Members};
use super::lock::{Lock, Outer};
use super::noticed::Noticed;
use super::other_file::{self, OtherFile};
use super::wrapping::{self, Accept, WRAPPINGS};
use crate::crypto::mac;
use crate::fault::Notice;
use crate::fault::legible::Names;
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

/// Most wrappings around each other that are taken off: a mail in a zip, with a page in it.
const MAX_LAYERS: usize = 4;
/// Most bytes that are looked at for all of them together, each as often as it is.
const MAX_WORK: u64 = 64 * MAX_FILE as u64;

/// Reads everything that can be read without the password. Content comes before syntax: what stands around a backup, or was done to it
/// without loss, is undone, and said. `name` is the file's.
///
/// # Errors
/// Whatever is wrong with the file as a whole, its kind or its header.
pub(super) fn read(name: &str, bytes: &[u8], notices: &mut Vec<Notice>) -> Result<Read, BackupError> {
    if bytes.len() > MAX_FILE {
        return Err(BackupError::TooLarge { bytes: bytes.len(), max: MAX_FILE });
    }
    let mut own = Vec::new();
    let why = match look(name, bytes, Accept::Anything, &mut own) {
        Look::Known(result) => {
            notices.extend(own);
            return result;
        }
        Look::Unknown(why) => why,
    };
    let mut work = MAX_WORK;
    match taken_off(bytes, MAX_LAYERS, &mut work)? {
        Some((result, found)) => {
            notices.extend(found);
            result
        }
        None if wrapping::is_locked_zip(bytes) => Err(BackupError::PackedWithPassword),
        None if wrapping::is_packed(bytes) => Err(BackupError::PackedWithout),
        None if wrapping::is_archive(bytes) => Err(BackupError::PackedOtherwise),
        None if wrapping::is_rich_text(bytes) || has_other_quotes(bytes) => Err(BackupError::TypedOver),
        None => Err(other_file::of_looks(name, bytes).map_or(why, BackupError::from)),
    }
}

/// What one look at bytes gave.
enum Look {
    /// It is known what they are, for good or ill.
    Known(Result<Read, BackupError>),
    /// It is not.
    Unknown(BackupError),
}

fn look(name: &str, bytes: &[u8], accept: Accept, notices: &mut Vec<Notice>) -> Look {
    let text = match text_of(bytes, notices) {
        Ok(text) => text,
        Err(why) => return other_file::of_bytes(name, bytes).map_or(Look::Unknown(why), other),
    };
    let of_text = || other_file::of_bytes(name, bytes).or_else(|| other_file::secret_of(&text));
    let members = match members_of(&text) {
        Ok(members) => members,
        Err(why @ (BackupError::NotJson | BackupError::CutShort | BackupError::NotRecognised)) => {
            return match of_text() {
                Some(file) => other(file),
                None if accept == Accept::Anything => match format::read_text(&text, notices) {
                    Some(read) => {
                        Look::Known(read.map(|(format, contents)| Read::Plain(format, contents)).map_err(Into::into))
                    }
                    None => Look::Unknown(why),
                },
                None => Look::Unknown(why),
            };
        }
        Err(why) => return Look::Known(Err(why)),
    };
    if let Some(lock) = format::lock_of(&members) {
        return match (lock.read)(Outer { text: &text, members }, notices) {
            // Other objects have members of these names, too.
            Err(why @ BackupError::Envelope(_)) if accept == Accept::Locked => Look::Unknown(why),
            read => Look::Known(read.map(Read::Locked)),
        };
    }
    let document = format::document_of(&members).filter(|_| accept != Accept::Locked);
    // Whatever it is, it may hold keys.
    let members = Wiped::new(Value::Object(members));
    if let Some(document) = document {
        let contents = (document.read)(members, notices);
        return Look::Known(contents.map(|contents| Read::Plain(document.format, contents)).map_err(Into::into));
    }
    let named = members.members().filter(|_| accept != Accept::Locked).and_then(other_file::of_members);
    named.or_else(of_text).map_or(Look::Unknown(BackupError::NotRecognised), other)
}

fn other(file: OtherFile) -> Look {
    Look::Known(Err(file.into()))
}

/// What is found when the first wrapping that fits is taken off, and those below it.
type TakenOff = (Result<Read, BackupError>, Vec<Notice>);

/// What one wrapping gave.
#[derive(Default)]
struct FoundInside {
    backups: Vec<(TakenOff, Accept)>,
    others: Vec<TakenOff>,
    names: Names,
    damaged: Names,
}

impl FoundInside {
    fn add(&mut self, taken_off: TakenOff, accept: Accept, name: &str) {
        if matches!(taken_off.0, Err(BackupError::Other(_))) {
            self.others.push(taken_off);
        } else {
            self.names.add(name);
            self.backups.push((taken_off, accept));
        }
    }

    /// The only one, or what is wrong with them together.
    fn only(mut self) -> Result<Option<TakenOff>, BackupError> {
        if self.backups.len() > 1 {
            return Err(BackupError::Several { count: self.backups.len(), names: self.names.text() });
        }
        let has_damaged = self.damaged.count() > 0;
        match self.backups.pop() {
            // By itself it may be a part of what is damaged.
            Some(((Ok(Read::Plain(..)), _), Accept::Beside)) => Ok(None),
            Some(((read, mut notices), _)) => {
                if has_damaged {
                    notices.push(Notice::of(&Noticed::PackedDamaged { entries: self.damaged.text() }));
                }
                Ok(Some((read, notices)))
            }
            None if has_damaged => Err(BackupError::PackedDamaged { names: self.damaged.text() }),
            None => Ok(self.others.pop().filter(|_| self.others.is_empty())),
        }
    }
}

/// Takes off what stands around a file. `None`: nothing that is known came out.
///
/// # Errors
/// [`BackupError::Several`] and [`BackupError::PackedDamaged`].
fn taken_off(bytes: &[u8], layers: usize, work: &mut u64) -> Result<Option<TakenOff>, BackupError> {
    for wrapping in WRAPPINGS {
        let cost = (bytes.len() * wrapping.passes) as u64;
        if layers == 0 || cost > *work {
            return Ok(None);
        }
        *work -= cost;
        let mut found = FoundInside::default();
        let mut seen = BTreeSet::new();
        for candidate in (wrapping.unwrap)(bytes) {
            let name = candidate.name.unwrap_or_default();
            if candidate.is_damaged {
                found.damaged.add(&name);
                continue;
            }
            // The same one twice is one.
            if !seen.insert(mac::checksum(&candidate.bytes)) {
                continue;
            }
            let mut notices = vec![Notice::of(&candidate.notice)];
            let result = match look(&name, &candidate.bytes, candidate.accept, &mut notices) {
                Look::Known(result) => Some(result),
                Look::Unknown(_) if candidate.accept != Accept::Anything => None,
                Look::Unknown(_) => taken_off(&candidate.bytes, layers - 1, work)?.map(|(result, inner)| {
                    notices.extend(inner);
                    result
                }),
            };
            if let Some(result) = result {
                found.add((result, notices), candidate.accept, &name);
            }
        }
        if let Some(only) = found.only()? {
            return Ok(Some(only));
        }
    }
    Ok(None)
}

/// Whether an editor has put other quotation marks where JSON needs its own.
fn has_other_quotes(bytes: &[u8]) -> bool {
    let begins = bytes.trim_ascii_start();
    ["{\u{201c}", "{\u{201d}", "{\u{201e}"].iter().any(|beginning| begins.starts_with(beginning.as_bytes()))
}

/// Most memory that the values of a locked file take beside its texts. Wallets write a dozen of them.
const MAX_OUTER_TREE: u64 = 8 * 1024 * 1024;

/// A file as text. Whatever it is, it may hold keys, or be words: a converted one is wiped.
enum DecodedText<'a> {
    AsItIs(&'a str),
    Converted(Zeroizing<String>),
}

impl Deref for DecodedText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::AsItIs(text) => text,
            Self::Converted(text) => text,
        }
    }
}

/// The file as text: mail programs, editors and shells add byte order marks or turn it into UTF-16.
fn text_of<'a>(bytes: &'a [u8], notices: &mut Vec<Notice>) -> Result<DecodedText<'a>, BackupError> {
    let text = match bytes {
        [0xFF, 0xFE, units @ ..] => utf16(units, u16::from_le_bytes, notices)?,
        [0xFE, 0xFF, units @ ..] => utf16(units, u16::from_be_bytes, notices)?,
        // A shell wrote it without its mark: every other byte of plain letters is zero.
        [1..=255, 0, 1..=255, 0, ..] => utf16(bytes, u16::from_le_bytes, notices)?,
        [0, 1..=255, 0, 1..=255, ..] => utf16(bytes, u16::from_be_bytes, notices)?,
        [0xEF, 0xBB, 0xBF, text @ ..] | text => {
            DecodedText::AsItIs(std::str::from_utf8(text).map_err(|_| BackupError::NotJson)?)
        }
    };
    if text.trim().is_empty() { Err(BackupError::Empty) } else { Ok(text) }
}

fn utf16(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    notices: &mut Vec<Notice>,
) -> Result<DecodedText<'static>, BackupError> {
    notices.push(Notice::of(&Noticed::WasUtf16));
    let (pairs, []) = bytes.as_chunks::<2>() else { return Err(BackupError::NotJson) };
    // Two bytes make three at most: it does not grow.
    let mut text = Zeroizing::new(String::with_capacity(pairs.len() * 3));
    for letter in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        text.push(letter.map_err(|_| BackupError::NotJson)?);
    }
    Ok(DecodedText::Converted(text))
}

fn members_of(text: &str) -> Result<Members, BackupError> {
    let shape = TreeSize::of(text.as_bytes());
    if shape.nesting > MAX_NESTING {
        return Err(BackupError::TooDeep { max: MAX_NESTING });
    }
    if shape.tree > MAX_OUTER_TREE + text.len() as u64 && !(may_be_plain(text)? && shape.is_bearable(text.len())) {
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

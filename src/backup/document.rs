//! What every kind of document has in common that stands inside of the shared lock, or in a file as it is; and every kind of text that
//! is no JSON.

use super::DocumentError;
use super::contents::FileContents;
use super::json::Members;
use super::json::wiped::Wiped;
use crate::fault::Notice;
use crate::model::Format;

/// A kind of document: the records of a wallet as JSON.
pub(super) struct Document {
    /// Its format.
    pub(super) format: Format,
    /// Whether these are the members of such a document, or were before they were damaged.
    pub(super) is: fn(&Members) -> bool,
    /// Reads it. A record that cannot be read is left out and named; only what is wrong with the whole is an error.
    pub(super) read: fn(Wiped, &mut Vec<Notice>) -> Result<FileContents, DocumentError>,
}

/// What became of a text that was such a document.
pub(super) type TextRead = Result<FileContents, DocumentError>;

/// A kind of text that is no JSON, and that no lock is ever around.
pub(super) struct TextDocument {
    /// Its format.
    pub(super) format: Format,
    /// Reads it, as a [`Document`] is read. `None` where it is no such text.
    pub(super) read: fn(&str, &mut Vec<Notice>) -> Option<TextRead>,
}

//! Why a document is not the records of a wallet.

use crate::fault::Explain;

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
        /// What it says.
        found: String,
    },
    /// A phone's document, or a key file, that does not say its version.
    #[error("no version")]
    #[code("document-phone-version-missing")]
    PhoneVersionMissing,
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
    /// A table beyond what is read.
    #[error("a table of {found} bytes is longer than {max}")]
    #[code("document-table-too-long", found, max)]
    TableTooLong {
        /// Its bytes.
        found: usize,
        /// The most that are read.
        max: usize,
    },
    /// A table with more columns than are read.
    #[error("a table of {found} columns is wider than {max}")]
    #[code("document-table-too-wide", found, max)]
    TableTooWide {
        /// Its columns.
        found: usize,
        /// The most that are read.
        max: usize,
    },
    /// A table with more rows than one wallet holds records.
    #[error("a table of more than {max} rows")]
    #[code("document-table-too-many-rows", max)]
    TableTooManyRows {
        /// The most that are read.
        max: usize,
    },
    /// A table in which a quotation mark opens a cell and none closes it.
    #[error("a quotation mark in line {line} is not closed")]
    #[code("document-table-quote", line)]
    TableQuote {
        /// The line that the row begins on, from 1.
        line: u64,
    },
}

//! Backup files: recognised, opened, previewed, sealed. A format is one folder below `format`, and one line in `format.rs`.
//! Nothing here writes anything anywhere, or merges: bytes and passwords in, records and notices out, and the way back.

mod carried;
mod contents;
mod document;
mod door;
pub mod envelope;
mod error;
pub mod format;
mod json;
mod key_file;
mod lock;
mod locked;
mod noticed;
pub mod omission;
mod other_file;
mod part;
mod password;
mod preview;
mod salvage;
mod sealing;
mod spelling;
mod tally;
mod wrapping;
mod writes;

pub use carried::Carried;
pub use contents::{FileContents, Unplaced};
pub use door::MAX_FILE;
pub use envelope::EnvelopeError;
pub use error::{BackupError, DocumentError};
pub use format::contacts_table::{PlainTable, Separator, contacts_table};
pub use key_file::{PlainKeyFile, account_key_file};
pub use locked::{Attempt, LockedFile, Opened, open, open_plain};
pub use noticed::Noticed;
pub use omission::{Omission, Omitted};
pub use other_file::OtherFile;
pub use part::{Part, TooEarly, too_early};
pub use preview::{BackupPreview, preview};
pub use sealing::{CheckedKey, Sealed, Sealing, seal};

/// Shortest password a backup may have, in UTF-16 units: the Desktop Wallet asks for as much before it tries to open a file.
pub const MIN_PASSWORD: usize = 6;

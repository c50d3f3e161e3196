//! Backup files: recognised, opened, previewed, sealed. A format is one folder below `format`, and one line in `format.rs`.
//! Nothing here writes anything anywhere, or merges: bytes and passwords in, records and notices out, and the way back.

mod carried;
mod contents;
mod date;
mod door;
pub mod envelope;
mod error;
pub mod format;
mod json;
mod key_file;
mod lock;
mod locked;
pub mod omission;
mod part;
mod password;
mod preview;
mod sealing;
mod spelling;
mod tally;
mod writes;

pub use carried::Carried;
pub use contents::{Contents, Unplaced};
pub use door::MAX_FILE;
pub use envelope::EnvelopeError;
pub use error::BackupError;
pub use format::DocumentError;
pub use key_file::{PlainKeyFile, account_key_file};
pub use locked::{Attempt, LockedFile, Opened, open, open_plain};
pub use omission::{Omission, Omitted};
pub use part::{Part, TooEarly, too_early};
pub use preview::{Preview, preview};
pub use sealing::{Sealed, Sealing, seal};

/// Shortest password a backup may have, in UTF-16 units: the Desktop Wallet asks for as much before it tries to open a file.
pub const MIN_PASSWORD: usize = 6;

/// Every notice code this module answers, for the tests of the texts.
pub const NOTICES: &[&str] = &[
    "backup-was-utf16",
    "envelope-old-member-name",
    "envelope-rounds-as-text",
    "envelope-newer-seal",
    "document-text-mended",
    "desktop-part",
    "desktop-list-missing",
    "desktop-network-unreadable",
    "desktop-unknown-members",
    "desktop-unknown-fields",
    "desktop-old-columns",
    "desktop-put-right",
    "desktop-key-version-assumed",
    "desktop-contact-not-valid",
    "desktop-cosigner-without-account",
    "desktop-left-out-orphan",
    "desktop-left-out-repeated",
    "desktop-left-out-unreadable",
    "phone-network-build",
    "phone-network-other",
    "phone-network-missing",
    "phone-network-renamed",
    "phone-list-missing",
    "phone-no-identities",
    "phone-unknown-members",
    "phone-name-missing",
    "phone-number-missing",
    "phone-part-missing",
    "phone-address-mended",
    "phone-identity-mended",
    "phone-account-without-identity",
    "phone-contact-not-valid",
    "phone-contact-other-name",
    "phone-left-out-repeated",
    "phone-left-out-unreadable",
    "key-file-without-credential",
    "genesis-key-identity-unreadable",
];

//! The wallet as versioned bytes: what backups and the vault both hold (`docs/formats/record-v5.md`). Every version ever
//! written is read; how the bytes are locked away is not known here.

pub mod fingerprint;
pub(crate) mod limits;
mod parts;
mod v1;
mod v2;
mod v3;
mod v4;
mod v5;

use serde::Deserialize;

use crate::fault::Explain;
use crate::model::Wallet;
use crate::secret::{GrowingPlaintext, Plaintext};

/// The version [`encode`] writes.
pub const CURRENT_VERSION: u32 = v5::VERSION;
/// Longest record that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Longest record that is written: sealed, in base64 and with its header it is a backup that is read again
/// ([`MAX_BYTES`] is the longest file). The one ceiling of a wallet, in the vault as in a backup.
pub const MAX_WRITTEN: usize = MAX_BYTES / 4 * 3 - 4096;
/// Most entries in one list.
pub const MAX_ENTRIES: usize = 200_000;
/// Longest text, in bytes.
pub const MAX_TEXT: usize = 1024 * 1024;
/// Deepest nesting.
pub const MAX_NESTING: usize = 32;

/// Whether a record of this length may take the place of the one before. What is beyond the ceiling already may shrink.
#[must_use]
pub const fn may_follow(before: usize, after: usize) -> bool {
    after <= MAX_WRITTEN || after < before
}

const KIND: &str = "lifeboat-wallet";

/// Why bytes are not a wallet record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = File)]
pub enum RecordError {
    /// Made by a newer Lifeboat.
    #[error("record version {found} is newer than {supported}")]
    #[code("record-newer-version", found, supported)]
    NewerVersion {
        /// What the record says.
        found: u64,
        /// The newest that can be read.
        supported: u32,
    },
    /// Not what the document of its version in `docs/formats` says, from here on.
    #[error("not a wallet record, at line {line}, column {column}")]
    #[code("record-unreadable", line, column)]
    Unreadable {
        /// Line, from 1; 0 if there is no place.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// A list names the same thing twice.
    #[error("a key stands twice in {list}")]
    #[code("record-repeated-key", list)]
    RepeatedKey {
        /// Which list.
        list: &'static str,
    },
    /// Beyond a ceiling.
    #[error("{what}: {found} is more than {max}")]
    #[code("record-too-long", what, found, max)]
    TooLong {
        /// `bytes`, `nesting`, `text` or the list's name.
        what: &'static str,
        /// How much there is.
        found: usize,
        /// How much is read.
        max: usize,
    },
}

impl From<serde_json::Error> for RecordError {
    /// Keeps the place and drops the text: it quotes what stands there, and that may be anything.
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable { line: error.line(), column: error.column() }
    }
}

/// The wallet in the current version. The same wallet gives the same bytes.
///
/// A wallet beyond the ceilings above encodes to a record that [`decode`] refuses: whoever stores one reads it back first.
#[must_use]
pub fn encode(wallet: &Wallet) -> Plaintext {
    v5::encode(wallet)
}

/// The same behind what is written already.
pub(crate) fn encode_onto(wallet: &Wallet, to: &mut GrowingPlaintext) {
    v5::encode_onto(wallet, to);
}

/// How many bytes [`encode`] would make, counted and not written.
#[must_use]
pub fn length(wallet: &Wallet) -> usize {
    v5::length(wallet)
}

/// Reads a record of any version up to [`CURRENT_VERSION`].
///
/// # Errors
/// [`RecordError`]; never a part of a wallet.
pub fn decode(bytes: &[u8]) -> Result<Wallet, RecordError> {
    limits::at_most("bytes", bytes.len(), MAX_BYTES)?;
    limits::at_most("nesting", limits::TreeSize::of(bytes).nesting, MAX_NESTING)?;
    // What is written today begins like this, and is not read twice to find out.
    if bytes.starts_with(v5::BEGINS) {
        return v5::decode(bytes);
    }
    let head: Head = serde_json::from_slice(bytes)?;
    if head.record != KIND {
        return Err(RecordError::Unreadable { line: 0, column: 0 });
    }
    match head.version {
        1 => v1::decode(bytes),
        2 => v2::decode(bytes),
        3 => v3::decode(bytes),
        4 => v4::decode(bytes),
        5 => v5::decode(bytes),
        0 => Err(RecordError::Unreadable { line: 0, column: 0 }),
        found => Err(RecordError::NewerVersion { found, supported: CURRENT_VERSION }),
    }
}

/// What every version begins with; the rest is the version's own.
#[derive(Deserialize)]
struct Head {
    record: String,
    version: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Coded;

    fn refusal(text: &str) -> RecordError {
        decode(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn an_empty_wallet_has_a_known_record() {
        let record = encode(&Wallet::default());
        // EXPOSE: an empty wallet in a test.
        assert_eq!(
            record.expose(),
            br#"{"record":"lifeboat-wallet","version":5,"devices":[],"networks":[],"desktopRows":[],"ledgerSigners":[],"ledgerNames":[]}"#
        );
        assert_eq!(decode(record.expose()), Ok(Wallet::default()));
    }

    #[test]
    fn a_newer_record_is_refused_in_words() {
        let newer = r#"{"record":"lifeboat-wallet","version":6,"somethingNew":[]}"#;
        assert_eq!(refusal(newer), RecordError::NewerVersion { found: 6, supported: 5 });
    }

    #[test]
    fn anything_but_the_format_is_refused() {
        let unreadable = |text: &str| assert_eq!(refusal(text).code(), "record-unreadable", "{text}");
        unreadable("");
        unreadable("null");
        unreadable("{}");
        unreadable(r#"{"record":"other","version":1,"devices":[],"networks":[]}"#);
        unreadable(r#"{"record":"lifeboat-wallet","version":0,"devices":[],"networks":[]}"#);
        unreadable(r#"{"record":"lifeboat-wallet","version":1,"devices":[]}"#);
        unreadable(r#"{"record":"lifeboat-wallet","version":1,"devices":[],"networks":[],"more":1}"#);
        unreadable(r#"{"record":"lifeboat-wallet","version":1,"devices":[],"networks":[],"devices":[]}"#);
        unreadable(r#"{"record":"lifeboat-wallet","version":1,"devices":[],"networks":[]} x"#);
    }

    #[test]
    fn what_is_there_twice_and_what_is_too_much_is_refused() {
        let device = format!(r#"{{"pairingKey":"{}","kind":"k"}}"#, "00".repeat(32));
        let record = |devices: &str| {
            format!(r#"{{"record":"lifeboat-wallet","version":1,"devices":[{devices}],"networks":[]}}"#)
        };
        assert_eq!(refusal(&record(&format!("{device},{device}"))), RecordError::RepeatedKey { list: "devices" });
        let long = device.replace("\"k\"", &format!("\"{}\"", "k".repeat(MAX_TEXT + 1)));
        assert_eq!(refusal(&record(&long)), RecordError::TooLong { what: "text", found: MAX_TEXT + 1, max: MAX_TEXT });
        assert_eq!(refusal(&"[".repeat(1000)), RecordError::TooLong { what: "nesting", found: 1000, max: 32 });
    }
}

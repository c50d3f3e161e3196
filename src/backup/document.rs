//! What is inside a foreign envelope: the records of a Concordium wallet.
//! This module knows the kinds of document; it refuses to know how they were locked.

pub mod desktop;
mod surrogates;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::envelope::MAX_NESTING;
use super::{BackupError, Contents};
use crate::fault::{Explain, Notice, Party};
use crate::record::limits::nesting;
use crate::secret::Plaintext;

/// The type that phone wallets write into their documents.
pub(super) const MOBILE_TYPE: &str = "concordium-mobile-wallet-data";

/// Why a decrypted document is not the records of a wallet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// JSON, but not what any wallet writes.
    #[error("not the records of a wallet")]
    NotAWallet,
    /// A list is missing and another one stands there under a name nobody uses: a changed byte.
    #[error("{list} stands there under another name")]
    Renamed {
        /// The missing list.
        list: &'static str,
    },
    /// Nested more deeply than any wallet writes.
    #[error("nested more deeply than {max}")]
    TooDeep {
        /// The deepest that is read.
        max: usize,
    },
    /// More entries than any wallet holds.
    #[error("{list}: {found} entries are more than {max}")]
    TooLong {
        /// Which list.
        list: &'static str,
        /// How many entries there are.
        found: usize,
        /// The most that are read.
        max: usize,
    },
}

impl Explain for DocumentError {
    const CODES: &'static [&'static str] =
        &["document-not-a-wallet", "document-damaged", "document-too-deep", "document-too-long"];

    fn code(&self) -> &'static str {
        match self {
            Self::NotAWallet => "document-not-a-wallet",
            Self::Renamed { .. } => "document-damaged",
            Self::TooDeep { .. } => "document-too-deep",
            Self::TooLong { .. } => "document-too-long",
        }
    }

    fn party(&self) -> Party {
        Party::File
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::NotAWallet => BTreeMap::new(),
            Self::Renamed { list } => BTreeMap::from([("list", (*list).to_owned())]),
            Self::TooDeep { max } => BTreeMap::from([("max", max.to_string())]),
            Self::TooLong { list, found, max } => {
                BTreeMap::from([("list", (*list).to_owned()), ("found", found.to_string()), ("max", max.to_string())])
            }
        }
    }
}

/// Reads a decrypted document, whichever wallet wrote it.
///
/// # Errors
/// [`DocumentError`], or [`BackupError::MobileWallet`].
pub fn decode(document: &Plaintext, notices: &mut Vec<Notice>) -> Result<Contents, BackupError> {
    let members = members_of(document, notices)?;
    if members.get("type").and_then(Value::as_str) == Some(MOBILE_TYPE) {
        return Err(BackupError::MobileWallet);
    }
    Ok(desktop::decode(members, notices)?)
}

fn members_of(document: &Plaintext, notices: &mut Vec<Notice>) -> Result<Map<String, Value>, DocumentError> {
    // EXPOSE: to parse it.
    let bytes = document.expose();
    if nesting(bytes) > MAX_NESTING {
        return Err(DocumentError::TooDeep { max: MAX_NESTING });
    }
    let value = serde_json::from_slice(bytes).or_else(|_| {
        // JavaScript writes half a character as an escape that stands alone; strict JSON has no such thing.
        let mended = surrogates::mend(bytes);
        let value = serde_json::from_slice(&mended).map_err(|_| DocumentError::NotAWallet)?;
        notices.push(Notice::new("document-text-mended"));
        Ok(value)
    })?;
    let Value::Object(members) = value else { return Err(DocumentError::NotAWallet) };
    Ok(members)
}

//! What is inside a foreign envelope: the records of a Concordium wallet.
//! This module knows the kinds of document; it refuses to know how they were locked.

pub(super) mod browser_key;
pub mod desktop;
pub mod lifeboat;
pub mod phone;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Source;
use super::contents::{Contents, Unplaced};
use super::door::MAX_NESTING;
use super::json::surrogates;
use super::json::wiped::Wiped;
use super::omission::{Omission, Omitted};
use crate::fault::{Explain, Notice, Party};
use crate::model::{DesktopRows, GenesisHash, Network, NetworkRecords, Wallet};
use crate::record::limits::Shape;
use crate::secret::Plaintext;

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
    /// Values by the million with next to nothing in them: they would take more memory than there is.
    #[error("far more values than any wallet writes")]
    TooManyValues,
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
    /// A phone's document in the layout of 2020, for networks that no longer exist.
    #[error("a phone's document in the layout of 2020")]
    Phone2020,
    /// A phone's document that says it is something else, or nothing.
    #[error("a phone's document that says it is something else")]
    PhoneType,
    /// A version that no phone writes.
    #[error("version {found} of a phone's document")]
    PhoneVersion {
        /// What it says; empty if nothing.
        found: String,
    },
    /// A phone's document without one of its lists.
    #[error("a phone's document without {list}")]
    PhoneList {
        /// The missing list.
        list: &'static str,
    },
    /// A file with the keys of one account that has no keys, or says nobody's.
    #[error("a key file without keys or without an account")]
    KeyFile,
}

impl Explain for DocumentError {
    const CODES: &'static [&'static str] = &[
        "document-not-a-wallet",
        "document-damaged",
        "document-too-deep",
        "document-too-many-values",
        "document-too-long",
        "document-phone-2020",
        "document-phone-type",
        "document-phone-version",
        "document-phone-list",
        "document-key-file",
    ];

    fn code(&self) -> &'static str {
        match self {
            Self::NotAWallet => "document-not-a-wallet",
            Self::Renamed { .. } => "document-damaged",
            Self::TooDeep { .. } => "document-too-deep",
            Self::TooManyValues => "document-too-many-values",
            Self::TooLong { .. } => "document-too-long",
            Self::Phone2020 => "document-phone-2020",
            Self::PhoneType => "document-phone-type",
            Self::PhoneVersion { .. } => "document-phone-version",
            Self::PhoneList { .. } => "document-phone-list",
            Self::KeyFile => "document-key-file",
        }
    }

    fn party(&self) -> Party {
        Party::File
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::NotAWallet | Self::TooManyValues | Self::Phone2020 | Self::PhoneType | Self::KeyFile => {
                BTreeMap::new()
            }
            Self::PhoneVersion { found } => BTreeMap::from([("found", found.clone())]),
            Self::Renamed { list } | Self::PhoneList { list } => BTreeMap::from([("list", (*list).to_owned())]),
            Self::TooDeep { max } => BTreeMap::from([("max", max.to_string())]),
            Self::TooLong { list, found, max } => {
                BTreeMap::from([("list", (*list).to_owned()), ("found", found.to_string()), ("max", max.to_string())])
            }
        }
    }
}

/// What goes into a foreign file, and what stays behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The wallet that the files hold together: opening them all gives exactly this.
    pub wallet: Wallet,
    /// What stays behind, by name, and what is only safe on certain conditions.
    pub omissions: Vec<Omitted>,
}

/// Reads a decrypted document, whichever wallet wrote it.
///
/// # Errors
/// [`DocumentError`].
pub fn decode(document: &Plaintext, notices: &mut Vec<Notice>) -> Result<Contents, DocumentError> {
    read(document, notices).map(|(_, contents)| contents)
}

/// The same, and which wallet wrote it.
pub(super) fn read(document: &Plaintext, notices: &mut Vec<Notice>) -> Result<(Source, Contents), DocumentError> {
    let members = members_of(document, notices)?;
    if phone::resembles(&members) {
        let members = Wiped::new(Value::Object(members));
        let contents = phone::decode(members.members().ok_or(DocumentError::NotAWallet)?, notices)?;
        return Ok((Source::PhoneWallet, contents));
    }
    Ok((Source::DesktopWallet, desktop::decode(members, notices)?))
}

/// Records with their network, if the file named it.
fn placed(network: Option<Network>, records: NetworkRecords) -> Contents {
    match network {
        Some(network) => {
            Contents::Placed(Wallet { networks: BTreeMap::from([(network.genesis(), records)]), ..Wallet::default() })
        }
        // Without records there is nothing to ask about.
        None if records.is_empty() => Contents::Placed(Wallet::default()),
        None => Contents::NetworkUnknown(Unplaced { devices: BTreeMap::new(), records, rows: DesktopRows::default() }),
    }
}

/// One for each network that stays behind.
fn other_networks(code: Omission, wallet: &Wallet, network: GenesisHash) -> impl Iterator<Item = Omitted> {
    let others = wallet.networks.iter().filter(move |(genesis, records)| **genesis != network && !records.is_empty());
    others.map(move |(genesis, records)| {
        let name = match Network::of(*genesis) {
            Some(Network::Mainnet) => "mainnet".into(),
            Some(Network::Testnet) => "testnet".into(),
            Some(Network::Stagenet) => "stagenet".into(),
            None => genesis.to_string(),
        };
        let fields = [
            ("network", name),
            ("identities", records.identities.len().to_string()),
            ("accounts", records.accounts.len().to_string()),
            ("contacts", records.contacts.len().to_string()),
        ];
        Omitted { code, fields: fields.into() }
    })
}

fn members_of(document: &Plaintext, notices: &mut Vec<Notice>) -> Result<Map<String, Value>, DocumentError> {
    // EXPOSE: to parse it.
    let bytes = document.expose();
    let shape = Shape::of(bytes);
    if shape.nesting > MAX_NESTING {
        return Err(DocumentError::TooDeep { max: MAX_NESTING });
    }
    if !shape.is_bearable(bytes.len()) {
        return Err(DocumentError::TooManyValues);
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

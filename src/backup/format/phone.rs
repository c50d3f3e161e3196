//! The document of Concordium's file-based phone wallets, in every dialect (`docs/formats/mobile-wallet.md`).
//! This module knows its names and habits; it refuses to lose a record, or to keep a key that does not fit, without naming it.

mod account;
mod carry;
mod decode;
mod encode;
mod environment;
mod fields;
mod identity;
mod members;
mod rebuild;

use serde_json::{Map, Value};

pub(super) use account::blank as blank_account;
pub use carry::carry;
pub(super) use decode::{check_version, decode};
pub use encode::encode;
pub(in crate::backup) use environment::name_of;
pub(super) use environment::{Said, read as read_environment};
pub(super) use fields::Fields;

/// Most identities that are read. Each took a check of somebody's passport, and each costs the curve some work.
pub const MAX_IDENTITIES: usize = 64;
/// Most accounts that are read, of all identities together: as many as a wallet holds with their keys.
pub const MAX_ACCOUNTS: usize = crate::model::MAX_WITH_KEYS;
/// Most entries of the address book that are read.
pub const MAX_RECIPIENTS: usize = crate::record::MAX_ENTRIES;
/// Longest text in a record, in bytes.
pub const MAX_TEXT: usize = crate::record::MAX_TEXT;

/// The type that phone wallets write into their documents.
pub(in crate::backup) const TYPE: &str = "concordium-mobile-wallet-data";
const VERSION: u64 = 1;
/// The word for a network that phones have none for, where the file said none either.
pub(in crate::backup) const NO_NETWORK: &str = "local";

/// What a credential's policy is when nothing is known about it.
const BLANK_POLICY: &str = r#"{"createdAt":"","revealedAttributes":{},"validTo":""}"#;

/// Members of an identity that have a place in its record.
const OF_IDENTITY: [&str; 6] =
    ["accounts", "identityObject", "identityProvider", "name", "nextAccountNumber", "privateIdObjectData"];

/// Whether members are a phone's document, or were one before they were damaged.
pub(super) fn resembles(members: &Map<String, Value>) -> bool {
    let has_list = |value: &Value| ["identities", "recipients"].iter().any(|list| value.get(*list).is_some());
    members.get("type").and_then(Value::as_str) == Some(TYPE) || members.get("value").is_some_and(has_list)
}

//! How records and networks are named between page and engine.

use crate::model::{AccountKey, IdentityKey, LedgerPath};
use crate::vault::FileMark;

/// How many characters of a key are enough to tell it from others by eye.
const SHORT_KEY: usize = 8;
/// Hexadecimal characters of a file's fingerprint, and how they are grouped.
const FINGERPRINT: (usize, usize) = (16, 4);

/// Names an identity in intents.
#[must_use]
pub fn identity_id(key: &IdentityKey) -> String {
    match key {
        IdentityKey::Ledger { device, path: LedgerPath::Legacy, index, version } => {
            format!("{device}:{index}:{}", version.number())
        }
        IdentityKey::Ledger { device, path: LedgerPath::Bip44 { coin, provider }, index, version } => {
            format!("{device}:{}:{provider}:{index}:{}", coin.number(), version.number())
        }
        IdentityKey::Phone(id) => id.to_string(),
    }
}

/// Names an account in intents.
#[must_use]
pub fn account_id(key: &AccountKey) -> String {
    match key {
        AccountKey::Address(address) => address.to_string(),
        AccountKey::Unaddressed { identity, text } => format!("{}:{text}", identity_id(identity)),
    }
}

/// How a person knows a file by its SHA-256: the first sixteen hexadecimal characters, in groups of four.
#[must_use]
pub fn fingerprint(mark: &FileMark) -> String {
    let (length, group) = FINGERPRINT;
    let characters: Vec<char> = hex::encode(mark).chars().take(length).collect();
    characters.chunks(group).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// The start of a key, enough to tell it from others by eye.
#[must_use]
pub fn short(key: &impl ToString) -> String {
    key.to_string().chars().take(SHORT_KEY).collect()
}

//! What a directory answers, read strictly: an answer that is not exactly what its document says is none.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::error::{DirectoryError, Oddity};
use super::{HttpAnswer, MAX_BYTES};
use crate::model::{AccountAddress, VerifyKey};

/// Most elements of a list. A key may stand in several places of one account.
pub const MAX_ENTRIES: usize = 4_000;
/// Most accounts under one key. Each is asked of the node; more were made by somebody who wants to be in the way.
pub const MAX_ACCOUNTS: usize = 500;

const ED25519: &str = "Ed25519";

/// One place of the key. Members that later versions add are passed over.
#[derive(Deserialize)]
struct Entry {
    address: String,
    #[expect(dead_code, reason = "always there, and a number of one byte: what lacks it is another answer")]
    credential_index: u8,
    #[expect(dead_code, reason = "the same")]
    key_index: u8,
    #[expect(dead_code, reason = "the same; whether an account is simple is the node's to say")]
    is_simple_account: bool,
    public_key: PublicKeyText,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PublicKeyText {
    scheme_id: String,
    verify_key: String,
}

#[derive(Deserialize)]
struct HealthText {
    healthy: bool,
}

/// The body of an answer worth reading.
pub(super) fn read(answer: HttpAnswer) -> Result<Vec<u8>, DirectoryError> {
    match answer.status {
        200 if answer.body.len() > MAX_BYTES => Err(DirectoryError::TooLong { limit: MAX_BYTES / 1024 }),
        200 => Ok(answer.body),
        429 | 503 => Err(DirectoryError::Busy),
        status => Err(DirectoryError::Http { status }),
    }
}

pub(super) fn accounts(asked: &VerifyKey, body: &[u8]) -> Result<BTreeSet<AccountAddress>, DirectoryError> {
    let entries: Vec<Entry> = serde_json::from_slice(body).map_err(|_| Oddity::Shape)?;
    if entries.len() > MAX_ENTRIES {
        return Err(DirectoryError::TooMany { found: entries.len(), max: MAX_ENTRIES });
    }
    let mut accounts = BTreeSet::new();
    for entry in entries {
        if entry.public_key.scheme_id != ED25519 || entry.public_key.verify_key.parse() != Ok(*asked) {
            return Err(Oddity::OtherKey.into());
        }
        accounts.insert(entry.address.parse().map_err(|_| Oddity::Address)?);
    }
    if accounts.len() > MAX_ACCOUNTS {
        return Err(DirectoryError::TooMany { found: accounts.len(), max: MAX_ACCOUNTS });
    }
    Ok(accounts)
}

pub(super) fn health(body: &[u8]) -> Result<(), DirectoryError> {
    let health: HealthText = serde_json::from_slice(body).map_err(|_| Oddity::Shape)?;
    if health.healthy { Ok(()) } else { Err(DirectoryError::Behind) }
}

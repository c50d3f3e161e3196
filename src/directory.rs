//! A public directory of keys: which accounts have a public key. Concordium's wallet proxy keeps one (`GET /v0/keyAccounts/{key}`,
//! Concordium/concordium-wallet-proxy, `src/Proxy.hs`, since 0.41.3).
//!
//! What it answers is a hint and no more: anybody can put somebody else's key into an account of their own, so each account is asked of
//! the node, and the keys are compared there (`access::Power`). That it lists nothing counts only when it is up to date
//! ([`check_health`]) and lists what the node has ([`check_against`]); everything else is a [`DirectoryError`], never "none".
//!
//! ```text
//! query ── path ──▶ DirectoryTransport ── one GET ──▶ directory
//!       ◀── checked ── answer::read ◀── HttpAnswer
//! ```

mod answer;
mod error;
mod host;

use std::collections::BTreeSet;
use std::future::Future;

pub use answer::{MAX_ACCOUNTS, MAX_ENTRIES};
pub use error::{DirectoryError, Oddity};
pub use host::Directory;

use crate::model::{AccountAddress, VerifyKey};
use crate::node::AccountOnChain;

/// Longest answer worth reading, in bytes. A real one has about 260 for an account.
pub const MAX_BYTES: usize = 1 << 20;
/// Longest an attempt may take, in milliseconds.
pub const LIMIT_MS: u32 = 15_000;

const HEALTH: &str = "/v0/health";
const KEY_ACCOUNTS: &str = "/v0/keyAccounts/";

/// What came back over HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The status.
    pub status: u16,
    /// The body; one byte more than [`MAX_BYTES`] when it is longer.
    pub body: Vec<u8>,
}

/// The way to a directory. One call is one attempt.
pub trait DirectoryTransport {
    /// Asks for this path below the directory's origin, without a cookie, and follows nothing.
    ///
    /// # Errors
    /// [`DirectoryError::Unreachable`] and [`DirectoryError::TimedOut`].
    fn get(&self, path: &str) -> impl Future<Output = Result<HttpAnswer, DirectoryError>>;
}

/// The accounts that have this key, as far as the directory knows. All of them: one key may be on several, and the order says nothing.
///
/// # Errors
/// [`DirectoryError`]; then nothing is known about the key.
pub async fn accounts_with<T: DirectoryTransport>(
    transport: &T,
    key: &VerifyKey,
) -> Result<BTreeSet<AccountAddress>, DirectoryError> {
    answer::accounts(key, &answer::read(transport.get(&format!("{KEY_ACCOUNTS}{key}")).await?)?)
}

/// Whether the directory says of itself that it is up to date.
///
/// # Errors
/// [`DirectoryError::Behind`] when it says that it is not, or any other.
pub async fn check_health<T: DirectoryTransport>(transport: &T) -> Result<(), DirectoryError> {
    answer::health(&answer::read(transport.get(HEALTH).await?)?)
}

/// Whether the directory lists an account that the node has under the keys that the node has: one that was emptied, stands still, or is of
/// another network, answers with an empty list about whatever it lacks. A young account ([`query::young_account`](crate::node::query::young_account))
/// tells most.
///
/// # Errors
/// [`DirectoryError::Incomplete`] when it does not, or any other.
pub async fn check_against<T: DirectoryTransport>(
    transport: &T,
    account: &AccountOnChain,
) -> Result<(), DirectoryError> {
    let mut keys = account.credentials.values().flat_map(|credential| credential.keys.keys.values());
    let Some(key) = keys.next() else { return Err(DirectoryError::Incomplete) };
    let listed = accounts_with(transport, key).await?;
    if listed.contains(&account.address) { Ok(()) } else { Err(DirectoryError::Incomplete) }
}

#[cfg(test)]
mod tests;

//! What a search by keys refuses, and what keeps it from saying "none" beside faults of the Ledger, the directory and the node.

use crate::fault::Explain;

/// Why a search by keys cannot say more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Explain)]
pub enum KeySearchError {
    /// The Ledger gave one key for two places: its app understood the request in another way than was meant.
    #[error("the device gave the key of another path")]
    #[code("key-search-same-key-twice", party = Device)]
    SameKeyTwice,
    /// The directory lists an account that the node denies: one of them is behind, or wrong. Never an error of a search: the code of
    /// what keeps a number from being *none*.
    #[error("the node does not know an account that the directory lists")]
    #[code("key-search-contradiction", party = Network)]
    Contradiction,
    /// The person stopped before the key was read. The same.
    #[error("stopped before the key was read")]
    #[code("key-search-stopped", party = User)]
    Stopped,
}

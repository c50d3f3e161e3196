//! What is known of incoming records beside what they say of themselves.
//! A file says whatever its writer wanted. What the chain said, and what was derived from keys here, nobody could write.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Power;
use crate::custody::KeysOnChain;
use crate::model::{AccountAddress, GenesisHash};

/// What is known of incoming records beside what they say of themselves. Nothing, by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The records were found on the chain with keys at hand, and not read from a file.
    pub found_with_keys: bool,
    /// Keys of a Ledger were found on the accounts, with the Ledger at hand: what their records say of it nobody wrote into a file.
    pub found_by_keys: bool,
    /// What the chain made of the keys that come in, by account; an account that was not compared is not in here.
    pub keys: BTreeMap<(GenesisHash, AccountAddress), KeysOnChain>,
    /// Accounts that a second node knows nothing of, or finds somewhere else, beside the one that told of them.
    pub denied: BTreeSet<(GenesisHash, AccountAddress)>,
    /// Accounts found by keys on which others have keys, too: what the keys can do there by which they were found.
    pub shared: BTreeMap<(GenesisHash, AccountAddress), Power>,
}

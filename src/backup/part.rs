//! Files that belong together: which of how many this is, and whether the first one has to come before it.

use crate::model::{AccountKey, NetworkRecords, Wallet};

/// Which file of how many: the Desktop Wallet cannot take everything at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// From 1.
    pub number: u16,
    /// How many there are.
    pub of: u16,
}

impl Part {
    /// The only one.
    pub const WHOLE: Self = Self { number: 1, of: 1 };
}

/// A later file of an export, whose accounts are neither in it nor here: they come with the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooEarly {
    /// Which file this is.
    pub part: Part,
    /// How many of its records belong to accounts that are missing.
    pub waiting: usize,
}

/// Whether the first file of an export has to be opened before this one.
#[must_use]
pub fn too_early(part: Part, incoming: &Wallet, current: &Wallet) -> Option<TooEarly> {
    if part.number < 2 {
        return None;
    }
    let nothing = NetworkRecords::default();
    let of_network = incoming.networks.iter().map(|(network, theirs)| {
        let mine = current.networks.get(network).unwrap_or(&nothing);
        let is_missing = |key: &AccountKey| !theirs.accounts.contains_key(key) && !mine.accounts.contains_key(key);
        theirs.cosigners.values().filter(|cosigner| is_missing(&AccountKey::Address(cosigner.account))).count()
    });
    let waiting = of_network.sum();
    (waiting > 0).then_some(TooEarly { part, waiting })
}

//! Where the keys of a record are once it came in, for a line of the preview. Of keys it tells where they are, and no more.

use std::collections::BTreeSet;

use super::sides::Sides;
use crate::gather::Gather;
use crate::model::{Account, AccountKey, AccountState, Identity, NetworkRecords};

/// Where keys are. An account of a Ledger can have keys in the wallet, too; where neither is true, it can only be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeysAt {
    /// In the wallet that comes in.
    pub computer: bool,
    /// On a Ledger, as either side knows it.
    pub ledger: bool,
}

impl KeysAt {
    pub(super) fn of_identity(identity: &Identity) -> Self {
        Self { computer: identity.has_keys(), ledger: identity.key.device().is_some() }
    }
}

/// Which accounts of a network a Ledger signs for.
pub(super) struct OnLedger<'a> {
    sides: Sides<'a>,
    by_credential: BTreeSet<&'a AccountKey>,
}

impl<'a> OnLedger<'a> {
    pub(super) fn of(sides: Sides<'a>) -> Self {
        let by_credential = [sides.mine, sides.theirs].into_iter().flat_map(with_ledgers_credential).gather();
        Self { sides, by_credential }
    }

    /// Where the keys of an account are that comes in.
    pub(super) fn keys_at(&self, theirs: &Account) -> KeysAt {
        let mine = self.sides.mine.accounts.get(&theirs.key).map(|account| &**account);
        let states = || [Some(theirs), mine].into_iter().flatten();
        // What one side knows to be finished is not the identity's any more because the other side has not heard of it.
        let is_finished = |account: &Account| account.state == AccountState::Confirmed;
        let some_finished = states().any(is_finished);
        let by_credential = self.by_credential.contains(&theirs.key);
        let ledger = states()
            .filter(|account| !some_finished || is_finished(account))
            .any(|account| account.is_on_ledger(by_credential));
        KeysAt { computer: theirs.keys.is_some(), ledger }
    }
}

fn with_ledgers_credential(records: &NetworkRecords) -> impl Iterator<Item = &AccountKey> {
    records.credentials.values().filter(|credential| credential.signs_by_ledger()).map(|credential| &credential.account)
}

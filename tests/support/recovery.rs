//! Shared by the recovery tests: accounts on a chain.

use std::collections::BTreeMap;

use lifeboat::model::{AccountAddress, AccountSlot, CredentialId, YearMonth};
use lifeboat::node::{AccountOnChain, Balance, CredentialKeys, CredentialOnChain, Policy};

pub(crate) fn credential(id: CredentialId, initial: bool) -> CredentialOnChain {
    CredentialOnChain {
        id,
        initial,
        provider: 0,
        policy: Policy {
            created_at: YearMonth::new(2022, 1).unwrap(),
            valid_to: YearMonth::new(2027, 1).unwrap(),
            revealed: BTreeMap::new(),
        },
        keys: CredentialKeys { keys: BTreeMap::new(), threshold: 1 },
    }
}

/// `None` without a credential in slot 0: the node layer refuses such an answer.
pub(crate) fn account(threshold: u32, credentials: BTreeMap<AccountSlot, CredentialOnChain>) -> Option<AccountOnChain> {
    let address = AccountAddress::of_first_credential(&credentials.get(&AccountSlot(0))?.id);
    Some(AccountOnChain { address, threshold, credentials, balance: Balance::default() })
}

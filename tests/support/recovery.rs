//! Shared by the recovery tests: a generator, and accounts on a chain.

use std::collections::BTreeMap;

use lifeboat::chain::Generator;
use lifeboat::model::{AccountAddress, AccountSlot, CredentialId};
use lifeboat::node::{AccountOnChain, Balance, CredentialKeys, CredentialOnChain, Policy, YearMonth};

/// The test network's commitment key (`credential-ids.json`).
pub(crate) const COMMITMENT_KEY: &str = "b14cbfe44a02c6b1f78711176d5f437295367aa4f2a8c2551ee10d25a03adc69d61a332a058971919dad7312e1fc94c5a8d45e64b6f917c540eee16c970c3d4b7f3caf48a7746284878e2ace21c82ea44bf84609834625be1f309988ac523fac";

pub(crate) fn generator() -> Generator {
    Generator::parse(&hex::decode(COMMITMENT_KEY).unwrap()).unwrap()
}

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

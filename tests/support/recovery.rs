//! Shared by the recovery tests: a generator, accounts on a chain, and a driver that answers from a table.

use std::collections::BTreeMap;

use lifeboat::chain::Generator;
use lifeboat::model::{AccountAddress, AccountSlot, CredentialId, IdentityIndex};
use lifeboat::node::{AccountOnChain, Balance, CredentialKeys, CredentialOnChain, Policy, YearMonth};
use lifeboat::recovery::{Event, Recovery, Step};
use lifeboat::secret::PrfKeySeed;

/// The test network's commitment key (`credential-ids.json`).
const COMMITMENT_KEY: &str = "b14cbfe44a02c6b1f78711176d5f437295367aa4f2a8c2551ee10d25a03adc69d61a332a058971919dad7312e1fc94c5a8d45e64b6f917c540eee16c970c3d4b7f3caf48a7746284878e2ace21c82ea44bf84609834625be1f309988ac523fac";

pub(crate) fn generator() -> Generator {
    Generator::parse(&hex::decode(COMMITMENT_KEY).unwrap()).unwrap()
}

pub(crate) fn index(number: u32) -> IdentityIndex {
    IdentityIndex::new(number).unwrap()
}

pub(crate) fn policy(created_at: (u16, u8), valid_to: (u16, u8), revealed: BTreeMap<u8, Vec<u8>>) -> Policy {
    let month = |(year, month)| YearMonth::new(year, month).unwrap();
    Policy { created_at: month(created_at), valid_to: month(valid_to), revealed }
}

pub(crate) fn credential(id: CredentialId, initial: bool) -> CredentialOnChain {
    CredentialOnChain {
        id,
        initial,
        provider: 0,
        policy: policy((2022, 1), (2027, 1), BTreeMap::new()),
        keys: CredentialKeys { keys: BTreeMap::new(), threshold: 1 },
    }
}

/// `None` without a credential in slot 0: the node layer refuses such an answer.
pub(crate) fn account(threshold: u32, credentials: BTreeMap<AccountSlot, CredentialOnChain>) -> Option<AccountOnChain> {
    let address = AccountAddress::of_first_credential(&credentials.get(&AccountSlot(0))?.id);
    Some(AccountOnChain { address, threshold, credentials, balance: Balance::default() })
}

/// What a node says about a credential id.
#[derive(Debug, Clone)]
pub(crate) enum Said {
    Account(AccountOnChain),
    Nothing,
    Fault,
}

/// Recovers the first `indices` indices with a Ledger and a node that answer from tables; faults are given up after one try.
pub(crate) fn recover(
    recovery: &mut Recovery,
    indices: u32,
    seed: impl Fn(IdentityIndex) -> PrfKeySeed,
    node: impl Fn(&CredentialId) -> Said,
) {
    loop {
        match recovery.step() {
            Step::AskDevice { index } if index.get() >= indices => recovery.handle(Event::Stop).unwrap(),
            Step::AskDevice { index } => recovery.handle(Event::Seed { index, seed: seed(index) }).unwrap(),
            Step::LookUp { batch } => {
                for query in &batch {
                    recovery.handle(answer(query.credential_id, &node)).unwrap();
                }
                if matches!(recovery.step(), Step::LookUp { batch: left } if left.len() == batch.len()) {
                    recovery.handle(Event::GiveUp).unwrap();
                }
            }
            Step::Suggest { .. } => recovery.handle(Event::Continue).unwrap(),
            Step::Finished => return,
        }
    }
}

fn answer(credential_id: CredentialId, node: impl Fn(&CredentialId) -> Said) -> Event {
    match node(&credential_id) {
        Said::Account(account) => Event::Found { credential_id, account: Box::new(account) },
        Said::Nothing => Event::Absent { credential_id },
        Said::Fault => Event::Failed { credential_id, code: "node-unreachable" },
    }
}

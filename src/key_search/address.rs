//! "I know an address": which keys of a Ledger could stand on one account, and whether one does. No directory is needed,
//! and nobody learns a key.

use std::collections::{BTreeMap, BTreeSet};

use super::{FoundByKey, has};
use crate::access::Power;
use crate::gather::Gather;
use crate::model::{Coin, IdentityIndex, LedgerPath, LedgerSigner, PairingKey, ProviderNumber, SigningPath, VerifyKey};
use crate::node::AccountOnChain;

/// Numbers at the path of Ledger's own program.
const LEDGER_PROGRAM: u8 = 20;
/// Identities of the Desktop Wallet, and of a phrase at the provider that issued a credential on the account.
const IDENTITIES: u32 = 5;
/// Numbers below each of them.
const NUMBERS: u8 = 5;

/// One account, held against one key after the other.
#[derive(Debug, Clone)]
pub struct AddressTrial {
    device: PairingKey,
    account: Box<AccountOnChain>,
    candidates: Vec<SigningPath>,
    read: BTreeMap<SigningPath, Option<VerifyKey>>,
}

impl AddressTrial {
    /// For an account as the node has it. `coin`: of the network; `serves`: whether the app at hand has keys below a path.
    #[must_use]
    pub fn new(
        device: PairingKey,
        account: Box<AccountOnChain>,
        coin: Coin,
        serves: impl Fn(LedgerPath) -> bool,
    ) -> Self {
        let providers: BTreeSet<_> = account
            .credentials
            .values()
            .filter_map(|credential| ProviderNumber::new(credential.provider))
            .chain([ProviderNumber::FIRST])
            .gather();
        let at = |path, identity: u32, credential| {
            Some(SigningPath { path, identity: IdentityIndex::new(identity)?, credential })
        };
        let first = LedgerPath::Bip44 { coin, provider: ProviderNumber::FIRST };
        let ledger_program = (0..LEDGER_PROGRAM).filter_map(|number| at(first, 0, number));
        let below = |path| {
            (0..IDENTITIES).flat_map(move |identity| (0..NUMBERS).filter_map(move |number| at(path, identity, number)))
        };
        let phrases = providers.into_iter().flat_map(|provider| below(LedgerPath::Bip44 { coin, provider }));
        let mut candidates = Vec::new();
        for candidate in ledger_program.chain(below(LedgerPath::Legacy)).chain(phrases) {
            if serves(candidate.path) && !candidates.contains(&candidate) {
                candidates.push(candidate);
            }
        }
        Self { device, account, candidates, read: BTreeMap::new() }
    }

    /// The next key to read; `None` when all is said. As soon as every key on the account is the Ledger's, nothing can be added.
    #[must_use]
    pub fn next(&self) -> Option<SigningPath> {
        if self.power() == Power::Alone {
            return None;
        }
        self.candidates.iter().copied().find(|at| !self.read.contains_key(at))
    }

    /// The Ledger's answer; `None` when it gives no key there.
    pub fn read(&mut self, at: SigningPath, key: Option<VerifyKey>) {
        self.read.insert(at, key);
    }

    /// How many keys were read, and how many there are to read at most.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.read.len(), self.candidates.len())
    }

    /// What the keys that were read can do on the account.
    #[must_use]
    pub fn power(&self) -> Power {
        Power::of(&self.account, &self.read.values().flatten().copied().gather())
    }

    /// The account with the keys that stand on it; `None` if none of those looked at does.
    #[must_use]
    pub fn found(&self) -> Option<FoundByKey<'_>> {
        let power = self.power();
        let signers = self.read.iter().filter_map(|(at, key)| {
            let key = (*key)?;
            has(&self.account, &key).then_some(LedgerSigner { device: self.device, at: *at, key })
        });
        power.is_some().then(|| FoundByKey { account: &self.account, power, signers: signers.gather() })
    }

    /// The Ledger.
    #[must_use]
    pub const fn device(&self) -> PairingKey {
        self.device
    }

    /// The account.
    #[must_use]
    pub fn account(&self) -> &AccountOnChain {
        &self.account
    }
}

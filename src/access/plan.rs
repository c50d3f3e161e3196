//! Which public keys of a Ledger tell whether it can sign for the wallet's accounts: what to read from the device, beside what
//! the chain has.

use std::collections::{BTreeMap, BTreeSet};

use super::signing::{Access, OwnKeys};
use crate::gather::Gather;
use crate::model::{
    AccountAddress, AccountKey, AccountSlot, Credential, CredentialIndex, GenesisHash, IdentityIndex, IdentityKey,
    LedgerPath, PairingKey, Wallet,
};
use crate::node::{AccountOnChain, CredentialKeys};

/// Keys of one credential that are read at most. Ledgers make one; more were put on the chain by other programs.
const MAX_KEYS_READ: usize = 8;

/// One public key of the Ledger, which it gives without asking the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyQuestion {
    /// Below which path.
    pub path: LedgerPath,
    /// Which identity. Both key versions of an index have the same signing keys.
    pub index: IdentityIndex,
    /// Number of the credential.
    pub credential: u8,
    /// Number of the key.
    pub key: u8,
}

/// What the Ledger answered; `None` where it has no such key, or refused.
pub type KeysRead = BTreeMap<KeyQuestion, Option<[u8; 32]>>;

/// The accounts of one Ledger, and what would tell whether it can sign for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessPlan<'a> {
    accounts: Vec<PlannedAccount<'a>>,
}

/// An account with a credential of the Ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAccount<'a> {
    /// What is on it. A removed credential is not in here.
    pub on_chain: &'a AccountOnChain,
    /// The credentials that this Ledger's keys made, by the records. Never empty.
    own: Vec<OwnCredential>,
}

/// A credential that the Ledger's keys made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OwnCredential {
    /// Where it stands on the account now; `None` when it was removed.
    slot: Option<AccountSlot>,
    path: LedgerPath,
    index: IdentityIndex,
    number: u8,
}

impl<'a> AccessPlan<'a> {
    /// What the wallet holds of this Ledger on a network, beside what the chain says about those accounts. Nothing can be said
    /// about an account that the chain was not asked about, or does not know: it is not in here.
    #[must_use]
    pub fn new(
        wallet: &Wallet,
        network: GenesisHash,
        device: PairingKey,
        on_chain: impl IntoIterator<Item = &'a AccountOnChain>,
    ) -> Self {
        let Some(records) = wallet.networks.get(&network) else { return Self::default() };
        let mut own: BTreeMap<AccountAddress, Vec<&Credential>> = BTreeMap::new();
        for credential in records.credentials.values().filter(|it| it.identity.device() == Some(device)) {
            if let AccountKey::Address(address) = credential.account {
                own.entry(address).or_default().push(credential);
            }
        }
        let planned = |on_chain: &'a AccountOnChain| {
            let credentials = own.get(&on_chain.address)?;
            let own: Vec<_> =
                credentials.iter().filter_map(|credential| OwnCredential::of(credential, on_chain)).collect();
            (!own.is_empty()).then_some(PlannedAccount { on_chain, own })
        };
        Self { accounts: on_chain.into_iter().filter_map(planned).collect() }
    }

    /// The accounts the chain was asked about.
    #[must_use]
    pub fn accounts(&self) -> &[PlannedAccount<'a>] {
        &self.accounts
    }

    /// Which keys are worth reading, given what was read: of each credential as many as must sign, lowest numbers first, and
    /// one more for each that is another one than the chain's. Each once, in the order of their paths; empty when all is said.
    #[must_use]
    pub fn worth_reading(&self, read: &KeysRead) -> BTreeSet<KeyQuestion> {
        self.accounts
            .iter()
            .flat_map(|account| account.own.iter().map(move |own| (own, account.on_chain)))
            .filter_map(|(own, account)| Some((own, account.credentials.get(&own.slot?)?)))
            .flat_map(|(own, on_chain)| own.worth_reading(&on_chain.keys, read))
            .gather()
    }
}

impl PlannedAccount<'_> {
    /// What the Ledger can do for it, by what was read.
    #[must_use]
    pub fn access(&self, read: &KeysRead) -> Access {
        Access::of(self.on_chain, &self.own_keys(read))
    }

    /// What the Ledger gave for each of its credentials.
    fn own_keys(&self, read: &KeysRead) -> Vec<OwnKeys> {
        let keys = |own: &OwnCredential| {
            let of_own = |(question, key): (&KeyQuestion, &Option<[u8; 32]>)| {
                (own.question(question.key) == *question).then_some((question.key, (*key)?))
            };
            read.iter().filter_map(of_own).gather()
        };
        self.own.iter().map(|own| OwnKeys { slot: own.slot, keys: keys(own) }).collect()
    }
}

impl OwnCredential {
    fn of(credential: &Credential, account: &AccountOnChain) -> Option<Self> {
        let IdentityKey::Ledger { path, index, .. } = credential.identity else { return None };
        let CredentialIndex(number) = credential.index;
        Some(Self {
            slot: account.slot_of(&credential.id).map(|(slot, _)| slot),
            path,
            index,
            // A number the chain does not know was never on an account.
            number: u8::try_from(number).ok()?,
        })
    }

    /// Whose key it is, on the device.
    const fn question(&self, key: u8) -> KeyQuestion {
        KeyQuestion { path: self.path, index: self.index, credential: self.number, key }
    }

    fn worth_reading(&self, on_chain: &CredentialKeys, read: &KeysRead) -> Vec<KeyQuestion> {
        let mut wanting = usize::from(on_chain.threshold);
        let mut questions = Vec::new();
        for (number, key) in on_chain.keys.iter().take(MAX_KEYS_READ) {
            if wanting == 0 {
                break;
            }
            match read.get(&self.question(*number)) {
                Some(answer) if answer.as_ref() == Some(&key.0) => wanting -= 1,
                Some(_) => {}
                None => {
                    questions.push(self.question(*number));
                    wanting -= 1;
                }
            }
        }
        questions
    }
}

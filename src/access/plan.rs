//! Which public keys of a Ledger tell whether it can sign for the wallet's accounts: what to read from the device, beside what
//! the chain has.

use std::collections::{BTreeMap, BTreeSet};

use super::signing::{Access, OwnKeys};
use crate::gather::Gather;
use crate::model::{
    AccountAddress, AccountKey, AccountSlot, Credential, CredentialIndex, GenesisHash, IdentityIndex, IdentityKey,
    LedgerPath, LedgerSigner, PairingKey, Wallet,
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

/// What the Ledger answered; `None` where it has no such key.
pub type KeysRead = BTreeMap<KeyQuestion, Option<[u8; 32]>>;

/// The accounts of one Ledger, and what would tell whether it can sign for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessPlan<'a> {
    accounts: Vec<PlannedAccount<'a>>,
}

/// An account with a credential of the Ledger, or found by a key of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAccount<'a> {
    /// What is on it. A removed credential is not in here.
    pub on_chain: &'a AccountOnChain,
    /// The credentials that this Ledger's keys made, or that its keys were found in, by the records. Never empty.
    own: Vec<OwnCredential>,
}

/// A credential that the Ledger's keys made, or that one of its keys was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OwnCredential {
    /// Where it stands on the account now; `None` when it was removed.
    slot: Option<AccountSlot>,
    path: LedgerPath,
    index: IdentityIndex,
    number: u8,
    /// Where it was found by a key: which number that key has there. On the Ledger it is number 0 of its path.
    found_by: Option<u8>,
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
            let made = own.get(&on_chain.address).into_iter().flatten();
            let made = made.filter_map(|credential| OwnCredential::of(credential, on_chain));
            let account = records.accounts.get(&AccountKey::Address(on_chain.address));
            let signers = account.into_iter().flat_map(|account| &account.signers);
            let found = signers.filter(|signer| signer.device == device);
            let found = found.filter_map(|signer| OwnCredential::found_by(signer, on_chain));
            let own: Vec<_> = made.chain(found).collect();
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

    /// What the Ledger gave for each of its credentials. Several of its keys may be found in one; of a credential that none of its own made,
    /// the others are not its: it was found by all that are.
    fn own_keys(&self, read: &KeysRead) -> Vec<OwnKeys> {
        let mut all: Vec<OwnKeys> = Vec::new();
        for own in &self.own {
            let of_own = |(question, key): (&KeyQuestion, &Option<[u8; 32]>)| {
                (own.question(question.key) == *question).then_some((own.found_by.unwrap_or(question.key), *key))
            };
            let keys: BTreeMap<_, _> = read.iter().filter_map(of_own).gather();
            match all.iter_mut().find(|known| known.slot.is_some() && known.slot == own.slot) {
                Some(known) => known.keys.extend(keys),
                None => all.push(OwnKeys { slot: own.slot, keys }),
            }
        }
        for known in &mut all {
            let mut here = self.own.iter().filter(|own| own.slot == known.slot);
            let is_read = |own: &OwnCredential| own.found_by.is_some() && read.contains_key(&own.question(0));
            if let Some(slot) = known.slot.filter(|_| here.all(is_read)) {
                let on_chain = self.on_chain.credentials.get(&slot);
                for number in on_chain.iter().flat_map(|credential| credential.keys.keys.keys()) {
                    known.keys.entry(*number).or_insert(None);
                }
            }
        }
        all
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
            found_by: None,
        })
    }

    /// Where the key stands by which the account was found. One that is not there any more is held against what opened the account: it
    /// was replaced.
    fn found_by(signer: &LedgerSigner, account: &AccountOnChain) -> Option<Self> {
        let keys = account
            .credentials
            .iter()
            .flat_map(|(slot, credential)| credential.keys.keys.iter().map(move |(number, key)| (*slot, *number, key)));
        let stands = keys.clone().find(|(_, _, key)| **key == signer.key);
        let (slot, number, _) = stands.or_else(|| keys.clone().next())?;
        let at = signer.at;
        Some(Self {
            slot: Some(slot),
            path: at.path,
            index: at.identity,
            number: at.credential,
            found_by: Some(number),
        })
    }

    /// Whose key it is, on the device.
    const fn question(&self, key: u8) -> KeyQuestion {
        KeyQuestion { path: self.path, index: self.index, credential: self.number, key }
    }

    fn worth_reading(&self, on_chain: &CredentialKeys, read: &KeysRead) -> Vec<KeyQuestion> {
        if self.found_by.is_some() {
            return Some(self.question(0)).filter(|question| !read.contains_key(question)).into_iter().collect();
        }
        let mut wanting = usize::from(on_chain.threshold);
        let mut questions = Vec::new();
        for (number, key) in on_chain.keys.iter().take(MAX_KEYS_READ) {
            if wanting == 0 {
                break;
            }
            match read.get(&self.question(*number)) {
                Some(answer) if answer.as_ref() == Some(key.bytes()) => wanting -= 1,
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

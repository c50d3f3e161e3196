//! Which public keys of a Ledger tell whether it can sign for the wallet's accounts: what to read from the device, beside what
//! the chain has. This module joins records, chain and device in plain values; it refuses to decide (the `ledger` module does),
//! and to know how a key is read.
//!
//! ```text
//! AccessPlan::new(wallet, chain) ─ worth_reading(read so far) ─▶ KeyQuestion … ─ read from the Ledger ─▶ again, until nothing is
//!                                ─ accounts() ─▶ what the chain asks for, and which credentials are this Ledger's
//! ```

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    AccountAddress, AccountKey, AccountSlot, Credential, CredentialId, CredentialIndex, GenesisHash, IdentityIndex,
    IdentityKey, KeyVersion, LedgerPath, PairingKey, Wallet,
};
use crate::node::{AccountOnChain, CredentialOnChain};

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
pub struct AccessPlan {
    accounts: Vec<PlannedAccount>,
    unseen: Vec<AccountAddress>,
}

/// An account with a credential of the Ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAccount {
    /// Its address.
    pub address: AccountAddress,
    /// How many credentials must sign.
    pub threshold: u32,
    /// What is on the account, by slot. A removed credential is not in here.
    pub on_chain: BTreeMap<AccountSlot, SigningKeys>,
    /// The credentials that this Ledger's keys made, by the records. Never empty.
    pub own: Vec<OwnCredential>,
}

/// The keys that sign for one credential, as the chain has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKeys {
    /// Ed25519 public keys by key number.
    pub keys: BTreeMap<u8, [u8; 32]>,
    /// How many of them must sign.
    pub threshold: u8,
}

/// A credential that the Ledger's keys made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnCredential {
    /// Which one.
    pub id: CredentialId,
    /// Where it stands on the account now; `None` when it was removed.
    pub slot: Option<AccountSlot>,
    /// Below which path its identity is.
    pub path: LedgerPath,
    /// Which identity.
    pub index: IdentityIndex,
    /// The version of the identity's key. An address is only ever shown on the device for version 1: for version 0 it would
    /// show another one than the chain's.
    pub version: KeyVersion,
    /// Its number.
    pub number: u8,
}

/// What the Ledger gave for one of its credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnKeys {
    /// Where the credential stands on the account; `None` when it was removed.
    pub slot: Option<AccountSlot>,
    /// Public keys by key number. What is missing was not read.
    pub keys: BTreeMap<u8, [u8; 32]>,
}

impl AccessPlan {
    /// What the wallet holds of this Ledger on a network, beside what the chain says about those accounts.
    #[must_use]
    pub fn new<'a>(
        wallet: &Wallet,
        network: GenesisHash,
        device: PairingKey,
        on_chain: impl IntoIterator<Item = &'a AccountOnChain>,
    ) -> Self {
        let Some(records) = wallet.networks.get(&network) else { return Self::default() };
        let seen: BTreeMap<AccountAddress, &AccountOnChain> =
            on_chain.into_iter().map(|account| (account.address, account)).collect();
        let mut own: BTreeMap<AccountAddress, Vec<&Credential>> = BTreeMap::new();
        for credential in records.credentials.values().filter(|it| it.identity.device() == Some(device)) {
            if let AccountKey::Address(address) = credential.account {
                own.entry(address).or_default().push(credential);
            }
        }
        let mut plan = Self::default();
        for (address, credentials) in own {
            let Some(account) = seen.get(&address) else {
                plan.unseen.push(address);
                continue;
            };
            let own: Vec<OwnCredential> =
                credentials.into_iter().filter_map(|credential| OwnCredential::of(credential, account)).collect();
            if !own.is_empty() {
                plan.accounts.push(PlannedAccount::of(account, own));
            }
        }
        plan
    }

    /// The accounts the chain was asked about, by address.
    #[must_use]
    pub fn accounts(&self) -> &[PlannedAccount] {
        &self.accounts
    }

    /// Accounts of this Ledger that the chain was not asked about, or does not know: nothing can be said about them.
    #[must_use]
    pub fn unseen(&self) -> &[AccountAddress] {
        &self.unseen
    }

    /// Which keys are worth reading, given what was read: of each credential as many as must sign, lowest numbers first, and
    /// one more for each that is another one than the chain's. Each once, in the order of their paths; empty when all is said.
    #[must_use]
    pub fn worth_reading(&self, read: &KeysRead) -> BTreeSet<KeyQuestion> {
        self.accounts
            .iter()
            .flat_map(|account| account.own.iter().filter_map(|own| Some((own, account.on_chain.get(&own.slot?)?))))
            .flat_map(|(own, keys)| own.worth_reading(keys, read))
            .collect()
    }
}

impl PlannedAccount {
    fn of(account: &AccountOnChain, own: Vec<OwnCredential>) -> Self {
        let on_chain = account.credentials.iter().map(|(slot, credential)| (*slot, SigningKeys::of(credential)));
        Self { address: account.address, threshold: account.threshold, on_chain: on_chain.collect(), own }
    }

    /// What the Ledger gave for each of its credentials.
    #[must_use]
    pub fn own_keys(&self, read: &KeysRead) -> Vec<OwnKeys> {
        let keys = |own: &OwnCredential| {
            let of_own = |(question, key): (&KeyQuestion, &Option<[u8; 32]>)| {
                (own.question(question.key) == *question).then_some((question.key, (*key)?))
            };
            read.iter().filter_map(of_own).collect()
        };
        self.own.iter().map(|own| OwnKeys { slot: own.slot, keys: keys(own) }).collect()
    }
}

impl SigningKeys {
    fn of(credential: &CredentialOnChain) -> Self {
        let keys = credential.keys.keys.iter().map(|(number, key)| (*number, key.0)).collect();
        Self { keys, threshold: credential.keys.threshold }
    }
}

impl OwnCredential {
    fn of(credential: &Credential, account: &AccountOnChain) -> Option<Self> {
        let IdentityKey::Ledger { path, index, version, .. } = credential.identity else { return None };
        let CredentialIndex(number) = credential.index;
        Some(Self {
            id: credential.id,
            slot: account.slot_of(&credential.id).map(|(slot, _)| slot),
            path,
            index,
            version,
            // A number the chain does not know was never on an account.
            number: u8::try_from(number).ok()?,
        })
    }

    /// Whose key it is, on the device.
    #[must_use]
    pub const fn question(&self, key: u8) -> KeyQuestion {
        KeyQuestion { path: self.path, index: self.index, credential: self.number, key }
    }

    fn worth_reading(&self, on_chain: &SigningKeys, read: &KeysRead) -> Vec<KeyQuestion> {
        let mut wanting = usize::from(on_chain.threshold);
        let mut questions = Vec::new();
        for (number, key) in on_chain.keys.iter().take(MAX_KEYS_READ) {
            if wanting == 0 {
                break;
            }
            match read.get(&self.question(*number)) {
                Some(answer) if answer.as_ref() == Some(key) => wanting -= 1,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NetworkRecords;
    use crate::node::{Balance, CredentialKeys, Policy, VerifyKey, YearMonth};

    const DEVICE: PairingKey = PairingKey::new([1; 32]);
    const NETWORK: GenesisHash = GenesisHash::new([2; 32]);

    fn id(byte: u8) -> CredentialId {
        CredentialId::new([byte; 48])
    }

    fn on_chain(id: CredentialId, keys: &[(u8, u8)], threshold: u8) -> CredentialOnChain {
        let month = YearMonth::new(2022, 1).unwrap();
        CredentialOnChain {
            id,
            initial: false,
            provider: 0,
            policy: Policy { created_at: month, valid_to: month, revealed: BTreeMap::new() },
            keys: CredentialKeys {
                keys: keys.iter().map(|(number, byte)| (*number, VerifyKey([*byte; 32]))).collect(),
                threshold,
            },
        }
    }

    fn account(credentials: Vec<CredentialOnChain>) -> AccountOnChain {
        AccountOnChain {
            address: AccountAddress::of_first_credential(&credentials.first().unwrap().id),
            threshold: 1,
            credentials: (0..).map(AccountSlot).zip(credentials).collect(),
            balance: Balance::default(),
        }
    }

    fn record(
        id: CredentialId,
        device: PairingKey,
        number: u32,
        account: AccountAddress,
    ) -> (CredentialId, Credential) {
        let identity = IdentityKey::Ledger {
            device,
            path: LedgerPath::Legacy,
            index: IdentityIndex::FIRST,
            version: KeyVersion::V1,
        };
        let credential = Credential {
            id,
            identity,
            index: CredentialIndex(number),
            account: account.into(),
            slot: None,
            policy: "{}".to_owned(),
            randomness: None,
        };
        (id, credential)
    }

    fn question(credential: u8, key: u8) -> KeyQuestion {
        KeyQuestion { path: LedgerPath::Legacy, index: IdentityIndex::FIRST, credential, key }
    }

    #[test]
    fn what_is_worth_reading_ends_when_all_is_said() {
        // Ours with three keys, of which two must sign; a removed one of ours; a stranger's.
        let account = account(vec![on_chain(id(1), &[(0, 7), (2, 8), (5, 9)], 2), on_chain(id(9), &[(0, 1)], 1)]);
        let other = PairingKey::new([3; 32]);
        let credentials = [
            record(id(1), DEVICE, 4, account.address),
            record(id(2), DEVICE, 5, account.address),
            record(id(3), DEVICE, 300, account.address),
            record(id(9), other, 0, account.address),
            record(id(6), DEVICE, 6, AccountAddress::new([6; 32])),
        ];
        let records = NetworkRecords { credentials: credentials.into(), ..NetworkRecords::default() };
        let wallet = Wallet { networks: [(NETWORK, records)].into(), ..Wallet::default() };
        let plan = AccessPlan::new(&wallet, NETWORK, DEVICE, [&account]);
        assert_eq!(plan.unseen(), [AccountAddress::new([6; 32])]);
        let [planned] = plan.accounts() else { panic!("one account") };
        let slots: Vec<_> = planned.own.iter().map(|own| (own.number, own.slot)).collect();
        assert_eq!(slots, [(4, Some(AccountSlot(0))), (5, None)]);

        let mut read = KeysRead::new();
        assert_eq!(plan.worth_reading(&read), [question(4, 0), question(4, 2)].into());
        read.insert(question(4, 0), Some([7; 32]));
        read.insert(question(4, 2), Some([0; 32]));
        assert_eq!(plan.worth_reading(&read), [question(4, 5)].into(), "one differs, another could do");
        read.insert(question(4, 5), None);
        assert!(plan.worth_reading(&read).is_empty());
        let keys = planned.own_keys(&read);
        let on_account = OwnKeys { slot: Some(AccountSlot(0)), keys: [(0, [7; 32]), (2, [0; 32])].into() };
        assert_eq!(keys, [on_account, OwnKeys { slot: None, keys: BTreeMap::new() }]);
    }
}

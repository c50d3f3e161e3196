//! What is worth reading, and what the keys that were read say.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::signing::OwnKeys;
use super::{Access, AccessPlan, KeyQuestion, KeysRead};
use crate::model::{
    Account, AccountAddress, AccountSlot, AccountState, Credential, CredentialId, CredentialIndex, GenesisHash,
    IdentityIndex, IdentityKey, KeyVersion, LedgerPath, LedgerSigner, NetworkRecords, PairingKey, Shielded,
    SigningPath, VerifyKey, Wallet, YearMonth,
};
use crate::node::{AccountOnChain, Balance, CredentialKeys, CredentialOnChain, Policy};

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
            keys: keys.iter().map(|(number, byte)| (*number, VerifyKey::new([*byte; 32]))).collect(),
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

fn record(id: CredentialId, device: PairingKey, number: u32, account: AccountAddress) -> (CredentialId, Credential) {
    let identity =
        IdentityKey::Ledger { device, path: LedgerPath::Legacy, index: IdentityIndex::FIRST, version: KeyVersion::V1 };
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
    let records = NetworkRecords {
        credentials: credentials.map(|(id, credential)| (id, credential.into())).into(),
        ..NetworkRecords::default()
    };
    let wallet = Wallet { networks: [(NETWORK, records)].into(), ..Wallet::default() };
    let plan = AccessPlan::new(&wallet, NETWORK, DEVICE, [&account]);
    let [planned] = plan.accounts() else {
        panic!("one account: nothing is said about what the chain was not asked about")
    };
    assert_eq!(planned.on_chain, &account);

    let mut read = KeysRead::new();
    assert_eq!(plan.worth_reading(&read), [question(4, 0), question(4, 2)].into());
    read.insert(question(4, 0), Some([7; 32]));
    read.insert(question(4, 2), Some([0; 32]));
    assert_eq!(plan.worth_reading(&read), [question(4, 5)].into(), "one differs, another could do");
    assert_eq!(planned.access(&read), Access::NotChecked, "the one that was not read could still agree");
    read.insert(question(4, 5), None);
    assert!(plan.worth_reading(&read).is_empty());
    let one_of_three = Access::HasSome { held: 1, of: 3, needed: 2, signers: 0 };
    assert_eq!(planned.access(&read), one_of_three, "it has no such key");
    read.insert(question(4, 5), Some([9; 32]));
    assert_eq!(planned.access(&read), Access::Alone);
}

fn keys(numbers: &[(u8, u8)]) -> BTreeMap<u8, Option<[u8; 32]>> {
    numbers.iter().map(|(number, byte)| (*number, Some([*byte; 32]))).collect()
}

/// A slot, its keys by number, and how many of them must sign.
type OnSlot<'a> = (u8, &'a [(u8, u8)], u8);

fn shared(threshold: u32, credentials: &[OnSlot<'_>]) -> AccountOnChain {
    let credential = |(slot, numbers, threshold): &OnSlot<'_>| {
        (AccountSlot((*slot).into()), on_chain(id(*slot), numbers, *threshold))
    };
    AccountOnChain {
        threshold,
        credentials: credentials.iter().map(credential).collect(),
        ..account(vec![on_chain(id(0), &[], 1)])
    }
}

fn own(slot: u32, numbers: &[(u8, u8)]) -> OwnKeys {
    OwnKeys { slot: Some(AccountSlot(slot)), keys: keys(numbers) }
}

#[test]
fn one_credential_with_its_key_signs_alone() {
    assert_eq!(Access::of(&shared(1, &[(0, &[(0, 7)], 1)]), &[own(0, &[(0, 7)])]), Access::Alone);
}

#[test]
fn a_shared_account_needs_the_others() {
    let chain = shared(3, &[(0, &[(0, 7)], 1), (1, &[(0, 8)], 1), (2, &[(0, 9)], 1)]);
    assert_eq!(Access::of(&chain, &[own(0, &[(0, 7)])]), Access::NeedsMore { signers: 2 });
    let two = [own(0, &[(0, 7)]), own(2, &[(0, 9)])];
    assert_eq!(Access::of(&chain, &two), Access::NeedsMore { signers: 1 });
    // Two of two, by one Ledger.
    assert_eq!(Access::of(&AccountOnChain { threshold: 2, ..chain }, &two), Access::Alone);
}

#[test]
fn a_removed_credential_cannot_sign() {
    let left = shared(1, &[(0, &[(0, 9)], 1)]);
    let removed = OwnKeys { slot: None, keys: keys(&[(0, 7)]) };
    assert_eq!(Access::of(&left, &[removed]), Access::Removed);
    assert_eq!(Access::of(&left, &[own(3, &[(0, 7)])]), Access::Removed, "its slot is empty");
}

#[test]
fn replaced_keys_differ() {
    assert_eq!(Access::of(&shared(1, &[(0, &[(0, 8)], 1)]), &[own(0, &[(0, 7)])]), Access::KeysDiffer);
    // Two of two keys, one of them somebody else's.
    let chain = shared(1, &[(0, &[(0, 7), (1, 8)], 2)]);
    let one_of_two = Access::HasSome { held: 1, of: 2, needed: 2, signers: 0 };
    assert_eq!(Access::of(&chain, &[own(0, &[(0, 7), (1, 9)])]), one_of_two);
    assert_eq!(Access::of(&chain, &[own(0, &[(0, 1), (1, 9)])]), Access::KeysDiffer);
    // Others must sign besides.
    let shared_by_two = shared(2, &[(0, &[(0, 7), (1, 8)], 2), (1, &[(0, 5)], 1)]);
    let beside = Access::HasSome { held: 1, of: 2, needed: 2, signers: 1 };
    assert_eq!(Access::of(&shared_by_two, &[own(0, &[(0, 7), (1, 9)])]), beside);
    // One of two is enough.
    let either = shared(1, &[(0, &[(0, 8), (1, 9)], 1)]);
    assert_eq!(Access::of(&either, &[own(0, &[(0, 7), (1, 9)])]), Access::Alone);
}

#[test]
fn what_was_not_read_is_not_guessed() {
    let one = shared(1, &[(0, &[(0, 7)], 1)]);
    assert_eq!(Access::of(&one, &[own(0, &[])]), Access::NotChecked);
    assert_eq!(Access::of(&one, &[]), Access::NotChecked);
    // The unread key could still agree.
    let two = shared(1, &[(0, &[(0, 7), (4, 8)], 1)]);
    assert_eq!(Access::of(&two, &[own(0, &[(0, 1)])]), Access::NotChecked);
    // It could not any more.
    assert_eq!(Access::of(&two, &[own(0, &[(0, 1), (4, 1)])]), Access::KeysDiffer);
    // A second credential was not read, and is not needed.
    let chain = shared(1, &[(0, &[(0, 7)], 1), (1, &[(0, 8)], 1)]);
    assert_eq!(Access::of(&chain, &[own(0, &[(0, 7)]), own(1, &[])]), Access::Alone);
}

proptest! {
    /// Reading more never takes an answer back that was not "not checked".
    #[test]
    fn an_answer_stays_when_more_is_read(
        threshold in 1_u32..4,
        credentials in prop::collection::vec((prop::collection::btree_map(0_u8..3, 0_u8..2, 1..4), 1_u8..3), 1..4),
        hidden in any::<u16>(),
    ) {
        let numbers: Vec<Vec<(u8, u8)>> =
            credentials.iter().map(|(numbers, _)| numbers.iter().map(|(number, byte)| (*number, *byte)).collect()).collect();
        let slots: Vec<_> =
            (0..).zip(&numbers).zip(&credentials).map(|((slot, keys), (_, of))| (slot, keys.as_slice(), *of)).collect();
        let chain = shared(threshold, &slots);
        // The Ledger's keys are all zeros.
        let read = |skip: u16| -> Vec<OwnKeys> {
            (0_u32..).zip(&credentials).map(|(slot, (numbers, _))| OwnKeys {
                slot: Some(AccountSlot(slot)),
                keys: numbers.keys().filter(|number| skip >> (slot * 3 + u32::from(**number)) & 1 == 0)
                    .map(|number| (*number, Some([0; 32]))).collect(),
            }).collect()
        };
        let (partial, whole) = (Access::of(&chain, &read(hidden)), Access::of(&chain, &read(0)));
        prop_assert!(partial == whole || partial == Access::NotChecked, "{partial:?}, then {whole:?}");
        prop_assert_ne!(whole, Access::NotChecked);
    }
}

/// A wallet with an account that was found by these keys.
fn found_by(address: AccountAddress, signers: &[LedgerSigner]) -> Wallet {
    let account = Account {
        key: address.into(),
        identity: None,
        name: String::new(),
        state: AccountState::Confirmed,
        signature_threshold: 1,
        is_initial: false,
        deployment: None,
        transaction_filter: "{}".to_owned(),
        shielded: Shielded::none(),
        keys: None,
        phone: None,
        signers: signers.iter().copied().collect(),
    };
    let records =
        NetworkRecords { accounts: [(account.key.clone(), account.into())].into(), ..NetworkRecords::default() };
    Wallet { networks: [(NETWORK, records)].into(), ..Wallet::default() }
}

#[test]
fn an_account_that_was_found_by_a_key_is_signed_for_by_that_key_wherever_it_stands() {
    // Two of ours in one credential of a phone, of which two must sign; on the Ledger each is number 0 of its path.
    let shared = account(vec![on_chain(id(1), &[(0, 7), (3, 8), (5, 9)], 2)]);
    let signer = |credential, byte| LedgerSigner {
        device: DEVICE,
        at: SigningPath { path: LedgerPath::Legacy, identity: IdentityIndex::FIRST, credential },
        key: VerifyKey::new([byte; 32]),
    };
    let access = |on_chain: &AccountOnChain, signers: &[LedgerSigner], read: &[u8]| {
        let wallet = found_by(on_chain.address, signers);
        let plan = AccessPlan::new(&wallet, NETWORK, DEVICE, [on_chain]);
        let questions = || signers.iter().map(|signer| question(signer.at.credential, 0));
        assert_eq!(plan.worth_reading(&KeysRead::new()), questions().collect());
        let read: KeysRead = questions().zip(read.iter().map(|byte| Some([*byte; 32]))).collect();
        assert!(plan.worth_reading(&read).is_empty(), "each is read once");
        plan.accounts()[0].access(&read)
    };
    let both = [signer(0, 8), signer(4, 9)];
    assert_eq!(access(&shared, &both, &[8, 9]), Access::Alone);
    assert_eq!(access(&shared, &both, &[1, 2]), Access::KeysDiffer, "the third key alone would not do");
    let one_of_three = Access::HasSome { held: 1, of: 3, needed: 2, signers: 0 };
    assert_eq!(access(&shared, &both[..1], &[8]), one_of_three, "it was found by all of the Ledger's that stand there");
    // One key: another passphrase gives another one, and what was replaced on the chain stands nowhere.
    let single = account(vec![on_chain(id(2), &[(0, 7)], 1)]);
    assert_eq!(access(&single, &[signer(0, 7)], &[7]), Access::Alone);
    assert_eq!(access(&single, &[signer(0, 7)], &[1]), Access::KeysDiffer);
    assert_eq!(access(&single, &[signer(0, 8)], &[8]), Access::KeysDiffer);
}

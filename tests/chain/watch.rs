//! Known addresses without a Ledger: which exist, what they hold, and what nobody knows.

use crate::fixtures;
use crate::turns;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::{pending, ready};

use fixtures::{account, credential};
use futures_executor::block_on;
use lifeboat::asking::Pace;
use lifeboat::fault::{Explain, Fault};
use lifeboat::model::{
    Account, AccountAddress, AccountSlot, AccountState, Common, Contact, ContactAddress, Credential, CredentialId,
    CredentialIndex, GenesisHash, IdCredPub, IdentityIndex, IdentityKey, LedgerPath, LedgerSigner, NetworkRecords,
    PairingKey, Shielded, SigningPath, VerifyKey, Wallet,
};
use lifeboat::node::{AccountOnChain, Balance, CredentialKeys, Lookup, NodeError};
use lifeboat::watch::{self, Existence, Sum, Watch, WatchEvent, WatchPorts, WatchStep, Whose};
use proptest::prelude::*;
use turns::yield_now;

const NETWORK: GenesisHash = GenesisHash::new([0x42; 32]);

fn on_chain(byte: u8, total: u64) -> AccountOnChain {
    let credentials = [(AccountSlot(0), credential(CredentialId::new([byte; 48]), false))].into();
    AccountOnChain { balance: Balance { total, ..Balance::default() }, ..account(1, credentials).unwrap() }
}

fn address(byte: u8) -> AccountAddress {
    AccountAddress::of_first_credential(&CredentialId::new([byte; 48]))
}

/// The same account under another of its names.
fn alias(byte: u8) -> AccountAddress {
    let mut bytes = *address(byte).bytes();
    bytes[31] ^= 1;
    AccountAddress::new(bytes)
}

fn contact(address: ContactAddress) -> (ContactAddress, Common<Contact>) {
    (address.clone(), Contact { address, name: "Name".to_owned(), note: None }.into())
}

#[test]
fn the_address_book_alone_is_enough_and_what_is_no_address_is_not_asked_about() {
    let contacts =
        [contact(ContactAddress::Account(address(2))), contact(ContactAddress::Invalid("someone".to_owned()))];
    let records = NetworkRecords { contacts: contacts.into(), ..NetworkRecords::default() };
    let wallet = Wallet { networks: [(NETWORK, records)].into(), ..Wallet::default() };
    let watch = Watch::of(&wallet, NETWORK);
    let rows: BTreeMap<_, _> = watch.rows().map(|(address, row)| (address, row.whose)).collect();
    assert_eq!(rows, [(address(2), Whose::Contact)].into());
    assert_eq!(Watch::of(&wallet, GenesisHash::new([1; 32])).step(), WatchStep::Finished);
}

#[test]
fn a_fault_is_never_an_absence_and_a_late_answer_counts() {
    let mut watch = Watch::new([(address(1), Whose::Own)]);
    let fault = NodeError::NotOffered.fault();
    watch.handle(WatchEvent::Failed { address: address(1), fault: fault.clone() });
    assert_eq!(watch.step(), WatchStep::LookUp(vec![address(1)]));
    watch.handle(WatchEvent::GiveUp);
    let row = watch.get(&address(1)).unwrap();
    assert_eq!((&row.standing, &row.fault), (&Existence::NotChecked, &Some(fault)));
    assert!(!watch.totals().is_whole);
    watch.handle(WatchEvent::There { address: address(1), account: Box::new(on_chain(1, 9)) });
    assert_eq!((watch.totals().alone.total, watch.totals().is_whole), (9, true));
    // Answered once.
    watch.handle(WatchEvent::Absent { address: address(1) });
    watch.handle(WatchEvent::Absent { address: address(2) });
    assert_eq!((watch.step(), watch.totals().there), (WatchStep::Finished, 1));
}

#[test]
fn an_account_known_by_two_names_is_counted_once() {
    let mut watch = Watch::new([(address(1), Whose::Own), (alias(1), Whose::Own), (address(2), Whose::Contact)]);
    for (asked, byte) in [(address(1), 1), (alias(1), 1), (address(2), 2)] {
        watch.handle(WatchEvent::There { address: asked, account: Box::new(on_chain(byte, 5)) });
    }
    assert_eq!((watch.totals().there, watch.totals().alone), (3, Sum { accounts: 1, total: 5 }));
    let Existence::There(holding) = watch.get(&alias(1)).unwrap().standing else { unreachable!("it was found") };
    assert_eq!(holding.address, address(1));
}

#[test]
fn what_others_have_to_sign_for_or_alone_have_is_not_in_the_sum() {
    let own = |byte| CredentialId::new([byte; 48]);
    let identity = IdentityKey::Phone(IdCredPub::new([1; 48]));
    let on_record = |number: u8, account: u8| Credential {
        id: own(number),
        identity,
        index: CredentialIndex(number.into()),
        account: address(account).into(),
        // What the records say counts for nothing: the chain says who is on the account.
        slot: Some(AccountSlot(0)),
        policy: "{}".to_owned(),
        randomness: None,
    };
    let records = NetworkRecords {
        accounts: [1, 2, 3, 4].map(|byte| (address(byte).into(), own_account(address(byte), identity).into())).into(),
        credentials: [(1, 1), (2, 2), (33, 3)].map(|(number, at)| (own(number), on_record(number, at).into())).into(),
        ..NetworkRecords::default()
    };
    let wallet = Wallet { networks: [(NETWORK, records)].into(), ..Wallet::default() };
    let mut watch = Watch::of(&wallet, NETWORK);
    // 1 is ours alone; 2 takes another signature; ours, 33, was removed from 3; of 4 the keys are here, and no credential is on record.
    for (byte, total, threshold) in [(1, 10, 1), (2, 200, 2), (3, 3_000, 1), (4, 40_000, 1)] {
        let account = Box::new(AccountOnChain { threshold, ..on_chain(byte, total) });
        watch.handle(WatchEvent::There { address: address(byte), account });
    }
    let totals = watch.totals();
    assert_eq!(totals.alone, Sum { accounts: 2, total: 40_010 });
    assert_eq!(totals.together, Sum { accounts: 1, total: 200 });
    assert_eq!(totals.others, Sum { accounts: 1, total: 3_000 });
    assert!(totals.is_whole);
}

fn own_account(address: AccountAddress, identity: IdentityKey) -> Account {
    Account {
        key: address.into(),
        identity: Some(identity),
        name: "Name".to_owned(),
        state: AccountState::Confirmed,
        signature_threshold: 1,
        is_initial: false,
        deployment: None,
        transaction_filter: "{}".to_owned(),
        shielded: Shielded::none(),
        keys: None,
        phone: None,
        signers: BTreeSet::new(),
    }
}

#[test]
fn what_others_can_empty_is_not_counted_as_ones_own_where_only_a_key_says_whose_it_is() {
    let (mine, theirs) = (VerifyKey::new([1; 32]), VerifyKey::new([7; 32]));
    let at = SigningPath { path: LedgerPath::Legacy, identity: IdentityIndex::FIRST, credential: 0 };
    let signer = LedgerSigner { device: PairingKey::new([3; 32]), at, key: mine };
    let found = |byte: u8| Account {
        identity: None,
        signers: [signer].into(),
        ..own_account(address(byte), IdentityKey::Phone(IdCredPub::new([1; 48])))
    };
    let records = NetworkRecords {
        accounts: (1..=4).map(|byte| (address(byte).into(), found(byte).into())).collect(),
        ..NetworkRecords::default()
    };
    let wallet = Wallet { networks: [(NETWORK, records)].into(), ..Wallet::default() };
    let mut watch = Watch::of(&wallet, NETWORK);
    // Its only key; beside a stranger's; needing a stranger's; replaced.
    let chains: [(u8, &[VerifyKey], u8, u64); 4] =
        [(1, &[mine], 1, 10), (2, &[theirs, mine], 1, 200), (3, &[theirs, mine], 2, 3_000), (4, &[theirs], 1, 40_000)];
    for (byte, keys, threshold, total) in chains {
        let mut account = Box::new(on_chain(byte, total));
        let credential = account.credentials.get_mut(&AccountSlot(0)).unwrap();
        credential.keys = CredentialKeys { keys: (0..).zip(keys.iter().copied()).collect(), threshold };
        watch.handle(WatchEvent::There { address: address(byte), account });
    }
    let totals = watch.totals();
    assert_eq!(totals.alone, Sum { accounts: 1, total: 10 });
    assert_eq!(totals.together, Sum { accounts: 1, total: 3_000 });
    assert_eq!(totals.others, Sum { accounts: 2, total: 40_200 });
}

/// A node that knows the even addresses and fails as often as it is told.
#[derive(Default)]
struct Node {
    failures: Cell<u32>,
    failed: RefCell<BTreeMap<AccountAddress, u32>>,
    under_way: Cell<usize>,
    most_under_way: Cell<usize>,
}

impl Pace for Node {
    async fn sleep(&self, _: u32) {
        yield_now().await;
    }

    fn jitter(&self) -> u32 {
        3
    }
}

impl WatchPorts for Node {
    async fn look_up(&self, asked: &AccountAddress) -> Result<Lookup, NodeError> {
        self.under_way.set(self.under_way.get() + 1);
        self.most_under_way.set(self.most_under_way.get().max(self.under_way.get()));
        yield_now().await;
        self.under_way.set(self.under_way.get() - 1);
        let mut failed = self.failed.borrow_mut();
        let failed = failed.entry(*asked).or_default();
        if *failed < self.failures.get() {
            *failed += 1;
            return Err(NodeError::Overloaded);
        }
        let known = (0..200).step_by(2).find(|byte| address(*byte) == *asked);
        Ok(known.map_or(Lookup::Absent, |byte| Lookup::Found(Box::new(on_chain(byte, byte.into())))))
    }

    fn fault(&self, error: &NodeError) -> Fault {
        error.fault()
    }

    fn observe(&self, _: &Watch) {}
}

fn watch_all() -> Watch {
    Watch::new((0..120).map(|byte| (address(byte), Whose::Own)))
}

#[test]
fn all_addresses_are_under_way_together_and_stumbling_changes_nothing() {
    let mut plain = watch_all();
    let node = Node::default();
    block_on(watch::drive(&mut plain, &node, pending()));
    assert_eq!(node.most_under_way.get(), 50);
    let totals = plain.totals();
    assert_eq!((totals.there, totals.absent, totals.not_checked), (60, 60, 0));
    assert_eq!(totals.alone.total, (0..120).step_by(2).sum::<u128>());

    let mut stumbling = watch_all();
    let node = Node { failures: Cell::new(4), ..Node::default() };
    block_on(watch::drive(&mut stumbling, &node, pending()));
    assert_eq!(stumbling, plain);
}

#[test]
fn a_node_that_is_down_leaves_everything_not_checked() {
    let mut watch = watch_all();
    let node = Node { failures: Cell::new(u32::MAX), ..Node::default() };
    block_on(watch::drive(&mut watch, &node, pending()));
    assert_eq!((watch.totals().not_checked, watch.totals().absent), (120, 0));
}

#[test]
fn stopping_ends_it_at_once() {
    let mut watch = watch_all();
    block_on(watch::drive(&mut watch, &Node::default(), ready(())));
    assert_eq!(watch.totals().not_checked, 120);
}

proptest! {
    #[test]
    fn absent_is_only_what_was_said_to_be(events in prop::collection::vec((0_u8..4, 0_u8..4), 0..40)) {
        let mut watch = Watch::new((0..4).map(|byte| (address(byte), Whose::Own)));
        let mut said = [const { None }; 4];
        for (kind, byte) in events {
            let address = address(byte);
            let waits = watch.get(&address).is_some_and(|row| matches!(row.standing, Existence::Unknown | Existence::NotChecked));
            match kind {
                0 => watch.handle(WatchEvent::Absent { address }),
                1 => watch.handle(WatchEvent::There { address, account: Box::new(on_chain(byte, 1)) }),
                2 => watch.handle(WatchEvent::Failed { address, fault: NodeError::Overloaded.fault() }),
                _ => watch.handle(WatchEvent::GiveUp),
            }
            if waits && kind < 2 {
                said[usize::from(byte)] = Some(kind == 1);
            }
            for byte in 0..4 {
                let standing = &watch.get(&self::address(byte)).unwrap().standing;
                match said[usize::from(byte)] {
                    Some(true) => prop_assert!(matches!(standing, Existence::There(_))),
                    Some(false) => prop_assert_eq!(standing, &Existence::Absent),
                    None => prop_assert!(matches!(standing, Existence::Unknown | Existence::NotChecked)),
                }
            }
        }
    }
}

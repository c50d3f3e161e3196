//! How the work of showing a wallet grows with the wallet: counted, not timed.

use std::collections::{BTreeMap, BTreeSet};

use crate::backup;
use crate::merge::{self, Choices};
use crate::model::{
    Account, AccountAddress, AccountKeys, AccountSlot, Cosigner, CredentialId, CredentialIndex, Device, IdCredPub,
    Identity, IdentityIndex, KeyVersion, Network, NetworkRecords, PairingKey, PhoneIdentity, Shielded,
};
use crate::secret::{Password, SecretText};
use crate::work::{Work, count};

use super::*;
use crate::session::ledger::known;
use crate::session::ledger::known::KnownAccess;
use crate::session::ledger::view::AddressOnLedger;
use crate::session::lists::{MarkSeed, SentList};

/// `n` Ledgers, identities, accounts, credentials and co-signers, each of them the next one's.
fn linked(n: u32) -> Wallet {
    let mut wallet = Wallet::default();
    let mut records = NetworkRecords::default();
    for number in 0..n {
        let pairing_key = PairingKey::new(filled(number));
        wallet.devices.insert(pairing_key, Device::ledger(pairing_key).into());
        let key = IdentityKey::Ledger {
            device: pairing_key,
            path: LedgerPath::Legacy,
            index: IdentityIndex::new(0).unwrap(),
            version: KeyVersion::V1,
        };
        records.identities.insert(key, identity(key, None).into());
        let id = CredentialId::new(filled(number));
        let address = AccountAddress::of_first_credential(&id);
        records.accounts.insert(address.into(), account(address, key, None).into());
        records.credentials.insert(
            id,
            Credential {
                id,
                identity: key,
                index: CredentialIndex(0),
                account: address.into(),
                slot: Some(AccountSlot(0)),
                policy: String::new(),
                randomness: None,
            }
            .into(),
        );
        let credential = CredentialId::new(filled(n + number));
        records.cosigners.insert(credential, Cosigner { account: address, credential, note: String::new() }.into());
    }
    wallet.networks.insert(Network::Mainnet.genesis(), records);
    wallet
}

/// One identity from a phone with `n` accounts whose keys are here, each with a scalar of its own.
fn from_a_phone(n: u32) -> Wallet {
    let mut records = NetworkRecords::default();
    let key = IdentityKey::Phone(IdCredPub::new(filled(1)));
    records
        .identities
        .insert(key, identity(key, Some(format!(r#"{{"aci":{{"prfKey":"{}"}}}}"#, "07".repeat(32)))).into());
    for number in 0..n {
        let address = AccountAddress::of_first_credential(&CredentialId::new(filled(number)));
        records.accounts.insert(address.into(), account(address, key, Some(number + 1)).into());
    }
    Wallet { networks: BTreeMap::from([(Network::Mainnet.genesis(), records)]), ..Wallet::default() }
}

fn identity(key: IdentityKey, keys: Option<String>) -> Identity {
    Identity {
        key,
        name: "Identity".into(),
        state: IdentityState::Confirmed,
        detail: None,
        issuer_url: None,
        provider: None,
        object: None,
        randomness: String::new(),
        phone: keys.map(|keys| PhoneIdentity {
            next_account_number: 0,
            environment: None,
            keys: Some(SecretText::new(keys)),
            other_members: SecretText::new("{}".into()),
        }),
    }
}

fn account(address: AccountAddress, identity: IdentityKey, scalar: Option<u32>) -> Account {
    let generator = crate::chain::Generator::of_mainnet_and_testnet().bytes();
    Account {
        key: address.into(),
        identity: Some(identity),
        name: "Account".into(),
        state: AccountState::Confirmed,
        signature_threshold: 1,
        is_initial: false,
        deployment: None,
        transaction_filter: "{}".into(),
        shielded: Shielded::none(),
        keys: scalar.map(|scalar| AccountKeys {
            signing: SecretText::new("{}".into()),
            encryption: Some(SecretText::new(format!("{}{scalar:064x}", hex::encode(generator)))),
            commitments: None,
        }),
        phone: None,
        signers: BTreeSet::new(),
    }
}

fn filled<const N: usize>(number: u32) -> [u8; N] {
    let mut bytes = [7; N];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes
}

/// With what checks have found, and nothing else beside the records.
fn shown_with(wallet: &Wallet, checked: &Checked) -> WalletView {
    whole(wallet, checked, "202611".parse().unwrap())
}

/// The work of both sizes of wallet, the second ten times as large as the first.
fn of_both(work: Work, show: impl Fn(&Wallet)) -> [usize; 2] {
    [40, 400].map(linked).map(|wallet| count(work, || show(&wallet)).0)
}

#[test]
fn ten_times_the_records_are_ten_times_the_work() {
    for work in [Work::Visit, Work::Address] {
        let show = |wallet: &Wallet| {
            let view = lists(wallet);
            assert_eq!(
                view.accounts.iter().filter(|account| account.cosigners.len() == 1).count(),
                view.accounts.len()
            );
            assert!(view.has_ledger);
            assert!(view.identities.iter().all(|identity| identity.accounts == 1));
            let known = KnownAccess::new();
            let access: Vec<_> = known::facts(&known, wallet).iter().map(|(_, facts)| known::view(facts)).collect();
            assert!(
                access.len() == view.accounts.len() && access.iter().all(|one| one.address == AddressOnLedger::Shown)
            );
        };
        let [some, more] = of_both(work, show);
        assert!(some > 0 && more <= 10 * some, "{work:?}: {some}, then {more}");
    }
}

#[test]
fn a_change_is_shown_and_spelled_by_itself_however_many_records_there_are() {
    for n in [40, 400] {
        let mut wallet = linked(n);
        let (accounts, checked) = (SentList::default(), Checked::default());
        let show = |wallet: &Wallet| {
            let networks = OnNetwork::all(wallet);
            let facts = networks.iter().flat_map(|on| on.accounts(&checked, ChainWord::SILENT));
            accounts.send(MarkSeed::FIXED, facts, |facts| account_view(&facts))
        };
        let counted = |wallet: &Wallet| {
            let (shown, (spelled, (hashed, splices))) =
                count(Work::Shown, || count(Work::Spelled, || count(Work::Address, || show(wallet))));
            (shown, spelled, hashed, splices.len())
        };
        let all = n as usize;
        // An address, and once more as what names the account.
        assert_eq!(counted(&wallet), (all, 2 * all, all, 1));
        assert_eq!(counted(&wallet), (0, 0, 0, 0));
        let records = wallet.networks.get_mut(&Network::Mainnet.genesis()).unwrap();
        records.accounts.values_mut().nth(7).unwrap().name = "Other".into();
        assert_eq!(counted(&wallet), (1, 2, 1, 1));
        let records = wallet.networks.get_mut(&Network::Mainnet.genesis()).unwrap();
        let gone = *records.credentials.keys().nth(9).unwrap();
        records.credentials.remove(&gone);
        assert_eq!(counted(&wallet), (1, 2, 0, 1), "the account that it was on");
    }
}

#[test]
fn keys_are_checked_once_and_again_only_where_something_changed() {
    let mut wallet = from_a_phone(60);
    let mut checked = Checked::default();
    checked.look(&wallet);
    assert_eq!(checked.waiting(), 61);
    let view = shown_with(&wallet, &checked);
    assert!(view.accounts.iter().all(|account| account.checking && account.findings.is_empty()));

    let (first, ()) = count(Work::Multiple, || checked.go_on(&wallet, usize::MAX));
    assert!((60..=2 * 60 + 256 + 4).contains(&first), "{first} multiples for 60 keys and all ids of one identity");
    let view = shown_with(&wallet, &checked);
    assert!(view.accounts.iter().all(|account| !account.checking && !account.findings.is_empty()));

    // A name is nothing that checks read.
    let genesis = Network::Mainnet.genesis();
    let records = wallet.networks.get_mut(&genesis).unwrap();
    records.accounts.values_mut().for_each(|account| account.name = "Other".into());
    let (again, ()) = count(Work::Multiple, || {
        checked.look(&wallet);
        checked.go_on(&wallet, usize::MAX);
    });
    assert_eq!(again, 0);

    let records = wallet.networks.get_mut(&genesis).unwrap();
    let changed = records.accounts.values_mut().next().unwrap();
    changed.keys.as_mut().unwrap().encryption = None;
    let key = changed.key.clone();
    checked.look(&wallet);
    assert_eq!((checked.waiting(), checked.account(genesis, &key)), (1, None));
    let (one, ()) = count(Work::Multiple, || checked.go_on(&wallet, 1));
    assert!(one <= 256 + 4, "{one}");
}

#[test]
fn keys_that_wait_are_checked_a_few_at_a_time() {
    let wallet = from_a_phone(500);
    let mut checked = Checked::default();
    checked.look(&wallet);
    let mut steps = 0;
    while checked.waiting() > 0 {
        let before = checked.waiting();
        checked.go_on(&wallet, 100);
        steps += 1;
        assert!(before - checked.waiting() <= 100);
    }
    assert_eq!(steps, 6);
    let all: Vec<_> = wallet.networks[&Network::Mainnet.genesis()].accounts.keys().collect();
    assert!(all.iter().all(|key| checked.account(Network::Mainnet.genesis(), key).is_some()));
}

/// The records of a file made by other code.
fn opened(document: &str) -> Wallet {
    let file = hostile::sealed(document, 1, hostile::Hash::Sha256);
    let opened = backup::open(file.as_bytes(), &Password::new(hostile::PASSWORD.into())).unwrap();
    opened.contents.on(Network::Mainnet.genesis())
}

#[test]
fn a_file_ten_times_as_large_is_ten_times_the_work_to_open_plan_apply_and_show() {
    for work in [Work::Visit, Work::Address] {
        let [some, more] = [30, 300].map(|n| {
            let document = hostile::Desktop::linked(n).document();
            let (amount, view) = count(work, || {
                let incoming = opened(&document);
                let current = Wallet::default();
                let plan = merge::plan(&current, &incoming);
                let (wallet, _) = merge::apply(&current, &incoming, &plan, &Choices::default()).unwrap();
                // Brought in once more, everything is known.
                let again = merge::plan(&wallet, &incoming);
                assert!(again.items.iter().all(|item| item.verdict == merge::Verdict::Same), "{:?}", again.items);
                known::facts(&KnownAccess::new(), &wallet).iter().for_each(|(_, facts)| drop(known::view(facts)));
                lists(&wallet)
            });
            assert_eq!((view.identities.len(), view.accounts.len()), (n, n));
            assert!(view.accounts.iter().all(|account| account.credentials.len() == 1 && account.cosigners.len() == 1));
            amount
        });
        assert!(some > 0 && more <= 10 * some, "{work:?}: {some}, then {more}");
    }
}

#[test]
fn placeholders_and_the_identities_they_stand_for_take_no_more() {
    let [some, more] = [30, 300].map(|n| {
        let incoming = opened(&hostile::Desktop::linked(n).document());
        let mut current = Wallet::default();
        for (genesis, records) in &incoming.networks {
            let placeholders = records.identities.values().map(|one| {
                let IdentityKey::Ledger { device, path, index, .. } = one.key else { panic!("of a Ledger") };
                let key = IdentityKey::Ledger { device, path, index, version: KeyVersion::V0 };
                (key, Identity { state: IdentityState::Placeholder, ..identity(key, None) }.into())
            });
            let records = NetworkRecords { identities: placeholders.collect(), ..NetworkRecords::default() };
            current.networks.insert(*genesis, records);
        }
        let (amount, plan) = count(Work::Visit, || merge::plan(&current, &incoming));
        assert!(plan.items.iter().all(|item| item.verdict != merge::Verdict::Conflict));
        amount
    });
    assert!(some > 0 && more <= 10 * some, "{some}, then {more}");
}

#[test]
fn keys_of_a_file_are_multiplied_a_few_times_each() {
    let [some, more] = [30, 300].map(|n| {
        let document = hostile::phone(0..n);
        let (amount, wallet) = count(Work::Multiple, || {
            let incoming = opened(&document);
            let plan = merge::plan(&Wallet::default(), &incoming);
            merge::apply(&Wallet::default(), &incoming, &plan, &Choices::default()).unwrap().0
        });
        let mut checked = Checked::default();
        let (checks, ()) = count(Work::Multiple, || {
            checked.look(&wallet);
            checked.go_on(&wallet, usize::MAX);
        });
        assert_eq!(wallet.networks[&Network::Mainnet.genesis()].accounts.len(), n);
        amount + checks
    });
    assert!(more - some <= 3 * 270, "{some}, then {more}: more than three times for each of 270 keys");
}

#[test]
fn keys_beside_a_ledger_are_keys_in_this_wallet() {
    let places = [KeysPlace::Ledger, KeysPlace::Both, KeysPlace::Computer, KeysPlace::Nowhere];
    let tally = places.into_iter().fold(KeysTally::default(), KeysTally::and);
    assert_eq!(tally, KeysTally { ledgers: 0, on_ledger: 2, here: 1, watched: 1, with_keys: 2 });
}

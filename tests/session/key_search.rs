//! Accounts found by the public keys of a Ledger, as a page asks for it and sees it: what a directory learns and when, what is said when it
//! cannot be believed, and one address that the person knows.

use std::collections::BTreeSet;

use crate::bench;

use bench::{Bench, account_info, account_with};
use ledger_sim::Version;
use lifeboat::merge::{Choice, Verdict};
use lifeboat::model::{AccountAddress, CredentialId, Network, RecordKind};
use lifeboat::session::chain::intent::ChainIntent;
use lifeboat::session::headline::{Foremost, Headline};
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::import::view::{ImportView, OriginView};
use lifeboat::session::intent::Intent;
use lifeboat::session::key_search::intent::{KeySearchIntent, KeysOf};
use lifeboat::session::key_search::view::{KeyAccountView, KeySearchStep, PowerView};
use lifeboat::session::ledger::intent::LedgerIntent;
use lifeboat::session::ledger::view::{AccessState, DeviceTaskView, KeysHeldView};
use lifeboat::session::settings::intent::SettingsIntent;
use lifeboat::session::wallet::intent::{Removable, RemovalTarget, WalletIntent};
use lifeboat::session::wallet::view::ReceivingView;

/// `m/44'/919'/0'/0'/0'/number'` of the phrase that the Ledger of these tests has: 11 times "abandon", "about".
const KEYS: [&str; 6] = [
    "1705a5e05507a6a337f71a8c31411efe37c45d28ff03242f6c3359022bda345a",
    "5f64aa5e9eb0a631adc802ba7e43cdf38534709e83598febc0dad073153e3588",
    "fbe9ccec464ee32358e2f5b4fdafdebbd53874bdc2676d202554017523bb6668",
    "dc4592a70b67c8134aa18600387ce8ac257c7fb4db34f0b36dff87b224f857c1",
    "b7effe9f6d42422afd876e4d25e2650c905b4686282f3906d94bff8e449ad461",
    "b7d8c02856454aa20e25c3efab28da39ae45b1ef623cb1eb8e1a335aa56aa5c3",
];
/// Of the first account of the chain: nobody's here.
const FIRST: &str = "4141414141414141414141414141414141414141414141414141414141414141";
const DIRECTORY: &str = "https://wallet-proxy.mainnet.concordium.software";

/// An account whose credential is a phone's, with this key in it.
fn add(bench: &Bench, name: u8, key: &str) -> String {
    let credential = CredentialId::new([name; 48]);
    let address = AccountAddress::of_first_credential(&credential).to_string();
    let account = account_info(&address, credential.bytes(), &hex::decode(key).unwrap());
    bench.world.on_chain.borrow_mut().push(account);
    if let Some(listed) = bench.world.directory.borrow_mut().as_mut() {
        listed.push((key.to_owned(), address.clone()));
    }
    address
}

/// An account whose one credential, a phone's, has these keys, of which so many must sign. The directory lists it under each.
fn add_shared(bench: &Bench, name: u8, keys: &[&str], threshold: u64) -> String {
    let credential = CredentialId::new([name; 48]);
    let address = AccountAddress::of_first_credential(&credential);
    let bytes: Vec<_> = keys.iter().map(|key| hex::decode(key).unwrap()).collect();
    let account = account_with(address, &[(credential.bytes(), &bytes, threshold)], 1);
    let mut on_chain = bench.world.on_chain.borrow_mut();
    // One that is there has other keys from now on.
    on_chain.retain(|known| known[4..36] != account[4..36]);
    on_chain.push(account);
    if let Some(listed) = bench.world.directory.borrow_mut().as_mut() {
        listed.extend(keys.iter().map(|key| ((*key).to_owned(), address.to_string())));
    }
    address.to_string()
}

/// A vault that is open, a chain with its first account, and a directory that lists what is there.
fn bench() -> Bench {
    let bench = Bench::open();
    *bench.world.directory.borrow_mut() = Some(Vec::new());
    add(&bench, 1, FIRST);
    bench
}

fn start() -> KeySearchIntent {
    KeySearchIntent::Start { keys: KeysOf::LedgerProgram, directory: DIRECTORY.into() }
}

fn over(bench: &mut Bench, intent: KeySearchIntent) -> KeySearchStep {
    bench.ask(intent).unwrap();
    let ended = |step: &KeySearchStep| matches!(step, KeySearchStep::Over { .. });
    bench.until("an end", |snapshot| ended(&snapshot.key_search.step)).key_search.step
}

fn found(step: &KeySearchStep) -> &[KeyAccountView] {
    let KeySearchStep::Over { found, .. } = step else { panic!("{step:?}") };
    found
}

fn fault(step: &KeySearchStep) -> Option<&'static str> {
    let KeySearchStep::Over { fault, .. } = step else { panic!("{step:?}") };
    fault.as_ref().map(|fault| fault.code)
}

#[test]
fn accounts_of_ledgers_own_program_are_found_behind_a_gap_and_come_into_the_wallet() {
    let mut bench = bench();
    let mut addresses = [add(&bench, 2, KEYS[0]), add(&bench, 3, KEYS[0]), add(&bench, 4, KEYS[4])];
    addresses.sort_by_key(|address| *address.parse::<AccountAddress>().unwrap().bytes());
    let step = over(&mut bench, start());
    let KeySearchStep::Over { found, series, fault, .. } = &step else { panic!("{step:?}") };
    assert_eq!(fault, &None);
    assert_eq!(found.iter().map(|account| account.address.as_str()).collect::<Vec<_>>(), addresses);
    assert!(found.iter().all(|account| account.power == PowerView::Alone && account.may_receive && !account.is_known));
    assert_eq!((series[0].keys, series[0].found, series[0].none, series[0].not_checked), (25, 2, 23, 0));
    let paths: Vec<_> = found.iter().flat_map(|account| &account.paths).collect();
    assert!(paths.contains(&&"m/44'/919'/0'/0'/0'/4'".to_owned()), "{paths:?}");
    assert_eq!(bench.world.prompts.get(), 0, "no button is pressed");
    assert_eq!(bench.snapshot().device, DeviceTaskView::None);

    bench.ask(KeySearchIntent::Preview).unwrap();
    let ImportView::Preview { origin, .. } = &bench.snapshot().import else { panic!("a preview") };
    assert_eq!(origin, &OriginView::Keys);
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(bench.world.records.borrow().accounts.len(), 3);
    assert!(bench.world.records.borrow().has_ledger);
    assert_eq!(bench.snapshot().key_search.step, KeySearchStep::Idle);
    bench.ask(start()).unwrap();
    assert!(matches!(bench.snapshot().import, ImportView::Idle), "the report of the last one does not hide the next");
    assert!(over(&mut bench, start()).eq(&over(&mut bench, start())));
    assert!(self::found(&over(&mut bench, start())).iter().all(|account| account.is_known));
}

#[test]
fn what_is_said_once_lifeboat_is_closed_promises_no_search_by_keys() {
    let mut bench = bench();
    add(&bench, 2, KEYS[0]);
    over(&mut bench, start());
    let summary = bench.snapshot().summary.unwrap();
    assert_eq!(summary.headline.foremost, Foremost::SearchResting);
    assert_eq!(summary.once_closed, Headline { foremost: Foremost::Empty, calls: false }, "it is kept nowhere");
}

#[test]
fn a_directory_that_proves_nothing_learns_no_key_and_never_says_none() {
    let mut bench = bench();
    add(&bench, 2, KEYS[0]);
    *bench.world.directory.borrow_mut() = None;
    assert_eq!(fault(&over(&mut bench, start())), Some("directory-unreachable"));
    // It was emptied: it does not list what the node has.
    *bench.world.directory.borrow_mut() = Some(Vec::new());
    let step = over(&mut bench, start());
    assert_eq!((fault(&step), found(&step).len()), (Some("directory-incomplete"), 0));
    assert_eq!(
        *bench.world.keys_asked.borrow(),
        [FIRST],
        "a key of the chain's first account, and none of the person's"
    );
    assert!(bench.world.sent.borrow().iter().all(|apdu| !apdu.starts_with("e001")), "the Ledger was not needed");
}

#[test]
fn an_index_that_stands_still_proves_nothing() {
    let mut bench = bench();
    let strangers: Vec<String> = (2..8).map(|number| hex::encode([number; 32])).collect();
    strangers.iter().zip(2..).for_each(|(key, name)| drop(add(&bench, name, key)));
    assert_eq!(fault(&over(&mut bench, start())), None);
    // It says that it is well, and knows the chain's beginning.
    bench.world.directory.borrow_mut().as_mut().unwrap().truncate(2);
    bench.world.keys_asked.borrow_mut().clear();
    assert_eq!(fault(&over(&mut bench, start())), Some("directory-incomplete"));
    assert_eq!(
        *bench.world.keys_asked.borrow(),
        [strangers[2].clone()],
        "a young account's key, and none of the person's"
    );
}

#[test]
fn an_app_without_these_keys_says_so_before_it_is_asked() {
    let mut bench = bench();
    bench.world.version.set(Version::V4_1_2);
    assert_eq!(fault(&over(&mut bench, start())), Some("ledger-path-not-served"));
    assert_eq!(*bench.world.keys_asked.borrow(), [FIRST]);
    // The keys of the Desktop Wallet are on every version.
    let desktop = KeySearchIntent::Start { keys: KeysOf::DesktopWallet, directory: DIRECTORY.into() };
    let step = over(&mut bench, desktop);
    let KeySearchStep::Over { series, fault, .. } = &step else { panic!("{step:?}") };
    assert_eq!((fault, series.len()), (&None, 5));
    assert!(series.iter().all(|series| series.keys == 5 && series.none == 5));
}

#[test]
fn a_search_that_is_stopped_says_of_the_rest_that_nobody_knows() {
    let mut bench = bench();
    bench.ask(start()).unwrap();
    let running = |step: &KeySearchStep| matches!(step, KeySearchStep::Running { read, .. } if *read > 0);
    bench.until("a key", |snapshot| running(&snapshot.key_search.step));
    let step = over(&mut bench, KeySearchIntent::Stop);
    let KeySearchStep::Over { series, .. } = &step else { panic!("{step:?}") };
    assert_eq!((series[0].found, series[0].none + series[0].not_checked), (0, series[0].keys));
    assert!(series[0].not_checked > 0);
    let again = over(&mut bench, KeySearchIntent::CheckAgain);
    let KeySearchStep::Over { series, .. } = &again else { panic!("{again:?}") };
    assert_eq!((series[0].none, series[0].not_checked), (20, 0));
}

#[test]
fn what_is_stopped_before_the_first_key_says_so_and_never_none() {
    let mut bench = bench();
    let own = add(&bench, 2, KEYS[3]);
    for begun in [start(), KeySearchIntent::Address { address: own }] {
        bench.ask(begun).unwrap();
        let step = over(&mut bench, KeySearchIntent::Stop);
        assert_eq!((fault(&step), found(&step).len()), (Some("key-search-stopped"), 0));
    }
}

#[test]
fn an_address_needs_no_directory() {
    let mut bench = bench();
    let (own, strangers) = (add(&bench, 2, KEYS[3]), add(&bench, 3, "99".repeat(32).as_str()));
    *bench.world.directory.borrow_mut() = None;
    let address = |address: &str| KeySearchIntent::Address { address: format!(" {address}\n") };
    let step = over(&mut bench, address(&own));
    assert_eq!((fault(&step), found(&step)[0].power), (None, PowerView::Alone));
    assert_eq!(found(&step)[0].paths, ["m/44'/919'/0'/0'/0'/3'"]);
    assert_eq!(found(&over(&mut bench, address(&strangers))), []);
    let nobodys = AccountAddress::of_first_credential(&CredentialId::new([77; 48])).to_string();
    assert_eq!(fault(&over(&mut bench, address(&nobodys))), Some("no-such-account"));
    assert!(bench.world.keys_asked.borrow().is_empty());
    let refused = bench.ask(KeySearchIntent::Address { address: "3FVMj8".into() }).unwrap_err();
    assert_eq!(refused.code, "address-invalid");
}

const THEIRS: &str = "7777777777777777777777777777777777777777777777777777777777777777";
const ALSO_THEIRS: &str = "8888888888888888888888888888888888888888888888888888888888888888";

fn receiving(bench: &Bench, address: &str) -> ReceivingView {
    let records = bench.world.records.borrow();
    let contact = records.contacts.iter().find(|contact| contact.address == address).unwrap();
    let account = records.accounts.iter().find(|account| account.address.as_deref() == Some(address)).unwrap();
    assert_eq!(account.receiving, contact.receiving, "every page says the same");
    account.receiving
}

#[test]
fn what_others_can_empty_is_offered_and_left_out_and_says_on_every_page_who_else_signs() {
    let mut bench = bench();
    let own = add(&bench, 2, KEYS[0]);
    let poisoned = add_shared(&bench, 3, &[THEIRS, KEYS[1]], 1);
    let ruled = add_shared(&bench, 4, &[THEIRS, ALSO_THEIRS, KEYS[2]], 2);
    let needs = add_shared(&bench, 5, &[KEYS[3], THEIRS], 2);
    over(&mut bench, start());
    bench.ask(KeySearchIntent::Preview).unwrap();

    let rows = bench.rows();
    let place =
        |address: &str| rows.iter().position(|row| row.subtitle == address && row.kind == RecordKind::Account).unwrap();
    let said = |address: &str| {
        let row = &rows[place(address)];
        (
            row.status,
            row.choices.iter().map(|choice| choice.code).collect::<Vec<_>>(),
            row.reason.as_ref().map(|reason| reason.code),
        )
    };
    let by_choice = vec![Choice::LeaveOut, Choice::Add];
    let by_itself = vec![Choice::Add, Choice::LeaveOut];
    assert_eq!(said(&own), (Verdict::New, by_itself.clone(), None));
    assert_eq!(said(&needs), (Verdict::New, by_itself, Some("account-needs-others")));
    assert_eq!(said(&poisoned), (Verdict::Doubted, by_choice.clone(), Some("account-others-too")));
    assert_eq!(said(&ruled), (Verdict::Doubted, by_choice, Some("account-others-rule")));

    bench.ask(ImportIntent::Choose { item: rows[place(&poisoned)].id, choice: 1 }).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    let addresses = |bench: &Bench| -> BTreeSet<String> {
        let records = bench.world.records.borrow();
        let contacts: BTreeSet<_> = records.contacts.iter().map(|contact| contact.address.clone()).collect();
        let accounts: BTreeSet<_> = records.accounts.iter().filter_map(|account| account.address.clone()).collect();
        assert_eq!(accounts, contacts, "an entry comes with its account or not at all");
        accounts
    };
    assert_eq!(addresses(&bench), [&own, &poisoned, &needs].map(Clone::clone).into());
    let by_record = |bench: &Bench| [&own, &poisoned, &needs].map(|address| receiving(bench, address));
    // What the search heard of them counts as if they had been asked about. Locked, it is forgotten: what is on record then may as well have
    // come in with anybody's file, and no address is one to receive at until the chain was asked.
    let withheld = |power, missing| ReceivingView::Withheld { power, missing };
    let now = [ReceivingView::Open, withheld(PowerView::OthersToo, 0), withheld(PowerView::NeedsMore, 1)];
    assert_eq!(by_record(&bench), now);
    bench.relock();
    let on_record = [ReceivingView::Unchecked, ReceivingView::OthersOnRecord, ReceivingView::OthersOnRecord];
    assert_eq!(by_record(&bench), on_record);
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    assert_eq!(by_record(&bench), now);
    // Its own key is one of the two that must sign there.
    bench.ask(LedgerIntent::CheckAccess).unwrap();
    bench.until("the Ledger is done", |snapshot| snapshot.device == DeviceTaskView::None);
    let access = |address: &str| {
        let records = bench.world.records.borrow();
        let account = records.accounts.iter().find(|account| account.address.as_deref() == Some(address)).unwrap();
        let access = records.access.iter().find(|access| access.account == account.id).unwrap();
        (access.state, access.keys)
    };
    assert_eq!([access(&own), access(&poisoned)], [(AccessState::CanSign, None); 2]);
    let one_of_two = KeysHeldView { held: 1, of: 2, needed: 2 };
    assert_eq!(access(&needs), (AccessState::HasSome, Some(one_of_two)));
    let totals = bench.world.records.borrow().totals[0].clone();
    assert_eq!([totals.alone.accounts, totals.together.accounts, totals.others.accounts], [1, 1, 1]);
    bench.relock();
    assert_eq!(by_record(&bench), on_record);

    // What changes on the chain counts as soon as it is asked: others gone, others come, the key gone.
    add_shared(&bench, 5, &[KEYS[3]], 1);
    add_shared(&bench, 2, &[KEYS[0], THEIRS], 1);
    add_shared(&bench, 3, &[THEIRS], 1);
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    assert_eq!(by_record(&bench), [withheld(PowerView::OthersToo, 0), ReceivingView::KeysGone, ReceivingView::Open]);
    // Asked, and not there, is another thing than not asked; and what is heard of it later counts more.
    let of_poisoned = bench.world.on_chain.borrow_mut().pop().unwrap();
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    assert_eq!(receiving(&bench, &poisoned), ReceivingView::NotThere);
    bench.world.on_chain.borrow_mut().push(of_poisoned);
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    assert_eq!(receiving(&bench, &poisoned), ReceivingView::KeysGone);
}

#[test]
fn what_was_not_checked_is_asked_of_the_directory_that_was_allowed() {
    let mut bench = bench();
    let own = "https://proxy.example";
    bench.ask(KeySearchIntent::Start { keys: KeysOf::LedgerProgram, directory: own.into() }).unwrap();
    let running = |step: &KeySearchStep| matches!(step, KeySearchStep::Running { read, .. } if *read > 0);
    bench.until("a key", |snapshot| running(&snapshot.key_search.step));
    let step = over(&mut bench, KeySearchIntent::Stop);
    let KeySearchStep::Over { directory, .. } = &step else { panic!("{step:?}") };
    assert_eq!(directory.as_deref(), Some(own), "the page asks for leave to ask this one");
    bench.world.asked.borrow_mut().clear();
    over(&mut bench, KeySearchIntent::CheckAgain);
    let asked = bench.world.asked.borrow();
    assert!(asked.contains(own) && !asked.contains(DIRECTORY), "no other learns a key: {asked:?}");
}

#[test]
fn on_a_testnet_an_app_without_its_keys_says_so_before_the_search_and_a_later_one_finds_them() {
    let mut bench = bench();
    // m/44'/1'/0'/0'/0'/0', and beside it the same number of mainnet: another network's key is none.
    let own = add(&bench, 2, "2066835f9542b7138e31c6880da70b7345bd0fbce8f6ae7fd650b5731210777a");
    add(&bench, 3, KEYS[0]);
    bench.world.network.set(Network::Testnet);
    bench.ask(SettingsIntent::UseNetwork { genesis: Network::Testnet.genesis().to_string() }).unwrap();
    for version in [Version::V5_4_0, Version::V5_5_1, Version::V5_6_1] {
        bench.world.version.set(version);
        bench.world.keys_asked.borrow_mut().clear();
        let step = over(&mut bench, start());
        let KeySearchStep::Over { fault, .. } = &step else { panic!("{step:?}") };
        let fault = fault.as_ref().unwrap();
        assert_eq!(
            (fault.code, fault.fields.get("needed").map(String::as_str)),
            ("ledger-path-not-served", Some("5.6.3"))
        );
        let strangers = bench.world.keys_asked.borrow();
        assert!(!strangers.iter().any(|key| key.starts_with("2066")), "{version}: {strangers:?}");
    }
    for version in [Version::V5_6_3, Version::V5_7_0] {
        bench.world.version.set(version);
        let step = over(&mut bench, start());
        assert_eq!((fault(&step), found(&step).len()), (None, 1), "{version}");
        assert_eq!((found(&step)[0].address.as_str(), found(&step)[0].power), (own.as_str(), PowerView::Alone));
        assert_eq!(found(&step)[0].paths, ["m/44'/1'/0'/0'/0'/0'"]);
    }
}

#[test]
fn what_was_done_is_drawn_once() {
    let mut bench = bench();
    let own = add(&bench, 2, KEYS[0]);
    over(&mut bench, start());
    bench.ask(KeySearchIntent::Preview).unwrap();
    let drawn = |bench: &mut Bench, intent: Intent| {
        let before = bench.snapshot().revision;
        bench.ask(intent).unwrap();
        bench.snapshot().revision - before
    };
    let by_search = drawn(&mut bench, ImportIntent::Apply.into());
    let network = Network::Mainnet.genesis().to_string();
    let target = RemovalTarget { what: Removable::Account, network, id: own };
    let by_removal = drawn(&mut bench, WalletIntent::Remove { target }.into());
    bench.preview("typical.json", "correct horse battery");
    let by_file = drawn(&mut bench, ImportIntent::Apply.into());
    assert_eq!((by_search, by_removal, by_file), (1, 1, 1));
}

#[test]
fn one_click_adds_what_asks_nothing_and_shows_what_does() {
    let mut bench = bench();
    let own = add(&bench, 2, KEYS[0]);
    let poisoned = add_shared(&bench, 3, &[THEIRS, KEYS[1]], 1);
    over(&mut bench, start());
    let before = bench.snapshot().revision;
    bench.ask(KeySearchIntent::Add).unwrap();
    assert_eq!(bench.snapshot().revision - before, 1, "nothing is seen of the preview before");
    let addresses = |bench: &Bench| -> Vec<String> {
        bench.world.records.borrow().accounts.iter().filter_map(|account| account.address.clone()).collect()
    };
    assert_eq!(addresses(&bench), std::slice::from_ref(&own));
    let snapshot = bench.snapshot();
    let ImportView::Preview { notices, begun: true, .. } = &snapshot.import else { panic!("{:?}", snapshot.import) };
    assert_eq!(notices[0].code, "added-unasked");
    assert!(matches!(snapshot.key_search.step, KeySearchStep::Over { .. }), "what asks is still found");
    let asking: Vec<_> = bench.rows().into_iter().filter(|row| row.status == Verdict::Doubted).collect();
    assert_eq!(asking.len(), 1);
    assert_eq!(asking[0].subtitle, poisoned.as_str());
    // What came in can be taken back meanwhile.
    let undo = bench.world.records.borrow().undo.clone().unwrap();
    assert_eq!(undo.taken_away.accounts, 1);

    // Once more: nothing but the question is left, and nothing is written.
    bench.ask(KeySearchIntent::Add).unwrap();
    assert_eq!(addresses(&bench), std::slice::from_ref(&own));
    assert!(bench.world.records.borrow().undo.is_some(), "asking again takes no undo away");
    bench.ask(ImportIntent::Choose { item: asking[0].id, choice: 1 }).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(addresses(&bench).len(), 2);
    assert_eq!(bench.snapshot().key_search.step, KeySearchStep::Idle);
}

#[test]
fn a_preview_says_that_something_of_it_is_written_only_as_long_as_it_is() {
    let mut bench = bench();
    add(&bench, 2, KEYS[0]);
    add_shared(&bench, 3, &[THEIRS, KEYS[1]], 1);
    over(&mut bench, start());
    let said = |bench: &Bench| {
        let ImportView::Preview { notices, begun, .. } = bench.snapshot().import else { panic!("no preview") };
        (begun, notices.iter().any(|notice| notice.code == "added-unasked"))
    };
    bench.ask(KeySearchIntent::Preview).unwrap();
    assert_eq!(said(&bench), (false, false));
    bench.ask(KeySearchIntent::Add).unwrap();
    assert_eq!(said(&bench), (true, true));
    bench.ask(ImportIntent::Undo).unwrap();
    assert_eq!(said(&bench), (false, false), "it was taken back");
}

#[test]
fn where_nothing_asks_one_click_ends_in_the_report() {
    let mut bench = bench();
    add(&bench, 2, KEYS[0]);
    over(&mut bench, start());
    bench.ask(KeySearchIntent::Add).unwrap();
    let snapshot = bench.snapshot();
    assert!(matches!(snapshot.import, ImportView::Done { .. }), "{:?}", snapshot.import);
    assert_eq!(snapshot.key_search.step, KeySearchStep::Idle);
    assert_eq!(bench.accounts(), 1);
}

#[test]
fn a_round_of_questions_that_was_overtaken_draws_nothing_more() {
    let mut bench = bench();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    let mut drawn = |rounds: u32| {
        let before = bench.snapshot().revision;
        (0..rounds).for_each(|_| drop(bench.ask(ChainIntent::Check).unwrap()));
        bench.settle();
        bench.snapshot().revision - before
    };
    let (one, three) = (drawn(1), drawn(3));
    assert_eq!(three, one + 2, "beside the last round, the beginnings of two");
}

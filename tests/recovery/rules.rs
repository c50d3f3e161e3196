//! The rules of a recovery run, one by one.

use crate::fixtures;
use crate::generator;

use std::collections::BTreeMap;

use fixtures::{account, credential};
use generator::GENERATOR;
use lifeboat::chain::{derive_credential_ids, derive_prf_key};
use lifeboat::fault::Coded;
use lifeboat::merge::{self, Choices, Verdict};
use lifeboat::model::{
    AccountAddress, AccountKey, AccountSlot, Credential, CredentialId, CredentialIndex, GenesisHash, Identity,
    IdentityIndex, IdentityKey, KeyVersion, LedgerPath, NetworkRecords, PairingKey, Wallet,
};
use lifeboat::recovery::{
    Basis, Checkpoint, Event, Given, Known, LedgerKey, POLICY_UNKNOWN, Place, PlaceState, Plan, Query, Recovery,
    RecoveryError, Route, Step, Track,
};
use lifeboat::secret::PrfKeySeed;

const DEVICE: PairingKey = PairingKey::new([0x3d; 32]);
const NETWORK: GenesisHash = GenesisHash::new([0x42; 32]);

fn index(number: u32) -> IdentityIndex {
    IdentityIndex::new(number).unwrap()
}

fn seed(number: u32) -> PrfKeySeed {
    PrfKeySeed::new([u8::try_from(number + 1).unwrap(); 32])
}

fn id(identity: u32, version: KeyVersion, number: u8) -> CredentialId {
    derive_credential_ids(&GENERATOR, &derive_prf_key(&seed(identity), version), number..=number)[0].1
}

fn key(number: u32, version: KeyVersion) -> IdentityKey {
    IdentityKey::Ledger { device: DEVICE, path: LedgerPath::Legacy, index: index(number), version }
}

/// Few numbers, so that the tests are quick; the rules are the same.
fn plan() -> Plan {
    Plan { batch: 3, margin: 1, deepest: 8, deepest_on_request: 8, ..Plan::standard() }
}

fn basis(plan: Plan, known: Known) -> Basis {
    Basis { plan, generator: GENERATOR.clone(), network: NETWORK, known }
}

fn run(known: Known) -> Recovery {
    Recovery::new(basis(plan(), known), Route::legacy(DEVICE))
}

fn place(number: u32) -> Place {
    Place::of(key(number, KeyVersion::V1))
}

fn ask(number: u32) -> Step {
    Step::AskKey { place: place(number), is_again: false }
}

fn suggestion(empty_in_a_row: u32, found: u32) -> Step {
    let track = Track::of(DEVICE, LedgerPath::Legacy);
    Step::Suggest { track, empty_in_a_row, is_by_list: false, found, next: None }
}

fn key_event(at: u32, whose: u32) -> Event {
    let given = Given::Ledger { device: DEVICE, key: LedgerKey::Seed(seed(whose)), is_proven: false };
    Event::Key { place: place(at), given }
}

fn handle(recovery: &mut Recovery, event: Event) {
    recovery.handle(event).unwrap();
}

fn give_seed(recovery: &mut Recovery, number: u32) {
    handle(recovery, key_event(number, number));
}

fn open(recovery: &Recovery) -> Vec<Query> {
    match recovery.step() {
        Step::LookUp { batch } => batch,
        Step::AskKey { .. } | Step::Scan { .. } | Step::Suggest { .. } | Step::Finished => Vec::new(),
    }
}

fn answer_all_absent(recovery: &mut Recovery) {
    for query in open(recovery) {
        handle(recovery, Event::Absent { credential_id: query.credential_id });
    }
}

fn find(recovery: &mut Recovery, credential_id: CredentialId, threshold: u32, slots: &[(u32, CredentialId, bool)]) {
    let credentials = slots.iter().map(|(slot, id, initial)| (AccountSlot(*slot), credential(*id, *initial))).collect();
    let account = Box::new(account(threshold, credentials).unwrap());
    handle(recovery, Event::Found { credential_id, account });
}

fn wallet(identity: IdentityKey, number: u32) -> Wallet {
    let id = CredentialId::new([8; 48]);
    let credential = Credential {
        id,
        identity,
        index: CredentialIndex(number),
        account: AccountKey::Unaddressed { identity, text: String::new() },
        slot: None,
        policy: "{}".to_owned(),
        randomness: None,
    };
    let records = NetworkRecords {
        identities: BTreeMap::from([(identity, Identity::placeholder(identity).into())]),
        credentials: BTreeMap::from([(id, credential.into())]),
        ..NetworkRecords::default()
    };
    Wallet { networks: BTreeMap::from([(NETWORK, records)]), ..Wallet::default() }
}

#[test]
fn both_key_versions_of_every_index_are_looked_up_at_once() {
    let mut recovery = Recovery::new(basis(Plan::standard(), Known::default()), Route::legacy(DEVICE));
    assert_eq!(recovery.step(), ask(0));
    give_seed(&mut recovery, 0);
    let batch = open(&recovery);
    assert_eq!(batch.len(), 50);
    for version in KeyVersion::ALL {
        let numbers: Vec<u32> = batch
            .iter()
            .filter(|query| query.identity.version() == Some(version))
            .map(|query| query.number.0)
            .collect();
        assert_eq!(numbers, (0..25).collect::<Vec<_>>());
    }
}

#[test]
fn three_empty_indices_in_a_row_are_called_three() {
    let mut recovery = run(Known::default());
    for number in 0..7 {
        give_seed(&mut recovery, number);
        answer_all_absent(&mut recovery);
        if number == 2 || number == 5 {
            assert_eq!(recovery.step(), suggestion(number + 1, 0));
            handle(&mut recovery, Event::Continue);
        }
        assert_eq!(recovery.step(), ask(number + 1));
    }
}

#[test]
fn a_hit_a_known_identity_and_an_unchecked_index_each_end_the_row() {
    let known = Known::of(&wallet(key(2, KeyVersion::V0), 0), NETWORK);
    let mut recovery = run(known);
    for number in 0..11 {
        give_seed(&mut recovery, number);
        match number {
            5 => find(&mut recovery, id(5, KeyVersion::V1, 0), 1, &[(0, id(5, KeyVersion::V1, 0), true)]),
            8 => {
                let query = open(&recovery).remove(0);
                handle(&mut recovery, Event::Failed { credential_id: query.credential_id, code: "node-timed-out" });
                handle(&mut recovery, Event::GiveUp);
            }
            _ => {}
        }
        answer_all_absent(&mut recovery);
        assert_eq!(recovery.step(), ask(number + 1), "after index {number}");
    }
    // Index 8 turns out to be empty as well: 6 to 10 are five in a row.
    handle(&mut recovery, Event::CheckAgain);
    answer_all_absent(&mut recovery);
    assert_eq!(recovery.step(), suggestion(5, 1));
}

#[test]
fn stopping_keeps_what_was_found_and_looking_for_more_goes_on_behind_it() {
    let mut recovery = run(Known::default());
    give_seed(&mut recovery, 0);
    let ours = id(0, KeyVersion::V1, 0);
    find(&mut recovery, ours, 1, &[(0, ours, true)]);
    handle(&mut recovery, Event::Stop);
    assert_eq!(recovery.step(), Step::Finished);
    assert_eq!(recovery.outcome().networks[&NETWORK].accounts.len(), 1);
    assert_eq!(recovery.report().totals.not_checked, 5);
    assert_eq!(recovery.progress().places[0].state, PlaceState::Incomplete);

    // A late seed is nobody's any more.
    give_seed(&mut recovery, 1);
    assert_eq!(recovery.step(), Step::Finished);

    handle(&mut recovery, Event::Continue);
    assert_eq!(recovery.step(), ask(1));
    handle(&mut recovery, Event::CheckAgain);
    assert_eq!(open(&recovery).len(), 5, "without asking the Ledger again");
}

#[test]
fn a_fault_is_never_an_absence() {
    let mut recovery = run(Known::default());
    give_seed(&mut recovery, 0);
    for query in open(&recovery) {
        handle(&mut recovery, Event::Failed { credential_id: query.credential_id, code: "node-unreachable" });
    }
    assert_eq!(open(&recovery).len(), 6, "still to be asked");
    handle(&mut recovery, Event::GiveUp);
    let totals = recovery.report().totals;
    assert_eq!((totals.not_checked, totals.absent, recovery.progress().places[0].checked), (6, 0, 0));
}

#[test]
fn one_key_for_two_indices_is_refused_and_nothing_is_recorded() {
    let mut recovery = run(Known::default());
    give_seed(&mut recovery, 0);
    answer_all_absent(&mut recovery);
    let before = recovery.checkpoint();
    let refused = recovery.handle(key_event(1, 0)).unwrap_err();
    assert_eq!(refused, RecoveryError::SameKeyTwice { place: place(1), earlier: place(0) });
    assert_eq!(refused.fields(), BTreeMap::from([("index", "1".to_owned()), ("earlier", "0".to_owned())]));
    assert_eq!(recovery.checkpoint(), before);
    assert_eq!(recovery.step(), ask(1));
}

#[test]
fn an_index_can_be_left_out_and_is_not_called_empty() {
    let mut recovery = run(Known::default());
    handle(&mut recovery, Event::Declined { place: place(0) });
    assert_eq!(recovery.step(), ask(0));
    handle(&mut recovery, Event::Skip { place: place(5) });
    assert_eq!(recovery.step(), ask(0));
    handle(&mut recovery, Event::Skip { place: place(0) });
    assert_eq!(recovery.step(), ask(1));
    let progress = recovery.progress();
    assert_eq!((progress.places[0].state, recovery.report().totals.absent), (PlaceState::Skipped, 0));
    assert_eq!(progress.places[1].state, PlaceState::AskingKey);
}

#[test]
fn a_shared_account_has_its_openers_address_and_its_other_signers() {
    let mut recovery = run(Known::default());
    give_seed(&mut recovery, 0);
    let (ours, stranger) = (id(0, KeyVersion::V0, 1), CredentialId::new([9; 48]));
    find(&mut recovery, ours, 2, &[(0, stranger, false), (4, ours, true)]);
    let outcome = recovery.outcome();
    let records = &outcome.networks[&NETWORK];
    let account = records.accounts.values().next().unwrap();
    assert_eq!(account.key.text(), AccountAddress::of_first_credential(&stranger).to_string());
    assert_eq!((account.signature_threshold, account.is_initial), (2, false));
    assert_eq!(account.identity, Some(key(0, KeyVersion::V0)));
    assert_eq!(records.credentials[&ours].slot, Some(AccountSlot(4)));
    assert_eq!(records.cosigners[&stranger].note, "");
    let found = &recovery.progress().places[0].accounts[0];
    assert_eq!((found.shared, found.removed, found.number), (true, false, CredentialIndex(1)));
}

#[test]
fn a_removed_credential_is_recorded_without_a_place_and_without_made_up_dates() {
    let mut recovery = run(Known::default());
    give_seed(&mut recovery, 0);
    let (ours, stranger) = (id(0, KeyVersion::V1, 0), CredentialId::new([9; 48]));
    find(&mut recovery, ours, 1, &[(0, stranger, true)]);
    let outcome = recovery.outcome();
    let credential = &outcome.networks[&NETWORK].credentials[&ours];
    assert_eq!((credential.slot, credential.policy.as_str()), (None, POLICY_UNKNOWN));
    assert!(recovery.progress().places[0].accounts[0].removed);
}

#[test]
fn recovering_what_is_already_here_changes_nothing() {
    let mut recovery = run(Known::default());
    give_seed(&mut recovery, 0);
    let (ours, stranger) = (id(0, KeyVersion::V1, 0), CredentialId::new([9; 48]));
    find(&mut recovery, ours, 2, &[(0, ours, true), (1, stranger, false)]);
    let removed = id(0, KeyVersion::V1, 1);
    find(&mut recovery, removed, 1, &[(0, CredentialId::new([8; 48]), false)]);
    let outcome = recovery.outcome();
    let verdicts = |here: &Wallet| merge::plan(here, &outcome).items.into_iter().map(|item| item.verdict);
    assert!(verdicts(&Wallet::default()).all(|verdict| verdict == Verdict::New));
    assert!(verdicts(&outcome).all(|verdict| verdict == Verdict::Same));

    // A backup knew the dates of the removed credential, and the person has named things.
    let mut named = outcome.clone();
    let records = named.networks.get_mut(&NETWORK).unwrap();
    let dates = r#"{"createdAt":"202201","revealedAttributes":{},"validTo":"202701"}"#;
    records.credentials.get_mut(&removed).unwrap().policy = dates.to_owned();
    records.identities.values_mut().for_each(|identity| identity.name = "Mine".to_owned());
    let plan = merge::plan(&named, &outcome);
    assert!(plan.items.iter().all(|item| item.verdict != Verdict::Conflict));
    let (merged, _) = merge::apply(&named, &outcome, &plan, &Choices::default()).unwrap();
    assert_eq!(merged, named);
}

#[test]
fn two_credentials_on_one_account_are_one_account() {
    let mut recovery = run(Known::default());
    give_seed(&mut recovery, 0);
    let (first, second) = (id(0, KeyVersion::V1, 0), id(0, KeyVersion::V1, 2));
    let slots = [(0, first, true), (1, second, false)];
    find(&mut recovery, first, 2, &slots);
    find(&mut recovery, second, 2, &slots);
    let outcome = recovery.outcome();
    let records = &outcome.networks[&NETWORK];
    assert_eq!((records.accounts.len(), records.credentials.len(), records.cosigners.len()), (1, 2, 0));
    assert!(records.accounts.values().all(|account| account.is_initial));
    let progress = recovery.progress();
    assert_eq!((recovery.report().totals.accounts, progress.places[0].accounts.len()), (1, 1));
    assert!(!progress.places[0].accounts[0].shared);
}

#[test]
fn a_known_identity_is_searched_in_both_versions_and_beyond_its_highest_number() {
    let known = Known::of(&wallet(key(0, KeyVersion::V1), 5), NETWORK);
    let mut recovery = run(known);
    give_seed(&mut recovery, 0);
    let count = |version| open(&recovery).iter().filter(|query| query.identity.version() == Some(version)).count();
    assert_eq!((count(KeyVersion::V1), count(KeyVersion::V0)), (7, 3));

    let others = IdentityKey::Ledger {
        device: PairingKey::new([1; 32]),
        path: LedgerPath::Legacy,
        index: index(0),
        version: KeyVersion::V1,
    };
    let elsewhere = Known::of(&wallet(others, 5), NETWORK);
    let mut recovery = run(elsewhere);
    give_seed(&mut recovery, 0);
    assert_eq!(open(&recovery).len(), 6, "another Ledger's identities say nothing about this one");
}

#[test]
fn looking_deeper_needs_no_second_approval_even_after_a_restart() {
    let mut recovery = run(Known::default());
    give_seed(&mut recovery, 0);
    let bytes = recovery.checkpoint().encode();
    let checkpoint = Checkpoint::decode(&bytes).unwrap();
    let mut recovery = Recovery::resume(basis(plan(), Known::default()), &checkpoint).unwrap();
    let near_the_end = id(0, KeyVersion::V0, 2);
    find(&mut recovery, near_the_end, 1, &[(0, near_the_end, false)]);
    assert!(open(&recovery).iter().any(|query| query.credential_id == id(0, KeyVersion::V0, 5)));
    answer_all_absent(&mut recovery);
    let coverage = recovery.coverage();
    let not_searched = coverage.versions().map(|it| (it.version.unwrap(), it.not_searched.to_string()));
    let expected = [(KeyVersion::V1, "3–255".to_owned()), (KeyVersion::V0, "6–255".to_owned())];
    assert_eq!(not_searched.collect::<Vec<_>>(), expected);
    assert!(recovery.checkpoint().encode().len() < 2_000, "ids nobody will ask for any more are forgotten");
}

#[test]
fn a_checkpoint_of_another_run_is_refused_with_its_reason() {
    let checkpoint = run(Known::default()).checkpoint();
    let network = GenesisHash::new([1; 32]);
    let elsewhere = Basis { network, ..basis(plan(), Known::default()) };
    assert_eq!(
        Recovery::resume(elsewhere, &checkpoint).map(drop),
        Err(RecoveryError::CheckpointOtherNetwork { saved: NETWORK, present: network })
    );
    assert_eq!(
        Checkpoint::decode(br#"{"version":4,"later":true}"#),
        Err(RecoveryError::CheckpointNewer { version: 4 })
    );
    assert_eq!(Checkpoint::decode(b""), Err(RecoveryError::CheckpointUnreadable));
    assert_eq!(Checkpoint::decode(br#"{"version":1}"#), Err(RecoveryError::CheckpointUnreadable));
}

#[test]
fn a_checkpoint_that_contradicts_itself_is_refused() {
    let mut recovery = run(Known::default());
    give_seed(&mut recovery, 0);
    let ours = id(0, KeyVersion::V1, 1);
    find(&mut recovery, ours, 1, &[(0, ours, true)]);
    handle(&mut recovery, Event::Absent { credential_id: id(0, KeyVersion::V1, 0) });
    let text = String::from_utf8(recovery.checkpoint().encode()).unwrap();
    assert!(Checkpoint::decode(text.as_bytes()).is_ok());
    let address = AccountAddress::of_first_credential(&ours).to_string();
    let other = AccountAddress::of_first_credential(&id(0, KeyVersion::V1, 0)).to_string();
    for (from, to) in [
        (r#""absent":[0]"#, r#""absent":[0,1]"#),
        (r#""absent":[0]"#, r#""absent":[0,0]"#),
        (r#""absent":[0]"#, r#""absent":[256]"#),
        (r#""index":0"#, r#""index":4294967295"#),
        (r#""keyVersion":0"#, r#""keyVersion":1"#),
        (r#""keyVersion":0"#, r#""keyVersion":2"#),
        (r#""policy":"{"#, r#""policy":"["#),
        (r#""slot":0"#, r#""slot":1"#),
        (&address, &other),
    ] {
        assert!(text.contains(from), "{from}");
        let broken = text.replacen(from, to, 1);
        assert_eq!(Checkpoint::decode(broken.as_bytes()), Err(RecoveryError::CheckpointUnreadable), "{from} → {to}");
    }
}

#[test]
fn the_end_of_the_plan_is_the_end_of_the_run() {
    let plan = Plan { max_indices: 1, ..plan() };
    let mut recovery = Recovery::new(basis(plan, Known::default()), Route::legacy(DEVICE));
    give_seed(&mut recovery, 0);
    answer_all_absent(&mut recovery);
    assert_eq!(recovery.step(), Step::Finished);
    handle(&mut recovery, Event::Continue);
    assert_eq!(recovery.step(), Step::Finished);
}

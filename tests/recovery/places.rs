//! The rules of places and routes, one by one: other paths, phones, guards, what is left out, what is looked into deeper.

use crate::fixtures;
use crate::generator;

use std::collections::BTreeMap;

use fixtures::{account, credential};
use generator::GENERATOR;
use lifeboat::chain::{derive_credential_ids, derive_prf_key};
use lifeboat::merge::{self, Choices, Verdict};
use lifeboat::model::{
    AccountKey, AccountSlot, Coin, Credential, CredentialId, CredentialIndex, GenesisHash, IdCredPub, Identity,
    IdentityIndex, IdentityKey, IdentityState, KeyVersion, LedgerPath, NetworkRecords, PairingKey, PhoneIdentity,
    ProviderNumber, Wallet,
};
use lifeboat::recovery::{
    Basis, Event, Given, Inquiry, Known, LedgerKey, PhonePlace, Place, Plan, Query, Recovery, RecoveryError, Route,
    Step, Track,
};
use lifeboat::secret::{PrfKeySeed, SecretText};

const DEVICE: PairingKey = PairingKey::new([0x3d; 32]);
const NETWORK: GenesisHash = GenesisHash::new([0x42; 32]);
const PHONE: IdCredPub = IdCredPub::new([0x11; 48]);

fn index(number: u32) -> IdentityIndex {
    IdentityIndex::new(number).unwrap()
}

fn newer(provider: u32) -> LedgerPath {
    LedgerPath::Bip44 { coin: Coin::Concordium, provider: ProviderNumber::new(provider).unwrap() }
}

fn place(path: LedgerPath, number: u32) -> Place {
    Place::Ledger { device: DEVICE, path, index: index(number) }
}

fn legacy(number: u32) -> Place {
    place(LedgerPath::Legacy, number)
}

fn seed(byte: u8) -> PrfKeySeed {
    PrfKeySeed::new([byte; 32])
}

fn id(seed_byte: u8, version: KeyVersion, number: u8) -> CredentialId {
    derive_credential_ids(&GENERATOR, &derive_prf_key(&seed(seed_byte), version), number..=number)[0].1
}

fn plan() -> Plan {
    Plan { batch: 3, margin: 1, deepest: 8, deepest_on_request: 20, phone_batch: 3, ..Plan::standard() }
}

fn run(route: Route, known: Known) -> Recovery {
    Recovery::new(Basis { plan: plan(), generator: GENERATOR.clone(), network: NETWORK, known }, route)
}

fn handle(recovery: &mut Recovery, event: Event) {
    recovery.handle(event).unwrap();
}

fn key_event(place: Place, seed_byte: u8, is_proven: bool) -> Event {
    let key = LedgerKey::Seed(seed(seed_byte));
    Event::Key { place, given: Given::Ledger { device: DEVICE, key, is_proven } }
}

fn phone_key(seed_byte: u8) -> Event {
    let given = Given::Wallet(derive_prf_key(&seed(seed_byte), KeyVersion::V1));
    Event::Key { place: Place::Phone(PHONE), given }
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

fn find(recovery: &mut Recovery, credential_id: CredentialId, slots: &[CredentialId]) {
    let credentials = (0..).map(AccountSlot).zip(slots.iter().map(|id| credential(*id, false))).collect();
    handle(recovery, Event::Found { credential_id, account: Box::new(account(1, credentials).unwrap()) });
}

fn ask(place: Place) -> Step {
    Step::AskKey { place, is_again: false }
}

fn numbers(recovery: &Recovery, place: Place) -> Vec<(Option<KeyVersion>, String)> {
    let coverage = recovery.coverage();
    let of_place = coverage.places.iter().find(|it| it.place == place).unwrap();
    of_place.versions.iter().map(|version| (version.version, version.not_searched.to_string())).collect()
}

fn record(id: CredentialId, identity: IdentityKey, number: u32) -> Credential {
    Credential {
        id,
        identity,
        index: CredentialIndex(number),
        account: AccountKey::Unaddressed { identity, text: String::new() },
        slot: None,
        policy: "{}".to_owned(),
        randomness: None,
    }
}

/// A wallet with one credential on record.
fn wallet(id: CredentialId, at: Place, version: KeyVersion) -> Wallet {
    let identity = at.identity(version);
    let records = NetworkRecords {
        identities: BTreeMap::from([(identity, Identity::placeholder(identity).into())]),
        credentials: BTreeMap::from([(id, record(id, identity, 0).into())]),
        ..NetworkRecords::default()
    };
    Wallet { networks: BTreeMap::from([(NETWORK, records)]), ..Wallet::default() }
}

/// A wallet with an identity from a phone, and no account of it.
fn phone_wallet(next_account_number: u32) -> Wallet {
    let key = IdentityKey::Phone(PHONE);
    let identity = Identity {
        name: "My phone".to_owned(),
        state: IdentityState::Confirmed,
        phone: Some(PhoneIdentity {
            next_account_number,
            environment: None,
            keys: Some(SecretText::new("{}".to_owned())),
            other_members: SecretText::new("{}".to_owned()),
        }),
        ..Identity::placeholder(key)
    };
    let records = NetworkRecords { identities: BTreeMap::from([(key, identity.into())]), ..NetworkRecords::default() };
    Wallet { networks: BTreeMap::from([(NETWORK, records)]), ..Wallet::default() }
}

#[test]
fn each_provider_is_a_track_and_a_suggestion_names_the_next_one() {
    let providers = [0, 3].map(|number| ProviderNumber::new(number).unwrap());
    let route = Route::legacy(DEVICE).then_providers(DEVICE, Coin::Concordium, providers);
    let mut recovery = run(route, Known::default());
    for number in 0..3 {
        assert_eq!(recovery.step(), ask(legacy(number)));
        handle(&mut recovery, key_event(legacy(number), u8::try_from(number + 1).unwrap(), false));
        assert_eq!(open(&recovery).len(), 6);
        answer_all_absent(&mut recovery);
    }
    let legacy_track = Track::of(DEVICE, LedgerPath::Legacy);
    let first_provider = Track::of(DEVICE, newer(0));
    assert_eq!(
        recovery.step(),
        Step::Suggest {
            track: legacy_track,
            empty_in_a_row: 3,
            is_by_list: false,
            found: 0,
            next: Some(first_provider)
        }
    );
    handle(&mut recovery, Event::NextTrack);
    assert_eq!(recovery.step(), ask(place(newer(0), 0)));
    handle(&mut recovery, key_event(place(newer(0), 0), 10, false));
    assert_eq!(open(&recovery).len(), 3, "the newer path has the usual key version only");
    answer_all_absent(&mut recovery);
    handle(&mut recovery, Event::NextTrack);
    assert_eq!(recovery.step(), ask(place(newer(3), 0)));
    handle(&mut recovery, Event::NextTrack);
    assert_eq!(recovery.step(), Step::Finished);
    // Nothing is ever closed: looking for more goes back to the track that was left last.
    handle(&mut recovery, Event::Continue);
    assert_eq!(recovery.step(), ask(place(newer(3), 0)));
}

#[test]
fn a_key_made_on_the_device_says_nothing_about_the_other_version() {
    let mut recovery = run(Route::legacy(DEVICE), Known::default());
    let key = LedgerKey::Key(derive_prf_key(&seed(1), KeyVersion::V1));
    handle(
        &mut recovery,
        Event::Key { place: legacy(0), given: Given::Ledger { device: DEVICE, key, is_proven: false } },
    );
    assert_eq!(open(&recovery).len(), 3);
    let expected = [(Some(KeyVersion::V1), "3–255".to_owned()), (Some(KeyVersion::V0), "0–255".to_owned())];
    assert_eq!(numbers(&recovery, legacy(0)), expected);
}

#[test]
fn a_place_that_was_left_out_can_be_searched_after_all() {
    let mut recovery = run(Route::legacy(DEVICE), Known::default());
    handle(&mut recovery, Event::Skip { place: legacy(0) });
    handle(&mut recovery, key_event(legacy(1), 2, false));
    answer_all_absent(&mut recovery);
    assert_eq!(numbers(&recovery, legacy(0))[0].1, "0–255");
    handle(&mut recovery, Event::Stop);
    handle(&mut recovery, Event::Revisit { place: legacy(0) });
    assert_eq!(recovery.step(), ask(legacy(0)));
    handle(&mut recovery, key_event(legacy(0), 1, false));
    assert_eq!(open(&recovery).len(), 6);
    answer_all_absent(&mut recovery);
    assert_eq!(recovery.step(), Step::Finished, "stopped is stopped");
    handle(&mut recovery, Event::Revisit { place: legacy(0) });
    assert_eq!(recovery.step(), Step::Finished, "it was searched");
}

#[test]
fn a_key_that_is_another_indexs_by_the_records_is_refused_unless_the_device_proves_it() {
    let from = || Route::new().then(Track::Ledger { device: DEVICE, path: LedgerPath::Legacy, from: index(5) });
    // By the records, what the Ledger gives for index 5 makes a credential of index 0.
    let known = Known::of(&wallet(id(1, KeyVersion::V0, 1), legacy(0), KeyVersion::V0), NETWORK);
    let mut recovery = run(from(), known.clone());
    let refused = recovery.handle(key_event(legacy(5), 1, false)).unwrap_err();
    assert_eq!(refused, RecoveryError::SameKeyTwice { place: legacy(5), earlier: legacy(0) });
    assert_eq!(recovery.step(), ask(legacy(5)));
    // Records can be wrong; the device's own public key is not.
    handle(&mut recovery, key_event(legacy(5), 1, true));
    assert_eq!(numbers(&recovery, legacy(5)).len(), 2, "it is searched with");

    // What another path or another Ledger made is no sign of a mistake.
    let elsewhere = Known::of(&wallet(id(1, KeyVersion::V1, 1), place(newer(0), 0), KeyVersion::V1), NETWORK);
    let mut recovery = run(from(), elsewhere);
    handle(&mut recovery, key_event(legacy(5), 1, false));
}

#[test]
fn index_zero_is_compared_with_even_after_a_restart() {
    let mut recovery = run(Route::legacy(DEVICE), Known::default());
    handle(&mut recovery, key_event(legacy(0), 1, false));
    answer_all_absent(&mut recovery);
    let checkpoint = recovery.checkpoint();
    let basis = Basis { plan: plan(), generator: GENERATOR.clone(), network: NETWORK, known: Known::default() };
    let mut resumed = Recovery::resume(basis, &checkpoint).unwrap();
    let refused = resumed.handle(key_event(legacy(1), 1, false)).unwrap_err();
    assert_eq!(refused, RecoveryError::SameKeyTwice { place: legacy(1), earlier: legacy(0) });
}

#[test]
fn another_key_for_the_same_place_is_refused_when_it_is_looked_into_deeper() {
    let mut recovery = run(Route::legacy(DEVICE), Known::default());
    handle(&mut recovery, key_event(legacy(0), 1, false));
    answer_all_absent(&mut recovery);
    let basis = Basis { plan: plan(), generator: GENERATOR.clone(), network: NETWORK, known: Known::default() };
    let mut resumed = Recovery::resume(basis, &recovery.checkpoint()).unwrap();
    handle(&mut resumed, Event::LookDeeper { place: None, to: 20 });
    assert_eq!(resumed.step(), Step::AskKey { place: legacy(0), is_again: true });
    assert_eq!(
        resumed.handle(key_event(legacy(0), 9, true)).unwrap_err(),
        RecoveryError::OtherKey { place: legacy(0) }
    );
    handle(&mut resumed, key_event(legacy(0), 1, false));
    assert_eq!(open(&resumed).len(), 2 * 18);
    assert_eq!(numbers(&resumed, legacy(0))[0].1, "21–255");
}

#[test]
fn what_stands_on_an_account_that_was_found_is_found_without_asking() {
    let mut recovery = run(Route::legacy(DEVICE), Known::default());
    handle(&mut recovery, key_event(legacy(0), 1, false));
    let (first, beside) = (id(1, KeyVersion::V1, 0), id(1, KeyVersion::V1, 7));
    find(&mut recovery, first, &[first, beside]);
    let outcome = recovery.outcome();
    let records = &outcome.networks[&NETWORK];
    assert_eq!(records.credentials[&beside].slot, Some(AccountSlot(1)));
    assert!(records.credentials[&beside].policy.contains("validTo"));
    assert!(records.cosigners.is_empty());
    assert!(open(&recovery).iter().all(|query| query.credential_id != beside));
    assert_eq!(numbers(&recovery, legacy(0))[0].1, "9–255", "and what lies before it is searched");
}

#[test]
fn what_is_on_the_list_does_not_become_absent_because_a_node_denies_it() {
    let mut recovery = run(Route::legacy(DEVICE).asking(Inquiry::ListFirst), Known::default());
    handle(&mut recovery, key_event(legacy(0), 1, false));
    let Step::Scan { wanted } = recovery.step() else { panic!("no scan") };
    assert_eq!(wanted.len(), 42);
    let listed = id(1, KeyVersion::V1, 4);
    handle(&mut recovery, Event::ScanHit { credential_id: listed });
    assert_eq!(open(&recovery).len(), 1);
    handle(&mut recovery, Event::Absent { credential_id: listed });
    assert_eq!(open(&recovery)[0].failures, 1, "still to be asked");
    handle(&mut recovery, Event::GiveUp);
    let coverage = recovery.coverage();
    let version = coverage.versions().next().unwrap();
    assert!(version.absent.is_empty() && version.not_checked.contains(4), "{version:?}");
}

#[test]
fn a_list_says_nothing_about_what_was_not_compared_with_it() {
    let mut recovery = run(Route::legacy(DEVICE).asking(Inquiry::ListFirst), Known::default());
    handle(&mut recovery, key_event(legacy(0), 1, false));
    let Step::Scan { wanted } = recovery.step() else { panic!("no scan") };
    handle(&mut recovery, Event::ScanHit { credential_id: wanted[0] });
    handle(&mut recovery, Event::GiveUp);
    handle(&mut recovery, Event::ScanFinished { unlisted: wanted });
    assert_eq!(recovery.report().totals.unlisted, 0, "given up, or asked about by name");
    assert_eq!(recovery.report().totals.not_checked, 42);

    let mut recovery = run(Route::legacy(DEVICE), Known::default());
    handle(&mut recovery, key_event(legacy(0), 1, false));
    let ids = open(&recovery).into_iter().map(|query| query.credential_id).collect();
    handle(&mut recovery, Event::ScanFinished { unlisted: ids });
    assert_eq!(open(&recovery).len(), 6);
}

#[test]
fn a_phone_identity_is_searched_as_far_as_it_may_go_and_beyond_what_the_phone_made() {
    let searched = |max_accounts, next_account_number| {
        let known = Known::of(&phone_wallet(next_account_number), NETWORK);
        let mut recovery = run(Route::phones(vec![PhonePlace { identity: PHONE, max_accounts }]), known);
        assert_eq!(recovery.step(), ask(Place::Phone(PHONE)));
        handle(&mut recovery, phone_key(1));
        let batch = open(&recovery);
        assert!(batch.iter().all(|query| query.identity == IdentityKey::Phone(PHONE)));
        batch.len()
    };
    assert_eq!(searched(Some(5), 0), 6, "0 to 5");
    assert_eq!(searched(None, 0), 3);
    assert_eq!(searched(Some(0), 0), 3, "no limit anybody issued");
    assert_eq!(searched(None, 6), 7, "the phone made 0 to 5, and one beyond");
    assert_eq!(searched(Some(200), 0), 9, "as deep as the plan goes without being told");
}

#[test]
fn accounts_of_a_phone_join_its_identity_and_leave_it_as_it_is() {
    let wallet = phone_wallet(0);
    let mut recovery =
        run(Route::phones(vec![PhonePlace { identity: PHONE, max_accounts: None }]), Known::of(&wallet, NETWORK));
    handle(&mut recovery, phone_key(1));
    let ours = id(1, KeyVersion::V1, 1);
    find(&mut recovery, ours, &[ours]);
    answer_all_absent(&mut recovery);
    assert_eq!(recovery.step(), Step::Finished);
    assert_eq!(numbers(&recovery, Place::Phone(PHONE)), [(None, "3–255".to_owned())]);

    let outcome = recovery.outcome();
    let records = &outcome.networks[&NETWORK];
    assert!(records.identities.is_empty() && outcome.devices.is_empty(), "no placeholder for what is known");
    let account = records.accounts.values().next().unwrap();
    assert_eq!((account.identity, &account.keys), (Some(IdentityKey::Phone(PHONE)), &None));

    let plan = merge::plan(&wallet, &outcome);
    assert!(plan.items.iter().all(|item| item.verdict == Verdict::New));
    let (merged, _) = merge::apply(&wallet, &outcome, &plan, &Choices::default()).unwrap();
    // The phone must not give number 1 a second time; nothing else of its identity changed.
    assert_eq!(merged.networks[&NETWORK].identities, phone_wallet(2).networks[&NETWORK].identities);
    assert_eq!(merged.networks[&NETWORK].accounts.len(), 1);
    assert_eq!(merged.networks[&NETWORK].credentials[&ours].index, CredentialIndex(1));
}

#[test]
fn a_key_of_a_kind_the_place_does_not_have_is_refused() {
    let route = Route::phones(vec![PhonePlace { identity: PHONE, max_accounts: None }]);
    let mut recovery = run(route.then(Track::of(DEVICE, LedgerPath::Legacy)), Known::default());
    let place = Place::Phone(PHONE);
    assert_eq!(recovery.handle(key_event(place, 1, true)).unwrap_err(), RecoveryError::OtherKey { place });
    handle(&mut recovery, phone_key(1));
    answer_all_absent(&mut recovery);
    let given = Given::Wallet(derive_prf_key(&seed(2), KeyVersion::V1));
    let refused = recovery.handle(Event::Key { place: legacy(0), given }).unwrap_err();
    assert_eq!(refused, RecoveryError::OtherKey { place: legacy(0) });
}

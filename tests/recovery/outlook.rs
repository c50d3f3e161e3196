//! What a run has shown: how much it means that nothing was found, what can be done next, and what another node makes of it.

use crate::fixtures;
use crate::generator;

use fixtures::{account, credential};
use generator::GENERATOR;
use lifeboat::chain::{derive_credential_ids, derive_prf_key};
use lifeboat::model::{
    AccountSlot, AddressProof, CredentialId, GenesisHash, IdentityIndex, KeyVersion, LedgerPath, PairingKey,
};
use lifeboat::node::chain_state::BlockHash;
use lifeboat::node::{AccountOnChain, BlockInfo, Lookup};
use lifeboat::recovery::{
    Agreement, Basis, Certainty, Checkpoint, Emptiness, Event, Given, Inquiry, Known, LedgerKey, Outlook, Place, Plan,
    Recovery, Route, SecondOpinion, Step, WayOn, Witness,
};
use lifeboat::secret::PrfKeySeed;

const DEVICE: PairingKey = PairingKey::new([0x3d; 32]);
const NETWORK: GenesisHash = GenesisHash::new([0x42; 32]);
const STRANGER: CredentialId = CredentialId::new([9; 48]);

fn basis() -> Basis {
    let plan = Plan { batch: 3, margin: 1, deepest: 8, deepest_on_request: 8, ..Plan::standard() };
    Basis { plan, generator: GENERATOR.clone(), network: NETWORK, known: Known::default() }
}

fn run(inquiry: Inquiry) -> Recovery {
    Recovery::new(basis(), Route::legacy(DEVICE).asking(inquiry))
}

fn seed(number: u32) -> PrfKeySeed {
    PrfKeySeed::new([u8::try_from(number + 1).unwrap(); 32])
}

fn place(number: u32) -> Place {
    Place::Ledger { device: DEVICE, path: LedgerPath::Legacy, index: IdentityIndex::new(number).unwrap() }
}

fn id(identity: u32, number: u8) -> CredentialId {
    derive_credential_ids(&GENERATOR, &derive_prf_key(&seed(identity), KeyVersion::V1), number..=number)[0].1
}

fn give_seed(recovery: &mut Recovery, number: u32) {
    let given = Given::Ledger { device: DEVICE, key: LedgerKey::Seed(seed(number)), is_proven: true };
    recovery.handle(Event::Key { place: place(number), given }).unwrap();
}

fn open(recovery: &Recovery) -> Vec<CredentialId> {
    match recovery.step() {
        Step::LookUp { batch } => batch.into_iter().map(|query| query.credential_id).collect(),
        Step::AskKey { .. } | Step::Scan { .. } | Step::Suggest { .. } | Step::Finished => Vec::new(),
    }
}

fn answer_all_absent(recovery: &mut Recovery) {
    for credential_id in open(recovery) {
        recovery.handle(Event::Absent { credential_id }).unwrap();
    }
}

fn opened_by(slots: &[CredentialId]) -> AccountOnChain {
    let credentials = slots.iter().map(|id| credential(*id, false));
    account(1, (0..).map(AccountSlot).zip(credentials).collect()).unwrap()
}

fn find(recovery: &mut Recovery, credential_id: CredentialId, slots: &[CredentialId]) {
    recovery.handle(Event::Found { credential_id, account: Box::new(opened_by(slots)) }).unwrap();
}

/// The node speaks of a block of this age, in seconds.
fn hear(recovery: &mut Recovery, age: u64) {
    let (at, node) = (1_000_000_000, "https://node.example.com".to_owned());
    let block = BlockInfo { hash: BlockHash([5; 32]), height: 77, slot_time_ms: at - age * 1000 };
    recovery.handle(Event::Heard(Witness { node, block: Some(block), at })).unwrap();
}

fn outlook(recovery: &Recovery) -> Outlook {
    Outlook::of(&recovery.report(), false)
}

fn emptiness(recovery: &Recovery) -> Option<Emptiness> {
    Emptiness::of(&recovery.step(), &recovery.report())
}

/// Three indices whose answers are all "nothing".
fn three_empty(age: u64) -> Recovery {
    let mut recovery = run(Inquiry::Complete);
    hear(&mut recovery, age);
    for number in 0..3 {
        give_seed(&mut recovery, number);
        answer_all_absent(&mut recovery);
    }
    recovery
}

#[test]
fn by_the_list_alone_nothing_is_no_account_and_one_count_says_what_would_be_asked() {
    let mut recovery = run(Inquiry::ListFirst);
    for number in 0..3 {
        give_seed(&mut recovery, number);
        let Step::Scan { wanted } = recovery.step() else { panic!("no list is read") };
        recovery.handle(Event::ScanFinished { unlisted: wanted }).unwrap();
    }
    assert_eq!(emptiness(&recovery), Some(Emptiness::NotListed));
    let by_list = outlook(&recovery);
    assert_eq!((by_list.certainty, by_list.absent, by_list.accounts), (Certainty::NotListed, 0, 0));
    assert_eq!(by_list.ways_on(false)[0], WayOn::AskOneByOne);
    assert_eq!(by_list.ways_at_rest(true)[0], WayOn::AskOneByOne);
    // The places say the same number in all; what lies beyond the search is counted apart.
    let places: u32 = recovery.progress().places.iter().map(|place| place.unlisted).sum();
    assert_eq!((by_list.unlisted, places, by_list.beyond), (18, 18, 36));
    recovery.handle(Event::AskOneByOne).unwrap();
    let asked = open(&recovery).len();
    assert_eq!(asked, 18, "the button asks about as many as it says");
    answer_all_absent(&mut recovery);
    let asked = outlook(&recovery);
    assert_eq!((asked.certainty, asked.absent, asked.unlisted), (Certainty::Answered, 18, 0));
    assert_eq!(emptiness(&recovery), Some(Emptiness::NoAccount));
}

#[test]
fn nothing_found_means_no_account_only_when_every_question_was_answered() {
    let recovery = three_empty(3);
    assert_eq!((outlook(&recovery).certainty, emptiness(&recovery)), (Certainty::Answered, Some(Emptiness::NoAccount)));
    assert_eq!(outlook(&recovery).ways_on(false), [WayOn::Continue, WayOn::Stop]);
    assert_eq!(Outlook::of(&recovery.report(), true).certainty, Certainty::Partial, "a fault ended it");
    assert_eq!(outlook(&run(Inquiry::Complete)).certainty, Certainty::Partial, "nothing was searched");

    // Under way, then without an answer.
    let mut recovery = run(Inquiry::Complete);
    give_seed(&mut recovery, 0);
    assert_eq!(outlook(&recovery).certainty, Certainty::Partial);
    recovery.handle(Event::GiveUp).unwrap();
    let given_up = outlook(&recovery);
    assert_eq!((given_up.certainty, given_up.not_checked), (Certainty::NotChecked, 6));
    assert_eq!(given_up.ways_at_rest(true), [WayOn::CheckAgain, WayOn::Continue]);

    // Left out.
    let mut recovery = run(Inquiry::Complete);
    recovery.handle(Event::Skip { place: place(0) }).unwrap();
    for number in 1..4 {
        give_seed(&mut recovery, number);
        answer_all_absent(&mut recovery);
    }
    assert_eq!((outlook(&recovery).certainty, outlook(&recovery).left_out), (Certainty::Partial, 1));
}

#[test]
fn a_node_that_was_far_behind_is_not_taken_at_its_word_also_after_a_restart() {
    assert_eq!(outlook(&three_empty(300)).certainty, Certainty::Answered);
    let behind = three_empty(301);
    assert_eq!((outlook(&behind).certainty, emptiness(&behind)), (Certainty::Behind, Some(Emptiness::Behind)));
    let saved = Checkpoint::decode(&behind.checkpoint().encode()).unwrap();
    let resumed = Recovery::resume(basis(), &saved).unwrap();
    assert_eq!((outlook(&resumed).certainty, emptiness(&resumed)), (Certainty::Behind, Some(Emptiness::Behind)));
}

#[test]
fn whoever_found_something_may_stop_and_whoever_has_another_path_goes_on() {
    let mut recovery = run(Inquiry::Complete);
    give_seed(&mut recovery, 0);
    find(&mut recovery, id(0, 0), &[id(0, 0)]);
    answer_all_absent(&mut recovery);
    let found = outlook(&recovery);
    assert_eq!(found.ways_on(false), [WayOn::Stop, WayOn::Continue]);
    assert_eq!(found.ways_on(true), [WayOn::NextTrack, WayOn::Continue, WayOn::Stop]);
    assert_eq!(found.ways_at_rest(false), [WayOn::Add, WayOn::Preview]);
    let doubtful = Outlook { not_checked: 3, ..found };
    assert_eq!(
        doubtful.ways_at_rest(false),
        [WayOn::Add, WayOn::Preview, WayOn::CheckAgain],
        "what was found is kept first"
    );
}

#[test]
fn an_account_that_nobody_but_the_node_says_is_ours_is_told_apart() {
    let mut recovery = run(Inquiry::Complete);
    give_seed(&mut recovery, 0);
    let (own, planted) = (id(0, 0), id(0, 1));
    find(&mut recovery, own, &[own]);
    // A node can say so of any account there is: the person's credential is "on" it.
    find(&mut recovery, planted, &[STRANGER, planted]);
    answer_all_absent(&mut recovery);
    let proofs: Vec<_> = recovery.progress().places[0].accounts.iter().map(|account| account.proof).collect();
    assert_eq!(proofs, [AddressProof::Derived, AddressProof::Word]);
    assert_eq!((outlook(&recovery).accounts, outlook(&recovery).unproven), (2, 1));
}

#[test]
fn a_second_node_agrees_contradicts_or_is_not_checked_and_never_more() {
    let mut recovery = run(Inquiry::Complete);
    give_seed(&mut recovery, 0);
    let (own, planted, hidden) = (id(0, 0), id(0, 1), id(0, 2));
    find(&mut recovery, own, &[own]);
    find(&mut recovery, planted, &[STRANGER, planted]);
    answer_all_absent(&mut recovery);
    let (planted_at, own_at) = (opened_by(&[STRANGER]).address, opened_by(&[own]).address);

    let mut second = SecondOpinion::of(&recovery);
    let questions: Vec<_> = second.questions().collect();
    assert_eq!(u32::try_from(questions.len()).unwrap(), 2 + outlook(&recovery).absent);
    assert!(second.by_account().is_empty(), "nobody has said anything yet");
    for question in &questions {
        let said = match *question {
            it if it == own => Lookup::Found(Box::new(opened_by(&[own]))),
            it if it == hidden => Lookup::Found(Box::new(opened_by(&[hidden]))),
            _ => Lookup::Absent,
        };
        second.answer(question, Some(&said));
    }
    let totals = second.totals();
    assert_eq!((totals.asked, totals.total), (totals.total, u32::try_from(questions.len()).unwrap()));
    assert_eq!((totals.agreed, totals.denied, totals.hidden, totals.not_checked), (1, 1, 1, 0));
    assert_eq!(second.by_account()[&planted_at], Agreement::Contradicts);
    assert_eq!(second.by_account()[&own_at], Agreement::Agrees);

    // Another account than the first node's is a contradiction as well; silence is none.
    let mut second = SecondOpinion::of(&recovery);
    second.answer(&own, Some(&Lookup::Found(Box::new(opened_by(&[STRANGER])))));
    second.answer(&planted, None);
    let totals = second.totals();
    assert_eq!((totals.agreed, totals.denied, totals.not_checked, totals.asked), (0, 1, 1, 2));
    assert_eq!(second.by_account()[&planted_at], Agreement::NotChecked);
    // A stranger's id changes nothing.
    let before = second.clone();
    second.answer(&STRANGER, Some(&Lookup::Absent));
    assert_eq!(second, before);
}

//! A preview as an answer: one sentence with its numbers, what is part of what, and all of a kind at once.

use crate::bench;

use bench::{Bench, password};
use lifeboat::merge::Fate;
use lifeboat::model::{Counts, RecordKind};
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::import::view::{AnswerView, GroupView, ImportView, OutlookView, Upshot};

fn preview(bench: &Bench) -> (AnswerView, Vec<GroupView>, OutlookView) {
    let ImportView::Preview { answer, groups, outlook, .. } = bench.snapshot().import else { panic!("no preview") };
    (answer, groups, outlook)
}

fn group(bench: &Bench, kind: RecordKind) -> GroupView {
    preview(bench).1.into_iter().find(|group| group.kind == kind).unwrap()
}

/// Accounts, identities and entries of the address book, and nothing else.
fn holds(accounts: u32, identities: u32, contacts: u32) -> Counts {
    Counts { accounts, identities, contacts, ..Counts::default() }
}

#[test]
fn a_new_file_is_one_sentence_and_an_own_account_is_counted_once() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    let (answer, _, outlook) = preview(&bench);
    let strangers = answer.holds.contacts;
    assert_eq!((answer.kind, answer.holds), (Upshot::AllNew, holds(9, 4, strangers)));
    assert_eq!((answer.new, answer.differs, answer.same, answer.problems), (answer.holds.total(), 0, 0, 0));
    // The bar below says what the sentence says.
    assert_eq!((outlook.added, outlook.changed, outlook.kept, outlook.left_out), (answer.new, 0, 0, 0));
    let parts = bench.rows().iter().fold(Counts::default(), |sum, row| sum.and(row.parts));
    assert!(parts.credentials >= 9 && parts.contacts > 0 && parts.devices > 0, "{parts:?}");
    bench.ask(ImportIntent::Apply).unwrap();
    let records = bench.world.records.borrow().clone();
    assert_eq!(strangers as usize, records.contacts.iter().filter(|one| !one.own_account).count());
    bench.preview("typical.json", "correct horse battery");
    let (answer, ..) = preview(&bench);
    assert_eq!(
        (answer.kind, answer.holds, answer.same),
        (Upshot::AllHere, holds(9, 4, strangers), answer.holds.total())
    );
}

#[test]
fn what_differs_and_what_needs_a_look_is_said_first() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    bench.rename_an_account("Savings for a boat").unwrap();
    bench.preview("typical.json", "correct horse battery");
    let (answer, ..) = preview(&bench);
    assert_eq!((answer.kind, answer.new, answer.problems), (Upshot::Mixed, 0, 0));
    assert!(answer.differs > 0, "{answer:?}");
    assert_eq!(answer.differs + answer.same, answer.holds.total());
}

#[test]
fn all_of_a_kind_is_left_out_and_brought_in_again_at_once() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    let (before, ..) = preview(&bench);
    let contacts = group(&bench, RecordKind::Contact);
    assert_eq!((contacts.leavable, contacts.left_out), (contacts.new, 0));
    bench.ask(ImportIntent::ChooseAll { kind: RecordKind::Contact, out: true }).unwrap();
    assert_eq!(group(&bench, RecordKind::Contact).left_out, contacts.leavable);
    assert_eq!(preview(&bench).2.left_out, contacts.leavable);
    // One of them is wanted after all.
    let one = bench.rows().into_iter().find(|row| row.kind == RecordKind::Contact).unwrap();
    bench.ask(ImportIntent::Choose { item: one.id, choice: 0 }).unwrap();
    assert_eq!(group(&bench, RecordKind::Contact).left_out, contacts.leavable - 1);
    bench.ask(ImportIntent::ChooseAll { kind: RecordKind::Contact, out: false }).unwrap();
    assert_eq!((preview(&bench).0, preview(&bench).2.left_out), (before, 0));

    bench.ask(ImportIntent::ChooseAll { kind: RecordKind::Account, out: true }).unwrap();
    bench.ask(ImportIntent::ChooseAll { kind: RecordKind::Identity, out: true }).unwrap();
    bench.ask(ImportIntent::ChooseAll { kind: RecordKind::Contact, out: true }).unwrap();
    assert!(bench.rows().iter().all(|row| row.fate == Fate::LeftOut));
    bench.ask(ImportIntent::Apply).unwrap();
    let ImportView::Done { report, .. } = bench.snapshot().import else { panic!("no report") };
    assert_eq!(report.added.total(), 0, "the parts stay out, too: credentials, Ledgers, entries of own accounts");
}

#[test]
fn an_account_that_is_left_out_takes_its_entry_along_and_brings_it_back() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    let own = bench.rows().into_iter().find(|row| row.kind == RecordKind::Account && row.parts.contacts > 0).unwrap();
    let added = |bench: &mut Bench| {
        bench.ask(ImportIntent::Apply).unwrap();
        let ImportView::Done { report, .. } = bench.snapshot().import else { panic!("no report") };
        bench.ask(ImportIntent::Undo).unwrap();
        bench.preview("typical.json", "correct horse battery");
        report.added
    };
    let all = added(&mut bench);
    bench.ask(ImportIntent::Choose { item: own.id, choice: 1 }).unwrap();
    let without = added(&mut bench);
    let expected =
        Counts { contacts: own.parts.contacts, accounts: 1, credentials: own.parts.credentials, ..Counts::default() };
    assert_eq!(all.minus(without), expected);
    for choice in [1, 0] {
        bench.ask(ImportIntent::Choose { item: own.id, choice }).unwrap();
    }
    assert_eq!(added(&mut bench), all);
}

#[test]
fn keys_that_fail_a_check_need_a_look_wherever_else_their_record_belongs() {
    let mut bench = Bench::open();
    bench.offer("mobile-exports", "synthetic/cryptox-android-mainnet.concordiumwallet");
    bench.ask(ImportIntent::Password { password: password("corpus-pass-1") }).unwrap();
    let (answer, groups, _) = preview(&bench);
    let damaged = bench.rows().iter().filter(|row| !row.findings.is_empty()).count();
    assert!(usize::try_from(answer.problems).unwrap() >= damaged);
    assert_eq!(answer.kind == Upshot::NeedsLook, answer.problems > 0);
    let sum: u32 = groups.iter().map(|group| group.new + group.differs + group.same + group.problems).sum();
    assert_eq!(sum, answer.holds.total(), "every row is in exactly one part");
}

//! How the work of showing a preview grows with the file: counted, not timed.

use serde::Serialize;

use super::*;

use crate::backup;
use crate::model::{Contact, ContactAddress, CredentialId, Network};
use crate::secret::Password;
use crate::vault::Contents;
use crate::work::count;

use crate::session::import::present::preview_view;
use crate::session::import::preview::{Denied, Origin};
use crate::session::import::rows::AT_ONCE;
use crate::session::import::view::GroupView;

/// A preview of `n` contacts, all of them new.
fn preview_of(n: u32) -> Box<Preview> {
    let mut records = NetworkRecords::default();
    for number in 0..n {
        let mut bytes = [0; 48];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        let address = ContactAddress::Account(AccountAddress::of_first_credential(&CredentialId::new(bytes)));
        let contact = Contact { address: address.clone(), name: format!("Contact {number}"), note: None };
        records.contacts.insert(address, contact.into());
    }
    let networks = BTreeMap::from([(Network::Mainnet.genesis(), records)]);
    let wallet = Wallet { networks, ..Wallet::default() };
    Box::new(Preview::of(Origin::Recovery, wallet, Vec::new(), &Wallet::default(), Denied::new()))
}

fn bytes(value: &impl Serialize) -> usize {
    serde_json::to_vec(value).unwrap().len()
}

/// The rows of the first page of contacts.
fn first_page(preview: &Preview) -> Vec<ItemView> {
    page(preview, &Wallet::default(), &BTreeMap::new(), (RecordKind::Contact, RowFilter::New), 0)
}

/// What a click on a choice sends: the snapshot's part, and the page of rows that is drawn.
fn click(preview: &mut Preview) -> (usize, usize) {
    let before = preview.revision();
    let (rows, size) = count(Work::Row, || {
        preview.choose(3, 1, &Wallet::default()).unwrap();
        let view = preview_view(preview, &Contents::default());
        bytes(&view) + bytes(&first_page(preview))
    });
    assert_ne!(preview.revision(), before, "the page knows that it has to ask again");
    assert_eq!(first_page(preview)[3].fate, Fate::LeftOut);
    (rows, size)
}

#[test]
fn a_choice_costs_a_page_of_rows_however_long_the_file_is() {
    let (few, few_bytes) = click(&mut preview_of(1_000));
    let (many, many_bytes) = click(&mut preview_of(10_000));
    assert_eq!((few, many), (AT_ONCE, AT_ONCE));
    assert!(many_bytes.abs_diff(few_bytes) < 1_000, "{few_bytes} and {many_bytes} bytes");
}

#[test]
fn every_row_is_on_exactly_one_page_of_its_kind() {
    let n = u32::try_from(AT_ONCE).unwrap() * 2 + 7;
    let preview = preview_of(n);
    let groups = preview.rows.groups(&preview.left_out);
    let group =
        GroupView { kind: RecordKind::Contact, new: n, differs: 0, same: 0, problems: 0, leavable: n, left_out: 0 };
    assert_eq!(groups, [group]);
    let at = |filter, from| page(&preview, &Wallet::default(), &BTreeMap::new(), (RecordKind::Contact, filter), from);
    let pages = (0..n).step_by(AT_ONCE).flat_map(|from| at(RowFilter::New, from));
    assert_eq!(pages.map(|row| row.id).collect::<Vec<_>>(), (0..n).collect::<Vec<_>>());
    for (filter, from) in [(RowFilter::Same, 0), (RowFilter::New, n), (RowFilter::New, u32::MAX)] {
        assert_eq!(at(filter, from), []);
    }
}

/// A preview of a file with `n` of everything, each the next one's, or all on one Ledger and under one identity.
fn preview_of_linked(n: usize, holders: usize) -> Preview {
    let file = hostile::Desktop {
        devices: holders,
        identities: holders,
        accounts: n,
        cosigners: n,
        contacts: n,
        is_full: false,
    };
    let sealed = hostile::sealed(&file.document(), 1, hostile::Hash::Sha256);
    let opened = backup::open(sealed.as_bytes(), &Password::new(hostile::PASSWORD.into())).unwrap();
    let backup::FileContents::Placed(incoming) = opened.contents else { panic!("the file names its network") };
    Preview::of(Origin::Recovery, incoming, Vec::new(), &Wallet::default(), Denied::new())
}

/// Leaves out one record of a kind, takes it in again, and draws the page after each: how much of each kind of work that takes.
fn leave_out_and_take_in(preview: &mut Preview, kind: RecordKind) -> [usize; 5] {
    let item = preview.plan.items.iter().position(|item| item.subject.kind() == kind).unwrap();
    let leave = preview.plan.items[item].choices.iter().position(|choice| *choice == Choice::LeaveOut).unwrap();
    let take = preview.plan.items[item].choices.iter().position(|choice| *choice == Choice::Add).unwrap();
    let before = preview.foresight.sums();
    [Work::Carried, Work::Visit, Work::Address, Work::Written, Work::Row].map(|work| {
        let (amount, ()) = count(work, || {
            for choice in [leave, take] {
                preview.choose(saturated(item), saturated(choice), &Wallet::default()).unwrap();
                preview_view(preview, &Contents::default());
                first_page(preview);
                let is_in = preview.foresight.ending(item).unwrap().fate == Fate::Added;
                assert_eq!(is_in, choice == take);
                // What is part of another record is counted with that.
                assert_eq!(preview.foresight.sums() == before, is_in || preview.folds.is_part(item), "{kind:?}");
            }
        });
        amount
    })
}

#[test]
#[ignore = "plans of thousands of records: two seconds"]
fn a_choice_takes_as_much_work_as_there_is_that_it_can_matter_to() {
    let kinds = [RecordKind::Account, RecordKind::Contact, RecordKind::Cosigner, RecordKind::Credential];
    // With all accounts under one identity, no choice for one of them matters to the others.
    for (kind, holders) in kinds.into_iter().flat_map(|kind| [(kind, 1), (kind, 20)]) {
        let [few, many] = [40, 400].map(|n| leave_out_and_take_in(&mut preview_of_linked(n, holders), kind));
        let [carried, _, _, written, rows] = many;
        assert!(carried > 0 && carried < 50 && written > 0 && written < 20_000, "{kind:?}: {many:?}");
        assert!(rows <= 2 * AT_ONCE, "{rows}");
        let is_near = few.iter().zip(&many).take(4).all(|(few, many)| many.abs_diff(*few) <= few / 10);
        assert!(is_near, "{kind:?} of {holders}: {few:?}, then {many:?}");
    }
    // Whatever hangs on an identity goes with it: in a file ten times as large with ten times as many identities, the same few.
    let [few, many] = [10, 100].map(|n| leave_out_and_take_in(&mut preview_of_linked(5 * n, n), RecordKind::Identity));
    assert!(many[0] > 2 && many[0] <= 2 * few[0], "{few:?}, then {many:?}");
}

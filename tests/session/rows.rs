//! What the page is sent of the lists: what changed, and together it is everything.

use crate::bench;

use bench::*;
use hostile::{Desktop, Hash, sealed};
use lifeboat::session::chain::intent::ChainIntent;
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::vault::intent::VaultIntent;
use lifeboat::session::view::WalletView;
use lifeboat::session::wallet::intent::{Removable, RemovalTarget, WalletIntent};

/// A wallet with so many contacts, half as many accounts of two identities, and a tenth as many Ledgers.
fn bench_with(contacts: usize) -> Bench {
    let mut bench = Bench::open();
    let wallet =
        Desktop { devices: contacts / 10, identities: 2, accounts: contacts / 2, contacts, ..Desktop::default() };
    bench
        .ask(ImportIntent::File { file_name: String::new(), bytes: sealed(&wallet.document(), 1, Hash::Sha256).into() })
        .unwrap();
    bench.ask(ImportIntent::Password { password: password(hostile::PASSWORD) }).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    bench.settle();
    assert_eq!(bench.world.records.borrow().contacts.len(), contacts);
    bench
}

/// How many rows this sends, and how many bytes.
fn sent(bench: &mut Bench, intent: WalletIntent) -> (usize, usize) {
    let before = (bench.world.sent_rows.get(), bench.world.sent_bytes.get());
    bench.ask(intent).unwrap();
    let sent = (bench.world.sent_rows.get() - before.0, bench.world.sent_bytes.get() - before.1);
    bench.settle();
    sent
}

fn records(bench: &Bench) -> WalletView {
    bench.world.records.borrow().clone()
}

#[test]
fn an_edit_sends_the_rows_it_changes_however_many_there_are() {
    let [few, many] = [20, 200].map(|contacts| {
        let mut bench = bench_with(contacts);
        let WalletView { ledgers, identities, accounts, contacts, .. } = records(&bench);
        let (network, contact, account) = (contacts[3].network.clone(), contacts[3].clone(), accounts[2].clone());
        let save = |previous_address, name: &str| WalletIntent::SaveContact {
            network: network.clone(),
            previous_address,
            address: contact.address.clone(),
            name: name.to_owned(),
            note: String::new(),
        };
        let listed = accounts.iter().filter(|one| one.identity.as_ref() == Some(&identities[0].id)).count();
        let renamed = sent(&mut bench, save(Some(contact.address.clone()), "Another name"));
        let gone = WalletIntent::DeleteContact { network: network.clone(), address: contact.address.clone() };
        let gone = sent(&mut bench, gone);
        let back = sent(&mut bench, save(None, "And back"));
        let account = WalletIntent::RenameAccount { network: network.clone(), id: account.id, name: "Savings".into() };
        let account = sent(&mut bench, account);
        let identity =
            WalletIntent::RenameIdentity { network: network.clone(), id: identities[0].id.clone(), name: "Me".into() };
        let identity = sent(&mut bench, identity);
        let ledger = WalletIntent::RenameLedger { id: ledgers[0].id.clone(), name: "In the drawer".into() };
        let ledger = sent(&mut bench, ledger);
        assert_eq!((renamed.0, gone.0, back.0, account.0, ledger.0), (1, 0, 1, 1, 1));
        // Each of its accounts says what it is called.
        assert_eq!(identity.0, 1 + listed);
        [renamed.1, gone.1, back.1, account.1, ledger.1]
    });
    for (few, many) in few.into_iter().zip(many) {
        // Places in a longer list have more digits, and so has the number of the record.
        assert!(few < 1_500 && many.abs_diff(few) <= 16, "{few}, then {many} bytes");
    }
}

#[test]
fn whatever_is_done_the_page_has_every_record_as_it_is() {
    let mut bench = bench_with(8);
    let count =
        |bench: &Bench| (bench.world.records.borrow().accounts.len(), bench.world.records.borrow().contacts.len());
    // `settle` compares.
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    assert_eq!(records(&bench).chain.len(), 12);
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    bench.settle();
    let all = count(&bench);
    assert!(all.0 == 13 && all.1 > 8, "{all:?}");
    let identity = records(&bench).identities[0].clone();
    let target = RemovalTarget { what: Removable::Identity, network: identity.network, id: identity.id };
    bench.ask(WalletIntent::Remove { target }).unwrap();
    bench.settle();
    assert!(count(&bench) < all);
    bench.ask(ImportIntent::Undo).unwrap();
    bench.settle();
    assert_eq!(count(&bench), all);
    bench.ask(VaultIntent::Lock).unwrap();
    bench.settle();
    assert_eq!(records(&bench), WalletView::default());
    bench.ask(VaultIntent::Unlock { password: password(UNLOCK) }).unwrap();
    bench.settle();
    assert_eq!(count(&bench), all);
}

//! Lists through a whole session: names of Ledgers, orders, what has expired, and contacts as tables.

use crate::bench;

use bench::Bench;
use lifeboat::backup::{self, Separator};
use lifeboat::model::{Format, Network, Validity};
use lifeboat::secret::Password;
use lifeboat::session::Reply;
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::import::view::{ImportView, OriginView};
use lifeboat::session::vault::view::DeedView;
use lifeboat::session::wallet::intent::{WalletIntent, WalletReply};
use lifeboat::session::wallet::view::{IdentityKeysView, TableFile};

fn with_desktop_file() -> Bench {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    bench
}

fn name_ledger(bench: &mut Bench, name: &str) -> Result<String, &'static str> {
    let id = bench.world.records.borrow().ledgers[0].id.clone();
    let named = bench.ask(WalletIntent::RenameLedger { id: id.clone(), name: name.to_owned() });
    named.map(|_| id).map_err(|fault| fault.code)
}

fn name_of(bench: &Bench, id: &str) -> String {
    let records = bench.world.records.borrow();
    records.ledgers.iter().find(|ledger| ledger.id == id).unwrap().name.as_str().to_owned()
}

#[test]
fn the_name_of_a_ledger_outlives_a_lock_and_is_in_a_backup() {
    let mut bench = with_desktop_file();
    let missing = bench.missing();
    let id = name_ledger(&mut bench, " Nano in the drawer ").unwrap();
    assert_eq!(name_of(&bench, &id), "Nano in the drawer");
    assert_eq!(bench.missing(), missing.max(1), "no backup has it under that name");
    {
        let records = bench.world.records.borrow();
        let on_it = records.identities.iter().filter(|identity| match &identity.keys {
            IdentityKeysView::Ledger { ledger, .. } => *ledger == id,
            IdentityKeysView::Computer | IdentityKeysView::Nowhere => false,
        });
        let ledger = records.ledgers.iter().find(|ledger| ledger.id == id).unwrap();
        assert_eq!(on_it.count(), ledger.identities as usize);
    }
    bench.relock();
    assert_eq!(name_of(&bench, &id), "Nano in the drawer");
    let files = bench.save_backup(Format::LifeboatBackup);
    let opened = backup::open(&files[0], &Password::new("for the file".into())).unwrap();
    let wallet = opened.contents.on(Network::Mainnet.genesis());
    assert!(wallet.devices.values().any(|device| device.name == "Nano in the drawer"));
    // It can be taken away again, and is not as long as anybody likes.
    name_ledger(&mut bench, "  ").unwrap();
    assert_eq!(name_of(&bench, &id), "");
    assert_eq!(name_ledger(&mut bench, &"x".repeat(26)), Err("text-too-long"));
    let unknown = WalletIntent::RenameLedger { id: "ee".repeat(32), name: "Nobody’s".into() };
    assert_eq!(bench.refused(unknown), "unknown-record");
}

#[test]
fn every_list_has_its_orders_and_every_identity_its_time() {
    let bench = with_desktop_file();
    let records = bench.world.records.borrow();
    let orders = &records.orders;
    for (order, records) in [
        (&orders.accounts.name, records.accounts.len()),
        (&orders.accounts.identity, records.accounts.len()),
        (&orders.accounts.balance, records.accounts.len()),
        (&orders.identities.name, records.identities.len()),
        (&orders.identities.ledger, records.identities.len()),
        (&orders.contacts, records.contacts.len()),
    ] {
        let mut positions = order.clone();
        positions.sort_unstable();
        assert_eq!(positions, (0..u32::try_from(records).unwrap()).collect::<Vec<_>>());
    }
    for identity in &records.identities {
        assert_eq!(identity.validity == Validity::Unknown, identity.valid_to.is_none(), "{identity:?}");
    }
}

fn table(bench: &mut Bench) -> TableFile {
    let network = bench.snapshot().settings.unwrap().network;
    let intent = WalletIntent::ContactsTable { network, separator: Separator::Semicolon };
    let Ok(Reply::Wallet(WalletReply::Table(table))) = bench.ask(intent) else { panic!("no table") };
    table
}

fn open_table(bench: &mut Bench, bytes: Vec<u8>) {
    bench.ask(ImportIntent::File { file_name: "contacts.csv".into(), bytes }).unwrap();
    let ImportView::Recognised { format, encrypted, keys_in_clear, .. } = bench.snapshot().import else { panic!() };
    assert_eq!((format, encrypted, keys_in_clear), (Some(Format::ContactsTable), false, false));
    bench.ask(ImportIntent::Open).unwrap();
    assert!(matches!(bench.snapshot().import, ImportView::NetworkNeeded { .. }), "a table names no network");
    let genesis = bench.snapshot().settings.unwrap().network;
    bench.ask(ImportIntent::Network { genesis }).unwrap();
}

#[test]
fn contacts_leave_as_a_table_and_come_back_through_the_preview() {
    let mut bench = with_desktop_file();
    let network = bench.snapshot().settings.unwrap().network;
    bench
        .ask(WalletIntent::SaveContact {
            network: network.clone(),
            previous_address: None,
            address: "3kBx2h5Y2veb4hZgAJWPrr8RyQESKm5TjzF3ti1QQ4VSYLwK1G".into(),
            name: "=cmd|' /C calc'!A0".into(),
            note: "a;\"+1".into(),
        })
        .unwrap();
    let before = bench.world.records.borrow().contacts.clone();
    let own = before.iter().filter(|contact| contact.own_account).count();
    let written = table(&mut bench);
    let here = before.iter().filter(|contact| contact.network == network && contact.valid).count();
    assert_eq!(written.contacts as usize, here - own);
    assert!(own == 0 || written.omissions.iter().any(|notice| notice.code == "table-omits-own-account"));
    assert!(written.file_name.starts_with("lifeboat-contacts-") && written.file_name.ends_with(".csv"));

    // Brought in where it came from, it changes nothing.
    open_table(&mut bench, written.bytes.clone());
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(bench.world.records.borrow().contacts, before);

    // Into an empty wallet all of it comes in; no backup is noted, and what can be taken back is a table, until a lock: then it is something.
    let mut other = Bench::open();
    open_table(&mut other, written.bytes);
    let ImportView::Preview { origin, .. } = other.snapshot().import else { panic!() };
    assert!(
        matches!(origin, OriginView::File { format: Format::ContactsTable, keys_in_clear: false, .. }),
        "{origin:?}"
    );
    other.ask(ImportIntent::Apply).unwrap();
    assert_eq!(other.world.records.borrow().contacts.len(), written.contacts as usize);
    assert!(other.snapshot().summary.unwrap().backup.last.is_none(), "a table is no backup");
    let deed = |bench: &Bench| bench.world.records.borrow().undo.as_ref().unwrap().deed.clone();
    assert!(matches!(deed(&other), Some(DeedView::File { format: Format::ContactsTable, .. })), "{:?}", deed(&other));
    other.relock();
    assert!(deed(&other).is_none(), "the vault has no word for it, and says none that is not true: {:?}", deed(&other));
    other.ask(ImportIntent::Undo).unwrap();
    assert!(other.world.records.borrow().contacts.is_empty());
}

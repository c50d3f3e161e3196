//! The fire drill through a whole session: a backup is opened and held against the wallet and the chain, and nothing is written; the list of
//! backups, and the recovery sheet.

use crate::bench;

use bench::counting::Counting;
use bench::{Bench, account_info, password};
use lifeboat::backup::{self, FileContents};
use lifeboat::merge::Comparison;
use lifeboat::model::{Format, GenesisHash, Network};
use lifeboat::session::Reply;
use lifeboat::session::check::intent::{CheckIntent, CheckReply};
use lifeboat::session::check::view::{BackupFileView, CheckView, SheetView};
use lifeboat::session::export::intent::{ExportIntent, ExportReply};
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::keys::view::KeysPlace;
use lifeboat::session::vault::view::{BackupSeen, Cover};
use lifeboat::session::wallet::intent::WalletIntent;

const FILE_PASSWORD: &str = "for the file";

/// Nine accounts out of a Desktop Wallet's file, and three from a phone with their keys.
fn wallet() -> Bench {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    bench.offer("mobile-exports", "synthetic/cryptox-android-mainnet.concordiumwallet");
    bench.ask(ImportIntent::Password { password: password("corpus-pass-1") }).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    bench
}

fn sealed(bench: &mut Bench) -> Vec<u8> {
    let unlock_password = Some(password(bench::UNLOCK));
    let seal =
        ExportIntent::Seal { format: Format::LifeboatBackup, password: password(FILE_PASSWORD), unlock_password };
    let Reply::Export(ExportReply::Sealed(mut files)) = bench.ask(seal).unwrap() else { panic!("no file") };
    files.remove(0).bytes
}

fn check(bench: &mut Bench, bytes: Vec<u8>) -> CheckView {
    bench.ask(CheckIntent::File { file_name: "my backup.json".into(), bytes }).unwrap();
    bench.ask(CheckIntent::Password { password: password(FILE_PASSWORD) }).unwrap();
    bench.snapshot().check
}

fn answered(view: &CheckView) -> bool {
    let CheckView::Checked { chain: Some(word), .. } = view else { return false };
    word.found + word.absent + word.failed == word.accounts
}

fn comparison(view: &CheckView) -> (Comparison, u32, u32, u32) {
    let CheckView::Checked { comparison, lacking, differing, beyond, .. } = view else { panic!("{view:?}") };
    (*comparison, lacking.total(), differing.total(), beyond.total())
}

fn backups(bench: &mut Bench) -> Vec<BackupFileView> {
    let Reply::Check(CheckReply::Backups(backups)) = bench.ask(CheckIntent::Backups).unwrap() else {
        panic!("no list")
    };
    backups
}

fn sheet(bench: &mut Bench) -> SheetView {
    let Reply::Check(CheckReply::Sheet(sheet)) = bench.ask(CheckIntent::Sheet).unwrap() else { panic!("no sheet") };
    sheet
}

fn cover(bench: &Bench) -> Cover {
    bench.snapshot().summary.unwrap().backup.cover
}

#[test]
fn a_check_says_what_each_has_that_the_other_lacks_and_writes_nothing() {
    let mut bench = wallet();
    let file = sealed(&mut bench);
    bench.ask(ExportIntent::Drop).unwrap();
    bench.rename_an_account("Renamed since").unwrap();
    let stores = |bench: &Bench| {
        let store = &bench.world.store;
        (store.database().entries.borrow().clone(), store.files().entries.borrow().clone())
    };
    let records = |bench: &Bench| bench.world.records.borrow().accounts.clone();
    let before = (stores(&bench), records(&bench), bench.world.drawn.get());

    bench.ask(CheckIntent::File { file_name: "my backup.json".into(), bytes: file.clone() }).unwrap();
    assert_eq!(bench.refused(CheckIntent::Password { password: password("not this one") }), "backup-wrong-password");
    let view = check(&mut bench, file.clone());
    assert_eq!(comparison(&view), (Comparison::Behind, 0, 2, 0), "an account and its own entry");
    let CheckView::Checked { holds, remembered, encrypted, chain, .. } = view else { panic!("not checked") };
    assert_eq!((holds.accounts, remembered, encrypted, chain), (12, false, true, None));
    assert_eq!(stores(&bench), before.0, "nothing is written");
    assert_eq!(records(&bench), before.1);

    // On another computer there is nothing yet, or something else.
    let mut other = Bench::open();
    assert_eq!(comparison(&check(&mut other, file.clone())).0, Comparison::NothingHere);
    other.offer("mobile-exports", "synthetic/cryptox-android-mainnet.concordiumwallet");
    other.ask(ImportIntent::Password { password: password("corpus-pass-1") }).unwrap();
    other.ask(ImportIntent::Apply).unwrap();
    let (kind, lacking, differing, beyond) = comparison(&check(&mut other, file));
    assert_eq!((kind, lacking, differing), (Comparison::More, 0, 0));
    assert!(beyond > 0);
    other.ask(CheckIntent::Cancel).unwrap();
    assert_eq!(other.snapshot().check, CheckView::Idle);
    assert_eq!(other.refused(CheckIntent::Remember), "out-of-step");
}

#[test]
fn the_reminder_stays_until_a_checked_backup_covers_the_present() {
    let mut bench = wallet();
    bench.rename_an_account("Renamed").unwrap();
    let opened = backups(&mut bench);
    assert_eq!(opened.iter().map(|one| one.format).collect::<Vec<_>>(), [Format::PhoneWallet, Format::DesktopWallet]);
    let file = sealed(&mut bench);
    // Downloaded, and nobody looked at it.
    bench.ask(ExportIntent::Saved { read_back: Vec::new() }).unwrap();
    let listed = backups(&mut bench);
    assert_eq!((listed.len(), listed[0].checked, listed[0].seen), (3, None, BackupSeen::Saved));
    assert_eq!((listed[0].holds.accounts, listed[0].lacks.total()), (12, 0));
    assert_eq!(
        cover(&bench),
        Cover::Unchecked,
        "what nobody has seen covers nothing, and there is something to look at"
    );
    assert!(bench.missing() > 0);

    bench.world.now.set(bench.world.now.get() + 60_000);
    check(&mut bench, file.clone());
    bench.ask(CheckIntent::Remember).unwrap();
    let listed = backups(&mut bench);
    assert_eq!((listed.len(), cover(&bench)), (3, Cover::Covered), "the same backup, and not a second one");
    assert!(listed[0].checked.unwrap() > listed[0].at);
    assert_eq!((listed[0].seen, listed[0].lacks.total()), (BackupSeen::Saved, 0));
    let CheckView::Checked { remembered, fingerprint, .. } = bench.snapshot().check else { panic!("not checked") };
    assert!(remembered && fingerprint == listed[0].fingerprint);

    bench.relock();
    assert_eq!(backups(&mut bench), listed, "the list outlives a lock");
    bench.rename_an_account("Renamed once more").unwrap();
    let listed = backups(&mut bench);
    assert_eq!((cover(&bench), listed[0].lacks.accounts), (Cover::Behind, 1), "each says what it lacks by now");
}

#[test]
fn the_chain_is_asked_on_a_click_only_and_a_failed_question_is_no_answer() {
    let mut bench = wallet();
    let file = sealed(&mut bench);
    bench.ask(ExportIntent::Drop).unwrap();
    let known = bench.world.records.borrow().accounts.iter().find_map(|account| account.address.clone()).unwrap();
    bench.world.on_chain.borrow_mut().push(account_info(&known, &[1; 48], &[2; 32]));
    let before = bench.world.asked.borrow().len();
    let CheckView::Checked { asks, .. } = check(&mut bench, file) else { panic!("not checked") };
    assert_eq!(asks, [Network::Mainnet.public_node()], "whoever clicks knows who learns the addresses");
    bench.settle();
    assert_eq!(bench.world.asked.borrow().len(), before, "nobody is asked before the click");
    bench.ask(CheckIntent::Chain).unwrap();
    let snapshot = bench.until("an answer for each", |snapshot| answered(&snapshot.check));
    let CheckView::Checked { chain: Some(word), .. } = snapshot.check else { panic!("not asked") };
    // What is planted is no account: an answer that nobody can read is none.
    assert_eq!((word.accounts, word.found, word.absent, word.failed), (12, 0, 11, 1));
    assert!(word.fault.is_some());
}

#[test]
fn accounts_of_a_network_without_a_node_are_not_answered_and_hide_no_answer_of_another() {
    let mut bench = wallet();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desktop-exports/typical.json");
    let opened = backup::open(&std::fs::read(path).unwrap(), &password("correct horse battery")).unwrap();
    let mut records = opened.contents.on(Network::Mainnet.genesis());
    let here = records.networks[&Network::Mainnet.genesis()].clone();
    records.networks.insert(GenesisHash::new([9; 32]), here);
    let (typed, mainnet) = (password(FILE_PASSWORD), Network::Mainnet.genesis());
    let mut entropy = Counting(9);
    let mut files = backup::seal(&records, Format::LifeboatBackup, mainnet, &typed, 0, &mut entropy).unwrap();

    let CheckView::Checked { asks, .. } = check(&mut bench, files.remove(0).bytes) else { panic!("not checked") };
    assert_eq!(asks, [Network::Mainnet.public_node()], "nobody is asked about the other one");
    bench.ask(CheckIntent::Chain).unwrap();
    let word = bench.until("an answer for each", |snapshot| answered(&snapshot.check));
    let CheckView::Checked { chain: Some(word), .. } = word.check else { panic!("not asked") };
    assert_eq!((word.accounts, word.found, word.absent, word.failed), (18, 0, 9, 9));
    assert_eq!(word.fault.map(|fault| fault.code), Some("unknown-network"));
}

#[test]
fn a_recovery_sheet_says_what_there_is_and_nothing_that_opens_it() {
    let mut bench = wallet();
    let id = bench.world.records.borrow().ledgers[0].id.clone();
    bench.ask(WalletIntent::RenameLedger { id, name: "Nano in the drawer".into() }).unwrap();
    bench.save_backup(Format::LifeboatBackup);
    let sheet = sheet(&mut bench);
    assert_eq!((sheet.ledgers.len(), sheet.backups.len()), (2, 3));
    assert_eq!(sheet.ledgers.iter().filter(|ledger| ledger.name == "Nano in the drawer").count(), 1);
    let accounts: Vec<_> = sheet.networks.iter().flat_map(|network| &network.accounts).collect();
    assert_eq!(accounts.len(), 12);
    assert_eq!(accounts.iter().filter(|account| account.keys == KeysPlace::Computer).count(), 3);

    // Everything secret that the phone's file brought, and every password, in whatever notation it stands there.
    let written = serde_json::to_string(&sheet).unwrap();
    let secrets = secrets_in_phone_file();
    assert!(secrets.len() >= 6, "{} secrets", secrets.len());
    for secret in secrets.iter().map(String::as_str).chain([FILE_PASSWORD, bench::UNLOCK, "corpus-pass-1"]) {
        assert!(!written.contains(secret), "a secret is on the sheet");
    }
}

/// Every long text in the keys of the phone's file.
fn secrets_in_phone_file() -> Vec<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors/mobile-exports/synthetic/cryptox-android-mainnet.concordiumwallet");
    let bytes = std::fs::read(path).unwrap();
    let opened = backup::open(&bytes, &password("corpus-pass-1")).unwrap();
    let FileContents::Placed(wallet) = opened.contents else { panic!("no network") };
    let mut texts = Vec::new();
    for records in wallet.networks.values() {
        // EXPOSE: keys of a test vector.
        let of_accounts =
            records.accounts.values().filter_map(|account| account.keys.as_ref()).map(|keys| keys.signing.expose());
        let of_identities = records.identities.values().filter_map(|one| one.phone.as_ref()?.keys.as_ref());
        texts.extend(of_accounts.map(str::to_owned));
        texts.extend(of_identities.map(|keys| keys.expose().to_owned()));
    }
    let quoted = texts.iter().flat_map(|text| text.split('"')).filter(|part| part.len() >= 32);
    quoted.map(str::to_owned).collect()
}

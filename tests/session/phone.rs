//! Phone wallets and their keys through a whole session: what is kept, what is shown, and what never leaves.

use crate::bench;

use bench::{Bench, UNLOCK, password};
use lifeboat::fault::Notice;
use lifeboat::merge::{Choice, Verdict};
use lifeboat::model::{Format, RecordKind};
use lifeboat::session::Reply;
use lifeboat::session::export::intent::{ExportIntent, ExportReply};
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::import::view::{ImportView, OriginView};
use lifeboat::session::keys::view::KeysPlace;

const FILE: &str = "synthetic/cryptox-android-mainnet.concordiumwallet";
const KEY_FILE: &str = "key-exports/android-mainnet.3tATBqkLWXxU5vKUFAqNtT9JbR38KfVZUE4SrHSQfintViUC3a.export";
const PASSWORD: &str = "corpus-pass-1";
const ADDRESS: &str = "3tATBqkLWXxU5vKUFAqNtT9JbR38KfVZUE4SrHSQfintViUC3a";
const MAINNET: &str = "9dd9ca4d19e9393877d2c44b70f89acbfc0883c2243e5eeaecc0d1cd0503f478";

fn preview(bench: &mut Bench) {
    bench.offer("mobile-exports", FILE);
    bench.ask(ImportIntent::Password { password: password(PASSWORD) }).unwrap();
}

fn import(bench: &mut Bench) {
    preview(bench);
    bench.ask(ImportIntent::Apply).unwrap();
}

/// Where the accounts' keys are, by the lists.
fn keys(bench: &Bench) -> Vec<KeysPlace> {
    bench.world.records.borrow().accounts.iter().map(|account| account.keys).collect()
}

fn key_file(bench: &mut Bench, typed: &str) -> Result<(String, String), &'static str> {
    let intent = ExportIntent::AccountKey { network: MAINNET.into(), id: ADDRESS.into(), password: password(typed) };
    match bench.ask(intent) {
        Ok(Reply::Export(ExportReply::KeyFile(file))) => Ok((file.file_name, file.url)),
        Ok(other) => panic!("{other:?}"),
        Err(fault) => Err(fault.code),
    }
}

#[test]
fn a_phone_file_is_previewed_and_kept_with_its_keys() {
    let mut bench = Bench::open();
    preview(&mut bench);
    let ImportView::Preview { origin, holds_keys, watch_only, .. } = bench.snapshot().import else { panic!() };
    assert!(matches!(origin, OriginView::File { format: Format::PhoneWallet, keys_in_clear: false, .. }), "{origin:?}");
    assert_eq!((holds_keys, watch_only), (true, false));
    for item in bench.rows().iter().filter(|item| item.kind == RecordKind::Account || item.kind == RecordKind::Identity)
    {
        assert_eq!(
            (item.keys, item.status, item.findings.len()),
            (Some(KeysPlace::Computer), Verdict::New, 0),
            "{item:?}"
        );
    }
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(keys(&bench), [KeysPlace::Computer; 3]);
    bench.relock();
    assert_eq!(keys(&bench), [KeysPlace::Computer; 3]);

    preview(&mut bench);
    assert!(bench.rows().iter().all(|item| item.status == Verdict::Same), "{:?}", bench.rows());
}

#[test]
fn whoever_only_watches_keeps_no_key_and_may_think_again() {
    let mut bench = Bench::open();
    preview(&mut bench);
    bench.ask(ImportIntent::WatchOnly { watch: true }).unwrap();
    let ImportView::Preview { holds_keys, watch_only, .. } = bench.snapshot().import else { panic!() };
    assert!(holds_keys && watch_only);
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(keys(&bench), [KeysPlace::Nowhere; 3]);
    assert_eq!(key_file(&mut bench, UNLOCK), Err("backup-no-keys"));

    // The same file with its keys: each account gains them.
    preview(&mut bench);
    let accounts: Vec<_> = bench.rows().into_iter().filter(|item| item.kind == RecordKind::Account).collect();
    assert!(accounts.iter().all(|item| item.status == Verdict::Repairs), "{accounts:?}");
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(keys(&bench), [KeysPlace::Computer; 3]);

    // Watching what is here with its keys takes none away.
    preview(&mut bench);
    bench.ask(ImportIntent::WatchOnly { watch: true }).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(keys(&bench), [KeysPlace::Computer; 3]);
}

#[test]
fn choices_that_are_still_offered_outlive_the_change_to_watching() {
    let mut bench = Bench::open();
    preview(&mut bench);
    let contact = bench.rows().into_iter().find(|item| item.kind == RecordKind::Account).unwrap();
    let leave_out = contact.choices.iter().position(|choice| choice.code == Choice::LeaveOut).unwrap();
    let choice = u32::try_from(leave_out).unwrap();
    bench.ask(ImportIntent::Choose { item: contact.id, choice }).unwrap();
    bench.ask(ImportIntent::WatchOnly { watch: true }).unwrap();
    let after = bench.rows().into_iter().find(|item| item.id == contact.id).unwrap();
    assert_eq!((after.title.as_str(), after.chosen), (contact.title.as_str(), choice));
}

#[test]
fn a_key_file_opens_without_a_password_and_says_what_it_is_before() {
    let mut bench = Bench::open();
    bench.offer("mobile-exports", KEY_FILE);
    let ImportView::Recognised { format, encrypted, keys_in_clear, .. } = bench.snapshot().import else { panic!() };
    assert_eq!((format, encrypted, keys_in_clear), (Some(Format::BrowserKey), false, true));
    bench.ask(ImportIntent::Open).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    let records = bench.world.records.borrow();
    let [account] = &records.accounts[..] else { panic!("{:?}", records.accounts) };
    assert_eq!(
        (account.keys, account.address.as_deref(), &account.identity),
        (KeysPlace::Computer, Some(ADDRESS), &None)
    );
}

#[test]
fn an_encrypted_file_does_not_open_without_its_password() {
    let mut bench = Bench::open();
    bench.offer("mobile-exports", FILE);
    assert_eq!(bench.refused(ImportIntent::Open), "backup-password-needed");
    assert!(matches!(bench.snapshot().import, ImportView::Recognised { .. }), "the file is still there");
}

#[test]
fn the_keys_of_an_account_are_handed_out_for_the_unlock_password_only_and_not_for_long() {
    let mut bench = Bench::open();
    import(&mut bench);
    assert_eq!(key_file(&mut bench, PASSWORD), Err("not-the-unlock-password"));
    assert!(bench.world.offered.borrow().is_empty());

    let (name, first) = key_file(&mut bench, UNLOCK).unwrap();
    assert_eq!(name, format!("{ADDRESS}.export"));
    let offered = bench.world.offered.borrow()[0].clone().unwrap();
    assert!(offered.contains("\"signKey\"") && offered.contains(ADDRESS));
    // The next offer ends the one before, and so do “done” and the lock.
    let (_, second) = key_file(&mut bench, UNLOCK).unwrap();
    assert_ne!(first, second);
    bench.ask(ExportIntent::AccountKeyDone).unwrap();
    key_file(&mut bench, UNLOCK).unwrap();
    bench.relock();
    assert!(bench.world.offered.borrow().iter().all(Option::is_none));
}

#[test]
fn formats_say_before_what_they_cannot_carry() {
    let mut bench = Bench::open();
    import(&mut bench);
    let mut omissions = |format| match bench.ask(ExportIntent::Preview { format }) {
        Ok(Reply::Export(ExportReply::Preview(preview))) => {
            let codes = |notices: &[Notice]| notices.iter().map(|omitted| omitted.code).collect::<Vec<_>>();
            (preview.counts.accounts, codes(&preview.omissions), codes(&preview.otherwise))
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(omissions(Format::LifeboatBackup), (3, Vec::new(), Vec::new()));
    let (accounts, desktop, _) = omissions(Format::DesktopWallet);
    assert_eq!((accounts, desktop), (0, vec!["desktop-omits-phone-identity", "desktop-omits-phone-account"]));
    let (accounts, phone, otherwise) = omissions(Format::PhoneWallet);
    assert_eq!((accounts, phone.len()), (3, 0), "{phone:?}: nothing is left behind");
    assert!(otherwise.iter().all(|code| code.starts_with("phone-")), "{otherwise:?}");
}

#[test]
fn no_key_is_in_anything_the_page_gets() {
    let mut bench = Bench::open();
    import(&mut bench);
    let (_, _url) = key_file(&mut bench, UNLOCK).unwrap();
    let offered: serde_json::Value = serde_json::from_str(bench.world.offered.borrow()[0].as_ref().unwrap()).unwrap();
    let secret = offered.pointer("/value/accountKeys/keys/0/keys/0/signKey").unwrap().as_str().unwrap().to_owned();
    preview(&mut bench);
    let seen = format!(
        "{} {} {:?}",
        serde_json::to_string(&*bench.world.records.borrow()).unwrap(),
        serde_json::to_string(&bench.snapshot()).unwrap(),
        bench.snapshot(),
    );
    assert!(seen.contains(ADDRESS));
    assert!(!seen.contains(&secret) && !seen.contains("signKey") && !seen.contains("prfKey"));
}

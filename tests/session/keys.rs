//! Keys and trust through a whole session: what a file may claim, what the chain says of it, what can be removed, and who may take
//! keys out.

use crate::bench;

use base64::Engine as _;
use bench::{Bench, UNLOCK, account_info, are_asked, from_a_ledger, password, resumable};
use hostile::{Desktop, Hash, sealed};
use lifeboat::merge::{Choice, Verdict};
use lifeboat::model::{Format, RecordKind};
use lifeboat::session::Reply;
use lifeboat::session::chain::intent::ChainIntent;
use lifeboat::session::export::intent::{ExportIntent, ExportReply};
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::import::view::{ImportView, ItemView};
use lifeboat::session::keys::view::{CompareView, KeysCheck, KeysCheckView, KeysPlace};
use lifeboat::session::settings::intent::SettingsIntent;
use lifeboat::session::vault::intent::VaultIntent;
use lifeboat::session::vault::view::{BackupSeen, DeedView, VaultView};
use lifeboat::session::wallet::intent::WalletIntent;
use lifeboat::session::wallet::intent::{Removable, RemovalTarget, WalletReply};
use lifeboat::session::wallet::view::{BackupCover, RemovalView};
use serde_json::{Value, json};

const FILE: &str = "synthetic/cryptox-android-mainnet.concordiumwallet";
const KEY_FILE: &str = "key-exports/android-mainnet.3tATBqkLWXxU5vKUFAqNtT9JbR38KfVZUE4SrHSQfintViUC3a.export";
const PASSWORD: &str = "corpus-pass-1";
pub(crate) const ADDRESS: &str = "3tATBqkLWXxU5vKUFAqNtT9JbR38KfVZUE4SrHSQfintViUC3a";
const MAINNET: &str = "9dd9ca4d19e9393877d2c44b70f89acbfc0883c2243e5eeaecc0d1cd0503f478";
/// What somebody made up who knows addresses only: a test key.
const MADE_UP: [u8; 32] = [0x77; 32];

fn public(seed: [u8; 32]) -> [u8; 32] {
    ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key().to_bytes()
}

/// A key file that anybody can write who knows the address.
fn forged(address: &str) -> Vec<u8> {
    let key = json!({ "signKey": hex::encode(MADE_UP), "verifyKey": hex::encode(public(MADE_UP)) });
    let keys = json!({ "keys": { "0": { "keys": { "0": key }, "threshold": 1 } }, "threshold": 1 });
    json!({
        "type": "concordium-browser-wallet-account",
        "v": 0,
        "environment": "mainnet",
        "value": { "accountKeys": keys, "credentials": {}, "address": address },
    })
    .to_string()
    .into_bytes()
}

fn open_forged(bench: &mut Bench, address: &str) {
    bench.ask(ImportIntent::File { file_name: "forged.export".into(), bytes: forged(address) }).unwrap();
    bench.ask(ImportIntent::Open).unwrap();
}

/// The real file of [`ADDRESS`], and what the chain has of that account.
pub(crate) fn key_file(bench: &mut Bench) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/mobile-exports").join(KEY_FILE);
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let text = |pointer: &str| hex::decode(file.pointer(pointer).unwrap().as_str().unwrap()).unwrap();
    let credential = text("/value/credentials/0");
    bench.offer("mobile-exports", KEY_FILE);
    bench.ask(ImportIntent::Open).unwrap();
    account_info(ADDRESS, &credential, &text("/value/accountKeys/keys/0/keys/0/verifyKey"))
}

fn preview(bench: &Bench) -> (Option<CompareView>, Vec<ItemView>) {
    let ImportView::Preview { compare, .. } = bench.snapshot().import else { panic!("no preview") };
    (compare, bench.rows())
}

fn account(bench: &Bench) -> ItemView {
    preview(bench).1.into_iter().find(|item| item.kind == RecordKind::Account).unwrap()
}

fn check(item: &ItemView) -> KeysCheck {
    item.keys_check.as_ref().unwrap().state
}

fn choose(bench: &mut Bench, code: Choice) {
    let item = account(bench);
    let choice = item.choices.iter().position(|choice| choice.code == code).unwrap();
    bench.ask(ImportIntent::Choose { item: item.id, choice: u32::try_from(choice).unwrap() }).unwrap();
}

fn import_phone(bench: &mut Bench) {
    bench.offer("mobile-exports", FILE);
    bench.ask(ImportIntent::Password { password: password(PASSWORD) }).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
}

fn places(bench: &Bench) -> Vec<KeysPlace> {
    bench.world.records.borrow().accounts.iter().map(|account| account.keys).collect()
}

fn place_of(bench: &Bench, address: &str) -> KeysPlace {
    let records = bench.world.records.borrow();
    records.accounts.iter().find(|account| account.address.as_deref() == Some(address)).unwrap().keys
}

fn check_of(bench: &Bench, address: &str) -> KeysCheckView {
    let records = bench.world.records.borrow();
    records.keys_checks.iter().find(|row| row.account == address).unwrap().check.clone()
}

/// The account of a Ledger, out of a Desktop Wallet's file.
fn an_account_of_a_ledger(bench: &mut Bench) -> String {
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    let records = bench.world.records.borrow();
    let of_ledger =
        records.accounts.iter().find(|account| account.keys == KeysPlace::Ledger && account.network == MAINNET);
    of_ledger.unwrap().address.clone().unwrap()
}

#[test]
fn a_forged_key_file_takes_no_account_from_its_ledger() {
    let mut bench = Bench::open();
    let victim = an_account_of_a_ledger(&mut bench);
    open_forged(&mut bench, &victim);
    let claimed = account(&bench);
    assert_eq!(
        (claimed.status, claimed.reason.as_ref().unwrap().code),
        (Verdict::Conflict, "account-keys-claimed-ledger")
    );
    assert_eq!(claimed.choices[claimed.chosen as usize].code, Choice::KeepMine);
    assert_eq!((claimed.keys, check(&claimed)), (Some(KeysPlace::Ledger), KeysCheck::NotCompared));
    let before = bench.world.records.borrow().accounts.clone();
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(bench.world.records.borrow().accounts, before);

    // Whoever takes them nevertheless sees both places, and can take the keys away again.
    open_forged(&mut bench, &victim);
    choose(&mut bench, Choice::TakeTheirs);
    assert_eq!(account(&bench).keys, Some(KeysPlace::Both));
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(place_of(&bench, &victim), KeysPlace::Both);
    assert_eq!(check_of(&bench, &victim).state, KeysCheck::NotCompared);
    let target = RemovalTarget { what: Removable::AccountKeys, network: MAINNET.into(), id: victim.clone() };
    let Reply::Wallet(WalletReply::Removal(removal)) =
        bench.ask(WalletIntent::RemovalPreview { target: target.clone() }).unwrap()
    else {
        panic!()
    };
    assert_eq!((removal.keys, removal.keys_left), (1, Some(KeysPlace::Ledger)));
    bench.ask(WalletIntent::Remove { target }).unwrap();
    assert_eq!(bench.world.records.borrow().accounts, before);
}

#[test]
fn a_preview_says_of_every_account_where_its_keys_are_as_the_lists_do() {
    let mut file: serde_json::Value =
        serde_json::from_str(&Desktop { devices: 1, identities: 1, accounts: 2, ..Desktop::default() }.document())
            .unwrap();
    // The first account's credential was taken off it: its identity is a Ledger's, and nothing there signs for it.
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let removed = text(&file["accounts"][0]["address"]);
    let others = text(&file["accounts"][1]["address"]);
    let of_removed = |row: &&mut serde_json::Value| row["accountAddress"] == removed.as_str();
    file["credentials"].as_array_mut().unwrap().iter_mut().find(of_removed).unwrap()["credentialIndex"] =
        serde_json::Value::Null;
    let mut bench = Bench::open();
    // The second time, the same is here already.
    for _ in 0..2 {
        let bytes = sealed(&file.to_string(), 1, Hash::Sha256).into();
        bench.ask(ImportIntent::File { file_name: String::new(), bytes }).unwrap();
        bench.ask(ImportIntent::Password { password: password(hostile::PASSWORD) }).unwrap();
        let rows = preview(&bench).1;
        let previewed = |address: &str| rows.iter().find(|row| row.subtitle.as_str() == address).unwrap().keys;
        let previewed = [&removed, &others].map(|address| previewed(address));
        assert_eq!(previewed, [Some(KeysPlace::Nowhere), Some(KeysPlace::Ledger)], "{rows:#?}");
        bench.ask(ImportIntent::Apply).unwrap();
        assert_eq!(previewed, [&removed, &others].map(|address| Some(place_of(&bench, address))));
    }
}

#[test]
fn the_chain_is_asked_about_a_files_keys_only_when_the_person_says_so() {
    let mut bench = Bench::open();
    let on_chain = key_file(&mut bench);
    bench.world.on_chain.borrow_mut().push(on_chain);
    bench.settle();
    assert_eq!(check(&account(&bench)), KeysCheck::NotCompared);
    assert_eq!(bench.world.looked_up.get(), 0, "nobody said that the node may know");
    let (compare, _) = preview(&bench);
    let compare = compare.unwrap();
    assert_eq!((compare.accounts, compare.compared, compare.asking, compare.own_node), (1, 0, false, false));

    bench.ask(ImportIntent::Compare).unwrap();
    assert!(preview(&bench).0.unwrap().asking);
    bench.until(
        "an answer",
        |snapshot| matches!(&snapshot.import, ImportView::Preview { compare: Some(compare), .. } if !compare.asking),
    );
    assert_eq!((check(&account(&bench)), bench.world.looked_up.get()), (KeysCheck::Sign, 1));
    // A second time there is nothing to ask.
    bench.ask(ImportIntent::Compare).unwrap();
    bench.settle();
    assert_eq!(bench.world.looked_up.get(), 1);
    // What was said is true of the keys wherever they are.
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(check_of(&bench, ADDRESS).state, KeysCheck::Sign);
    bench.relock();
    assert_eq!(check_of(&bench, ADDRESS).state, KeysCheck::NotCompared, "what was learned is forgotten with the lock");
    // The question about everything answers this, too.
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    assert_eq!(check_of(&bench, ADDRESS).state, KeysCheck::Sign);
}

#[test]
fn a_node_of_ones_own_is_asked_at_once() {
    let mut bench = Bench::open();
    bench.ask(SettingsIntent::UseNode { url: "https://node.example.invalid".into() }).unwrap();
    let on_chain = key_file(&mut bench);
    bench.world.on_chain.borrow_mut().push(on_chain.clone());
    bench.settle();
    assert_eq!(check(&account(&bench)), KeysCheck::Sign);
    bench.ask(ImportIntent::Cancel).unwrap();
    // The same account with keys that somebody made up.
    open_forged(&mut bench, ADDRESS);
    bench.settle();
    assert_eq!(check(&account(&bench)), KeysCheck::Differ);
    bench.ask(ImportIntent::Cancel).unwrap();
    bench.world.on_chain.borrow_mut().clear();
    open_forged(&mut bench, ADDRESS);
    bench.settle();
    assert_eq!(check(&account(&bench)), KeysCheck::NoAccount);
    // The public node among one's own is asked about nothing by itself.
    bench.ask(SettingsIntent::AddNode { url: "https://grpc.mainnet.concordium.software:20000".into() }).unwrap();
    let asked = bench.world.looked_up.get();
    open_forged(&mut bench, ADDRESS);
    bench.settle();
    assert_eq!((check(&account(&bench)), bench.world.looked_up.get()), (KeysCheck::NotCompared, asked));
}

#[test]
fn a_comparison_that_fails_is_no_answer_and_one_for_another_file_is_none() {
    let mut bench = Bench::open();
    let on_chain = key_file(&mut bench);
    bench.world.is_broken.set(true);
    bench.ask(ImportIntent::Compare).unwrap();
    bench.until(
        "a fault",
        |snapshot| matches!(&snapshot.import, ImportView::Preview { compare: Some(compare), .. } if !compare.asking),
    );
    let failed = account(&bench).keys_check.unwrap();
    assert!(failed.state == KeysCheck::Failed && failed.fault.is_some(), "{failed:?}");
    bench.world.is_broken.set(false);
    bench.world.on_chain.borrow_mut().push(on_chain);
    // Asked, and another file chosen before the answer: it is about the first one.
    bench.ask(ImportIntent::Compare).unwrap();
    open_forged(&mut bench, ADDRESS);
    bench.settle();
    assert_eq!(check(&account(&bench)), KeysCheck::NotCompared);
}

#[test]
fn the_chains_word_turns_a_question_into_a_repair_and_never_the_other_way() {
    let mut bench = Bench::open();
    bench.ask(SettingsIntent::UseNode { url: "https://node.example.invalid".into() }).unwrap();
    import_phone(&mut bench);
    let target = RemovalTarget { what: Removable::AccountKeys, network: MAINNET.into(), id: ADDRESS.into() };
    bench.ask(WalletIntent::Remove { target }).unwrap();
    assert_eq!(place_of(&bench, ADDRESS), KeysPlace::Nowhere);
    let on_chain = key_file(&mut bench);
    assert_eq!(account(&bench).status, Verdict::Repairs, "the credential that is here names these keys");
    open_forged(&mut bench, ADDRESS);
    bench.settle();
    assert_eq!(account(&bench).status, Verdict::Conflict);
    bench.world.on_chain.borrow_mut().push(on_chain);
    open_forged(&mut bench, ADDRESS);
    bench.settle();
    assert_eq!((account(&bench).status, check(&account(&bench))), (Verdict::Conflict, KeysCheck::Differ));
}

#[test]
fn keys_accounts_and_identities_are_removed_and_come_back() {
    let mut bench = Bench::open();
    import_phone(&mut bench);
    let before = bench.world.records.borrow().clone();
    let identity = before.identities[0].id.clone();
    let at = |id: &str| (MAINNET.to_owned(), id.to_owned());
    let (network, id) = at(ADDRESS);
    let keys = RemovalTarget { what: Removable::AccountKeys, network, id };
    let (network, id) = at(ADDRESS);
    let whole = RemovalTarget { what: Removable::Account, network, id };
    let (network, id) = at(&identity);
    let finder = RemovalTarget { what: Removable::IdentityKeys, network, id };
    let (network, id) = at(&identity);
    let everything = RemovalTarget { what: Removable::Identity, network, id };
    for (target, gone, gone_keys, gone_identity_keys, found_again) in
        [(keys.clone(), 0, 1, 0, false), (whole, 1, 1, 0, true), (finder, 0, 0, 1, false), (everything, 3, 3, 1, false)]
    {
        let Reply::Wallet(WalletReply::Removal(view)) =
            bench.ask(WalletIntent::RemovalPreview { target: target.clone() }).unwrap()
        else {
            panic!()
        };
        let RemovalView { gone: counts, keys, identity_keys, is_found_again, backup, .. } = view;
        assert_eq!((counts.accounts, keys, identity_keys), (gone, gone_keys, gone_identity_keys), "{target:?}");
        assert_eq!(is_found_again, found_again, "{target:?}");
        // The file it came from holds it.
        let BackupCover::Covered { last } = backup else { panic!("{target:?} {backup:?}") };
        assert_eq!(last.seen, BackupSeen::Opened, "it was not made here: {target:?}");
        assert_eq!(bench.world.records.borrow().accounts, before.accounts, "nothing is removed by asking");
        bench.ask(WalletIntent::Remove { target: target.clone() }).unwrap();
        assert_ne!(*bench.world.records.borrow(), before, "{target:?}");
        let at = bench.world.now.get() as f64;
        bench.relock();
        let deed = bench.world.records.borrow().undo.as_ref().and_then(|undo| undo.deed.clone());
        assert_eq!(deed, Some(DeedView::Removal { at }), "{target:?}");
        bench.ask(ImportIntent::Undo).unwrap();
        assert_eq!(bench.world.records.borrow().accounts, before.accounts, "{target:?}");
        assert_eq!(bench.world.records.borrow().identities, before.identities, "{target:?}");
    }
    bench.ask(WalletIntent::Remove { target: keys.clone() }).unwrap();
    assert_eq!(place_of(&bench, ADDRESS), KeysPlace::Nowhere);
    assert_eq!(bench.refused(WalletIntent::Remove { target: keys }), "nothing-to-remove");
    // After the next change it is gone for good.
    bench.rename_an_account("Another name").unwrap();
    assert_eq!(bench.refused(ImportIntent::Undo), "undo-gone");
    let unknown = RemovalTarget { what: Removable::Account, network: MAINNET.into(), id: "nobody".into() };
    assert_eq!(bench.refused(WalletIntent::Remove { target: unknown }), "unknown-record");
}

#[test]
fn undo_after_an_import_and_a_removal_takes_the_removal_back() {
    let mut bench = Bench::open();
    import_phone(&mut bench);
    assert!(matches!(bench.snapshot().import, ImportView::Done { can_undo: true, .. }));
    let target = RemovalTarget { what: Removable::Account, network: MAINNET.into(), id: ADDRESS.into() };
    bench.ask(WalletIntent::Remove { target }).unwrap();
    assert_eq!(bench.snapshot().import, ImportView::Idle, "what could be taken back there is another thing now");
    bench.ask(ImportIntent::Undo).unwrap();
    assert_eq!(places(&bench), [KeysPlace::Computer; 3]);
}

#[test]
fn a_file_with_keys_is_made_for_the_unlock_password_only() {
    let mut bench = Bench::open();
    import_phone(&mut bench);
    for (format, accounts) in [(Format::LifeboatBackup, 3), (Format::PhoneWallet, 3)] {
        let Reply::Export(ExportReply::Preview(preview)) = bench.ask(ExportIntent::Preview { format }).unwrap() else {
            panic!()
        };
        assert_eq!((preview.keys.accounts, preview.keys.identities > 0), (accounts, true));
        assert!(preview.keys.asks_for_password);
        let seal = |unlock: Option<&str>| ExportIntent::Seal {
            format,
            password: password("for the file"),
            unlock_password: unlock.map(password),
        };
        assert_eq!(bench.refused(seal(None)), "unlock-password-needed");
        assert_eq!(bench.refused(seal(Some("for the file"))), "not-the-unlock-password");
        let Reply::Export(ExportReply::Sealed(files)) = bench.ask(seal(Some(UNLOCK))).unwrap() else {
            panic!("no files")
        };
        assert_eq!(files.len(), 1);
    }
    // A file that holds none is made without it.
    let format = Format::DesktopWallet;
    let Reply::Export(ExportReply::Preview(preview)) = bench.ask(ExportIntent::Preview { format }).unwrap() else {
        panic!()
    };
    assert_eq!((preview.keys.accounts, preview.keys.asks_for_password), (0, false));
    let mut ledgers = Bench::open();
    an_account_of_a_ledger(&mut ledgers);
    let format = Format::LifeboatBackup;
    let seal = ExportIntent::Seal { format, password: password("for the file"), unlock_password: None };
    ledgers.ask(seal).unwrap();
}

#[test]
fn the_unlock_password_is_changed_for_whoever_knows_it() {
    let mut bench = Bench::open();
    import_phone(&mut bench);
    let change = |current: &str, new: &str| VaultIntent::ChangePassword {
        current: password(current),
        new: password(new),
        passkey: None,
    };
    assert_eq!(bench.refused(change("wrong", "another at sea")), "not-the-unlock-password");
    assert_eq!(bench.refused(change(UNLOCK, "short")), "password-too-short");
    bench.ask(change(UNLOCK, "another at sea")).unwrap();
    assert_eq!(bench.snapshot().vault, VaultView::Unlocked);
    // What is saved from now on is saved under the new one.
    bench.ask(SettingsIntent::SetAutoLock { minutes: 7 }).unwrap();
    bench.ask(VaultIntent::Lock).unwrap();
    assert_eq!(bench.refused(VaultIntent::Unlock { password: password(UNLOCK) }), "vault-wrong-password");
    bench.ask(VaultIntent::Unlock { password: password("another at sea") }).unwrap();
    assert_eq!(bench.snapshot().settings.unwrap().auto_lock_minutes, 7);
    assert_eq!(places(&bench), [KeysPlace::Computer; 3]);
    assert_eq!(bench.refused(change(UNLOCK, "another at sea")), "not-the-unlock-password");
    bench.ask(VaultIntent::Lock).unwrap();
    assert_eq!(bench.refused(change("another at sea", "a third at sea")), "vault-locked");
}

#[test]
fn an_interrupted_search_outlives_the_change_of_the_password() {
    let mut bench = Bench::open();
    bench.ask(from_a_ledger()).unwrap();
    bench.until("two indices", |snapshot| are_asked(snapshot, 2));
    let change =
        || VaultIntent::ChangePassword { current: password(UNLOCK), new: password("another at sea"), passkey: None };
    assert_eq!(bench.refused(change()), "recovery-running");
    bench.relock();
    let indices = resumable(&bench.snapshot());
    assert!(indices.is_some());
    bench.ask(change()).unwrap();
    bench.ask(VaultIntent::Lock).unwrap();
    bench.ask(VaultIntent::Unlock { password: password("another at sea") }).unwrap();
    assert_eq!(resumable(&bench.snapshot()), indices);
}

#[test]
fn an_old_vault_is_brought_to_todays_cost() {
    let vector = include_str!("../vectors/vault-v2/new.json");
    let vector: Value = serde_json::from_str(vector).unwrap();
    let vault = base64::engine::general_purpose::STANDARD.decode(vector["vault"].as_str().unwrap()).unwrap();
    let mut bench = Bench::stored(&vault);
    bench.ask(VaultIntent::Unlock { password: password("pw") }).unwrap();
    assert!(!bench.snapshot().settings.unwrap().password_is_of_today);
    bench.ask(VaultIntent::ChangePassword { current: password("pw"), new: password(UNLOCK), passkey: None }).unwrap();
    assert!(bench.snapshot().settings.unwrap().password_is_of_today);
    bench.relock();
    assert!(bench.snapshot().settings.unwrap().password_is_of_today);
    assert_eq!(bench.snapshot().vault, VaultView::Unlocked);
}

#[test]
fn what_the_chain_says_while_keys_are_brought_in_is_not_lost() {
    let mut bench = Bench::open();
    let on_chain = key_file(&mut bench);
    bench.world.on_chain.borrow_mut().push(on_chain);
    let [compare, apply] = bench.ask_both(ImportIntent::Compare, ImportIntent::Apply);
    assert!(compare.is_ok() && apply.is_ok());
    bench.settle();
    assert_eq!(check_of(&bench, ADDRESS).state, KeysCheck::Sign);
}

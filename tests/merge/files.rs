//! Files of phones brought together, one after the other: good keys win whatever comes first, and nothing is lost on the way.

use crate::every;
use crate::support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lifeboat::backup::{self, FileContents};
use lifeboat::custody;
use lifeboat::fault::Coded;
use lifeboat::merge::{self, Choice, Choices, Item, MergePlan, Verdict};
use lifeboat::model::{Account, AccountKey, Common, GenesisHash, Network, RecordKind, Wallet};
use lifeboat::secret::Password;
use serde_json::Value;

#[test]
#[ignore = "checks the keys of every phone file, in pairs"]
fn files_of_phones_complete_each_other() {
    let wallets = opened(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/mobile-exports"));
    assert!(wallets.len() > 10, "only {} files open", wallets.len());
    check(&wallets);
}

/// A Desktop Wallet's file in which an account and its entry have two names: the preview says which one both will have.
#[test]
fn two_names_of_one_account_end_as_the_preview_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/interop/name-drift.json");
    let opened = backup::open(&std::fs::read(path).unwrap(), &Password::new("drift-password".into())).unwrap();
    let FileContents::Placed(theirs) = opened.contents else { panic!("the file names its network") };
    let plan = merge::plan(&Wallet::default(), &theirs);
    let foreseen = merge::outlook(&Wallet::default(), &theirs, &plan, &Choices::default()).unwrap().endings;
    let (done, _) = merge::apply(&Wallet::default(), &theirs, &plan, &Choices::default()).unwrap();
    let contacts: Vec<_> =
        done.networks.values().flat_map(|it| it.contacts.values()).map(|it| it.name.as_str()).collect();
    assert_eq!(contacts, ["Account name"]);
    for (item, ending) in plan
        .items
        .iter()
        .zip(&foreseen)
        .filter(|(item, _)| matches!(item.subject.kind(), RecordKind::Account | RecordKind::Contact))
    {
        assert_eq!(ending.name.as_deref(), Some("Account name"), "{item:?}");
    }
    assert!(plan.items.iter().any(|item| item.choices.iter().any(|it| item.outcome(*it) == Some("Address book name"))));
}

#[test]
#[ignore = "checks the keys of every phone file, in pairs"]
fn extra_data_files_of_phones_complete_each_other() {
    if let Some(folder) = support::extra_data("mobile-exports") {
        let wallets = opened(&folder);
        println!("{} files", wallets.len());
        check(&wallets);
    }
}

/// Every file of a folder that opens, by its name. One that does not say its network is of the testnet.
fn opened(folder: &Path) -> BTreeMap<String, Wallet> {
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let entries = manifest.as_array().unwrap().iter();
    let wallets = entries.filter_map(|entry| {
        let file = entry["file"].as_str()?;
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let opened = match entry["password"].as_str() {
            Some(password) => backup::open(&bytes, &Password::new(password.to_owned())),
            None => backup::open_plain(&bytes),
        };
        let wallet = match opened.ok()?.contents {
            FileContents::Placed(wallet) => wallet,
            FileContents::NetworkUnknown(unplaced) => unplaced.place(Network::Testnet.genesis()),
        };
        Some((file.to_owned(), wallet))
    });
    wallets.collect()
}

fn check(wallets: &BTreeMap<String, Wallet>) {
    let nothing = Wallet::default();
    every::every(wallets.iter().map(|(file, wallet)| (file.clone(), (file, wallet))), |&(file, wallet)| {
        let (whole, plan) = merged(&nothing, wallet);
        // Two records of one name are pointed out, and come in.
        let comes_in = |item: &Item| match item.verdict {
            Verdict::New => true,
            Verdict::Alike => item.default_choice() == Choice::Add,
            Verdict::Same
            | Verdict::NameDiffers
            | Verdict::NoteDiffers
            | Verdict::ReplacesPlaceholder
            | Verdict::Completes
            | Verdict::Repairs
            | Verdict::Conflict
            | Verdict::Doubted
            | Verdict::CannotImport => false,
        };
        assert!(plan.items.iter().all(comes_in), "{file}: {plan:#?}");
        for (network, records) in &wallet.networks {
            let imported = &whole.networks[network];
            for (key, account) in &records.accounts {
                // An account without a name takes that of its recipient.
                let named = Account { name: imported.accounts[key].name.clone(), ..account.record().clone() };
                assert_eq!(imported.accounts[key], named, "{file}");
            }
            assert_eq!(imported.identities, records.identities, "{file}");
            assert_eq!(imported.credentials, records.credentials, "{file}");
        }
        // Watched first, with keys later: nothing tells the two apart in the end.
        let (watched, _) = merged(&nothing, &wallet.clone().watched());
        assert!(!watched.holds_keys(), "{file}");
        assert_eq!(merged(&watched, wallet).0, whole, "{file}");
        let (unchanged, plan) = merged(&whole, &wallet.clone().watched());
        assert_eq!(unchanged, whole, "{file}");
        assert!(plan.items.iter().all(|item| item.verdict == Verdict::Same), "{file}: {plan:#?}");
    });
    // All of them, one after the other, in both directions.
    for files in [wallets.iter().collect::<Vec<_>>(), wallets.iter().rev().collect()] {
        let (mut all, mut can_sign) = (Wallet::default(), BTreeSet::new());
        for (file, wallet) in files {
            let (done, plan) = merged(&all, wallet);
            all = done;
            assert!(plan.items.iter().all(|item| item.verdict != Verdict::CannotImport), "{file}: {plan:#?}");
            can_sign.extend(sound(wallet));
            assert_eq!(sound(&all), can_sign, "{file}");
        }
    }
    let with_sound: Vec<_> = wallets.iter().map(|(file, wallet)| (file, wallet, sound(wallet))).collect();
    let mut repaired = 0;
    for (file, mine, can_sign) in &with_sound {
        // Accounts in this file that cannot sign, and the first other file in which one of them can.
        let cannot: BTreeSet<_> = accounts(mine).filter(|key| !can_sign.contains(key)).collect();
        let better = with_sound.iter().find(|(_, _, theirs)| !theirs.is_disjoint(&cannot));
        let Some((better_file, theirs, _)) = better else { continue };
        let (_, plan) = merged(mine, theirs);
        let repairs = plan.items.iter().filter(|item| item.verdict == Verdict::Repairs).count();
        assert!(repairs > 0, "{file} by {better_file}: {plan:#?}");
        repaired += 1;
    }
    assert!(repaired > 0, "no file repaired another");
}

fn accounts(wallet: &Wallet) -> impl Iterator<Item = (GenesisHash, AccountKey)> {
    let networks = wallet.networks.iter();
    networks.flat_map(|(network, records)| records.accounts.keys().map(|key| (*network, key.clone())))
}

/// By somebody who made the files and so takes the keys of which nothing but the file says whose they are.
fn merged(mine: &Wallet, theirs: &Wallet) -> (Wallet, MergePlan) {
    let plan = merge::plan(mine, theirs);
    let claims = plan.items.iter().filter(|item| is_claim(item));
    let choices = claims.map(|item| (item.subject.clone(), Choice::TakeTheirs)).collect();
    let (done, _) = merge::apply(mine, theirs, &plan, &choices).unwrap();
    let (twice, again) = merge::apply(&done, theirs, &merge::plan(&done, theirs), &Choices::default()).unwrap();
    assert!(twice == done && !again.changed_anything(), "{again:?}");
    (done, plan)
}

fn is_claim(item: &Item) -> bool {
    item.verdict == Verdict::Conflict && item.reason.as_ref().is_some_and(|why| why.code().contains("-keys-claimed"))
}

/// The accounts that can sign.
fn sound(wallet: &Wallet) -> BTreeSet<(GenesisHash, AccountKey)> {
    let accounts = wallet.networks.iter().flat_map(|(network, records)| {
        let can_sign = |account: &&Common<Account>| custody::are_sound(account, &[]);
        records.accounts.values().filter(can_sign).map(|account| (*network, account.key.clone()))
    });
    accounts.collect()
}

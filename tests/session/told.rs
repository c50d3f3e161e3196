//! What the lists, the preview and the report say of accounts: which network, whose, and where their credentials stand.

use crate::bench;

use bench::{Bench, password};
use lifeboat::model::{AccountState, AddressProof, Network};
use lifeboat::session::chain::intent::ChainIntent;
use lifeboat::session::import::intent::ImportIntent;
use lifeboat::session::import::view::{ImportView, PlacedView};
use lifeboat::session::settings::intent::SettingsIntent;
use lifeboat::session::wallet::view::CredentialStanding;

fn placed(bench: &Bench) -> Vec<PlacedView> {
    let import = bench.snapshot().import;
    let (ImportView::Preview { networks, .. } | ImportView::Done { networks, .. }) = import else {
        panic!("{import:?}")
    };
    networks
}

#[test]
fn a_file_of_another_network_is_said_to_be_one_before_and_after() {
    let genesis = |network: Network| network.genesis().to_string();
    let mut bench = Bench::open();
    bench.ask(SettingsIntent::UseNetwork { genesis: genesis(Network::Testnet) }).unwrap();
    bench.preview("typical.json", "correct horse battery");
    let mainnet = |in_use| [PlacedView { network: genesis(Network::Mainnet), in_use, accounts: 9 }];
    assert_eq!(placed(&bench), mainnet(false));
    bench.ask(ImportIntent::Apply).unwrap();
    assert_eq!(placed(&bench), mainnet(false));
    bench.ask(SettingsIntent::UseNetwork { genesis: genesis(Network::Mainnet) }).unwrap();
    assert_eq!(placed(&bench), mainnet(true));
}

#[test]
fn no_credential_is_on_an_account_that_is_not_there() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(ImportIntent::Apply).unwrap();
    let standings = |bench: &Bench| -> Vec<_> {
        let records = bench.world.records.borrow();
        records.accounts.iter().flat_map(|it| it.credentials.iter().map(|it| it.standing)).collect()
    };
    let before = standings(&bench);
    assert!(before.contains(&CredentialStanding::OnAccount), "{before:?}");
    bench.ask(ChainIntent::Check).unwrap();
    bench.settle();
    let after = standings(&bench);
    assert!(after.contains(&CredentialStanding::AccountAbsent), "{after:?}");
    let kept = [CredentialStanding::OnAccount, CredentialStanding::NotOnAccount];
    assert!(!after.iter().any(|standing| kept.contains(standing)), "{after:?}");
    let records = bench.world.records.borrow();
    for account in records.accounts.iter().filter(|account| account.state != AccountState::Confirmed) {
        let unfinished = [CredentialStanding::AccountPending, CredentialStanding::AccountRejected];
        assert!(account.credentials.iter().all(|it| unfinished.contains(&it.standing)), "{account:?}");
    }
}

#[test]
fn an_address_is_proven_by_an_own_credential_and_by_nothing_else() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    let items = bench.rows();
    let told = |address: &str| items.iter().find(|item| item.subtitle == address).unwrap().proof;
    bench.ask(ImportIntent::Apply).unwrap();
    let records = bench.world.records.borrow();
    let mut derived = 0;
    for account in &records.accounts {
        let Some(address) = &account.address else { continue };
        let opened = account.credentials.iter().any(|credential| {
            let id = credential.id.parse().unwrap();
            lifeboat::model::AccountAddress::of_first_credential(&id).to_string() == *address
        });
        let proof = if opened { AddressProof::Derived } else { AddressProof::Word };
        assert_eq!((account.proof, told(address)), (Some(proof), Some(proof)), "{account:?}");
        derived += u32::from(opened);
    }
    assert!(derived > 0);
}

#[test]
fn keys_that_are_here_speak_for_themselves() {
    let mut bench = Bench::open();
    bench.offer("mobile-exports", "synthetic/cryptox-android-mainnet.concordiumwallet");
    bench.ask(ImportIntent::Password { password: password("corpus-pass-1") }).unwrap();
    bench.ask(ImportIntent::Apply).unwrap();
    assert!(bench.world.records.borrow().accounts.iter().all(|account| account.proof.is_none()));
}

#[test]
fn that_no_providers_signature_was_checked_is_said_of_what_comes_in_and_once() {
    let notice = |bench: &Bench| {
        let ImportView::Preview { notices, .. } = bench.snapshot().import else { panic!("no preview") };
        notices
            .into_iter()
            .find(|notice| notice.code == "identity-signature-unchecked")
            .map(|it| it.fields["count"].clone())
    };
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    assert!(notice(&bench).is_some());
    bench.ask(ImportIntent::Apply).unwrap();
    // What is here already does not come in.
    bench.preview("typical.json", "correct horse battery");
    assert_eq!(notice(&bench), None);
}

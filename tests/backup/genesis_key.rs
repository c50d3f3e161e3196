//! The keys of one account as Concordium's own tools write them: with and without credentials, on a shared account, and what becomes of
//! the keys of the identity beside them.

use std::path::Path;

use lifeboat::backup::{self, DocumentError, FileContents, LockedFile, Opened};
use lifeboat::chain::{self, Generator};
use lifeboat::custody;
use lifeboat::fault::Coded as _;
use lifeboat::model::{
    Account, AccountAddress, AccountKey, AccountSlot, Common, CredentialIndex, Format, Identity, IdentityState,
    Network, NetworkRecords,
};
use lifeboat::secret::Password;
use serde_json::{Value, json};

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/people-hold").join(name)).unwrap()
}

/// Keys that fit together: an account of a phone (public test values), as Concordium's tools would write it.
fn coherent(at: usize) -> Value {
    let phone: Value = serde_json::from_slice(&file("phone-export-decrypted.json")).unwrap();
    let identity = &phone["value"]["identities"][0];
    let account = &identity["accounts"][at];
    json!({
        "address": account["address"],
        "accountKeys": account["accountKeys"],
        "encryptionSecretKey": account["encryptionSecretKey"],
        "credentials": { "v": 0, "value": { "0": account["credential"]["value"]["credential"] } },
        "aci": identity["privateIdObjectData"]["aci"],
        "commitmentsRandomness": {},
    })
}

fn open(file: &Value) -> Result<Opened, backup::BackupError> {
    backup::open_plain(file.to_string().as_bytes())
}

fn records(opened: &Opened) -> NetworkRecords {
    let FileContents::NetworkUnknown(unplaced) = &opened.contents else { unreachable!("it names no network") };
    unplaced.records().clone()
}

fn only(opened: &Opened) -> (Account, Option<Identity>) {
    let records = records(opened);
    assert_eq!(records.accounts.len(), 1);
    let account = records.accounts.into_values().next().unwrap().into_record();
    (account, records.identities.into_values().next().map(Common::into_record))
}

fn codes(opened: &Opened) -> Vec<&'static str> {
    opened.notices.iter().map(|notice| notice.code).collect()
}

#[test]
fn the_file_opens_and_asks_for_its_network() {
    let bytes = file("account-keys-genesis-format.json");
    let read = LockedFile::read("", &bytes).unwrap();
    assert_eq!((read.format(), read.is_encrypted()), (Some(Format::GenesisKey), false));
    let opened = read.open_plain().unwrap();
    let (account, identity) = only(&opened);
    assert_eq!(account.key.address().unwrap().to_string(), "3tATBqkLWXxU5vKUFAqNtT9JbR38KfVZUE4SrHSQfintViUC3a");
    assert!(account.keys.is_some() && identity.is_some());

    let encrypted = file("account-keys-genesis-format-encrypted.json");
    assert_eq!(LockedFile::read("", &encrypted).unwrap().format(), None, "that shows after decryption");
    let locked = backup::open(&encrypted, &Password::new("correct horse 1".into())).unwrap();
    assert_eq!((locked.format, locked.is_encrypted), (Format::GenesisKey, true));
    assert_eq!((&locked.contents, &locked.notices), (&opened.contents, &opened.notices), "the same inside of the lock");
}

#[test]
fn the_keys_beside_it_find_the_other_accounts_of_the_identity() {
    for at in [0, 1, 2] {
        let file = coherent(at);
        let opened = open(&file).unwrap();
        assert_eq!(codes(&opened), [""; 0], "{at}");
        let records = records(&opened);
        let (account, identity) = only(&opened);
        let identity = identity.unwrap();
        assert_eq!((account.identity, identity.state), (Some(identity.key), IdentityState::Placeholder));
        let credential = records.credentials.values().next().unwrap();
        assert_eq!((credential.slot, credential.account.clone()), (Some(AccountSlot(0)), account.key.clone()));
        assert!(custody::are_sound(&account, &[credential]));

        // What a search would do with it: the ids that the PRF key leads to are those of the accounts.
        let prf = custody::prf_key(&identity).unwrap();
        let derived = chain::derive_credential_ids(&Generator::of_mainnet_and_testnet(), &prf, 0..=10);
        let addresses: Vec<_> = derived.iter().map(|(_, id)| AccountAddress::of_first_credential(id)).collect();
        for other in [0, 1, 2] {
            let address = coherent(other)["address"].as_str().unwrap().parse().unwrap();
            assert!(addresses.contains(&address), "{other} from {at}");
        }
        assert!(derived.contains(&(credential.index, credential.id)));
    }
}

#[test]
fn an_account_made_with_its_identity_has_no_credentials_in_its_file() {
    for without in [json!(null), json!({ "v": 0, "value": {} })] {
        let mut file = coherent(0);
        file["credentials"] = without;
        let opened = open(&file).unwrap();
        let (account, identity) = only(&opened);
        assert!(account.is_initial && identity.is_some());
        assert!(custody::are_sound(&account, &[]), "{:?}", codes(&opened));
        // Its address follows from the key of the shielded balance, too.
        let said = file["address"].take();
        let (mended, _) = only(&open(&file).unwrap());
        assert_eq!(mended.key.address().unwrap().to_string(), said.as_str().unwrap());
    }
}

#[test]
fn a_credential_that_was_added_to_a_shared_account_keeps_its_place() {
    let own = coherent(1);
    let mut file = coherent(1);
    // Somebody else opened the account.
    let shared = coherent(2)["address"].clone();
    file["address"] = shared.clone();
    file["accountKeys"]["keys"] = json!({ "1": own["accountKeys"]["keys"]["0"] });
    file["credentials"]["value"] = json!({ "1": own["credentials"]["value"]["0"] });
    let opened = open(&file).unwrap();
    let (account, identity) = only(&opened);
    assert_eq!(account.key, AccountKey::Address(shared.as_str().unwrap().parse().unwrap()));
    let credential = records(&opened).credentials.into_values().next().unwrap();
    assert_eq!((credential.slot, credential.identity), (Some(AccountSlot(1)), identity.unwrap().key));
    assert!(credential.index > CredentialIndex(0));
    assert!(!codes(&opened).contains(&"keys-address-other"), "{:?}", codes(&opened));
    assert!(!account.is_initial);

    // Without its address nobody knows whose account it is on.
    file["address"] = json!(null);
    let refused = open(&file).unwrap_err();
    assert_eq!(refused.code(), DocumentError::KeyFile.code());
}

#[test]
fn keys_of_the_identity_that_cannot_be_read_stay_with_the_account() {
    let mut file = coherent(0);
    file["aci"]["credentialHolderInformation"] = json!({ "idCredSecret": "no" });
    let opened = open(&file).unwrap();
    let (account, identity) = only(&opened);
    assert_eq!((identity, account.identity), (None, None));
    assert_eq!(codes(&opened), ["genesis-key-identity-unreadable"]);
    // EXPOSE: public test values.
    let kept: Value = serde_json::from_str(account.phone.as_ref().unwrap().other_members.expose()).unwrap();
    assert_eq!(kept["aci"], file["aci"]);
    assert!(custody::are_sound(&account, &[]), "the credential that stands in the file is still known");
}

#[test]
fn it_leaves_as_the_key_file_that_phones_and_browsers_read() {
    let network = Network::Mainnet.genesis();
    let wallet = open(&coherent(1)).unwrap().contents.on(network);
    let address = coherent(1)["address"].as_str().unwrap().parse().unwrap();
    let written = backup::account_key_file(&wallet, network, address).unwrap();
    assert_eq!(written.notices, []);
    // EXPOSE: public test values.
    let opened = backup::open_plain(written.bytes.expose()).unwrap();
    assert_eq!(opened.format, Format::BrowserKey);
}

#[test]
fn a_file_without_keys_is_refused() {
    for (pointer, code) in [("/accountKeys", "backup-not-recognised"), ("/accountKeys/keys", "backup-not-recognised")] {
        let mut file = coherent(0);
        *file.pointer_mut(pointer).unwrap() = json!(null);
        let found = open(&file).map(|opened| codes(&opened));
        if pointer == "/accountKeys" {
            assert_eq!(found.unwrap_err().code(), code);
        } else {
            assert!(found.unwrap().contains(&"keys-unreadable"));
        }
    }
}

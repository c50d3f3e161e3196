//! What belongs to what, and what is never taken along.

use std::collections::BTreeSet;

use super::*;
use crate::model::PhoneIdentity;
use crate::model::{
    AccountAddress, AccountKeys, AccountSlot, AccountState, Coin, Contact, Cosigner, Credential, CredentialId,
    CredentialIndex, Device, IdCredPub, Identity, IdentityIndex, KeyVersion, LedgerPath, LedgerSigner, Network,
    PairingKey, ProviderNumber, Shielded, SigningPath, VerifyKey,
};
use crate::secret::SecretText;

const NET: GenesisHash = Network::Mainnet.genesis();

fn ledger(index: u32) -> IdentityKey {
    IdentityKey::Ledger {
        device: PairingKey::new([1; 32]),
        path: LedgerPath::Legacy,
        index: IdentityIndex::new(index).unwrap(),
        version: KeyVersion::V1,
    }
}

fn phone() -> IdentityKey {
    IdentityKey::Phone(IdCredPub::new([2; 48]))
}

fn address(number: u8) -> AccountKey {
    AccountKey::Address(AccountAddress::new([number; 32]))
}

fn secret(text: &str) -> SecretText {
    SecretText::new(text.into())
}

fn account(number: u8, identity: Option<IdentityKey>, has_keys: bool) -> Account {
    Account {
        key: address(number),
        identity,
        name: format!("Account {number}"),
        state: AccountState::Confirmed,
        signature_threshold: 1,
        is_initial: false,
        deployment: None,
        transaction_filter: "{}".into(),
        shielded: Shielded::none(),
        keys: has_keys.then(|| AccountKeys { signing: secret("{}"), encryption: None, commitments: None }),
        phone: has_keys.then(|| PhoneAccount {
            submission_id: "5a".into(),
            credential: Some("public".into()),
            revealed_attributes: "{}".into(),
            other_members: secret(r#"{"perhaps":"a key"}"#),
        }),
        signers: BTreeSet::new(),
    }
}

fn credential(number: u8, identity: IdentityKey, account: u8) -> Credential {
    Credential {
        id: CredentialId::new([number; 48]),
        identity,
        index: CredentialIndex(number.into()),
        account: address(account),
        slot: Some(AccountSlot(number.into())),
        policy: "{}".into(),
        randomness: None,
    }
}

fn contact(number: u8) -> Contact {
    let address = ContactAddress::Account(AccountAddress::new([number; 32]));
    Contact { address, name: format!("Account {number}"), note: None }
}

/// Two identities of a Ledger, one of a phone, and an account that came alone:
/// 1 and 2 are of the first, 2 has a credential of the second, too; 3 is of the first and has keys here; 4 is the phone's; 5 came alone.
fn wallet() -> Wallet {
    let mut records = NetworkRecords::default();
    let mut holder = Identity::placeholder(phone());
    holder.phone = Some(PhoneIdentity {
        next_account_number: 1,
        environment: None,
        keys: Some(secret("keys")),
        other_members: secret("{}"),
    });
    for identity in [Identity::placeholder(ledger(0)), Identity::placeholder(ledger(1)), holder] {
        records.identities.insert(identity.key, identity.into());
    }
    for account in [
        account(1, Some(ledger(0)), false),
        account(2, Some(ledger(0)), false),
        account(3, Some(ledger(0)), true),
        account(4, Some(phone()), true),
        account(5, None, true),
    ] {
        records.accounts.insert(account.key.clone(), account.into());
    }
    for credential in [
        credential(1, ledger(0), 1),
        credential(2, ledger(0), 2),
        credential(3, ledger(1), 2),
        credential(4, ledger(0), 3),
        credential(5, phone(), 4),
    ] {
        records.credentials.insert(credential.id, credential.into());
    }
    let known_as = Contact { name: "Old savings".into(), ..contact(5) };
    for contact in [contact(1), contact(4), known_as] {
        records.contacts.insert(contact.address.clone(), contact.into());
    }
    let cosigner =
        Cosigner { account: AccountAddress::new([1; 32]), credential: CredentialId::new([9; 48]), note: String::new() };
    records.cosigners.insert(cosigner.credential, cosigner.into());
    let device = Device::ledger(PairingKey::new([1; 32]));
    Wallet {
        devices: [(device.pairing_key, device.into())].into(),
        networks: [(NET, records)].into(),
        ..Wallet::default()
    }
}

fn removed(target: &Target) -> (Removal, NetworkRecords) {
    let removal = remove(&wallet(), NET, target).unwrap();
    let records = removal.wallet.networks[&NET].clone();
    (removal, records)
}

fn names(records: &NetworkRecords) -> Vec<&str> {
    records.accounts.values().map(|account| account.name.as_str()).collect()
}

#[test]
fn an_account_loses_its_keys_and_whatever_may_be_one_and_nothing_else() {
    let (removal, records) = removed(&Target::AccountKeys(address(4)));
    let (before, after) = (&wallet().networks[&NET].accounts[&address(4)], &records.accounts[&address(4)]);
    assert_eq!(after.keys, None);
    assert_eq!(after.phone, before.phone.clone().map(PhoneAccount::watched));
    assert_eq!(
        Account { keys: before.keys.clone(), phone: before.phone.clone(), ..after.record().clone() },
        *before.record()
    );
    assert_eq!((removal.gone.total(), removal.keys, removal.identity_keys, removal.is_found_again), (0, 1, 0, false));
    // A second time there is nothing to remove.
    assert_eq!(remove(&removal.wallet, NET, &Target::AccountKeys(address(4))), None);
    assert_eq!(remove(&wallet(), NET, &Target::AccountKeys(address(1))), None);
}

#[test]
fn an_account_of_a_ledger_is_the_ledgers_alone_without_its_keys() {
    let (removal, records) = removed(&Target::AccountKeys(address(3)));
    assert_eq!((removal.keys, records.accounts[&address(3)].identity), (1, Some(ledger(0))));
    assert_eq!(records.credentials, wallet().networks[&NET].credentials);
}

#[test]
fn an_account_takes_along_what_is_nothing_without_it() {
    let (removal, records) = removed(&Target::Account(address(1)));
    assert_eq!(names(&records), ["Account 2", "Account 3", "Account 4", "Account 5"]);
    let gone = Counts { accounts: 1, credentials: 1, cosigners: 1, contacts: 1, ..Counts::default() };
    assert_eq!((removal.gone, removal.accounts.as_slice()), (gone, &["Account 1".to_owned()][..]));
    assert!(removal.is_found_again && removal.keys == 0);
    // An entry that has a name of its own stays there.
    let (removal, records) = removed(&Target::Account(address(5)));
    assert_eq!((removal.gone.contacts, removal.keys, removal.is_found_again), (0, 1, false));
    assert!(records.contacts.contains_key(&contact(5).address));
}

#[test]
fn an_account_of_a_phone_is_found_again_as_long_as_the_key_that_finds_it_stays() {
    assert!(removed(&Target::Account(address(4))).0.is_found_again);
    let bare = removed(&Target::IdentityKeys(phone())).0.wallet;
    assert!(!remove(&bare, NET, &Target::Account(address(4))).unwrap().is_found_again);
}

#[test]
fn an_identity_keeps_its_accounts_and_theirs_without_its_own_keys() {
    let (removal, records) = removed(&Target::IdentityKeys(phone()));
    assert_eq!((removal.gone.total(), removal.keys, removal.identity_keys), (0, 0, 1));
    assert_eq!(records.identities[&phone()].phone.as_ref().unwrap().keys, None);
    assert_eq!(records.accounts, wallet().networks[&NET].accounts);
    assert_eq!(remove(&removal.wallet, NET, &Target::IdentityKeys(phone())), None);
    assert_eq!(remove(&wallet(), NET, &Target::IdentityKeys(ledger(0))), None);
}

#[test]
fn an_identity_takes_along_only_what_is_its_own() {
    let (removal, records) = removed(&Target::Identity(ledger(0)));
    assert_eq!(removal.accounts, ["Account 1"]);
    assert_eq!((removal.relisted, removal.keys, removal.is_found_again), (2, 0, true));
    // Of another identity that has a credential on it; or alone, with the keys that are here.
    assert_eq!(records.accounts[&address(2)].identity, Some(ledger(1)));
    assert_eq!(records.accounts[&address(3)].identity, None);
    assert!(records.accounts[&address(3)].keys.is_some());
    assert!(records.credentials.values().all(|credential| credential.identity != ledger(0)));
    assert_eq!(removal.wallet.devices.len(), 1, "the Ledger has another identity");

    let (removal, records) = removed(&Target::Identity(phone()));
    assert_eq!((removal.keys, removal.identity_keys, removal.is_found_again), (1, 1, false));
    assert_eq!(removal.gone, Counts { identities: 1, accounts: 1, credentials: 1, contacts: 1, ..Counts::default() });
    assert!(!records.accounts.contains_key(&address(4)));
}

#[test]
fn a_ledger_goes_with_its_last_identity_on_any_network() {
    let mut elsewhere = wallet();
    let testnet = NetworkRecords {
        identities: [(ledger(7), Identity::placeholder(ledger(7)).into())].into(),
        ..NetworkRecords::default()
    };
    let one = remove(&wallet(), NET, &Target::Identity(ledger(0))).unwrap().wallet;
    let none = remove(&one, NET, &Target::Identity(ledger(1))).unwrap();
    assert_eq!((none.gone.devices, none.wallet.devices.len()), (1, 0));
    elsewhere.networks.insert(Network::Testnet.genesis(), testnet);
    let one = remove(&elsewhere, NET, &Target::Identity(ledger(0))).unwrap().wallet;
    assert_eq!(remove(&one, NET, &Target::Identity(ledger(1))).unwrap().wallet.devices.len(), 1);
}

#[test]
fn what_is_not_there_cannot_be_removed() {
    assert_eq!(remove(&wallet(), NET, &Target::Account(address(99))), None);
    assert_eq!(remove(&wallet(), NET, &Target::Identity(ledger(99))), None);
    assert_eq!(remove(&wallet(), Network::Testnet.genesis(), &Target::Account(address(1))), None);
}

/// The key at the path of Ledger's own program, found on an account of which no credential is that Ledger's.
fn found_by_key(account: Account) -> Account {
    let path = LedgerPath::Bip44 { coin: Coin::Concordium, provider: ProviderNumber::new(0).unwrap() };
    let at = SigningPath { path, identity: IdentityIndex::FIRST, credential: 0 };
    let signer = LedgerSigner { device: PairingKey::new([1; 32]), at, key: VerifyKey::new([7; 32]) };
    Account { signers: [signer].into(), ..account }
}

#[test]
fn an_account_that_was_found_by_a_key_holds_its_ledger_and_goes_with_it() {
    let mut wallet = wallet();
    let records = wallet.networks.get_mut(&NET).unwrap();
    for account in [found_by_key(account(6, None, false)), found_by_key(account(1, Some(ledger(0)), false))] {
        records.accounts.insert(account.key.clone(), account.into());
    }
    for identity in [ledger(0), ledger(1)] {
        wallet = remove(&wallet, NET, &Target::Identity(identity)).unwrap().wallet;
    }
    let records = &wallet.networks[&NET];
    assert!(records.accounts.contains_key(&address(1)), "its key is on the Ledger, whatever becomes of the identity");
    assert_eq!(records.accounts[&address(1)].identity, None);
    assert_eq!(wallet.devices.len(), 1, "a Ledger stays as long as anything lies on it");
    let removal = remove(&wallet, NET, &Target::Account(address(1))).unwrap();
    assert!(removal.is_found_again);
    assert_eq!(removal.wallet.devices.len(), 1);
    let last = remove(&removal.wallet, NET, &Target::Account(address(6))).unwrap();
    assert!(last.wallet.devices.is_empty());
}

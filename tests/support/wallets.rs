//! Arbitrary wallets for property tests: several devices and networks, everything a real wallet holds, and some that it should not.

use std::collections::{BTreeMap, BTreeSet};

use lifeboat::model::{
    Account, AccountAddress, AccountKey, AccountKeys, AccountSlot, AccountState, Coin, Common, Contact, ContactAddress,
    Cosigner, Credential, CredentialId, CredentialIndex, DesktopRows, Device, GenesisHash, IdCredPub, Identity,
    IdentityIndex, IdentityKey, IdentityState, KeyVersion, LedgerPath, LedgerSigner, Network, NetworkRecords,
    PairingKey, PhoneAccount, PhoneIdentity, ProviderNumber, Shielded, SigningPath, VerifyKey, Wallet,
};
use lifeboat::secret::SecretText;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Any wallet. Ids come from small ranges, so that records meet.
pub(crate) fn wallet() -> impl Strategy<Value = Wallet> {
    let rows = vec((genesis(), desktop_rows()), 0..2);
    (vec(device(), 0..3), vec((genesis(), records()), 0..3), rows).prop_map(|(devices, networks, rows)| Wallet {
        devices: devices.into_iter().map(|device| (device.pairing_key, device.into())).collect(),
        networks: networks.into_iter().collect(),
        desktop_rows: rows.into_iter().collect(),
    })
}

/// The numbers a Desktop Wallet has for some records: each stands once.
fn desktop_rows() -> impl Strategy<Value = DesktopRows> {
    (vec((pairing_key(), 1..5_u32), 0..3), vec((identity_key(), 1..9_u32), 0..4)).prop_map(|(devices, identities)| {
        let mut rows = DesktopRows::default();
        for (device, row) in devices {
            rows.follow(DesktopRows { devices: [(device, row)].into(), ..DesktopRows::default() });
        }
        for (identity, row) in identities {
            rows.follow(DesktopRows { identities: [(identity, row)].into(), ..DesktopRows::default() });
        }
        rows
    })
}

/// Any records of one network.
pub(crate) fn records() -> impl Strategy<Value = NetworkRecords> {
    (vec(identity(), 0..4), vec(account(), 0..5), vec(credential(), 0..6), vec(cosigner(), 0..3), vec(contact(), 0..5))
        .prop_map(|(identities, accounts, credentials, cosigners, contacts)| NetworkRecords {
            identities: keyed(identities, |identity| identity.key),
            accounts: keyed(accounts, |account| account.key.clone()),
            credentials: keyed(credentials, |credential| credential.id),
            cosigners: keyed(cosigners, |cosigner| cosigner.credential),
            contacts: keyed(contacts, |contact| contact.address.clone()),
        })
}

/// One of the networks the product ships with, or another one.
pub(crate) fn genesis() -> impl Strategy<Value = GenesisHash> {
    prop_oneof![
        4 => Just(Network::Mainnet.genesis()),
        3 => Just(Network::Testnet.genesis()),
        1 => Just(GenesisHash::new([7; 32])),
    ]
}

/// One of three devices.
pub(crate) fn pairing_key() -> impl Strategy<Value = PairingKey> {
    (1..4_u8).prop_map(|byte| PairingKey::new([byte; 32]))
}

/// A device.
pub(crate) fn device() -> impl Strategy<Value = Device> {
    let kind = prop_oneof![9 => Just(Device::LEDGER.to_owned()), 1 => text()];
    let name = prop_oneof![3 => Just(String::new()), 1 => text()];
    (pairing_key(), kind, name).prop_map(|(pairing_key, kind, name)| Device { pairing_key, kind, name })
}

/// A few identities per device, below both paths and of both key versions, and some from phones.
pub(crate) fn identity_key() -> impl Strategy<Value = IdentityKey> {
    let ledger =
        (pairing_key(), ledger_path(), prop_oneof![9 => 0..3_u32, 1 => Just(IdentityIndex::MAX)], any::<bool>());
    let ledger = ledger.prop_map(|(device, path, index, old)| IdentityKey::Ledger {
        device,
        path,
        index: IdentityIndex::new(index).unwrap(),
        version: if old { KeyVersion::V0 } else { KeyVersion::V1 },
    });
    let phone = (1..4_u8).prop_map(|byte| IdentityKey::Phone(IdCredPub::new([byte; 48])));
    prop_oneof![4 => ledger, 1 => phone]
}

/// Nearly always the path of the Desktop Wallet.
pub(crate) fn ledger_path() -> impl Strategy<Value = LedgerPath> {
    let newer = (any::<bool>(), prop_oneof![0..3_u32, Just(ProviderNumber::MAX)]).prop_map(|(test, provider)| {
        let coin = if test { Coin::Test } else { Coin::Concordium };
        LedgerPath::Bip44 { coin, provider: ProviderNumber::new(provider).unwrap() }
    });
    prop_oneof![6 => Just(LedgerPath::Legacy), 1 => newer]
}

/// A text that stands for one with keys.
pub(crate) fn secret() -> impl Strategy<Value = SecretText> {
    json_text().prop_map(SecretText::new)
}

fn phone_identity() -> impl Strategy<Value = PhoneIdentity> {
    (any::<u32>(), option::of(text()), option::of(secret()), secret()).prop_map(
        |(next_account_number, environment, keys, other_members)| PhoneIdentity {
            next_account_number,
            environment,
            keys,
            other_members,
        },
    )
}

fn account_keys() -> impl Strategy<Value = AccountKeys> {
    (secret(), option::of(secret()), option::of(secret())).prop_map(|(signing, encryption, commitments)| AccountKeys {
        signing,
        encryption,
        commitments,
    })
}

fn phone_account() -> impl Strategy<Value = PhoneAccount> {
    (text(), option::of(json_text()), json_text(), secret()).prop_map(
        |(submission_id, credential, revealed_attributes, other_members)| PhoneAccount {
            submission_id,
            credential,
            revealed_attributes,
            other_members,
        },
    )
}

/// One of twelve addresses.
pub(crate) fn address() -> impl Strategy<Value = AccountAddress> {
    (1..13_u8).prop_map(|byte| AccountAddress::new([byte; 32]))
}

/// One of sixteen credential ids.
pub(crate) fn credential_id() -> impl Strategy<Value = CredentialId> {
    (1..17_u8).prop_map(|byte| CredentialId::new([byte; 48]))
}

/// Texts of every kind: empty, long, with quotes, line ends, emoji, right to left.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z0-9 ]{0,12}",
        2 => any::<String>(),
        1 => Just("\u{202e}\"\\\n\t\u{0}👩‍👩‍👧‍👦 Ö\u{308} محفظة".to_owned()),
        1 => "x{40,200}",
    ]
}

/// An identity.
pub(crate) fn identity() -> impl Strategy<Value = Identity> {
    let state = prop_oneof![
        Just(IdentityState::Confirmed),
        Just(IdentityState::Pending),
        Just(IdentityState::Rejected),
        Just(IdentityState::RejectedAndWarned),
        Just(IdentityState::Placeholder),
        Just(IdentityState::Genesis),
    ];
    let any_identity = (
        identity_key(),
        text(),
        state,
        (option::of(text()), option::of(text())),
        (option::of(json_text()), option::of(json_text())),
        "[0-9a-f]{0,64}",
        phone_identity(),
    )
        .prop_map(|(key, name, state, (detail, issuer_url), (provider, object), randomness, phone)| Identity {
            phone: matches!(key, IdentityKey::Phone(_)).then_some(phone),
            key,
            name,
            state,
            detail,
            issuer_url,
            provider,
            object,
            randomness,
        });
    prop_oneof![4 => any_identity, 1 => identity_key().prop_map(Identity::placeholder)]
}

/// An account's key: nearly always an address.
pub(crate) fn account_key(identity: IdentityKey) -> impl Strategy<Value = AccountKey> {
    let unaddressed = prop_oneof![Just(String::new()), "[0-9]{1,3}"];
    prop_oneof![
        9 => address().prop_map(AccountKey::Address),
        1 => unaddressed.prop_map(move |text| AccountKey::Unaddressed { identity, text }),
    ]
}

/// Mostly none: keys of Ledgers by which an account was found.
fn signers() -> impl Strategy<Value = BTreeSet<LedgerSigner>> {
    let signer = (pairing_key(), ledger_path(), 0..3_u32, any::<u8>(), 1..4_u8);
    let signer = signer.prop_map(|(device, path, identity, credential, byte)| LedgerSigner {
        device,
        at: SigningPath { path, identity: IdentityIndex::new(identity).unwrap(), credential },
        key: VerifyKey::new([byte; 32]),
    });
    // Two keys at one place are refused.
    let distinct = |signers: BTreeSet<LedgerSigner>| {
        let by_place: BTreeMap<_, _> = signers.into_iter().map(|signer| ((signer.device, signer.at), signer)).collect();
        by_place.into_values().collect()
    };
    prop_oneof![6 => Just(BTreeSet::new()), 1 => prop::collection::btree_set(signer, 1..3).prop_map(distinct)]
}

/// An account.
pub(crate) fn account() -> impl Strategy<Value = Account> {
    let state = prop_oneof![
        4 => Just(AccountState::Confirmed),
        1 => Just(AccountState::Pending),
        1 => Just(AccountState::Rejected),
        1 => Just(AccountState::Genesis),
    ];
    let filter =
        prop_oneof![3 => Just("{}".to_owned()), 1 => Just(r#"{"fromDate":"2022","transfer":false}"#.to_owned())];
    let shielded = prop_oneof![3 => Just(Shielded::none()), 1 => (text(), json_text(), text(), any::<bool>()).prop_map(
        |(self_amounts, incoming_amounts, total_decrypted, all_decrypted)| Shielded {
            self_amounts, incoming_amounts, total_decrypted, all_decrypted
        }
    )];
    identity_key().prop_flat_map(move |identity| {
        (
            account_key(identity),
            text(),
            state.clone(),
            (0..4_u32, any::<bool>(), option::of("[0-9a-f]{64}")),
            filter.clone(),
            (shielded.clone(), prop::bool::weighted(0.1)),
            (option::weighted(0.2, account_keys()), option::weighted(0.2, phone_account()), signers()),
        )
            .prop_map(
                move |(
                    key,
                    name,
                    state,
                    (threshold, is_initial, deployment),
                    transaction_filter,
                    (shielded, is_alone),
                    (keys, phone, signers),
                )| Account {
                    signers: if key.address().is_some() { signers } else { BTreeSet::new() },
                    keys,
                    phone,
                    identity: (!is_alone || key.address().is_none()).then_some(identity),
                    key,
                    name,
                    state,
                    signature_threshold: threshold,
                    is_initial,
                    deployment,
                    transaction_filter,
                    shielded,
                },
            )
    })
}

/// A credential.
pub(crate) fn credential() -> impl Strategy<Value = Credential> {
    identity_key().prop_flat_map(|identity| {
        (
            credential_id(),
            prop_oneof![9 => 0..4_u32, 1 => any::<u32>()],
            account_key(identity),
            option::of(0..3_u32),
            json_text(),
            option::of(json_text()),
        )
            .prop_map(move |(id, index, account, slot, policy, randomness)| Credential {
                id,
                identity,
                index: CredentialIndex(index),
                account,
                slot: slot.map(AccountSlot),
                policy,
                randomness,
            })
    })
}

/// A note on somebody else's credential.
pub(crate) fn cosigner() -> impl Strategy<Value = Cosigner> {
    (address(), credential_id(), text()).prop_map(|(account, credential, note)| Cosigner { account, credential, note })
}

/// A contact; now and then with something that is no address.
pub(crate) fn contact() -> impl Strategy<Value = Contact> {
    let address = prop_oneof![
        9 => address().prop_map(ContactAddress::Account),
        1 => "[a-z ]{0,10}".prop_map(ContactAddress::Invalid),
    ];
    (address, text(), option::of(text())).prop_map(|(address, name, note)| Contact { address, name, note })
}

/// Text that is JSON, as policies and identity objects are.
pub(crate) fn json_text() -> impl Strategy<Value = String> {
    text().prop_map(|text| serde_json::json!({ "validTo": "203012", "text": text }).to_string())
}

fn keyed<Key: Ord, Record>(records: Vec<Record>, key: impl Fn(&Record) -> Key) -> BTreeMap<Key, Common<Record>> {
    records.into_iter().map(|record| (key(&record), record.into())).collect()
}

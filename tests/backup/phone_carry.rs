//! What we write for phones: complete, named where it is not, and in the form that the strictest of their readers takes.

use crate::cases::cases;
use crate::counting;
use crate::phone;
use crate::phone_document;
use crate::phone_sorted;
use crate::strict_phone;
use crate::wallets;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use counting::Counting;
use lifeboat::backup::format;
use lifeboat::backup::format::lifeboat as ours;
use lifeboat::backup::{self, FileContents, Omitted};
use lifeboat::crypto::kdf::Argon2Cost;
use lifeboat::custody;
use lifeboat::fault::Coded;
use lifeboat::model::{
    AccountAddress, AccountKey, AccountKeys, Counts, Credential, CredentialId, CredentialIndex, Format, GenesisHash,
    IdentityKey, Network, NetworkRecords, Wallet,
};
use lifeboat::record;
use lifeboat::secret::{Password, Plaintext, SecretText};
use phone::{Holder, account_keys};
use phone_document::document;
use phone_sorted::sorted;
use proptest::prelude::*;
use serde_json::{Value, json};
use strict_phone::Phone;

const NOW: u64 = 1_795_418_280_000;

fn testnet() -> GenesisHash {
    Network::Testnet.genesis()
}

fn typed(text: &str) -> Password {
    Password::new(text.to_owned())
}

fn sound() -> Value {
    let holder = Holder::new(1);
    let recipients = vec![
        json!({ "name": "Savings", "address": holder.address(3).to_string() }),
        json!({ "name": "Bob", "address": Holder::new(9).address(0).to_string() }),
    ];
    let mut identity = holder.identity("Passport", vec![holder.account("Initial", 0), holder.account("Savings", 3)]);
    identity["nextAccountNumber"] = 4.into();
    document(Some("testnet"), vec![identity], recipients)
}

fn wallet_of(document: &Value) -> Wallet {
    let plain = Plaintext::new(document.to_string().into_bytes());
    backup::format::decode(&plain, &mut Vec::new()).unwrap().1.on(testnet())
}

/// What a phone would read of a wallet, and what is said about it.
fn written(wallet: &Wallet, network: GenesisHash) -> (Value, Vec<String>) {
    let carried = format::phone::carry(wallet, network);
    let document = format::phone::encode(&carried.wallet, network);
    // EXPOSE: synthetic records.
    let document = serde_json::from_slice(document.expose()).unwrap();
    (document, carried.omissions.iter().map(summary).collect())
}

fn summary(omitted: &Omitted) -> String {
    let fields = ["kind", "field", "count"].iter().filter_map(|field| omitted.fields.get(field));
    fields.fold(omitted.code.code().to_owned(), |text, field| format!("{text}/{field}"))
}

fn savings(wallet: &mut Wallet) -> &mut lifeboat::model::Account {
    let key = AccountKey::Address(Holder::new(1).address(3));
    wallet.networks.get_mut(&testnet()).unwrap().accounts.get_mut(&key).unwrap()
}

fn passport(wallet: &mut Wallet) -> &mut lifeboat::model::Identity {
    let key = IdentityKey::Phone(Holder::new(1).id_cred_pub().parse().unwrap());
    wallet.networks.get_mut(&testnet()).unwrap().identities.get_mut(&key).unwrap()
}

#[test]
fn a_sealed_export_is_one_that_phones_know() {
    let wallet = wallet_of(&sound());
    let password = typed("p\u{e4}ssword");
    let sealed = backup::seal(&wallet, Format::PhoneWallet, testnet(), &password, NOW, &mut Counting(1)).unwrap();
    assert_eq!(sealed.len(), 1);
    assert_eq!(sealed[0].file_name, "concordium-backup.concordiumwallet");
    assert_eq!(sealed[0].counts, Counts::of(&wallet));
    let file: Value = serde_json::from_slice(&sealed[0].bytes).unwrap();
    let members: Vec<_> = file["metadata"].as_object().unwrap().keys().collect();
    assert_eq!(members, ["encryptionMethod", "initializationVector", "iterations", "keyDerivationMethod", "salt"]);
    assert_eq!(file["metadata"]["encryptionMethod"], "AES-256");
    assert_eq!(file["metadata"]["keyDerivationMethod"], "PBKDF2WithHmacSHA256");
    assert_eq!(file["metadata"]["iterations"], 100_000);
    let length = |member: &str| STANDARD.decode(file["metadata"][member].as_str().unwrap()).unwrap().len();
    assert_eq!((length("salt"), length("initializationVector")), (32, 16));
    assert_eq!(backup::LockedFile::read("", &sealed[0].bytes).unwrap().format(), None);
    let opened = backup::open(&sealed[0].bytes, &typed("pa\u{308}ssword")).unwrap();
    assert_eq!((opened.format, opened.contents), (Format::PhoneWallet, FileContents::Placed(wallet)));
    assert_eq!(opened.notices, []);

    // With our member, damage and a wrong password are two things.
    let refusal = |bytes: &[u8], password| backup::open(bytes, &typed(password)).unwrap_err().code();
    assert_eq!(refusal(&sealed[0].bytes, "password"), "backup-wrong-password");
    for pointer in ["/cipherText", "/metadata/salt", "/metadata/initializationVector"] {
        let mut changed = file.clone();
        let place = changed.pointer_mut(pointer).unwrap();
        let mut bytes = STANDARD.decode(place.as_str().unwrap()).unwrap();
        bytes[7] ^= 1;
        *place = STANDARD.encode(bytes).into();
        assert_eq!(refusal(changed.to_string().as_bytes(), "p\u{e4}ssword"), "backup-damaged", "{pointer}");
    }
}

/// The file that other programs open in `tests/oracle`.
#[test]
fn the_file_for_other_programs_is_what_we_write() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/mobile-made");
    let plain = std::fs::read(folder.join("export.plain.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let password = typed(manifest["password"].as_str().unwrap());
    let wallet = wallet_of(&serde_json::from_slice(&plain).unwrap());
    let sealed = backup::seal(&wallet, Format::PhoneWallet, testnet(), &password, NOW, &mut Counting(2026)).unwrap();
    let file = std::fs::read(folder.join("export.concordiumwallet")).unwrap();
    assert!(sealed[0].bytes == file, "what is written has changed");
    let account = backup::account_key_file(&wallet, testnet(), Holder::new(1).address(3)).unwrap();
    // EXPOSE: synthetic keys.
    assert!(account.bytes.expose() == std::fs::read(folder.join("account.export")).unwrap(), "so has a key file");
}

#[test]
fn a_password_is_long_enough_for_every_phone() {
    let wallet = wallet_of(&sound());
    for (password, refused) in
        [("000000", false), ("00000", true), ("🦀🦀🦀", true), ("e\u{301}e\u{301}e\u{301}", true)]
    {
        let sealed = backup::seal(&wallet, Format::PhoneWallet, testnet(), &typed(password), NOW, &mut Counting(3));
        let code = sealed.as_ref().map_err(Coded::code).err();
        assert_eq!(code, refused.then_some("backup-password-too-short"), "{password}");
    }
}

#[test]
fn a_file_without_an_identity_is_not_made() {
    for wallet in [Wallet::default(), wallet_of(&sound()).watched()] {
        let sealed = backup::seal(&wallet, Format::PhoneWallet, testnet(), &typed("password"), NOW, &mut Counting(4));
        assert_eq!(sealed.unwrap_err().code(), "backup-nothing-for-phone");
    }
}

#[test]
fn what_stays_behind_is_named() {
    let mut wallet = wallet_of(&sound());
    let desktop = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desktop-exports/typical.json");
    let opened = backup::open(&std::fs::read(desktop).unwrap(), &typed("correct horse battery")).unwrap();
    let ledger = opened.contents.on(Network::Mainnet.genesis()).networks.into_values().next().unwrap();
    let key_file = {
        let holder = Holder::new(5);
        let mut account = wallet_of(&document(
            Some("testnet"),
            vec![holder.identity("Other", vec![holder.account("Alone", 0)])],
            vec![],
        ));
        let account = account.networks.get_mut(&testnet()).unwrap().accounts.pop_first().unwrap().1;
        lifeboat::model::Account { identity: None, ..account.record().clone() }
    };
    let records = wallet.networks.get_mut(&testnet()).unwrap();
    records.accounts.insert(key_file.key.clone(), key_file.into());
    records.contacts.values_mut().for_each(|contact| contact.note = Some(format!("About {}", contact.name)));
    let (identities, accounts) = (ledger.identities.len(), ledger.accounts.len());
    for (key, identity) in ledger.identities.clone() {
        records.identities.insert(key, identity);
    }
    records.accounts.extend(ledger.accounts.clone());
    records.credentials.extend(ledger.credentials.clone());
    records.cosigners.extend(ledger.cosigners.clone());
    wallet.networks.insert(Network::Mainnet.genesis(), ledger.clone());

    let preview = backup::preview(&wallet, Format::PhoneWallet, testnet()).unwrap();
    let codes: Vec<_> = preview.omissions.iter().map(summary).collect();
    assert_eq!(
        codes,
        [
            format!("phone-omits-ledger-identity/identities/{identities}"),
            format!("phone-omits-ledger-account/accounts/{accounts}"),
            "phone-omits-key-account/accounts/1".into(),
            format!("phone-omits-cosigner/cosigners/{}", ledger.cosigners.len()),
            "phone-omits-contact-note/contacts/2".into(),
            "phone-omits-network".into(),
        ]
    );
    assert_eq!((preview.files, preview.with_keys.accounts), (1, 2));
    assert_eq!(preview.account_names.len(), 2);
    assert_eq!((preview.counts.identities, preview.counts.accounts, preview.counts.contacts), (1, 2, 2));
    let everything = backup::preview(&wallet, Format::LifeboatBackup, testnet()).unwrap();
    assert_eq!((everything.omissions.len(), everything.with_keys.accounts), (0, 3));
    let for_desktop = backup::preview(&wallet, Format::DesktopWallet, testnet()).unwrap();
    let codes: BTreeSet<_> = for_desktop.omissions.iter().map(|omitted| omitted.code.code()).collect();
    for code in ["desktop-omits-phone-identity", "desktop-omits-phone-account", "desktop-omits-key-account"] {
        assert!(codes.contains(code), "{code}");
    }
}

/// Without them iOS refuses the whole file, so one phone's omission would cost everything on another.
#[test]
fn what_a_phone_left_out_is_made_again() {
    let (original, _) = written(&wallet_of(&sound()), testnet());
    type LeaveOut = fn(&mut lifeboat::model::Account);
    let cases: [(&str, LeaveOut); 4] = [
        ("no credential", |account| account.phone.as_mut().unwrap().credential = None),
        ("empty credential", |account| {
            account.phone.as_mut().unwrap().credential = Some(r#"{"v":0,"value":{}}"#.into());
        }),
        ("no encryption key", |account| account.keys.as_mut().unwrap().encryption = None),
        ("damaged encryption key", |account| {
            account.keys.as_mut().unwrap().encryption = Some(SecretText::new("b14c".into()));
        }),
    ];
    for (name, leave_out) in cases {
        let mut wallet = wallet_of(&sound());
        leave_out(savings(&mut wallet));
        let (document, notices) = written(&wallet, testnet());
        assert_eq!(notices, ["phone-makes-again/accounts/1"], "{name}");
        let (ours, theirs) =
            (&document["value"]["identities"][0]["accounts"][1], &original["value"]["identities"][0]["accounts"][1]);
        assert_eq!(ours["encryptionSecretKey"], theirs["encryptionSecretKey"], "{name}");
        let contents = |account: &Value| account["credential"]["value"]["credential"]["contents"].clone();
        for member in ["credId", "credentialPublicKeys", "policy", "ipIdentity", "revocationThreshold"] {
            assert_eq!(contents(ours)[member], contents(theirs)[member], "{name}: {member}");
        }
        assert_eq!(Phone::refuses(&document), None, "{name}");
    }
    let mut wallet = wallet_of(&sound());
    let initial = AccountKey::Address(Holder::new(1).address(0));
    let records = wallet.networks.get_mut(&testnet()).unwrap();
    records.accounts.get_mut(&initial).unwrap().phone.as_mut().unwrap().credential = None;
    let (document, _) = written(&wallet, testnet());
    let again = &document["value"]["identities"][0]["accounts"][0]["credential"]["value"]["credential"];
    assert_eq!(
        (&again["type"], &again["contents"]["regId"]),
        (&json!("initial"), &json!(Holder::new(1).credential_id(0).to_string()))
    );
}

#[test]
fn what_cannot_be_made_again_stays_behind_by_name() {
    let omissions = |change: fn(&mut Wallet)| {
        let mut wallet = wallet_of(&sound());
        change(&mut wallet);
        written(&wallet, testnet()).1
    };
    let unknown_number = omissions(|wallet| {
        let account = savings(wallet);
        account.phone.as_mut().unwrap().credential = None;
        account.keys.as_mut().unwrap().encryption = None;
        let keys = Holder::new(2).identity("", vec![])["privateIdObjectData"].to_string();
        passport(wallet).phone.as_mut().unwrap().keys = Some(SecretText::new(keys));
    });
    // The number of the other account does not follow from those keys either: it goes in without a record of its credential.
    assert_eq!(unknown_number, ["phone-omits-incomplete-account/accounts/1", "phone-omits-credential/credentials/1"]);
    let unreadable = omissions(|wallet| savings(wallet).keys.as_mut().unwrap().signing = SecretText::new("[]".into()));
    assert_eq!(unreadable, ["phone-omits-incomplete-account/accounts/1"]);
    let watched = omissions(|wallet| savings(wallet).keys = None);
    assert_eq!(watched, ["phone-omits-watched-account/accounts/1"]);
    for change in [
        |wallet: &mut Wallet| passport(wallet).object = None,
        |wallet: &mut Wallet| passport(wallet).object = Some("[]".into()),
        |wallet: &mut Wallet| passport(wallet).phone.as_mut().unwrap().keys = Some(SecretText::new("{}".into())),
    ] {
        assert_eq!(
            omissions(change),
            ["phone-omits-incomplete-identity/identities/1", "phone-omits-account-of-identity/accounts/2"]
        );
    }
}

#[test]
fn keys_that_fail_a_check_go_in_and_are_named() {
    let mut wallet = wallet_of(&sound());
    savings(&mut wallet).keys.as_mut().unwrap().signing = SecretText::new(account_keys(&[(0, 0, [9; 32])]).to_string());
    let (document, notices) = written(&wallet, testnet());
    assert_eq!(notices, ["phone-carries-unsound-keys/accounts/1"]);
    assert_eq!(document["value"]["identities"][0]["accounts"].as_array().unwrap().len(), 2);
}

/// An old file once gave a number away a second time, and the new account could not be made.
#[test]
fn the_next_number_is_above_every_number_in_use() {
    let next = |document: &Value| document["value"]["identities"][0]["nextAccountNumber"].clone();
    let mut wallet = wallet_of(&sound());
    passport(&mut wallet).phone.as_mut().unwrap().next_account_number = 1;
    assert_eq!(next(&written(&wallet, testnet()).0), 4);
    // Found on the chain since, and in no file.
    let identity = passport(&mut wallet).key;
    let id = Holder::new(1).credential_id(8);
    wallet.networks.get_mut(&testnet()).unwrap().credentials.insert(
        id,
        Credential {
            id,
            identity,
            index: CredentialIndex(8),
            account: AccountKey::Address(AccountAddress::of_first_credential(&id)),
            slot: None,
            policy: "{}".into(),
            randomness: None,
        }
        .into(),
    );
    let (document, notices) = written(&wallet, testnet());
    assert_eq!((next(&document), notices), (json!(9), vec!["phone-omits-credential/credentials/1".to_owned()]));
}

#[test]
fn the_network_is_written_in_the_phones_word() {
    let records = wallet_of(&sound()).networks.remove(&testnet()).unwrap();
    for (network, expected) in [
        (Network::Mainnet.genesis(), "mainnet"),
        (Network::Testnet.genesis(), "testnet"),
        (Network::Stagenet.genesis(), "staging"),
        (GenesisHash::new([7; 32]), "local"),
    ] {
        let wallet = Wallet { networks: [(network, records.clone())].into(), ..Wallet::default() };
        assert_eq!(written(&wallet, network).0["environment"], expected);
    }
    let mut mock = sound();
    mock["environment"] = "mock".into();
    let network = GenesisHash::new([7; 32]);
    let plain = Plaintext::new(mock.to_string().into_bytes());
    let wallet = backup::format::decode(&plain, &mut Vec::new()).unwrap().1.on(network);
    assert_eq!(written(&wallet, network).0["environment"], "mock");
    let sealed = backup::seal(&wallet, Format::PhoneWallet, network, &typed("password"), NOW, &mut Counting(5));
    assert_eq!(sealed.unwrap()[0].counts, Counts::of(&wallet));
}

#[test]
fn the_keys_of_one_account_are_written_for_other_wallets() {
    let mut wallet = wallet_of(&sound());
    let address = Holder::new(1).address(3);
    let file = backup::account_key_file(&wallet, testnet(), address).unwrap();
    assert_eq!((file.file_name.as_str(), file.notices.len()), (format!("{address}.export").as_str(), 0));
    // EXPOSE: synthetic keys.
    let document: Value = serde_json::from_slice(file.bytes.expose()).unwrap();
    assert_eq!(
        document,
        json!({
            "type": "concordium-browser-wallet-account",
            "v": 0,
            "environment": "testnet",
            "value": {
                "accountKeys": account_keys(&[(0, 0, Holder::new(1).sign_key(3))]),
                "credentials": { "0": Holder::new(1).credential_id(3).to_string() },
                "address": address.to_string(),
            },
        })
    );
    assert!(!format!("{file:?}").contains(&hex::encode(Holder::new(1).sign_key(3))));

    let refusal =
        |wallet: &Wallet, network, address| backup::account_key_file(wallet, network, address).unwrap_err().code();
    assert_eq!(refusal(&wallet, Network::Mainnet.genesis(), address), "backup-no-keys");
    assert_eq!(refusal(&wallet, testnet(), Holder::new(9).address(0)), "backup-no-keys");
    assert_eq!(refusal(&wallet.clone().watched(), testnet(), address), "backup-no-keys");

    // Nobody knows the credential, and a key was changed: both are said, and the keys are there all the same.
    let signing =
        SecretText::new(account_keys(&[(0, 0, [9; 32])]).to_string().replace("signKey\":\"09", "signKey\":\"08"));
    let account = savings(&mut wallet);
    account.keys = Some(AccountKeys { signing, encryption: None, commitments: None });
    (account.identity, account.phone) = (None, None);
    wallet.networks.get_mut(&testnet()).unwrap().credentials.clear();
    let file = backup::account_key_file(&wallet, testnet(), address).unwrap();
    let codes: Vec<_> = file.notices.iter().map(|notice| notice.code).collect();
    assert_eq!(codes, ["keys-sign-key-other", "keys-credential-unknown", "key-file-without-credential"]);
    // EXPOSE: synthetic keys.
    let document: Value = serde_json::from_slice(file.bytes.expose()).unwrap();
    assert_eq!(document["value"]["credentials"], json!({ "0": "" }));
}

/// A member that nobody knows, now and then.
fn unknown() -> impl Strategy<Value = Option<(String, Value)>> {
    let value = prop_oneof![
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        prop::collection::vec(any::<u8>(), 0..4).prop_map(Value::from),
        any::<String>().prop_map(|text| json!({ "deep": [{ "er": text }] })),
    ];
    prop::option::weighted(0.3, ("(later|__proto__|constructor|[a-z]{12})", value))
}

/// An account of a holder: how it is called, its number, whether there are commitments, and something unknown.
fn any_account() -> impl Strategy<Value = (String, u8, bool, Option<(String, Value)>)> {
    (wallets::text(), 0..6_u8, any::<bool>(), unknown())
}

/// An identity: whose it is, how it is called, its next number beyond those in use, and something unknown.
fn any_identity() -> impl Strategy<Value = Value> {
    let accounts = prop::collection::vec(any_account(), 0..3);
    (1..4_u64, wallets::text(), 0..5_u32, unknown(), accounts).prop_map(|(seed, name, beyond, unknown, accounts)| {
        let holder = Holder::new(seed);
        let mut used = BTreeMap::new();
        for (name, number, has_commitments, unknown) in accounts {
            let mut account = holder.account(&name, number);
            if !has_commitments {
                account.as_object_mut().unwrap().remove("commitmentsRandomness");
            }
            account.as_object_mut().unwrap().extend(unknown);
            used.insert(number, account);
        }
        let highest = used.keys().last().map_or(0, |number| u32::from(*number) + 1);
        let mut identity = holder.identity(&name, used.into_values().collect());
        identity["nextAccountNumber"] = (highest + beyond).into();
        identity.as_object_mut().unwrap().extend(unknown);
        identity
    })
}

/// A document such as phones write, with names of every kind and members of later versions.
fn any_document() -> impl Strategy<Value = Value> {
    let recipient = (
        wallets::text(),
        prop_oneof![
            3 => wallets::address().prop_map(|address| address.to_string()),
            1 => "[a-z ]{0,10}",
        ],
    );
    let environment = prop::sample::select(vec!["mainnet", "testnet", "staging"]);
    (environment, prop::collection::vec(any_identity(), 0..3), prop::collection::vec(recipient, 0..4)).prop_map(
        |(environment, identities, recipients)| {
            let key = |identity: &Value| {
                identity["identityObject"]["preIdentityObject"]["pubInfoForIp"]["idCredPub"].to_string()
            };
            let identities: BTreeMap<String, Value> = identities.into_iter().map(|one| (key(&one), one)).collect();
            let recipients: BTreeMap<String, Value> = recipients
                .into_iter()
                .map(|(name, address)| (address.clone(), json!({ "name": name, "address": address })))
                .collect();
            document(Some(environment), identities.into_values().collect(), recipients.into_values().collect())
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    /// From a phone into Lifeboat and out again, through the record that vault and backups hold: member by member the same document.
    #[test]
    fn a_document_comes_out_as_it_went_in(document in any_document()) {
        let wallet = wallet_of(&document);
        // EXPOSE: synthetic records.
        let kept = record::decode(record::encode(&wallet).expose()).unwrap();
        prop_assert_eq!(&kept, &wallet);
        let network = wallet.networks.keys().next().copied().unwrap_or(testnet());
        let (again, omissions) = written(&kept, network);
        prop_assert_eq!(omissions, Vec::<String>::new());
        prop_assert_eq!(sorted(&again), sorted(&document));
        prop_assert_eq!(Phone::refuses(&again), None);
    }

    /// What goes in and what is named is everything, what went in comes out, and every phone reads it.
    #[test]
    fn nothing_is_lost_without_a_word(
        document in any_document(), other in wallets::wallet(), watched in any::<bool>(), network in wallets::genesis(),
    ) {
        let mut records = wallet_of(&document).networks.into_values().next().unwrap_or_default();
        if watched {
            let identity = records.identities.values_mut().next();
            identity.into_iter().for_each(|identity| identity.phone.as_mut().unwrap().keys = None);
            let account = records.accounts.values_mut().next_back();
            account.into_iter().for_each(|account| account.keys = None);
        }
        let devices = other.devices;
        let other = other.networks.into_values().next().unwrap_or_default();
        records.identities.extend(other.identities.clone());
        records.accounts.extend(other.accounts.clone());
        records.credentials.extend(other.credentials.clone());
        records.cosigners.extend(other.cosigners.clone());
        records.contacts.extend(other.contacts.clone());
        let wallet = Wallet {
            networks: [(network, records.clone()), (Network::Stagenet.genesis(), other)].into(),
            devices,
            ..Wallet::default()
        };
        let carried = format::phone::carry(&wallet, network);
        let document = format::phone::encode(&carried.wallet, network);
        let again = backup::format::decode(&document, &mut Vec::new()).unwrap().1.on(network);
        let inside = &carried.wallet.networks[&network];
        let nothing = NetworkRecords::default();
        prop_assert_eq!(again.networks.get(&network).unwrap_or(&nothing), inside);
        prop_assert_eq!(&format::phone::carry(&carried.wallet, network).wallet, &carried.wallet);
        // EXPOSE: synthetic records.
        prop_assert_eq!(Phone::refuses(&serde_json::from_slice(document.expose()).unwrap()), None);

        let named = |kind: &str| -> usize {
            let omitted = carried.omissions.iter().filter(|notice| notice.code.code().starts_with("phone-omits"));
            let of_kind = omitted.filter(|notice| notice.fields.get("kind").is_some_and(|found| found == kind));
            of_kind.map(|notice| notice.fields["count"].parse::<usize>().unwrap()).sum()
        };
        prop_assert_eq!(records.identities.len(), inside.identities.len() + named("identities"));
        prop_assert_eq!(records.accounts.len(), inside.accounts.len() + named("accounts"));
        prop_assert_eq!(records.cosigners.len(), named("cosigners"));
        prop_assert_eq!(records.contacts.len(), inside.contacts.len());
        let noted = records.contacts.values().filter(|one| one.note.as_ref().is_some_and(|note| !note.is_empty()));
        prop_assert_eq!(noted.count(), named("contacts"));
        // Credentials are said with their identity or their account, or by themselves.
        let lost: BTreeSet<CredentialId> =
            records.credentials.keys().filter(|id| !inside.credentials.contains_key(*id)).copied().collect();
        let said_otherwise = lost.iter().filter(|id| {
            let credential = &records.credentials[*id];
            records.identities.contains_key(&credential.identity) && !inside.identities.contains_key(&credential.identity)
                || records.accounts.contains_key(&credential.account) && !inside.accounts.contains_key(&credential.account)
        });
        prop_assert_eq!(lost.len(), said_otherwise.count() + named("credentials"));
        let left = carried.omissions.iter().filter(|notice| notice.code.code() == "phone-omits-network").count();
        let others = wallet.networks.iter().filter(|(genesis, records)| **genesis != network && !records.is_empty());
        prop_assert_eq!(left, others.count());
    }

    /// A Lifeboat backup holds a phone's records whole.
    #[test]
    fn a_backup_of_ours_holds_everything_of_a_phone(document in any_document(), seed in any::<u64>()) {
        let wallet = wallet_of(&document);
        let plain = record::encode(&wallet);
        let bytes = ours::seal(&plain, &typed("password"), Argon2Cost::FLOOR, NOW, &mut Counting(seed)).unwrap();
        prop_assert_eq!(backup::open(&bytes, &typed("password")).unwrap().contents, FileContents::Placed(wallet));
    }

    /// Every account with keys can be written for other wallets, and the file opens as the same keys.
    #[test]
    fn every_account_can_leave_with_its_keys(document in any_document()) {
        let wallet = wallet_of(&document);
        for (network, records) in &wallet.networks {
            for (key, account) in &records.accounts {
                let file = backup::account_key_file(&wallet, *network, *key.address().unwrap()).unwrap();
                prop_assert_eq!(&file.notices, &[]);
                // EXPOSE: synthetic keys.
                let opened = backup::open_plain(file.bytes.expose()).unwrap();
                prop_assert_eq!(&opened.notices, &[]);
                let again = opened.contents.on(*network);
                let again = again.networks[network].accounts[key].keys.clone().unwrap();
                prop_assert!(custody::sign_the_same(&again, account.keys.as_ref().unwrap()));
            }
        }
    }
}

//! What must hold of every merge, over generated pairs of wallets that overlap in every way the model allows.

use crate::cases::cases;
use crate::key_material;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use key_material::person;
use lifeboat::custody;
use lifeboat::fault::Coded;
use lifeboat::merge::{self, Choice, Choices, Fate, Item, MergeError, Subject, Verdict};
use lifeboat::model::{
    Account, AccountAddress, AccountKey, AccountKeys, AccountSlot, AccountState, Coin, Contact, ContactAddress,
    Cosigner, Credential, CredentialId, CredentialIndex, Device, GenesisHash, Identity, IdentityIndex, IdentityKey,
    IdentityState, KeyVersion, LedgerPath, Network, NetworkRecords, PairingKey, PhoneAccount, PhoneIdentity,
    ProviderNumber, Shielded, Wallet,
};
use lifeboat::secret::SecretText;
use proptest::collection::vec;
use proptest::prelude::*;

const CASES: u32 = 160;
/// Bytes a wallet is built from; what is missing counts as zero.
const DICE: std::ops::Range<usize> = 0..600;

/// Turns bytes into decisions, so that proptest can shrink a wallet by shrinking bytes.
struct Dice {
    bytes: std::vec::IntoIter<u8>,
    /// Whether there are keys at all: checking them takes most of the time.
    keys: bool,
}

impl Dice {
    fn below(&mut self, sides: u8) -> u8 {
        self.bytes.next().unwrap_or(0) % sides
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[usize::from(self.below(u8::try_from(from.len()).unwrap()))].clone()
    }

    fn yes(&mut self) -> bool {
        self.below(2) == 1
    }
}

/// Two wallets, every fourth time with keys.
fn pairs() -> impl Strategy<Value = (Wallet, Wallet)> {
    (0..4_u8, vec(any::<u8>(), DICE), vec(any::<u8>(), DICE)).prop_map(|(keys, mine, theirs)| {
        let keys = keys == 3;
        (wallet(mine, keys), wallet(theirs, keys))
    })
}

fn pairs_with_keys() -> impl Strategy<Value = (Wallet, Wallet)> {
    (vec(any::<u8>(), DICE), vec(any::<u8>(), DICE))
        .prop_map(|(mine, theirs)| (wallet(mine, true), wallet(theirs, true)))
}

fn wallet(bytes: Vec<u8>, keys: bool) -> Wallet {
    let mut dice = Dice { bytes: bytes.into_iter(), keys };
    let mut wallet = Wallet::default();
    for network in [Network::Mainnet.genesis(), GenesisHash::new([2; 32])] {
        let records = network_records(&mut dice);
        for key in records.identities.keys() {
            if let Some(pairing_key) = key.device() {
                wallet.devices.insert(pairing_key, Device::ledger(pairing_key).into());
            }
        }
        if !records.is_empty() {
            wallet.networks.insert(network, records);
        }
    }
    if dice.yes() {
        let pairing_key = PairingKey::new([dice.below(3); 32]);
        wallet.devices.insert(pairing_key, Device::ledger(pairing_key).into());
    }
    wallet
}

fn network_records(dice: &mut Dice) -> NetworkRecords {
    let mut records = NetworkRecords::default();
    for key in identity_keys() {
        if dice.yes() {
            records.identities.insert(key, identity(dice, key).into());
        }
    }
    let holders: Vec<IdentityKey> = records.identities.keys().copied().collect();
    if !holders.is_empty() {
        for number in 0..4 {
            if dice.yes() {
                let account = account(dice, number, &holders);
                records.accounts.insert(account.key.clone(), account.into());
            }
        }
        let places: Vec<AccountKey> = (0..4).map(|number| AccountKey::Address(address(number))).collect();
        let (mut numbers, mut slots) = (BTreeSet::new(), BTreeSet::new());
        for number in 0..5 {
            if !dice.yes() {
                continue;
            }
            let credential = credential(dice, number, &holders, &places);
            let in_slot = credential.slot.is_none_or(|slot| slots.insert((credential.account.clone(), slot)));
            if in_slot && numbers.insert((credential.identity, credential.index)) {
                records.credentials.insert(credential.id, credential.into());
            }
        }
    }
    let shared: Vec<AccountAddress> = records.accounts.keys().filter_map(AccountKey::address).copied().collect();
    if !shared.is_empty() {
        for number in 7..9 {
            if dice.yes() {
                let (credential, account) = (CredentialId::new([number; 48]), dice.pick(&shared));
                let note = dice.pick(&["", "Bob", "Eve"]).into();
                records.cosigners.insert(credential, Cosigner { account, credential, note }.into());
            }
        }
    }
    for number in 0..5 {
        if dice.yes() {
            let contact = contact(dice, number);
            records.contacts.insert(contact.address.clone(), contact.into());
        }
    }
    records
}

/// Of two Ledgers, below both paths and of both key versions, and of two phones.
fn identity_keys() -> Vec<IdentityKey> {
    let newer = LedgerPath::Bip44 { coin: Coin::Concordium, provider: ProviderNumber::new(0).unwrap() };
    let on_ledger = [
        (0, LedgerPath::Legacy, 0, KeyVersion::V1),
        (0, LedgerPath::Legacy, 0, KeyVersion::V0),
        (0, LedgerPath::Legacy, 1, KeyVersion::V1),
        (0, newer, 0, KeyVersion::V1),
        (1, LedgerPath::Legacy, 0, KeyVersion::V1),
        (1, LedgerPath::Legacy, 0, KeyVersion::V0),
    ];
    let on_ledger = on_ledger.into_iter().map(|(device, path, index, version)| IdentityKey::Ledger {
        device: PairingKey::new([device; 32]),
        path,
        index: IdentityIndex::new(index).unwrap(),
        version,
    });
    on_ledger.chain([0, 1].map(|number| IdentityKey::Phone(person(number).id))).collect()
}

fn phone_identity(dice: &mut Dice, number: usize) -> PhoneIdentity {
    PhoneIdentity {
        next_account_number: dice.below(4).into(),
        environment: dice.pick(&[None, Some("mainnet"), Some("production")]).map(Into::into),
        keys: (dice.keys && dice.yes()).then(|| dice.pick(&person(number).identity_keys)),
        other_members: other_members(dice),
    }
}

fn other_members(dice: &mut Dice) -> SecretText {
    SecretText::new(dice.pick(&["{}", "{\"x\":1}", "{ \"y\": [2] }", "{\"x\":3,\"y\":4}", "no object"]).into())
}

fn account_keys(dice: &mut Dice, number: usize) -> Option<AccountKeys> {
    let material = &person(0).accounts[number];
    (dice.keys && dice.yes()).then(|| AccountKeys {
        signing: dice.pick(&material.signing),
        encryption: dice.pick(&material.encryption),
        commitments: dice.pick(&material.commitments),
    })
}

fn phone_account(dice: &mut Dice, number: usize) -> Option<PhoneAccount> {
    dice.yes().then(|| PhoneAccount {
        submission_id: dice.pick(&["", "5a", "5b"]).into(),
        credential: dice.pick(&person(0).accounts[number].credential),
        revealed_attributes: dice.pick(&["", "{}", "{\"dob\":\"1\"}", "{\"dob\":\"2\"}"]).into(),
        other_members: other_members(dice),
    })
}

fn identity(dice: &mut Dice, key: IdentityKey) -> Identity {
    let mut identity = Identity::placeholder(key);
    identity.state = dice.pick(&[
        IdentityState::Placeholder,
        IdentityState::Pending,
        IdentityState::Rejected,
        IdentityState::RejectedAndWarned,
        IdentityState::Confirmed,
        IdentityState::Genesis,
    ]);
    if dice.yes() {
        identity.name = dice.pick(&["", "Passport", "Work"]).into();
    }
    if identity.state != IdentityState::Placeholder {
        identity.randomness = dice.pick(&["", "aa", "AA", "bb"]).into();
        identity.object = dice
            .pick(&[None, Some("{\"a\":1,\"b\":2}"), Some("{\"b\":2, \"a\":1}"), Some("{}"), Some("{\"a\":3}")])
            .map(Into::into);
        identity.provider = dice.pick(&[None, Some("{}"), Some("{\"ip\":0}")]).map(Into::into);
        identity.detail = dice.pick(&[None, Some("refused")]).map(Into::into);
        identity.issuer_url = dice.pick(&[None, Some(""), Some("https://issuer.example")]).map(Into::into);
    }
    if let IdentityKey::Phone(id) = key {
        let number = usize::from(id == person(1).id);
        identity.phone = dice.yes().then(|| phone_identity(dice, number));
        if identity.state != IdentityState::Placeholder && dice.yes() {
            identity.object = Some(dice.pick(&person(number).objects));
        }
    }
    identity
}

fn address(number: u8) -> AccountAddress {
    person(0).addresses[usize::from(number)]
}

fn account(dice: &mut Dice, number: u8, holders: &[IdentityKey]) -> Account {
    let identity = dice.pick(holders);
    let key = match dice.below(8) {
        0 if number == 3 => AccountKey::Unaddressed { identity, text: String::new() },
        _ => AccountKey::Address(address(number)),
    };
    let mut account = Account {
        key,
        identity: (!dice.yes() || !dice.yes()).then_some(identity),
        name: dice.pick(&["", "Main", "Savings"]).into(),
        state: dice.pick(&[
            AccountState::Confirmed,
            AccountState::Pending,
            AccountState::Rejected,
            AccountState::Genesis,
        ]),
        signature_threshold: u32::from(1 + dice.below(2)),
        is_initial: dice.yes(),
        deployment: dice.pick(&[None, Some("cd")]).map(Into::into),
        transaction_filter: "{}".into(),
        shielded: Shielded::none(),
        keys: account_keys(dice, number.into()),
        phone: phone_account(dice, number.into()),
        signers: BTreeSet::new(),
    };
    if account.key.address().is_none() {
        account.identity = Some(identity);
    }
    if account.identity.is_none()
        && let Some(phone) = &mut account.phone
    {
        // It came as its keys, in a file that has no place for it.
        phone.credential = None;
    }
    if dice.yes() {
        account.name = account.default_name();
    }
    account
}

fn credential(dice: &mut Dice, number: u8, holders: &[IdentityKey], places: &[AccountKey]) -> Credential {
    Credential {
        id: CredentialId::new([number; 48]),
        identity: dice.pick(holders),
        index: CredentialIndex(u32::from(dice.below(3))),
        account: dice.pick(places),
        slot: dice.pick(&[None, Some(AccountSlot(0)), Some(AccountSlot(1))]),
        policy: dice.pick(&["", "{}", "{\"validTo\":\"202801\"}", "{\"validTo\":\"202901\"}"]).into(),
        randomness: dice.pick(&[None, Some(""), Some("{\"r\":1}"), Some("{\"r\":2}")]).map(Into::into),
    }
}

fn contact(dice: &mut Dice, number: u8) -> Contact {
    let address = match number {
        4 => ContactAddress::Invalid("not an address".into()),
        number => ContactAddress::Account(address(number)),
    };
    let mut name: String = dice.pick(&["", "Main", "Savings", "Shop"]).into();
    if let (ContactAddress::Account(address), true) = (&address, dice.yes()) {
        name = address.default_name();
    }
    let note = dice.pick(&[None, Some(""), Some("mine"), Some("theirs")]).map(Into::into);
    Contact { address, name, note }
}

/// Gives every own contact the name of its account.
fn in_step(mut wallet: Wallet) -> Wallet {
    for records in wallet.networks.values_mut() {
        for contact in records.contacts.values_mut() {
            let ContactAddress::Account(address) = contact.address else { continue };
            if let Some(account) = records.accounts.get(&AccountKey::Address(address)) {
                contact.name.clone_from(&account.name);
            }
        }
    }
    wallet
}

fn is_in_step(wallet: &Wallet) -> bool {
    *wallet == in_step(wallet.clone())
}

/// Wallets in which records are missing that others belong to.
fn pairs_with_holes() -> impl Strategy<Value = (Wallet, Wallet)> {
    (pairs(), vec(any::<u8>(), 0..80)).prop_map(|((mut mine, mut theirs), bytes)| {
        let mut dice = Dice { bytes: bytes.into_iter(), keys: false };
        [&mut mine, &mut theirs].into_iter().for_each(|wallet| punch(wallet, &mut dice));
        (mine, theirs)
    })
}

fn punch(wallet: &mut Wallet, dice: &mut Dice) {
    wallet.devices.retain(|_, _| dice.yes());
    for records in wallet.networks.values_mut() {
        records.identities.retain(|_, _| dice.yes());
        records.accounts.retain(|_, _| dice.yes());
    }
}

/// Some choice for every item, by the dice.
fn choices(items: &[Item], bytes: Vec<u8>) -> Choices {
    let mut dice = Dice { bytes: bytes.into_iter(), keys: false };
    items.iter().map(|item| (item.subject.clone(), dice.pick(&item.choices))).collect()
}

fn merged(mine: &Wallet, theirs: &Wallet) -> Wallet {
    let plan = merge::plan(mine, theirs);
    merge::apply(mine, theirs, &plan, &Choices::default()).unwrap().0
}

/// The start of the public key an account signs with.
fn signing_key(account: &Account) -> String {
    let keys = account.keys.as_ref().and_then(|keys| custody::read_account_keys(keys).ok());
    let key = keys.and_then(|keys| keys.pairs().find_map(|(_, _, pair)| pair.derived()));
    key.map(|key| key.to_string().chars().take(8).collect()).unwrap_or_default()
}

/// Every identity has its Ledger, every account and credential its identity, every co-signer its account; no place is
/// held twice.
fn assert_consistent(wallet: &Wallet) {
    for records in wallet.networks.values() {
        for (key, identity) in &records.identities {
            assert_eq!(*key, identity.key);
            assert!(
                key.device().is_none_or(|device| wallet.devices.contains_key(&device)),
                "an identity without its Ledger"
            );
        }
        for (key, account) in &records.accounts {
            assert_eq!(*key, account.key);
            assert!(
                account.identity.is_none_or(|key| records.identities.contains_key(&key)),
                "an account without its identity"
            );
        }
        let (mut numbers, mut slots) = (BTreeSet::new(), BTreeSet::new());
        for (id, credential) in &records.credentials {
            assert_eq!(*id, credential.id);
            assert!(records.identities.contains_key(&credential.identity), "a credential without its identity");
            assert!(numbers.insert((credential.identity, credential.index)), "two credentials with one number");
            if let Some(slot) = credential.slot {
                assert!(slots.insert((&credential.account, slot)), "two credentials in one slot");
            }
        }
        for cosigner in records.cosigners.values() {
            assert!(
                records.accounts.contains_key(&AccountKey::Address(cosigner.account)),
                "a co-signer without account"
            );
        }
    }
}

fn subjects(wallet: &Wallet) -> BTreeSet<Subject> {
    let mut all: BTreeSet<Subject> = wallet.devices.keys().map(|key| Subject::Device(*key)).collect();
    for (network, records) in &wallet.networks {
        all.extend(records.identities.keys().map(|key| Subject::Identity(*network, *key)));
        all.extend(records.accounts.keys().map(|key| Subject::Account(*network, key.clone())));
        all.extend(records.credentials.keys().map(|id| Subject::Credential(*network, *id)));
        all.extend(records.cosigners.keys().map(|id| Subject::Cosigner(*network, *id)));
        all.extend(records.contacts.keys().map(|at| Subject::Contact(*network, at.clone())));
    }
    all
}

/// Every record by its subject: its name or note, and a mark of all of it.
fn records_of(wallet: &Wallet) -> BTreeMap<Subject, (Option<String>, u64)> {
    let mut all: BTreeMap<Subject, (Option<String>, u64)> =
        wallet.devices.iter().map(|(key, it)| (Subject::Device(*key), (None, mark(it)))).collect();
    for (network, records) in &wallet.networks {
        for (key, it) in &records.identities {
            all.insert(Subject::Identity(*network, *key), (Some(it.name.clone()), mark(it)));
        }
        for (key, it) in &records.accounts {
            all.insert(Subject::Account(*network, key.clone()), (Some(it.name.clone()), mark(it)));
        }
        for (id, it) in &records.credentials {
            all.insert(Subject::Credential(*network, *id), (None, mark(it)));
        }
        for (id, it) in &records.cosigners {
            all.insert(Subject::Cosigner(*network, *id), (Some(it.note.clone()), mark(it)));
        }
        for (at, it) in &records.contacts {
            all.insert(Subject::Contact(*network, at.clone()), (Some(it.name.clone()), mark(it)));
        }
    }
    all
}

/// Secrets are not written out, but they are hashed.
fn mark(record: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    record.hash(&mut hasher);
    hasher.finish()
}

/// The same key under the other key version.
fn double(subject: &Subject) -> Option<Subject> {
    let Subject::Identity(network, IdentityKey::Ledger { device, path, index, version }) = subject else { return None };
    let version = if *version == KeyVersion::V0 { KeyVersion::V1 } else { KeyVersion::V0 };
    Some(Subject::Identity(*network, IdentityKey::Ledger { device: *device, path: *path, index: *index, version }))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(CASES), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn importing_what_is_already_here_changes_nothing((mine, _) in pairs()) {
        let plan = merge::plan(&mine, &mine);
        prop_assert!(plan.items.iter().all(|item| item.verdict == Verdict::Same), "{:#?}", plan.items);
        let (done, report) = merge::apply(&mine, &mine, &plan, &Choices::default()).unwrap();
        prop_assert_eq!(&done, &mine);
        prop_assert!(!report.changed_anything());
        prop_assert_eq!(report.unchanged.total() as usize, plan.items.len());
    }

    #[test]
    fn importing_the_same_file_twice_changes_nothing_more((mine, theirs) in pairs()) {
        let once = merged(&mine, &theirs);
        let plan = merge::plan(&once, &theirs);
        let (twice, report) = merge::apply(&once, &theirs, &plan, &Choices::default()).unwrap();
        for (network, once) in &once.networks {
            let twice = &twice.networks[network];
            for (key, once) in &once.accounts {
                prop_assert_eq!(&twice.accounts[key], once);
            }
            for (key, once) in &once.identities {
                prop_assert_eq!(&twice.identities[key], once);
            }
        }
        prop_assert_eq!(&twice, &once);
        prop_assert!(!report.changed_anything(), "{:#?}", report);
        for item in &plan.items {
            let is_settled = matches!(
                item.verdict,
                Verdict::Same | Verdict::NameDiffers | Verdict::NoteDiffers | Verdict::Conflict | Verdict::CannotImport
            );
            // A contact whose account could not come in stays an offer; everything else is here or a standing question.
            prop_assert!(is_settled || matches!(item.subject, Subject::Contact(..)), "{:#?}", item);
        }
    }

    #[test]
    fn whatever_is_chosen_the_wallet_stays_consistent(
        (mine, theirs) in pairs(), chosen in vec(any::<u8>(), 0..80),
    ) {
        assert_consistent(&mine);
        let plan = merge::plan(&mine, &theirs);
        let (done, report) = merge::apply(&mine, &theirs, &plan, &choices(&plan.items, chosen)).unwrap();
        assert_consistent(&done);
        let all = report.added.total() + report.updated.total() + report.unchanged.total() + report.left_out.total();
        prop_assert!(all as usize + report.refused.len() >= plan.items.len());
        prop_assert_eq!(report.changed_anything(), done != mine);
    }

    #[test]
    fn by_default_nothing_here_is_lost_and_nothing_importable_is_missed(
        (mine, theirs) in pairs(),
    ) {
        let plan = merge::plan(&mine, &theirs);
        let done = subjects(&merged(&mine, &theirs));
        for subject in subjects(&mine) {
            prop_assert!(done.contains(&subject) || double(&subject).is_some_and(|it| done.contains(&it)), "{:?}", subject);
        }
        for item in &plan.items {
            let is_refused = matches!(item.verdict, Verdict::CannotImport | Verdict::Conflict);
            // Somebody who is called like an address that is here.
            let is_refused = is_refused || (item.verdict == Verdict::Alike && item.default_choice() == Choice::LeaveOut);
            let is_here = done.contains(&item.subject) || double(&item.subject).is_some_and(|it| done.contains(&it));
            prop_assert!(is_refused || is_here, "{:#?}", item);
        }
    }

    #[test]
    fn what_the_plan_says_is_what_happens(
        (mine, theirs) in pairs(), chosen in vec(any::<u8>(), 0..80),
    ) {
        let plan = merge::plan(&mine, &theirs);
        let choices = choices(&plan.items, chosen);
        let (done, _) = merge::apply(&mine, &theirs, &plan, &choices).unwrap();
        let before = subjects(&mine);
        let after = subjects(&done);
        for item in &plan.items {
            let choice = choices.get(&item.subject).unwrap();
            if choice == Choice::LeaveOut {
                prop_assert_eq!(before.contains(&item.subject), after.contains(&item.subject), "{:?}", item);
            }
            let Some(outcome) = item.outcome(choice) else { continue };
            let records = item.subject.network().and_then(|network| done.networks.get(&network));
            let (Some(records), true) = (records, after.contains(&item.subject)) else { continue };
            let shown = match &item.subject {
                Subject::Identity(_, key) => records.identities[key].name.clone(),
                Subject::Account(_, key) => {
                    let account = &records.accounts[key];
                    let parts = [account.name.clone(), account.signature_threshold.to_string(), signing_key(account)];
                    // Those of the three that differ.
                    let forms = (1..8_usize).map(|set| {
                        let chosen = (0..3).filter(|part| set & (1 << part) != 0).map(|part| parts[part].as_str());
                        chosen.collect::<Vec<_>>().join(" · ")
                    });
                    prop_assert!(forms.into_iter().any(|form| form == outcome), "{:?} but {:?}", item, parts);
                    continue;
                }
                // Its account may have been left out, and the co-signer with it.
                Subject::Cosigner(_, id) if choice == Choice::TakeTheirs && records.cosigners[id].note != outcome => {
                    let account = AccountKey::Address(theirs.networks[&item.subject.network().unwrap()].cosigners[id].account);
                    prop_assert!(!records.accounts.contains_key(&account), "{:?}", item);
                    continue;
                }
                Subject::Cosigner(_, id) => records.cosigners[id].note.clone(),
                Subject::Contact(_, at) => {
                    let contact = &records.contacts[at];
                    let note = contact.note.clone().unwrap_or_default();
                    let forms = [
                        (true, contact.name.clone()),
                        (item.verdict == Verdict::NoteDiffers, note.clone()),
                        (item.verdict == Verdict::NameDiffers, format!("{} · {note}", contact.name)),
                    ];
                    prop_assert!(forms.iter().any(|(can_be, form)| *can_be && form == outcome), "{:?} but {:?}", item, contact);
                    continue;
                }
                Subject::Device(_) | Subject::Credential(..) => continue,
            };
            prop_assert_eq!(shown, outcome, "{:?}", item);
        }
    }

    /// A flag in a file makes nobody's address one's own, and no default lets a stranger have a name that somebody here has.
    #[test]
    fn no_file_gives_a_stranger_the_name_of_somebody_here((mine, theirs) in pairs()) {
        let plan = merge::plan(&mine, &theirs);
        let (done, _) = merge::apply(&mine, &theirs, &plan, &Choices::default()).unwrap();
        for (network, records) in &done.networks {
            let Some(before) = mine.networks.get(network) else { continue };
            for (at, contact) in &records.contacts {
                if records.owns(at) || before.contacts.contains_key(at) {
                    continue;
                }
                let settled = before.contacts.iter().filter(|(place, it)| {
                    let is_default = matches!(place, ContactAddress::Account(at) if it.name == at.default_name());
                    !is_default && !records.owns(place) && *place != at
                });
                for (place, settled) in settled {
                    prop_assert!(settled.name.is_empty() || settled.name != contact.name, "{:?} {:?}", place, contact);
                }
            }
        }
    }

    #[test]
    fn no_key_is_ever_lost_and_good_ones_stay_good(
        (mine, theirs) in pairs_with_keys(), chosen in vec(any::<u8>(), 0..80),
    ) {
        let plan = merge::plan(&mine, &theirs);
        let choices = choices(&plan.items, chosen);
        let (done, _) = merge::apply(&mine, &theirs, &plan, &choices).unwrap();
        for (network, records) in &mine.networks {
            let after = &done.networks[network];
            for (key, before) in &records.accounts {
                let after = &after.accounts[key];
                prop_assert!(before.keys.is_none() || after.keys.is_some(), "{:?}", key);
                prop_assert!(!custody::are_sound(before, &[]) || custody::are_sound(after, &[]), "{:?}", key);
                let parts = |account: &Account| {
                    let keys = account.keys.as_ref();
                    let phone = account.phone.as_ref();
                    [
                        keys.and_then(|keys| keys.encryption.as_ref()).is_some(),
                        keys.and_then(|keys| keys.commitments.as_ref()).is_some(),
                        phone.is_some(),
                        phone.is_some_and(|phone| !phone.submission_id.is_empty()),
                    ]
                };
                prop_assert!(parts(before).iter().zip(parts(after)).all(|(before, after)| !before || after), "{:?}", key);
            }
            for (key, before) in &records.identities {
                let Some(before) = &before.phone else { continue };
                let after = after.identities[key].phone.as_ref().unwrap();
                prop_assert!(before.keys.is_none() || after.keys.is_some(), "{:?}", key);
                prop_assert!(before.next_account_number <= after.next_account_number, "{:?}", key);
            }
        }
        for item in &plan.items {
            let Subject::Identity(network, key) = &item.subject else { continue };
            let identity = |of: &'_ Wallet| of.networks.get(network).and_then(|of| of.identities.get(key)).cloned();
            let (Some(before), Some(incoming), Some(after)) = (identity(&mine), identity(&theirs), identity(&done)) else {
                continue;
            };
            let says = |code: &str| item.reason.iter().chain(&item.remarks).any(|it| it.code() == code);
            let number = |of: &Identity| of.phone.as_ref().map(|phone| phone.next_account_number);
            // What only claims to be an identity's does not count its accounts.
            if choices.get(&item.subject) != Some(Choice::LeaveOut) && !says("identity-keys-claimed") {
                prop_assert!(number(&after) >= number(&before).max(number(&incoming)), "{:#?}", item);
            }
            let parts = |of: &Identity| {
                let says_something = |part: &Option<String>| part.as_ref().is_some_and(|it| !["", "{}"].contains(&it.trim()));
                [says_something(&of.object), says_something(&of.provider), says_something(&of.issuer_url), !of.randomness.is_empty()]
            };
            // Two issuings are never mixed: there, the other one is taken as it is.
            if !says("identities-contradict") {
                prop_assert!(parts(&before).iter().zip(parts(&after)).all(|(before, after)| !before || after), "{:#?}", item);
            }
        }
    }

    #[test]
    fn good_keys_that_come_in_are_there_afterwards_or_a_question((mine, theirs) in pairs_with_keys()) {
        let done = merged(&mine, &theirs);
        let asked: BTreeSet<Subject> = merge::plan(&mine, &theirs)
            .items
            .into_iter()
            .filter(|item| item.verdict == Verdict::Conflict)
            .map(|item| item.subject)
            .collect();
        for (network, records) in &theirs.networks {
            for (key, _) in records.accounts.iter().filter(|(_, account)| custody::are_sound(account, &[])) {
                if asked.contains(&Subject::Account(*network, key.clone())) {
                    continue;
                }
                prop_assert!(custody::are_sound(&done.networks[network].accounts[key], &[]), "{:?}", key);
            }
            for (key, theirs) in &records.identities {
                let has_good_keys = |identity: &Identity| {
                    let keys = identity.phone.as_ref().and_then(|phone| phone.keys.as_ref());
                    keys.is_some() && custody::check_identity(identity, None).is_empty()
                };
                if !has_good_keys(theirs) || asked.contains(&Subject::Identity(*network, *key)) {
                    continue;
                }
                let after = &done.networks[network].identities[key];
                let keys = |identity: &Identity| identity.phone.as_ref().and_then(|phone| phone.keys.clone()).unwrap();
                // Another object may show what theirs alone did not: that its keys are wrong after all.
                let are_theirs = custody::hold_the_same(&keys(after), &keys(theirs));
                prop_assert!(are_theirs || has_good_keys(after), "{:?}", key);
            }
        }
    }

    #[test]
    fn what_is_only_watched_takes_no_key_away(
        (mine, theirs) in pairs_with_keys(), chosen in vec(any::<u8>(), 0..80),
    ) {
        let theirs = theirs.watched();
        let plan = merge::plan(&mine, &theirs);
        prop_assert!(plan.items.iter().all(|item| item.verdict != Verdict::Repairs));
        let (done, _) = merge::apply(&mine, &theirs, &plan, &choices(&plan.items, chosen)).unwrap();
        for (network, records) in &mine.networks {
            for (key, before) in &records.accounts {
                prop_assert_eq!(&before.keys, &done.networks[network].accounts[key].keys);
            }
            for (key, before) in &records.identities {
                let after = done.networks[network].identities.get(key);
                // An empty placeholder of a Ledger may have given way; it has no keys.
                let keys = |phone: &Option<PhoneIdentity>| phone.as_ref().and_then(|phone| phone.keys.clone());
                prop_assert_eq!(keys(&before.phone), after.and_then(|after| keys(&after.phone)));
            }
        }
    }

    #[test]
    fn no_secret_is_in_what_is_said((mine, theirs) in pairs_with_keys()) {
        let plan = merge::plan(&mine, &theirs);
        let (_, report) = merge::apply(&mine, &theirs, &plan, &Choices::default()).unwrap();
        let said = format!("{plan:?}{report:?}").to_lowercase();
        for secret in [0, 1].into_iter().flat_map(|number| person(number).secrets()) {
            prop_assert!(!said.contains(secret), "{}", secret);
        }
        for damaged in ["78".repeat(32), format!("{:064x}", 7), format!("{:064x}", 9), "prfRand".into()] {
            prop_assert!(!said.contains(&damaged), "{}", damaged);
        }
    }

    #[test]
    fn an_account_and_its_own_contact_never_drift_apart(
        (mine, theirs) in pairs(), chosen in vec(any::<u8>(), 0..80),
    ) {
        let (mine, theirs) = (in_step(mine), in_step(theirs));
        let plan = merge::plan(&mine, &theirs);
        let (done, _) = merge::apply(&mine, &theirs, &plan, &choices(&plan.items, chosen)).unwrap();
        prop_assert!(is_in_step(&done), "{:#?}", done);
    }

    /// Other programs' files, and older vaults, hold records that belong to nothing. They stop nothing.
    #[test]
    fn records_that_belong_to_nothing_do_no_harm((mine, theirs) in pairs_with_holes()) {
        let once = merged(&mine, &theirs);
        let (before, after) = (subjects(&mine), subjects(&once));
        for subject in before {
            prop_assert!(after.contains(&subject) || double(&subject).is_some_and(|it| after.contains(&it)), "{:?}", subject);
        }
        let plan = merge::plan(&once, &theirs);
        let (twice, report) = merge::apply(&once, &theirs, &plan, &Choices::default()).unwrap();
        prop_assert_eq!(&twice, &once);
        prop_assert!(!report.changed_anything());
    }

    #[test]
    fn a_plan_made_from_other_wallets_is_refused(
        (mine, theirs) in pairs(), (other, _) in pairs(),
    ) {
        let plan = merge::plan(&mine, &theirs);
        let late = merge::apply(&other, &theirs, &plan, &Choices::default());
        prop_assert_eq!(late.is_ok(), other == mine);
        let mixed_up = merge::apply(&mine, &other, &plan, &Choices::default());
        prop_assert_eq!(mixed_up.is_ok(), other == theirs);
    }
}

proptest! {
    // Every choice of every record is tried: a case takes as long as a hundred others.
    #![proptest_config(ProptestConfig { cases: cases(24), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_choice_of_every_record_ends_in_what_was_foreseen((mine, theirs) in pairs()) {
        let plan = merge::plan(&mine, &theirs);
        let (before, by_default) = (records_of(&mine), merge::outlook(&mine, &theirs, &plan, &Choices::default()).unwrap().endings);
        // The same, one choice after the other, each tried with those alone that it can matter to.
        let (mut in_turn, mut known) = (Choices::default(), by_default.clone());
        for (position, item) in plan.items.iter().enumerate() {
            for choice in &item.choices {
                in_turn.set(item.subject.clone(), *choice);
                for (place, ending) in merge::after_choice(&mine, &theirs, &plan, &in_turn, position).endings {
                    known[place] = ending;
                }
                prop_assert_eq!(&known, &merge::outlook(&mine, &theirs, &plan, &in_turn).unwrap().endings, "after {:?} for {:?}", choice, item.subject);
                let choices = Choices::from_iter([(item.subject.clone(), *choice)]);
                let merge::Foreseen { endings: foreseen, report: sums, wallet } = merge::outlook(&mine, &theirs, &plan, &choices).unwrap();
                let (done, report) = merge::apply(&mine, &theirs, &plan, &choices).unwrap();
                prop_assert_eq!((&sums, &wallet), (&report, &done));
                prop_assert!(*choice != item.default_choice() || foreseen == by_default);
                let after = records_of(&done);
                for (other, ending) in plan.items.iter().zip(&foreseen) {
                    let (was, is) = (before.get(&other.subject), after.get(&other.subject));
                    let holds = match ending.fate {
                        Fate::Added => is.is_some() && was.is_none_or(|was| Some(was) != is),
                        Fate::Updated => is.is_some() && was != is,
                        Fate::Unchanged => is.is_some() && was == is,
                        Fate::LeftOut | Fate::Refused => was == is || was.is_some(),
                    };
                    prop_assert!(holds, "{:?} {:?}: {:?} but {:?} -> {:?}", other, choice, ending, was, is);
                    prop_assert_eq!(&ending.name, &is.and_then(|(name, _)| name.clone()));
                }
            }
        }
    }
}

#[test]
fn a_choice_the_plan_does_not_offer_is_refused() {
    let theirs = wallet(vec![1; 600], true);
    let plan = merge::plan(&Wallet::default(), &theirs);
    let first = plan.items[0].subject.clone();
    let wrong = Choices::from_iter([(first, Choice::TakeTheirNote)]);
    let refused = merge::apply(&Wallet::default(), &theirs, &plan, &wrong).unwrap_err();
    assert_eq!(refused, MergeError::ChoiceNotOffered);
    let stranger = Choices::from_iter([(Subject::Device(PairingKey::new([9; 32])), Choice::LeaveOut)]);
    let refused = merge::apply(&Wallet::default(), &theirs, &plan, &stranger).unwrap_err();
    assert_eq!(refused, MergeError::ChoiceNotOffered);
}

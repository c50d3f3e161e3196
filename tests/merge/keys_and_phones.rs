//! The rules about keys and phones: one test per sentence of `docs/merge-rules.md`, with keys that really fit together.

use crate::key_material;

use std::collections::BTreeSet;

use key_material::{Person, person};
use lifeboat::custody::{self, Finding, KeysOnChain};
use lifeboat::fault::Coded;
use lifeboat::merge::{self, Choice, Item, KeysAt, Report, Subject, Verdict};
use lifeboat::model::{
    Account, AccountKey, AccountKeys, AccountSlot, AccountState, Coin, Contact, ContactAddress, Credential,
    CredentialId, CredentialIndex, Device, GenesisHash, Identity, IdentityIndex, IdentityKey, IdentityState,
    KeyVersion, LedgerPath, Network, NetworkRecords, PairingKey, PhoneAccount, PhoneIdentity, ProviderNumber, Shielded,
    Wallet,
};
use lifeboat::secret::SecretText;

const NET: GenesisHash = Network::Mainnet.genesis();
/// The account most tests are about; the person has one before and one after it.
const IT: usize = 1;

/// Signing keys by their place in [`key_material::Material::signing`].
const RIGHT: usize = 0;
const WRITTEN_OTHERWISE: usize = 1;
const OTHERS: usize = 2;
const MIXED: usize = 3;
const UNREADABLE: usize = 5;

fn me() -> &'static Person {
    person(0)
}

fn secret(text: &str) -> SecretText {
    SecretText::new(text.into())
}

fn on_phone() -> IdentityKey {
    IdentityKey::Phone(me().id)
}

fn on_ledger() -> IdentityKey {
    below(LedgerPath::Legacy, KeyVersion::V1)
}

fn below(path: LedgerPath, version: KeyVersion) -> IdentityKey {
    IdentityKey::Ledger { device: PairingKey::new([1; 32]), path, index: IdentityIndex::FIRST, version }
}

fn newer_path() -> LedgerPath {
    LedgerPath::Bip44 { coin: Coin::Concordium, provider: ProviderNumber::new(0).unwrap() }
}

/// The identity as its phone has it, with these keys.
fn identity(name: &str, keys: Option<usize>) -> Identity {
    Identity {
        name: name.into(),
        state: IdentityState::Confirmed,
        provider: Some(r#"{"ipInfo":{}}"#.into()),
        object: Some(me().objects[0].clone()),
        phone: Some(PhoneIdentity {
            next_account_number: 2,
            environment: Some("mainnet".into()),
            keys: keys.map(|keys| me().identity_keys[keys].clone()),
            other_members: secret("{}"),
        }),
        ..Identity::placeholder(on_phone())
    }
}

fn ledger_identity(key: IdentityKey, name: &str) -> Identity {
    Identity { name: name.into(), state: IdentityState::Confirmed, ..Identity::placeholder(key) }
}

/// The account, with these signing keys and nothing beside them.
fn account(name: &str, signing: Option<usize>) -> Account {
    Account {
        key: AccountKey::Address(me().addresses[IT]),
        identity: Some(on_phone()),
        name: name.into(),
        state: AccountState::Confirmed,
        signature_threshold: 1,
        is_initial: false,
        deployment: None,
        transaction_filter: "{}".into(),
        shielded: Shielded::none(),
        keys: signing.map(|signing| AccountKeys {
            signing: me().accounts[IT].signing[signing].clone(),
            encryption: None,
            commitments: None,
        }),
        phone: None,
        signers: BTreeSet::new(),
    }
}

/// The account as its phone has it.
fn whole(name: &str) -> Account {
    let material = &me().accounts[IT];
    let keys = AccountKeys {
        signing: material.signing[RIGHT].clone(),
        encryption: material.encryption[1].clone(),
        commitments: material.commitments[1].clone(),
    };
    Account { keys: Some(keys), phone: Some(phone_part()), ..account(name, None) }
}

fn phone_part() -> PhoneAccount {
    PhoneAccount {
        submission_id: "5a".repeat(32),
        credential: me().accounts[IT].credential[2].clone(),
        revealed_attributes: r#"{"dob":"1970"}"#.into(),
        other_members: secret("{}"),
    }
}

fn credential(id: CredentialId, identity: IdentityKey, index: u32, account: usize) -> Credential {
    Credential {
        id,
        identity,
        index: CredentialIndex(index),
        account: AccountKey::Address(me().addresses[account]),
        slot: Some(AccountSlot(0)),
        policy: "{}".into(),
        randomness: None,
    }
}

fn contact(account: usize, name: &str) -> Contact {
    Contact { address: ContactAddress::Account(me().addresses[account]), name: name.into(), note: None }
}

/// A wallet with these records; identities of a Ledger bring their device along.
#[derive(Default)]
struct Records(NetworkRecords);

impl Records {
    fn identity(mut self, identity: Identity) -> Self {
        self.0.identities.insert(identity.key, identity.into());
        self
    }

    fn account(mut self, account: Account) -> Self {
        self.0.accounts.insert(account.key.clone(), account.into());
        self
    }

    fn credential(mut self, credential: Credential) -> Self {
        self.0.credentials.insert(credential.id, credential.into());
        self
    }

    fn contact(mut self, contact: Contact) -> Self {
        self.0.contacts.insert(contact.address.clone(), contact.into());
        self
    }

    fn wallet(self) -> Wallet {
        let devices = self.0.identities.keys().filter_map(IdentityKey::device);
        let devices = devices.map(|key| (key, Device::ledger(key).into())).collect();
        Wallet { devices, networks: [(NET, self.0)].into(), ..Wallet::default() }
    }
}

fn records() -> Records {
    Records::default()
}

/// A wallet with the identity of the phone and this account.
fn with(account: Account) -> Wallet {
    records().identity(identity("Passport", Some(0))).account(account).wallet()
}

fn with_identity(identity: Identity) -> Wallet {
    records().identity(identity).wallet()
}

/// Merges by default, except for the choices given; then once more, which must change nothing.
fn merged(mine: &Wallet, theirs: &Wallet, choices: &[(Subject, Choice)]) -> (NetworkRecords, Report) {
    let plan = merge::plan(mine, theirs);
    let (done, report) = merge::apply(mine, theirs, &plan, &choices.iter().cloned().collect()).unwrap();
    if choices.is_empty() {
        let (twice, again) =
            merge::apply(&done, theirs, &merge::plan(&done, theirs), &merge::Choices::default()).unwrap();
        assert!(twice == done && !again.changed_anything(), "{again:?}");
    }
    (done.networks.get(&NET).cloned().unwrap_or_default(), report)
}

fn item(mine: &Wallet, theirs: &Wallet, subject: &Subject) -> Item {
    merge::plan(mine, theirs).items.into_iter().find(|item| item.subject == *subject).unwrap()
}

fn the_account() -> Subject {
    Subject::Account(NET, AccountKey::Address(me().addresses[IT]))
}

fn the_identity() -> Subject {
    Subject::Identity(NET, on_phone())
}

fn verdict(item: &Item) -> (Verdict, &'static str) {
    (item.verdict, item.reason.as_ref().map_or("", Coded::code))
}

fn remarks(item: &Item) -> Vec<&'static str> {
    item.remarks.iter().map(Coded::code).collect()
}

/// What becomes of the account by default, and with a choice.
fn account_after(mine: &Account, theirs: &Account, choice: Option<Choice>) -> Account {
    let choices: Vec<_> = choice.map(|choice| (the_account(), choice)).into_iter().collect();
    merged(&with(mine.clone()), &with(theirs.clone()), &choices).0.accounts[&mine.key].record().clone()
}

fn identity_after(mine: &Identity, theirs: &Identity, choice: Option<Choice>) -> Identity {
    let choices: Vec<_> = choice.map(|choice| (the_identity(), choice)).into_iter().collect();
    merged(&with_identity(mine.clone()), &with_identity(theirs.clone()), &choices).0.identities[&mine.key]
        .record()
        .clone()
}

fn of_account(mine: &Account, theirs: &Account) -> Item {
    item(&with(mine.clone()), &with(theirs.clone()), &the_account())
}

fn of_identity(mine: &Identity, theirs: &Identity) -> Item {
    item(&with_identity(mine.clone()), &with_identity(theirs.clone()), &the_identity())
}

fn identity_keys(identity: &Identity) -> Option<SecretText> {
    identity.phone.as_ref()?.keys.clone()
}

// Identities of phones.

#[test]
fn an_identity_from_a_phone_is_known_by_its_public_key_alone() {
    let mine = identity("Mine", Some(0));
    let theirs = Identity { object: Some(me().objects[1].clone()), ..identity("Theirs", Some(1)) };
    let both = of_identity(&mine, &theirs);
    assert_eq!(verdict(&both), (Verdict::NameDiffers, "name-differs"));
    assert_eq!(both.choices, [Choice::KeepMine, Choice::TakeTheirs]);
    assert_eq!(identity_after(&mine, &theirs, None), mine);
    assert_eq!(identity_after(&mine, &theirs, Some(Choice::TakeTheirs)), Identity { name: "Theirs".into(), ..mine });

    let other = Identity { key: IdentityKey::Phone(person(1).id), ..identity("Mine", Some(0)) };
    assert_eq!(merged(&with_identity(identity("Mine", Some(0))), &with_identity(other), &[]).0.identities.len(), 2);
}

#[test]
fn a_watched_identity_gets_its_keys_back_under_my_name() {
    let (watched, whole) = (identity("Mine", None), identity("Mine", Some(0)));
    let gains = of_identity(&watched, &whole);
    assert_eq!(verdict(&gains), (Verdict::Repairs, "identity-gains-keys"));
    assert_eq!(gains.choices, [Choice::TakeTheirs, Choice::LeaveOut]);
    assert_eq!(identity_after(&watched, &whole, None), whole);
    assert_eq!(identity_after(&watched, &whole, Some(Choice::LeaveOut)), watched);

    let renamed = Identity { name: "Theirs".into(), ..whole.clone() };
    let gains = of_identity(&watched, &renamed);
    assert_eq!((verdict(&gains), remarks(&gains)), ((Verdict::Repairs, "identity-gains-keys"), vec!["name-differs"]));
    assert_eq!(gains.choices, [Choice::KeepMine, Choice::TakeTheirs, Choice::LeaveOut]);
    assert_eq!(identity_after(&watched, &renamed, None), whole);
    assert_eq!(identity_after(&watched, &renamed, Some(Choice::TakeTheirs)), renamed);
}

#[test]
fn damaged_keys_of_an_identity_give_way_to_good_ones_and_never_the_other_way() {
    for damaged in 3..7 {
        let (damaged, good) = (identity("I", Some(damaged)), identity("I", Some(0)));
        assert_eq!(verdict(&of_identity(&damaged, &good)), (Verdict::Repairs, "identity-keys-repaired"));
        assert_eq!(identity_after(&damaged, &good, None), good);
        let kept = of_identity(&good, &damaged);
        assert_eq!((verdict(&kept), kept.choices), ((Verdict::Same, "identity-keys-kept"), vec![Choice::KeepMine]));
        assert_eq!(identity_after(&good, &damaged, None), good);
    }
}

#[test]
fn damaged_keys_of_an_identity_are_better_than_none() {
    let (watched, damaged) = (identity("I", None), identity("I", Some(3)));
    assert_eq!(verdict(&of_identity(&watched, &damaged)), (Verdict::Completes, "identity-gains-damaged-keys"));
    assert_eq!(identity_after(&watched, &damaged, None), damaged);
}

#[test]
fn keys_that_are_not_behind_an_identitys_public_key_are_a_question() {
    for strange in 4..7 {
        let (watched, strange) = (identity("I", None), identity("I", Some(strange)));
        let claimed = of_identity(&watched, &strange);
        assert_eq!(verdict(&claimed), (Verdict::Conflict, "identity-keys-claimed"));
        assert_eq!(claimed.choices, [Choice::KeepMine, Choice::TakeTheirs]);
        assert_eq!(identity_after(&watched, &strange, None), watched);
        assert_eq!(identity_after(&watched, &strange, Some(Choice::TakeTheirs)), strange);
        let placeholder = Identity { phone: None, ..Identity::placeholder(on_phone()) };
        assert_eq!(identity_keys(&identity_after(&placeholder, &strange, None)), None);
    }
}

/// Of another network than mainnet and testnet the file's own accounts would say what its keys are measured by, once they are here.
#[test]
fn a_file_never_speaks_for_its_own_keys() {
    let watched = identity("I", None);
    let theirs = records().identity(identity("I", Some(0))).account(whole("A")).wallet();
    let elsewhere = |mut wallet: Wallet| {
        let network = GenesisHash::new([2; 32]);
        wallet.networks = wallet.networks.into_values().map(|records| (network, records)).collect();
        (wallet, Subject::Identity(network, on_phone()))
    };
    let mine = with_identity(watched.clone());
    assert_eq!(verdict(&item(&mine, &theirs, &the_identity())), (Verdict::Repairs, "identity-gains-keys"));

    let ((mut mine, subject), (theirs, _)) = (elsewhere(mine), elsewhere(theirs));
    for _ in 0..2 {
        let plan = merge::plan(&mine, &theirs);
        let about = plan.items.iter().find(|item| item.subject == subject).unwrap();
        assert_eq!(verdict(about), (Verdict::Conflict, "identity-keys-claimed"));
        mine = merge::apply(&mine, &theirs, &plan, &merge::Choices::default()).unwrap().0;
        let records = mine.networks.values().next().unwrap();
        assert_eq!((records.accounts.len(), records.identities[&on_phone()].record()), (1, &watched));
    }
}

#[test]
fn two_sets_of_keys_of_an_identity_that_are_equally_good_are_the_persons_choice() {
    let cases =
        [(0, 2, "identity-keys-differ"), (3, 4, "identity-keys-both-damaged"), (5, 6, "identity-keys-both-damaged")];
    for (mine, theirs, why) in cases {
        let (mine, theirs) = (identity("I", Some(mine)), identity("I", Some(theirs)));
        let conflict = of_identity(&mine, &theirs);
        assert_eq!(verdict(&conflict), (Verdict::Conflict, why));
        assert_eq!(conflict.choices, [Choice::KeepMine, Choice::TakeTheirs]);
        assert_eq!(identity_after(&mine, &theirs, None), mine);
        assert_eq!(identity_after(&mine, &theirs, Some(Choice::TakeTheirs)), theirs);
    }
}

#[test]
fn good_keys_of_an_identity_bring_the_object_along_that_belongs_to_them() {
    let other_issuing = Identity { object: Some(me().objects[2].clone()), ..identity("I", Some(0)) };
    for mine in [None, Some(4)] {
        assert_eq!(identity_after(&identity("I", mine), &other_issuing, None), other_issuing);
    }
    let conflict = of_identity(&identity("I", Some(0)), &other_issuing);
    assert_eq!(verdict(&conflict), (Verdict::Conflict, "identities-contradict"));
}

#[test]
fn keys_stay_whichever_object_is_taken() {
    let mine = identity("I", Some(0));
    let watched = Identity { object: Some(me().objects[2].clone()), ..identity("I", None) };
    let taken = identity_after(&mine, &watched, Some(Choice::TakeTheirs));
    assert_eq!((taken.object.clone(), identity_keys(&taken)), (watched.object.clone(), identity_keys(&mine)));
    let damaged = Identity { object: Some(me().objects[2].clone()), ..identity("I", Some(4)) };
    let taken = identity_after(&mine, &damaged, Some(Choice::TakeTheirs));
    assert_eq!(identity_keys(&taken), identity_keys(&mine));
}

#[test]
fn the_higher_number_of_the_next_account_wins_without_a_question() {
    let numbered = |number| {
        let mut identity = identity("I", Some(0));
        identity.phone.as_mut().unwrap().next_account_number = number;
        identity
    };
    let completes = of_identity(&numbered(2), &numbered(5));
    assert_eq!(verdict(&completes), (Verdict::Completes, "identity-completed"));
    assert_eq!(identity_after(&numbered(2), &numbered(5), None), numbered(5));
    assert_eq!(identity_after(&numbered(5), &numbered(2), None), numbered(5));
    assert_eq!(of_identity(&numbered(5), &numbered(2)).verdict, Verdict::Same);
}

#[test]
fn the_higher_number_wins_whichever_of_two_identities_is_kept() {
    let numbered = |object: usize, number| {
        let mut identity = Identity { object: Some(me().objects[object].clone()), ..identity("I", Some(0)) };
        identity.phone.as_mut().unwrap().next_account_number = number;
        identity
    };
    let conflict = of_identity(&numbered(0, 2), &numbered(2, 5));
    assert_eq!(verdict(&conflict), (Verdict::Conflict, "identities-contradict"));
    assert_eq!(remarks(&conflict), ["identity-completed"]);
    assert_eq!(identity_after(&numbered(0, 2), &numbered(2, 5), None), numbered(0, 5));
    assert_eq!(identity_after(&numbered(0, 5), &numbered(2, 2), Some(Choice::TakeTheirs)), numbered(2, 5));
    assert_eq!(remarks(&of_identity(&numbered(0, 5), &numbered(2, 2))), [""; 0]);
    let both_ways = |choice| {
        let theirs = with_identity(numbered(2, 5));
        merged(&with_identity(numbered(0, 2)), &theirs, &[(the_identity(), choice)]).1
    };
    assert_eq!(
        (both_ways(Choice::KeepMine).updated.identities, both_ways(Choice::TakeTheirs).updated.identities),
        (1, 1)
    );
}

#[test]
fn an_identity_whose_keys_are_in_question_is_filled_and_never_emptied() {
    let whole = Identity { issuer_url: Some("https://issuer.example".into()), ..identity("I", Some(6)) };
    let bare = Identity { object: None, provider: None, state: IdentityState::Pending, ..identity("I", Some(5)) };
    let keys = |of: &Identity, whole: &Identity| Identity { phone: of.phone.clone(), ..whole.clone() };
    assert_eq!(verdict(&of_identity(&bare, &whole)), (Verdict::Conflict, "identity-keys-both-damaged"));
    assert_eq!(remarks(&of_identity(&bare, &whole)), ["identity-completed"]);
    assert_eq!(identity_after(&bare, &whole, None), keys(&bare, &whole));
    assert_eq!(identity_after(&bare, &whole, Some(Choice::TakeTheirs)), whole);
    assert_eq!(remarks(&of_identity(&whole, &bare)), [""; 0]);
    assert_eq!(identity_after(&whole, &bare, None), whole);
    assert_eq!(identity_after(&whole, &bare, Some(Choice::TakeTheirs)), keys(&bare, &whole));

    // Keys that are only claimed bring nothing of what the phone keeps along, and the rest of what was missing.
    let (watched, mut claimed) = (Identity { object: None, ..identity("I", None) }, identity("I", Some(4)));
    claimed.phone.as_mut().unwrap().next_account_number = 9;
    assert_eq!(verdict(&of_identity(&watched, &claimed)), (Verdict::Conflict, "identity-keys-claimed"));
    assert_eq!(identity_after(&watched, &claimed, None), identity("I", None));
    let placeholder = Identity::placeholder(on_phone());
    assert_eq!(identity_after(&placeholder, &claimed, None), placeholder);
}

/// Two issuings of one public key, and keys where there were none.
#[test]
fn damaged_keys_come_in_beside_another_object_unless_the_person_wants_none_of_it() {
    let watched = identity("I", None);
    let other = Identity { object: Some(me().objects[2].clone()), ..identity("I", Some(3)) };
    let conflict = of_identity(&watched, &other);
    assert_eq!(verdict(&conflict), (Verdict::Conflict, "identity-gains-damaged-keys"));
    assert_eq!(remarks(&conflict), ["identities-contradict"]);
    assert_eq!(conflict.choices, [Choice::KeepMine, Choice::TakeTheirs, Choice::LeaveOut]);
    assert_eq!(identity_after(&watched, &other, None), identity("I", Some(3)));
    assert_eq!(identity_after(&watched, &other, Some(Choice::TakeTheirs)), other);
    assert_eq!(identity_after(&watched, &other, Some(Choice::LeaveOut)), watched);
}

#[test]
fn members_nobody_knows_are_filled_and_never_emptied() {
    let holding = |members: &str, environment: Option<&str>| {
        let mut identity = identity("I", Some(0));
        let phone = identity.phone.as_mut().unwrap();
        phone.other_members = secret(members);
        phone.environment = environment.map(Into::into);
        identity
    };
    let (mine, theirs) = (holding(r#"{"a":1}"#, None), holding(r#"{"a":2,"b":3}"#, Some("mainnet")));
    assert_eq!(identity_after(&mine, &theirs, None), holding(r#"{"a":1,"b":3}"#, Some("mainnet")));
    assert_eq!(identity_after(&theirs, &holding("{}", None), None), theirs);
}

#[test]
fn a_placeholder_of_a_phones_identity_is_replaced_and_loses_no_key() {
    let recovered = Identity::placeholder(on_phone());
    assert_eq!(verdict(&of_identity(&recovered, &identity("I", Some(0)))).0, Verdict::ReplacesPlaceholder);
    assert_eq!(identity_after(&recovered, &identity("I", Some(0)), None), identity("I", Some(0)));
    assert_eq!(identity_after(&identity("I", Some(0)), &recovered, None), identity("I", Some(0)));
}

// Keys of accounts.

#[test]
fn an_account_that_was_only_watched_gets_its_keys() {
    let watched = with(whole("A")).watched().networks[&NET].accounts[&whole("A").key].record().clone();
    let gains = of_account(&watched, &whole("A"));
    assert_eq!(verdict(&gains), (Verdict::Repairs, "account-gains-keys"));
    assert_eq!(gains.choices, [Choice::TakeTheirs, Choice::LeaveOut]);
    assert_eq!(account_after(&watched, &whole("A"), None), whole("A"));
    assert_eq!(account_after(&watched, &whole("A"), Some(Choice::LeaveOut)), watched);
}

#[test]
fn damaged_keys_give_way_to_good_ones() {
    for damaged in [MIXED, 4, UNREADABLE] {
        let mine = account("A", Some(damaged));
        assert_eq!(verdict(&of_account(&mine, &whole("A"))), (Verdict::Repairs, "account-keys-repaired"));
        assert_eq!(account_after(&mine, &whole("A"), None), whole("A"));
    }
    // The keys are good in themselves, but their credential is another account's.
    let mut misplaced = whole("A");
    misplaced.phone.as_mut().unwrap().credential = me().accounts[IT].credential[3].clone();
    assert_eq!(verdict(&of_account(&misplaced, &whole("A"))), (Verdict::Repairs, "account-keys-repaired"));
    assert_eq!(account_after(&misplaced, &whole("A"), None), whole("A"));
}

#[test]
fn good_keys_never_give_way_to_damaged_ones() {
    for damaged in [MIXED, 4, UNREADABLE] {
        let theirs = account("A", Some(damaged));
        let kept = of_account(&whole("A"), &theirs);
        assert_eq!((verdict(&kept), kept.choices), ((Verdict::Same, "account-keys-kept"), vec![Choice::KeepMine]));
        assert_eq!(account_after(&whole("A"), &theirs, None), whole("A"));
    }
    let renamed = of_account(&whole("Mine"), &account("Theirs", Some(MIXED)));
    assert_eq!(
        (verdict(&renamed), remarks(&renamed)),
        ((Verdict::NameDiffers, "name-differs"), vec!["account-keys-kept"])
    );
    let taken = account_after(&whole("Mine"), &account("Theirs", Some(MIXED)), Some(Choice::TakeTheirs));
    assert_eq!(taken, whole("Theirs"));
}

#[test]
fn damaged_keys_are_better_than_none() {
    let alone = |keys| Account { identity: None, ..account("A", keys) };
    let (watched, damaged) = (alone(None), alone(Some(MIXED)));
    let gains = of_account(&watched, &damaged);
    assert_eq!(verdict(&gains), (Verdict::Completes, "account-gains-damaged-keys"));
    assert_eq!(gains.findings, [Finding::SignKeyOther, Finding::CredentialUnknown]);
    assert_eq!(account_after(&watched, &damaged, None), damaged);
}

#[test]
fn keys_are_compared_by_what_they_sign_and_not_by_their_text() {
    let (mine, theirs) = (account("A", Some(RIGHT)), account("A", Some(WRITTEN_OTHERWISE)));
    assert_eq!(of_account(&mine, &theirs).verdict, Verdict::Same);
    assert_eq!(account_after(&mine, &theirs, None), mine);
}

#[test]
fn two_good_sets_of_keys_are_the_persons_choice() {
    let (mine, theirs) = (account("A", Some(RIGHT)), account("A", Some(OTHERS)));
    let conflict = of_account(&mine, &theirs);
    assert_eq!(verdict(&conflict), (Verdict::Conflict, "account-keys-differ"));
    assert_eq!(conflict.choices, [Choice::KeepMine, Choice::TakeTheirs]);
    let public = |account: &Account| {
        let keys = custody::read_account_keys(account.keys.as_ref().unwrap()).unwrap();
        let key = keys.pairs().next().unwrap().2.verify.unwrap().to_string();
        key.chars().take(8).collect::<String>()
    };
    assert_eq!(conflict.outcome(Choice::KeepMine), Some(public(&mine).as_str()));
    assert_eq!(conflict.outcome(Choice::TakeTheirs), Some(public(&theirs).as_str()));
    let why = conflict.reason.unwrap();
    assert_eq!((&why.fields()["mine"], &why.fields()["theirs"]), (&public(&mine), &public(&theirs)));
    assert_eq!(account_after(&mine, &theirs, None), mine);
    assert_eq!(account_after(&mine, &theirs, Some(Choice::TakeTheirs)), theirs);

    let named = of_account(&mine, &account("B", Some(OTHERS)));
    assert_eq!(named.outcome(Choice::KeepMine), Some(format!("A · {}", public(&mine)).as_str()));
}

#[test]
fn two_damaged_sets_of_keys_are_the_persons_choice() {
    let (mine, theirs) = (account("A", Some(MIXED)), account("A", Some(UNREADABLE)));
    let conflict = of_account(&mine, &theirs);
    assert_eq!(verdict(&conflict), (Verdict::Conflict, "account-keys-both-damaged"));
    assert_eq!(account_after(&mine, &theirs, None), mine);
    assert_eq!(account_after(&mine, &theirs, Some(Choice::TakeTheirs)), theirs);
}

#[test]
fn the_key_of_the_shielded_balance_is_filled_and_repaired() {
    let material = &me().accounts[IT];
    let holding = |encryption: usize| {
        let mut account = whole("A");
        account.keys.as_mut().unwrap().encryption = material.encryption[encryption].clone();
        account
    };
    assert_eq!(verdict(&of_account(&holding(0), &holding(1))), (Verdict::Completes, "account-completed"));
    assert_eq!(account_after(&holding(0), &holding(1), None), holding(1));
    assert_eq!(of_account(&holding(1), &holding(2)).verdict, Verdict::Same, "the case of hexadecimal does not count");
    for damaged in [3, 4] {
        assert_eq!(verdict(&of_account(&holding(damaged), &holding(1))), (Verdict::Repairs, "account-keys-repaired"));
        assert_eq!(account_after(&holding(damaged), &holding(1), None), holding(1));
        assert_eq!(verdict(&of_account(&holding(1), &holding(damaged))), (Verdict::Same, "account-keys-kept"));
        assert_eq!(account_after(&holding(1), &holding(damaged), None), holding(1));
    }
    let conflict = of_account(&holding(3), &holding(4));
    assert_eq!(verdict(&conflict), (Verdict::Conflict, "account-keys-beside-differ"));
}

#[test]
fn a_key_of_another_networks_generator_repairs_nothing() {
    // Whoever chooses the generator can make any secret lead to any address.
    let mut foreign = whole("A");
    let credential =
        me().accounts[IT].credential[2].as_deref().map(custody::read_credential).unwrap().unwrap().unwrap();
    let (generator, scalar) = (credential.id.to_string(), format!("{:064x}", 1));
    foreign.keys.as_mut().unwrap().encryption = Some(secret(&(generator + &scalar)));
    let mut damaged = whole("A");
    damaged.keys.as_mut().unwrap().encryption = me().accounts[IT].encryption[3].clone();
    assert_eq!(verdict(&of_account(&damaged, &foreign)), (Verdict::Conflict, "account-keys-beside-differ"));
    assert_eq!(account_after(&damaged, &foreign, None), damaged);
}

#[test]
fn what_opens_the_commitments_is_filled_and_its_contradictions_are_the_persons_choice() {
    let holding = |commitments: usize| {
        let mut account = whole("A");
        account.keys.as_mut().unwrap().commitments = me().accounts[IT].commitments[commitments].clone();
        account
    };
    assert_eq!(account_after(&holding(0), &holding(1), None), holding(1));
    assert_eq!(of_account(&holding(1), &holding(2)).verdict, Verdict::Same);
    assert_eq!(verdict(&of_account(&holding(1), &holding(3))), (Verdict::Conflict, "account-keys-beside-differ"));
    assert_eq!(account_after(&holding(1), &holding(3), None), holding(1));
    assert_eq!(account_after(&holding(1), &holding(3), Some(Choice::TakeTheirs)), holding(3));
    // Where the signing keys decide, they decide about this, too.
    let mut damaged = holding(1);
    damaged.keys.as_mut().unwrap().signing = me().accounts[IT].signing[MIXED].clone();
    assert_eq!(account_after(&damaged, &holding(3), None), holding(3));
    assert_eq!(account_after(&holding(3), &damaged, None), holding(3));
}

#[test]
fn what_a_phone_keeps_besides_is_filled_and_never_emptied() {
    let hollow = PhoneAccount {
        submission_id: String::new(),
        credential: me().accounts[IT].credential[1].clone(),
        revealed_attributes: "{}".into(),
        other_members: secret("{}"),
    };
    let hollow = Account { phone: Some(hollow), ..whole("A") };
    assert_eq!(account_after(&hollow, &whole("A"), None), whole("A"));
    assert_eq!(account_after(&whole("A"), &hollow, None), whole("A"));
    assert_eq!(account_after(&Account { phone: None, ..whole("A") }, &whole("A"), None), whole("A"));
    let mut unreadable = whole("A");
    unreadable.phone.as_mut().unwrap().credential = me().accounts[IT].credential[4].clone();
    assert_eq!(account_after(&unreadable, &whole("A"), None), whole("A"));
    assert_eq!(account_after(&whole("A"), &unreadable, None), whole("A"));
}

#[test]
fn a_credential_is_not_put_beside_keys_it_does_not_name() {
    // A wallet whose keys were changed on the chain since; the phone's credential still names the old ones.
    let mine = account("A", Some(OTHERS));
    assert_eq!(verdict(&of_account(&mine, &whole("A"))), (Verdict::Conflict, "account-keys-differ"));
    let after = account_after(&mine, &whole("A"), None);
    assert!(custody::are_sound(&after, &[]));
    assert_eq!(after.phone.unwrap().credential, None);
}

#[test]
fn an_account_of_a_ledger_gets_keys_only_if_the_person_says_so_and_stays_the_ledgers() {
    let at_ledger = Account { identity: Some(on_ledger()), ..account("A", None) };
    let mine = records().identity(ledger_identity(on_ledger(), "L")).account(at_ledger.clone()).wallet();
    let claimed = item(&mine, &with(whole("A")), &the_account());
    assert_eq!(verdict(&claimed), (Verdict::Conflict, "account-keys-claimed-ledger"));
    assert_eq!(claimed.choices, [Choice::KeepMine, Choice::TakeTheirs]);
    let after =
        |choices: &[(Subject, Choice)]| merged(&mine, &with(whole("A")), choices).0.accounts[&at_ledger.key].clone();
    assert_eq!(after(&[]), at_ledger);
    let taken = after(&[(the_account(), Choice::TakeTheirs)]);
    assert_eq!(taken, Account { identity: Some(on_ledger()), ..whole("A") });
    // And the other way round.
    let after = merged(&with(whole("A")), &mine, &[]).0.accounts[&at_ledger.key].clone();
    assert_eq!(after, whole("A"));
}

// Keys that a file claims are somebody's.

/// What anybody can make who knows the address: a file with keys of their own for it.
fn forged() -> Wallet {
    let file = PhoneAccount { credential: None, submission_id: String::new(), ..phone_part() };
    let forged = Account { identity: None, phone: Some(file), ..account("", Some(OTHERS)) };
    records().account(Account { name: forged.default_name(), ..forged }).wallet()
}

#[test]
fn a_forged_key_file_is_a_question_for_an_account_that_has_an_owner_here() {
    let at_ledger = Account { identity: Some(on_ledger()), ..account("A", None) };
    let ledger = || records().identity(ledger_identity(on_ledger(), "L"));
    let own = credential(CredentialId::new([1; 48]), on_ledger(), 0, IT);
    let alone = Account { identity: None, ..account("A", None) };
    let watched = with(whole("A")).watched().networks[&NET].accounts[&whole("A").key].record().clone();
    let found = account("A", None);
    let damaged = Account { identity: None, ..account("A", Some(UNREADABLE)) };
    let cases = [
        (ledger().account(at_ledger.clone()).wallet(), at_ledger.clone(), "account-keys-claimed-ledger"),
        (ledger().account(alone.clone()).credential(own).wallet(), alone, "account-keys-claimed-ledger"),
        (with(watched.clone()), watched, "account-keys-claimed-phone"),
        (with(found.clone()), found, "account-keys-claimed-phone"),
        (records().account(damaged.clone()).wallet(), damaged, "account-keys-claimed-damaged"),
    ];
    for (mine, before, why) in cases {
        let claimed = item(&mine, &forged(), &the_account());
        assert_eq!(verdict(&claimed), (Verdict::Conflict, why));
        assert_eq!(claimed.choices, [Choice::KeepMine, Choice::TakeTheirs], "{why}");
        assert_eq!(merged(&mine, &forged(), &[]).0.accounts[&before.key], before, "{why}");
        let taken = merged(&mine, &forged(), &[(the_account(), Choice::TakeTheirs)]).0;
        assert!(custody::sign_the_same(
            taken.accounts[&before.key].keys.as_ref().unwrap(),
            account("A", Some(OTHERS)).keys.as_ref().unwrap()
        ));
    }
}

#[test]
fn keys_come_back_without_a_question_if_what_is_here_names_them() {
    let watched = with(whole("A")).watched().networks[&NET].accounts[&whole("A").key].record().clone();
    // A key file of this account brings neither a credential nor any secret beside the keys.
    let key_file = records().account(Account { identity: None, ..account("A", Some(RIGHT)) }).wallet();
    let gains = item(&with(watched.clone()), &key_file, &the_account());
    assert_eq!(verdict(&gains), (Verdict::Repairs, "account-gains-keys"));
    // Found on the chain: nothing here names its public keys. The phone's file knows the secret of the account, the key file does not.
    let found = with(account("A", None));
    assert_eq!(verdict(&item(&found, &with(whole("A")), &the_account())), (Verdict::Repairs, "account-gains-keys"));
    let claimed = item(&found, &key_file, &the_account());
    assert_eq!(verdict(&claimed), (Verdict::Conflict, "account-keys-claimed-phone"));
}

#[test]
fn a_file_does_not_prepare_the_ground_for_keys_that_come_later() {
    // A first file names the public keys, without a key; a second one brings the keys it named.
    let strange = custody::read_account_keys(account("A", Some(OTHERS)).keys.as_ref().unwrap()).unwrap();
    let public = strange.pairs().next().unwrap().2.derived().unwrap().to_string();
    let right = phone_part().credential.unwrap();
    let known = custody::read_credential(&right).unwrap().unwrap().keys[&0].unwrap().to_string();
    let named = PhoneAccount { credential: Some(right.replace(&known, &public)), ..phone_part() };
    let first = with(Account { phone: Some(named), ..account("A", None) });
    for mine in [
        account("A", None),
        Account { phone: Some(PhoneAccount { credential: None, ..phone_part() }), ..account("A", None) },
    ] {
        let (done, _) = merged(&with(mine), &first, &[]);
        let done = Wallet { networks: [(NET, done)].into(), ..Wallet::default() };
        let claimed = item(&done, &forged(), &the_account());
        assert_eq!(verdict(&claimed), (Verdict::Conflict, "account-keys-claimed-phone"));
    }
}

#[test]
fn the_word_of_the_chain_decides_whose_keys_are() {
    let on_chain = |said| {
        let AccountKey::Address(address) = whole("A").key else { panic!() };
        merge::Evidence { keys: [((NET, address), said)].into(), ..merge::Evidence::default() }
    };
    let about = |mine: &Wallet, said| {
        let plan = merge::plan_knowing(mine, &forged(), on_chain(said));
        let item = plan.items.iter().find(|item| item.subject == the_account()).unwrap().clone();
        let (done, _) = merge::apply(mine, &forged(), &plan, &merge::Choices::default()).unwrap();
        (verdict(&item), done.networks[&NET].accounts[&whole("A").key].keys.is_some())
    };
    let found = with(account("A", None));
    for said in [KeysOnChain::Sign, KeysOnChain::NeedMore { signers: 1 }] {
        assert_eq!(about(&found, said), ((Verdict::Repairs, "account-gains-keys"), true));
    }
    for said in [KeysOnChain::Differ, KeysOnChain::NoAccount] {
        assert_eq!(about(&found, said), ((Verdict::Conflict, "account-keys-claimed-phone"), false));
    }
    // Where nobody owns it, keys of which the chain says that they are others are damaged ones.
    let alone = records().account(Account { identity: None, ..account("A", None) }).wallet();
    assert_eq!(about(&alone, KeysOnChain::Differ), ((Verdict::Completes, "account-gains-damaged-keys"), true));
    // They never take the place of good ones, and a Ledger's account is asked about whatever is said.
    assert_eq!(about(&with(whole("A")), KeysOnChain::Differ).0.1, "account-keys-kept");
    let at_ledger = Account { identity: Some(on_ledger()), ..account("A", None) };
    let ledgers = records().identity(ledger_identity(on_ledger(), "L")).account(at_ledger).wallet();
    assert_eq!(about(&ledgers, KeysOnChain::Sign), ((Verdict::Conflict, "account-keys-claimed-ledger"), false));
}

#[test]
fn a_new_account_with_keys_that_the_chain_contradicts_does_not_come_in_by_itself() {
    let theirs = records().account(Account { identity: None, ..account("A", Some(RIGHT)) }).wallet();
    let AccountKey::Address(address) = whole("A").key else { panic!() };
    let after = |said, choice: Option<Choice>| {
        let evidence = merge::Evidence { keys: [((NET, address), said)].into(), ..merge::Evidence::default() };
        let plan = merge::plan_knowing(&Wallet::default(), &theirs, evidence);
        let choices = choice.map(|choice| (the_account(), choice)).into_iter().collect();
        let (done, _) = merge::apply(&Wallet::default(), &theirs, &plan, &choices).unwrap();
        let item = plan.items.iter().find(|item| item.subject == the_account()).unwrap();
        let keys =
            done.networks.get(&NET).and_then(|records| Some(records.accounts.get(&whole("A").key)?.keys.is_some()));
        (verdict(item), keys)
    };
    let doubted = (Verdict::Doubted, "account-keys-denied");
    assert_eq!(after(KeysOnChain::Differ, None), (doubted, None));
    assert_eq!(after(KeysOnChain::Differ, Some(Choice::Add)), (doubted, Some(true)));
    for said in [KeysOnChain::Sign, KeysOnChain::NeedMore { signers: 1 }, KeysOnChain::NoAccount] {
        assert_eq!(after(said, None), ((Verdict::New, ""), Some(true)));
    }
}

#[test]
fn a_file_that_gives_a_ledgers_account_keys_of_its_own_is_asked_about() {
    let both = Account { identity: Some(on_ledger()), ..account("A", Some(OTHERS)) };
    let ledger = || records().identity(ledger_identity(on_ledger(), "L"));
    let own = credential(CredentialId::new([1; 48]), on_ledger(), 0, IT);
    let by_credential = ledger().account(Account { identity: None, ..both.clone() }).credential(own).wallet();
    for theirs in [ledger().account(both.clone()).wallet(), by_credential] {
        let asked = item(&Wallet::default(), &theirs, &the_account());
        assert_eq!(verdict(&asked), (Verdict::Conflict, "account-file-claims-ledger"));
        assert_eq!(asked.choices, [Choice::Add, Choice::AddWithKeys, Choice::LeaveOut]);
        let after = |choice: Option<Choice>| {
            let choices: Vec<_> = choice.map(|choice| (the_account(), choice)).into_iter().collect();
            merged(&Wallet::default(), &theirs, &choices).0.accounts.get(&both.key).cloned()
        };
        assert_eq!(after(None).unwrap().keys, None);
        assert_eq!(after(Some(Choice::AddWithKeys)).unwrap().keys, both.keys);
        assert_eq!(after(Some(Choice::LeaveOut)), None);
    }
    // The account's own secret beside the keys: nobody could invent that.
    let shared = ledger().account(Account { identity: Some(on_ledger()), ..whole("A") }).wallet();
    assert_eq!(verdict(&item(&Wallet::default(), &shared, &the_account())), (Verdict::New, ""));
}

#[test]
fn a_file_that_gives_an_account_with_keys_to_a_ledger_is_asked_about() {
    let alone = Account { identity: None, ..whole("A") };
    let mine = records().account(alone.clone()).wallet();
    let own = credential(CredentialId::new([1; 48]), on_ledger(), 0, IT);
    let theirs = records()
        .identity(ledger_identity(on_ledger(), "L"))
        .account(Account { identity: Some(on_ledger()), ..account("A", None) })
        .credential(own.clone())
        .wallet();
    let claimed = item(&mine, &theirs, &the_account());
    assert_eq!(verdict(&claimed), (Verdict::Conflict, "account-claimed-for-ledger"));
    let about = item(&mine, &theirs, &Subject::Credential(NET, own.id));
    assert_eq!(verdict(&about), (Verdict::Conflict, "credential-claims-account"));
    let done = merged(&mine, &theirs, &[]).0;
    assert_eq!((done.accounts[&alone.key].record(), done.credentials.len()), (&alone, 0));
    let all = [(the_account(), Choice::TakeTheirs), (Subject::Credential(NET, own.id), Choice::TakeTheirs)];
    let done = merged(&mine, &theirs, &all).0;
    assert_eq!(done.accounts[&alone.key], Account { identity: Some(on_ledger()), ..whole("A") });
    assert_eq!(done.credentials[&own.id], own);
}

#[test]
fn accounts_that_only_a_file_lists_under_an_identity_here_are_said_to_be() {
    let mine = records().identity(ledger_identity(on_ledger(), "Passport")).wallet();
    let theirs = records()
        .identity(ledger_identity(on_ledger(), "Passport"))
        .account(Account { identity: Some(on_ledger()), ..account("A", None) })
        .wallet();
    let said = item(&mine, &theirs, &the_account());
    assert_eq!(verdict(&said), (Verdict::New, "account-said-to-belong"));
    assert_eq!(said.reason.unwrap().fields()["identity"], "Passport");
    let found = merge::Evidence { found_with_keys: true, ..merge::Evidence::default() };
    let plan = merge::plan_knowing(&mine, &theirs, found);
    assert!(plan.items.iter().all(|item| item.reason.is_none()), "{plan:#?}");
}

#[test]
fn accounts_are_measured_by_the_keys_that_are_here_and_not_by_a_files() {
    // The file lists somebody's account under my identity, and brings the key that account was made with.
    let stranger = person(1);
    let planted = Account { key: AccountKey::Address(stranger.addresses[IT]), ..account("Planted", None) };
    let planted = Account {
        phone: Some(PhoneAccount { credential: stranger.accounts[IT].credential[2].clone(), ..phone_part() }),
        ..planted
    };
    let mine = with_identity(identity("I", Some(0)));
    let theirs = Identity {
        phone: identity("I", None)
            .phone
            .map(|phone| PhoneIdentity { keys: Some(stranger.identity_keys[0].clone()), ..phone }),
        ..identity("I", None)
    };
    let theirs = records().identity(theirs).account(planted.clone()).wallet();
    let findings = item(&mine, &theirs, &Subject::Account(NET, planted.key)).findings;
    assert!(findings.contains(&Finding::PrfOther), "{findings:?}");
}

#[test]
fn an_account_that_came_alone_is_listed_under_the_identity_a_file_names() {
    let alone = Account { identity: None, ..whole("A") };
    let mine = records().account(alone.clone()).wallet();
    let completes = item(&mine, &with(whole("A")), &the_account());
    assert_eq!(verdict(&completes), (Verdict::Completes, "account-completed"));
    assert_eq!(merged(&mine, &with(whole("A")), &[]).0.accounts[&alone.key], whole("A"));
    assert_eq!(merged(&with(whole("A")), &mine, &[]).0.accounts[&alone.key], whole("A"));
    // If the identity is left out, the account stays where it was, and takes everything else.
    let bare = Account { phone: None, ..alone.clone() };
    let mine = records().account(bare.clone()).wallet();
    let left_out = [(the_identity(), Choice::LeaveOut)];
    assert_eq!(merged(&mine, &with(whole("A")), &left_out).0.accounts[&alone.key], alone);
    // A new account under an identity that was left out is left out with it.
    assert!(merged(&Wallet::default(), &with(whole("A")), &left_out).1.added.accounts == 0);
}

#[test]
fn a_repair_leaves_the_name_to_the_rule_of_names() {
    let damaged = account("Mine", Some(MIXED));
    let repairs = of_account(&damaged, &whole("Theirs"));
    assert_eq!(
        (verdict(&repairs), remarks(&repairs)),
        ((Verdict::Repairs, "account-keys-repaired"), vec!["name-differs"])
    );
    assert_eq!(repairs.choices, [Choice::KeepMine, Choice::TakeTheirs, Choice::LeaveOut]);
    assert_eq!(account_after(&damaged, &whole("Theirs"), None), whole("Mine"));
    assert_eq!(account_after(&damaged, &whole("Theirs"), Some(Choice::TakeTheirs)), whole("Theirs"));
    let nameless = account(&me().addresses[IT].default_name(), Some(MIXED));
    assert_eq!(account_after(&nameless, &whole("Theirs"), None), whole("Theirs"));
}

#[test]
fn a_question_about_the_threshold_holds_no_keys_back() {
    let shared = Account { signature_threshold: 2, ..account("A", None) };
    let conflict = of_account(&shared, &whole("A"));
    assert_eq!(
        (verdict(&conflict), remarks(&conflict)),
        ((Verdict::Conflict, "threshold-differs"), vec!["account-gains-keys"])
    );
    assert_eq!(conflict.choices, [Choice::KeepMine, Choice::TakeTheirs, Choice::LeaveOut]);
    assert_eq!(account_after(&shared, &whole("A"), None), Account { signature_threshold: 2, ..whole("A") });
    assert_eq!(account_after(&shared, &whole("A"), Some(Choice::TakeTheirs)), whole("A"));
    assert_eq!(account_after(&shared, &whole("A"), Some(Choice::LeaveOut)), shared);

    let both =
        of_account(&Account { signature_threshold: 2, ..account("A", Some(OTHERS)) }, &account("A", Some(RIGHT)));
    assert_eq!(
        (verdict(&both), remarks(&both)),
        ((Verdict::Conflict, "account-keys-differ"), vec!["threshold-differs"])
    );
    assert!(both.outcome(Choice::KeepMine).unwrap().starts_with("2 · "));
}

#[test]
fn a_file_that_is_only_watched_takes_nothing_away_and_has_nothing_to_find() {
    let mine = records().identity(identity("I", Some(0))).account(whole("A")).wallet();
    let plan = merge::plan(&mine, &mine.clone().watched());
    assert!(plan.items.iter().all(|item| item.verdict == Verdict::Same && item.findings.is_empty()), "{plan:#?}");
    let fresh = merge::plan(&Wallet::default(), &mine.clone().watched());
    assert!(fresh.items.iter().all(|item| item.findings.is_empty()), "{fresh:#?}");
    assert!(fresh.items.iter().all(|item| item.keys == Some(KeysAt { computer: false, ledger: false })));
}

// What the page is told.

#[test]
fn every_item_says_where_the_keys_are_that_it_comes_with() {
    let at_ledger = |state| Account { identity: Some(on_ledger()), state, ..account("A", None) };
    let keys = |account: Account, identity: Identity, credential: Option<Credential>| {
        let records = records().identity(identity).account(account);
        let theirs = credential.into_iter().fold(records, Records::credential).wallet();
        item(&Wallet::default(), &theirs, &the_account()).keys.unwrap()
    };
    let own = credential(CredentialId::new([1; 48]), on_ledger(), 0, IT);
    let ledger = || ledger_identity(on_ledger(), "L");
    let places = |computer, ledger| KeysAt { computer, ledger };
    assert_eq!(keys(whole("A"), identity("I", Some(0)), None), places(true, false));
    assert_eq!(keys(account("A", None), identity("I", None), None), places(false, false));
    assert_eq!(keys(at_ledger(AccountState::Confirmed), ledger(), Some(own.clone())), places(false, true));
    assert_eq!(
        keys(Account { identity: Some(on_ledger()), ..whole("A") }, ledger(), Some(own.clone())),
        places(true, true)
    );
    let removed = Credential { slot: None, ..own };
    assert_eq!(keys(at_ledger(AccountState::Confirmed), ledger(), Some(removed)), places(false, false));
    assert_eq!(keys(at_ledger(AccountState::Pending), ledger(), None), places(false, true));
}

#[test]
fn findings_stand_with_the_record_they_are_about() {
    let mut damaged = whole("A");
    damaged.keys.as_mut().unwrap().signing = me().accounts[IT].signing[MIXED].clone();
    let theirs = records().identity(identity("I", Some(3))).account(damaged).wallet();
    assert_eq!(item(&Wallet::default(), &theirs, &the_account()).findings, [Finding::SignKeyOther, Finding::PrfOther]);
    assert_eq!(item(&Wallet::default(), &theirs, &the_identity()).findings, [Finding::IdentityPrfOther]);
    let good = with(whole("A"));
    assert!(merge::plan(&Wallet::default(), &good).items.iter().all(|item| item.findings.is_empty()));
    // One of several accounts without keys is worth saying.
    let some = records().identity(identity("I", Some(0))).account(Account { keys: None, ..whole("A") }).wallet();
    assert_eq!(item(&Wallet::default(), &some, &the_account()).findings, [Finding::KeysMissing]);
}

#[test]
fn nothing_that_is_said_holds_a_secret() {
    let conflict = merge::plan(&with(account("A", Some(OTHERS))), &with(whole("A")));
    let said = format!("{conflict:?}{:?}", merged(&Wallet::default(), &with(whole("A")), &[]));
    assert!(me().secrets().iter().all(|secret| !said.contains(secret)), "{said}");
    assert!(!said.contains("signKey") && !said.contains(&"77".repeat(32)), "{said}");
}

// Contacts.

#[test]
fn a_recipient_that_is_an_own_account_is_called_what_the_account_is_called() {
    let theirs = records().identity(identity("I", Some(0))).account(whole("A")).contact(contact(IT, "Old")).wallet();
    let known = records().contact(contact(IT, "Known as")).wallet();
    for mine in [Wallet::default(), known] {
        let done = merged(&mine, &theirs, &[]).0;
        assert_eq!(done.contacts[&ContactAddress::Account(me().addresses[IT])], contact(IT, "A"));
    }
}

#[test]
fn another_name_for_an_address_is_a_choice_and_never_a_second_entry() {
    let mine = records().contact(contact(2, "Bob")).wallet();
    let theirs = records().contact(contact(2, "Robert")).wallet();
    let at = ContactAddress::Account(me().addresses[2]);
    let differs = item(&mine, &theirs, &Subject::Contact(NET, at.clone()));
    assert_eq!((differs.verdict, differs.choices), (Verdict::NameDiffers, vec![Choice::KeepMine, Choice::TakeTheirs]));
    let done = merged(&mine, &theirs, &[(Subject::Contact(NET, at.clone()), Choice::TakeTheirs)]).0;
    assert_eq!(done.contacts.values().collect::<Vec<_>>(), [&contact(2, "Robert")]);
}

// Credentials.

#[test]
fn a_credential_found_on_the_chain_is_the_files() {
    let id = CredentialId::new([1; 48]);
    let found = credential(id, on_phone(), 1, IT);
    let chain = records()
        .identity(Identity::placeholder(on_phone()))
        .account(account(&me().addresses[IT].default_name(), None))
        .credential(found.clone())
        .wallet();
    let policy = Credential { policy: r#"{"validTo":"202812"}"#.into(), ..found };
    let file = records().identity(identity("I", Some(0))).account(whole("A")).credential(policy.clone()).wallet();
    let expected = &file.networks[&NET];
    assert_eq!(merged(&chain, &file, &[]).0, *expected);
    assert_eq!(merged(&file, &chain, &[]).0, *expected);
}

#[test]
fn an_account_that_was_found_is_never_given_its_number_again() {
    let mine = with_identity(identity("I", Some(0)));
    let found = |number, at: u8| {
        let id = CredentialId::new([at; 48]);
        let account = Account { key: AccountKey::Address(me().addresses[2]), ..account("", None) };
        records()
            .identity(Identity::placeholder(on_phone()))
            .account(account)
            .credential(credential(id, on_phone(), number, 2))
            .wallet()
    };
    let next = |records: &NetworkRecords| records.identities[&on_phone()].phone.as_ref().unwrap().next_account_number;
    let (done, report) = merged(&mine, &found(6, 1), &[]);
    assert_eq!((next(&done), report.updated.identities), (7, 1));
    assert_eq!(next(&merged(&mine, &found(1, 1), &[]).0), 2, "the phone knew of it");
    assert_eq!(next(&merged(&mine, &found(256, 1), &[]).0), 2, "no number that the chain knows");
}

#[test]
fn a_number_of_a_phones_identity_has_one_holder() {
    let holding = |id: u8, at: usize| {
        let account = Account { key: AccountKey::Address(me().addresses[at]), ..account("A", None) };
        let own = credential(CredentialId::new([id; 48]), on_phone(), 1, at);
        records().identity(identity("I", Some(0))).account(account).credential(own).wallet()
    };
    let conflict = item(&holding(1, 1), &holding(2, 2), &Subject::Credential(NET, CredentialId::new([2; 48])));
    assert_eq!(verdict(&conflict), (Verdict::Conflict, "credential-number-taken"));
}

// Both paths of a Ledger.

#[test]
fn both_paths_of_one_ledger_hold_different_identities() {
    let legacy = records().identity(Identity::placeholder(on_ledger()));
    let newer = below(newer_path(), KeyVersion::V1);
    let other_provider = LedgerPath::Bip44 { coin: Coin::Concordium, provider: ProviderNumber::new(1).unwrap() };
    let test_coin = LedgerPath::Bip44 { coin: Coin::Test, provider: ProviderNumber::new(0).unwrap() };
    let theirs = [newer, below(other_provider, KeyVersion::V1), below(test_coin, KeyVersion::V1)];
    let theirs =
        theirs.into_iter().fold(records(), |records, key| records.identity(Identity::placeholder(key))).wallet();
    let done = merged(&legacy.wallet(), &theirs, &[]).0;
    assert_eq!(done.identities.len(), 4);
    assert!(done.identities.values().all(|identity| identity.has_default_name()));
    assert_eq!(done.identities[&newer].name, Identity::placeholder_name(IdentityIndex::FIRST));
}

#[test]
fn an_empty_placeholder_gives_way_to_the_other_key_version_below_its_own_path_only() {
    for (mine, theirs, left) in [
        (below(newer_path(), KeyVersion::V1), below(newer_path(), KeyVersion::V0), 1),
        (below(newer_path(), KeyVersion::V1), below(LedgerPath::Legacy, KeyVersion::V0), 2),
        (below(LedgerPath::Legacy, KeyVersion::V1), below(newer_path(), KeyVersion::V0), 2),
    ] {
        let mine = with_identity(Identity::placeholder(mine));
        let theirs = with_identity(ledger_identity(theirs, "Real"));
        assert_eq!(merged(&mine, &theirs, &[]).0.identities.len(), left);
    }
}

#[test]
fn an_account_found_again_below_a_newer_path_keeps_what_it_has() {
    let found = below(newer_path(), KeyVersion::V1);
    let default = me().addresses[IT].default_name();
    let at = |identity| Account { identity, ..account(&default, None) };
    let own = credential(CredentialId::new([1; 48]), found, 3, IT);
    let chain =
        records().identity(Identity::placeholder(found)).account(at(Some(found))).credential(own.clone()).wallet();
    // It came as its keys: now it is known whose it is, and the Ledger can sign for it, too.
    let alone = Account { identity: None, ..whole("Mine") };
    let mine = records().account(alone.clone()).wallet();
    let searched = merge::Evidence { found_with_keys: true, ..merge::Evidence::default() };
    let plan = merge::plan_knowing(&mine, &chain, searched);
    let done = merge::apply(&mine, &chain, &plan, &merge::Choices::default()).unwrap().0;
    let done = &done.networks[&NET];
    assert_eq!(done.accounts[&alone.key], Account { identity: Some(found), ..whole("Mine") });
    assert_eq!(done.credentials[&own.id], own);
    // It is listed already, under a given name: nothing but what is missing comes in.
    let named =
        records().identity(Identity::placeholder(found)).account(Account { name: "Mine".into(), ..at(Some(found)) });
    let (done, report) = merged(&named.wallet(), &chain, &[]);
    assert_eq!((report.added.credentials, report.added.total(), report.updated.total()), (1, 1, 0));
    assert_eq!(done.accounts[&alone.key].name, "Mine");
}

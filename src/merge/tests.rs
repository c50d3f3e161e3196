//! One test per sentence of `docs/merge-rules.md`.

use std::collections::BTreeSet;

use super::*;
use crate::fault::Coded;
use crate::model::{
    Account, AccountAddress, AccountKey, AccountSlot, AccountState, Contact, ContactAddress, Cosigner, Credential,
    CredentialId, CredentialIndex, Device, GenesisHash, Identity, IdentityIndex, IdentityKey, IdentityState,
    KeyVersion, LedgerPath, Network, NetworkRecords, PairingKey, Shielded,
};

const NET: GenesisHash = Network::Mainnet.genesis();

fn key(device: u8, index: u32) -> IdentityKey {
    IdentityKey::Ledger {
        device: PairingKey::new([device; 32]),
        path: LedgerPath::Legacy,
        index: IdentityIndex::new(index).unwrap(),
        version: KeyVersion::V1,
    }
}

fn old_key(device: u8, index: u32) -> IdentityKey {
    IdentityKey::Ledger {
        device: PairingKey::new([device; 32]),
        path: LedgerPath::Legacy,
        index: IdentityIndex::new(index).unwrap(),
        version: KeyVersion::V0,
    }
}

fn identity(key: IdentityKey, name: &str, state: IdentityState) -> Identity {
    let object = (state == IdentityState::Confirmed).then(|| format!("{{\"of\":{}}}", key.index().unwrap()));
    Identity {
        name: name.into(),
        state,
        object,
        provider: Some("{\"ipInfo\":{}}".into()),
        randomness: "ab".into(),
        ..Identity::placeholder(key)
    }
}

fn at(number: u8) -> AccountAddress {
    AccountAddress::new([number; 32])
}

fn account(number: u8, identity: IdentityKey, name: &str) -> Account {
    Account {
        key: AccountKey::Address(at(number)),
        identity: Some(identity),
        name: name.into(),
        state: AccountState::Confirmed,
        signature_threshold: 1,
        is_initial: false,
        deployment: None,
        transaction_filter: "{}".into(),
        shielded: Shielded::none(),
        keys: None,
        phone: None,
        signers: BTreeSet::new(),
    }
}

fn credential(id: u8, identity: IdentityKey, index: u32, account: u8) -> Credential {
    Credential {
        id: CredentialId::new([id; 48]),
        identity,
        index: CredentialIndex(index),
        account: AccountKey::Address(at(account)),
        slot: Some(AccountSlot(0)),
        policy: "{\"validTo\":\"202801\"}".into(),
        randomness: None,
    }
}

fn contact(number: u8, name: &str, note: &str) -> Contact {
    let note = (!note.is_empty()).then(|| note.to_owned());
    Contact { address: ContactAddress::Account(at(number)), name: name.into(), note }
}

/// Any record of the model, so that a test reads as the list of what is in its wallet.
#[expect(clippy::large_enum_variant, reason = "a handful, each used once")]
enum Record {
    Identity(Identity),
    Account(Account),
    Credential(Credential),
    Cosigner(Cosigner),
    Contact(Contact),
}

use Record as R;

fn wallet(records: impl IntoIterator<Item = Record>) -> Wallet {
    let mut wallet = Wallet::default();
    let mut on_net = NetworkRecords::default();
    for record in records {
        match record {
            R::Identity(identity) => {
                if let Some(pairing_key) = identity.key.device() {
                    wallet.devices.insert(pairing_key, Device::ledger(pairing_key).into());
                }
                on_net.identities.insert(identity.key, identity.into());
            }
            R::Account(account) => drop(on_net.accounts.insert(account.key.clone(), account.into())),
            R::Credential(credential) => drop(on_net.credentials.insert(credential.id, credential.into())),
            R::Cosigner(cosigner) => drop(on_net.cosigners.insert(cosigner.credential, cosigner.into())),
            R::Contact(contact) => drop(on_net.contacts.insert(contact.address.clone(), contact.into())),
        }
    }
    wallet.networks.insert(NET, on_net);
    wallet
}

/// Bytes that tell numbers apart.
fn spread<const N: usize>(number: u32) -> [u8; N] {
    let mut bytes = [0; N];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn holder() -> Record {
    R::Identity(identity(key(1, 0), "Passport", IdentityState::Confirmed))
}

/// Merges by default, except for the choices given.
fn merged(mine: &Wallet, theirs: &Wallet, choices: &[(Subject, Choice)]) -> (NetworkRecords, Report) {
    let plan = plan(mine, theirs);
    let (done, report) = apply(mine, theirs, &plan, &choices.iter().cloned().collect()).unwrap();
    (done.networks.get(&NET).cloned().unwrap_or_default(), report)
}

fn item(mine: &Wallet, theirs: &Wallet, subject: &Subject) -> Item {
    plan(mine, theirs).items.into_iter().find(|item| item.subject == *subject).unwrap()
}

fn account_subject(number: u8) -> Subject {
    Subject::Account(NET, AccountKey::Address(at(number)))
}

fn contact_subject(number: u8) -> Subject {
    Subject::Contact(NET, ContactAddress::Account(at(number)))
}

fn reason(item: &Item) -> &'static str {
    item.reason.as_ref().map_or("", Coded::code)
}

#[test]
fn only_the_first_eight_characters_or_nothing_are_a_default_name() {
    let default = at(7).default_name();
    let part: &str = &default.chars().take(3).collect::<String>();
    for (local, wins) in [(default.as_str(), true), ("", true), (part, false), ("Mine", false)] {
        let mine = wallet([holder(), R::Account(account(7, key(1, 0), local))]);
        let theirs = wallet([holder(), R::Account(account(7, key(1, 0), "Main"))]);
        let item = item(&mine, &theirs, &account_subject(7));
        assert_eq!(item.verdict, Verdict::NameDiffers);
        let expected = if wins { "Main" } else { local };
        assert_eq!(item.outcome(item.default_choice()), Some(expected));
        let other = if wins { (Choice::KeepMine, local) } else { (Choice::TakeTheirs, "Main") };
        assert_eq!(item.choices[1], other.0);
        assert_eq!(item.outcome(other.0), Some(other.1).filter(|name| !name.is_empty()));
        let (done, _) = merged(&mine, &theirs, &[]);
        assert_eq!(done.accounts[&AccountKey::Address(at(7))].name, expected);
    }
}

#[test]
fn a_default_name_is_never_offered_for_a_given_one() {
    let mine = wallet([holder(), R::Account(account(7, key(1, 0), "Mine"))]);
    let theirs = wallet([holder(), R::Account(account(7, key(1, 0), &at(7).default_name()))]);
    assert_eq!(item(&mine, &theirs, &account_subject(7)).verdict, Verdict::Same);
}

#[test]
fn a_real_identity_replaces_its_placeholder_and_keeps_a_given_name() {
    let subject = Subject::Identity(NET, key(1, 0));
    let theirs = wallet([holder(), R::Account(account(7, key(1, 0), "Main"))]);

    let untouched = wallet([R::Identity(Identity::placeholder(key(1, 0)))]);
    let plain = item(&untouched, &theirs, &subject);
    assert_eq!(plain.verdict, Verdict::ReplacesPlaceholder);
    assert_eq!(plain.choices, [Choice::TakeTheirs, Choice::KeepMine, Choice::LeaveOut]);
    assert_eq!(plain.outcome(Choice::TakeTheirs), Some("Passport"));

    let renamed = wallet([R::Identity(Identity { name: "Mine".into(), ..Identity::placeholder(key(1, 0)) })]);
    let given = item(&renamed, &theirs, &subject);
    assert_eq!(given.choices, [Choice::KeepMine, Choice::TakeTheirs, Choice::LeaveOut]);
    let (done, report) = merged(&renamed, &theirs, &[]);
    let identity = &done.identities[&key(1, 0)];
    assert_eq!((identity.name.as_str(), identity.state), ("Mine", IdentityState::Confirmed));
    assert!(identity.object.is_some());
    assert_eq!((report.updated.identities, report.added.accounts), (1, 1));
    let (done, _) = merged(&renamed, &theirs, &[(subject, Choice::TakeTheirs)]);
    assert_eq!(done.identities[&key(1, 0)].name, "Passport");
}

#[test]
fn a_placeholder_takes_nothing_from_a_real_identity_but_its_accounts_come_in() {
    let mine = wallet([holder(), R::Account(account(7, key(1, 0), "Main"))]);
    let theirs = wallet([
        R::Identity(Identity::placeholder(key(1, 0))),
        R::Account(account(7, key(1, 0), &at(7).default_name())),
        R::Account(account(8, key(1, 0), &at(8).default_name())),
    ]);
    let (done, report) = merged(&mine, &theirs, &[]);
    assert_eq!(done.identities, mine.networks[&NET].identities);
    assert_eq!((report.added.accounts, report.updated.total()), (1, 0));
}

#[test]
fn a_placeholder_name_somebody_gave_survives_another_placeholder() {
    let named = |name: &str| Identity { name: name.into(), ..Identity::placeholder(key(1, 0)) };
    let subject = Subject::Identity(NET, key(1, 0));
    let default = Identity::placeholder_name(IdentityIndex::FIRST);
    let mine = wallet([R::Identity(named("Renamed"))]);
    assert_eq!(item(&mine, &wallet([R::Identity(named(&default))]), &subject).verdict, Verdict::Same);
    let both = item(&mine, &wallet([R::Identity(named("Theirs"))]), &subject);
    assert_eq!(both.choices, [Choice::KeepMine, Choice::TakeTheirs]);
    let gives_way = item(&wallet([R::Identity(named(&default))]), &mine, &subject);
    assert_eq!(gives_way.choices, [Choice::TakeTheirs, Choice::KeepMine]);
}

#[test]
fn the_further_state_wins_in_both_directions() {
    use IdentityState::{Confirmed, Pending, Rejected, RejectedAndWarned};
    for (earlier, later) in [(Pending, Confirmed), (Rejected, RejectedAndWarned), (Pending, Rejected)] {
        let before = wallet([R::Identity(identity(key(1, 0), "Id", earlier))]);
        let after = wallet([R::Identity(identity(key(1, 0), "Id", later))]);
        let subject = Subject::Identity(NET, key(1, 0));
        assert_eq!(item(&before, &after, &subject).verdict, Verdict::Completes);
        assert_eq!(merged(&before, &after, &[]).0, after.networks[&NET]);
        assert_eq!(item(&after, &before, &subject).verdict, Verdict::Same);
        assert_eq!(merged(&after, &before, &[]).0, after.networks[&NET]);
    }
}

#[test]
fn missing_parts_are_filled_and_nothing_is_emptied() {
    let full = identity(key(1, 0), "Id", IdentityState::Confirmed);
    let hollow = Identity { object: None, provider: Some("{}".into()), randomness: String::new(), ..full.clone() };
    let (full, hollow) = (wallet([R::Identity(full)]), wallet([R::Identity(hollow)]));
    assert_eq!(merged(&hollow, &full, &[]).0, full.networks[&NET]);
    assert_eq!(merged(&full, &hollow, &[]).0, full.networks[&NET]);
}

#[test]
fn two_issuings_are_never_mixed() {
    let mine = identity(key(1, 0), "Mine", IdentityState::Confirmed);
    let other =
        Identity { object: Some("{\"of\":9}".into()), randomness: "cd".into(), name: "Theirs".into(), ..mine.clone() };
    let subject = Subject::Identity(NET, key(1, 0));
    let (here, file) = (wallet([R::Identity(mine.clone())]), wallet([R::Identity(other.clone())]));
    let conflict = item(&here, &file, &subject);
    assert_eq!((conflict.verdict, reason(&conflict)), (Verdict::Conflict, "identities-contradict"));
    assert_eq!(conflict.choices, [Choice::KeepMine, Choice::TakeTheirs]);
    assert_eq!(merged(&here, &file, &[]).0.identities[&key(1, 0)], mine);
    assert_eq!(merged(&here, &file, &[(subject.clone(), Choice::TakeTheirs)]).0.identities[&key(1, 0)], other);

    let refused = wallet([R::Identity(identity(key(1, 0), "Mine", IdentityState::Rejected))]);
    assert_eq!(item(&refused, &file, &subject).choices, [Choice::TakeTheirs, Choice::KeepMine]);

    let same_object = Identity { object: Some("{ \"of\": 0 }".into()), ..mine };
    assert_eq!(item(&here, &wallet([R::Identity(same_object)]), &subject).verdict, Verdict::Same);
}

#[test]
fn an_empty_placeholder_of_the_other_key_version_gives_way() {
    let real = R::Identity(identity(old_key(1, 0), "Old", IdentityState::Confirmed));
    let theirs = wallet([real]);
    let mine = wallet([R::Identity(Identity::placeholder(key(1, 0)))]);
    assert_eq!(item(&mine, &theirs, &Subject::Identity(NET, old_key(1, 0))).verdict, Verdict::ReplacesPlaceholder);
    let (done, report) = merged(&mine, &theirs, &[]);
    assert_eq!(done.identities.keys().collect::<Vec<_>>(), [&old_key(1, 0)]);
    assert_eq!((report.updated.identities, report.added.identities), (1, 0));
    // The other way round it has nothing to say.
    let (done, report) = merged(&theirs, &mine, &[]);
    assert_eq!(done, theirs.networks[&NET]);
    assert!(!report.changed_anything());
}

#[test]
fn a_placeholder_with_accounts_stays_beside_an_identity_of_the_other_key_version() {
    let mine = wallet([R::Identity(Identity::placeholder(key(1, 0))), R::Account(account(7, key(1, 0), "Main"))]);
    let theirs = wallet([R::Identity(identity(old_key(1, 0), "Old", IdentityState::Confirmed))]);
    assert_eq!(merged(&mine, &theirs, &[]).0.identities.len(), 2);
    assert_eq!(merged(&theirs, &mine, &[]).0.identities.len(), 2);
}

#[test]
fn a_pending_account_becomes_what_the_file_knows_and_never_less() {
    let pending = Account { state: AccountState::Pending, deployment: Some("ab".into()), ..account(7, key(1, 0), "A") };
    let confirmed = Account { signature_threshold: 2, ..account(7, key(1, 0), "A") };
    let (before, after) = (wallet([holder(), R::Account(pending)]), wallet([holder(), R::Account(confirmed)]));
    let completes = item(&before, &after, &account_subject(7));
    assert_eq!((completes.verdict, reason(&completes)), (Verdict::Completes, "account-completed"));
    assert_eq!(merged(&before, &after, &[]).0, after.networks[&NET]);
    assert_eq!(merged(&after, &before, &[]).0, after.networks[&NET]);
    assert_eq!(merged(&before, &after, &[(account_subject(7), Choice::LeaveOut)]).0, before.networks[&NET]);
}

#[test]
fn two_thresholds_are_the_persons_choice() {
    let two = Account { signature_threshold: 2, ..account(7, key(1, 0), "A") };
    let mine = wallet([holder(), R::Account(account(7, key(1, 0), "A"))]);
    let theirs = wallet([holder(), R::Account(two.clone())]);
    let conflict = item(&mine, &theirs, &account_subject(7));
    assert_eq!(conflict.verdict, Verdict::Conflict);
    assert_eq!(conflict.outcome(Choice::TakeTheirs), Some("2"));
    assert_eq!(merged(&mine, &theirs, &[]).0, mine.networks[&NET]);
    let taken = merged(&mine, &theirs, &[(account_subject(7), Choice::TakeTheirs)]).0;
    assert_eq!(taken.accounts[&two.key], two);
}

#[test]
fn a_shared_account_stays_where_it_is_listed_and_both_credentials_are_kept() {
    let mine =
        wallet([holder(), R::Account(account(7, key(1, 0), "Shared")), R::Credential(credential(1, key(1, 0), 0, 7))]);
    let theirs = wallet([
        R::Identity(identity(key(2, 0), "Second", IdentityState::Confirmed)),
        R::Account(account(7, key(2, 0), "Shared")),
        R::Credential(Credential { slot: Some(AccountSlot(1)), ..credential(2, key(2, 0), 0, 7) }),
    ]);
    let (done, report) = merged(&mine, &theirs, &[]);
    assert_eq!(done.accounts[&AccountKey::Address(at(7))].identity, Some(key(1, 0)));
    assert_eq!(done.credentials.len(), 2);
    assert_eq!((report.added.identities, report.added.credentials, report.unchanged.accounts), (1, 1, 1));
}

#[test]
fn renaming_an_account_takes_its_own_contact_along() {
    let mine = wallet([
        holder(),
        R::Account(account(7, key(1, 0), &at(7).default_name())),
        R::Contact(contact(7, &at(7).default_name(), "Recovered account")),
    ]);
    let with_contact = [
        holder(),
        R::Account(account(7, key(1, 0), "Main")),
        R::Contact(contact(7, "Main", "Initial account of identity: Passport")),
    ];
    let without_contact = [holder(), R::Account(account(7, key(1, 0), "Main"))];
    for theirs in [wallet(with_contact), wallet(without_contact)] {
        let done = merged(&mine, &theirs, &[]).0;
        assert_eq!(done.accounts[&AccountKey::Address(at(7))].name, "Main");
        let contact = &done.contacts[&ContactAddress::Account(at(7))];
        assert_eq!((contact.name.as_str(), contact.note.as_deref()), ("Main", Some("Recovered account")));
        let kept = merged(&mine, &theirs, &[(account_subject(7), Choice::KeepMine)]).0;
        assert_eq!(kept.contacts[&ContactAddress::Account(at(7))].name, at(7).default_name());
    }
}

#[test]
fn where_there_is_one_way_nothing_is_asked() {
    let mine = wallet([holder(), R::Account(account(7, key(1, 0), "Here")), R::Contact(contact(7, "Here", ""))]);
    let theirs = wallet([holder(), R::Account(account(7, key(1, 0), "There")), R::Contact(contact(7, "There", ""))]);
    assert!(item(&mine, &theirs, &account_subject(7)).asks());
    let follows = item(&mine, &theirs, &contact_subject(7));
    assert_eq!((follows.verdict, follows.choices.as_slice()), (Verdict::NameDiffers, &[Choice::FollowAccount][..]));
    assert!(!follows.asks(), "it is called what the account is called");
}

#[test]
fn an_own_contact_of_a_known_account_renames_the_account_too() {
    let mine = wallet([holder(), R::Account(account(7, key(1, 0), "Here")), R::Contact(contact(7, "Here", ""))]);
    let theirs = wallet([R::Contact(contact(7, "There", ""))]);
    assert_eq!(item(&mine, &theirs, &contact_subject(7)).choices, [Choice::KeepMine, Choice::TakeTheirs]);
    let (done, report) = merged(&mine, &theirs, &[(contact_subject(7), Choice::TakeTheirs)]);
    assert_eq!(done.accounts[&AccountKey::Address(at(7))].name, "There");
    assert_eq!(done.contacts[&ContactAddress::Account(at(7))].name, "There");
    assert_eq!((report.updated.accounts, report.updated.contacts), (1, 1));
}

#[test]
fn a_recovered_account_takes_the_name_the_person_gave_its_address() {
    let default = at(7).default_name();
    let mine = wallet([R::Contact(contact(7, "Savings", ""))]);
    let recovered =
        wallet([holder(), R::Account(account(7, key(1, 0), &default)), R::Contact(contact(7, &default, ""))]);
    let done = merged(&mine, &recovered, &[]).0;
    assert_eq!(done.accounts[&AccountKey::Address(at(7))].name, "Savings");
    assert_eq!(done.contacts[&ContactAddress::Account(at(7))], contact(7, "Savings", ""));

    let named = wallet([holder(), R::Account(account(7, key(1, 0), "Main")), R::Contact(contact(7, "Main", ""))]);
    let both = item(&mine, &named, &account_subject(7));
    assert_eq!((both.verdict, reason(&both)), (Verdict::New, "known-as-contact"));
    assert_eq!(both.choices, [Choice::Add, Choice::KeepMine, Choice::LeaveOut]);
    let kept = merged(&mine, &named, &[(account_subject(7), Choice::KeepMine)]).0;
    assert_eq!(kept.accounts[&AccountKey::Address(at(7))].name, "Savings");
    assert_eq!(kept.contacts[&ContactAddress::Account(at(7))].name, "Savings");
}

#[test]
fn a_credential_is_filled_and_its_contradictions_are_the_persons_choice() {
    let subject = Subject::Credential(NET, CredentialId::new([1; 48]));
    let full = Credential { randomness: Some("{\"r\":1}".into()), ..credential(1, key(1, 0), 0, 7) };
    let hollow = Credential { slot: None, policy: String::new(), randomness: None, ..full.clone() };
    let other = Credential { slot: Some(AccountSlot(3)), ..full.clone() };
    let with = |credential: &Credential| {
        wallet([holder(), R::Account(account(7, key(1, 0), "A")), R::Credential(credential.clone())])
    };
    assert_eq!(item(&with(&hollow), &with(&full), &subject).verdict, Verdict::Completes);
    assert_eq!(merged(&with(&hollow), &with(&full), &[]).0, with(&full).networks[&NET]);
    assert_eq!(item(&with(&full), &with(&hollow), &subject).verdict, Verdict::Same);
    assert_eq!(item(&with(&full), &with(&other), &subject).verdict, Verdict::Conflict);
    let taken = merged(&with(&full), &with(&other), &[(subject, Choice::TakeTheirs)]).0;
    assert_eq!(taken, with(&other).networks[&NET]);
}

#[test]
fn a_taken_number_stops_one_credential_and_nothing_else() {
    let mine =
        wallet([holder(), R::Account(account(7, key(1, 0), "A")), R::Credential(credential(1, key(1, 0), 1, 7))]);
    let theirs =
        wallet([holder(), R::Account(account(8, key(1, 0), "B")), R::Credential(credential(2, key(1, 0), 1, 8))]);
    let subject = Subject::Credential(NET, CredentialId::new([2; 48]));
    let conflict = item(&mine, &theirs, &subject);
    assert_eq!((conflict.verdict, reason(&conflict)), (Verdict::Conflict, "credential-number-taken"));
    let (done, report) = merged(&mine, &theirs, &[]);
    assert_eq!((done.accounts.len(), done.credentials.len()), (2, 1));
    assert_eq!((report.added.accounts, report.left_out.credentials), (1, 1));
    let taken = merged(&mine, &theirs, &[(subject, Choice::TakeTheirs)]).0;
    assert_eq!(taken.credentials.keys().collect::<Vec<_>>(), [&CredentialId::new([2; 48])]);
}

#[test]
fn a_taken_slot_keeps_the_credential_without_one() {
    let mine =
        wallet([holder(), R::Account(account(7, key(1, 0), "A")), R::Credential(credential(1, key(1, 0), 0, 7))]);
    let theirs =
        wallet([holder(), R::Account(account(7, key(1, 0), "A")), R::Credential(credential(2, key(1, 0), 1, 7))]);
    let subject = Subject::Credential(NET, CredentialId::new([2; 48]));
    assert_eq!(reason(&item(&mine, &theirs, &subject)), "credential-slot-taken");
    let slots = |records: &NetworkRecords| records.credentials.values().map(|it| it.slot).collect::<Vec<_>>();
    assert_eq!(slots(&merged(&mine, &theirs, &[]).0), [Some(AccountSlot(0)), None]);
    let taken = merged(&mine, &theirs, &[(subject, Choice::TakeTheirs)]).0;
    assert_eq!(slots(&taken), [None, Some(AccountSlot(0))]);
}

#[test]
fn a_note_about_a_cosigner_stays_unless_it_is_empty() {
    let cosigner = |note: &str| {
        let (account, credential) = (at(7), CredentialId::new([9; 48]));
        R::Cosigner(Cosigner { account, credential, note: note.into() })
    };
    let with = |note: &str| wallet([holder(), R::Account(account(7, key(1, 0), "A")), cosigner(note)]);
    let subject = Subject::Cosigner(NET, CredentialId::new([9; 48]));
    let differs = item(&with("Bob"), &with("Robert"), &subject);
    assert_eq!(differs.verdict, Verdict::NoteDiffers);
    assert_eq!(differs.outcome(differs.default_choice()), Some("Bob"));
    assert_eq!(merged(&with(""), &with("Robert"), &[]).0, with("Robert").networks[&NET]);
    assert_eq!(item(&with("Bob"), &with(""), &subject).verdict, Verdict::Same);
    let orphan = wallet([cosigner("Bob")]);
    let (_, report) = merged(&wallet([]), &orphan, &[]);
    assert_eq!(report.refused[0].code(), "cosigner-without-account");
}

#[test]
fn contacts_follow_the_address_book_rules() {
    let case = |mine: Contact, theirs: Contact| {
        let (mine, theirs) = (wallet([R::Contact(mine)]), wallet([R::Contact(theirs)]));
        merged(&mine, &theirs, &[]).0.contacts[&ContactAddress::Account(at(7))].clone()
    };
    let plain = |name: &str, note: &str| contact(7, name, note);
    let default = at(7).default_name();
    assert_eq!(case(plain("here", ""), plain("there", "note")), plain("here", "note"));
    assert_eq!(case(plain(&default, "Recovered account"), plain("Main", "x")), plain("Main", "Recovered account"));
    assert_eq!(case(plain("plain", ""), plain(&default, "")), plain("plain", ""));
    assert_eq!(case(plain("plain", ""), plain("plain", "note")), plain("plain", "note"));
}

#[test]
fn name_and_note_can_be_chosen_apart() {
    let mine = wallet([R::Contact(contact(7, "here", "mine"))]);
    let theirs = wallet([R::Contact(contact(7, "there", "theirs"))]);
    let both = item(&mine, &theirs, &contact_subject(7));
    assert_eq!(both.choices, [Choice::KeepMine, Choice::TakeTheirs, Choice::TakeTheirName, Choice::TakeTheirNote]);
    for (choice, name, note) in [
        (Choice::KeepMine, "here", "mine"),
        (Choice::TakeTheirs, "there", "theirs"),
        (Choice::TakeTheirName, "there", "mine"),
        (Choice::TakeTheirNote, "here", "theirs"),
    ] {
        assert_eq!(both.outcome(choice), Some(format!("{name} · {note}").as_str()));
        let done = merged(&mine, &theirs, &[(contact_subject(7), choice)]).0;
        assert_eq!(done.contacts[&ContactAddress::Account(at(7))], contact(7, name, note));
    }
}

#[test]
fn what_belongs_to_a_record_left_out_is_left_out_with_it() {
    let theirs = wallet([
        holder(),
        R::Account(account(7, key(1, 0), "A")),
        R::Credential(credential(1, key(1, 0), 0, 7)),
        R::Cosigner(Cosigner { account: at(7), credential: CredentialId::new([9; 48]), note: String::new() }),
        R::Contact(contact(7, "A", "")),
        R::Contact(contact(8, "Shop", "")),
    ]);
    let left_out = |subject: Subject| merged(&wallet([]), &theirs, &[(subject, Choice::LeaveOut)]);
    let (done, report) = left_out(Subject::Device(PairingKey::new([1; 32])));
    assert_eq!(done.contacts.len(), 1);
    assert_eq!((report.left_out.total(), report.added.total()), (6, 1));
    let (done, _) = left_out(account_subject(7));
    assert_eq!((done.identities.len(), done.accounts.len(), done.credentials.len(), done.contacts.len()), (1, 0, 0, 1));
}

#[test]
fn networks_stay_apart() {
    let theirs = wallet([holder(), R::Account(account(7, key(1, 0), "A"))]);
    let mut elsewhere = Wallet::default();
    let records = wallet([holder(), R::Account(account(7, key(1, 0), "B"))]).networks.remove(&NET).unwrap();
    elsewhere.networks.insert(Network::Testnet.genesis(), records.clone());
    let plan = plan(&elsewhere, &theirs);
    let (done, _) = apply(&elsewhere, &theirs, &plan, &Choices::default()).unwrap();
    assert_eq!(done.networks[&Network::Testnet.genesis()], records);
    assert_eq!(done.networks[&NET], theirs.networks[&NET]);
}

#[test]
fn a_flag_makes_nobodys_address_an_own_account() {
    // Whatever a file says of it: without the account the entry is an entry, keeps its name, and can be renamed and deleted.
    let mine = wallet([R::Contact(contact(7, "Exchange", ""))]);
    let theirs = wallet([R::Contact(contact(7, "Stranger", ""))]);
    let differs = item(&mine, &theirs, &contact_subject(7));
    assert_eq!(differs.choices, [Choice::KeepMine, Choice::TakeTheirs]);
    let done = merged(&mine, &theirs, &[]).0;
    assert_eq!(done.contacts[&ContactAddress::Account(at(7))].name, "Exchange");
    assert!(!done.owns(&ContactAddress::Account(at(7))));
}

#[test]
fn a_second_exchange_is_a_question_and_stays_out_unless_it_is_wanted() {
    let mine = wallet([R::Contact(contact(7, "Exchange", ""))]);
    for name in
        ["Exchange", "Ехсhange", "EXCHANGE", "\u{202e}Exchange", "Ex\u{200b}change", " Exchange", "Exchange\u{0}"]
    {
        let theirs = wallet([R::Contact(contact(8, name, ""))]);
        let alike = item(&mine, &theirs, &contact_subject(8));
        assert_eq!((alike.verdict, reason(&alike)), (Verdict::Alike, "name-alike"), "{name:?}");
        assert_eq!(alike.choices, [Choice::LeaveOut, Choice::Add], "{name:?}");
        let fields = &alike.reason.as_ref().unwrap().fields();
        assert_eq!((fields["name"].as_str(), &fields["address"]), ("Exchange", &at(7).to_string()));
        assert_eq!(merged(&mine, &theirs, &[]).0.contacts.len(), 1);
        assert_eq!(merged(&mine, &theirs, &[(contact_subject(8), Choice::Add)]).0.contacts.len(), 2);
    }
    // Two of one name in one file, as when a person has it so: both come in, and both are pointed out.
    let theirs = wallet([R::Contact(contact(8, "Bob", "")), R::Contact(contact(9, "B0b", ""))]);
    for number in [8, 9] {
        let alike = item(&mine, &theirs, &contact_subject(number));
        assert_eq!((alike.verdict, reason(&alike)), (Verdict::Alike, "name-alike-in-file"));
        assert_eq!(alike.default_choice(), Choice::Add);
    }
    // An account is the person's own; that it is called like somebody is said.
    let theirs = wallet([holder(), R::Account(account(8, key(1, 0), "exchange"))]);
    let alike = item(&mine, &theirs, &account_subject(8));
    assert_eq!((alike.verdict, reason(&alike), alike.default_choice()), (Verdict::Alike, "name-alike", Choice::Add));
    // Taking over a name that somebody else here has is never the default.
    let mine = wallet([R::Contact(contact(7, "Exchange", "")), R::Contact(contact(8, &at(8).default_name(), ""))]);
    let theirs = wallet([R::Contact(contact(8, "Exchange", ""))]);
    let renamed = item(&mine, &theirs, &contact_subject(8));
    assert_eq!((renamed.verdict, renamed.default_choice()), (Verdict::NameDiffers, Choice::KeepMine));
    assert_eq!(renamed.remarks[0].code(), "name-alike");
}

#[test]
fn an_account_and_its_own_entry_are_nobodys_namesakes() {
    let theirs = wallet([holder(), R::Account(account(7, key(1, 0), "Main")), R::Contact(contact(7, "Main", ""))]);
    assert!(plan(&wallet([]), &theirs).items.iter().all(|item| item.verdict == Verdict::New));
}

/// Two own accounts of one name are the person's own doing: the entry of one of them is no stranger's with the name of the other.
#[test]
fn an_entry_of_an_own_account_comes_in_under_the_name_that_the_account_has() {
    let mine =
        wallet([holder(), R::Account(account(7, key(1, 0), "Savings")), R::Account(account(8, key(1, 0), "Savings"))]);
    let theirs = wallet([R::Contact(contact(7, "Savings", "")), R::Contact(contact(8, "Shop", ""))]);
    let plan = plan(&mine, &theirs);
    let entry = plan.items.iter().find(|item| item.subject == contact_subject(7)).unwrap();
    assert_eq!((entry.verdict, entry.default_choice()), (Verdict::New, Choice::Add));
}

#[test]
fn an_account_that_a_second_node_denies_does_not_come_in_by_itself() {
    let derived = AccountAddress::of_first_credential(&CredentialId::new([9; 48]));
    let own = Account { key: AccountKey::Address(derived), ..account(0, key(1, 0), "Derived") };
    let theirs = wallet([
        holder(),
        R::Account(account(7, key(1, 0), "Told of")),
        R::Account(account(8, key(1, 0), "Agreed on")),
        R::Account(own.clone()),
        R::Credential(credential(1, key(1, 0), 0, 7)),
        R::Credential(credential(2, key(1, 0), 1, 8)),
        R::Credential(Credential { account: own.key.clone(), ..credential(9, key(1, 0), 2, 0) }),
    ]);
    let denied = |addresses: &[AccountAddress]| Evidence {
        found_with_keys: true,
        denied: addresses.iter().map(|address| (NET, *address)).collect(),
        ..Evidence::default()
    };
    let done = |mine: &Wallet, plan: &MergePlan, choices: &[(Subject, Choice)]| {
        apply(mine, &theirs, plan, &choices.iter().cloned().collect()).unwrap().0.networks[&NET].clone()
    };
    let of = |plan: &MergePlan, subject: &Subject| plan.items.iter().find(|it| it.subject == *subject).unwrap().clone();
    let nothing = wallet([]);
    let plan = plan_knowing(&nothing, &theirs, denied(&[at(7), derived]));
    let doubted = of(&plan, &account_subject(7));
    assert_eq!((doubted.verdict, reason(&doubted)), (Verdict::Doubted, "account-denied"));
    assert_eq!(doubted.choices, [Choice::LeaveOut, Choice::Add]);
    // Nobody can have planted what follows from a credential: one of the nodes hides it.
    let hidden = of(&plan, &Subject::Account(NET, own.key.clone()));
    assert_eq!((hidden.verdict, reason(&hidden)), (Verdict::New, "account-hidden"));
    assert_eq!(of(&plan, &account_subject(8)).verdict, Verdict::New);
    let by_itself = done(&nothing, &plan, &[]);
    assert_eq!((by_itself.accounts.len(), by_itself.credentials.len()), (2, 2));
    assert!(!by_itself.accounts.contains_key(&AccountKey::Address(at(7))));
    // Whoever knows better takes it in, and its credential with it.
    let chosen = done(&nothing, &plan, &[(account_subject(7), Choice::Add)]);
    assert_eq!((chosen.accounts.len(), chosen.credentials.len()), (3, 3));

    // Where the account is here, nothing of it changes by itself, and no credential comes to it.
    let pending = Account { state: AccountState::Pending, ..account(7, key(1, 0), "Told of") };
    let mine = wallet([holder(), R::Account(pending.clone())]);
    let plan = plan_knowing(&mine, &theirs, denied(&[at(7)]));
    let of_credential = of(&plan, &Subject::Credential(NET, CredentialId::new([1; 48])));
    assert_eq!((of_credential.verdict, reason(&of_credential)), (Verdict::Doubted, "credential-denied"));
    let by_itself = done(&mine, &plan, &[]);
    assert_eq!((by_itself.accounts[&pending.key].record(), by_itself.credentials.len()), (&pending, 2));
    // The same word on another network is about another account.
    let elsewhere = Evidence { denied: [(Network::Testnet.genesis(), at(7))].into(), ..Evidence::default() };
    assert_eq!(of(&plan_knowing(&nothing, &theirs, elsewhere), &account_subject(7)).verdict, Verdict::New);
}

#[test]
fn an_entry_whose_name_drifted_from_its_account_is_told_what_it_will_be_called() {
    let theirs = wallet([
        holder(),
        R::Account(account(7, key(1, 0), "Account name")),
        R::Contact(contact(7, "Address book name", "")),
    ]);
    let (nothing, plan) = (wallet([]), plan(&wallet([]), &theirs));
    let find = |subject| plan.items.iter().position(|item| item.subject == subject).unwrap();
    let (entry, its_account) = (find(contact_subject(7)), find(account_subject(7)));
    assert_eq!(reason(&plan.items[entry]), "contact-follows-account");
    assert_eq!(plan.items[entry].outcome(Choice::Add), None);
    assert_eq!(reason(&plan.items[its_account]), "names-drifted");
    assert_eq!(plan.items[its_account].choices, [Choice::Add, Choice::AddAsContact, Choice::LeaveOut]);
    for (choice, name) in [(Choice::Add, "Account name"), (Choice::AddAsContact, "Address book name")] {
        assert_eq!(plan.items[its_account].outcome(choice), Some(name));
        let choices = Choices::from_iter([(account_subject(7), choice)]);
        let endings = outlook(&nothing, &theirs, &plan, &choices).unwrap().endings;
        for place in [entry, its_account] {
            assert_eq!((endings[place].fate, endings[place].name.as_deref()), (Fate::Added, Some(name)));
        }
        let done = merged(&nothing, &theirs, &[(account_subject(7), choice)]).0;
        assert_eq!(done.contacts[&ContactAddress::Account(at(7))].name, name);
    }
    let left = Choices::from_iter([(account_subject(7), Choice::LeaveOut)]);
    let endings = outlook(&nothing, &theirs, &plan, &left).unwrap().endings;
    assert_eq!((endings[entry].fate, &endings[entry].name), (Fate::LeftOut, &None));
}

#[test]
fn a_file_passes_no_key_off_as_the_ledgers_by_itself() {
    use crate::model::{LedgerSigner, SigningPath, VerifyKey};
    let signer = |credential: u8| LedgerSigner {
        device: PairingKey::new([1; 32]),
        at: SigningPath { path: LedgerPath::Legacy, identity: IdentityIndex::FIRST, credential },
        key: VerifyKey::new([credential; 32]),
    };
    let found_by = |numbers: &[u8]| {
        let signers = numbers.iter().map(|number| signer(*number)).collect();
        wallet([R::Account(Account { identity: None, signers, ..account(7, key(1, 0), "Found") })])
    };
    let (mine, theirs) = (found_by(&[3]), found_by(&[3, 4]));
    let of = |plan: &MergePlan| plan.items.iter().find(|it| it.subject == account_subject(7)).unwrap().clone();
    let numbers = |plan: &MergePlan, choices: &Choices| {
        let done = apply(&mine, &theirs, plan, choices).unwrap().0.networks[&NET].clone();
        done.accounts[&AccountKey::Address(at(7))].signers.len()
    };
    let from_file = plan(&mine, &theirs);
    let item = of(&from_file);
    assert_eq!(
        (item.verdict, reason(&item), item.choices[0]),
        (Verdict::Doubted, "account-signers-said", Choice::LeaveOut)
    );
    assert_eq!(numbers(&from_file, &Choices::default()), 1);
    let chosen = Choices::from_iter([(account_subject(7), item.choices[1])]);
    assert_eq!(numbers(&from_file, &chosen), 2, "whoever knows better takes it in");
    let by_search = plan_knowing(&mine, &theirs, Evidence { found_by_keys: true, ..Evidence::default() });
    assert_eq!((of(&by_search).verdict, numbers(&by_search, &Choices::default())), (Verdict::Completes, 2));
}

#[test]
fn ten_times_the_credentials_that_take_their_places_are_ten_times_the_work() {
    use crate::work::{Work, count};
    let address = |number: u32| AccountKey::Address(AccountAddress::new(spread(number)));
    let with = |count: u32, whose: u32| {
        let both = (0..count).flat_map(|number| {
            let account = Account { key: address(number), ..account(0, key(1, 0), "") };
            let id = CredentialId::new(spread(2 * number + whose));
            // Every second one has its place by its slot alone.
            let index = CredentialIndex(if number % 2 == 0 { number } else { number + whose * count });
            let credential = Credential { id, index, account: address(number), ..credential(0, key(1, 0), 0, 0) };
            [R::Account(account), R::Credential(credential)]
        });
        wallet([holder()].into_iter().chain(both))
    };
    let [some, more] = [20, 200].map(|count_of_each| {
        let [mine, theirs] = [0, 1].map(|whose| with(count_of_each, whose));
        let plan = plan(&mine, &theirs);
        let claims: Vec<_> = plan.items.iter().filter(|item| item.choices.contains(&Choice::TakeTheirs)).collect();
        assert_eq!(claims.len(), count_of_each as usize);
        let choices: Choices = claims.iter().map(|item| (item.subject.clone(), Choice::TakeTheirs)).collect();
        let (visits, (done, _)) = count(Work::Visit, || apply(&mine, &theirs, &plan, &choices).unwrap());
        let credentials = &done.networks[&NET].credentials;
        let (numbered, without): (Vec<_>, Vec<_>) =
            credentials.values().partition(|credential| credential.slot.is_some());
        assert_eq!(numbered.len(), count_of_each as usize, "theirs are all there");
        assert_eq!(without.len(), count_of_each as usize / 2, "mine have gone, or stay without a slot");
        visits
    });
    assert!(some > 0 && more <= 10 * some, "{some}, then {more}");
}

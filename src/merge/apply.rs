//! The one step that does what a plan says, on a copy.
//! This file knows the order of things and what belongs to what; the rules have already decided everything else.

use std::collections::BTreeMap;

use super::contact::{self, Tie};
use super::credential::Rivals;
use super::evidence::Evidence;
use super::item::{Choice, Choices, Subject, Verdict};
use super::plan::MergePlan;
use super::report::{Fate, Fates};
use super::ruling::{Ruling, Way};
use super::rulings::{NetworkRulings, Rulings};
use super::sides::Sides;
use super::ties::{self, find};
use crate::gather::Gather;
use crate::model::{
    Account, AccountKey, Common, Contact, ContactAddress, Cosigner, Credential, CredentialId, CredentialIndex, Device,
    GenesisHash, Identity, IdentityKey, NetworkRecords, PairingKey, Wallet,
};
use crate::work::{self, Work};

/// Does it. What belongs to a record that is not there in the end is left out with it.
pub(super) fn apply(current: &Wallet, incoming: &Wallet, plan: &MergePlan, choices: &Choices) -> (Wallet, Fates) {
    let (mut done, fates) =
        carry_through((current, incoming), &plan.evidence, &Picked::all(&plan.rulings), choices, current.clone());
    for (network, rows) in incoming.desktop_rows.iter().filter(|(_, rows)| !rows.is_empty()) {
        done.desktop_rows.entry(*network).or_default().follow(rows.clone());
    }
    (done, fates)
}

/// Does some of it, on the part of the wallet that those need: the same as would become of them among all the others.
pub(super) fn try_some(
    current: &Wallet,
    incoming: &Wallet,
    plan: &MergePlan,
    choices: &Choices,
    some: &[&Subject],
) -> (Wallet, Fates) {
    let part = ties::part(current, &plan.rulings, some.iter().copied());
    carry_through((current, incoming), &plan.evidence, &Picked::some(&plan.rulings, some), choices, part)
}

/// Carries out what was picked on `done`, which is the wallet or a part of it.
fn carry_through(
    (current, incoming): (&Wallet, &Wallet),
    evidence: &Evidence,
    picked: &Picked<'_>,
    choices: &Choices,
    mut done: Wallet,
) -> (Wallet, Fates) {
    let mut fates = Fates::default();
    for (key, ruling) in &picked.devices {
        let way = ruling.chosen(choices.get(&Subject::Device(*key)));
        fates.note(Subject::Device(*key), carry_out(&mut done.devices, *key, ruling, way, true));
    }
    for (network, picked) in &picked.networks {
        let Some(theirs) = incoming.networks.get(network) else { continue };
        let sides = Sides::on(*network, current, theirs, evidence);
        let records = done.networks.get_mut(network).map(std::mem::take).unwrap_or_default();
        let mut work = Applying { sides, picked, choices, records, fates: &mut fates };
        work.identities(&done.devices);
        work.accounts();
        work.credentials();
        work.cosigners();
        work.contacts();
        work.keep_names_in_step();
        let records = work.records;
        fates.come_true(*network, sides.mine, &records);
        if !records.is_empty() {
            done.networks.insert(*network, records);
        }
    }
    (done, fates)
}

/// Rulings that are to be carried out, in their order.
struct Picked<'r> {
    devices: Vec<&'r (PairingKey, Ruling<Device>)>,
    networks: BTreeMap<GenesisHash, PickedRulings<'r>>,
}

/// Those of one network.
#[derive(Default)]
struct PickedRulings<'r> {
    identities: Vec<&'r (IdentityKey, Ruling<Identity>)>,
    accounts: Vec<&'r (AccountKey, Ruling<Account>)>,
    credentials: Vec<&'r (CredentialId, Ruling<Credential>)>,
    cosigners: Vec<&'r (CredentialId, Ruling<Cosigner>)>,
    contacts: Vec<&'r (ContactAddress, Ruling<Contact>)>,
    doubles: Option<&'r BTreeMap<IdentityKey, IdentityKey>>,
}

impl<'r> Picked<'r> {
    fn all(rulings: &'r Rulings) -> Self {
        let of_network = |(network, ruled): (&GenesisHash, &'r NetworkRulings)| {
            let picked = PickedRulings {
                identities: ruled.identities.iter().collect(),
                accounts: ruled.accounts.iter().collect(),
                credentials: ruled.credentials.iter().collect(),
                cosigners: ruled.cosigners.iter().collect(),
                contacts: ruled.contacts.iter().collect(),
                doubles: Some(&ruled.doubles),
            };
            (*network, picked)
        };
        Self { devices: rulings.devices.iter().collect(), networks: rulings.networks.iter().map(of_network).gather() }
    }

    /// Those about these, which are sorted.
    fn some(rulings: &'r Rulings, subjects: &[&Subject]) -> Self {
        let mut picked = Self { devices: Vec::new(), networks: BTreeMap::new() };
        for subject in subjects {
            let Some(network) = subject.network() else {
                if let Subject::Device(key) = subject {
                    picked.devices.extend(find(&rulings.devices, key));
                }
                continue;
            };
            let Some(ruled) = rulings.networks.get(&network) else { continue };
            let of_network = picked.networks.entry(network).or_default();
            of_network.doubles = Some(&ruled.doubles);
            match subject {
                Subject::Device(_) => {}
                Subject::Identity(_, key) => of_network.identities.extend(find(&ruled.identities, key)),
                Subject::Account(_, key) => of_network.accounts.extend(find(&ruled.accounts, key)),
                Subject::Credential(_, id) => of_network.credentials.extend(find(&ruled.credentials, id)),
                Subject::Cosigner(_, id) => of_network.cosigners.extend(find(&ruled.cosigners, id)),
                Subject::Contact(_, at) => of_network.contacts.extend(find(&ruled.contacts, at)),
            }
        }
        picked
    }
}

/// One network under way.
struct Applying<'a> {
    sides: Sides<'a>,
    picked: &'a PickedRulings<'a>,
    choices: &'a Choices,
    records: NetworkRecords,
    fates: &'a mut Fates,
}

impl<'a> Applying<'a> {
    fn identities(&mut self, devices: &BTreeMap<PairingKey, Common<Device>>) {
        for (key, ruling) in &self.picked.identities {
            let way = ruling.chosen(self.choices.get(&Subject::Identity(self.sides.network, *key)));
            let is_possible = key.device().is_none_or(|device| devices.contains_key(&device));
            let mut fate = carry_out(&mut self.records.identities, *key, ruling, way, is_possible);
            if ruling.verdict == Verdict::ReplacesPlaceholder
                && fate == Fate::Added
                && let Some(double) = self.picked.doubles.and_then(|doubles| doubles.get(key))
            {
                self.records.identities.remove(double);
                fate = Fate::Updated;
            }
            self.note(Subject::Identity(self.sides.network, *key), ruling, fate);
        }
    }

    fn note<R>(&mut self, subject: Subject, ruling: &Ruling<R>, fate: Fate) {
        if fate == Fate::Refused {
            self.fates.refuse(ruling.reason.clone());
        }
        self.fates.note(subject, fate);
    }

    fn accounts(&mut self) {
        for (key, ruling) in &self.picked.accounts {
            let way = ruling.chosen(self.choices.get(&Subject::Account(self.sides.network, key.clone())));
            let placed = way.and_then(|way| Some((way.choice, self.placed(way.record.clone()?)?)));
            let fate = match placed {
                Some((choice, account)) => {
                    let way = Way::write(choice, account, None);
                    carry_out(&mut self.records.accounts, key.clone(), ruling, Some(&way), true)
                }
                None => carry_out(&mut self.records.accounts, key.clone(), ruling, way, false),
            };
            self.note(Subject::Account(self.sides.network, key.clone()), ruling, fate);
        }
    }

    /// The account under an identity that is there. If the one it would be listed under was left out, it stays where it was.
    fn placed(&self, account: Common<Account>) -> Option<Common<Account>> {
        let is_there = |identity: &Option<IdentityKey>| {
            identity.is_none_or(|identity| self.records.identities.contains_key(&identity))
        };
        if is_there(&account.identity) {
            return Some(account);
        }
        let before = self.records.accounts.get(&account.key)?.identity;
        is_there(&before).then(|| Account { identity: before, ..account.into_record() }.into())
    }

    fn credentials(&mut self) {
        let (network, choices) = (self.sides.network, self.choices);
        let way_of = |(id, ruling): &'a (CredentialId, Ruling<Credential>)| {
            ruling.chosen(choices.get(&Subject::Credential(network, *id)))
        };
        let taken = self.picked.credentials.iter().filter_map(|picked| taken_over(way_of(picked)));
        let mut rivals = Rivals::of(taken, &self.records);
        for picked in &self.picked.credentials {
            let (id, ruling) = picked;
            let way = way_of(picked);
            let record = way.and_then(|way| way.record.as_ref());
            // An account that neither side has a record of does not hold a credential back: it is worth having alone.
            let is_possible = record.is_some_and(|credential| {
                self.records.identities.contains_key(&credential.identity)
                    && (self.records.accounts.contains_key(&credential.account)
                        || !self.sides.theirs.accounts.contains_key(&credential.account))
            });
            if is_possible && let Some(credential) = taken_over(way) {
                rivals.make_room(&mut self.records, credential);
            }
            let fate = carry_out(&mut self.records.credentials, *id, ruling, way, is_possible);
            if let (Fate::Added | Fate::Updated, Some(credential)) = (fate, record) {
                rivals.note(credential);
            }
            if let (Fate::Added, Some(credential)) = (fate, record) {
                self.count_up(credential);
            }
            self.note(Subject::Credential(self.sides.network, *id), ruling, fate);
        }
    }

    /// A phone must not give an account's number out again: the number it would give next goes up with a new credential.
    fn count_up(&mut self, credential: &Credential) {
        let is_on_chain = credential.index.0 <= u32::from(CredentialIndex::MAX_ON_CHAIN);
        let Some(identity) = self.records.identities.get_mut(&credential.identity).filter(|_| is_on_chain) else {
            return;
        };
        // Looked at before it is asked for to be changed, which makes a record of its own of it.
        let is_behind = identity.phone.as_ref().is_some_and(|phone| phone.next_account_number <= credential.index.0);
        if is_behind && let Some(phone) = &mut identity.phone {
            phone.next_account_number = credential.index.0 + 1;
            if self.sides.mine.identities.contains_key(&credential.identity) {
                self.fates.changed_along(Subject::Identity(self.sides.network, credential.identity));
            }
        }
    }

    fn cosigners(&mut self) {
        for (id, ruling) in &self.picked.cosigners {
            let way = ruling.chosen(self.choices.get(&Subject::Cosigner(self.sides.network, *id)));
            let is_possible = way
                .and_then(|way| way.record.as_ref())
                .is_some_and(|cosigner| self.records.accounts.contains_key(&AccountKey::Address(cosigner.account)));
            let fate = carry_out(&mut self.records.cosigners, *id, ruling, way, is_possible);
            self.note(Subject::Cosigner(self.sides.network, *id), ruling, fate);
        }
    }

    fn contacts(&mut self) {
        let sides = self.sides;
        for (at, ruling) in &self.picked.contacts {
            let Some(theirs) = sides.theirs.contacts.get(at) else { continue };
            let mine = sides.mine.contacts.get(at).map(Common::record);
            let way = ruling.chosen(self.choices.get(&Subject::Contact(self.sides.network, at.clone())));
            let tie = contact::tie(sides, theirs);
            let written = way.and_then(|way| way.record.clone());
            let written = match tie {
                Tie::Free | Tie::Leads => written,
                Tie::Follows => written.and_then(|record| match (self.records.account_at(at), mine) {
                    (Some(account), _) => {
                        let before = contact::account_name(sides, theirs);
                        let name = contact::followed_name(mine, before, &account.name).to_owned();
                        Some(renamed(record, name))
                    }
                    // The account was left out. Its entry comes along with it or not at all.
                    (None, Some(mine)) => Some(renamed(record, mine.name.clone())),
                    (None, None) => None,
                }),
            };
            let is_possible = written.is_some();
            let fate = match written {
                Some(record) => {
                    let is_renamed = mine.is_none_or(|mine| mine.name != record.name);
                    if tie == Tie::Leads && is_renamed {
                        self.rename_account(at, &record.name);
                    }
                    let choice = way.map_or(Choice::Add, |way| way.choice);
                    let way = Way::write(choice, record, None);
                    carry_out(&mut self.records.contacts, at.clone(), ruling, Some(&way), is_possible)
                }
                None => carry_out(&mut self.records.contacts, at.clone(), ruling, way, is_possible),
            };
            self.note(Subject::Contact(self.sides.network, at.clone()), ruling, fate);
        }
    }

    fn rename_account(&mut self, at: &ContactAddress, name: &str) {
        let ContactAddress::Account(address) = at else { return };
        if let Some(account) = self.records.accounts.get_mut(&AccountKey::Address(*address))
            && account.name != name
        {
            name.clone_into(&mut account.name);
            self.fates.changed_along(Subject::Account(self.sides.network, AccountKey::Address(*address)));
        }
    }

    /// An account that got another name takes its own contact along, also where the file does not speak of the contact.
    fn keep_names_in_step(&mut self) {
        let before = &self.sides.mine.accounts;
        for (key, account) in &self.records.accounts {
            if before.get(key).is_some_and(|before| before.name == account.name) {
                continue;
            }
            let Some(address) = key.address() else { continue };
            let Some(contact) = self.records.contacts.get_mut(&ContactAddress::Account(*address)) else { continue };
            if contact.name != account.name {
                contact.name.clone_from(&account.name);
                self.fates.changed_along(Subject::Contact(self.sides.network, ContactAddress::Account(*address)));
            }
        }
    }
}

/// The credential that takes its place from whoever has it, if this way is that.
fn taken_over(way: Option<&Way<Credential>>) -> Option<&Credential> {
    way.filter(|way| way.choice == Choice::TakeTheirs)?.record.as_deref()
}

/// Most entries are called like their accounts as they are, and stay what they have in common with the file.
fn renamed(mut contact: Common<Contact>, name: String) -> Common<Contact> {
    if contact.name != name {
        contact.name = name;
    }
    contact
}

/// Writes what a way ends in, if what it belongs to is there.
fn carry_out<K: Ord, R: PartialEq>(
    table: &mut BTreeMap<K, Common<R>>,
    key: K,
    ruling: &Ruling<R>,
    way: Option<&Way<R>>,
    is_possible: bool,
) -> Fate {
    work::note(Work::Carried, 1);
    let Some(way) = way else { return Fate::LeftOut };
    match (&way.record, way.choice) {
        _ if ruling.verdict == Verdict::CannotImport => Fate::Refused,
        (None, _) if ruling.verdict == Verdict::Same => Fate::Unchanged,
        (None, Choice::LeaveOut) => Fate::LeftOut,
        (None, _) if table.contains_key(&key) => Fate::Unchanged,
        (None, _) => Fate::LeftOut,
        (Some(_), _) if !is_possible => Fate::LeftOut,
        (Some(record), _) => match table.insert(key, record.clone()) {
            None => Fate::Added,
            Some(before) if before == *record => Fate::Unchanged,
            Some(_) => Fate::Updated,
        },
    }
}

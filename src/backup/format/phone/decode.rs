//! From a phone's document to records: every dialect, and what real files have gone through since. Whatever can be kept is
//! kept: a document is refused only where it is none, and never for one bad record.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::{Map, Value};

use super::environment::{self, NamedNetwork};
use super::fields::{PhoneFields, Unreadable, left_out};
use super::{MAX_ACCOUNTS, MAX_IDENTITIES, MAX_RECIPIENTS, TYPE, VERSION, account, identity};
use crate::backup::DocumentError;
use crate::backup::contents::FileContents;
use crate::backup::json::wiped::Wiped;
use crate::backup::noticed::Noticed;
use crate::backup::tally::Tally;
use crate::custody::{self, Examiner, Finding};
use crate::fault::Notice;
use crate::fault::legible::legible;
use crate::model::{
    Account, Common, Contact, ContactAddress, Identity, IdentityKey, Network, NetworkRecords, RecordKind,
};

/// The members of a document.
const OUTER: [&str; 4] = ["environment", "type", "v", "value"];

/// Reads a document.
///
/// # Errors
/// [`DocumentError`] only where the document as a whole is at fault; a record that cannot be read is left out and named.
pub(super) fn decode(document: Wiped, notices: &mut Vec<Notice>) -> Result<FileContents, DocumentError> {
    let members = document.members().ok_or(DocumentError::NotAWallet)?;
    let mut tally = Tally::default();
    let lists = Lists::of(members, &mut tally)?;
    let said = environment::read(members.get("environment"));
    // Files from before May 2021 have four members less one; a member more is the word's own name with a changed letter.
    let is_renamed = said == NamedNetwork::Nothing && members.keys().any(|name| !OUTER.contains(&name.as_str()));
    let noticed = if is_renamed { Some(Noticed::PhoneNetworkRenamed) } else { said.noticed() };
    notices.extend(noticed.as_ref().map(Notice::of));
    let network = said.network();
    let word = members.get("environment").and_then(Value::as_str);
    if lists.identities.is_empty() {
        notices.push(Notice::of(&Noticed::PhoneNoIdentities));
    }
    let records = PhoneReader { word, network, tally: &mut tally }.records(&lists);
    notices.extend(tally.into_notices());
    Ok(FileContents::of(network, records))
}

/// The two lists of a document that is in order as a whole.
struct Lists<'d> {
    identities: &'d [Value],
    recipients: &'d [Value],
}

impl<'d> Lists<'d> {
    fn of(members: &'d Map<String, Value>, tally: &mut Tally) -> Result<Self, DocumentError> {
        let list = |name| members.get("value")?.get(name)?.as_array().map(Vec::as_slice);
        let identities: Option<&[Value]> = list("identities");
        if identities.is_some_and(is_of_2020) {
            return Err(DocumentError::Phone2020);
        }
        if members.get("type").and_then(Value::as_str) != Some(TYPE) {
            return Err(DocumentError::PhoneType);
        }
        check_version(members, &[VERSION])?;
        let identities = identities.ok_or(DocumentError::PhoneList { list: "identities" })?;
        let recipients = list("recipients").unwrap_or_else(|| {
            tally.note_other(Noticed::PhoneListMissing, "recipients");
            &[]
        });
        let accounts = identities.iter().map(|identity| accounts_of(identity).len()).sum();
        for (list, found, max) in [
            ("identities", identities.len(), MAX_IDENTITIES),
            ("accounts", accounts, MAX_ACCOUNTS),
            ("recipients", recipients.len(), MAX_RECIPIENTS),
        ] {
            if found > max {
                return Err(DocumentError::TooLong { list, found, max });
            }
        }
        let outer = members.keys().filter(|name| !OUTER.contains(&name.as_str()));
        let value = members.get("value").and_then(Value::as_object);
        let inner = value.into_iter().flat_map(Map::keys);
        let inner = inner.filter(|name| !["identities", "recipients"].contains(&name.as_str()));
        outer.chain(inner).for_each(|name| tally.note_other(Noticed::PhoneUnknownMembers, name));
        Ok(Self { identities, recipients })
    }
}

/// Refuses every version but these.
pub(in crate::backup::format) fn check_version(
    members: &Map<String, Value>,
    known: &[u64],
) -> Result<(), DocumentError> {
    match members.get("v") {
        Some(Value::Number(number)) if known.iter().any(|known| number.as_u64() == Some(*known)) => Ok(()),
        Some(found) => Err(DocumentError::PhoneVersion { found: legible(&found.to_string()) }),
        None => Err(DocumentError::PhoneVersionMissing),
    }
}

/// Accounts of the first test networks: their keys stand under another name, and one level higher.
fn is_of_2020(identities: &[Value]) -> bool {
    let mut accounts = identities.iter().flat_map(accounts_of).peekable();
    accounts.peek().is_some()
        && accounts.all(|account| account.get("accountData").is_some() && account.get("accountKeys").is_none())
}

fn accounts_of(identity: &Value) -> &[Value] {
    identity.get("accounts").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

struct PhoneReader<'t, 'w> {
    word: Option<&'w str>,
    network: Option<Network>,
    tally: &'t mut Tally,
}

impl PhoneReader<'_, '_> {
    fn records(&mut self, lists: &Lists<'_>) -> NetworkRecords {
        let (mut identities, mut accounts) = (BTreeMap::new(), BTreeMap::<_, Vec<Account>>::new());
        for value in lists.identities {
            let (key, own) = self.identity(value, &mut identities);
            accounts.entry(key).or_default().extend(own);
        }
        let mut records = NetworkRecords { identities, ..NetworkRecords::default() };
        let generator = custody::generator_of(accounts.values().flatten());
        for (key, own) in accounts {
            let identity = key.and_then(|key| records.identities.get(&key)).cloned();
            let examiner = Examiner::new(identity.as_deref(), generator.clone());
            if let Some(identity) = &identity {
                // Of other networks nobody here knows the generator, if no account repeats it.
                let is_certain = generator.is_some() || self.network != Some(Network::Stagenet);
                let findings = examiner.identity().into_iter().filter(|_| is_certain);
                findings
                    .for_each(|finding| self.tally.note(Noticed::Found(finding), RecordKind::Identity, &identity.name));
            }
            for account in own {
                self.keep(account, &examiner, &mut records);
            }
        }
        self.contacts(lists.recipients, &mut records);
        records
    }

    /// Reads an identity into the list and gives its accounts. Without a key of its own it has no place, its accounts do.
    fn identity(
        &mut self,
        value: &Value,
        identities: &mut BTreeMap<IdentityKey, Common<Identity>>,
    ) -> (Option<IdentityKey>, Vec<Account>) {
        let name = value.get("name").and_then(Value::as_str).unwrap_or_default();
        let Some(members) = value.as_object() else {
            left_out(self.tally, RecordKind::Identity, Unreadable(""), name);
            return (None, Vec::new());
        };
        let accounts: Vec<Account> = accounts_of(value).iter().filter_map(|account| self.account(account)).collect();
        let generator = custody::generator_of(&accounts);
        match identity::read(&PhoneFields::new(members), self.word, generator.as_ref(), self.tally) {
            Ok(identity) => {
                let key = identity.key;
                match identities.entry(key) {
                    Entry::Vacant(place) => drop(place.insert(identity.into())),
                    Entry::Occupied(mut place) => {
                        self.tally.note(Noticed::PhoneLeftOutRepeated, RecordKind::Identity, name);
                        if !place.get().has_keys() && identity.has_keys() {
                            place.insert(identity.into());
                        }
                    }
                }
                (Some(key), accounts)
            }
            Err(unreadable) => {
                left_out(self.tally, RecordKind::Identity, unreadable, name);
                for account in &accounts {
                    self.tally.note(Noticed::PhoneAccountWithoutIdentity, RecordKind::Account, &account.name);
                }
                (None, accounts)
            }
        }
    }

    fn account(&mut self, value: &Value) -> Option<Account> {
        let label = account::label(value);
        let account = match value.as_object() {
            Some(members) => account::read(&PhoneFields::new(members), self.tally),
            None => Err(Unreadable("")),
        };
        account.map_err(|unreadable| left_out(self.tally, RecordKind::Account, unreadable, label)).ok()
    }

    /// Checks an account and keeps it, with its credential. Of two with one address the one that can sign stays.
    fn keep(&mut self, mut account: Account, examiner: &Examiner<'_>, records: &mut NetworkRecords) {
        account.identity = examiner.identity_key();
        let examined = examiner.account(&account, &[]);
        let findings = examined.findings.iter().filter(|finding| {
            // Stagenet has a generator of its own.
            **finding != Finding::GeneratorOther || self.network != Some(Network::Stagenet)
        });
        findings.for_each(|finding| self.tally.note(Noticed::Found(*finding), RecordKind::Account, &account.name));
        if let Entry::Occupied(kept) = records.accounts.entry(account.key.clone()) {
            self.tally.note(Noticed::PhoneLeftOutRepeated, RecordKind::Account, &account.name);
            if custody::are_sound(kept.get(), &[]) || !custody::are_sound(&account, &[]) {
                return;
            }
        }
        let credential = account.identity.and_then(|identity| account::credential(identity, &account, &examined));
        if let Some(credential) = credential {
            records.credentials.insert(credential.id, credential.into());
        }
        records.accounts.insert(account.key.clone(), account.into());
    }

    fn contacts(&mut self, recipients: &[Value], records: &mut NetworkRecords) {
        for value in recipients {
            let name = value.get("name").and_then(Value::as_str);
            let label = name.unwrap_or_default();
            match self.contact(value, name) {
                Ok(contact) => match records.contacts.entry(contact.address.clone()) {
                    Entry::Vacant(place) => drop(place.insert(contact.into())),
                    Entry::Occupied(kept) if kept.get().name == contact.name => {
                        self.tally.note(Noticed::PhoneLeftOutRepeated, RecordKind::Contact, label);
                    }
                    Entry::Occupied(_) => self.tally.note(Noticed::PhoneContactOtherName, RecordKind::Contact, label),
                },
                Err(unreadable) => left_out(self.tally, RecordKind::Contact, unreadable, label),
            }
        }
    }

    fn contact(&mut self, value: &Value, name: Option<&str>) -> Result<Contact, Unreadable> {
        let members = value.as_object().ok_or(Unreadable(""))?;
        let fields = PhoneFields::new(members);
        let address = ContactAddress::read(fields.text("address")?.ok_or(Unreadable("address"))?);
        fields.text("name")?;
        if let ContactAddress::Invalid(text) = &address {
            self.tally.note(Noticed::PhoneContactNotValid, RecordKind::Contact, name.unwrap_or(text));
        }
        if name.is_none() {
            self.tally.note(Noticed::PhoneNameMissing, RecordKind::Contact, &address.to_string());
        }
        for member in members.keys().filter(|member| !["address", "name"].contains(&member.as_str())) {
            self.tally.note_other(Noticed::PhoneUnknownMembers, member);
        }
        Ok(Contact { address, name: name.unwrap_or_default().to_owned(), note: None })
    }
}

//! From the document to records: every dialect since 1.0.0, and what real files have gone through since. Whatever can be
//! kept is kept, and what was changed is said.

mod entity;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::Value;

use super::lists::{DesktopLists, ListRows};
use super::row::{LeftOut, Row};
use super::{COSIGNERS, LISTS, MAX_ENTRIES};
use crate::backup::DocumentError;
use crate::backup::contents::{FileContents, Unplaced};
use crate::backup::noticed::Noticed;
use crate::backup::tally::Tally;
use crate::fault::Notice;
use crate::model::{
    Account, AccountKey, Common, Contact, ContactAddress, Cosigner, Credential, CredentialId, DesktopRows, Device,
    GenesisHash, Identity, IdentityKey, NetworkRecords, PairingKey, RecordKind, Wallet,
};
use entity::{account, contact, cosigner, credential, identity, progress, standing};

/// Reads the members of a document.
///
/// # Errors
/// [`DocumentError`] only where the document as a whole is at fault; a record that cannot be read is left out and named.
pub(in crate::backup::format) fn decode(
    members: DesktopLists<'_>,
    notices: &mut Vec<Notice>,
) -> Result<FileContents, DocumentError> {
    let mut document = DesktopReader { members, tally: Tally::default() };
    let contents = document.read()?;
    document.finish();
    notices.extend(document.tally.into_notices());
    Ok(contents)
}

struct DesktopReader<'t> {
    members: DesktopLists<'t>,
    tally: Tally,
}

/// The numbers by which entities of one file refer to each other.
#[derive(Default)]
struct FileIds {
    devices: BTreeMap<i64, PairingKey>,
    identities: BTreeMap<i64, IdentityKey>,
}

impl FileIds {
    /// The same as the Desktop Wallet's database has them: its numbers start from 1.
    fn rows(self) -> DesktopRows {
        DesktopRows { devices: by_record(self.devices), identities: by_record(self.identities) }
    }
}

/// Of two numbers for one record the first is its own.
fn by_record<Key: Ord>(ids: BTreeMap<i64, Key>) -> BTreeMap<Key, u32> {
    let mut rows = BTreeMap::new();
    for (id, key) in ids {
        if let Some(row) = u32::try_from(id).ok().filter(|row| *row > 0) {
            rows.entry(key).or_insert(row);
        }
    }
    rows
}

impl<'t> DesktopReader<'t> {
    fn read(&mut self) -> Result<FileContents, DocumentError> {
        let [wallets, identities, accounts, credentials, contacts] = LISTS.map(|list| self.list(list));
        let cosigners = self.members.take(COSIGNERS);
        let genesis = self.genesis();
        self.refuse_renamed([
            ("identities", &identities),
            ("accounts", &accounts),
            ("addressBook", &contacts),
            ("credentials", &credentials),
            ("wallets", &wallets),
        ])?;

        let mut ids = FileIds::default();
        let devices = self.devices(bounded("wallets", wallets)?, &mut ids);
        let identities = self.identities(bounded("identities", identities)?, &mut ids);
        let accounts = self.accounts(bounded("accounts", accounts)?, &ids);
        let credentials = self.credentials(bounded("credentials", credentials)?, &ids);
        let cosigners = self.cosigners(bounded(COSIGNERS, cosigners)?);
        let contacts = self.contacts(bounded("addressBook", contacts)?);
        self.name_strangers(&accounts, &cosigners);
        let rows = ids.rows();
        let records = NetworkRecords { identities, accounts, credentials, cosigners, contacts };
        Ok(match genesis {
            Some(genesis) => FileContents::Placed(Unplaced { devices, records, rows }.place(genesis)),
            // Without records there is nothing to ask about.
            None if records.is_empty() => FileContents::Placed(Wallet { devices, ..Wallet::default() }),
            None => FileContents::NetworkUnknown(Unplaced { devices, records, rows }),
        })
    }

    fn finish(&mut self) {
        for member in self.members.others.keys() {
            self.tally.note_other(Noticed::DesktopUnknownMembers, member);
        }
    }

    /// A list that every version writes.
    fn list(&mut self, name: &'static str) -> Option<ListRows<'t>> {
        let list = self.members.take(name);
        if list.is_none() {
            self.tally.note_other(Noticed::DesktopListMissing, name);
        }
        list
    }

    /// One changed bit in an unauthenticated file can rename a list. Then something else is changed, too.
    fn refuse_renamed(&self, lists: [(&'static str, &Option<ListRows<'_>>); 5]) -> Result<(), DocumentError> {
        let stranger = self.members.others.values().any(Value::is_array);
        match lists.into_iter().find(|(_, list)| list.is_none()) {
            Some((list, _)) if stranger => Err(DocumentError::Renamed { list }),
            Some(_) | None => Ok(()),
        }
    }

    fn genesis(&mut self) -> Option<GenesisHash> {
        let genesis = match self.members.others.remove("genesis") {
            None | Some(Value::Null) => return None,
            Some(genesis) => genesis.get("genesisBlock").and_then(Value::as_str).and_then(|hash| hash.parse().ok()),
        };
        if genesis.is_none() {
            self.tally.note_other(Noticed::DesktopNetworkUnreadable, "genesis");
        }
        genesis
    }

    fn devices(&mut self, list: ListRows<'t>, ids: &mut FileIds) -> BTreeMap<PairingKey, Common<Device>> {
        let mut devices = BTreeMap::new();
        self.each(RecordKind::Device, "identifier", list, |row| {
            let id = row.optional_number("id")?;
            let pairing_key = row.text("identifier")?.parse().map_err(|_| LeftOut::Unreadable("identifier"))?;
            let device = Device { kind: row.text_or("type", Device::LEDGER)?, ..Device::ledger(pairing_key) };
            if let Some(id) = id {
                ids.devices.entry(id).or_insert(pairing_key);
            }
            keep(row, devices.entry(pairing_key), device, |_, _| false);
            Ok(())
        });
        devices
    }

    fn identities(&mut self, list: ListRows<'t>, ids: &mut FileIds) -> BTreeMap<IdentityKey, Common<Identity>> {
        let mut identities = BTreeMap::new();
        self.each(RecordKind::Identity, "name", list, |row| {
            let id = row.optional_number("id")?;
            let device = row.optional_number("walletId")?.and_then(|id| ids.devices.get(&id)).ok_or(LeftOut::Orphan)?;
            let identity = identity(row, *device)?;
            let key = identity.key;
            if let Some(id) = id {
                ids.identities.entry(id).or_insert(key);
            }
            keep(row, identities.entry(key), identity, |kept, other| standing(other.state) > standing(kept.state));
            Ok(())
        });
        identities
    }

    fn accounts(&mut self, list: ListRows<'t>, ids: &FileIds) -> BTreeMap<AccountKey, Common<Account>> {
        let mut accounts = BTreeMap::new();
        self.each(RecordKind::Account, "name", list, |row| {
            let owner = owner(row, ids)?;
            let account = account(row, owner)?;
            keep(row, accounts.entry(account.key.clone()), account, |kept, other| progress(other) > progress(kept));
            Ok(())
        });
        accounts
    }

    fn credentials(&mut self, list: ListRows<'t>, ids: &FileIds) -> BTreeMap<CredentialId, Common<Credential>> {
        let mut credentials = BTreeMap::new();
        self.each(RecordKind::Credential, "credId", list, |row| {
            let owner = owner(row, ids)?;
            let credential = credential(row, owner)?;
            let better = |kept: &Credential, other: &Credential| kept.slot.is_none() && other.slot.is_some();
            keep(row, credentials.entry(credential.id), credential, better);
            Ok(())
        });
        credentials
    }

    fn cosigners(&mut self, list: ListRows<'t>) -> BTreeMap<CredentialId, Common<Cosigner>> {
        let mut cosigners = BTreeMap::new();
        self.each(RecordKind::Cosigner, "credId", list, |row| {
            let cosigner = cosigner(row)?;
            let better = |kept: &Cosigner, other: &Cosigner| kept.note.is_empty() && !other.note.is_empty();
            keep(row, cosigners.entry(cosigner.credential), cosigner, better);
            Ok(())
        });
        cosigners
    }

    fn contacts(&mut self, list: ListRows<'t>) -> BTreeMap<ContactAddress, Common<Contact>> {
        let mut contacts = BTreeMap::new();
        self.each(RecordKind::Contact, "name", list, |row| {
            let contact = contact(row)?;
            keep(row, contacts.entry(contact.address.clone()), contact, |_, _| false);
            Ok(())
        });
        contacts
    }

    /// Notes on credentials of accounts that are not here: kept, but the Desktop Wallet stumbles over them. A file without any account
    /// is a later part of an export: its accounts came before.
    fn name_strangers(
        &mut self,
        accounts: &BTreeMap<AccountKey, Common<Account>>,
        cosigners: &BTreeMap<CredentialId, Common<Cosigner>>,
    ) {
        let is_stranger = |cosigner: &&Common<Cosigner>| !accounts.contains_key(&AccountKey::Address(cosigner.account));
        for cosigner in cosigners.values().filter(|_| !accounts.is_empty()).filter(is_stranger) {
            let name = if cosigner.note.is_empty() { cosigner.credential.to_string() } else { cosigner.note.clone() };
            self.tally.note(Noticed::DesktopCosignerWithoutAccount, RecordKind::Cosigner, &name);
        }
    }

    /// Reads each entity; one that cannot be read is left out and named.
    fn each(
        &mut self,
        kind: RecordKind,
        label: &str,
        list: ListRows<'t>,
        mut read: impl FnMut(&mut Row<'_>) -> Result<(), LeftOut>,
    ) {
        list.each(|value| {
            let Some(mut row) = Row::new(kind, value, label, &mut self.tally) else { return };
            match read(&mut row) {
                Ok(()) => row.finish(),
                Err(LeftOut::Orphan) => row.note(Noticed::DesktopLeftOutOrphan),
                Err(LeftOut::Unreadable(field)) => {
                    let name = row.label().to_owned();
                    row.tally.note_field(Noticed::DesktopLeftOutUnreadable, kind, field, &name);
                }
            }
        });
    }
}

fn bounded<'t>(list: &'static str, entries: Option<ListRows<'t>>) -> Result<ListRows<'t>, DocumentError> {
    let entries = entries.unwrap_or(ListRows::Values(Vec::new()));
    if entries.len() > MAX_ENTRIES {
        return Err(DocumentError::TooLong { list, found: entries.len(), max: MAX_ENTRIES });
    }
    Ok(entries)
}

/// Keeps one of two records of the same thing, and says so.
fn keep<Key: Ord, Record>(
    row: &mut Row<'_>,
    entry: Entry<'_, Key, Common<Record>>,
    record: Record,
    better: impl Fn(&Record, &Record) -> bool,
) {
    match entry {
        Entry::Vacant(place) => {
            place.insert(record.into());
        }
        Entry::Occupied(mut place) => {
            row.note(Noticed::DesktopLeftOutRepeated);
            if better(place.get(), &record) {
                place.insert(record.into());
            }
        }
    }
}

/// The identity an account or credential stands under.
fn owner(row: &mut Row<'_>, ids: &FileIds) -> Result<IdentityKey, LeftOut> {
    let id = row.optional_number("identityId")?;
    id.and_then(|id| ids.identities.get(&id)).copied().ok_or(LeftOut::Orphan)
}

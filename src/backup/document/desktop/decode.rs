//! From the document to records: every dialect since 1.0.0, and what real files have gone through since.
//! This module keeps whatever can be kept; it refuses to import in silence what it changed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::{Map, Value};

use super::row::{LeftOut, Row};
use super::tally::{Kind, Tally};
use super::{BLANK_POLICY, MAX_ENTRIES, filter_text};
use crate::backup::contents::{Contents, Unplaced};
use crate::backup::document::DocumentError;
use crate::fault::Notice;
use crate::model::{
    Account, AccountKey, AccountSlot, AccountState, Contact, ContactAddress, Cosigner, Credential, CredentialId,
    CredentialIndex, Device, GenesisHash, Identity, IdentityIndex, IdentityKey, IdentityState, KeyVersion,
    NetworkRecords, PairingKey, Shielded, Wallet,
};

/// Reads the members of a document.
///
/// # Errors
/// [`DocumentError`] only where the document as a whole is at fault; a record that cannot be read is left out and named.
pub(in crate::backup::document) fn decode(
    members: Map<String, Value>,
    notices: &mut Vec<Notice>,
) -> Result<Contents, DocumentError> {
    let mut document = Document { members, tally: Tally::default() };
    let contents = document.read()?;
    document.finish();
    notices.extend(document.tally.into_notices());
    Ok(contents)
}

struct Document {
    members: Map<String, Value>,
    tally: Tally,
}

/// The numbers by which entities of one file refer to each other.
#[derive(Default)]
struct FileIds {
    devices: BTreeMap<i64, PairingKey>,
    identities: BTreeMap<i64, IdentityKey>,
}

impl Document {
    fn read(&mut self) -> Result<Contents, DocumentError> {
        let lists = ["wallets", "identities", "accounts", "credentials", "addressBook"];
        if !lists.iter().any(|list| self.members.get(*list).is_some_and(Value::is_array)) {
            return Err(DocumentError::NotAWallet);
        }
        let [wallets, identities, accounts, credentials, contacts] = lists.map(|list| self.list(list));
        let cosigners = self.optional_list("externalCredentials");
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
        let cosigners = self.cosigners(bounded("externalCredentials", cosigners)?);
        let contacts = self.contacts(bounded("addressBook", contacts)?);
        self.name_strangers(&accounts, &cosigners);
        let records = NetworkRecords { identities, accounts, credentials, cosigners, contacts };
        Ok(match genesis {
            Some(genesis) => Contents::Placed(Wallet { devices, networks: BTreeMap::from([(genesis, records)]) }),
            // Without records there is nothing to ask about.
            None if records.is_empty() => Contents::Placed(Wallet { devices, networks: BTreeMap::new() }),
            None => Contents::NetworkUnknown(Unplaced { devices, records }),
        })
    }

    fn finish(&mut self) {
        for member in self.members.keys() {
            self.tally.note_other("desktop-unknown-members", member);
        }
    }

    /// A list that every version writes.
    fn list(&mut self, name: &'static str) -> Option<Vec<Value>> {
        let list = self.optional_list(name);
        if list.is_none() {
            self.tally.note_other("desktop-list-missing", name);
        }
        list
    }

    fn optional_list(&mut self, name: &str) -> Option<Vec<Value>> {
        match self.members.remove(name) {
            Some(Value::Array(list)) => Some(list),
            Some(_) | None => None,
        }
    }

    /// One changed bit in an unauthenticated file can rename a list. Then something else is changed, too.
    fn refuse_renamed(&self, lists: [(&'static str, &Option<Vec<Value>>); 5]) -> Result<(), DocumentError> {
        let stranger = self.members.values().any(Value::is_array);
        match lists.into_iter().find(|(_, list)| list.is_none()) {
            Some((list, _)) if stranger => Err(DocumentError::Renamed { list }),
            Some(_) | None => Ok(()),
        }
    }

    fn genesis(&mut self) -> Option<GenesisHash> {
        let genesis = match self.members.remove("genesis") {
            None | Some(Value::Null) => return None,
            Some(genesis) => genesis.get("genesisBlock").and_then(Value::as_str).and_then(|hash| hash.parse().ok()),
        };
        if genesis.is_none() {
            self.tally.note_other("desktop-network-unreadable", "genesis");
        }
        genesis
    }

    fn devices(&mut self, list: Vec<Value>, ids: &mut FileIds) -> BTreeMap<PairingKey, Device> {
        let mut devices = BTreeMap::new();
        self.each(Kind::Devices, "identifier", list, |row| {
            let id = row.optional_number("id")?;
            let pairing_key = row.text("identifier")?.parse().map_err(|_| LeftOut::Unreadable("identifier"))?;
            let device = Device { pairing_key, kind: row.text_or("type", Device::LEDGER)? };
            if let Some(id) = id {
                ids.devices.entry(id).or_insert(pairing_key);
            }
            keep(row, devices.entry(pairing_key), device, |_, _| false);
            Ok(())
        });
        devices
    }

    fn identities(&mut self, list: Vec<Value>, ids: &mut FileIds) -> BTreeMap<IdentityKey, Identity> {
        let mut identities = BTreeMap::new();
        self.each(Kind::Identities, "name", list, |row| {
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

    fn accounts(&mut self, list: Vec<Value>, ids: &FileIds) -> BTreeMap<AccountKey, Account> {
        let mut accounts = BTreeMap::new();
        self.each(Kind::Accounts, "name", list, |row| {
            let owner = owner(row, ids)?;
            let account = account(row, owner)?;
            keep(row, accounts.entry(account.key.clone()), account, |kept, other| progress(other) > progress(kept));
            Ok(())
        });
        accounts
    }

    fn credentials(&mut self, list: Vec<Value>, ids: &FileIds) -> BTreeMap<CredentialId, Credential> {
        let mut credentials = BTreeMap::new();
        self.each(Kind::Credentials, "credId", list, |row| {
            let owner = owner(row, ids)?;
            let credential = credential(row, owner)?;
            let better = |kept: &Credential, other: &Credential| kept.slot.is_none() && other.slot.is_some();
            keep(row, credentials.entry(credential.id), credential, better);
            Ok(())
        });
        credentials
    }

    fn cosigners(&mut self, list: Vec<Value>) -> BTreeMap<CredentialId, Cosigner> {
        let mut cosigners = BTreeMap::new();
        self.each(Kind::Cosigners, "credId", list, |row| {
            let cosigner = Cosigner {
                account: row.text("accountAddress")?.parse().map_err(|_| LeftOut::Unreadable("accountAddress"))?,
                credential: row.text("credId")?.parse().map_err(|_| LeftOut::Unreadable("credId"))?,
                note: row.text_or("note", "")?,
            };
            let better = |kept: &Cosigner, other: &Cosigner| kept.note.is_empty() && !other.note.is_empty();
            keep(row, cosigners.entry(cosigner.credential), cosigner, better);
            Ok(())
        });
        cosigners
    }

    fn contacts(&mut self, list: Vec<Value>) -> BTreeMap<ContactAddress, Contact> {
        let mut contacts = BTreeMap::new();
        self.each(Kind::Contacts, "name", list, |row| {
            let contact = Contact {
                address: ContactAddress::read(&row.text("address")?),
                name: row.text_or("name", "")?,
                note: row.optional_text("note")?,
                own_account: row.boolean_or("readOnly", false),
            };
            match contact.address {
                ContactAddress::Account(_) => {}
                ContactAddress::Invalid(_) => row.note("desktop-contact-not-valid"),
            }
            keep(row, contacts.entry(contact.address.clone()), contact, |_, _| false);
            Ok(())
        });
        contacts
    }

    /// Notes on credentials of accounts that are not here: kept, but the Desktop Wallet stumbles over them. A file without any account
    /// is a later part of an export: its accounts came before.
    fn name_strangers(
        &mut self,
        accounts: &BTreeMap<AccountKey, Account>,
        cosigners: &BTreeMap<CredentialId, Cosigner>,
    ) {
        let is_stranger = |cosigner: &&Cosigner| !accounts.contains_key(&AccountKey::Address(cosigner.account));
        for cosigner in cosigners.values().filter(|_| !accounts.is_empty()).filter(is_stranger) {
            let name = if cosigner.note.is_empty() { cosigner.credential.to_string() } else { cosigner.note.clone() };
            self.tally.note("desktop-cosigner-without-account", Kind::Cosigners, &name);
        }
    }

    /// Reads each entity; one that cannot be read is left out and named.
    fn each(
        &mut self,
        kind: Kind,
        label: &str,
        list: Vec<Value>,
        mut read: impl FnMut(&mut Row<'_>) -> Result<(), LeftOut>,
    ) {
        for value in list {
            let Some(mut row) = Row::new(kind, value, label, &mut self.tally) else { continue };
            match read(&mut row) {
                Ok(()) => row.finish(),
                Err(LeftOut::Orphan) => row.note("desktop-left-out-orphan"),
                Err(LeftOut::Unreadable(field)) => {
                    let name = row.label().to_owned();
                    row.tally.note_field("desktop-left-out-unreadable", kind, field, &name);
                }
            }
        }
    }
}

fn bounded(list: &'static str, entries: Option<Vec<Value>>) -> Result<Vec<Value>, DocumentError> {
    let entries = entries.unwrap_or_default();
    if entries.len() > MAX_ENTRIES {
        return Err(DocumentError::TooLong { list, found: entries.len(), max: MAX_ENTRIES });
    }
    Ok(entries)
}

/// Keeps one of two records of the same thing, and says so.
fn keep<Key: Ord, Record>(
    row: &mut Row<'_>,
    entry: Entry<'_, Key, Record>,
    record: Record,
    better: impl Fn(&Record, &Record) -> bool,
) {
    match entry {
        Entry::Vacant(place) => {
            place.insert(record);
        }
        Entry::Occupied(mut place) => {
            row.note("desktop-left-out-repeated");
            if better(place.get(), &record) {
                place.insert(record);
            }
        }
    }
}

/// The identity an account or credential stands under.
fn owner(row: &mut Row<'_>, ids: &FileIds) -> Result<IdentityKey, LeftOut> {
    let id = row.optional_number("identityId")?;
    id.and_then(|id| ids.identities.get(&id)).copied().ok_or(LeftOut::Orphan)
}

fn identity(row: &mut Row<'_>, device: PairingKey) -> Result<Identity, LeftOut> {
    let index = IdentityIndex::new(row.index("identityNumber")?).ok_or(LeftOut::Unreadable("identityNumber"))?;
    let key = IdentityKey::Ledger { device, index, version: key_version(row)? };
    let object = row.optional_text("identityObject")?;
    let state = match row.text_or("status", "")?.as_str() {
        "confirmed" => IdentityState::Confirmed,
        "pending" => IdentityState::Pending,
        "rejected" => IdentityState::Rejected,
        "rejectedAndWarned" => IdentityState::RejectedAndWarned,
        "recovered" => IdentityState::Placeholder,
        "genesis" => IdentityState::Genesis,
        _ => {
            row.put_right("status");
            if object.is_some() { IdentityState::Confirmed } else { IdentityState::Pending }
        }
    };
    let mut provider = row.optional_text("identityProvider")?;
    // The Desktop Wallet cannot show its identities any more if this one text is empty.
    if provider.as_deref() == Some("") {
        row.put_right("identityProvider");
        provider = Some("{}".into());
    }
    Ok(Identity {
        key,
        name: row.text_or("name", "")?,
        state,
        detail: row.optional_text("detail")?,
        issuer_url: row.optional_text("codeUri")?,
        provider,
        object,
        randomness: row.text_or("randomness", "")?,
    })
}

/// Identities from before 1.3.0 do not say; they were made the old way.
fn key_version(row: &mut Row<'_>) -> Result<KeyVersion, LeftOut> {
    if !row.has("version") {
        row.note("desktop-key-version-assumed");
    } else if row.is_null("version") {
        row.put_right("version");
    }
    match row.optional_number("version")? {
        None | Some(0) => Ok(KeyVersion::V0),
        Some(1) => Ok(KeyVersion::V1),
        Some(_) => Err(LeftOut::Unreadable("version")),
    }
}

fn account(row: &mut Row<'_>, identity: IdentityKey) -> Result<Account, LeftOut> {
    let blank = Shielded::none();
    let address = row.text_or("address", "")?;
    let state = match row.text_or("status", "")?.as_str() {
        "confirmed" => AccountState::Confirmed,
        "pending" => AccountState::Pending,
        "rejected" => AccountState::Rejected,
        "genesis" => AccountState::Genesis,
        _ => {
            row.put_right("status");
            AccountState::Pending
        }
    };
    let account = Account {
        key: account_key(address, identity),
        identity,
        name: row.text_or("name", "")?,
        state,
        signature_threshold: threshold(row),
        is_initial: row.boolean_or("isInitial", false),
        deployment: row.optional_text("deploymentTransactionId")?,
        transaction_filter: transaction_filter(row)?,
        shielded: Shielded {
            self_amounts: row.text_or("selfAmounts", "")?,
            incoming_amounts: row.text_or("incomingAmounts", &blank.incoming_amounts)?,
            total_decrypted: row.text_or("totalDecrypted", &blank.total_decrypted)?,
            all_decrypted: row.boolean_or("allDecrypted", blank.all_decrypted),
        },
    };
    row.drop_old(&["rewardFilter", "maxTransactionId", "identityName", "identityNumber"]);
    Ok(account)
}

fn account_key(text: String, identity: IdentityKey) -> AccountKey {
    text.parse().map_or_else(|_| AccountKey::Unaddressed { identity, text }, AccountKey::Address)
}

fn threshold(row: &mut Row<'_>) -> u32 {
    let given = row.has("signatureThreshold");
    match row.optional_index("signatureThreshold") {
        Ok(Some(threshold)) => threshold,
        Ok(None) | Err(_) => {
            if given {
                row.put_right("signatureThreshold");
            }
            1
        }
    }
}

/// An object in today's files, a text in some. An empty text would keep the Desktop Wallet from showing any account.
fn transaction_filter(row: &mut Row<'_>) -> Result<String, LeftOut> {
    let Some(text) = row.object_text("transactionFilter")? else { return Ok("{}".into()) };
    Ok(filter_text(&text).unwrap_or_else(|| {
        row.put_right("transactionFilter");
        "{}".into()
    }))
}

fn credential(row: &mut Row<'_>, identity: IdentityKey) -> Result<Credential, LeftOut> {
    let id = row.text("credId")?.parse().map_err(|_| LeftOut::Unreadable("credId"))?;
    let credential = Credential {
        id,
        identity,
        index: CredentialIndex(row.index("credentialNumber")?),
        account: account_key(row.text_or("accountAddress", "")?, identity),
        slot: row.optional_index("credentialIndex")?.map(AccountSlot),
        policy: row.text_or("policy", BLANK_POLICY)?,
        randomness: row.optional_text("randomness")?,
    };
    if row.drop_old(&["external", "identityNumber"]) {
        row.note("desktop-old-columns");
    }
    Ok(credential)
}

/// Which of two records of one identity is worth more.
fn standing(state: IdentityState) -> u8 {
    match state {
        IdentityState::Confirmed => 5,
        IdentityState::Genesis => 4,
        IdentityState::Pending => 3,
        IdentityState::Placeholder => 2,
        IdentityState::RejectedAndWarned => 1,
        IdentityState::Rejected => 0,
    }
}

/// Which of two records of one account is further.
fn progress(account: &Account) -> u8 {
    match account.state {
        AccountState::Confirmed => 3,
        AccountState::Genesis => 2,
        AccountState::Pending => 1,
        AccountState::Rejected => 0,
    }
}

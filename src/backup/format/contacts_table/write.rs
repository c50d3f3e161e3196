//! Contacts of one network as a table: written, read back and compared. What it leaves behind is said with it.

use csv::{QuoteStyle, Terminator, WriterBuilder};
use serde::Deserialize;

use super::{Contacts, MAX_CELL, MAX_ROWS, cell};
use crate::backup::carried::other_networks;
use crate::backup::omission::{Omission, Omitted};
use crate::backup::tally::Tally;
use crate::backup::{BackupError, locked};
use crate::gather::Rest as _;
use crate::model::month::civil;
use crate::model::{Contact, ContactAddress, GenesisHash, RecordKind, Wallet};

/// What spreadsheets take a file in UTF-8 by.
const MARK: &[u8] = "\u{feff}".as_bytes();
/// The names of the columns. English everywhere: a table that was written in one language is read in another.
const COLUMNS: [&str; 3] = ["Name", "Address", "Note"];

/// What separates the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Separator {
    /// Where a point is in numbers.
    Comma,
    /// Where a comma is in numbers: spreadsheets there expect it.
    Semicolon,
}

/// A table, ready to be saved. It is not encrypted, and holds no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainTable {
    /// Suggested name.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// How many contacts are in it.
    pub contacts: usize,
    /// What is not.
    pub omissions: Vec<Omitted>,
}

/// The contacts of a network as a table. `now_ms`: milliseconds since 1970.
///
/// # Errors
/// What reading it again says, where it is longer than a table may be, or looks like something that nobody should save as text;
/// [`BackupError::CheckFailed`] if it does not read as what went in, which is a defect of ours.
pub fn contacts_table(
    wallet: &Wallet,
    network: GenesisHash,
    separator: Separator,
    now_ms: u64,
) -> Result<PlainTable, BackupError> {
    let (carried, omissions) = carry(wallet, network);
    let bytes = written(&carried, separator).ok_or(BackupError::CheckFailed)?;
    let read_back = locked::open_plain(&bytes)?;
    let mut read_back = read_back.contents.on(network);
    let records = read_back.networks.take_out(&network).unwrap_or_default();
    if records.contacts != carried {
        return Err(BackupError::CheckFailed);
    }
    let (year, month, day) = civil(now_ms);
    let file_name = format!("lifeboat-contacts-{year:04}-{month:02}-{day:02}.csv");
    Ok(PlainTable { file_name, bytes, contacts: carried.len(), omissions })
}

/// What goes in, and what stays behind.
fn carry(wallet: &Wallet, network: GenesisHash) -> (Contacts, Vec<Omitted>) {
    let mut tally = Tally::default();
    let mut carried = Contacts::new();
    if let Some(records) = wallet.networks.get(&network) {
        for contact in records.contacts.values() {
            let left_behind = match &contact.address {
                ContactAddress::Invalid(_) => Some(Omission::TableOmitsNotValid),
                ContactAddress::Account(_) if records.owns(&contact.address) => Some(Omission::TableOmitsOwnAccount),
                ContactAddress::Account(_) if is_too_long(contact) => Some(Omission::TableOmitsLongText),
                ContactAddress::Account(_) => None,
            };
            match left_behind {
                Some(why) => tally.note(why, RecordKind::Contact, &contact.name),
                None => drop(carried.insert(contact.address.clone(), as_read(contact).into())),
            }
        }
    }
    let mut omissions = tally.into_omitted();
    omissions.extend(other_networks(Omission::TableOmitsNetwork, wallet, network));
    (carried, omissions)
}

/// What a table cannot tell apart: a note that is empty from none, and no name from the one by default.
fn as_read(contact: &Contact) -> Contact {
    let mut contact = contact.clone();
    contact.note = contact.note.filter(|note| !note.is_empty());
    if let (true, ContactAddress::Account(address)) = (contact.name.is_empty(), &contact.address) {
        contact.name = address.default_name();
    }
    contact
}

fn is_too_long(contact: &Contact) -> bool {
    let texts = [Some(&contact.name), contact.note.as_ref()];
    texts.into_iter().flatten().any(|text| cell::guarded(text).encode_utf16().nth(MAX_CELL).is_some())
}

/// The bytes: every cell in quotation marks, so that no separator and no line end in a text is one of the table.
fn written(contacts: &Contacts, separator: Separator) -> Option<Vec<u8>> {
    let mut table = WriterBuilder::new()
        .delimiter(match separator {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
        })
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(MARK.to_vec());
    table.write_record(COLUMNS).ok()?;
    for contact in contacts.values().take(MAX_ROWS) {
        let note = contact.note.as_deref().unwrap_or_default();
        let cells = [&*cell::guarded(&contact.name), &contact.address.to_string(), &cell::guarded(note)];
        table.write_record(cells).ok()?;
    }
    table.into_inner().ok()
}

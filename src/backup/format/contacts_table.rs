//! Contacts as a table (CSV), which spreadsheets and people write: an address, a name and a note in every row (`docs/formats/contacts-table.md`).
//!
//! It names no network, and is no backup: nothing in it is a key, and nothing but contacts goes in. A row that cannot be read is left out
//! and named by its line.

mod cell;
mod layout;
mod write;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use csv::StringRecord;

use super::super::document::TextDocument;
use crate::backup::DocumentError;
use crate::backup::contents::FileContents;
use crate::backup::noticed::Noticed;
use crate::backup::tally::Tally;
use crate::fault::Notice;
use crate::model::{AccountAddress, Common, Contact, ContactAddress, Format, MAX_RECORDS, NetworkRecords, RecordKind};
use layout::Layout;
pub use write::{PlainTable, Separator, contacts_table};

/// Longest table that is read, in bytes.
const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Most rows that are read: one wallet holds no more records.
const MAX_ROWS: usize = MAX_RECORDS;
/// Most columns that are read.
const MAX_COLUMNS: usize = 64;
/// Longest cell that is read, in UTF-16 units: what a spreadsheet keeps of one. It cuts off what is longer.
const MAX_CELL: usize = 32_767;

/// How it is recognised and read.
pub(super) const TEXT: TextDocument = TextDocument { format: Format::ContactsTable, read };

/// Reads the rows. `None`: no such table.
fn read(text: &str, notices: &mut Vec<Notice>) -> Option<Result<FileContents, DocumentError>> {
    let layout = Layout::of(text)?;
    Some(contacts(text, &layout, notices))
}

fn contacts(text: &str, layout: &Layout, notices: &mut Vec<Notice>) -> Result<FileContents, DocumentError> {
    if text.len() > MAX_BYTES {
        return Err(DocumentError::TableTooLong { found: text.len(), max: MAX_BYTES });
    }
    if layout.columns > MAX_COLUMNS {
        return Err(DocumentError::TableTooWide { found: layout.columns, max: MAX_COLUMNS });
    }
    let mut reading = Reading { layout, records: NetworkRecords::default(), tally: Tally::default() };
    layout.unread.iter().for_each(|column| reading.tally.note_other(Noticed::TableColumnUnread, column));
    let mut rows = layout.rows(text);
    let mut row = StringRecord::new();
    let mut count = 0;
    let mut lines = layout.lines(text);
    let mut line = 0;
    let mut spans_lines = false;
    // The text is UTF-8 already, and rows may be of any length: nothing is left that this could fail with.
    while rows.read_record(&mut row).unwrap_or(false) {
        count += 1;
        if count > MAX_ROWS {
            return Err(DocumentError::TableTooManyRows { max: MAX_ROWS });
        }
        line = lines.of(&row);
        spans_lines = row.iter().any(|cell| cell.contains('\n'));
        reading.row(&row, &line.to_string());
    }
    // A quotation mark that is never closed takes in everything behind it, as one cell.
    if layout.is_left_open(text) && spans_lines {
        return Err(DocumentError::TableQuote { line });
    }
    notices.extend(reading.tally.into_notices());
    Ok(FileContents::of(None, reading.records))
}

/// A table under way.
struct Reading<'l> {
    layout: &'l Layout,
    records: NetworkRecords,
    tally: Tally,
}

impl Reading<'_> {
    /// One row, by the number of its line.
    fn row(&mut self, row: &StringRecord, line: &str) {
        match self.contact(row) {
            Ok((address, contact)) => self.add(address, contact, line),
            // A line of nothing but separators is how spreadsheets leave space.
            Err(None) => {}
            Err(Some(what)) => self.tally.note(what, RecordKind::Contact, line),
        }
    }

    fn contact(&self, row: &StringRecord) -> Result<(AccountAddress, Contact), Option<Noticed>> {
        let cell = |column: Option<usize>| column.and_then(|column| row.get(column)).unwrap_or_default();
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return Err(None);
        }
        if row.iter().any(|cell| cell.encode_utf16().nth(MAX_CELL).is_some()) {
            return Err(Some(Noticed::TableCellTooLong));
        }
        // A separator inside of a name or a note that no quotation marks keep together: what stands where is not certain any more.
        if row.iter().skip(self.layout.columns).any(|cell| !cell.trim().is_empty()) {
            return Err(Some(Noticed::TableRowTooWide));
        }
        let typed = cell(Some(self.layout.address)).trim();
        if typed.is_empty() {
            return Err(Some(Noticed::TableAddressMissing));
        }
        let address: AccountAddress = typed.parse().map_err(|_| Some(Noticed::TableAddressNotValid))?;
        let name = cell::unguarded(cell(self.layout.name)).into_owned();
        let note = cell::unguarded(cell(self.layout.note)).into_owned();
        let note = (!note.is_empty()).then_some(note);
        Ok((address, Contact { address: ContactAddress::Account(address), name, note }))
    }

    fn add(&mut self, address: AccountAddress, mut contact: Contact, line: &str) {
        if contact.name.is_empty() {
            self.tally.note(Noticed::TableNameMissing, RecordKind::Contact, line);
            contact.name = address.default_name();
        }
        match self.records.contacts.entry(contact.address.clone()) {
            Entry::Vacant(free) => drop(free.insert(contact.into())),
            Entry::Occupied(first) if *first.get() == contact => {}
            Entry::Occupied(_) => self.tally.note(Noticed::TableAddressRepeated, RecordKind::Contact, line),
        }
    }
}

/// The contacts of a table by their addresses, to compare what was written.
type Contacts = BTreeMap<ContactAddress, Common<Contact>>;

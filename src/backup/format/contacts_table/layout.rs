//! How a table is laid out: by what its cells are separated, and in which column what stands. A first line with names of columns says it, in
//! the words that people use; without one, an address says it, because nothing else reads as one.

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::fault::legible::legible;
use crate::model::AccountAddress;
use crate::text::place_in_list;

/// What separates cells: spreadsheets write the comma, where the comma is in numbers the semicolon, and in "Unicode text" tabs.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// Spreadsheets may say it in a line before the first one: `sep=;`.
const SEPARATOR_LINE: &str = "sep=";

/// The first line is looked for in so many bytes from the beginning: longer than any that is read, and little work for what is no table.
const HEAD: usize = 512 * 1024;

/// Names of columns, as [`place_in_list`] has them: without marks, and small.
const ADDRESS: [&str; 10] = [
    "address",
    "account address",
    "wallet address",
    "concordium address",
    "adresse",
    "kontoadresse",
    "adresse du compte",
    "direccion",
    "العنوان",
    "عنوان",
];
const NAME: [&str; 11] =
    ["name", "recipient name", "contact", "label", "navn", "kontakt", "nombre", "nom", "contacto", "الاسم", "اسم"];
const NOTE: [&str; 12] = [
    "note",
    "notes",
    "memo",
    "comment",
    "notiz",
    "bemerkung",
    "kommentar",
    "bemærkning",
    "nota",
    "remarque",
    "ملاحظة",
    "ملاحظات",
];

/// The name of a column, as it is compared. Some languages put it between quotation marks when they say what to write there.
fn column_name(cell: &str) -> String {
    let name = cell.trim_matches(|letter: char| letter.is_whitespace() || "«»„“”‘’‹›\"'".contains(letter));
    place_in_list(name).1.trim_end().to_owned()
}

/// Where what stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    separator: u8,
    /// Whether there is a line of the names of columns.
    has_names: bool,
    /// Bytes before the first line that counts.
    skipped: usize,
    pub(super) columns: usize,
    pub(super) address: usize,
    pub(super) name: Option<usize>,
    pub(super) note: Option<usize>,
    /// Names of columns that are not read.
    pub(super) unread: Vec<String>,
}

impl Layout {
    /// `None` where it is no table of contacts.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (said, skipped) = separator_line(text);
        let table = text.get(skipped..)?;
        let table = table.get(..table.floor_char_boundary(HEAD))?;
        let separators = SEPARATORS.into_iter().filter(|separator| said.is_none_or(|said| said == *separator));
        separators.filter_map(|separator| Self::by(table, separator, skipped)).next()
    }

    fn by(table: &str, separator: u8, skipped: usize) -> Option<Self> {
        let mut first = StringRecord::new();
        if !reader(table, separator).read_record(&mut first).ok()? {
            return None;
        }
        Self::named(&first, separator, skipped).or_else(|| Self::unnamed(&first, separator, skipped))
    }

    /// By the names of its columns.
    fn named(first: &StringRecord, separator: u8, skipped: usize) -> Option<Self> {
        let names: Vec<String> = first.iter().map(column_name).collect();
        let find = |words: &[&str]| names.iter().position(|name| words.contains(&name.as_str()));
        let (address, name, note) = (find(&ADDRESS)?, find(&NAME)?, find(&NOTE));
        let is_read = |column: usize| [Some(address), Some(name), note].contains(&Some(column));
        let unread = first.iter().enumerate().filter(|(column, name)| !is_read(*column) && !name.trim().is_empty());
        Some(Self {
            separator,
            has_names: true,
            skipped,
            columns: first.len(),
            address,
            name: Some(name),
            note,
            unread: unread.map(|(_, name)| legible(name)).collect(),
        })
    }

    /// By the address in its first row: a name stands beside it, and perhaps a note. Wider tables are of something else, such as payments.
    fn unnamed(first: &StringRecord, separator: u8, skipped: usize) -> Option<Self> {
        let mut addresses = first.iter().enumerate().filter(|(_, cell)| cell.trim().parse::<AccountAddress>().is_ok());
        let (address, _) = addresses.next()?;
        if addresses.next().is_some() || !(2..=3).contains(&first.len()) {
            return None;
        }
        let mut others = (0..first.len()).filter(|column| *column != address);
        Some(Self {
            separator,
            has_names: false,
            skipped,
            columns: first.len(),
            address,
            name: others.next(),
            note: others.next(),
            unread: Vec::new(),
        })
    }

    /// The rows, without the names of columns.
    pub(super) fn rows<'t>(&self, text: &'t str) -> Reader<&'t [u8]> {
        let mut rows = reader(text.get(self.skipped..).unwrap_or_default(), self.separator);
        if self.has_names {
            let _ = rows.read_record(&mut StringRecord::new());
        }
        rows
    }

    /// Counts the lines of the rows.
    pub(super) fn lines<'t>(&self, text: &'t str) -> Lines<'t> {
        Lines { text: text.get(self.skipped..).unwrap_or_default(), at: 0, line: u64::from(self.skipped > 0) + 1 }
    }

    /// Whether a quotation mark is not closed.
    pub(super) fn is_left_open(&self, text: &str) -> bool {
        !text.get(self.skipped..).unwrap_or_default().matches('"').count().is_multiple_of(2)
    }
}

/// On which line each row begins. The reader's own count stands still on empty lines, and before the second half of a line end.
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line that a row begins on, from 1. Rows are asked about in their order.
    pub(super) fn of(&mut self, row: &StringRecord) -> u64 {
        let from = row.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.at);
        let rest = self.text.get(from..).unwrap_or_default();
        let begins = from + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let passed = self.text.get(self.at..begins).unwrap_or_default();
        self.line += passed.matches('\n').count() as u64;
        self.at = begins;
        self.line
    }
}

fn reader(text: &str, separator: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// What a line before the table says of the separator, and how long that line is.
fn separator_line(text: &str) -> (Option<u8>, usize) {
    let Some(line) = text.split_inclusive('\n').next() else { return (None, 0) };
    let said = line.get(..SEPARATOR_LINE.len()).filter(|start| start.eq_ignore_ascii_case(SEPARATOR_LINE));
    match (said, line.get(SEPARATOR_LINE.len()..).map(str::trim_end)) {
        (Some(_), Some("")) if line.contains('\t') => (Some(b'\t'), line.len()),
        (Some(_), Some(separator)) if separator.len() == 1 => (separator.bytes().next(), line.len()),
        _ => (None, 0),
    }
}

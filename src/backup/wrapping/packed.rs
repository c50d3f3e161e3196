//! Files in a zip (APPNOTE 6.3) or a gzip (RFC 1952), as mail programs, phones and cloud drives pack them. What comes out of all of them
//! together is never more than one file may be long.

use std::io::Read as _;

use flate2::bufread::{DeflateDecoder, GzDecoder};
use rawzip::{CompressionMethod, ZipArchive, ZipSliceEntry};

use super::Unwrapped;
use crate::backup::MAX_FILE;
use crate::backup::noticed::Noticed;
use crate::fault::legible::legible;

/// Most entries of a zip that are looked at.
const MAX_ENTRIES: usize = 1000;

/// Whether it begins like a zip.
pub(in crate::backup) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether it begins like a zip, a gzip, or what else packs files.
pub(in crate::backup) fn is_packed(bytes: &[u8]) -> bool {
    const OTHERS: [&[u8]; 4] = [&[0x1f, 0x8b], b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\xfd7zXZ\0"];
    is_zip(bytes) || OTHERS.iter().any(|beginning| bytes.starts_with(beginning))
}

/// Whether a password of its own keeps what is in a zip.
pub(in crate::backup) fn is_locked_zip(bytes: &[u8]) -> bool {
    let Ok(archive) = ZipArchive::from_slice(bytes) else { return false };
    let mut entries = archive.entries();
    let mut next = || entries.next_entry().ok().flatten().map(|entry| entry.flags().is_encrypted());
    std::iter::from_fn(&mut next).take(MAX_ENTRIES).any(|is_encrypted| is_encrypted)
}

/// Every file of a zip that can be one. An entry that is damaged or too large is passed over.
pub(super) fn unzip(bytes: &[u8]) -> Vec<Unwrapped> {
    let mut found = Vec::new();
    let Some(archive) = is_zip(bytes).then(|| ZipArchive::from_slice(bytes).ok()).flatten() else { return found };
    let mut entries = archive.entries();
    let mut left = MAX_FILE;
    // Files that lie beside each other are together never longer than the zip. What packs nothing costs time, too.
    let mut packed = bytes.len();
    for _ in 0..MAX_ENTRIES {
        let Ok(Some(entry)) = entries.next_entry() else { break };
        let path = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        if entry.is_dir() || entry.flags().is_encrypted() || path.starts_with("__MACOSX/") || name.starts_with('.') {
            continue;
        }
        let method = entry.compression_method();
        let Some(most) = usize::try_from(entry.uncompressed_size_hint()).ok().filter(|size| *size <= left) else {
            continue;
        };
        let Some(of_packed) = usize::try_from(entry.compressed_size_hint()).ok().filter(|size| *size <= packed) else {
            continue;
        };
        packed -= of_packed;
        let inner = archive.get_entry(entry.wayfinder()).ok().and_then(|entry| content(&entry, method, most));
        // What one costs that does not fit counts like one that does: entries may lie over each other.
        left -= most;
        let Some(inner) = inner else { continue };
        let notice = Noticed::WasInZip { name: legible(name) };
        found.push(Unwrapped::new(inner, notice).named(name));
    }
    found
}

fn content(entry: &ZipSliceEntry<'_>, method: CompressionMethod, most: usize) -> Option<Vec<u8>> {
    let data = entry.data();
    if method == CompressionMethod::STORE {
        bounded(entry.verifying_reader(data), most)
    } else if method == CompressionMethod::DEFLATE {
        bounded(entry.verifying_reader(DeflateDecoder::new(data)), most)
    } else {
        None
    }
}

/// What is in a gzip. Its checksum is compared.
pub(super) fn gunzip(bytes: &[u8]) -> Vec<Unwrapped> {
    if !bytes.starts_with(&[0x1f, 0x8b, 8]) {
        return Vec::new();
    }
    let inner = bounded(GzDecoder::new(bytes), MAX_FILE);
    inner.map(|inner| Unwrapped::new(inner, Noticed::WasInGzip)).into_iter().collect()
}

/// Everything that a reader gives, if that is no more than `most`.
fn bounded(reader: impl std::io::Read, most: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).ok()?.checked_add(1)?;
    reader.take(limit).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= most).then_some(bytes)
}

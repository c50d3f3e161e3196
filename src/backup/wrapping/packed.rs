//! Files in a zip (APPNOTE 6.3) or a gzip (RFC 1952), as mail programs, phones and cloud drives pack them. What comes out of all of them
//! together is never more than one file may be long.

use std::io::ErrorKind;

use crc::{CRC_32_ISO_HDLC, Crc};
use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipSliceEntry, ZipVerification};

use zeroize::Zeroizing;

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

/// Whether it begins like a zip or a gzip.
pub(in crate::backup) fn is_packed(bytes: &[u8]) -> bool {
    is_zip(bytes) || bytes.starts_with(&[0x1f, 0x8b])
}

/// Whether it begins like what else packs files: 7z, RAR, xz, bzip2, Zstandard.
pub(in crate::backup) fn is_archive(bytes: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 5] = [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\0", b"BZh", b"\x28\xb5\x2f\xfd"];
    BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning))
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
        let inner = archive.get_entry(entry.wayfinder());
        let inner = inner.map_or(Content::Damaged, |entry| content(&entry, method, most));
        // What one costs that does not fit counts like one that does: entries may lie over each other.
        left -= most;
        let notice = Noticed::WasInZip { name: legible(name) };
        found.extend(inner.unwrapped(notice).map(|inner| inner.named(name)));
    }
    found
}

/// What came out of what was packed.
enum Content {
    Whole(Zeroizing<Vec<u8>>),
    /// It is not what was packed: the checksum tells.
    Damaged,
    /// Longer than it says, or packed in a way that is not known here.
    Other,
}

impl Content {
    fn unwrapped(self, notice: Noticed) -> Option<Unwrapped> {
        match self {
            Self::Whole(bytes) => Some(Unwrapped::new(bytes, notice)),
            Self::Damaged => Some(Unwrapped::damaged(notice)),
            Self::Other => None,
        }
    }
}

fn content(entry: &ZipSliceEntry<'_>, method: CompressionMethod, most: usize) -> Content {
    let content = if method == CompressionMethod::STORE {
        bounded(&mut entry.data(), most, most)
    } else if method == CompressionMethod::DEFLATE {
        bounded(&mut DeflateDecoder::new(entry.data()), most, most)
    } else {
        return Content::Other;
    };
    let is_what_was_packed = |bytes: &[u8]| {
        let unpacked = ZipVerification { crc: checksum(bytes), uncompressed_size: bytes.len() as u64 };
        entry.claim_verifier().valid(unpacked).is_ok()
    };
    match content {
        Content::Whole(bytes) if is_what_was_packed(&bytes) => Content::Whole(bytes),
        Content::Whole(_) | Content::Damaged | Content::Other => Content::Damaged,
    }
}

/// What is in a gzip. Its checksum is compared.
pub(super) fn gunzip(bytes: &[u8]) -> Vec<Unwrapped> {
    if !bytes.starts_with(&[0x1f, 0x8b, 8]) {
        return Vec::new();
    }
    let content = behind_gzip_header(bytes).map_or(Content::Damaged, |packed| {
        // The last four bytes say how long it is. It need not be true.
        let said = bytes.last_chunk().map_or(0, |length| u32::from_le_bytes(*length));
        let said = usize::try_from(said).unwrap_or(MAX_FILE).min(MAX_FILE);
        let mut decoder = DeflateDecoder::new(packed);
        match bounded(&mut decoder, said, MAX_FILE) {
            Content::Whole(bytes) if !decoder.get_ref().starts_with(&gzip_trailer(&bytes)) => Content::Damaged,
            content @ (Content::Whole(_) | Content::Damaged | Content::Other) => content,
        }
    });
    content.unwrapped(Noticed::WasInGzip).into_iter().collect()
}

/// What is packed in a gzip, and the checksum behind it.
fn behind_gzip_header(bytes: &[u8]) -> Option<&[u8]> {
    const HAS_CHECKSUM: u8 = 2;
    const HAS_MORE: u8 = 4;
    const HAS_NAME: u8 = 8;
    const HAS_COMMENT: u8 = 16;
    const UNKNOWN: u8 = 0xe0;
    let (header, mut rest) = bytes.split_first_chunk::<10>()?;
    let has = |part: u8| header[3] & part != 0;
    if has(UNKNOWN) {
        return None;
    }
    if has(HAS_MORE) {
        let (length, behind) = rest.split_first_chunk()?;
        rest = behind.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for _ in [HAS_NAME, HAS_COMMENT].into_iter().filter(|text| has(*text)) {
        rest = rest.get(rest.iter().position(|byte| *byte == 0)? + 1..)?;
    }
    if has(HAS_CHECKSUM) { rest.get(2..) } else { Some(rest) }
}

/// What stands behind what was packed: its checksum, and how long it is.
#[expect(clippy::cast_possible_truncation, reason = "RFC 1952, §2.3.1: modulo 2^32")]
fn gzip_trailer(bytes: &[u8]) -> Vec<u8> {
    [checksum(bytes).to_le_bytes(), (bytes.len() as u32).to_le_bytes()].concat()
}

/// As both have it. The crates that unpack bring a table of 16 kB along for it, each its own; this one has 1 kB.
fn checksum(bytes: &[u8]) -> u32 {
    static CHECKSUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);
    CHECKSUM.checksum(bytes)
}

/// Everything that a reader gives, if that is no more than `most`. It may be keys: no buffer is left behind that is not wiped.
fn bounded(reader: &mut impl std::io::Read, expected: usize, most: usize) -> Content {
    const SMALLEST: usize = 4096;
    // One more, so that the end is seen.
    let mut bytes = Zeroizing::new(vec![0; expected.min(most) + 1]);
    let mut length = 0;
    loop {
        let Some(free) = bytes.get_mut(length..).filter(|free| !free.is_empty()) else {
            if length > most {
                return Content::Other;
            }
            let mut larger = Zeroizing::new(vec![0; (length * 2).max(SMALLEST).min(most + 1)]);
            larger.iter_mut().zip(bytes.iter()).for_each(|(to, from)| *to = *from);
            bytes = larger;
            continue;
        };
        match reader.read(free) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Content::Damaged,
        }
    }
    bytes.truncate(length);
    if length > most { Content::Other } else { Content::Whole(bytes) }
}

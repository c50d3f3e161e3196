//! The bytes around the sealed contents: header in front, checksum behind, and behind that what was amended since, in the same way. Keys and
//! contents are not known here.

use std::fmt;
use std::str::FromStr;

use crate::crypto::aead::{NONCE_LEN, TAG_LEN};
use crate::crypto::entropy::{Entropy, generate_bytes};
use crate::crypto::kdf::Argon2Cost;
use crate::crypto::mac::GrowingChecksum;
use crate::work::{self, Work};

use super::error::VaultError;
use super::store::Ends;

/// The version that is written.
pub const CURRENT_VERSION: u32 = 5;
/// Longest vault that is read, in bytes.
pub const MAX_LEN: usize = 256 * 1024 * 1024;

pub(super) const SALT_LEN: usize = 16;

const MAGIC: [u8; 8] = *b"LBVAULT\0";
/// Length of what stands in front of the sealed contents.
pub(super) const HEADER_LEN: usize = 68;
/// The same up to version 4, without the length of what is sealed.
const OLD_HEADER_LEN: usize = 60;
/// Length of what stands in front of a sealed amendment.
const AMENDMENT_HEADER_LEN: usize = 28;
/// Length of a checksum.
const CHECKSUM_LEN: usize = 32;

/// What names a vault through all its saves and changes of password: the first half of its salt, drawn once. No secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct VaultId([u8; VaultId::LEN]);

impl VaultId {
    pub(super) const LEN: usize = 8;

    /// These eight bytes.
    #[must_use]
    pub const fn new(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    pub(super) const fn bytes(self) -> [u8; Self::LEN] {
        self.0
    }

    pub(super) const fn of_salt(salt: &[u8; SALT_LEN]) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = *salt;
        Self([a, b, c, d, e, f, g, h])
    }

    /// A salt that was never used and names the same vault. RFC 9106 asks for eight bytes that do not repeat.
    pub(super) fn salted(self, entropy: &mut dyn Entropy) -> [u8; SALT_LEN] {
        let [a, b, c, d, e, f, g, h] = self.0;
        let [i, j, k, l, m, n, o, p] = generate_bytes(entropy);
        [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
    }
}

impl fmt::Display for VaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl FromStr for VaultId {
    type Err = hex::FromHexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; Self::LEN];
        hex::decode_to_slice(text, &mut bytes)?;
        Ok(Self(bytes))
    }
}

/// A version this engine reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// `docs/formats/vault-v1.md`
    One,
    /// `docs/formats/vault-v2.md`
    Two,
    /// `docs/formats/vault-v3.md`
    Three,
    /// `docs/formats/vault-v4.md`
    Four,
    /// `docs/formats/vault-v5.md`
    Five,
}

impl Version {
    /// The one that is written.
    pub(super) const CURRENT: Self = Self::Five;
}

/// An intact copy of any version: the checksum fits.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub(super) version: u32,
    /// Of the last amendment.
    pub(super) revision: u64,
    pub(super) vault: VaultId,
    /// What of the copy is intact: without the amendments from the first damaged one on.
    pub(super) bytes: &'a [u8],
    /// Header and sealed contents.
    body: &'a [u8],
    amendments: Vec<AmendmentFrame<'a>>,
    end: End,
}

/// An intact copy of a version this engine reads.
#[derive(Debug)]
pub(super) struct KnownFrame<'a> {
    pub(super) version: Version,
    pub(super) header: FrameHeader,
    pub(super) aad: &'a [u8],
    pub(super) sealed: &'a [u8],
    /// In the order in which they were made.
    pub(super) amendments: Vec<AmendmentFrame<'a>>,
    /// Where the next one goes; `None` in a version that knows none.
    pub(super) end: Option<End>,
}

/// What stands in front of the sealed contents, but for magic, version and their length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrameHeader {
    pub(super) revision: u64,
    pub(super) cost: Argon2Cost,
    pub(super) salt: [u8; SALT_LEN],
    pub(super) nonce: [u8; NONCE_LEN],
}

/// An amendment whose checksum fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct AmendmentFrame<'a> {
    pub(super) header: AmendmentHeader,
    /// What its tag authenticates besides what is sealed: the checksum before it, and its header. An amendment belongs behind these bytes
    /// and no others.
    pub(super) aad: &'a [u8],
    pub(super) sealed: &'a [u8],
}

/// What stands in front of a sealed amendment, but for its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AmendmentHeader {
    pub(super) revision: u64,
    pub(super) nonce: [u8; NONCE_LEN],
}

/// Where a copy ends, so that it can be amended without having its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct End {
    /// Its length without amendments.
    pub(super) whole: usize,
    /// Its length.
    pub(super) length: usize,
    /// Of all its bytes.
    sum: GrowingChecksum,
    /// Its last bytes.
    last: [u8; CHECKSUM_LEN],
}

impl End {
    /// What tells whether a copy in a store ends here.
    #[must_use]
    pub fn ends(&self) -> Ends {
        Ends::new(self.length, &self.last)
    }

    /// The same so many bytes later, and their checksum.
    fn after(&self, bytes: &[u8]) -> Self {
        work::note(Work::Summed, bytes.len());
        let mut sum = self.sum.clone();
        sum.take(bytes);
        let last = sum.so_far();
        sum.take(&last);
        Self { whole: self.whole, length: self.length + bytes.len() + CHECKSUM_LEN, sum, last }
    }
}

impl<'a> Frame<'a> {
    /// Finds damage without a password.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, VaultError> {
        let heading = Heading::parse(bytes).ok().filter(|_| bytes.len() <= MAX_LEN).ok_or(VaultError::Damaged)?;
        let (body, rest) = heading.body(bytes).ok_or(VaultError::Damaged)?;
        let sum = rest.first_chunk::<CHECKSUM_LEN>().ok_or(VaultError::Damaged)?;
        let mut end = End::default().after(body);
        if end.last != *sum {
            return Err(VaultError::Damaged);
        }
        end.whole = end.length;
        let (mut revision, mut amendments) = (heading.revision, Vec::new());
        // A write that was cut off leaves a part of one. What was there before it is whole.
        while let Some((amendment, after)) = AmendmentFrame::behind(&end, revision, bytes) {
            revision = amendment.header.revision;
            amendments.push(amendment);
            end = after;
        }
        let bytes = bytes.get(..end.length).ok_or(VaultError::Damaged)?;
        let Heading { version, vault, .. } = heading;
        Ok(Self { version, revision, vault, bytes, body, amendments, end })
    }

    /// Which state of which vault was just made, by the header alone.
    pub(super) fn of_made(bytes: &[u8]) -> Result<(VaultId, u64), VaultError> {
        Heading::parse(bytes).map(|heading| (heading.vault, heading.revision))
    }

    /// Refuses what a newer Lifeboat wrote.
    pub(super) fn of_known_version(self) -> Result<KnownFrame<'a>, VaultError> {
        match self.version {
            1 => self.of_version(Version::One),
            2 => self.of_version(Version::Two),
            3 => self.of_version(Version::Three),
            4 => self.of_version(Version::Four),
            5 => self.of_version(Version::Five),
            found => Err(VaultError::NewerVersion { found, supported: CURRENT_VERSION }),
        }
    }

    fn of_version(self, version: Version) -> Result<KnownFrame<'a>, VaultError> {
        let length = if version == Version::Five { HEADER_LEN } else { OLD_HEADER_LEN };
        let (aad, sealed) = self.body.split_at_checked(length).ok_or(VaultError::Damaged)?;
        let mut fields = FrameFields(aad);
        // Magic and version were looked at before.
        let _: [u8; 12] = fields.take()?;
        let header = FrameHeader {
            revision: u64::from_be_bytes(fields.take()?),
            cost: Argon2Cost {
                memory_kib: u32::from_be_bytes(fields.take()?),
                passes: u32::from_be_bytes(fields.take()?),
                lanes: u32::from_be_bytes(fields.take()?),
            },
            salt: fields.take()?,
            nonce: fields.take()?,
        };
        let end = (version == Version::Five).then_some(self.end);
        Ok(KnownFrame { version, header, aad, sealed, amendments: self.amendments, end })
    }
}

impl FrameHeader {
    /// The first bytes of a vault in which so many are sealed: also what the tag authenticates besides the contents.
    pub(super) fn bytes(&self, sealed: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_LEN);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&CURRENT_VERSION.to_be_bytes());
        bytes.extend_from_slice(&self.revision.to_be_bytes());
        bytes.extend_from_slice(&self.cost.memory_kib.to_be_bytes());
        bytes.extend_from_slice(&self.cost.passes.to_be_bytes());
        bytes.extend_from_slice(&self.cost.lanes.to_be_bytes());
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&(sealed as u64).to_be_bytes());
        bytes
    }
}

impl<'a> AmendmentFrame<'a> {
    /// The one behind this end of a copy, if it is whole and later than what is before it; with the end behind it.
    fn behind(end: &End, revision: u64, copy: &'a [u8]) -> Option<(Self, End)> {
        let (_, from_sum) = copy.split_at_checked(end.length.checked_sub(CHECKSUM_LEN)?)?;
        let (aad, _) = from_sum.split_at_checked(CHECKSUM_LEN + AMENDMENT_HEADER_LEN)?;
        let (_, rest) = from_sum.split_at_checked(CHECKSUM_LEN)?;
        let mut fields = FrameFields(rest);
        let length = usize::try_from(u64::from_be_bytes(fields.take().ok()?)).ok()?;
        let header = AmendmentHeader { revision: u64::from_be_bytes(fields.take().ok()?), nonce: fields.take().ok()? };
        if length < TAG_LEN || header.revision <= revision {
            return None;
        }
        let (body, rest) = rest.split_at_checked(length.checked_add(AMENDMENT_HEADER_LEN)?)?;
        let (_, sealed) = body.split_at_checked(AMENDMENT_HEADER_LEN)?;
        let sum = rest.first_chunk::<CHECKSUM_LEN>()?;
        let after = end.after(body);
        (after.last == *sum).then_some((Self { header, aad, sealed }, after))
    }
}

impl AmendmentHeader {
    /// What stands in front of so many sealed bytes behind this end, with the checksum that is there already.
    pub(super) fn aad(&self, end: &End, sealed: usize) -> Vec<u8> {
        [&end.last[..], &(sealed as u64).to_be_bytes(), &self.revision.to_be_bytes(), &self.nonce].concat()
    }
}

/// Header and sealed contents with the checksum behind them; and where that ends.
pub(super) fn complete(mut bytes: Vec<u8>) -> (Vec<u8>, End) {
    let mut end = End::default().after(&bytes);
    end.whole = end.length;
    bytes.extend_from_slice(&end.last);
    (bytes, end)
}

/// An amendment to be written behind this end, and where that ends.
pub(super) fn complete_amendment(end: &End, header: &AmendmentHeader, sealed: &[u8]) -> (Vec<u8>, End) {
    let header = header.aad(end, sealed.len());
    let header = header.get(CHECKSUM_LEN..).unwrap_or_default();
    let mut bytes = [header, sealed].concat();
    let end = end.after(&bytes);
    bytes.extend_from_slice(&end.last);
    (bytes, end)
}

/// What every version begins with.
struct Heading {
    version: u32,
    revision: u64,
    vault: VaultId,
}

impl Heading {
    fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        let mut fields = FrameFields(bytes);
        let magic: [u8; 8] = fields.take()?;
        let version = u32::from_be_bytes(fields.take()?);
        let revision = u64::from_be_bytes(fields.take()?);
        // The work factor, whose meaning is its version's.
        let _: [u8; 12] = fields.take()?;
        let vault = VaultId::of_salt(&fields.take()?);
        if magic == MAGIC && version != 0 { Ok(Self { version, revision, vault }) } else { Err(VaultError::Damaged) }
    }

    /// What the first checksum is of, and the rest. Only in version 5 something may follow that checksum.
    fn body<'a>(&self, bytes: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
        let (length, header) = match self.version {
            5 => {
                let (header, _) = bytes.split_first_chunk::<HEADER_LEN>()?;
                let sealed = usize::try_from(u64::from_be_bytes(*header.last_chunk()?)).ok()?;
                (sealed.checked_add(HEADER_LEN)?, HEADER_LEN)
            }
            _ => (bytes.len().checked_sub(CHECKSUM_LEN)?, OLD_HEADER_LEN),
        };
        bytes.split_at_checked(length).filter(|(body, _)| body.len() >= header + TAG_LEN)
    }
}

/// Takes fields of fixed length off the front.
struct FrameFields<'a>(&'a [u8]);

impl FrameFields<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], VaultError> {
        let (field, rest) = self.0.split_first_chunk::<N>().ok_or(VaultError::Damaged)?;
        self.0 = rest;
        Ok(*field)
    }
}

//! The bytes around the sealed contents: header in front, checksum behind. Keys and contents are not known here.

use std::fmt;
use std::str::FromStr;

use crate::crypto::aead::{NONCE_LEN, TAG_LEN};
use crate::crypto::entropy::{Entropy, generate_bytes};
use crate::crypto::kdf::Argon2Cost;
use crate::crypto::mac::checksum;
use crate::work::{self, Work};

use super::error::VaultError;

/// The version that is written.
pub const CURRENT_VERSION: u32 = 4;
/// Longest vault that is read, in bytes.
pub const MAX_LEN: usize = 256 * 1024 * 1024;

pub(super) const SALT_LEN: usize = 16;

const MAGIC: [u8; 8] = *b"LBVAULT\0";
/// Length of what stands in front of the sealed contents.
pub(super) const HEADER_LEN: usize = 60;
/// Length of the checksum behind everything.
pub(super) const CHECKSUM_LEN: usize = 32;

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

/// A version this engine reads. The bytes around the contents are the same in all of them.
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
}

impl Version {
    /// The one that is written.
    pub(super) const CURRENT: Self = Self::Four;
}

/// An intact copy of any version: the checksum fits.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub(super) version: u32,
    pub(super) revision: u64,
    pub(super) vault: VaultId,
    body: &'a [u8],
}

/// An intact copy of a version this engine reads.
#[derive(Debug)]
pub(super) struct KnownFrame<'a> {
    pub(super) version: Version,
    pub(super) header: FrameHeader,
    pub(super) aad: &'a [u8; HEADER_LEN],
    pub(super) sealed: &'a [u8],
}

/// What stands in front of the sealed contents, but for magic and version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrameHeader {
    pub(super) revision: u64,
    pub(super) cost: Argon2Cost,
    pub(super) salt: [u8; SALT_LEN],
    pub(super) nonce: [u8; NONCE_LEN],
}

impl<'a> Frame<'a> {
    /// Finds damage without a password.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, VaultError> {
        let (body, sum) = bytes.split_last_chunk::<CHECKSUM_LEN>().ok_or(VaultError::Damaged)?;
        let sizes = HEADER_LEN + TAG_LEN..=MAX_LEN - CHECKSUM_LEN;
        if !sizes.contains(&body.len()) || summed(body) != *sum {
            return Err(VaultError::Damaged);
        }
        Self::trusting(body)
    }

    /// What was just made, read by its header alone.
    pub(super) fn of_made(bytes: &'a [u8]) -> Result<Self, VaultError> {
        let (body, _) = bytes.split_last_chunk::<CHECKSUM_LEN>().ok_or(VaultError::Damaged)?;
        Self::trusting(body)
    }

    fn trusting(body: &'a [u8]) -> Result<Self, VaultError> {
        let mut fields = FrameFields(body);
        let magic: [u8; 8] = fields.take()?;
        let version = u32::from_be_bytes(fields.take()?);
        let revision = u64::from_be_bytes(fields.take()?);
        // The work factor, whose meaning is its version's.
        let _: [u8; 12] = fields.take()?;
        let salt = fields.take()?;
        if magic != MAGIC || version == 0 {
            return Err(VaultError::Damaged);
        }
        Ok(Self { version, revision, vault: VaultId::of_salt(&salt), body })
    }

    /// Refuses what a newer Lifeboat wrote.
    pub(super) fn of_known_version(&self) -> Result<KnownFrame<'a>, VaultError> {
        match self.version {
            1 => self.of_version(Version::One),
            2 => self.of_version(Version::Two),
            3 => self.of_version(Version::Three),
            CURRENT_VERSION => self.of_version(Version::Four),
            found => Err(VaultError::NewerVersion { found, supported: CURRENT_VERSION }),
        }
    }

    fn of_version(&self, version: Version) -> Result<KnownFrame<'a>, VaultError> {
        let (aad, sealed) = self.body.split_first_chunk::<HEADER_LEN>().ok_or(VaultError::Damaged)?;
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
        Ok(KnownFrame { version, header, aad, sealed })
    }
}

impl FrameHeader {
    /// The first 60 bytes of a vault: also what the tag authenticates besides the contents.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_LEN);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&CURRENT_VERSION.to_be_bytes());
        bytes.extend_from_slice(&self.revision.to_be_bytes());
        bytes.extend_from_slice(&self.cost.memory_kib.to_be_bytes());
        bytes.extend_from_slice(&self.cost.passes.to_be_bytes());
        bytes.extend_from_slice(&self.cost.lanes.to_be_bytes());
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.nonce);
        bytes
    }
}

/// Header and sealed contents with the checksum behind them.
pub(super) fn complete(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = summed(&bytes);
    bytes.extend_from_slice(&sum);
    bytes
}

fn summed(body: &[u8]) -> [u8; CHECKSUM_LEN] {
    work::note(Work::Summed, body.len());
    checksum(body)
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

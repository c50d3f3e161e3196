//! How the parts of a vault's contents stand one after the other, in every version.

use std::io::Write as _;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::error::VaultError;
use crate::model::Wallet;
use crate::record;
use crate::secret::{GrowingPlaintext, Plaintext};

/// Longest chain parameter that is kept, in bytes. A commitment key has 96.
const MAX_PARAMETER: usize = 1024;
const LENGTH_LEN: usize = 8;

/// State and wallet, which are always there, what may be undone, and what backups hold.
pub(super) struct Parts<'a> {
    pub(super) state: &'a [u8],
    pub(super) wallet: &'a [u8],
    pub(super) undo: Option<&'a [u8]>,
    /// Empty before version 3.
    pub(super) held: &'a [u8],
    /// Empty before version 4.
    pub(super) known: &'a [u8],
    /// Empty before version 4.
    pub(super) covers: &'a [u8],
}

/// What stands behind what may be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// Nothing: versions 1 and 2.
    Nothing,
    /// What some backup holds: version 3.
    Held,
    /// That, and which backup it is: version 4.
    Backups,
}

impl<'a> Parts<'a> {
    pub(super) fn split(bytes: &'a [u8], tail: Tail) -> Result<Self, VaultError> {
        let mut rest = Rest(bytes);
        let parts = Self {
            state: rest.part()?,
            wallet: rest.part()?,
            undo: rest.optional()?,
            held: match tail {
                Tail::Nothing => &[],
                Tail::Held | Tail::Backups => rest.part()?,
            },
            known: rest.of_backups(tail)?,
            covers: rest.of_backups(tail)?,
        };
        if rest.0.is_empty() { Ok(parts) } else { Err(VaultError::ContentsUnreadable) }
    }
}

/// Parts one behind the other, in the order of [`Parts`], each written where it stays: a wallet's record is never held twice.
pub(super) struct Joining(GrowingPlaintext);

impl Joining {
    /// Behind what is none of them.
    pub(super) fn behind(front: &[u8], room: usize) -> Self {
        let mut begun = Self(GrowingPlaintext::with_room(room));
        begun.write(front);
        begun
    }

    pub(super) fn part(&mut self, part: &[u8]) {
        self.write(&length(part.len()));
        self.write(part);
    }

    /// Answers how long it is.
    pub(super) fn record(&mut self, wallet: &Wallet) -> usize {
        let at = self.0.len();
        self.write(&length(0));
        let begin = self.0.len();
        record::encode_onto(wallet, &mut self.0);
        let written = self.0.len() - begin;
        self.0.set(at, &length(written));
        written
    }

    pub(super) fn optional_record(&mut self, wallet: Option<&Wallet>) {
        self.write(&[u8::from(wallet.is_some())]);
        if let Some(wallet) = wallet {
            self.record(wallet);
        }
    }

    pub(super) fn done(self) -> Plaintext {
        self.0.done()
    }

    fn write(&mut self, bytes: &[u8]) {
        #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
        self.0.write_all(bytes).expect("memory takes everything");
    }
}

const fn length(bytes: usize) -> [u8; LENGTH_LEN] {
    (bytes as u64).to_be_bytes()
}

/// Takes parts off the front.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn part(&mut self) -> Result<&'a [u8], VaultError> {
        let (len, rest) = self.0.split_first_chunk::<LENGTH_LEN>().ok_or(VaultError::ContentsUnreadable)?;
        let len = usize::try_from(u64::from_be_bytes(*len)).map_err(|_| VaultError::ContentsUnreadable)?;
        let (part, rest) = rest.split_at_checked(len).ok_or(VaultError::ContentsUnreadable)?;
        self.0 = rest;
        Ok(part)
    }

    fn of_backups(&mut self, tail: Tail) -> Result<&'a [u8], VaultError> {
        match tail {
            Tail::Nothing | Tail::Held => Ok(&[]),
            Tail::Backups => self.part(),
        }
    }

    fn optional(&mut self) -> Result<Option<&'a [u8]>, VaultError> {
        let (flag, rest) = self.0.split_first().ok_or(VaultError::ContentsUnreadable)?;
        self.0 = rest;
        match flag {
            0 => Ok(None),
            1 => self.part().map(Some),
            _ => Err(VaultError::ContentsUnreadable),
        }
    }
}

/// Bytes as hexadecimal text.
pub(super) struct Hex(pub(super) Vec<u8>);

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        if text.len() > 2 * MAX_PARAMETER {
            return Err(serde::de::Error::custom("too long"));
        }
        hex::decode(text).map(Self).map_err(serde::de::Error::custom)
    }
}

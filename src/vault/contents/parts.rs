//! How the parts of a vault's contents stand one after the other, in every version.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::error::VaultError;
use crate::secret::Plaintext;

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
    pub(super) fn join(&self) -> Plaintext {
        let optional = self.undo.map_or(0, |undo| LENGTH_LEN + undo.len());
        let always = [self.state, self.wallet, self.held, self.known, self.covers].map(|part| LENGTH_LEN + part.len());
        // One allocation of the right size: growing would leave unwiped copies behind.
        let mut bytes = Vec::with_capacity(always.iter().sum::<usize>() + 1 + optional);
        let part = |bytes: &mut Vec<u8>, part: &[u8]| {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        };
        part(&mut bytes, self.state);
        part(&mut bytes, self.wallet);
        bytes.push(u8::from(self.undo.is_some()));
        if let Some(undo) = self.undo {
            part(&mut bytes, undo);
        }
        part(&mut bytes, self.held);
        part(&mut bytes, self.known);
        part(&mut bytes, self.covers);
        Plaintext::new(bytes)
    }

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

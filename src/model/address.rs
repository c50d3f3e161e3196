//! Account addresses: base58check, version byte 1, 32 bytes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::ids::CredentialId;
use crate::work::{self, Work};

const VERSION: u8 = 1;
const CHECKSUM_LEN: usize = 4;
/// Longest text worth decoding; every real address has 50 characters.
const MAX_TEXT: usize = 64;

/// The canonical address of an account: SHA-256 of its first credential's id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountAddress {
    bytes: [u8; 32],
    /// As it is spelled behind them. A wallet is spelled whole at every save; it follows from the bytes and decides no order.
    sum: [u8; CHECKSUM_LEN],
}

/// Why a text is not an account address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not base58, or far too long.
    #[error("not base58")]
    NotBase58,
    /// Not version byte, 32 bytes and checksum.
    #[error("not the length of an account address")]
    Length,
    /// The version byte is not 1.
    #[error("not the version byte of an account address")]
    Version,
    /// A character is wrong: the checksum does not fit.
    #[error("the checksum does not fit")]
    Checksum,
}

/// What ties an address to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum AddressProof {
    /// It follows from a credential of the person's: nobody else can have made it.
    Derived,
    /// It does not: that the account is theirs is the word of the node or of the file that said so.
    Word,
}

impl AddressProof {
    /// Of an address, by the person's credentials that are said to lead to it.
    #[must_use]
    pub fn of<'c>(address: &AccountAddress, own: impl IntoIterator<Item = &'c CredentialId>) -> Self {
        let opened = |id: &CredentialId| AccountAddress::of_first_credential(id) == *address;
        if own.into_iter().any(opened) { Self::Derived } else { Self::Word }
    }
}

impl AccountAddress {
    /// From its bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self { bytes, sum: checksum(&payload(&bytes)) }
    }

    /// The address of the account this credential opened (concordium-base, `account_address_from_registration_id`).
    #[must_use]
    pub fn of_first_credential(id: &CredentialId) -> Self {
        work::note(Work::Address, 1);
        Self::new(Sha256::digest(id.bytes()).into())
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// The name an account gets when nobody named it: the first eight characters of the address.
    #[must_use]
    pub fn default_name(&self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

/// What the checksum is of.
fn payload(bytes: &[u8; 32]) -> [u8; 33] {
    let mut payload = [VERSION; 33];
    payload.iter_mut().skip(1).zip(bytes).for_each(|(to, from)| *to = *from);
    payload
}

fn checksum(payload: &[u8]) -> [u8; CHECKSUM_LEN] {
    let twice = Sha256::digest(Sha256::digest(payload));
    let mut first = [0; CHECKSUM_LEN];
    first.iter_mut().zip(twice).for_each(|(to, from)| *to = from);
    first
}

impl fmt::Display for AccountAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        work::note(Work::Spelled, 1);
        let spelled = [payload(&self.bytes).as_slice(), &self.sum].concat();
        f.write_str(&lifeboat_arithmetic::base58_encode(&spelled))
    }
}

impl fmt::Debug for AccountAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountAddress({self})")
    }
}

impl FromStr for AccountAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        if text.len() > MAX_TEXT {
            return Err(AddressError::NotBase58);
        }
        work::note(Work::Spelled, 1);
        let bytes = lifeboat_arithmetic::base58_decode(text).ok_or(AddressError::NotBase58)?;
        let (payload, sum) = bytes.split_last_chunk::<CHECKSUM_LEN>().ok_or(AddressError::Length)?;
        let (version, address) = payload.split_first().ok_or(AddressError::Length)?;
        let address = <[u8; 32]>::try_from(address).map_err(|_| AddressError::Length)?;
        if *version != VERSION {
            return Err(AddressError::Version);
        }
        if checksum(payload) != *sum {
            return Err(AddressError::Checksum);
        }
        Ok(Self { bytes: address, sum: *sum })
    }
}

impl Serialize for AccountAddress {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AccountAddress {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = "3FVMj8WoA13m8Ha5JhZWfChugrCqbSbkjavU47yauu7a5YKNuP";

    #[test]
    fn a_published_address_survives_a_round_trip() {
        let address: AccountAddress = PUBLISHED.parse().unwrap();
        assert_eq!(address.to_string(), PUBLISHED);
        assert_eq!(address.default_name(), "3FVMj8Wo");
    }

    #[test]
    fn an_address_follows_from_the_credential_that_opened_the_account() {
        let id = "95b29f9934384049d78c00eb7ce81f8abe28fabd4875f3c1486b1be0f48104baef5ec5d8b52769937f898db3c00f26c9";
        assert_eq!(AccountAddress::of_first_credential(&id.parse().unwrap()).to_string(), PUBLISHED);
    }

    #[test]
    fn only_the_credential_that_opened_an_account_proves_its_address() {
        let address: AccountAddress = PUBLISHED.parse().unwrap();
        let id = "95b29f9934384049d78c00eb7ce81f8abe28fabd4875f3c1486b1be0f48104baef5ec5d8b52769937f898db3c00f26c9";
        let (opened, other) = (id.parse().unwrap(), CredentialId::new([9; 48]));
        assert_eq!(AddressProof::of(&address, [&other, &opened]), AddressProof::Derived);
        assert_eq!(AddressProof::of(&address, [&other]), AddressProof::Word);
        assert_eq!(AddressProof::of(&address, []), AddressProof::Word);
    }

    #[test]
    fn every_kind_of_wrong_text_is_told_apart() {
        let wrong = |text: &str| text.parse::<AccountAddress>().unwrap_err();
        assert_eq!(wrong("0OIl"), AddressError::NotBase58);
        assert_eq!(wrong(&"1".repeat(65)), AddressError::NotBase58);
        assert_eq!(wrong(""), AddressError::Length);
        assert_eq!(wrong(PUBLISHED.get(..49).unwrap()), AddressError::Length);
        let mut typo = PUBLISHED.to_owned();
        typo.replace_range(20..21, "2");
        assert_eq!(wrong(&typo), AddressError::Checksum);
    }
}

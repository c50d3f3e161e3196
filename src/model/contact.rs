//! The address book.

use std::fmt;

use super::address::AccountAddress;

/// Where a contact points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContactAddress {
    /// A valid account address.
    Account(AccountAddress),
    /// What a foreign file held instead. Kept, shown as not valid, never offered for use.
    Invalid(String),
}

impl ContactAddress {
    /// Reads the text; keeps it as it is when it is not an address.
    #[must_use]
    pub fn read(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Invalid(text.to_owned()), Self::Account)
    }
}

impl fmt::Display for ContactAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(address) => address.fmt(f),
            Self::Invalid(text) => f.write_str(text),
        }
    }
}

/// A named address. Whether it is one of the person's own accounts, the records beside it say
/// ([`NetworkRecords::owns`](super::NetworkRecords::owns)): no file and no flag.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Contact {
    /// Where it points; unique in the address book.
    pub address: ContactAddress,
    /// The person's name for it.
    pub name: String,
    /// The person's note. `None` and empty are kept apart because the Desktop Wallet does.
    pub note: Option<String>,
}

//! How many records there are of each kind: what previews, reports and summaries say.

use serde::{Deserialize, Serialize};

use super::wallet::{NetworkRecords, Wallet};

/// Kinds of records, in the order a plan lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RecordKind {
    /// A Ledger.
    Device,
    /// An identity or a placeholder.
    Identity,
    /// An account.
    Account,
    /// An own credential.
    Credential,
    /// Somebody else's credential on a shared account.
    Cosigner,
    /// An entry of the address book.
    Contact,
}

impl RecordKind {
    /// The word for several of them, as notices name it.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Device => "devices",
            Self::Identity => "identities",
            Self::Account => "accounts",
            Self::Credential => "credentials",
            Self::Cosigner => "cosigners",
            Self::Contact => "contacts",
        }
    }
}

/// Numbers of records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Ledgers.
    pub devices: u32,
    /// Identities, placeholders included.
    pub identities: u32,
    /// Accounts.
    pub accounts: u32,
    /// Own credentials.
    pub credentials: u32,
    /// Other people's credentials on shared accounts.
    pub cosigners: u32,
    /// Address book.
    pub contacts: u32,
}

impl Counts {
    /// Of a whole wallet, all networks together.
    #[must_use]
    pub fn of(wallet: &Wallet) -> Self {
        let start = Self { devices: saturated(wallet.devices.len()), ..Self::default() };
        wallet.networks.values().fold(start, Self::plus)
    }

    /// With the records of one network added.
    #[must_use]
    pub fn plus(self, records: &NetworkRecords) -> Self {
        Self {
            devices: self.devices,
            identities: self.identities.saturating_add(saturated(records.identities.len())),
            accounts: self.accounts.saturating_add(saturated(records.accounts.len())),
            credentials: self.credentials.saturating_add(saturated(records.credentials.len())),
            cosigners: self.cosigners.saturating_add(saturated(records.cosigners.len())),
            contacts: self.contacts.saturating_add(saturated(records.contacts.len())),
        }
    }

    /// How many more there are of each kind than in `fewer`.
    #[must_use]
    pub const fn minus(self, fewer: Self) -> Self {
        Self {
            devices: self.devices.saturating_sub(fewer.devices),
            identities: self.identities.saturating_sub(fewer.identities),
            accounts: self.accounts.saturating_sub(fewer.accounts),
            credentials: self.credentials.saturating_sub(fewer.credentials),
            cosigners: self.cosigners.saturating_sub(fewer.cosigners),
            contacts: self.contacts.saturating_sub(fewer.contacts),
        }
    }

    /// With another one's records added.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            devices: self.devices.saturating_add(other.devices),
            identities: self.identities.saturating_add(other.identities),
            accounts: self.accounts.saturating_add(other.accounts),
            credentials: self.credentials.saturating_add(other.credentials),
            cosigners: self.cosigners.saturating_add(other.cosigners),
            contacts: self.contacts.saturating_add(other.contacts),
        }
    }

    /// So many of one kind, and none of the others.
    #[must_use]
    pub fn of_kind(kind: RecordKind, number: u32) -> Self {
        let mut counts = Self::default();
        *counts.at_mut(kind) = number;
        counts
    }

    /// One more of a kind.
    pub const fn count(&mut self, kind: RecordKind) {
        let number = self.at_mut(kind);
        *number = number.saturating_add(1);
    }

    const fn at_mut(&mut self, kind: RecordKind) -> &mut u32 {
        match kind {
            RecordKind::Device => &mut self.devices,
            RecordKind::Identity => &mut self.identities,
            RecordKind::Account => &mut self.accounts,
            RecordKind::Credential => &mut self.credentials,
            RecordKind::Cosigner => &mut self.cosigners,
            RecordKind::Contact => &mut self.contacts,
        }
    }

    /// All kinds together.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.devices + self.identities + self.accounts + self.credentials + self.cosigners + self.contacts
    }
}

/// How many records have their keys in the wallet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyCounts {
    /// Identities.
    pub identities: u32,
    /// Accounts.
    pub accounts: u32,
}

impl KeyCounts {
    /// Of a whole wallet, all networks together.
    #[must_use]
    pub fn of(wallet: &Wallet) -> Self {
        wallet.networks.values().fold(Self::default(), Self::plus)
    }

    /// With those of one network added.
    #[must_use]
    pub fn plus(self, records: &NetworkRecords) -> Self {
        let identities = records.identities.values().filter(|identity| identity.has_keys()).count();
        let accounts = records.accounts.values().filter(|account| account.keys.is_some()).count();
        Self {
            identities: self.identities.saturating_add(saturated(identities)),
            accounts: self.accounts.saturating_add(saturated(accounts)),
        }
    }

    /// Both kinds together.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.identities.saturating_add(self.accounts)
    }
}

/// Lists are bounded far below this when they are read.
fn saturated(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

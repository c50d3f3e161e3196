//! The kinds of file that records come from and go to.
//! One list, from the file to the page; what a format is, `backup` knows.

use serde::Serialize;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Our own: authenticated, every network, nothing left out.
    LifeboatBackup,
    /// An export of the Concordium Desktop Wallet: one network, nothing but what a Ledger opens.
    DesktopWallet,
    /// An export of a phone wallet: one network, identities and accounts with their keys.
    PhoneWallet,
    /// The keys of a single account, as browser and phone wallets write them.
    BrowserKey,
    /// Contacts as a table, as spreadsheets read and write it. No backup: there is nothing else in it.
    ContactsTable,
    /// The keys of a single account, as Concordium's command-line and company tools write them.
    GenesisKey,
}

impl Format {
    /// Whether there may be keys in such a file.
    #[must_use]
    pub const fn may_hold_keys(self) -> bool {
        match self {
            Self::LifeboatBackup | Self::DesktopWallet | Self::PhoneWallet | Self::BrowserKey | Self::GenesisKey => {
                true
            }
            Self::ContactsTable => false,
        }
    }
}

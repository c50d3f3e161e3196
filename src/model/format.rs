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
    /// The keys of a single account, as Concordium's command-line and company tools write them.
    GenesisKey,
}

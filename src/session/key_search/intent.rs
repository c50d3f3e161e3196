//! What the page asks of a search by public keys.

use serde::Deserialize;

use crate::session::seam::actor::Actor;

/// What the page asks of a search by public keys.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum KeySearchIntent {
    /// Read keys from the Ledger and ask a directory which accounts have them: the person said that it may learn them.
    Start {
        /// Which keys.
        keys: KeysOf,
        /// Where the directory is: `KeySearchView.directory`, or one that the person keeps.
        directory: String,
    },
    /// Hold one account against the keys of the Ledger that could fit. No directory is asked.
    Address {
        /// As it was typed.
        address: String,
    },
    /// Ask again about what was not checked, in the directory that was asked before.
    CheckAgain,
    /// Stop, and show what was found so far.
    Stop,
    /// Show what was found as records that would come in.
    Preview,
    /// From the result into the wallet: what is new and asks nothing. What asks is shown in the preview.
    Add,
    /// Forget what was found.
    Close,
}

/// Which program's keys are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum KeysOf {
    /// Ledger's own program.
    LedgerProgram,
    /// The Desktop Wallet, for the identities on record and the first ones.
    DesktopWallet,
}

impl KeySearchIntent {
    /// Who sends this.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::Start { .. }
            | Self::Address { .. }
            | Self::CheckAgain
            | Self::Stop
            | Self::Preview
            | Self::Add
            | Self::Close => Actor::Person,
        }
    }
}

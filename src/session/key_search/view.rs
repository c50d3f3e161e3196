//! What the page sees of a search by public keys.

use serde::Serialize;

use crate::access::Power;
use crate::fault::Fault;
use crate::session::balances::view::BalanceView;
use crate::session::seam::Foreign;

/// The flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeySearchView {
    /// Where the public directory of the network in use is; `None` where none is known.
    pub directory: Option<String>,
    /// Where the search stands.
    pub step: KeySearchStep,
}

/// Where a search by public keys stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "at", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum KeySearchStep {
    /// None was begun.
    Idle,
    /// Under way; what the person must do with the Ledger is in the snapshot's `device`.
    Running {
        /// What is looked for.
        sought: Sought,
        /// Keys that were read.
        read: u32,
        /// Keys that are to be read, as it stands.
        of: u32,
        /// Accounts found so far.
        found: u32,
    },
    /// It has come to its end.
    Over {
        /// What was looked for.
        sought: Sought,
        /// Those that come into the wallet by themselves first, and of these the fullest.
        found: Vec<KeyAccountView>,
        /// What each series of keys came to; empty for one address.
        series: Vec<KeySeriesView>,
        /// Who was asked which accounts have a key, and is asked again; `None` for one address.
        directory: Option<String>,
        /// What ended it before its end.
        fault: Option<Fault>,
    },
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "what", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Sought {
    /// Accounts of Ledger's own program.
    LedgerProgram,
    /// Accounts that keys of the Desktop Wallet stand on.
    DesktopWallet,
    /// One account.
    Address {
        /// As the chain calls it.
        address: String,
    },
}

/// What the Ledger can do on an account, and what others can do there without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PowerView {
    /// Nobody else can sign.
    Alone,
    /// The Ledger signs alone; others have keys there, too few without it.
    AloneBeforeOthers,
    /// The Ledger signs alone, and others can, too: they can take everything.
    OthersToo,
    /// Others must sign with it, and cannot without it.
    NeedsMore,
    /// Others can take everything; the Ledger alone can do nothing.
    OthersRule,
}

impl PowerView {
    /// With how many signatures are missing. `None` where none of the keys is on the account.
    pub(in crate::session) const fn of(power: Power) -> Option<(Self, u32)> {
        Some(match power {
            Power::Alone => (Self::Alone, 0),
            Power::AloneBeforeOthers => (Self::AloneBeforeOthers, 0),
            Power::OthersToo => (Self::OthersToo, 0),
            Power::NeedsMore { signatures } => (Self::NeedsMore, signatures),
            Power::OthersRule { signatures } => (Self::OthersRule, signatures),
            Power::None => return None,
        })
    }
}

/// An account that a key of the Ledger stands on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeyAccountView {
    /// Its address.
    pub address: String,
    /// What it is called: in the wallet, or else by the beginning of its address.
    pub name: Foreign,
    /// What the Ledger can do there.
    pub power: PowerView,
    /// With `needs-more` and `others-rule`: how many signatures are missing.
    pub missing: u32,
    /// Whether its address may be given to somebody who wants to send money.
    pub may_receive: bool,
    /// Whether it comes into the wallet by itself: not where it may be a stranger's, which comes in only where the person chooses that.
    pub comes_in: bool,
    /// Where the keys lie on the Ledger, as paths are written.
    pub paths: Vec<String>,
    /// What it holds.
    pub balance: BalanceView,
    /// Whether it is in the wallet already.
    pub is_known: bool,
}

/// What a series of keys came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeySeriesView {
    /// The identity's number, for keys of the Desktop Wallet.
    pub identity: Option<u32>,
    /// How many keys were to be looked at.
    pub keys: u32,
    /// Of them: on an account.
    pub found: u32,
    /// Of them: on none, as the directory and the node said.
    pub none: u32,
    /// Of them: nobody knows.
    pub not_checked: u32,
    /// What kept answers away.
    pub faults: Vec<Fault>,
}

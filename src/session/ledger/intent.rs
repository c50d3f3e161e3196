//! What the page asks of the Ledger outside of a search, or has to say to it.

use serde::Deserialize;

use crate::session::seam::actor::Actor;

/// What the page says to, or asks of, a Ledger outside of a search.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum LedgerIntent {
    /// Open the Concordium app on a Ledger that shows its dashboard.
    OpenApp,
    /// The question that was left on a Ledger's screen is answered there: nothing more has to be said about it.
    Settled,
    /// Compare the keys of the Ledger at hand with those on the chain, for every account on a Ledger of the network in use.
    CheckAccess,
    /// Show an account's address on the Ledger, to be compared with the one on the page.
    ShowAddress {
        /// Genesis hash.
        network: String,
        /// `AccountView.id`.
        id: String,
    },
    /// Stop what is under way with the Ledger outside of a recovery.
    Cancel,
    /// The page was granted access to a Ledger, or one was plugged in.
    DevicesChanged,
}

impl LedgerIntent {
    /// Who sends this. A new intent has to say so here; one that a page may send without a click is a machine's.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::DevicesChanged => Actor::Machine,
            Self::OpenApp | Self::Settled | Self::CheckAccess | Self::ShowAddress { .. } | Self::Cancel => {
                Actor::Person
            }
        }
    }
}

//! What the page sees of what the chain said.

use serde::Serialize;

use crate::fault::Fault;

use crate::session::balances::view::BalanceView;
use crate::session::seam::Millis;

/// What the chain has of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ChainState {
    /// The node is being asked.
    Asking,
    /// An account.
    Exists,
    /// Nothing: the node said so.
    Absent,
    /// Nobody knows: the node could not be asked.
    NotChecked,
}

/// What the chain says about one address.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ChainFactView {
    /// Genesis hash.
    pub network: String,
    /// The address.
    pub address: String,
    /// In one word.
    pub state: ChainState,
    /// What it held when a node last said so; `None` if none did, or if there is no account.
    pub balance: Option<BalanceView>,
    /// When the answer came that this is from: of the balance, where there is one.
    pub at: Option<Millis>,
    /// Why it could not be checked.
    pub fault: Option<Fault>,
}

/// What the person's own accounts on one network hold, by who can move it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TotalsView {
    /// Genesis hash.
    pub network: String,
    /// What the person alone can move.
    pub alone: SumView,
    /// What it takes others for as well: not in the first.
    pub together: SumView,
    /// On accounts the person's credential was removed from: not in the first.
    pub others: SumView,
    /// Whether every account has its answer.
    pub is_whole: bool,
    /// What of this there is in one word: sums, or why there are none.
    pub state: ChainState,
    /// When the oldest of these answers came; `None` without any.
    pub at: Option<Millis>,
}

/// What some accounts hold together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SumView {
    /// How many accounts.
    pub accounts: u32,
    /// MicroCCD, decimal.
    pub total: String,
}

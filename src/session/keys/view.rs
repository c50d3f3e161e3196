//! What the page sees of keys held against the chain.

use serde::Serialize;

use crate::custody::Finding;
use crate::fault::{Fault, Notice};

use crate::session::seam::Millis;

/// Where what signs for an account, or what makes an identity, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum KeysPlace {
    /// In this wallet.
    Computer,
    /// On a Ledger.
    Ledger,
    /// On a Ledger, and further keys are in this wallet.
    Both,
    /// Nowhere here: it can be watched, not signed for.
    Nowhere,
}

impl KeysPlace {
    /// The place, from the two there are.
    #[must_use]
    pub const fn of(computer: bool, ledger: bool) -> Self {
        match (computer, ledger) {
            (true, true) => Self::Both,
            (true, false) => Self::Computer,
            (false, true) => Self::Ledger,
            (false, false) => Self::Nowhere,
        }
    }
}

/// What the chain makes of keys that are here, or in a file. Only the chain ties a key to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum KeysCheck {
    /// Nobody asked.
    NotCompared,
    /// The node is being asked.
    Asking,
    /// They are the account's, and sign for it.
    Sign,
    /// They are the account's, and further signers must sign, too.
    NeedMore,
    /// The account has other keys: these cannot sign for it.
    Differ,
    /// There is no such account.
    NoAccount,
    /// The node could not be asked.
    Failed,
}

/// What the chain makes of the keys of one account.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeysCheckView {
    /// What is known.
    pub state: KeysCheck,
    /// With `need-more`: how many further signers.
    pub signers: u32,
    /// When the answer came.
    pub at: Option<Millis>,
    /// Why the node could not be asked.
    pub fault: Option<Fault>,
}

impl KeysCheckView {
    /// Nobody asked.
    pub(in crate::session) const fn not_compared() -> Self {
        Self { state: KeysCheck::NotCompared, signers: 0, at: None, fault: None }
    }
}

/// The same of an account of the wallet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AccountKeysCheck {
    /// Genesis hash.
    pub network: String,
    /// `AccountView.id`.
    pub account: String,
    /// What the chain makes of its keys.
    pub check: KeysCheckView,
}

/// How far the keys of a preview are compared with the chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CompareView {
    /// Accounts that come in with keys.
    pub accounts: u32,
    /// Of those, how many the chain has an answer for.
    pub compared: u32,
    /// Whether the node is being asked.
    pub asking: bool,
    /// The node that is asked, or would be.
    pub node_url: String,
    /// Whether that is a node of the person's own, which is asked without a question.
    pub own_node: bool,
}

/// What checks found about the keys of one record.
pub(in crate::session) fn findings_view(findings: &[Finding], name: &str) -> Vec<Notice> {
    findings.iter().map(|finding| finding.notice(name)).collect()
}

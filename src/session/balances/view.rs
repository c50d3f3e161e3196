//! What the page sees of what an account holds.

use serde::Serialize;

use crate::node::balance::token::looks_like_own_money;
use crate::node::balance::{Delegate, Stake, TokenHeld, TokenStanding};
use crate::node::{Balance, TokenFacts, TokenId};

use crate::session::seam::{Foreign, Millis, millis};

/// What an account holds. Amounts in microCCD, decimal: JavaScript numbers are too small for them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BalanceView {
    /// All of it.
    pub total: String,
    /// What can be spent.
    pub at_disposal: String,
    /// At stake.
    pub stake: Option<StakeView>,
    /// Stake on its way back.
    pub cooling: Option<LaterView>,
    /// Released later.
    pub locked: Option<LaterView>,
    /// There is, or was once, a shielded balance; how much cannot be seen.
    pub is_shielded: bool,
    /// Protocol-level tokens.
    pub tokens: Vec<TokenView>,
    /// How many tokens there are beyond these.
    pub more_tokens: u32,
    /// The node's answer has something that this version does not know.
    pub has_unknown: bool,
}

/// A stake.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum StakeView {
    /// Of a validator.
    Validator {
        /// MicroCCD, decimal.
        amount: String,
    },
    /// Of a validator that is suspended.
    Suspended {
        /// MicroCCD, decimal.
        amount: String,
    },
    /// Delegated to nobody in particular.
    Passive {
        /// MicroCCD, decimal.
        amount: String,
    },
    /// Delegated to a validator.
    Delegated {
        /// MicroCCD, decimal.
        amount: String,
        /// The validator's number, decimal.
        validator: String,
    },
    /// Delegated to somebody of a kind that is not known here.
    DelegatedElsewhere {
        /// MicroCCD, decimal.
        amount: String,
    },
    /// Of a kind that is not known here.
    Unknown,
}

/// What comes later, and when.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LaterView {
    /// MicroCCD, decimal: all of it.
    pub total: String,
    /// The next parts, by time.
    pub parts: Vec<PartView>,
    /// How many parts there are beyond these.
    pub more: u32,
}

/// An amount and its time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PartView {
    /// When.
    pub at: Millis,
    /// MicroCCD, decimal.
    pub amount: String,
    /// The time is what the node expects; it is not certain.
    pub is_forecast: bool,
}

/// A protocol-level token on an account. What it is called, a stranger wrote.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TokenView {
    /// Its id.
    pub id: Foreign,
    /// What its issuer calls it beside its id, where the node was asked.
    pub name: Option<Foreign>,
    /// How much, exactly, as decimal text; `None` when that is said in a way that is not known here.
    pub amount: Option<String>,
    /// Whether it can be sent.
    pub standing: TokenStanding,
    /// It is called like the chain's own money, and is something else.
    pub looks_like_ccd: bool,
}

impl BalanceView {
    /// As it is drawn; `facts` is what is known of a token as a whole.
    pub(in crate::session) fn of<'a>(balance: &Balance, facts: impl Fn(&TokenId) -> Option<&'a TokenFacts>) -> Self {
        let cooldowns = balance.cooldowns.items.iter().map(|it| (it.ends_at, it.amount, it.is_forecast));
        let releases = balance.releases.items.iter().map(|it| (it.at, it.amount, false));
        Self {
            total: balance.total.to_string(),
            at_disposal: balance.at_disposal.to_string(),
            stake: balance.stake.map(StakeView::of),
            cooling: LaterView::of(balance.cooling_down, cooldowns, balance.cooldowns.more),
            locked: LaterView::of(balance.scheduled, releases, balance.releases.more),
            is_shielded: balance.is_shielded,
            tokens: balance.tokens.items.iter().map(|held| TokenView::of(held, facts(&held.id))).collect(),
            more_tokens: balance.tokens.more,
            has_unknown: balance.has_unknown,
        }
    }
}

impl StakeView {
    fn of(stake: Stake) -> Self {
        match stake {
            Stake::Validator { amount, is_suspended: false } => Self::Validator { amount: amount.to_string() },
            Stake::Validator { amount, is_suspended: true } => Self::Suspended { amount: amount.to_string() },
            Stake::Delegator { amount, to: Delegate::Passive } => Self::Passive { amount: amount.to_string() },
            Stake::Delegator { amount, to: Delegate::Validator(number) } => {
                Self::Delegated { amount: amount.to_string(), validator: number.to_string() }
            }
            Stake::Delegator { amount, to: Delegate::Unknown } => {
                Self::DelegatedElsewhere { amount: amount.to_string() }
            }
            Stake::Unknown => Self::Unknown,
        }
    }
}

impl LaterView {
    fn of(total: u64, parts: impl Iterator<Item = (u64, u64, bool)>, more: u32) -> Option<Self> {
        let part = |(at, amount, is_forecast): (u64, u64, bool)| PartView {
            at: millis(at),
            amount: amount.to_string(),
            is_forecast,
        };
        (total > 0).then(|| Self { total: total.to_string(), parts: parts.map(part).collect(), more })
    }
}

impl TokenView {
    fn of(held: &TokenHeld, facts: Option<&TokenFacts>) -> Self {
        let name = facts.and_then(|facts| facts.name.as_deref());
        Self {
            id: held.id.as_str().into(),
            // Said once.
            name: name.filter(|name| *name != held.id.as_str()).map(Foreign::from),
            amount: held.amount.map(|amount| amount.to_string()),
            standing: held.standing(facts),
            looks_like_ccd: looks_like_own_money(held.id.as_str()) || name.is_some_and(looks_like_own_money),
        }
    }
}

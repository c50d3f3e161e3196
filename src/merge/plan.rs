//! A plan: what a person reads of it, and what was decided when it was made, so that it is carried out as it was shown.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::evidence::Evidence;
use super::item::Item;
use super::rulings::Rulings;
use super::ties::Ties;
use crate::model::Wallet;

/// What bringing two wallets together would do. Holds good for exactly the two wallets it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergePlan {
    /// Every incoming record, sorted by subject.
    pub items: Vec<Item>,
    /// Which two wallets the plan was made from.
    pub(super) basis: u64,
    /// What was known besides.
    pub(super) evidence: Evidence,
    /// What the rules said about each of them.
    pub(super) rulings: Rulings,
    /// Which of them depend on which.
    pub(super) ties: Ties,
}

/// A mark of the two wallets a plan was made from. It lives as long as the plan and is never stored.
pub(super) fn basis(current: &Wallet, incoming: &Wallet) -> u64 {
    let mut hasher = DefaultHasher::new();
    current.hash(&mut hasher);
    incoming.hash(&mut hasher);
    hasher.finish()
}

//! Bringing records together: a plan the person can read, then one step that does it. The rules are those of
//! `docs/merge-rules.md`; where the incoming records come from makes no difference.
//!
//! A file and a recovery end here alike. [`plan`] changes nothing and says about every incoming record what is known
//! of it and what can be done; [`apply`] makes a new wallet out of the plan and the person's choices, or nothing at all.
//! Both carry out the same rulings, so what is shown is what happens.

mod account;
mod against;
mod apply;
mod changes;
mod claim;
mod clean;
mod contact;
mod cosigner;
mod credential;
mod device;
mod doubt;
mod error;
mod evidence;
mod facts;
mod findings;
mod fold;
mod generator;
mod identity;
mod item;
mod keys;
mod members;
mod namesakes;
mod outlook;
mod plan;
mod reason;
mod report;
mod ruling;
mod rulings;
mod sides;
mod ties;

pub use against::{Against, Comparison};
pub use changes::Changes;
pub use clean::cleaned;
pub use error::MergeError;
pub use evidence::Evidence;
pub use facts::KeysAt;
pub use fold::Folds;
pub use item::{Choice, Choices, Item, Subject, Verdict};
pub use outlook::{Ending, EndingsChanged, Foreseen, after_choice, outlook};
pub use plan::MergePlan;
pub use reason::Reason;
pub use report::{Fate, Report, ReportOutcome};

use crate::model::{ContactAddress, NetworkRecords, Wallet};
use namesakes::Namesakes;
use ties::Ties;

/// Says what bringing `incoming` into `current` would do, when nothing is known of it beside what it says of itself. Nothing is
/// written; every incoming record has one item, sorted by subject.
#[must_use]
pub fn plan(current: &Wallet, incoming: &Wallet) -> MergePlan {
    plan_knowing(current, incoming, Evidence::default())
}

/// The same, with what is known besides.
#[must_use]
pub fn plan_knowing(current: &Wallet, incoming: &Wallet, evidence: Evidence) -> MergePlan {
    let (rulings, items) = rulings::weigh(current, incoming, &evidence);
    let ties = Ties::of(&items, &rulings, current);
    MergePlan { items, basis: plan::basis(current, incoming), evidence, rulings, ties }
}

/// Does what the plan says, with the default wherever `choices` is silent. Neither wallet is touched: the result is a
/// new one.
///
/// # Errors
/// [`MergeError::StalePlan`] if the plan was made from other wallets, [`MergeError::ChoiceNotOffered`] if a choice is
/// not among those of its item.
pub fn apply(
    current: &Wallet,
    incoming: &Wallet,
    plan: &MergePlan,
    choices: &Choices,
) -> Result<(Wallet, Report), MergeError> {
    if plan.basis != plan::basis(current, incoming) {
        return Err(MergeError::StalePlan);
    }
    choices.check_against(&plan.items)?;
    let (done, fates) = apply::apply(current, incoming, plan, choices);
    Ok((done, Report::of(&fates)))
}

/// Who else on a network is called like this, or so that a person could take one for the other: a name, and where it stands.
#[must_use]
pub fn namesake(records: &NetworkRecords, name: &str, at: &ContactAddress) -> Option<(String, String)> {
    Namesakes::here(records).of_typed(name, at)
}

#[cfg(test)]
mod tests;

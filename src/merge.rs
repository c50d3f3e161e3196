//! Bringing records together: a plan the person can read, then one step that does it. The rules are those of
//! `docs/merge-rules.md`; where the incoming records come from makes no difference.
//!
//! A file and a recovery end here alike. [`plan`] changes nothing and says about every incoming record what is known
//! of it and what can be done; [`apply`] makes a new wallet out of the plan and the person's choices, or nothing at all.
//! Both ask the same rules for the same answer, so what is shown is what happens.

mod account;
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
mod generator;
mod identity;
mod item;
mod keys;
mod members;
mod namesakes;
mod outlook;
mod reason;
mod report;
mod ruling;
mod rulings;
mod sides;

pub use changes::Changes;
pub use clean::cleaned;
pub use error::MergeError;
pub use evidence::Evidence;
pub use facts::{KeysAt, RecordFacts};
pub use item::{Choice, Choices, Item, MergePlan, Subject, Verdict};
pub use outlook::{Ending, Foreseen, outlook};
pub use reason::Reason;
pub use report::{Fate, Report, ReportOutcome};

use crate::model::{ContactAddress, NetworkRecords, Wallet};
use namesakes::Namesakes;
use rulings::Rulings;

/// Says what bringing `incoming` into `current` would do, when nothing is known of it beside what it says of itself. Nothing is
/// written; every incoming record has one item, sorted by subject.
#[must_use]
pub fn plan(current: &Wallet, incoming: &Wallet) -> MergePlan {
    plan_knowing(current, incoming, Evidence::default())
}

/// The same, with what is known besides.
#[must_use]
pub fn plan_knowing(current: &Wallet, incoming: &Wallet, evidence: Evidence) -> MergePlan {
    let rulings = Rulings::of(current, incoming, &evidence);
    let mut items = rulings.items();
    let mut findings = rulings.findings(!incoming.holds_keys());
    items.iter_mut().for_each(|item| item.findings = findings.remove(&item.subject).unwrap_or_default());
    MergePlan { items, basis: item::basis(current, incoming), evidence }
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
    let rulings = Rulings::of(current, incoming, &plan.evidence);
    if plan.basis != item::basis(current, incoming) || !rulings.stand_by(&plan.items) {
        return Err(MergeError::StalePlan);
    }
    choices.check_against(plan)?;
    let (done, fates) = apply::apply(current, incoming, &rulings, choices);
    Ok((done, Report::of(&fates)))
}

/// Who else on a network is called like this, or so that a person could take one for the other: a name, and where it stands.
#[must_use]
pub fn namesake(records: &NetworkRecords, name: &str, at: &ContactAddress) -> Option<(String, String)> {
    Namesakes::here(records).of_typed(name, at)
}

#[cfg(test)]
mod tests;

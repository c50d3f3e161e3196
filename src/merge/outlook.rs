//! What a plan comes to with the choices as they stand: it is done, on a copy, and told. So what a preview says is what happens, also
//! where one record depends on another (an entry is called like its account, a credential stays out with its identity).

use super::apply;
use super::error::MergeError;
use super::item::{self, Choices, MergePlan, Subject};
use super::report::{Fate, Report};
use super::rulings::Rulings;
use crate::model::Wallet;

/// What one record of a plan comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// What becomes of it.
    pub fate: Fate,
    /// What it is called afterwards; `None` if it is not there, or has no name.
    pub name: Option<String>,
}

/// What a plan comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// What becomes of every item, in the plan's order.
    pub endings: Vec<Ending>,
    /// All of them together.
    pub report: Report,
    /// What there would be.
    pub wallet: Wallet,
}

/// Does the plan on a copy, and tells what it comes to.
///
/// # Errors
/// As [`apply`](super::apply()).
pub fn outlook(
    current: &Wallet,
    incoming: &Wallet,
    plan: &MergePlan,
    choices: &Choices,
) -> Result<Foreseen, MergeError> {
    if plan.basis != item::basis(current, incoming) {
        return Err(MergeError::StalePlan);
    }
    choices.check_against(plan)?;
    let (wallet, fates) = apply::apply(current, incoming, &Rulings::of(current, incoming, &plan.evidence), choices);
    let ending = |subject: &Subject| Ending {
        fate: fates.of.get(subject).copied().unwrap_or(Fate::LeftOut),
        name: name_in(&wallet, subject),
    };
    let endings = plan.items.iter().map(|item| ending(&item.subject)).collect();
    Ok(Foreseen { endings, report: Report::of(&fates), wallet })
}

fn name_in(wallet: &Wallet, subject: &Subject) -> Option<String> {
    let records = wallet.networks.get(&subject.network()?)?;
    match subject {
        Subject::Identity(_, key) => records.identities.get(key).map(|identity| identity.name.clone()),
        Subject::Account(_, key) => records.accounts.get(key).map(|account| account.name.clone()),
        Subject::Contact(_, at) => records.contacts.get(at).map(|contact| contact.name.clone()),
        Subject::Cosigner(_, id) => records.cosigners.get(id).map(|cosigner| cosigner.note.clone()),
        Subject::Device(_) | Subject::Credential(..) => None,
    }
}

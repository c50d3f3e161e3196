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

/// What every item of the plan comes to, in the plan's order, and all of them together.
///
/// # Errors
/// As [`apply`](super::apply()).
pub fn outlook(
    current: &Wallet,
    incoming: &Wallet,
    plan: &MergePlan,
    choices: &Choices,
) -> Result<(Vec<Ending>, Report), MergeError> {
    if plan.basis != item::basis(current, incoming) {
        return Err(MergeError::StalePlan);
    }
    choices.check_against(plan)?;
    let (done, fates) = apply::apply(current, &Rulings::of(current, incoming, &plan.evidence), choices);
    let ending = |subject: &Subject| Ending {
        fate: fates.of.get(subject).copied().unwrap_or(Fate::LeftOut),
        name: name_in(&done, subject),
    };
    Ok((plan.items.iter().map(|item| ending(&item.subject)).collect(), Report::of(&fates)))
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

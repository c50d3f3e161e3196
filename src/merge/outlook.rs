//! What a plan comes to with the choices as they stand: it is done, on a copy, and told. So what a preview says is what happens, also
//! where one record depends on another (an entry is called like its account, a credential stays out with its identity).

use super::apply;
use super::error::MergeError;
use super::item::{Choices, Subject};
use super::plan::{self, MergePlan};
use super::report::{Fate, Fates, Report};
use super::ties::Matters;
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
    if plan.basis != plan::basis(current, incoming) {
        return Err(MergeError::StalePlan);
    }
    choices.check_against(&plan.items)?;
    let (wallet, fates) = apply::apply(current, incoming, plan, choices);
    let endings = plan.items.iter().map(|item| ending(&item.subject, &fates, &wallet)).collect();
    Ok(Foreseen { endings, report: Report::of(&fates), wallet })
}

/// What another choice for one record changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingsChanged {
    /// What becomes of those it can matter to, by their positions in the plan.
    pub endings: Vec<(usize, Ending)>,
    /// What there would be of them, and of what they depend on.
    pub part: Wallet,
}

/// What the choices come to for those records that the choice for one of them, `item`, can matter to. The work is that of these few: it
/// does not grow with the plan. Whoever asks sees to it that the plan is of these wallets, and the choices are among those of the plan.
#[must_use]
pub fn after_choice(
    current: &Wallet,
    incoming: &Wallet,
    plan: &MergePlan,
    choices: &Choices,
    item: usize,
) -> EndingsChanged {
    let Matters { touched, all } = plan.ties.around(item);
    let subject = |position: &usize| plan.items.get(*position).map(|item| &item.subject);
    let some: Vec<&Subject> = all.iter().filter_map(subject).collect();
    let (part, fates) = apply::try_some(current, incoming, plan, choices, &some);
    let endings =
        touched.iter().filter_map(|position| Some((*position, ending(subject(position)?, &fates, &part)))).collect();
    EndingsChanged { endings, part }
}

fn ending(subject: &Subject, fates: &Fates, wallet: &Wallet) -> Ending {
    Ending { fate: fates.of.get(subject).copied().unwrap_or(Fate::LeftOut), name: name_in(wallet, subject) }
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

//! What can go wrong between a plan and its doing.
//! Records that cannot be imported are no error: they are items of the plan, with a reason.

use crate::fault::Explain;

/// Why a plan was not carried out. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = Us)]
pub enum MergeError {
    /// The wallet, or the incoming records, are no longer those the plan was made from.
    #[error("the plan was made from other records")]
    #[code("merge-stale-plan", party = User)]
    StalePlan,
    /// A choice names a record that is not in the plan, or something its item does not offer.
    #[error("a choice that the plan does not offer")]
    #[code("merge-choice-not-offered")]
    ChoiceNotOffered,
}

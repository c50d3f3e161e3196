//! What can go wrong between a plan and its doing.
//! Records that cannot be imported are no error: they are items of the plan, with a reason.

use crate::fault::{Explain, Party};

/// Why a plan was not carried out. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// The wallet, or the incoming records, are no longer those the plan was made from.
    #[error("the plan was made from other records")]
    StalePlan,
    /// A choice names a record that is not in the plan, or something its item does not offer.
    #[error("a choice that the plan does not offer")]
    ChoiceNotOffered,
}

impl Explain for MergeError {
    const CODES: &'static [&'static str] = &["merge-stale-plan", "merge-choice-not-offered"];

    fn code(&self) -> &'static str {
        match self {
            Self::StalePlan => "merge-stale-plan",
            Self::ChoiceNotOffered => "merge-choice-not-offered",
        }
    }

    fn party(&self) -> Party {
        match self {
            Self::StalePlan => Party::User,
            Self::ChoiceNotOffered => Party::Us,
        }
    }
}

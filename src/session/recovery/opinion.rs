//! What another node says about what a run was told, as far as it was asked.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::fault::Fault;
use crate::model::AccountAddress;
use crate::recovery::{Agreement, SecondOpinion};

use super::view::SecondView;

/// What another node says, and how far it was asked.
pub(super) struct Second {
    /// Tells it from every other one: what is heard for another is not for it.
    pub(super) asked: Rc<()>,
    pub(super) url: String,
    pub(super) is_asking: bool,
    pub(super) opinion: SecondOpinion,
    pub(super) fault: Option<Fault>,
}

impl Second {
    pub(super) fn view(&self) -> SecondView {
        SecondView {
            url: self.url.clone(),
            asking: self.is_asking,
            totals: self.opinion.totals(),
            fault: self.fault.clone(),
        }
    }

    pub(super) fn by_account(&self) -> BTreeMap<AccountAddress, Agreement> {
        self.opinion.by_account()
    }
}

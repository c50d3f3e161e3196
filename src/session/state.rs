//! What is left of what the session remembered.

use crate::session::recovery::RecoveryFlow;

/// What is no flow's own yet.
#[derive(Default)]
pub(super) struct State {
    pub(super) recovery: RecoveryFlow,
}

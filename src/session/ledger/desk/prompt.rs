//! A question on a Ledger's screen.

use crate::ledger::{DeviceRequest, Screens};
use crate::model::IdentityIndex;

/// What stands on the Ledger's screen while it waits for somebody.
#[derive(Debug, Clone)]
pub(super) struct Prompt {
    pub(super) request: DeviceRequest,
    pub(super) index: Option<IdentityIndex>,
    pub(super) screens: Option<Screens>,
}

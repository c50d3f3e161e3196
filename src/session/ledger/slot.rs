//! Where it is shown what a Ledger is doing.

use super::view::DeviceStateView;
use crate::session::slot::ViewSlot;

/// Where it is shown what a Ledger is doing.
pub(in crate::session) type DeviceSlot = ViewSlot<DeviceStateView>;

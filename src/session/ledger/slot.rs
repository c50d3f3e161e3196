//! Where it is shown what a Ledger is doing.

use super::super::slot::ViewSlot;
use super::view::DeviceStateView;

/// Where it is shown what a Ledger is doing.
pub(in crate::session) type DeviceSlot = ViewSlot<DeviceStateView>;

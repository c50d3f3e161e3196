//! What the page sees of the settings.

use serde::Serialize;

use crate::session::nodes::view::NetworkView;
use crate::session::vault::view::PasskeyView;

/// Settings, as far as the page shows them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// Genesis hash of the network in use.
    pub network: String,
    /// Every network that can be chosen.
    pub networks: Vec<NetworkView>,
    /// Minutes without a touch until the vault locks.
    pub auto_lock_minutes: u32,
    /// What can be chosen for that, shortest first; the one in force is among them.
    pub auto_lock_offered: Vec<u32>,
    /// Whether it locks when the screen of the computer is locked.
    pub lock_with_screen: bool,
    /// The passkey that opens this vault as well; `None` if none does.
    pub passkey: Option<PasskeyView>,
    /// Whether the unlock password guards this vault as strongly as a new one; if not, changing it (or typing it again) does.
    pub password_is_of_today: bool,
}

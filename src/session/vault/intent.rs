//! What the page asks of the vault.

use serde::Deserialize;

use crate::secret::{PasskeySecret, Password};

use crate::session::seam::actor::Actor;
use crate::session::seam::arriving;

use super::view::LockCause;

/// What the page asks of the vault.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum VaultIntent {
    /// Make a new, empty vault. Refused when there is one.
    Create {
        /// The unlock password.
        #[serde(deserialize_with = "arriving::password")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
    },
    /// Open the vault.
    Unlock {
        /// The unlock password.
        #[serde(deserialize_with = "arriving::password")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
    },
    /// Open one of several vaults, or the older one that is left, and make it the one in use. What it takes the place of is set aside.
    UnlockChosen {
        /// Its number in `KeepingView.vaults`.
        vault: u32,
        /// Its unlock password.
        #[serde(deserialize_with = "arriving::password")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
    },
    /// Open the vault with a passkey.
    UnlockWithPasskey {
        /// What it made of `PasskeyView.input`.
        #[serde(deserialize_with = "arriving::passkey")]
        #[cfg_attr(test, ts(type = "Uint8Array"))]
        secret: PasskeySecret,
    },
    /// Let a passkey open the vault as well, in place of one that was added before.
    AddPasskey {
        /// The unlock password.
        #[serde(deserialize_with = "arriving::password")]
        #[cfg_attr(test, ts(type = "string"))]
        password: Password,
        /// Its name: what the browser calls the credential's id.
        #[serde(with = "arriving::bytes")]
        #[cfg_attr(test, ts(type = "Uint8Array"))]
        credential: Vec<u8>,
        /// What it was asked for: 32 random bytes.
        #[serde(with = "arriving::bytes")]
        #[cfg_attr(test, ts(type = "Uint8Array"))]
        input: Vec<u8>,
        /// What it made of that.
        #[serde(deserialize_with = "arriving::passkey")]
        #[cfg_attr(test, ts(type = "Uint8Array"))]
        secret: PasskeySecret,
    },
    /// Only the password opens the vault from now on.
    RemovePasskey,
    /// Write the copy of the vault that could not be written, now.
    CompleteCopies,
    /// Forget the key: a person wants it.
    Lock,
    /// Forget the key, for another reason. A locked screen is one only where the person has it so.
    LockBecause {
        /// Which.
        cause: LockCause,
    },
    /// Delete every vault here, for ever.
    Reset,
    /// The person touched something: auto-lock starts anew.
    Touch,
    /// Change the unlock password, and with it how strongly it guards the vault.
    ChangePassword {
        /// The one that opens the vault now.
        #[serde(deserialize_with = "arriving::password")]
        #[cfg_attr(test, ts(type = "string"))]
        current: Password,
        /// The one that opens it from now on.
        #[serde(deserialize_with = "arriving::password")]
        #[cfg_attr(test, ts(type = "string"))]
        new: Password,
        /// What the passkey made, where there is one: without it, it opens the vault no longer.
        #[serde(deserialize_with = "arriving::passkey_if_any")]
        #[cfg_attr(test, ts(type = "Uint8Array | null"))]
        passkey: Option<PasskeySecret>,
    },
}

impl VaultIntent {
    /// Who sends this. A new intent has to say so here; one that a page may send without a click is a machine's.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::Lock | Self::LockBecause { .. } => Actor::Machine,
            Self::Create { .. }
            | Self::Unlock { .. }
            | Self::UnlockChosen { .. }
            | Self::UnlockWithPasskey { .. }
            | Self::AddPasskey { .. }
            | Self::RemovePasskey
            | Self::CompleteCopies
            | Self::Reset
            | Self::Touch
            | Self::ChangePassword { .. } => Actor::Person,
        }
    }
}

//! The joint to the outside: something that carries one request to the device and one answer back.

use super::apdu::{Apdu, Response};
use crate::fault::Explain;

/// How long an answer may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// The device answers by itself.
    Quick,
    /// The question which app runs. Every version answers it within milliseconds, unless something stands on its screen that
    /// a person has to leave first. It is not asked twice: repeated on the old app's first page it has made devices crash,
    /// and an answer that comes late is as good.
    Greeting,
    /// A person reads, thinks and presses buttons. Nothing else may be sent meanwhile.
    Person,
}

impl Patience {
    /// The time limit in milliseconds. Silent commands take well under a second on the slowest device. `None` where a person
    /// decides when: the device never gives up on a prompt, and an approval that took ten minutes is one.
    #[must_use]
    pub const fn limit_ms(self) -> Option<u32> {
        match self {
            Self::Quick => Some(10_000),
            Self::Greeting | Self::Person => None,
        }
    }

    /// After how long without an answer something has to be said, in milliseconds.
    #[must_use]
    pub const fn worth_a_word_ms(self) -> u32 {
        match self {
            Self::Quick | Self::Greeting => 2_500,
            Self::Person => 60_000,
        }
    }
}

/// Why a request got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = Device)]
pub enum TransportError {
    /// This browser has no WebHID.
    #[error("no WebHID here")]
    #[code("ledger-unsupported", party = Computer)]
    Unsupported,
    /// No device was ever granted to the extension, or the one plugged in was not.
    #[error("access not granted")]
    #[code("ledger-not-granted", party = User)]
    NotGranted,
    /// Granted, and not plugged in.
    #[error("not connected")]
    #[code("ledger-not-connected")]
    NotConnected,
    /// There, and it cannot be opened: another program holds it.
    #[error("cannot be opened")]
    #[code("ledger-open-failed")]
    OpenFailed,
    /// It left the bus before the answer came: unplugged, or the app ended or was opened.
    #[error("disconnected before the answer")]
    #[code("ledger-disconnected")]
    Disconnected,
    /// The time limit passed.
    #[error("no answer in time")]
    #[code("ledger-timed-out")]
    TimedOut,
    /// What arrived is not an answer.
    #[error("not an answer")]
    #[code("ledger-bad-frame")]
    BadFrame,
    /// The answer to an earlier request arrived, one that nobody waits for any more. The device had dropped this one
    /// meanwhile, and is free now.
    #[error("the answer to an earlier request arrived instead")]
    #[code("ledger-stale-answer")]
    StaleAnswer,
}

/// Carries requests to one device, one at a time.
///
/// What an implementation owes: all packets of a request are sent, always; every exchange runs on a fresh channel
/// ([`super::hid::Channels`]), so that a late answer to an earlier request is never taken for this one's;
/// [`Patience::limit_ms`] is kept; a device that leaves the bus ends the exchange at once, and so does whoever drops it.
pub trait Transport {
    /// Sends a request and waits for its answer.
    #[expect(async_fn_in_trait, reason = "the engine runs on one thread: its futures need not be Send")]
    async fn exchange(&mut self, apdu: &Apdu, patience: Patience) -> Result<Response, TransportError>;
}

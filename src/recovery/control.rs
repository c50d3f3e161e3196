//! What the person says while a run is under way.

use super::event::Event;
use super::place::Place;
use crate::asking::Queue;

/// One thing the person can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// End the search; keep what was found.
    Stop,
    /// Go on after a suggestion, or look for more.
    Continue,
    /// Leave the rest of this track.
    NextTrack,
    /// Ask the node again about everything that was given up.
    CheckAgain,
    /// Ask about everything one by one, also about what is not on the list of accounts.
    AskOneByOne,
    /// Go on to this number, at one place or at all that were searched.
    LookDeeper {
        /// Which place; `None` for all.
        place: Option<Place>,
        /// The last number.
        to: u8,
    },
    /// Search a place that was left out.
    Revisit {
        /// Which place.
        place: Place,
    },
    /// Ask the Ledger again after a refusal.
    AskAgain,
    /// Leave out the place that was refused on the Ledger.
    Skip,
}

impl Command {
    /// What it is to the machine. `None` for what only a driver can know: who was refused.
    #[must_use]
    pub fn event(self) -> Option<Event> {
        match self {
            Self::Stop => Some(Event::Stop),
            Self::Continue => Some(Event::Continue),
            Self::NextTrack => Some(Event::NextTrack),
            Self::CheckAgain => Some(Event::CheckAgain),
            Self::AskOneByOne => Some(Event::AskOneByOne),
            Self::LookDeeper { place, to } => Some(Event::LookDeeper { place, to }),
            Self::Revisit { place } => Some(Event::Revisit { place }),
            Self::AskAgain | Self::Skip => None,
        }
    }
}

/// One end is the page's, the other is awaited by [`drive`](super::drive()).
pub type Control = Queue<Command>;

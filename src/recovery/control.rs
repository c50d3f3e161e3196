//! What the person says while a run is under way. This module carries words from the page to the driver; it refuses to
//! know what they lead to.

use super::event::Event;
use super::place::{Place, Track};
use super::queue::Queue;

/// One thing the person can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// End the search; keep what was found.
    Stop,
    /// Go on after a suggestion, or look for more.
    Continue,
    /// Leave the rest of this track.
    NextTrack,
    /// Search one more track.
    AddTrack(Track),
    /// Do not wait any longer for answers about the open credential ids.
    GiveUp,
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
    Revisit(Place),
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
            Self::AddTrack(track) => Some(Event::AddTrack(track)),
            Self::GiveUp => Some(Event::GiveUp),
            Self::CheckAgain => Some(Event::CheckAgain),
            Self::AskOneByOne => Some(Event::AskOneByOne),
            Self::LookDeeper { place, to } => Some(Event::LookDeeper { place, to }),
            Self::Revisit(place) => Some(Event::Revisit { place }),
            Self::AskAgain | Self::Skip => None,
        }
    }
}

/// One end sends, the other is awaited by [`drive`](super::drive()). Clones share one queue. For one thread.
#[derive(Debug, Clone, Default)]
pub struct Control(Queue<Command>);

impl Control {
    /// Says it; nothing is lost while nobody listens.
    pub fn send(&self, command: Command) {
        self.0.send(command);
    }

    /// Whether both are ends of the same queue.
    #[must_use]
    pub fn is_shared_with(&self, other: &Self) -> bool {
        self.0.is_shared_with(&other.0)
    }

    /// The next thing that was said. One listener at a time.
    pub async fn next(&self) -> Command {
        self.0.next().await
    }
}

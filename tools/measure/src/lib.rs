//! What a recovery costs when the node is far away: one empty identity index, and the round trips its look-ups take. It knows the
//! engine's driver and the development node; it refuses to know a browser.

pub mod empty_index;
pub mod round_trips;

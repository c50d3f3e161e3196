//! What a recovery costs when the node is far away: one empty identity index, and the round trips its look-ups take.

pub mod empty_index;
pub mod round_trips;

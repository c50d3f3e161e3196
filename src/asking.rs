//! Waiting for those who answer: how often a node is asked until it does, and how a word of the person reaches whoever is waiting.
//! What is asked, and what a word means, is known to those who ask.

mod pace;
mod queue;

pub use pace::{Pace, insist};
pub use queue::Queue;

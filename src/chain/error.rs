//! Why the chain's parameters cannot be used.

use super::COMMITMENT_KEY_LEN;
use crate::fault::Explain;

/// The node's commitment key is not one that credential ids can be made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = Network)]
pub enum ChainError {
    /// Not two compressed points.
    #[error("the commitment key has {found} bytes instead of {COMMITMENT_KEY_LEN}")]
    #[code("generator-length", found, expected = COMMITMENT_KEY_LEN)]
    Length {
        /// Bytes that came.
        found: usize,
    },
    /// The first half is not the compressed form of a point on the curve.
    #[error("the generator is not a point on the curve")]
    #[code("generator-not-a-point")]
    NotAPoint,
    /// A point on the curve, but outside the group of prime order.
    #[error("the generator is outside the group")]
    #[code("generator-outside-group")]
    OutsideGroup,
    /// A point of the group, and not the one this network is known to use.
    #[error("the generator is not that of this network")]
    #[code("generator-other")]
    Other,
    /// The neutral element: every credential id would be the same.
    #[error("the generator is the neutral element")]
    #[code("generator-neutral")]
    Neutral,
}

//! Why the chain's parameters cannot be used.
//! This module knows what can be wrong with a generator; it refuses to guess another one.

use std::collections::BTreeMap;

use super::COMMITMENT_KEY_LEN;
use crate::fault::{Explain, Party};

/// The node's commitment key is not one that credential ids can be made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// Not two compressed points.
    #[error("the commitment key has {found} bytes instead of {COMMITMENT_KEY_LEN}")]
    Length {
        /// Bytes that came.
        found: usize,
    },
    /// The first half is not the compressed form of a point on the curve.
    #[error("the generator is not a point on the curve")]
    NotAPoint,
    /// A point on the curve, but outside the group of prime order.
    #[error("the generator is outside the group")]
    OutsideGroup,
    /// A point of the group, and not the one this network is known to use.
    #[error("the generator is not that of this network")]
    Other,
    /// The neutral element: every credential id would be the same.
    #[error("the generator is the neutral element")]
    Neutral,
}

impl Explain for ChainError {
    const CODES: &'static [&'static str] = &[
        "generator-length",
        "generator-not-a-point",
        "generator-outside-group",
        "generator-other",
        "generator-neutral",
    ];

    fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "generator-length",
            Self::NotAPoint => "generator-not-a-point",
            Self::OutsideGroup => "generator-outside-group",
            Self::Other => "generator-other",
            Self::Neutral => "generator-neutral",
        }
    }

    fn party(&self) -> Party {
        Party::Network
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::Length { found } => {
                BTreeMap::from([("found", found.to_string()), ("expected", COMMITMENT_KEY_LEN.to_string())])
            }
            Self::NotAPoint | Self::OutsideGroup | Self::Other | Self::Neutral => BTreeMap::new(),
        }
    }
}

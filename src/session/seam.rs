//! How things cross between the engine and the page: text that somebody else wrote, times, numbers and codes.

use serde::Serialize;

use crate::text;

pub mod actor;
pub(super) mod arriving;
pub(super) mod byte_array;
pub mod codes;
pub mod ids;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod typescript;

/// Milliseconds since 1970.
pub type Millis = f64;

/// Text that somebody else wrote, or a person long ago: what nobody would see in it is spelled out. The page draws it with a direction
/// of its own (`extension/ui/foreign.tsx`); its TypeScript type is a text that says where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Foreign(#[cfg_attr(test, ts(type = "string & { readonly foreign?: never }"))] String);

impl Foreign {
    /// As it is drawn.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq<&str> for Foreign {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl From<&str> for Foreign {
    fn from(text: &str) -> Self {
        Self(text::shown(text).into_owned())
    }
}

impl From<String> for Foreign {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&String> for Foreign {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

/// Numbers for JavaScript: exact below 2^53, which times and sizes are.
#[expect(clippy::cast_precision_loss, reason = "times and sizes are far below 2^53")]
pub(super) fn millis(value: u64) -> f64 {
    value as f64
}

/// Lists are bounded far below this when they are read.
pub(crate) fn saturated(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

//! Leave to ask one directory: without one of these nothing travels to a directory, and the edge asks it once more about every URL.

use super::{HEALTH, KEY_ACCOUNTS};
use crate::model::{Network, VerifyKey};
use crate::node::{NodeUrl, NodeUrlError};

/// A directory that may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory(NodeUrl);

impl Directory {
    /// The public one of a network that the product ships with; `None` where nobody is known to keep one.
    #[must_use]
    pub fn public(network: Network) -> Option<Self> {
        network.public_directory().and_then(|url| NodeUrl::parse(url).ok()).map(Self)
    }

    /// One that a person keeps: a wallet proxy of their own.
    ///
    /// # Errors
    /// As for the address of a node.
    pub fn typed(typed: &str) -> Result<Self, NodeUrlError> {
        NodeUrl::parse(typed).map(Self)
    }

    /// Where it is.
    #[must_use]
    pub const fn url(&self) -> &NodeUrl {
        &self.0
    }

    /// Whether a request to this URL goes to that directory, with one of its two questions.
    #[must_use]
    pub fn admits(&self, target: &str) -> bool {
        target.strip_prefix(self.0.origin()).is_some_and(|path| {
            path == HEALTH || path.strip_prefix(KEY_ACCOUNTS).is_some_and(|key| key.parse::<VerifyKey>().is_ok())
        })
    }
}

//! What the page asks of what the chain said.

use serde::Deserialize;

use crate::session::seam::actor::Actor;

/// What the page asks of the chain.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum ChainIntent {
    /// Ask the node which accounts and contacts of the network in use are on the chain, and what they hold.
    Check,
}

impl ChainIntent {
    /// Who sends this. A new intent has to say so here; one that a page may send without a click is a machine's.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::Check => Actor::Person,
        }
    }
}

//! What the page asks of a search.

use serde::{Deserialize, Serialize};

use super::view::{ProviderView, SearchReport};
use crate::session::seam::actor::Actor;

/// What the page asks of a search.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum RecoveryIntent {
    /// Start a recovery run on the network in use.
    Start {
        /// Where to look.
        route: RecoveryRoute,
        /// Read the list of all accounts first and compare here, so that the node learns less.
        private_scan: bool,
    },
    /// Go on with the interrupted run.
    Resume,
    /// Throw the interrupted run away.
    Discard,
    /// Go on after a suggestion to stop, or after the overview.
    Continue,
    /// Look at numbers beyond those of the plan.
    LookDeeper {
        /// `PlaceView.id`; `None` for every place.
        place: Option<String>,
    },
    /// Search a place that was left out.
    SearchAfterAll {
        /// `PlaceView.id`.
        place: String,
    },
    /// After a private scan: ask the node about every credential id that the list did not answer for.
    Complete,
    /// Leave out the index that was refused on the Ledger.
    SkipIndex,
    /// Leave the path that brings nothing any more, and go on with the next one.
    NextPath,
    /// Ask a node although it may not know young accounts.
    UseNodeAnyway,
    /// Stop; what was found is kept.
    Stop,
    /// Ask the node again about everything that could not be checked.
    CheckAgain,
    /// Ask the Ledger again after a refusal.
    AskAgain,
    /// From the overview: ask another node about everything the search was told.
    AskAnother {
        /// One of `RunView.otherNodes`.
        url: String,
    },
    /// From the overview to the preview.
    Preview,
    /// From the overview into the wallet: what is new and asks nothing. What asks is shown in the preview.
    Add,
    /// What was searched, found and not checked, for saving. Answers `SearchReport`.
    Report,
    /// The identity providers of the network in use, from the node. Answers `ProviderView[]`.
    Providers,
}

impl RecoveryIntent {
    /// Who sends this. A new intent has to say so here; one that a page may send without a click is a machine's.
    #[must_use]
    pub const fn by(&self) -> Actor {
        match self {
            Self::Report | Self::Providers => Actor::Machine,
            Self::Start { .. }
            | Self::Resume
            | Self::Discard
            | Self::Continue
            | Self::LookDeeper { .. }
            | Self::SearchAfterAll { .. }
            | Self::Complete
            | Self::SkipIndex
            | Self::NextPath
            | Self::UseNodeAnyway
            | Self::Stop
            | Self::CheckAgain
            | Self::AskAgain
            | Self::AskAnother { .. }
            | Self::Preview
            | Self::Add => Actor::Person,
        }
    }
}

/// Where a recovery looks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum RecoveryRoute {
    /// On a Ledger.
    Ledger {
        /// Below the path of the Desktop Wallet.
        legacy: bool,
        /// Below the newer paths: of these identity providers.
        providers: Vec<u32>,
    },
    /// With the keys of the identities that came from a phone.
    Phone,
}

/// What a search answers.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum RecoveryReply {
    /// Nothing to say; the snapshot tells.
    Done,
    /// To `Report`.
    Report(Box<SearchReport>),
    /// To `Providers`.
    Providers(Vec<ProviderView>),
}

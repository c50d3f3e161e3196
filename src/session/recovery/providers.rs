//! Which identity providers there are to search with.

use crate::fault::Fault;
use crate::node::{IdentityProvider, query};

use super::RecoveryFlow;
use super::view::ProviderView;
use crate::session::nodes::Nodes;
use crate::session::ports::Ports;

impl<P: Ports + 'static> RecoveryFlow<P> {
    /// The identity providers of the network in use, as its node lists them.
    pub(super) async fn list_providers(&self) -> Result<Vec<ProviderView>, Fault> {
        let network = self.vault.network()?;
        let nodes = Nodes::of(&self.context, &self.vault, network, None)?;
        let providers = nodes.insist(async |node| query::identity_providers(node).await).await;
        let view =
            |provider: IdentityProvider| ProviderView { number: provider.number.get(), name: provider.name.into() };
        Ok(providers.map_err(|error| nodes.fault(&error))?.into_iter().map(view).collect())
    }
}

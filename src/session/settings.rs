//! Networks, nodes and the auto-lock time.

pub mod intent;
pub mod view;

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::fault::Fault;
use crate::gather::Gather;
use crate::model::{GenesisHash, Network};
use crate::node::roster::MAX_NODES;
use crate::node::{Allowed, NodeUrl, query};
use crate::vault::Settings;

use super::context::Context;
use super::error::{SessionError, fault};
use super::nodes::fault_of;
use super::nodes::networks::{networks, node_url, node_urls};
use super::nodes::view::NetworkView;
use super::ports::Ports;
use super::vault::Vault;
use intent::{SettingsIntent, SettingsReply};
use view::SettingsView;

/// Shortest and longest auto-lock time, in minutes.
const AUTO_LOCK_MINUTES: std::ops::RangeInclusive<u32> = 1..=120;
/// Those that are offered beside the one in force.
const AUTO_LOCK_OFFERED: [u32; 6] = [1, 5, 15, 30, 60, 120];

/// The settings, and how they are changed.
pub(super) struct SettingsFlow<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
}

impl<P: Ports + 'static> SettingsFlow<P> {
    pub(super) fn new(context: &Rc<Context<P>>, vault: &Rc<Vault<P>>) -> Self {
        Self { context: Rc::clone(context), vault: Rc::clone(vault) }
    }

    /// Does what the page asked.
    pub(super) async fn handle(&self, intent: SettingsIntent) -> Result<SettingsReply, Fault> {
        match intent {
            SettingsIntent::UseNetwork { genesis } => self.use_network(&genesis).await?,
            SettingsIntent::UseNode { url } => return self.use_node(&url).await.map(SettingsReply::Network),
            SettingsIntent::AddNode { url } => return self.add_node(&url).await.map(SettingsReply::Network),
            SettingsIntent::RemoveNode { network, url } => self.remove_node(&network, &url).await?,
            SettingsIntent::SetAutoLock { minutes } => self.set_auto_lock(minutes).await?,
            SettingsIntent::LockWithScreen { on } => self.lock_with_screen(on).await?,
        }
        Ok(SettingsReply::Done)
    }

    /// The settings as the page sees them; `None` while the vault is not open.
    pub(super) fn view(&self) -> Option<SettingsView> {
        let contents = self.vault.contents().ok()?;
        let Settings { network, auto_lock_minutes, lock_with_screen, .. } = &contents.settings;
        Some(SettingsView {
            network: network.to_string(),
            networks: networks(&contents),
            auto_lock_minutes: *auto_lock_minutes,
            auto_lock_offered: auto_lock_offered(*auto_lock_minutes),
            lock_with_screen: *lock_with_screen,
            passkey: self.vault.passkey_view(),
            password_is_of_today: self.vault.password_is_of_today(),
        })
    }

    async fn use_network(&self, genesis: &str) -> Result<(), Fault> {
        let genesis: GenesisHash = genesis.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        self.vault.refuse_while_searching()?;
        self.vault
            .commit(|contents| {
                // Once more: a search may have begun while this waited.
                self.vault.refuse_while_searching()?;
                if node_url(contents, genesis).is_none() {
                    return Err(fault(SessionError::UnknownNetwork));
                }
                contents.settings.network = genesis;
                Ok(())
            })
            .await?;
        self.context.redraw();
        Ok(())
    }

    /// Asks the node who it is before it is used: the genesis hash decides which network it serves.
    async fn use_node(&self, url: &str) -> Result<NetworkView, Fault> {
        self.vault.require_open()?;
        self.vault.refuse_while_searching()?;
        let (url, genesis) = self.test_node(url).await?;
        self.vault
            .commit(|contents| {
                // Once more: a search may have begun while this waited.
                self.vault.refuse_while_searching()?;
                // The one that was just chosen is asked first; the others stay behind it.
                let nodes = contents.settings.nodes.entry(genesis).or_default();
                nodes.retain(|node| *node != url.to_string());
                if nodes.len() >= MAX_NODES {
                    return Err(fault(SessionError::TooManyNodes { ceiling: MAX_NODES }));
                }
                nodes.insert(0, url.to_string());
                // What another node said about this network is not taken on trust for ever.
                contents.parameters.remove(&genesis);
                contents.settings.network = genesis;
                Ok(())
            })
            .await?;
        self.context.redraw();
        self.network_view(genesis)
    }

    /// Which network a node serves, if a search can be made with it. Asks what a search asks, so that no node is taken that fails in
    /// the middle of one.
    async fn test_node(&self, typed: &str) -> Result<(NodeUrl, GenesisHash), Fault> {
        let allowed = Allowed::to_be_tested(typed).map_err(fault)?;
        let url = allowed.url().clone();
        let tested = query::probe(&self.context.ports.node(&allowed), || self.context.ports.now()).await;
        let standing = tested.map_err(|error| fault_of(&error, url.origin()))?;
        Ok((url, standing.genesis))
    }

    fn network_view(&self, genesis: GenesisHash) -> Result<NetworkView, Fault> {
        let contents = self.vault.contents()?;
        networks(&contents)
            .into_iter()
            .find(|network| network.genesis == genesis.to_string())
            .ok_or_else(|| fault(SessionError::UnknownNetwork))
    }

    /// One more node for the network it serves, asked when those before it cannot answer.
    async fn add_node(&self, url: &str) -> Result<NetworkView, Fault> {
        self.vault.require_open()?;
        self.vault.refuse_while_searching()?;
        let (url, genesis) = self.test_node(url).await?;
        self.vault
            .commit(|contents| {
                // Once more: a search may have begun while this waited.
                self.vault.refuse_while_searching()?;
                let mut nodes: Vec<String> = node_urls(contents, genesis).iter().map(ToString::to_string).collect();
                if nodes.contains(&url.to_string()) {
                    return Ok(());
                }
                if nodes.len() >= MAX_NODES {
                    return Err(fault(SessionError::TooManyNodes { ceiling: MAX_NODES }));
                }
                nodes.push(url.to_string());
                contents.settings.nodes.insert(genesis, nodes);
                Ok(())
            })
            .await?;
        self.context.redraw();
        self.network_view(genesis)
    }

    /// Asks this node no longer. With the last one gone, the public node is asked again, where there is one.
    async fn remove_node(&self, network: &str, url: &str) -> Result<(), Fault> {
        let genesis: GenesisHash = network.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        self.vault.refuse_while_searching()?;
        self.vault
            .commit(|contents| {
                // Once more: a search may have begun while this waited.
                self.vault.refuse_while_searching()?;
                let nodes =
                    contents.settings.nodes.get_mut(&genesis).ok_or_else(|| fault(SessionError::UnknownNode))?;
                let before = nodes.len();
                nodes.retain(|node| node != url);
                if nodes.len() == before {
                    return Err(fault(SessionError::UnknownNode));
                }
                // What the node said about the network goes with it.
                contents.parameters.remove(&genesis);
                if contents.settings.nodes.get(&genesis).is_some_and(Vec::is_empty) {
                    contents.settings.nodes.remove(&genesis);
                }
                if node_urls(contents, contents.settings.network).is_empty() {
                    contents.settings.network = Network::Mainnet.genesis();
                }
                Ok(())
            })
            .await?;
        self.context.redraw();
        Ok(())
    }

    async fn set_auto_lock(&self, minutes: u32) -> Result<(), Fault> {
        if !AUTO_LOCK_MINUTES.contains(&minutes) {
            return Err(fault(SessionError::AutoLockOutOfRange));
        }
        self.vault
            .commit(|contents| {
                contents.settings.auto_lock_minutes = minutes;
                Ok(())
            })
            .await?;
        self.context.redraw();
        Ok(())
    }

    async fn lock_with_screen(&self, on: bool) -> Result<(), Fault> {
        self.vault
            .commit(|contents| {
                contents.settings.lock_with_screen = on;
                Ok(())
            })
            .await?;
        self.context.redraw();
        Ok(())
    }
}

/// The auto-lock times to choose from, shortest first.
fn auto_lock_offered(in_force: u32) -> Vec<u32> {
    let offered: BTreeSet<u32> = AUTO_LOCK_OFFERED.into_iter().chain([in_force]).gather();
    offered.into_iter().collect()
}

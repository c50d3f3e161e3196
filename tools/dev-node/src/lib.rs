//! A synthetic Concordium node: the real service and message names over gRPC-web, a chain made of recovery phrases, and
//! faults on request.
//!
//! ```text
//! client ─▶ distance ─▶ edge (connections, latency, faults, journal) ─▶ CORS ─▶ gRPC-web ─▶ service ─▶ answers ─▶ chain ◀─ scenario
//!                                                   └─▶ directory (the wallet proxy's list of keys)
//! control (knobs, journal, chain as JSON) ───────────────▲
//! ```
//!
//! Several nodes can run in one process, each on ports of its own, over one chain. Without TLS a port speaks HTTP/1.1 and, to
//! whoever begins with it, HTTP/2.

pub mod answers;
pub mod broken;
pub mod chain;
pub mod client;
pub mod control;
pub mod directory;
pub mod distance;
pub mod edge;
pub mod fault;
pub mod feed;
pub mod journal;
pub mod scenario;
pub mod service;
mod wire;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use lifeboat::model::GenesisHash;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use answers::Moment;
use chain::Chain;
use fault::Knobs;
use journal::Journal;

/// What `--genesis` and the `genesis` knob understand by `dev`: a chain of its own, so that nobody takes it for a real one.
pub const DEV_GENESIS: GenesisHash = GenesisHash::new(*b"Lifeboat dev node, not a network");

/// Everything the edge, the service and the control endpoint share.
pub struct Shared {
    /// The chain; it never changes.
    pub chain: Arc<Chain>,
    /// Genesis hash without the knob.
    pub genesis: GenesisHash,
    knobs: Mutex<Knobs>,
    journal: Mutex<Journal>,
    listening: watch::Sender<bool>,
    /// When the ages of accounts were true, in milliseconds since 1970.
    started_ms: u64,
}

impl Shared {
    /// The knobs, for a moment.
    pub fn knobs(&self) -> MutexGuard<'_, Knobs> {
        self.knobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The journal, for a moment.
    pub fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a node that has got as far as this knows the account.
    #[must_use]
    pub fn knows(&self, at: Moment, account: &chain::Account) -> bool {
        let born = |age: u64| self.started_ms.saturating_sub(age.saturating_mul(1000));
        account.age_seconds.is_none_or(|age| born(age) <= at.chain_ms())
    }

    /// Whether the node's port is open.
    #[must_use]
    pub fn is_listening(&self) -> bool {
        *self.listening.borrow()
    }

    /// Opens or closes the node's port. Closing cuts every connection; a closed port refuses.
    pub fn listen(&self, listening: bool) {
        self.listening.send_replace(listening);
    }
}

/// A running node. Dropping it stops it.
pub struct DevNode {
    /// The node's port on 127.0.0.1.
    pub port: u16,
    /// The control endpoint's port on 127.0.0.1.
    pub control: u16,
    /// What it shares with its tasks.
    pub shared: Arc<Shared>,
    tasks: [JoinHandle<()>; 2],
}

impl DevNode {
    /// Starts a node with this chain, which others may have, too. Port 0 means any free one.
    ///
    /// # Errors
    /// When a port cannot be bound.
    pub async fn start(
        chain: impl Into<Arc<Chain>>,
        genesis: GenesisHash,
        port: u16,
        control: u16,
    ) -> anyhow::Result<Self> {
        let here = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(here(port)).await?;
        let control_listener = TcpListener::bind(here(control)).await?;
        let (listening, watching) = watch::channel(true);
        let shared = Arc::new(Shared {
            chain: chain.into(),
            genesis,
            knobs: Mutex::default(),
            journal: Mutex::default(),
            listening,
            started_ms: now_ms(),
        });
        let (port, control) = (listener.local_addr()?.port(), control_listener.local_addr()?.port());
        let tasks = [
            tokio::spawn(edge::run(listener, watching, Arc::clone(&shared))),
            tokio::spawn(control::run(control_listener, Arc::clone(&shared))),
        ];
        Ok(Self { port, control, shared, tasks })
    }

    /// What the node is called in a settings field.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for DevNode {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a node has a clock; the engine has none")]
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Reads `dev`, `mainnet`, `testnet` or 64 hexadecimal characters.
///
/// # Errors
/// When it is none of these.
pub fn read_genesis(text: &str) -> anyhow::Result<GenesisHash> {
    use lifeboat::model::Network;

    Ok(match text {
        "dev" => DEV_GENESIS,
        "mainnet" => Network::Mainnet.genesis(),
        "testnet" => Network::Testnet.genesis(),
        hexadecimal => hexadecimal.parse()?,
    })
}

//! Asking the nodes of a network: the first one that is fit, and what each of them was asked.
//! This module drives a [`Roster`]; it refuses to know what the questions are about, and to take one node's word for another's.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::lock::Mutex;

use crate::crypto::entropy::Entropy as _;
use crate::fault::{Explain, Fault};
use crate::model::GenesisHash;
use crate::node::roster::{Next, Seat, Topic};
use crate::node::{BlockInfo, NodeError, Obstacle, Roster, Standing, query, retry};
use crate::recovery::Witness;

use super::error::SessionError;
use super::panel::Panel;
use super::settings::node_urls;
use super::state::millis;
use super::view::NodeStateView;
use super::{Ports, Session, fault};

/// How long a node that was left is left alone, in milliseconds.
const REST_MS: u64 = 2_000;

/// The nodes of one network, for one task.
pub(super) struct Nodes<P: Ports> {
    session: Rc<Session<P>>,
    network: GenesisHash,
    panel: Panel,
    roster: RefCell<Roster>,
    /// One examination at a time: whoever comes meanwhile waits for its result.
    examining: Mutex<()>,
    last_again: Cell<u64>,
    /// The last final block of the node that is asked, as it was examined.
    block: RefCell<Option<BlockInfo>>,
    /// Whether the last fault is of a kind that passes by itself.
    fault_passes: Cell<bool>,
}

impl NodeStateView {
    /// A node nothing is known of yet.
    pub(super) const fn unknown(url: String) -> Self {
        Self { url, state: "unknown", height: None, lag_seconds: None, lagging: false, fault: None }
    }
}

impl<P: Ports + 'static> Nodes<P> {
    /// The nodes the settings name for a network.
    pub(super) fn of(session: &Rc<Session<P>>, network: GenesisHash, panel: Panel) -> Result<Self, Fault> {
        let urls = {
            let state = session.state.borrow();
            let open = state.open().ok_or_else(|| fault(SessionError::VaultLocked))?;
            node_urls(&open.contents, network)
        };
        let roster = Roster::new(network, urls).ok_or_else(|| fault(SessionError::UnknownNetwork))?;
        Ok(Self {
            session: Rc::clone(session),
            network,
            panel,
            roster: RefCell::new(roster),
            examining: Mutex::new(()),
            last_again: Cell::new(0),
            block: RefCell::default(),
            fault_passes: Cell::new(true),
        })
    }

    /// One question to the node whose turn it is. Repeating is the caller's affair: the next attempt may go to another node.
    pub(super) async fn ask<T>(
        &self,
        topic: Topic,
        question: impl AsyncFnOnce(&P::Node) -> Result<T, NodeError>,
    ) -> Result<(T, Witness), NodeError> {
        let (seat, node, url) = self.fit().await?;
        self.roster.borrow_mut().asking(seat, topic);
        match question(&node).await {
            Ok(answer) => {
                self.roster.borrow_mut().answered(seat, topic);
                self.show(|view| {
                    if view.state != "ready" {
                        view.state = "ready";
                        view.fault = None;
                    }
                });
                let block = *self.block.borrow();
                Ok((answer, Witness { node: url, block, at: self.session.ports.now() }))
            }
            Err(error) => {
                self.roster.borrow_mut().failed(seat, topic, &error);
                self.show_fault(&error);
                Err(error)
            }
        }
    }

    /// The same, as often as its faults deserve.
    pub(super) async fn insist<T>(
        &self,
        topic: Topic,
        question: impl AsyncFn(&P::Node) -> Result<T, NodeError>,
    ) -> Result<T, NodeError> {
        let mut failed = 0;
        loop {
            let error = match self.ask(topic, async |node: &P::Node| question(node).await).await {
                Ok((answer, _)) => return Ok(answer),
                Err(error) => error,
            };
            failed += 1;
            let mut bytes = [0; 4];
            self.session.ports.entropy().fill(&mut bytes);
            let Some(pause) = retry::pause_after(&error, failed, u32::from_le_bytes(bytes)) else { return Err(error) };
            self.session.ports.sleep(pause).await;
        }
    }

    /// Gets to a node that is fit, if there is one now.
    pub(super) async fn ready(&self) -> Result<(), NodeError> {
        self.fit().await.map(drop)
    }

    /// Forgets what was held against the nodes: the person says so.
    pub(super) fn again(&self) {
        self.roster.borrow_mut().again();
    }

    /// Whether the last fault is of a kind that passes by itself.
    pub(super) fn fault_passes(&self) -> bool {
        self.fault_passes.get()
    }

    async fn fit(&self) -> Result<(Seat, P::Node, String), NodeError> {
        loop {
            if self.panel.is_overruled(&self.session.state.borrow()) {
                self.roster.borrow_mut().overrule();
            }
            let next = self.roster.borrow().next();
            match next {
                Next::Ask(seat) => {
                    let (node, url) = self.node(seat).ok_or(NodeError::Unreachable)?;
                    return Ok((seat, node, url));
                }
                Next::Examine(_) => self.examine().await,
                Next::Nobody => {
                    let (why, may_pass) = {
                        let roster = self.roster.borrow();
                        (roster.why().unwrap_or(NodeError::Unreachable), roster.may_pass())
                    };
                    let now = self.session.ports.now();
                    if !may_pass || now.saturating_sub(self.last_again.get()) < REST_MS {
                        self.show_fault(&why);
                        return Err(why);
                    }
                    self.last_again.set(now);
                    self.roster.borrow_mut().again();
                }
            }
        }
    }

    async fn examine(&self) {
        let _alone = self.examining.lock().await;
        // Somebody else may have done it meanwhile.
        let Next::Examine(seat) = self.roster.borrow().next() else { return };
        let Some((node, url)) = self.node(seat) else { return };
        self.show(|view| {
            view.url = url;
            if view.state != "failing" {
                view.state = "asking";
            }
        });
        self.roster.borrow_mut().asking(seat, Topic::Chain);
        let standing = query::standing(&node, || self.session.ports.now()).await;
        match &standing {
            Ok(standing) => {
                *self.block.borrow_mut() = Some(standing.last_final);
                self.show_standing(standing);
            }
            Err(error) => self.show_fault(error),
        }
        let mut roster = self.roster.borrow_mut();
        match &standing {
            Ok(_) => roster.answered(seat, Topic::Chain),
            Err(error) => roster.failed(seat, Topic::Chain, error),
        }
        roster.examined(seat, standing);
    }

    fn node(&self, seat: Seat) -> Option<(P::Node, String)> {
        let roster = self.roster.borrow();
        let url = roster.url(seat)?;
        Some((self.session.ports.node(url), url.to_string()))
    }

    fn show_standing(&self, standing: &Standing) {
        let obstacle = standing.obstacle(self.network);
        // A doubt that was overruled is still said, but nobody has to wait for it to pass.
        let is_settled = match obstacle {
            None => true,
            Some(Obstacle::Lagging { .. } | Obstacle::ClockBehind { .. }) => {
                self.panel.is_overruled(&self.session.state.borrow())
            }
            Some(Obstacle::WrongNetwork { .. }) => false,
        };
        self.show(|view| {
            view.state = if is_settled { "ready" } else { "failing" };
            view.height = Some(millis(standing.last_final.height));
            view.lag_seconds = Some(millis(standing.lag_seconds));
            view.lagging = standing.lagging;
            view.fault = obstacle.map(NodeError::from).or_else(|| standing.concern()).map(|error| error.fault());
        });
    }

    fn show_fault(&self, error: &NodeError) {
        self.fault_passes.set(error.retryable());
        self.show(|view| {
            view.state = "failing";
            view.fault = Some(error.fault());
        });
    }

    /// Changes what the page sees of the node; says nothing when that is what it sees already.
    fn show(&self, change: impl FnOnce(&mut NodeStateView)) {
        {
            let mut state = self.session.state.borrow_mut();
            let Some(view) = self.panel.node(&mut state) else { return };
            let before = view.clone();
            change(view);
            if *view == before {
                return;
            }
        }
        self.session.publish();
    }
}

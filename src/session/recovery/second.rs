//! Asking another node about what a run was told, while its overview is shown.
//! This module asks; what the answers mean beside the first ones is `recovery`'s to say.

use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::stream::{self, StreamExt};

use crate::fault::Fault;
use crate::model::{AccountAddress, CredentialId};
use crate::node::roster::Topic;
use crate::node::{NodeUrl, query};
use crate::recovery::{Agreement, Control, SecondOpinion};
use crate::session::Session;
use crate::session::error::SessionError;
use crate::session::error::fault;
use crate::session::nodes::Nodes;
use crate::session::nodes::networks::node_urls;
use crate::session::ports::Ports;
use crate::session::recovery::view::SecondView;

use crate::session::recovery::{Phase, RecoveryFlow, change_run};

/// Look-ups under way at the same time.
const CONCURRENCY: usize = 50;
/// The page is told this often at most, in milliseconds.
const TELL_MS: u64 = 300;

/// What another node says, and how far it was asked.
pub(super) struct Second {
    url: String,
    is_asking: bool,
    opinion: SecondOpinion,
    fault: Option<Fault>,
}

impl Second {
    pub(super) fn view(&self) -> SecondView {
        SecondView {
            url: self.url.clone(),
            asking: self.is_asking,
            totals: self.opinion.totals(),
            fault: self.fault.clone(),
        }
    }

    pub(super) fn by_account(&self) -> BTreeMap<AccountAddress, Agreement> {
        self.opinion.by_account()
    }
}

impl<P: Ports + 'static> Session<P> {
    /// Asks another node of the network about everything the run at rest was told.
    pub(in crate::session) fn ask_another_node(self: &Rc<Self>, url: &str) -> Result<(), Fault> {
        let (network, control, questions, url) = {
            let mut state = self.state.borrow_mut();
            let out_of_step = || fault(SessionError::OutOfStep);
            let RecoveryFlow::Active(active) = &state.recovery else { return Err(out_of_step()) };
            let Phase::Overview(recovery, _) = &active.phase else { return Err(out_of_step()) };
            let (network, control) = (active.network, active.control.clone());
            let known = node_urls(&*self.vault.contents()?, network).into_iter().find(|known| known.to_string() == url);
            let url = known.ok_or_else(|| fault(SessionError::UnknownNode))?;
            let opinion = SecondOpinion::of(recovery);
            let questions: Vec<_> = opinion.questions().collect();
            let second = Second { url: url.to_string(), is_asking: true, opinion, fault: None };
            change_run(&mut state, &control, |active| active.second = Some(second));
            (network, control, questions, url)
        };
        let nodes = Nodes::only(&self.context, network, url.clone())?;
        let session = Rc::clone(self);
        self.context.ports.spawn(async move { session.hear_second(&nodes, &url, &control, questions).await });
        self.context.redraw();
        Ok(())
    }

    /// Asks side by side, until every question has its answer or was given up; ends when nobody wants to know any more.
    async fn hear_second(
        self: &Rc<Self>,
        nodes: &Nodes<P>,
        url: &NodeUrl,
        control: &Control,
        questions: Vec<CredentialId>,
    ) {
        let mut told_at = 0;
        let mut answers = stream::iter(questions)
            .map(async |id| {
                let question = async |node: &P::Node| query::account_by_credential(node, &id).await;
                (id, nodes.insist(Topic::Credential, question).await)
            })
            .buffer_unordered(CONCURRENCY);
        while let Some((id, answer)) = answers.next().await {
            let is_heard = self.note_second(control, url, |second| {
                second.opinion.answer(&id, answer.as_ref().ok());
                if let Err(error) = &answer {
                    second.fault = Some(nodes.fault(error));
                }
            });
            if !is_heard {
                return;
            }
            let now = self.context.ports.now();
            if now.saturating_sub(told_at) >= TELL_MS {
                told_at = now;
                self.context.redraw();
            }
        }
        if self.note_second(control, url, |second| second.is_asking = false) {
            let denied = self.state.borrow().recovery.denied();
            self.import.weigh_second_opinion(denied);
            self.context.redraw();
        }
    }

    /// Whether there is still somebody to tell.
    fn note_second(&self, control: &Control, url: &NodeUrl, change: impl FnOnce(&mut Second)) -> bool {
        let mut is_there = false;
        let state = &mut *self.state.borrow_mut();
        change_run(state, control, |active| {
            if let Some(second) = active.second.as_mut().filter(|second| second.url == url.to_string()) {
                change(second);
                is_there = true;
            }
        });
        self.import.touch();
        is_there
    }
}

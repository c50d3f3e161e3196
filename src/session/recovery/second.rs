//! Asking another node about what a run was told, while its overview is shown.
//! What the answers mean beside the first ones is `recovery`'s to say.

use std::rc::Rc;

use futures_util::stream::{self, StreamExt};

use crate::fault::Fault;
use crate::model::CredentialId;
use crate::node::query;
use crate::recovery::SecondOpinion;

use super::RecoveryFlow;
use super::opinion::Second;
use crate::session::error::{SessionError, fault};
use crate::session::nodes::Nodes;
use crate::session::nodes::networks::node_urls;
use crate::session::ports::Ports;
use crate::session::turn::Turn;

/// Look-ups under way at the same time.
const CONCURRENCY: usize = 50;
/// The page is told this often at most, in milliseconds.
const TELL_MS: u64 = 300;

impl<P: Ports + 'static> RecoveryFlow<P> {
    /// Asks another node of the network about everything the run at rest was told.
    pub(super) fn ask_another_node(self: &Rc<Self>, url: &str) -> Result<(), Fault> {
        let out_of_step = || fault(SessionError::OutOfStep);
        let asked = Rc::new(());
        let (network, turn, questions, url) = {
            let mut state = self.state.borrow_mut();
            let opinion = SecondOpinion::of(state.at_rest().ok_or_else(out_of_step)?);
            let active = state.active_mut().ok_or_else(out_of_step)?;
            let mut known = node_urls(&*self.vault.contents()?, active.network).into_iter();
            let url = known.find(|known| known.to_string() == url).ok_or_else(|| fault(SessionError::UnknownNode))?;
            if active.second.as_ref().is_some_and(|second| second.is_asking && second.url == url.to_string()) {
                // It is being asked.
                return Ok(());
            }
            let questions: Vec<_> = opinion.questions().collect();
            active.second =
                Some(Second { asked: Rc::clone(&asked), url: url.to_string(), is_asking: true, opinion, fault: None });
            (active.network, active.turn.clone(), questions, url)
        };
        let nodes = Nodes::only(&self.context, network, url)?;
        let flow = Rc::clone(self);
        self.context.ports.spawn(async move { flow.hear_second(&nodes, &asked, &turn, questions).await });
        self.context.redraw();
        Ok(())
    }

    /// Asks side by side, until every question has its answer or was given up; ends when nobody wants to know any more.
    async fn hear_second(&self, nodes: &Nodes<P>, asked: &Rc<()>, turn: &Turn, questions: Vec<CredentialId>) {
        let mut told_at = 0;
        let mut answers = stream::iter(questions)
            .map(async |id| {
                let question = async |node: &P::Node| query::account_by_credential(node, &id).await;
                (id, nodes.insist(question).await)
            })
            .buffer_unordered(CONCURRENCY);
        while let Some((id, answer)) = answers.next().await {
            let is_heard = self.note_second(turn, asked, |second| {
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
        if self.note_second(turn, asked, |second| second.is_asking = false) {
            self.import.weigh_second_opinion(self.state.borrow().denied());
            self.context.redraw();
        }
    }

    /// Whether there is still somebody to tell.
    fn note_second(&self, turn: &Turn, asked: &Rc<()>, change: impl FnOnce(&mut Second)) -> bool {
        let mut is_there = false;
        self.change(turn, |active| {
            if let Some(second) = active.second.as_mut().filter(|second| Rc::ptr_eq(&second.asked, asked)) {
                change(second);
                is_there = true;
            }
        });
        self.import.touch();
        is_there
    }
}

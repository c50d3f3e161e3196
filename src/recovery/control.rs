//! What the person says while a run is under way. This module carries words from the page to the driver; it refuses to
//! know what they lead to.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// One thing the person can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// End the search; keep what was found.
    Stop,
    /// Go on after a suggestion.
    Continue,
    /// Do not wait any longer for answers about the open credential ids.
    GiveUp,
    /// Ask the node again about everything that was given up.
    CheckAgain,
    /// Ask the Ledger again after a refusal.
    AskAgain,
    /// Leave out the index that was refused on the Ledger.
    SkipIndex,
}

/// One end sends, the other is awaited by [`drive`](super::drive()). Clones share one queue. For one thread.
#[derive(Debug, Clone, Default)]
pub struct Control(Rc<RefCell<Queue>>);

#[derive(Debug, Default)]
struct Queue {
    commands: VecDeque<Command>,
    waiting: Option<Waker>,
}

impl Control {
    /// Says it; nothing is lost while nobody listens.
    pub fn send(&self, command: Command) {
        let mut queue = self.0.borrow_mut();
        queue.commands.push_back(command);
        let waiting = queue.waiting.take();
        // The listener may look at the queue at once.
        drop(queue);
        if let Some(waker) = waiting {
            waker.wake();
        }
    }

    /// Whether both are ends of the same queue.
    #[must_use]
    pub fn is_shared_with(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// The next thing that was said. One listener at a time.
    pub async fn next(&self) -> Command {
        poll_fn(|context| {
            let mut queue = self.0.borrow_mut();
            if let Some(command) = queue.commands.pop_front() {
                return Poll::Ready(command);
            }
            queue.waiting = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}

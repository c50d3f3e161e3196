//! A bell for those who wait for what somebody here says or does: they are woken when it rings, and look at nothing until then.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Clones are the same bell. For one thread.
#[derive(Clone, Default)]
pub(super) struct Bell(Rc<Rung>);

#[derive(Default)]
struct Rung {
    times: Cell<u64>,
    waiting: RefCell<Vec<Waker>>,
}

impl Bell {
    /// Wakes everybody who waits.
    pub(super) fn ring(&self) {
        self.0.times.set(self.0.times.get().wrapping_add(1));
        // Whoever is woken may listen again at once.
        let waiting = self.0.waiting.take();
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Ready when it has rung after this call, also if nobody was waiting by then.
    pub(super) fn next(&self) -> impl Future<Output = ()> + use<> {
        let (bell, heard) = (Rc::clone(&self.0), self.0.times.get());
        poll_fn(move |context| {
            if bell.times.get() != heard {
                return Poll::Ready(());
            }
            let mut waiting = bell.waiting.borrow_mut();
            if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::FutureExt as _;

    use super::*;

    #[test]
    fn what_rings_between_listening_and_waiting_is_heard() {
        let bell = Bell::default();
        bell.ring();
        let mut next = Box::pin(bell.next());
        assert!(next.as_mut().now_or_never().is_none(), "that was before");
        bell.clone().ring();
        assert!(next.now_or_never().is_some());
    }

    #[test]
    fn somebody_who_waits_is_listed_once_however_often_they_are_looked_at() {
        let bell = Bell::default();
        let mut next = Box::pin(bell.next());
        (0..9).for_each(|_| assert!(next.as_mut().now_or_never().is_none()));
        assert_eq!(bell.0.waiting.borrow().len(), 1);
        bell.ring();
        assert!(bell.0.waiting.borrow().is_empty());
    }
}

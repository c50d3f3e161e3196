//! A queue from whoever has something to say to the one who waits for it, on one thread.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// One end sends, the other is awaited. Clones share one queue.
#[derive(Debug)]
pub struct Queue<T>(Rc<RefCell<Inner<T>>>);

#[derive(Debug)]
struct Inner<T> {
    values: VecDeque<T>,
    waiting: Option<Waker>,
}

impl<T> Queue<T> {
    /// Says it; nothing is lost while nobody listens.
    pub fn send(&self, value: T) {
        let mut inner = self.0.borrow_mut();
        inner.values.push_back(value);
        let waiting = inner.waiting.take();
        // The listener may look at the queue at once.
        drop(inner);
        if let Some(waker) = waiting {
            waker.wake();
        }
    }

    /// The next one. One listener at a time.
    pub async fn next(&self) -> T {
        poll_fn(|context| {
            let mut inner = self.0.borrow_mut();
            if let Some(value) = inner.values.pop_front() {
                return Poll::Ready(value);
            }
            inner.waiting = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(Inner { values: VecDeque::new(), waiting: None })))
    }
}

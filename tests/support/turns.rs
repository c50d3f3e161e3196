//! Shared by the tests of drivers: whose turn it is.

use std::future::Future;
use std::task::Poll;

/// Lets the others go first, once.
pub(crate) fn yield_now() -> impl Future<Output = ()> {
    let mut yielded = false;
    std::future::poll_fn(move |context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
}

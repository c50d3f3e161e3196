//! How many round trips a conversation with a node takes, however many questions there are.

use std::cell::Cell;

use lifeboat::node::{Method, NodeError, NodeTransport};

/// A transport that counts. Questions that go out before any further answer has come share a round trip; one that goes out after
/// an answer may depend on it, so it begins at least the next.
pub struct RoundTrips<T> {
    inner: T,
    /// The longest chain of questions, each asked after the answer before it.
    trips: Cell<u32>,
    calls: Cell<u32>,
}

impl<T> RoundTrips<T> {
    /// Nothing was asked yet.
    #[must_use]
    pub const fn over(inner: T) -> Self {
        Self { inner, trips: Cell::new(0), calls: Cell::new(0) }
    }

    /// Round trips that have come to their end.
    #[must_use]
    pub const fn trips(&self) -> u32 {
        self.trips.get()
    }

    /// Questions that were asked.
    #[must_use]
    pub const fn calls(&self) -> u32 {
        self.calls.get()
    }
}

impl<T: NodeTransport> NodeTransport for RoundTrips<T> {
    async fn call(&self, method: Method, message: &[u8]) -> Result<Vec<u8>, NodeError> {
        self.calls.set(self.calls.get() + 1);
        let this = self.trips.get() + 1;
        let answer = self.inner.call(method, message).await;
        self.trips.set(self.trips.get().max(this));
        answer
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::future::join_all;

    use super::*;

    /// Answers after as many milliseconds as the question has bytes.
    struct Slow;

    impl NodeTransport for Slow {
        async fn call(&self, _: Method, message: &[u8]) -> Result<Vec<u8>, NodeError> {
            tokio::time::sleep(Duration::from_millis(message.len().try_into().unwrap())).await;
            Ok(Vec::new())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn questions_side_by_side_share_a_round_trip_and_others_do_not() {
        let counted = RoundTrips::over(Slow);
        let ask = |length: usize| counted.call(Method::GetAccountInfo, &[0; 64][..length]);
        join_all((1..=50).map(ask)).await;
        assert_eq!((counted.calls(), counted.trips()), (50, 1));
        for _ in 0..3 {
            ask(1).await.unwrap();
        }
        assert_eq!((counted.calls(), counted.trips()), (53, 4));
        // Two chains side by side are as long as the longer one.
        let chain = async |times: u32| {
            for _ in 0..times {
                ask(9).await.unwrap();
            }
        };
        futures_util::future::join(chain(2), chain(3)).await;
        assert_eq!(counted.trips(), 7);
    }
}

//! "Am I still the one?", for everything that can be overtaken: whoever begins ends the turn of whoever was before.

use std::cell::Cell;
use std::rc::Rc;

use futures_util::future::AbortHandle;

use super::bell::Bell;

/// Whose turn it is: of one, or of nobody.
#[derive(Default)]
pub(super) struct Turns(Rc<Current>);

#[derive(Default)]
struct Current {
    number: Cell<u64>,
    changed: Bell,
}

/// One turn. Clones are the same one.
#[derive(Clone)]
pub(super) struct Turn {
    turns: Rc<Current>,
    number: u64,
}

impl Turns {
    /// A new turn; the one before is over.
    pub(super) fn begin(&self) -> Turn {
        self.end();
        Turn { turns: Rc::clone(&self.0), number: self.0.number.get() }
    }

    /// It is nobody's turn any more.
    pub(super) fn end(&self) {
        self.0.number.set(self.0.number.get() + 1);
        self.0.changed.ring();
    }
}

impl Turn {
    /// Whether another one has begun, or it was ended.
    pub(super) fn is_over(&self) -> bool {
        self.turns.number.get() != self.number
    }

    /// Ready when it is over.
    pub(super) async fn over(&self) {
        loop {
            let changed = self.turns.changed.next();
            if self.is_over() {
                return;
            }
            changed.await;
        }
    }
}

/// Work that ends when this is dropped.
pub(super) struct Stop(AbortHandle);

impl Stop {
    pub(super) const fn new(handle: AbortHandle) -> Self {
        Self(handle)
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::FutureExt as _;

    use super::*;

    #[test]
    fn a_turn_is_over_when_another_one_begins_or_it_is_ended() {
        let turns = Turns::default();
        let first = turns.begin();
        assert!(!first.is_over() && first.over().now_or_never().is_none());
        let second = turns.begin();
        assert!(first.is_over() && first.over().now_or_never().is_some() && !second.is_over());
        turns.end();
        assert!(second.is_over());
    }
}

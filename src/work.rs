//! How much was done, for this crate's own tests: they count work instead of asking a clock. Anywhere else nothing is counted.

/// Kinds of work that grow with what people bring along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// A record was looked at on the way to another one.
    Visit,
    /// An address was made from a credential id.
    Address,
    /// A point of the curve was multiplied.
    Multiple,
    /// A row of a preview was made for the page.
    Row,
    /// A ruling was carried out, to see what it comes to or to do it.
    Carried,
    /// An address was spelled in base58, or read from it.
    Spelled,
    /// A byte of a record was written, or counted as if it were.
    Written,
    /// A record was marked with its fingerprint.
    Marked,
    /// A record was made into what the page sees of it.
    Shown,
    /// A byte of a vault went through its checksum.
    Summed,
}

#[cfg(not(test))]
pub(crate) const fn note(_: Work, _: usize) {}

#[cfg(test)]
pub(crate) use counted::{count, note};

#[cfg(test)]
mod counted {
    use std::cell::Cell;

    use super::Work;

    thread_local! {
        static DONE: Cell<[usize; 10]> = const { Cell::new([0; 10]) };
    }

    pub(crate) fn note(work: Work, amount: usize) {
        DONE.with(|done| {
            let mut all = done.get();
            all[work as usize] += amount;
            done.set(all);
        });
    }

    /// How much of it `doing` takes.
    pub(crate) fn count<T>(work: Work, doing: impl FnOnce() -> T) -> (usize, T) {
        let before = DONE.with(Cell::get)[work as usize];
        let done = doing();
        (DONE.with(Cell::get)[work as usize] - before, done)
    }
}

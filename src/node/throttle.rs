//! How fast one node is asked: as fast as it goes, until it says that it is too much; then fewer at once, further apart,
//! and not before the time it names. It counts and adds: the clock is the caller's.
//!
//! The first questions of a search go out together. Whoever limits its callers refuses most of them, and every one of those
//! refusals is the answer to the same burst: it counts once. (TCP does the same with the losses of one window.)

/// Most questions under way at the same time: all look-ups of an ordinary index.
pub const MOST_AT_ONCE: u32 = 50;
/// After so many bursts that were too much, without an answer between them, the node is left.
pub const MAX_SLOWDOWNS: u32 = 8;
/// Longest pause that a node can ask for, in seconds. One that wants more is asked again after this.
pub const MAX_RETRY_AFTER: u32 = 60;

/// Pause after the first burst that was too much; doubled after every further one.
const FIRST_PAUSE_MS: u64 = 500;
const MAX_PAUSE_MS: u64 = 5_000;
/// Distance between two questions after the first one; doubled as well.
const FIRST_GAP_MS: u64 = 50;
const MAX_GAP_MS: u64 = 2_000;
/// So many answers in a row make it a little faster again.
const CALM: u32 = 10;

/// What is known about how much one node takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Throttle {
    at_once: u32,
    under_way: u32,
    /// Grows when it is slowed down: refusals of questions that were sent before say nothing new.
    burst: u32,
    gap_ms: u64,
    /// No question goes out before this time.
    free_at: u64,
    slowdowns: u32,
    calm: u32,
}

/// Which burst a question belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket(u32);

/// Whether a question may go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It is on its way: [`Throttle::ended`] must follow.
    Now(Ticket),
    /// Not for so many milliseconds.
    After(u32),
    /// Not before one of those under way has ended.
    WhenOneEnds,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { at_once: MOST_AT_ONCE, under_way: 0, burst: 0, gap_ms: 0, free_at: 0, slowdowns: 0, calm: 0 }
    }
}

impl Throttle {
    /// Whether a question may go out at this time, in milliseconds since 1970.
    pub fn turn(&mut self, now: u64) -> Admission {
        if self.under_way >= self.at_once {
            return Admission::WhenOneEnds;
        }
        // A clock that was set back must not make anybody wait for hours.
        let wait = self.free_at.saturating_sub(now).min(u64::from(MAX_RETRY_AFTER) * 1000);
        if wait > 0 {
            return Admission::After(u32::try_from(wait).unwrap_or(u32::MAX));
        }
        self.under_way += 1;
        self.free_at = now.saturating_add(self.gap_ms);
        Admission::Now(Ticket(self.burst))
    }

    /// A question is over, whatever became of it.
    pub fn ended(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// It was answered.
    pub fn answered(&mut self) {
        self.slowdowns = 0;
        self.calm += 1;
        if self.calm >= CALM {
            self.calm = 0;
            self.at_once = (self.at_once + self.at_once.div_ceil(4)).min(MOST_AT_ONCE);
            self.gap_ms -= self.gap_ms.div_ceil(4);
        }
    }

    /// It was too much. `seconds`: how long the node wants to be left alone, where it says so. Answers whether the node was patient
    /// enough by now: nothing that is asked so slowly can be searched with.
    pub fn slow_down(&mut self, ticket: Ticket, now: u64, seconds: Option<u32>) -> bool {
        if ticket == Ticket(self.burst) {
            self.burst = self.burst.wrapping_add(1);
            self.slowdowns += 1;
            self.calm = 0;
            self.at_once = (self.at_once / 2).max(1);
            self.gap_ms = (self.gap_ms * 2).clamp(FIRST_GAP_MS, MAX_GAP_MS);
            let usual = (FIRST_PAUSE_MS << self.slowdowns.saturating_sub(1).min(8)).min(MAX_PAUSE_MS);
            let pause = seconds.map_or(usual, |seconds| u64::from(seconds.min(MAX_RETRY_AFTER)) * 1000);
            self.free_at = self.free_at.max(now.saturating_add(pause));
        }
        self.slowdowns >= MAX_SLOWDOWNS
    }

    /// Whether it is asked more slowly than could be.
    #[must_use]
    pub const fn is_slow(&self) -> bool {
        self.at_once < MOST_AT_ONCE
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;

    use super::*;

    fn sent(throttle: &mut Throttle, now: u64) -> Ticket {
        match throttle.turn(now) {
            Admission::Now(ticket) => ticket,
            other @ (Admission::After(_) | Admission::WhenOneEnds) => panic!("{other:?}"),
        }
    }

    #[test]
    fn refusals_of_one_burst_count_once() {
        let mut throttle = Throttle::default();
        let burst: Vec<_> = (0..MOST_AT_ONCE).map(|_| sent(&mut throttle, 0)).collect();
        assert_eq!(throttle.turn(0), Admission::WhenOneEnds);
        for ticket in burst {
            assert!(!throttle.slow_down(ticket, 0, None));
            throttle.ended();
        }
        assert_eq!(throttle.turn(0), Admission::After(500));
        let next: Vec<_> = (0..25).map(|number| sent(&mut throttle, 500 + number * 50)).collect();
        assert_eq!(throttle.turn(5_000), Admission::WhenOneEnds, "half as many");
        assert_eq!(next.len(), 25);
    }

    #[test]
    fn a_pause_that_is_asked_for_is_kept_up_to_its_ceiling() {
        for (seconds, wait) in [(3, 3_000), (86_400, MAX_RETRY_AFTER * 1000)] {
            let mut throttle = Throttle::default();
            let ticket = sent(&mut throttle, 1_000);
            throttle.ended();
            throttle.slow_down(ticket, 1_000, Some(seconds));
            assert_eq!(throttle.turn(1_000), Admission::After(wait));
            sent(&mut throttle, 1_000 + u64::from(wait));
        }
    }

    #[test]
    fn a_node_that_never_answers_is_left_in_the_end() {
        let mut throttle = Throttle::default();
        let mut now = 0;
        for slowdowns in 1..=MAX_SLOWDOWNS {
            now += 10_000;
            let ticket = sent(&mut throttle, now);
            throttle.ended();
            assert_eq!(throttle.slow_down(ticket, now, None), slowdowns == MAX_SLOWDOWNS);
        }
    }

    proptest! {
        /// A server that lets so many questions in per second, in bursts of so many: everything is answered, few are refused.
        #[test]
        fn a_limit_of_any_kind_is_lived_with(per_second in 1_u64..100, burst in 1_u64..60, questions in 1_usize..120) {
            let mut throttle = Throttle::default();
            let mut waiting: VecDeque<u32> = (0..questions).map(|_| 0).collect();
            let mut tokens = burst * 1000;
            let (mut now, mut filled, mut answered, mut refused) = (0_u64, 0_u64, 0, 0_u64);
            while let Some(attempts) = waiting.pop_front() {
                let ticket = loop {
                    match throttle.turn(now) {
                        Admission::Now(ticket) => break ticket,
                        Admission::After(wait) => now += u64::from(wait),
                        Admission::WhenOneEnds => throttle.ended(),
                    }
                };
                now += 2;
                tokens = (tokens + (now - filled) * per_second).min(burst * 1000);
                filled = now;
                if tokens >= 1000 {
                    tokens -= 1000;
                    answered += 1;
                    throttle.answered();
                } else {
                    refused += 1;
                    prop_assert!(!throttle.slow_down(ticket, now, None), "left");
                    waiting.push_back(attempts + 1);
                    prop_assert!(attempts < 12, "one question was refused {attempts} times");
                }
                throttle.ended();
            }
            prop_assert_eq!(answered, questions);
            prop_assert!(refused <= 20 + u64::try_from(questions).unwrap(), "{} refused of {}", refused, questions);
        }
    }
}

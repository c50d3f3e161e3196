//! When the vault locks by itself. It is told the time; what counts as a person, `Intent::by` says.

use super::view::LockCause;

/// How long before it locks by itself that is said, in milliseconds.
const WARNING_MS: u64 = 30_000;

/// How far a clock may be set back, in milliseconds, by whoever keeps it right. All steps since the vault was opened together
/// gain no more than this.
const CLOCK_STEP_MS: u64 = 10_000;

/// When somebody was last here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Presence {
    /// Milliseconds since 1970.
    touched_at: u64,
    /// The latest time there ever was: a clock that says less has been set back.
    latest: u64,
}

impl Presence {
    /// The vault was opened at this time: whatever was before is over.
    pub(super) const fn begin(now: u64) -> Self {
        Self { touched_at: now, latest: now }
    }

    /// A person did something. What began earlier and took longer is heard of later: it takes back no touch that came after it.
    pub(super) fn touch(&mut self, now: u64) {
        self.touched_at = self.touched_at.max(now);
        self.latest = self.latest.max(now);
    }

    /// When the vault locks, if nobody touches anything until then.
    pub(super) const fn locks_at(self, limit_ms: u64) -> u64 {
        self.touched_at.saturating_add(limit_ms)
    }

    /// When it is said that this is near.
    pub(super) const fn warns_at(self, limit_ms: u64) -> u64 {
        self.locks_at(limit_ms).saturating_sub(WARNING_MS)
    }

    /// Whether it is time to lock, and why: nobody was here for so long, or the clock was set back, and nobody can tell for how long.
    pub(super) fn is_over(&mut self, now: u64, limit_ms: u64) -> Option<LockCause> {
        let is_set_back = now.saturating_add(CLOCK_STEP_MS) < self.latest;
        self.latest = self.latest.max(now);
        match (now > self.locks_at(limit_ms), is_set_back) {
            (true, _) => Some(LockCause::Idle),
            (false, true) => Some(LockCause::Clock),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: u64 = 1_763_900_000_000;
    const LIMIT: u64 = 15 * 60_000;

    #[test]
    fn a_clock_that_is_set_back_locks_and_a_touch_does_not_hide_it() {
        for back in [CLOCK_STEP_MS + 1, 24 * 3_600_000, NOW] {
            let mut presence = Presence::begin(NOW);
            assert_eq!(presence.is_over(NOW, LIMIT), None);
            presence.touch(NOW - back);
            assert_eq!(presence.is_over(NOW - back, LIMIT), Some(LockCause::Clock), "{back}");
        }
    }

    #[test]
    fn what_began_earlier_and_took_longer_takes_back_no_later_touch() {
        let mut presence = Presence::begin(NOW);
        presence.touch(NOW + 60_000);
        presence.touch(NOW + 1_000);
        assert_eq!(presence.locks_at(LIMIT), NOW + 60_000 + LIMIT);
    }

    #[test]
    fn a_clock_that_is_put_right_by_a_little_does_not() {
        let mut presence = Presence::begin(NOW);
        assert_eq!(presence.is_over(NOW - CLOCK_STEP_MS, LIMIT), None);
        // But not again and again.
        assert_eq!(presence.is_over(NOW, LIMIT), None);
        assert_eq!(presence.is_over(NOW - CLOCK_STEP_MS - 1, LIMIT), Some(LockCause::Clock));
    }

    proptest! {
        #[test]
        fn without_a_touch_it_is_over_whatever_the_clock_does(steps in prop::collection::vec(-30_000_i64..60_000, 1..200)) {
            let mut presence = Presence::begin(NOW);
            let (mut clock, mut real) = (NOW, 0_u64);
            for step in steps {
                // What passed in truth is at least what the clock says passed; it may have been set back besides.
                clock = clock.saturating_add_signed(step);
                real += step.unsigned_abs();
                if presence.is_over(clock, LIMIT).is_some() {
                    return Ok(());
                }
                prop_assert!(clock <= NOW + LIMIT, "still open {real} ms later");
            }
        }
    }
}

//! How long to wait before asking again (gRPC proposal A6: exponential, with jitter, at most five attempts). Numbers only:
//! the clock and the chance are the caller's.

use super::error::NodeError;

/// Attempts in total, the first one included.
pub const MAX_ATTEMPTS: u32 = 5;
/// Attempts in total while the only fault is that it is too much at once.
pub const MAX_ATTEMPTS_IN_TURN: u32 = 15;
/// Longest pause after the first failure, in milliseconds; doubled after each further one.
pub const FIRST_PAUSE_MS: u32 = 300;
/// Longest pause at all, in milliseconds.
pub const MAX_PAUSE_MS: u32 = 5_000;

/// Milliseconds to wait after `failed` attempts, or `None` when it is time to give up.
///
/// `jitter` is any random number: it picks a pause between one half and the whole of the step, so that fifty look-ups
/// that failed together do not come back together.
#[must_use]
pub fn backoff_ms(failed: u32, jitter: u32) -> Option<u32> {
    if failed == 0 || failed >= MAX_ATTEMPTS {
        return None;
    }
    let step = FIRST_PAUSE_MS.saturating_mul(1 << (failed - 1)).min(MAX_PAUSE_MS);
    let half = step / 2;
    Some(step - jitter % (half + 1))
}

/// A fault that may pass by itself.
pub trait Passing {
    /// Milliseconds to wait after so many failed attempts, or `None` when it is time to give up.
    fn pause_after(&self, failed: u32, jitter: u32) -> Option<u32>;
}

impl Passing for NodeError {
    fn pause_after(&self, failed: u32, jitter: u32) -> Option<u32> {
        pause_after(self, failed, jitter)
    }
}

/// The same, but `None` as well when `fault` will not pass by itself. What was too much for the node is asked more often before it
/// is given up: how long to wait and when to leave the node is [`Throttle`](super::throttle::Throttle)'s to say.
#[must_use]
pub fn pause_after(fault: &NodeError, failed: u32, jitter: u32) -> Option<u32> {
    match fault.too_much() {
        Some(_) if failed < MAX_ATTEMPTS_IN_TURN => backoff_ms(failed.min(MAX_ATTEMPTS - 1), jitter),
        Some(_) => None,
        None if fault.retryable() => backoff_ms(failed, jitter),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pauses_double_and_end() {
        let longest: Vec<_> = (0..7).map(|failed| backoff_ms(failed, 0)).collect();
        assert_eq!(longest, [None, Some(300), Some(600), Some(1200), Some(2400), None, None]);
        assert_eq!(pause_after(&NodeError::Overloaded, 1, 0), Some(300));
        assert_eq!(pause_after(&NodeError::NotGrpcWeb, 1, 0), None);
        let throttled = NodeError::Throttled { seconds: Some(9) };
        let longest: Vec<_> = [4, 5, 14, 15].map(|failed| pause_after(&throttled, failed, 0)).into();
        assert_eq!(longest, [Some(2400), Some(2400), Some(2400), None]);
    }

    proptest! {
        #[test]
        fn a_pause_is_at_least_half_its_step_and_below_the_ceiling(failed in 1..MAX_ATTEMPTS, jitter in any::<u32>()) {
            let pause = backoff_ms(failed, jitter).unwrap();
            let longest = backoff_ms(failed, 0).unwrap();
            prop_assert!(longest / 2 <= pause && pause <= longest && longest <= MAX_PAUSE_MS);
        }
    }
}

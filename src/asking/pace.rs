//! Asking a node until it answers, or until its fault will not pass by itself.

use std::future::Future;

use crate::node::retry::Passing;

/// Time, as far as waiting needs it.
pub trait Pace {
    /// Waits.
    fn sleep(&self, milliseconds: u32) -> impl Future<Output = ()>;

    /// Any random number, to spread repetitions in time.
    fn jitter(&self) -> u32;
}

/// Asks as often as the fault deserves.
///
/// # Errors
/// The last fault, when it will not pass by itself or has come too often.
pub async fn insist<P: Pace, T, E: Passing>(pace: &P, ask: impl AsyncFn() -> Result<T, E>) -> Result<T, E> {
    let mut failed = 0;
    loop {
        let fault = match ask().await {
            Ok(answer) => return Ok(answer),
            Err(fault) => fault,
        };
        failed += 1;
        let Some(pause) = fault.pause_after(failed, pace.jitter()) else { return Err(fault) };
        pace.sleep(pause).await;
    }
}

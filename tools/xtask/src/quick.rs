//! The quick ring: every Rust test that is not marked as slow, without a browser.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::project::Project;
use crate::rust_tests::{self, Extent};
use crate::tally::Tally;

/// What the ring is meant to take on a machine with two cores, once everything is compiled. More is said, and fails nothing.
const MEANT: Duration = Duration::from_mins(1);

/// Compiles what has changed, and runs the ring. Answers whether all passed.
pub(crate) fn run(project: &Project) -> Result<bool> {
    let programs = rust_tests::compile(project)?;
    let mut tally = Tally::default();
    let began = Instant::now();
    rust_tests::run(project, &programs, Extent::Ring, &mut tally)?;
    let took = began.elapsed();
    println!("\n{tally} in {} s", took.as_secs());
    if took > MEANT {
        println!(
            "That is more than the {} s the ring is meant to take. On a quiet machine, make the slowest tests quicker, or mark them: \
             #[ignore = \"why it takes long\"].",
            MEANT.as_secs()
        );
    }
    Ok(tally.all_passed())
}

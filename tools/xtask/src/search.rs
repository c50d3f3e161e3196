//! Searches for cases that a property fails on. The tests draw theirs from one seed, so that they say the same to everybody; here each round draws others.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};

use crate::project::Project;
use crate::rust_tests::{self, Extent};
use crate::tally::Tally;

/// Goes round until something fails. Answers whether nothing did.
pub(crate) fn run(project: &Project, rounds: u32) -> Result<bool> {
    let programs = rust_tests::compile(project)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?.as_secs();
    for seed in (now..).take(usize::try_from(rounds)?) {
        let mut tally = Tally::default();
        rust_tests::run(project, &programs, Extent::Search { seed }, &mut tally)?;
        println!("\nseed {seed}: {tally}");
        if !tally.all_passed() {
            println!(
                "Once more: PROPTEST_RNG_SEED={seed} cargo test <the test>. Mend it, and keep the case as a test of its own."
            );
            return Ok(false);
        }
    }
    Ok(true)
}

//! Counts what passed and what failed, over every runner.
//! It knows how cargo's and Node's runners say their totals; it refuses to guess: a runner that said none has failed.

use std::fmt;

/// Passed and failed so far, and the names of the failures.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    failures: Vec<String>,
}

/// One runner's own totals.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// One check, with its result.
    pub(crate) fn check(&mut self, name: &str, result: anyhow::Result<()>) {
        match result {
            Ok(()) => {
                println!("✓ {name}");
                self.passed += 1;
            }
            Err(error) => {
                println!("✗ {name}: {error:#}");
                self.fail(name);
            }
        }
    }

    /// A whole test run. `ended_well` is what its exit code said: totals without a failure do not overrule it.
    pub(crate) fn run(&mut self, name: &str, totals: &Totals, ended_well: bool) {
        self.passed += totals.passed;
        self.failed += totals.failed;
        if totals.failed > 0 {
            self.failures.push(format!("{name} ({} failed)", totals.failed));
        } else if !ended_well {
            self.fail(&format!("{name} (did not end well)"));
        } else if totals.passed == 0 {
            self.fail(&format!("{name} (ran no test)"));
        }
    }

    /// Whether nothing failed.
    pub(crate) fn all_passed(&self) -> bool {
        self.failed == 0
    }

    fn fail(&mut self, name: &str) {
        self.failed += 1;
        self.failures.push(name.to_owned());
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for failure in &self.failures {
            writeln!(f, "failed: {failure}")?;
        }
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Sums the lines `test result: ok. 12 passed; 0 failed; …` of `cargo test`.
pub(crate) fn cargo_totals(output: &str) -> Totals {
    let mut totals = Totals::default();
    for line in output.lines().filter_map(|line| line.strip_prefix("test result: ")) {
        let numbers = line.split(". ").nth(1).unwrap_or_default();
        for part in numbers.split("; ") {
            match part.split_once(' ') {
                Some((number, "passed")) => totals.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => totals.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
    totals
}

/// Reads the lines `# pass 7`, `# fail 0` and `# cancelled 0` at the end of Node's TAP output.
pub(crate) fn node_totals(tap: &str) -> Totals {
    let number = |name: &str| -> u64 {
        tap.lines()
            .rev()
            .find_map(|line| line.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
            .unwrap_or(0)
    };
    Totals { passed: number("pass"), failed: number("fail") + number("cancelled") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_totals_are_summed_over_test_programs() {
        let output = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n\n\
                      test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured\n";
        assert_eq!(cargo_totals(output), Totals { passed: 7, failed: 2 });
    }

    #[test]
    fn node_totals_are_those_at_the_end() {
        let tap = "    # pass 1\nok 1\n# tests 4\n# suites 1\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 0\n";
        assert_eq!(node_totals(tap), Totals { passed: 2, failed: 2 });
    }

    #[test]
    fn a_runner_that_said_nothing_has_failed() {
        let mut tally = Tally::default();
        tally.run("silent", &Totals::default(), true);
        assert!(!tally.all_passed());
        assert!(tally.to_string().ends_with("0 passed, 1 failed"));
    }
}

//! Counts what passed and what failed, over every runner.

use std::fmt;

use crate::process::Failure;

/// Passed and failed so far, and the names of the failures.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    failures: Vec<String>,
}

/// One runner's own totals, and what it called the tests that did not pass.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// The tests that failed, and the programs that never said how they ended.
    pub(crate) names: Vec<String>,
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
    pub(crate) fn run(&mut self, name: &str, totals: &Totals, failure: Option<Failure>) {
        self.passed += totals.passed;
        self.failed += totals.failed;
        self.failures.extend(totals.names.iter().map(|test| format!("{name}: {test}")));
        match failure {
            // The runner says so itself where tests failed.
            Some(Failure::Exit(Some(_))) if totals.failed > 0 => {}
            Some(failure) => self.fail(&format!("{name} {failure}")),
            None if totals.passed == 0 && totals.failed == 0 => self.fail(&format!("{name} ran no test")),
            None => {}
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

/// Sums the lines `test result: ok. 12 passed; 0 failed; …` of `cargo test`, and names what did not pass: the tests that failed, and the
/// program that said no result, with the tests it had been at for a minute or more.
pub(crate) fn cargo_totals(said: &str) -> Totals {
    let mut totals = Totals::default();
    let mut program: Option<&str> = None;
    let mut slow: Vec<&str> = Vec::new();
    // Programs run one after the other, but their starts and their results come through two pipes: which of two lines was first is not
    // certain. Only where a result is missing, the last program is the one that never said it.
    let (mut started, mut ended) = (0_u32, 0_u32);
    for line in said.lines() {
        let words = line.trim_start();
        if let Some(name) = words.strip_prefix("Running ").or_else(|| words.strip_prefix("Doc-tests ")) {
            started += 1;
            program = Some(name.split(" (").next().unwrap_or(name));
        } else if let Some(result) = line.strip_prefix("test result: ") {
            for part in result.split(". ").nth(1).unwrap_or_default().split("; ") {
                match part.split_once(' ') {
                    Some((number, "passed")) => totals.passed += number.parse().unwrap_or(0),
                    Some((number, "failed")) => totals.failed += number.parse().unwrap_or(0),
                    _ => {}
                }
            }
            ended += 1;
        } else if let Some(test) = line.strip_prefix("test ") {
            if let Some(name) = test.strip_suffix(" ... FAILED") {
                totals.names.push(format!("{} {name}", program.unwrap_or_default()).trim_start().to_owned());
            } else if let Some((name, _)) = test.split_once(" has been running for over ") {
                slow.push(name);
            } else if let Some((name, _)) = test.split_once(" ... ") {
                slow.retain(|slow| *slow != name);
            }
        }
    }
    if let Some(program) = program.filter(|_| ended < started) {
        let at = if slow.is_empty() { String::new() } else { format!("; it was at {}", slow.join(", ")) };
        totals.names.push(format!("{program} never said how it ended{at}"));
    }
    totals
}

/// Reads the lines `# pass 7`, `# fail 0` and `# cancelled 0` at the end of Node's TAP output, and the names of what failed.
pub(crate) fn node_totals(tap: &str) -> Totals {
    let number = |name: &str| -> u64 {
        tap.lines()
            .rev()
            .find_map(|line| line.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
            .unwrap_or(0)
    };
    let names = tap.lines().filter_map(|line| line.trim_start().strip_prefix("not ok ")?.split_once(" - "));
    Totals {
        passed: number("pass"),
        failed: number("fail") + number("cancelled"),
        names: names.map(|(_, name)| name.to_owned()).collect(),
    }
}

/// The files of Node's TAP output in which something failed, as they are named there.
pub(crate) fn node_failed_files(tap: &str) -> Vec<&str> {
    let mut files = Vec::new();
    let mut lines = tap.lines();
    while lines.any(|line| line.starts_with("not ok ")) {
        let place = lines.by_ref().find_map(|line| line.trim_start().strip_prefix("location: '"));
        if let Some((file, _)) = place.and_then(|place| place.split_once(".mjs:"))
            && !files.contains(&file)
        {
            files.push(file);
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::process::Limit;

    fn totals(passed: u64, failed: u64, names: &[&str]) -> Totals {
        Totals { passed, failed, names: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    #[test]
    fn cargo_totals_are_summed_over_test_programs_and_failures_are_named() {
        let said = "     Running tests/one.rs (target/debug/deps/one-1)\ntest a ... ok\n\
                    test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n\n\
                    \x20    Running unittests src/lib.rs (target/debug/deps/lifeboat-2)\ntest b::c ... FAILED\ntest d ... FAILED\n\
                    test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured\n";
        assert_eq!(cargo_totals(said), totals(7, 2, &["unittests src/lib.rs b::c", "unittests src/lib.rs d"]));
    }

    #[test]
    fn lines_of_two_pipes_that_change_places_accuse_nobody() {
        let said = "     Running tests/one.rs (target/debug/deps/one-1)\n     Running tests/two.rs (target/debug/deps/two-2)\n\
                    test result: ok. 3 passed; 0 failed\ntest result: ok. 1 passed; 0 failed\n";
        assert_eq!(cargo_totals(said), totals(4, 0, &[]));
    }

    #[test]
    fn a_test_program_that_was_cut_off_is_named_with_what_it_was_at() {
        let said = "     Running tests/one.rs (target/debug/deps/one-1)\ntest result: ok. 3 passed; 0 failed\n\
                    \x20    Running tests/two.rs (target/debug/deps/two-2)\n\
                    test quick has been running for over 60 seconds\ntest endless has been running for over 60 seconds\n\
                    test quick ... ok\n";
        assert_eq!(cargo_totals(said), totals(3, 0, &["tests/two.rs never said how it ended; it was at endless"]));
        let mut tally = Tally::default();
        let cut = Failure::TimedOut(Limit::Silence(Duration::from_mins(15)));
        tally.run("cargo test", &cargo_totals(said), Some(cut));
        let told = tally.to_string();
        assert!(told.contains("tests/two.rs never said how it ended; it was at endless"), "{told}");
        assert!(told.contains("said nothing for 900 s"), "{told}");
        assert!(told.ends_with("3 passed, 1 failed"), "{told}");
    }

    #[test]
    fn node_totals_are_those_at_the_end() {
        let tap = "    # pass 1\nnot ok 1 - a name - with a dash\n# tests 4\n# suites 1\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 0\n";
        assert_eq!(node_totals(tap), totals(2, 2, &["a name - with a dash"]));
    }

    #[test]
    fn a_file_in_which_something_failed_is_named_once() {
        let one = "not ok 5 - a suite\n  ---\n  type: 'suite'\n  location: '/p/tests/e2e/check.test.mjs:13:1'\n  ...\n";
        let tap = format!("ok 1 - fine\n  ---\n  location: '/p/tests/e2e/fine.test.mjs:1:1'\n  ...\n{one}{one}");
        assert_eq!(node_failed_files(&tap), ["/p/tests/e2e/check.test"]);
    }

    #[test]
    fn a_runner_that_said_nothing_has_failed() {
        let mut tally = Tally::default();
        tally.run("silent", &Totals::default(), None);
        assert!(!tally.all_passed());
        assert!(tally.to_string().ends_with("0 passed, 1 failed"));
    }
}

//! Counts what passed and what failed, over every runner.

use std::fmt;

use crate::process::Failure;

/// Passed, failed and skipped so far, the names of the failures, and what else is to be read at the end.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
    failures: Vec<String>,
    notes: Vec<String>,
}

/// One runner's own totals, and what it called the tests that did not pass.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// Left out by Node because this machine lacks what they need.
    pub(crate) skipped: u64,
    /// The tests that failed, and the programs that never said how they ended.
    pub(crate) names: Vec<String>,
}

impl Totals {
    /// Whether a test was run at all.
    const fn is_empty(&self) -> bool {
        self.passed == 0 && self.failed == 0
    }

    /// Takes in what became of the files with failures when they were run once more, alone. Answers the names of what passed only then. A
    /// second run that ran no test says nothing: then it is `None`, and what failed has failed.
    pub(crate) fn take_second(&mut self, alone: Self) -> Option<Vec<String>> {
        if alone.is_empty() {
            return None;
        }
        let mut only_alone = std::mem::take(&mut self.names);
        // Two files may each have a test of that name: one that failed again is taken off once.
        for again in &alone.names {
            if let Some(place) = only_alone.iter().position(|name| name == again) {
                only_alone.remove(place);
            }
        }
        self.passed += self.failed.saturating_sub(alone.failed);
        self.failed = alone.failed;
        self.names = alone.names;
        Some(only_alone)
    }
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
        self.skipped += totals.skipped;
        self.failures.extend(totals.names.iter().map(|test| format!("{name}: {test}")));
        match failure {
            // The runner says so itself where tests failed.
            Some(Failure::Exit(Some(_))) if totals.failed > 0 => {}
            Some(failure) => self.fail(&format!("{name} {failure}")),
            None if totals.is_empty() => self.fail(&format!("{name} ran no test")),
            None => {}
        }
    }

    /// Something that failed nothing, and that nobody should have to look for far above the totals.
    pub(crate) fn note(&mut self, note: String) {
        self.notes.push(note);
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
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        for failure in &self.failures {
            writeln!(f, "failed: {failure}")?;
        }
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
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

/// Reads the lines `# pass 7`, `# fail 0`, `# cancelled 0` and `# skipped 0` at the end of Node's TAP output, and the names of what failed.
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
        skipped: number("skipped"),
        names: names.map(|(_, name)| name.to_owned()).collect(),
    }
}

/// The test files of Node's TAP output in which something failed, as they are named there, without `.mjs`. None at all where one failure says no
/// such place: to run only the others once more would lose that one.
pub(crate) fn node_failed_files(tap: &str) -> Vec<&str> {
    let is_result = |line: &&str| ["ok ", "not ok "].iter().any(|word| line.trim_start().starts_with(word));
    let mut files = Vec::new();
    let mut lines = tap.lines().peekable();
    while let Some(line) = lines.next() {
        if !line.starts_with("not ok ") {
            continue;
        }
        // What is said of it ends where the next result is told; what has passed says no place, and another's would be taken for this one's.
        let mut place = None;
        while let Some(said) = lines.next_if(|line| place.is_none() && !is_result(line)) {
            place = said.trim_start().strip_prefix("location: '");
        }
        let file = place.and_then(|place| place.split_once(".mjs:")).map(|(file, _)| file);
        let Some(file) = file.filter(|file| file.ends_with(".test")) else { return Vec::new() };
        if !files.contains(&file) {
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
        Totals { passed, failed, skipped: 0, names: names.iter().map(|name| (*name).to_owned()).collect() }
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
    fn what_was_skipped_is_counted_and_said() {
        let tap = "# pass 2\n# fail 0\n# cancelled 0\n# skipped 3\n# todo 0\n";
        assert_eq!(node_totals(tap).skipped, 3);
        let mut tally = Tally::default();
        tally.run("browser tests", &node_totals(tap), None);
        assert!(tally.all_passed());
        assert_eq!(tally.to_string(), "2 passed, 0 failed, 3 skipped");
    }

    #[test]
    fn what_passes_only_alone_is_named_above_the_totals() {
        let mut first = totals(5, 3, &["locks", "shakes", "locks"]);
        let only_alone = first.take_second(totals(4, 1, &["locks"]));
        assert_eq!(only_alone, Some(vec!["shakes".to_owned(), "locks".to_owned()]));
        assert_eq!(first, totals(7, 1, &["locks"]));

        let mut tally = Tally::default();
        tally.note("passed only alone, the second time: shakes".to_owned());
        tally.run("browser tests", &first, Some(Failure::Exit(Some(1))));
        let told = "passed only alone, the second time: shakes\nfailed: browser tests: locks\n7 passed, 1 failed";
        assert_eq!(tally.to_string(), told);
    }

    #[test]
    fn a_second_run_without_a_test_changes_nothing() {
        let mut first = totals(5, 1, &["locks"]);
        assert_eq!(first.take_second(Totals::default()), None);
        assert_eq!(first, totals(5, 1, &["locks"]));
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
    fn a_failure_without_a_place_leaves_no_file_to_run_again() {
        let placed = |word: &str, file: &str| format!("{word} 1 - it\n  ---\n  location: '/p/{file}:1:1'\n  ...\n");
        let nowhere = "not ok 2 - it\n  ---\n  error: 'x'\n  ...\n";
        // The place of the next result is not its own, also where that stands further in.
        for next in [placed("ok", "b.test.mjs"), placed("not ok", "b.test.mjs"), placed("    not ok", "b.test.mjs")] {
            let tap = format!("{}{nowhere}{next}", placed("not ok", "a.test.mjs"));
            assert_eq!(node_failed_files(&tap), Vec::<&str>::new(), "{tap}");
        }
        assert_eq!(node_failed_files(nowhere), Vec::<&str>::new());
        // What the tests share is no file of tests.
        assert_eq!(node_failed_files(&placed("not ok", "support/steps.mjs")), Vec::<&str>::new());
    }

    #[test]
    fn a_runner_that_said_nothing_has_failed() {
        let mut tally = Tally::default();
        tally.run("silent", &Totals::default(), None);
        assert!(!tally.all_passed());
        assert!(tally.to_string().ends_with("0 passed, 1 failed"));
    }
}

//! The Rust tests, of every program that cargo compiles for them, side by side; and which of them took longest.
//! It knows no list of tests, and runs what it is told of: the quick ring, or all.

use std::collections::VecDeque;
use std::fmt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::process::{self, Failure, Limit, Show};
use crate::project::Project;
use crate::tally::{Tally, Totals, cargo_totals};

/// How many of the slowest tests are named.
const NAMED: usize = 10;
/// How many cases a property is tried on in the ring, where it names no number itself: an eighth of proptest's own number.
const CASES: &str = "32";
/// Told to properties that name a number: they are tried on an eighth of it (`tests/support/cases.rs`).
const RING: &str = "LIFEBOAT_QUICK";
/// Told to proptest: what the cases of a property are drawn from.
const SEED: &str = "PROPTEST_RNG_SEED";
/// What they are drawn from in every test command: what is red is red for everybody, and for what was changed. Other cases are searched.
const USUAL_SEED: u64 = 20_200_609;
/// How many tests are given to a core at a time: few, so that no core is left with a long list at the end, and enough that starting
/// their program costs nothing.
const HANDFUL: usize = 3;
const SILENCE: Limit = Limit::Silence(Duration::from_mins(15));

/// Which tests, and on how many cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Those that do not say of themselves that they are slow (`#[ignore = "reason"]`), on an eighth of the cases.
    Ring,
    /// All of them, on every case.
    Whole,
    /// All of them, on every case, drawn from another seed: the properties that take long need other cases as well.
    Search { seed: u64 },
}

impl Extent {
    const fn seed(self) -> u64 {
        match self {
            Self::Ring | Self::Whole => USUAL_SEED,
            Self::Search { seed } => seed,
        }
    }
}

/// Compiles what has changed.
pub(crate) fn compile(project: &Project) -> Result<Vec<Program>> {
    let compiled = process::run(
        project.cargo(&["test", "--workspace", "--locked", "--lib", "--bins", "--tests", "--no-run"]).arg(MESSAGES),
        SILENCE,
        Show::Errors,
    )?
    .succeeded("cargo test --no-run")?;
    let programs = programs(&compiled);
    anyhow::ensure!(!programs.is_empty(), "cargo names no test program");
    Ok(programs)
}

/// Runs them, counts them, and says which were the slowest.
pub(crate) fn run(project: &Project, programs: &[Program], extent: Extent, tally: &mut Tally) -> Result<()> {
    let handfuls = handfuls(project, programs, extent)?;
    let mut times = Vec::new();
    for run in side_by_side(project, handfuls, extent)? {
        let totals = run.totals();
        tally.run(&run.program, &totals, run.failure);
        times.extend(run.times);
    }
    let together: Duration = times.iter().map(|time| time.took).sum();
    println!("\nthe slowest of {}, which took {} s together:", times.len(), together.as_secs());
    slowest(times).iter().for_each(|time| println!("{time}"));
    Ok(())
}

const MESSAGES: &str = "--message-format=json-render-diagnostics";

/// A compiled test program.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Program {
    name: String,
    path: PathBuf,
    /// The folder of its package: where cargo would start it.
    folder: PathBuf,
}

/// Some tests of one program.
#[derive(Debug, PartialEq, Eq)]
struct Handful<'a> {
    program: &'a Program,
    tests: Vec<String>,
}

/// What became of them.
struct Run {
    program: String,
    tests: Vec<String>,
    said: String,
    failure: Option<Failure>,
    times: Vec<Time>,
}

impl Run {
    /// What the program counted, and what it was asked for and said nothing about: that has not passed.
    fn totals(&self) -> Totals {
        let mut totals = cargo_totals(&self.said);
        // A test whose child speaks in the middle of its line is not found by its name; what the program counted at its end has it.
        let counted = usize::try_from(totals.passed + totals.failed).unwrap_or(usize::MAX);
        if counted >= self.tests.len() {
            return totals;
        }
        let told = |test: &&String| self.times.iter().any(|time| time.name == **test);
        for test in self.tests.iter().filter(|test| !told(test)) {
            totals.failed += 1;
            totals.names.push(format!("{test} never said how it ended"));
        }
        totals
    }
}

/// How long one test took.
#[derive(Debug, PartialEq, Eq)]
struct Time {
    program: String,
    name: String,
    took: Duration,
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>7.2} s  {} {}", self.took.as_secs_f64(), self.program, self.name)
    }
}

/// The test programs in what cargo says while it compiles.
fn programs(messages: &str) -> Vec<Program> {
    let of_message = |line: &str| {
        let message: Value = serde_json::from_str(line).ok()?;
        let path = message.get("executable")?.as_str()?;
        let is_test = message.get("profile")?.get("test")?.as_bool()?;
        let target = message.get("target")?;
        let folder = PathBuf::from(message.get("manifest_path")?.as_str()?).parent()?.to_path_buf();
        let package = folder.file_name()?.to_string_lossy().into_owned();
        let name = match target.get("kind")?.get(0)?.as_str()? {
            "test" => target.get("name")?.as_str()?.to_owned(),
            kind => format!("{package} ({kind})"),
        };
        is_test.then(|| Program { name, path: path.into(), folder })
    };
    messages.lines().filter_map(of_message).collect()
}

/// The tests of an extent, a few at a time. What is slow by its own word comes first and by itself: at the end every core has something to do.
fn handfuls<'a>(project: &Project, programs: &'a [Program], extent: Extent) -> Result<Vec<Handful<'a>>> {
    let (mut slow, mut others) = (Vec::new(), Vec::new());
    for program in programs {
        let list = |more: &[&str]| -> Result<Vec<String>> {
            let mut command = started(project, program);
            command.args(["--list", "--format", "terse"]).args(more);
            process::run(&mut command, SILENCE, Show::OnFailure)?.succeeded(&program.name).map(|list| listed(&list))
        };
        let marked = list(&["--ignored"])?;
        let quick: Vec<String> = list(&[])?.into_iter().filter(|test| !marked.contains(test)).collect();
        let handful = |tests: &[String]| Handful { program, tests: tests.to_vec() };
        slow.extend(marked.chunks(1).map(handful));
        others.extend(quick.chunks(HANDFUL).map(handful));
    }
    Ok(match extent {
        Extent::Ring => others,
        Extent::Whole | Extent::Search { .. } => slow.into_iter().chain(others).collect(),
    })
}

/// A program, where cargo would start it.
fn started(project: &Project, program: &Program) -> Command {
    let mut command = project.command(&program.path.to_string_lossy());
    command.current_dir(&program.folder);
    command
}

/// The names in what a program answers to `--list`.
fn listed(list: &str) -> Vec<String> {
    list.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect()
}

/// Gives each core one handful after the other, and runs the tests of it in a row: so each line that tells a result tells how long it took.
fn side_by_side(project: &Project, handfuls: Vec<Handful<'_>>, extent: Extent) -> Result<Vec<Run>> {
    let waiting = Mutex::new(VecDeque::from(handfuls));
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let work = || {
        let mut done = Vec::new();
        while let Some(handful) = next() {
            done.push(run_one(project, handful, extent)?);
        }
        Ok(done)
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let mut runs = Vec::new();
        for worker in workers {
            let done: Result<Vec<Run>> = worker.join().map_err(|_| anyhow::anyhow!("a worker broke off"))?;
            runs.extend(done?);
        }
        Ok(runs)
    })
}

fn run_one(project: &Project, handful: Handful<'_>, extent: Extent) -> Result<Run> {
    let Handful { program, tests } = handful;
    let mut stopwatch = Stopwatch { program: &program.name, since: Instant::now(), times: Vec::new() };
    let mut command = started(project, program);
    command.args(["--test-threads=1", "--exact", "--include-ignored"]).args(&tests);
    command.env(SEED, extent.seed().to_string());
    if extent == Extent::Ring {
        command.env("PROPTEST_CASES", CASES).env(RING, "1");
    }
    let mut hear = |line: &str| stopwatch.hear(line, Instant::now());
    let finished = process::run_hearing(&mut command, SILENCE, Show::OnFailure, &mut hear)
        .with_context(|| program.name.clone())?;
    let times = stopwatch.times;
    Ok(Run { program: program.name.clone(), tests, said: finished.said, failure: finished.failure, times })
}

/// Tells the time of each test from when its result was said.
struct Stopwatch<'a> {
    program: &'a str,
    since: Instant,
    times: Vec<Time>,
}

impl Stopwatch<'_> {
    fn hear(&mut self, line: &str, now: Instant) {
        let Some((test, result)) = line.strip_prefix("test ").and_then(|rest| rest.split_once(" ... ")) else { return };
        if matches!(result, "ok" | "FAILED") {
            let name = test.trim_end_matches(" - should panic").to_owned();
            let took = now.saturating_duration_since(self.since);
            self.times.push(Time { program: self.program.to_owned(), name, took });
        }
        self.since = now;
    }
}

/// The slowest, the slowest first; of two that took as long, by name.
fn slowest(mut times: Vec<Time>) -> Vec<Time> {
    times.sort_by(|a, b| b.took.cmp(&a.took).then_with(|| (&a.program, &a.name).cmp(&(&b.program, &b.name))));
    times.truncate(NAMED);
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_program_that_cargo_compiles_is_in_the_ring() {
        let message = |executable: &str, test: bool, kind: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/house/tools/sim/Cargo.toml","target":{{"kind":["{kind}"],"name":"pages"}},"profile":{{"test":{test}}},"executable":{executable}}}"#
            )
        };
        let messages = [
            message(r#""/t/pages-1""#, true, "test"),
            message(r#""/t/sim-2""#, true, "lib"),
            // A program that tests start, a library, and a word on the whole.
            message(r#""/t/sim""#, false, "bin"),
            message("null", true, "lib"),
            r#"{"reason":"build-finished","success":true}"#.to_owned(),
        ];
        let found = programs(&messages.join("\n"));
        let program = |name: &str, path: &str| Program {
            name: name.into(),
            path: path.into(),
            folder: "/house/tools/sim".into(),
        };
        assert_eq!(found, [program("pages", "/t/pages-1"), program("sim (lib)", "/t/sim-2")]);
    }

    #[test]
    fn a_test_takes_as_long_as_its_result_comes_after_the_one_before() {
        let start = Instant::now();
        let after = |milliseconds| start + Duration::from_millis(milliseconds);
        let mut stopwatch = Stopwatch { program: "one", since: start, times: Vec::new() };
        stopwatch.hear("running 4 tests", after(1));
        stopwatch.hear("test a ... ok", after(20));
        // What is marked as slow is not run, and counts neither as a test nor as time of the next one.
        stopwatch.hear("test b ... ignored, takes a minute", after(30));
        stopwatch.hear("test c - should panic ... ok", after(100));
        stopwatch.hear("test d ... FAILED", after(101));
        let time = |name: &str, milliseconds| Time {
            program: "one".into(),
            name: name.into(),
            took: Duration::from_millis(milliseconds),
        };
        let expected = [time("a", 20), time("c", 70), time("d", 1)];
        assert_eq!(stopwatch.times, expected);
        let named = slowest(stopwatch.times);
        assert_eq!(named.iter().map(|time| time.name.as_str()).collect::<Vec<_>>(), ["c", "a", "d"]);
    }

    #[test]
    fn ten_are_named() {
        let times = (0..30)
            .map(|n| Time { program: "one".into(), name: format!("{n}"), took: Duration::from_millis(n) })
            .collect();
        let named = slowest(times);
        assert_eq!((named.len(), named[0].name.as_str(), named[9].name.as_str()), (NAMED, "29", "20"));
    }

    #[test]
    fn tests_are_known_by_the_list_of_their_program() {
        let list = "a::b: test\nc: bench\nd e: test\n\n2 tests, 1 benchmark\n";
        assert_eq!(listed(list), ["a::b", "d e"]);
    }

    #[test]
    fn a_test_that_says_nothing_has_not_passed() {
        let said = "test a ... ok\ntest result: ok. 1 passed; 0 failed; 0 ignored\n";
        let run = |tests: &[&str]| Run {
            program: "one".into(),
            tests: tests.iter().map(|test| (*test).to_owned()).collect(),
            said: said.into(),
            failure: None,
            times: vec![Time { program: "one".into(), name: "a".into(), took: Duration::ZERO }],
        };
        assert_eq!(run(&["a"]).totals().failed, 0);
        let interrupted = Run { times: Vec::new(), ..run(&["a"]) }.totals();
        assert_eq!((interrupted.passed, interrupted.failed), (1, 0), "it was counted");
        let silent = run(&["a", "b"]).totals();
        assert_eq!((silent.passed, silent.failed, silent.names), (1, 1, vec!["b never said how it ended".to_owned()]));
    }
}

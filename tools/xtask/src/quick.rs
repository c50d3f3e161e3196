//! The quick ring: every test that is not marked as slow, without a browser; and which of them took longest.
//! It knows no list of tests. What a test says of itself decides: one with `#[ignore = "reason"]` is left to `cargo xtask test`.

use std::collections::VecDeque;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::process::{self, Failure, Limit, Show};
use crate::project::Project;
use crate::tally::{Tally, cargo_totals};

/// How many of the slowest tests are named.
const NAMED: usize = 10;
/// How many cases a property is tried on in the ring, where it names no number itself.
const CASES: &str = "16";
/// What the ring is meant to take on a machine with two cores, once everything is compiled. More is said, and fails nothing.
const MEANT: Duration = Duration::from_mins(1);
const SILENCE: Limit = Limit::Silence(Duration::from_mins(5));

/// Compiles what has changed, and runs the ring. Answers whether all passed.
pub(crate) fn run(project: &Project) -> Result<bool> {
    let compiled = process::run(
        project.cargo(&["test", "--workspace", "--locked", "--lib", "--bins", "--tests", "--no-run"]).arg(MESSAGES),
        Limit::Silence(Duration::from_mins(15)),
        Show::Errors,
    )?
    .succeeded("cargo test --no-run")?;
    let programs = programs(&compiled);
    anyhow::ensure!(!programs.is_empty(), "cargo names no test program");

    let began = Instant::now();
    let mut tally = Tally::default();
    let mut times = Vec::new();
    for run in side_by_side(project, programs)? {
        tally.run(&run.program, &cargo_totals(&run.said), run.failure);
        times.extend(run.times);
    }
    let took = began.elapsed();
    println!("\nthe slowest of {}:", times.len());
    slowest(times).iter().for_each(|time| println!("{time}"));
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

const MESSAGES: &str = "--message-format=json-render-diagnostics";

/// A compiled test program.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    name: String,
    path: PathBuf,
    /// The folder of its package: where cargo would start it.
    folder: PathBuf,
}

/// What became of one.
struct Run {
    program: String,
    said: String,
    failure: Option<Failure>,
    times: Vec<Time>,
}

/// How long one test took.
#[derive(Debug, PartialEq, Eq)]
struct Time {
    test: String,
    took: Duration,
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>7.2} s  {}", self.took.as_secs_f64(), self.test)
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

/// Runs one program on each core, and the tests of a program one after the other: so each line that tells a result tells how long it took.
fn side_by_side(project: &Project, programs: Vec<Program>) -> Result<Vec<Run>> {
    let waiting = Mutex::new(VecDeque::from(programs));
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let work = || {
        let mut done = Vec::new();
        while let Some(program) = next() {
            done.push(run_one(project, &program)?);
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

fn run_one(project: &Project, program: &Program) -> Result<Run> {
    let mut stopwatch = Stopwatch { program: &program.name, since: Instant::now(), times: Vec::new() };
    let finished = process::run_hearing(
        project
            .command(&program.path.to_string_lossy())
            .current_dir(&program.folder)
            .arg("--test-threads=1")
            .env("PROPTEST_CASES", CASES),
        SILENCE,
        Show::OnFailure,
        &mut |line| stopwatch.hear(line, Instant::now()),
    )
    .with_context(|| program.name.clone())?;
    Ok(Run { program: program.name.clone(), said: finished.said, failure: finished.failure, times: stopwatch.times })
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
            let test = format!("{} {test}", self.program);
            self.times.push(Time { test, took: now.saturating_duration_since(self.since) });
        }
        self.since = now;
    }
}

/// The slowest, the slowest first; of two that took as long, by name.
fn slowest(mut times: Vec<Time>) -> Vec<Time> {
    times.sort_by(|a, b| b.took.cmp(&a.took).then_with(|| a.test.cmp(&b.test)));
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
        let time = |test: &str, milliseconds| Time { test: test.into(), took: Duration::from_millis(milliseconds) };
        let expected = [time("one a", 20), time("one c - should panic", 70), time("one d", 1)];
        assert_eq!(stopwatch.times, expected);
        let named = slowest(stopwatch.times);
        assert_eq!(
            named.iter().map(|time| time.test.as_str()).collect::<Vec<_>>(),
            ["one c - should panic", "one a", "one d"]
        );
    }

    #[test]
    fn ten_are_named() {
        let times = (0..30).map(|n| Time { test: format!("{n}"), took: Duration::from_millis(n) }).collect();
        let named = slowest(times);
        assert_eq!((named.len(), named[0].test.as_str(), named[9].test.as_str()), (NAMED, "29", "20"));
    }
}

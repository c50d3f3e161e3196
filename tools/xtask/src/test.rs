//! Every check and every test, with one line at the end.
//! It knows the order and the limits; a failure is counted and the rest still runs.

use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::process::{self, Failure, Limit, Show};
use crate::project::Project;
use crate::rust_tests::{self, Extent};
use crate::tally::{Tally, Totals, cargo_totals, node_failed_files, node_totals};
use crate::{bench, build, check, setup};

/// Most browsers at the same time, whatever the machine.
const MOST_BROWSERS: usize = 4;
/// Most files that are run once more: with more of them the fault is not the machine's.
const MOST_AGAIN: usize = 6;
/// Where the browser tests lie, and the comparison with an independent implementation.
const NODE_TESTS: &[&str] = &["tests/oracle", "tests/e2e"];
/// A build and its tests tell their progress line by line. The longest silence is one test, or one crate that is linked, on a machine that
/// has other things to do.
const SILENCE: Limit = Limit::Silence(Duration::from_mins(15));

/// Formatting, lints, licences, types. Answers whether all passed.
pub(crate) fn checks(project: &Project) -> Result<bool> {
    setup::for_building(project)?;
    let mut tally = Tally::default();
    check::all(project, &mut tally);
    println!("\n{tally}");
    Ok(tally.all_passed())
}

/// Everything. Answers whether all passed.
pub(crate) fn everything(project: &Project) -> Result<bool> {
    let mut parts = Parts::default();
    setup::everything(project)?;
    parts.over("set-up");
    let mut tally = Tally::default();
    // Much of a build for the browser has one core to itself, and it shares no folder with what is checked and tested meanwhile.
    let built = thread::scope(|scope| {
        let building = scope.spawn(|| build::extension(project));
        check::all(project, &mut tally);
        parts.over("checks, beside building the extension");
        rust(project, &mut tally, &mut parts)?;
        let built = building.join().map_err(|_| anyhow::anyhow!("the build broke off"))?;
        anyhow::Ok(built.and_then(|()| tools(project)))
    })?;
    let ready = built.is_ok();
    tally.check("build", built);
    parts.over("the rest of building the extension, and the tools");

    println!("\nbrowser tests");
    if ready {
        tally.check("budgets", bench::check(project));
        node_tests(project, &mut tally)?;
    } else {
        tally.check("browser tests", Err(anyhow::anyhow!("there is nothing to test them on")));
    }
    parts.over("browser tests");
    println!("\n{parts}\n{tally}");
    Ok(tally.all_passed())
}

/// The Rust tests, and the examples in what is documented.
fn rust(project: &Project, tally: &mut Tally, parts: &mut Parts) -> Result<()> {
    println!("\nunit and integration tests");
    let programs = rust_tests::compile(project);
    parts.over("compiling the tests");
    match programs {
        Ok(programs) => rust_tests::run(project, &programs, Extent::Whole, tally)?,
        Err(error) => tally.check("tests that compile", Err(error)),
    }
    let documented = ["test", "--workspace", "--locked", "--doc", "--no-fail-fast"];
    let finished = process::run(&mut project.cargo(&documented), SILENCE, Show::OnFailure)?;
    let totals = cargo_totals(&finished.said);
    // There need be none.
    if finished.failure.is_some() || totals != Totals::default() {
        tally.run("cargo test --doc", &totals, finished.failure);
    }
    parts.over("unit and integration tests");
    Ok(())
}

/// Where the time went.
struct Parts {
    since: Instant,
    over: Vec<(&'static str, Duration)>,
}

impl Default for Parts {
    fn default() -> Self {
        Self { since: Instant::now(), over: Vec::new() }
    }
}

impl Parts {
    fn over(&mut self, part: &'static str) {
        self.over.push((part, self.since.elapsed()));
        self.since = Instant::now();
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (part, took) in &self.over {
            writeln!(f, "{:>6} s  {part}", took.as_secs())?;
        }
        let all: Duration = self.over.iter().map(|(_, took)| *took).sum();
        write!(f, "{:>6} s  together", all.as_secs())
    }
}

/// The programs that tests and demo start beside the browser.
pub(crate) fn tools(project: &Project) -> Result<()> {
    process::run(
        // The whole workspace, as `cargo test` builds it: nothing is compiled twice. Not xtask, which is running.
        &mut project.cargo(&["build", "--locked", "--workspace", "--exclude", "xtask", "--bins"]),
        SILENCE,
        Show::OnFailure,
    )?
    .succeeded("cargo build")
    .map(drop)
}

/// All of them side by side. A file in which something failed is run once more, alone: what two browsers on a busy machine did to each other is
/// told, and is no fault of what is tested.
fn node_tests(project: &Project, tally: &mut Tally) -> Result<()> {
    let (mut failure, report) = node_run(project, &test_files(project)?, side_by_side())?;
    let mut totals = node_totals(&report);
    let again = once_more(failure, &totals, &report);
    if !again.is_empty() {
        println!(
            "\nonce more, alone: {}",
            again.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ")
        );
        let (alone, report) = node_run(project, &again, 1)?;
        if let Some(only_alone) = totals.take_second(node_totals(&report)) {
            failure = alone;
            for name in only_alone {
                tally.note(format!("passed only alone, the second time: {name}"));
            }
        }
    }
    tally.run("browser tests", &totals, failure);
    Ok(())
}

/// The files to run once more, if any. A run that was ended, or that never came to its totals, has left files out that nobody knows of:
/// its failure stays.
fn once_more(failure: Option<Failure>, totals: &Totals, report: &str) -> Vec<PathBuf> {
    if !matches!(failure, Some(Failure::Exit(Some(_)))) || totals.failed == 0 {
        return Vec::new();
    }
    let files = node_failed_files(report);
    if files.len() > MOST_AGAIN {
        return Vec::new();
    }
    files.into_iter().map(|file| PathBuf::from(format!("{file}.mjs"))).collect()
}

/// Runs some files, so many at a time. Answers how it failed, if it did, and Node's report.
fn node_run(project: &Project, files: &[PathBuf], at_once: usize) -> Result<(Option<Failure>, String)> {
    let report = project.target("node-tests.tap");
    let _ = fs::remove_file(&report);
    let finished = process::run(
        project
            .command("node")
            .args(["--test", "--test-reporter=spec", "--test-reporter-destination=stdout"])
            .arg("--test-reporter=tap")
            .arg(format!("--test-concurrency={at_once}"))
            .arg(format!("--test-reporter-destination={}", report.display()))
            .args(files)
            .env("CHROME", setup::browser()?)
            .env("LIFEBOAT_TOOLS", project.target("debug")),
        SILENCE,
        Show::Always,
    )?;
    Ok((finished.failure, fs::read_to_string(&report).unwrap_or_default()))
}

/// How many files of browser tests run at the same time. Each has its own profile, disk, node and Ledger, and waits a good part of its time;
/// a browser is several programs, so more of them than cores would only wait for each other.
fn side_by_side() -> usize {
    thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST_BROWSERS))
}

/// Node 20 takes files, not patterns.
fn test_files(project: &Project) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in NODE_TESTS {
        for entry in fs::read_dir(project.path(folder)).with_context(|| (*folder).to_owned())? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with(".test.mjs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_run_that_came_to_its_end_by_itself_is_done_again() {
        let failed = |number: usize| {
            let one = |number| format!("not ok 1 - it\n  ---\n  location: '/p/{number}.test.mjs:1:1'\n  ...\n");
            format!("{}# pass 1\n# fail {number}\n", (0..number).map(one).collect::<String>())
        };
        let again = |failure, report: &str| once_more(failure, &node_totals(report), report);
        let exit = Some(Failure::Exit(Some(1)));
        assert_eq!(again(exit, &failed(1)), [PathBuf::from("/p/0.test.mjs")]);
        assert_eq!(again(exit, &failed(MOST_AGAIN)).len(), MOST_AGAIN);

        let none: [PathBuf; 0] = [];
        assert_eq!(again(exit, &failed(MOST_AGAIN + 1)), none);
        for other in [None, Some(Failure::Exit(None)), Some(Failure::TimedOut(SILENCE))] {
            assert_eq!(again(other, &failed(1)), none, "{other:?}");
        }
        let cut_off = failed(1).replace('#', "");
        assert_eq!(again(exit, &cut_off), none);
    }
}

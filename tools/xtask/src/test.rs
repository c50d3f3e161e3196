//! Every check and every test, with one line at the end.
//! It knows the order and the limits; a failure is counted and the rest still runs.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::process::{self, Limit, Show};
use crate::project::Project;
use crate::tally::{Tally, cargo_totals, node_totals};
use crate::{build, check, setup};

/// Where the browser tests lie, and the comparison with an independent implementation.
const NODE_TESTS: &[&str] = &["tests/oracle", "tests/e2e"];
/// What is measured: the engine by itself, and over a distance to a node, which is a package of its own.
const BENCHES: &[(&str, &str)] = &[("lifeboat", "ratios"), ("measure", "look_ups")];
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
    setup::everything(project)?;
    let mut tally = Tally::default();
    check::all(project, &mut tally);

    println!("\nunit and integration tests");
    let finished = process::run(
        // Those that are marked as slow belong to the whole: only the quick ring leaves them out.
        &mut project.cargo(&["test", "--workspace", "--locked", "--no-fail-fast", "--", "--include-ignored"]),
        SILENCE,
        Show::Always,
    )?;
    tally.run("cargo test", &cargo_totals(&finished.said), finished.failure);

    println!("\nbrowser tests");
    let built = build::extension(project).and_then(|()| tools(project));
    let ready = built.is_ok();
    tally.check("build", built);
    if ready {
        node_tests(project, &mut tally)?;
    } else {
        tally.check("browser tests", Err(anyhow::anyhow!("there is nothing to test them on")));
    }
    println!("\n{tally}");
    Ok(tally.all_passed())
}

/// Speed, as ratios within one run. Never a test: a slow machine is no defect. A promise that is not kept is one.
pub(crate) fn bench(project: &Project) -> Result<()> {
    setup::for_building(project)?;
    for (package, bench) in BENCHES {
        process::run(
            &mut project.cargo(&["bench", "--locked", "--package", package, "--bench", bench]),
            SILENCE,
            Show::Always,
        )?
        .succeeded("cargo bench")?;
    }
    Ok(())
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

fn node_tests(project: &Project, tally: &mut Tally) -> Result<()> {
    let report = project.target("node-tests.tap");
    let _ = fs::remove_file(&report);
    let finished = process::run(
        project
            .command("node")
            .args(["--test", "--test-concurrency=1", "--test-reporter=spec", "--test-reporter-destination=stdout"])
            .arg("--test-reporter=tap")
            .arg(format!("--test-reporter-destination={}", report.display()))
            .args(test_files(project)?)
            .env("CHROME", setup::browser()?)
            .env("LIFEBOAT_TOOLS", project.target("debug")),
        SILENCE,
        Show::Always,
    )?;
    let totals = node_totals(&fs::read_to_string(&report).unwrap_or_default());
    tally.run("browser tests", &totals, finished.failure);
    Ok(())
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

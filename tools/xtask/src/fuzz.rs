//! Foreign bytes by the million: builds the targets of fuzz/ with a compiler that counts the ways code is walked, and lets each run.
//! It knows how to build and start them; what must hold stands in fuzz/src/lib.rs.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::process::{self, Limit, Show};
use crate::project::Project;
use crate::setup;
use crate::tally::Tally;

/// What the fuzzer needs to see which ways were walked. Stable flags, as cargo-fuzz passes them; no sanitizer: `unsafe` is forbidden here.
const FLAGS: &[&str] = &[
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Ccodegen-units=1",
];
/// The longest input worth trying: deep enough for every shape, small enough to be quick.
const LONGEST_INPUT: u32 = 64 * 1024;
/// One input that takes this long is a finding: seconds, in a build that counts.
const SLOWEST_INPUT: u32 = 20;
/// Memory of one target, in MiB.
const MEMORY: u32 = 2048;

/// Runs every target, or the named ones, for so many seconds each. Answers whether none found anything.
pub(crate) fn run(project: &Project, seconds: u32, named: &[String], keep: bool) -> Result<bool> {
    setup::for_building(project)?;
    println!("fuzz: building the targets (a minute or two the first time)");
    process::run(
        project
            .cargo(&["build", "--release", "--locked", "--bins", "--manifest-path"])
            .arg(project.path("fuzz/Cargo.toml"))
            .arg("--target-dir")
            .arg(project.target("fuzz"))
            // Only what is asked for by name is built for a target; build scripts and macros stay as they are.
            .args(["--target", &host(project)?])
            .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\x1f")),
        Limit::Silence(Duration::from_mins(15)),
        Show::OnFailure,
    )?
    .succeeded("cargo build of fuzz/")?;

    let mut tally = Tally::default();
    for target in targets(project)? {
        if named.is_empty() || named.contains(&target) {
            tally.check(&format!("fuzz {target}"), fuzz(project, &target, seconds, keep));
        }
    }
    println!("\n{tally}");
    Ok(tally.all_passed())
}

/// One target: on from the kept corpus and from what earlier runs here found.
fn fuzz(project: &Project, target: &str, seconds: u32, keep: bool) -> Result<()> {
    let program = project.target("fuzz").join(host(project)?).join("release").join(target);
    let corpus = project.path("fuzz/corpus").join(target);
    let found = project.target("fuzz-found").join(target);
    fs::create_dir_all(&found)?;
    let artifacts = project.target("fuzz-artifacts").join(target);
    fs::create_dir_all(&artifacts)?;
    let finished = process::run(
        project
            .command(&program.to_string_lossy())
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-max_len={LONGEST_INPUT}"))
            .arg(format!("-timeout={SLOWEST_INPUT}"))
            .arg(format!("-rss_limit_mb={MEMORY}"))
            .arg(format!("-artifact_prefix={}/", artifacts.display()))
            .arg("-print_final_stats=1")
            .arg(&found)
            .arg(&corpus),
        Limit::Whole(Duration::from_secs(u64::from(seconds) * 2 + 300)),
        Show::OnFailure,
    )?;
    let runs = finished.said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    println!("fuzz {target}: {} inputs", runs.map_or("?", str::trim));
    finished.succeeded(target)?;
    if keep { keep_what_matters(project, &program, &corpus, &found) } else { Ok(()) }
}

/// Makes the kept corpus the smallest set of inputs that walks every way known so far.
fn keep_what_matters(project: &Project, program: &Path, corpus: &Path, found: &Path) -> Result<()> {
    let merged = corpus.with_extension("merged");
    let _ = fs::remove_dir_all(&merged);
    fs::create_dir_all(&merged)?;
    process::run(
        project.command(&program.to_string_lossy()).args(["-merge=1"]).args([
            &merged,
            &corpus.to_path_buf(),
            &found.to_path_buf(),
        ]),
        Limit::Silence(Duration::from_mins(10)),
        Show::OnFailure,
    )?
    .succeeded("merging")?;
    fs::remove_dir_all(corpus).context("the corpus")?;
    fs::rename(merged, corpus).context("the corpus")
}

/// The programs of fuzz/, by the files they are made from.
fn targets(project: &Project) -> Result<Vec<String>> {
    let mut targets = Vec::new();
    for entry in fs::read_dir(project.path("fuzz/fuzz_targets")).context("fuzz/fuzz_targets")? {
        let path: PathBuf = entry?.path();
        targets.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    targets.sort();
    Ok(targets)
}

fn host(project: &Project) -> Result<String> {
    let said =
        process::run(project.command("rustc").arg("-vV"), Limit::Whole(Duration::from_mins(1)), Show::OnFailure)?
            .succeeded("rustc -vV")?;
    said.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned).context("rustc names no host")
}

//! The project's own commands: set-up, build, checks and tests, demo.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks on the terminal")]
#![expect(clippy::disallowed_methods, reason = "waits here have limits, and limits need a clock")]

mod bench;
mod build;
mod check;
mod demo;
mod fuzz;
mod inside;
mod licences;
mod package;
mod pictures;
mod process;
mod project;
mod quick;
mod rust_tests;
mod search;
mod setup;
mod tally;
mod test;
mod texts;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::Project;

/// Lifeboat's own commands. Each does the set-up it needs first.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing: the pinned toolchain, npm packages, Chromium.
    Setup,
    /// Build the extension into dist/, loadable in Chrome, Edge and Brave.
    Build,
    /// Make the zip for the browsers' stores; says its size and SHA-256.
    Package {
        /// Make it a second time on this machine, in a clone in another folder and with another home, and compare.
        #[arg(long)]
        twice: bool,
    },
    /// Formatting, lints, licences and types; no tests.
    Check,
    /// Every test that is not marked as slow, without a browser; names the slowest ten.
    Quick,
    /// Try the properties on other cases than the tests do, each round on new ones, so many rounds or until one fails.
    Search {
        /// How many rounds; one takes a few minutes.
        #[arg(long, default_value_t = 10)]
        rounds: u32,
    },
    /// Every check and every test; ends with one summary line.
    Test,
    /// Measure speed and weight in the browser, as shipped, beside peers; writes docs/benchmarks.md.
    Bench {
        /// Measure nothing: only hold what dist/ weighs against bench/budgets.toml.
        #[arg(long)]
        check: bool,
    },
    /// Try made-up bytes on everything that reads foreign bytes.
    Fuzz {
        /// How long each target runs.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Afterwards keep in fuzz/corpus the fewest inputs that walk every known way.
        #[arg(long)]
        keep: bool,
        /// Only these targets (the names of fuzz/fuzz_targets).
        targets: Vec<String>,
    },
    /// Open Chromium with the extension, a synthetic node and a simulated Ledger.
    Demo {
        /// Play the whole story without a window and write a picture of every step to demo-pictures/.
        #[arg(long)]
        headless: bool,
    },
    /// What the other languages do not say yet, and translations coming in.
    Texts {
        #[command(subcommand)]
        texts: texts::Texts,
    },
    /// Draw every screen in every state from samples, light and dark, wide and narrow, into target/pictures, and judge each.
    Pictures {
        /// Only these states (the names in tests/ui-preview).
        states: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = process::end_children_when_interrupted().and_then(|()| {
        let project = Project::find()?;
        match Arguments::parse().command {
            Command::Setup => setup::everything(&project).map(|()| true),
            Command::Build => setup::for_building(&project).and_then(|()| build::extension(&project)).map(|()| true),
            Command::Package { twice } => setup::for_building(&project)
                .and_then(|()| if twice { package::twice(&project) } else { package::run(&project).map(drop) })
                .map(|()| true),
            Command::Check => test::checks(&project),
            Command::Quick => quick::run(&project),
            Command::Search { rounds } => search::run(&project, rounds),
            Command::Test => test::everything(&project),
            Command::Bench { check: true } => bench::check(&project).map(|()| true),
            Command::Bench { check: false } => bench::measure(&project).map(|()| true),
            Command::Fuzz { seconds, keep, targets } => fuzz::run(&project, seconds, &targets, keep),
            Command::Demo { headless } => demo::run(&project, headless).map(|()| true),
            Command::Texts { texts } => texts::run(&project, &texts),
            Command::Pictures { states } => pictures::run(&project, &states).map(|()| true),
        }
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

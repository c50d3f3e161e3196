//! The checks that are not tests: formatting, lints, types, licences.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::licences;
use crate::process::{self, Limit, Show};
use crate::project::Project;
use crate::tally::Tally;

/// All of them; each counts as one.
pub(crate) fn all(project: &Project, tally: &mut Tally) {
    tally.check("formatting", pass(&mut project.cargo(&["fmt", "--all", "--check"])));
    tally.check("lints", lint(project, &["--workspace", "--all-targets"]));
    tally.check(
        "lints of the browser edge",
        lint(project, &["--package", "lifeboat", "--target", "wasm32-unknown-unknown"]),
    );
    tally.check("licences of crates", licences::crates(project));
    tally.check("licences of npm packages", licences::npm(project));
    tally.check("TypeScript types", pass(project.npm_tool("typescript/bin/tsc").arg("--noEmit")));
}

fn lint(project: &Project, what: &[&str]) -> Result<()> {
    pass(project.cargo(&["clippy", "--locked"]).args(what).args(["--", "--deny", "warnings"]))
}

fn pass(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    process::run(command, Limit::Silence(Duration::from_mins(20)), Show::OnFailure)?.succeeded(&name).map(drop)
}

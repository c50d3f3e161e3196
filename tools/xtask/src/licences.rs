//! Every dependency against `deny.toml`: where it comes from, and that what we ship and build with may be used by everybody.
//! It knows how to have cargo-deny and ask it; for npm packages, which that does not know, it compares the lock file with the same list.

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::Value;
use spdx::{Expression, ParseMode};

use crate::process::{self, Limit, Show};
use crate::project::Project;

/// The version that is installed, by its own lock file: a check must not change its mind by itself.
const CARGO_DENY: &str = "0.20.2";
const CONFIG: &str = "deny.toml";
/// What has a lock file of its own.
const MANIFESTS: &[&str] = &["Cargo.toml", "fuzz/Cargo.toml"];

/// The crates of every lock file.
pub(crate) fn crates(project: &Project) -> Result<()> {
    let cargo_deny = program(project)?;
    for manifest in MANIFESTS {
        let finished = process::run(
            project
                .command(&cargo_deny)
                .args(["--locked", "--manifest-path", manifest, "--config"])
                .arg(project.path(CONFIG))
                .args(["check", "licenses", "bans", "sources"]),
            Limit::Silence(Duration::from_mins(5)),
            Show::OnFailure,
        )?;
        finished.succeeded(&format!("cargo-deny of {manifest}"))?;
    }
    Ok(())
}

/// The cargo-deny to ask: the one that is on this machine, if it is of that version; else one of our own in cargo's target folder, where it is
/// in nobody's way. To build it takes a minute or two.
fn program(project: &Project) -> Result<String> {
    let own = project.target("tools/bin/cargo-deny").to_string_lossy().into_owned();
    let minute = Limit::Whole(Duration::from_mins(1));
    let is_it = |program: &str| {
        process::run(project.command(program).arg("--version"), minute, Show::OnFailure)
            .is_ok_and(|finished| finished.output.trim() == format!("cargo-deny {CARGO_DENY}"))
    };
    if let Some(found) = ["cargo-deny", own.as_str()].into_iter().find(|program| is_it(program)) {
        return Ok(found.to_owned());
    }
    println!("set-up: installing cargo-deny {CARGO_DENY} into target/tools (a minute or two, once)");
    process::run(
        // Not optimised, and without what it asks the network with: a quarter of the time to build, and quick enough.
        project
            .cargo(&[
                "install",
                "cargo-deny",
                "--version",
                CARGO_DENY,
                "--locked",
                "--force",
                "--no-default-features",
                "--debug",
            ])
            .args(["--config", "profile.dev.debug=false", "--root"])
            .arg(project.target("tools")),
        Limit::Silence(Duration::from_mins(15)),
        Show::OnFailure,
    )?
    .succeeded("cargo install cargo-deny")
    .map(|_| own)
}

/// The packages of package-lock.json, development tools included.
pub(crate) fn npm(project: &Project) -> Result<()> {
    let accepted = Accepted::parse(&fs::read_to_string(project.path(CONFIG)).context(CONFIG)?)?;
    let lock: Value = serde_json::from_slice(&fs::read(project.path("package-lock.json"))?)?;
    let packages = lock.get("packages").and_then(Value::as_object).context("package-lock.json names no packages")?;
    let licence = |package: &Value| package.get("license").and_then(Value::as_str).unwrap_or_default().to_owned();
    let refused: Vec<String> = packages
        .iter()
        .map(|(path, package)| (path, licence(package)))
        .filter(|(_, licence)| !accepted.covers(licence))
        .map(|(path, licence)| format!("{path} ({})", if licence.is_empty() { "no licence" } else { &licence }))
        .collect();
    if refused.is_empty() { Ok(()) } else { bail!("not on the list of {CONFIG}: {}", refused.join(", ")) }
}

/// The licences on the list.
struct Accepted(Vec<Expression>);

#[derive(Deserialize)]
struct Config {
    licenses: Licences,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

impl Accepted {
    fn parse(config: &str) -> Result<Self> {
        let config: Config = toml::from_str(config).context(CONFIG)?;
        let listed = config.licenses.allow.iter().map(|licence| Expression::parse(licence));
        Ok(Self(listed.collect::<Result<_, _>>().context(CONFIG)?))
    }

    /// Whether an expression can be met with licences of the list. What nobody can read is not met.
    fn covers(&self, expression: &str) -> bool {
        let Ok(expression) = Expression::parse_mode(expression, ParseMode::LAX) else { return false };
        let listed: Vec<_> = self.0.iter().flat_map(Expression::requirements).map(|listed| &listed.req).collect();
        expression.evaluate(|wanted| listed.contains(&wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_wants_one_and_a_sum_wants_both() {
        let accepted = Accepted::parse(include_str!("../../../deny.toml")).unwrap();
        let taken =
            ["MIT", "MIT OR Apache-2.0 OR LGPL-2.1-or-later", "(MIT OR Apache-2.0) AND Unicode-3.0", "MIT/Apache-2.0"];
        for expression in taken.into_iter().chain(["Apache-2.0 WITH LLVM-exception OR MIT", "MPL-2.0", "(MIT AND ISC)"])
        {
            assert!(accepted.covers(expression), "{expression}");
        }
        let refused =
            ["GPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT AND AGPL-3.0-only) OR LGPL-3.0-only", "", "UNLICENSED"];
        for expression in refused.into_iter().chain(["SEE LICENSE IN licence.txt", "MIT WITH LLVM-exception"]) {
            assert!(!accepted.covers(expression), "{expression}");
        }
    }
}

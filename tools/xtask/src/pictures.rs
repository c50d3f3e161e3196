//! Pictures of every screen, in every state a person can meet it, for whoever changes a page.
//! It prepares and starts; the samples and the looking are tests/ui-preview.

use std::time::Duration;

use anyhow::Result;

use crate::process::{self, Limit, Show};
use crate::project::Project;
use crate::setup;

/// Draws these states, or all of them, into target/pictures. It needs no engine: the page draws samples.
pub(crate) fn run(project: &Project, states: &[String]) -> Result<()> {
    setup::everything(project)?;
    let mut command = project.command("node");
    command
        .arg(project.path("tests/ui-preview/look.mjs"))
        .arg(project.target("pictures"))
        .args(states)
        .env("CHROME", setup::browser()?);
    process::run(&mut command, Limit::Whole(Duration::from_hours(1)), Show::Always)?
        .succeeded("the pictures (what is wrong stands above)")
        .map(drop)
}

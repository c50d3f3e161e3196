//! The demo: the built extension in Chromium, beside a synthetic node and a simulated Ledger.
//! It prepares and starts; the story itself is tests/e2e/story.mjs, which the tests play too.

use std::time::Duration;

use anyhow::Result;

use crate::process::{self, Limit, Show};
use crate::project::Project;
use crate::{build, setup, test};

/// Opens the demo, or plays it without a window and writes pictures.
pub(crate) fn run(project: &Project, headless: bool) -> Result<()> {
    setup::everything(project)?;
    build::extension(project)?;
    println!("demo: building the synthetic node and the simulated Ledger");
    test::tools(project)?;
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let mut command = project.command("node");
    command
        .arg(project.path("tests/e2e/demo.mjs"))
        .env("CHROME", setup::browser()?)
        .env("LIFEBOAT_TOOLS", project.target("debug"));
    let limit = if headless || !has_display {
        command.arg("--headless");
        Limit::Whole(Duration::from_mins(10))
    } else {
        Limit::Whole(Duration::from_hours(24))
    };
    process::run(&mut command, limit, Show::Always)?.succeeded("the demo").map(drop)
}

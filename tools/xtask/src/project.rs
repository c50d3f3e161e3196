//! Where things are: the repository, its target folder, its npm tools.
//! It knows paths; it changes nothing.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::process::{self, Limit, Show};

/// The repository, and where cargo builds.
pub(crate) struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// Asks cargo; the repository is the one this xtask was built from.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .context("xtask does not lie two folders deep in the repository")?
            .to_path_buf();
        let metadata = process::run(
            command_in(&root, "cargo").args(["metadata", "--format-version", "1", "--no-deps"]),
            Limit::Whole(Duration::from_mins(5)),
            Show::OnFailure,
        )?
        .succeeded("cargo metadata")?;
        let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata did not answer JSON")?;
        let target = metadata
            .get("target_directory")
            .and_then(Value::as_str)
            .context("cargo metadata names no target folder")?
            .into();
        Ok(Self { root, target })
    }

    /// A path in the repository.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path in cargo's target folder.
    pub(crate) fn target(&self, relative: &str) -> PathBuf {
        self.target.join(relative)
    }

    /// A command that starts in the repository.
    pub(crate) fn command(&self, program: &str) -> Command {
        command_in(&self.root, program)
    }

    /// Cargo of the pinned toolchain.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("cargo");
        command.args(arguments);
        command
    }

    /// A script of an npm package, run by Node (never by what else may be on the PATH).
    pub(crate) fn npm_tool(&self, script: &str) -> Command {
        let mut command = self.command("node");
        command.arg(self.path("node_modules").join(script));
        command
    }
}

/// A command whose toolchain is the one that rust-toolchain.toml pins. rustup's proxies hand `RUSTUP_TOOLCHAIN` on to every child, and
/// with it set rustup does not look at that file any more: it would install a toolchain without the targets and components it asks for.
fn command_in(root: &Path, program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root).env_remove("RUSTUP_TOOLCHAIN");
    command
}

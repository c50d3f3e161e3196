//! The library that Chromium preloads, compiled on the spot.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

const SOURCE: &str = include_str!("../shim.c");
const NAME: &str = "libvirtualhid.so";

/// Compiles the shim into a folder; answers the path for `LD_PRELOAD`.
///
/// # Errors
/// When the folder cannot be written, or there is no C compiler called `cc`, or it fails.
pub fn build_shim(folder: &Path) -> anyhow::Result<PathBuf> {
    let source = folder.join("shim.c");
    let library = folder.join(NAME);
    std::fs::write(&source, SOURCE).with_context(|| format!("cannot write {}", source.display()))?;
    let made = Command::new("cc")
        .args(["-O1", "-Wall", "-Wextra", "-shared", "-fPIC", "-o"])
        .arg(&library)
        .arg(&source)
        .arg("-ldl")
        .output()
        .context("cannot run cc: is a C compiler installed? (apt-get install gcc libc6-dev)")?;
    ensure!(made.status.success(), "cc failed:\n{}", String::from_utf8_lossy(&made.stderr));
    std::fs::remove_file(&source)?;
    Ok(library)
}

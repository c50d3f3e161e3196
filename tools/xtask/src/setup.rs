//! Installs what is missing, and names what it cannot install.
//! It knows the prerequisites of the other commands; it touches nothing that is already there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::process::{self, Limit, Show};
use crate::project::Project;

/// Oldest Node that every npm package we use supports.
const NODE_AT_LEAST: (u32, u32) = (20, 9);
const TARGET: &str = "wasm32-unknown-unknown";

/// Where Chromium and its relatives usually are. The first is the program itself, not a wrapper script around it:
/// the virtual Ledger is preloaded into it.
const BROWSERS: &[&str] = &[
    "/usr/lib/chromium/chromium",
    "/usr/lib64/chromium-browser/chromium-browser",
    "/usr/lib/chromium-browser/chromium-browser",
    "/opt/google/chrome/chrome",
    "/usr/bin/chromium",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// What every command needs, Chromium included.
pub(crate) fn everything(project: &Project) -> Result<()> {
    for_building(project)?;
    browser()?;
    announce_display();
    println!("set-up: complete");
    Ok(())
}

/// What a test of real windows needs. Without it the test says that it was skipped; nothing else wants it.
fn announce_display() {
    let missing = |program: &str, argument: &str| {
        process::run(Command::new(program).arg(argument), MINUTE, Show::OnFailure).is_err()
    };
    if missing("Xvfb", "-help") || missing("xdotool", "version") {
        println!(
            "set-up: the test of real windows is skipped: it needs Xvfb and xdotool (Debian, Ubuntu: `sudo apt-get \
             install xvfb xdotool`)"
        );
    }
}

/// What a build needs.
pub(crate) fn for_building(project: &Project) -> Result<()> {
    compiler(project)?;
    toolchain(project)?;
    node()?;
    npm_packages(project)
}

/// The browser that tests and demo start, installed where that is possible.
pub(crate) fn browser() -> Result<PathBuf> {
    if let Some(found) = find_browser()? {
        return Ok(found);
    }
    if is_root() && works(Command::new("apt-get").arg("--version")) {
        println!("set-up: installing Chromium from the distribution (about a minute)");
        let apt = |arguments: &[&str]| {
            process::run(
                Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"),
                Limit::Whole(Duration::from_mins(15)),
                Show::OnFailure,
            )?
            .succeeded("apt-get")
        };
        apt(&["update"])?;
        apt(&["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"])?;
        if let Some(found) = find_browser()? {
            return Ok(found);
        }
    }
    bail!(
        "no Chromium found. Install one (Debian, Ubuntu: `sudo apt-get install chromium`; Fedora: `sudo dnf install \
         chromium`), or name yours: CHROME=/path/to/chrome cargo xtask …"
    )
}

fn find_browser() -> Result<Option<PathBuf>> {
    if let Some(named) = std::env::var_os("CHROME") {
        let named = PathBuf::from(named);
        if !named.is_file() {
            bail!("CHROME names {}, which is not a file", named.display());
        }
        return Ok(Some(named));
    }
    Ok(BROWSERS.iter().map(PathBuf::from).find(|path| path.is_file()))
}

fn compiler(project: &Project) -> Result<()> {
    if works(project.command("cc").arg("--version")) {
        return Ok(());
    }
    bail!(
        "no C compiler found (`cc`): Debian, Ubuntu: `sudo apt-get install build-essential`; macOS: `xcode-select --install`"
    )
}

fn toolchain(project: &Project) -> Result<()> {
    let complete = || {
        let sysroot = process::run(project.command("rustc").args(["--print", "sysroot"]), MINUTE, Show::OnFailure)
            .and_then(|finished| finished.succeeded("rustc"));
        sysroot.is_ok_and(|path| Path::new(path.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir())
            && works(project.command("cargo").args(["clippy", "--version"]))
            && works(project.command("cargo").args(["fmt", "--version"]))
    };
    if complete() {
        return Ok(());
    }
    if !works(project.command("rustup").arg("--version")) {
        bail!(
            "the Rust toolchain lacks the {TARGET} target, clippy or rustfmt, and there is no rustup to install them: see https://rustup.rs"
        );
    }
    println!("set-up: installing the toolchain of rust-toolchain.toml (about half a minute)");
    process::run(
        project.command("rustup").args(["toolchain", "install", "--no-self-update"]),
        Limit::Whole(Duration::from_mins(15)),
        Show::OnFailure,
    )?
    .succeeded("rustup toolchain install --no-self-update")?;
    if complete() {
        Ok(())
    } else {
        bail!("rustup installed the toolchain, yet {TARGET}, clippy or rustfmt is missing")
    }
}

fn node() -> Result<()> {
    let (major, minor) = NODE_AT_LEAST;
    let advice = format!(
        "Node {major}.{minor} or newer is needed, with npm: see https://nodejs.org or your distribution's packages"
    );
    let version = process::run(Command::new("node").arg("--version"), MINUTE, Show::OnFailure)
        .and_then(|finished| finished.succeeded("node"))
        .context(advice.clone())?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < NODE_AT_LEAST {
        bail!("{advice} (found {})", version.trim());
    }
    if works(Command::new("npm").arg("--version")) { Ok(()) } else { bail!(advice) }
}

/// `npm ci`, unless node_modules was made from this very lock file.
fn npm_packages(project: &Project) -> Result<()> {
    let lock = fs::read(project.path("package-lock.json")).context("package-lock.json")?;
    let stamp = project.path("node_modules/.made-from-package-lock.json");
    if fs::read(&stamp).is_ok_and(|made_from| made_from == lock) {
        return Ok(());
    }
    println!("set-up: installing npm packages (about half a minute)");
    process::run(project.command("npm").arg("ci"), Limit::Whole(Duration::from_mins(15)), Show::OnFailure)?
        .succeeded("npm ci")?;
    fs::write(stamp, lock).context("node_modules")
}

const MINUTE: Limit = Limit::Whole(Duration::from_mins(1));

fn works(command: &mut Command) -> bool {
    process::run(command, MINUTE, Show::OnFailure).is_ok_and(|finished| finished.failure.is_none())
}

fn is_root() -> bool {
    process::run(Command::new("id").arg("-u"), MINUTE, Show::OnFailure).is_ok_and(|id| id.output.trim() == "0")
}

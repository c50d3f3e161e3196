//! Makes dist/: cargo, wasm-bindgen, webpack, in this order. No wasm-opt: what it saves, packing loses twice (docs/decisions/0006-small-and-fast.md).
//! It knows the steps and their switches; what goes into a bundle stands in webpack.config.js.

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::inside;
use crate::process::{self, Limit, Show};
use crate::project::Project;

/// What is marked `#[inline]` is inlined up to six times the size that `opt-level = "s"` allows otherwise. Here it is no more than that: a
/// twentieth of the bytes for no time that could be measured (docs/decisions/0006-small-and-fast.md).
const INLINED: &str = "-Cllvm-args=-inlinehint-threshold=50";
/// In the name of what the standard library builds a map with, once it has sorted the entries.
const BULK_BUILD: &[u8] = b"bulk_push";
/// In the name of what the standard library sorts with, and how often it may be there: in `src/order.rs`, and for the marks above a letter in
/// icu_normalizer.
const SORTING: (&[u8], usize) = (b"driftsort_main", 2);
/// The whole extension, from source to dist/.
pub(crate) fn extension(project: &Project) -> Result<()> {
    module(project, &ENGINE)?;
    println!("build: bundling the extension");
    let dist = project.path("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).context("dist/")?;
    }
    process::run(
        project.npm_tool("webpack-cli/bin/cli.js").args(["--mode", "production", "--stats", "errors-warnings"]),
        Limit::Whole(Duration::from_mins(5)),
        Show::OnFailure,
    )?
    .succeeded("webpack")?;
    inside::write(project)?;
    println!("build: dist/ is ready; load it at chrome://extensions with \"Load unpacked\"");
    Ok(())
}

/// A library that is compiled for the browser, and where its module and glue come to lie.
struct Module {
    package: &'static str,
    /// As its files are called.
    name: &'static str,
    folder: &'static str,
}

/// The engine: target/pkg/lifeboat.js and lifeboat_bg.wasm.
const ENGINE: Module = Module { package: "lifeboat", name: "lifeboat", folder: "target/pkg" };
/// Parts of it by themselves, made the same way: measured, and shipped with nothing.
const PARTS: Module = Module { package: "lifeboat-bench", name: "lifeboat_bench", folder: "target/pkg-bench" };

/// The parts of the engine that are measured by themselves.
pub(crate) fn parts(project: &Project) -> Result<()> {
    module(project, &PARTS)
}

fn module(project: &Project, made: &Module) -> Result<()> {
    println!("build: compiling {} (a minute or two the first time)", made.package);
    process::run(
        &mut project.cargo(&[
            "build",
            "--release",
            "--locked",
            "--lib",
            "--package",
            made.package,
            "--target",
            "wasm32-unknown-unknown",
            "--config",
            &format!("target.wasm32-unknown-unknown.rustflags={}", flags(project)?),
        ]),
        Limit::Silence(Duration::from_mins(20)),
        Show::OnFailure,
    )?
    .succeeded("cargo build")?;

    let compiled = project.target(&format!("wasm32-unknown-unknown/release/{}.wasm", made.name));
    let compiled = fs::read(compiled).context("the compiled module")?;
    let package = project.path(made.folder);
    let made_from = package.join("made-from.wasm");
    if fs::read(&made_from).is_ok_and(|before| before == compiled) {
        return Ok(());
    }
    println!("build: joining the engine to JavaScript");
    let named = |part: &[u8]| compiled.windows(part.len()).filter(|name| *name == part).count();
    ensure!(
        named(BULK_BUILD) == 0,
        "a map is collected from a sorted list, and the sorting is in the engine for every type of entry: gather it (src/gather.rs)"
    );
    ensure!(named(SORTING.0) <= SORTING.1, "a list is sorted by the standard library: put it in order (src/order.rs)");
    if package.exists() {
        fs::remove_dir_all(&package).context("target/pkg")?;
    }
    Bindgen::new()
        .input_bytes(made.name, compiled.clone())
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The glue says where the module is; webpack reads that and brings the file along.
        .omit_default_module_path(false)
        .generate(&package)
        .context("wasm-bindgen")?;
    fs::write(made_from, compiled).context(made.folder)
}

/// What rustc is told beside the profile in Cargo.toml.
///
/// Panic messages carry source paths: unless these are mapped, the same commit built in another folder is another file.
fn flags(project: &Project) -> Result<String> {
    let sysroot = process::run(
        project.command("rustc").args(["--print", "sysroot"]),
        Limit::Whole(Duration::from_mins(1)),
        Show::OnFailure,
    )?
    .succeeded("rustc --print sysroot")?;
    let root = project.path("");
    let cargo_home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .context("neither CARGO_HOME nor HOME is set")?;
    let mapped = [(cargo_home.as_str(), "/cargo"), (sysroot.trim(), "/rust"), (&root.to_string_lossy(), "/lifeboat/")];
    let flags: Vec<String> = mapped
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={from}={to}"))
        .chain([INLINED.to_owned()])
        .collect();
    Ok(serde_json::to_string(&flags)?)
}

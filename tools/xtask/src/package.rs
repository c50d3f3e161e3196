//! The zip for the browsers' stores, made of dist/. It knows what a store wants; what is in dist/, and which version that is, is the build's.
//! On one machine the same sources make the same bytes in every folder, for every home, at any time: files in the order of their names, one date,
//! one set of rights. `twice` compares that; what another computer's compiler makes of them it does not.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use libdeflater::{CompressionLvl, Compressor};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::build;
use crate::process::{self, Limit, Show};
use crate::project::Project;

const MANIFEST: &str = "manifest.json";
/// Read and write for who unpacks it, read for others.
const RIGHTS: u32 = 0o644;

/// Builds, and writes target/lifeboat-VERSION.zip.
pub(crate) fn run(project: &Project) -> Result<PathBuf> {
    build::extension(project)?;
    let zip = bytes(project)?;
    let path = project.target(&file_name());
    fs::write(&path, &zip).with_context(|| path.display().to_string())?;
    println!("package: {}", path.display());
    println!("package: {} bytes, SHA-256 {}", zip.len(), hex::encode(Sha256::digest(&zip)));
    Ok(path)
}

fn file_name() -> String {
    format!("lifeboat-{}.zip", env!("CARGO_PKG_VERSION"))
}

/// Packages what is committed a second time, as somebody else would who has it in another folder and has another home, from nothing.
pub(crate) fn twice(project: &Project) -> Result<()> {
    let changed = process::run(project.command("git").args(["status", "--porcelain"]), MINUTE, Show::OnFailure)?;
    ensure!(changed.succeeded("git status")?.trim().is_empty(), "a clone has only what is committed: commit first");
    let zip = fs::read(run(project)?)?;
    let elsewhere = std::env::temp_dir().join(format!("lifeboat-elsewhere-{}", std::process::id()));
    let again = package_in(project, &elsewhere);
    let swept = fs::remove_dir_all(&elsewhere).with_context(|| elsewhere.display().to_string());
    // First what the second making came to: a folder that stays, or never was, would hide why.
    ensure!(zip == again?, "another folder and another home made another zip");
    swept?;
    println!("package: the same bytes again");
    Ok(())
}

/// The zip of a clone. The home in which it is made has the settings of this one, which say how registries are reached, and nothing else.
fn package_in(project: &Project, elsewhere: &Path) -> Result<Vec<u8>> {
    println!("package: once more in {} (some minutes)", elsewhere.display());
    let (home, clone) = (elsewhere.join("home"), elsewhere.join("a clone"));
    fs::create_dir_all(home.join(".cargo"))?;
    let here = PathBuf::from(std::env::var_os("HOME").context("HOME is not set")?);
    let of_here = |name: &str, default: &str| std::env::var_os(name).map_or_else(|| here.join(default), PathBuf::from);
    let settings = [
        (of_here("CARGO_HOME", ".cargo").join("config.toml"), home.join(".cargo/config.toml")),
        (here.join(".npmrc"), home.join(".npmrc")),
    ];
    for (from, to) in settings.iter().filter(|(from, _)| from.is_file()) {
        fs::copy(from, to)?;
    }
    let mut git = project.command("git");
    process::run(git.args(["clone", "--quiet", "."]).arg(&clone), MINUTE, Show::OnFailure)?.succeeded("git clone")?;
    process::run(
        project
            .cargo(&["xtask", "package"])
            .current_dir(&clone)
            .env("HOME", &home)
            .env("CARGO_HOME", home.join(".cargo"))
            .env("RUSTUP_HOME", of_here("RUSTUP_HOME", ".rustup"))
            .env_remove("CARGO_TARGET_DIR"),
        Limit::Silence(Duration::from_mins(30)),
        Show::Always,
    )?
    .succeeded("cargo xtask package")?;
    Ok(fs::read(clone.join("target").join(file_name()))?)
}

const MINUTE: Limit = Limit::Whole(Duration::from_mins(1));

/// The zip of what dist/ holds now.
pub(crate) fn bytes(project: &Project) -> Result<Vec<u8>> {
    zip(&packed(files(&project.path("dist"))?)?)
}

/// Names with `/`, and what they hold.
type Files = BTreeMap<String, Vec<u8>>;

fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inside)).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            let path = inside.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                files.insert(parts.join("/"), fs::read(folder.join(&path))?);
            }
        }
    }
    Ok(files)
}

/// Without what only an unpacked extension has: a store has its own key, and refuses another.
fn packed(mut files: Files) -> Result<Files> {
    let manifest = files.get(MANIFEST).context("dist/ has no manifest")?;
    let mut manifest: Value = serde_json::from_slice(manifest).context(MANIFEST)?;
    let members = manifest.as_object_mut().context(MANIFEST)?;
    members.remove("key");
    ensure!(
        members.get("version").is_some_and(|version| version == env!("CARGO_PKG_VERSION")),
        "another version is in dist/"
    );
    files.insert(MANIFEST.to_owned(), serde_json::to_vec_pretty(&manifest)?);
    Ok(files)
}

fn zip(files: &Files) -> Result<Vec<u8>> {
    let mut compressor = Compressor::new(CompressionLvl::best());
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, content) in files {
        let (mut entry, config) = archive
            .new_file(name.as_str())
            .compression_method(CompressionMethod::DEFLATE)
            .unix_permissions(RIGHTS)
            .start()?;
        let mut deflated = vec![0; compressor.deflate_compress_bound(content.len())];
        let length = compressor.deflate_compress(content, &mut deflated)?;
        entry.write_all(deflated.get(..length).context("deflate")?)?;
        // The checksum and the length are of what was packed.
        let mut writer = config.wrap(std::io::sink());
        writer.write_all(content)?;
        let (_, descriptor) = writer.finish()?;
        entry.finish(descriptor)?;
    }
    Ok(archive.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::time::{Duration, SystemTime};

    use flate2::read::DeflateDecoder;
    use rawzip::ZipArchive;

    use super::*;

    /// A folder of a test, which goes with it, also when the test fails.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("lifeboat-package-{}-{name}", std::process::id()));
            // One that was killed, with this number, removed nothing.
            if folder.exists() {
                fs::remove_dir_all(&folder).unwrap();
            }
            fs::create_dir(&folder).unwrap();
            Self(folder)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let removed = fs::remove_dir_all(&self.0);
            // A test that fails says why by itself.
            assert!(removed.is_ok() || std::thread::panicking(), "{}: {removed:?}", self.0.display());
        }
    }

    /// A dist/ whose files are written in this order, at this time.
    fn write_dist(folder: &Path, order: &[&str], at: SystemTime) {
        for file in order {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let manifest = format!(r#"{{"version":"{}","name":"x","key":"secret"}}"#, env!("CARGO_PKG_VERSION"));
            fs::write(&path, if *file == MANIFEST { manifest } else { file.repeat(100) }).unwrap();
            fs::File::options().write(true).open(&path).unwrap().set_modified(at).unwrap();
        }
    }

    #[test]
    fn a_test_leaves_no_folder_behind_also_when_it_fails() {
        let made = std::panic::catch_unwind(|| {
            let scratch = Scratch::new("fails");
            write_dist(&scratch.0.join("deeper"), &[MANIFEST], SystemTime::now());
            std::panic::panic_any(scratch.0.clone());
        });
        let folder = made.unwrap_err().downcast::<PathBuf>().unwrap();
        assert!(!folder.exists());
    }

    #[test]
    fn two_folders_make_the_same_bytes_whenever_they_were_written() {
        let now = SystemTime::now();
        let scratch = Scratch::new("same-bytes");
        let one = scratch.0.join("one");
        write_dist(&one, &["page.js", "manifest.json", "icons/16.png"], now);
        let other = scratch.0.join("other/deeper");
        write_dist(&other, &["icons/16.png", "manifest.json", "page.js"], now - Duration::from_hours(99));
        let [first, second] = [&one, &other].map(|folder| zip(&packed(files(folder).unwrap()).unwrap()).unwrap());
        assert_eq!(first, second);

        let archive = ZipArchive::from_slice(&first).unwrap();
        let mut unpacked = Files::new();
        let mut entries = archive.entries();
        while let Some(header) = entries.next_entry().unwrap() {
            let entry = archive.get_entry(header.wayfinder()).unwrap();
            let mut content = Vec::new();
            DeflateDecoder::new(entry.data()).read_to_end(&mut content).unwrap();
            unpacked.insert(String::from_utf8(header.file_path().as_bytes().to_vec()).unwrap(), content);
        }
        assert_eq!(unpacked.keys().collect::<Vec<_>>(), ["icons/16.png", "manifest.json", "page.js"]);
        assert_eq!(unpacked["page.js"], "page.js".repeat(100).as_bytes());
        let manifest: Value = serde_json::from_slice(&unpacked[MANIFEST]).unwrap();
        assert_eq!((manifest.get("key"), &manifest["name"]), (None, &Value::from("x")));
    }

    #[test]
    fn what_has_another_version_is_not_packed() {
        let manifest = |version: &str| Files::from([(MANIFEST.into(), format!(r#"{{"version":"{version}"}}"#).into())]);
        assert!(packed(manifest(env!("CARGO_PKG_VERSION"))).is_ok());
        assert!(packed(manifest("99.0.0")).is_err());
        assert!(packed(Files::new()).is_err());
    }
}

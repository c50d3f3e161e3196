//! dist/licences.txt: whose work is inside the extension, and under which licence. From the lock files and the packages themselves.
//! It knows what is linked or bundled; what may be depended on at all is in `licences`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::process::{self, Limit, Show};
use crate::project::Project;

const HEAD: &str = "\
Lifeboat for Concordium is under the Apache License 2.0. Inside it is the work of others, under the licences that follow: first whose
work it is, then the words of each licence, once.
";

/// A package that is inside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    licence: String,
    folder: PathBuf,
}

/// Writes the file.
pub(crate) fn write(project: &Project) -> Result<()> {
    fs::write(project.path("dist/licences.txt"), text(&all(project)?)?).context("dist/licences.txt")
}

fn all(project: &Project) -> Result<BTreeSet<Package>> {
    let mut packages = crates(project)?;
    packages.extend(npm(project)?);
    Ok(packages)
}

/// What the engine's build script writes tables from: not linked, but what they say is in the engine.
const TABLES: [&str; 2] = ["unicode-normalization", "unicode-security"];

/// The crates that are in the engine; not what only runs while it is compiled.
fn crates(project: &Project) -> Result<BTreeSet<Package>> {
    let metadata = process::run(
        &mut project.cargo(&[
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            "wasm32-unknown-unknown",
        ]),
        Limit::Whole(Duration::from_mins(2)),
        Show::OnFailure,
    )?
    .succeeded("cargo metadata")?;
    linked(&serde_json::from_str(&metadata)?, &TABLES)
}

/// What the package `lifeboat` is linked with, by cargo's own account, and these packages.
fn linked(metadata: &Value, also: &[&str]) -> Result<BTreeSet<Package>> {
    let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let word = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let packages: BTreeMap<String, Value> =
        list(metadata, "packages").into_iter().map(|package| (word(&package, "id"), package)).collect();
    let nodes: BTreeMap<String, Value> =
        list(metadata.get("resolve").context("cargo metadata resolves nothing")?, "nodes")
            .into_iter()
            .map(|node| (word(&node, "id"), node))
            .collect();
    let runs_elsewhere = |package: &Value| {
        list(package, "targets").iter().any(|target| list(target, "kind").iter().any(|kind| kind == "proc-macro"))
    };
    let root = packages.iter().find(|(_, package)| word(package, "name") == "lifeboat").context("no lifeboat")?.0;
    let named = packages.iter().filter(|(_, package)| also.contains(&word(package, "name").as_str()));
    let (mut seen, mut open, mut found) = (BTreeSet::new(), vec![root.clone()], BTreeSet::new());
    open.extend(named.map(|(id, _)| id.clone()));
    ensure!(open.len() > also.len(), "a package of {also:?} is not there");
    while let Some(id) = open.pop() {
        let package = packages.get(&id).with_context(|| format!("{id} is no package"))?;
        if !seen.insert(id.clone()) || runs_elsewhere(package) {
            continue;
        }
        // What has no source is our own.
        if !package.get("source").is_none_or(Value::is_null) {
            found.insert(Package {
                name: word(package, "name"),
                version: word(package, "version"),
                licence: word(package, "license"),
                folder: Path::new(&word(package, "manifest_path")).parent().unwrap_or(Path::new("")).to_path_buf(),
            });
        }
        let dependencies = nodes.get(&id).map(|node| list(node, "deps")).unwrap_or_default();
        let linked = dependencies.iter().filter(|dependency| {
            list(dependency, "dep_kinds").iter().any(|kind| kind.get("kind").is_none_or(Value::is_null))
        });
        open.extend(linked.map(|dependency| word(dependency, "pkg")));
    }
    Ok(found)
}

/// The npm packages that are bundled: those that are no tools, and what they need.
fn npm(project: &Project) -> Result<BTreeSet<Package>> {
    let lock: Value = serde_json::from_slice(&fs::read(project.path("package-lock.json"))?)?;
    let packages = lock.get("packages").and_then(Value::as_object).context("package-lock.json names no packages")?;
    let mut found = BTreeSet::new();
    for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
        let is_tool =
            ["dev", "devOptional", "optional"].iter().any(|word| package.get(*word) == Some(&Value::Bool(true)));
        if is_tool {
            continue;
        }
        let word = |name: &str| package.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let name = path.rsplit_once("node_modules/").map_or(path.as_str(), |(_, name)| name).to_owned();
        found.insert(Package { name, version: word("version"), licence: word("license"), folder: project.path(path) });
    }
    Ok(found)
}

/// The whole file.
fn text(packages: &BTreeSet<Package>) -> Result<String> {
    ensure!(packages.len() > 20, "only {} packages are inside: they are read wrongly", packages.len());
    let (mut lines, mut words) = (Vec::new(), BTreeMap::<String, (String, Vec<String>)>::new());
    for package in packages {
        let Package { name, version, licence, folder } = package;
        ensure!(!licence.is_empty(), "{name} {version} names no licence");
        let file = licence_file(folder)?;
        let (copyright, rest) = file.as_deref().map(split).unwrap_or_default();
        let whose = if copyright.is_empty() { String::new() } else { format!("; {}", copyright.join("; ")) };
        lines.push(format!("{name} {version} ({licence}){whose}"));
        if let Some(rest) = rest {
            let same: String = rest.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            words.entry(same).or_insert_with(|| (rest, Vec::new())).1.push(name.clone());
        }
    }
    let mut text = format!("{HEAD}\n{}\n", lines.join("\n"));
    for (words, of) in words.into_values() {
        text.push_str(&format!("\n\n---- {}\n\n{words}\n", of.join(", ")));
    }
    Ok(text)
}

/// The words of a package's licence: the shortest one where it offers several.
fn licence_file(folder: &Path) -> Result<Option<String>> {
    let mut shortest: Option<String> = None;
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let is_licence = ["licen", "copying", "unlicense"].iter().any(|start| name.starts_with(start));
        if !is_licence || !path.is_file() {
            continue;
        }
        let words = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        // A file that only points to the others is none.
        if words.len() > 400 && shortest.as_ref().is_none_or(|before| words.len() < before.len()) {
            shortest = Some(words);
        }
    }
    Ok(shortest)
}

/// The lines that say whose it is, and the rest.
fn split(file: &str) -> (Vec<String>, Option<String>) {
    // In the Apache License such words stand as an example.
    let is_whose = |line: &&str| line.trim().to_lowercase().starts_with("copyright (c)") && !line.contains('[');
    let whose: Vec<String> = file.lines().filter(is_whose).map(|line| line.trim().to_owned()).collect();
    let rest: Vec<&str> = file.lines().filter(|line| !is_whose(line)).map(str::trim_end).collect();
    (whose, Some(rest.join("\n").trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_linked_is_inside_and_what_only_compiles_or_tests_it_is_not() {
        let package = |name: &str, kind: &str, source: Option<&str>| {
            json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT", "source": source,
                "manifest_path": format!("/{name}/Cargo.toml"), "targets": [{ "kind": [kind] }] })
        };
        let on = |name: &str, kind: Option<&str>| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let registry = Some("registry");
        let metadata = json!({
            "packages": [package("lifeboat", "lib", None), package("aes", "lib", registry), package("derive", "proc-macro", registry),
                package("syn", "lib", registry), package("proptest", "lib", registry), package("cipher", "lib", registry)],
            "resolve": { "nodes": [
                { "id": "lifeboat", "deps": [on("aes", None), on("derive", None), on("proptest", Some("dev"))] },
                { "id": "aes", "deps": [on("cipher", None), on("proptest", Some("build"))] },
                { "id": "derive", "deps": [on("syn", None)] },
            ] },
        });
        let names: Vec<String> = linked(&metadata, &[]).unwrap().into_iter().map(|package| package.name).collect();
        assert_eq!(names, ["aes", "cipher"]);
    }

    #[test]
    fn what_is_shipped_is_named_and_what_builds_or_tests_it_is_not() {
        let project = Project::find().unwrap();
        let packages = all(&project).unwrap();
        let is_inside = |name: &str| packages.iter().any(|package| package.name == name);
        for name in ["aes-gcm", "hkdf", "wasm-bindgen", "unicode-security", "preact", "@zxcvbn-ts/core"] {
            assert!(is_inside(name), "{name} is inside");
        }
        for name in ["proptest", "syn", "clap", "webpack", "typescript", "lifeboat", "lifeboat-arithmetic"] {
            assert!(!is_inside(name), "{name} is not");
        }
        let text = text(&packages).unwrap();
        assert!(text.contains("Permission is hereby granted") && text.contains("Apache License"));
        assert!(text.len() < 300_000, "{} bytes", text.len());
        println!("{} packages, {} bytes", packages.len(), text.len());
    }

    #[test]
    fn whose_it_is_is_told_apart_from_the_words_of_the_licence() {
        let (whose, rest) = split("MIT License\n\nCopyright (c) 2020 Somebody\n\nPermission is hereby granted\n");
        assert_eq!(whose, ["Copyright (c) 2020 Somebody"]);
        assert_eq!(rest.unwrap(), "MIT License\n\n\nPermission is hereby granted");
    }
}

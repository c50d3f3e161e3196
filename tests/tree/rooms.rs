//! The shape of the project, read from its files: layers, texts, permissions, and what must not lie
//! in the repository. It knows names and places; what the code does is tested elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// From the top down. A module may use what stands below its own line; modules on one line are independent of each other.
const LAYERS: &[&[&str]] = &[
    &["web"],
    &["session"],
    &["recovery", "key_search", "watch", "backup", "vault", "merge", "removal"],
    &["access", "custody", "asking", "directory"],
    &["ledger", "node", "chain", "record"],
    &["crypto", "model"],
    &["secret", "fault", "work"],
    &["text", "gather", "order"],
];

/// What the extension may ask for at installation. Reviewed: none of these shows a warning.
const PERMISSIONS: &[&str] = &["alarms", "idle", "sidePanel", "storage", "unlimitedStorage"];
/// What it may ask for when a person enters a node of their own.
const OPTIONAL_ORIGINS: &[&str] = &["http://127.0.0.1/*", "http://localhost/*", "https://*/*"];
/// The only keys a manifest of ours has.
const MANIFEST_KEYS: &[&str] = &[
    "action",
    "background",
    "content_security_policy",
    "default_locale",
    "description",
    "icons",
    "key",
    "manifest_version",
    "minimum_chrome_version",
    "name",
    "optional_host_permissions",
    "permissions",
    "short_name",
    "side_panel",
];

#[test]
fn modules_use_only_what_lies_below_them() {
    let layer_of = |module: &str| LAYERS.iter().position(|layer| layer.contains(&module));
    let mut wrong = Vec::new();
    for (path, text) in sources("src", &["rs"]) {
        let module = path.strip_prefix("src/").unwrap().split(['/', '.']).next().unwrap().to_owned();
        if module == "lib" {
            continue;
        }
        let own = layer_of(&module).unwrap_or_else(|| panic!("{path}: no layer has a module called {module}"));
        for used in uses_of_crate(&text) {
            let below = layer_of(&used).unwrap_or_else(|| panic!("{path} uses crate::{used}, which is in no layer"));
            if used != module && below <= own {
                wrong.push(format!("{path} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "against the direction of the layers:\n{}", wrong.join("\n"));
}

#[test]
fn the_core_cannot_see_the_browser() {
    let manifest = read("Cargo.toml");
    let (native, _) = manifest.split_once("[target.'cfg(target_arch = \"wasm32\")'.dependencies]").unwrap();
    let (_, native) = native.split_once("[dependencies]").unwrap();
    for name in ["web-sys", "js-sys", "wasm-bindgen", "getrandom", "gloo"] {
        assert!(!native.contains(name), "{name} is a dependency of the core");
    }
}

#[test]
fn no_text_is_left_over() {
    let source: String =
        sources("extension", &["ts", "tsx", "html"]).into_values().chain([read("manifest.json")]).collect();
    let stems: Vec<String> = source
        .split(['"', '\'', '`'])
        .filter_map(|piece| piece.split_once("${").map(|(stem, _)| stem.to_owned()))
        .chain(source.split("textFor(").skip(1).filter_map(|call| Some(format!("{}_", quoted(call)?))))
        .filter(|stem| stem.len() > 2)
        .collect();
    // What stands between two quotes: looked up, because there are thousands of texts and megabytes of source.
    let quoted_words: BTreeSet<&str> = source.split(['"', '\'', '`']).collect();
    let used = |key: &str| {
        let plural =
            ["_zero", "_one", "_two", "_few", "_many", "_other"].iter().find_map(|form| key.strip_suffix(form));
        [Some(key), plural].into_iter().flatten().any(|name| {
            quoted_words.contains(name)
                || quoted_words.contains(format!("__MSG_{name}__").as_str())
                || stems.iter().any(|stem| name.starts_with(stem.as_str()))
        })
    };
    let spoken = ["fault_", "notice_"];
    let orphans: Vec<String> = texts("en")
        .into_keys()
        .filter(|key| !spoken.iter().any(|prefix| key.starts_with(prefix)) && !used(key))
        .collect();
    assert!(orphans.is_empty(), "no screen shows these texts: {orphans:?}");
}

#[test]
fn the_permissions_are_the_reviewed_ones() {
    let manifest: Value = serde_json::from_str(&read("manifest.json")).unwrap();
    assert_eq!(strings(&manifest["permissions"]), PERMISSIONS);
    assert_eq!(strings(&manifest["optional_host_permissions"]), OPTIONAL_ORIGINS);
    assert_eq!(manifest.as_object().unwrap().keys().collect::<Vec<_>>(), MANIFEST_KEYS);
    assert_eq!(manifest["manifest_version"], 3);
}

#[test]
fn the_page_runs_nothing_but_its_own_code() {
    let manifest: Value = serde_json::from_str(&read("manifest.json")).unwrap();
    let policy = manifest["content_security_policy"]["extension_pages"].as_str().unwrap();
    let directives: BTreeMap<&str, &str> =
        policy.split(';').map(|one| one.trim().split_once(' ').unwrap_or((one.trim(), ""))).collect();
    assert_eq!(directives["default-src"], "'none'");
    assert_eq!(directives["script-src"], "'self' 'wasm-unsafe-eval'");
    assert_eq!(directives["style-src"], "'self'");
    assert_eq!(directives["connect-src"], "'self' https: http://127.0.0.1:* http://localhost:*");
    assert_eq!(directives["object-src"], "'none'");
    assert_eq!(directives["frame-ancestors"], "'none'");
    assert_eq!(directives["require-trusted-types-for"], "'script'");
}

#[test]
fn the_version_is_said_once() {
    let manifest: Value = serde_json::from_str(&read("manifest.json")).unwrap();
    let package: Value = serde_json::from_str(&read("package.json")).unwrap();
    // In Cargo.toml; the bundler puts it into what is shipped.
    assert_eq!((&manifest["version"], &package["version"]), (&Value::Null, &Value::Null));
    assert!(read("webpack.config.js").contains("Cargo.toml"));
}

#[test]
fn every_npm_package_has_its_reason() {
    let package: Value = serde_json::from_str(&read("package.json")).unwrap();
    let names = |key: &str| package[key].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let used: BTreeSet<String> = names("dependencies").union(&names("devDependencies")).cloned().collect();
    assert_eq!(used, names("//dependencies"));
}

#[test]
fn the_browser_is_touched_in_few_places() {
    for (path, text) in sources("extension", &["ts", "tsx"]) {
        let may = path.starts_with("extension/chrome/") || path == "extension/background.ts";
        let touches = code_lines(&text).any(|line| line.contains("chrome.") && !line.contains("/chrome."));
        assert!(may || !touches, "{path} touches chrome.*; extension/chrome/ is the place for that");
    }
}

#[test]
fn the_page_has_the_rooms_of_the_engine() {
    let page = sources("extension/page", &["ts", "tsx"]);
    let rooms: BTreeSet<&str> = page
        .keys()
        .filter_map(|path| path.strip_prefix("extension/page/")?.split_once('/'))
        .map(|(room, _)| room)
        .collect();
    assert!(rooms.len() > 5 && rooms.contains("app"), "{rooms:?}");
    for room in rooms.into_iter().filter(|room| *room != "app") {
        let module = root().join(format!("src/session/{room}.rs"));
        assert!(module.exists(), "extension/page/{room} shows nothing that src/session/{room}.rs knows");
    }
}

#[test]
fn types_are_not_talked_away() {
    for (path, text) in sources("extension", &["ts", "tsx"]) {
        for line in code_lines(&text) {
            let away = [": any", "as any", "<any>", "@ts-ignore", "@ts-expect-error", "eslint-disable"];
            assert!(!away.iter().any(|one| line.contains(one)), "{path}: {line}");
        }
    }
}

#[test]
fn every_exposed_secret_says_why() {
    for (path, text) in sources("src", &["rs"]) {
        if path == "src/secret.rs" {
            continue;
        }
        let lines: Vec<&str> = without_tests(&text).lines().collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.contains(".expose()")) {
            let near = lines.get(number.saturating_sub(6)..=number).unwrap();
            assert!(near.iter().any(|one| one.contains("EXPOSE:")), "{path}:{}: {line}", number + 1);
        }
    }
}

#[test]
fn modules_say_what_they_know() {
    for folder in ["src", "tools"] {
        for (path, text) in sources(folder, &["rs"]) {
            assert!(text.starts_with("//!"), "{path} opens without saying what it knows");
            assert!(!path.ends_with("/mod.rs"), "{path}: a module stands in a file of its own name");
            assert!(
                !code_lines(&text).any(|line| line.contains("#[allow(") || line.contains("#![allow(")),
                "{path}: expect, not allow"
            );
        }
    }
}

#[test]
fn the_repository_speaks_of_no_computer() {
    // Put together here, or this file would be one of those that name them.
    let places: Vec<String> = ["work", "root", "home", "Users"].iter().map(|name| format!("/{name}/")).collect();
    for (path, bytes) in files(&root()) {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        for place in &places {
            assert!(!text.contains(place.as_str()), "{path} names {place}");
        }
        if path == "package-lock.json" {
            assert!(!text.contains("\"resolved\""), "package-lock.json says where packages came from");
        }
    }
}

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The text files with one of these endings below a folder, by their path in the repository.
pub(crate) fn sources(folder: &str, endings: &[&str]) -> BTreeMap<String, String> {
    files(&root().join(folder))
        .into_iter()
        .filter(|(path, _)| endings.iter().any(|ending| path.ends_with(&format!(".{ending}"))))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}

/// Every file that belongs to the project below a folder; what tools make is none of it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    const MADE: &[&str] = &["target", "node_modules", "dist", "demo-pictures", ".git"];
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if MADE.contains(&path.file_name().unwrap().to_str().unwrap()) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Lines that are not comments.
pub(crate) fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//") && !line.trim_start().starts_with('*'))
}

/// The first modules of all `crate::…` paths, groups (`crate::{a, b::c}`) included.
fn uses_of_crate(text: &str) -> BTreeSet<String> {
    let code: String = code_lines(text).flat_map(|line| [line, "\n"]).collect();
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        // `$crate::` and `my_crate::` are other things.
        if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == '$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0_u32;
            let mut first = String::new();
            for letter in group.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => used.extend(head(&std::mem::take(&mut first))),
                    _ if depth == 0 => first.push(letter),
                    _ => {}
                }
            }
            used.extend(head(&first));
        } else {
            used.extend(head(rest));
        }
    }
    used
}

/// The first name of a path; types at the crate's root there are none.
fn head(path: &str) -> Option<String> {
    let name: String = path.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    (!name.is_empty()).then_some(name)
}

pub(crate) fn without_tests(text: &str) -> &str {
    text.split_once("#[cfg(test)]\nmod tests").map_or(text, |(code, _)| code)
}

/// The string literal a text begins with.
fn quoted(text: &str) -> Option<String> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let (literal, _) = text.get(1..)?.split_once(quote)?;
    Some(literal.to_owned())
}

pub(crate) fn texts(locale: &str) -> BTreeMap<String, String> {
    let file: Value = serde_json::from_str(&read(&format!("extension/_locales/{locale}/messages.json"))).unwrap();
    file.as_object()
        .unwrap()
        .iter()
        .map(|(key, text)| {
            (key.clone(), text["message"].as_str().unwrap_or_else(|| panic!("{key} has no message")).to_owned())
        })
        .collect()
}

fn strings(list: &Value) -> Vec<&str> {
    let mut strings: Vec<&str> = list.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    strings.sort_unstable();
    strings
}

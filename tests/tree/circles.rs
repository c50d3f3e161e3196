//! Which module of a room uses which other, read from the `use` lines, and where that comes back to where it began.

use std::collections::{BTreeMap, BTreeSet};

use crate::rooms::{code_lines, sources, without_tests};

/// The names that lead to a module: `src/merge/keys.rs` is `["merge", "keys"]`.
type Module = Vec<String>;

/// One name that a `use` line brings in.
struct Brought {
    /// As it is written: `["super", "keys", "Worth"]`.
    path: Vec<String>,
    /// What it is called here.
    name: String,
    /// `pub use`: said again for others, and not for this module's own use.
    is_said_again: bool,
}

#[test]
fn no_room_has_a_circle_inside() {
    let files: BTreeMap<Module, String> = sources("src", &["rs"])
        .into_iter()
        .map(|(path, text)| (module(&path), text))
        .filter(|(module, _)| *module != ["lib"] && module.last().is_none_or(|last| last != "tests"))
        .collect();
    let arrows = arrows(&files);
    let mut round: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for from in arrows.keys() {
        if let (Some(room), Some(way)) = (from.first(), way_back(&arrows, from)) {
            let way: Vec<String> = way.iter().map(|module| module.join("/")).collect();
            round.entry(room).or_default().push(way.join(" → "));
        }
    }
    assert!(arrows.len() > 100, "only {} modules use others: this test reads them wrongly", arrows.len());
    assert!(round.is_empty(), "each of these needs the others to be understood:\n{round:#?}");
}

#[test]
fn every_kind_of_use_line_is_read() {
    let files: BTreeMap<Module, String> = [
        ("a", "pub use b::Bee;\nmod b;\nuse c::{d::Dee, self};"),
        ("a/b", "use super::c::{\n    d::{self, Dee}, See,\n};"),
        ("a/c", "pub(crate) use self::d::Dee as Other;\nfn x() {\n    use crate::e;\n}"),
        ("a/c/d", "use super::super::Bee as Wasp; // not: use crate::a::b;"),
        ("e", "use crate::a::c::Other;\n#[cfg(test)]\nmod tests {\n    use crate::a;\n}"),
    ]
    .map(|(path, text)| (module(&format!("src/{path}.rs")), text.to_owned()))
    .into();
    let arrows: Vec<String> = arrows(&files)
        .into_iter()
        .flat_map(|(from, to)| to.into_iter().map(move |to| format!("{} {}", from.join("/"), to.join("/"))))
        .collect();
    assert_eq!(arrows, ["a a/c", "a a/c/d", "a/b a/c", "a/b a/c/d", "a/c/d a/b"]);
}

fn module(path: &str) -> Module {
    path.trim_start_matches("src/").trim_end_matches(".rs").split('/').map(str::to_owned).collect()
}

/// For each module, which others of its room it uses. What a module says again for others (`pub use`) is no use of it; whoever
/// takes it there uses the module it comes from.
fn arrows(files: &BTreeMap<Module, String>) -> BTreeMap<Module, BTreeSet<Module>> {
    let brought: BTreeMap<&Module, Vec<(Brought, Vec<String>)>> = files
        .iter()
        .map(|(module, text)| {
            let names = use_lines(text).into_iter().filter_map(|one| {
                let path = absolute(files, module, &one.path)?;
                Some((one, path))
            });
            (module, names.collect())
        })
        .collect();
    let said: BTreeMap<(&Module, &str), &Vec<String>> = brought
        .iter()
        .flat_map(|(module, names)| names.iter().map(|(one, path)| ((*module, one.name.as_str()), path)))
        .collect();
    let mut arrows: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for (from, names) in &brought {
        for (_, path) in names.iter().filter(|(one, _)| !one.is_said_again) {
            let to = made_in(files, &said, path.clone(), 8);
            if !to.is_empty() && to != **from && to.first() == from.first() {
                arrows.entry((*from).clone()).or_default().insert(to);
            }
        }
    }
    arrows
}

/// The module a path leads to, past those that only say a name again.
fn made_in(
    files: &BTreeMap<Module, String>,
    said: &BTreeMap<(&Module, &str), &Vec<String>>,
    path: Vec<String>,
    further: u8,
) -> Module {
    let mut module = path.clone();
    while !module.is_empty() && !files.contains_key(&module) {
        module.pop();
    }
    let next = path.get(module.len()).and_then(|name| said.get(&(&module, name.as_str())));
    match next {
        Some(next) if further > 0 && **next != path => {
            let rest = path.get(module.len() + 1..).unwrap_or_default();
            made_in(files, said, [next.as_slice(), rest].concat(), further - 1)
        }
        _ => module,
    }
}

/// From the root of the crate. `None` for what another crate has.
fn absolute(files: &BTreeMap<Module, String>, here: &Module, path: &[String]) -> Option<Vec<String>> {
    let mut base = here.clone();
    let (first, after) = path.split_first()?;
    let mut rest = after;
    match first.as_str() {
        "crate" => return Some(after.to_vec()),
        "self" => {}
        "super" => {
            rest = path;
            while let Some((first, after)) = rest.split_first()
                && first == "super"
            {
                base.pop();
                rest = after;
            }
        }
        child => {
            base.push(child.to_owned());
            if !files.contains_key(&base) {
                return None;
            }
        }
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

fn use_lines(text: &str) -> Vec<Brought> {
    let code: String = code_lines(without_tests(text))
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let before = code[..at].rsplit('\n').next().unwrap_or_default().trim();
        // Not the end of a name, as in `pub enum Cause`.
        let is_said_again = before == "pub" || (before.starts_with("pub(") && before.ends_with(')'));
        if !before.is_empty() && !is_said_again {
            continue;
        }
        let Some((tree, _)) = code[at + "use ".len()..].split_once(';') else { continue };
        for mut path in branches(tree) {
            let name = match path.iter().position(|part| part == "as") {
                Some(at) => {
                    let name = path.last().cloned();
                    path.truncate(at);
                    name
                }
                None => path.iter().rfind(|part| *part != "self").cloned(),
            };
            if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                path.pop();
            }
            found.extend(name.map(|name| Brought { path, name, is_said_again }));
        }
    }
    found
}

/// `a::{b, c::{d as e}}` as `a b`, `a c d as e`.
fn branches(tree: &str) -> Vec<Vec<String>> {
    let words = |text: &str| -> Vec<String> {
        text.split(|letter: char| letter == ':' || letter.is_whitespace())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let Some((stem, group)) = tree.split_once('{') else { return vec![words(tree)] };
    let (group, _) = group.rsplit_once('}').unwrap_or((group, ""));
    let (mut depth, mut from, mut found) = (0_u32, 0, Vec::new());
    for (at, letter) in group.char_indices().chain([(group.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let branch = group[from..at].trim();
                if !branch.is_empty() {
                    found.extend(branches(branch).into_iter().map(|branch| [words(stem), branch].concat()));
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// The shortest way from a module back to itself.
fn way_back<'a>(arrows: &'a BTreeMap<Module, BTreeSet<Module>>, from: &'a Module) -> Option<Vec<&'a Module>> {
    let mut came_from: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut ahead = std::collections::VecDeque::from([from]);
    while let Some(module) = ahead.pop_front() {
        for next in arrows.get(module).into_iter().flatten() {
            if next == from {
                let mut way = vec![from, module];
                while let Some(before) = way.last().and_then(|last| came_from.get(last)) {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(next) {
                came_from.insert(next, module);
                ahead.push_back(next);
            }
        }
    }
    None
}

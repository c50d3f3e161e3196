//! Writes what of the engine is made by a program: the gRPC message types, from `proto/` (no client, no server, no protoc), and tables of Unicode.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=proto");
    let descriptors = protox::compile(["concordium/v2.proto"], ["proto"])?;
    prost_build::Config::new().btree_map(["."]).compile_fds(descriptors)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("unicode.rs"), unicode()?)?;
    Ok(())
}

/// The constants that `src/text/unicode.rs` reads.
fn unicode() -> Result<String, Box<dyn Error>> {
    let drawn = |char: &char| skeleton(char.encode_utf8(&mut [0; 4])).collect::<String>();
    // What is decomposed first is never looked up.
    let is_whole = |char: &char| char.nfd().eq([*char]);
    let alike: Vec<(char, String)> = every_char()
        .filter(is_whole)
        .map(|char| (char, drawn(&char)))
        .filter(|(char, drawn)| !drawn.is_empty() && !drawn.chars().eq([*char]))
        .collect();
    let constants = [
        ("MARKS", turns(is_combining_mark)?),
        ("IGNORABLE", turns(|char| drawn(&char).is_empty())?),
        ("ALIKE", steps(alike.iter().map(|(char, _)| *char))?),
        ("DRAWN", alike.into_iter().map(|(_, drawn)| drawn).collect::<Vec<_>>().join("\n")),
    ];
    Ok(constants.map(|(name, text)| format!("const {name}: &str = {text:?};\n")).concat())
}

fn every_char() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

/// The characters from which on it is the other way round than before; it begins with `false`.
fn turns(is_so: impl Fn(char) -> bool) -> Result<String, Box<dyn Error>> {
    let mut before = false;
    steps(every_char().filter(|char| is_so(*char) != std::mem::replace(&mut before, is_so(*char))))
}

/// Ascending characters, each as how far it is from the one before: that packs well. A distance is written as the character of that number.
fn steps(ascending: impl Iterator<Item = char>) -> Result<String, Box<dyn Error>> {
    let mut before = 0;
    ascending
        .map(|char| {
            let step = u32::from(char) - std::mem::replace(&mut before, u32::from(char));
            char::from_u32(step).ok_or_else(|| format!("no character has the number {step}").into())
        })
        .collect()
}

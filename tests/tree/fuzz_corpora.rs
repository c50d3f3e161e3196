//! What must hold for any bytes holds for every input that a fuzzer found worth keeping.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
#[expect(
    unreachable_pub,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a library of its own, whose functions are the way in, and whose panics are findings"
)]
mod fuzz;

#[test]
fn every_kept_input_still_holds() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, must_hold) in fuzz::TARGETS {
        let mut inputs = 0;
        for entry in fs::read_dir(corpora.join(name)).unwrap_or_else(|_| panic!("{name} has no corpus")) {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            println!("{}", path.display());
            must_hold(&bytes);
            inputs += 1;
        }
        assert!(inputs > 0, "{name} has an empty corpus");
    }
}

#[test]
fn every_target_has_its_program() {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let mut found: Vec<String> = fs::read_dir(programs)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    found.sort();
    let mut known: Vec<String> = fuzz::TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    known.sort();
    assert_eq!(found, known);
    let manifest = include_str!("../../fuzz/Cargo.toml");
    let built = manifest.lines().filter_map(|line| line.strip_prefix("path = \"fuzz_targets/")?.strip_suffix(".rs\""));
    let mut built: Vec<&str> = built.collect();
    built.sort_unstable();
    assert_eq!(built, known, "a program that fuzz/Cargo.toml does not name is not built");
}

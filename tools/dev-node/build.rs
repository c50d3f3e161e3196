//! Generates the server side of the engine's own `proto/`, and of what a later protocol may add to it.

use std::path::Path;
use std::{env, fs};

/// Where something is added: a node of a protocol that nobody knows yet has more to say about an account.
const LAST_KNOWN: &str = "  repeated Token tokens = 13;\n";
const NEWER: &str = "  // What no decoder of today knows.\n  SequenceNumber of_a_newer_protocol = 99;\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=../../proto");
    let known = fs::read_to_string("../../proto/concordium/v2.proto")?;
    let newer = known.replace(LAST_KNOWN, &format!("{LAST_KNOWN}{NEWER}"));
    assert_ne!(known, newer, "the last field of an account stands elsewhere now");
    let proto = Path::new(&env::var("OUT_DIR")?).join("proto");
    fs::create_dir_all(proto.join("concordium"))?;
    fs::write(proto.join("concordium/v2.proto"), newer)?;
    let descriptors = protox::compile(["concordium/v2.proto"], [proto])?;
    tonic_prost_build::configure()
        .btree_map(".")
        .build_client(false)
        .build_transport(false)
        .compile_fds(descriptors)?;
    Ok(())
}

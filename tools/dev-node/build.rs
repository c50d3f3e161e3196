//! Generates the server side of the engine's own `proto/`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=../../proto");
    let descriptors = protox::compile(["concordium/v2.proto"], ["../../proto"])?;
    tonic_prost_build::configure()
        .btree_map(".")
        .build_client(false)
        .build_transport(false)
        .compile_fds(descriptors)?;
    Ok(())
}
